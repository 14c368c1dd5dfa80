"""Variation of training sentences: other people's names, lost capitals, hidden words.

Names are few (7,000 in the train part), so the model sees given names, surnames and towns exchanged for
others of the same list; word-by-word exchange keeps every annotation layer valid.
"""

import collections
import dataclasses

SWAP, LOWER, SHOUT, HIDE = 0.35, 0.05, 0.02, 0.04
LIST_ROLES = {"given": [("first", "PER"), ("only", "PER")],
              "surname": [("last", "PER"), ("only", "PER")],
              "place": [("only", "LOC")], "country": [("only", "LOC")]}


@dataclasses.dataclass
class Varied:
    """A sentence as trained on; `masked` holds the words whose pieces are hidden."""
    source: str
    words: list
    upos: list | None
    heads: list | None
    relations: list | None
    lemmas: list | None
    names: list | None
    mentions: list | None
    cues: list | None
    masked: set


class Swapper:
    """Draws varied copies of sentences with one random source."""

    def __init__(self, sentences, gazetteer, rng):
        self.rng = rng
        self.pools = self._collect(sentences)
        self._add_lists(gazetteer)

    def _add_lists(self, gazetteer):
        """Single-word list entries join the pools of the roles they play."""
        for kind, targets in LIST_ROLES.items():
            table = gazetteer.by_first[gazetteer.kinds.index(kind)]
            words = {w.capitalize() for w, options in table.items() if (w,) in options}
            for role in targets:
                self.pools[role] = sorted({*self.pools.get(role, ()), *filter(swappable, words)})

    @staticmethod
    def _collect(sentences):
        """Single words seen in names, by tag and place: (first or later or only, type)."""
        pools = collections.defaultdict(set)
        for sentence in sentences:
            for i, role in roles(sentence.names):
                word = sentence.words[i]
                if swappable(word) and role[1] != "ORG":
                    pools[role].add(word)
        return {role: sorted(words) for role, words in pools.items()}

    def vary(self, sentence):
        words, lemmas, masked = list(sentence.words), sentence.lemmas, set()
        if sentence.names and self.rng.random() < SWAP:
            words, lemmas = self._swap(sentence, words, list(lemmas) if lemmas else None)
        draw = self.rng.random()
        if draw < LOWER + SHOUT:
            words = [w.lower() if draw < LOWER else w.upper() for w in words]
            lemmas = None
        if self.rng.random() < 0.5:
            masked = {i for i in range(len(words)) if self.rng.random() < 2 * HIDE}
        if lemmas and masked:
            # A hidden word has no lemma to learn: None is outside the script inventory.
            lemmas = [None if i in masked else x for i, x in enumerate(lemmas)]
        return Varied(sentence.source, words, sentence.upos, sentence.heads, sentence.relations,
                      lemmas, sentence.names, sentence.mentions, sentence.cues, masked)

    def _swap(self, sentence, words, lemmas):
        for i, role in roles(sentence.names):
            pool = self.pools.get(role)
            if pool and swappable(words[i]) and self.rng.random() < 0.7:
                words[i] = self.rng.choice(pool)
                if lemmas:
                    lemmas[i] = words[i]
        return words, lemmas


def swappable(word):
    """Capitalised plain words; titles, initials and connectors stay."""
    return len(word) > 2 and word.isalpha() and word[0].isupper() and word[1:].islower()


def roles(tags):
    """(index, (position, type)) for every word inside a name."""
    tags = tags or []
    for i, tag in enumerate(tags):
        if tag != "O":
            more = i + 1 < len(tags) and tags[i + 1] == "I-" + tag[2:]
            position = "only" if tag[0] == "B" and not more else (
                "first" if tag[0] == "B" else "last" if not more else "middle")
            yield i, (position, tag[2:])
