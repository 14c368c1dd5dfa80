"""The figures as Markdown tables for docs/scores.md."""

NOTE_SPEED = """Words are those of the program's own CoNLL-U (like UD's, punctuation included), the same number for every
engine; in brackets words between white space. Start-up is not in the seconds: for casebook that of an empty file (best of
three) is taken off, spaCy and wink-nlp say themselves when they are loaded. `cpu` is processor time: far below
seconds times cores, the machine was busy. Memory is the peak of the process, of all its processes for spaCy on two
cores."""


def three(value):
    return f"{value:.3f}".replace("0.", ".", 1) if value < 1 else f"{value:.2f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def scores(all_):
    parts = [trees(all_), raw(all_), names(all_), coreference(all_), attribution(all_)]
    return "\n\n".join(part for part in parts if part)


def trees(all_):
    measures = ("UPOS", "Lemmas", "UAS", "LAS", "LAS full")
    rows = [[who, *(three(all_[f"{part} gold"][who][m]) for part in ("ewt", "gum") for m in measures)]
            for who in all_["ewt gold"]]
    head = ["gold words", *(f"{part} {m}" for part in ("EWT", "GUM") for m in measures)]
    return ("**Tags and trees**, development parts, gold words and sentences (`LAS full`: with subtypes of relations).\n"
            "spaCy has seen UD-EWT only, the program GUM's train part as well.\n\n" + table(head, rows))


def raw(all_):
    measures = ("Tokens", "Sentences", "Words", "UPOS", "Lemmas", "UAS", "LAS")
    rows = [[who, *(three(one[m]) for m in measures)] for who, one in all_["ewt raw"].items()]
    return ("**From raw text**, UD-EWT dev, F1 by the CoNLL-2018 definition. (`Tokens` is low for whoever does not join the\n"
            "words of a multiword token.)\n\n" + table(["raw text", *measures], rows))


def names(all_):
    head = ["names, F1", "UNER-EWT", "PER", "LOC", "ORG", "GUM names", "WNUT17 PER, LOC, ORG", "WNUT17 untyped"]
    rows = []
    for who, one in all_["uner"].items():
        wnut = all_["wnut"][who]
        rows.append([who, *(three(one[k]["f1"]) for k in ("all", "PER", "LOC", "ORG")),
                     three(all_["gum names"][who]["all"]["f1"]), three(wnut["mapped"]["all"]["f1"]),
                     three(wnut["untyped"]["f1"])])
    text = ("**Names**, development parts, strict spans. WNUT17: person, location, and corporation or group as PER, LOC,\n"
            "ORG; `untyped`: any name on any name of the six types.\n\n" + table(head, rows))
    return "\n\n".join([text, *gum_types(all_)])


def gum_types(all_):
    if all_.get("mention types"):
        rows = [[kind, one["gold"], three(one["f1"])] for kind, one in all_["mention types"].items()]
        return ["**Mentions by type**, GUM dev, at their head words.\n\n" + table(["type", "gold", "F1"], rows)]
    rows = []
    for kind, one in all_["gum types"]["encoder"].items():
        total = sum(one.values())
        rows.append([kind, total, *(three(one.get(k, 0) / total) for k in ("PER", "LOC", "ORG", "none"))])
    return ["**Types beyond these**: mentions of GUM dev with a proper name as head, and what the encoder calls that word.\n"
            "`model run` prints no types of mentions yet, so the other types cannot be scored through the program.\n\n"
            + table(["GUM type", "mentions", "PER", "LOC", "ORG", "no name"], rows)]


def coreference(all_):
    head = ["coreference", "CoNLL", "MUC", "B3", "CEAFe", "mentions P", "mentions R"]
    rows = [[who, three(one["conll"]), *(three(one[m][2]) for m in ("muc", "b3", "ceafe")),
             *(three(one["mentions"][i]) for i in (0, 1))] for who, one in all_["coreference"].items()]
    n = all_["coreference"]["program"]["documents"]
    return (f"**Coreference**, OntoGUM dev ({n} documents), gold words; the baselines link the program's own names and "
            "noun phrases.\n\n" + table(head, rows))


def attribution(all_):
    rows = [[who, group, one["plain"]["gold"], *(three(one[k][m]) for k in ("plain", "strict") for m in ("p", "r", "f1"))]
            for who, groups in all_["attribution"].items() for group, one in groups.items()]
    head = ["attribution", "GUM dev", "gold", "P", "R", "F1", "strict P", "strict R", "strict F1"]
    text = ("**Attribution**, GUM dev. Right: source or cue, and content, overlap those of the gold; strict: the cue is\n"
            "right, and the source words where they are annotated.\n\n" + table(head, rows))
    if "program" not in all_["attribution"]:
        text += ("\n\n*No line for the program: `show annotations --json` printed no `attribution`. The Python reference on "
                 "the same\ndocuments is in training/attribution/run-log.txt.*")
    return text


def speed(bench):
    head = ["engine", "what", "texts", "cores", "words/s", "words/s a core", "seconds", "cpu", "start", "peak MB"]
    rows = []
    for r in bench["rows"]:
        rate, plain = r["words"] / r["work_s"], r["plain_words"] / r["work_s"]
        rows.append([r["engine"], r["what"], bench["sets"][r["set"]]["texts"], r["cores"], f"{rate:,.0f} ({plain:,.0f})",
                     f"{rate / r['cores']:,.0f}", f"{r['work_s']:.1f}", f"{r['cpu_s']:.1f}", f"{r['start_s']:.2f}",
                     f"{r['peak_mb']:.0f}"])
    sources = ", ".join(f"{n} {source}" for source, n in bench["sets"]["all"]["sources"].items())
    return (f"**Speed and memory** on {bench['sets']['all']['texts']} texts ({sources}); the encoder alone on every "
            f"{bench['encoder_every']}th.\n{bench['machine']}; load before each run "
            f"{min(r['load'] for r in bench['rows']):.1f} to {max(r['load'] for r in bench['rows']):.1f}.\n\n"
            + table(head, rows) + "\n\n" + NOTE_SPEED)
