//! "Within Ivo Lang's policies", "the Lang administration": people whose name only says which thing is meant.

use super::People;
use super::mention::Kind;
use crate::doc::Doc;

/// Is somebody so far mentioned by name alone, and nowhere but before a noun of theirs?
pub(super) fn owns_only(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let p = &people.persons[person];
    let mut mentions = p.mentions.iter().map(|m| &people.mentions[*m]);
    let before_noun = |head: usize| matches!(doc.words[head].rel, "nmod:poss" | "compound" | "amod");
    !p.name.is_empty() && mentions.all(|m| m.kind == Kind::Name && before_noun(m.head))
}
