"""Hand-made cases for conll18.py and conllu.py:  python3 -m unittest test_conll18"""

import unittest

import conll18
import conllu


def sentence(*words, tokens=None, comments=()):
    """`words`: (form, head, relation); `tokens`: (form, first word, end) of multiword tokens, counted from 0."""
    lines = list(comments)
    starts = {first: (form, end) for form, first, end in tokens or ()}
    for i, (form, head, relation) in enumerate(words):
        if i in starts:
            token, end = starts[i]
            lines.append("\t".join([f"{i + 1}-{end}", token, *"________"]))
        lines.append(f"{i + 1}\t{form}\t{form.lower()}\tX\t_\t_\t{head}\t{relation}\t_\t_")
    return "\n".join(lines)


def file(*sentences):
    return conllu.parse("\n\n".join(sentences) + "\n")


def f1(gold, system):
    return {name: one["f1"] for name, one in conll18.evaluate(gold, system).items()}


SHE_RUNS = (("She", 2, "nsubj"), ("runs", 0, "root"), (".", 2, "punct"))


class Scores(unittest.TestCase):
    def test_a_file_is_like_itself(self):
        gold = file(sentence(*SHE_RUNS), sentence(*SHE_RUNS))
        self.assertEqual(f1(gold, gold), dict.fromkeys(conll18.METRICS, 1.0))

    def test_a_wrong_head_costs_both_and_a_wrong_relation_one(self):
        gold = file(sentence(*SHE_RUNS))
        head = f1(gold, file(sentence(("She", 3, "nsubj"), ("runs", 0, "root"), (".", 2, "punct"))))
        relation = f1(gold, file(sentence(("She", 2, "obj"), ("runs", 0, "root"), (".", 2, "punct"))))
        self.assertAlmostEqual(head["UAS"], 2 / 3)
        self.assertAlmostEqual(head["LAS"], 2 / 3)
        self.assertEqual(relation["UAS"], 1.0)
        self.assertAlmostEqual(relation["LAS"], 2 / 3)

    def test_subtypes_of_relations_do_not_count(self):
        gold = file(sentence(("She", 2, "nsubj:pass"), ("runs", 0, "root"), (".", 2, "punct")))
        self.assertEqual(f1(gold, file(sentence(*SHE_RUNS)))["LAS"], 1.0)

    def test_a_split_word_is_lost_and_so_is_what_hangs_on_it(self):
        gold = file(sentence(("cannot", 2, "advmod"), ("go", 0, "root")))
        system = file(sentence(("can", 3, "aux"), ("not", 3, "advmod"), ("go", 0, "root")))
        scores = f1(gold, system)
        self.assertAlmostEqual(scores["Words"], 2 * 1 / (2 + 3))
        self.assertAlmostEqual(scores["LAS"], 2 * 1 / (2 + 3))
        child = file(sentence(("x", 2, "dep"), ("cannot", 0, "root")))
        split = file(sentence(("x", 2, "dep"), ("can", 0, "root"), ("not", 2, "advmod")))
        self.assertEqual(f1(child, split)["UAS"], 0.0)

    def test_precision_and_recall_have_their_own_denominators(self):
        gold = file(sentence(("ab", 0, "root")))
        one = conll18.evaluate(gold, file(sentence(("a", 0, "root"), ("b", 1, "dep"))))["Words"]
        self.assertEqual((one["p"], one["r"], one["f1"]), (0.0, 0.0, 0.0))
        gold = file(sentence(("a", 0, "root"), ("b", 1, "dep")))
        one = conll18.evaluate(gold, file(sentence(("ab", 0, "root"))))["Tokens"]
        self.assertEqual((one["p"], one["r"]), (0.0, 0.0))

    def test_a_lemma_that_gold_leaves_open_is_right(self):
        gold = file(sentence(*SHE_RUNS).replace("\tshe\t", "\t_\t"))
        self.assertEqual(f1(gold, file(sentence(*SHE_RUNS)))["Lemmas"], 1.0)

    def test_other_characters_are_refused(self):
        with self.assertRaises(conll18.Mismatch):
            conll18.evaluate(file(sentence(("a", 0, "root"))), file(sentence(("b", 0, "root"))))

    def test_a_missed_sentence_end_costs_both_sentences(self):
        gold = file(sentence(("Go", 0, "root")), sentence(("Run", 0, "root")))
        scores = f1(gold, file(sentence(("Go", 0, "root"), ("Run", 1, "parataxis"))))
        self.assertEqual(scores["Sentences"], 0.0)
        self.assertAlmostEqual(scores["UAS"], 0.5)


class Multiword(unittest.TestCase):
    GOLD = (("I", 3, "nsubj"), ("ca", 3, "aux"), ("go", 0, "root"))

    def test_words_of_a_token_align_by_form(self):
        words = (("can", 3, "aux"), ("not", 3, "advmod"), ("go", 0, "root"))
        gold = file(sentence(*words, tokens=[("cannot", 0, 2)]))
        apart = f1(gold, file(sentence(*words)))
        # The token "cannot" is lost, its words are not: the same forms in the same order.
        self.assertEqual(apart["Words"], 1.0)
        self.assertEqual(apart["LAS"], 1.0)
        self.assertAlmostEqual(apart["Tokens"], 2 * 1 / (2 + 3))

    def test_forms_that_are_not_spelled_in_the_token(self):
        gold = file(sentence(("de", 2, "case"), ("el", 0, "root"), ("x", 2, "dep"), tokens=[("del", 0, 2)]))
        system = file(sentence(("del", 0, "root"), ("x", 1, "dep")))
        scores = f1(gold, system)
        self.assertAlmostEqual(scores["Words"], 2 * 1 / (3 + 2))
        self.assertEqual(scores["UAS"], 0.0)

    def test_a_token_in_the_system_only(self):
        words = (("do", 3, "aux"), ("n't", 3, "advmod"), ("go", 0, "root"))
        system = file(sentence(*words, tokens=[("don't", 0, 2)]))
        self.assertEqual(f1(file(sentence(*words)), system)["LAS"], 1.0)

    def test_capitals_do_not_part_words_of_tokens(self):
        gold = file(sentence(("Can", 2, "aux"), ("not", 0, "root"), tokens=[("Cannot", 0, 2)]))
        system = file(sentence(("can", 2, "aux"), ("not", 0, "root"), tokens=[("Cannot", 0, 2)]))
        self.assertEqual(f1(gold, system)["Words"], 1.0)

    def test_overlapping_tokens_make_one_stretch(self):
        gold = file(sentence(("a", 0, "root"), ("b", 1, "dep"), ("c", 1, "dep"), tokens=[("ab", 0, 2)]))
        system = file(sentence(("a", 0, "root"), ("b", 1, "dep"), ("c", 1, "dep"), tokens=[("bc", 1, 3)]))
        self.assertEqual(f1(gold, system)["UAS"], 1.0)


class RawText(unittest.TestCase):
    def test_spaces_paragraphs_and_multiword_tokens(self):
        text = ("# newdoc id = a\n# newpar id = a-1\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tca\t_\t_\t_\t_\t_\t_\t_\t_\n"
                "2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
                "1\tNo\t_\t_\t_\t_\t_\t_\t_\t_\n\n# newpar\n1\tEnd\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n")
        sentences = conllu.parse(text)
        self.assertEqual(conllu.raw_text(sentences), "can't go. No\n\nEnd\n")
        self.assertEqual([s.forms for s in sentences], [["ca", "n't", "go", "."], ["No"], ["End"]])
        self.assertEqual(len(conllu.documents(sentences)), 1)


if __name__ == "__main__":
    unittest.main()
