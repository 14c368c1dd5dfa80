"""The language layer of Casebook beside its peers: scores, speed and memory, in one command.

    python3 run.py [--part scores|speed|all] [--binary CASEBOOK] [--data DATA] [--work FOLDER] [--out table.md]

Prints Markdown tables, writes all figures to figures.json in the work folder. What it needs it makes there once: an
environment with spaCy, spaCy's small pipeline trained on UD-EWT, wink-nlp from npm. No trained models are downloaded but
wink-nlp's own.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=["scores", "speed", "all"], default="all")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/casebook")
    parser.add_argument("--work", type=pathlib.Path,
                        default=pathlib.Path(tempfile.gettempdir()) / "casebook-language-bench")
    parser.add_argument("--out", type=pathlib.Path, help="also write the tables to this file")
    parser.add_argument("--texts", type=int, default=500, help="how many texts the speeds are measured on")
    parser.add_argument("--encoder-every", type=int, default=5, help="the encoder alone reads every n-th text")
    parser.add_argument("--spacy-steps", type=int, default=4000, help="training steps; about 35 minutes of one core")
    parser.add_argument("--without", nargs="*", choices=["spacy", "wink"], default=[], help="leave a peer out")
    parser.add_argument("--crosscheck", action="store_true", help="compare conll18.py with the official script")
    args = parser.parse_args()
    for name in ("data", "binary", "work"):
        setattr(args, name, getattr(args, name).resolve())
    return args


def log(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def call(*command, folder=None, gentle=False):
    """Run a step of the preparation; its talk goes to the work folder's log."""
    command = [*(["nice", "-n", "19"] if gentle else []), *map(str, command)]
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr, env=one_thread)


# --- preparation ------------------------------------------------------------------------------------


def environment(work):
    """The Python of an environment with the pinned packages."""
    python, stamp = work / "venv/bin/python", work / "venv/requirements.txt"
    wanted = (HERE / "requirements.txt").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        log("environment: pip install")
        call(sys.executable, "-m", "venv", work / "venv")
        call(python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt")
        stamp.write_text(wanted)
    return python


def wink(work):
    """The folder with wink-nlp, or None where there is no node."""
    folder = work / "node"
    if not (shutil.which("node") and shutil.which("npm")):
        log("wink-nlp left out: no node and npm")
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "wink_peer.mjs"):
        shutil.copyfile(HERE / name, folder / name)
    if not (folder / "node_modules/wink-eng-lite-web-model").exists():
        log("wink-nlp: npm install")
        call("npm", "install", "--no-audit", "--no-fund", "--silent", folder=folder)
    return folder


def spacy_model(work, data, steps):
    """The trained pipeline; made if it is not there. Runs inside the environment."""
    folder = work / "spacy"
    done = folder / "done.json"
    if not done.exists():
        import spacy_data
        folder.mkdir(parents=True, exist_ok=True)
        sizes = {part: spacy_data.convert(data, part, folder / f"{part}.spacy") for part in ("train", "dev")}
        log(f"spaCy: training, {steps} steps, {sizes}")
        started = time.time()
        call(sys.executable, "-m", "spacy", "train", HERE / "spacy_small.cfg", "--output", folder,
             "--paths.train", folder / "train.spacy", "--paths.dev", folder / "dev.spacy",
             "--training.max_steps", steps, gentle=True)
        done.write_text(json.dumps({"steps": steps, "seconds": time.time() - started, "documents, sentences, named": sizes}))
    return folder / "model-best"


# --- the measurements, inside the environment -----------------------------------------------------------


def measure(args):
    import tables
    peer = None if "spacy" in args.without else spacy_model(args.work, args.data, args.spacy_steps)
    figures, parts = {}, []
    if args.part in ("scores", "all"):
        figures["scores"] = scores(args, peer)
        parts.append(tables.scores(figures["scores"]))
    if args.part in ("speed", "all"):
        figures["speed"] = speeds(args, peer)
        parts.append(tables.speed(figures["speed"]))
    figures["about"] = about(args)
    (args.work / "figures.json").write_text(json.dumps(figures, indent=1))
    text = "\n\n".join([*parts, foot(figures["about"])]) + "\n"
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    print(text)


def scores(args, model):
    import scores as language
    peer = None
    if model:
        import spacy_peer
        peer = spacy_peer.Peer(model)
    found = language.measure(args.data, args.work, args.binary, peer, log)
    if args.crosscheck:
        import crosscheck
        log(crosscheck.compare(args.work, args.data))
    return found


def speeds(args, model):
    import speed
    import texts
    sets = texts.write(args.data, args.work / "texts", args.texts, args.encoder_every)
    bench = speed.Bench(args.work, args.binary, sets, log)
    bench.casebook()
    if model:
        bench.spacy(sys.executable, model, HERE / "spacy_peer.py")
    node = None if "wink" in args.without else wink(args.work)
    if node:
        bench.wink(shutil.which("node"), node)
    return {"rows": bench.rows, "sets": sets, "encoder_every": args.encoder_every, "machine": machine()}


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    flags = next((line for line in lines if line.startswith("flags")), "")
    return f"{name}, {len(os.sched_getaffinity(0))} cores" + (", AVX-512" if "avx512f" in flags else "")


def about(args):
    version = subprocess.run([args.binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    done = args.work / "spacy/done.json"
    return {"program": version, "requirements": (HERE / "requirements.txt").read_text().split(),
            "npm": json.loads((HERE / "package.json").read_text())["dependencies"], "date": time.strftime("%Y-%m-%d"),
            "spaCy training": json.loads(done.read_text()) if done.exists() else None}


def foot(facts):
    npm = ", ".join(f"{name} {version}" for name, version in facts["npm"].items())
    text = f"*{facts['date']}; {facts['requirements'][0].replace('==', ' ')}"
    if facts["spaCy training"]:
        text += f" ({facts['spaCy training']['steps']} steps)"
    return text + f"; {npm}; made by crates/bench/language/run.py.*"


def main():
    args = options()
    if not args.binary.exists():
        sys.exit(f"error: no {args.binary}\nhint: cargo build --release, or --binary PATH")
    args.work.mkdir(parents=True, exist_ok=True)
    python = environment(args.work)
    if pathlib.Path(sys.prefix).resolve() != (args.work / "venv").resolve():
        os.execv(python, [str(python), str(pathlib.Path(__file__).resolve()), *sys.argv[1:]])
    measure(args)


if __name__ == "__main__":
    main()
