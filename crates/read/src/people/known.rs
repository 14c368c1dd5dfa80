//! "the welder", "the man", "the 34-year-old": which person spoken of before a definite description means.

use casebook_model::Upos;
use casebook_packs::WordId;

use super::beside;
use super::cluster::{merge, new_person};
use super::in_passing::owns_only;
use super::mention::{Article, Kind, Mention, Number};
use super::owned::same_relative;
use super::{People, Person, in_court};
use crate::doc::Doc;
use crate::zone::Zone;

/// Sentences within which "the electrician" may be a new word for somebody named.
const RENAMED_WITHIN: usize = 3;

/// Steps in the tree up to the verb of saying that a description stands below.
const TOLD_WITHIN: usize = 5;

/// Mentions below which somebody is met in passing.
const PASSING: usize = 3;

/// Roles whose nouns may be a new word for whom the report is about ("the activist", "the journalist").
const CALLINGS: [&str; 2] = ["ngo", "reporter"];

/// Roles whose nouns name different people: "the judge" is not the minister spoken of before.
const DISTINCT: [&str; 3] = ["official", "commander", "employer"];

/// How likely words mention somebody, by the proposer, from which on they rather do.
const SOMEBODY: f32 = 0.5;

/// Does the proposer find somebody in a description?
fn likely(doc: &Doc<'_>, mention: &Mention) -> bool {
    doc.words[mention.head].somebody.is_some_and(|s| s.within >= SOMEBODY)
}

/// "the welder", "the man": the last person that the words fit. A plain noun for a man or woman
/// fits the last one spoken of; a telling one must share something.
pub fn known(doc: &Doc<'_>, people: &mut People, mention: &Mention, article: Article) -> Option<usize> {
    if let Some(kin) = &mention.kin {
        // "the family", "the mother": only a relative spoken of before.
        let known = |p: &Person| p.kin_of.as_ref().is_some_and(|(_, k)| k == kin) && same_relative(p, mention);
        return people.persons.iter().rposition(known);
    }
    if article == Article::Known && (beside::another(doc, people, mention) || beside::told_apart(doc, people, mention))
    {
        return beside::called_so(doc, people, mention)
            .or_else(|| likely(doc, mention).then(|| new_person(people, Person::default())));
    }
    if let Some(ordinal) = in_order(doc, mention).filter(|_| article == Article::Known) {
        let again = |m: &&Mention| {
            in_order(doc, m) == Some(ordinal) && doc.words[m.head].lemma == doc.words[mention.head].lemma
        };
        let before = people.mentions.iter().filter(|m| m.head < mention.head).rfind(again).and_then(|m| m.person);
        let before = before.or_else(|| beside::by_place(doc, people, mention, ordinal));
        return before.or_else(|| likely(doc, mention).then(|| new_person(people, Person::default())));
    }
    if let Some(found) = in_court::by_part(doc, people, mention).filter(|_| article == Article::Known) {
        return Some(found);
    }
    let recent = spoken_of(doc, people, teller(doc, people, mention));
    if let Some(found) = aged(doc, people, mention, &recent).or_else(|| repeated(doc, people, mention, &recent)) {
        return Some(found);
    }
    let definite = article == Article::Known;
    let topic = renamed(doc, people, mention, &recent).filter(|_| definite);
    if let Some(&found) = recent.iter().find(|p| fits(&people.persons[**p], mention)) {
        // "A cook was deported. … This shows in Ivo Lang's policies. The cook": who was called so before, not who is named in passing.
        let again =
            recent.iter().filter(|p| fits(&people.persons[**p], mention)).find(|p| called(doc, people, **p, mention));
        if let Some(&before) = again.filter(|_| owns_only(doc, people, found)) {
            return Some(before);
        }
        let topic = topic.filter(|t| telling(mention) && told_here(doc, people, *t, mention));
        if let Some(topic) = topic.filter(|_| promised(doc, people, found, mention)) {
            merge(people, found, topic, false);
            return Some(topic);
        }
        return Some(found);
    }
    // "the home secretary" holds an office of their own.
    let role = mention.attributes.roles.first();
    let renames = (telling(mention) || role.is_some()) && role.is_none_or(|r| CALLINGS.contains(&r.as_str()));
    if let Some(topic) = topic.filter(|_| renames) {
        return Some(topic);
    }
    // "the recruiter", "the consul": somebody known by what they are.
    let new = definite && (role.is_some() || begins(doc, people, mention, &recent));
    new.then(|| new_person(people, Person::default()))
}

/// The word that tells somebody from those spoken of before: "the third defendant", "the second man".
fn in_order(doc: &Doc<'_>, mention: &Mention) -> Option<WordId> {
    let mut before = mention.tokens.clone().filter(|t| *t < mention.head).map(|t| doc.words[t].form);
    before.find(|word| doc.packs.listed("next_in_order", *word))
}

/// Does a description tell where somebody is from or what they do?
fn telling(mention: &Mention) -> bool {
    !mention.attributes.countries.is_empty() || !mention.attributes.occupations.is_empty()
}

/// May a description be said of somebody, by what is told of them so far?
fn fits(p: &Person, mention: &Mention) -> bool {
    let alike = match mention.attributes.roles.first() {
        Some(role) if DISTINCT.contains(&role.as_str()) => {
            p.attributes.roles.contains(role) && p.attributes.same_office(&mention.attributes)
        }
        Some(role) => p.attributes.roles.contains(role),
        None if telling(mention) => p.attributes.shared(&mention.attributes) > 0,
        None => p.kin_of.is_none() && p.attributes.roles.is_empty(),
    };
    alike && p.number == Number::One && p.attributes.compatible(&mention.attributes)
}

/// Whom the report speaks of, the last one first, but for whoever says it. Who is named in a byline only is not spoken of.
fn spoken_of(doc: &Doc<'_>, people: &People, teller: Option<usize>) -> Vec<usize> {
    let last = |p: &usize| people.persons[*p].mentions.last().map(|m| people.mentions[*m].head);
    let in_body = |p: &usize| last(p).is_some_and(|head| doc.sentence(head).zone == Zone::Body);
    let mut recent: Vec<usize> = (0..people.persons.len()).filter(|p| in_body(p) && teller != Some(*p)).collect();
    recent.sort_by_key(|p| std::cmp::Reverse(people.persons[*p].mentions.last().copied()));
    recent
}

/// "The applicant was born in …", "The 21-year-old Peruvian had not expected …": whom the text speaks of before anybody else.
fn begins(doc: &Doc<'_>, people: &People, mention: &Mention, recent: &[usize]) -> bool {
    let beside = |p: &usize| people.persons[*p].number != Number::One || people.persons[*p].is_aside();
    let party = || doc.packs.listed("party", doc.words[mention.head].lemma);
    let subject = doc.words[mention.head].rel.starts_with("nsubj");
    let told = mention.attributes.shared(&mention.attributes) > 1;
    recent.iter().all(beside) && (told || subject && (likely(doc, mention) || party()))
}

/// Who says it speaks of somebody else: "Ana Silva confirmed that the person is being held".
fn teller(doc: &Doc<'_>, people: &People, mention: &Mention) -> Option<usize> {
    let above = doc.above(mention.head).take(TOLD_WITHIN);
    let said = above.filter(|t| doc.words[*t].rel == "ccomp").filter_map(|t| doc.words[t].head);
    let mut verbs = said.filter(|v| doc.packs.cues.reporting(doc.words[*v].lemma).is_some());
    verbs.find_map(|v| people.person_at(doc.subject(v)?))
}

/// "The 34-year-old": whoever is known to be of that age, else the last one spoken of whose age is not known, a relative
/// as well as anybody.
fn aged(doc: &Doc<'_>, people: &People, mention: &Mention, recent: &[usize]) -> Option<usize> {
    let age = mention.attributes.age?;
    let person = |p: &usize| &people.persons[*p];
    let fits = |p: &&usize| person(p).number == Number::One && person(p).attributes.compatible(&mention.attributes);
    let known = recent.iter().filter(fits).find(|p| person(p).attributes.age == Some(age));
    let somebody = likely(doc, mention) || doc.words[mention.head].form == doc.packs.grammar.old;
    let alone = mention.attributes.occupations.is_empty() && mention.attributes.roles.is_empty() && somebody;
    let open = |p: &&usize| person(p).attributes.age.is_none() && !person(p).is_aside();
    known.copied().or_else(|| topic(doc, people, mention, recent.iter().filter(fits).filter(open)).filter(|_| alone))
}

/// Mentions from which on somebody is spoken of so much that another who was named once is not meant in a new paragraph.
const MUCH: usize = 3;

/// Whom a new word is for: the last one, in a new paragraph the last one who was more than named in passing.
fn topic<'a>(
    doc: &Doc<'_>,
    people: &People,
    mention: &Mention,
    open: impl Iterator<Item = &'a usize>,
) -> Option<usize> {
    let open: Vec<usize> = open.copied().collect();
    let last = open.first()?;
    if headed(doc, people, *last, mention) {
        return Some(*last);
    }
    let here = told_here(doc, people, *last, mention);
    let most = open.iter().map(|p| people.persons[*p].mentions.len()).max().unwrap_or(0);
    let passing = |p: &usize| {
        let mentions = &people.persons[*p].mentions;
        let head = mentions.first().map(|m| people.mentions[*m].head);
        mentions.len() == 1 && (most >= MUCH || head.is_some_and(|h| !doc.words[h].rel.starts_with("nsubj")))
    };
    let told = open.iter().find(|p| !passing(p)).filter(|_| !here);
    Some(*told.unwrap_or(last))
}

/// Is somebody named in the line of its own right above the paragraph of a mention ("3. GRACE", and below: "the student")?
fn headed(doc: &Doc<'_>, people: &People, person: usize, mention: &Mention) -> bool {
    let paragraph = doc.sentences[doc.words[mention.head].sentence].paragraph;
    let Some(&last) = people.persons[person].mentions.last() else { return false };
    let line = doc.words[people.mentions[last].head].sentence;
    let next = doc.sentences.get(line + 1).is_some_and(|s| s.paragraph == paragraph);
    let verb = |t: usize| matches!(doc.words[t].upos, Upos::Verb | Upos::Aux);
    next && doc.sentences[line].paragraph < paragraph && !doc.sentences[line].tokens.clone().any(verb)
}

/// Does the paragraph of a mention speak of somebody before it?
fn told_here(doc: &Doc<'_>, people: &People, person: usize, mention: &Mention) -> bool {
    let paragraph = |m: &Mention| doc.sentences[doc.words[m.head].sentence].paragraph;
    people.persons[person].mentions.last().is_some_and(|m| paragraph(&people.mentions[*m]) == paragraph(mention))
}

/// Was somebody unnamed only promised in a paragraph above ("In this issue: a welder comes home. … Ivo Lang was back. The
/// welder …")? Then the words are of whoever this paragraph names.
fn promised(doc: &Doc<'_>, people: &People, person: usize, mention: &Mention) -> bool {
    let p = &people.persons[person];
    let paragraph = |head: usize| doc.sentences[doc.words[head].sentence].paragraph;
    let here = paragraph(mention.head);
    let above = p.mentions.iter().all(|m| paragraph(people.mentions[*m].head) < here);
    p.name.is_empty() && p.kin_of.is_none() && p.acts_for.is_none() && above && p.mentions.len() < PASSING
}

/// "The electrician, 38, …" of somebody whose trade has not been told: the last person spoken of, in
/// the sentences just before, about whom nothing contradicts it.
fn renamed(doc: &Doc<'_>, people: &People, mention: &Mention, recent: &[usize]) -> Option<usize> {
    let here = doc.words[mention.head].sentence;
    let open = |p: &&usize| {
        let p = &people.persons[**p];
        let last = p.mentions.last().map(|m| doc.words[people.mentions[*m].head].sentence);
        let near = last.is_some_and(|s| here.abs_diff(s) <= RENAMED_WITHIN && s < here);
        let untold = p.attributes.occupations.is_empty() && !p.is_aside() && p.kin_of.is_none() && p.acts_for.is_none();
        near && untold && p.number == Number::One && !p.name.is_empty() && p.attributes.compatible(&mention.attributes)
    };
    topic(doc, people, mention, recent.iter().filter(open))
}

/// "A claimant … The claimant": whoever was called so before, where the noun tells neither a trade nor a part nor just a man
/// or a woman.
fn repeated(doc: &Doc<'_>, people: &People, mention: &Mention, recent: &[usize]) -> Option<usize> {
    let plain = mention.attributes.roles.is_empty() && mention.attributes.gender.is_none();
    let untold = mention.attributes.shared(&mention.attributes) == 0 && mention.core.len() == 1;
    let fits = |p: &&usize| {
        let x = &people.persons[**p];
        x.number == Number::One && x.attributes.compatible(&mention.attributes) && called(doc, people, **p, mention)
    };
    recent.iter().find(fits).filter(|_| plain && untold).copied()
}

/// Was somebody called by the noun of a mention before?
pub(super) fn called(doc: &Doc<'_>, people: &People, person: usize, mention: &Mention) -> bool {
    let mut mentions = people.persons[person].mentions.iter().map(|m| &people.mentions[*m]);
    let same = |m: &Mention| doc.words[m.head].lemma == doc.words[mention.head].lemma;
    mentions.any(|m| matches!(m.kind, Kind::Nominal(_)) && same(m))
}
