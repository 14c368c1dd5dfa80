"""Attributions as the program prints them, and clusters from its brackets:  python3 -B -m unittest test_discourse"""

import unittest

import conllu
import discourse
import program

TEXT = """1	The	the	DET	_	_	2	det	_	_
2	mayor	mayor	NOUN	_	_	3	nsubj	_	_
3	said	say	VERB	_	_	0	root	_	_
4	it	it	PRON	_	_	5	nsubj	_	_
5	fell	fall	VERB	_	_	3	ccomp	_	SpaceAfter=No
6	.	.	PUNCT	_	_	3	punct	_	_
"""


class Printer:
    """Stands for the program: prints the given annotations over the text as it is."""

    def __init__(self, annotations):
        self.found = annotations

    def annotations(self, text, _name):
        self.text = text
        return self.found

    def clean_text(self, _name):
        return self.text


def span(start, end):
    return {"start": start, "end": end}


class Attribution(unittest.TestCase):
    def setUp(self):
        sentences = conllu.parse(TEXT)
        self.document = discourse.Document("a", sentences, sentences)

    def test_spans_become_words(self):
        content = [span(15, 17), span(18, 22)]
        one = {"kind": "attribution", "source": span(0, 9), "cue": span(10, 14), "content": content}
        found = self.document.printed(Printer([one]))[0]
        self.assertEqual((found.source_words, found.cue_word, found.content_words), ({0, 1}, 2, {3, 4}))

    def test_a_source_may_be_missing_and_a_content_one_span(self):
        one = {"kind": "attribution", "source": None, "cue": span(10, 14), "content": span(15, 22)}
        found = self.document.printed(Printer([one]))[0]
        self.assertEqual((found.source_words, found.content_words), (set(), {3, 4}))

    def test_places_are_those_of_the_clean_text(self):
        places = self.document.places("A line before\n\nThe mayor\nsaid it fell.")
        self.assertEqual(places, [(15, 18), (19, 24), (25, 29), (30, 32), (33, 37), (37, 38)])
        self.assertEqual(self.document.places("The it fell.")[:4], [(0, 3), None, None, (4, 6)])

    def test_without_any_there_is_no_answer(self):
        self.assertIsNone(self.document.printed(Printer([{"kind": "date", "start": 0, "end": 3}])))

    def test_the_baseline_finds_a_reporting_verb_with_its_clause(self):
        found = self.document.cue_words()
        self.assertEqual([(c.cue_word, c.source_words, c.content_words) for c in found], [(2, {0, 1}, {3, 4})])

    def test_a_gold_attribution_is_found_once(self):
        gold = [{"satellite": {0, 1, 2}, "source": {0, 1}, "content": {3, 4}}]
        twice = [discourse.Found(2, {0, 1}, {3}), discourse.Found(2, {1}, {4})]
        self.assertEqual(discourse.pairing(twice, gold, strict=True), (1, 2, 1))
        self.assertEqual(discourse.pairing([discourse.Found(2, {1}, {5})], gold, strict=False), (0, 1, 1))


class Clusters(unittest.TestCase):
    def test_brackets_nest_and_single_mentions_are_left_out(self):
        rows = [("He", "Coref=(1)"), ("sold", "_"), ("his", "Coref=(2,(1)"), ("dog", "Coref=2)"),
                ("x", "Coref=(3)|NER=B-PER")]
        lines = [f"{i}\t{form}" + "\t_" * 7 + f"\t{misc}" for i, (form, misc) in enumerate(rows, 1)]
        self.assertEqual(program.clusters(conllu.parse("\n".join(lines))), [[(0, 1), (2, 3)]])


if __name__ == "__main__":
    unittest.main()
