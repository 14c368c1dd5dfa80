"""Tags, lemmas and trees of the development parts: the program and spaCy, by the CoNLL-2018 definition."""

import conll18
import conllu
from places import training

SHOWN = ("UPOS", "Lemmas", "UAS", "LAS")


def gum_dev(data):
    """{name: sentences} of the GUM dev documents that are here."""
    paths = training("encoder", "corpora").gum_documents(data / "gum", "dev")
    return {path.stem: conllu.read(path) for path in paths}


def ewt_dev(data):
    return conllu.read(data / "ud-ewt/en_ewt-ud-dev.conllu")


def bare(sentences):
    """Input of the program: words alone, without any of the gold analysis; who speaks and what is a document stays."""
    return [conllu.Sentence(conllu.blank(s.forms), [], s.comments) for s in sentences]


def flat(sentences):
    """Words as tokens: multiword tokens are no subject of scores on gold words."""
    return [conllu.Sentence(s.words, [(f, i, i + 1, True) for i, f in enumerate(s.forms)], s.comments)
            for s in sentences]


def gold_word_scores(gold, found):
    """F1 of the measures, where both sides have the same words; with subtypes of relations as well (`LAS full`)."""
    scores = conll18.evaluate(flat(gold), flat(found))
    rows = [(g, f) for a, b in zip(gold, found, strict=True) for g, f in zip(a.words, b.words, strict=True)]
    columns = (conllu.HEAD, conllu.DEPREL)
    full = sum(all(g[c] == f[c] for c in columns) for g, f in rows) / len(rows)
    return {**{name: scores[name]["f1"] for name in SHOWN}, "LAS full": full, "words": len(rows)}


def raw_scores(gold, found):
    return {name: one["f1"] for name, one in conll18.evaluate(gold, found).items()}
