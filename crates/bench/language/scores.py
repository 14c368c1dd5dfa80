"""All scores of the program, and of spaCy where it does the same: one dict. Run by run.py, in its environment."""

import conllu
import discourse
import names
import trees
from program import Program

GEARS = ("first", "encoder")


def measure(data, work, binary, peer, log):
    """`peer`: a spacy_peer.Peer, or None."""
    folder = work / "scores"
    folder.mkdir(parents=True, exist_ok=True)
    program = Program(binary, folder)
    ewt, gum = trees.ewt_dev(data), trees.gum_dev(data)
    scores = {"ewt gold": {}, "ewt raw": {}, "gum gold": {}, "uner": {}, "wnut": {}, "gum names": {}}
    for gear in GEARS:
        log(f"scores: {gear} gear")
        _program(program, gear, data, ewt, gum, scores, log)
    if peer:
        log("scores: spaCy")
        _peer(peer, data, ewt, gum, scores)
    return scores


def _program(program, gear, data, ewt, gum, scores, log):
    found = program.analyse(trees.bare(ewt), gear, "ewt-gold")
    scores["ewt gold"][gear] = trees.gold_word_scores(ewt, found)
    raw = program.raw(conllu.raw_text(ewt), gear, "ewt-raw")
    scores["ewt raw"][gear] = trees.raw_scores(ewt, raw)
    log(f"scores: {gear} gear, GUM")
    parsed = {name: program.analyse(trees.bare(one), gear, name) for name, one in gum.items()}
    both = [[s for name in gum for s in side[name]] for side in (gum, parsed)]
    scores["gum gold"][gear] = trees.gold_word_scores(*both)
    _names(program, gear, data, names.found_tags(found), names.found_tags(both[1]), scores)
    if gear == "encoder":
        # The first gear has no coreference, and its attributions are those of `read`, not of the language layer.
        scores["coreference"] = discourse.coreference_scores(data, gum, parsed)
        scores["attribution"] = discourse.attribution_scores(program, gum, parsed)
        scores["mention types"] = names.mention_types(data, both[1])


def _names(program, gear, data, ewt_tags, gum_tags, scores):
    scores["uner"][gear] = names.uner_scores(data, ewt_tags)
    tweets = names.wnut_dev(data)
    found = program.analyse([conllu.blank(words) for words, _ in tweets], gear, "wnut")
    scores["wnut"][gear] = names.wnut_scores([tags for _, tags in tweets], names.found_tags(found))
    scores["gum names"][gear] = names.all_spans(names.gum_name_tags(data), gum_tags)
    scores.setdefault("gum types", {})[gear] = names.gum_types(data, gum_tags)


def _peer(peer, data, ewt, gum, scores):
    found, tags = peer.gold_words(ewt)
    scores["ewt gold"]["spaCy"] = trees.gold_word_scores(ewt, found)
    scores["ewt raw"]["spaCy"] = trees.raw_scores(ewt, peer.raw(ewt))
    scores["uner"]["spaCy"] = names.uner_scores(data, tags)
    every = [s for one in gum.values() for s in one]
    found, tags = peer.gold_words(every)
    scores["gum gold"]["spaCy"] = trees.gold_word_scores(every, found)
    scores["gum names"]["spaCy"] = names.all_spans(names.gum_name_tags(data), tags)
    tweets = names.wnut_dev(data)
    _, tags = peer.gold_words([conllu.Sentence(conllu.blank(words), [], []) for words, _ in tweets])
    scores["wnut"]["spaCy"] = names.wnut_scores([t for _, t in tweets], tags)
