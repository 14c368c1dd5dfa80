//! Names that come late: somebody described first and named in the next sentence, and the people of an opening whose
//! descriptions fit one person named further down.

use super::cluster::merge;
use super::kept_back::kept_back;
use super::mention::{Article, Kind, Mention, Number};
use super::owned::same_relative;
use super::{People, Person};
use crate::annotate::said_changed;
use crate::doc::Doc;

/// A person described first and named in a later sentence: "a 31-year-old teacher … he … 'Ana'
/// (not her real name) was held". The name must be new, stand as subject without a description of
/// its own, and follow a sentence about the one described.
pub fn introduce_names(doc: &Doc<'_>, people: &mut People) {
    for p in 0..people.persons.len() {
        let Some(&first) = people.persons[p].mentions.first() else { continue };
        let m = &people.mentions[first];
        let described = people.persons[p].attributes.shared(&people.persons[p].attributes) > 0
            || people.persons[p].kin_of.is_some()
            || !people.persons[p].attributes.roles.is_empty();
        let subject = matches!(doc.words[m.head].rel, "nsubj" | "nsubj:pass");
        if m.kind != Kind::Name || described || !subject {
            continue;
        }
        let here = doc.words[m.head].sentence;
        let changed = said_changed(doc, m.tokens.end);
        if let Some(topic) = topic_before(doc, people, here, p).filter(|t| changed || !kept_back(doc, people, *t)) {
            merge(people, p, topic, false);
        }
    }
}

/// "A seventh soldier was killed. He is Ana Silva.": the one without a name whom the subject of a name means.
pub fn introduced(doc: &Doc<'_>, people: &People, name: &Mention) -> Option<usize> {
    let copula = doc.kid(name.head, &["cop"]).is_some();
    let subject = doc.subject(name.head).filter(|s| copula && *s < name.head)?;
    let pronoun = people.mention_at(subject).filter(|m| matches!(m.kind, Kind::Pronoun(_)))?;
    let p = &people.persons[pronoun.person?];
    let open = p.name.is_empty() && p.number == Number::One && p.attributes.compatible(&name.attributes);
    pronoun.person.filter(|_| open)
}

/// Sentences in which somebody without a name is looked for who is named now.
const NEAR: usize = 2;

/// "A cook left in May. … The cook, whose surname is Silva": the one person without a name who is spoken of right before and
/// whom the description fits.
pub fn told_of(doc: &Doc<'_>, people: &People, mention: &Mention) -> Option<usize> {
    let here = doc.words[mention.head].sentence;
    let near = |p: &Person| {
        let last = p.mentions.last().map(|m| doc.words[people.mentions[*m].head].sentence);
        last.is_some_and(|s| s <= here && here - s <= NEAR)
    };
    let telling = mention.attributes.shared(&mention.attributes) > 0;
    let fits = |p: &Person| {
        let open = p.name.is_empty() && p.number == Number::One && p.kin_of.is_none() && p.attributes.roles.is_empty();
        let same = p.attributes.compatible(&mention.attributes);
        open && near(p) && same && (!telling || p.attributes.shared(&mention.attributes) > 0)
    };
    let mut found = (0..people.persons.len()).filter(|p| fits(&people.persons[*p]));
    found.next().filter(|_| found.next().is_none() && mention.kin.is_none())
}

/// "His lawyer said … His lawyer, Ana Silva, added": whose relative or lawyer was spoken of without a name before.
pub fn unnamed_before(people: &People, person: usize, mention: &Mention, owner: Option<usize>) -> Option<usize> {
    let owner = owner.filter(|o| *o != person)?;
    let role = mention.attributes.roles.first();
    let same = |p: &Person| match (&mention.kin, &p.kin_of) {
        (Some(kin), Some((of, known))) => *of == owner && known == kin && same_relative(p, mention),
        (None, _) => p.acts_for == Some(owner) && role.is_some_and(|r| p.attributes.roles.contains(r)),
        _ => false,
    };
    let unnamed = |p: &Person| p.name.is_empty() && p.number == Number::One && !p.mentions.is_empty();
    let named = !people.persons[person].name.is_empty();
    people.persons.iter().position(|p| unnamed(p) && same(p)).filter(|before| named && *before != person)
}

/// Words within which a clause says who calls somebody so ("as all of Bedford Street knows him").
const CALLED_IN: usize = 10;

/// "Nobby, as all of his street knows him, was arrested": another name of the one person of whom the report told before. What
/// the report itself calls somebody is a pseudonym, and stays one.
pub fn called_by_others(doc: &Doc<'_>, people: &mut People) {
    for p in 0..people.persons.len() {
        let one_word = !people.persons[p].name.is_empty() && !people.persons[p].name.contains(' ');
        let Some(&first) = people.persons[p].mentions.first().filter(|_| one_word && !people.persons[p].pseudonym)
        else {
            continue;
        };
        let Some(pronoun) = others_call(doc, people.mentions[first].tokens.end) else { continue };
        let gender = people.mention_at(pronoun).and_then(|m| m.attributes.gender);
        let fits = |q: &usize| {
            let x = &people.persons[*q];
            let told = x.number == Number::One && x.name.contains(' ') && !x.pseudonym && !x.is_aside();
            let before = x.mentions.first().is_some_and(|m| *m < first);
            let other = x.attributes.other_gender(gender);
            *q != p && told && before && !other && x.attributes.compatible(&people.persons[p].attributes)
        };
        let before = |q: &usize| people.persons[*q].mentions.iter().filter(|m| **m < first).count();
        let known: Vec<usize> = (0..people.persons.len()).filter(fits).collect();
        let most = known.iter().map(before).max();
        let told_most: Vec<&usize> = known.iter().filter(|q| Some(before(q)) == most).collect();
        if let [one] = told_most.as_slice() {
            merge(people, p, **one, false);
        }
    }
}

/// The "him" of ", as everybody calls him," that stands here, where they are others than those who write.
fn others_call(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let end = doc.sentence(at.min(doc.words.len() - 1)).tokens.end;
    let opens = at + 1 < end && doc.form(at) == "," && doc.words[at + 1].form == doc.packs.grammar.as_;
    let close = (at + 2..end.min(at + CALLED_IN)).find(|t| opens && doc.form(*t) == ",")?;
    let verb = (at + 2..close).find(|t| doc.packs.listed("calls", doc.words[*t].lemma))?;
    let them = |t: usize| doc.words[t].upos == casebook_model::Upos::Pron && t + 1 == close;
    let writer = |t: usize| doc.packs.listed("who_writes", doc.words[t].form);
    (them(verb + 1) && !(at + 2..close).any(writer)).then_some(verb + 1)
}

/// "his sister and the ministry said … said Ana Silva" of a Silva: the one relative without a name is the one person of the family's
/// name of whom the report says nothing else that they are, named behind.
pub fn named_as_family(people: &mut People) {
    for p in 0..people.persons.len() {
        let Some((owner, _)) = people.persons[p].kin_of.clone() else { continue };
        let unnamed = people.persons[p].name.is_empty() && people.persons[p].number == Number::One;
        let Some(&met) = people.persons[p].mentions.first().filter(|_| unnamed) else { continue };
        let fits = |q: &usize| {
            let x = &people.persons[*q];
            let behind = x.mentions.first().is_some_and(|m| *m > met && people.mentions[*m].kind == Kind::Name);
            let nobody_else = x.kin_of.is_none() && x.attributes.roles.is_empty() && x.number == Number::One;
            let family = !x.pseudonym && x.name.contains(' ') && same_family(&x.name, &people.persons[owner].name);
            *q != owner && behind && nobody_else && family && x.attributes.compatible(&people.persons[p].attributes)
        };
        let found: Vec<usize> = (0..people.persons.len()).filter(fits).collect();
        let rival = |r: &usize| {
            let x = &people.persons[*r];
            let open = *r != p && x.name.is_empty() && x.number == Number::One && !x.mentions.is_empty();
            let gendered = x.attributes.gender == people.persons[p].attributes.gender;
            open && gendered && x.kin_of.as_ref().is_some_and(|(of, _)| *of == owner)
        };
        if let ([name], None) = (found.as_slice(), (0..people.persons.len()).find(rival)) {
            merge(people, *name, p, true);
        }
    }
}

/// Do two names end in one family's name: the same word, or as many languages have it for a woman ("Naimov", "Naimova")?
fn same_family(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split([' ', '-']).skip(1).map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let alike = |x: &String, y: &String| {
        let longer = |x: &str, y: &str| {
            x.strip_prefix(y).is_some_and(|end| y.len() > 3 && matches!(end, "" | "a" | "ova" | "ová"))
        };
        longer(x, y) || longer(y, x)
    };
    a.iter().any(|x| b.iter().any(|y| alike(x, y)))
}

/// The unnamed person that the sentence before `sentence` is about, when there is just one.
fn topic_before(doc: &Doc<'_>, people: &People, sentence: usize, name: usize) -> Option<usize> {
    let previous = sentence.checked_sub(1)?;
    let mut found: Vec<usize> = Vec::new();
    for m in people.mentions.iter().filter(|m| doc.words[m.head].sentence == previous) {
        let subject = matches!(doc.words[m.head].rel, "nsubj" | "nsubj:pass");
        let Some(p) = m.person.filter(|_| subject) else { continue };
        let person = &people.persons[p];
        let open = person.name.is_empty()
            && person.number == Number::One
            && person.kin_of.is_none()
            && person.attributes.shared(&person.attributes) > 0
            && person.attributes.compatible(&people.persons[name].attributes);
        if open && !found.contains(&p) {
            found.push(p);
        }
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Ties the unnamed people of the opening to the one later person that their description fits.
pub fn fit_descriptions(doc: &Doc<'_>, people: &mut People) {
    let opening = doc.sentences.len().min(4);
    let unnamed: Vec<usize> = (0..people.persons.len())
        .filter(|p| {
            let p = &people.persons[*p];
            // "her employer" of the opening is not whoever else is called an employer further down.
            let owned = |m: &Mention| m.kind == Kind::Nominal(Article::Owned);
            let first = p.mentions.first().map(|m| &people.mentions[*m]).filter(|m| !owned(m));
            let early = first.is_some_and(|m| doc.words[m.head].sentence < opening);
            p.name.is_empty()
                && p.number == Number::One
                && p.kin_of.is_none()
                && early
                && p.attributes.shared(&p.attributes) > 0
        })
        .collect();
    let fits = |people: &People, a: usize, b: usize| {
        let (x, y) = (&people.persons[a], &people.persons[b]);
        let after = x.mentions.last() < y.mentions.first();
        y.number == Number::One
            && after
            && !y.name.is_empty()
            && x.attributes.compatible(&y.attributes)
            && x.attributes.shared(&y.attributes) > 0
            && (y.pseudonym || !kept_back(doc, people, a))
    };
    for &a in &unnamed {
        let candidates: Vec<usize> = (0..people.persons.len()).filter(|b| *b != a && fits(people, a, *b)).collect();
        let [only] = candidates.as_slice() else { continue };
        let rivals = unnamed
            .iter()
            .filter(|x| **x != a && !people.persons[**x].mentions.is_empty() && fits(people, **x, *only))
            .count();
        if rivals == 0 {
            merge(people, *only, a, true);
        }
    }
}
