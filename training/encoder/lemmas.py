"""Lemmas as edit scripts: how to turn a form into its lemma (FORMAT.md, section 5)."""

import collections
import os


def recase(word, case):
    if case == "l":
        return "".join(c.lower() for c in word)
    if case == "u":
        return "".join(c.upper() for c in word)
    if case == "t":
        return word[:1].upper() + "".join(c.lower() for c in word[1:])
    return word


def script(form, lemma):
    """The cheapest script for a pair; ties prefer lower, keep, title, upper in that order."""
    best = None
    for case in "lktu":
        base = recase(form, case)
        shared = len(os.path.commonprefix([base, lemma]))
        cost = len(base) - shared + len(lemma) - shared
        if shared and (best is None or cost < best[0]):
            best = (cost, f"{case}{len(base) - shared}+{lemma[shared:]}")
    return best[1] if best else "=" + lemma


def apply(rule, form):
    """The lemma, or None where the script strips more than there is."""
    if rule.startswith("="):
        return rule[1:]
    strip, suffix = rule[1:].split("+", 1)
    base = recase(form, rule[0])
    if int(strip) > len(base):
        return None
    return base[:len(base) - int(strip)] + suffix


def inventory(pairs, at_least=2):
    """Scripts seen at least so often, most frequent first; index 0 serves unknown words."""
    counts = collections.Counter(script(form, lemma) for form, lemma in pairs)
    kept = [rule for rule, n in counts.items() if n >= at_least]
    return sorted(kept, key=lambda rule: (-counts[rule], rule))


def lexicon(triples, scripts):
    """(form, upos) -> the script seen most often in train; ties take the smaller script in text order.

    What was seen is looked up, and the classifier decides the rest: that is worth two points of accuracy.
    """
    known, counts = set(scripts), collections.defaultdict(collections.Counter)
    for form, lemma, upos in triples:
        rule = script(form, lemma)
        if rule in known:
            counts[form, upos][rule] += 1
    return {key: min(seen, key=lambda rule: (-seen[rule], rule)) for key, seen in counts.items()}


def lexicon_lines(table):
    """Text form of a lexicon: 'form TAB upos TAB script', sorted."""
    return ["\t".join((*key, rule)) for key, rule in sorted(table.items())]


def read_lexicon(lines):
    rows = (line.split("\t") for line in lines)
    return {(form, upos): rule for form, upos, rule in rows}
