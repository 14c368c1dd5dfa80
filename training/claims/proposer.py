"""The network: copies of the encoder's last layers, and heads on their words (FORMAT.md).

The lower layers are the language encoder's own, frozen, so that the program computes them once for both.
"""

import copy
import pathlib
import sys

import torch
from torch import nn

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "encoder"))

from network import WIDTH, Biaffine, mean_by_slot  # noqa: E402

ABOUT_WIDTH = 128
# The score of a predicate that nothing speaks for.
UNLIKELY = -5.0
# Of a word: outside mentions of people, at the beginning of one, inside one.
MENTION_TAGS = 3
# What part the person whom a word mentions has in the report.
PARTS = ["unlisted", "subject", "relative", "mentioned", "lawyer", "expert", "official", "reporter", "recruiter", "employer",
         "commander", "ngo", "witness"]


class Proposer(nn.Module):
    """`first`: how many layers of the encoder are shared."""

    def __init__(self, encoder, first, predicates, dropout=0.1, head_dropout=0.2):
        super().__init__()
        self.layer = nn.ModuleList(copy.deepcopy(layer) for layer in encoder.layer[first:])
        self.predicate = nn.Linear(WIDTH, predicates)
        self.about = Biaffine(ABOUT_WIDTH, 1)
        self.mention = nn.Linear(WIDTH, MENTION_TAGS)
        self.part = nn.Linear(WIDTH, len(PARTS))
        nn.init.constant_(self.predicate.bias, UNLIKELY)
        self.dropout, self.head_dropout = nn.Dropout(dropout), nn.Dropout(head_dropout)

    def forward(self, batch):
        """`hidden` [batch, pieces, WIDTH] of the shared layers -> scores of each word's predicates [batch, words,
        predicates]; of its person [batch, words, 1 + words], the first column for "not in this sentence"; of its
        mention tags; of the part in the report that whoever it mentions has."""
        hidden, mask = batch["hidden"], padding(batch)
        for layer in self.layer:
            hidden = layer(hidden, mask, self.dropout)
        words = self.head_dropout(mean_by_slot(hidden.float(), batch["slots"], batch["counts"]))
        about = self.about.all_pairs(words, self.head_dropout)[:, 1:]
        plain = words[:, 1:]
        return (self.predicate(plain), about.masked_fill((batch["counts"] == 0).unsqueeze(1), -1e9),
                self.mention(plain), self.part(plain))


def padding(batch):
    return (~batch["real"]).float()[:, None, None, :] * -1e4


@torch.no_grad()
def shared(encoder, batch, first):
    """What the first layers of the language encoder say: [batch, pieces, WIDTH]."""
    encoder.eval()
    hidden = encoder.embeddings(batch)
    for layer in encoder.layer[:first]:
        hidden = layer(hidden, padding(batch), encoder.dropout)
    return hidden
