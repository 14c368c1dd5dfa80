//! "the accused", "the witness": people whom a report of a trial calls by their part in it, known by what it says that they do
//! or meet with there.

use super::People;
use super::mention::{Mention, Number};
use crate::doc::Doc;

/// The person last said to stand trial, or to give evidence, before words that call somebody by that part.
pub fn by_part(doc: &Doc<'_>, people: &People, mention: &Mention) -> Option<usize> {
    let noun = doc.words[mention.head].lemma;
    let part: fn(&Doc<'_>, usize) -> Option<usize> = if doc.packs.listed("stands_trial", noun) {
        tried
    } else if doc.packs.listed("gives_evidence", noun) {
        testifies
    } else {
        return None;
    };
    let one = |p: &usize| people.persons[*p].number == Number::One;
    let mut told = (0..mention.tokens.start).rev().filter_map(|t| people.person_at(part(doc, t)?)).filter(one);
    told.next()
}

/// Who is tried: "is charged with", "stands indicted", "pleaded guilty", "went on trial".
fn tried(doc: &Doc<'_>, token: usize) -> Option<usize> {
    let word = &doc.words[token];
    if doc.packs.listed("put_on_trial", word.lemma) && doc.passive(token) {
        return doc.patient(token);
    }
    if doc.packs.listed("pleads", word.lemma) {
        return doc.subject(token);
    }
    let trial = doc.led_by(token, doc.packs.grammar.on) && doc.packs.listed("trial_noun", word.lemma);
    word.head.filter(|_| trial).and_then(|verb| doc.subject(verb))
}

/// Who gives evidence: "testified", "was giving evidence", "told the court".
fn testifies(doc: &Doc<'_>, token: usize) -> Option<usize> {
    let word = &doc.words[token];
    let object = || doc.object(token).is_some_and(|o| doc.packs.listed("evidence", doc.words[o].lemma));
    let gives = doc.packs.listed("testifies", word.lemma) || doc.packs.listed("gives", word.lemma) && object();
    doc.subject(token).filter(|_| gives)
}
