#!/usr/bin/env python3
"""Check readings (GUIDE.md) for form: text, quotes, vocabulary, values, people, time, duplicates.

usage: check.py [--data ../shared/data] [--counts] FILE.toml...
Errors go to stdout as FILE:LINE: message; counts of predicates and styles follow (--counts: in full, with what is under 20).
Exit status 1 when there is an error.
"""
import collections, html, pathlib, re, sys, tomllib
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import texts

HERE = pathlib.Path(__file__).resolve().parent
MODALITY = set("asserted denied alleged probable possible promised offered planned expected demanded hoped "
               "hypothetical opinion generic".split())
POLARITY = {"affirmed", "negated", "unknown"}
LEVEL = {"named", "pseudonym", "partially-named", "role-only", "group"}
ROLE = set("subject relative lawyer expert official reporter recruiter employer commander ngo witness mentioned".split())
STYLE = set("wire feature tabloid court ngo interview parliament digest mojibake boilerplate rewrite correction "
            "news bio speech judgment".split())
CLAIM_KEYS = set("about predicate value polarity modality speaker quote when where channel promisor origin review "
                 "outlet_verification speech_under_detention requesting_state".split())
PERSON_KEYS = {"id", "name", "identity_level", "role", "also_called"}
DATE = r"-?(?:\d{4}|\d{3}X|\d{2}XX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?[?~%]?"
EDTF = re.compile(rf"(?:{DATE}|(?:{DATE}|\.\.)/(?:{DATE}|\.\.)?)\Z")
SPAN = re.compile(r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?\Z")
LANG = re.compile(r"[a-z]{2,3}(?:-\w+)* (?:fluent|some|none)\Z")

PREDICATES = {p["id"]: p for f in sorted((HERE / "../packs/core/predicates").glob("*.toml"))
              for p in tomllib.loads(f.read_text(encoding="utf-8"))["predicate"]}
COUNTRIES = set(tomllib.loads((HERE / "../packs/core/countries.toml").read_text(encoding="utf-8"))["countries"])

def readable(raw):
    """The forms of a text in which a quote may stand: as it is, mark-up out, mis-decoded characters repaired."""
    forms = [raw]
    if "<p" in raw or "<body" in raw:
        forms.append(html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|style).*?</\1>", "", raw))))
    def mend(m):
        try:
            return b"".join(bytes([ord(c)]) if ord(c) < 256 else c.encode("cp1252") for c in m.group()).decode("utf-8")
        except (UnicodeError, ValueError):
            return m.group()
    mended = re.sub(r"[\u00c2-\u00f4](?:[\u0080-\u00bf]|[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){1,3}", mend, raw)
    forms.append(mended)
    forms.append(re.sub(r"[*_>#]|\[|\]\([^)]*\)", "", raw))       # Markdown
    return forms

def norm(s):
    return " ".join(s.translate({0x2018: "'", 0x2019: "'", 0x201c: '"', 0x201d: '"', 0x201e: '"', 0xa0: " "}).split())

def find_text(path, document, data):
    if source := document.get("source"):
        text = texts.text_of(source["set"], source["id"], data)
        if texts.sha256(text) != source.get("sha256"):
            raise ValueError(f"sha256 of {source['set']} {source['id']} is {texts.sha256(text)}")
        return text
    names = [path.with_suffix(e) for e in (".txt", ".html", ".md")] + [path.parent / "article.txt"]
    names += [HERE.parent / "examples" / (path.stem + e) for e in (".txt", ".html", ".md")]
    for n in names:
        if n.exists():
            return n.read_text(encoding="utf-8-sig", errors="replace")
    raise ValueError("no text beside it and no [document] source")

def value_error(claim):
    """What is wrong with the value, by the type that the pack declares for the predicate."""
    p, v = claim["predicate"], str(claim.get("value", ""))
    kind, negated = PREDICATES[p].get("value"), claim.get("polarity") == "negated"
    if not v:
        return "no value"
    if p == "promise.broken" and not claim["about"].startswith("class:") and v not in PREDICATES:
        return f"value of promise.broken must be a promise.* predicate, not {v!r}"
    if claim["modality"] == "opinion":
        return None                                              # an evaluation: its words
    if kind == "country" and v not in COUNTRIES:
        return f"{v!r} is no ISO 3166-1 alpha-2 code of packs/core/countries.toml"
    if kind == "number" and not re.fullmatch(r"\d{1,3}(?:s|-\d{1,3})?", v):
        return f"{v!r} is no number"
    if kind == "language" and not LANG.match(v):
        return f"{v!r} is not '<BCP-47> fluent|some|none'"
    if kind == "language" and v.endswith("none") and not negated:
        return "'none' goes with polarity negated"
    if kind == "duration" and not SPAN.match(v):
        money = p == "crim.sentence" and re.search(r"\d", v) and not re.search(r"year|month|week|day|hour", v)
        if re.search(r"\d", v) and not money:
            return f"{v!r} is no ISO 8601 duration"
    if kind == "money" and not negated and not re.search(r"\d|hundred|thousand|million|lakh|cow|land|motorbike", v):
        return f"{v!r} names no amount"
    if p.startswith("identity.birth_date") and not EDTF.match(v):
        return f"{v!r} is no date"
    return None

def check(path, data, errors, counts):
    raw = path.read_text(encoding="utf-8")
    lines = collections.defaultdict(list)
    for n, line in enumerate(raw.split("\n"), 1):
        if m := re.match(r"\s*\[\[?(\w+)\]\]?", line):
            lines[m.group(1)].append(n)
    def err(n, message):
        errors.append(f"{path}:{n}: {message}")
    try:
        d = tomllib.loads(raw)
        doc = d.get("document", {})
        forms = [norm(f) for f in readable(find_text(path, doc, data))]
    except (tomllib.TOMLDecodeError, ValueError, OSError, KeyError) as e:
        m = re.search(r"line (\d+)", str(e))
        return err(int(m.group(1)) if m else 1, str(e))
    def inside(s):
        s = norm(s)
        return any(s in f for f in forms)
    words = set(re.findall(r"\w+", " ".join(forms).casefold()))
    top = lines["document"][0] if lines["document"] else 1
    style = doc.get("style") or (re.match(r"\d+-([a-z]+)", path.stem) or ["", "other"])[1]
    if "corpus" in path.parts and style not in STYLE:
        err(top, f"style {style!r} is not in the list")
    for s in doc.get("not_body", []) + ([doc["body_ends_with"]] if doc.get("body_ends_with") else []):
        if not inside(s):
            err(top, f"not in the text: {s!r}")
    if doc.get("published") and not EDTF.match(doc["published"]):
        err(top, f"published {doc['published']!r} is no date")
    people = {}
    for n, p in zip(lines["person"], d.get("person", [])):
        if p.get("id") in people or not p.get("id"):
            err(n, f"person id {p.get('id')!r} missing or twice")
        people[p.get("id")] = p
        for key, allowed in (("identity_level", LEVEL), ("role", ROLE)):
            if p.get(key) not in allowed:
                err(n, f"{key} {p.get(key)!r} is not in the list")
        for k in set(p) - PERSON_KEYS:
            err(n, f"unknown key {k!r}")
        if bool(p.get("name")) == (p.get("identity_level") in ("role-only", "group")):
            err(n, f"{p.get('id')}: a name goes with every level but role-only and group")
        for s in p.get("also_called", []) + [p.get("name") or ""]:
            if s and not inside(s):
                err(n, f"{p.get('id')}: not in the text: {s!r}")
    seen = {}
    for n, c in zip(lines["claim"], d.get("claim", [])):
        missing = {"about", "predicate", "value", "modality", "speaker", "quote"} - set(c)
        if missing:
            err(n, f"missing: {', '.join(sorted(missing))}")
            continue
        for k in set(c) - CLAIM_KEYS:
            err(n, f"unknown key {k!r}")
        if c["predicate"] not in PREDICATES:
            err(n, f"no such predicate: {c['predicate']!r}")
            continue
        if c["predicate"] == "family.informant":
            err(n, "family.informant is derived, never annotated")
        if not inside(c["quote"]):
            err(n, f"quote not in the text: {c['quote']!r}")
        if doc.get("source") and len(c["quote"].split()) > 12:
            err(n, f"quote of more than 12 words from a text of {doc['source']['set']}")
        if c["modality"] not in MODALITY or c.get("polarity", "affirmed") not in POLARITY:
            err(n, f"modality {c['modality']!r} or polarity {c.get('polarity')!r} is not in the list")
        if c["modality"] == "denied" and c.get("polarity") != "negated":
            err(n, "denied goes with polarity negated")
        if not c["about"].startswith("class:") and c["about"] not in people:
            err(n, f"about {c['about']!r} is no person and no class:")
        if PREDICATES[c["predicate"]].get("class_only") and not c["about"].startswith("class:"):
            err(n, f"{c['predicate']} is about a class only")
        if c["speaker"] != "outlet" and c["speaker"] not in people:
            if set(re.findall(r"\w+", c["speaker"].casefold())) - words:
                err(n, f"speaker {c['speaker']!r} is no person; as a role it must be words of the text")
        if "when" in c and not EDTF.match(c["when"]):
            err(n, f"when {c['when']!r} is no EDTF date or interval")
        if bad := value_error(c):
            err(n, f"{c['predicate']}: {bad}")
        key = tuple(str(c.get(k, "")) for k in ("about", "predicate", "value", "polarity", "modality", "speaker", "when"))
        if key in seen and "seed" not in path.parts:
            err(n, f"the claim of line {seen[key]} again")
        seen.setdefault(key, n)
        counts["predicate"][c["predicate"]] += 1
        counts["modality"][c["modality"]] += 1
    counts["style"][style] += 1
    counts["claims of style"][style] += len(d.get("claim", []))
    counts["all"]["documents"] += 1
    counts["all"]["claims"] += len(d.get("claim", []))
    counts["all"]["persons"] += len(people)

def main():
    args, data, full = sys.argv[1:], texts.DATA, "--counts" in sys.argv
    if "--data" in args:
        i = args.index("--data")
        data = args[i + 1]
        del args[i:i + 2]
    files = [pathlib.Path(a) for a in args if not a.startswith("--")]
    if not files:
        sys.exit(__doc__)
    errors, counts = [], collections.defaultdict(collections.Counter)
    for f in files:
        check(f, data, errors, counts)
    print("\n".join(errors) if errors else "no errors")
    for name in counts if full else ("all", "style"):
        print(f"{name}: " + ", ".join(f"{k} {v}" for k, v in sorted(counts[name].items(), key=lambda x: (-x[1], x[0]))))
    if full:
        thin = sorted(p for p in PREDICATES if counts["predicate"][p] < 20 and p != "family.informant")
        print(f"under 20: {len(thin)} of {len(PREDICATES) - 1}: " + ", ".join(f"{p} {counts['predicate'][p]}" for p in thin))
    sys.exit(1 if errors else 0)

if __name__ == "__main__":
    main()
