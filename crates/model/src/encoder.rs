//! The second gear: one small encoder with many heads, exact and slow, for the sentences that matter.
//!
//! Comes in: sentences split into words (Universal Dependencies tokens). Goes out: for each word its
//! part of speech, lemma, head and relation, name label, the kind of mention it heads, and whether
//! it is the cue of an attribution. The same sentence gives the same bits whatever stands beside it,
//! however many threads run, and whichever machine it is (`matrix.rs`, `math.rs`).
//! Trained by `training/encoder/`; data, licences and scores in `models/README.md`.

pub mod attention;
pub mod biaffine;
mod blocks;
mod dots;
pub mod gazetteer;
pub mod integer;
pub mod lemma_script;
pub mod machine;
pub mod math;
pub mod matrix;
pub mod network;
pub mod pieces;
pub mod proposer;
pub mod shape;
pub mod tree;
pub mod viterbi;
pub mod weights;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::file::Damaged;
use crate::lemma::man_of_men;
use crate::{Name, Upos, Word};
use gazetteer::Gazetteer;
use lemma_script::Script;
use machine::Machine;
use network::{Labels, Network, Room, Sequence};
use pieces::Pieces;
use weights::Weights;

/// Positions one sequence may have, the two special ones among them.
const MAX_PIECES: usize = 256;
/// Positions that are read at a time: enough to fill the machine, few enough for its cache.
const GROUP: usize = 512;

/// What a mention stands for. Source: GUM's entity types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// A person or group of people.
    Person,
    /// A place.
    Place,
    /// A body.
    Organisation,
    /// A thing.
    Object,
    /// Something that happens.
    Event,
    /// An idea, a number, a feeling.
    Abstract,
    /// An animal.
    Animal,
    /// A plant.
    Plant,
    /// A substance.
    Substance,
    /// A point or span of time.
    Time,
}

impl Mention {
    /// The name in the model file and in `show annotations`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Mention::Person => "person",
            Mention::Place => "place",
            Mention::Organisation => "organization",
            Mention::Object => "object",
            Mention::Event => "event",
            Mention::Abstract => "abstract",
            Mention::Animal => "animal",
            Mention::Plant => "plant",
            Mention::Substance => "substance",
            Mention::Time => "time",
        }
    }

    fn parse(name: &str) -> Option<Mention> {
        use Mention as M;
        let all = [
            M::Person,
            M::Place,
            M::Organisation,
            M::Object,
            M::Event,
            M::Abstract,
            M::Animal,
            M::Plant,
            M::Substance,
            M::Time,
        ];
        all.into_iter().find(|m| m.name() == name)
    }
}

/// What the encoder says of one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Tags, lemmas, tree and names, a word each.
    pub words: Vec<Word>,
    /// For each word, the kind of mention it is the head of.
    pub mentions: Vec<Option<Mention>>,
    /// For each word, how likely it is the cue of an attribution, from 0 to 1.
    pub cues: Vec<f32>,
    /// The word representations, [`network::WIDTH`] numbers each.
    pub vectors: Vec<f32>,
}

/// The encoder, ready to run.
pub struct Encoder {
    network: Network,
    pieces: Pieces,
    gazetteer: Gazetteer,
    shapes: HashMap<String, usize>,
    upos: Vec<Upos>,
    relations: Vec<&'static str>,
    names: Vec<Name>,
    mentions: Vec<Option<Mention>>,
    scripts: Vec<Script>,
    /// Scripts of words whose lemma cannot be told from the ending, by form and part of speech.
    lemma_words: HashMap<(String, Upos), Script>,
}

static BUNDLED: &[u8] = include_bytes!("../../../models/encoder.safetensors");

impl Encoder {
    /// The encoder compiled into this program.
    ///
    /// # Panics
    /// Never in a released program: a test loads the bundled file.
    #[must_use]
    pub fn bundled() -> &'static Encoder {
        static ENCODER: OnceLock<Encoder> = OnceLock::new();
        ENCODER.get_or_init(|| {
            Encoder::load(BUNDLED, Machine::here()).expect("the bundled model file is the one this code was built with")
        })
    }

    /// Loads an encoder from the bytes of a model file.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(bytes: &[u8], machine: Machine) -> Result<Encoder, Damaged> {
        let weights = Weights::open(bytes, "casebook-encoder 1", machine)?;
        let unknown = |what: &str, label: &str| Damaged(format!("the encoder has an unknown {what} {label:?}"));
        let network = Network::load(&weights, machine)?;
        let pieces =
            Pieces::new(weights.text("vocabulary")?).ok_or_else(|| Damaged("the vocabulary is not whole".into()))?;
        let shapes: HashMap<String, usize> =
            weights.list("shape")?.into_iter().map(ToString::to_string).zip(0..).collect();
        let kinds = weights.list("gazetteer_kinds")?;
        if network.rows() != [pieces.n_pieces(), shapes.len(), 2 * kinds.len()] {
            return Err(Damaged("the encoder's tables do not fit its lists".into()));
        }
        let upos = weights.list("upos")?.into_iter().map(|l| Upos::parse(l).ok_or_else(|| unknown("tag", l)));
        let names = weights.list("names")?.into_iter().map(|l| Name::parse(l).ok_or_else(|| unknown("name label", l)));
        let mentions = weights.list("mentions")?.into_iter().map(|l| match l {
            "none" => Ok(None),
            l => Mention::parse(l).map(Some).ok_or_else(|| unknown("mention kind", l)),
        });
        let scripts = weights
            .list("lemma_scripts")?
            .into_iter()
            .map(|l| Script::parse(l).ok_or_else(|| unknown("lemma script", l)));
        Ok(Encoder {
            network,
            gazetteer: Gazetteer::new(&kinds, weights.text("gazetteer")?),
            shapes,
            upos: upos.collect::<Result<_, _>>()?,
            relations: weights.list("relations")?.into_iter().map(crate::parser::relation_name).collect(),
            names: names.collect::<Result<_, _>>()?,
            mentions: mentions.collect::<Result<_, _>>()?,
            scripts: scripts.collect::<Result<_, _>>()?,
            lemma_words: lemma_words(weights.text("lemma_lexicon").unwrap_or(""))?,
            pieces,
        })
    }

    /// Reads sentences. What a sentence gives does not depend on the others.
    #[must_use]
    pub fn read(&self, sentences: &[Vec<&str>]) -> Vec<Analysis> {
        let mut out = vec![Analysis::default(); sentences.len()];
        let mut room = Room::default();
        let mut group = Vec::new();
        let mut held = Vec::new();
        let mut size = 0;
        for (i, words) in sentences.iter().enumerate() {
            for chunk in self.chunks(words, MAX_PIECES - 2) {
                let sequence = self.sequence(&[chunk]);
                size += sequence.pieces.len();
                group.push(sequence);
                held.push((i, chunk));
                if size >= GROUP {
                    self.flush(&mut group, &mut held, &mut room, &mut out);
                    size = 0;
                }
            }
        }
        self.flush(&mut group, &mut held, &mut room, &mut out);
        out
    }

    fn flush<'w>(
        &self,
        group: &mut Vec<Sequence>,
        held: &mut Vec<(usize, &'w [&'w str])>,
        room: &mut Room,
        out: &mut [Analysis],
    ) {
        for (labels, (i, words)) in self.network.read(group, room).into_iter().zip(held.drain(..)) {
            self.append(&mut out[i], words, labels);
        }
        group.clear();
    }

    /// Cuts a sentence of more than so many pieces at word borders.
    fn chunks<'w>(&self, words: &'w [&'w str], most: usize) -> Vec<&'w [&'w str]> {
        let (mut out, mut start, mut used) = (Vec::new(), 0, 0);
        for (i, word) in words.iter().enumerate() {
            let n = self.pieces.of(word).len();
            if used + n > most {
                out.push(&words[start..i]);
                (start, used) = (i, 0);
            }
            used += n;
        }
        out.extend((start < words.len()).then(|| &words[start..]));
        out
    }

    /// How many pieces some words have.
    fn size(&self, words: &[&str]) -> usize {
        words.iter().map(|w| self.pieces.of(w).len()).sum()
    }

    /// One sequence of some sentences, each of whose words look as they do in their sentence.
    fn sequence(&self, sentences: &[&[&str]]) -> Sequence {
        let mut pieces = vec![self.pieces.first];
        let (mut words, mut shapes, mut gazetteer) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            for word in *sentence {
                let start = pieces.len();
                pieces.extend(self.pieces.of(word));
                words.push(start..pieces.len());
            }
            shapes.extend(shape::shapes(sentence).into_iter().map(|s| self.shapes.get(s).copied().unwrap_or(0)));
            gazetteer.extend(self.gazetteer.rows(sentence));
        }
        pieces.push(self.pieces.last);
        Sequence { pieces, words, shapes, gazetteer }
    }

    /// Adds the words of one chunk to their sentence.
    fn append(&self, to: &mut Analysis, words: &[&str], labels: Labels) {
        let before = to.words.len();
        for (w, form) in words.iter().enumerate() {
            let scores = &labels.lemmas[w * self.scripts.len()..(w + 1) * self.scripts.len()];
            let upos = self.upos[labels.upos[w]];
            to.words.push(Word {
                upos,
                lemma: self.lemma(form, upos, scores),
                // A second chunk hangs on the root of the first: one sentence, one root.
                head: labels.heads[w].map(|h| h + before).or_else(|| (before > 0).then(|| root(&to.words))),
                deprel: match labels.heads[w] {
                    None if before > 0 => "parataxis",
                    _ => self.relations[labels.relations[w]],
                },
                name: self.names[labels.names[w]],
            });
            to.mentions.push(self.mentions[labels.mentions[w]]);
        }
        to.cues.extend(labels.cues);
        to.vectors.extend(labels.vectors);
    }

    /// The lemma by the word list, else by the best script that fits the form.
    fn lemma(&self, form: &str, upos: Upos, scores: &[f32]) -> String {
        let listed = self.lemma_words.get(&(form.to_string(), upos)).and_then(|s| s.apply(form));
        let best = || self.scripts[viterbi::highest(scores.iter())].apply(form);
        let fitting = || {
            let mut order: Vec<usize> = (0..scores.len()).collect();
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
            order.into_iter().find_map(|s| self.scripts[s].apply(form)).unwrap_or_else(|| form.to_string())
        };
        listed.unwrap_or_else(|| man_of_men(form, upos, best().unwrap_or_else(fitting)))
    }
}

/// Lines of `form TAB tag TAB script`.
fn lemma_words(lines: &str) -> Result<HashMap<(String, Upos), Script>, Damaged> {
    let line = |line: &str| {
        let mut fields = line.split('\t');
        let (form, upos, script) = (fields.next()?, fields.next()?, fields.next()?);
        Some(((form.to_string(), Upos::parse(upos)?), Script::parse(script)?))
    };
    let parsed = lines
        .split('\n')
        .filter(|l| !l.is_empty())
        .map(|l| line(l).ok_or_else(|| Damaged("a line of the lemma list does not parse".into())));
    parsed.collect()
}

fn root(words: &[Word]) -> usize {
    words.iter().position(|w| w.head.is_none()).unwrap_or(0)
}
