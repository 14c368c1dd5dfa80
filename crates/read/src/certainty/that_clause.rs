//! Finite clauses below adjectives and nouns: "it is false that …", "there is no evidence that …", "reports that …".

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::doc::Doc;

/// What the adjective or noun `up` makes of the finite clause `at` below it.
pub(super) fn below(doc: &Doc<'_>, at: usize, up: usize) -> Vec<Effect> {
    let clause = doc.words[at].rel.starts_with("csubj") || matches!(doc.words[at].rel, "ccomp" | "acl" | "advcl");
    let subject = doc.kid(at, &["nsubj", "nsubj:pass", "expl"]).is_some();
    if doc.words[at].rel == "nmod" && doc.words[at].upos == Upos::Noun {
        return rumour(doc, at, up).into_iter().collect();
    }
    let that = doc.kids(at).iter().any(|k| doc.words[*k].rel == "mark" && doc.words[*k].form == doc.packs.grammar.that);
    let finite = clause && subject && doc.infinitive_mark(at).is_none() && (that || doc.words[at].rel != "advcl");
    if !finite || doc.words[up].upos == Upos::Verb {
        return Vec::new();
    }
    let listed = |list: &str| doc.packs.listed(list, doc.words[up].lemma);
    let not = negated(doc, up);
    let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause);
    match (cue, not) {
        (Some(cue), None) => vec![Effect::of(cue, up)],
        (Some(cue), Some(_)) if cue.negates => Vec::new(),
        (Some(cue), Some(not)) => vec![Effect::of(cue, up), Effect::turn(not)],
        (None, Some(not)) if listed("truth") => vec![Effect::turn(not)],
        (None, Some(not)) if listed("proof") => vec![Effect::hedge(Modality::Possible, up), Effect::turn(not)],
        (None, Some(not)) if listed("sureness") => vec![Effect::hedge(Modality::Possible, not)],
        _ => Vec::new(),
    }
}

/// "rumours of her arrest", "talk of her release": a noun that a clause could complete as well.
fn rumour(doc: &Doc<'_>, noun: usize, up: usize) -> Option<Effect> {
    let of = doc.kids(noun).iter().any(|k| doc.words[*k].rel == "case" && doc.words[*k].form == doc.packs.grammar.of);
    let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause)?;
    (of && up < noun && doc.words[up].upos == Upos::Noun).then(|| Effect::of(cue, up))
}

/// The word that negates an adjective or noun, or the verb that says that there is one ("there is no sign", "I see no proof").
fn negated(doc: &Doc<'_>, word: usize) -> Option<usize> {
    let of = |t: usize| {
        doc.kids(t).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"))
    };
    let verb = doc.words[word].head.filter(|_| matches!(doc.words[word].rel, "nsubj" | "nsubj:pass" | "obj"));
    of(word).or_else(|| verb.and_then(of))
}
