"""The weighted mean of runs that went on from the same one (`fit.py --go-on`).

    python average.py FIRST.pt=0.4 SECOND.pt=0.3 THIRD.pt=0.3 --out RUN.pt [--encoder ../../models/encoder.safetensors --data DATA]

A head that the first run lacks is the mean of the others. With an encoder and data the mean is scored on the development part.
"""

import argparse
import pathlib

import torch

import fit
import proposer

import exported  # noqa: E402  (found by way of proposer)


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("runs", nargs="+", metavar="RUN.pt=SHARE")
    found.add_argument("--out", required=True)
    found.add_argument("--encoder")
    found.add_argument("--data", type=pathlib.Path)
    args = found.parse_args()
    named = [one.rsplit("=", 1) for one in args.runs]
    runs = [(float(share), torch.load(path, weights_only=True)) for path, share in named]
    if len({tuple(run["predicates"]) for _, run in runs}) > 1:
        raise SystemExit("error: the runs have other predicates\nhint: average runs that went on from the same one")
    mean = dict(runs[-1][1], weights=averaged(runs))
    torch.save(mean, args.out)
    if args.encoder and args.data:
        score(args, mean)


def averaged(runs):
    names = {name for _, run in runs for name in run["weights"]}
    found = {}
    for name in names:
        have = [(share, run["weights"][name]) for share, run in runs if name in run["weights"]]
        found[name] = sum(share * tensor for share, tensor in have) / sum(share for share, _ in have)
    return found


def score(args, run):
    network, encoder, _ = exported.load_export(args.encoder)
    rows = fit.Rows(fit.read(args.data / "dev.jsonl"), network, encoder)
    model = proposer.Proposer(network, len(run["predicates"]))
    model.load_state_dict(run["weights"])
    print(fit.evaluate(model, rows, run["predicates"]), flush=True)


if __name__ == "__main__":
    main()
