"""spaCy's small CNN pipeline, trained on UD-EWT by run.py: its analysis for scoring, and its speed.

    python spacy_peer.py speed --model MODEL --texts FOLDER [--processes 2]
"""

import argparse
import json
import pathlib
import time

import spacy
from spacy.tokens import Doc

import conllu

# Texts at a time where speed is measured: 32 are as fast and need twice the memory.
BATCH = 8
SENTENCES = 256


class Peer:
    def __init__(self, model):
        self.nlp = spacy.load(model)

    def gold_words(self, sentences):
        """(sentences, name tags): words and sentences are given, as they are to the program."""
        docs = [self._doc(s) for s in sentences]
        found = list(self.nlp.pipe(docs, batch_size=SENTENCES))
        tags = [[t.ent_iob_ + "-" + t.ent_type_ if t.ent_type_ else "O" for t in doc] for doc in found]
        return [_sentence(list(doc)) for doc in found], tags

    def _doc(self, sentence):
        size = len(sentence.words)
        flags = [False] * size
        for _, _, end, space in sentence.tokens:
            flags[end - 1] = space
        # The first word begins a sentence and no other does: the parser keeps to that.
        starts = [i == 0 for i in range(size)]
        return Doc(self.nlp.vocab, words=sentence.forms, spaces=flags if sentence.tokens else None, sent_starts=starts)

    def raw(self, sentences):
        """Its own words and sentences in the raw text of gold sentences, paragraph by paragraph."""
        texts = [conllu.paragraph_text(p) for p in conllu.paragraphs(sentences)]
        docs = self.nlp.pipe(texts, batch_size=SENTENCES)
        parts = ([t for t in sent if not t.is_space] for doc in docs for sent in doc.sents)
        return [_sentence(tokens) for tokens in parts if tokens]


def _sentence(tokens):
    place = {t.i: k for k, t in enumerate(tokens, 1)}
    rows = [[k, t.text, t.lemma_ or "_", t.pos_, "_", "_", _head(t, place), _relation(t), "_", "_"]
            for k, t in enumerate(tokens, 1)]
    rows = [[str(cell) for cell in row] for row in rows]
    return conllu.Sentence(rows, [(t.text, i, i + 1, bool(t.whitespace_)) for i, t in enumerate(tokens)], [])


def _head(token, place):
    """Number of the nearest word above that is no white space, 0 for a root."""
    while token.head.i != token.i:
        token = token.head
        if token.i in place:
            return place[token.i]
    return 0


def _relation(token):
    return "root" if token.head.i == token.i else token.dep_


def speed(model, folder, processes):
    started = time.perf_counter()
    nlp = spacy.load(model)
    loaded, used = time.perf_counter(), time.process_time()
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    words = 0
    for doc in nlp.pipe(texts, batch_size=BATCH, n_process=processes):
        words += sum(not t.is_space for t in doc)
    return {"start_s": loaded - started, "start_cpu_s": used, "work_s": time.perf_counter() - loaded, "words": words}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["speed"])
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    args = parser.parse_args()
    print(json.dumps(speed(args.model, args.texts, args.processes)))


if __name__ == "__main__":
    main()
