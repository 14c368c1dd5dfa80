"""Export a trained scorer.

    python export.py --model c.pt --offset 0.5 --out coreference.safetensors
"""

import argparse

import torch

import stored
from model import Scorer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--offset", type=float, required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    kept = torch.load(args.model, weights_only=True)
    weights = kept["weights"]
    model = Scorer(weights["project.weight"].shape[0], weights["out.weight"].shape[1])
    model.load_state_dict(weights)
    options = {k: v for k, v in kept["options"].items() if k not in ("layers", "data", "names", "out")}
    stored.save(args.out, model, args.offset, {"options": options, "data": "OntoGUM train part"})
    print(args.out, sum(p.numel() for p in model.parameters()), "parameters")


if __name__ == "__main__":
    main()
