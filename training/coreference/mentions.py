"""Candidate mentions of a document from the predicted layers, with spans in OntoGUM's manner."""

import dataclasses

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "DET", "ADJ"}
NOT_MENTIONS = {"who", "which", "whom", "what", "there", "whose", "whoever", "whatever"}


@dataclasses.dataclass
class Mention:
    sentence: int
    head: int           # word in the sentence, from 0
    start: int          # span in the sentence, end exclusive
    end: int
    offset: int         # of the sentence in the document, in words
    whole: bool = False  # a coordination as one mention

    @property
    def span(self):
        return self.offset + self.start, self.offset + self.end


def children(heads):
    kids = [[] for _ in heads]
    for word, head in enumerate(heads):
        if head:
            kids[head - 1].append(word)
    return kids


def base(relation):
    return relation.split(":")[0]


def subtree(word, kids, dropped):
    """Words of the subtree, without the subtrees of those direct children for which dropped(child)."""
    found, stack = [word], [k for k in kids[word] if not dropped(k)]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += kids[node]
    return found


# Children of the head that lie outside the span.
OUTSIDE = {"case", "cc", "punct", "cop", "mark", "parataxis", "discourse", "vocative", "reparandum", "dislocated"}
CLAUSAL = {"nsubj", "csubj", "aux", "expl", "advcl"}


def span_of(row, word, kids, whole):
    """(start, end) of the mention headed by the word."""
    relations = [base(r) for r in row["relations"]]
    predicate = any(relations[k] in ("cop", "nsubj") for k in kids[word])
    first = min((k for k in kids[word] if relations[k] not in OUTSIDE), default=word)

    def dropped(k):
        r = relations[k]
        if r == "conj":
            return not whole
        if r == "punct":
            return False
        if r == "cc":
            return not whole or k < word
        if r == "case" and k > word:
            return False
        if r == "advmod" and (predicate or k < word and k == first):
            return True
        return r in OUTSIDE or predicate and r in CLAUSAL
    words = sorted(subtree(word, kids, dropped))
    # The run of words around the head, holes by punctuation allowed.
    inside = set(words)
    start, end = word, word + 1
    while start > 0 and start - 1 in inside:
        start -= 1
    while end < len(row["words"]) and end in inside and row["words"][end] != ":":
        end += 1
    return trim(row, start, end, word)


QUOTES = {'"', "'", "''", "``", "“", "”", "‘", "’"}


def trim(row, start, end, word):
    """Take punctuation off the ends, closing marks of pairs that are inside excepted."""
    words, upos = row["words"], row["upos"]

    def loose(i):
        return upos[i] == "PUNCT"
    while start < word and loose(start):
        start += 1
    while end - 1 > word and loose(end - 1):
        inside = words[start:end - 1]
        last = words[end - 1]
        if last in (")", "]") and inside.count({")": "(", "]": "["}[last]) > inside.count(last):
            break
        if last in QUOTES and sum(w in QUOTES for w in inside) % 2 == 1:
            break
        end -= 1
    return start, end


def is_candidate(row, word):
    form, tag = row["words"][word].lower(), row["upos"][word]
    if form in NOT_MENTIONS and tag in ("PRON", "DET", "ADV"):
        return False
    return row["mentions"][word] != "none" or tag == "PRON" or form in ("here", "there") and tag == "ADV"


def candidates(rows):
    """Mentions of a document in order of (start, -end)."""
    found, offset = [], 0
    for number, row in enumerate(rows):
        kids = children(row["heads"])
        taken = set()
        for word in range(len(row["words"])):
            if not is_candidate(row, word):
                continue
            plain = span_of(row, word, kids, False)
            if plain not in taken:
                taken.add(plain)
                found.append(Mention(number, word, *plain, offset))
            if any(base(row["relations"][k]) == "conj" and row["upos"][k] in NOMINAL for k in kids[word]):
                joined = span_of(row, word, kids, True)
                if joined not in taken:
                    taken.add(joined)
                    found.append(Mention(number, word, *joined, offset, True))
        offset += len(row["words"])
    return sorted(found, key=lambda m: (m.span[0], -m.span[1]))
