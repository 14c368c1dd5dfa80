//! "A cook who asked not to be named", "a baker known as Milo": people whose name a report keeps back, or who go by another.

use super::People;
use super::mention::{Kind, Mention};
use crate::doc::Doc;

/// Steps in the tree from words about a name up to whom they are said of.
const NEAR: usize = 5;

/// Does a sentence that speaks of somebody without a name say that it is kept back, or what else they are called? They are never
/// joined with a name that the report prints of somebody.
pub(super) fn kept_back(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let kept = |t: usize| doc.packs.listed("kept_back", doc.words[t].lemma);
    let called = |t: usize, m: &Mention| doc.packs.listed("named_as", doc.words[t].lemma) && doc.under(t, m.head);
    let mut mentions = people.persons[person].mentions.iter().map(|m| &people.mentions[*m]);
    mentions.any(|m| m.kind != Kind::Name && doc.sentence(m.head).tokens.clone().any(|t| kept(t) || called(t, m)))
}

/// Does the sentence that first speaks of somebody without a name say of them that it is withheld ("a cook who asked not to be named",
/// "speaking on condition of anonymity")?
#[must_use]
pub fn withheld(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let Some(first) = people.persons[person].mentions.first().map(|m| &people.mentions[*m]) else { return false };
    let own =
        |t: usize| doc.under(t, first.head) || doc.words[first.head].head.is_some_and(|v| doc.words[t].head == Some(v));
    let near = |t: usize| doc.above(t).take(NEAR).any(own);
    let strong = |t: usize| doc.packs.listed("anonymous", doc.words[t].form);
    let kept = |t: usize| doc.packs.listed("kept_back", doc.words[t].lemma);
    let tokens = doc.sentence(first.head).tokens.clone();
    let not = tokens.clone().any(|t| near(t) && (doc.negates(t) || doc.packs.listed("withholds", doc.words[t].lemma)));
    first.kind != Kind::Name && tokens.into_iter().any(|t| near(t) && (strong(t) || kept(t) && not))
}
