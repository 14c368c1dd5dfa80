//! "Two Peruvians", "both men", "the pair": a group of two whose members the report names.
//!
//! What is said of such a group is said of each of the two (`corpus/GUIDE.md`, call 30).

use super::mention::{Article, Kind, Mention, Number};
use super::{People, Person};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::zone::Zone;

/// Mentions from which on somebody with a name is one whom the report is about.
const MAIN: usize = 2;

/// Gives every group of two its members, where the report is about just two people whom it names.
pub fn members(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    let story = |p: &Person| {
        let single = p.number == Number::One && !p.name.is_empty();
        single && !p.is_aside() && p.kin_of.is_none() && p.acts_for.is_none()
    };
    // Two of whom it keeps speaking, else the only two whom it names.
    let named = |least: usize| {
        let told = |p: &usize| story(&people.persons[*p]) && people.persons[*p].mentions.len() >= least;
        let two: Vec<usize> = (0..people.persons.len()).filter(told).collect();
        <[usize; 2]>::try_from(two).ok()
    };
    let Some([a, b]) = named(MAIN).or_else(|| named(1)) else { return };
    for g in 0..people.persons.len() {
        let group = &people.persons[g];
        let meant = group.mentions.iter().any(|m| {
            let m = &people.mentions[*m];
            two(doc, notes, m) && (spoken_of(doc, m) || introduces(doc, people, m, [a, b]))
        });
        let fits = |p: usize| group.attributes.compatible(&people.persons[p].attributes);
        let plain = group.number == Number::Several && group.kin_of.is_none() && !group.has_role_but("ngo");
        if plain && meant && fits(a) && fits(b) {
            people.persons[g].members = vec![a, b];
        }
    }
}

/// "both men", "the two": people who have been spoken of.
fn spoken_of(doc: &Doc<'_>, m: &Mention) -> bool {
    m.kind == Kind::Nominal(Article::Known) || doc.words[m.tokens.start].form == doc.packs.grammar.both
}

/// The subject of the first sentence, before either of the two is named.
fn introduces(doc: &Doc<'_>, people: &People, m: &Mention, named: [usize; 2]) -> bool {
    let first = doc.sentences.iter().position(|s| s.zone == Zone::Body);
    let opens = Some(doc.words[m.head].sentence) == first && doc.words[m.head].rel.starts_with("nsubj");
    let later = |p: usize| {
        let mut body = people.persons[p].mentions.iter().map(|i| &people.mentions[*i]);
        body.all(|x| x.tokens.start > m.tokens.end || doc.sentence(x.head).zone != Zone::Body)
    };
    opens && named.into_iter().all(later)
}

/// Does a mention say that there are two, and that they are all?
fn two(doc: &Doc<'_>, notes: &Annotations, m: &Mention) -> bool {
    let of = |t: usize| t < doc.words.len() && doc.words[t].form == doc.packs.grammar.of;
    let counted = |t: usize| notes.starting(t).any(|n| n.label == Label::Number && n.value == "2");
    let word = |t: usize| matches!(doc.form(t).to_lowercase().as_str(), "both" | "pair" | "duo");
    let more = |t: usize| matches!(doc.form(t).to_lowercase().as_str(), "other" | "others" | "more" | "another");
    let part = m.tokens.clone().any(|t| more(t) || of(t)) || of(m.tokens.end);
    m.tokens.clone().any(|t| counted(t) || word(t)) && !part
}
