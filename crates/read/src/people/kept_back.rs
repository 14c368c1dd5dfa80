//! "A cook who asked not to be named", "a baker known as Milo": people whose name a report keeps back, or who go by another.

use super::People;
use super::mention::Kind;
use crate::doc::Doc;

/// Does the sentence that first describes somebody say that their name is kept back, or what else they are called? They are
/// never joined with a name that the report prints of somebody.
pub(super) fn kept_back(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let Some(m) = people.persons[person].mentions.first().map(|m| &people.mentions[*m]) else { return false };
    let kept = |t: usize| doc.packs.listed("kept_back", doc.words[t].lemma);
    let called = |t: usize| doc.packs.listed("named_as", doc.words[t].lemma) && doc.under(t, m.head);
    m.kind != Kind::Name && doc.sentence(m.head).tokens.clone().any(|t| kept(t) || called(t))
}
