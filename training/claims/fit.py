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

import blocks

import batches  # noqa: E402  (found by way of proposer)
import exported
from reports import PRONOUNS
from train import Average, schedule

# Sentences of the packs are alike; what they state of other predicates than their own is read by the phrasings.
WEIGHTS = {"packs": 0.5, "train": 2.0}
POSITIVE, MENTION, PART, SAME = 2.0, 0.1, 0.1, 0.5
# Of pronouns, which say little of somebody's part.
LITTLE = 0.2
POINTS = (0.2, 0.3, 0.5, 0.7, 0.85)
# Of the words, so many are hidden while training: only what stands around them tells.
HIDDEN = 0.12


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
    rows = [dict(row, weight=WEIGHTS.get(name, 1.0), open=name in args.open) for name in args.train for row in parts[name]]
    rows, held = Rows(rows, network, encoder, args.device), Rows(parts[args.score], network, encoder, args.device)
    model = proposer.Proposer(network, len(predicates)).to(args.device)
    if begun:
        model.load_state_dict(begun["weights"], strict=False)
        print("begun:", evaluate(model, held, predicates), flush=True)
    average = Average(model, 0.995)
    heads = [p for name, p in model.named_parameters() if not name.startswith("layer.")]
    optimiser = torch.optim.AdamW([{"params": model.layer.parameters(), "lr": args.rate},
                                   {"params": heads, "lr": 10 * args.rate}], weight_decay=0.01)
    total, step = args.epochs * len(rows.groups(rows.blocks(rng), args.budget, rng)), 0
    rates = [g["lr"] for g in optimiser.param_groups]
    print(f"{len(rows.rows)} sentences, {len(predicates)} predicates, {total} steps", flush=True)
    for epoch in range(args.epochs):
        start, losses = time.time(), collections.Counter()
        model.train()
        for group in rows.groups(rows.blocks(rng), args.budget, rng):
            for g, rate in zip(optimiser.param_groups, rates):
                g["lr"] = rate * schedule(step, total)
            with torch.autocast(args.device, torch.bfloat16):
                found = model(rows.batch(group, rng))
            terms = loss([x.float() for x in found], [blocks.joined(block, rows.rows) for block in group], predicates)
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
        torch.save({"weights": kept, "predicates": predicates}, args.out)
        average.swap()


def arguments():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--encoder", required=True)
    found.add_argument("--data", type=pathlib.Path, required=True)
    found.add_argument("--out", required=True)
    found.add_argument("--train", nargs="+", default=["train", "passages", "packs"])
    found.add_argument("--open", nargs="*", default=[], help="data whose unmarked words nobody has looked through")
    found.add_argument("--score", default="dev")
    found.add_argument("--go-on", help="a run whose weights and predicates this one begins with")
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
    """Sentences with what the network reads of them, as they follow one another in documents. Those that are too long for one block
    end a document."""

    def __init__(self, rows, network, encoder, device="cpu"):
        self.network, self.encoder, self.device = network.to(device).eval(), encoder, device
        whole = [dict(row, tags=tags(row)) for row in rows]
        sizes = [sum(len(encoder.pieces.word(w)) for w in row["words"]) for row in whole]
        self.rows = [row for row, size in zip(whole, sizes) if size <= blocks.MOST]
        self.sizes = [size for size in sizes if size <= blocks.MOST]
        self.features = [encoder.features(row["words"]) for row in self.rows]
        self.documents = blocks.documents(self.rows)

    def blocks(self, rng=None):
        """Blocks to learn from, others every time; without `rng` those that the program reads."""
        if rng is None:
            return [block for run in self.documents for block in blocks.overlapping(run, self.sizes)]
        return [block for run in self.documents for block in blocks.scattered(run, self.sizes, rng)]

    def groups(self, found, budget, rng=None):
        """Groups of blocks of like length."""
        lengths = [2 + sum(self.sizes[i] for i in block.rows) for block in found]
        return [[found[i] for i in group] for group in batches.by_length(lengths, budget, rng)]

    @torch.no_grad()
    def batch(self, group, rng=None):
        """What the network reads of some blocks; with `rng`, some words of them hidden."""
        whole = [self.joined_features(block, rng) for block in group]
        batch = {name: tensor.to(self.device) for name, tensor in self.encoder.batch(whole).items()}
        size = batch["counts"].shape[1]
        batch["slots"] = batch["slots"].clamp(max=size)
        batch["sentence"] = torch.zeros(len(group), size - 1, dtype=torch.long, device=self.device)
        for k, block in enumerate(group):
            numbers = [n for n, i in enumerate(block.rows) for _ in self.rows[i]["words"]]
            batch["sentence"][k, :len(numbers)] = torch.tensor(numbers)
        batch["hidden"] = self.network.embeddings(batch)
        return batch

    def joined_features(self, block, rng):
        """Features of the sentences, each taken by itself, as one."""
        every = [self.features[i] for i in block.rows]
        found = {name: [one for features in every for one in features[name]] for name in ("ids", "shapes", "gazetteer")}
        if rng:
            mask = [self.encoder.pieces.mask]
            found["ids"] = [mask if rng.random() < HIDDEN else ids for ids in found["ids"]]
        return {**found, "cls": every[0]["cls"], "sep": every[0]["sep"]}


def tags(row):
    """0 outside mentions, 1 at the beginning of one, 2 inside; None where they are not marked."""
    if "mentions" not in row:
        return None
    found = [0] * len(row["words"])
    for start, end, _ in row["mentions"]:
        found[start:end] = [2] * (end - start)
    for start, _, _ in row["mentions"]:
        found[start] = 1
    return found


def loss(found, rows, predicates):
    """Predicates: of the words that a claim stands on the likeliest is right, the others are left open; all other
    words are wrong. Persons: any word that mentions the person is right. `rows`: joined blocks."""
    scores, about, same, mention, part = found
    index = {p: i for i, p in enumerate(predicates)}
    now = scores.detach().cpu().numpy()
    target, weight = np.zeros_like(now), np.zeros_like(now)
    persons, tag = [], torch.full(now.shape[:2], -100)
    sentences = sum(len(row["ends"]) for row in rows)
    for k, row in enumerate(rows):
        n = len(row["words"])
        each = np.array(row["weights"], now.dtype)
        # What nobody has looked through may lack marks: likely words without one are no mistake.
        weight[k, :n] = each[:, None] * ~(np.array(row["open"])[:, None] & (now[k, :n] > 0.0))
        tag[k, :n] = torch.tensor(row["tags"])
        for (predicate, words, _), mentions in zip(row["claims"], row["persons"]):
            if predicate not in index:
                continue
            p = index[predicate]
            best = words[int(now[k, words, p].argmax())]
            weight[k, words, p] *= target[k, words, p]
            target[k, best, p], weight[k, best, p] = 1.0, POSITIVE * each[best]
            if mentions is not None:
                persons.append((k, best, [w + 1 for w in mentions] or [0]))
    target, weight = (torch.from_numpy(x).to(scores.device) for x in (target, weight))
    each = F.binary_cross_entropy_with_logits(scores, target, reduction="none")
    terms = {"predicate": (each * weight).sum() / sentences}
    if persons:
        chosen = about[[k for k, _, _ in persons], [w for _, w, _ in persons]]
        right = torch.full(chosen.shape, -1e9)
        for r, (_, _, columns) in enumerate(persons):
            right[r, columns] = 0.0
        each = torch.logsumexp(chosen, 1) - torch.logsumexp(chosen + right.to(chosen.device), 1)
        terms["about"] = each.sum() / sentences
    terms["same"] = SAME * earlier(same, rows) / sentences
    if (tag >= 0).any():
        each = F.cross_entropy(mention.flatten(0, 1), tag.flatten().to(mention.device), ignore_index=-100,
                               reduction="sum")
        terms["mention"] = MENTION * each / sentences
    known = [(k, w, proposer.PARTS.index(name), (LITTLE if pronoun(row, a, b) else 1.0) / (b - a))
             for k, row in enumerate(rows) for a, b, name in row["parts"] for w in range(a, b)]
    if known:
        k, w, right, weight = (torch.tensor(column) for column in zip(*known))
        each = F.cross_entropy(part[k, w], right.to(part.device), reduction="none")
        terms["part"] = PART * (each * weight.to(part.device)).sum() / sentences
    return terms


def earlier(same, rows):
    """Loss of which words before a mention mention the same person: any that does is right."""
    asked = [(k, w, start, right or [-1], (1.0 if pronoun(row, start, end) else LITTLE) / (end - start))
             for k, row in enumerate(rows) for start, end, right in blocks.before(row["mentions"]) for w in range(start, end)]
    if not asked:
        return same.sum() * 0.0
    open_, fits = (np.full((len(asked), same.shape[2]), -1e9, np.float32) for _ in range(2))
    for r, (_, _, start, right, _) in enumerate(asked):
        open_[r, :start + 1] = 0.0
        fits[r, [w + 1 for w in right]] = 0.0
    chosen = same[[a[0] for a in asked], [a[1] for a in asked]]
    open_, fits = (torch.from_numpy(x).to(same.device) for x in (open_, fits))
    each = torch.logsumexp(chosen + open_, 1) - torch.logsumexp(chosen + fits, 1)
    return (each * torch.tensor([a[4] for a in asked], device=same.device)).sum()


def pronoun(row, start, end):
    return end - start == 1 and row["words"][start].casefold() in PRONOUNS


@torch.no_grad()
def predict(model, rows):
    """Of each block as the program reads it: the joined row, and probabilities of predicates [words, predicates], of persons
    [words, 1 + words], of earlier mentions [words, 1 + words], of mention tags [words, 3], of parts [words, 13]."""
    model.eval()
    for group in rows.groups(rows.blocks(), 6000):
        scores, about, same, mention, part = (x.float().cpu() for x in model(rows.batch(group)))
        for k, block in enumerate(group):
            row = blocks.joined(block, rows.rows)
            n = len(row["words"])
            yield row, (torch.sigmoid(scores[k, :n]), torch.softmax(about[k, :n, :n + 1], 1), torch.softmax(same[k, :n, :n + 1], 1),
                        torch.softmax(mention[k, :n], 1), torch.softmax(part[k, :n], 1))


def evaluate(model, rows, predicates):
    """Precision, recall and F1 of (sentence, predicate) at some thresholds; how often the likeliest word's person is
    right; F1 of both together at .5; how often whom a pronoun means is found, where the block mentions them before."""
    gold, proposals, persons, both = 0, [], [], 0
    parts, pronouns = [], []
    for row, (scores, about, same, _, part) in predict(model, rows):
        parts += [proposer.PARTS[int(part[a:b].log().mean(0).argmax())] == name
                  for a, b, name in row["parts"] if a >= row["fresh"] and not pronoun(row, a, b)]
        pronouns += [int(same[a].argmax()) - 1 in right for a, b, right in blocks.before(row["mentions"])
                     if right and a >= row["fresh"] and pronoun(row, a, b)]
        for start, end in zip([0, *row["ends"]], row["ends"]):
            if start < row["fresh"]:
                continue
            stated = collections.defaultdict(list)
            for (predicate, words, _), mentions in zip(row["claims"], row["persons"]):
                if start <= words[0] < end:
                    stated[predicate].append(mentions)
            gold += len(stated)
            best = scores[start:end].max(0)
            for p in (best.values > 0.05).nonzero()[:, 0].tolist():
                proposals.append((best.values[p].item(), predicates[p] in stated))
            for predicate in set(stated) & set(predicates):
                p = predicates.index(predicate)
                chosen = int(about[start + int(best.indices[p])].argmax())
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
            f"  part {sum(parts) / max(1, len(parts)):.3f}  pronouns {sum(pronouns) / max(1, len(pronouns)):.3f}")


if __name__ == "__main__":
    main()
