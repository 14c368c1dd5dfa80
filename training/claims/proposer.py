"""The network: copies of the encoder's layers, and heads on their words (FORMAT.md). The embeddings are the language encoder's own,
frozen."""

import copy
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "encoder"))

from network import WIDTH, Biaffine, mean_by_slot  # noqa: E402

ABOUT_WIDTH = 128
# The score of a predicate that nothing speaks for.
UNLIKELY = -5.0
# Of a word: outside mentions of people, at the beginning of one, inside one.
MENTION_TAGS = 3
# Whom a claim is about is mentioned in its own sentence, in the one before, before that, behind it.
DISTANCES = 4
# What part the person whom a word mentions has in the report.
PARTS = ["unlisted", "subject", "relative", "mentioned", "lawyer", "expert", "official", "reporter", "recruiter", "employer",
         "commander", "ngo", "witness"]


class Proposer(nn.Module):
    def __init__(self, encoder, predicates, dropout=0.15, head_dropout=0.3, attention_dropout=0.1):
        super().__init__()
        self.layer = nn.ModuleList(copy.deepcopy(layer) for layer in encoder.layer)
        for layer in self.layer:
            layer.attention.dropout.p = attention_dropout
        self.predicate = nn.Linear(WIDTH, predicates)
        self.about = Biaffine(ABOUT_WIDTH, 1)
        self.same = Biaffine(ABOUT_WIDTH, 1)
        self.mention = nn.Linear(WIDTH, MENTION_TAGS)
        self.part = nn.Linear(WIDTH, len(PARTS))
        self.distance = nn.Parameter(torch.zeros(DISTANCES))
        nn.init.constant_(self.predicate.bias, UNLIKELY)
        self.dropout, self.head_dropout = nn.Dropout(dropout), nn.Dropout(head_dropout)

    def forward(self, batch):
        """`hidden` [batch, pieces, WIDTH] of the embeddings -> scores of each word's predicates [batch, words,
        predicates]; of its person [batch, words, 1 + words], the first column for "not in this block"; of
        the words before it that mention whom it mentions, the first column for "none in this block"; of its mention tags; of the part
        in the report that whoever it mentions has."""
        hidden, mask = batch["hidden"], padding(batch)
        for layer in self.layer:
            hidden = layer(hidden, mask, self.dropout)
        words = self.head_dropout(mean_by_slot(hidden.float(), batch["slots"], batch["counts"]))
        about = self.about.all_pairs(words, self.head_dropout)[:, 1:]
        about = about + F.pad(self.distance[distances(batch["sentence"])], (1, 0))
        same = self.same.all_pairs(words, self.head_dropout)
        same = same + torch.full_like(same, -1e9).triu()
        plain, missing = words[:, 1:], (batch["counts"] == 0).unsqueeze(1)
        return (self.predicate(plain), about.masked_fill(missing, -1e9), same[:, 1:], self.mention(plain), self.part(plain))


def distances(sentence):
    """[batch, words], the sentences of words by number -> [batch, words, words], how far the second is from the first."""
    before = sentence.unsqueeze(2) - sentence.unsqueeze(1)
    return before.clamp(max=2).where(before >= 0, torch.full_like(before, 3))


def padding(batch):
    return (~batch["real"]).float()[:, None, None, :] * -1e4
