"""Export the judge, score the exported file, and write a parity file with invented texts.

    python export.py --model attribution.pt --out attribution.safetensors
        [--layers layers.pkl] [--encoder ../../models/encoder.safetensors --parity parity.json]
"""

import argparse
import json
import pathlib
import pickle
import sys

import torch

import extract
import stored
import train

TEXTS = [
    ["Mayor Ilse Brandt said on Tuesday that the bridge would stay closed until spring .",
     "\" We found cracks in two of the piers , \" she told reporters .",
     "\" We can not take risks .", "The bridge is fifty years old . \"",
     "According to the Norhaven Harbour Authority , repairs will cost four million euros .",
     "Local shop owners believe the closure will ruin them , and warned they might sue ."],
    ["The company denied the claim that its drivers were unpaid .",
     "Its lawyer , Tomas Weld , wrote :", "\" Every driver has been paid in full . \"",
     "As Weld put it , there was no case to answer .",
     "The union did not comment .",
     "It was reported that talks had failed ."]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--layers")
    parser.add_argument("--encoder")
    parser.add_argument("--parity")
    args = parser.parse_args()
    torch.set_num_threads(1)
    kept = torch.load(args.model, weights_only=True)
    model = train.Judge(kept["weights"]["vector.weight"].shape[0])
    model.load_state_dict(kept["weights"])
    stored.save(args.out, model, kept["threshold"])
    model, metadata = stored.load(args.out)
    threshold = float(metadata["threshold"])
    print(sum(p.numel() for p in model.parameters()), "parameters")
    if args.layers:
        with open(args.layers, "rb") as file:
            layers = pickle.load(file)
        dev = {name: train.Document(rows) for name, rows in layers["dev"].items()}
        some = [d for name, d in dev.items() if "_news_" in name or "_interview_" in name]
        for name, docs in (("news, interview", some), ("all", list(dev.values()))):
            train.show(f"baseline dev {name}", docs, train.baseline)
            for t in (threshold, 0.7, 0.8, 0.9):
                train.show(f"exported >= {t} dev {name}", docs, lambda d: train.accepted(model, d, t))
    if args.encoder and args.parity:
        write_parity(args, model, threshold)


def write_parity(args, model, threshold):
    sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "coreference"))
    import layers as frozen
    network, encoder, _ = frozen.exported.load(args.encoder)
    documents = []
    for text in TEXTS:
        rows = frozen.analyse(network, encoder, [s.split() for s in text])
        all_ = extract.sentences(rows)
        found = extract.candidates(all_)
        with torch.no_grad():
            p = torch.sigmoid(model(torch.tensor([rows[c.sentence]["vectors"][c.word].tolist() for c in found]),
                                    torch.tensor([c.rows for c in found]))).tolist()
        fields = ("upos", "lemmas", "heads", "relations", "names", "mentions")
        documents.append({
            "sentences": [row["words"] for row in rows],
            "layers": [{k: row[k] for k in fields} | {"cue": [round(x, 5) for x in row["cue"]]} for row in rows],
            "candidates": [{"sentence": c.sentence, "cue": c.word, "content_kind": c.content_kind, "content": c.content,
                            "source_kind": c.source_kind, "source": c.source, "fields": c.rows,
                            "probability": round(q, 5), "accepted": q >= threshold} for c, q in zip(found, p)]})
        for c, q in zip(found, p):
            s = all_[c.sentence]
            print(f"{q:.2f} [{' '.join(s.words[i] for i in c.source)}] {s.words[c.word]} "
                  f"[{' | '.join(' '.join(all_[k].words[i] for i in words) for k, words in c.content)}] {c.content_kind}")
    with open(args.parity, "w", encoding="utf-8") as file:
        json.dump({"threshold": threshold, "documents": documents}, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
