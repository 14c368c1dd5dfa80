//! Phrases right before a clause that say that it is not so ("instead of signing") or not yet ("hours from being deported").

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::condition;
use crate::doc::Doc;
use crate::matcher::Match;

/// Verbs that a phrase may stand before when they govern the one that is looked at ("instead of being made to sign").
const MAX_DEPTH: usize = 3;

/// Relations by which words before a noun belong to it.
const OF_NOUN: [&str; 5] = ["nmod:poss", "det", "amod", "compound", "nummod"];

/// The phrase before the clause of `head`, or before one that it completes.
pub(super) fn before(doc: &Doc<'_>, m: &Match, head: usize) -> Option<Effect> {
    let mut at = head;
    for _ in 0..MAX_DEPTH {
        let start = match doc.words[at].upos {
            Upos::Noun | Upos::Propn if doc.kid(at, &["cop"]).is_none() => {
                condition::first_of(doc, at, |rel| OF_NOUN.contains(&rel))
            }
            _ => condition::own_start(doc, at),
        };
        // "in the event of Ana Silva being arrested": the phrase's noun, as the tree has it.
        let start = with_subject(doc, at, start);
        // "stopped short of signing": the verb says it already.
        let said = |up: usize| {
            doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Governor).is_some_and(|c| c.negates)
        };
        let found = |list: &str| condition::led_by(doc, list, start).filter(|cue| !m.literals.contains(cue));
        if let Some(cue) = found("not_done").filter(|_| !doc.words[at].head.is_some_and(said)) {
            return Some(Effect::turn(cue));
        }
        // "would rather starve than sign"
        let bare = doc.kid(at, &["nsubj", "nsubj:pass"]).is_none() && doc.words[at].upos == Upos::Verb;
        let than = || start.checked_sub(1).filter(|t| bare && doc.words[*t].form == doc.packs.grammar.than);
        if let Some(cue) = found("unreal").or_else(than) {
            return Some(Effect::hedge(Modality::Hypothetical, cue));
        }
        if let Some(cue) = found("not_yet_done") {
            return Some(Effect::hedge(Modality::Expected, cue));
        }
        at = doc.words[at].head.filter(|_| matches!(doc.words[at].rel, "xcomp" | "conj" | "acl"))?;
    }
    None
}

/// Where a gerund's subject begins that the tree has as a noun beside it ("in case of Ana Silva being arrested").
fn with_subject(doc: &Doc<'_>, clause: usize, start: usize) -> usize {
    let gerund = doc.form(start).to_lowercase().ends_with("ing") && doc.words[clause].rel == "acl";
    let noun = start.checked_sub(1).filter(|t| gerund && doc.words[*t].sentence == doc.words[clause].sentence);
    let nominal = |t: &usize| matches!(doc.words[*t].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    match noun.filter(nominal).map(|t| doc.noun_phrase(t)) {
        Some(phrase) if phrase.end == start => phrase.start,
        _ => start,
    }
}
