"""CoNLL-U: sentences with their words, multiword tokens and marks, and the raw text they were cut from."""

import dataclasses
import pathlib

ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(10)


@dataclasses.dataclass
class Sentence:
    """`words`: rows of ten columns. `tokens`: (form, first word, end, space after), words counted from 0."""
    words: list
    tokens: list
    comments: list

    def comment(self, key):
        """Value of `# key = value`, "" for a bare `# key`, or None."""
        for line in self.comments:
            name, _, value = line[1:].partition("=")
            if name.strip() == key or name.strip() == key + " id":
                return value.strip()
        return None

    @property
    def forms(self):
        return [row[FORM] for row in self.words]


def parse(text):
    """All sentences; empty nodes are left out."""
    return [_sentence(block.split("\n")) for block in text.strip("\n").split("\n\n") if block.strip()]


def read(path):
    return parse(pathlib.Path(path).read_text(encoding="utf-8"))


def _sentence(lines):
    comments = [line for line in lines if line.startswith("#")]
    words, tokens, covered = [], [], 0
    for row in (line.split("\t") for line in lines if line and not line.startswith("#")):
        space = "SpaceAfter=No" not in row[MISC].split("|")
        if "-" in row[ID]:
            first, last = (int(x) for x in row[ID].split("-"))
            tokens.append((row[FORM], first - 1, last, space))
            covered = last
        elif "." not in row[ID]:
            words.append(row)
            if int(row[ID]) > covered:
                tokens.append((row[FORM], len(words) - 1, len(words), space))
    return Sentence(words, tokens, comments)


def documents(sentences):
    """Lists of sentences, cut at `# newdoc`."""
    return _cut(sentences, "newdoc")


def paragraphs(sentences):
    """Lists of sentences, cut at `# newpar` and `# newdoc`."""
    return _cut(sentences, "newpar", "newdoc")


def _cut(sentences, *keys):
    found = []
    for sentence in sentences:
        if not found or any(sentence.comment(key) is not None for key in keys):
            found.append([])
        found[-1].append(sentence)
    return found


def paragraph_text(sentences):
    """The running text of one paragraph: forms of tokens, spaces where the file says so."""
    return "".join(form + " " * space for s in sentences for form, _, _, space in s.tokens).rstrip(" ")


def raw_text(sentences):
    """The raw text: paragraphs and documents parted by a blank line."""
    return "\n\n".join(paragraph_text(p) for p in paragraphs(sentences)) + "\n"


def show(sentences):
    """CoNLL-U of sentences given as lists of ten-column rows, or as Sentence; of the comments, document and speaker."""
    blocks = []
    for one in sentences:
        rows, comments = (one.words, one.comments) if isinstance(one, Sentence) else (one, [])
        lines = [line for line in comments if line.startswith(("# newdoc", "# newpar", "# speaker"))]
        blocks.append("".join(line + "\n" for line in [*lines, *("\t".join(map(str, row)) for row in rows)]))
    return "\n".join(blocks) + "\n"


def blank(words):
    """Rows for words without any analysis, as the input of a tagger."""
    return [[i, w, "_", "_", "_", "_", "_", "_", "_", "_"] for i, w in enumerate(words, 1)]
