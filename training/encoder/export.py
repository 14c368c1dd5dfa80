"""Write the model file from a training checkpoint, score it, and optionally write parity samples.

    python export.py --run RUN_DIR --data DATA_DIR --out encoder.safetensors [--parity parity.json]

The scores in the metadata are measured on the written file itself: dequantised weights, f32 arithmetic.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import save_file

import corpora
import exported
import lemmas
import network as net
import parity
import score
from words import MAX_PIECES, MAX_WORD_PIECES, SHAPES

DATA = ("UD English-EWT train and UNER English-EWT historical train (CC BY-SA 4.0); GUM 11.1 train "
        "(CC BY 4.0, CC BY 2.5, CC BY-SA 3.0); WNUT17 train (CC BY 4.0); name lists: Casebook packs, "
        "Popular Names by Country (CC0); base: all-MiniLM-L6-v2 (Apache-2.0)")


@torch.no_grad()
def folded(network):
    """Tensors under their exported names, with all constants folded in."""
    tensors = {}
    for name, tensor in network.named_parameters():
        if name in ("mix", "gamma") or ".foreign." in name:
            continue
        if ".attention.query." in name:
            tensor = tensor * net.QUERY_SCALE
        short = name.removesuffix(".weight") if name.startswith("embeddings.") else name
        tensors["embeddings.norm.weight" if short == "embeddings.norm" else short] = tensor
    tensors["embeddings.shape"] = tensors["embeddings.shape"][:len(SHAPES)]
    tensors["mix.weights"] = network.mix_weights()
    crf = network.head["names"].crf
    tensors["head.names.crf.start"], tensors["head.names.crf.transitions"] = crf.scores()
    return {name: tensor.detach().float().contiguous() for name, tensor in tensors.items()}


def quantised(tensors):
    """Matrices as I8 with one symmetric scale per row; vectors and the CRF stay F32."""
    stored = {}
    for name, tensor in tensors.items():
        if tensor.dim() < 2 or ".crf." in name:
            stored[name] = tensor
            continue
        scale = tensor.abs().amax(1).clamp(min=1e-12) / 127
        stored[name] = torch.round(tensor / scale.unsqueeze(1)).to(torch.int8)
        stored[name + ".scale"] = scale
    return stored


def configuration():
    return {"width": net.WIDTH, "layers": net.LAYERS, "attention_heads": net.HEADS,
            "inner": net.INNER, "mixed_layers": net.MIXED, "arc_width": net.ARC_WIDTH,
            "relation_width": net.RELATION_WIDTH, "max_pieces": MAX_PIECES,
            "max_word_pieces": MAX_WORD_PIECES, "norm_eps": net.EPS, "encoder_activation": "gelu-erf",
            "biaffine_activation": "relu", "pooling": "mean", "root": "cls"}


def metadata(encoder, record, scores):
    labels = {name: "\n".join(column) for name, column in encoder.labels.items()}
    return {"format": "casebook-encoder 1", "vocabulary": "\n".join(encoder.pieces.pieces), **labels,
            "shape": "\n".join(SHAPES), "gazetteer_kinds": "\n".join(encoder.gazetteer.kinds),
            "gazetteer": "\n".join(encoder.gazetteer.lines), "config": json.dumps(configuration()),
            "lemma_lexicon": "\n".join(lemmas.lexicon_lines(encoder.lexicon)),
            "base_sha256": record["base_sha256"], "data": DATA, "seed": str(record["seed"]),
            "scores": json.dumps(scores)}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--run", type=pathlib.Path, required=True)
    options.add_argument("--data", type=pathlib.Path, required=True)
    options.add_argument("--out", type=pathlib.Path, required=True)
    options.add_argument("--parity", type=pathlib.Path)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    network, encoder, record = exported.load(chosen.run / "model.pt")
    stored = quantised(folded(network))
    save_file(stored, chosen.out, metadata(encoder, record, {}))
    network, encoder, _ = exported.load(chosen.out)
    scores = score.evaluate(network, encoder, corpora.dev_sentences(chosen.data))
    save_file(stored, chosen.out, metadata(encoder, record, scores))
    print(score.table(scores))
    if chosen.parity:
        parity.write(chosen.out, chosen.parity)


if __name__ == "__main__":
    main()
