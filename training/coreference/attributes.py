"""What is known of one mention, all from predicted layers: small integers and strings (FORMAT.md, section 3)."""

import pathlib
import re
import tomllib

from mentions import base, candidates, children

# Values of the fields, in index order.
CLASSES = ["i", "we", "you", "he", "she", "it", "they", "reflexive", "this", "place", "other-pronoun",
           "name", "definite", "demonstrative", "possessive", "indefinite", "bare"]
PRONOUNS = {
    "i": "i me my mine myself", "we": "we us our ours ourselves let's", "you": "you your yours yourself yourselves u ya",
    "he": "he him his himself", "she": "she her hers herself", "it": "it its itself",
    "they": "they them their theirs themselves themself 'em", "this": "this that these those",
    "place": "here there"}
PRONOUN_CLASS = {form: kind for kind, forms in PRONOUNS.items() for form in forms.split()}
COARSE = ["pronoun", "name", "nominal"]
NUMBERS = ["unknown", "singular", "plural"]
GENDERS = ["unknown", "male", "female", "neuter"]
ROLES = ["other", "nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "nmod:poss", "appos", "conj", "root",
         "compound", "flat", "vocative", "dislocated", "advmod", "det"]
TYPES = ["none", "person", "place", "organization", "object", "event", "abstract", "animal", "plant",
         "substance", "time"]
MALE = set("""man boy father son brother husband uncle nephew king prince grandfather gentleman mr mr. sir lord
actor priest monk businessman chairman spokesman congressman policeman guy dad grandson boyfriend widower
emperor duke count baron bishop pope imam sheikh bachelor fireman salesman salesmen fisherman""".split())
FEMALE = set("""woman girl mother daughter sister wife aunt niece queen princess grandmother lady mrs mrs. ms ms.
miss madam actress nun businesswoman chairwoman spokeswoman congresswoman policewoman mom mum granddaughter
girlfriend widow empress duchess baroness""".split())
PLURALS = set("people men women children police feet teeth mice both several many few".split())
STOP = set("""the a an this that these those my your his her its our their 's ' ’s ’ of and & mr mr. mrs mrs. ms
ms. dr dr. sir""".split())
SPEECH_CUE = 0.5


def read_genders(folder):
    """Given name, lower case -> 'm' or 'f', from the name packs."""
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.toml")):
        for lexicon in tomllib.loads(path.read_text(encoding="utf-8")).get("lexicon", []):
            if lexicon.get("kind") == "given-name" and isinstance(lexicon.get("words"), dict):
                for name, value in lexicon["words"].items():
                    if value in ("m", "f"):
                        found.setdefault(name.lower(), value)
    return found


def quoted(rows):
    """For each sentence, for each word: 1 inside a quotation. Straight marks toggle; a state lasts 250 words."""
    inside, age, found = False, 0, []
    for row in rows:
        flags = []
        for word in row["words"]:
            age += 1
            if word == "“" or word == "``":
                inside, age = True, 0
            elif word == "”" or word == "''":
                inside = False
            elif word == '"':
                inside, age = not inside, 0
            if age > 250:
                inside = False
            flags.append(int(inside))
        found.append(flags)
    return found


def lower(words):
    return [w.lower().replace("’", "'") for w in words]


class Attributes:
    """Of one mention. `key` is its head lemma; `content` its words without articles, titles, marks."""

    def __init__(self, mention, row, kids, quotes, genders, number):
        m, words = mention, lower(row["words"])
        self.mention = m
        head, tag = m.head, row["upos"][m.head]
        form = words[head]
        self.form = form
        relation = row["relations"][head]
        self.role = ROLES.index(relation if relation in ROLES else
                                base(relation) if base(relation) in ROLES else "other")
        self.type = TYPES.index(row["mentions"][head])
        self.named = row["names"][head] != "O" or tag == "PROPN"
        self.kind = self._class(row, words, kids, tag, form)
        self.coarse = 0 if self.kind <= CLASSES.index("other-pronoun") else 1 if CLASSES[self.kind] == "name" else 2
        self.key = row["lemmas"][head].lower()
        inner = range(m.start, m.end)
        self.content = [words[i] for i in inner if row["upos"][i] != "PUNCT" and words[i] not in STOP]
        # The close phrase: content words of the span up to and with the head (names: whole flat name).
        last = head
        if self.coarse == 1:
            while last + 1 < m.end and (row["upos"][last + 1] == "PROPN" and
                                        (row["names"][last + 1].startswith("I-") or
                                         base(row["relations"][last + 1]) == "flat" and row["heads"][last + 1] == head + 1)):
                last += 1
        self.close = [words[i] for i in range(m.start, last + 1)
                      if row["upos"][i] != "PUNCT" and words[i] not in STOP]
        if self.coarse == 1:
            proper = [words[i] for i in range(m.start, last + 1)
                      if (row["upos"][i] == "PROPN" or row["names"][i] != "O") and words[i] not in STOP]
            self.name = proper or [form]
        else:
            self.name = self._inner_name(row, words, kids)
        self.last = self.name[-1] if self.coarse == 1 else self.key
        self.number = self._number(row, tag, form)
        self.gender = self._gender(genders, form)
        self.quoted = quotes[m.sentence][head]
        self.speaker = row["speaker"]
        self.governor = row["heads"][head] - 1      # -1: ROOT
        self.relation = base(relation)
        self.cue = self._cue(row, kids)
        self.sentence = m.sentence
        self.whole = int(m.whole)
        self.index = number

    def _class(self, row, words, kids, tag, form):
        if form in PRONOUN_CLASS and tag in ("PRON", "DET", "ADV"):
            kind = PRONOUN_CLASS[form]
            return CLASSES.index("reflexive" if form.endswith(("self", "selves")) else kind)
        if tag in ("PRON", "DET", "ADV"):
            return CLASSES.index("other-pronoun")
        if self.named:
            return CLASSES.index("name")
        m = self.mention
        first = words[m.start]
        if first == "the":
            return CLASSES.index("definite")
        if first in ("this", "that", "these", "those"):
            return CLASSES.index("demonstrative")
        if any(row["relations"][k] == "nmod:poss" for k in kids[m.head]):
            return CLASSES.index("possessive")
        if first in ("a", "an", "some", "any", "no", "every", "each", "another"):
            return CLASSES.index("indefinite")
        return CLASSES.index("bare")

    def _inner_name(self, row, words, kids):
        """Name words of a nominal that holds a name: 'student Ahmed Mohamed', 'its chairman, Tomas Weld'."""
        if self.coarse == 0 or self.mention.whole:
            return []
        m = self.mention
        for k in kids[m.head]:
            if m.start <= k < m.end and base(row["relations"][k]) in ("appos", "flat") and (
                    row["names"][k] != "O" or row["upos"][k] == "PROPN"):
                end = k + 1
                while end < m.end and row["upos"][end] == "PROPN" and (
                        row["names"][end].startswith("I-") or base(row["relations"][end]) == "flat"):
                    end += 1
                start = k
                while start > m.start and start - 1 != m.head and row["upos"][start - 1] == "PROPN" and (
                        row["heads"][start - 1] == k + 1):
                    start -= 1
                return [w for w in words[start:end] if w not in STOP]
        return []

    def _number(self, row, tag, form):
        kind = CLASSES[self.kind]
        if self.mention.whole or kind in ("we", "they") or form in ("these", "those", "themselves", "ourselves"):
            return 2
        if kind in ("i", "he", "she", "it", "reflexive") or form in ("this", "that"):
            return 1
        if self.coarse == 0:
            return 0
        if form in PLURALS:
            return 2
        if self.coarse == 1:
            return 2 if form.endswith("s") and row["lemmas"][self.mention.head].lower() != form else 1
        if tag == "NOUN":
            return 2 if row["lemmas"][self.mention.head].lower() != form and form.endswith(("s", "men", "ren")) else 1
        return 0

    def _gender(self, genders, form):
        kind = CLASSES[self.kind]
        if kind == "he" or form == "himself":
            return 1
        if kind == "she" or form == "herself":
            return 2
        if kind == "it" or form == "itself":
            return 3
        if self.coarse == 0 or self.mention.whole:
            return 0
        heads = {self.key, form}
        if heads & MALE:
            return 1
        if heads & FEMALE:
            return 2
        person = TYPES[self.type] == "person"
        if self.name and person:
            titles = set(self.title_words)
            if titles & {"mr", "mr.", "sir", "lord", "king", "prince"}:
                return 1
            if titles & {"mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess"}:
                return 2
            for word in self.name[:1]:
                if word in genders:
                    return 1 if genders[word] == "m" else 2
        if TYPES[self.type] in ("none", "person", "animal"):
            return 0
        return 3

    def _cue(self, row, kids):
        """1: subject of a word that is an attribution cue; 2: 'according to' object; 0: neither."""
        g = self.governor
        if g >= 0 and self.relation == "nsubj" and row["cue"][g] >= SPEECH_CUE:
            return 1
        if any(row["words"][k].lower() == "according" or row["cue"][k] >= SPEECH_CUE for k in kids[self.mention.head]):
            return 2
        return 0


def attributes(rows, genders):
    """Attributes of all candidate mentions of a document, in order."""
    quotes = quoted(rows)
    kids = [children(row["heads"]) for row in rows]
    found = []
    for number, m in enumerate(candidates(rows)):
        one = Attributes.__new__(Attributes)
        words = lower(rows[m.sentence]["words"])
        one.title_words = words[max(0, m.start - 1):m.end]
        one.__init__(m, rows[m.sentence], kids[m.sentence], quotes, genders, number)
        found.append(one)
    return found
