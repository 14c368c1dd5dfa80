//! From pieces to a question, by recursive descent:
//! `any := all ("OR" all)*`, `all := (("AND")? unary)+`, `unary := ("-" | "NOT") unary | "(" any ")" | value`.

use super::lexer::{Piece, Token, Value, cut};
use super::{DEPTH, Field, Match, Query, QueryError, WORDS, changes, date};
use crate::words::{whole, words};

/// Understands a question.
///
/// # Errors
/// Names the place and what to do.
pub fn parse(question: &str) -> Result<Query, QueryError> {
    let end = question.chars().count();
    let mut parser = Parser { pieces: cut(question)?, next: 0, end, depth: 0, words: 0 };
    let query = parser.any()?;
    match parser.peek() {
        None => Ok(query),
        Some(_) => Err(parser.error("a closing parenthesis without an opening one", "leave it out")),
    }
}

struct Parser {
    pieces: Vec<Piece>,
    next: usize,
    /// Length of the question.
    end: usize,
    depth: usize,
    words: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.pieces.get(self.next).map(|piece| &piece.token)
    }

    fn error(&self, problem: &'static str, hint: &'static str) -> QueryError {
        QueryError { at: self.pieces.get(self.next).map_or(self.end, |piece| piece.at), problem, hint }
    }

    fn any(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.all()?];
        while let Some(Token::Or) = self.peek() {
            self.next += 1;
            parts.push(self.all()?);
        }
        Ok(join(parts, Query::Any))
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                Some(Token::And) if !parts.is_empty() => {
                    self.next += 1;
                    parts.push(self.unary()?);
                }
                Some(Token::Open | Token::Not | Token::Value(_)) => parts.push(self.unary()?),
                _ if parts.is_empty() => {
                    return Err(self.error("words to look for are missing", "write at least one word here"));
                }
                _ => return Ok(join(parts, Query::All)),
            }
        }
    }

    fn unary(&mut self) -> Result<Query, QueryError> {
        if self.depth == DEPTH {
            return Err(self.error("parentheses are nested too deep", "ask in two steps"));
        }
        self.depth += 1;
        let query = match self.peek() {
            Some(Token::Not) => {
                self.next += 1;
                Query::Not(Box::new(self.unary()?))
            }
            Some(Token::Open) => {
                self.next += 1;
                let inner = self.any()?;
                let Some(Token::Close) = self.peek() else {
                    return Err(self.error("a parenthesis is opened and not closed", "write the closing one"));
                };
                self.next += 1;
                inner
            }
            Some(Token::Value(value)) => {
                let at = self.pieces[self.next].at;
                let query = leaf(value).map_err(|(problem, hint)| QueryError { at, problem, hint })?;
                self.count(&query)?;
                self.next += 1;
                query
            }
            _ => return Err(self.error("words to look for are missing", "write at least one word here")),
        };
        self.depth -= 1;
        Ok(query)
    }

    fn count(&mut self, leaf: &Query) -> Result<(), QueryError> {
        self.words += length(leaf);
        if self.words > WORDS {
            return Err(self.error("there are too many words", "ask for at most 64 words at once"));
        }
        Ok(())
    }
}

/// Words of a leaf, or of the names it was taken apart into.
fn length(leaf: &Query) -> usize {
    match leaf {
        Query::All(names) => names.len(),
        Query::Words(_, Match::Row(row) | Match::Start(row)) => row.len(),
        _ => 1,
    }
}

/// Problem and hint of a value.
type Refusal = (&'static str, &'static str);

/// One part as itself, more as a list.
fn join(mut parts: Vec<Query>, list: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 { parts.swap_remove(0) } else { list(parts) }
}

fn leaf(value: &Value) -> Result<Query, Refusal> {
    let field = match value.field.as_deref() {
        None => Field::Text,
        Some("person") => Field::Person,
        Some("predicate") => Field::Predicate,
        Some("place") => Field::Place,
        Some("source") => Field::Source,
        Some("language") => Field::Language,
        Some("tag") => Field::Tag,
        Some("date") => return days(&value.text),
        Some(_) => {
            return Err((
                "there is no such field",
                "use person:, predicate:, place:, source:, language:, tag: or date: in small letters; to look for the words themselves, put them in quotation marks",
            ));
        }
    };
    let (text, how) = if value.quoted { (value.text.as_str(), How::Plain) } else { suffix(&value.text) };
    match field {
        Field::Predicate | Field::Language | Field::Tag => exact(field, text, how),
        Field::Person => person(text, how),
        _ => text_words(field, text, how),
    }
}

enum How {
    Plain,
    Start,
    Near(Option<u8>),
}

/// What the sign at the end of a word asks for.
fn suffix(text: &str) -> (&str, How) {
    let near = |n| How::Near(Some(n));
    let signs = [("*", How::Start), ("~", How::Near(None)), ("~1", near(1)), ("~2", near(2))];
    let found = signs.into_iter().find_map(|(sign, how)| Some((text.strip_suffix(sign)?, how)));
    found.unwrap_or((text, How::Plain))
}

fn days(text: &str) -> Result<Query, Refusal> {
    const HINT: &str = "write date:2024, date:2024-05, date:2024-05-17, date:2024..2025-03 or date:>=2024-05";
    date::days(text).map(|(first, last)| Query::Days(first, last)).map_err(|problem| (problem, HINT))
}

const NOTHING: Refusal =
    ("there is no letter or digit to look for", "write a word; several words go in quotation marks");

fn exact(field: Field, text: &str, how: How) -> Result<Query, Refusal> {
    let value = whole(text);
    if value.is_empty() {
        return Err(NOTHING);
    }
    match how {
        How::Plain => Ok(Query::Words(field, Match::Row(vec![value]))),
        How::Start => Ok(Query::Words(field, Match::Start(vec![value]))),
        How::Near(_) => Err((
            "ids and labels are compared exactly",
            "leave out the ~, or end the value with * for all that begin so",
        )),
    }
}

fn text_words(field: Field, text: &str, how: How) -> Result<Query, Refusal> {
    let mut row = words(text);
    let matching = match (how, row.len()) {
        (_, 0) => return Err(NOTHING),
        (How::Plain, _) => Match::Row(row),
        (How::Start, _) => Match::Start(row),
        (How::Near(n), 1) => near(row.swap_remove(0), n),
        (How::Near(_), _) => return Err(("~ goes with a single word", "write the words apart, each with its own ~")),
    };
    Ok(Query::Words(field, matching))
}

/// Every word of a name on its own: families and given names stand in either order.
fn person(text: &str, how: How) -> Result<Query, Refusal> {
    let names = words(text);
    let changes = match how {
        _ if names.is_empty() => return Err(NOTHING),
        How::Start if names.len() > 1 => return Err(("* goes with a single name", "write person: before each name")),
        How::Start => return Ok(Query::Words(Field::Person, Match::Start(names))),
        How::Plain => None,
        How::Near(n) => n,
    };
    Ok(join(names.into_iter().map(|name| Query::Words(Field::Person, near(name, changes))).collect(), Query::All))
}

fn near(word: String, asked: Option<u8>) -> Match {
    match asked.unwrap_or_else(|| changes(&word)) {
        0 => Match::Row(vec![word]),
        n => Match::Near(word, n),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
