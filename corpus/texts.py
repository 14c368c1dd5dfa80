#!/usr/bin/env python3
"""Plain text of a document that stays in ../shared/data (the rule is in GUIDE.md, "Texts that stay outside").

usage: texts.py [--data DIR] SET ID          print the text
       texts.py [--data DIR] --list SET      ids of the set
       texts.py [--data DIR] --source SET ID the line for [document], with the text's SHA-256
       texts.py [--data DIR] --write DIR FILE.toml...  the texts that these readings name, as DIR/ID.txt
Sets: gum (GUM_news_x), tab (tab_001-95777), timeline (17677-Apple_Inc_CEO_Steve).
"""
import hashlib, html, json, pathlib, re, sys, tomllib

DATA = pathlib.Path(__file__).resolve().parent / "../../shared/data"

def gum(data, name):
    """Tokens of dep/NAME.conllu with a space after each unless SpaceAfter=No; a blank line at each "# newpar"."""
    paragraphs, first = [[]], False
    skip_to = 0
    for line in (data / "gum/dep" / f"{name}.conllu").read_text(encoding="utf-8").split("\n"):
        if line == "# newpar" or line.startswith("# newpar id"):
            first = True
        elif line and not line.startswith("#"):
            cols = line.split("\t")
            if "." in cols[0]:
                continue                                  # empty node of the enhanced graph
            if first:
                paragraphs.append([])
                first = False
            if "-" in cols[0]:                            # a multiword token: its own form, its words are left out
                skip_to = int(cols[0].split("-")[1])
            elif int(cols[0]) <= skip_to:
                continue
            paragraphs[-1].append(cols[1] + ("" if "SpaceAfter=No" in cols[9].split("|") else " "))
        elif not line:
            skip_to = 0
    return "\n\n".join(t for t in ("".join(p).strip() for p in paragraphs) if t) + "\n"

def tab(data, name):
    """The field `text` of the judgment, unchanged."""
    for doc in json.loads((data / "tab/tab_mentions.json").read_text(encoding="utf-8")):
        if doc["id"] == name:
            return doc["text"]
    raise FileNotFoundError(name)

def timeline(data, name):
    """Title, date line, then the other sentences of the TimeML file, tags out, spaces before punctuation out."""
    raw = (data / "timeline-trial/Corpus-trial-data_task4_TimeML" / f"{name}.tml").read_text(encoding="utf-8")
    title = re.search(r"<EXTRAINFO>(.*?)</EXTRAINFO>", raw, re.S).group(1)
    sentences = [html.unescape(re.sub(r"<[^>]+>", "", s)) for s in re.findall(r"<s\b[^>]*>(.*?)</s>", raw, re.S)]
    def join(s):
        s = " ".join(s.split())
        s = re.sub(r' ([.,;:?!%)\]]|\'s\b|\'(?:re|ve|ll|d|m)\b|n\'t\b)', r"\1", s)
        s = re.sub(r"([(\[$£€]) ", r"\1", s)
        return re.sub(r'" ([^"]*?) "', r'"\1"', s)
    parts = [title.strip(), join(sentences[0]), " ".join(join(s) for s in sentences[1:])]
    return "\n\n".join(p for p in parts if p) + "\n"

SETS = {"gum": gum, "tab": tab, "timeline": timeline}

def text_of(set_name, name, data=DATA):
    return SETS[set_name](pathlib.Path(data), name)

def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

def ids(set_name, data=DATA):
    data = pathlib.Path(data)
    if set_name == "tab":
        return [d["id"] for d in json.loads((data / "tab/tab_mentions.json").read_text(encoding="utf-8"))]
    where = {"gum": "gum/dep/*.conllu", "timeline": "timeline-trial/Corpus-trial-data_task4_TimeML/*.tml"}[set_name]
    return sorted(p.stem for p in data.glob(where))

def write(folder, files, data):
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        source = tomllib.loads(pathlib.Path(file).read_text(encoding="utf-8")).get("document", {}).get("source")
        if source:
            text = text_of(source["set"], source["id"], data)
            if sha256(text) != source["sha256"]:
                sys.exit(f"error: {file}: the text of {source['id']} is another one than was annotated")
            (folder / f"{source['id']}.txt").write_text(text, encoding="utf-8")

def main():
    args, data, mode = sys.argv[1:], DATA, ""
    if "--data" in args:
        i = args.index("--data")
        data = args[i + 1]
        del args[i:i + 2]
    if args and args[0] == "--write" and len(args) > 2:
        return write(pathlib.Path(args[1]), args[2:], data)
    if args and args[0] in ("--list", "--source"):
        mode = args.pop(0)
    if len(args) != (1 if mode == "--list" else 2) or args[0] not in SETS:
        sys.exit(__doc__)
    if mode == "--list":
        print("\n".join(ids(args[0], data)))
        return
    try:
        text = text_of(args[0], args[1], data)
    except FileNotFoundError as e:
        sys.exit(f"error: no such text: {e}\nhint: texts.py --list {args[0]}")
    if mode == "--source":
        print(f'source = {{set = "{args[0]}", id = "{args[1]}", sha256 = "{sha256(text)}"}}')
    else:
        sys.stdout.write(text)

if __name__ == "__main__":
    main()
