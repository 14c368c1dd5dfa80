"""Names: UNER over EWT dev, WNUT17 dev, and what GUM dev has of types beyond person, place, organisation."""

import collections

from places import training
from program import misc, name_tags

KINDS = ("PER", "LOC", "ORG")
# The six types of WNUT17. Product and creative work have no counterpart in PER, LOC, ORG.
WNUT_KINDS = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}


def spans(tags):
    return training("encoder", "corpora").spans(tags)


def f1(right, found, gold):
    p, r = right / found if found else 0.0, right / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold, "found": found}


def span_scores(gold_tags, found_tags, keep=None, typed=True):
    """Strict: both ends (and the type) of a name have to be right."""
    right = n_found = n_gold = 0
    for g, f in zip(gold_tags, found_tags, strict=True):
        a, b = ({(s, e, k if typed else "") for s, e, k in spans(tags) if keep in (None, k)} for tags in (g, f))
        right, n_found, n_gold = right + len(a & b), n_found + len(b), n_gold + len(a)
    return f1(right, n_found, n_gold)


def all_spans(gold_tags, found_tags):
    scores = {"all": span_scores(gold_tags, found_tags)}
    return scores | {kind: span_scores(gold_tags, found_tags, kind) for kind in KINDS}


def uner_scores(data, found_tags):
    """Over the EWT dev sentences, in the order of the file; sentences that UNER does not have are left out."""
    sentences = training("encoder", "corpora").read_ewt(data, "dev")
    pairs = [(s.names, tags) for s, tags in zip(sentences, found_tags, strict=True) if s.names is not None]
    return all_spans(*zip(*pairs))


def wnut_dev(data):
    """(words, tags with the six types) of every tweet or comment; the training reader drops and maps, this does not."""
    found, rows = [], []
    for line in [*(data / "wnut17/emerging.dev.conll").read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.rstrip().split("\t")
        if len(cells) == 2 and cells[0].strip():
            rows.append((cells[0], cells[1].strip()))
        elif not line.strip() and rows:
            found.append(tuple(zip(*rows)))
            rows = []
    return [(list(words), list(tags)) for words, tags in found]


def mapped(tags):
    """WNUT17 tags as PER, LOC, ORG; other types become O."""
    return [f"{t[:2]}{WNUT_KINDS[t[2:]]}" if t[2:] in WNUT_KINDS else "O" for t in tags]


def wnut_scores(gold_tags, found_tags):
    """Mapped types on the four types that have one; `untyped`: any name found on any of the six types' names."""
    return {"mapped": all_spans([mapped(t) for t in gold_tags], found_tags),
            "untyped": span_scores(gold_tags, found_tags, typed=False),
            "untyped, without product and creative work":
                span_scores([mapped(t) for t in gold_tags], found_tags, typed=False)}


def gum_name_tags(data):
    """UNER-like names of GUM dev, as corpora.py of the training takes them from the entity layer."""
    return [s.names for s in training("encoder", "corpora").read_gum(data / "gum", "dev")]


def gum_types(data, found_tags):
    """For each GUM entity type with a proper name as head: how many, and what share a found name covers, by its label."""
    corpora = training("encoder", "corpora")
    counts = collections.defaultdict(collections.Counter)
    for sentence, tags in zip(corpora.read_gum(data / "gum", "dev"), found_tags, strict=True):
        for start, end, kind, _ in corpora.entity_spans(sentence.misc):
            tops = corpora.outside_heads(sentence.heads, set(range(start, end)))
            if tops and sentence.upos[tops[0]] == "PROPN":
                counts[kind][tags[tops[0]][2:] or "none"] += 1
    return {kind: dict(row) for kind, row in sorted(counts.items(), key=lambda x: -sum(x[1].values()))}


def mention_types(data, found):
    """F1 of the types of mentions at their head words, if the program prints them (`Mention=person` in MISC), or None."""
    kinds = [[misc(row, "Mention") or "none" for row in s.words] for s in found]
    if all(kind == "none" for row in kinds for kind in row):
        return None
    gold = [s.mentions for s in training("encoder", "corpora").read_gum(data / "gum", "dev")]
    pairs = [(g, f) for a, b in zip(gold, kinds, strict=True) for g, f in zip(a, b, strict=True)]
    types = sorted({g for g, _ in pairs} - {"none"})
    return {kind: _type_score(pairs, kind) for kind in ("all", *types)}


def _type_score(pairs, kind):
    wanted = (lambda x: x != "none") if kind == "all" else (lambda x: x == kind)
    right = sum(g == f and wanted(g) for g, f in pairs)
    return f1(right, sum(wanted(f) for _, f in pairs), sum(wanted(g) for g, _ in pairs))


def found_tags(sentences):
    return [name_tags(s) for s in sentences]
