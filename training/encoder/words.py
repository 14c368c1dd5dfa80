"""From the words of one sentence to the numbers the encoder reads.

Everything here is copied by the runtime; FORMAT.md, sections 2 and 3, says the same in prose.
"""

import unicodedata

MAX_PIECES = 256
MAX_WORD_PIECES = 16
MAX_PART_CHARS = 100

SHAPES = ["lower", "plain", "first", "capital", "title", "letter",
          "upper", "shout", "mixed", "alnum", "number", "symbol"]

CJK = [(0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
       (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)]


def clean(word):
    """Drop controls, decompose, drop combining marks, lower-case character by character."""
    kept = [c for c in word
            if c in "\t\n\r" or (c not in "\0\ufffd" and unicodedata.category(c)[0] != "C")]
    decomposed = unicodedata.normalize("NFD", "".join(kept))
    return "".join(c.lower() for c in decomposed if unicodedata.category(c) != "Mn")


def is_punctuation(char):
    """BERT's notion: every ASCII symbol, and Unicode category P*."""
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def is_cjk(char):
    code = ord(char)
    return any(low <= code <= high for low, high in CJK)


def parts(text):
    """Split cleaned text at whitespace, punctuation and ideographs."""
    found, current = [], ""
    for char in text:
        alone = is_punctuation(char) or is_cjk(char)
        if (alone or char.isspace()) and current:
            found.append(current)
            current = ""
        if alone:
            found.append(char)
        elif not char.isspace():
            current += char
    return found + [current] if current else found


class WordPieces:
    """Greedy longest-match word pieces over a BERT vocabulary."""

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {piece: i for i, piece in enumerate(self.pieces)}
        self.cls, self.sep = self.ids["[CLS]"], self.ids["[SEP]"]
        self.unknown, self.mask = self.ids["[UNK]"], self.ids["[MASK]"]
        self._known = {}

    @classmethod
    def read(cls, path):
        with open(path, encoding="utf-8") as lines:
            return cls(line.rstrip("\n") for line in lines)

    def _part(self, part):
        if len(part) > MAX_PART_CHARS:
            return [self.unknown]
        found, start = [], 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.ids:
                    break
            else:
                return [self.unknown]
            found.append(self.ids[piece])
            start = end
        return found

    def word(self, word):
        """Piece ids of one word; never empty, at most MAX_WORD_PIECES."""
        if word not in self._known:
            ids = [i for part in parts(clean(word)) for i in self._part(part)]
            self._known[word] = ids[:MAX_WORD_PIECES] or [self.unknown]
        return self._known[word]


def chunks(words, pieces):
    """Cut a sentence into (start, end) runs of words that fit one sequence each."""
    runs, start, used = [], 0, 0
    for i, word in enumerate(words):
        size = len(pieces.word(word))
        if used + size > MAX_PIECES - 2:
            runs.append((start, i))
            start, used = i, 0
        used += size
    return runs + [(start, len(words))]


def case_counts(word):
    """Numbers of upper-case letters, lower-case letters and ASCII digits."""
    return (sum(c.isupper() for c in word), sum(c.islower() for c in word),
            sum("0" <= c <= "9" for c in word))


def sentence_flags(counts):
    """Whether capital letters tell anything here: (plain, shout, title)."""
    plain = all(upper == 0 for upper, _, _ in counts)
    loud = sum(lower == 0 and upper >= 2 for upper, lower, _ in counts)
    several = sum(upper + lower >= 2 for upper, lower, _ in counts)
    long = [upper for upper, lower, _ in counts if upper + lower >= 4]
    return plain, loud >= 3 and 2 * loud > several, len(long) >= 3 and 0 not in long


def shape_name(word, count, flags, is_first):
    """The shape of one word: the first rule that holds (FORMAT.md, section 3)."""
    (upper, lower, digits), (plain, shout, title) = count, flags
    if upper + lower == 0:
        return "number" if digits else "symbol"
    if digits:
        return "alnum"
    if upper == 0:
        return "plain" if plain else "lower"
    if lower == 0:
        return "letter" if upper == 1 else "shout" if shout else "upper"
    starts_upper = next(c for c in word if c.isupper() or c.islower()).isupper()
    if upper == 1 and starts_upper:
        return "title" if title else "first" if is_first else "capital"
    return "mixed"


def shapes(words):
    """Index into SHAPES for every word of a sentence."""
    counts = [case_counts(word) for word in words]
    flags = sentence_flags(counts)
    first = next((i for i, c in enumerate(counts) if c[0] + c[1]), -1)
    return [SHAPES.index(shape_name(word, counts[i], flags, i == first))
            for i, word in enumerate(words)]


def gazetteer_key(word):
    return "".join(clean(word).split())


class Gazetteer:
    """Name lists as word features: a begin row and an inside row for every kind."""

    def __init__(self, lines):
        """`lines`: 'kind TAB word word ...', keys already cleaned."""
        entries = [line.split("\t") for line in lines]
        self.lines = list(lines)
        self.kinds = sorted({kind for kind, _ in entries})
        self.by_first = [{} for _ in self.kinds]
        for kind, phrase in entries:
            keys = tuple(phrase.split(" "))
            self.by_first[self.kinds.index(kind)].setdefault(keys[0], []).append(keys)
        for table in self.by_first:
            for options in table.values():
                options.sort(key=len, reverse=True)

    def rows(self, words):
        """For every word, the list of its gazetteer rows."""
        keys = [gazetteer_key(word) for word in words]
        upper = [any(c.isupper() for c in word) for word in words]
        plain = not any(upper)
        rows = [[] for _ in words]
        for kind, table in enumerate(self.by_first):
            i = 0
            while i < len(words):
                size = self._match(table, keys, i) if upper[i] or plain else 0
                for j in range(i, i + size):
                    rows[j].append(2 * kind + (j > i))
                i += max(size, 1)
        return rows

    @staticmethod
    def _match(table, keys, i):
        for option in table.get(keys[i], ()):
            if tuple(keys[i:i + len(option)]) == option:
                return len(option)
        return 0
