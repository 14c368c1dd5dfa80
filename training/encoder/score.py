"""Score a model file on the development parts (gold tokens) and print the table.

    python score.py --model encoder.safetensors --data DATA_DIR
"""

import argparse
import json
import pathlib

import corpora
import decode

TARGETS = {"ewt.upos": .968, "ewt.lemma": .97, "ewt.uas": .92, "ewt.las": .895,
           "gum.las": .87, "ewt.names.f1": .78}


def f1(right, found, gold):
    precision, recall = right / max(found, 1), right / max(gold, 1)
    total = precision + recall
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / total if total else 0.0}


def accuracy(pairs):
    pairs = list(pairs)
    return sum(a == b for a, b in pairs) / max(len(pairs), 1)


def words_of(sentences, found, gold_name, found_name):
    for sentence, one in zip(sentences, found):
        gold = getattr(sentence, gold_name)
        if gold is not None:
            yield from zip(gold, one[found_name])


def name_scores(sentences, found):
    """Exact spans and types, in all and by type."""
    scores = {}
    gold = [set(corpora.spans(s.names)) for s in sentences]
    ours = [set(corpora.spans(one["names"])) for one in found]
    for kind in ("", "PER", "LOC", "ORG"):
        pick = (lambda group: {x for x in group if kind in ("", x[2])})
        one = f1(sum(len(pick(g) & pick(o)) for g, o in zip(gold, ours)),
                 sum(len(pick(o)) for o in ours), sum(len(pick(g)) for g in gold))
        name = "names." + kind if kind else "names"
        scores |= {f"{name}.{k}": v for k, v in one.items() if not kind or k == "f1"}
    return scores


def positive_scores(name, pairs, is_positive, same):
    pairs = list(pairs)
    one = f1(sum(is_positive(g) and is_positive(o) and same(g, o) for g, o in pairs),
             sum(is_positive(o) for _, o in pairs), sum(is_positive(g) for g, _ in pairs))
    return {f"{name}.{k}": v for k, v in one.items()}


def treebank_scores(sentences, found):
    """Punctuation counts, as in the CoNLL shared task; relations with their subtypes."""
    heads = list(words_of(sentences, found, "heads", "heads"))
    relations = list(words_of(sentences, found, "relations", "relations"))
    return {"upos": accuracy(words_of(sentences, found, "upos", "upos")),
            "lemma": accuracy(words_of(sentences, found, "lemmas", "lemmas")),
            "uas": accuracy(heads),
            "las": labelled(heads, relations)}


def labelled(heads, relations):
    return accuracy(((g, gr), (o, rel)) for (g, o), (gr, rel) in zip(heads, relations))


def gum_scores(sentences, found):
    mentions = list(words_of(sentences, found, "mentions", "mentions"))
    cues = [(bool(g), o >= .5) for g, o in words_of(sentences, found, "cues", "cue")]
    named = lambda tag: tag != "none"
    return {**positive_scores("mention", mentions, named, lambda g, o: g == o),
            **positive_scores("mention.untyped", mentions, named, lambda g, o: True),
            **positive_scores("cue", cues, bool, lambda g, o: True)}


def evaluate(network, encoder, parts):
    """All scores, keyed as part.measure."""
    scores = {}
    for part, sentences in parts.items():
        found = decode.predict(network, encoder, [s.words for s in sentences])
        one = {**treebank_scores(sentences, found), **name_scores(sentences, found)}
        if part == "gum":
            one |= gum_scores(sentences, found)
        scores |= {f"{part}.{k}": round(v, 4) for k, v in one.items()}
    return scores


def table(scores):
    lines = ["| measure (dev, gold tokens) | score | target |", "|---|---|---|"]
    for name, value in scores.items():
        target = TARGETS.get(name)
        mark = "" if target is None else f"{target:.3f}"
        lines.append(f"| {name} | {value:.4f} | {mark} |")
    return "\n".join(lines)


def main():
    import exported
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--model", type=pathlib.Path, required=True)
    options.add_argument("--data", type=pathlib.Path, required=True)
    options.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = options.parse_args()
    network, encoder, _ = exported.load(chosen.model)
    scores = evaluate(network, encoder, corpora.dev_sentences(chosen.data))
    print(json.dumps(scores) if chosen.json else table(scores))


if __name__ == "__main__":
    main()
