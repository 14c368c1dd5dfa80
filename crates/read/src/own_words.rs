//! Whom somebody's own words mean, once it is known whose they are: "I" is whoever speaks, "my wife" their wife, and "she" never
//! themselves.

use casebook_model::Upos;

use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::people::{Kind, Mention, Number, People, Pronoun};
use crate::quote::is_mark;
use crate::speech::{Speaker, Speeches};

/// Joins the pronouns and relatives of what people say with those whom they mean.
pub fn settle(doc: &Doc<'_>, notes: &Annotations, people: &mut People, speeches: &Speeches) {
    first_person(doc, people, speeches);
    people.join_owned(doc, notes);
    third_person(doc, people, speeches);
}

/// "I", "my", "we" inside what somebody says are that somebody, "we" with those with whom they have just been spoken of.
fn first_person(doc: &Doc<'_>, people: &mut People, speeches: &Speeches) {
    for i in 0..people.mentions.len() {
        let Kind::Pronoun(which @ (Pronoun::First | Pronoun::FirstPlural)) = people.mentions[i].kind else { continue };
        let Some(Speaker::Person(p)) = speeches.own_words(people.mentions[i].head).map(|s| s.speaker.clone()) else {
            continue;
        };
        let several = (which == Pronoun::FirstPlural).then(|| people.told_with(doc, i, p)).flatten();
        people.join(i, several.unwrap_or(p), several.is_none());
    }
}

/// "He was tortured," his friend said: nobody says so of themselves. "My wife's visa expired and she was detained": the wife was.
fn third_person(doc: &Doc<'_>, people: &mut People, speeches: &Speeches) {
    for i in 0..people.mentions.len() {
        let m = &people.mentions[i];
        let third = m.is_he_or_she();
        let Some(speaker) = speaker(doc, speeches, m.head).filter(|_| third) else { continue };
        let relative = relative_before(people, speeches, i);
        let told_here = || m.person.is_some_and(|p| before(doc, people, speeches, i, speaker) == Some(p));
        let meant = match relative.filter(|p| m.person != Some(*p) && !told_here()) {
            None if m.person != Some(speaker) => continue,
            None => before(doc, people, speeches, i, speaker).or_else(|| next_best(people, i, speaker)),
            relative => relative,
        };
        people.part(i);
        if let Some(other) = meant {
            people.join(i, other, false);
        }
    }
}

/// The last relative of whoever speaks whom the same words name before a pronoun of that gender.
fn relative_before(people: &People, speeches: &Speeches, of: usize) -> Option<usize> {
    let pronoun = &people.mentions[of];
    let quote = speeches.quotes.iter().find(|q| q.tokens.contains(&pronoun.head))?;
    let mine = |t: usize| {
        people.mention_at(t).is_some_and(|o| matches!(o.kind, Kind::Pronoun(Pronoun::First | Pronoun::FirstPlural)))
    };
    let own = |m: &&Mention| m.kin.is_some() && m.number == Number::One && m.owner.is_some_and(mine);
    let same = |m: &&Mention| m.attributes.gender.is_some() && m.attributes.gender == pronoun.attributes.gender;
    let here = people.mentions[..of].iter().rev().take_while(|m| quote.tokens.contains(&m.head));
    here.filter(own).find(same).and_then(|m| m.person)
}

/// Whose words, quoted whole, a token stands in. What begins in the middle of a sentence of the report may be turned to its person
/// ("said he had been “beaten because he refused”").
fn speaker(doc: &Doc<'_>, speeches: &Speeches, token: usize) -> Option<usize> {
    let quote = speeches.quotes.iter().filter(|q| q.tokens.contains(&token)).min_by_key(|q| q.tokens.len())?;
    let first = quote.tokens.start;
    let opens =
        first.checked_sub(2).is_none_or(|t| matches!(doc.form(t), "," | ":" | "." | "?" | "!") || is_mark(doc, t));
    let begins = doc.sentence(first).tokens.start + 1 >= first;
    let whole = (opens || begins) && doc.capital(first);
    match speeches.own_words(token).filter(|_| whole)?.speaker {
        Speaker::Person(person) => Some(person),
        _ => None,
    }
}

/// The last one of whom the same words speak before a pronoun, other than who says them.
fn before(doc: &Doc<'_>, people: &People, speeches: &Speeches, of: usize, speaker: usize) -> Option<usize> {
    let pronoun = &people.mentions[of];
    let quote = speeches.quotes.iter().find(|q| q.tokens.contains(&pronoun.head))?;
    let here = |m: &&Mention| quote.tokens.contains(&m.head) && doc.words[m.head].upos != Upos::Pron;
    people.mentions[..of].iter().rev().filter(here).filter_map(|m| m.person).find(|p| {
        let person = &people.persons[*p];
        let other = person.attributes.other_gender(pronoun.attributes.gender);
        *p != speaker && person.number == Number::One && !other
    })
}

/// Whom it may mean otherwise.
fn next_best(people: &People, of: usize, speaker: usize) -> Option<usize> {
    let choice = people.choices.iter().find(|c| c.pronoun == of)?;
    choice.fits.iter().map(|f| f.person).find(|p| *p != speaker)
}
