"""Gold attributions from the eRST layer of GUM's CoNLL-U (MISC key Discourse)."""

import re

_RELATION = re.compile(r"([A-Za-z_-]+):(\d+)->(\d+):(\d+)(?::(.*))?$|ROOT:(\d+)")


def units(rows):
    """Elementary units of a document: {number: {words, links: [(relation, target, depth, signals)]}}.

    `rows`: sentences with a `misc` list. Words are document offsets from 0.
    """
    found, number, at = {}, 0, 0
    for row in rows:
        for field in row["misc"]:
            value = next((x[10:] for x in field.split("|") if x.startswith("Discourse=")), None)
            if value is not None:
                number += 1
                found[number] = {"words": [], "links": []}
                for part in value.split(";"):
                    m = _RELATION.match(part)
                    if m and m[1]:
                        assert int(m[2]) == number
                        found[number]["links"].append((m[1], int(m[3]), int(m[4]), m[5] or ""))
            if number:
                found[number]["words"].append(at)
            at += 1
    return found


def below(units_, root, depth):
    """Words of the unit and of all that hangs on it closer than `depth` (pieces of the same unit always)."""
    kids = {}
    for number, unit in units_.items():
        for relation, target, level, _ in unit["links"][:1]:
            kids.setdefault(target, []).append((number, relation, level))
    words, stack = [], [(root, depth)]
    while stack:
        node, limit = stack.pop()
        words += units_[node]["words"]
        for number, relation, level in kids.get(node, []):
            if limit is None or level < limit or relation.startswith("same-unit"):
                stack.append((number, None))
    return set(words)


def attributions(rows):
    """[{satellite, content, source}]: sets of word offsets. `source`: the words that the annotation marks
    as the source (signal 'sem-atsrc') inside the satellite, or empty."""
    all_units = units(rows)
    found = []
    for number, unit in all_units.items():
        for relation, target, depth, signals in unit["links"]:
            if relation not in ("attribution-positive", "attribution-negative"):
                continue
            satellite = below(all_units, number, 0)
            content = below(all_units, target, depth) - satellite
            source = set()
            for first, last in re.findall(r"sem-atsrc-(\d+)(?:-(\d+))?(?=-|_|\+|$)", signals):
                source |= set(range(int(first) - 1, int(last or first)))
            found.append({"satellite": satellite, "content": content, "source": source & satellite,
                          "negative": relation.endswith("negative")})
    return found
