"""The weighted mean of two runs, of which the second went on from the first (`fit.py --go-on`).

    python average.py FIRST.pt SECOND.pt --share 0.5 --out RUN.pt [--encoder ../../models/encoder.safetensors --data DATA]

With an encoder and data the mean and both runs are scored on the development part.
"""

import argparse
import pathlib

import torch

import fit
import proposer

import exported  # noqa: E402  (found by way of proposer)


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("first")
    found.add_argument("second")
    found.add_argument("--share", type=float, default=0.5, help="of the second")
    found.add_argument("--out", required=True)
    found.add_argument("--encoder")
    found.add_argument("--data", type=pathlib.Path)
    args = found.parse_args()
    first, second = (torch.load(path, weights_only=True) for path in (args.first, args.second))
    if (first["predicates"], first["first"]) != (second["predicates"], second["first"]):
        raise SystemExit("error: the runs have other predicates or layers\nhint: average a run with one that went on from it")
    mean = {name: (1 - args.share) * first["weights"][name] + args.share * second["weights"][name]
            for name in first["weights"]}
    torch.save(dict(first, weights=mean), args.out)
    if args.encoder and args.data:
        score(args, {"first": first["weights"], "second": second["weights"], "mean": mean}, first)


def score(args, runs, kept):
    network, encoder, _ = exported.load_export(args.encoder)
    rows = fit.Rows(fit.read(args.data / "dev.jsonl"), network, encoder,
                    argparse.Namespace(first=kept["first"], device="cpu"))
    for name, weights in runs.items():
        model = proposer.Proposer(network, kept["first"], len(kept["predicates"]))
        model.load_state_dict(weights)
        print(name, fit.evaluate(model, rows, kept["predicates"]), flush=True)


if __name__ == "__main__":
    main()
