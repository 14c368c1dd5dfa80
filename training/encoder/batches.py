"""Sentences as tensors, grouped by length."""

import torch

import lemmas
from words import SHAPES, chunks, shapes

IGNORED = -100
SOURCES = ["ewt", "gum", "wnut"]


class Encoder:
    """Turns sentences into rows of numbers with one vocabulary, gazetteer, lemma lexicon and set of labels."""

    def __init__(self, pieces, gazetteer, labels, lexicon):
        self.pieces, self.gazetteer, self.labels = pieces, gazetteer, labels
        self.lexicon = lexicon
        self.index = {name: {label: i for i, label in enumerate(column)}
                      for name, column in labels.items()}
        self._scripts = {}

    def features(self, words, masked=()):
        """Piece ids, the slot of every piece, shape and gazetteer rows of the words."""
        ids = [[self.pieces.mask] if i in masked else self.pieces.word(word)
               for i, word in enumerate(words)]
        return {"ids": ids, "shapes": shapes(words), "gazetteer": self.gazetteer.rows(words),
                "cls": self.pieces.cls, "sep": self.pieces.sep}

    def batch(self, rows):
        """Feature dictionaries -> one padded batch."""
        return tensors(rows, 2 * len(self.gazetteer.kinds))

    def script(self, form, lemma):
        """Column of the lemma script, or IGNORED for one that is not in the inventory."""
        if lemma is None:
            return IGNORED
        if (form, lemma) not in self._scripts:
            rule = lemmas.script(form, lemma)
            self._scripts[form, lemma] = self.index["lemma_scripts"].get(rule, IGNORED)
        return self._scripts[form, lemma]

    def targets(self, sentence):
        """Gold columns; a layer that is missing is IGNORED throughout."""
        size = len(sentence.words)
        nothing = [IGNORED] * size

        def column(values, table):
            return [self.index[table][v] for v in values] if values else nothing

        return {"upos": column(sentence.upos, "upos"), "heads": sentence.heads or nothing,
                "relations": column(sentence.relations, "relations"),
                "names": column(sentence.names, "names"),
                "mentions": column(sentence.mentions, "mentions"),
                "cues": sentence.cues or nothing,
                "lemmas": [self.script(f, x) for f, x in zip(sentence.words, sentence.lemmas)]
                if sentence.lemmas else nothing}

    def fits(self, sentence):
        return len(chunks(sentence.words, self.pieces)) == 1


def tensors(rows, gazetteer_rows):
    """Feature dictionaries -> one padded batch. Slot 0 is [CLS], slot w word w, the last one the rest."""
    width = max(sum(map(len, row["ids"])) for row in rows) + 2
    size = max(len(row["ids"]) for row in rows)
    batch = {"ids": torch.zeros(len(rows), width, dtype=torch.long),
             "slots": torch.full((len(rows), width), size + 1),
             "shapes": torch.full((len(rows), width), len(SHAPES)),
             "gazetteer": torch.zeros(len(rows), width, gazetteer_rows),
             "real": torch.zeros(len(rows), width, dtype=torch.bool),
             "counts": torch.zeros(len(rows), size + 1)}
    for r, row in enumerate(rows):
        fill(batch, r, row)
    return batch


def fill(batch, r, row):
    """Write one sentence into row r of a batch."""
    ids, slots = [row["cls"]], [0]
    for w, word in enumerate(row["ids"]):
        ids += word
        slots += [w + 1] * len(word)
        for g in row["gazetteer"][w]:
            batch["gazetteer"][r, len(ids) - len(word):len(ids), g] = 1
    ids.append(row["sep"])
    size = len(ids)
    batch["ids"][r, :size] = torch.tensor(ids)
    batch["real"][r, :size] = True
    batch["slots"][r, :size - 1] = torch.tensor(slots)
    batch["shapes"][r, 1:size - 1] = torch.tensor([row["shapes"][s - 1] for s in slots[1:]])
    batch["counts"][r, :len(row["ids"]) + 1] = torch.bincount(torch.tensor(slots)).float()


def padded(columns, size):
    found = torch.full((len(columns), size), IGNORED)
    for r, column in enumerate(columns):
        found[r, :len(column)] = torch.tensor(column)
    return found


def by_length(lengths, budget, rng=None):
    """Indices in groups of at most `budget` padded pieces; with `rng`, jittered and shuffled."""
    noise = (lambda: rng.uniform(-2, 2)) if rng else (lambda: 0)
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + noise())
    groups, group, longest = [], [], 0
    for i in order:
        longest = max(longest, lengths[i])
        if group and longest * (len(group) + 1) > budget:
            groups.append(group)
            group, longest = [], lengths[i]
        group.append(i)
    groups.append(group)
    if rng:
        rng.shuffle(groups)
    return groups
