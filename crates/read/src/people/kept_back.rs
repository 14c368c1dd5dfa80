//! "A cook who asked not to be named", "a baker known as Milo": people whose name a report keeps back, or who go by another.

use super::People;
use super::mention::{Kind, Mention};
use crate::doc::Doc;

/// Does a sentence that speaks of somebody without a name say that it is kept back, or what else they are called? They are never
/// joined with a name that the report prints of somebody.
pub(super) fn kept_back(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let kept = |t: usize| doc.packs.listed("kept_back", doc.words[t].lemma);
    let called = |t: usize, m: &Mention| doc.packs.listed("named_as", doc.words[t].lemma) && doc.under(t, m.head);
    let mut mentions = people.persons[person].mentions.iter().map(|m| &people.mentions[*m]);
    mentions.any(|m| m.kind != Kind::Name && doc.sentence(m.head).tokens.clone().any(|t| kept(t) || called(t, m)))
}
