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

import numpy as np
import torch
from torch.nn import functional as F

import proposer

import batches  # noqa: E402  (found by way of proposer)
import exported
from reports import PRONOUNS
from train import Average, schedule
from words import chunks

# Sentences of the packs are alike; what they state of other predicates than their own is read by the phrasings.
WEIGHTS = {"packs": 0.5, "train": 2.0}
POSITIVE, MENTION, PART = 2.0, 0.1, 0.1
# Of pronouns, which say little of somebody's part.
LITTLE = 0.2
POINTS = (0.2, 0.3, 0.5, 0.7, 0.85)


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    network, encoder, _ = exported.load_export(args.encoder)
    parts = {name: read(args.data / f"{name}.jsonl") for name in [*args.train, args.score]}
    begun = torch.load(args.go_on, weights_only=True) if args.go_on else None
    predicates = sorted({c[0] for name in args.train for row in parts[name] for c in row["claims"]})
    if begun:
        predicates = begun["predicates"]
    rows = [dict(row, weight=WEIGHTS.get(name, 1.0)) for name in args.train for row in parts[name]]
    rows, held = Rows(rows, network, encoder, args), Rows(parts[args.score], network, encoder, args)
    model = proposer.Proposer(network, args.first, len(predicates)).to(args.device)
    if begun:
        model.load_state_dict(begun["weights"], strict=False)
        print("begun:", evaluate(model, held, predicates), flush=True)
    average = Average(model, 0.995)
    heads = [p for name, p in model.named_parameters() if not name.startswith("layer.")]
    optimiser = torch.optim.AdamW([{"params": model.layer.parameters(), "lr": args.rate},
                                   {"params": heads, "lr": 10 * args.rate}], weight_decay=0.01)
    total, step = args.epochs * len(rows.groups(args.budget, rng)), 0
    rates = [g["lr"] for g in optimiser.param_groups]
    print(f"{len(rows.rows)} sentences, {len(predicates)} predicates, {total} steps", flush=True)
    for epoch in range(args.epochs):
        start, losses = time.time(), collections.Counter()
        model.train()
        for group in rows.groups(args.budget, rng):
            for g, rate in zip(optimiser.param_groups, rates):
                g["lr"] = rate * schedule(step, total)
            with torch.autocast(args.device, torch.bfloat16):
                found = model(rows.batch(group))
            terms = loss([x.float() for x in found], [rows.rows[i] for i in group], predicates)
            optimiser.zero_grad()
            sum(terms.values()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            average.update()
            step += 1
            losses.update({k: v.detach() for k, v in terms.items()})
        average.swap()
        said = " ".join(f"{k} {float(v) * args.epochs / total:.4f}" for k, v in losses.items())
        print(f"epoch {epoch + 1} {time.time() - start:.0f}s {said} | {evaluate(model, held, predicates)}", flush=True)
        kept = {name: tensor.cpu() for name, tensor in model.state_dict().items()}
        torch.save({"weights": kept, "predicates": predicates, "first": args.first}, args.out)
        average.swap()


def arguments():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--encoder", required=True)
    found.add_argument("--data", type=pathlib.Path, required=True)
    found.add_argument("--out", required=True)
    found.add_argument("--train", nargs="+", default=["train", "passages", "packs"])
    found.add_argument("--score", default="dev")
    found.add_argument("--go-on", help="a run whose weights and predicates this one begins with")
    found.add_argument("--first", type=int, default=3, help="layers shared with the language encoder")
    found.add_argument("--epochs", type=int, default=8)
    found.add_argument("--rate", type=float, default=1e-4)
    found.add_argument("--seed", type=int, default=1)
    found.add_argument("--threads", type=int, default=2)
    found.add_argument("--device", default="cpu")
    found.add_argument("--budget", type=int, default=1000, help="pieces of a step")
    return found.parse_args()


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Rows:
    """Sentences with what the network reads of them. Those that are too long for one sequence are left out.

    The rows get `persons`, the words of each claim's person in the sentence, and `tags`."""

    def __init__(self, rows, network, encoder, args, kind=torch.float16):
        self.kind, self.device = kind, args.device
        self.rows = [row for row in rows if len(chunks(row["words"], encoder.pieces)) == 1]
        for row in self.rows:
            inside = range(row["at"], row["at"] + len(row["words"]))
            row["persons"] = [None if about is None else [w - row["at"] for w in about if w in inside]
                              for _, _, about in row["claims"]]
            row["tags"] = tags(row)
        self.compute(network.to(args.device), encoder, args.first)

    @torch.no_grad()
    def compute(self, network, encoder, first):
        self.slots, self.pieces, hidden, at = {}, {}, [], 0
        features = [encoder.features(row["words"]) for row in self.rows]
        for group in batches.by_length([len(row["words"]) for row in self.rows], 8000):
            batch = {k: v.to(self.device) for k, v in encoder.batch([features[i] for i in group]).items()}
            said = proposer.shared(network, batch, first).to(self.kind)
            for k, i in enumerate(group):
                n = int(batch["real"][k].sum())
                hidden.append(said[k, :n])
                self.slots[i], self.pieces[i] = batch["slots"][k, :n].cpu(), (at, at + n)
                at += n
        self.hidden = torch.cat(hidden)

    def groups(self, budget, rng=None):
        sizes = [self.pieces[i][1] - self.pieces[i][0] for i in range(len(self.rows))]
        return batches.by_length(sizes, budget, rng)

    def batch(self, group):
        width = max(self.pieces[i][1] - self.pieces[i][0] for i in group)
        size = max(len(self.rows[i]["words"]) for i in group) + 1
        piece, slots = torch.zeros(len(group), width, dtype=torch.long), torch.full((len(group), width), size)
        real, counts = torch.zeros(len(group), width, dtype=torch.bool), torch.zeros(len(group), size)
        for k, i in enumerate(group):
            (a, b), own, n = self.pieces[i], self.slots[i], len(self.rows[i]["words"])
            piece[k, :b - a], real[k, :b - a] = torch.arange(a, b), True
            slots[k, :b - a] = torch.where(own <= n, own, size)
            counts[k, :n + 1] = torch.bincount(own, minlength=n + 1)[:n + 1]
        found = {name: tensor.to(self.device) for name, tensor in (("slots", slots), ("counts", counts), ("real", real))}
        found["hidden"] = self.hidden[piece.to(self.device)].float()
        return found


def tags(row):
    """0 outside mentions, 1 at the beginning of one, 2 inside; None where they are not marked."""
    if "mentions" not in row:
        return None
    found = [0] * len(row["words"])
    for start, end in row["mentions"]:
        found[start:end] = [2] * (end - start)
    for start, _ in row["mentions"]:
        found[start] = 1
    return found


def loss(found, rows, predicates):
    """Predicates: of the words that a claim stands on the likeliest is right, the others are left open; all other
    words are wrong. Persons: any word that mentions the person is right."""
    scores, about, mention, part = found
    index = {p: i for i, p in enumerate(predicates)}
    now = scores.detach().cpu().numpy()
    target, weight = np.zeros_like(now), np.zeros_like(now)
    persons, tag = [], torch.full(now.shape[:2], -100)
    for k, row in enumerate(rows):
        n = len(row["words"])
        weight[k, :n] = row["weight"]
        if row["tags"] is not None:
            tag[k, :n] = torch.tensor(row["tags"])
        for (predicate, words, _), mentions in zip(row["claims"], row["persons"]):
            if predicate not in index:
                continue
            p = index[predicate]
            best = words[int(now[k, words, p].argmax())]
            weight[k, words, p] *= target[k, words, p]
            target[k, best, p], weight[k, best, p] = 1.0, POSITIVE * row["weight"]
            if mentions is not None:
                persons.append((k, best, [w + 1 for w in mentions] or [0]))
    target, weight = (torch.from_numpy(x).to(scores.device) for x in (target, weight))
    each = F.binary_cross_entropy_with_logits(scores, target, reduction="none")
    terms = {"predicate": (each * weight).sum() / len(rows)}
    if persons:
        chosen = about[[k for k, _, _ in persons], [w for _, w, _ in persons]]
        right = torch.full(chosen.shape, -1e9)
        for r, (_, _, columns) in enumerate(persons):
            right[r, columns] = 0.0
        each = torch.logsumexp(chosen, 1) - torch.logsumexp(chosen + right.to(chosen.device), 1)
        terms["about"] = each.sum() / len(rows)
    if (tag >= 0).any():
        each = F.cross_entropy(mention.flatten(0, 1), tag.flatten().to(mention.device), ignore_index=-100,
                               reduction="sum")
        terms["mention"] = MENTION * each / len(rows)
    known = [(k, w, proposer.PARTS.index(name), (LITTLE if pronoun(row, a, b) else 1.0) / (b - a))
             for k, row in enumerate(rows) for a, b, name in row.get("parts", []) for w in range(a, b)]
    if known:
        k, w, right, weight = (torch.tensor(column) for column in zip(*known))
        each = F.cross_entropy(part[k, w], right.to(part.device), reduction="none")
        terms["part"] = PART * (each * weight.to(part.device)).sum() / len(rows)
    return terms


def pronoun(row, start, end):
    return end - start == 1 and row["words"][start].casefold() in PRONOUNS


@torch.no_grad()
def predict(model, rows):
    """Of each sentence: probabilities of predicates [words, predicates], of persons [words, 1 + words], of mention
    tags [words, 3], of parts [words, 13]."""
    model.eval()
    found = [None] * len(rows.rows)
    for group in rows.groups(6000):
        scores, about, mention, part = (x.float().cpu() for x in model(rows.batch(group)))
        for k, i in enumerate(group):
            n = len(rows.rows[i]["words"])
            found[i] = (torch.sigmoid(scores[k, :n]), torch.softmax(about[k, :n, :n + 1], 1),
                        torch.softmax(mention[k, :n], 1), torch.softmax(part[k, :n], 1))
    return found


def evaluate(model, rows, predicates):
    """Precision, recall and F1 of (sentence, predicate) at some thresholds; how often the likeliest word's person is
    right; F1 of both together at .5."""
    gold, proposals, persons, both = 0, [], [], 0
    parts = []
    for row, (scores, about, _, part) in zip(rows.rows, predict(model, rows)):
        parts += [proposer.PARTS[int(part[a:b].log().mean(0).argmax())] == name
                  for a, b, name in row.get("parts", []) if not pronoun(row, a, b)]
        stated = collections.defaultdict(list)
        for (predicate, _, _), mentions in zip(row["claims"], row["persons"]):
            stated[predicate].append(mentions)
        gold += len(stated)
        best = scores.max(0)
        for p in (best.values > 0.05).nonzero()[:, 0].tolist():
            proposals.append((best.values[p].item(), predicates[p] in stated))
        for predicate in set(stated) & set(predicates):
            p = predicates.index(predicate)
            chosen = int(about[int(best.indices[p])].argmax())
            known = [m for m in stated[predicate] if m is not None]
            hit = any(chosen in ([w + 1 for w in m] or [0]) for m in known)
            persons += [hit] if known else []
            both += float(best.values[p]) >= 0.5 and (hit or not known)
    proposals.sort(reverse=True)
    points = []
    for threshold in POINTS:
        right = [hit for score, hit in proposals if score >= threshold]
        precision, recall = sum(right) / max(1, len(right)), sum(right) / gold
        points.append(f"{threshold}: {precision:.3f}/{recall:.3f}/{2 * sum(right) / max(1, len(right) + gold):.3f}")
    made = sum(score >= 0.5 for score, _ in proposals)
    return (f"{'  '.join(points)}  person {sum(persons) / max(1, len(persons)):.3f}  both {2 * both / (made + gold):.3f}"
            f"  part {sum(parts) / max(1, len(parts)):.3f}")


if __name__ == "__main__":
    main()
