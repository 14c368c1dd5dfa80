//! Who says what: for each cue (said, according to, the claim that) its source and what is reported.
//!
//! Comes in: the analysed sentences of a document. Goes out: [`Attribution`]s with how likely each
//! is. Spans follow from the tree by rules (`attribution/spans.rs`); a small scorer on the encoder's
//! vectors and a few features judges them. Trained by `training/attribution/`, whose FORMAT.md is the
//! definition of what happens here.

mod spans;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::Upos;
use crate::encoder::Mention;
use crate::encoder::machine::{Machine, Task};
use crate::encoder::math::{dot, exp};
use crate::encoder::weights::{Table, Weights};
use crate::file::Damaged;
use crate::parsed::Parsed;

/// Somebody says something. Words are numbered from 0 in their sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The sentence of cue and source.
    pub sentence: usize,
    /// The word that reports.
    pub cue: usize,
    /// How the content hangs on the cue: a name in FORMAT.md, section 3.
    pub content_kind: &'static str,
    /// What is reported: sentences with their words, in order.
    pub content: Vec<(usize, Vec<usize>)>,
    /// How the source hangs on the cue: a name in FORMAT.md, section 4.
    pub source_kind: &'static str,
    /// Who reports; empty where the sentence does not name anybody.
    pub source: Vec<usize>,
    /// From 0 to 1.
    pub probability: f32,
}

/// The scorer, ready to run.
pub struct Attributions {
    machine: Machine,
    /// Where a candidate is accepted.
    pub threshold: f32,
    candidate_cue: f32,
    verbs: BTreeSet<String>,
    nouns: BTreeSet<String>,
    lists: Lists,
    vector: (Vec<f32>, Vec<f32>),
    fields: Table,
    starts: Vec<usize>,
    out: (Vec<f32>, f32),
}

/// Values of the fields, in index order.
struct Lists {
    lemmas: Vec<String>,
    contents: Vec<String>,
    sources: Vec<String>,
    tags: Vec<String>,
    relations: Vec<String>,
    persons: Vec<String>,
    cues: Vec<f32>,
    distances: Vec<usize>,
}

static BUNDLED: &[u8] = include_bytes!("../../../models/attribution.safetensors");

impl Attributions {
    /// The scorer compiled into this program.
    ///
    /// # Panics
    /// Never in a released program: a test loads the bundled file.
    #[must_use]
    pub fn bundled() -> &'static Attributions {
        static LOADED: OnceLock<Attributions> = OnceLock::new();
        LOADED.get_or_init(|| {
            Attributions::load(BUNDLED, Machine::here())
                .expect("the bundled model file is the one this code was built with")
        })
    }

    /// Loads a scorer from the bytes of a model file.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks something or its parts do not fit.
    pub fn load(bytes: &[u8], machine: Machine) -> Result<Attributions, Damaged> {
        let weights = Weights::open(bytes, "casebook-attribution 1", machine)?;
        let set = |name: &str| Ok(weights.parsed::<String>(name)?.into_iter().collect());
        let lists = Lists {
            lemmas: weights.parsed("lemmas")?,
            contents: weights.parsed("contents")?,
            sources: weights.parsed("sources")?,
            tags: weights.parsed("tags")?,
            relations: weights.parsed("relations")?,
            persons: weights.parsed("persons")?,
            cues: weights.parsed("cues")?,
            distances: weights.parsed("distances")?,
        };
        let (vector, _) = weights.plain("vector.weight")?;
        let (out, _) = weights.plain("out.weight")?;
        let (starts, rows) = weights.fields("fields")?;
        let fields = weights.table("fields")?;
        let bias = weights.vector("vector.bias")?;
        let last = *weights.vector("out.bias")?.first().ok_or_else(|| Damaged("out.bias is empty".into()))?;
        if starts.len() != N_FIELDS
            || fields.n_rows() != rows
            || fields.width() != bias.len()
            || out.len() != bias.len()
        {
            return Err(Damaged("the attribution scorer's parts do not fit".into()));
        }
        Ok(Attributions {
            machine,
            threshold: weights.value("threshold")?,
            candidate_cue: weights.value("candidate_cue")?,
            verbs: set("verbs")?,
            nouns: set("nouns")?,
            lists,
            vector: (vector, bias),
            fields,
            starts,
            out: (out, last),
        })
    }

    /// All candidates of a document with their probabilities; accepted are those at
    /// [`Attributions::threshold`] or above.
    #[must_use]
    pub fn find(&self, sentences: &[Parsed<'_>]) -> Vec<Attribution> {
        let mut found = Vec::new();
        for (number, s) in sentences.iter().enumerate() {
            for w in 0..s.forms.len() {
                if self.is_looked_at(s, w) {
                    found.extend(self.candidate(sentences, number, w));
                }
            }
        }
        found
    }

    fn is_looked_at(&self, s: &Parsed<'_>, w: usize) -> bool {
        let listed = match s.upos(w) {
            Upos::Verb => self.verbs.contains(&s.lemma(w)),
            Upos::Noun => self.nouns.contains(&s.lemma(w)),
            _ => false,
        };
        listed || s.low[w] == "according" || s.analysis.cues[w] >= self.candidate_cue
    }

    fn candidate(&self, sentences: &[Parsed<'_>], number: usize, cue: usize) -> Option<Attribution> {
        let s = &sentences[number];
        let (content_kind, content) = spans::content(sentences, number, cue, &self.verbs)?;
        let nominal = matches!(s.upos(cue), Upos::Noun | Upos::Propn | Upos::Pron);
        if content.iter().all(|(_, words)| words.is_empty())
            || nominal && !["noun", "ccomp", "according"].contains(&content_kind)
        {
            return None;
        }
        let (source_kind, source) = spans::source(s, cue);
        let mut found =
            Attribution { sentence: number, cue, content_kind, content, source_kind, source, probability: 0.0 };
        let rows = self.rows(s, &found);
        found.probability = self.machine.run(Judgement { scorer: self, vector: s.vector(cue), rows: &rows });
        Some(found)
    }

    /// Rows of the field table: FORMAT.md, section 5.
    fn rows(&self, s: &Parsed<'_>, found: &Attribution) -> Vec<usize> {
        let lists = &self.lists;
        let index = |list: &[String], value: &str| list.iter().position(|v| v == value);
        let w = found.cue;
        let lemma = if s.low[w] == "according" { s.low[w].clone() } else { s.lemma(w) };
        let top = found.source.iter().copied().find(|i| s.head(*i).is_none_or(|h| !found.source.contains(&h)));
        let inside: Vec<usize> =
            found.content.iter().filter(|(k, _)| *k == found.sentence).flat_map(|(_, words)| words.clone()).collect();
        let content = index(&lists.contents, found.content_kind).unwrap_or(0);
        let source = index(&lists.sources, found.source_kind).unwrap_or(0);
        let relation = index(&lists.relations, s.relation(w)).or_else(|| index(&lists.relations, s.base(w)));
        let other = || index(&lists.relations, "other").unwrap_or(0);
        let kind = top.map(|t| s.analysis.mentions[t]);
        let values = [
            index(&lists.lemmas, &lemma).unwrap_or(lists.lemmas.len()),
            content,
            source,
            index(&lists.tags, s.upos(w).name()).unwrap_or(0),
            relation.unwrap_or_else(other),
            index(&lists.persons, source_form(s, top)).unwrap_or(0),
            lower_bound(&lists.cues, s.analysis.cues[w]),
            usize::from(inside.iter().any(|i| s.is_quote(*i))),
            usize::from(s.has_child_form(w, &["not", "n't", "n’t", "never"])),
            usize::from(s.has_child_form(w, &MODALS)),
            content * lists.sources.len() + source,
            if inside.is_empty() { 0 } else { 1 + usize::from(inside.iter().take(2).any(|i| s.low[*i] == "that")) },
            match kind.flatten() {
                None => 0,
                Some(Mention::Person) => 1,
                Some(Mention::Organisation) => 2,
                Some(_) => 3,
            },
            inside.first().map_or(0, |first| if *first > w { 1 } else { 2 }),
            usize::from(s.kids[w].iter().any(|k| s.low[*k] == "to" && s.upos(*k) == Upos::Part)),
            lower_bound(&lists.distances, inside.len()),
        ];
        values.iter().zip(&self.starts).map(|(value, start)| value + start).collect()
    }
}

/// Number of fields a candidate has.
const N_FIELDS: usize = 16;
const MODALS: [&str; 9] = ["would", "could", "should", "may", "might", "must", "can", "will", "'ll"];

/// What the head of the source is, for field 6.
fn source_form(s: &Parsed<'_>, top: Option<usize>) -> &'static str {
    let Some(t) = top else { return "none" };
    match (s.upos(t), s.low[t].as_str()) {
        (Upos::Pron, "i") => "i",
        (Upos::Pron, "we") => "we",
        (Upos::Pron, "you") => "you",
        (Upos::Pron, "he" | "she" | "they" | "it") => "third pronoun",
        (Upos::Pron, _) => "other pronoun",
        (tag, _) if tag == Upos::Propn || s.analysis.words[t].name.kind().is_some() => "name",
        _ => "noun",
    }
}

/// Last index whose bound is not above the value.
fn lower_bound<T: PartialOrd>(bounds: &[T], value: T) -> usize {
    bounds.iter().rposition(|b| value >= *b).unwrap_or(0)
}

struct Judgement<'a> {
    scorer: &'a Attributions,
    vector: &'a [f32],
    rows: &'a [usize],
}

impl Task for Judgement<'_> {
    type Out = f32;

    #[inline(always)]
    fn run<const ROWS: usize, const COLUMNS: usize>(self) -> f32 {
        let (weights, bias) = &self.scorer.vector;
        let mut hidden = bias.clone();
        for row in self.rows {
            self.scorer.fields.add(*row, &mut hidden);
        }
        for (h, w) in hidden.iter_mut().zip(weights.chunks_exact(self.vector.len())) {
            let v = *h + dot(w, self.vector);
            *h = if v > 0.0 { v } else { 0.0 };
        }
        let (out, last) = &self.scorer.out;
        1.0 / (1.0 + exp(-(dot(out, &hidden) + last)))
    }
}
