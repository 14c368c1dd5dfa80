//! Phrases of the lexicon: the longest phrase of each kind at each token.

use casebook_model::Upos;
use casebook_packs::{Kind, Meaning};

use super::{Annotations, Label};
use crate::doc::Doc;

pub fn annotate(doc: &Doc<'_>, out: &mut Annotations) {
    for at in 0..doc.words.len() {
        let mut kinds: Vec<Kind> = Vec::new();
        let word = &doc.words[at];
        // The printed form first ("relatives"), then the dictionary form ("welder" for "welders").
        for id in [word.form, word.lemma] {
            for meaning in doc.packs.lexicon.starting_with(id) {
                if kinds.contains(&meaning.kind) || !stands(doc, at, meaning) {
                    continue;
                }
                kinds.push(meaning.kind);
                let end = at + 1 + meaning.rest.len();
                // A longer phrase of the kind that began earlier keeps the token.
                if out.at(at, Label::Lexicon(meaning.kind)).is_none() {
                    out.push(at..end, Label::Lexicon(meaning.kind), meaning.value.clone());
                }
            }
        }
    }
}

/// A word tagged as a verb that stands where nouns stand: after a determiner or adjective, or
/// before a capitalised name ("said Georgia expert Prof. Silva").
fn noun_place(doc: &Doc<'_>, at: usize) -> bool {
    let sentence = &doc.sentence(at).tokens;
    let after = at > sentence.start && matches!(doc.words[at - 1].upos, Upos::Det | Upos::Adj | Upos::Num);
    let before = at + 1 < sentence.end && doc.capital(at + 1) && doc.words[at + 1].upos == Upos::Propn;
    (after || before) && doc.words[at].form == doc.words[at].lemma
}

fn stands(doc: &Doc<'_>, at: usize, meaning: &Meaning) -> bool {
    if meaning.capital && !doc.capital(at) {
        return false;
    }
    let noun = matches!(meaning.kind, Kind::Human | Kind::Role | Kind::Occupation | Kind::Kin | Kind::Channel);
    if noun && meaning.rest.is_empty() && doc.words[at].upos == Upos::Verb && !noun_place(doc, at) {
        return false;
    }
    let sentence = &doc.sentence(at).tokens;
    // "New Bedford" is no Bedford.
    let longer = |t: usize| doc.capital(t) && doc.packs.listed("place_prefix", doc.words[t].form);
    if meaning.kind == Kind::Place && at > sentence.start && longer(at - 1) {
        return false;
    }
    meaning.rest.iter().enumerate().all(|(i, id)| {
        let t = at + 1 + i;
        t < sentence.end && (doc.words[t].form == *id || doc.words[t].lemma == *id)
    })
}
