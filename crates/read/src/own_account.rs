//! Accounts in the first person without quotation marks, as blogs, letters and saved posts have them: whose "I" they are.

use std::ops::Range;

use casebook_model::Upos;

use crate::doc::Doc;
use crate::people::{Kind, Mention, Number, People, Pronoun};
use crate::quote::Quote;
use crate::zone::Zone;

/// Fewest sentences with "I" outside quotations that make an account.
const FEWEST: usize = 2;
/// Tokens of a line that signs.
const SIGNS: usize = 10;

/// What the writer of an account says, and who that is: whoever "I am" or "my name is" names, else whoever signs it. `None` for any
/// other text.
pub fn of(doc: &Doc<'_>, people: &People, quotes: &[Quote]) -> Option<(usize, Range<usize>)> {
    let outside = |m: &Mention| printed(doc, quotes, m.head);
    let mut sentences: Vec<usize> = first_person(doc, people, quotes).map(|m| doc.words[m.head].sentence).collect();
    sentences.dedup();
    if sentences.len() < FEWEST {
        return None;
    }
    let named = |m: &&Mention| m.kind == Kind::Name && m.number == Number::One && outside(m);
    let mut names = people.mentions.iter().filter(named);
    let writer = names.find(|m| introduces(doc, people, m)).or_else(|| signature(doc, people, &sentences))?.person?;
    let mut all = doc.sentences.iter().filter(|s| s.zone == Zone::Body).map(|s| &s.tokens);
    let first = all.next()?;
    Some((writer, first.start..all.next_back().unwrap_or(first).end))
}

/// The first "I" of an account whose writer nothing names: what they tell of themselves is said of nobody.
pub fn of_nobody(doc: &Doc<'_>, people: &People, quotes: &[Quote]) -> Option<usize> {
    let mut all: Vec<usize> =
        first_person(doc, people, quotes).filter(|m| m.person.is_none()).map(|m| m.head).collect();
    all.dedup_by_key(|t| doc.words[*t].sentence);
    all.first().copied().filter(|_| all.len() >= FEWEST)
}

/// Each "I" and "my" that nobody is quoted with.
fn first_person<'p>(doc: &Doc<'_>, people: &'p People, quotes: &[Quote]) -> impl Iterator<Item = &'p Mention> {
    let first = |m: &&Mention| m.kind == Kind::Pronoun(Pronoun::First) && printed(doc, quotes, m.head);
    people.mentions.iter().filter(first)
}

/// Does a token stand in the text itself, outside quotations?
fn printed(doc: &Doc<'_>, quotes: &[Quote], token: usize) -> bool {
    doc.sentence(token).zone == Zone::Body && !quotes.iter().any(|q| q.tokens.contains(&token))
}

/// "I am Ana Silva", "My name is Ana Silva".
fn introduces(doc: &Doc<'_>, people: &People, name: &Mention) -> bool {
    let Some(subject) = doc.kid(name.head, &["cop"]).and_then(|_| doc.kid(name.head, &["nsubj"])) else { return false };
    let me = |t: usize| people.mention_at(t).is_some_and(|m| m.kind == Kind::Pronoun(Pronoun::First));
    let called = doc.packs.listed("name_noun", doc.words[subject].lemma);
    let not = doc.kids(name.head).iter().any(|k| doc.negates(*k));
    !not && (me(subject) || called && doc.kid(subject, &["nmod:poss"]).is_some_and(me))
}

/// A last line that is a name, with no more than what its bearer is beside it, below words that say "I".
fn signature<'p>(doc: &Doc<'_>, people: &'p People, sentences: &[usize]) -> Option<&'p Mention> {
    let last = doc.sentences.iter().rposition(|s| s.zone == Zone::Body)?;
    let tokens = doc.sentences[last].tokens.clone();
    let verb = tokens.clone().any(|t| matches!(doc.words[t].upos, Upos::Verb | Upos::Aux));
    let own_line = last > 0 && doc.sentences[last - 1].paragraph != doc.sentences[last].paragraph;
    let signs = own_line && !verb && tokens.len() <= SIGNS && sentences.iter().all(|s| *s < last);
    let name = people.starting(tokens.start).find(|m| m.kind == Kind::Name && m.number == Number::One);
    name.filter(|_| signs)
}
