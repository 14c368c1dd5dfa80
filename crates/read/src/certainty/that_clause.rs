//! Finite clauses below adjectives and nouns: "it is false that …", "there is no evidence that …", "reports that …".

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::{Effect, unsaid};
use crate::condition;
use crate::doc::Doc;

/// What the adjective or noun `up` makes of the finite clause `at` below it.
pub(super) fn below(doc: &Doc<'_>, at: usize, up: usize) -> Vec<Effect> {
    let clause =
        doc.words[at].rel.starts_with("csubj") || matches!(doc.words[at].rel, "ccomp" | "acl" | "acl:relcl" | "advcl");
    let subject = doc.kid(at, &["nsubj", "nsubj:pass", "expl"]).is_some();
    if doc.words[at].rel == "nmod" && doc.words[at].upos == Upos::Noun {
        return rumour(doc, at, up).into_iter().collect();
    }
    let finite = clause && subject && doc.infinitive_mark(at).is_none() && led_by_that(doc, at);
    // "the idea of being arrested"
    let of = |k: &usize| doc.words[*k].rel == "mark" && doc.words[*k].form == doc.packs.grammar.of;
    // "talk of Ana Silva applying for asylum"
    let whose = |k: &usize| {
        *k < at
            && doc.words[*k].rel == "nmod"
            && doc.kids(*k).iter().any(|c| doc.words[*c].form == doc.packs.grammar.of)
    };
    let gerund = doc.kids(at).iter().any(of) || doc.form(at).ends_with("ing") && doc.kids(up).iter().any(whose);
    if doc.words[at].rel == "acl" && !subject && gerund {
        let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause);
        let cue = cue.map(|cue| Effect::of(cue, up));
        // "have no record of him entering"
        let proof = negated(doc, up).filter(|_| cue.is_none() && doc.packs.listed("proof", doc.words[up].lemma));
        let unproven = proof.map(|not| [Effect::hedge(Modality::Possible, up), Effect::turn(not)]);
        return cue.into_iter().chain(unproven.into_iter().flatten()).collect();
    }
    // "Speculation is rife that", "rumour has it that", "reports emerged that".
    let cues = &doc.packs.cues;
    let says = cues.reporting(doc.words[up].lemma).is_some();
    let subject = doc.kid(up, &["nsubj"]).filter(|s| finite && !says && *s < at);
    let told = |place| subject.and_then(|s| cues.modality(doc.words[s].lemma, place).map(|cue| Effect::of(cue, s)));
    if let Some(effect) = told(ModalityPlace::Clause).or_else(|| told(ModalityPlace::Noun)) {
        return vec![effect];
    }
    if !finite || doc.words[up].upos == Upos::Verb {
        return Vec::new();
    }
    let listed = |list: &str| doc.packs.listed(list, doc.words[up].lemma);
    let not = negated(doc, up);
    let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause);
    match (cue, not) {
        (Some(_), Some(_)) if listed("doubted") => Vec::new(),
        (Some(cue), None) => vec![Effect::of(cue, up)],
        (Some(cue), Some(_)) if cue.negates => Vec::new(),
        (Some(cue), Some(not)) => vec![Effect::of(cue, up), Effect::turn(not)],
        // "The fact that she was arrested was not made public": it was so.
        (None, Some(not)) if listed("truth") => {
            let own = doc.kids(up).contains(&not) || doc.words[not].head != doc.words[up].head;
            own.then(|| Effect::turn(not)).into_iter().collect()
        }
        (None, Some(not)) if listed("proof") => vec![Effect::hedge(Modality::Possible, up), Effect::turn(not)],
        (None, Some(not)) if listed("sureness") => vec![Effect::hedge(Modality::Possible, not)],
        _ => Vec::new(),
    }
}

/// Does a clause say what a noun or adjective is about, with "that" or without, and not which noun is meant ("the story that she
/// wrote")?
fn led_by_that(doc: &Doc<'_>, clause: usize) -> bool {
    let that = |rels: &[&str]| {
        let is = |k: &&usize| doc.words[**k].form == doc.packs.grammar.that && rels.contains(&doc.words[**k].rel);
        doc.kids(clause).iter().find(is).copied()
    };
    match doc.words[clause].rel {
        "advcl" => that(&["mark"]).is_some(),
        // Trees take "that" for the object of a verb that has one ("the story that she claimed asylum").
        "acl:relcl" => {
            let another = |that: usize| doc.kids(clause).iter().any(|k| *k != that && doc.words[*k].rel == "obj");
            that(&["mark"]).is_some() || that(&["obj"]).is_some_and(another)
        }
        _ => true,
    }
}

/// "rumours of her arrest", "talk of her release": a noun that a clause could complete as well.
fn rumour(doc: &Doc<'_>, noun: usize, up: usize) -> Option<Effect> {
    let of = doc.kids(noun).iter().any(|k| doc.words[*k].rel == "case" && doc.words[*k].form == doc.packs.grammar.of);
    let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause)?;
    (of && up < noun && doc.words[up].upos == Upos::Noun).then(|| Effect::of(cue, up))
}

/// The word that negates an adjective or noun, or the verb that says that there is one ("there is no sign", "I see no proof").
pub(super) fn negated(doc: &Doc<'_>, word: usize) -> Option<usize> {
    // "far from certain"
    if let Some(far) = condition::led_by(doc, "not_done", word) {
        return Some(far);
    }
    let of = |t: usize| {
        doc.kids(t).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"))
    };
    let verb = doc.words[word].head.filter(|_| matches!(doc.words[word].rel, "nsubj" | "nsubj:pass" | "obj" | "obl"));
    of(word).or_else(|| verb.and_then(|verb| unsaid::undone(doc, verb)))
}
