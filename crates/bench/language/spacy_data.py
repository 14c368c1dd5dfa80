"""UD English-EWT, with the names of UNER, as spaCy's DocBin.

Why not `spacy convert`: it knows no second file for the names. The rest is as `spacy convert -n 10` does it:
ten sentences of one document make one Doc, and a spaCy token is a UD word. The words of a multiword token ("did" "n't")
stand side by side without a space; all 2,973 of them in EWT are spelled by their words, so no character is lost.
Sentences whose names UNER does not have (an earlier release of EWT) count as unknown there, not as without names.
"""

import spacy
from spacy.tokens import Doc, DocBin

import conllu
from places import training

GROUP = 10


def convert(data, part, path):
    """Write the DocBin of a part and return (docs, sentences, sentences with names)."""
    corpora = training("encoder", "corpora")
    nlp = spacy.blank("en")
    sentences = conllu.read(data / f"ud-ewt/en_ewt-ud-{part}.conllu")
    names = corpora.read_ewt(data, part)
    pairs = list(zip(sentences, (s.names for s in names), strict=True))
    docs = [build(nlp.vocab, group) for group in groups(pairs)]
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    return len(docs), len(pairs), sum(tags is not None for _, tags in pairs)


def groups(pairs):
    found = []
    for sentence, tags in pairs:
        if not found or sentence.comment("newdoc") is not None or len(found[-1]) == GROUP:
            found.append([])
        found[-1].append((sentence, tags))
    return found


def spaces(sentence):
    """For each word, whether a space follows."""
    flags = [False] * len(sentence.words)
    for _, _, end, space in sentence.tokens:
        flags[end - 1] = space
    return flags


def build(vocab, group):
    columns = {name: [] for name in ("words", "spaces", "pos", "morphs", "lemmas", "heads", "deps", "sent_starts", "ents")}
    for sentence, tags in group:
        base, rows = len(columns["words"]), sentence.words
        columns["words"] += sentence.forms
        columns["spaces"] += spaces(sentence)
        columns["pos"] += [row[conllu.UPOS] for row in rows]
        columns["morphs"] += [row[conllu.FEATS].replace("_", "") for row in rows]
        columns["lemmas"] += [row[conllu.LEMMA] for row in rows]
        columns["heads"] += [base + (int(row[conllu.HEAD]) or i + 1) - 1 for i, row in enumerate(rows)]
        columns["deps"] += ["ROOT" if row[conllu.HEAD] == "0" else row[conllu.DEPREL] for row in rows]
        columns["sent_starts"] += [i == 0 for i in range(len(rows))]
        columns["ents"] += tags or [""] * len(rows)
    return Doc(vocab, **columns)
