//! Finite clauses below adjectives and nouns: "it is false that …", "there is no evidence that …", "reports that …".

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::{Effect, called, unsaid};
use crate::condition;
use crate::doc::Doc;

/// What the adjective or noun `up` makes of the clause `at` below it; what a verb makes of it by its subject.
pub(super) fn below(doc: &Doc<'_>, at: usize, up: usize) -> Vec<Effect> {
    let word = &doc.words[at];
    if word.rel == "nmod" && word.upos == Upos::Noun {
        return rumour(doc, at, up).into_iter().collect();
    }
    let subject = doc.kid(at, &["nsubj", "nsubj:pass", "expl"]).is_some();
    if word.rel == "acl" && !subject && of_gerund(doc, at, up) {
        return gerund(doc, up);
    }
    let clause = word.rel.starts_with("csubj") || matches!(word.rel, "ccomp" | "acl" | "acl:relcl" | "advcl");
    if !clause || !subject || doc.infinitive_mark(at).is_some() || !led_by_that(doc, at) {
        return Vec::new();
    }
    if let Some(false_) = called::called_behind(doc, at) {
        return vec![Effect::turn(false_)];
    }
    match by_subject(doc, at, up) {
        Some(effect) => vec![effect],
        // Of "Claims that she was beaten" tags make a verb.
        None if doc.words[up].upos == Upos::Verb && word.rel != "acl" => Vec::new(),
        None => finite(doc, up),
    }
}

/// "the idea of being arrested", "talk of Ana Silva applying for asylum".
fn of_gerund(doc: &Doc<'_>, at: usize, up: usize) -> bool {
    let is_of = |t: usize| doc.words[t].form == doc.packs.grammar.of;
    let own = doc.kids(at).iter().any(|k| doc.words[*k].rel == "mark" && is_of(*k));
    let whose = |k: &usize| *k < at && doc.words[*k].rel == "nmod" && doc.kids(*k).iter().any(|c| is_of(*c));
    own || doc.form(at).ends_with("ing") && doc.kids(up).iter().any(whose)
}

/// What a noun makes of the gerund behind it ("have no record of him entering").
fn gerund(doc: &Doc<'_>, noun: usize) -> Vec<Effect> {
    let lemma = doc.words[noun].lemma;
    if let Some(cue) = doc.packs.cues.modality(lemma, ModalityPlace::Clause) {
        return vec![Effect::of(cue, noun)];
    }
    let proof = negated(doc, noun).filter(|_| doc.packs.listed("proof", lemma));
    proof.map_or_else(Vec::new, |not| vec![Effect::hedge(Modality::Possible, noun), Effect::turn(not)])
}

/// "Speculation is rife that", "rumour has it that", "reports emerged that": the subject above says what the clause is.
fn by_subject(doc: &Doc<'_>, at: usize, up: usize) -> Option<Effect> {
    let cues = &doc.packs.cues;
    let subject = doc.kid(up, &["nsubj"]).filter(|s| *s < at)?;
    let cue = |place| cues.modality(doc.words[subject].lemma, place);
    // "Unconfirmed posts have it that"
    let unconfirmed = doc.kids(subject).iter().find(|k| doc.packs.listed("unconfirmed", doc.words[**k].form));
    if let Some(&unconfirmed) = unconfirmed {
        return Some(Effect::hedge(Modality::Possible, unconfirmed));
    }
    if cues.reporting(doc.words[up].lemma).is_some() {
        return None;
    }
    let cue = cue(ModalityPlace::Clause).or_else(|| cue(ModalityPlace::Noun))?;
    Some(Effect::of(cue, subject))
}

/// "The post saying that she was arrested is false", "the army has disowned a bulletin saying so": the word
/// by which what a paper says is not so.
pub(super) fn taken_back(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let says = doc.words[head].head.filter(|_| doc.words[head].rel == "ccomp")?;
    let paper = doc.words[says].head.filter(|_| doc.words[says].rel == "acl")?;
    doc.packs.cues.reporting(doc.words[says].lemma)?;
    let above = doc.words[paper].head?;
    let false_ = doc.words[paper].rel.starts_with("nsubj") && doc.packs.listed("untrue", doc.words[above].form);
    let cue = doc.packs.cues.reporting(doc.words[above].lemma);
    let denied = doc.words[paper].rel == "obj" && cue.is_some_and(|c| c.modality == Some(Modality::Denied));
    let governs = doc.packs.cues.modality(doc.words[above].lemma, ModalityPlace::Governor);
    let disowned = doc.words[paper].rel == "obj" && governs.is_some_and(|c| c.modality == Modality::Denied);
    (false_ || denied || disowned).then_some(above)
}

/// What an adjective or noun makes of the finite clause below it.
fn finite(doc: &Doc<'_>, up: usize) -> Vec<Effect> {
    let listed = |list: &str| doc.packs.listed(list, doc.words[up].lemma);
    // "on the erroneous premise that he had fled"
    if let Some(&untrue) = doc.kids(up).iter().find(|k| doc.packs.listed("untrue", doc.words[**k].form)) {
        return vec![Effect::turn(untrue)];
    }
    if let Some(false_) = called::false_report(doc, up) {
        return vec![Effect::turn(false_)];
    }
    let cue = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Clause);
    match (cue, negated(doc, up)) {
        (Some(_), Some(_)) if listed("doubted") => Vec::new(),
        // "had no idea that she had been convicted": she had been.
        (_, Some(_)) if listed("inkling") => Vec::new(),
        (Some(cue), None) => vec![Effect::of(cue, up)],
        (Some(cue), Some(_)) if cue.negates => Vec::new(),
        (Some(cue), Some(not)) => vec![Effect::of(cue, up), Effect::turn(not)],
        // "The fact that she was arrested was not made public": it was so.
        (None, Some(not)) if listed("truth") && !of_verb_above(doc, not, up) => vec![Effect::turn(not)],
        (None, Some(not)) if listed("proof") => vec![Effect::hedge(Modality::Possible, up), Effect::turn(not)],
        (None, Some(not)) if listed("sureness") => vec![Effect::hedge(Modality::Possible, not)],
        _ => Vec::new(),
    }
}

/// Does a negation belong to the verb that a noun hangs on?
fn of_verb_above(doc: &Doc<'_>, not: usize, noun: usize) -> bool {
    doc.words[noun].head.is_some_and(|verb| doc.words[not].head == Some(verb))
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
    let of = doc.led_by(noun, doc.packs.grammar.of);
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
    // "has not denied the allegation that she was beaten"
    let denies =
        |v: usize| doc.packs.cues.reporting(doc.words[v].lemma).is_some_and(|c| c.modality == Some(Modality::Denied));
    let verb = doc.words[word].head.filter(|_| matches!(doc.words[word].rel, "nsubj" | "nsubj:pass" | "obj" | "obl"));
    let verb = verb.filter(|v| !denies(*v));
    of(word).or_else(|| verb.and_then(|verb| unsaid::undone(doc, verb)))
}
