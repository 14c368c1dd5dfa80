//! The encoder and its heads: numbers of a group of sequences in, labels out.
//!
//! Sequences of a group stand one after the other without filling; each looks at itself alone.
//! Architecture: Devlin et al. 2019 (post-norm transformer, GELU), a learned mix of the last four
//! layers, biaffine trees (Dozat and Manning 2017), a linear chain over names.
//! Exact formulas: `training/encoder/FORMAT.md`, sections 4 and 5.

use super::attention::{self, attend};
use super::biaffine::Biaffine;
use super::integer::{IntegerMatrix, Rounded};
use super::machine::{Machine, Task};
use super::math::{gelu, logistic, norm};
use super::matrix::{Matrix, sized};
use super::tree;
use super::viterbi::{Chain, highest};
use super::weights::{Table, Weights};
use crate::file::Damaged;

/// Numbers per position.
pub const WIDTH: usize = 384;
/// Layers of the encoder.
pub const LAYERS: usize = 6;
const MIXED: usize = 4;
const EPSILON: f32 = 1e-12;
/// Positions that go through what follows attention at a time, so that their numbers stay in the cache;
/// a multiple of the rows of every tile.
const STRETCH: usize = 96;

/// One sequence, ready for the encoder.
pub struct Sequence {
    /// Piece ids, with the first and last special piece.
    pub pieces: Vec<u32>,
    /// For each word, its pieces as positions in the sequence.
    pub words: Vec<std::ops::Range<usize>>,
    /// For each word, its row of the shape table.
    pub shapes: Vec<usize>,
    /// For each word, its rows of the gazetteer table.
    pub gazetteer: Vec<Vec<usize>>,
}

/// What the heads say of the words of one sequence.
pub struct Labels {
    /// Column of the part of speech.
    pub upos: Vec<usize>,
    /// Head; `None` for the root.
    pub heads: Vec<Option<usize>>,
    /// Column of the relation.
    pub relations: Vec<usize>,
    /// Column of the name tag.
    pub names: Vec<usize>,
    /// Column of the mention kind.
    pub mentions: Vec<usize>,
    /// Scores of the lemma scripts, row by row.
    pub lemmas: Vec<f32>,
    /// How likely each word is the cue of an attribution.
    pub cues: Vec<f32>,
    /// The word representations, row by row.
    pub vectors: Vec<f32>,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// One transformer layer.
pub struct Layer {
    query_key_value: IntegerMatrix,
    output: IntegerMatrix,
    attention_norm: Norm,
    up: IntegerMatrix,
    down: IntegerMatrix,
    output_norm: Norm,
}

/// The whole model.
pub struct Network {
    machine: Machine,
    word: Table,
    position: Table,
    shape: Table,
    gazetteer: Table,
    norm: Norm,
    layers: Vec<Layer>,
    mix: Vec<f32>,
    upos: Matrix,
    mention: Matrix,
    lemma: Matrix,
    cue: Matrix,
    names: Matrix,
    chain: Chain,
    arcs: Biaffine,
    relations: Biaffine,
    root_relation: usize,
}

/// Room for the products of one group, used again for every layer and for every group.
#[derive(Default)]
pub struct Room {
    /// Rows laid out for a product.
    pub packed: Vec<f32>,
    /// Rows rounded for a product.
    pub rounded: Rounded,
    query_key_value: Vec<f32>,
    context: Vec<f32>,
    projected: Vec<f32>,
    wide: Vec<f32>,
    attention: attention::Room,
}

impl Network {
    /// Lays out the weights of a file for this machine.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(weights: &Weights<'_>, machine: Machine) -> Result<Network, Damaged> {
        let one = |n: &str| weights.linear(&[n.to_string()]);
        let relations = weights.list("relations")?;
        let root_relation =
            relations.iter().position(|r| *r == "root").ok_or_else(|| Damaged("the encoder knows no root".into()))?;
        Ok(Network {
            machine,
            word: weights.table("embeddings.word")?,
            position: weights.table("embeddings.position")?,
            shape: weights.table("embeddings.shape")?,
            gazetteer: weights.table("embeddings.gazetteer")?,
            norm: Norm::load(weights, "embeddings.norm")?,
            layers: (0..LAYERS).map(|i| Layer::load(weights, i)).collect::<Result<_, Damaged>>()?,
            mix: weights.vector("mix.weights")?,
            upos: one("head.upos")?,
            mention: one("head.mention")?,
            lemma: one("head.lemma")?,
            cue: one("head.cue")?,
            names: one("head.names")?,
            chain: Chain {
                start: weights.vector("head.names.crf.start")?,
                end: weights.vector("head.names.crf.end")?,
                transitions: weights.vector("head.names.crf.transitions")?,
            },
            arcs: Biaffine::load(weights, machine, "head.arc", 1)?,
            relations: Biaffine::load(weights, machine, "head.rel", relations.len())?,
            root_relation,
        })
    }

    /// Rows of the word, shape and gazetteer tables, for checking what is put in.
    #[must_use]
    pub fn rows(&self) -> [usize; 3] {
        [self.word.n_rows(), self.shape.n_rows(), self.gazetteer.n_rows()]
    }

    /// Reads a group of sequences. What one sequence gives does not depend on the others, nor on what
    /// is left in the room.
    #[must_use]
    pub fn read(&self, group: &[Sequence], room: &mut Room) -> Vec<Labels> {
        self.machine.run(Reading { network: self, group, room })
    }

    /// The mix of the last layers for every position of the group.
    #[inline(always)]
    fn encode<const ROWS: usize, const COLUMNS: usize>(&self, group: &[Sequence], room: &mut Room) -> Vec<f32> {
        let mut hidden = self.embed(group);
        let mut mixed = vec![0.0; hidden.len()];
        for (i, layer) in self.layers.iter().enumerate() {
            layer.apply::<ROWS, COLUMNS>(group, &mut hidden, room);
            if let Some(weight) = (i + MIXED).checked_sub(LAYERS).map(|k| self.mix[k]) {
                for (m, h) in mixed.iter_mut().zip(&hidden) {
                    *m = weight.mul_add(*h, *m);
                }
            }
        }
        mixed
    }

    /// What goes into the first layer, for every position of the group.
    #[inline(always)]
    pub fn embed(&self, group: &[Sequence]) -> Vec<f32> {
        let n: usize = group.iter().map(|s| s.pieces.len()).sum();
        let mut out = vec![0.0; n * WIDTH];
        let mut rows = out.chunks_exact_mut(WIDTH);
        for sequence in group {
            let mut word_of = vec![None; sequence.pieces.len()];
            for (w, pieces) in sequence.words.iter().enumerate() {
                word_of[pieces.clone()].fill(Some(w));
            }
            for (at, (piece, word)) in sequence.pieces.iter().zip(word_of).enumerate() {
                let Some(row) = rows.next() else { break };
                self.word.add(*piece as usize, row);
                self.position.add(at, row);
                if let Some(w) = word {
                    self.shape.add(sequence.shapes[w], row);
                    for list in &sequence.gazetteer[w] {
                        self.gazetteer.add(*list, row);
                    }
                }
                norm(row, &self.norm.weight, &self.norm.bias, EPSILON);
            }
        }
        out
    }

    /// `vectors`: for each sequence the root and then its words, row by row.
    #[inline(always)]
    fn label<const ROWS: usize, const COLUMNS: usize>(
        &self,
        group: &[Sequence],
        vectors: &[f32],
        room: &mut Room,
    ) -> Vec<Labels> {
        let [mut upos, mut mention, mut lemma, mut cue, mut names] = [const { Vec::new() }; 5];
        let heads = [
            (&self.upos, &mut upos),
            (&self.mention, &mut mention),
            (&self.lemma, &mut lemma),
            (&self.cue, &mut cue),
            (&self.names, &mut names),
        ];
        for (matrix, out) in heads {
            matrix.apply::<ROWS, COLUMNS>(vectors, &mut room.packed, out);
        }
        let arcs = self.arcs.project(vectors, &mut room.rounded);
        let relations = self.relations.project(vectors, &mut room.rounded);
        let mut out = Vec::with_capacity(group.len());
        let mut root = 0;
        // Loops, not adaptors: closures are compiled without the machine's wide instructions.
        for sequence in group {
            let n = sequence.words.len();
            let words = root + 1..root + 1 + n;
            let tree = tree::heads(&arcs.scores::<ROWS, COLUMNS>(root, n, &mut room.packed), n);
            let mut labels = vec![self.root_relation; n];
            for (w, head) in tree.iter().enumerate() {
                // A child of the root is `root`; any other word takes its best relation other than that.
                if let Some(h) = head {
                    let mut scores = relations.labels(root + 1 + w, root + 1 + h);
                    scores[self.root_relation] = f32::NEG_INFINITY;
                    labels[w] = highest(scores.iter());
                }
            }
            let rows = |all: &[f32], width: usize| all[words.start * width..words.end * width].to_vec();
            let columns =
                |all: &[f32], width: usize| rows(all, width).chunks_exact(width).map(|r| highest(r.iter())).collect();
            out.push(Labels {
                upos: columns(&upos, self.upos.outputs),
                relations: labels,
                heads: tree,
                names: self.chain.best(&rows(&names, self.names.outputs)),
                mentions: columns(&mention, self.mention.outputs),
                lemmas: rows(&lemma, self.lemma.outputs),
                cues: rows(&cue, 1).iter().map(|c| logistic(*c)).collect(),
                vectors: rows(vectors, WIDTH),
            });
            root = words.end;
        }
        out
    }
}

/// A group of sequences to be read.
struct Reading<'a> {
    network: &'a Network,
    group: &'a [Sequence],
    room: &'a mut Room,
}

impl Task for Reading<'_> {
    type Out = Vec<Labels>;

    #[inline(always)]
    fn run<const ROWS: usize, const COLUMNS: usize>(self) -> Vec<Labels> {
        let mixed = self.network.encode::<ROWS, COLUMNS>(self.group, self.room);
        let vectors = words_of(self.group, &mixed);
        self.network.label::<ROWS, COLUMNS>(self.group, &vectors, self.room)
    }
}

/// For each sequence the first position as its root, then for each word the mean of its pieces.
#[inline(always)]
pub fn words_of(group: &[Sequence], mixed: &[f32]) -> Vec<f32> {
    let n: usize = group.iter().map(|s| s.words.len() + 1).sum();
    let mut out = Vec::with_capacity(n * WIDTH);
    let mut start = 0;
    for sequence in group {
        out.extend_from_slice(&mixed[start * WIDTH..(start + 1) * WIDTH]);
        for pieces in &sequence.words {
            let at = out.len();
            out.resize(at + WIDTH, 0.0);
            let row = &mut out[at..];
            for p in pieces.clone() {
                for (o, m) in row.iter_mut().zip(&mixed[(start + p) * WIDTH..]) {
                    *o += *m;
                }
            }
            #[allow(clippy::cast_precision_loss)] // at most sixteen
            let share = 1.0 / pieces.len() as f32;
            for o in row {
                *o *= share;
            }
        }
        start += sequence.pieces.len();
    }
    out
}

impl Norm {
    fn load(weights: &Weights<'_>, name: &str) -> Result<Norm, Damaged> {
        let part = |p: &str| weights.vector(&format!("{name}.{p}"));
        Ok(Norm { weight: part("weight")?, bias: part("bias")? })
    }
}

impl Layer {
    /// Reads layer `i` of a file.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks it or its parts do not fit.
    pub fn load(weights: &Weights<'_>, i: usize) -> Result<Layer, Damaged> {
        let part = |p: &str| format!("layer.{i}.{p}");
        let one = |p: &str| weights.integers(&[part(p)]);
        Ok(Layer {
            query_key_value: weights.integers(&["query", "key", "value"].map(|p| part(&format!("attention.{p}"))))?,
            output: one("attention.output")?,
            attention_norm: Norm::load(weights, &part("attention.norm"))?,
            up: one("ffn.up")?,
            down: one("ffn.down")?,
            output_norm: Norm::load(weights, &part("ffn.norm"))?,
        })
    }

    /// Reads a group of sequences: from what the layer below says of every position to what this one does.
    #[inline(always)]
    pub fn apply<const ROWS: usize, const COLUMNS: usize>(
        &self,
        group: &[Sequence],
        hidden: &mut [f32],
        room: &mut Room,
    ) {
        self.query_key_value.apply(hidden, &mut room.rounded, &mut room.query_key_value);
        sized(&mut room.context, hidden.len());
        let mut start = 0;
        for sequence in group {
            let end = start + sequence.pieces.len();
            let rows = &room.query_key_value[start * 3 * WIDTH..end * 3 * WIDTH];
            attend::<ROWS, COLUMNS>(rows, &mut room.context[start * WIDTH..end * WIDTH], &mut room.attention);
            start = end;
        }
        for (hidden, context) in hidden.chunks_mut(STRETCH * WIDTH).zip(room.context.chunks(STRETCH * WIDTH)) {
            self.output.apply(context, &mut room.rounded, &mut room.projected);
            add_and_norm(hidden, &room.projected, &self.attention_norm);
            self.up.apply(hidden, &mut room.rounded, &mut room.wide);
            for v in &mut room.wide {
                *v = gelu(*v);
            }
            self.down.apply(&room.wide, &mut room.rounded, &mut room.projected);
            add_and_norm(hidden, &room.projected, &self.output_norm);
        }
    }
}

#[inline(always)]
fn add_and_norm(hidden: &mut [f32], added: &[f32], by: &Norm) {
    for (row, add) in hidden.chunks_exact_mut(WIDTH).zip(added.chunks_exact(WIDTH)) {
        for (h, a) in row.iter_mut().zip(add) {
            *h += *a;
        }
        norm(row, &by.weight, &by.bias, EPSILON);
    }
}
