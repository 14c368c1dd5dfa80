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
        let found = |list: &str| condition::led_by(doc, list, start).filter(|cue| !m.literals.contains(cue));
        // "stopped short of signing": the verb says it already.
        let said = |up: usize| {
            doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Governor).is_some_and(|c| c.negates)
        };
        if let Some(cue) = found("not_done").filter(|_| !doc.words[at].head.is_some_and(said)) {
            return Some(Effect::turn(cue));
        }
        if let Some(cue) = found("unreal") {
            return Some(Effect::hedge(Modality::Hypothetical, cue));
        }
        if let Some(cue) = found("not_yet_done") {
            return Some(Effect::hedge(Modality::Expected, cue));
        }
        at = doc.words[at].head.filter(|_| matches!(doc.words[at].rel, "xcomp" | "conj" | "acl"))?;
    }
    None
}
