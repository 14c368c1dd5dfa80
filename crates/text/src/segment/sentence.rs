//! Tokens to sentences.

use super::{Sentence, Token, TokenRules};

pub fn sentences(
    text: &str,
    tokens: &[Token],
    first: usize,
    paragraph: usize,
    rules: &TokenRules,
    out: &mut Vec<Sentence>,
) {
    let mut start = first;
    let mut i = first;
    while i < tokens.len() {
        if !ends(text, tokens, i, rules) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < tokens.len() && closes(text, tokens, end) {
            end += 1;
        }
        if end == tokens.len() || opens(text, tokens, end) || end == i + 1 && carries_on(text, tokens, end) {
            out.push(Sentence { tokens: start..end, paragraph });
            start = end;
        }
        i = end;
    }
    if start < tokens.len() {
        out.push(Sentence { tokens: start..tokens.len(), paragraph });
    }
}

/// Can a sentence end at token `i`?
fn ends(text: &str, tokens: &[Token], i: usize, rules: &TokenRules) -> bool {
    let word = tokens[i].of(text);
    let rule = word.len() > 2 && word.chars().all(|c| matches!(c, '*' | '=' | '_'));
    if rule || word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '।')) {
        return true;
    }
    // An abbreviation ends a sentence only before a word that opens one, and never after an initial.
    let initials = word.trim_end_matches('.').chars().count() == 1;
    word.ends_with('.') && !initials && tokens.get(i + 1).is_some_and(|next| rules.openers.contains(next.of(text)))
}

/// A closing quote or bracket that belongs to the sentence before it: no blank in front.
fn closes(text: &str, tokens: &[Token], i: usize) -> bool {
    let attached = tokens[i].start == tokens[i - 1].end;
    attached && matches!(tokens[i].of(text), "\"" | "”" | "’" | "'" | "»" | ")" | "]" | "''")
}

/// Does a sentence in small letters begin at token `i`, right after the mark that ends the last one?
/// Those who write without capitals put a full word before their stops; an abbreviation that no list
/// knows is short or has a capital.
fn carries_on(text: &str, tokens: &[Token], i: usize) -> bool {
    let Some(before) = i.checked_sub(2).map(|b| tokens[b].of(text)) else { return false };
    let full = before.chars().count() > 3 && before.chars().all(char::is_lowercase);
    let apart = tokens[i].start > tokens[i - 1].end && tokens[i - 1].start == tokens[i - 2].end;
    let small = tokens[i].of(text).starts_with(char::is_lowercase);
    let single = !matches!(tokens[i - 1].of(text), "..." | "…");
    full && apart && small && single
}

/// Can a sentence begin at token `i`?
fn opens(text: &str, tokens: &[Token], i: usize) -> bool {
    if tokens[i].start == tokens[i - 1].end && !text[..tokens[i].start as usize].ends_with(['"', '”']) {
        return false;
    }
    let word = tokens[i].of(text);
    word.chars().next().is_some_and(|c| {
        !c.is_lowercase()
            && (c.is_alphanumeric()
                || matches!(
                    c,
                    '"' | '“' | '‘' | '\'' | '«' | '(' | '[' | '„' | '-' | '–' | '—' | '$' | '€' | '£' | '@' | '#'
                ))
    })
}
