"""Trials of the book through its program alone: killed, flipped, searched for words in the clear.

    python3 crates/bench/book/trial.py kills  PROGRAM DOCUMENTS --rounds 500
    python3 crates/bench/book/trial.py flips  PROGRAM DOCUMENTS --rounds 200
    python3 crates/bench/book/trial.py words  PROGRAM DOCUMENTS --words 1000
    python3 crates/bench/book/trial.py add    PROGRAM DOCUMENTS

DOCUMENTS is a folder such as `mixed.py` makes. Every trial uses a new book in a temporary folder.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time

ROUND = random.Random(11)


class Desk:
    """A folder with a key and a book."""

    def __init__(self, program, folder):
        self.program, self.folder, self.book = program, pathlib.Path(folder), pathlib.Path(folder) / "book"
        (self.folder / "key").write_text("correct horse battery staple\n")
        self.env = {**os.environ, "CASEBOOK_BOOK": str(self.book), "CASEBOOK_KEY_FILE": str(self.folder / "key"), "CASEBOOK_BY": "ada", "TMPDIR": str(self.folder / "tmp")}
        (self.folder / "tmp").mkdir()
        self.run("init", check=True)

    def run(self, *args, check=False):
        done = subprocess.run([self.program, *args], env=self.env, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise SystemExit(f"{args[0]} ended with {done.returncode}: {done.stderr[-400:]}")
        return done

    def begin(self, *args):
        return subprocess.Popen([self.program, *args], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def whole(self):
        done = self.run("check", "--json")
        return done.returncode == 0, done.stdout + done.stderr


def kills(args):
    """Kills the program at random moments and looks for what it had acknowledged."""
    files = sorted(p for p in args.documents.rglob("*") if p.is_file())
    outcomes = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(args.program, folder)
        acknowledged, entries, lost = set(), set(), 0
        for number in range(args.rounds):
            verb = ["add", "add", "decide", "rebuild", "backup"][number % 5]
            if len(acknowledged) > 1500:
                # A fresh book from time to time keeps every round short.
                shutil.rmtree(desk.book)
                desk.run("init", check=True)
                acknowledged, entries = set(), set()
            if verb == "add" or not acknowledged:
                chosen = [str(p) for p in ROUND.sample(files, min(60, len(files)))]
                process = desk.begin("add", "--no-read", "--json", *chosen)
            elif verb == "decide":
                target = ROUND.choice(sorted(acknowledged))[:16]
                process = subprocess.Popen(
                    ["sh", "-c", 'for i in 1 2 3; do "$0" decide note "$1" --text "note $i" --json; "$0" decide tag "$1" --text "tag$i" --json; done', args.program, target],
                    env=desk.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
            elif verb == "rebuild":
                process = desk.begin("rebuild", "--no-read", "--json")
            else:
                process = desk.begin("backup", str(desk.folder / f"backup-{number}"))
            timer = time.monotonic() + ROUND.uniform(0.05, args.longest)
            while process.poll() is None and time.monotonic() < timer:
                time.sleep(0.002)
            if process.poll() is None:
                if verb == "decide" and acknowledged:
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.send_signal(signal.SIGKILL)
                outcomes[f"{verb} killed"] += 1
            else:
                outcomes[f"{verb} ended"] += 1
            for line in process.stdout.read().splitlines():
                # A line cut off by the kill was not acknowledged.
                try:
                    value = json.loads(line)
                except json.JSONDecodeError:
                    continue
                if "sha256" in value:
                    acknowledged.add(value["sha256"])
                if "entry" in value:
                    entries.add(value["entry"])
            process.wait()
            whole, said = desk.whole()
            custody = export(desk, number)
            gone = len(acknowledged - custody["evidence"]) + len(entries - custody["entries"])
            lost += gone
            if not whole or gone:
                print(f"round {number} ({verb}): whole {whole}, {gone} acknowledged items missing\n{said}")
            outcomes["clean" if whole and not gone else "not clean"] += 1
            for backup in desk.folder.glob("backup-*"):
                shutil.rmtree(backup)
            if number % 50 == 49:
                print(number + 1, dict(outcomes), flush=True)
    print("kills:", dict(outcomes), "lost:", lost)


def export(desk, number):
    """What the book says it holds: hashes of its evidence by export of all, entries by its history."""
    # `docs` is derived and may be empty after a killed rebuild: the evidence itself is asked for.
    out = desk.folder / f"export-{number}"
    desk.run("export", "--all", str(out), check=True)
    lines = (out / "custody.jsonl").read_text().splitlines()
    sums = {line.split()[0] for line in (out / "evidence.sha256").read_text().splitlines()}
    entries = {json.loads(line)["entry"] for line in (out / "decisions.jsonl").read_text().splitlines()}
    assert {json.loads(line)["sha256"] for line in lines} == sums
    shutil.rmtree(out)
    return {"evidence": sums, "entries": entries}


def flips(args):
    """Flips single bytes of a closed book; each must be refused or found."""
    found = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(args.program, folder)
        desk.run("add", "--no-read", str(args.documents))
        files = [p for p in desk.book.rglob("*") if p.is_file() and p.stat().st_size]
        for number in range(args.rounds):
            # Half by chance over all bytes, half over the files, so that small ones are hit as well.
            weights = [p.stat().st_size for p in files]
            file = ROUND.choices(files, weights)[0] if number % 2 else files[number // 2 % len(files)]
            at, mask = ROUND.randrange(file.stat().st_size), 1 << ROUND.randrange(8)
            flip(file, at, mask)
            whole, _ = desk.whole()
            found["silent" if whole else "found"] += 1
            if whole:
                print(f"silent: byte {at} of {file.relative_to(desk.book)}")
            flip(file, at, mask)
        whole, said = desk.whole()
        print("flips:", dict(found), "files:", len(files), "whole again:", whole, said if not whole else "")


def flip(file, at, mask):
    with file.open("r+b") as out:
        out.seek(at)
        byte = out.read(1)[0]
        out.seek(at)
        out.write(bytes([byte ^ mask]))


def words(args):
    """Looks for known words and file names in the raw files of the book and in everything else that is written."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(args.program, folder)
        counts = collections.Counter()
        for file in sorted(args.documents.rglob("*.txt"))[:200]:
            counts.update(w for w in re.findall(r"[A-Za-z]{7,}", file.read_text(errors="ignore")))
        known = [w for w, _ in counts.most_common(4000)]
        known = ROUND.sample(known, min(args.words, len(known))) + [p.name for p in args.documents.rglob("*.pdf")][:50]
        hits, looked = set(), 0
        process = desk.begin("add", str(args.documents))
        while process.poll() is None:
            more, n = look(desk, known)
            hits |= more
            looked += n
            time.sleep(0.5)
        desk.run("search", "the", "--save", "every")
        desk.run("rebuild", "--no-read")
        more, n = look(desk, known)
        print(f"words: {len(known)} looked for in {looked + n} files (some many times), found: {sorted(hits | more)}")


def look(desk, known):
    pattern = re.compile(b"|".join(re.escape(w.encode()) for w in known))
    hits, looked = set(), 0
    for file in [*desk.book.rglob("*"), *(desk.folder / "tmp").rglob("*")]:
        try:
            if file.is_file():
                looked += 1
                hits |= {(m.decode(), file.name) for m in pattern.findall(file.read_bytes())}
        except FileNotFoundError:
            pass
    return hits, looked


def add(args):
    """Adds a folder in one run: documents a second, peak memory of the program and of its children."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(args.program, folder)
        verb = ["add", "--json", *([] if args.read else ["--no-read"]), str(args.documents)]
        began = time.monotonic()
        process = desk.begin(*verb)
        peak = 0
        lines = []
        import threading

        reader = threading.Thread(target=lambda: lines.extend(process.stdout))
        reader.start()
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.05)
        reader.join()
        took = time.monotonic() - began
        end = json.loads(lines[-1])
        whole, said = desk.whole()
        size = sum(p.stat().st_size for p in desk.book.rglob("*") if p.is_file())
        docs = end["documents"]
        print(f"add: {docs} documents in {took:.1f} s, {docs / took:.0f} a second, peak {peak / 1e6:.0f} MB with children, "
              f"book {size / 1e6:.1f} MB, {end}, check {'clean' if whole else said}")


def memory(pid):
    """Resident bytes of a process and its children (proportional set sizes)."""
    total = 0
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    for one in [str(pid), *children]:
        try:
            for line in pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
    return total


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("trial", choices=["kills", "flips", "words", "add"])
    options.add_argument("program")
    options.add_argument("documents", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--longest", type=float, default=1.5, help="seconds before the latest kill")
    options.add_argument("--words", type=int, default=1000)
    options.add_argument("--read", action="store_true", help="read the documents as well")
    args = options.parse_args()
    {"kills": kills, "flips": flips, "words": words, "add": add}[args.trial](args)


if __name__ == "__main__":
    main()
