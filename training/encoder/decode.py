"""From scores to trees, tags and lemmas (FORMAT.md, section 5), and whole-sentence prediction."""

import numpy as np
import torch

import batches
import lemmas
from words import chunks

ROOT_PENALTY = 1e5


def is_single_root_tree(heads):
    """`heads[w - 1]` is the head of word w; true for a tree with exactly one child of ROOT."""
    if sum(h == 0 for h in heads) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


def find_cycle(heads):
    """Some cycle of the head function as a list of nodes, or None. Node 0 is the root."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and state[node] == 0:
            state[node] = start
            path.append(node)
            node = heads[node]
        if node and state[node] == start and node in path:
            return path[path.index(node):]
    return None


def arborescence(scores):
    """Chu-Liu-Edmonds. scores[d, h], node 0 = root; returns heads with heads[0] = 0."""
    size = len(scores)
    heads = [0] + [int(np.argmax(scores[d])) for d in range(1, size)]
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    outside = [v for v in range(size) if v not in cycle]
    gain = np.array([scores[d, heads[d]] for d in cycle])
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    enter = scores[np.ix_(cycle, outside)] - gain[:, None]
    leave = scores[np.ix_(outside, cycle)]
    small[-1, :-1] = enter.max(0)
    small[:-1, -1] = leave.max(1)
    solved = arborescence(small)
    for d, node in enumerate(outside):
        if node:
            head = solved[d]
            heads[node] = outside[head] if head < len(outside) else cycle[int(leave[d].argmax())]
    head = solved[-1]
    heads[cycle[int(enter[:, head].argmax())]] = outside[head]
    return heads


def tree(arcs):
    """Heads of the n words from arc scores [n, n + 1] (dependents x heads, column 0 = ROOT)."""
    greedy = arcs.argmax(1).tolist()
    if is_single_root_tree(greedy):
        return greedy
    scores = np.full((len(arcs) + 1, len(arcs) + 1), -np.inf)
    scores[1:] = arcs
    np.fill_diagonal(scores, -np.inf)
    scores[1:, 0] -= ROOT_PENALTY
    return arborescence(scores)[1:]


def viterbi(emissions, start, transitions, end):
    """Best tag sequence; a tie takes the lower previous tag."""
    best, back = start + emissions[0], []
    for row in emissions[1:]:
        steps = best[:, None] + transitions
        back.append(steps.argmax(0))
        best = steps.max(0) + row
    tags = [int((best + end).argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]


def lemma(form, upos, scores, scripts, lexicon):
    """Lemma by the lexicon's script for the pair, else by the best script that fits the form."""
    if (form, upos) in lexicon:
        return lemmas.apply(lexicon[form, upos], form)
    for column in np.argsort(-scores, kind="stable"):
        found = lemmas.apply(scripts[column], form)
        if found is not None:
            return found
    return form


def best_relations(scores, heads, relations):
    """A child of ROOT is `root`; any other word takes its best label other than `root`."""
    root = relations.index("root")
    scores = scores.copy()
    scores[:, root] = -np.inf
    return [relations[root if h == 0 else c] for h, c in zip(heads, scores.argmax(1))]


def decode_sentence(words, scores, r, network, encoder):
    """Labels of one row of a batch, relations left out."""
    size, labels = len(words), encoder.labels
    part = {name: scores[name][r, :size].double().numpy()
            for name in ("upos", "names", "mention", "lemma", "cue", "arc")}
    crf = network.head["names"].crf
    start, transitions = (x.double().numpy() for x in crf.scores())
    tags = viterbi(part["names"], start, transitions, crf.end.double().numpy())
    upos = [labels["upos"][c] for c in part["upos"].argmax(1)]
    return {"upos": upos,
            "heads": tree(part["arc"][:, :size + 1]),
            "names": [labels["names"][c] for c in tags],
            "mentions": [labels["mentions"][c] for c in part["mention"].argmax(1)],
            "lemmas": [lemma(*one, labels["lemma_scripts"], encoder.lexicon)
                       for one in zip(words, upos, part["lemma"])],
            "cue": (1 / (1 + np.exp(-part["cue"][:, 0]))).tolist(),
            "arcs": part["arc"][:, :size + 1]}


@torch.no_grad()
def predict(network, encoder, sentences, budget=4000):
    """Decode lists of words; a sentence too long for one sequence is read in chunks."""
    network.eval()
    runs = [(i, a, b) for i, words in enumerate(sentences)
            for a, b in chunks(words, encoder.pieces)]
    rows = [encoder.features(sentences[i][a:b]) for i, a, b in runs]
    sizes = [sum(map(len, row["ids"])) + 2 for row in rows]
    found = [None] * len(runs)
    for group in batches.by_length(sizes, budget):
        batch = encoder.batch([rows[k] for k in group])
        scores = network(batch)
        for r, k in enumerate(group):
            i, a, b = runs[k]
            found[k] = decode_sentence(sentences[i][a:b], scores, r, network, encoder)
            found[k]["vectors"] = scores["words"][r, 1:b - a + 1].float().numpy()
        add_relations(network, encoder, scores, [found[k] for k in group])
    return merge(runs, found, len(sentences))


def add_relations(network, encoder, scores, found):
    heads = torch.zeros(scores["upos"].shape[:2], dtype=torch.long)
    for r, one in enumerate(found):
        heads[r, :len(one["heads"])] = torch.tensor(one["heads"])
    relations = network.relations(scores["words"], heads).numpy()
    for r, one in enumerate(found):
        one["relations"] = best_relations(
            relations[r, :len(one["heads"])], one["heads"], encoder.labels["relations"])


def merge(runs, found, count):
    """Join the chunks of each sentence; heads are shifted, arc scores stay with single chunks."""
    whole = [None] * count
    for (i, start, _), one in zip(runs, found):
        one["heads"] = [h + start if h else 0 for h in one["heads"]]
        if whole[i] is None:
            whole[i] = one
            continue
        for name in ("upos", "heads", "relations", "names", "mentions", "lemmas", "cue"):
            whole[i][name] += one[name]
        whole[i]["vectors"] = np.concatenate([whole[i]["vectors"], one["vectors"]])
        whole[i]["arcs"] = None
    return whole
