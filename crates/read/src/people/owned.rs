//! People told by whose they are: "his wife", "the brother of Ana Silva", "my client's lawyer".

use super::cluster::{attach, firm, named, nominal};
use super::mention::{Article, Kind, Mention, Number};
use super::{People, Person};
use crate::annotate::Annotations;
use crate::doc::Doc;

/// Joins those who are told by whose they are, where that is known.
pub fn join(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    for i in 0..people.mentions.len() {
        let m = &people.mentions[i];
        let owned = m.kind == Kind::Nominal(Article::Owned) || of_somebody(m);
        let open = m.person.is_none() && m.number == Number::One && owned;
        if open && let Some(person) = nominal(doc, notes, people, i, Article::Owned, None) {
            attach(people, i, person);
            people.mentions[i].firm = firm(doc, people, i, None);
        }
    }
}

/// "The brother of Ana Silva": whose name stands behind, and is joined before its turn.
pub fn named_behind(doc: &Doc<'_>, notes: &Annotations, people: &mut People, mention: &Mention) -> Option<usize> {
    let owner = mention.owner.filter(|t| of_somebody(mention) && *t > mention.head)?;
    let name = |m: &Mention| m.kind == Kind::Name && m.person.is_none() && (m.head == owner || m.core.contains(&owner));
    let i = people.mentions.iter().position(name)?;
    let person = named(doc, notes, people, i, None);
    attach(people, i, person);
    people.mentions[i].firm = firm(doc, people, i, None);
    Some(person)
}

/// Notes whose relative or representative a person is.
pub fn relate(people: &mut People, person: usize, mention: &Mention, owner: Option<usize>) {
    // "a friend's boyfriend, Ivo Lang": of a friend of whom nothing is told nobody is a relative.
    let untold = |p: &Person| {
        let plain = p.attributes.gender.is_none() && p.attributes.roles.is_empty() && p.kin_of.is_none();
        plain && p.name.is_empty() && p.number == Number::One && p.attributes.shared(&p.attributes) == 0
    };
    let new =
        |o: usize| people.persons[o].mentions.iter().all(|m| people.mentions[*m].kind == Kind::Nominal(Article::New));
    let somebody = |o: &usize| !(untold(&people.persons[*o]) && new(*o));
    let Some(owner) = owner.filter(|o| *o != person).filter(somebody) else { return };
    let acts = mention.attributes.roles.iter().any(|r| r == "lawyer");
    let p = &mut people.persons[person];
    if let Some(kin) = &mention.kin {
        p.kin_of.get_or_insert((owner, kin.clone()));
    } else if acts {
        p.acts_for.get_or_insert(owner);
    }
}

/// "the mother of …", "the lawyer for …": a relative or lawyer by the words behind the noun.
pub fn of_somebody(mention: &Mention) -> bool {
    let kin = mention.kin.as_deref().is_some_and(|kin| kin != "kin");
    let lawyer = mention.attributes.roles.iter().any(|r| r == "lawyer");
    mention.kind == Kind::Nominal(Article::Known) && (kin || lawyer) && mention.owner.is_some()
}

/// Is a word for a relative one of this relative: of the same gender, and an uncle no cousin?
pub fn same_relative(p: &Person, mention: &Mention) -> bool {
    let apart = p.attributes.other_gender(mention.attributes.gender);
    let loose = mention.kin.as_deref() == Some("kin");
    !apart && (!loose || p.attributes.nouns.intersection(&mention.attributes.nouns).next().is_some())
}

/// Kinds of relatives, each with what it makes of the other.
const EACH_OTHERS: [(&str, &str); 5] =
    [("parent", "child"), ("child", "parent"), ("spouse", "spouse"), ("sibling", "sibling"), ("kin", "kin")];

/// "His mother said that her son was arrested": whose mother she is.
pub fn of_relative(people: &People, owner: usize, mention: &Mention) -> Option<usize> {
    let (principal, known) = people.persons[owner].kin_of.as_ref()?;
    let kin = mention.kin.as_deref()?;
    let other = &people.persons[*principal];
    let apart = other.attributes.other_gender(mention.attributes.gender);
    let each_others = EACH_OTHERS.contains(&(known.as_str(), kin));
    (each_others && !apart && other.number == Number::One && mention.number == Number::One).then_some(*principal)
}
