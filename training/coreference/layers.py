"""Encoder outputs for the GUM documents, computed once and kept in one file.

    python layers.py --encoder ../../models/encoder.safetensors --data DATA --out layers.pkl

Only the train and dev documents named in splits.md are opened. Everything but the division into sentences
and words is predicted by the encoder. Speakers come from the conversation turns of the source texts.
"""

import argparse
import pathlib
import pickle
import re
import sys

import numpy as np
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "encoder"))

import decode  # noqa: E402
import exported  # noqa: E402

FIELDS = ["upos", "lemmas", "heads", "relations", "names", "mentions", "cue"]


def documents(data, part):
    """Names of the documents of a split for which trees and coreference are here."""
    text = (data / "gum" / "splits.md").read_text()
    section = re.split(rf"^## {part}$", text, flags=re.M)[1].split("\n## ")[0]
    return [name for name in re.findall(r"GUM_\w+", section)
            if (data / "gum/dep" / f"{name}.conllu").exists()
            and (data / "gum-coref/coref/ontogum/conll" / f"{name}.conll").exists()]


def read_sentences(path):
    """(words, speaker or None, misc column) of every sentence of a CoNLL-U file."""
    found = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        speaker = next((x.split("=", 1)[1].strip() for x in lines if x.startswith("# speaker")), None)
        rows = [x.split("\t") for x in lines if not x.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        found.append(([row[1] for row in rows], speaker, [row[9] for row in rows]))
    return found


def analyse(network, encoder, sentences):
    """One dict per sentence (lists of words): the predicted layers and f32 vectors."""
    found = []
    for words, one in zip(sentences, decode.predict(network, encoder, sentences)):
        row = {name: one[name] for name in FIELDS}
        row["words"] = words
        row["vectors"] = np.asarray(one["vectors"], dtype=np.float32)
        found.append(row)
    return found


def from_folds(paths, mapped):
    """Rows of the train documents from the files of folds.py; `mapped`: vectors in the space of the shipped encoder."""
    found = {}
    for path in paths:
        with open(path, "rb") as file:
            fold = pickle.load(file)
        for name, rows in fold["train"].items():
            found[name] = rows
            for row in rows if mapped else ():
                v = row["vectors"]
                row["vectors"] = v @ fold["map"][:-1] + fold["map"][-1]
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--folds", nargs="*", default=[], help="files of folds.py, for the train documents")
    parser.add_argument("--map", action="store_true", help="map the vectors of the folds to those of the encoder")
    args = parser.parse_args()
    torch.set_num_threads(1)
    network, encoder, _ = exported.load(args.encoder)
    kept, ready = {}, from_folds(args.folds, args.map)
    for part in ("dev", "train"):
        kept[part] = {}
        for name in documents(args.data, part):
            read = read_sentences(args.data / "gum/dep" / f"{name}.conllu")
            rows = (ready[name] if args.folds and part == "train" else
                    analyse(network, encoder, [words for words, _, _ in read]))
            for row, (_, speaker, misc) in zip(rows, read):
                row["speaker"], row["misc"] = speaker, misc
            kept[part][name] = rows
            print(part, name, len(rows), flush=True)
    with open(args.out, "wb") as file:
        pickle.dump(kept, file, protocol=4)


if __name__ == "__main__":
    main()
