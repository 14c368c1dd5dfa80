//! Groups by their number: which people spoken of before a counted group is.

use super::mention::{Article, Mention, Number};
use super::{People, Person, cluster};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;

/// A counted group is new; "the men", "the workers" are the last group spoken of, "the four" and "all three men" the last
/// one of that number.
pub fn group(doc: &Doc<'_>, notes: &Annotations, people: &mut People, mention: &Mention, article: Article) -> usize {
    let of = |m: &Mention| how_many(notes, m);
    let many = of(mention);
    let all = doc.words[mention.tokens.start].form == doc.packs.grammar.all;
    // "the 43" are the 43 colleagues, whatever these are called.
    let by_number = many.is_some() && notes.at(mention.head, Label::Number).is_some();
    let last = people.persons.iter().rposition(|p| {
        let counted = p.mentions.iter().find_map(|m| of(&people.mentions[*m]));
        let alike = p.attributes.roles == mention.attributes.roles && p.attributes.compatible(&mention.attributes);
        p.number == Number::Several
            && (alike && (many == counted || many.is_none() || counted.is_none() && !all)
                || by_number && many == counted)
    });
    match (article, last) {
        (Article::Known | Article::Owned, Some(group)) => group,
        (Article::Bare, Some(group)) if all && many.is_some() => group,
        _ => cluster::new_person(people, Person { number: Number::Several, ..Person::default() }),
    }
}

/// How many people a mention counts ("the four", "Three men"); a part of them ("two of the men") is counted for itself.
fn how_many(notes: &Annotations, m: &Mention) -> Option<u64> {
    let numbers = m.tokens.clone().filter_map(|t| notes.starting(t).find(|n| n.label == Label::Number));
    let aged = |t: usize| notes.at(t, Label::Age).is_some();
    let mut plain = numbers.filter(|n| !n.tokens.clone().any(aged));
    plain.next().and_then(|n| n.value.parse().ok())
}
