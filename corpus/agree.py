#!/usr/bin/env python3
"""Agreement of two annotations of the same documents (GUIDE.md §9), by shared/tools/score_reading.py.

usage: agree.py [--extra] FIRST.toml SECOND.toml [FIRST.toml SECOND.toml ...]
The second is turned into the form of `casebook read --json` and scored against the first. F1 does not depend on the order
save for the scorer's tolerance (a repeated fact is free on the second's side).
"""
import json, pathlib, re, subprocess, sys, tempfile, tomllib
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import check, texts

SCORER = pathlib.Path(__file__).resolve().parent / "../../shared/tools/score_reading.py"

def anchor(text, quote):
    pattern = r"\s+".join(re.escape(w) for w in quote.split())
    m = re.search(pattern, text)
    return [{"slot": "trigger", "start": m.start(), "end": m.end(), "quote": m.group()}] if m else []

def reading(first, second):
    d = tomllib.loads(second.read_text(encoding="utf-8"))
    forms = check.readable(check.find_text(first, tomllib.loads(first.read_text(encoding="utf-8")).get("document", {}), texts.DATA))
    text = max(forms, key=lambda f: sum(bool(anchor(f, c["quote"])) for c in d.get("claim", [])))
    people = [dict(p, mentions=[{"quote": q} for q in [p.get("name") or ""] + p.get("also_called", []) if q]) for p in d.get("person", [])]
    claims = [{**c, "id": f"c{i}", "polarity": c.get("polarity", "affirmed"), "anchors": anchor(text, c["quote"])}
              for i, c in enumerate(d.get("claim", []), 1)]
    return {"casebook": 1, "text": text, "people": people, "claims": claims, "findings": []}

def main():
    files = [pathlib.Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    if not files or len(files) % 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as tmp:
        args = []
        for i, (a, b) in enumerate(zip(files[::2], files[1::2])):
            out = pathlib.Path(tmp) / f"{i}.json"
            out.write_text(json.dumps(reading(a, b), ensure_ascii=False), encoding="utf-8")
            args += [str(a), str(out)]
        flags = [a for a in sys.argv[1:] if a.startswith("--")]
        sys.exit(subprocess.run([sys.executable, str(SCORER), *flags, *args]).returncode)

if __name__ == "__main__":
    main()
