//! Minutes and summary records: everything is told as somebody's words, in the past before the past ("Ms Gomez said that she was 34.
//! She had come on a visa."), and belongs to whoever spoke last.

use std::ops::Range;

use casebook_model::Upos;

use super::{Speaker, Speech};
use crate::condition::present;
use crate::doc::Doc;
use crate::quote::Quote;
use crate::zone::Zone;

/// Fewest sentences from which a text shows how it tells.
const FEWEST: usize = 15;
/// Words that a sentence must have to count.
const LONG: usize = 5;
/// Share of sentences with "had" from which on a text is minutes: reports of other kinds have up to .40 of them.
const PLUPERFECT: f32 = 0.42;
/// Share of sentences in the present up to which it is: what reporters tell in their own words is.
const PRESENT: f32 = 0.15;

/// What sentences without a speaker of their own say in minutes, by whoever spoke last; nothing in any other text.
pub(super) fn carried(doc: &Doc<'_>, quotes: &[Quote], told: &[Speech]) -> Vec<Speech> {
    if !minutes(doc, quotes) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut last: Option<(usize, Speaker)> = None;
    let mut paragraph = None;
    for sentence in doc.sentences.iter().filter(|s| s.zone == Zone::Body) {
        let opens = paragraph != Some(sentence.paragraph);
        paragraph = Some(sentence.paragraph);
        if let Some(speech) = told.iter().find(|s| opens && states(doc, &sentence.tokens, s)) {
            last = Some((speech.cue, speech.speaker.clone()));
        } else if let Some((cue, speaker)) = &last {
            out.push(Speech::plain(*cue, speaker.clone(), None, sentence.tokens.clone()));
        }
    }
    out
}

/// Is an act of saying what its sentence states?
fn states(doc: &Doc<'_>, sentence: &Range<usize>, speech: &Speech) -> bool {
    sentence.contains(&speech.cue) && doc.words[speech.cue].head.is_none() && speech.speaker != Speaker::Outlet
}

/// Is a text told in the past before the past, and hardly in the present, outside of quotations?
fn minutes(doc: &Doc<'_>, quotes: &[Quote]) -> bool {
    let quoted = |t: usize| quotes.iter().any(|q| q.tokens.contains(&t));
    let (mut n, mut had, mut now) = (0, 0, 0);
    for sentence in doc.sentences.iter().filter(|s| s.zone == Zone::Body) {
        let words = || sentence.tokens.clone().filter(|t| !quoted(*t));
        if words().count() < LONG {
            continue;
        }
        n += 1;
        let before = |t: usize| doc.words[t].upos == Upos::Aux && doc.words[t].form == doc.packs.grammar.had;
        had += usize::from(words().any(before));
        let verb = |t: &usize| doc.words[*t].head.is_none() || doc.words[*t].rel == "conj";
        now += usize::from(words().filter(verb).any(|t| present(doc, t)));
    }
    let share = |k: usize| k as f32 / n as f32;
    n >= FEWEST && share(had) >= PLUPERFECT && share(now) <= PRESENT
}
