//! Words of a text as the index knows them: the same cut for passages, questions and lights.
//!
//! A word is a run of letters and digits with the marks that belong to them, in lower case, without
//! accents: `Élora` is `elora`, `Řezáč` is `rezac`, `ёлка` is `елка`. Not stemmed. In scripts written
//! without spaces (Chinese, Japanese, Thai, Lao, Burmese, Khmer) every character is a word, so a longer one is a
//! phrase. Source: Unicode NFKD (UAX #15) and the general categories.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Code points of a word that count; what follows is cut off.
pub const LONGEST: usize = 64;

/// Walks over the words of a text.
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// The words of a text.
    pub fn new(text: &'t str) -> Words<'t> {
        Words { text, at: 0 }
    }

    /// Puts the next word, folded, into `folded` and returns its bytes in the text; `None` at the end.
    pub fn next_into(&mut self, folded: &mut String) -> Option<Range<usize>> {
        loop {
            let start = self.at + self.text[self.at..].find(char::is_alphanumeric)?;
            let rest = &self.text[start..];
            let first = rest.chars().next()?;
            let inside =
                |c: char| is_combining_mark(c) || !is_unspaced(first) && c.is_alphanumeric() && !is_unspaced(c);
            let tail = &rest[first.len_utf8()..];
            let end = start + first.len_utf8() + tail.find(|c| !inside(c)).unwrap_or(tail.len());
            self.at = end;
            fold_into(&self.text[start..end], folded);
            // Ligatures and fractions come apart with blanks and bars between.
            folded.retain(|c| c.is_alphanumeric() || is_combining_mark(c));
            // A letter that folds to nothing, such as the Arabic stretching sign, is no word.
            if !folded.is_empty() {
                return Some(start..end);
            }
        }
    }
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let (mut walk, mut folded, mut all) = (Words::new(text), String::new(), Vec::new());
    while walk.next_into(&mut folded).is_some() {
        all.push(folded.clone());
    }
    all
}

/// A value that is compared as a whole, such as the id of a predicate: folded, blanks around it gone.
pub fn whole(value: &str) -> String {
    let mut folded = String::new();
    fold_into(value.trim(), &mut folded);
    folded
}

fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.extend(word.bytes().take(LONGEST).map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    let letters = word.nfkd().filter(|&c| !is_accent(c)).flat_map(char::to_lowercase).filter(|&c| !is_accent(c));
    for c in letters.take(LONGEST) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(plain(c)),
        }
    }
}

/// Letters that Unicode does not take apart, though readers and keyboards do.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        'ς' => 'σ',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        c => c,
    }
}

/// Marks that writers leave out: accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels and hamza, tatweel.
/// The vowel signs of Indian scripts are no such marks.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// [`Words`] as tantivy asks for them.
#[derive(Clone, Default)]
pub struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'t> = WordStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> WordStream<'t> {
        WordStream { walk: Words::new(text), token: Token::default() }
    }
}

/// A walk over the words of one value.
pub struct WordStream<'t> {
    walk: Words<'t>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.walk.next_into(&mut self.token.text) else { return false };
        (self.token.offset_from, self.token.offset_to) = (range.start, range.end);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_cut_at_what_is_no_letter() {
        assert_eq!(words("Élora, Řezáč & ёлка"), ["elora", "rezac", "елка"]);
        assert_eq!(words("Al-Masri's e\u{301}tat 12:30"), ["al", "masri", "s", "etat", "12", "30"]);
        assert_eq!(
            words("Łódź Đurđević STRASSE straße ΛΟΓΟΣ İzmir"),
            ["lodz", "durdevic", "strasse", "strasse", "λογος".replace('ς', "σ").as_str(), "izmir"]
        );
        assert_eq!(words("أَحْمَد محـمد"), ["احمد", "محمد"]);
        assert!(words(" — … \u{640} ").is_empty());
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_characters() {
        assert_eq!(words("北京大学abc"), ["北", "京", "大", "学", "abc"]);
        assert_eq!(words("กรุ").len(), 2, "a vowel sign stays with its letter");
    }

    #[test]
    fn a_long_word_counts_with_its_beginning_and_keeps_its_place() {
        let text = format!("{} end", "x".repeat(1000));
        let (mut walk, mut folded) = (Words::new(&text), String::new());
        assert_eq!(walk.next_into(&mut folded), Some(0..1000));
        assert_eq!(folded.len(), LONGEST);
        assert_eq!(walk.next_into(&mut folded), Some(1001..1004));
    }

    #[test]
    fn folding_folded_words_changes_nothing() {
        for word in ["évora", "ǅ", "ﬁ", "ﷺ", "ⅷ", "ŉ", "½", "ß"] {
            for once in words(word) {
                assert_eq!(words(&once).concat(), once, "{word}");
            }
        }
    }
}
