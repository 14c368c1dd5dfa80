"""Marked reports: whole reports as they are printed, with everybody marked and the people listed.

A file holds several reports. Each begins with a line `=== STYLE`; lines `@ ID LEVEL ROLE` list the people whom a reading of it
would list, with identity level and role; after an empty line comes the report as it is printed (title, byline, dateline, body,
notes; empty lines between paragraphs) with the marks of `passages.py`: `{words|id}`, `[words|predicate id]`. Run as a
program it checks files: `python reports.py PREDICATES_DIR FILE...`.
"""

import collections
import dataclasses
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

import passages

LEVELS = {"named", "pseudonym", "partially-named", "role-only", "group"}
ROLES = {"subject", "relative", "mentioned", "lawyer", "expert", "official", "reporter", "recruiter", "employer",
         "commander", "ngo", "witness"}
# One report in so many is held out, by a hash of its name: more reports change nothing about the others.
HELD_OUT = 10
# Words that nobody is called by alone: pronouns take marks, but lead to no name.
PRONOUNS = set("he she they him her them his their hers theirs himself herself themselves themself i we me us my our mine "
               "ours myself ourselves you your yours it its itself who whose whom both all each".split())


@dataclasses.dataclass
class Report:
    """Text without its marks and without empty lines, as the program shows it; spans are character ranges of it."""

    style: str
    listed: dict  # id: (level, role)
    printed: str  # with the empty lines, as in a file
    text: str
    mentions: list  # (start, end, id)
    claims: list  # (start, end, predicate, id)

    def names(self, person):
        """What the text calls somebody, longest first, without pronouns."""
        words = {self.text[a:b] for a, b, label in self.mentions if label == person}
        return sorted((w for w in words if w.casefold() not in PRONOUNS), key=lambda w: (-len(w), w))


def ask(casebook, report, *args):
    """What the program prints of a report as it is printed, in a file."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(report.printed)
        file.flush()
        return subprocess.run([casebook, *args, file.name], capture_output=True, text=True, check=True).stdout


def whose(spans, report):
    """Whom the marks mean at most of the places where somebody is named or described; None where they mean nobody."""
    by_end = {end: label for _, end, label in sorted(report.mentions)}

    def mark(a, b):
        # "his lawyer" of "his lawyer, Ana Silva", marked as a whole.
        around = [(end, label) for start, end, label in report.mentions if start == a and end > b]
        # "a doctor" of "a doctor at the clinic", marked by its noun.
        inside = [(end, label) for start, end, label in report.mentions if start == a and end < b and is_noun(a, end)]
        same = next((label for start, end, label in report.mentions if (start, end) == (a, b)), None)
        return same or max(inside, default=(0, None))[1] or by_end.get(b) or min(around, default=(0, None))[1]

    def is_noun(a, end):
        return report.text[a:end].casefold() not in PRONOUNS and report.text[end] not in "'’"

    told = [(a, b) for a, b in spans if report.text[a:b].casefold() not in PRONOUNS]
    labels = [mark(a, b) for a, b in told or spans]
    return next((label for label, _ in collections.Counter(filter(None, labels)).most_common(1)), None)


def parse(block):
    """The report of one block, whose first line is the style."""
    style, _, rest = block.partition("\n")
    lines, listed = rest.split("\n"), {}
    while lines and (lines[0].startswith("@") or not lines[0].strip()):
        line = lines.pop(0)
        if line.startswith("@"):
            parts = line[1:].split()
            if len(parts) != 3 or parts[1] not in LEVELS or parts[2] not in ROLES:
                raise passages.Malformed(f"not `@ id level role`: {line!r}")
            listed[parts[0]] = (parts[1], parts[2])
    source = "\n".join(line.rstrip() for line in lines).strip()
    printed = passages.unmarked(source)[0]
    return Report(style.strip(), listed, printed, *passages.unmarked(re.sub(r"\n+", "\n", source)))


def blocks(path):
    return re.split(r"(?m)^=== ", pathlib.Path(path).read_text(encoding="utf-8"))[1:]


def read(path):
    """The reports of one file."""
    return [parse(block) for block in blocks(path)]


def split(folder):
    """All reports of a folder with their names: those to learn from, and one in ten to judge by."""
    every = [(f"{path.stem}/{i}", one) for path in sorted(pathlib.Path(folder).glob("*.txt"))
             for i, one in enumerate(read(path))]
    out = [zlib.crc32(name.encode()) % HELD_OUT == 0 for name, _ in every]
    return [x for x, o in zip(every, out) if not o], [x for x, o in zip(every, out) if o]


def check(path, known):
    """Messages about one file, and the numbers of its claims by predicate."""
    said, count = [], collections.Counter()
    for block in blocks(path):
        title = block[:60].replace("\n", " ")
        try:
            report = parse(block)
        except passages.Malformed as error:
            said.append(f"{title}: {error}")
            continue
        people = {label for _, _, label in report.mentions}
        said += [f"{title}: nobody is marked {one!r}" for one in report.listed if one not in people]
        said += [f"{title}: {one!r} is named and has no name" for one, (level, _) in report.listed.items()
                 if level in ("named", "pseudonym", "partially-named") and not any(n[:1].isupper() for n in report.names(one))]
        if not report.listed:
            said.append(f"{title}: nobody is listed")
        for start, end, predicate, about in report.claims:
            words = report.text[start:end]
            if predicate not in known:
                said.append(f"{title}: no such predicate {predicate!r}: {words}")
            if about not in report.listed and not about.startswith("class"):
                said.append(f"{title}: {about!r} is not listed: {words}")
            count[predicate] += 1
    return said, count


if __name__ == "__main__":
    ids = passages.predicates(sys.argv[1])
    total, n = collections.Counter(), 0
    for name in sys.argv[2:]:
        messages, counts = check(name, ids)
        total += counts
        n += len(blocks(name))
        for message in messages:
            print(f"{name}: {message}")
    print(f"{n} reports, {sum(total.values())} claims")
