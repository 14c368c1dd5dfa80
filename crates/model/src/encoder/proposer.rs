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
}

/// The proposer, ready to run.
pub struct Proposer {
    n_shared: usize,
    layers: Vec<Layer>,
    predicate: Matrix,
    about: Biaffine,
    mention: Matrix,
    /// Ids of the predicates, a column each.
    pub predicates: Vec<String>,
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
        let weights = Weights::open(bytes, "casebook-claims 2", machine)?;
        let n_shared: usize = weights.value("first")?;
        let predicates: Vec<String> = weights.list("predicates")?.into_iter().map(ToString::to_string).collect();
        let predicate = weights.linear(&["head.predicate".to_string()])?;
        let mention = weights.linear(&["head.mention".to_string()])?;
        if n_shared >= LAYERS || predicate.outputs != predicates.len() || mention.outputs != MENTION_TAGS {
            return Err(Damaged("the proposer's parts do not fit".into()));
        }
        Ok(Proposer {
            n_shared,
            layers: (n_shared..LAYERS).map(|i| Layer::load(&weights, i)).collect::<Result<_, Damaged>>()?,
            predicate,
            about: Biaffine::load(&weights, machine, "head.about", 1)?,
            mention,
            predicates,
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
        let about = self.about.project(&vectors, &mut room.rounded);
        let width = self.predicate.outputs;
        let mut root = 0;
        for (sequence, labels) in group.iter().zip(labels) {
            let n = sequence.words.len();
            let mut persons = Vec::new();
            for word in 0..n {
                labels.people.push(somebody(&tags[(root + 1 + word) * MENTION_TAGS..][..MENTION_TAGS]));
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
fn somebody(tags: &[f32]) -> Somebody {
    let most = tags[0].max(tags[1]).max(tags[2]);
    let [outside, begins, inside] = [tags[0], tags[1], tags[2]].map(|s| exp(s - most));
    let sum = outside + begins + inside;
    Somebody { begins: begins / sum, within: (begins + inside) / sum }
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
