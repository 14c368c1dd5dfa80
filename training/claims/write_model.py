"""Write the model file from a training run, and samples by which a runtime checks itself.

    python write_model.py --encoder ../../models/encoder.safetensors --run RUN.pt --out ../../models/claims.safetensors \\
        --samples samples.json
"""

import argparse
import json
import math

import torch
from safetensors.torch import save_file

import fit
import proposer

import exported  # noqa: E402  (found by way of proposer)
from export import quantised
from network import HEADS, WIDTH

# Two short documents, a sentence a line.
SAMPLES = [
    """The cuffs went on before he had put down his bag .""",
    """Her appeal was thrown out in May , and the family of four were put on the first flight .
They took our passports and told us the debt had doubled .
How many were you ?
Nine , and a child .""",
]


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("encoder", "run", "out", "samples"):
        found.add_argument(f"--{name}", required=True)
    args = found.parse_args()
    network, encoder, _ = exported.load_export(args.encoder)
    kept = torch.load(args.run, weights_only=True)
    model = proposer.Proposer(network, len(kept["predicates"]))
    model.load_state_dict(kept["weights"])
    stored = quantised(folded(model))
    with torch.no_grad():
        fill(model, exported.dequantised(stored))
    tensors = {name if name.startswith("layer.") else f"head.{name}": tensor for name, tensor in stored.items()}
    save_file(tensors, args.out, {"format": "casebook-claims 5", "predicates": "\n".join(kept["predicates"]),
                                  "parts": "\n".join(proposer.PARTS)})
    with open(args.samples, "w", encoding="utf-8") as file:
        json.dump(samples(model, network, encoder, kept), file, indent=1)


@torch.no_grad()
def folded(model):
    """Tensors with the scale of the queries folded in."""
    scale = 1 / math.sqrt(WIDTH // HEADS)
    return {name: (tensor * scale if ".attention.query." in name else tensor).detach().float().contiguous()
            for name, tensor in model.named_parameters()}


def fill(model, tensors):
    own = dict(model.named_parameters())
    for name, tensor in tensors.items():
        own[name].copy_(tensor * math.sqrt(WIDTH // HEADS) if ".attention.query." in name else tensor)


def samples(model, network, encoder, kept):
    """What the written file says of the words of each document: the two likeliest predicates, the person, the same person before, and how
    likely a mention of somebody begins at the word or goes on there, and the parts in the report."""
    found = []
    for text in SAMPLES:
        sentences, rows, at = [line.split() for line in text.split("\n")], [], 0
        for words in sentences:
            rows.append({"doc": "", "words": words, "claims": [], "at": at})
            at += len(words)
        [(_, (scores, about, same, mention, part))] = fit.predict(model, fit.Rows(rows, network, encoder))
        words = []
        for w in range(at):
            best = scores[w].topk(2)
            words.append({"predicates": [[kept["predicates"][i], round(v, 5)] for v, i in
                                         zip(best.values.tolist(), best.indices.tolist())],
                          "about": [round(v, 5) for v in about[w].tolist()],
                          "same": [round(v, 5) for v in same[w, :w + 1].tolist()],
                          "people": [round(mention[w, 1].item(), 5), round(1 - mention[w, 0].item(), 5)],
                          "parts": [round(v, 5) for v in part[w].tolist()]})
        found.append({"sentences": sentences, "scores": words})
    return found


if __name__ == "__main__":
    main()
