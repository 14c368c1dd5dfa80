//! Words and places of words, compared without case, accents and the kind of quotation mark.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents off, words with one blank between.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss");
    let words = plain.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Content words of a role, without plural endings.
pub fn content(text: &str) -> Vec<String> {
    let light = ["the", "a", "an", "his", "her", "their", "of", "hi"];
    let words = fold(text);
    words.split(' ').map(|w| w.trim_end_matches('s').to_string()).filter(|w| !light.contains(&w.as_str())).collect()
}

/// Equal, or one within the other.
pub fn same_value(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b || (a.chars().count() > 2 && b.chars().count() > 2 && (a.contains(&b) || b.contains(&a)))
}

/// Equal but for the marks of uncertainty.
pub fn same_time(a: &str, b: Option<&str>) -> bool {
    let bare = |t: &str| t.chars().filter(|c| !matches!(c, '~' | '?' | '%')).collect::<String>();
    bare(a) == bare(b.unwrap_or(""))
}

/// Every place of a quote, as code points; blanks and kinds of marks aside where it is nowhere as
/// printed.
pub fn places(text: &[char], quote: &str) -> Vec<(usize, usize)> {
    let exact: Vec<char> = quote.chars().collect();
    if exact.is_empty() {
        return Vec::new();
    }
    let found: Vec<(usize, usize)> =
        (0..text.len()).filter(|i| text[*i..].starts_with(&exact)).map(|i| (i, i + exact.len())).collect();
    if !found.is_empty() {
        return found;
    }
    let wanted: Vec<char> = exact.into_iter().filter(|c| !c.is_whitespace()).map(mark).collect();
    (0..text.len()).filter_map(|i| Some((i, loosely(text, i, &wanted)?))).collect()
}

/// End of the wanted characters at `from`, blanks aside.
fn loosely(text: &[char], from: usize, wanted: &[char]) -> Option<usize> {
    let mut at = from;
    for (n, w) in wanted.iter().enumerate() {
        while n > 0 && text.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        }
        if mark(*text.get(at)?) != *w {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// One mark for all marks of its kind.
fn mark(c: char) -> char {
    match c {
        '‘' | '’' | '`' => '\'',
        '“' | '”' | '„' => '"',
        '–' | '—' => '-',
        c => c,
    }
}

/// Do any two places overlap?
pub fn overlap(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_accents_and_marks() {
        assert_eq!(fold("  Ána—SILVA's "), "ana silva s");
        assert!(same_value("five years", "Five years' prison") && !same_value("RU", "UA"));
        assert!(same_time("2023~", Some("2023")) && !same_time("2023", None));
        let text: Vec<char> = "He said: “I won’t\n go”.".chars().collect();
        assert_eq!(places(&text, "I won't go"), [(10, 21)]);
        assert_eq!(places(&text, "He"), [(0, 2)]);
        assert!(places(&text, "nowhere").is_empty());
    }
}
