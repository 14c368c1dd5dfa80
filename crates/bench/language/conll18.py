"""Scores by the definition of the CoNLL-2018 shared task, for words that need not be the gold ones.

    python3 conll18.py gold.conllu system.conllu

Written after the description at https://universaldependencies.org/conll18/evaluation.html. Both files must spell the
same characters, spaces aside. Tokens and sentences are right where their character ranges are; words of multiword
tokens are aligned by the longest common subsequence of their forms. Relations are compared without their subtypes.
"""

import dataclasses
import sys

import conllu

METRICS = ("Tokens", "Sentences", "Words", "UPOS", "Lemmas", "UAS", "LAS")


class Mismatch(ValueError):
    """The two files do not hold the same characters."""


@dataclasses.dataclass
class Word:
    """`span`: characters of its token. `parent`: index of its head in the file, None for a root."""
    span: tuple
    row: list
    multi: bool
    parent: int | None

    @property
    def relation(self):
        return self.row[conllu.DEPREL].split(":")[0]


@dataclasses.dataclass
class File:
    characters: str
    tokens: list
    sentences: list
    words: list


def load(sentences):
    characters, size, tokens, spans, words = [], 0, [], [], []
    for sentence in sentences:
        start, base = size, len(words)
        for form, first, end, _ in sentence.tokens:
            bare = "".join(form.split())
            characters.append(bare)
            tokens.append((size, size + len(bare)))
            for row in sentence.words[first:end]:
                head = int(row[conllu.HEAD]) if row[conllu.HEAD].isdigit() else 0
                words.append(Word(tokens[-1], row, end - first > 1, base + head - 1 if head else None))
            size += len(bare)
        spans.append((start, size))
    return File("".join(characters), tokens, spans, words)


# --- alignment --------------------------------------------------------------------------------


def align(gold, system):
    """{index of a system word: index of its gold word}."""
    found, g, s = {}, 0, 0
    while g < len(gold) and s < len(system):
        if gold[g].multi or system[s].multi:
            end = (gold[g] if gold[g].multi else system[s]).span[1]
            g, s = _start(gold, system, g, s)
            g_end, s_end = _end(gold, system, g, s, end)
            found.update((s + b, g + a) for a, b in _common(gold[g:g_end], system[s:s_end]))
            g, s = g_end, s_end
        elif gold[g].span == system[s].span:
            found[s] = g
            g, s = g + 1, s + 1
        elif gold[g].span[0] <= system[s].span[0]:
            g += 1
        else:
            s += 1
    return found


def _start(gold, system, g, s):
    """Where the stretch around a multiword token begins. As in the shared task, at most one earlier word is passed over."""
    if gold[g].multi:
        return g, s + (not system[s].multi and system[s].span[0] < gold[g].span[0])
    return g + (gold[g].span[0] < system[s].span[0]), s


def _end(gold, system, g, s, end):
    """The first gold and system word behind the stretch of overlapping multiword tokens that reaches to `end` at least."""
    while _inside(gold, g, end) or _inside(system, s, end):
        from_gold = g < len(gold) and (s >= len(system) or gold[g].span[0] <= system[s].span[0])
        word = gold[g] if from_gold else system[s]
        if word.multi:
            end = max(end, word.span[1])
        g, s = g + from_gold, s + (not from_gold)
    return g, s


def _inside(words, i, end):
    """Whether the word belongs to a stretch up to `end`: a multiword token that begins in it, or a word that ends there."""
    return i < len(words) and (words[i].span[0] if words[i].multi else words[i].span[1] - 1) < end


def _common(gold, system):
    """Pairs of a longest common subsequence of the lower-case forms."""
    a = [w.row[conllu.FORM].lower() for w in gold]
    b = [w.row[conllu.FORM].lower() for w in system]
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], (1 + best[i + 1][j + 1]) if a[i] == b[j] else 0)
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


# --- scores -------------------------------------------------------------------------------------


def evaluate(gold_sentences, system_sentences):
    """{metric: {"p", "r", "f1", "aligned"}}; `aligned`: share right among the aligned words."""
    gold, system = load(gold_sentences), load(system_sentences)
    if gold.characters != system.characters:
        raise Mismatch(_difference(gold.characters, system.characters))
    pairs = align(gold.words, system.words)
    scores = {"Tokens": _spans(gold.tokens, system.tokens), "Sentences": _spans(gold.sentences, system.sentences)}
    for name, same in _measures(gold.words, system.words, pairs).items():
        right = sum(same(g, s) for s, g in pairs.items())
        scores[name] = _score(right, len(gold.words), len(system.words), len(pairs))
    return scores


def _measures(gold, system, pairs):
    def column(number):
        return lambda g, s: gold[g].row[number] == system[s].row[number]

    def lemma(g, s):
        return gold[g].row[conllu.LEMMA] in ("_", system[s].row[conllu.LEMMA])

    def head(g, s):
        parent = system[s].parent
        return gold[g].parent == (None if parent is None else pairs.get(parent, "not aligned"))

    def labelled(g, s):
        return head(g, s) and gold[g].relation == system[s].relation
    return {"Words": lambda g, s: True, "UPOS": column(conllu.UPOS), "Lemmas": lemma, "UAS": head, "LAS": labelled}


def _spans(gold, system):
    return _score(len(set(gold) & set(system)), len(gold), len(system), None)


def _score(right, n_gold, n_system, n_aligned):
    share = (lambda n: right / n if n else 0.0)
    return {"p": share(n_system), "r": share(n_gold), "f1": 2 * right / (n_gold + n_system) if n_gold + n_system else 0.0,
            "aligned": share(n_aligned)}


def _difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"the files differ from character {at}: gold {a[at:at + 20]!r}, system {b[at:at + 20]!r}"


def main():
    gold, system = (conllu.read(path) for path in sys.argv[1:3])
    print("metric      precision  recall      F1  aligned accuracy")
    for name, one in evaluate(gold, system).items():
        print(f"{name:<10} {one['p']:>10.4f} {one['r']:>7.4f} {one['f1']:>7.4f} {one['aligned']:>17.4f}")


if __name__ == "__main__":
    main()
