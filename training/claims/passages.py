"""Marked passages: plain text in which the words of claims and the people they are about are marked.

A passage is a block of lines between blank lines; lines that begin with `#` are remarks. Marks:

    {Rahim Uddin|a}                      a mention of the person or group `a`
    [picked up|crim.arrest a]            words that state a claim of that predicate about `a`
    [words|crim.charge a; crim.plea b]   two claims on the same words

Marks may stand inside each other: `[took {his|a} passport|doc.confiscated a]`. A class of people has an id
that begins with `class`. Run as a program it checks files: `python passages.py PREDICATES_DIR FILE...`.
"""

import collections
import dataclasses
import pathlib
import re
import sys
import tomllib


@dataclasses.dataclass
class Passage:
    """Text without its marks; spans are character ranges of it."""

    text: str
    mentions: list  # (start, end, id)
    claims: list  # (start, end, predicate, id)


class Malformed(ValueError):
    """A mark that does not close, or lacks its part after the bar."""


def parse(block):
    """The passage of one block of lines."""
    return Passage(*unmarked(" ".join(line.strip() for line in block.split("\n") if not line.startswith("#"))))


def unmarked(source):
    """Marked text without its marks; the spans of its mentions and of its claims."""
    text, open_marks, mentions, claims = [], [], [], []
    i = 0
    while i < len(source):
        char = source[i]
        if char in "[{":
            open_marks.append((char, len(text)))
        elif char == "|":
            if not open_marks:
                raise Malformed(f"a bar outside marks: …{source[max(0, i - 30):i + 10]}")
            kind, start = open_marks.pop()
            close = source.find("]" if kind == "[" else "}", i)
            if close < 0:
                raise Malformed(f"a mark that does not close: {source[i:i + 30]}")
            label = source[i + 1:close].strip()
            if kind == "{":
                mentions.append((start, len(text), label))
            else:
                claims += [(start, len(text), *claim(one)) for one in label.split(";")]
            i = close
        elif char in "]}":
            raise Malformed(f"a mark without a bar: …{source[max(0, i - 40):i + 1]}")
        else:
            text.append(char)
        i += 1
    if open_marks:
        raise Malformed(f"a mark that does not close: …{''.join(text)[-40:]}")
    return "".join(text), mentions, claims


def claim(label):
    parts = label.split()
    if len(parts) != 2:
        raise Malformed(f"not `predicate id`: {label!r}")
    return parts


def read(path):
    """The passages of one file."""
    blocks = re.split(r"\n\s*\n", pathlib.Path(path).read_text(encoding="utf-8"))
    passages = (parse(block) for block in blocks if block.strip())
    return [passage for passage in passages if passage.text.strip()]


def predicates(folder):
    """Ids of the predicates that take claims."""
    found = set()
    for path in pathlib.Path(folder).glob("*.toml"):
        for one in tomllib.loads(path.read_text(encoding="utf-8")).get("predicate", []):
            found |= set() if "role" in one else {one["id"]}
    return found


def check(path, known):
    """Messages about one file, and the numbers of its claims by predicate."""
    said, count = [], collections.Counter()
    for block in re.split(r"\n\s*\n", pathlib.Path(path).read_text(encoding="utf-8")):
        if not block.strip():
            continue
        try:
            passage = parse(block)
        except Malformed as error:
            said.append(str(error))
            continue
        people = {label for _, _, label in passage.mentions}
        for start, end, predicate, about in passage.claims:
            words = passage.text[start:end]
            if predicate not in known:
                said.append(f"no such predicate {predicate!r}: {words}")
            if about not in people and not about.startswith("class"):
                said.append(f"nobody is marked {about!r}: {words}")
            count[predicate] += 1
    return said, count


if __name__ == "__main__":
    ids = predicates(sys.argv[1])
    total = collections.Counter()
    for name in sys.argv[2:]:
        messages, counts = check(name, ids)
        total += counts
        for message in messages:
            print(f"{name}: {message}")
    print(f"{sum(total.values())} claims; " + ", ".join(f"{p} {n}" for p, n in sorted(total.items())))
