"""Attribution candidates, their features, and the spans of source and content, from predicted layers.

Words are counted from 0 in the sentence. A content is a list of (sentence, words).
"""

VERBS = set("""say tell add state announce report claim note explain argue believe think suggest warn deny confirm
insist admit acknowledge reveal describe declare write tweet ask know feel hope comment reply respond observe point
stress emphasize maintain assert allege estimate predict conclude find show agree promise urge hold mean see
indicate remember understand suspect doubt fear learn hear decide realize imagine guess propose testify quote
call cite""".split())
# The list of the baseline: common reporting verbs only.
COMMON = set("""say tell add state announce report claim note explain argue believe think suggest warn deny confirm
insist admit acknowledge reveal declare write tweet comment reply respond observe stress emphasize maintain assert
allege estimate predict conclude agree testify""".split())
NOUNS = set("""claim statement report belief allegation assertion opinion view idea fact suggestion announcement hope
fear warning argument evidence""".split())
QUOTES = {'"', "“", "”", "``", "''"}


def base(relation):
    return relation.split(":")[0]


class Sentence:
    def __init__(self, row):
        self.row = row
        self.words, self.lemmas, self.upos = row["words"], [x.lower() for x in row["lemmas"]], row["upos"]
        self.heads = [h - 1 for h in row["heads"]]
        self.full = row["relations"]
        self.relations = [base(r) for r in self.full]
        self.kids = [[] for _ in self.words]
        for w, h in enumerate(self.heads):
            if h >= 0:
                self.kids[h].append(w)
        self.low = [w.lower() for w in self.words]

    def subtree(self, word, without=()):
        found, stack = [], [word]
        while stack:
            node = stack.pop()
            if node in without:
                continue
            found.append(node)
            stack += self.kids[node]
        return sorted(found)

    def child(self, word, *relations):
        return next((k for k in self.kids[word] if self.relations[k] in relations), None)


def sentences(rows):
    return [Sentence(row) for row in rows]


# --- content ----------------------------------------------------------------------------------------

def content(all_, number, cue):
    """(kind, [(sentence, words)]) of what the cue reports, or None."""
    s = all_[number]
    if s.low[cue] == "according":
        return according(s, number, cue)
    inner = clause_below(s, cue)
    if inner is not None:
        kind, top = inner
        words = s.subtree(top, without=(cue,))
        return kind, [(number, trim(s, words))] + (following(all_, number) if kind != "noun" else [])
    outer = clause_above(s, cue)
    if outer is not None:
        kind, top = outer
        return kind, [(number, trim(s, s.subtree(top, without=(cue,))))]
    quote = quotation(s, cue)
    if quote:
        return "quote", [(number, quote)] + following(all_, number)
    after = next_quote(all_, number, cue)
    if after:
        return "next", after
    return None


def clause_below(s, cue):
    for k in s.kids[cue]:
        r = s.relations[k]
        if r == "ccomp":
            return "ccomp", k
    for k in s.kids[cue]:
        r = s.relations[k]
        if r == "parataxis" and (has_subject(s, k) or quote_between(s, cue, k) or quote_between(s, k, cue)):
            return "parataxis", k
    if s.upos[cue] == "NOUN":
        for k in s.kids[cue]:
            if s.relations[k] == "acl" and s.full[k] != "acl:relcl" and any(s.low[j] == "that" for j in s.kids[k]):
                return "noun", k
        return None
    for k in s.kids[cue]:
        if s.relations[k] == "csubj" and s.child(cue, "cop") is None:
            return "csubj", k
    for k in s.kids[cue]:
        if s.relations[k] == "xcomp" and s.lemmas[cue] in VERBS:
            return "xcomp", k
    for k in s.kids[cue]:
        if s.relations[k] == "obj" and any(s.words[j] in QUOTES for j in s.subtree(k)):
            return "object", k
    return None


def clause_above(s, cue):
    """The cue is an inserted clause: 'X, he said' as parataxis, 'as X said' as advcl."""
    h = s.heads[cue]
    if h < 0:
        return None
    if s.relations[cue] == "parataxis":
        return "inserted", h
    if s.relations[cue] == "advcl" and any(s.low[k] == "as" for k in s.kids[cue]):
        return "as", h
    return None


def has_subject(s, word):
    return s.child(word, "nsubj", "csubj", "expl") is not None


def quote_between(s, a, b):
    return any(s.words[i] in QUOTES for i in range(min(a, b), max(a, b) + 1))


def according(s, number, cue):
    """'according to X': the clause that it modifies, without the phrase."""
    top = cue
    if s.relations[cue] in ("case", "fixed", "mark") and s.heads[cue] >= 0:
        top = s.heads[cue]
    h = s.heads[top]
    if h < 0:
        return None
    words = trim(s, s.subtree(climb(s, h), without=(top,)))
    return "according", [(number, words)]


def climb(s, word):
    """The nearest word from here up that is the head of a clause."""
    while s.heads[word] >= 0 and s.relations[word] not in (
            "ccomp", "advcl", "acl", "parataxis", "conj", "csubj", "xcomp"):
        word = s.heads[word]
    return word


def quotation(s, cue):
    """Words of the quotations of the sentence that do not hold the cue."""
    marks = [i for i, w in enumerate(s.words) if w in QUOTES]
    found = []
    for a, b in zip(marks[::2], marks[1::2] + ([len(s.words)] if len(marks) % 2 else [])):
        if not a < cue < b and b - a > 3:
            found += range(a + 1, b)
    return found


def following(all_, number):
    """Further sentences of a quotation that is open at the end of the sentence (at most 8)."""
    if not open_at_end(all_[number].words):
        return []
    found = []
    for k in range(number + 1, min(len(all_), number + 9)):
        words = all_[k].words
        closing = next((i for i, w in enumerate(words) if w in QUOTES), None)
        found.append((k, list(range(len(words) if closing is None else closing))))
        if closing is not None:
            return found
    return []


def open_at_end(words):
    return sum(w in QUOTES for w in words) % 2 == 1


def next_quote(all_, number, cue):
    """'He said:' and the quotation that begins the next sentence."""
    s = all_[number]
    tail = [w for w in s.words if w not in QUOTES]
    if not tail or tail[-1] not in (":", ",") or number + 1 >= len(all_):
        return None
    after = all_[number + 1].words
    if tail[-1] == ":" and len(s.words) - cue <= 6 or after and after[0] in QUOTES:
        return [(number + 1, list(range(len(after))))] + following(all_, number + 1)
    return None


def trim(s, words):
    words = list(words)
    while words and s.upos[words[0]] == "PUNCT" and s.words[words[0]] not in QUOTES:
        words.pop(0)
    while words and s.upos[words[-1]] == "PUNCT" and s.words[words[-1]] not in QUOTES:
        words.pop()
    return words


# --- source -------------------------------------------------------------------------------------------

def source(s, cue):
    """(kind, words) of the source; kind 'none' and no words where the sentence names none."""
    if s.low[cue] == "according":
        top = s.heads[cue] if s.relations[cue] in ("case", "fixed", "mark") else s.child(cue, "obl", "obj", "nmod")
        if top is None or top < 0:
            return "none", []
        return "according", noun_phrase(s, top, without=(cue,))
    passive = any(s.full[k] == "nsubj:pass" for k in s.kids[cue])
    agent = next((k for k in s.kids[cue] if s.full[k] == "obl:agent"), None)
    if agent is not None:
        return "agent", noun_phrase(s, agent)
    if not passive:
        word, steps = cue, 0
        while word >= 0 and steps < 4:
            subject = s.child(word, "nsubj")
            if subject is not None and s.full[subject] != "nsubj:pass" and s.low[subject] not in ("which", "who", "that"):
                return "subject" if steps == 0 else "shared", noun_phrase(s, subject)
            if subject is not None and s.relations[word] == "acl" and s.heads[word] >= 0:
                return "relative", noun_phrase(s, s.heads[word], without=(word,))
            if s.relations[word] in ("conj", "xcomp") or s.relations[word] == "advcl" and subject is None:
                word, steps = s.heads[word], steps + 1
                continue
            if s.relations[word] == "acl":
                return "modified", noun_phrase(s, s.heads[word], without=(word,))
            break
    if s.upos[cue] == "NOUN":
        owner = next((k for k in s.kids[cue] if s.full[k] in ("nmod:poss",)), None)
        if owner is None:
            owner = next((k for k in s.kids[cue] if s.relations[k] == "nmod" and
                          any(s.low[j] in ("of", "by", "from") for j in s.kids[k])), None)
        if owner is not None:
            return "owner", noun_phrase(s, owner)
        h = s.heads[cue]
        if h >= 0 and s.relations[cue] in ("obj", "xcomp"):
            subject = s.child(h, "nsubj")
            if subject is not None:
                return "light", noun_phrase(s, subject)
    return "none", []


def noun_phrase(s, word, without=()):
    """The subtree without case, clauses set off, and outer punctuation."""
    drop = [k for k in s.kids[word] if s.relations[k] in ("case", "cc", "parataxis", "mark")
            and not (s.relations[k] == "case" and k > word)]
    return trim(s, s.subtree(word, without=(*without, *drop)))


# --- candidates and features ----------------------------------------------------------------------------

LEMMAS = sorted(VERBS | NOUNS | {"according"})
CONTENTS = ["none", "ccomp", "parataxis", "noun", "csubj", "xcomp", "object", "inserted", "as", "quote", "next", "according"]
SOURCES = ["none", "according", "agent", "subject", "shared", "relative", "modified", "owner", "light"]
TAGS = ["other", "VERB", "NOUN", "AUX", "ADJ", "PROPN"]
UPPER = ["root", "conj", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "xcomp", "case", "other"]
PERSONS = ["none", "i", "we", "you", "third pronoun", "other pronoun", "name", "noun"]
CUES = [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98]     # lower ends
DISTANCES = [0, 2, 3, 5, 9, 16]
FIELDS = [("lemma", len(LEMMAS) + 1), ("content", len(CONTENTS)), ("source", len(SOURCES)), ("tag", len(TAGS)),
          ("relation", len(UPPER)), ("source form", len(PERSONS)), ("cue", len(CUES)), ("quotation", 2), ("negated", 2),
          ("modal", 2), ("content, source", len(CONTENTS) * len(SOURCES)), ("'that' in the content", 3),
          ("source type", 4), ("order", 3), ("infinitive", 2), ("content words", len(DISTANCES))]
STARTS, ROWS = [], 0
for _name, _size in FIELDS:
    STARTS.append(ROWS)
    ROWS += _size
CANDIDATE_CUE = 0.03


def depth(s, word):
    """Steps from the word to the root of its tree."""
    steps = 0
    while s.heads[word] >= 0:
        word, steps = s.heads[word], steps + 1
    return steps


def lower_bound(bounds, value):
    return max(i for i, b in enumerate(bounds) if value >= b)


class Candidate:
    """`source`: words of the cue's sentence; `content`: [(sentence, words)]; `rows`: rows of the feature table."""


def candidates(all_):
    found = []
    for number, s in enumerate(all_):
        for word in range(len(s.words)):
            known = s.upos[word] in ("VERB", "NOUN") and s.lemmas[word] in (VERBS if s.upos[word] == "VERB" else NOUNS)
            if not (known or s.low[word] == "according" or s.row["cue"][word] >= CANDIDATE_CUE):
                continue
            reported = content(all_, number, word)
            if reported is None or not any(words for _, words in reported[1]):
                continue
            if s.upos[word] in ("NOUN", "PROPN", "PRON") and reported[0] not in ("noun", "ccomp", "according"):
                continue
            c = Candidate()
            c.sentence, c.word = number, word
            c.content_kind, c.content = reported
            c.source_kind, c.source = source(s, word)
            c.cue = s.row["cue"][word]
            c.rows = [start + value for start, value in zip(STARTS, values(s, c))]
            found.append(c)
    return found


def values(s, c):
    w = c.word
    lemma = "according" if s.low[w] == "according" else s.lemmas[w]
    tops = [i for i in c.source if s.heads[i] not in c.source]
    top = tops[0] if tops else None
    if top is None:
        person = "none"
    elif s.upos[top] == "PRON":
        person = {"i": "i", "we": "we", "you": "you", "he": "third pronoun", "she": "third pronoun",
                  "they": "third pronoun", "it": "third pronoun"}.get(s.low[top], "other pronoun")
    else:
        person = "name" if s.row["names"][top] != "O" or s.upos[top] == "PROPN" else "noun"
    kind = s.row["mentions"][top] if top is not None else "none"
    inside = [i for k, words in c.content if k == c.sentence for i in words]
    relation = s.full[w] if s.full[w] in UPPER else s.relations[w] if s.relations[w] in UPPER else "other"
    kids = s.kids[w]
    return [LEMMAS.index(lemma) if lemma in LEMMAS else len(LEMMAS), CONTENTS.index(c.content_kind),
            SOURCES.index(c.source_kind), TAGS.index(s.upos[w]) if s.upos[w] in TAGS else 0, UPPER.index(relation),
            PERSONS.index(person), lower_bound(CUES, c.cue), int(any(s.words[i] in QUOTES for i in inside)),
            int(any(s.low[k] in ("not", "n't", "n’t", "never") for k in kids)),
            int(any(s.low[k] in ("would", "could", "should", "may", "might", "must", "can", "will", "'ll") for k in kids)),
            CONTENTS.index(c.content_kind) * len(SOURCES) + SOURCES.index(c.source_kind),
            1 + int(any(s.low[i] == "that" for i in inside[:2])) if inside else 0,
            {"person": 1, "organization": 2, "none": 0}.get(kind, 3),
            0 if not inside else 1 if inside[0] > w else 2, int(any(s.low[k] == "to" and s.upos[k] == "PART" for k in kids)),
            lower_bound(DISTANCES, len(inside))]
