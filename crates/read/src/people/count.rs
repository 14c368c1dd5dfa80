//! Groups by their number: which people spoken of before a counted group is.

use casebook_packs::WordId;

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
    // "the 43" are the 43 colleagues, whatever these are called; "the two" are nobody's two sons.
    let by_number = many.is_some() && notes.at(mention.head, Label::Number).is_some();
    let fits = |p: &&Person| {
        let counted = p.mentions.iter().find_map(|m| of(&people.mentions[*m]));
        let alike = p.attributes.roles == mention.attributes.roles && p.attributes.compatible(&mention.attributes);
        // "his parents" are not the men he served with.
        let alike = alike && mention.kin.as_deref() == p.kin_of.as_ref().map(|(_, kin)| kin.as_str());
        // "the couple" is nobody's children.
        let couple = |m: &Mention| doc.packs.listed("two_people", doc.words[m.head].lemma);
        // "her two boys" are nobody else's.
        let whose = |m: &Mention| m.owner.and_then(|t| people.person_at(t));
        let own = whose(mention).is_none_or(|o| p.mentions.iter().any(|m| whose(&people.mentions[*m]) == Some(o)));
        let paired = p.mentions.iter().any(|m| couple(&people.mentions[*m])) == couple(mention);
        p.number == Number::Several
            && paired
            && own
            && (alike && (many == counted || many.is_none() || counted.is_none() && !all)
                || by_number && many == counted && p.kin_of.is_none())
    };
    // "the three": those who were counted so, before those who may be as many.
    let counted = |p: &&Person| {
        let same = p.mentions.iter().any(|m| of(&people.mentions[*m]) == many);
        many.is_some() && fits(p) && same
    };
    // "the men" are the fourteen men, before the two others.
    let noun = |m: &Mention| doc.words[m.head].lemma;
    let same_noun = |p: &&Person| {
        let same = |m: &usize| noun(&people.mentions[*m]) == noun(mention) && noun(mention) != WordId::UNKNOWN;
        let whole = !p.mentions.first().is_some_and(|m| part(doc, &people.mentions[*m]));
        article == Article::Known && fits(p) && whole && p.mentions.iter().any(same)
    };
    let last = within(people, mention)
        .or_else(|| last(doc, people, counted))
        .or_else(|| last(doc, people, same_noun))
        .or_else(|| last(doc, people, fits));
    match (article, last) {
        (Article::Known | Article::Owned, Some(group)) => group,
        (Article::Bare, Some(group)) if all && many.is_some() => group,
        _ => cluster::new_person(people, Person { number: Number::Several, ..Person::default() }),
    }
}

/// The part whose words hold a mention ("the men" of "six of the men").
fn within(people: &People, mention: &Mention) -> Option<usize> {
    let holds = |p: &Person| {
        let last = p.mentions.last().map(|m| &people.mentions[*m].tokens);
        p.number == Number::Several
            && last.is_some_and(|t| t.start < mention.tokens.start && mention.tokens.end <= t.end)
    };
    people.persons.iter().rposition(holds)
}

/// The last group that fits; a part of one ("six of the men") only where no other does: "the men" are all of them.
fn last(doc: &Doc<'_>, people: &People, fits: impl Fn(&&Person) -> bool) -> Option<usize> {
    let all = |p: &Person| !p.mentions.first().is_some_and(|m| part(doc, &people.mentions[*m]));
    let found = |p: &Person, whole: bool| fits(&p) && (!whole || all(p));
    let last = |whole: bool| people.persons.iter().rposition(|p| found(p, whole));
    last(true).or_else(|| last(false))
}

/// Is it a part of a group: a number, and whose it is of ("six of the men", "three of them")?
fn part(doc: &Doc<'_>, m: &Mention) -> bool {
    let g = &doc.packs.grammar;
    let form = |t: usize| doc.words.get(t).filter(|_| t < m.tokens.end).map(|w| w.form);
    let whose = form(m.core.end + 1);
    form(m.core.end) == Some(g.of) && [g.the, g.them, g.these, g.those, g.their].iter().any(|w| whose == Some(*w))
}

/// How many people a mention counts ("the four", "Three men"); a part of them ("two of the men") is counted for itself.
fn how_many(notes: &Annotations, m: &Mention) -> Option<u64> {
    let numbers = m.tokens.clone().filter_map(|t| notes.starting(t).find(|n| n.label == Label::Number));
    let aged = |t: usize| notes.at(t, Label::Age).is_some();
    let mut plain = numbers.filter(|n| !n.tokens.clone().any(aged));
    plain.next().and_then(|n| n.value.parse().ok())
}
