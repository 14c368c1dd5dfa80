//! Values: slots to their normal forms, by the template of the entry and the kind of the predicate.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::pattern::SlotKind;
use casebook_packs::{Kind as Lex, ValueKind, ValuePart};

use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::matcher::{Filled, Match};

/// The value of a match.
#[must_use]
pub fn value(doc: &Doc<'_>, notes: &Annotations, m: &Match, template: &[ValuePart], kind: ValueKind) -> String {
    let mut out = String::new();
    for part in template {
        match part {
            ValuePart::Text(text) => out.push_str(text),
            ValuePart::Match => out.push_str(doc.quote(to_its_end(doc, without_stop(doc, m.tokens.clone())))),
            ValuePart::Printed(name) => {
                // "above a bakery": the bakery; but "joining the army" stays as it is printed.
                let alone = template.len() == 1;
                let words = |t: Range<usize>| if alone { without_article(doc, t) } else { doc.quote(t) };
                out.extend(slot(m, name).map(|s| words(s.tokens.clone())));
            }
            ValuePart::Slot(name) => {
                out.extend(slot(m, name).map(|s| normal(doc, notes, s, kind)));
            }
        }
    }
    balanced(out.trim())
}

/// Words without what only ends or joins them, which a phrasing may ask for ("been deceived" … ".", "driven across the border" … "and").
pub fn without_stop(doc: &Doc<'_>, tokens: Range<usize>) -> Range<usize> {
    let stop = |t: usize| matches!(doc.form(t), "." | "," | ";" | ":" | "!" | "?") || doc.words[t].upos == Upos::Cconj;
    let end = tokens.clone().rev().find(|t| !stop(*t)).map_or(tokens.end, |t| t + 1);
    tokens.start..end
}

/// Words as printed, without an article in front.
fn without_article<'d>(doc: &'d Doc<'_>, tokens: Range<usize>) -> &'d str {
    let article = tokens.len() > 1 && matches!(doc.form(tokens.start).to_lowercase().as_str(), "a" | "an" | "the");
    doc.quote(tokens.start + usize::from(article)..tokens.end)
}

/// A quotation that the phrase's end cuts off is closed again.
fn balanced(value: &str) -> String {
    let straight = value.matches('"').count() % 2 == 1;
    let curly = value.matches('“').count() > value.matches('”').count();
    match (straight, curly) {
        (true, _) => format!("{value}\""),
        (_, true) => format!("{value}”"),
        _ => value.to_string(),
    }
}

fn slot<'m>(m: &'m Match, name: &str) -> Option<&'m Filled> {
    m.slots.iter().find(|s| s.name == name)
}

/// Normal form of a filled slot.
fn normal(doc: &Doc<'_>, notes: &Annotations, slot: &Filled, kind: ValueKind) -> String {
    let inside = |label: Label| {
        slot.tokens.clone().find_map(|t| notes.at(t, label)).map(|n| n.value.clone()).filter(|v| !v.is_empty())
    };
    let printed = || doc.quote(slot.tokens.clone()).to_string();
    match (slot.kind, kind) {
        (SlotKind::Country | SlotKind::State, _) | (SlotKind::Place, ValueKind::Country) => {
            inside(Label::Lexicon(Lex::Country)).or_else(|| inside(Label::Lexicon(Lex::Place))).unwrap_or_else(printed)
        }
        (SlotKind::Nationality, _) => inside(Label::Lexicon(Lex::Nationality)).unwrap_or_else(printed),
        (SlotKind::Origin, _) => {
            let place = inside(Label::Lexicon(Lex::Origin)).and_then(|v| v.split('|').next().map(ToString::to_string));
            place.unwrap_or_else(printed)
        }
        (SlotKind::Language, _) => inside(Label::Lexicon(Lex::Language)).unwrap_or_else(printed),
        (SlotKind::Duration, ValueKind::Duration) => inside(Label::Duration).unwrap_or_else(printed),
        (SlotKind::Number, _) => inside(Label::Number).filter(|_| !bounded(notes, slot)).unwrap_or_else(printed),
        (SlotKind::Date, _) => {
            let whole = notes.starting(slot.tokens.start).find(|n| n.dated() && n.tokens == slot.tokens);
            whole
                .map(|n| n.value.clone())
                .filter(|v| !v.is_empty())
                .or_else(|| inside(Label::Date))
                .unwrap_or_else(printed)
        }
        (
            SlotKind::NounPhrase
            | SlotKind::FullNounPhrase
            | SlotKind::Headed(_)
            | SlotKind::Person
            | SlotKind::Organisation,
            _,
        ) => Some(slot.tokens.clone()).filter(|t| !stands_in(doc, t)).map_or(String::new(), |t| bare(doc, t)),
        _ => printed(),
    }
}

/// A pronoun alone is no value: it stands for one.
fn stands_in(doc: &Doc<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() == 1 && doc.words[tokens.start].upos == Upos::Pron
}

/// "at least 46" keeps its bound: it is no number told apart.
fn bounded(notes: &Annotations, slot: &Filled) -> bool {
    slot.tokens.clone().any(|t| notes.at(t, Label::Lexicon(Lex::Quantity)).is_some())
}

/// Words with the prepositional phrase right behind them ("a call centre" … "in Siem Reap"), unless it names a time or
/// somebody.
pub fn with_what_follows(doc: &Doc<'_>, notes: &Annotations, tokens: Range<usize>) -> Range<usize> {
    let end = doc.sentence(tokens.start).tokens.end;
    let opening =
        Some(tokens.end).filter(|t| *t < end && doc.words[*t].upos == Upos::Adp && doc.words[*t].rel == "case");
    let noun = opening.and_then(|t| doc.words[t].head).filter(|n| *n > tokens.end && *n < end);
    let Some(phrase) = noun.map(|n| doc.noun_phrase(n)).filter(|p| p.start == tokens.end + 1) else { return tokens };
    let timed = phrase.clone().any(|t| notes.starting(t).any(|n| n.dated()));
    let somebody =
        phrase.clone().any(|t| notes.at(t, Label::Person).is_some()) || doc.words[phrase.end - 1].upos == Upos::Pron;
    if timed || somebody { tokens } else { tokens.start..phrase.end }
}

/// Words that a value may be longer by than what a phrasing matches.
const LONGER: usize = 6;

/// Words up to the end of the phrase in which they break off ("beaten with a" … "shoe rack", "near Santa" … "Rosa").
pub fn to_its_end(doc: &Doc<'_>, tokens: Range<usize>) -> Range<usize> {
    let Some(last) = tokens.clone().next_back() else { return tokens };
    let end = doc.sentence(last).tokens.end.min(tokens.end + LONGER);
    let opens = matches!(doc.words[last].rel, "det" | "case" | "nmod:poss" | "nummod" | "amod" | "compound");
    let noun = doc.words[last].head.filter(|h| opens && *h > last && *h < end);
    let mut to = noun.map_or(tokens.end, |noun| doc.noun_phrase(noun).end.min(end));
    // "Santa" … "Rosa": the rest of a name.
    while to < end && doc.words[to].rel == "flat" && doc.words[to].head.is_some_and(|h| h < to && to - h < LONGER) {
        to += 1;
    }
    tokens.start..to.max(tokens.end)
}

/// A noun phrase without the article or possessive in front.
pub fn bare(doc: &Doc<'_>, tokens: Range<usize>) -> String {
    let mut start = tokens.start;
    while start + 1 < tokens.end
        && (matches!(doc.form(start), "'s" | "’s")
            || doc.words[start].upos == Upos::Det
            || (doc.words[start].upos == Upos::Pron && doc.words[start].rel == "nmod:poss"))
    {
        start += 1;
    }
    let printed = doc.quote(start..tokens.end);
    // The capital of a sentence's first word is not the word's own.
    let opens =
        start == doc.sentence(start).tokens.start && doc.words[start].upos != Upos::Propn && !doc.all_caps(start);
    let mut chars = printed.chars();
    match chars.next().filter(|_| opens) {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => printed.to_string(),
    }
}
