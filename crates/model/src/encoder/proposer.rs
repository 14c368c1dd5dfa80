//! Which claims the words of a sentence may state, whom they speak of, and which words mention people: guesses, for
//! `casebook_read` to take or leave.
//!
//! Its lower layers are the encoder's own; the upper ones are trained on the corpus of readings and on marked passages
//! (`training/claims/`, whose FORMAT.md is the definition of what happens here).

use std::sync::OnceLock;

use super::biaffine::Biaffine;
use super::machine::Machine;
use super::math::exp;
use super::matrix::Matrix;
use super::network::{LAYERS, Labels, Layer, Room, Sequence, words_of};
use super::weights::Weights;
use crate::file::Damaged;

/// Score below which a proposal is not worth keeping: a probability of .02.
const FLOOR: f32 = -3.9;
/// Probability below which somebody is not worth naming.
const UNLIKELY: f32 = 0.02;

/// Of a word: outside mentions of people, at the beginning of one, inside one.
const MENTION_TAGS: usize = 3;
/// Parts that somebody may have in a report, with "none".
pub const PARTS: usize = 13;

/// A claim that a word may state.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The word.
    pub word: usize,
    /// Column of the predicate: an index into [`Proposer::predicates`].
    pub predicate: usize,
    /// How likely: the logit.
    pub score: f32,
    /// Words of the sentence that mention whom it is about, with how likely each is.
    pub about: Vec<(usize, f32)>,
    /// How likely the sentence does not mention them.
    pub elsewhere: f32,
}

/// How likely a word mentions somebody in particular, or a group of people: from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Somebody {
    /// A mention begins here.
    pub begins: f32,
    /// The word stands in a mention, at its beginning or behind.
    pub within: f32,
    /// If it does, how likely each of [`Proposer::parts`] is theirs in the report, as far as this sentence tells.
    pub parts: [f32; PARTS],
}

/// The proposer, ready to run.
pub struct Proposer {
    n_shared: usize,
    layers: Vec<Layer>,
    predicate: Matrix,
    about: Biaffine,
    mention: Matrix,
    part: Matrix,
    /// Ids of the predicates, a column each.
    pub predicates: Vec<String>,
    /// Parts in a report, a column each: "unlisted" or a role.
    pub parts: Vec<String>,
}

static BUNDLED: &[u8] = include_bytes!("../../../../models/claims.safetensors");

impl Proposer {
    /// The proposer compiled into this program.
    ///
    /// # Panics
    /// Never in a released program: a test loads the bundled file.
    #[must_use]
    pub fn bundled() -> &'static Proposer {
        static PROPOSER: OnceLock<Proposer> = OnceLock::new();
        PROPOSER.get_or_init(|| {
            Proposer::load(BUNDLED, Machine::here())
                .expect("the bundled model file is the one this code was built with")
        })
    }

    /// Loads a proposer from the bytes of a model file.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(bytes: &[u8], machine: Machine) -> Result<Proposer, Damaged> {
        let weights = Weights::open(bytes, "casebook-claims 3", machine)?;
        let n_shared: usize = weights.value("first")?;
        let names = |of: &str| Ok(weights.list(of)?.into_iter().map(ToString::to_string).collect());
        let (predicates, parts): (Vec<String>, Vec<String>) = (names("predicates")?, names("parts")?);
        let predicate = weights.linear(&["head.predicate".to_string()])?;
        let mention = weights.linear(&["head.mention".to_string()])?;
        let part = weights.linear(&["head.part".to_string()])?;
        let columns = [predicate.outputs, mention.outputs, part.outputs, parts.len()];
        if n_shared >= LAYERS || columns != [predicates.len(), MENTION_TAGS, PARTS, PARTS] {
            return Err(Damaged("the proposer's parts do not fit".into()));
        }
        Ok(Proposer {
            n_shared,
            layers: (n_shared..LAYERS).map(|i| Layer::load(&weights, i)).collect::<Result<_, Damaged>>()?,
            predicate,
            about: Biaffine::load(&weights, machine, "head.about", 1)?,
            mention,
            part,
            predicates,
            parts,
        })
    }

    /// Layers that are the encoder's own.
    #[must_use]
    pub fn n_shared(&self) -> usize {
        self.n_shared
    }

    /// Adds proposals to the labels of a group, from what the shared layers say of it.
    #[inline(always)]
    pub fn propose<const ROWS: usize, const COLUMNS: usize>(
        &self,
        group: &[Sequence],
        mut hidden: Vec<f32>,
        room: &mut Room,
        labels: &mut [Labels],
    ) {
        for layer in &self.layers {
            layer.apply::<ROWS, COLUMNS>(group, &mut hidden, room);
        }
        let vectors = words_of(group, &hidden);
        let mut scores = Vec::new();
        self.predicate.apply::<ROWS, COLUMNS>(&vectors, &mut room.packed, &mut scores);
        let mut tags = Vec::new();
        self.mention.apply::<ROWS, COLUMNS>(&vectors, &mut room.packed, &mut tags);
        let mut parts = Vec::new();
        self.part.apply::<ROWS, COLUMNS>(&vectors, &mut room.packed, &mut parts);
        let about = self.about.project(&vectors, &mut room.rounded);
        let width = self.predicate.outputs;
        let mut root = 0;
        for (sequence, labels) in group.iter().zip(labels) {
            let n = sequence.words.len();
            let mut persons = Vec::new();
            for word in 0..n {
                let at = root + 1 + word;
                labels.people.push(somebody(&tags[at * MENTION_TAGS..][..MENTION_TAGS], &parts[at * PARTS..][..PARTS]));
                let row = &scores[(root + 1 + word) * width..(root + 2 + word) * width];
                for (predicate, &score) in row.iter().enumerate() {
                    if score < FLOOR {
                        continue;
                    }
                    if persons.is_empty() {
                        persons = about.scores::<ROWS, COLUMNS>(root, n, &mut room.packed);
                    }
                    let (elsewhere, about) = shares(&persons[word * (n + 1)..(word + 1) * (n + 1)]);
                    labels.proposals.push(Proposal { word, predicate, score, about, elsewhere });
                }
            }
            root += n + 1;
        }
    }
}

#[inline(always)]
fn somebody(tags: &[f32], parts: &[f32]) -> Somebody {
    let [_, begins, inside] = softmax::<MENTION_TAGS>(tags);
    Somebody { begins, within: begins + inside, parts: softmax(parts) }
}

#[inline(always)]
fn softmax<const N: usize>(scores: &[f32]) -> [f32; N] {
    let mut most = f32::NEG_INFINITY;
    for s in scores {
        most = most.max(*s);
    }
    let (mut out, mut sum) = ([0.0; N], 0.0);
    for (share, s) in out.iter_mut().zip(scores) {
        *share = exp(s - most);
        sum += *share;
    }
    out.map(|share| share / sum)
}

/// Shares of the elsewhere column, and of the words that have one worth naming.
#[inline(always)]
fn shares(scores: &[f32]) -> (f32, Vec<(usize, f32)>) {
    let mut most = f32::NEG_INFINITY;
    for s in scores {
        most = most.max(*s);
    }
    let mut sum = 0.0;
    for s in scores {
        sum += exp(s - most);
    }
    let mut about = Vec::new();
    for (word, s) in scores[1..].iter().enumerate() {
        let share = exp(s - most) / sum;
        if share >= UNLIKELY {
            about.push((word, share));
        }
    }
    (exp(scores[0] - most) / sum, about)
}
