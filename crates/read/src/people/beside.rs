//! "the man who recruited him": a description that tells somebody by what they are to somebody else, who is whoever "him" means.

use casebook_packs::WordId;

use super::People;
use super::known::called;
use super::mention::{Kind, Mention, Number, Pronoun};
use crate::doc::Doc;

/// Steps in the tree from a pronoun up to the noun that it helps to describe.
const WITHIN: usize = 6;

/// Does a description speak of somebody else by a pronoun, so that whoever it means is not whom it describes? "The man in my cell" is
/// nobody who speaks.
pub fn another(doc: &Doc<'_>, people: &People, mention: &Mention) -> bool {
    let behind = doc.subtree(mention.head);
    let pronouns = people.mentions.iter().filter(|m| m.head > mention.head && behind.contains(&m.head));
    pronouns.filter(|m| !doc.form(m.head).ends_with("self")).any(|m| match m.kind {
        Kind::Pronoun(Pronoun::First) => true,
        Kind::Pronoun(Pronoun::He | Pronoun::She) => argument(doc, m.head, mention.head),
        _ => false,
    })
}

/// "Ana Silva lives in Lyon. The woman who lives upstairs …": a plain noun with a clause of its own does not go on with whoever was named
/// right before.
pub fn told_apart(doc: &Doc<'_>, people: &People, mention: &Mention) -> bool {
    let plain = doc.packs.listed("plain_person", doc.words[mention.head].lemma);
    let clause = |k: &usize| doc.words[*k].rel == "acl:relcl" && *k > mention.head;
    let subject = doc.words[mention.head].rel.starts_with("nsubj");
    let before = people.mentions.iter().rfind(|m| m.head < mention.head && m.person.is_some());
    plain
        && subject
        && doc.kids(mention.head).iter().any(clause)
        && before.is_some_and(|m| m.kind == Kind::Name || matches!(m.kind, Kind::Pronoun(_)))
}

/// Does a pronoun stand beside a noun ("the soldier next to him") or in a clause that describes it ("the man who shared a
/// dugout with him"), and in no clause below that one ("the man who says they beat him")? What the noun has is its own ("the
/// man who lost his leg"), but for what it takes ("who took his passport").
fn argument(doc: &Doc<'_>, pronoun: usize, noun: usize) -> bool {
    let path: Vec<usize> = doc.above(pronoun).take(WITHIN).take_while(|t| *t != noun).collect();
    let Some(&top) = path.last().filter(|t| doc.words[**t].head == Some(noun)) else { return false };
    let clauses = path.iter().filter(|t| doc.words[**t].rel.contains("cl") || doc.words[**t].rel.ends_with("comp"));
    let own = doc.words[pronoun].rel == "nmod:poss";
    let takes = || path.iter().any(|t| doc.takes(*t));
    clauses.clone().count() <= usize::from(doc.words[top].rel.starts_with("acl")) && (!own || takes())
}

/// Somebody without a name who was called by the same noun before ("a man met him at the station … the man who met him").
pub fn called_so(doc: &Doc<'_>, people: &People, mention: &Mention) -> Option<usize> {
    let fits = |p: &usize| {
        let p = &people.persons[*p];
        p.number == Number::One && p.name.is_empty() && p.attributes.compatible(&mention.attributes)
    };
    (0..people.persons.len()).rev().filter(fits).find(|p| called(doc, people, *p, mention))
}

/// "Ana Silva and Ivo Lang were arrested. The first defendant …": by their place in the row of names before.
pub fn by_place(doc: &Doc<'_>, people: &People, mention: &Mention, ordinal: WordId) -> Option<usize> {
    let list = doc.packs.list("next_in_order").map(|l| &doc.packs.lists[l].phrases)?;
    let place = list.iter().position(|word| word.as_slice() == [ordinal])?;
    let party = doc.packs.listed("party", doc.words[mention.head].lemma);
    let name = |t: usize| people.mention_at(t).filter(|m| m.kind == Kind::Name);
    let row = |m: &Mention| -> Vec<usize> {
        let beside = doc.kids(m.head).iter().copied().filter(|k| doc.words[*k].rel == "conj");
        beside.filter_map(|k| name(k)?.person).collect()
    };
    let before = people.mentions.iter().filter(|m| party && m.kind == Kind::Name && m.head < mention.head);
    let (first, others) = before.rev().map(|m| (m.person, row(m))).find(|(_, others)| !others.is_empty())?;
    first.into_iter().chain(others).nth(place)
}
