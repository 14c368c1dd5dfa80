//! Paragraphs to tokens.

use std::ops::Range;

use super::{Token, TokenRules};

pub fn tokens(text: &str, range: Range<usize>, rules: &TokenRules, out: &mut Vec<Token>) {
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let c = rest.chars().next().unwrap_or(' ');
        let length = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if let Some(n) = address(rest) {
            n
        } else if let Some(listed) = rules.marks.iter().find(|m| rest.starts_with(m.as_str())) {
            listed.len()
        } else if word_char(c) || opens_tag(rest) {
            let n = word(rest, rules);
            n + usize::from(rest.starts_with("I.") && n == 1 && named_before(&text[range.start..at], rules))
        } else if let Some(n) = clitic(rest, at > range.start && text[..at].ends_with(word_char)) {
            n
        } else {
            mark(rest, c)
        };
        push(text, at, length, rules, out);
        at += length;
    }
}

fn push(text: &str, at: usize, length: usize, rules: &TokenRules, out: &mut Vec<Token>) {
    let token = |start: usize, end: usize| Token {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    match inner_split(&text[at..at + length], rules) {
        Some(cut) => {
            out.push(token(at, at + cut));
            out.push(token(at + cut, at + length));
        }
        None => out.push(token(at, at + length)),
    }
}

fn word_char(c: char) -> bool {
    c.is_alphanumeric()
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200c}' | '\u{200d}' | '_')
}

/// "@name", "#topic", but not "#1".
fn opens_tag(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some('@'), Some(c)) => word_char(c),
        (Some('#'), Some(c)) => word_char(c) && !c.is_ascii_digit(),
        _ => false,
    }
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// A web or mail address, without the punctuation that ends the sentence around it.
fn address(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
    let candidate = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', ']', '"', '”', '\'', '!', '?']);
    let web = ["http://", "https://", "www."]
        .iter()
        .any(|p| candidate.get(..p.len()).is_some_and(|c| c.eq_ignore_ascii_case(p)) && candidate.len() > p.len());
    let mail = candidate.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && candidate.is_ascii() && !candidate.contains(['(', ','])
    });
    (web || mail).then_some(candidate.len())
}

/// Length of the word at the start of `rest`.
fn word(rest: &str, rules: &TokenRules) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if word_char(c) || (i == 0 && matches!(c, '@' | '#')) {
            end = i + c.len_utf8();
        } else if !joins(rest, i, c, next, rules) {
            break;
        }
    }
    let stop = rest[end..].starts_with('.');
    if stop && abbreviation(&rest[..end], &rest[end + 1..], rules) { end + 1 } else { end }
}

/// Does the mark `c` at `i` hold two parts of one word together?
fn joins(rest: &str, i: usize, c: char, next: Option<char>, rules: &TokenRules) -> bool {
    let before = rest[..i].chars().next_back();
    let digits = before.is_some_and(|b| b.is_ascii_digit()) && next.is_some_and(|n| n.is_ascii_digit());
    let letters = before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic);
    match c {
        '.' => digits || (letters && single_letters(&rest[..i])) || named_ending(&rest[i + 1..], rules),
        ',' | ':' | '/' => digits,
        c if apostrophe(c) => letters,
        '-' | '\u{2010}' | '\u{2011}' => letters && rules.prefixes.contains(&rest[..i].to_lowercase()),
        _ => false,
    }
}

/// Does `rest` begin with the ending of a file or web name, and nothing more?
fn named_ending(rest: &str, rules: &TokenRules) -> bool {
    let end = rest.find(|c| !word_char(c)).unwrap_or(rest.len());
    end > 0 && rules.name_endings.contains(&rest[..end].to_lowercase())
}

/// "U", "U.S", "e.g": single letters with stops between.
fn single_letters(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Does a title or an initial end here, so that "I." is an initial ("Mr I. Falkner", "W. I. Smith")?
fn named_before(before: &str, rules: &TokenRules) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or("");
    let initial =
        last.ends_with('.') && single_letters(last.trim_end_matches('.')) && last.starts_with(char::is_uppercase);
    let apart = before.ends_with(char::is_whitespace);
    apart && (initial || rules.titles.contains(&last.trim_end_matches('.').to_lowercase()))
}

fn abbreviation(word: &str, after: &str, rules: &TokenRules) -> bool {
    let with_stop = format!("{}.", word.to_lowercase());
    if rules.before_numbers.contains(&with_stop) {
        return after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    initial || (word.contains('.') && single_letters(word)) || rules.abbreviations.contains(&with_stop)
}

/// A clitic that stands alone after a quote or number ("1990's", "'em" is not one).
fn clitic(rest: &str, after_word: bool) -> Option<usize> {
    let mut chars = rest.chars();
    let mark = chars.next().filter(|c| apostrophe(*c))?;
    let s = chars.next().filter(|c| after_word && matches!(c, 's' | 'S'))?;
    let free = chars.next().is_none_or(|c| !word_char(c));
    free.then(|| mark.len_utf8() + s.len_utf8())
}

/// Length of a run of punctuation that is one token: dots, repeated dashes; else one character.
fn mark(rest: &str, c: char) -> usize {
    if matches!(c, '!' | '?') {
        rest.find(|x| !matches!(x, '!' | '?')).unwrap_or(rest.len())
    } else if matches!(c, '.' | '-' | '*' | '=' | '_' | '$' | '<' | '>' | '~' | '+' | '^') {
        rest.find(|x| x != c).unwrap_or(rest.len())
    } else {
        c.len_utf8()
    }
}

/// Where a word of two is cut: "don't" before "n't", "he's" before "'s", "cannot" after "can".
fn inner_split(word: &str, rules: &TokenRules) -> Option<usize> {
    let listed = || rules.contractions.get(&word.to_lowercase()).copied();
    if let Some(cut) = word.is_ascii().then(listed).flatten() {
        return Some(cut);
    }
    let at = word.rfind(apostrophe).filter(|at| *at > 0)?;
    match word[at..].trim_start_matches(apostrophe) {
        "t" | "T" if word[..at].ends_with(['n', 'N']) && at > 1 => Some(at - 1),
        _ if is_clitic(&word[at..]) => Some(at),
        _ => None,
    }
}

/// Is the whole word a part that stands as a token of its own behind another ("'s", "n't")?
#[must_use]
pub fn is_clitic(word: &str) -> bool {
    let word = word.to_ascii_lowercase().replace('’', "'");
    matches!(word.as_str(), "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m" | "n't")
}
