"""Gold clusters of OntoGUM: clusters of (start, end) spans, document word offsets, end exclusive."""

import re

_PIECE = re.compile(r"\((\d+)\)|\((\d+)|(\d+)\)")


def read_clusters(path):
    """Clusters with at least two mentions, from a CoNLL file of one document."""
    open_, clusters, at = {}, {}, 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        for single, start, end in _PIECE.findall(line.split("\t")[-1]):
            if single:
                clusters.setdefault(single, []).append((at, at + 1))
            elif start:
                open_.setdefault(start, []).append(at)
            else:
                clusters.setdefault(end, []).append((open_[end].pop(), at + 1))
        at += 1
    return [sorted(set(c)) for c in clusters.values() if len(set(c)) > 1]
