"""The program, through its binary only."""

import json
import subprocess

import conllu


class Program:
    def __init__(self, binary, work):
        self.binary, self.work = str(binary), work

    def analyse(self, sentences, gear, name):
        """Sentences (of words) with the program's analysis; the division into words is kept."""
        path = self.work / f"{name}.in.conllu"
        path.write_text(conllu.show(sentences), encoding="utf-8")
        return self.conllu("--conllu", path, gear, f"{name}.{gear}")

    def raw(self, text, gear, name):
        """Sentences that the program itself finds in a text."""
        path = self.work / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return self.conllu("--raw", path, gear, f"{name}.{gear}")

    def conllu(self, how, path, gear, name):
        printed = self._run("model", "run", how, str(path), "--gear", gear)
        (self.work / f"{name}.conllu").write_text(printed, encoding="utf-8")
        return conllu.parse(printed)

    def annotations(self, text, name):
        """Annotations of a text: dicts with kind, start and end in code points of the clean text."""
        path = self.work / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        printed = self._run("show", "annotations", str(path), "--json", "--gear", "encoder")
        return [json.loads(line) for line in printed.splitlines() if line.strip()]

    def clean_text(self, name):
        return self._run("show", "text", str(self.work / f"{name}.txt"))

    def _run(self, *arguments):
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False)
        # `read` and `show` end with 1 where something waits for a person.
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(arguments[:4])}: exit {done.returncode}: {done.stderr[-500:]}")
        return done.stdout


def misc(row, key):
    """Value of a key of MISC, or None."""
    for part in row[conllu.MISC].split("|"):
        name, _, value = part.partition("=")
        if name == key:
            return value
    return None


def name_tags(sentence):
    return [misc(row, "NER") or "O" for row in sentence.words]


def clusters(sentences):
    """Clusters of (start, end) word offsets from the brackets of `Coref=`."""
    open_, found, at = {}, {}, 0
    for row in (row for s in sentences for row in s.words):
        for part in (misc(row, "Coref") or "").split(","):
            key = part.strip("()")
            if part.startswith("("):
                open_.setdefault(key, []).append(at)
            if part.endswith(")"):
                found.setdefault(key, []).append((open_[key].pop(), at + 1))
        at += 1
    return [sorted(set(c)) for c in found.values() if len(set(c)) > 1]
