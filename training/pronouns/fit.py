"""Whom a pronoun means: a conditional logit over the features of `casebook show pronouns`, fitted to marked reports.

    python fit.py --casebook CASEBOOK --root REPOSITORY --out ../../models/pronouns.tsv

The reports are those of `corpus/reports`. A pronoun counts where one of those whom it may mean is, by the marks of most
of their other mentions, whom it means. One report in ten is held out and judged. What a pronoun may mean depends on how
those before it were resolved: run it, build, and run it again.
"""

import argparse
import collections
import json
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "claims"))
import reports  # noqa: E402

COLUMNS = ["subject", "owner", "object", "they"]
# A feature that fewer candidates have says nothing.
FEWEST = 20


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--casebook", required=True)
    for name in ("root", "out"):
        found.add_argument(f"--{name}", type=pathlib.Path, required=True)
    found.add_argument("--penalty", type=float, default=0.006)
    args = found.parse_args()
    train, held = (choices(args.casebook, named) for named in reports.split(args.root / "corpus/reports"))
    n_with = collections.Counter(f for r in train for c in r["candidates"] for f in c)
    names = sorted(f for f, n in n_with.items() if n >= FEWEST)
    weights = fitted(train, names, args.penalty)
    print(len(train), "pronouns;", len(held), "held out")
    for column in [*COLUMNS, None]:
        chosen = [r for r in held if column in (None, r["column"])]
        print(f"{column or 'all':8} {len(chosen):5} right {right(chosen, names, weights):.3f}")
    write(args.out, names, weights)


def choices(casebook, named):
    with ThreadPoolExecutor(2) as pool:
        return [row for rows in pool.map(lambda one: of_report(casebook, one[1]), named) for row in rows]


def of_report(casebook, report):
    """For each pronoun whose person is among those whom it may mean: their features, and which of them is right."""
    lines = reports.ask(casebook, report, "show", "pronouns", "--json").splitlines()
    pronouns = {(start, end): label for start, end, label in report.mentions}
    rows = []
    for line in lines:
        one = json.loads(line)
        means = pronouns.get((one["start"], one["end"]))
        fits = [reports.whose(c["spans"], report) == means for c in one["candidates"]]
        if means is not None and any(fits) and len(fits) > 1:
            rows.append({"column": one["column"], "right": fits,
                         "candidates": [c["features"] for c in one["candidates"]]})
    return rows


def vectors(rows, names):
    """Rows of candidates: [candidates, features and features by column], and the number of each one's pronoun."""
    at = {n: i for i, n in enumerate(names)}
    size = len(names) * (1 + len(COLUMNS))
    x, of, fits = [], [], []
    for i, r in enumerate(rows):
        shift = len(names) * (1 + COLUMNS.index(r["column"]))
        for features, hit in zip(r["candidates"], r["right"]):
            own = [at[f] for f in features if f in at]
            x.append(own + [shift + j for j in own])
            of.append(i)
            fits.append(hit)
    indices = [[k for k, row in enumerate(x) for _ in row], [j for row in x for j in row]]
    matrix = torch.sparse_coo_tensor(indices, torch.ones(len(indices[0])), (len(x), size))
    return matrix, torch.tensor(of), torch.tensor(fits)


def fitted(rows, names, penalty):
    """Weights of least loss: what the right candidates have of the shares of all."""
    x, of, fits = vectors(rows, names)
    weights = torch.zeros(x.shape[1], 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        scores = torch.sparse.mm(x, weights)[:, 0]
        shares = torch.exp(scores - scores.max())
        all_of = torch.zeros(len(rows)).index_add(0, of, shares)
        right_of = torch.zeros(len(rows)).index_add(0, of, shares * fits)
        value = (torch.log(all_of) - torch.log(right_of)).mean() + penalty * weights.square().sum() / len(names)
        value.backward()
        return value

    optimiser.step(loss)
    w = weights.detach()[:, 0].reshape(1 + len(COLUMNS), len(names))
    return w[0] + w[1:]


def right(rows, names, weights):
    """How often the likeliest candidate is right."""
    at = {n: i for i, n in enumerate(names)}
    hits = 0
    for r in rows:
        column = weights[COLUMNS.index(r["column"])]
        scores = [float(column[[at[f] for f in c if f in at]].sum()) for c in r["candidates"]]
        hits += r["right"][max(range(len(scores)), key=scores.__getitem__)]
    return hits / max(1, len(rows))


def write(path, names, weights):
    lines = ["# Weights of features for whom a pronoun means; made by training/pronouns/fit.py.",
             "\t".join(["feature", *COLUMNS])]
    for i, name in enumerate(names):
        lines.append("\t".join([name, *(f"{float(w):.2f}" for w in weights[:, i])]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
