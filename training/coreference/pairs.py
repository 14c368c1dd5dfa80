"""Discrete features of a mention alone and of a pair (FORMAT.md, section 4). Fields are one-of-n integers."""

import numpy as np

from attributes import CLASSES, COARSE, GENDERS, NUMBERS, ROLES, TYPES

WINDOW = 100
C, R, T = len(CLASSES), len(ROLES), len(TYPES)
NAME_MATCH = ["none", "exact", "last", "first", "contained", "acronym", "overlap"]
BUCKETS = [0, 1, 2, 3, 4, 5, 8, 16, 32, 64]     # lower ends
NB = len(BUCKETS)
COSINES = [-1.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97]     # lower ends
NC = len(COSINES)

PAIR_FIELDS = [("classes", C * C), ("types", T * T), ("anaphor class, antecedent type", C * T),
               ("head match", 3 * 3 * 2), ("string match", 3 * 3 * 3), ("same pronoun", 3),
               ("name match", 3 * len(NAME_MATCH)), ("extra words", 3 * 9), ("number", 9), ("gender", 16),
               ("clash", C * 3), ("roles", R * R), ("sentence distance", C * NB), ("mention distance", 3 * NB),
               ("structure", 3 * 6), ("compatible between", C * NB), ("quotes", C * C * 4), ("speakers", C * C * 3),
               ("cue source", C * 2 * 3 * 3), ("antecedent count", 3 * NB), ("key count", 3 * NB), ("whole", 4),
               ("possessor", 4), ("head cosine", 9 * NC), ("span cosine", 9 * NC)]
SINGLE_FIELDS = [("class", C), ("type", T), ("class, type", C * T), ("role", R), ("class, role", C * R),
                 ("number", 3), ("gender", 4), ("width", NB), ("whole", 2), ("quoted, class", 2 * C),
                 ("sentence", NB), ("earlier same key", 3 * NB), ("earlier same name", 3 * 3), ("later same key", 3 * 3),
                 ("head tag pronoun form", 64)]
FORMS = """i me my mine we us our ours you your yours he him his she her hers it its they them their theirs this
that these those here there one another each himself herself itself themselves myself ourselves yourself
other others some all both none someone everyone something everything anyone nothing""".split()


def bucket(value):
    return np.searchsorted(BUCKETS, value, side="right") - 1


def offsets(fields):
    """Start row of each field, and the number of rows."""
    starts, at = [], 0
    for _, size in fields:
        starts.append(at)
        at += size
    return np.array(starts), at


PAIR_STARTS, PAIR_ROWS = offsets(PAIR_FIELDS)
SINGLE_STARTS, SINGLE_ROWS = offsets(SINGLE_FIELDS)


def acronym(short, long):
    """'un' for 'united nations': one word, the first letters of the other's words."""
    return len(short) == 1 and len(long) > 1 and short[0].replace(".", "") == "".join(w[0] for w in long)


def name_match(a, b):
    """Index into NAME_MATCH for the name words of two names."""
    if not a or not b:
        return 0
    if a == b:
        return 1
    if a[-1] == b[-1]:
        return 2
    if a[0] == b[0]:
        return 3
    if set(a) <= set(b) or set(b) <= set(a):
        return 4
    if acronym(a, b) or acronym(b, a):
        return 5
    return 6 if set(a) & set(b) else 0


def column(items, name):
    return np.array([getattr(x, name) for x in items])


class PairFeatures:
    """Features of the pairs of one document."""

    def __init__(self, items, heads, means):
        """`heads`, `means`: f32 [mentions, 384], the vector of the head and the mean over the span."""
        self.items = items
        self.unit = [x / np.linalg.norm(x, axis=1, keepdims=True) for x in (heads, means)]
        self.kind, self.coarse = column(items, "kind"), column(items, "coarse")
        self.type, self.role = column(items, "type"), column(items, "role")
        self.number, self.gender = column(items, "number"), column(items, "gender")
        self.sentence, self.quoted = column(items, "sentence"), column(items, "quoted")
        self.cue, self.whole = column(items, "cue"), column(items, "whole")
        self.governor = column(items, "governor")
        ids = {}
        self.key = np.array([ids.setdefault(x.last if x.coarse == 1 else x.key, len(ids)) for x in items])
        ids = {}
        self.text = np.array([ids.setdefault(" ".join(x.content), len(ids)) for x in items])
        ids = {}
        self.close = np.array([ids.setdefault(" ".join(x.close), len(ids)) for x in items])
        ids = {None: -1}
        self.speaker = np.array([ids.setdefault(x.speaker, len(ids)) for x in items])
        ids = {}
        self.form = np.array([ids.setdefault(x.form, len(ids)) for x in items])
        self.start = np.array([x.mention.span[0] for x in items])
        self.end = np.array([x.mention.span[1] for x in items])
        self.head = np.array([x.mention.offset + x.mention.head for x in items])
        # compatible[i, j]: j may be i by number, gender and type
        n, g = self.number, self.gender
        clash_n = (n[:, None] > 0) & (n[None] > 0) & (n[:, None] != n[None])
        clash_g = (g[:, None] > 0) & (g[None] > 0) & (g[:, None] != g[None])
        person = np.isin(self.kind, [CLASSES.index(x) for x in ("i", "we", "you", "he", "she")])
        is_person = self.type == TYPES.index("person")
        clash_t = person[:, None] & ~is_person[None] & (self.type > 0)[None] & (self.coarse > 0)[None]
        self.clash = np.minimum(clash_n.astype(int) + 2 * (clash_g | clash_t), 2)
        fits = (self.clash == 0) & (self.coarse > 0)[None]
        self.fits_sum = np.concatenate([np.zeros((len(items), 1), int), np.cumsum(fits, 1)], 1)
        same = self.key[:, None] == self.key[None]
        self.same_key = same
        self.earlier = np.array([same[i, :i].sum() for i in range(len(items))])
        self.later = np.array([same[i, i + 1:].sum() for i in range(len(items))])

    def antecedents(self, i):
        """Indices of candidates for mention i: the last WINDOW, and earlier ones with its key or first name word."""
        near = np.arange(max(0, i - WINDOW), i)
        far = np.arange(0, max(0, i - WINDOW))
        if self.coarse[i] == 0 or not len(far):
            return near
        mine = set(self.items[i].name)
        keep = [j for j in far if self.key[j] == self.key[i] or mine and mine & set(self.items[j].name)]
        return np.concatenate([np.array(keep, int), near])

    def pairs(self, i, js):
        """[len(js), fields] rows of the pair table for anaphor i and antecedents js."""
        items, a = self.items, self.items[i]
        k, co = self.kind, self.coarse
        cc = co[i] * 3 + co[js]
        head_match = self.key[js] == self.key[i]
        string = np.where(self.text[js] == self.text[i], 2, np.where(self.close[js] == self.close[i], 1, 0))
        same_form = np.where((co[i] == 0) & (co[js] == 0), 1 + (self.form[js] == self.form[i]), 0)
        names = np.array([name_match(a.name, items[j].name) for j in js], int) if a.name else np.zeros(len(js), int)
        if a.name:
            agree = np.where(self.type[js] == self.type[i], 1, 2)
        else:
            agree = 0
        mine = set(a.close)
        extra = np.array([min(len(mine - set(items[j].content)), 2) * 3 + min(len(set(items[j].close) - mine), 2)
                          for j in js], int)
        extra = np.where(head_match & (co[i] > 0) & (co[js] > 0), extra, 8)
        ds = bucket(self.sentence[i] - self.sentence[js])
        dm = bucket(i - js)
        inside = (self.start[js] <= self.start[i]) & (self.end[js] >= self.end[i])
        contains = (self.start[i] <= self.start[js]) & (self.end[i] >= self.end[js])
        one = self.sentence[js] == self.sentence[i]
        first = self.head[i] - a.mention.head
        sibling = one & (self.governor[js] == self.governor[i]) & (self.governor[i] >= 0)
        direct = one & ((self.governor[js] + first == self.head[i]) | (self.governor[i] + first == self.head[js]))
        structure = np.select([inside, contains, sibling, direct, one], [1, 2, 3, 4, 5], 0)
        between = bucket(self.fits_sum[i, i] - self.fits_sum[i, js + 1])
        quotes = self.quoted[i] * 2 + self.quoted[js]
        si, sj = self.speaker[i], self.speaker[js]
        speakers = np.where((si < 0) | (sj < 0), 0, np.where(si == sj, 1, 2))
        cue = (k[i] * 2 + self.quoted[i]) * 9 + self.cue[js] * 3 + np.minimum(abs(self.sentence[i] - self.sentence[js]), 2)
        poss = (a.relation == "nmod") * 2 + np.array([items[j].relation == "nmod" for j in js], int)
        values = [k[i] * C + k[js], self.type[i] * T + self.type[js], k[i] * T + self.type[js],
                  cc * 2 + head_match, cc * 3 + string, same_form, agree * len(NAME_MATCH) + names, co[i] * 9 + extra,
                  self.number[i] * 3 + self.number[js], self.gender[i] * 4 + self.gender[js],
                  k[i] * 3 + self.clash[i, js], self.role[i] * R + self.role[js], k[i] * NB + ds, co[i] * NB + dm,
                  co[i] * 6 + structure, k[i] * NB + between, (k[i] * C + k[js]) * 4 + quotes,
                  (k[i] * C + k[js]) * 3 + speakers, cue, co[i] * NB + bucket(self.earlier[js]),
                  co[i] * NB + bucket(self.earlier[i]) + 0 * js, self.whole[i] * 2 + self.whole[js], poss]
        for unit in self.unit:
            cosine = unit[js] @ unit[i]
            values.append(cc * NC + np.clip(np.searchsorted(COSINES, cosine, side="right") - 1, 0, NC - 1))
        return np.stack(values, 1) + PAIR_STARTS

    def single(self, i):
        """[fields] rows of the mention table."""
        a = self.items[i]
        near = np.flatnonzero(self.same_key[i, :i])
        exact = any(self.text[j] == self.text[i] for j in near)
        form = 1 + FORMS.index(a.form) if a.coarse == 0 and a.form in FORMS else 0
        k, co = self.kind[i], self.coarse[i]
        values = [k, self.type[i], k * T + self.type[i], self.role[i], k * R + self.role[i], self.number[i], self.gender[i],
                  bucket(self.end[i] - self.start[i]), self.whole[i], self.quoted[i] * C + k, bucket(self.sentence[i]),
                  co * NB + bucket(len(near)), co * 3 + (2 if exact else 1 if len(near) else 0),
                  co * 3 + min(self.later[i], 2), form]
        return np.array(values) + SINGLE_STARTS
