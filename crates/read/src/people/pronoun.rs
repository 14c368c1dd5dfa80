//! Whom a pronoun means: the best of the people mentioned shortly before, by nearness, grammar
//! and part in the story; nobody when two are equally good.

use super::mention::{Article, Kind, Mention, Number, Pronoun};
use super::{Gender, People, names_match};
use crate::doc::Doc;
use crate::zone::Zone;

/// Most points that a link of the coreference scorer adds: less than a sentence's distance, so that it
/// decides between people who fit about equally well.
const MOST_FOR_LINK: f32 = 5.0;
/// Most points for how much a person has been spoken of.
const MOST_FOR_SALIENCE: usize = 8;
/// Points by which one person must fit better than the next for the choice to be clear.
const CLEAR: i32 = 20;
/// Sentences a pronoun may reach back.
const REACH: usize = 4;
/// Sentences that "they" may reach back.
const REACH_OF_THEY: usize = 3;
/// Points for a group that the coreference scorer links with "they": less than a sentence's distance.
const LINKED: i32 = 8;

/// The person that the pronoun mention `of` means.
pub fn resolve(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let Kind::Pronoun(which) = m.kind else { return None };
    match which {
        Pronoun::He | Pronoun::She => singular(doc, people, of),
        Pronoun::They => plural(doc, people, of),
        // Decided by who speaks, after attribution.
        Pronoun::First | Pronoun::FirstPlural | Pronoun::Second => None,
    }
}

/// For a pronoun that nothing before it explains: the one person named later in its sentence ("After
/// his arrest, Ana Silva …"). The subject of a verb never means somebody named below that verb ("He
/// said Ana Silva …").
pub fn ahead(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    if !matches!(m.kind, Kind::Pronoun(Pronoun::He | Pronoun::She)) {
        return None;
    }
    let sentence = doc.words[m.head].sentence;
    let later = people.mentions[of + 1..].iter().take_while(|x| doc.words[x.head].sentence == sentence);
    let mut named: Vec<usize> = later.filter(|x| x.kind == Kind::Name).filter_map(|x| x.person).collect();
    named.dedup();
    let [person] = named[..] else { return None };
    let p = &people.persons[person];
    let other_gender = matches!((p.attributes.gender, m.attributes.gender), (Some(a), Some(b)) if a != b);
    let subject = doc.words[m.head].rel.starts_with("nsubj").then(|| doc.words[m.head].head).flatten();
    let below = subject.is_some_and(|verb| p.mentions.iter().any(|i| under(doc, people.mentions[*i].head, verb)));
    (!other_gender && !below && p.kin_of.is_none()).then_some(person)
}

/// Does the token stand somewhere below `top` in the tree?
fn under(doc: &Doc<'_>, token: usize, top: usize) -> bool {
    let mut at = token;
    while let Some(head) = doc.words[at].head {
        if head == top {
            return true;
        }
        at = head;
    }
    false
}

/// Does the pronoun leave no choice: nobody else fits within a sentence's distance?
pub fn clear(doc: &Doc<'_>, people: &People, of: usize) -> bool {
    let Kind::Pronoun(Pronoun::He | Pronoun::She) = people.mentions[of].kind else { return false };
    match ranked(doc, people, of).as_slice() {
        [] => false,
        [_] => true,
        [(a, _), (b, _), ..] => a - b >= CLEAR,
    }
}

fn singular(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    match ranked(doc, people, of).as_slice() {
        [] => None,
        [(_, only)] => Some(*only),
        [(a, best), (b, _), ..] => (a > b).then_some(*best),
    }
}

/// Everybody in reach who fits the pronoun, best first.
fn ranked(doc: &Doc<'_>, people: &People, of: usize) -> Vec<(i32, usize)> {
    let m = &people.mentions[of];
    let mut scored: Vec<(i32, usize)> = Vec::new();
    for (i, p) in people.persons.iter().enumerate() {
        let other_gender = matches!((p.attributes.gender, m.attributes.gender), (Some(a), Some(b)) if a != b);
        if p.number != Number::One || other_gender {
            continue;
        }
        if let Some(score) = score(doc, people, i, of) {
            // A known gender fits better than an unknown one; women are introduced as such.
            let unknown = p.attributes.gender.is_none() && m.attributes.gender == Some(Gender::Female);
            scored.push((score - if unknown { 6 } else { 0 }, i));
        }
    }
    scored.sort_by_key(|(s, i)| (std::cmp::Reverse(*s), *i));
    scored
}

/// How well a person fits; `None` when out of reach or ruled out by grammar.
fn score(doc: &Doc<'_>, people: &People, person: usize, of: usize) -> Option<i32> {
    let m = &people.mentions[of];
    let p = &people.persons[person];
    let body = |x: &&Mention| before(doc, x, m) && doc.sentence(x.head).zone == Zone::Body;
    let last = p.mentions.iter().rev().map(|i| &people.mentions[*i]).find(body)?;
    let (here, there) = (doc.words[m.head].sentence, doc.words[last.head].sentence);
    let distance = here.abs_diff(there);
    let barred = bound(doc, m, last) || own_subject(doc, people, m, person) || quotes_himself(people, m, person);
    if distance > REACH || barred || owns_description(doc, people, m, person) {
        return None;
    }
    let subject = |x: &Mention| matches!(doc.words[x.head].rel, "nsubj" | "nsubj:pass");
    let mut score = 100 - 14 * i32::try_from(distance).unwrap_or(9);
    // The subject of the sentence before is what the next one is about.
    let in_sentence = |s: usize| {
        p.mentions
            .iter()
            .map(|i| &people.mentions[*i])
            .filter(move |x| doc.words[x.head].sentence == s && x.tokens.start < m.tokens.start)
    };
    if in_sentence(there).any(subject) {
        score += 8;
    }
    if distance == 0 && in_sentence(here.saturating_sub(1)).any(subject) {
        score += 4;
    }
    let same_paragraph = doc.sentences[here].paragraph == doc.sentences[there].paragraph;
    score += if same_paragraph { 4 } else { 0 };
    score += i32::try_from(p.mentions.len().min(MOST_FOR_SALIENCE)).unwrap_or(0);
    // Those who speak about others or act for them are seldom the ones spoken of.
    if p.is_aside() {
        score -= 16;
    } else if p.name.is_empty() && !p.attributes.roles.is_empty() {
        // "A foreman boxed his ears": who does things to somebody is seldom the one spoken of next.
        score -= 14;
    }
    // A relative with a name of their own may be whom the next sentences are about.
    if p.kin_of.is_some() && p.name.is_empty() {
        score -= 10;
    }
    if p.name.is_empty() && p.attributes.shared(&p.attributes) == 0 && p.kin_of.is_none() {
        // "a man", "a person", once: hardly the one that the next sentences are about.
        let passing = p.mentions.len() == 1 && matches!(last.kind, Kind::Nominal(Article::New));
        score -= if passing { 14 } else { 6 };
    }
    // "opened in another man's name. He …": whoever only owns something is not spoken of.
    if p.mentions.len() == 1 && p.name.is_empty() && last.owns(doc) {
        score -= 40;
    }
    // "a nurse held without her passport": the clause is about the one it describes.
    if described_by(doc, people, m.head) == Some(person) {
        score += 10;
    }
    let reference = doc.discourse.reference(m.head);
    if let Some(r) = reference.filter(|r| people.person_at(r.antecedent) == Some(person)) {
        #[allow(clippy::cast_possible_truncation)] // a few points
        let points = (2.0 * r.margin).min(MOST_FOR_LINK) as i32;
        score += points;
    }
    Some(score)
}

/// The person whom the clause that a token stands in describes, if it is such a clause.
fn described_by(doc: &Doc<'_>, people: &People, token: usize) -> Option<usize> {
    let mut at = token;
    loop {
        let head = doc.words[at].head?;
        if doc.words[at].rel.starts_with("acl") {
            return people.person_at(head);
        }
        at = head;
    }
}

/// Stands before the pronoun. What stands after it is asked only where nothing before fits.
fn before(_doc: &Doc<'_>, candidate: &Mention, pronoun: &Mention) -> bool {
    candidate.tokens.end <= pronoun.tokens.start
}

/// A pronoun that is no reflexive cannot mean the subject of its own verb, nor a name that its own
/// phrase describes ("his lawyer, Ana Silva").
fn bound(doc: &Doc<'_>, pronoun: &Mention, candidate: &Mention) -> bool {
    let word = &doc.words[pronoun.head];
    let reflexive = doc.form(pronoun.head).ends_with("self");
    let object = matches!(word.rel, "obj" | "iobj" | "obl");
    let same_verb = word.head.is_some() && word.head == doc.words[candidate.head].head;
    object && !reflexive && same_verb && doc.words[candidate.head].rel.starts_with("nsubj")
}

/// An object that is no reflexive cannot mean the subject of its verb, wherever the grammar finds it
/// ("Ana Silva, who also acts for him").
fn own_subject(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let word = &doc.words[pronoun.head];
    let reflexive = doc.form(pronoun.head).ends_with("self");
    let object = matches!(word.rel, "obj" | "iobj") || word.rel.starts_with("obl");
    let Some(verb) = word.head.filter(|_| object && !reflexive) else { return false };
    let active = !doc.passive(verb);
    doc.subject(verb).filter(|_| active).is_some_and(|subject| people.person_at(subject) == Some(person))
}

/// "Ana, his sister": nobody is their own relative.
fn owns_description(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let owned = (0..people.mentions.len()).filter(|i| people.mentions[*i].owner == Some(pronoun.head));
    let described = owned.filter_map(|i| people.describes[i]).map(|k| &people.mentions[k]);
    let p = &people.persons[person];
    let same = |k: &Mention| {
        let name = || doc.quote(k.core.clone());
        k.person == Some(person)
            || k.kind == Kind::Name && !p.name.is_empty() && names_match(&p.name, name(), p.pseudonym)
    };
    described.into_iter().any(same)
}

/// "he" in somebody's own words is somebody else: they would say "I".
fn quotes_himself(people: &People, pronoun: &Mention, person: usize) -> bool {
    let around = people.quoted.iter().filter(|(quote, _)| quote.contains(&pronoun.head));
    around
        .map(|(_, source)| source)
        .any(|source| people.mentions.iter().any(|m| m.person == Some(person) && source.contains(&m.head)))
}

/// "they": the last group or class in reach; inside a relative's sentence, the family of the
/// person whose relative it is.
fn plural(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let here = doc.words[m.head].sentence;
    let relative =
        people.mentions[..of].iter().rev().take_while(|x| doc.words[x.head].sentence == here).find_map(|x| {
            let person = x.person?;
            people.persons[person].kin_of.as_ref().filter(|_| x.kin.is_some()).map(|(owner, _)| *owner)
        });
    if relative.is_some() {
        return relative;
    }
    let mut best: Option<(i32, usize)> = None;
    for (i, p) in people.persons.iter().enumerate().filter(|(_, p)| p.number != Number::One) {
        let Some(last) = p.mentions.iter().rev().map(|i| &people.mentions[*i]).find(|x| before(doc, x, m)) else {
            continue;
        };
        let distance = here.abs_diff(doc.words[last.head].sentence);
        if distance > REACH_OF_THEY {
            continue;
        }
        let subject = matches!(doc.words[last.head].rel, "nsubj" | "nsubj:pass");
        let aside = p.attributes.roles.iter().any(|r| matches!(r.as_str(), "expert" | "official" | "lawyer"));
        let linked = doc.discourse.reference(m.head).is_some_and(|r| people.person_at(r.antecedent) == Some(i));
        // In its own sentence only a subject is what "they" means; "to the generals they are …".
        if distance == 0 && !subject && !linked {
            continue;
        }
        let score = 50 - 10 * i32::try_from(distance).unwrap_or(5) + if subject { 6 } else { 0 }
            - if aside { 12 } else { 0 }
            + if linked { LINKED } else { 0 };
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}
