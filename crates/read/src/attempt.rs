//! Tries a pattern on a document: where it matches, and what its slots take there.

use std::ops::Range;

use casebook_facts::Evidence;
use casebook_packs::pattern::{Pattern, SlotKind};
use casebook_packs::{Packs, ValueKind, ValuePart, WordId};
use casebook_text::Refusal;

use crate::doc::Doc;
use crate::layers::Layers;
use crate::matcher::{Filled, Match, Matcher};
use crate::output::Spans;
use crate::reading::Span;
use crate::{Options, inside, value};

/// What a pattern matches in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Sentences looked at.
    pub n_sentences: usize,
    /// Matches, in the order of the text.
    pub hits: Vec<Hit>,
}

/// One match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the sentence in the document, from one.
    pub sentence: usize,
    /// The sentence.
    pub context: Span,
    /// From the first to the last word matched in the line of the text.
    pub matched: Span,
    /// Filled slots.
    pub slots: Vec<SlotHit>,
}

/// One filled slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotHit {
    /// Its name.
    pub name: String,
    /// What it was taken as, as a pattern writes it ("country", "@document").
    pub kind: String,
    /// The words.
    pub span: Span,
    /// Their normal form, as a claim's value would have it.
    pub value: String,
}

/// Tries a pattern that was parsed against these packs.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn run(evidence: &Evidence, packs: &Packs, pattern: &Pattern, options: &Options) -> Result<Attempt, Refusal> {
    inside::look(evidence, packs, options, inside::Taken::AsBody, |doc, layers| {
        let spans = Spans::new(doc);
        let matcher = Matcher { doc, notes: &layers.notes, people: &layers.people };
        let mut hits = Vec::new();
        for (i, sentence) in doc.sentences.iter().enumerate().filter(|(_, s)| may_match(doc, pattern, &s.tokens)) {
            for m in matcher.find(pattern, &sentence.tokens) {
                hits.push(Hit {
                    sentence: i + 1,
                    context: spans.of(sentence.tokens.clone()),
                    matched: spans.of(m.tokens.clone()),
                    slots: m.slots.iter().map(|s| slot(doc, layers, &spans, &m, s)).collect(),
                });
            }
        }
        Attempt { n_sentences: doc.sentences.len(), hits }
    })
}

/// Does the sentence have a word of each group that a match needs?
fn may_match(doc: &Doc<'_>, pattern: &Pattern, tokens: &Range<usize>) -> bool {
    let has = |group: &[WordId]| {
        doc.words[tokens.clone()].iter().any(|w| [w.form, w.lemma, w.as_verb].iter().any(|id| group.contains(id)))
    };
    pattern.required.iter().all(|group| has(group))
}

fn slot(doc: &Doc<'_>, layers: &Layers, spans: &Spans<'_>, m: &Match, filled: &Filled) -> SlotHit {
    let kind = match filled.kind {
        SlotKind::Duration => ValueKind::Duration,
        _ => ValueKind::Text,
    };
    let value = value::value(doc, &layers.notes, m, &[ValuePart::Slot(filled.name.clone())], kind);
    SlotHit {
        name: filled.name.clone(),
        kind: match filled.kind {
            SlotKind::Headed(list) => format!("@{}", doc.packs.lists[list].id),
            kind => kind.name().to_string(),
        },
        span: spans.of(filled.tokens.clone()),
        value,
    }
}
