"""The part that everybody spoken of has in a report, or none: softmax regression over the features of `casebook show cast`.

    python fit.py --casebook CASEBOOK --root REPOSITORY --texts TEXTS --out ../../models/cast.tsv [--packs PACKS]

Fits the part `train` of the corpus, the marked reports (`corpus/reports`) and, three times over, the reports of other writers
(`corpus/fresh`) but those that are kept to measure by. Whoever the published scorer pairs with a person
of the reference, or the marks make one of those listed, has that person's role; everybody else is unlisted. Prints how often role and level are right (precision, recall, F1 of people) by ten
leave-out folds of documents, and on `dev`, which nothing is fitted to. Give `--packs` phrasings that nobody wrote with
`dev` in sight: what they find looks more like what is found in a report that nobody has seen.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "claims"))
import reports  # noqa: E402
from data import load_scorer, text_of  # noqa: E402

UNLISTED = "unlisted"
PARTS = [UNLISTED, "subject", "relative", "mentioned", "lawyer", "expert", "official", "reporter", "recruiter",
         "employer", "commander", "ngo", "witness"]
# A feature that fewer people have says nothing.
FEWEST = 4
FOLDS = 10
# How often each of the fresh reports counts, and the numbers of those that nothing is fitted to.
FRESH_TIMES = 3
UNREAD = range(551, 577)


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--casebook", required=True)
    for name in ("root", "texts", "out"):
        found.add_argument(f"--{name}", type=pathlib.Path, required=True)
    found.add_argument("--packs")
    found.add_argument("--reports", type=pathlib.Path, help="marked reports, if not those of the repository")
    found.add_argument("--penalty", type=float, default=0.01)
    found.add_argument("--bound", type=float, default=0.5)
    args = found.parse_args()
    args.root = args.root.resolve()
    train, dev = rows(args, "train"), rows(args, "dev")
    fresh = rows(args, "fresh", lambda path: int(path.name[:3]) not in UNREAD)
    more, held = marked(args)
    more += fresh * FRESH_TIMES
    n_with = collections.Counter(f for doc in train + more for r in doc["people"] for f in r["features"])
    names = sorted(f for f, n in n_with.items() if n >= FEWEST)
    folds = [[d for i, d in enumerate(train) if i % FOLDS == k] for k in range(FOLDS)]
    counted = collections.Counter()
    for k, fold in enumerate(folds):
        others = [d for j, f in enumerate(folds) if j != k for d in f] + more
        counted += judged(fold, predicted(fold, names, fitted(others, names, args.penalty), args.bound))
    print("as shown today, train:", said(judged(train, today(train))))
    print("left out of the fit:  ", said(counted))
    weights = fitted(train + more, names, args.penalty)
    print("as shown today, dev:  ", said(judged(dev, today(dev))))
    print("fitted, dev:          ", said(judged(dev, predicted(dev, names, weights, args.bound))))
    print("as shown today, held: ", said(judged(held, today(held))))
    print("fitted, held:         ", said(judged(held, predicted(held, names, weights, args.bound))))
    write(args.out, names, weights)


def rows(args, part, wanted=lambda path: True):
    """For each document of a part that is wanted everybody spoken of, with features, role and level of the reference, and how many it has."""
    scorer = load_scorer(args.root.parent / "shared/tools/score_reading.py")
    out = []
    for path in filter(wanted, sorted((args.root / "corpus" / part).glob("*.toml"))):
        gold = tomllib.loads(path.read_text(encoding="utf-8"))
        asked = subprocess.run([args.casebook, *cast(args), str(text_of(path, gold, args))], capture_output=True, text=True, check=True)
        people = members(asked.stdout)
        shown = [dict(p, identity_level=p["level"], mentions=[{"quote": m} for m in p["mentions"]]) for p in people]
        pairs = scorer.align_people(gold.get("person", []), shown, "")
        by_id = {p["id"]: p for p in gold.get("person", [])}
        for p in people:
            p["gold"] = next((by_id[g] for g, q in pairs.items() if q == p["id"]), None)
        out.append({"people": people, "n_gold": len(by_id)})
    return out


def cast(args):
    """What to ask the program."""
    return ["show", "cast", "--json", *(["--packs", args.packs] if args.packs else [])]


def members(printed):
    """Everybody spoken of, from what the program printed."""
    return [dict(json.loads(line), id=str(i)) for i, line in enumerate(printed.splitlines())]


def marked(args):
    """The same of the marked reports: of all whom the marks make one person, the one most spoken of is that person."""
    with ThreadPoolExecutor(2) as pool:
        return [list(pool.map(lambda one: told(args, one[1]), part)) for part in reports.split(args.reports or args.root / "corpus/reports")]


def told(args, report):
    people = members(reports.ask(args.casebook, report, *cast(args)))
    most = {}
    for p in people:
        p["gold"], one = None, reports.whose(p["spans"], report)
        if one in report.listed and len(p["spans"]) > len(most.get(one, {"spans": ()})["spans"]):
            most[one] = p
    for one, p in most.items():
        p["gold"] = dict(zip(("identity_level", "role"), report.listed[one]))
    return {"people": people, "n_gold": len(report.listed)}


def fitted(docs, names, penalty):
    """Weights (features, parts) of least loss, with a penalty on their squares."""
    at = {n: i for i, n in enumerate(names)}
    people = [p for d in docs for p in d["people"]]
    x = torch.zeros(len(people), len(names))
    for i, p in enumerate(people):
        for f in p["features"]:
            if f in at:
                x[i, at[f]] = 1.0
    y = torch.tensor([PARTS.index(p["gold"]["role"]) if p["gold"] else 0 for p in people])
    weights = torch.zeros(len(names), len(PARTS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        value = torch.nn.functional.cross_entropy(x @ weights, y) + penalty * weights.square().sum() / len(people) * 100
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach()


def predicted(docs, names, weights, bound):
    """For each document the role of everybody listed, by id."""
    at = {n: i for i, n in enumerate(names)}
    out = []
    for d in docs:
        roles = {}
        for p in d["people"]:
            score = weights[[at[f] for f in p["features"] if f in at]].sum(0)
            share = torch.softmax(score, 0)
            if 1 - share[0] >= bound:
                roles[p["id"]] = PARTS[1 + int(share[1:].argmax())]
        out.append(roles)
    return out


def today(docs):
    return [{p["id"]: p["role"] for p in d["people"] if p["listed"]} for d in docs]


def judged(docs, roles):
    found = collections.Counter()
    for d, listed in zip(docs, roles):
        found["gold"] += d["n_gold"]
        found["listed"] += len(listed)
        for p in d["people"]:
            if p["id"] in listed and p["gold"]:
                found["aligned"] += 1
                level = p["gold"]["identity_level"] == p["level"]
                found["role"] += p["gold"]["role"] == listed[p["id"]]
                found["right"] += level and p["gold"]["role"] == listed[p["id"]]
    return found


def said(found):
    p, r = found["right"] / found["listed"], found["right"] / found["gold"]
    return f"precision {p:.3f} recall {r:.3f} F1 {2 * p * r / (p + r):.3f} {dict(found)}"


def write(path, names, weights):
    lines = ["# Weights of features for parts in a report; made by training/cast/fit.py.", "\t".join(["feature", *PARTS])]
    for name, row in zip(names, weights.tolist()):
        lines.append("\t".join([name, *(f"{w:.2f}" for w in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
