//! A question cut into signs and values.

use super::QueryError;

/// A piece of a question and where it starts, in code points.
pub struct Piece {
    pub at: usize,
    pub token: Token,
}

/// What a piece is.
pub enum Token {
    Open,
    Close,
    Or,
    And,
    Not,
    Value(Value),
}

/// Words to look for, as written.
pub struct Value {
    /// What stands before the colon.
    pub field: Option<String>,
    pub text: String,
    pub quoted: bool,
}

/// Cuts a question.
///
/// # Errors
/// A quotation mark without its other.
pub fn cut(question: &str) -> Result<Vec<Piece>, QueryError> {
    let chars: Vec<char> = question.chars().collect();
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some(&c) = chars.get(at) {
        let (token, end) = match c {
            '(' => (Some(Token::Open), at + 1),
            ')' => (Some(Token::Close), at + 1),
            // A dash between blanks is a dash.
            '-' => (chars.get(at + 1).is_some_and(|n| !n.is_whitespace()).then_some(Token::Not), at + 1),
            c if c.is_whitespace() => (None, at + 1),
            _ => {
                let (token, end) = value(&chars, at)?;
                (Some(token), end)
            }
        };
        pieces.extend(token.map(|token| Piece { at, token }));
        at = end;
    }
    Ok(pieces)
}

fn value(chars: &[char], at: usize) -> Result<(Token, usize), QueryError> {
    let stop = |c: &char| c.is_whitespace() || is_quote(*c) || matches!(c, '(' | ')');
    let end = chars[at..].iter().position(stop).map_or(chars.len(), |n| at + n);
    let bare: String = chars[at..end].iter().collect();
    let (field, text) = split(&bare);
    let quote_follows = chars.get(end).is_some_and(|&c| is_quote(c));
    if text.is_empty() && quote_follows {
        let (text, end) = quoted(chars, end)?;
        return Ok((Token::Value(Value { field: field.map(str::to_owned), text, quoted: true }), end));
    }
    let token = match bare.as_str() {
        "OR" => Token::Or,
        "AND" => Token::And,
        "NOT" => Token::Not,
        _ => Token::Value(Value { field: field.map(str::to_owned), text: text.to_owned(), quoted: false }),
    };
    Ok((token, end))
}

/// Field and value; an address (`https://…`) or a time (`12:30`) has no field.
fn split(bare: &str) -> (Option<&str>, &str) {
    match bare.split_once(':') {
        Some((name, rest)) if !name.is_empty() && name.chars().all(char::is_alphabetic) && !rest.starts_with("//") => {
            (Some(name), rest)
        }
        _ => (None, bare),
    }
}

fn quoted(chars: &[char], at: usize) -> Result<(String, usize), QueryError> {
    match chars[at + 1..].iter().position(|&c| is_quote(c)) {
        Some(n) => Ok((chars[at + 1..at + 1 + n].iter().collect(), at + n + 2)),
        None => Err(QueryError {
            at,
            problem: "a quotation mark is opened and not closed",
            hint: "write the second quotation mark, or leave out the first",
        }),
    }
}

/// Quotation marks, straight and as text processors make them.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}
