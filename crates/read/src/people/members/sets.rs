//! "They", "their", "both", "each", "the two": several people whom the text has named one by one.
//!
//! Read in the order of the text, when everybody with a name is known: such words mean those who were last named together, or
//! whom words for several people last meant, unless a group without names has come up since.

use super::super::mention::{Article, Kind, Mention, Number, Pronoun};
use super::super::{People, Person};
use super::{MOST, count, is_beside, may_be, named_before, only_set, together};
use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::zone::Zone;

/// Sentences within which "they" look back, and those within which words do that say how many they are.
const NEAR: usize = 2;
const FAR: usize = 6;

/// Words for several people that count nobody anew.
struct Words {
    /// How many they are, where the words say so.
    n: Option<usize>,
    /// Do the words themselves say that those meant are told one by one ("both", "each")?
    each: bool,
    /// Who speaks, where these are their own words.
    speaker: Option<usize>,
}

/// Gives such words those whom they mean.
pub(super) fn refer(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    for i in 0..people.mentions.len() {
        if let Some(words) = words(doc, notes, people, i)
            && let Some(members) = antecedent(doc, people, i, &words)
        {
            mean(people, i, members);
        }
    }
}

/// What a mention says of whom it means, if it is such words and means none of those named yet.
fn words(doc: &Doc<'_>, notes: &Annotations, people: &People, i: usize) -> Option<Words> {
    let m = &people.mentions[i];
    let g = &doc.packs.grammar;
    let first = doc.words[m.tokens.start].form;
    if doc.sentence(m.head).zone != Zone::Body || m.person.is_some_and(|p| !people.persons[p].members.is_empty()) {
        return None;
    }
    // "Those engineers, both Ukrainians": of a group that the words before name.
    let of_group = doc.words[m.head].head.filter(|_| doc.words[m.head].rel == "appos");
    if of_group.and_then(|t| people.mention_at(t)).is_some_and(|x| x.number == Number::Several) {
        return None;
    }
    // "both of them"
    let of = m
        .tokens
        .start
        .checked_sub(2)
        .filter(|t| doc.words[t + 1].form == g.of && *t >= doc.sentence(m.head).tokens.start);
    let first = of.map_or(first, |t| doc.words[t].form);
    let two = doc.packs.listed("both_of_two", first);
    // "they both"
    let both = || doc.words.get(m.tokens.end..m.tokens.end + 2).is_some_and(|w| w.iter().any(|w| w.form == g.both));
    let each = two || first == g.each || both();
    let speaker = speaker(people, m.head);
    match m.kind {
        Kind::Pronoun(Pronoun::They) => {
            let part = [g.few, g.many, g.most].contains(&first);
            // "his wife and their daughter": of a family.
            let child = |x: &Mention| x.owner == Some(m.head) && x.kin.as_deref() == Some("child");
            let family = people.mentions.iter().any(child);
            (!part && !family).then_some(Words { n: two.then_some(2), each, speaker })
        }
        Kind::Nominal(_) if each && !two && m.number == Number::Class => Some(Words { n: None, each, speaker }),
        Kind::Nominal(article) => {
            let n = count(doc, notes, m)?;
            let told = article == Article::Known || two || first == g.all;
            (told && m.owner.is_none()).then_some(Words { n: Some(n), each, speaker })
        }
        _ => None,
    }
}

/// Whose own words a token stands in.
fn speaker(people: &People, token: usize) -> Option<usize> {
    let (_, source) = people.quoted.iter().find(|(quote, _)| quote.contains(&token))?;
    people.mentions.iter().find(|m| source.contains(&m.head)).and_then(|m| m.person)
}

/// Those whom the words mean.
fn antecedent(doc: &Doc<'_>, people: &People, i: usize, words: &Words) -> Option<Vec<usize>> {
    let sentence = |m: &Mention| doc.words[m.head].sentence;
    let m = &people.mentions[i];
    let (here, reach) = (sentence(m), if words.n.is_some() || words.each { FAR } else { NEAR });
    let own = m.person.filter(|p| people.persons[*p].number != Number::One);
    let fits = |set: &Vec<usize>| {
        let many = words.n.map_or(set.len() <= MOST, |n| n == set.len());
        // Nobody says "they" of themselves.
        let other = words.speaker.is_none_or(|s| !set.contains(&s));
        let told = set.iter().all(|p| !is_beside(&people.persons[*p]));
        many && other && told && set.iter().all(|p| may_be(people, &m.attributes, *p))
    };
    for x in people.mentions[..i].iter().rev().take_while(|x| sentence(x) + reach >= here) {
        if doc.sentence(x.head).zone != Zone::Body {
            continue;
        }
        if let Some(set) = set_at(doc, people, x).filter(fits) {
            return Some(set);
        }
        let group = x.person.filter(|p| people.persons[*p].members.is_empty() && !people.persons[*p].is_aside());
        let several = group.filter(|p| people.persons[*p].number == Number::Several);
        let rival = if own.is_some() { group.filter(|p| own == Some(*p)) } else { several };
        if rival.is_some() && words.n.is_none() && stands_out(doc, x) {
            return None;
        }
    }
    let n = words.n?;
    only_set(people, n)
        .or_else(|| told_before(doc, people, m, n))
        .or_else(|| named_before(doc, people, m, n))
        .filter(fits)
}

/// "He was tried with a cousin. Both men deny it.": those of whom the sentence before a mention tells, where they are `n`.
fn told_before(doc: &Doc<'_>, people: &People, m: &Mention, n: usize) -> Option<Vec<usize>> {
    let last = doc.words[m.head].sentence.checked_sub(1)?;
    let one = |p: &usize| people.persons[*p].number == Number::One && !is_beside(&people.persons[*p]);
    let mut told: Vec<usize> = people.within(doc.sentences[last].tokens.clone()).into_iter().filter(one).collect();
    told.sort_unstable();
    (told.len() == n).then_some(told)
}

/// Those whom a mention names together with others, or means together.
fn set_at(doc: &Doc<'_>, people: &People, m: &Mention) -> Option<Vec<usize>> {
    let meant = m.person.map(|p| &people.persons[p].members).filter(|members| !members.is_empty());
    meant.cloned().or_else(|| together(doc, people, m))
}

/// Do words for a group stand where the next "they" would mean it: a subject, or a group that is counted or known?
fn stands_out(doc: &Doc<'_>, m: &Mention) -> bool {
    let told = m.number == Number::Several || matches!(m.kind, Kind::Pronoun(_));
    doc.words[m.head].rel.starts_with("nsubj") || told
}

/// From here on a mention means these people, each of them.
fn mean(people: &mut People, i: usize, members: Vec<usize>) {
    let of_these = |p: &Person| p.number == Number::Several && p.members == members;
    let group = people.persons.iter().position(of_these).unwrap_or_else(|| {
        people.persons.push(Person { number: Number::Several, members, ..Person::default() });
        people.persons.len() - 1
    });
    if let Some(before) = people.mentions[i].person {
        people.persons[before].mentions.retain(|m| *m != i);
    }
    people.mentions[i].person = Some(group);
    people.persons[group].mentions.push(i);
    people.persons[group].mentions.sort_unstable();
}
