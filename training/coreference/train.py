"""Train the coreference scorer on frozen encoder outputs.

    python train.py --layers layers.pkl --data DATA --names ../../packs/names --out coreference.pt
"""

import argparse
import copy
import pathlib
import pickle
import random
import time

import torch

import baselines
import metrics
from attributes import attributes, read_genders
from gold import read_clusters
from model import Document, Sample, Scorer, clusters_of, decode, loss_of


def read(layers, data, part, genders, only=None):
    found = {}
    for name, rows in layers[part].items():
        if only is not None and name not in only:
            continue
        clusters = read_clusters(data / "gum-coref/coref/ontogum/conll" / f"{name}.conll")
        found[name] = Document(rows, attributes(rows, genders), clusters)
    return found


@torch.no_grad()
def evaluate(model, documents, offset=0.0, strict=True):
    model.eval()
    scored = []
    for d in documents.values():
        scored.append((d.clusters, clusters_of(d.items, decode(d, *model(d), offset, strict))))
    return metrics.score(scored)


def line(name, s):
    cells = " ".join(f"{k} {s[k][0]:.3f}/{s[k][1]:.3f}/{s[k][2]:.3f}" for k in ("mentions", "muc", "b3", "ceafe"))
    return f"{name:24s} {cells} conll {s['conll']:.4f}"


def train(documents, args, report=None):
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    model = Scorer(args.inner, args.hidden, args.dropout, args.blind)
    kept = copy.deepcopy(model)
    groups = [{"params": [p for n, p in model.named_parameters()], "weight_decay": args.decay}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate)
    steps, total = 0, args.epochs * len(documents)
    names = sorted(documents)
    for epoch in range(args.epochs):
        model.train()
        random.shuffle(names)
        running, began = 0.0, time.time()
        for name in names:
            d = documents[name]
            sample = Sample(d, args.share, d.speakers and random.random() < 0.5, args.flips)
            for group in optimizer.param_groups:
                group["lr"] = args.rate * min(1, steps / 80) * (1 - steps / total)
            loss = loss_of(sample, *model(sample), (args.false_link, args.false_new, args.wrong_link))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            steps += 1
            rate = min(args.average, steps / (steps + 10))
            with torch.no_grad():
                for p, q in zip(kept.parameters(), model.parameters()):
                    p.lerp_(q, 1 - rate)
            running += loss.item()
        print(f"epoch {epoch + 1} loss {running / len(names):.4f} {time.time() - began:.1f}s", flush=True)
        if report and (epoch + 1) % args.every == 0:
            report(kept)
    return kept.eval()


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layers", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--names", required=True)
    parser.add_argument("--out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--average", type=float, default=0.99)
    parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--flips", type=float, default=0.12)
    parser.add_argument("--blind", type=float, default=0.3)
    parser.add_argument("--hold", type=int, default=0, help="hold every n-th train document out, report on those too")
    parser.add_argument("--inner", type=int, default=96)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--false-link", type=float, default=0.1)
    parser.add_argument("--false-new", type=float, default=1.0)
    parser.add_argument("--wrong-link", type=float, default=0.5)
    return parser


def prepare(args):
    torch.set_num_threads(1)
    with open(args.layers, "rb") as file:
        layers = pickle.load(file)
    genders = read_genders(args.names)
    parts = {part: read(layers, args.data, part, genders) for part in ("train", "dev")}
    for part in parts.values():
        for d in part.values():
            d.speakers = any(row["speaker"] for row in d.rows)
    return parts


def main():
    args = options().parse_args()
    parts = prepare(args)
    print("pairs", sum(len(d.pairs) for d in parts["train"].values()), flush=True)
    for name, rule in (("names only", baselines.names_only), ("strings, pronouns", baselines.strings_and_pronouns)):
        scored = [(d.clusters, clusters_of(d.items, rule(d.items))) for d in parts["dev"].values()]
        print(line(name, metrics.score(scored)), flush=True)
    ceiling = [(d.clusters, [c for c in [[s for s in c if s in {x.mention.span for x in d.items}] for c in d.clusters]
                             if len(c) > 1]) for d in parts["dev"].values()]
    print(line("oracle links", metrics.score(ceiling)))

    held = {n: parts["train"].pop(n) for n in sorted(parts["train"])[::args.hold]} if args.hold else {}

    def report(model):
        if held:
            print(line("held out, 0.0", evaluate(model, held)), flush=True)
        for offset in (-0.5, 0.0, 0.5, 1.0):
            print(line(f"dev offset {offset}", evaluate(model, parts["dev"], offset)), flush=True)
    model = train(parts["train"], args, report)
    print("parameters", sum(p.numel() for p in model.parameters()))
    if args.out:
        torch.save({"weights": model.state_dict(), "options": {k: str(v) for k, v in vars(args).items()}}, args.out)


if __name__ == "__main__":
    main()
