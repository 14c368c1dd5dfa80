"""Five hundred real texts for the measurements of speed, always the same ones in the same order.

The rule: from each source, in this order and in the order of its file names or entries, every text of 120 words or more
(divided at white space), until there are 500. Texts are written to the work folder only.

1. article-extraction: the true article bodies
2. wcxb-articles: `main_content`
3. gum: news, interview, speech, bio, voyage, court, textbook, academic (the raw text rebuilt from the trees)
4. ud-ewt: documents of the dev part, then of the train part, of which the newsgroups and weblogs are like articles

The Wikinews articles of timeline-trial are left out: they are stored as words parted by spaces, without paragraphs.
"""

import json

import conllu

WANTED, SHORTEST = 500, 120
GENRES = ("news", "interview", "speech", "bio", "voyage", "court", "textbook", "academic")


def collect(data):
    """(source, text) pairs."""
    found = []
    for source, text in _all(data):
        text = "\n\n".join(line.strip() for line in text.splitlines() if line.strip())
        if len(text.split()) >= SHORTEST:
            found.append((source, text + "\n"))
            if len(found) == WANTED:
                break
    return found


def _all(data):
    truth = json.loads((data / "article-extraction/ground-truth.json").read_text(encoding="utf-8"))
    yield from (("article-extraction", one.get("articleBody") or "") for _, one in sorted(truth.items()))
    for path in sorted((data / "wcxb-articles/ground-truth").glob("*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))["ground_truth"]
        yield "wcxb-articles", one.get("main_content") or ""
    for genre in GENRES:
        for path in sorted((data / "gum/dep").glob(f"GUM_{genre}_*.conllu")):
            yield "gum", conllu.raw_text(conllu.read(path))
    for part in ("dev", "train"):
        for document in conllu.documents(conllu.read(data / f"ud-ewt/en_ewt-ud-{part}.conllu")):
            if (document[0].comment("newdoc") or "").startswith(("newsgroup", "weblog")):
                yield "ud-ewt", conllu.raw_text(document)


def write(data, folder, limit, encoder_every):
    """Write all texts, and every n-th again for the slow runs; returns {set: {"texts", "words", "bytes", "sources"}}."""
    every = collect(data)
    if limit < len(every):
        # A smaller trial takes its texts from all sources.
        every = every[::max(1, len(every) // limit)][:limit]
    return {"all": _write(folder / "all", every), "part": _write(folder / "part", every[::encoder_every])}


def _write(folder, pairs):
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    sources = {}
    for i, (source, text) in enumerate(pairs):
        (folder / f"{i:03}.txt").write_text(text, encoding="utf-8")
        sources[source] = sources.get(source, 0) + 1
    joined = "\n\n".join(text for _, text in pairs)
    (folder.parent / f"{folder.name}.joined").write_text(joined, encoding="utf-8")
    return {"texts": len(pairs), "words": len(joined.split()), "bytes": len(joined.encode()), "sources": sources}
