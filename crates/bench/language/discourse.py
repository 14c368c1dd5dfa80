"""Coreference (OntoGUM dev) and attribution (GUM dev) of the program, beside baselines over the same analysis.

The metrics, the gold readers and the baselines are those of training/; nothing of the program's own models is
loaded here. The baselines need the kind of a mention, which CoNLL-U does not hold: here the label of a name gives it,
and every other noun that heads a phrase is a thing.
"""

import difflib
import re

import conllu
from places import ROOT, training
from program import clusters, name_tags

KINDS = {"PER": "person", "LOC": "place", "ORG": "organization"}
INNER = {"compound", "flat", "fixed", "goeswith", "amod"}
GENRES = ("news", "interview")


def rows_of(sentences, gold):
    """Rows as training/coreference/layers.py makes them, from the program's analysis; MISC is that of the gold file."""
    return [row_of(found, s) for found, s in zip(sentences, gold, strict=True)]


def row_of(found, gold):
    words, tags = found.words, name_tags(found)
    heads = [int(row[conllu.HEAD]) for row in words]
    relations = [row[conllu.DEPREL] for row in words]
    upos = [row[conllu.UPOS] for row in words]
    thing = [tag in ("NOUN", "PROPN") and relation.split(":")[0] not in INNER for tag, relation in zip(upos, relations)]
    mentions = [KINDS[tag[2:]] if is_head and tag != "O" else "object" if is_head else "none"
                for is_head, tag in zip(thing, tags)]
    return {"words": found.forms, "upos": upos, "lemmas": [row[conllu.LEMMA] for row in words], "heads": heads,
            "relations": relations, "names": tags, "mentions": mentions, "cue": [0.0] * len(words),
            "speaker": gold.comment("speaker"), "misc": [row[conllu.MISC] for row in gold.words]}


# --- coreference ------------------------------------------------------------------------------


def coreference_scores(data, gold, found):
    """{who: scores}: the program, and two baselines over its trees and names.

    `gold`, `found`: {document: sentences}.
    """
    read, metrics = training("coreference", "gold").read_clusters, training("coreference", "metrics")
    folder = data / "gum-coref/coref/ontogum/conll"
    truth = {name: read(folder / f"{name}.conll") for name in gold if (folder / f"{name}.conll").exists()}
    answers = {"program": {name: clusters(found[name]) for name in truth}}
    answers |= baseline_clusters({name: rows_of(found[name], gold[name]) for name in truth})
    return {who: {"documents": len(truth), **metrics.score([(truth[name], one[name]) for name in truth])}
            for who, one in answers.items()}


def baseline_clusters(documents):
    baselines, attributes = training("coreference", "baselines"), training("coreference", "attributes")
    genders = attributes.read_genders(ROOT / "packs/names")
    items = {name: attributes.attributes(rows, genders) for name, rows in documents.items()}
    rules = {"names only": baselines.names_only, "strings and pronouns": baselines.strings_and_pronouns}
    return {who: {name: linked(one, rule(one)) for name, one in items.items()} for who, rule in rules.items()}


def linked(items, links):
    """Clusters of spans from (antecedent or None, score) of every mention."""
    entity, found = {}, []
    for i, (antecedent, _) in enumerate(links):
        if antecedent is not None:
            if antecedent not in entity:
                entity[antecedent] = len(found)
                found.append({items[antecedent].mention.span})
            entity[i] = entity[antecedent]
            found[entity[i]].add(items[i].mention.span)
    return [sorted(c) for c in found if len(c) > 1]


# --- attribution --------------------------------------------------------------------------------


def attribution_scores(program, gold, found):
    """{who: {group: scores}} for the cue-word baseline, and for the program if it prints attributions."""
    documents = {name: Document(name, gold[name], found[name]) for name in gold}
    answers = {"cue words": {name: d.cue_words() for name, d in documents.items()}}
    printed = {name: d.printed(program) for name, d in documents.items()}
    if any(one is not None for one in printed.values()):
        answers["program"] = {name: one or [] for name, one in printed.items()}
    return {who: {"news, interview": counts(documents, one, GENRES), "all": counts(documents, one, None)}
            for who, one in answers.items()}


def counts(documents, answers, genres):
    """Plain: source or cue, and content, overlap those of the gold. Strict: the cue is right too, and the source."""
    chosen = [name for name in documents if genres is None or name.split("_")[1] in genres]
    scores = {}
    for strict in (False, True):
        one = [pairing(answers[name], documents[name].gold, strict) for name in chosen]
        right, n_found, n_gold = (sum(x) for x in zip(*one))
        p, r = right / n_found if n_found else 0.0, right / n_gold if n_gold else 0.0
        scores["strict" if strict else "plain"] = {
            "p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": n_gold, "found": n_found}
    return scores


class Found:
    """One attribution, in word offsets of the document."""

    def __init__(self, cue, source, content):
        self.cue_word, self.source_words, self.content_words = cue, source, content - {cue}


def matches(c, g, strict):
    """As training/attribution/train.py has it (which needs torch, so it cannot be used from here)."""
    plain = bool(c.content_words & g["content"]) and bool((c.source_words or {c.cue_word}) & g["satellite"])
    if not strict:
        return plain
    return plain and c.cue_word in g["satellite"] and (not g["source"] or bool(c.source_words & g["source"]))


def pairing(found, golds, strict):
    """(right, found, gold), at most one found for one gold, as many as can be: augmenting paths."""
    edges = [[k for k, g in enumerate(golds) if matches(c, g, strict)] for c in found]
    taken = {}

    def place(i, seen):
        for k in edges[i]:
            if k not in seen:
                seen.add(k)
                if k not in taken or place(taken[k], seen):
                    taken[k] = i
                    return True
        return False
    return sum(place(i, set()) for i in range(len(found))), len(found), len(golds)


class Document:
    def __init__(self, name, gold, found):
        self.name, self.sentences = name, gold
        self.rows = rows_of(found, gold)
        self.gold = training("attribution", "gold").attributions(self.rows)
        self.starts = [0]
        for row in self.rows:
            self.starts.append(self.starts[-1] + len(row["words"]))

    def cue_words(self):
        """The baseline: common reporting verbs with a subject, and a clause or a quotation they report."""
        extract = training("attribution", "extract")
        every, kept = extract.sentences(self.rows), []
        for c in extract.candidates(every):
            s = every[c.sentence]
            if (s.upos[c.word] == "VERB" and s.lemmas[c.word] in extract.COMMON and c.source_kind == "subject"
                    and c.content_kind in ("ccomp", "parataxis", "inserted", "quote", "next")):
                base = self.starts[c.sentence]
                content = {self.starts[k] + i for k, words in c.content for i in words}
                kept.append(Found(base + c.word, {base + i for i in c.source}, content))
        return kept

    def printed(self, program):
        """Attributions that `show annotations --json` prints for the raw text, or None where it prints none.

        {"kind": "attribution", "source": {"start", "end"} or null, "cue": {...}, "content": [{...}, ...]}, in code
        points of the clean text.
        """
        text = conllu.raw_text(self.sentences)
        kept = [a for a in program.annotations(text, self.name) if a.get("kind") == "attribution"]
        if not kept:
            return None
        places = self.places(program.clean_text(self.name))
        found = []
        for one in kept:
            source, cue, content = (self.inside(places, span_list(one.get(k))) for k in ("source", "cue", "content"))
            if cue:
                found.append(Found(min(cue), source, content))
        return found

    def places(self, clean):
        """Range of code points of every gold word in the clean text; None where cleaning changed or dropped it."""
        raw = conllu.raw_text(self.sentences)
        old, new = ([m.span() for m in re.finditer(r"\S+", text)] for text in (raw, clean))
        moves = [None] * len(raw)
        words = ([text[a:b] for a, b in spans] for text, spans in ((raw, old), (clean, new)))
        for i, j, size in difflib.SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
            for (start, end), (moved, _) in zip(old[i:i + size], new[j:j + size]):
                moves[start:end] = [moved - start] * (end - start)
        at, found = 0, []
        for form in (form for s in self.sentences for form in s.forms):
            at = raw.index(form, at)
            found.append(None if moves[at] is None else (at + moves[at], at + len(form) + moves[at]))
            at += len(form)
        return found

    def inside(self, places, spans):
        return {i for i, place in enumerate(places) if place and any(a < place[1] and place[0] < b for a, b in spans)}


def span_list(value):
    """(start, end) pairs of a span, a list of spans, or nothing."""
    values = [] if value is None else value if isinstance(value, list) else [value]
    if len(values) == 2 and all(isinstance(x, int) for x in values):
        return [tuple(values)]
    return [(v["start"], v["end"]) if isinstance(v, dict) else tuple(v) for v in values]
