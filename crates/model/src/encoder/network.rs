//! The encoder and its heads: numbers of a group of sequences in, labels out.
//!
//! Sequences of a group stand one after the other without filling; each looks at itself alone.
//! Architecture: Devlin et al. 2019 (post-norm transformer, GELU), a learned mix of the last four
//! layers, biaffine trees (Dozat and Manning 2017), a linear chain over names.
//! Exact formulas: `training/encoder/FORMAT.md`, sections 4 and 5.

use super::math::{dot, exp, gelu, norm, softmax};
use super::matrix::{Machine, Matrix};
use super::tree;
use super::viterbi::{Chain, highest};
use super::weights::{Table, Weights};
use crate::file::Damaged;

/// Numbers per position.
pub const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const LAYERS: usize = 6;
const MIXED: usize = 4;
const EPSILON: f32 = 1e-12;

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

struct Layer {
    query_key_value: Matrix,
    output: Matrix,
    attention_norm: Norm,
    up: Matrix,
    down: Matrix,
    output_norm: Norm,
}

/// A pair of projections and the form between them.
struct Biaffine {
    dependent: Matrix,
    head: Matrix,
    form: Matrix,
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

/// Room for the products of one group, used again for every layer.
#[derive(Default)]
struct Room {
    packed: Vec<f32>,
    query_key_value: Vec<f32>,
    context: Vec<f32>,
    projected: Vec<f32>,
    wide: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
}

impl Network {
    /// Lays out the weights of a file for this machine.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(weights: &Weights<'_>, machine: Machine) -> Result<Network, Damaged> {
        let named = |n: &str| {
            Ok(Norm { weight: weights.vector(&format!("{n}.weight"))?, bias: weights.vector(&format!("{n}.bias"))? })
        };
        let one = |n: &str| weights.linear(&[n.to_string()]);
        let layer = |i: usize| {
            let part = |p: &str| format!("layer.{i}.{p}");
            Ok(Layer {
                query_key_value: weights.linear(&["query", "key", "value"].map(|p| part(&format!("attention.{p}"))))?,
                output: one(&part("attention.output"))?,
                attention_norm: named(&part("attention.norm"))?,
                up: one(&part("ffn.up"))?,
                down: one(&part("ffn.down"))?,
                output_norm: named(&part("ffn.norm"))?,
            })
        };
        let relations = weights.list("relations")?;
        let root_relation =
            relations.iter().position(|r| *r == "root").ok_or_else(|| Damaged("the encoder knows no root".into()))?;
        Ok(Network {
            machine,
            word: weights.table("embeddings.word")?,
            position: weights.table("embeddings.position")?,
            shape: weights.table("embeddings.shape")?,
            gazetteer: weights.table("embeddings.gazetteer")?,
            norm: named("embeddings.norm")?,
            layers: (0..LAYERS).map(layer).collect::<Result<_, Damaged>>()?,
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

    /// Reads a group of sequences. What one sequence gives does not depend on the others.
    #[must_use]
    #[allow(unsafe_code)]
    pub fn read(&self, group: &[Sequence]) -> Vec<Labels> {
        match self.machine {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Machine::here` names these only where the instructions exist, and a network
            // is loaded for the machine it runs on.
            Machine::Avx512 => unsafe { read_avx512(self, group) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Machine::Avx2 => unsafe { read_avx2(self, group) },
            Machine::Portable => self.read_on::<4, 8>(group),
        }
    }

    #[inline(always)]
    fn read_on<const ROWS: usize, const COLUMNS: usize>(&self, group: &[Sequence]) -> Vec<Labels> {
        let mut room = Room::default();
        let mixed = self.encode::<ROWS, COLUMNS>(group, &mut room);
        let vectors = words_of(group, &mixed);
        self.label::<ROWS, COLUMNS>(group, &vectors, &mut room)
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

    #[inline(always)]
    fn embed(&self, group: &[Sequence]) -> Vec<f32> {
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
        let arcs = self.arcs.project::<ROWS, COLUMNS>(vectors, room);
        let relations = self.relations.project::<ROWS, COLUMNS>(vectors, room);
        let mut at = 0;
        group
            .iter()
            .map(|sequence| {
                let n = sequence.words.len();
                let (root, words) = (at, at + 1..at + 1 + n);
                at = words.end;
                let rows = |all: &[f32], width: usize| all[words.start * width..words.end * width].to_vec();
                let columns = |all: &[f32], width: usize| {
                    rows(all, width).chunks_exact(width).map(|r| highest(r.iter())).collect()
                };
                let scores = arcs.scores(root, n);
                let tree = tree::heads(&scores, n);
                Labels {
                    upos: columns(&upos, self.upos.outputs),
                    relations: self.relation_columns(&relations, root, &tree),
                    heads: tree,
                    names: self.chain.best(&rows(&names, self.names.outputs)),
                    mentions: columns(&mention, self.mention.outputs),
                    lemmas: rows(&lemma, self.lemma.outputs),
                    cues: rows(&cue, 1).iter().map(|c| 1.0 / (1.0 + exp(-c))).collect(),
                    vectors: rows(vectors, WIDTH),
                }
            })
            .collect()
    }

    /// A child of the root is `root`; any other word takes its best relation other than that.
    #[inline(always)]
    fn relation_columns(&self, pairs: &Projected, root: usize, tree: &[Option<usize>]) -> Vec<usize> {
        let label = |(w, head): (usize, &Option<usize>)| match head {
            None => self.root_relation,
            Some(h) => {
                let scores = pairs.labels(root + 1 + w, root + 1 + h);
                highest(
                    scores
                        .iter()
                        .enumerate()
                        .map(|(l, s)| if l == self.root_relation { f32::NEG_INFINITY } else { *s }),
                )
            }
        };
        tree.iter().enumerate().map(label).collect()
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn read_avx512(network: &Network, group: &[Sequence]) -> Vec<Labels> {
    network.read_on::<12, 32>(group)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn read_avx2(network: &Network, group: &[Sequence]) -> Vec<Labels> {
    network.read_on::<6, 16>(group)
}

/// For each sequence the first position as its root, then for each word the mean of its pieces.
#[inline(always)]
fn words_of(group: &[Sequence], mixed: &[f32]) -> Vec<f32> {
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

impl Layer {
    #[inline(always)]
    fn apply<const ROWS: usize, const COLUMNS: usize>(&self, group: &[Sequence], hidden: &mut [f32], room: &mut Room) {
        self.query_key_value.apply::<ROWS, COLUMNS>(hidden, &mut room.packed, &mut room.query_key_value);
        room.context.clear();
        room.context.resize(hidden.len(), 0.0);
        let mut start = 0;
        for sequence in group {
            attend(start, sequence.pieces.len(), room);
            start += sequence.pieces.len();
        }
        self.output.apply::<ROWS, COLUMNS>(&room.context, &mut room.packed, &mut room.projected);
        add_and_norm(hidden, &room.projected, &self.attention_norm);
        self.up.apply::<ROWS, COLUMNS>(hidden, &mut room.packed, &mut room.wide);
        for v in &mut room.wide {
            *v = gelu(*v);
        }
        self.down.apply::<ROWS, COLUMNS>(&room.wide, &mut room.packed, &mut room.projected);
        add_and_norm(hidden, &room.projected, &self.output_norm);
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

/// Columns of keys that are scored at a time.
const CHUNK: usize = 16;

/// Self-attention of one sequence, all heads; `start` is its first row of the group.
#[inline(always)]
fn attend(start: usize, n: usize, room: &mut Room) {
    let wide = n.div_ceil(CHUNK) * CHUNK;
    for head in 0..HEADS {
        let at = |row: usize, part: usize| (start + row) * 3 * WIDTH + part * WIDTH + head * HEAD;
        room.keys.clear();
        room.keys.resize(HEAD * wide, 0.0);
        for j in 0..n {
            for k in 0..HEAD {
                room.keys[k * wide + j] = room.query_key_value[at(j, 1) + k];
            }
        }
        room.scores.clear();
        room.scores.resize(wide, 0.0);
        for i in 0..n {
            let query = &room.query_key_value[at(i, 0)..at(i, 0) + HEAD];
            for c in (0..wide).step_by(CHUNK) {
                let mut sums = [0.0f32; CHUNK];
                for (k, q) in query.iter().enumerate() {
                    // Arrays of a known length, so that no length is checked inside the loops.
                    let Some(keys) = room.keys[k * wide + c..].first_chunk::<CHUNK>() else { continue };
                    for x in 0..CHUNK {
                        sums[x] = q.mul_add(keys[x], sums[x]);
                    }
                }
                room.scores[c..c + CHUNK].copy_from_slice(&sums);
            }
            softmax(&mut room.scores[..n]);
            let mut sums = [0.0f32; HEAD];
            for j in 0..n {
                let share = room.scores[j];
                let Some(values) = room.query_key_value[at(j, 2)..].first_chunk::<HEAD>() else { continue };
                for x in 0..HEAD {
                    sums[x] = share.mul_add(values[x], sums[x]);
                }
            }
            let out = (start + i) * WIDTH + head * HEAD;
            room.context[out..out + HEAD].copy_from_slice(&sums);
        }
    }
}

/// Both sides of a biaffine form for all words of a group.
struct Projected {
    /// Dependent side already multiplied with the form: `labels` blocks of `width` numbers a row.
    left: Vec<f32>,
    /// Head side, `width` numbers a row, the last of them 1.
    right: Vec<f32>,
    width: usize,
    n_labels: usize,
}

impl Biaffine {
    fn load(weights: &Weights<'_>, machine: Machine, name: &str, n_labels: usize) -> Result<Biaffine, Damaged> {
        let (form, width) = weights.plain(&format!("{name}.biaffine"))?;
        if form.len() != n_labels * width * width {
            return Err(Damaged(format!("{name}.biaffine is of another size")));
        }
        // Row (label, column of the head), column (entry of the dependent).
        let mut turned = vec![0.0; form.len()];
        for l in 0..n_labels {
            for i in 0..width {
                for j in 0..width {
                    turned[(l * width + j) * width + i] = form[(l * width + i) * width + j];
                }
            }
        }
        let side = |s: &str| weights.linear(&[format!("{name}.{s}")]);
        Ok(Biaffine {
            dependent: side("dep")?,
            head: side("head")?,
            form: Matrix::new(machine, &turned, &[], n_labels * width, width),
        })
    }

    #[inline(always)]
    fn project<const ROWS: usize, const COLUMNS: usize>(&self, vectors: &[f32], room: &mut Room) -> Projected {
        let width = self.form.inputs;
        let (mut side, mut left) = (Vec::new(), Vec::new());
        self.dependent.apply::<ROWS, COLUMNS>(vectors, &mut room.packed, &mut side);
        let dependents = rectified_with_one(&side, width);
        self.form.apply::<ROWS, COLUMNS>(&dependents, &mut room.packed, &mut left);
        self.head.apply::<ROWS, COLUMNS>(vectors, &mut room.packed, &mut side);
        Projected { left, right: rectified_with_one(&side, width), width, n_labels: self.form.outputs / width }
    }
}

/// Negative numbers to zero, and a 1 at the end of every row; `width` counts it.
#[inline(always)]
fn rectified_with_one(rows: &[f32], width: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len() / (width - 1) * width);
    for row in rows.chunks_exact(width - 1) {
        out.extend(row.iter().map(|v| if *v > 0.0 { *v } else { 0.0 }));
        out.push(1.0);
    }
    out
}

impl Projected {
    /// Arc scores of one sequence: `n` rows of dependents, `n + 1` columns of heads, the root first.
    #[inline(always)]
    fn scores(&self, root: usize, n: usize) -> Vec<f32> {
        let w = self.width;
        let mut out = Vec::with_capacity(n * (n + 1));
        for d in root + 1..=root + n {
            let left = &self.left[d * w..(d + 1) * w];
            for h in root..=root + n {
                out.push(dot(left, &self.right[h * w..(h + 1) * w]));
            }
        }
        out
    }

    /// Scores of all labels for one pair of rows.
    #[inline(always)]
    fn labels(&self, dependent: usize, head: usize) -> Vec<f32> {
        let (w, block) = (self.width, self.width * self.n_labels);
        let right = &self.right[head * w..(head + 1) * w];
        self.left[dependent * block..(dependent + 1) * block].chunks_exact(w).map(|left| dot(left, right)).collect()
    }
}
