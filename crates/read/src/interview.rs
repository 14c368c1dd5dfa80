//! Interviews printed as questions and answers without marks: whose "I" the answers are.
//!
//! A question is a paragraph that ends in a question mark; an answer is what stands between it and
//! the next one and speaks in the first person. One question does not make an interview.

use std::ops::Range;

use crate::doc::Doc;
use crate::people::{Kind, Number, People, Pronoun};
use crate::zone::Zone;

/// Fewest answers in the first person that make a text an interview.
const FEWEST: usize = 2;
/// Longest question, in tokens.
const LONGEST: usize = 60;

/// The answers, each with who gives it; `None` for a text that is no interview, or in which nobody, or nobody in
/// particular, is introduced before the first question. From an answer that begins with a name and a colon on, it is
/// that person who answers.
pub fn answers(doc: &Doc<'_>, people: &People) -> Option<Vec<(usize, Range<usize>)>> {
    let paragraphs = paragraphs(doc);
    let asks = |p: &Range<usize>| p.len() <= LONGEST && doc.form(p.end - 1) == "?";
    let first = paragraphs.iter().position(asks)?;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for paragraph in &paragraphs[first..] {
        if asks(paragraph) {
            open = true;
        } else if open {
            found.push(paragraph.clone());
        }
    }
    let own = |p: &&Range<usize>| {
        let first = |m: &&crate::people::Mention| matches!(m.kind, Kind::Pronoun(Pronoun::First));
        people.mentions.iter().filter(first).any(|m| p.contains(&m.head))
    };
    (found.iter().filter(own).count() >= FEWEST).then_some(())?;
    let mut speaker = introduced(doc, people, paragraphs[first].start)?;
    let mut answers = Vec::new();
    for answer in found {
        speaker = labelled(doc, people, answer.start).unwrap_or(speaker);
        answers.push((speaker, answer));
    }
    Some(answers)
}

/// The person whose name and a colon stand at a token.
fn labelled(doc: &Doc<'_>, people: &People, at: usize) -> Option<usize> {
    let colon = |m: &&crate::people::Mention| m.tokens.end < doc.words.len() && doc.form(m.tokens.end) == ":";
    people.starting(at).filter(|m| m.kind == Kind::Name).find(colon)?.person
}

/// Token ranges of the body's paragraphs.
pub fn paragraphs(doc: &Doc<'_>) -> Vec<Range<usize>> {
    let mut out: Vec<(usize, Range<usize>)> = Vec::new();
    for s in doc.sentences.iter().filter(|s| s.zone == Zone::Body) {
        match out.last_mut() {
            Some((paragraph, tokens)) if *paragraph == s.paragraph => tokens.end = s.tokens.end,
            _ => out.push((s.paragraph, s.tokens.clone())),
        }
    }
    out.into_iter().map(|(_, tokens)| tokens).collect()
}

/// The person spoken of most before the first question.
fn introduced(doc: &Doc<'_>, people: &People, before: usize) -> Option<usize> {
    let n = |p: usize| {
        let heads = people.persons[p].mentions.iter().map(|m| people.mentions[*m].head);
        heads.filter(|h| *h < before && doc.sentence(*h).zone == Zone::Body).count()
    };
    let mut counted: Vec<(usize, usize)> =
        (0..people.persons.len()).filter(|p| people.persons[*p].number == Number::One).map(|p| (n(p), p)).collect();
    counted.sort_by_key(|(n, p)| (std::cmp::Reverse(*n), *p));
    match counted.as_slice() {
        [(n, p), rest @ ..] if *n > 0 && rest.first().is_none_or(|(m, _)| m < n) => Some(*p),
        _ => None,
    }
}
