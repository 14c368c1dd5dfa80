"""Read the treebanks and entity corpora into one kind of sentence.

Sources (folders of the development data set): `ud-ewt`, `gum`, `uner-ewt`, `wnut17`. Only the train and dev
parts named in their own documentation are opened.
"""

import dataclasses
import pathlib
import re

ENTITY_TYPES = ["person", "place", "organization", "object", "event", "abstract",
                "animal", "plant", "substance", "time"]
MENTIONS = ["none", *ENTITY_TYPES]
NAMES = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]

_OPEN = re.compile(r"\((\d+)(\[\d+/\d+\])?-(%s)(-[^()]*)?" % "|".join(ENTITY_TYPES))
_CLOSE = re.compile(r"(\d+)(\[\d+/\d+\])?\)")
GUM_NAMES = {"person": "PER", "place": "LOC", "organization": "ORG"}
WNUT_NAMES = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}


@dataclasses.dataclass
class Sentence:
    """One sentence; an annotation layer that a source lacks is None. Heads count from 1, 0 is ROOT."""
    source: str
    words: list
    key: str = ""
    upos: list | None = None
    heads: list | None = None
    relations: list | None = None
    lemmas: list | None = None
    names: list | None = None
    mentions: list | None = None
    cues: list | None = None
    misc: list = dataclasses.field(default_factory=list)


def read_conllu(path, source):
    """All sentences of a CoNLL-U file, without multiword and empty nodes."""
    sentences = []
    for block in pathlib.Path(path).read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        key = next((x[12:] for x in lines if x.startswith("# sent_id = ")), "")
        rows = [x.split("\t") for x in lines if not x.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        columns = list(zip(*rows))
        sentences.append(Sentence(
            source, list(columns[1]), key, list(columns[3]), [int(h) for h in columns[6]],
            list(columns[7]), list(columns[2]), misc=list(columns[9])))
    return sentences


# --- names: UNER over EWT -------------------------------------------------------------------

def read_uner(path):
    """sent_id -> (tokens, tags); labels other than PER, LOC, ORG become O."""
    found, key, tokens, tags = {}, None, [], []
    for line in [*pathlib.Path(path).read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# sent_id = "):
            key = line[12:]
        elif line.startswith("#"):
            continue
        elif line:
            fields = line.split("\t")
            tokens.append(fields[1])
            tags.append(fields[2] if fields[2] in NAMES else "O")
        elif tokens:
            found[key] = (tokens, tags)
            tokens, tags = [], []
    return found


def spans(tags):
    """(start, end, type) of every name in BIO tags; a stray I- opens a name."""
    found, start, kind = [], None, None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and tag != "I-" + kind:
            found.append((start, i, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = i, tag[2:]
    return found


def bio(found, size):
    tags = ["O"] * size
    for start, end, kind in found:
        tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
    return tags


def offsets(words):
    """Character range of every word in the text without spaces."""
    ranges, at = [], 0
    for word in words:
        ranges.append((at, at + len(word)))
        at += len(word)
    return ranges


def project(words, tokens, tags):
    """Carry name tags from one tokenisation to another of the same characters, or None."""
    if "".join(words) != "".join(tokens):
        return None
    old, new = offsets(tokens), offsets(words)
    carried = []
    for start, end, kind in spans(tags):
        low, high = old[start][0], old[end - 1][1]
        inside = [i for i, (a, b) in enumerate(new) if a < high and b > low]
        carried.append((inside[0], inside[-1] + 1, kind))
    return bio(carried, len(words))


def add_uner(sentences, uner):
    """Give EWT sentences their UNER tags, by sentence id or else by identical text."""
    by_text = {"".join(tokens): (tokens, tags) for tokens, tags in uner.values()}
    for sentence in sentences:
        for entry in (uner.get(sentence.key), by_text.get("".join(sentence.words))):
            if entry and sentence.names is None:
                sentence.names = project(sentence.words, *entry)


# --- entities, names and cues of GUM ------------------------------------------------------------

def entity_spans(misc):
    """(start, end, type, identity) of GUM mentions that lie whole in one sentence."""
    found, stack = [], []
    for i, field in enumerate(misc):
        value = next((x[7:] for x in field.split("|") if x.startswith("Entity=")), "")
        at = 0
        while at < len(value):
            opened, closed = _OPEN.match(value, at), _CLOSE.match(value, at)
            if opened:
                at = opened.end()
                fields = (opened[4] or "").split("-", 6)
                identity = len(fields) > 6 and bool(fields[6])
                if value[at:at + 1] == ")":
                    found.append((i, i + 1, opened[3], identity))
                    at += 1
                else:
                    stack.append((opened[1], bool(opened[2]), i, opened[3], identity))
            elif closed:
                at = closed.end()
                _close(stack, found, closed[1], i)
            else:
                at += 1
    return found


def _close(stack, found, number, i):
    for k in range(len(stack) - 1, -1, -1):
        if stack[k][0] == number:
            _, broken, start, kind, identity = stack.pop(k)
            if not broken:
                found.append((start, i + 1, kind, identity))
            return


def outside_heads(heads, members):
    """Those of the (0-based) words whose head lies outside the group."""
    return [i for i in sorted(members) if heads[i] - 1 not in members]


def mention_tags(sentence, found):
    """Entity type at the head word of each mention; of several at one word the longest wins."""
    tags = ["none"] * len(sentence.words)
    for start, end, kind, _ in sorted(found, key=lambda s: s[1] - s[0]):
        tops = outside_heads(sentence.heads, set(range(start, end)))
        if tops:
            tags[tops[0]] = kind
    return tags


def name_core(sentence, start, end):
    """The run of proper nouns around the head of a mention ('of', '&', '-' and ''s' may lie inside)."""
    tops = outside_heads(sentence.heads, set(range(start, end)))
    if not tops or sentence.upos[tops[0]] != "PROPN":
        return None
    proper = [tag == "PROPN" or tag in ("ADJ", "NOUN") and word[0].isupper()
              for tag, word in zip(sentence.upos, sentence.words)]
    low = high = tops[0]
    while low > start and proper[low - 1]:
        low -= 1
    while high + 1 < end:
        joined = sentence.words[high + 1] in ("of", "&", "-", "for", "and")
        if proper[high + 1]:
            high += 1
        elif joined and high + 2 < end and proper[high + 2]:
            high += 2
        else:
            break
    return low, high + 1


def gum_names(sentence, found):
    """UNER-like names from GUM mentions: persons, places and organisations with a proper-noun head."""
    taken, kept = set(), []
    for start, end, kind, _ in sorted(found, key=lambda s: s[0] - s[1]):
        core = name_core(sentence, start, end) if kind in GUM_NAMES else None
        # Peoples ("the Arabs") are no names in the UNER guidelines: their lemma is a singular.
        if core and kind == "person" and sentence.lemmas[core[1] - 1] != sentence.words[core[1] - 1]:
            continue
        if core and not taken & set(range(*core)):
            taken |= set(range(*core))
            kept.append((*core, GUM_NAMES[kind]))
    return bio(kept, len(sentence.words))


def cue_tags(sentence):
    """1 at the cue of every attribution.

    The satellite unit of an attribution relation holds source and cue. Its cue is 'according' if it has that
    word, else its syntactic head: the first word whose own head lies outside the unit.
    """
    tags = [0] * len(sentence.words)
    starts = [i for i, field in enumerate(sentence.misc) if "Discourse=" in field]
    for k, start in enumerate(starts):
        if "Discourse=attribution-" not in sentence.misc[start]:
            continue
        end = starts[k + 1] if k + 1 < len(starts) else len(sentence.words)
        unit = range(start, end)
        according = [i for i in unit if sentence.words[i].lower() == "according"]
        tops = according or outside_heads(sentence.heads, set(unit))
        if tops:
            tags[tops[0]] = 1
    return tags


def gum_documents(folder, part):
    """Paths of the GUM documents of a split that are here, in the order of splits.md."""
    section = (folder / "splits.md").read_text().split(f"## {part}\n")[1].split("\n## ")[0]
    paths = [folder / "dep" / f"{name}.conllu" for name in re.findall(r"\* (GUM_\w+)", section)]
    return [path for path in paths if path.exists()]


def read_gum(folder, part):
    sentences = []
    for path in gum_documents(folder, part):
        for sentence in read_conllu(path, "gum"):
            found = entity_spans(sentence.misc)
            sentence.mentions = mention_tags(sentence, found)
            sentence.names = gum_names(sentence, found)
            sentence.cues = cue_tags(sentence)
            sentences.append(sentence)
    return sentences


# --- WNUT17 -----------------------------------------------------------------------------------

def read_wnut(path):
    """Tweets with person, location, corporation and group names; other types become O.

    Of the tweets without any such name every fourth is kept: they cost time and teach little.
    """
    sentences = []
    text = pathlib.Path(path).read_text(encoding="utf-8").replace("\t\n", "\n")
    for block in re.split(r"\n\s*\n", text.strip()):
        rows = [line.split("\t") for line in block.split("\n") if "\t" in line]
        if rows:
            words, labels = [row[0] for row in rows], [row[1].strip() for row in rows]
            tags = [label[:2] + WNUT_NAMES[label[2:]] if label[2:] in WNUT_NAMES else "O"
                    for label in labels]
            sentences.append(Sentence("wnut", words, names=tags))
    return [s for i, s in enumerate(sentences) if i % 4 == 0 or set(s.names) != {"O"}]


# --- the parts used -----------------------------------------------------------------------------

def read_ewt(data, part):
    sentences = read_conllu(data / f"ud-ewt/en_ewt-ud-{part}.conllu", "ewt")
    name = "train.historical-236914d" if part == "train" else part
    add_uner(sentences, read_uner(data / f"uner-ewt/en_ewt-ud-{name}.iob2"))
    return sentences


def train_sentences(data):
    return [*read_ewt(data, "train"), *read_gum(data / "gum", "train"),
            *read_wnut(data / "wnut17/wnut17train.conll")]


def dev_sentences(data):
    """name -> sentences of the development parts, never trained on."""
    return {"ewt": read_ewt(data, "dev"), "gum": read_gum(data / "gum", "dev")}
