"""Samples for checking another implementation of the format against this one.

    python parity.py --model encoder.safetensors --out parity.json
"""

import argparse
import json
import pathlib

import decode
import exported
from words import SHAPES, chunks

SAMPLES = [
    "Hello",
    "The minister said on Tuesday that she would resign .",
    "According to Reuters , Angela Merkel met Emmanuel Macron in New York City .",
    "Thomas Sam , 42 , and his wife Manju Sam , 36 , from Sydney , Australia , are on trial .",
    "i went to tampa bay with john and it was n't great",
    "POLICE ARREST THREE MEN IN LONDON AFTER RAID",
    "Officials Deny Report About Prison Conditions in Minsk",
    "Café owner José Nuñez told the Straße–Zeitung : “ naïve ! ”",
    "İstanbul ’s mayor Ekrem İmamoğlu won 54.2 % of the vote",
    "東京 and Москва are cities ; Αθήνα ΟΔΥΣΣΕΥΣ too",
    "zero\u200bwidth soft\u00adhyphen e\u0301te\u0301 \u0301 \u200b",
    "See http://www.example.org/a/very/long/path?with=many&parameters=1234567890&and=more for more",
    "Mazar - i - Sharif and Buenos Aires are far from Abdel - Rahman 's home",
    "She does n't know who broke the windows , which were expensive .",
    "iPhone sales rose 3 % to $ 1,200.50 in Q4 2010 , the G20 was told",
    "A a I U.S. U.S.A. e.g. Ph.D. O'Neill McCain al-Ani",
    "“ We have been betrayed , ” he wrote , “ but we believe the court . ”",
    "The children were better , wiser and happier than their mothers ' friends",
    "?!",
    "😀 👍🏽 ok ﬁne ½ ① ª ǅ ＡＢＣ",
    "x" * 120 + " is one word",
    " ".join(["The old man walked slowly to the harbour and watched the grey ships"] * 9 + ["."]),
]
LONG = "Nobody antidisestablishmentarianism counterrevolutionary said , ".split() * 45


def sample(network, encoder, words):
    """Everything another implementation should reproduce for one sentence."""
    found = decode.predict(network, encoder, [words])[0]
    arcs = found["arcs"]
    runs = chunks(words, encoder.pieces)
    features = [encoder.features(words[a:b]) for a, b in runs]
    return {
        "words": words, "chunks": runs,
        "pieces": [ids for f in features for ids in f["ids"]],
        "shapes": [SHAPES[s] for f in features for s in f["shapes"]],
        "gazetteer_rows": [rows for f in features for rows in f["gazetteer"]],
        "vectors": [[round(float(x), 6) for x in row[:8]] for row in found["vectors"]],
        "upos": found["upos"],
        "arcs_of_first_word": None if arcs is None else [
            None if x < -1e8 else round(float(x), 5) for x in arcs[0]],
        "heads": found["heads"], "relations": found["relations"], "names": found["names"],
        "mentions": found["mentions"], "lemmas": found["lemmas"],
        "cue": [round(p, 6) for p in found["cue"]]}


def write(model, path):
    network, encoder, _ = exported.load(model)
    sentences = [text.split(" ") for text in SAMPLES] + [LONG]
    samples = [sample(network, encoder, words) for words in sentences]
    pathlib.Path(path).write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n",
                                  encoding="utf-8")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--model", type=pathlib.Path, required=True)
    options.add_argument("--out", type=pathlib.Path, required=True)
    chosen = options.parse_args()
    write(chosen.model, chosen.out)


if __name__ == "__main__":
    main()
