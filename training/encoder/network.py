"""The network: a six-layer BERT encoder, a mix of its last layers, and the heads (FORMAT.md).

Parameter names are those of the exported tensors wherever possible.
"""

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from words import MAX_PIECES, SHAPES

WIDTH, LAYERS, HEADS, INNER, MIXED = 384, 6, 12, 1536, 4
ARC_WIDTH, RELATION_WIDTH = 256, 128
EPS = 1e-12
QUERY_SCALE = (WIDTH // HEADS) ** -0.5
FORBIDDEN = -10000.0


class Embeddings(nn.Module):
    """Piece, position, shape and gazetteer vectors, summed and normalised."""

    def __init__(self, pieces, gazetteer_rows):
        super().__init__()
        self.word = nn.Embedding(pieces, WIDTH)
        self.position = nn.Embedding(MAX_PIECES, WIDTH)
        # The last row stands for "no word" ([CLS], [SEP], padding) and stays zero.
        self.shape = nn.Embedding(len(SHAPES) + 1, WIDTH, padding_idx=len(SHAPES))
        self.gazetteer = nn.Parameter(torch.zeros(gazetteer_rows, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, EPS)
        nn.init.zeros_(self.shape.weight)

    def forward(self, batch):
        total = self.word(batch["ids"]) + self.position.weight[:batch["ids"].shape[1]]
        total = total + self.shape(batch["shapes"]) + batch["gazetteer"] @ self.gazetteer
        return self.norm(total)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (
            nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.LayerNorm(WIDTH, EPS)
        self.dropout = nn.Dropout(0.0)  # Of what a piece attends to; who trains sets it.

    def forward(self, hidden, mask):
        q, k, v = (f(hidden).unflatten(-1, (HEADS, -1)).transpose(1, 2)
                   for f in (self.query, self.key, self.value))
        # Written out because the fused kernel's backward pass is several times slower on CPUs.
        weights = torch.softmax(q @ k.transpose(2, 3) * QUERY_SCALE + mask.to(q.dtype), -1)
        context = self.dropout(weights.to(v.dtype)) @ v
        return self.norm(hidden + self.output(context.transpose(1, 2).flatten(2)))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPS)

    def forward(self, hidden, dropout):
        return self.norm(hidden + dropout(self.down(F.gelu(self.up(hidden)))))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.ffn = Attention(), FeedForward()

    def forward(self, hidden, mask, dropout):
        return self.ffn(self.attention(hidden, mask), dropout)


def with_one(vectors):
    """Append the constant 1 that carries the bias terms of a biaffine form."""
    return F.pad(vectors, (0, 1), value=1.0)


class Biaffine(nn.Module):
    """score[label] = [dep; 1]^T U[label] [head; 1]; `biaffine` is flattened to two dimensions."""

    def __init__(self, width, labels):
        super().__init__()
        self.dep, self.head = nn.Linear(WIDTH, width), nn.Linear(WIDTH, width)
        self.biaffine = nn.Parameter(torch.zeros(labels * (width + 1), width + 1))
        self.labels = labels

    def sides(self, words, dropout):
        return (with_one(dropout(torch.relu(side(words)))) for side in (self.dep, self.head))

    def all_pairs(self, words, dropout):
        """[batch, n, width] -> [batch, dependents, heads] for a single label."""
        dep, head = self.sides(words, dropout)
        return dep @ self.biaffine @ head.transpose(1, 2)

    def at_heads(self, words, heads, dropout):
        """[batch, n, labels]: label scores of every word against its given head."""
        dep, head = self.sides(words, dropout)
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return self.label_scores(dep, chosen)

    def label_scores(self, dep, head):
        """The form written out in its four parts: products of even sizes are far quicker on CPUs."""
        form = self.biaffine.view(self.labels, dep.shape[-1], -1)
        dep, head = dep[..., :-1], head[..., :-1]
        right = (head @ form[:, :-1, :-1].flatten(0, 1).T).unflatten(-1, (self.labels, -1))
        pair = (right @ dep.to(right.dtype).unsqueeze(-1)).squeeze(-1)
        return pair + dep @ form[:, :-1, -1].T + head @ form[:, -1, :-1].T + form[:, -1, -1]


class Crf(nn.Module):
    """Linear-chain CRF over BIO tags; illegal steps are fixed at a large negative score."""

    def __init__(self, tags):
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.start, self.end = (nn.Parameter(torch.zeros(len(tags))) for _ in range(2))
        inside = torch.tensor([tag.startswith("I-") for tag in tags])
        same = torch.tensor([[a[2:] == b[2:] for b in tags] for a in tags])
        self.register_buffer("illegal", inside.unsqueeze(0) & ~same, persistent=False)
        self.register_buffer("illegal_start", inside, persistent=False)

    def scores(self):
        return (self.start.masked_fill(self.illegal_start, FORBIDDEN),
                self.transitions.masked_fill(self.illegal, FORBIDDEN))

    def losses(self, emissions, tags, mask):
        """Negative log likelihood of each sequence; `mask` marks real words, at least the first."""
        start, transitions = self.scores()
        alpha = start + emissions[:, 0]
        gold = alpha.gather(1, tags[:, :1]).squeeze(1)
        last = tags[:, 0]
        for i in range(1, emissions.shape[1]):
            live, now = mask[:, i], tags[:, i]
            step = torch.logsumexp(alpha.unsqueeze(2) + transitions, 1) + emissions[:, i]
            alpha = torch.where(live.unsqueeze(1), step, alpha)
            gain = transitions[last, now] + emissions[:, i].gather(1, now.unsqueeze(1)).squeeze(1)
            gold = torch.where(live, gold + gain, gold)
            last = torch.where(live, now, last)
        return torch.logsumexp(alpha + self.end, 1) - gold - self.end[last]


class NamesHead(nn.Linear):
    """Emissions for names, with corrections for corpora whose guidelines differ from UNER's.

    The corrections are used in training only, so that the shared weights follow UNER.
    """

    def __init__(self, tags, foreign):
        super().__init__(WIDTH, len(tags))
        self.crf = Crf(tags)
        self.foreign = nn.ModuleList(nn.Linear(WIDTH, len(tags)) for _ in range(foreign))
        for linear in self.foreign:
            nn.init.zeros_(linear.weight)
            nn.init.zeros_(linear.bias)

    def correct(self, words, emissions, source):
        """`source` [batch]: 0 for UNER, k for the k-th other corpus."""
        for k, linear in enumerate(self.foreign, start=1):
            chosen = (source == k).float()[:, None, None]
            emissions = emissions + chosen * linear(words).float()
        return emissions


class Network(nn.Module):
    """Encoder and heads. `sizes`: pieces, gazetteer, and the label lists of the heads."""

    def __init__(self, sizes, dropout=0.1, head_dropout=0.25):
        super().__init__()
        self.embeddings = Embeddings(sizes["pieces"], sizes["gazetteer"])
        self.layer = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.zeros(MIXED))
        self.gamma = nn.Parameter(torch.ones(()))
        labels = sizes["labels"]
        self.head = nn.ModuleDict({
            "upos": nn.Linear(WIDTH, len(labels["upos"])),
            "arc": Biaffine(ARC_WIDTH, 1),
            "rel": Biaffine(RELATION_WIDTH, len(labels["relations"])),
            "names": NamesHead(labels["names"], sizes["foreign"]),
            "mention": nn.Linear(WIDTH, len(labels["mentions"])),
            "lemma": nn.Linear(WIDTH, len(labels["lemma_scripts"])),
            "cue": nn.Linear(WIDTH, 1)})
        self.dropout, self.head_dropout = nn.Dropout(dropout), nn.Dropout(head_dropout)

    def mix_weights(self):
        return torch.softmax(self.mix, 0) * self.gamma

    def represent(self, batch):
        """[batch, 1 + words, WIDTH]: ROOT (the [CLS] piece), then the mean over each word's pieces."""
        hidden = self.dropout(self.embeddings(batch))
        # Large, not infinite: rows that are all padding must stay finite.
        mask = (~batch["real"]).float()[:, None, None, :] * -1e4
        mixed = 0
        weights = self.mix_weights()
        for i, layer in enumerate(self.layer):
            hidden = layer(hidden, mask, self.dropout)
            if i >= LAYERS - MIXED:
                mixed = mixed + weights[i - (LAYERS - MIXED)] * hidden.float()
        return mean_by_slot(mixed, batch["slots"], batch["counts"])

    def forward(self, batch, heads=None):
        """All scores; relations are scored against `heads`, or are left out without them."""
        words = self.head_dropout(self.represent(batch))
        plain = words[:, 1:]
        scores = {name: self.head[name](plain).float()
                  for name in ("upos", "names", "mention", "lemma", "cue")}
        scores["words"] = words
        scores["arc"] = mask_arcs(self.head["arc"].all_pairs(words, self.head_dropout).float(),
                                  batch["counts"])
        if heads is not None:
            scores["rel"] = self.relations(words, heads)
        return scores

    def relations(self, words, heads):
        """[batch, words, labels]: relation scores of every word (without ROOT) to its given head."""
        found = self.head["rel"].at_heads(words, F.pad(heads, (1, 0)), self.head_dropout)
        return found[:, 1:].float()


def mean_by_slot(pieces, slots, counts):
    """Mean of the pieces of each slot; the last slot collects [SEP] and padding and is dropped."""
    batch, size = counts.shape[0], counts.shape[1] + 1
    flat = (slots + size * torch.arange(batch, device=slots.device).unsqueeze(1)).flatten()
    sums = pieces.new_zeros(batch * size, pieces.shape[-1]).index_add(
        0, flat, pieces.flatten(0, 1))
    return sums.view(batch, size, -1)[:, :-1] / counts.clamp(min=1).unsqueeze(-1)


def mask_arcs(arcs, counts):
    """[batch, words, heads] without the ROOT row, padding heads and words that govern themselves."""
    closed = (counts == 0).unsqueeze(1) | torch.eye(counts.shape[1], dtype=torch.bool)
    return arcs.masked_fill(closed, -1e9)[:, 1:]


# --- the pretrained encoder -----------------------------------------------------------------------

BASE_NAMES = {"attention.query": "attention.self.query", "attention.key": "attention.self.key",
              "attention.value": "attention.self.value",
              "attention.output": "attention.output.dense",
              "attention.norm": "attention.output.LayerNorm",
              "ffn.up": "intermediate.dense", "ffn.down": "output.dense",
              "ffn.norm": "output.LayerNorm"}


def load_base(network, path):
    """Copy the pretrained weights; the token-type row is folded into the positions."""
    base = load_file(path)
    own = dict(network.named_parameters())
    with torch.no_grad():
        own["embeddings.word.weight"].copy_(base["embeddings.word_embeddings.weight"])
        own["embeddings.position.weight"].copy_(
            base["embeddings.position_embeddings.weight"][:MAX_PIECES]
            + base["embeddings.token_type_embeddings.weight"][0])
        for kind in ("weight", "bias"):
            own[f"embeddings.norm.{kind}"].copy_(base[f"embeddings.LayerNorm.{kind}"])
            for i in range(LAYERS):
                for ours, theirs in BASE_NAMES.items():
                    own[f"layer.{i}.{ours}.{kind}"].copy_(
                        base[f"encoder.layer.{i}.{theirs}.{kind}"])
