"""How far each phrasing is to be trusted: how often what it states is marked, in whole marked reports (`corpus/reports`).

    python phrasings.py --casebook CASEBOOK --root REPOSITORY --out ../../models/phrasings.tsv

Right: words that state a claim of that predicate overlap the claim's, whoever it is about.
"""

import argparse
import collections
import json
import math
import pathlib
from concurrent.futures import ThreadPoolExecutor

import reports

# Matches that a phrasing is taken to have had beside those counted, right as often as all are.
BEFORE = 3


def main():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--casebook", required=True)
    for name in ("root", "out"):
        found.add_argument(f"--{name}", type=pathlib.Path, required=True)
    args = found.parse_args()
    whole = [one for _, one in reports.split(args.root / "corpus/reports")[0]]
    counts = collections.defaultdict(lambda: [0, 0])
    with ThreadPoolExecutor(2) as pool:
        for judged in pool.map(lambda report: stated(args.casebook, report), whole):
            for entry, right in judged:
                counts[entry][0] += right
                counts[entry][1] += 1
    usual = sum(right for right, _ in counts.values()) / sum(n for _, n in counts.values())
    lines = ["# How far phrasings are to be trusted (a logit), and how often they were right of how many times in marked reports;",
             "# made by training/claims/phrasings.py.", "phrasing\ttrust\tright\tof"]
    for entry, (right, n) in sorted(counts.items()):
        share = (right + BEFORE * usual) / (n + BEFORE)
        lines.append(f"{entry}\t{math.log(share / (1 - share)):.2f}\t{right}\t{n}")
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(whole)} reports, {len(counts)} phrasings, usually right {usual:.3f} (trust {math.log(usual / (1 - usual)):.2f})")


def stated(casebook, report):
    """For each claim of a phrasing its id, and whether it is marked."""
    reading = json.loads(reports.ask(casebook, report, "read", "--json", "--doubtful"))
    for claim in reading["claims"]:
        if claim["entry"] and not claim["suggested"]:
            yield claim["entry"], any(p == claim["predicate"] and a["start"] < end and start < a["end"]
                                      for start, end, p, _ in report.claims for a in claim["anchors"])


if __name__ == "__main__":
    main()
