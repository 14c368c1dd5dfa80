"""Encoder outputs for train documents that the encoder has not seen: cross-fitting.

    python folds.py --data DATA --base BASE --encoder ../../models/encoder.safetensors --folds 6 --fold 0 --out fold0.pkl

Trains an encoder from BASE as ../encoder/train.py does, but without one part of the GUM train documents, and writes
the outputs for that part. `layers.py --folds` joins the parts. The word vectors of two trainings differ, so the file
also holds a linear map to the vectors of `--encoder`, fitted on documents that both have seen.
"""

import argparse
import importlib.util
import pathlib
import pickle
import random
import time

import numpy as np
import torch

from layers import HERE, analyse, documents, exported, read_sentences

import augment
import batches
import corpora
import lemmas
from network import Network, load_base
from words import Gazetteer, WordPieces

# The encoder's train.py has the name of the one beside this file.
_spec = importlib.util.spec_from_file_location("encoder_train", HERE.parent / "encoder/train.py")
recipe = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(recipe)

NAMES_WEIGHT = 2.0
RIDGE = 10.0
MAP_SHARE = 6     # every n-th sentence is enough for the map


def parts(data, folds):
    """The train documents in `folds` parts; neighbours in the list (of one kind) go to different parts."""
    names = documents(data, "train")
    return [names[k::folds] for k in range(folds)]


def without(sentences, names):
    """Sentences of all but the named documents; sent_id is the document's name, '-' and a number."""
    names = set(names)
    return [s for s in sentences if s.key.rsplit("-", 1)[0] not in names]


def set_up(args, hidden):
    """Network, encoder and sentences. Labels are those of the whole data, so that all folds begin alike."""
    everything = corpora.train_sentences(args.data)
    labels = recipe.label_lists(everything)
    sentences = without(everything, hidden)
    pieces = WordPieces.read(args.base / "vocab.txt")
    gazetteer = Gazetteer(args.gazetteer.read_text(encoding="utf-8").split("\n")[:-1])
    lexicon = lemmas.lexicon((row for s in sentences if s.lemmas for row in zip(s.words, s.lemmas, s.upos)),
                             labels["lemma_scripts"])
    encoder = batches.Encoder(pieces, gazetteer, labels, lexicon)
    network = Network({"pieces": len(pieces.pieces), "gazetteer": 2 * len(gazetteer.kinds), "labels": labels,
                       "foreign": len(batches.SOURCES) - 1})
    load_base(network, args.base / "model.safetensors")
    network.embeddings.word.weight.requires_grad_(False)
    print(len(everything), "sentences,", len(sentences), "without the part", flush=True)
    return network, encoder, [s for s in sentences if encoder.fits(s)]


def train(args, network, encoder, sentences):
    """As Trainer of ../encoder/train.py; batches are made on the CPU, the network runs on args.device."""
    rng = random.Random(args.seed)
    network.to(args.device).train()
    adam = recipe.optimiser(network, {"encoder": 2.5e-4, "head": 1.5e-3})
    rates = [group["lr"] for group in adam.param_groups]
    average = recipe.Average(network, 0.995)
    swapper = augment.Swapper(sentences, encoder.gazetteer, rng)
    epochs = recipe.plan(sentences, encoder, args.epochs, rng)
    total, step, began = sum(map(len, epochs)), 0, time.time()
    for number, groups in enumerate(epochs, start=1):
        running = torch.zeros((), device=args.device)
        for group in groups:
            for parameters, rate in zip(adam.param_groups, rates):
                parameters["lr"] = rate * recipe.schedule(step + 1, total)
            running += one_step(args, network, encoder, adam, average, [swapper.vary(sentences[i]) for i in group])
            step += 1
            if step == args.limit_steps:
                break
        print(f"epoch {number} loss {float(running) / len(groups):.4f} {time.time() - began:.0f} s", flush=True)
        if step == args.limit_steps:
            break
    average.swap()
    return network.cpu().eval()


def one_step(args, network, encoder, adam, average, sentences):
    batch = encoder.batch([encoder.features(s.words, s.masked) for s in sentences])
    gold = recipe.gold_tensors(encoder, sentences)
    batch, gold = ({k: v.to(args.device, non_blocking=True) for k, v in x.items()} for x in (batch, gold))
    with torch.device(args.device), torch.autocast(args.device, torch.bfloat16):
        terms = recipe.losses(network, batch, gold)
    weights = {**recipe.WEIGHTS, "names": NAMES_WEIGHT}
    loss = sum(weights[name] * term for name, term in terms.items())
    adam.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(average.live, 5.0)
    adam.step()
    average.update()
    return loss.detach()


def linear_map(own, shipped):
    """[385, 384]: own vectors with a 1 appended -> shipped vectors, by ridge regression toward the identity."""
    x = np.hstack([own, np.ones((len(own), 1))])
    start = np.eye(385, 384)
    left = x.T @ x + RIDGE * np.eye(385)
    return (start + np.linalg.solve(left, x.T @ (shipped - x @ start))).astype(np.float32)


def stacked(network, encoder, texts):
    return np.concatenate(exported.word_vectors(network, encoder, texts)).astype(np.float64)


def main():
    parser = argparse.ArgumentParser()
    for name in ("data", "base"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    for name in ("encoder", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--gazetteer", type=pathlib.Path, default=HERE.parent / "encoder/gazetteer.txt")
    parser.add_argument("--folds", type=int, required=True)
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--limit-steps", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    hidden = parts(args.data, args.folds)[args.fold]
    network, encoder, sentences = set_up(args, hidden)
    train(args, network, encoder, sentences)
    shipped, its_encoder, _ = exported.load(args.encoder)
    texts = [s.words for s in sentences if s.source == "gum"][::MAP_SHARE]
    found = {}
    for name in hidden:
        read = read_sentences(args.data / "gum/dep" / f"{name}.conllu")
        found[name] = analyse(network, encoder, [words for words, _, _ in read])
    own, others = stacked(network, encoder, texts), stacked(shipped, its_encoder, texts)
    matrix = linear_map(own, others)
    cosine = (own * others).sum(1) / np.linalg.norm(own, axis=1) / np.linalg.norm(others, axis=1)
    mapped = np.hstack([own, np.ones((len(own), 1))]) @ matrix
    after = (mapped * others).sum(1) / np.linalg.norm(mapped, axis=1) / np.linalg.norm(others, axis=1)
    print(f"cosine with the shipped vectors {cosine.mean():.3f}, mapped {after.mean():.3f}", flush=True)
    with open(args.out, "wb") as file:
        pickle.dump({"train": found, "map": matrix}, file, protocol=4)


if __name__ == "__main__":
    main()
