"""Read a model: the exported file (dequantised to f32) or a training checkpoint, and word vectors from it."""

import math
import pathlib

import torch
from safetensors import safe_open

import batches
import decode
import lemmas
from network import HEADS, WIDTH, Network
from words import Gazetteer, WordPieces

# Where the exported name of a parameter is not the name in the network.
RENAMED = {"embeddings.word": "embeddings.word.weight",
           "embeddings.position": "embeddings.position.weight"}
LABELS = ["upos", "relations", "names", "mentions", "lemma_scripts"]


def load(path):
    """(network, encoder, metadata) from `model.pt` or `encoder.safetensors`."""
    return load_checkpoint(path) if pathlib.Path(path).suffix == ".pt" else load_export(path)


def load_checkpoint(path):
    kept = torch.load(path, weights_only=True)
    network = Network(kept["sizes"])
    network.load_state_dict(kept["weights"])
    encoder = batches.Encoder(
        WordPieces(kept["vocabulary"]), Gazetteer(kept["gazetteer"]), kept["labels"],
        lemmas.read_lexicon(kept["lexicon"]))
    return network.eval(), encoder, kept["record"]


def load_export(path):
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        stored = {name: file.get_tensor(name) for name in file.keys()}
    labels = {name: metadata[name].split("\n") for name in LABELS}
    gazetteer = Gazetteer(metadata["gazetteer"].split("\n"))
    pieces = WordPieces(metadata["vocabulary"].split("\n"))
    network = Network({"pieces": len(pieces.pieces), "gazetteer": 2 * len(gazetteer.kinds),
                       "labels": labels, "foreign": 0})
    fill(network, dequantised(stored))
    lexicon = lemmas.read_lexicon(metadata["lemma_lexicon"].split("\n"))
    return network.eval(), batches.Encoder(pieces, gazetteer, labels, lexicon), metadata


def dequantised(stored):
    """Plain f32 tensors by name."""
    return {name: tensor.float() * stored[name + ".scale"].unsqueeze(1)
            if tensor.dtype == torch.int8 else tensor
            for name, tensor in stored.items() if not name.endswith(".scale")}


@torch.no_grad()
def fill(network, tensors):
    """Copy exported tensors in and undo what the export folded."""
    own = dict(network.named_parameters())
    mix = tensors.pop("mix.weights")
    own["gamma"].copy_(mix.sum())
    own["mix"].copy_(torch.log(mix / mix.sum()))
    own["embeddings.shape.weight"][:-1] = tensors.pop("embeddings.shape")
    for name, tensor in tensors.items():
        if ".attention.query." in name:
            tensor = tensor * math.sqrt(WIDTH // HEADS)
        own[RENAMED.get(name, name)].copy_(tensor)


def word_vectors(network, encoder, sentences):
    """Frozen word representations r[w] (FORMAT.md, section 4).

    `sentences`: lists of words. Returns one f32 array [words, 384] per sentence, in order; a sentence
    that is too long for one sequence is read in chunks and its rows are joined.

        network, encoder, _ = exported.load("encoder.safetensors")
        vectors = exported.word_vectors(network, encoder, [["She", "left", "."]])
    """
    return [one["vectors"] for one in decode.predict(network, encoder, sentences)]
