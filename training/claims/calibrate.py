"""How likely a claim is right, by what speaks for it: logistic regression over readings of a part of the corpus.

    python calibrate.py --casebook CASEBOOK --root REPOSITORY --texts TEXTS [--part dev] [--packs PACKS] [--reports FOLDER]

Right: the published scorer matches the claim with one of the reference (person, predicate, words). Beside the part stand the marked
reports that nothing else learns from (`reports.split`), with a base of their own, as their marks are not the reference's: they tell
what the part is too small for. Prints the numbers
of `crates/read/src/confidence.rs`, and by ten leave-out folds of documents how often claims of each confidence are
right. Give `--packs` phrasings that nobody wrote with the part before their eyes: others look better than they are.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor

import torch

import reports
from data import load_scorer, text_of

# Bounds of the score, as in `confidence.rs`.
LEAST, MOST = -4.0, 10.0
EVERY = 10
# Trust in phrasings of which nothing is known, as in `confidence.rs`; of the others what `phrasings.py` wrote.
USUAL_TRUST = 1.43
TRUST = {}


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--casebook", required=True)
    for name in ("root", "texts"):
        found.add_argument(f"--{name}", type=pathlib.Path, required=True)
    found.add_argument("--part", default="dev")
    found.add_argument("--packs")
    found.add_argument("--reports", type=pathlib.Path, help="marked reports, if not those of the repository")
    args = found.parse_args()
    lines = (args.root / "models/phrasings.tsv").read_text(encoding="utf-8").splitlines()
    TRUST.update((line.split("\t")[0], float(line.split("\t")[1])) for line in lines[3:])
    rows = judged(args)
    rows += of_reports(args, rows[-1]["document"] + 1)
    for kind in ("stated", "suggested"):
        chosen = [r for r in rows if r["support"] and r["suggested"] == (kind == "suggested")]
        names, columns = features(chosen, kind)
        weights = fitted(columns, chosen)
        print(kind, len(chosen), "claims:", ", ".join(f"{n} {w:.3f}" for n, w in zip(names, weights)))
        table(chosen, kind)


def judged(args):
    """The claims of all readings, each with whether it is right and the number of its document."""
    scorer = load_scorer(args.root.parent / "shared/tools/score_reading.py")
    rows = []
    for number, path in enumerate(sorted((args.root / "corpus" / args.part).glob("*.toml"))):
        gold = tomllib.loads(path.read_text(encoding="utf-8"))
        file = text_of(path, gold, args)
        command = [args.casebook, "read", "--json", "--doubtful", *(["--packs", args.packs] if args.packs else []), str(file)]
        reading = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
        right = matched(scorer, gold, reading)
        seen = {key(scorer, reading["claims"][i]) for i in right}
        tell_again(reading["claims"])
        for i, claim in enumerate(reading["claims"]):
            # A fact told again is neither right nor wrong.
            if i in right or key(scorer, claim) not in seen:
                rows.append(dict(claim, right=i in right, document=number))
    return rows


def of_reports(args, number):
    """The claims of the held-out marked reports, likewise; right: marked with this predicate, of this person."""
    _, held = reports.split(args.reports or args.root / "corpus/reports")
    with ThreadPoolExecutor(2) as pool:
        readings = list(pool.map(lambda one: of_report(args, one[1]), held))
    return [dict(claim, document=number + i, marked=True) for i, claims in enumerate(readings) for claim in claims]


def of_report(args, report):
    reading = json.loads(reports.ask(args.casebook, report, "read", "--json", "--doubtful"))
    who = {p["id"]: reports.whose([(m["start"], m["end"]) for m in p["mentions"]], report) for p in reading["people"]}
    tell_again(reading["claims"])
    for claim in reading["claims"]:
        meant = who.get(claim["about"], "class")
        same = lambda marked: marked == meant or meant == "class" and marked.startswith("class")  # noqa: E731
        right = any(p == claim["predicate"] and same(about) and any(a["start"] < end and start < a["end"] for a in claim["anchors"])
                    for start, end, p, about in report.claims)
        yield dict(claim, right=right)


def tell_again(claims):
    """Adds which suggestions say again what is known of the person in other words, as `claim::proposed` finds it."""
    known = {(c["about"], c["predicate"]) for c in claims if not c["suggested"]}
    for claim in sorted((c for c in claims if c["suggested"]), key=lambda c: -c["support"][0]):
        claim["again"] = (claim["about"], claim["predicate"]) in known
        known.add((claim["about"], claim["predicate"]))


def key(scorer, claim):
    return claim["about"], claim["predicate"], scorer.fold(claim["value"]), claim["modality"]


def matched(scorer, gold, reading):
    """Indices of the claims that the scorer matches with one of the reference."""
    text, claims = reading["text"], reading["claims"]
    people = scorer.align_people(gold.get("person", []), reading["people"], text)
    groups = {"gold": {p["id"] for p in gold.get("person", []) if p.get("identity_level") == "group"},
              "pred": {p["id"] for p in reading["people"] if p.get("identity_level") == "group"}}
    spans = [[(a["start"], a["end"]) for a in c["anchors"]] for c in claims]
    used = set()
    for wanted in gold.get("claim", []):
        at, best = scorer.spans_of(text, wanted["quote"]), None
        for i, claim in enumerate(claims):
            if i in used or claim["predicate"] != wanted["predicate"]:
                continue
            if not scorer.about_ok(wanted["about"], claim["about"], people, groups):
                continue
            near = scorer.overlap(at, spans[i])
            alike = scorer.same_value(wanted.get("value", ""), claim["value"]) and wanted["modality"] == claim["modality"]
            if (near or alike) and (best is None or near > best[0]):
                best = (near, i)
        if best:
            used.add(best[1])
    return used


def features(rows, kind):
    names = ["base", "words", "person", "both", "inferred", "trust" if kind == "stated" else "again"]
    columns = []
    for row in rows:
        score, share = row["support"]
        score = min(max(score, LEAST), MOST)
        rest = TRUST.get(row["entry"], USUAL_TRUST) if kind == "stated" else float(row["again"])
        columns.append([1.0, score, share, score * share, float(row["inferred"]), rest, float(row.get("marked", False))])
    return [*names, "marked"], torch.tensor(columns)


def fitted(columns, rows):
    right = torch.tensor([float(r["right"]) for r in rows])
    weights = torch.zeros(columns.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def step():
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(columns @ weights, right)
        (loss + 0.001 * (weights ** 2).sum()).backward()
        return loss

    optimiser.step(step)
    return weights.detach().tolist()


def table(rows, kind):
    _, columns = features(rows, kind)
    bins = collections.defaultdict(lambda: [0, 0.0, 0])
    for fold in range(EVERY):
        inside = [i for i, r in enumerate(rows) if r["document"] % EVERY != fold]
        outside = [i for i, r in enumerate(rows) if r["document"] % EVERY == fold]
        weights = torch.tensor(fitted(columns[inside], [rows[i] for i in inside]))
        for i in (i for i in outside if not rows[i].get("marked")):
            confidence = torch.sigmoid(columns[i] @ weights).item()
            one = bins[min(int(confidence * 10), 9)]
            one[0], one[1], one[2] = one[0] + 1, one[1] + confidence, one[2] + rows[i]["right"]
    for low in sorted(bins):
        n, said, right = bins[low]
        print(f"  {low / 10:.1f}  {n:4} claims, said {said / n:.2f}, right {right / n:.2f}")


if __name__ == "__main__":
    main()
