"""Two baselines over the same candidate mentions."""

from attributes import CLASSES, TYPES


def names_only(items):
    """A name links to the latest earlier name with the same name words."""
    last, links = {}, []
    for i, x in enumerate(items):
        key = " ".join(x.name)
        links.append((last.get(key) if key else None, 0.0))
        if key:
            last[key] = i
    return links


def strings_and_pronouns(items):
    """Names and nominals: same string (articles aside; indefinites never link). Third-person pronouns: the nearest
    compatible mention of the last three sentences; first and second person: the latest same class."""
    last, persons, links = {}, {}, []
    for i, x in enumerate(items):
        kind, answer = CLASSES[x.kind], None
        if x.coarse > 0:
            key = " ".join(x.name if x.coarse == 1 else x.content)
            if key and kind != "indefinite":
                answer = last.get(key)
            last[key] = i
        elif kind in ("i", "we", "you"):
            answer = persons.get(kind)
            persons[kind] = i
        elif kind in ("he", "she", "it", "they", "reflexive"):
            for j in range(i - 1, -1, -1):
                y = items[j]
                if x.sentence - y.sentence > 3:
                    break
                if fits(x, y, kind):
                    answer = j
                    break
        links.append((answer, 0.0))
    return links


def fits(x, y, kind):
    if CLASSES[y.kind] in ("i", "we", "you", "this", "place", "other-pronoun") and kind != "reflexive":
        return False
    if x.number and y.number and x.number != y.number or x.gender and y.gender and x.gender != y.gender:
        return False
    s, e = y.mention.span
    if s <= x.mention.span[0] and x.mention.span[1] <= e:
        return False
    person = TYPES[y.type] in ("person", "none")
    return person if kind in ("he", "she") else True
