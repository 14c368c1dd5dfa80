"""Train the proposer of claims.

    python fit.py --encoder ../../models/encoder.safetensors --data FOLDER --out RUN.pt [--train train passages packs]

`FOLDER` holds what `data.py` wrote. The development part is scored after every epoch and never trained on, unless
`--train` names it (for the shipped file, once all is chosen). Fixed seed.
"""

import argparse
import collections
import json
import pathlib
import random
import time

import torch
from torch.nn import functional as F

import proposer

import batches  # noqa: E402  (found by way of proposer)
import exported
from train import Average, schedule
from words import chunks

BUDGET = 1000
# Sentences of the packs are alike; what they state of other predicates than their own is read by the phrasings.
WEIGHTS = {"packs": 0.5}
POSITIVE = 2.0


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    network, encoder, _ = exported.load_export(args.encoder)
    parts = {name: read(args.data / f"{name}.jsonl") for name in [*args.train, args.score]}
    predicates = sorted({c[0] for name in args.train for row in parts[name] for c in row["claims"]})
    rows = [dict(row, weight=WEIGHTS.get(name, 1.0)) for name in args.train for row in parts[name]]
    rows, held = prepare(rows, network, encoder, args), prepare(parts[args.score], network, encoder, args)
    model = proposer.Proposer(network, args.first, len(predicates))
    average = Average(model, 0.995)
    optimiser = torch.optim.AdamW(
        [{"params": model.layer.parameters(), "lr": args.rate},
         {"params": [*model.predicate.parameters(), *model.about.parameters()], "lr": 10 * args.rate}],
        weight_decay=0.01)
    groups = batches.by_length([len(r["real"]) for r in rows], BUDGET, rng)
    total, step = args.epochs * len(groups), 0
    rates = [g["lr"] for g in optimiser.param_groups]
    print(f"{len(rows)} sentences, {len(predicates)} predicates, {total} steps", flush=True)
    for epoch in range(args.epochs):
        start, losses = time.time(), collections.Counter()
        model.train()
        for group in batches.by_length([len(r["real"]) for r in rows], BUDGET, rng):
            for g, rate in zip(optimiser.param_groups, rates):
                g["lr"] = rate * schedule(step, total)
            chosen = [rows[i] for i in group]
            with torch.autocast("cpu", torch.bfloat16):
                scores, about = model(padded(chosen))
            terms = loss(scores.float(), about.float(), chosen, predicates)
            optimiser.zero_grad()
            sum(terms.values()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            average.update()
            step += 1
            losses.update({k: v.item() for k, v in terms.items()})
        average.swap()
        said = " ".join(f"{k} {v / len(groups):.4f}" for k, v in losses.items())
        print(f"epoch {epoch + 1} {time.time() - start:.0f}s {said} | {evaluate(model, held, predicates)}", flush=True)
        torch.save({"weights": model.state_dict(), "predicates": predicates, "first": args.first}, args.out)
        average.swap()


def arguments():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--encoder", required=True)
    found.add_argument("--data", type=pathlib.Path, required=True)
    found.add_argument("--out", required=True)
    found.add_argument("--train", nargs="+", default=["train", "passages", "packs"])
    found.add_argument("--score", default="dev")
    found.add_argument("--first", type=int, default=3, help="layers shared with the language encoder")
    found.add_argument("--epochs", type=int, default=8)
    found.add_argument("--rate", type=float, default=1e-4)
    found.add_argument("--seed", type=int, default=1)
    found.add_argument("--threads", type=int, default=2)
    return found.parse_args()


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def prepare(rows, network, encoder, args, kind=torch.float16):
    """Adds what the network reads; sentences that are too long for one sequence are left out."""
    rows = [row for row in rows if len(chunks(row["words"], encoder.pieces)) == 1]
    for group in batches.by_length([len(row["words"]) for row in rows], 4000):
        batch = encoder.batch([encoder.features(rows[i]["words"]) for i in group])
        hidden = proposer.shared(network, batch, args.first)
        for k, i in enumerate(group):
            n = int(batch["real"][k].sum())
            rows[i].update(hidden=hidden[k, :n].to(kind), real=batch["real"][k, :n], slots=batch["slots"][k, :n],
                           counts=batch["counts"][k, :len(rows[i]["words"]) + 1])
    return rows


def padded(rows):
    width, size = max(len(r["real"]) for r in rows), max(len(r["counts"]) for r in rows)
    batch = {"hidden": torch.zeros(len(rows), width, proposer.WIDTH), "real": torch.zeros(len(rows), width).bool(),
             "slots": torch.full((len(rows), width), size), "counts": torch.zeros(len(rows), size)}
    for k, row in enumerate(rows):
        n, m = len(row["real"]), len(row["counts"])
        batch["hidden"][k, :n], batch["real"][k, :n] = row["hidden"].float(), row["real"]
        batch["slots"][k, :n] = torch.where(row["slots"] < m, row["slots"], size)
        batch["counts"][k, :m] = row["counts"]
    return batch


def loss(scores, about, rows, predicates):
    """Predicates: of the words that a claim stands on the likeliest is right, the others are left open; all other
    words are wrong. Persons: any word that mentions the person is right."""
    index = {p: i for i, p in enumerate(predicates)}
    target, weight = torch.zeros_like(scores), torch.zeros_like(scores)
    persons = []
    for k, row in enumerate(rows):
        n = len(row["words"])
        weight[k, :n] = row["weight"]
        for predicate, words, mentions in row["claims"]:
            if predicate not in index:
                continue
            p = index[predicate]
            best = words[int(scores[k, words, p].argmax())]
            open_words = [w for w in words if target[k, w, p] == 0]
            weight[k, open_words, p] = 0.0
            target[k, best, p], weight[k, best, p] = 1.0, POSITIVE * row["weight"]
            if mentions is not None:
                persons.append((k, best, [m + 1 for m in mentions] or [0]))
    terms = {"predicate": (F.binary_cross_entropy_with_logits(scores, target, reduction="none") * weight).sum()
             / len(rows)}
    if persons:
        each = [torch.logsumexp(about[k, w], 0) - torch.logsumexp(about[k, w, m], 0) for k, w, m in persons]
        terms["about"] = torch.stack(each).sum() / len(rows)
    return terms


@torch.no_grad()
def predict(model, rows):
    """(predicate probabilities [words, predicates], person probabilities [words, 1 + words]) of each sentence."""
    model.eval()
    found = [None] * len(rows)
    for group in batches.by_length([len(r["real"]) for r in rows], 6000):
        scores, about = model(padded([rows[i] for i in group]))
        for k, i in enumerate(group):
            n = len(rows[i]["words"])
            found[i] = (torch.sigmoid(scores[k, :n]), torch.softmax(about[k, :n, :n + 1], 1))
    return found


def evaluate(model, rows, predicates):
    """Precision and recall of (sentence, predicate) at some thresholds; how often the likeliest word's person is right."""
    gold, proposals, right, n_about = 0, [], 0, 0
    for row, (scores, about) in zip(rows, predict(model, rows)):
        stated = {}
        for predicate, words, mentions in row["claims"]:
            stated.setdefault(predicate, []).append((words, mentions))
        gold += len(stated)
        best = scores.max(0)
        for p in (best.values > 0.05).nonzero()[:, 0].tolist():
            proposals.append((best.values[p].item(), predicates[p] in stated))
        for predicate, claims in stated.items():
            known = [m for _, m in claims if m is not None]
            if predicate in predicates and len(known) == 1:
                word = int(best.indices[predicates.index(predicate)])
                column = [w + 1 for w in known[0]] or [0]
                right += int(about[word].argmax()) in column
                n_about += 1
    proposals.sort(reverse=True)
    points = []
    for threshold in (0.2, 0.3, 0.5, 0.7, 0.85):
        chosen = [hit for score, hit in proposals if score >= threshold]
        precision, recall = sum(chosen) / max(1, len(chosen)), sum(chosen) / gold
        points.append(f"{threshold}: {precision:.3f}/{recall:.3f}/{2 * precision * recall / max(1e-9, precision + recall):.3f}")
    return "  ".join(points) + f"  about {right / max(1, n_about):.3f}"


if __name__ == "__main__":
    main()
