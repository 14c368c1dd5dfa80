#!/usr/bin/env python3
"""Documents a second and claims found, text to claims, beside DocChrono (PyPI `docchrono` 0.1.0) on the same files.

usage: run.py [--program CASEBOOK] [--peer DOCCHRONO] [--work DIR] [--data ../shared/data]
Two sets: 500 real articles (the texts of ../language/texts.py) and the corpus's own reports (train and dev). Each
program gets all files of a set in one call; `casebook read --json` on one core and on two, `docchrono build --json`
on one (it has no second). A peer that is not given is left out. Prints a table in Markdown.
"""
import argparse, json, pathlib, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "language"))


def corpus():
    """Reports of the corpus with a text of their own."""
    files = sorted(p for part in ("train", "dev") for p in (ROOT / "corpus" / part).iterdir())
    return [str(p) for p in files if p.suffix in (".txt", ".md", ".html")]


def articles(data, work):
    """Paths of 500 real articles, written under `work`."""
    import texts

    out = work / "articles"
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for i, (_, text) in enumerate(texts.collect(data)):
        path = out / f"{i:03}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


def timed(command, cores):
    """Seconds of wall clock and standard output of a command held to its cores."""
    begin = time.perf_counter()
    done = subprocess.run(["taskset", "-c", cores, *command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]}: exit {done.returncode}: {done.stderr[-400:]}")
    return time.perf_counter() - begin, done.stdout


def count_claims(out):
    """Claims in the documents that `read --json` wrote one after the other."""
    decoder, at, n = json.JSONDecoder(), 0, 0
    out = out.strip()
    while at < len(out):
        reading, at = decoder.raw_decode(out, at)
        n += len(reading["claims"])
        while at < len(out) and out[at].isspace():
            at += 1
    return n


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "target/release/casebook"))
    parser.add_argument("--peer", help="the `docchrono` command of a virtual environment")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("claims-bench"))
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/data")
    args = parser.parse_args()
    sets = {"general news": articles(args.data, args.work), "domain reports": corpus()}
    print("| files | program | cores | documents/s | claims |\n|---|---|---|---|---|")
    for name, files in sets.items():
        for cores, n in (("0", 1), ("0,1", 2)):
            seconds, out = timed([args.program, "read", "--json", *files], cores)
            print(f"| {len(files)} {name} | casebook | {n} | {len(files) / seconds:.1f} | {count_claims(out)} |", flush=True)
        if args.peer:
            # It exits with 2 when one of the files is no format of its own.
            known = [f for f in files if f.endswith(".txt")]
            seconds, out = timed([args.peer, "build", "--json", *known], "0")
            summary = json.loads(out)
            found = {k: v for k, v in summary.items() if isinstance(v, int) and v}
            print(f"| {len(known)} {name} | docchrono | 1 | {len(known) / seconds:.1f} | {found} |", flush=True)


main()
