"""The encoder's outputs for marked passages (`corpus/passages`), with the people whose mentions are marked.

    python marked.py --encoder ../../models/encoder.safetensors --passages passages.jsonl --files long- more- --out marked.pkl

`passages.jsonl` is what `training/claims/data.py` wrote. Only people are marked in passages: a candidate that is no
mention of one is neither right nor wrong.
"""

import argparse
import itertools
import json
import pickle

import torch

from layers import analyse, exported


def documents(path, files):
    """(name, sentences as lists of words, clusters of (start, end) in words of the document), singletons included."""
    with open(path, encoding="utf-8") as lines:
        rows = (row for row in map(json.loads, lines) if row["doc"].startswith(tuple(files)))
        for name, own in itertools.groupby(rows, key=lambda row: row["doc"]):
            own, clusters = list(own), {}
            for row in own:
                for start, end, person in row["mentions"]:
                    clusters.setdefault(person, set()).add((row["at"] + start, row["at"] + end))
            yield name, [row["words"] for row in own], [sorted(c) for c in clusters.values()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--passages", required=True)
    parser.add_argument("--files", nargs="+", default=[""], help="how the names of the files begin")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    network, encoder, _ = exported.load(args.encoder)
    kept = {}
    for name, sentences, clusters in documents(args.passages, args.files):
        rows = analyse(network, encoder, sentences)
        for row in rows:
            row["speaker"] = None
            row["vectors"] = row["vectors"].astype("float16")
        kept[name] = rows, clusters
        print(name, len(rows), flush=True)
    with open(args.out, "wb") as file:
        pickle.dump(kept, file, protocol=4)


if __name__ == "__main__":
    main()
