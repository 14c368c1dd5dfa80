"""The scorer: mentions, pairs, and decoding (FORMAT.md, section 5)."""

import math

import numpy as np
import torch
from torch import nn

from attributes import TYPES
from pairs import (PAIR_FIELDS, PAIR_ROWS, PAIR_STARTS, SINGLE_FIELDS, SINGLE_ROWS, SINGLE_STARTS,
                   PairFeatures)

WORD = 384


def field(fields, name):
    return [x for x, _ in fields].index(name)


SPEAKERS, HEAD_MATCH = field(PAIR_FIELDS, "speakers"), field(PAIR_FIELDS, "head match")


class Document:
    """Arrays of one document: candidate mentions, pair rows, vectors; gold labels if clusters are given."""

    def __init__(self, rows, items, clusters=None):
        self.rows, self.items = rows, items
        heads = [rows[x.sentence]["vectors"][x.mention.head] for x in items]
        means = [rows[x.sentence]["vectors"][x.mention.start:x.mention.end].mean(0) for x in items]
        features = PairFeatures(items, np.stack(heads), np.stack(means))
        self.anaphors, self.antecedents, parts = [], [], []
        for i in range(len(items)):
            js = features.antecedents(i)
            self.anaphors.append(np.full(len(js), i))
            self.antecedents.append(js)
            if len(js):
                parts.append(features.pairs(i, js))
        self.anaphors = torch.tensor(np.concatenate(self.anaphors))
        self.antecedents = torch.tensor(np.concatenate(self.antecedents))
        self.pairs = torch.tensor(np.concatenate(parts)).int()
        self.single = torch.tensor(np.stack([features.single(i) for i in range(len(items))])).int()
        nothing = np.zeros(WORD, dtype=np.float32)
        above = [rows[x.sentence]["vectors"][x.governor] if x.governor >= 0 else nothing for x in items]
        self.vectors = torch.tensor(np.stack([np.concatenate(z) for z in zip(heads, means, above)]))
        self.kinds = [x.coarse for x in items]
        if clusters is not None:
            self.clusters = clusters
            self.labels = gold_labels(items, clusters)
            labels = torch.tensor(self.labels)
            a, b = labels[self.anaphors], labels[self.antecedents]
            self.correct = (a == b) & (a >= 0)
            near = self.anaphors - self.antecedents <= 10
            self.certain = near | ((self.pairs[:, HEAD_MATCH] - int(PAIR_STARTS[HEAD_MATCH])) % 2 == 1)


def gold_labels(items, clusters):
    """Cluster number per candidate, -1 for none. A gold span that no candidate has goes to the candidate
    that overlaps it most (at least half of their union) and has its head inside it."""
    of_span = {span: k for k, c in enumerate(clusters) for span in c}
    labels = [of_span.get(x.mention.span, -1) for x in items]
    spans = {x.mention.span for x in items}
    for (a, b), k in of_span.items():
        if (a, b) in spans:
            continue
        best = (0.5, None)
        for x in items:
            s, e = x.mention.span
            head = x.mention.offset + x.mention.head
            if labels[x.index] < 0 and a <= head < b:
                share = (min(b, e) - max(a, s)) / (max(b, e) - min(a, s))
                best = max(best, (share, -x.index), key=lambda z: z[0])
        if best[1] is not None:
            labels[-best[1]] = k
    return labels


class Scorer(nn.Module):
    def __init__(self, inner=128, hidden=128, dropout=0.3, blind=0.0):
        super().__init__()
        self.blind = blind      # share of mentions whose vector training hides
        self.project = nn.Linear(3 * WORD, inner)
        self.anaphor = nn.Linear(inner, hidden)
        self.antecedent = nn.Linear(inner, hidden, bias=False)
        self.product = nn.Linear(inner, hidden, bias=False)
        self.difference = nn.Linear(inner, hidden, bias=False)
        self.pair = nn.EmbeddingBag(PAIR_ROWS, hidden, mode="sum")
        self.middle = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, 1)
        self.new = nn.Linear(inner, hidden)
        self.single = nn.EmbeddingBag(SINGLE_ROWS, hidden, mode="sum")
        self.new_out = nn.Linear(hidden, 1)
        for bag in (self.pair, self.single):
            nn.init.normal_(bag.weight, std=0.05)
        self.drop_in, self.drop = nn.Dropout(dropout), nn.Dropout(dropout)

    def forward(self, document):
        """(pair scores, scores of 'new')."""
        x = torch.relu(self.project(self.drop_in(document.vectors)))
        x = self.drop(x)
        if self.training and self.blind:
            x = x * (torch.rand(len(x), 1) >= self.blind)
        a, b = document.anaphors, document.antecedents
        xa, xb = x[a], x[b]
        pairs = document.pairs
        h = (self.anaphor(x)[a] + self.antecedent(x)[b] + self.product(xa * xb)
             + self.difference((xa - xb).abs()) + self.pair(pairs))
        h = self.drop(torch.relu(h))
        h = self.drop(torch.relu(self.middle(h)))
        new = torch.relu(self.new(x) + self.single(document.single))
        return self.out(h)[:, 0], self.new_out(self.drop(new))[:, 0]


def table(document, scores, new):
    """[mentions, 1 + most antecedents] scores, column 0 = new; and the mask of correct entries."""
    n = len(document.items)
    counts = torch.bincount(document.anaphors, minlength=n)
    start = torch.cumsum(counts, 0) - counts
    column = torch.arange(len(scores)) - start[document.anaphors] + 1
    full = torch.full((n, int(counts.max()) + 1), -1e9)
    full[:, 0] = 0
    full = full.index_put((document.anaphors, column), scores)
    full = torch.cat([new[:, None], full[:, 1:]], 1)
    return full, column


def loss_of(document, scores, new, costs=(0.0, 0.0, 0.0)):
    """Marginal log-likelihood with costs (false link, false new, wrong link) added to wrong answers."""
    full, column = table(document, scores + document.weight, new)
    gold = torch.zeros(full.shape, dtype=torch.bool)
    gold[document.anaphors, column] = document.correct
    has = gold.any(1)
    gold[:, 0] = ~has
    if any(costs):
        cost = torch.zeros_like(full)
        cost[has, 1:] = costs[2]
        cost[~has, 1:] = costs[0]
        cost[has, 0] = costs[1]
        full = full + cost.masked_fill(gold, 0.0)
    right = full.masked_fill(~gold, -1e9).logsumexp(1)
    return (full.logsumexp(1) - right).mean()


class Sample:
    """A document with a part of its wrong pairs: those kept at random stand for the others (`weight`)."""

    def __init__(self, document, share, without_speakers, flips=0.0):
        d = document
        keep = torch.rand(len(d.pairs)) < share
        keep |= d.correct | d.certain
        self.items, self.vectors, self.single = d.items, d.vectors, d.single
        self.anaphors, self.antecedents, self.correct = d.anaphors[keep], d.antecedents[keep], d.correct[keep]
        self.pairs = d.pairs[keep]
        self.weight = torch.where(self.correct | d.certain[keep], 0.0, -math.log(share))
        if without_speakers:
            value = self.pairs[:, SPEAKERS] - int(PAIR_STARTS[SPEAKERS])
            self.pairs[:, SPEAKERS] = value // 3 * 3 + int(PAIR_STARTS[SPEAKERS])
        if flips:
            self.single = d.single.clone()
            self.change_types(flips)

    def change_types(self, share):
        """Give a part of the mentions another entity type: the encoder's types are better on the documents that
        it was trained on than they will be elsewhere."""
        n, types = len(self.items), len(TYPES)
        change = torch.rand(n) < share
        kinds = torch.tensor([x.kind for x in self.items])
        new = torch.tensor([x.type for x in self.items])
        new[change] = new[torch.randint(0, n, (int(change.sum()),))]
        a, b = new[self.anaphors], new[self.antecedents]
        for name, value in (("types", a * types + b),
                            ("anaphor class, antecedent type", kinds[self.anaphors] * types + b)):
            k = field(PAIR_FIELDS, name)
            self.pairs[:, k] = (value + int(PAIR_STARTS[k])).int()
        for name, value in (("type", new), ("class, type", kinds * types + new)):
            k = field(SINGLE_FIELDS, name)
            self.single[:, k] = (value + int(SINGLE_STARTS[k])).int()


def at_odds(items, entity, i):
    """Mention i can not join the entity: all known genders differ, or two persons' names share no word."""
    x = items[i]
    genders = {items[k].gender for k in entity} - {0}
    if x.gender and genders and x.gender not in genders:
        return True
    if not x.name or TYPES[x.type] != "person":
        return False
    names = [items[k].name for k in entity if items[k].name and TYPES[items[k].type] == "person"]
    return bool(names) and not any(set(x.name) & set(name) for name in names)


def decode(document, scores, new, offset=0.0, strict=True):
    """(antecedent or None, margin over 'new') for each mention, from left to right.

    Strict: antecedents in an entity that the mention is at odds with are passed over.
    """
    by = [[] for _ in document.items]
    for i, j, s in zip(document.anaphors.tolist(), document.antecedents.tolist(), scores.tolist()):
        by[i].append((s, j))
    links, entity, members = [], [], []
    for i, found in enumerate(by):
        entity.append(i)
        members.append([i])
        link, margin = None, -1e9
        for s, j in sorted(found, reverse=True):
            if not (strict and at_odds(document.items, members[entity[j]], i)):
                margin = float(s - new[i].item() + offset)
                if margin > 0:
                    link, entity[i] = j, entity[j]
                    members[entity[j]].append(i)
                break
        links.append((link, margin))
    return links


def clusters_of(items, links):
    """Clusters of at least two spans from (antecedent or None, margin)."""
    group, found = {}, []
    for i, (j, _) in enumerate(links):
        if j is None:
            continue
        if j not in group:
            group[j] = len(found)
            found.append([j])
        group[i] = group[j]
        found[group[j]].append(i)
    return [sorted(items[k].mention.span for k in c) for c in found]
