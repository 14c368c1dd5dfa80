"""Sentences with the claims they state: from the corpus's readings, from marked passages and reports, from the packs' sentences.

    python data.py --casebook CASEBOOK --root REPOSITORY --texts TEXTS --out FOLDER

`CASEBOOK` is the built program: it splits texts into sentences and words and says who is mentioned where, as it
will when it reads. `TEXTS` holds the texts of `corpus/texts.py --write`. Writes `train.jsonl`, `dev.jsonl`,
`passages.jsonl`, `reports.jsonl`, `held.jsonl` (one report in ten, to judge by), `packs.jsonl`: one sentence a line,

    {"doc": …, "at": …, "words": […], "claims": [[predicate, [word, …], [word, …]], …], "mentions": [[start, end, person], …],
     "parts": [[start, end, part], …]}

The first list of a claim holds the words it stands on. The second holds those that mention whom it is about anywhere
in the document, counted from its start; the sentence itself begins at word `at` (null when nobody knows). `mentions`
are the words of the sentence that mention people, and whom, where all of them are marked. `parts` are mentions of which is known what part
their person has in the report, or that they are `unlisted`.
"""

import argparse
import importlib.util
import json
import pathlib
import subprocess
import tempfile
import tomllib

import passages
import reports

# Sentences of the packs that are read as one text.
TOGETHER = 200
# The part of those whom a reading does not list.
UNLISTED = "unlisted"


def main():
    args = arguments()
    program = Program(args.casebook)
    scorer = load_scorer(args.root.parent / "shared/tools/score_reading.py")
    args.out.mkdir(parents=True, exist_ok=True)
    for part in args.parts:
        lines = {"passages": lambda: marked(args.root / "corpus/passages", program),
                 "reports": lambda: whole(reports.split(args.root / "corpus/reports")[0], program),
                 "held": lambda: whole(reports.split(args.root / "corpus/reports")[1], program),
                 "packs": lambda: packs(args.root / "packs/en/claims", program)}
        write(args.out / f"{part}.jsonl", lines.get(part, lambda: corpus(part, args, program, scorer))())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--casebook", required=True)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--parts", nargs="*", default=["train", "dev", "passages", "reports", "held", "packs"])
    return parser.parse_args()


def load_scorer(path):
    """The published scorer as a module: how quotes are found and people aligned."""
    source = path.read_text(encoding="utf-8").replace("\nmain()\n", "\n")
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("score_reading", loader=None))
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


class Program:
    """What the program says of a text."""

    def __init__(self, path):
        self.path = path

    def run(self, *args):
        return subprocess.run([self.path, *args], capture_output=True, text=True, check=False).stdout

    def reading(self, file):
        return json.loads(self.run("read", "--json", "--gear", "encoder", str(file)))

    def mentions(self, file):
        """(start, end, person) of every mention, in characters."""
        lines = map(json.loads, self.run("show", "annotations", "--json", "--gear", "encoder", str(file)).splitlines())
        return [(m["start"], m["end"], m["value"]) for m in lines if m["kind"] == "mention"]

    def sentences(self, text):
        """Lists of (form, start, end)."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            # A line of a clean text is a paragraph; in raw text an empty line parts them.
            file.write(text.replace("\n", "\n\n"))
            file.flush()
            return placed(text, self.run("model", "run", "--raw", file.name, "--gear", "first"))


def placed(text, conllu):
    """The words of a CoNLL-U file with their places in the text."""
    found, sentence, at, covered = [], [], 0, (0, 0, 0)
    for line in conllu.splitlines() + [""]:
        if not line and sentence:
            found.append(sentence)
            sentence, covered = [], (0, 0, 0)
        if not line or line.startswith("#"):
            continue
        number, form = line.split("\t")[:2]
        if "-" in number:
            start = text.index(form, at)
            at = start + len(form)
            covered = (int(number.split("-")[1]), start, at)
        elif int(number) <= covered[0]:
            sentence.append((form, *covered[1:]))
        else:
            start = text.index(form, at)
            at = start + len(form)
            sentence.append((form, start, at))
    return found


def corpus(part, args, program, scorer):
    for path in sorted((args.root / "corpus" / part).glob("*.toml")):
        gold = tomllib.loads(path.read_text(encoding="utf-8"))
        file = text_of(path, gold, args)
        if file is None:
            continue
        reading = program.reading(file)
        text = reading["text"]
        aligned = scorer.align_people(gold.get("person", []), reading["people"], text)
        people = {}
        for start, end, person in program.mentions(file):
            people.setdefault(person, []).append((start, end))
        claims = []
        for claim in gold.get("claim", []):
            spans = scorer.spans_of(text, claim["quote"])
            if spans:
                claims.append((*spans[0], claim["predicate"], people.get(aligned.get(claim["about"]))))
        yield from rows(path.stem, program.sentences(text), claims,
                        parts=parts_of(gold.get("person", []), aligned, people, text, scorer))


def parts_of(listed, aligned, people, text, scorer):
    """Mentions of which the reference tells the part: what it says people are called, what the program takes for mentions of
    them; and what is neither, but for pronouns, which may be anybody's."""
    found = [(*span, p["role"]) for p in listed for words in [p.get("name"), *p.get("also_called", [])] if words
             for span in scorer.spans_of(text, words)]
    called = list(found)
    roles = {aligned[p["id"]]: p["role"] for p in listed if p["id"] in aligned}
    for person, spans in people.items():
        for start, end in spans:
            if any(start < b and a < end for a, b, _ in called):
                continue
            if person in roles:
                found.append((start, end, roles[person]))
            elif text[start:end].casefold() not in reports.PRONOUNS:
                found.append((start, end, UNLISTED))
    return found


def whole(named, program):
    """Whole marked reports. A pronoun for people whom no name or description mentions (a pair) has no part."""
    for name, report in named:
        people, parts = {}, []
        for start, end, person in report.mentions:
            people.setdefault(person, []).append((start, end))
            part = report.listed.get(person, ("", UNLISTED))[1]
            if part != UNLISTED or report.names(person):
                parts.append((start, end, part))
        claims = [(start, end, predicate, people.get(about, [])) for start, end, predicate, about in report.claims]
        yield from rows(name, program.sentences(report.text), claims, report.mentions, parts)


def text_of(path, gold, args):
    source = gold["document"].get("source")
    names = [path.with_suffix(s) for s in (".txt", ".html", ".md")]
    names += [args.root / "examples" / name.name for name in names]
    names += [args.texts / f"{source['id']}.txt"] if source else []
    return next((name for name in names if name.exists()), None)


def marked(folder, program):
    for path in sorted(folder.glob("*.txt")):
        whole = passages.read(path)
        sentences = program.sentences("\n".join(p.text for p in whole))
        at = 0
        for i, passage in enumerate(whole):
            people, mentions = {}, [(at + start, at + end, person) for start, end, person in passage.mentions]
            for start, end, person in mentions:
                people.setdefault(person, []).append((start, end))
            claims = [(at + start, at + end, predicate, people.get(about, []))
                      for start, end, predicate, about in passage.claims]
            end = at + len(passage.text)
            own = [s for s in sentences if at <= s[0][1] < end]
            yield from rows(f"{path.stem}/{i}", own, claims, mentions)
            at = end + 1


def rows(doc, sentences, claims, mentions=None, parts=None):
    document = [word for sentence in sentences for word in sentence]
    at = 0
    for sentence in sentences:
        start, end = sentence[0][1], sentence[-1][2]
        found = []
        for a, b, predicate, people in claims:
            words = touched(sentence, a, b)
            if words and start <= a < end:
                about = {w for m in people or () for w in touched(document, *m)}
                found.append([predicate, words, None if people is None else sorted(about)])
        row = {"doc": doc, "at": at, "words": [w[0] for w in sentence], "claims": found}
        if mentions is not None:
            inside = ((touched(sentence, a, b), person) for a, b, person in mentions)
            row["mentions"] = sorted([words[0], words[-1] + 1, person] for words, person in inside if words)
        if parts is not None:
            inside = ((touched(sentence, a, b), part) for a, b, part in parts)
            row["parts"] = sorted([words[0], words[-1] + 1, part] for words, part in inside if words)
        yield row
        at += len(sentence)


def touched(sentence, a, b):
    return [i for i, (_, start, end) in enumerate(sentence) if start < b and end > a]


def packs(folder, program):
    """The sentences by which the phrasings are tested. Of the predicate they are written for they state a claim, or
    must not; of all others they state what the phrasings find in them."""
    examples = []
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("entry", []):
            for key in ("yes", "no"):
                examples += [(entry["predicate"], one if isinstance(one, str) else one["text"], key == "yes")
                             for one in entry.get(key, [])]
    examples = [e for e in examples if not e[0].startswith("role.")]
    for at in range(0, len(examples), TOGETHER):
        yield from read_examples(examples[at:at + TOGETHER], program)


def read_examples(examples, program):
    text = "\n\n".join(text for _, text, _ in examples)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        reading = program.reading(file.name)
    read = reading["text"]
    stated = [(c["anchors"][0]["start"], c["anchors"][0]["end"], c["predicate"])
              for c in reading["claims"] if not c.get("suggested")]
    sentences, at = program.sentences(read), 0
    for predicate, example, holds in examples:
        start = read.find(example, at)
        if start < 0:
            continue
        at = start + len(example)
        own = [s for s in sentences if start <= s[0][1] < at]
        if len(own) != 1:
            continue
        others = [(a, b, p, None) for a, b, p in stated if p != predicate]
        row = next(rows(f"packs/{start}", own, others))
        if holds:
            row["claims"].append([predicate, list(range(len(row["words"]))), None])
        yield row


def write(path, lines):
    count = 0
    with open(path, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    print(f"{path}: {count} sentences", flush=True)


if __name__ == "__main__":
    main()
