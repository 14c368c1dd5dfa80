"""The figures as Markdown tables for docs/scores.md."""

import textwrap

TREES = """**Tags and trees**, development parts, gold words and sentences (`LAS full`: with subtypes of relations).
spaCy has seen UD-EWT only, the program GUM's train part as well."""
RAW = """**From raw text**, UD-EWT dev, F1 by the CoNLL-2018 definition. `Tokens` counts
"don't" as one; spaCy prints its words alone and loses there."""
NAMES = """**Names**, development parts, F1 of strict spans. WNUT17: person, location, and corporation or group as
PER, LOC, ORG; `untyped`: any name on any name of its six types. spaCy has seen UNER-EWT only."""
MENTIONS = "**Mentions by type**, GUM dev, F1 at their head words."
TYPES = """**Types beyond these**: mentions of GUM dev with a proper name as head, and what the encoder calls that
word. `model run` prints no types of mentions yet, so the other types cannot be scored through the program."""
COREFERENCE = """**Coreference**, OntoGUM dev ({} documents), gold words, F1; the baselines link the program's own
names and noun phrases."""
ATTRIBUTION = """**Attribution**, GUM dev. Right: source or cue, and content, overlap those of the gold; strict: the
cue is right, and the source words where they are annotated. The program reads the raw text by itself (`show annotations
--gear encoder`); the baseline has the gold words and the program's trees."""
NO_ATTRIBUTION = """*No line for the program: `show annotations --json` printed no `attribution`. The Python reference
on the same documents is in training/attribution/run-log.txt.*"""
SPEED = """**Speed and memory** on {} texts ({}); `general news` are the article bodies of {} alone, and the encoder
alone reads every {}th text. {}; load before each run {:.1f} to {:.1f}."""
NOTE_SPEED = """Words are those of the program's own CoNLL-U (like UD's, punctuation included), the same number for
every engine; in brackets words between white space. `a core`: divided by the cores. `words/cpu s`: by processor time,
which other work on the machine disturbs less; where seconds times cores are far more than `cpu s`, the machine was
busy. Start-up is in none of these: for casebook that of a file of two words (best of three) is taken off, the others
say themselves when they are loaded. (Two words do not make `auto` load the encoder: there loading is in the seconds.)
Memory is the peak of the process, of all its processes for spaCy on two cores."""


def wrapped(text):
    return textwrap.fill(" ".join(text.split()), 118, break_long_words=False, break_on_hyphens=False)


def three(value):
    return f"{value:.3f}".removeprefix("0")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def scores(all_):
    parts = (trees, raw, names, gum_types, coreference, attribution)
    return "\n\n".join(text for part in parts for text in part(all_))


def trees(all_):
    measures = ("UPOS", "Lemmas", "UAS", "LAS", "LAS full")
    rows = [[who, *(three(all_[f"{part} gold"][who][m]) for part in ("ewt", "gum") for m in measures)]
            for who in all_["ewt gold"]]
    head = ["gold words", *(f"{part} {m}" for part in ("EWT", "GUM") for m in measures)]
    return wrapped(TREES), table(head, rows)


def raw(all_):
    measures = ("Tokens", "Sentences", "Words", "UPOS", "Lemmas", "UAS", "LAS")
    rows = [[who, *(three(one[m]) for m in measures)] for who, one in all_["ewt raw"].items()]
    return wrapped(RAW), table(["raw text", *measures], rows)


def names(all_):
    head = ["names", "UNER-EWT", "PER", "LOC", "ORG", "GUM names", "WNUT17 mapped", "WNUT17 untyped"]
    rows = []
    for who, one in all_["uner"].items():
        wnut = all_["wnut"][who]
        rows.append([who, *(three(one[k]["f1"]) for k in ("all", "PER", "LOC", "ORG")),
                     three(all_["gum names"][who]["all"]["f1"]), three(wnut["mapped"]["all"]["f1"]),
                     three(wnut["untyped"]["f1"])])
    return wrapped(NAMES), table(head, rows)


def gum_types(all_):
    if all_.get("mention types"):
        rows = [[kind, one["gold"], three(one["f1"])] for kind, one in all_["mention types"].items()]
        return wrapped(MENTIONS), table(["type", "gold", "F1"], rows)
    rows = []
    for kind, one in all_["gum types"]["encoder"].items():
        total = sum(one.values())
        rows.append([kind, total, *(three(one.get(k, 0) / total) for k in ("PER", "LOC", "ORG", "none"))])
    return wrapped(TYPES), table(["GUM type", "mentions", "PER", "LOC", "ORG", "no name"], rows)


def coreference(all_):
    head = ["coreference", "CoNLL", "MUC", "B3", "CEAFe", "mentions P", "mentions R"]
    rows = [[who, three(one["conll"]), *(three(one[m][2]) for m in ("muc", "b3", "ceafe")),
             *(three(one["mentions"][i]) for i in (0, 1))] for who, one in all_["coreference"].items()]
    return wrapped(COREFERENCE.format(all_["coreference"]["program"]["documents"])), table(head, rows)


def attribution(all_):
    kinds = [(kind, m) for kind in ("plain", "strict") for m in ("p", "r", "f1")]
    rows = [[who, group, one["plain"]["gold"], *(three(one[kind][m]) for kind, m in kinds)]
            for who, groups in all_["attribution"].items() for group, one in groups.items()]
    head = ["attribution", "GUM dev", "gold", "P", "R", "F1", "strict P", "strict R", "strict F1"]
    note = [] if "program" in all_["attribution"] else [wrapped(NO_ATTRIBUTION)]
    return [wrapped(ATTRIBUTION), table(head, rows), *note]


def speed(bench):
    head = ["engine", "what", "texts", "cores", "words/s", "a core", "words/cpu s", "seconds", "cpu s", "start s",
            "peak MB"]
    sources = bench["sets"]["all"]["sources"]
    loads = [row["load"] for row in bench["rows"]]
    title = SPEED.format(bench["sets"]["all"]["texts"], ", ".join(f"{n} {name}" for name, n in sources.items()),
                         next(iter(bench["sets"]["news"]["sources"]), "none"), bench["encoder_every"],
                         bench["machine"], min(loads), max(loads))
    rows = [speed_row(row, bench["sets"]) for row in bench["rows"]]
    return "\n\n".join([wrapped(title), table(head, rows), wrapped(NOTE_SPEED)])


def speed_row(row, sets):
    rate, plain = row["words"] / row["work_s"], row["plain_words"] / row["work_s"]
    what = row["what"] + {"news": ", general news", "long": ", one document"}.get(row["set"], "")
    return [row["engine"], what, sets[row["set"]]["texts"], row["cores"], f"{rate:,.0f} ({plain:,.0f})",
            f"{rate / row['cores']:,.0f}", f"{row['words'] / row['cpu_s']:,.0f}", f"{row['work_s']:.1f}",
            f"{row['cpu_s']:.1f}", f"{row['start_s']:.2f}", f"{row['peak_mb']:.0f}"]
