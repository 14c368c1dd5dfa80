"""MUC, B3 and CEAFe over clusters of hashable mentions (Pradhan et al. 2014), summed over documents.

Clusters with a single mention are to be left out by the caller, on both sides.
"""

import numpy as np


def assignment(cost):
    """Columns of a least-cost assignment of every row (rows <= columns): the Hungarian method, O(n^3)."""
    n, m = cost.shape
    u, v, match, way = np.zeros(n + 1), np.zeros(m + 1), np.zeros(m + 1, int), np.zeros(m + 1, int)
    for i in range(1, n + 1):
        match[0], column = i, 0
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, bool)
        while True:
            used[column] = True
            row = match[column]
            free = np.flatnonzero(~used[1:]) + 1
            reduced = cost[row - 1, free - 1] - u[row] - v[free]
            better = reduced < least[free]
            least[free[better]] = reduced[better]
            way[free[better]] = column
            nearest = free[np.argmin(least[free])]
            delta = least[nearest]
            u[match[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            column = nearest
            if match[column] == 0:
                break
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return [int(np.flatnonzero(match[1:] == i)[0]) for i in range(1, n + 1)]


def muc_part(clusters, other):
    """(numerator, denominator): links of `clusters` that `other` keeps together."""
    where = {m: i for i, c in enumerate(other) for m in c}
    hits = total = 0
    for c in clusters:
        pieces = {where[m] for m in c if m in where}
        alone = sum(m not in where for m in c)
        hits += len(c) - len(pieces) - alone
        total += len(c) - 1
    return hits, total


def b3_part(clusters, other):
    where = {m: i for i, c in enumerate(other) for m in c}
    hits = total = 0
    for c in clusters:
        counts = {}
        for m in c:
            if m in where:
                counts[where[m]] = counts.get(where[m], 0) + 1
        hits += sum(n * n for n in counts.values()) / len(c)
        total += len(c)
    return hits, total


def ceaf_part(gold, found):
    """(similarity of the best alignment, gold clusters, found clusters)."""
    if not gold or not found:
        return 0.0, len(gold), len(found)
    gains = np.array([[2 * len(set(g) & set(f)) / (len(g) + len(f)) for f in found] for g in gold])
    wide = gains if len(gold) <= len(found) else gains.T
    best = sum(wide[row, column] for row, column in enumerate(assignment(-wide)))
    return best, len(gold), len(found)


def f1(hit_p, total_p, hit_r, total_r):
    p = hit_p / total_p if total_p else 0.0
    r = hit_r / total_r if total_r else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def score(documents):
    """`documents`: (gold clusters, found clusters) pairs. Name -> (P, R, F1), and `conll` -> mean F1."""
    sums = np.zeros((3, 4))
    mentions = np.zeros(4)
    for gold, found in documents:
        sums[0] += [*muc_part(found, gold), *muc_part(gold, found)]
        sums[1] += [*b3_part(found, gold), *b3_part(gold, found)]
        hits, g, f = ceaf_part(gold, found)
        sums[2] += [hits, f, hits, g]
        a, b = {m for c in gold for m in c}, {m for c in found for m in c}
        mentions += [len(a & b), len(b), len(a & b), len(a)]
    result = {name: f1(*row) for name, row in zip(("muc", "b3", "ceafe"), sums)}
    result["mentions"] = f1(*mentions)
    result["conll"] = sum(result[name][2] for name in ("muc", "b3", "ceafe")) / 3
    return result
