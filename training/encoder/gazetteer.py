"""Build the gazetteer (name lists used as word features) from the packs and the open name lists.

    python gazetteer.py --packs PACKS_DIR --names NAMES_DIR --out gazetteer.txt

One line per entry: kind TAB words, cleaned as words.gazetteer_key does. Hyphens are words of their
own because UD tokens are split at them.
"""

import argparse
import csv
import pathlib
import tomllib

from words import gazetteer_key

# Places that reports name under a country list are kept apart from towns: demonyms and
# countries have opposite labels (nationalities are no names in the UNER guidelines).
PACK_KINDS = {"given-name": "given", "place": "place", "country": "country",
              "nationality": "nationality"}


def pack_entries(packs):
    files = sorted(packs.glob("names/*.toml")) + [
        packs / "en/words" / f"{name}.toml" for name in ("places", "countries", "nationalities")]
    for file in files:
        for lexicon in tomllib.loads(file.read_text(encoding="utf-8"))["lexicon"]:
            kind = PACK_KINDS.get(lexicon["kind"])
            if kind:
                yield from ((kind, phrase) for phrase in lexicon["words"])


def list_entries(folder):
    for kind, name in (("given", "common-forenames-by-country.csv"),
                       ("surname", "common-surnames-by-country.csv")):
        with open(folder / name, encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                yield from ((kind, row[column]) for column in ("Localized Name", "Romanized Name"))


def cleaned(phrase):
    words = phrase.replace("-", " - ").split()
    return " ".join(filter(None, (gazetteer_key(word) for word in words)))


def usable(phrase):
    return len(phrase) >= 2 and phrase.replace(" ", "").replace("-", "").replace("'", "").isascii()


def build(packs, names):
    entries = {(kind, cleaned(phrase))
               for kind, phrase in [*pack_entries(packs), *list_entries(names)]}
    return [f"{kind}\t{phrase}" for kind, phrase in sorted(entries) if usable(phrase)]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--packs", type=pathlib.Path, required=True)
    options.add_argument("--names", type=pathlib.Path, required=True)
    options.add_argument("--out", type=pathlib.Path, required=True)
    chosen = options.parse_args()
    lines = build(chosen.packs, chosen.names)
    chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
