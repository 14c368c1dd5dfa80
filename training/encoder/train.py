"""Train the language layer.

    python train.py --data DATA_DIR --base MINILM_DIR --out RUN_DIR [--epochs 9] [--threads 1]

Writes RUN_DIR/model.pt (averaged weights, labels, settings) after every epoch and RUN_DIR/run-log.txt.
Fixed seed; bf16 autocast on the CPU. Development parts are scored only, never trained on.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import random
import time

import torch
from torch.nn import functional as F

import augment
import batches
import corpora
import lemmas
import score
from network import Network, load_base
from words import Gazetteer, WordPieces

HERE = pathlib.Path(__file__).parent
BUDGET = 2600
UPOS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
        "PUNCT", "SCONJ", "SYM", "VERB", "X"]
# GUM layers cover a third of the words; names of the other corpora follow other guidelines.
WEIGHTS = {"upos": 1.0, "arc": 1.0, "rel": 1.0, "mention": 1.0, "lemma": 0.5, "cue": 3.0}
NAME_WEIGHTS = {"ewt": 1.0, "gum": 0.5, "wnut": 0.4}
CUE_POSITIVE = 2.0
NEW_EMBEDDINGS = ("embeddings.shape.weight", "embeddings.gazetteer")


def label_lists(sentences):
    """Label columns of every head, from the train parts."""
    counts = collections.Counter(r for s in sentences for r in s.relations or ())
    pairs = [pair for s in sentences if s.lemmas for pair in zip(s.words, s.lemmas)]
    return {"upos": UPOS, "relations": sorted(counts), "names": corpora.NAMES,
            "mentions": corpora.MENTIONS, "lemma_scripts": lemmas.inventory(pairs)}


def losses(network, batch, gold):
    """Loss terms by head, each a sum over its labelled words divided by all words of the batch."""
    size = (gold["any"] != batches.IGNORED).sum()
    heads = gold["heads"]
    scores = network(batch, heads.clamp(min=0))

    def cross(name, target):
        return F.cross_entropy(scores[name].flatten(0, 1), target.flatten(),
                               ignore_index=batches.IGNORED, reduction="sum") / size

    terms = {"upos": cross("upos", gold["upos"]), "arc": cross("arc", heads),
             "rel": cross("rel", gold["relations"]), "mention": cross("mention", gold["mentions"]),
             "lemma": cross("lemma", gold["lemmas"])}
    known = gold["cues"] != batches.IGNORED
    terms["cue"] = F.binary_cross_entropy_with_logits(
        scores["cue"][..., 0][known], gold["cues"][known].float(), reduction="sum",
        pos_weight=torch.tensor(CUE_POSITIVE)) / size
    head = network.head["names"]
    emissions = head.correct(scores["words"][:, 1:], scores["names"], gold["source"])
    mask = gold["names"] != batches.IGNORED
    per_sentence = head.crf.losses(emissions, gold["names"].clamp(min=0), mask)
    terms["names"] = (per_sentence * gold["name_weight"]).sum() / size
    return terms


def gold_tensors(encoder, sentences):
    """Targets of a batch."""
    columns = [encoder.targets(s) for s in sentences]
    width = max(len(s.words) for s in sentences)
    gold = {name: batches.padded([c[name] for c in columns], width) for name in columns[0]}
    gold["any"] = batches.padded([[1] * len(s.words) for s in sentences], width)
    gold["source"] = torch.tensor([batches.SOURCES.index(s.source) for s in sentences])
    gold["name_weight"] = torch.tensor(
        [NAME_WEIGHTS[s.source] if s.names else 0.0 for s in sentences])
    return gold


class Average:
    """Exponential moving average of the weights, which is what is kept."""

    def __init__(self, network, decay):
        self.decay, self.steps = decay, 0
        self.live = [p for p in network.parameters() if p.requires_grad]
        self.kept = [p.detach().clone() for p in self.live]

    def update(self):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 9))
        torch._foreach_lerp_(self.kept, [p.detach() for p in self.live], 1 - decay)

    def swap(self):
        """Exchange live and averaged weights."""
        for live, kept in zip(self.live, self.kept):
            held = live.data.clone()
            live.data.copy_(kept)
            kept.copy_(held)


def optimiser(network, rates):
    """AdamW; norms, biases and other vectors are not decayed."""
    groups = collections.defaultdict(list)
    for name, p in network.named_parameters():
        new = name.startswith(("head", "mix", "gamma")) or name in NEW_EMBEDDINGS
        if p.requires_grad:
            groups["head" if new else "encoder", p.dim() > 1].append(p)
    return torch.optim.AdamW(
        [{"params": ps, "lr": rates[part], "weight_decay": 0.01 if decays else 0.0}
         for (part, decays), ps in groups.items()], betas=(0.9, 0.98), fused=True)


def schedule(step, total, warm=0.08):
    """Linear warm-up, then linear decay to zero."""
    start = warm * total
    return step / start if step < start else max(0.0, (total - step) / (total - start))


def set_up(chosen):
    """Sentences, network and encoder from the command line."""
    sentences = corpora.train_sentences(chosen.data)
    labels = label_lists(sentences)
    pieces = WordPieces.read(chosen.base / "vocab.txt")
    gazetteer = Gazetteer(chosen.gazetteer.read_text(encoding="utf-8").split("\n")[:-1])
    lexicon = lemmas.lexicon(
        (row for s in sentences if s.lemmas for row in zip(s.words, s.lemmas, s.upos)),
        labels["lemma_scripts"])
    encoder = batches.Encoder(pieces, gazetteer, labels, lexicon)
    sizes = {"pieces": len(pieces.pieces), "gazetteer": 2 * len(gazetteer.kinds),
             "labels": labels, "foreign": len(batches.SOURCES) - 1}
    network = Network(sizes, head_dropout=chosen.head_dropout)
    load_base(network, chosen.base / "model.safetensors")
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start, weights_only=True)["weights"])
    # Half of all weights; left as they are, rare words keep their pretrained meaning.
    network.embeddings.word.weight.requires_grad_(False)
    kept = [s for s in sentences if encoder.fits(s)]
    return network, encoder, sizes, kept


def options():
    found = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    found.add_argument("--data", type=pathlib.Path, required=True)
    found.add_argument("--base", type=pathlib.Path, required=True, help="folder of all-MiniLM-L6-v2")
    found.add_argument("--out", type=pathlib.Path, required=True)
    found.add_argument("--gazetteer", type=pathlib.Path, default=HERE / "gazetteer.txt")
    found.add_argument("--epochs", type=int, default=9)
    found.add_argument("--threads", type=int, default=1)
    found.add_argument("--seed", type=int, default=1)
    found.add_argument("--rate", type=float, default=2.5e-4)
    found.add_argument("--head-rate", type=float, default=1.5e-3)
    found.add_argument("--head-dropout", type=float, default=0.25)
    found.add_argument("--names-weight", type=float, default=2.0)
    found.add_argument("--start", type=pathlib.Path, help="go on from this model.pt")
    found.add_argument("--average", type=float, default=0.995)
    found.add_argument("--score-every", type=int, default=1)
    found.add_argument("--limit-steps", type=int, default=0, help="stop early, for a trial")
    return found


def plan(sentences, encoder, epochs, rng):
    """The batches of every epoch as (epoch, indices); lengths are those before augmentation."""
    lengths = [sum(len(encoder.pieces.word(w)) for w in s.words) + 2 for s in sentences]
    return [batches.by_length(lengths, BUDGET, rng) for _ in range(epochs)]


def main():
    chosen = options().parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    with open(chosen.out / "run-log.txt", "w", encoding="utf-8") as log:
        Trainer(chosen, log).run()


class Trainer:
    """One training run: its model, its data and its log."""

    def __init__(self, chosen, log):
        self.chosen, self.log, self.began = chosen, log, time.time()
        rng = random.Random(chosen.seed)
        self.network, self.encoder, self.sizes, self.sentences = set_up(chosen)
        self.adam = optimiser(self.network, {"encoder": chosen.rate, "head": chosen.head_rate})
        self.rates = [group["lr"] for group in self.adam.param_groups]
        self.average = Average(self.network, chosen.average)
        self.parts = corpora.dev_sentences(chosen.data)
        self.swapper = augment.Swapper(self.sentences, self.encoder.gazetteer, rng)
        self.epochs = plan(self.sentences, self.encoder, chosen.epochs, rng)
        self.total, self.step = sum(map(len, self.epochs)), 0
        self.settings = {k: v for k, v in vars(chosen).items() if not isinstance(v, pathlib.Path)}

    def note(self, line):
        line = f"{time.time() - self.began:.0f} s {line}"
        print(line, flush=True)
        self.log.write(line + "\n")
        self.log.flush()

    def run(self):
        self.note(f"settings {json.dumps(self.settings)}")
        self.note(f"{len(self.sentences)} sentences, {self.total} steps")
        for number, groups in enumerate(self.epochs, start=1):
            self.epoch(number, groups)
            if self.chosen.limit_steps and self.step >= self.chosen.limit_steps:
                break

    def epoch(self, number, groups):
        self.network.train()
        sums = collections.Counter()
        for group in groups:
            factor = schedule(self.step + 1, self.total)
            for parameters, rate in zip(self.adam.param_groups, self.rates):
                parameters["lr"] = rate * factor
            sums.update(self.one_step([self.swapper.vary(self.sentences[i]) for i in group]))
            self.step += 1
            if self.step == self.chosen.limit_steps:
                break
        means = {name: round(value / len(groups), 4) for name, value in sums.items()}
        self.note(f"epoch {number} losses {json.dumps(means)}")
        self.keep(number)

    def one_step(self, sentences):
        """Update the weights once; the loss terms as numbers."""
        rows = [self.encoder.features(s.words, s.masked) for s in sentences]
        with torch.autocast("cpu", torch.bfloat16):
            terms = losses(self.network, self.encoder.batch(rows),
                           gold_tensors(self.encoder, sentences))
        weights = {**WEIGHTS, "names": self.chosen.names_weight}
        loss = sum(weights[name] * term for name, term in terms.items())
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.average.live, 5.0)
        self.adam.step()
        self.average.update()
        return {name: float(term.detach()) for name, term in terms.items()}

    def keep(self, number):
        """Save and now and then score the averaged weights."""
        self.average.swap()
        record = {"seed": self.chosen.seed, "settings": self.settings,
                  "base_sha256": sha256(self.chosen.base / "model.safetensors")}
        torch.save({"weights": self.network.state_dict(), "sizes": self.sizes,
                    "labels": self.encoder.labels, "gazetteer": self.encoder.gazetteer.lines,
                    "vocabulary": self.encoder.pieces.pieces, "record": record,
                    "lexicon": lemmas.lexicon_lines(self.encoder.lexicon)},
                   self.chosen.out / "model.pt")
        if number % self.chosen.score_every == 0 or number == self.chosen.epochs:
            scores = score.evaluate(self.network, self.encoder, self.parts)
            self.note(f"epoch {number} dev {json.dumps(scores)}")
        self.average.swap()


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
