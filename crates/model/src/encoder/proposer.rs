//! Which claims the words of a document may state, whom they speak of, and which words mention people: guesses, for
//! `casebook_read` to take or leave.
//!
//! Sentences are read together with those before them (`blocks.rs`). The embeddings are the encoder's own; the layers are
//! trained on the corpus of readings and on marked passages and reports (`training/claims/`, whose FORMAT.md is the definition of
//! what happens here).

use std::sync::OnceLock;

use super::biaffine::Biaffine;
use super::blocks::{self, Block, blocks};
use super::machine::{Machine, Task};
use super::math::exp;
use super::matrix::Matrix;
use super::network::{LAYERS, Layer, Network, Room, Sequence, words_of};
use super::weights::Weights;
use super::{Encoder, GROUP};
use crate::file::Damaged;

/// Score below which a proposal is not worth keeping: a probability of .02.
const FLOOR: f32 = -3.9;
/// Probability below which somebody is not worth naming.
const UNLIKELY: f32 = 0.02;
/// How likely a word must mention somebody to be asked whom.
const MENTIONING: f32 = 0.1;

/// Of a word: outside mentions of people, at the beginning of one, inside one.
const MENTION_TAGS: usize = 3;
/// Distances between sentences that are told apart.
const DISTANCES: usize = 4;
/// Parts that somebody may have in a report, with "none".
pub const PARTS: usize = 13;

/// A claim that a word may state.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The word, counted over all sentences.
    pub word: usize,
    /// Column of the predicate: an index into [`Proposer::predicates`].
    pub predicate: usize,
    /// How likely: the logit.
    pub score: f32,
    /// Words that mention whom it is about, in its sentence or one near, with how likely each is.
    pub about: Vec<(usize, f32)>,
    /// How likely none of the sentences read together mentions them.
    pub elsewhere: f32,
}

/// What is proposed of some sentences that follow one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposed {
    /// Claims that words may state, in the order of the words.
    pub proposals: Vec<Proposal>,
    /// For each word, counted over all sentences, how likely it mentions somebody; `None` where it was not asked.
    pub people: Vec<Option<Somebody>>,
    /// For each word, counted over all sentences, the words before it that mention whom it mentions; `None` where it was not asked,
    /// or hardly mentions anybody.
    pub antecedents: Vec<Option<Antecedents>>,
}

/// Which earlier mentions are of the same person as a word, as far as they stand in sentences read together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Antecedents {
    /// Words, counted over all sentences, with how likely each is: from 0 to 1.
    pub words: Vec<(usize, f32)>,
    /// How likely it is none of those read together.
    pub none: f32,
}

/// How likely a word mentions somebody in particular, or a group of people: from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Somebody {
    /// A mention begins here.
    pub begins: f32,
    /// The word stands in a mention, at its beginning or behind.
    pub within: f32,
    /// If it does, how likely each of [`Proposer::parts`] is theirs in the report, as far as the sentences read together tell.
    pub parts: [f32; PARTS],
}

/// The proposer, ready to run.
pub struct Proposer {
    machine: Machine,
    layers: Vec<Layer>,
    predicate: Matrix,
    about: Biaffine,
    /// What is added to the score of a mention, by how far its sentence is from the claim's: the same, the one before, one before
    /// that, one behind.
    distance: Vec<f32>,
    same: Biaffine,
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
        let weights = Weights::open(bytes, "casebook-claims 5", machine)?;
        let names = |of: &str| Ok(weights.list(of)?.into_iter().map(ToString::to_string).collect());
        let (predicates, parts): (Vec<String>, Vec<String>) = (names("predicates")?, names("parts")?);
        let predicate = weights.linear(&["head.predicate".to_string()])?;
        let mention = weights.linear(&["head.mention".to_string()])?;
        let part = weights.linear(&["head.part".to_string()])?;
        let distance = weights.vector("head.distance")?;
        let columns = [predicate.outputs, mention.outputs, part.outputs, parts.len(), distance.len()];
        if columns != [predicates.len(), MENTION_TAGS, PARTS, PARTS, DISTANCES] {
            return Err(Damaged("the proposer's parts do not fit".into()));
        }
        Ok(Proposer {
            machine,
            layers: (0..LAYERS).map(|i| Layer::load(&weights, i)).collect::<Result<_, Damaged>>()?,
            predicate,
            about: Biaffine::load(&weights, machine, "head.about", 1)?,
            distance,
            same: Biaffine::load(&weights, machine, "head.same", 1)?,
            mention,
            part,
            predicates,
            parts,
        })
    }

    /// What the words of sentences that follow one another may state. Only those sentences for which `asked` holds are read; the
    /// others are context. What comes of them does not depend on the machine.
    #[must_use]
    pub fn read(&self, encoder: &Encoder, sentences: &[Vec<&str>], asked: &[bool]) -> Proposed {
        // A sentence that is too long for one block counts as several.
        let units: Vec<(&[&str], bool)> = sentences
            .iter()
            .zip(asked)
            .flat_map(|(words, asked)| encoder.chunks(words, blocks::MOST).into_iter().map(|unit| (unit, *asked)))
            .collect();
        let sizes: Vec<usize> = units.iter().map(|(words, _)| encoder.size(words)).collect();
        let asked: Vec<bool> = units.iter().map(|(_, asked)| *asked).collect();
        let starts: Vec<usize> = units
            .iter()
            .scan(0, |n, (words, _)| {
                *n += words.len();
                Some(*n - words.len())
            })
            .collect();
        let words = sentences.iter().map(Vec::len).sum();
        let (people, antecedents) = (vec![None; words], vec![None; words]);
        let mut out = Proposed { proposals: Vec::new(), people, antecedents };
        let (mut room, mut group, mut held, mut size) = (Room::default(), Vec::new(), Vec::new(), 0);
        let cut = blocks(&sizes, &asked);
        for (i, block) in cut.iter().enumerate() {
            let together: Vec<&[&str]> = units[block.sentences.clone()].iter().map(|(words, _)| *words).collect();
            let sequence = encoder.sequence(&together);
            size += sequence.pieces.len();
            group.push(sequence);
            held.push(Held::of(block, &starts, &asked, words));
            if size >= GROUP || i + 1 == cut.len() {
                let (proposer, network, room, out) = (self, &encoder.network, &mut room, &mut out);
                self.machine.run(Proposing { proposer, network, group: &group, held: &held, room, out });
                (size, group, held) = (0, Vec::new(), Vec::new());
            }
        }
        out
    }

    /// Adds what it proposes of a group of blocks.
    #[inline(always)]
    fn propose<const ROWS: usize, const COLUMNS: usize>(
        &self,
        group: &[Sequence],
        held: &[Held],
        mut hidden: Vec<f32>,
        room: &mut Room,
        out: &mut Proposed,
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
        let same = self.same.project(&vectors, &mut room.rounded);
        let width = self.predicate.outputs;
        let mut root = 0;
        for (sequence, held) in group.iter().zip(held) {
            let n = sequence.words.len();
            let mut persons = Vec::new();
            for word in 0..n {
                if !held.asked(word) {
                    continue;
                }
                let at = root + 1 + word;
                let said = somebody(&tags[at * MENTION_TAGS..][..MENTION_TAGS], &parts[at * PARTS..][..PARTS]);
                out.people[held.first + word] = Some(said);
                if said.within >= MENTIONING {
                    // Few words mention anybody: pair by pair is quicker than all at once.
                    let scores: Vec<f32> = (0..=word).map(|before| same.pair(at, root + before)).collect();
                    out.antecedents[held.first + word] = Some(antecedents(&scores, held));
                }
                let likely = &scores[at * width..][..width];
                if !likely.iter().any(|s| *s >= FLOOR) {
                    continue;
                }
                if persons.is_empty() {
                    persons = about.scores::<ROWS, COLUMNS>(root, n, &mut room.packed);
                }
                let (elsewhere, about) = self.whom(&persons[word * (n + 1)..][..=n], held, word);
                for (predicate, &score) in likely.iter().enumerate().filter(|(_, s)| **s >= FLOOR) {
                    let (word, about) = (held.first + word, about.clone());
                    out.proposals.push(Proposal { word, predicate, score, about, elsewhere });
                }
            }
            root += n + 1;
        }
    }

    /// Whom a word's claims are about: the share of nobody near, and of words that mention somebody. `scores`: of "nowhere" and of
    /// every word of the block.
    #[inline(always)]
    fn whom(&self, scores: &[f32], held: &Held, word: usize) -> (f32, Vec<(usize, f32)>) {
        let mut scores = scores.to_vec();
        for (other, score) in scores[1..].iter_mut().enumerate() {
            *score += self.distance[held.distance(word, other)];
        }
        held.shares(&scores)
    }
}

/// Where the words of a block stand.
struct Held {
    /// Its first word, counted over all sentences.
    first: usize,
    /// For each word, the number of its sentence in the block.
    sentence: Vec<usize>,
    /// For each sentence, whether it is read in this block.
    read: Vec<bool>,
}

impl Held {
    fn of(block: &Block, starts: &[usize], asked: &[bool], n_words: usize) -> Held {
        let place = |s: usize| starts.get(s).copied().unwrap_or(n_words);
        let numbers = block.sentences.clone().enumerate();
        let sentence = numbers.flat_map(|(n, s)| std::iter::repeat_n(n, place(s + 1) - place(s))).collect();
        let read = block.sentences.clone().map(|s| s >= block.fresh && asked[s]).collect();
        Held { first: place(block.sentences.start), sentence, read }
    }

    fn asked(&self, word: usize) -> bool {
        self.read[self.sentence[word]]
    }

    /// Shares of the first column, and of the words that have one worth naming, counted over all sentences.
    #[inline(always)]
    fn shares(&self, scores: &[f32]) -> (f32, Vec<(usize, f32)>) {
        let (first, mut words) = shares(scores);
        for (word, _) in &mut words {
            *word += self.first;
        }
        (first, words)
    }

    /// How far the sentence of another word is from a word's own.
    fn distance(&self, word: usize, other: usize) -> usize {
        self.sentence[word].checked_sub(self.sentence[other]).map_or(DISTANCES - 1, |before| before.min(DISTANCES - 2))
    }
}

/// A group of blocks to be read.
struct Proposing<'a> {
    proposer: &'a Proposer,
    network: &'a Network,
    group: &'a [Sequence],
    held: &'a [Held],
    room: &'a mut Room,
    out: &'a mut Proposed,
}

impl Task for Proposing<'_> {
    type Out = ();

    #[inline(always)]
    fn run<const ROWS: usize, const COLUMNS: usize>(self) {
        let hidden = self.network.embed(self.group);
        self.proposer.propose::<ROWS, COLUMNS>(self.group, self.held, hidden, self.room, self.out);
    }
}

#[inline(always)]
fn somebody(tags: &[f32], parts: &[f32]) -> Somebody {
    let [_, begins, inside] = softmax::<MENTION_TAGS>(tags);
    Somebody { begins, within: begins + inside, parts: softmax(parts) }
}

/// `scores`: of no earlier word and of all words before one.
#[inline(always)]
fn antecedents(scores: &[f32], held: &Held) -> Antecedents {
    let (none, words) = held.shares(scores);
    Antecedents { words, none }
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

/// Shares of the first column, and of the words that have one worth naming.
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
