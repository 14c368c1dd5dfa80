"""Sentences that are read together: the network sees a sentence with those before it.

A block is one sequence: consecutive sentences of a document, the first of them for context alone."""

import dataclasses

# Pieces that a block may have, the two special ones not counted, and those that sentences read for context alone may have.
MOST = 190
CONTEXT = 64


@dataclasses.dataclass
class Block:
    """`rows`: numbers of the sentences; `fresh`: how many of them, at the end, are read here, not for context."""

    rows: list
    fresh: int


def documents(rows):
    """Runs of sentences that follow one another in one document."""
    runs, expected = [], None
    for i, row in enumerate(rows):
        if (row["doc"], row["at"]) == expected:
            runs[-1].append(i)
        else:
            runs.append([i])
        expected = (row["doc"], row["at"] + len(row["words"]))
    return runs


def overlapping(run, sizes, most=MOST, context=CONTEXT):
    """Blocks of a document as it is read: each begins with sentences that an earlier one has read."""
    found, at = [], 0
    while at < len(run):
        before, used = at, 0
        while before > 0 and used + sizes[run[before - 1]] <= context:
            before -= 1
            used += sizes[run[before]]
        if used + sizes[run[at]] > most:  # A long sentence leaves no room for context.
            before, used = at, 0
        end = filled(run, sizes, at, most - used)
        found.append(Block(run[before:end], end - at))
        at = end
    return found


def scattered(run, sizes, rng, most=MOST):
    """Blocks of a document to learn from: each sentence once, behind none to many others."""
    found, at = [], 0
    while at < len(run):
        end = filled(run, sizes, at, rng.randint(most // 6, most))
        found.append(Block(run[at:end], end - at))
        at = end
    return found


def filled(run, sizes, at, room):
    """Where a block ends that begins at `at` and has room for so many pieces: at least one sentence is in it."""
    end, used = at, 0
    while end < len(run) and (end == at or used + sizes[run[end]] <= room):
        used += sizes[run[end]]
        end += 1
    return end


def joined(block, rows):
    """One row of the sentences of a block: words, claims, persons, tags, mentions and parts count from its first word. `fresh` is the first
    word that is read here, `ends` where its sentences end."""
    first = rows[block.rows[0]]
    found = {"words": [], "claims": [], "persons": [], "tags": [], "mentions": [], "parts": [], "weights": [], "open": [], "ends": []}
    for i in block.rows:
        row, shift = rows[i], len(found["words"])
        if i == block.rows[len(block.rows) - block.fresh]:
            found["fresh"] = shift
        found["words"] += row["words"]
        found["claims"] += [(p, [w + shift for w in words], about) for p, words, about in row["claims"]]
        found["tags"] += row["tags"] or [-100] * len(row["words"])
        found["mentions"] += [(a + shift, b + shift, who) for a, b, who in row.get("mentions", [])]
        found["parts"] += [(a + shift, b + shift, part) for a, b, part in row.get("parts", [])]
        found["weights"] += [row.get("weight", 1.0)] * len(row["words"])
        found["open"] += [row.get("open", False)] * len(row["words"])
        found["ends"].append(len(found["words"]))
    found["persons"] = [None if about is None else near(about, first["at"], words[0], found["ends"])
                        for _, words, about in found["claims"]]
    return found


def near(about, start, word, ends):
    """The words of a block that mention whom a claim is about, in its own sentence if there are any: so a sentence is read as one
    that says whom it is about, and the others only where it does not. `start`: where the block begins in the document."""
    last = next(end for end in ends if word < end)
    begin = max((end for end in ends if end <= word), default=0)
    inside = [w - start for w in about if 0 <= w - start < ends[-1]]
    return [w for w in inside if begin <= w < last] or inside


def before(mentions):
    """For each mention, the words of the mentions before it of the same person: a word belongs to the innermost mention that it stands
    in."""
    of = {}
    for start, end, who in sorted(mentions, key=lambda m: m[0] - m[1]):
        of.update((word, who) for word in range(start, end))
    return [(start, end, [word for word, other in of.items() if other == who and word < start]) for start, end, who in mentions]
