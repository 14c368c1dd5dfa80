"""Scores of a scorer on the dev documents: table, and precision-first operating points.

    python report.py --model coreference.safetensors --layers layers.pkl --data DATA --names ../../packs/names
"""

import argparse
import pathlib
import pickle

import torch

import baselines
import metrics
from attributes import COARSE, read_genders
from stored import load
from model import clusters_of, decode
from train import evaluate, line, read


@torch.no_grad()
def links_of(model, documents, offset):
    """(coarse class, margin, right, both ends gold mentions) of every link, and gold anaphors by class."""
    found, gold = [], dict.fromkeys([*COARSE, "not a candidate"], 0)
    for d in documents.values():
        where = {s: k for k, c in enumerate(d.clusters) for s in c}
        coarse = {x.mention.span: COARSE[x.coarse] for x in d.items}
        for c in d.clusters:
            for span in c[1:]:
                gold[coarse.get(span, "not a candidate")] += 1
        links = decode(d, *model(d), offset)
        for x, (j, margin) in zip(d.items, links):
            if j is not None:
                a, b = x.mention.span, d.items[j].mention.span
                right = a in where and where.get(b) == where[a]
                found.append((COARSE[x.coarse], margin, right, a in where and b in where))
    return found, gold


def operating_points(found, gold):
    """Rows (class, margin, precision, recall, links) for chosen margins and for precisions .80, .90, .95."""
    rows = []
    for kind in [*COARSE, "all"]:
        mine = sorted(((m, r, g) for k, m, r, g in found if kind in (k, "all")), reverse=True)
        total = sum(gold.values()) if kind == "all" else gold[kind]
        right, known, curve = 0, 0, []
        for n, (margin, ok, gold_ends) in enumerate(mine, 1):
            right += ok
            known += gold_ends
            curve.append((margin, right / n, right / total, n, right / max(known, 1)))
        for margin in (0.0, 1.0, 2.0, 3.0):
            inside = [c for c in curve if c[0] > margin]
            if inside:
                rows.append((kind, f"margin > {margin}", *inside[-1]))
        for target in (0.8, 0.9, 0.95):
            fit = [c for c in curve if c[1] >= target and c[3] >= 10]
            if fit:
                rows.append((kind, f"P >= {target}", *fit[-1]))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--layers", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--names", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    with open(args.layers, "rb") as file:
        layers = pickle.load(file)
    genders = read_genders(args.names)
    model, metadata = load(args.model)
    offset = float(metadata["offset"])
    documents = read(layers, args.data, "dev", genders)
    for row in (r for rows in layers["dev"].values() for r in rows):
        row["speaker"] = None
    silent = read(layers, args.data, "dev", genders)
    for name, rule in (("names only", baselines.names_only), ("strings, pronouns", baselines.strings_and_pronouns)):
        scored = [(d.clusters, clusters_of(d.items, rule(d.items))) for d in documents.values()]
        print(line(name, metrics.score(scored)))
    print(line("scorer", evaluate(model, documents, offset)))
    print(line("scorer, no speakers", evaluate(model, silent, offset)))
    for margin in (1.0, 2.0, 3.0):
        print(line(f"scorer, margin > {margin}", evaluate(model, documents, offset - margin)))
    kinds = sorted({name.split("_")[1] for name in documents})
    for kind in kinds:
        print(line(f"  {kind}", evaluate(model, {n: d for n, d in documents.items() if f"_{kind}_" in n}, offset)))
    found, gold = links_of(model, documents, offset)
    print("gold anaphors", gold)
    for kind, what, margin, p, r, n, q in operating_points(found, gold):
        print(f"{kind:8s} {what:14s} margin {margin:7.2f} P {p:.3f} R {r:.3f} links {n}  P where both ends are gold mentions {q:.3f}")


if __name__ == "__main__":
    main()
