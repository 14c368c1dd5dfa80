"""A parity file: invented texts with mentions, features, scores and clusters by the exported scorer.

    python parity.py --encoder ../../models/encoder.safetensors --model coreference.safetensors --names ../../packs/names --out parity.json
"""

import argparse
import json

import torch

from attributes import CLASSES, attributes, read_genders
from layers import analyse, exported
from model import Document, clusters_of, decode
from stored import load

TEXTS = [
    [(None, s) for s in (
        "Mayor Ilse Brandt of Norhaven resigned on Tuesday .",
        "She told reporters that her decision was final .",
        "\" I have served this city for nine years , \" Brandt said . \" It has been an honour . \"",
        "The Norhaven Harbour Authority , which she had criticised , declined to comment .",
        "Its chairman , Tomas Weld , said he would not miss the mayor 's speeches .",
        "Mr. Weld has led the authority since 2011 .")],
    [(None, s) for s in (
        "Two fishermen were rescued off the coast of Pellworm after their boat sank .",
        "The men , who are brothers , clung to a buoy until a ferry spotted them .",
        "The ferry 's captain , Anna Okoye , radioed the coast guard and turned her ship around .",
        "\" We saw a light , \" she said .",
        "The brothers were taken to a hospital in Husby , where doctors treated them for exposure .",
        "They left the hospital on Friday .")],
    [("Host", "You run a small bakery . How did you start it ?"),
     ("Rana Idris", "My grandmother taught me to bake , and I borrowed her oven ."),
     ("Rana Idris", "She is ninety now and still tastes our bread ."),
     ("Host", "Do you ever change her recipes ?"),
     ("Rana Idris", "I did once . This annoyed her ! The recipes belong to the family .")]]


def main():
    parser = argparse.ArgumentParser()
    for name in ("encoder", "model", "names", "out"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    network, encoder, _ = exported.load(args.encoder)
    model, metadata = load(args.model)
    genders, documents = read_genders(args.names), []
    for text in TEXTS:
        rows = analyse(network, encoder, [s.split() for _, s in text])
        for row, (speaker, _) in zip(rows, text):
            row["speaker"] = speaker
        items = attributes(rows, genders)
        d = Document(rows, items)
        with torch.no_grad():
            scores, new = model(d)
        links = decode(d, scores, new, float(metadata["offset"]))
        start = torch.bincount(d.anaphors, minlength=len(items)).cumsum(0).tolist()
        pairs = []
        for i in range(len(items)):
            low = start[i - 1] if i else 0
            pairs.append([{"antecedent": int(d.antecedents[k]), "fields": d.pairs[k].tolist(),
                           "score": round(float(scores[k]), 5)} for k in range(low, start[i])])
        documents.append({
            "sentences": [row["words"] for row in rows], "speakers": [row["speaker"] for row in rows],
            "layers": [{k: row[k] for k in ("upos", "lemmas", "heads", "relations", "names", "mentions")} |
                       {"cue": [round(c, 5) for c in row["cue"]]} for row in rows],
            "mentions": [{"sentence": x.sentence, "head": x.mention.head, "start": x.mention.start, "end": x.mention.end,
                          "whole": bool(x.whole), "class": CLASSES[x.kind], "number": x.number, "gender": x.gender,
                          "cue": x.cue, "quoted": x.quoted, "key": x.key, "name": x.name, "close": x.close,
                          "content": x.content, "fields": d.single[i].tolist(), "new": round(float(new[i]), 5),
                          "antecedent": links[i][0], "pairs": pairs[i]} for i, x in enumerate(items)],
            "clusters": clusters_of(items, links)})
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump({"offset": float(metadata["offset"]), "documents": documents}, file, ensure_ascii=False)
    for d in documents:
        words = [w for s in d["sentences"] for w in s]
        print(" / ".join("; ".join(" ".join(words[a:b]) for a, b in c) for c in d["clusters"]))


if __name__ == "__main__":
    main()
