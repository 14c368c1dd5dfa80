//! Paragraphs to sentences and tokens, by the Universal Dependencies convention for English:
//! clitics and hyphenated parts are tokens of their own ("46", "-", "year", "-", "old"; "do", "n't").

use std::collections::BTreeSet;
use std::ops::Range;

/// Words the splitter must know, from the packs.
#[derive(Clone, Debug, Default)]
pub struct TokenRules {
    /// Abbreviations with their stop, lower case ("prof.", "no.").
    pub abbreviations: BTreeSet<String>,
    /// Prefixes that stay joined to the word after a hyphen ("pro", "ex").
    pub prefixes: BTreeSet<String>,
    /// Words that open a sentence after an abbreviation, as printed ("The", "He").
    pub openers: BTreeSet<String>,
}

/// One token: a byte range of the clean text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Token {
    /// The token's words.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One sentence: a range of tokens, and the paragraph it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Token indices.
    pub tokens: Range<usize>,
    /// Index of the paragraph.
    pub paragraph: usize,
}

/// All tokens and sentences of a text.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences in order; together they hold every token once.
    pub sentences: Vec<Sentence>,
}

/// Splits a text, paragraph by paragraph.
#[must_use]
pub fn segment(text: &str, paragraphs: &[Range<usize>], rules: &TokenRules) -> Segments {
    let mut out = Segments::default();
    for (i, range) in paragraphs.iter().enumerate() {
        let first = out.tokens.len();
        tokens(text, range.clone(), rules, &mut out.tokens);
        sentences(text, &out.tokens, first, i, rules, &mut out.sentences);
    }
    out
}

fn tokens(text: &str, range: Range<usize>, rules: &TokenRules, out: &mut Vec<Token>) {
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let c = rest.chars().next().unwrap_or(' ');
        let length = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if let Some(n) = address(rest) {
            n
        } else if word_char(c) || (matches!(c, '@' | '#') && rest[1..].starts_with(word_char)) {
            word(rest, rules)
        } else if let Some(n) = clitic(rest, at > range.start && text[..at].ends_with(word_char)) {
            n
        } else {
            mark(rest, c)
        };
        push(text, at, length, out);
        at += length;
    }
}

fn push(text: &str, at: usize, length: usize, out: &mut Vec<Token>) {
    let token = |start: usize, end: usize| Token {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    match inner_split(&text[at..at + length]) {
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

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// A web or mail address, without the punctuation that ends the sentence around it.
fn address(rest: &str) -> Option<usize> {
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
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
    if stop && abbreviation(&rest[..end], rules) { end + 1 } else { end }
}

/// Does the mark `c` at `i` hold two parts of one word together?
fn joins(rest: &str, i: usize, c: char, next: Option<char>, rules: &TokenRules) -> bool {
    let before = rest[..i].chars().next_back();
    let digits = before.is_some_and(|b| b.is_ascii_digit()) && next.is_some_and(|n| n.is_ascii_digit());
    let letters = before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic);
    match c {
        '.' => digits || (letters && single_letters(&rest[..i])),
        ',' | ':' | '/' => digits,
        c if apostrophe(c) => letters,
        '-' | '\u{2010}' | '\u{2011}' => letters && rules.prefixes.contains(&rest[..i].to_lowercase()),
        _ => false,
    }
}

/// "U", "U.S", "e.g": single letters with stops between.
fn single_letters(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn abbreviation(word: &str, rules: &TokenRules) -> bool {
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    initial
        || (word.contains('.') && single_letters(word))
        || rules.abbreviations.contains(&format!("{}.", word.to_lowercase()))
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
    if matches!(c, '.' | '-' | '!' | '?' | '*' | '=' | '_') {
        rest.find(|x| x != c).unwrap_or(rest.len())
    } else {
        c.len_utf8()
    }
}

/// Where a word with a clitic is cut: "don't" before "n't", "he's" before "'s", "cannot" after "can".
fn inner_split(word: &str) -> Option<usize> {
    if word.eq_ignore_ascii_case("cannot") {
        return Some(3);
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

fn sentences(
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
        if end == tokens.len() || opens(text, tokens, end) {
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
    if word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '।')) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules() -> TokenRules {
        let set = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        TokenRules {
            abbreviations: set(&["prof.", "mr.", "no.", "st."]),
            prefixes: set(&["pro", "ex", "re"]),
            openers: set(&["The", "He"]),
        }
    }

    fn words(text: &str) -> Vec<&str> {
        let s = segment(text, std::slice::from_ref(&(0..text.len())), &rules());
        s.tokens.iter().map(|t| t.of(text)).collect()
    }

    fn split(text: &str) -> Vec<&str> {
        let s = segment(text, std::slice::from_ref(&(0..text.len())), &rules());
        let range = |x: &Sentence| s.tokens[x.tokens.start].start as usize..s.tokens[x.tokens.end - 1].end as usize;
        s.sentences.iter().map(|x| &text[range(x)]).collect()
    }

    #[test]
    fn tokens_follow_the_treebanks() {
        assert_eq!(words("a 46-year-old ex-welder"), ["a", "46", "-", "year", "-", "old", "ex-welder"]);
        assert_eq!(
            words("They don't, can't, cannot; he's"),
            ["They", "do", "n't", ",", "ca", "n't", ",", "can", "not", ";", "he", "'s"]
        );
        assert_eq!(words("two weeks' pay: 1,800.50 riyals"), ["two", "weeks", "'", "pay", ":", "1,800.50", "riyals"]);
        assert_eq!(words("Prof. J. O'Brien (no. 60286/09)"), ["Prof.", "J.", "O'Brien", "(", "no.", "60286/09", ")"]);
        assert_eq!(words("see https://a.example/x?y=1."), ["see", "https://a.example/x?y=1", "."]);
        assert_eq!(words("the U.S. consul’s"), ["the", "U.S.", "consul", "’s"]);
    }

    #[test]
    fn sentences_know_abbreviations_quotes_and_initials() {
        assert_eq!(split("Prof. Ana Silva left. He stayed.").len(), 2);
        assert_eq!(split("\"It is over.\" He wept.").len(), 2);
        assert_eq!(split("\"Are you sure?\" asked J. Marek.").len(), 1);
        assert_eq!(split("He moved to the U.S. The visa lapsed.").len(), 2);
        assert_eq!(split("He moved to the U.S. Army base.").len(), 1);
        assert_eq!(split("They waited ... and waited. 40 men signed.").len(), 2);
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_token_of_one_sentence(text in "\\PC{0,80}") {
            let s = segment(&text, std::slice::from_ref(&(0..text.len())), &rules());
            let mut at = 0;
            for t in &s.tokens {
                prop_assert!(t.start as usize >= at && t.end > t.start);
                prop_assert!(text[at..t.start as usize].chars().all(char::is_whitespace));
                at = t.end as usize;
            }
            let covered: usize = s.sentences.iter().map(|x| x.tokens.len()).sum();
            prop_assert_eq!(covered, s.tokens.len());
        }
    }
}
