//! Interviews printed as questions and answers without marks: whose "I" the answers are.
//!
//! A question is a paragraph that ends in a question mark, or a short one between two answers that speaks to "you" and not of "I"; an
//! answer is what stands between it and the next one, as far as it speaks in the first person. One question does not make an
//! interview.

use std::ops::Range;

use crate::doc::Doc;
use crate::people::{Kind, Mention, Number, People, Pronoun};
use crate::zone::Zone;

/// Fewest answers in the first person that make a text an interview.
const FEWEST: usize = 2;
/// Longest question, in tokens.
const LONGEST: usize = 60;
/// Tokens that initials with a colon may have, and more than the letters they may have.
const INITIALS: usize = 6;
/// Longest question without a question mark, in tokens.
const SHORT: usize = 24;

/// The answers, each with who gives it; `None` for a text that is no interview. It is the person introduced before the first question
/// who answers, until a question speaks to another ("Ms Silva, you …") or an answer begins with a name and a colon.
pub fn answers(doc: &Doc<'_>, people: &People) -> Option<Vec<(usize, Range<usize>)>> {
    let text = Interview { doc, people, paragraphs: paragraphs(doc) };
    let first = (0..text.paragraphs.len()).find(|p| text.asks(*p))?;
    let mut speaker = introduced(doc, people, text.paragraphs[first].start);
    let one_answers = text.one_answers(first);
    let mut found: Vec<(Option<usize>, usize)> = Vec::new();
    let mut follows_question = false;
    for p in first..text.paragraphs.len() {
        let label = text.labelled(p);
        let asks = label.is_none() && (text.asks(p) || !follows_question && text.turns_to_somebody(p));
        let turned = text.addressed(p).filter(|_| asks);
        speaker = label.filter(|_| !one_answers).or(turned).or(speaker);
        if !asks {
            found.push((label.or(speaker), p));
        }
        follows_question = asks;
    }
    // What stands behind the last answer speaks of nobody's own.
    let own = |p: usize| text.says_i(p) || text.labelled(p).is_some();
    while found.last().is_some_and(|(_, p)| !own(*p) && found.len() > 1 && found[found.len() - 2].1 + 1 == *p) {
        found.pop();
    }
    (found.iter().filter(|(_, p)| text.says_i(*p)).count() >= FEWEST).then_some(())?;
    Some(found.into_iter().filter_map(|(speaker, p)| Some((speaker?, text.paragraphs[p].clone()))).collect())
}

struct Interview<'a, 'd> {
    doc: &'a Doc<'d>,
    people: &'a People,
    paragraphs: Vec<Range<usize>>,
}

impl Interview<'_, '_> {
    fn asks(&self, p: usize) -> bool {
        let tokens = &self.paragraphs[p];
        tokens.len() <= LONGEST && ends_as_question(self.doc, tokens)
    }

    /// Does somebody answer without a label, so that a name and a colon are a word of somebody beside them, and end with it? No answer
    /// right behind a question has a label then.
    fn one_answers(&self, first: usize) -> bool {
        let mut behind = (first + 1..self.paragraphs.len()).filter(|p| self.asks(p - 1) && !self.asks(*p)).peekable();
        behind.peek().is_some() && behind.all(|p| self.labelled(p).is_none())
    }

    /// Does a paragraph behind an answer ask without a question mark: "Later you had a visa."? Where answers have labels, what stands
    /// before one without any does.
    fn turns_to_somebody(&self, p: usize) -> bool {
        let next = p + 1 < self.paragraphs.len() && self.labelled(p + 1).is_some();
        let spoken_to = self.paragraphs[p].len() <= SHORT && self.says(p, Pronoun::Second) && !self.says_i(p);
        next && self.paragraphs[p].len() <= LONGEST || spoken_to
    }

    fn says_i(&self, p: usize) -> bool {
        self.says(p, Pronoun::First)
    }

    fn says(&self, p: usize, pronoun: Pronoun) -> bool {
        let tokens = &self.paragraphs[p];
        self.people.mentions.iter().any(|m| m.kind == Kind::Pronoun(pronoun) && tokens.contains(&m.head))
    }

    /// The person whose name and a colon begin a paragraph.
    fn labelled(&self, p: usize) -> Option<usize> {
        let start = unmarked(self.doc, &self.paragraphs[p]).start;
        let mention = self.people.starting(start).find(|m| before_colon(self.doc, m));
        mention.and_then(|m| self.named(m)).or_else(|| self.by_initials(p))
    }

    /// The one person whose initials and a colon begin a paragraph ("A.S.: …").
    fn by_initials(&self, p: usize) -> Option<usize> {
        let start = self.paragraphs[p].start;
        let colon = (start + 1..self.paragraphs[p].end.min(start + INITIALS)).find(|t| self.doc.form(*t) == ":")?;
        let label = self.doc.quote(start..colon);
        let letters: Vec<char> = label.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let plain = letters.len() > 1 && letters.len() < INITIALS && letters.iter().all(|c| c.is_uppercase());
        let initials = |name: &str| name.split([' ', '-']).filter_map(|word| word.chars().next()).collect::<Vec<_>>();
        let mut fits = (0..self.people.persons.len()).filter(|q| initials(&self.people.persons[*q].name) == letters);
        let only = fits.next().filter(|_| plain);
        only.filter(|_| fits.next().is_none())
    }

    /// The person whom a question speaks to by name: at its beginning before a comma, at its end behind one.
    fn addressed(&self, p: usize) -> Option<usize> {
        let tokens = &self.paragraphs[p];
        let before = |m: &&Mention| m.tokens.end < tokens.end && self.doc.form(m.tokens.end) == ",";
        let behind = |m: &&Mention| {
            m.tokens.start > tokens.start && m.tokens.end + 1 == tokens.end && self.doc.form(m.tokens.start - 1) == ","
        };
        let inside = self.people.mentions.iter().filter(|m| tokens.contains(&m.head));
        let at_start = self.people.starting(tokens.start).filter(before);
        at_start.chain(inside.filter(behind)).find_map(|m| self.named(m))
    }

    /// The one person whom a mention names.
    fn named(&self, m: &Mention) -> Option<usize> {
        m.person.filter(|p| m.kind == Kind::Name && self.people.persons[*p].number == Number::One)
    }
}

/// Does a paragraph end in a question mark?
pub fn ends_as_question(doc: &Doc<'_>, paragraph: &Range<usize>) -> bool {
    doc.form(unmarked(doc, paragraph).end - 1) == "?"
}

/// A paragraph without the marks around it of bold and slanted letters, as a text keeps them that was saved from a page, and without
/// brackets before it: "**Where was this?**", "*[Ana: "In May."]*".
fn unmarked(doc: &Doc<'_>, paragraph: &Range<usize>) -> Range<usize> {
    let emphasis = |t: usize| !doc.form(t).is_empty() && doc.form(t).chars().all(|c| matches!(c, '*' | '_'));
    let (mut start, mut end) = (paragraph.start, paragraph.end);
    while start + 1 < end && (emphasis(start) || doc.form(start) == "[") {
        start += 1;
    }
    while end > start + 1 && emphasis(end - 1) {
        end -= 1;
    }
    start..end
}

/// Does a colon follow a mention, as behind the label of a speaker?
pub fn before_colon(doc: &Doc<'_>, m: &Mention) -> bool {
    m.tokens.end < doc.words.len() && doc.form(m.tokens.end) == ":"
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
