//! Who the people of an opening are: reports describe their subjects first ("A roofer and a nurse
//! went …") and name them further down, in the same order.
//!
//! The last resort, after everything that shares an attribute has been joined: as many unnamed people
//! in the opening as there are main persons named after it, pairwise compatible in order; or one, and
//! one named person whom the report speaks of far more than of any other.

use std::collections::BTreeSet;

use casebook_model::encoder::math::logistic;

use super::attributes::Attributes;
use super::cluster::merge;
use super::in_passing::owns_only;
use super::kept_back::kept_back;
use super::mention::{Article, Kind, Mention, Number};
use super::{People, Person};
use crate::doc::{Doc, Sentence};
use crate::zone::Zone;

/// Sentences of the body that count as its opening.
const OPENING: usize = 3;
/// A person with fewer mentions is not whom a report is about.
const MAIN: usize = 3;
/// Sentences behind a description within which whoever it is of is named.
const NAMED_WITHIN: usize = 3;
/// How likely something is said of somebody, by the proposer, from which on it counts.
const LIKELY: f32 = 0.3;
/// Frames of what is said of anybody.
const ABOUT_ANYBODY: [&str; 3] = ["identity", "family", "stay"];
/// The frame of what somebody is accused of.
const CRIMINAL: &str = "criminal";
/// Roles of people whom a report names beside its subjects, besides those who speak about others.
const BESIDE: [&str; 4] = ["witness", "recruiter", "employer", "commander"];

/// Joins the unnamed people of the opening with the named ones they turn out to be.
pub fn name(doc: &Doc<'_>, people: &mut People) {
    by_order(doc, people);
    for (described, named) in told_alike(doc, people) {
        merge(people, named, described, false);
    }
}

/// Joins those of whom the order and the number of those named tell who they are.
fn by_order(doc: &Doc<'_>, people: &mut People) {
    let unnamed: Vec<usize> = (0..people.persons.len()).filter(|p| opens(doc, people, *p)).collect();
    let Some(&first) = unnamed.first() else { return };
    let named: Vec<usize> = (0..people.persons.len()).filter(|p| main(doc, people, *p, first)).collect();
    let pairs: Vec<(usize, usize)> = if unnamed.len() == named.len() {
        unnamed.into_iter().zip(named).collect()
    } else if let ([one], Some(chief)) =
        (unnamed.as_slice(), chief(doc, people, first, &named).or_else(|| first_named(people, &named)))
    {
        vec![(*one, chief)]
    } else {
        return;
    };
    let compatible = |(a, b): &(usize, usize)| people.persons[*a].attributes.compatible(&people.persons[*b].attributes);
    if pairs.iter().all(compatible) {
        for (described, named) in pairs {
            merge(people, named, described, false);
        }
    }
}

/// Whoever is named first behind a description, if the report tells the same kind of things of both, by the proposer, or introduces them
/// by name and age; what somebody is accused of is never theirs on the latter alone.
fn told_alike(doc: &Doc<'_>, people: &People) -> Vec<(usize, usize)> {
    let frames = frames(doc, people);
    let lead = lead(doc);
    let sentence = |p: usize| people.persons[p].mentions.first().map(|m| doc.words[people.mentions[*m].head].sentence);
    let described = |p: &usize| described(doc, people, *p) && (sentence(*p) == Some(lead) || opens(doc, people, *p));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for one in (0..people.persons.len()).filter(described) {
        let named = |p: &usize| named_later(doc, people, *p, one) && pairs.iter().all(|(_, taken)| taken != p);
        let next = (0..people.persons.len()).filter(named).min_by_key(|p| people.persons[*p].mentions.first());
        let near =
            |p: &usize| sentence(*p).zip(sentence(one)).is_some_and(|(there, here)| there <= here + NAMED_WITHIN);
        let alike = |p: &usize| frames[*p].intersection(&frames[one]).next().is_some();
        let aged = |p: &usize| {
            let age = people.persons[*p].attributes.age.is_some() && !frames[one].contains(CRIMINAL);
            age && !has_part_beside(&people.persons[*p])
        };
        let fits = |p: &usize| firmly(people, *p).compatible(&people.persons[one].attributes);
        pairs.extend(next.filter(near).filter(fits).filter(|p| alike(p) || aged(p)).map(|p| (one, p)));
    }
    pairs
}

/// What is told of somebody for certain: not what a description says that may be of another ("the interpreter").
fn firmly(people: &People, person: usize) -> Attributes {
    let mut told = Attributes::default();
    for m in people.persons[person].mentions.iter().map(|m| &people.mentions[*m]).filter(|m| m.firm) {
        told.merge(&m.attributes);
    }
    told
}

/// In which frames the proposer likely says something of each person, but who they are.
fn frames<'p>(doc: &'p Doc<'_>, people: &People) -> Vec<BTreeSet<&'p str>> {
    let mut all = vec![BTreeSet::new(); people.persons.len()];
    for proposal in &doc.proposals {
        let frame = doc.packs.predicates[proposal.predicate].frame.as_str();
        for (person, _, share) in people.shares(&proposal.about) {
            if logistic(proposal.score) * share >= LIKELY && !ABOUT_ANYBODY.contains(&frame) {
                all[person].insert(frame);
            }
        }
    }
    all
}

/// Joins the unnamed person of an item's first sentence with the one person whom the item then names
/// ("RIGA: A baker who … On Monday Ana Silva said …"): digests open every item anew.
pub fn items(doc: &Doc<'_>, people: &mut People) {
    let n_paragraphs = doc.sentences.last().map_or(0, |s| s.paragraph + 1);
    for paragraph in 0..n_paragraphs {
        let Some(opening) = doc.sentences.iter().position(|s| s.paragraph == paragraph && s.zone == Zone::Body) else {
            continue;
        };
        let first = |p: usize| people.persons[p].mentions.first().map(|m| &people.mentions[*m]);
        let fits = |p: &usize| unrelated(&people.persons[*p]);
        let unnamed: Vec<usize> = (0..people.persons.len())
            .filter(fits)
            .filter(|p| people.persons[*p].name.is_empty() && !kept_back(doc, people, *p))
            .filter(|p| {
                let telling = people.persons[*p].attributes.shared(&people.persons[*p].attributes) > 0;
                first(*p).is_some_and(|m| {
                    let subject = doc.words[m.head].rel.starts_with("nsubj") || doc.words[m.head].rel == "root";
                    let here = doc.words[m.head].sentence == opening;
                    here && telling && subject && m.kind == Kind::Nominal(Article::New) && !m.owns(doc)
                })
            })
            .collect();
        let named: Vec<usize> = (0..people.persons.len())
            .filter(fits)
            .filter(|p| !people.persons[*p].name.is_empty() && !owns_only(doc, people, *p))
            .filter(|p| {
                first(*p).is_some_and(|m| {
                    let s = doc.words[m.head].sentence;
                    doc.sentences[s].paragraph == paragraph && s > opening
                })
            })
            .collect();
        if let ([described], [name]) = (unnamed.as_slice(), named.as_slice())
            && people.persons[*described].attributes.compatible(&people.persons[*name].attributes)
        {
            merge(people, *name, *described, false);
        }
    }
}

/// One person without a name, described for the first time in the opening by what tells them from others.
fn opens(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let p = &people.persons[person];
    described(doc, people, person) && p.attributes.shared(&p.attributes) > 0
}

/// One person without a name, described for the first time in the opening.
fn described(doc: &Doc<'_>, people: &People, person: usize) -> bool {
    let p = &people.persons[person];
    let Some(first) = p.mentions.first().map(|m| &people.mentions[*m]) else { return false };
    let lead = lead(doc);
    let early = (lead..lead + OPENING).contains(&doc.words[first.head].sentence);
    let open = p.name.is_empty() && !kept_back(doc, people, person);
    unrelated(p) && open && early && !first.owns(doc) && first.kind == Kind::Nominal(Article::New)
}

/// The first sentence of the body that is one: what stands above without a full stop tells the report's end before its
/// beginning, names included ("Ana Silva, who has lived here for years, fears for her life").
fn lead(doc: &Doc<'_>) -> usize {
    let body = |s: &Sentence| s.zone == Zone::Body;
    let ends =
        |s: &Sentence| s.tokens.clone().next_back().is_some_and(|t| !doc.form(t).ends_with(char::is_alphanumeric));
    let first = doc.sentences.iter().position(|s| body(s) && ends(s));
    first.or_else(|| doc.sentences.iter().position(body)).unwrap_or(0)
}

/// A person named after the opening whom the report keeps speaking of, with no other part in it.
fn main(doc: &Doc<'_>, people: &People, person: usize, described: usize) -> bool {
    named_later(doc, people, person, described) && !has_part_beside(&people.persons[person])
}

/// A person named after the opening whom the report keeps speaking of.
fn named_later(doc: &Doc<'_>, people: &People, person: usize, described: usize) -> bool {
    let p = &people.persons[person];
    let lead = lead(doc);
    let told = |m: &&Mention| doc.sentence(m.head).zone == Zone::Body && doc.words[m.head].sentence >= lead;
    let mut body = p.mentions.iter().map(|m| &people.mentions[*m]).filter(told);
    let later = body.next().is_some_and(|m| {
        people.persons[described].mentions.first().is_some_and(|d| people.mentions[*d].tokens.start < m.tokens.start)
    });
    of_nobody(p) && !p.is_aside() && !p.name.is_empty() && later && body.count() + 1 >= MAIN
}

fn unrelated(p: &Person) -> bool {
    of_nobody(p) && !p.is_aside() && !has_part_beside(p)
}

/// One person who is nobody's relative or lawyer.
fn of_nobody(p: &Person) -> bool {
    p.number == Number::One && p.kin_of.is_none() && p.acts_for.is_none()
}

/// Does a word call somebody one whom a report names beside its subjects?
fn has_part_beside(p: &Person) -> bool {
    p.attributes.roles.iter().any(|r| BESIDE.contains(&r.as_str()))
}

/// The first one named, when nobody is spoken of more.
fn first_named(people: &People, named: &[usize]) -> Option<usize> {
    let n = |p: &usize| people.persons[*p].mentions.len();
    let first = named.iter().min_by_key(|p| people.persons[**p].mentions.first().copied())?;
    named.iter().all(|p| p == first || n(p) < n(first)).then_some(*first)
}

/// The one spoken of at least twice as much as any other, unless the sentence behind the description names somebody else.
fn chief(doc: &Doc<'_>, people: &People, described: usize, named: &[usize]) -> Option<usize> {
    let mut sorted: Vec<usize> = named.to_vec();
    sorted.sort_by_key(|p| std::cmp::Reverse(people.persons[*p].mentions.len()));
    let n = |at: usize| sorted.get(at).map_or(0, |p| people.persons[*p].mentions.len());
    let sentence = |p: usize| people.persons[p].mentions.first().map(|m| doc.words[people.mentions[*m].head].sentence);
    let next = sentence(described).map(|s| s + 1);
    let chief = sorted.first().copied().filter(|_| n(0) >= 2 * n(1))?;
    let another = named.iter().any(|p| *p != chief && sentence(*p) == next);
    (!another).then_some(chief)
}
