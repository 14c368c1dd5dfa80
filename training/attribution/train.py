"""Train and score the attribution extractor.

    python train.py --layers layers.pkl --out attribution.pt [--folds 5]

`layers.pkl` comes from ../coreference/layers.py. With --folds the train documents are also scored by
cross-validation, which is steadier than the few dev documents.
"""

import argparse
import pickle
import random

import torch
from torch import nn

import extract
import gold

WORD = 384


class Document:
    def __init__(self, rows):
        self.all = extract.sentences(rows)
        offsets, at = [], 0
        for row in rows:
            offsets.append(at)
            at += len(row["words"])
        self.gold = gold.attributions(rows)
        self.found = extract.candidates(self.all)
        for c in self.found:
            base = offsets[c.sentence]
            c.cue_word = base + c.word
            c.source_words = {base + i for i in c.source}
            c.content_words = {offsets[k] + i for k, words in c.content for i in words} - {c.cue_word}
            c.label = 0.0
        for g in self.gold:
            # Of several candidates in one satellite unit the highest in the tree is its cue.
            fit = [c for c in self.found if c.cue_word in g["satellite"] and matches(c, g)]
            if fit:
                min(fit, key=lambda c: (extract.depth(self.all[c.sentence], c.word), c.cue_word)).label = 1.0
        self.vectors = torch.tensor([rows[c.sentence]["vectors"][c.word].tolist() for c in self.found] or [[0.0] * WORD])
        self.rows = torch.tensor([c.rows for c in self.found] or [[0] * len(extract.FIELDS)])
        self.labels = torch.tensor([c.label for c in self.found] or [0.0])


def matches(c, g, strict=False):
    """The match of a found attribution and a gold one.

    Plain: the found source shares a word with the satellite unit (source and cue of the gold); where no source
    is found, the cue stands for it; and the found content shares a word with the gold content.
    Strict: the cue lies in the satellite, and, where the annotation marks the source words, the found source
    shares a word with them.
    """
    if not c.content_words & g["content"]:
        return False
    plain = bool((c.source_words or {c.cue_word}) & g["satellite"])
    if not strict:
        return plain
    return plain and c.cue_word in g["satellite"] and (not g["source"] or bool(c.source_words & g["source"]))


def count(found, golds, strict=False):
    """(right, found, gold) with at most one found for one gold: augmenting paths."""
    edges = [[k for k, g in enumerate(golds) if matches(c, g, strict)] for c in found]
    taken = {}

    def place(i, seen):
        for k in edges[i]:
            if k not in seen:
                seen.add(k)
                if k not in taken or place(taken[k], seen):
                    taken[k] = i
                    return True
        return False
    return sum(place(i, set()) for i in range(len(found))), len(found), len(golds)


def f1(counts):
    right, found, total = (sum(x) for x in zip(*counts)) if counts else (0, 0, 0)
    p, r = right / found if found else 0.0, right / total if total else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0, right, found, total


def baseline(document):
    """Common reporting verbs with a subject, and a clausal complement or a quotation."""
    return [c for c in document.found
            if document.all[c.sentence].lemmas[c.word] in extract.COMMON
            and document.all[c.sentence].upos[c.word] == "VERB" and c.source_kind == "subject"
            and c.content_kind in ("ccomp", "parataxis", "inserted", "quote", "next")]


class Judge(nn.Module):
    """p = sigmoid(out . ReLU(W vector + sum of field rows + b) + c)."""

    def __init__(self, hidden=32, dropout=0.4):
        super().__init__()
        self.vector = nn.Linear(WORD, hidden)
        self.fields = nn.EmbeddingBag(extract.ROWS, hidden, mode="sum")
        nn.init.normal_(self.fields.weight, std=0.1)
        self.out = nn.Linear(hidden, 1)
        self.drop_in, self.drop = nn.Dropout(dropout), nn.Dropout(dropout)

    def forward(self, vectors, rows):
        h = torch.relu(self.vector(self.drop_in(vectors)) + self.fields(rows))
        return self.out(self.drop(h))[:, 0]


CUE = [name for name, _ in extract.FIELDS].index("cue")


def fit(documents, args, seed):
    """The encoder saw the train documents, so its cue probability is too sure there: in a part of the
    rows the cue field is drawn anew at random."""
    torch.manual_seed(seed)
    vectors, rows, labels = (torch.cat([getattr(d, x) for d in documents if d.found]) for x in ("vectors", "rows", "labels"))
    model = Judge(dropout=args.dropout)
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=args.decay)
    size = 64
    total = args.epochs * (len(labels) // size + 1)
    step = 0
    for _ in range(args.epochs):
        model.train()
        order = torch.randperm(len(labels))
        for k in range(0, len(order), size):
            i = order[k:k + size]
            r = rows[i].clone()
            change = torch.rand(len(i)) < args.blur
            r[change, CUE] = extract.STARTS[CUE] + torch.randint(0, len(extract.CUES), (int(change.sum()),))
            x = vectors[i] + args.noise * torch.randn(len(i), WORD) * vectors.std(0)
            loss = nn.functional.binary_cross_entropy_with_logits(model(x, r), labels[i])
            for g in optimizer.param_groups:
                g["lr"] = args.rate * (1 - step / total)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return model.eval()


@torch.no_grad()
def accepted(model, document, threshold):
    if not document.found:
        return []
    p = torch.sigmoid(model(document.vectors, document.rows)).tolist()
    kept = [(q, c) for q, c in zip(p, document.found) if q >= threshold]
    for q, c in kept:
        c.probability = q
    return [c for _, c in kept]


def row(name, counts, strict):
    p, r, f, right, found, total = f1(counts)
    ps, rs, fs, *_ = f1(strict)
    return f"{name:34s} P {p:.3f} R {r:.3f} F1 {f:.3f} ({right}/{found}/{total})   strict P {ps:.3f} R {rs:.3f} F1 {fs:.3f}"


def show(name, documents, choose):
    print(row(name, [count(choose(d), d.gold) for d in documents], [count(choose(d), d.gold, True) for d in documents]),
          flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", required=True)
    parser.add_argument("--out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--blur", type=float, default=0.3)
    parser.add_argument("--noise", type=float, default=0.3)
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(args.seed)
    with open(args.layers, "rb") as file:
        layers = pickle.load(file)
    parts = {part: {name: Document(rows) for name, rows in layers[part].items()} for part in ("train", "dev")}
    kinds = ("_news_", "_interview_")

    def chosen(part):
        return [d for name, d in parts[part].items() if any(k in name for k in kinds)]
    for part in ("train", "dev"):
        for name, docs in ((f"{part}, news and interview", chosen(part)), (f"{part}, all", list(parts[part].values()))):
            show(f"baseline {name}", docs, baseline)
            show(f"cue >= .5 {name}", docs, lambda d: [c for c in d.found if c.cue >= 0.5])
            show(f"best possible {name}", docs, lambda d: [c for c in d.found if c.label])
    if args.folds:
        names = sorted(parts["train"])
        random.Random(7).shuffle(names)
        models = {}
        for k in range(args.folds):
            held = names[k::args.folds]
            model = fit([parts["train"][n] for n in names if n not in held], args, args.seed)
            models.update((n, model) for n in held)
        for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            for label, some in (("news, interview", [n for n in names if any(k in n for k in kinds)]), ("all", names)):
                pairs = [(accepted(models[n], parts["train"][n], t), parts["train"][n].gold) for n in some]
                print(row(f"folds >= {t} {label}", [count(*x) for x in pairs], [count(*x, True) for x in pairs]))
    model = fit(list(parts["train"].values()), args, args.seed)
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        show(f"extractor >= {t} dev news, interview", chosen("dev"), lambda d: accepted(model, d, t))
        show(f"extractor >= {t} dev all", list(parts["dev"].values()), lambda d: accepted(model, d, t))
    if args.out:
        torch.save({"weights": model.state_dict(), "threshold": args.threshold}, args.out)


if __name__ == "__main__":
    main()
