"""Average the weights of runs of which the later ones went on from the first (train.py --start).

    python average.py --runs RUN_DIR RUN_DIR --out RUN_DIR
"""

import argparse
import pathlib

import torch


def averaged(kept):
    """The first checkpoint with the mean weights of all; their labels and lists must agree."""
    first = kept[0]
    for name in ("labels", "gazetteer", "vocabulary", "lexicon"):
        if any(other[name] != first[name] for other in kept):
            raise SystemExit(f"the runs differ in {name}")
    weights = {name: sum(one["weights"][name] for one in kept) / len(kept)
               for name in first["weights"]}
    return {**first, "weights": weights}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=pathlib.Path, nargs="+", required=True)
    options.add_argument("--out", type=pathlib.Path, required=True)
    chosen = options.parse_args()
    kept = [torch.load(run / "model.pt", weights_only=True) for run in chosen.runs]
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.save(averaged(kept), chosen.out / "model.pt")


if __name__ == "__main__":
    main()
