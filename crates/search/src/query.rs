//! What one can ask.
//!
//! | write | finds passages |
//! |---|---|
//! | `extradited pilot` | with both words, in text or title (accents and capitals do not matter) |
//! | `extradited OR deported` | with one of them; `AND` may be written, and binds closer |
//! | `pilot -drill`, `pilot NOT drill` | with the first and without the second |
//! | `"travel document"` | with these words in a row |
//! | `arrest*` | with a word that begins so |
//! | `Kovalenka~`, `word~2` | with a word spelled nearly so: letters changed, lost, added or swapped |
//! | `(a OR b) c` | grouped |
//! | `person:Kovalenka`, `person:"Ada Kovalenka"` | that speak of somebody named so, spelled nearly so; names in any order |
//! | `predicate:extradition.requested`, `predicate:extradition.*` | with such a claim |
//! | `place:"Port Lemba"`, `source:herald`, `language:en`, `tag:case-7` | of that place, outlet, language, label; `*` works |
//! | `date:2024`, `date:2024..2025-03`, `date:2024-05..`, `date:>=2024-05` | of documents of these days, ends included |
//!
//! `OR`, `AND` and `NOT` are capitals; fields are small letters. How near a spelling must be: one change for words of
//! four letters or more, two for eight or more, none for shorter ones; the exact spelling ranks first.

mod date;
mod lexer;
mod parser;

use std::fmt;

use thiserror::Error;

/// A question, understood.
///
/// Shape: at most 64 words, nested at most 32 deep; words are folded as the index has them.
/// `Debug` shows the shape and no word.
#[derive(Clone, PartialEq, Eq)]
pub enum Query {
    /// Each of these.
    All(Vec<Query>),
    /// One of these or more.
    Any(Vec<Query>),
    /// Everything but this.
    Not(Box<Query>),
    /// Words of a field.
    Words(Field, Match),
    /// First and last day in days since 1970-01-01, both included; `None` is open.
    Days(Option<i32>, Option<i32>),
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Title and text.
    Text,
    /// Names of people.
    Person,
    /// Ids of predicates.
    Predicate,
    /// Places.
    Place,
    /// Outlet.
    Source,
    /// Language tag.
    Language,
    /// Labels.
    Tag,
}

/// How words are compared. Never empty.
#[derive(Clone, PartialEq, Eq)]
pub enum Match {
    /// These words in a row.
    Row(Vec<String>),
    /// These words in a row, the last being the beginning of one.
    Start(Vec<String>),
    /// One word with so many changes, 1 or 2.
    Near(String, u8),
}

/// Words and ranges of dates of one question, together: so many scores add up exactly ([`crate::exact`]).
const WORDS: usize = 64;
/// Parentheses and minus signs inside one another.
const DEPTH: usize = 32;

/// Why a question is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{problem} (at character {})", .at + 1)]
pub struct QueryError {
    /// Where, in code points from 0.
    pub at: usize,
    /// What is wrong there.
    pub problem: &'static str,
    /// What to write instead.
    pub hint: &'static str,
}

impl Query {
    /// Understands a question written by a person.
    ///
    /// # Errors
    /// [`QueryError`] names the place and what to do.
    pub fn parse(question: &str) -> Result<Query, QueryError> {
        parser::parse(question)
    }
}

/// Changes allowed to a word of that spelling.
fn changes(word: &str) -> u8 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All(parts) => f.debug_tuple("All").field(parts).finish(),
            Query::Any(parts) => f.debug_tuple("Any").field(parts).finish(),
            Query::Not(part) => f.debug_tuple("Not").field(part).finish(),
            Query::Words(field, words) => write!(f, "{field:?} {words:?}"),
            Query::Days(first, last) => write!(f, "Days {first:?} to {last:?}"),
        }
    }
}

impl fmt::Debug for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Match::Row(words) => write!(f, "row of {}", words.len()),
            Match::Start(words) => write!(f, "start of {}", words.len()),
            Match::Near(_, changes) => write!(f, "near by {changes}"),
        }
    }
}
