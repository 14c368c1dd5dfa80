"""A run with the weights of a model file, to go on from (`fit.py --go-on`).

    python from_file.py --encoder ../../models/encoder.safetensors --model ../../models/claims.safetensors --out RUN.pt
"""

import argparse
import math

import torch
from safetensors import safe_open

import proposer

import exported  # noqa: E402  (found by way of proposer)
from network import HEADS, WIDTH


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("encoder", "model", "out"):
        found.add_argument(f"--{name}", required=True)
    args = found.parse_args()
    network, _, _ = exported.load_export(args.encoder)
    with safe_open(args.model, "pt") as file:
        about, stored = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}
    predicates = about["predicates"].split("\n")
    model = proposer.Proposer(network, len(predicates))
    own = dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in exported.dequantised(stored).items():
            own[name.removeprefix("head.")].copy_(tensor * math.sqrt(WIDTH // HEADS) if ".attention.query." in name else tensor)
    torch.save({"weights": model.state_dict(), "predicates": predicates}, args.out)


if __name__ == "__main__":
    main()
