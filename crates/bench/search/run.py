#!/usr/bin/env python3
"""The full-text index beside Recoll, the desktop search of Debian, on the same texts and questions.

    apt-get install -y recollcmd python3-recoll
    /usr/bin/python3 crates/bench/search/run.py ../shared/data [COUNT]

COUNT passages (100,000 unless said), one file each for Recoll, whose questions are asked inside one process, as ours
are. Recoll encrypts nothing and has no search by near spelling, so that kind is left out for it.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
BENCH = ["cargo", "run", "--release", "-q", "-p", "casebook-bench", "--", "search"]
LIMIT = 10


def recoll_questions(path):
    """(kind, question in Recoll's language), as the bench wrote them."""
    for line in path.read_text().splitlines():
        kind, words = line.split("\t")
        if kind == "phrase":
            yield kind, f'"{words}"'
        elif kind == "commonest words, OR":
            yield kind, " OR ".join(words.split())
        elif kind != "name with a typo":
            yield kind, words


def index(folder):
    """Indexes the texts; returns seconds and bytes."""
    conf = folder / "conf"
    conf.mkdir()
    # Text alone, in one thread a stage as Recoll chooses by itself; no other folders of the user.
    (conf / "recoll.conf").write_text(f"topdirs = {folder / 'texts'}\nskippedNames =\n")
    start = time.perf_counter()
    subprocess.run(["recollindex", "-c", conf], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, sum(p.stat().st_size for p in (conf / "xapiandb").rglob("*") if p.is_file())


def ask(folder, questions):
    """Milliseconds and number of answered questions, by kind, each question asked for the second time."""
    from recoll import recoll

    db = recoll.connect(confdir=str(folder / "conf"))
    times = {}
    for warm in (False, True):
        for kind, question in questions:
            start = time.perf_counter()
            query = db.query()
            # Words as written, without Recoll's stemming: the other index does not stem either.
            query.execute(question, stemming=0)
            answers = query.fetchmany(LIMIT)
            taken = (time.perf_counter() - start) * 1000
            if warm:
                times.setdefault(kind, []).append((taken, bool(answers)))
    return times


def main():
    data = sys.argv[1]
    count = sys.argv[2] if len(sys.argv) > 2 else "100000"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([*BENCH, data, "--write", folder, count], check=True, cwd=ROOT)
        seconds, size = index(folder)
        print(f"recoll: {int(count) / seconds:.0f} passages/s, {size / 1e6:.1f} MB")
        print(f"{'ms':<24}{'warm p50':>9}{'p95':>9}{'max':>9}  found")
        for kind, asked in ask(folder, list(recoll_questions(folder / "questions.tsv"))).items():
            taken = sorted(t for t, _ in asked)
            p50, p95, top = (taken[round((len(taken) - 1) * share)] for share in (0.5, 0.95, 1))
            print(f"{kind:<24}{p50:9.2f}{p95:9.2f}{top:9.2f}  {sum(found for _, found in asked)} of {len(asked)}")
    print(flush=True)
    subprocess.run([*BENCH, data, count], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
