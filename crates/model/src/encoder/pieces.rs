//! Words to word pieces, as the pretrained encoder was taught (BERT, uncased).
//!
//! Source: Devlin et al. 2019, and `training/encoder/FORMAT.md`, section 2.

use std::collections::HashMap;

use unicode_general_category::{GeneralCategory as G, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// Most pieces that one word keeps.
const MAX_WORD_PIECES: usize = 16;
/// Longest part, in code points, that is looked up at all.
const MAX_PART: usize = 100;

/// The vocabulary, by piece.
pub struct Pieces {
    ids: HashMap<String, u32>,
    /// Id of `[CLS]`, the first piece of every sequence.
    pub first: u32,
    /// Id of `[SEP]`, the last.
    pub last: u32,
    unknown: u32,
}

impl Pieces {
    /// Reads the vocabulary, one piece a line in the order of their ids. `None` when a special piece
    /// is missing.
    #[must_use]
    pub fn new(vocabulary: &str) -> Option<Pieces> {
        let ids: HashMap<String, u32> =
            vocabulary.split('\n').zip(0..).map(|(piece, id)| (piece.to_string(), id)).collect();
        let special = |piece: &str| ids.get(piece).copied();
        let (first, last, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        Some(Pieces { ids, first, last, unknown })
    }

    /// Number of pieces.
    #[must_use]
    pub fn n_pieces(&self) -> usize {
        self.ids.len()
    }

    /// Piece ids of one word; never empty.
    #[must_use]
    pub fn of(&self, word: &str) -> Vec<u32> {
        let mut out = Vec::new();
        for part in parts(&clean(word)) {
            self.part(part, &mut out);
        }
        out.truncate(MAX_WORD_PIECES);
        if out.is_empty() {
            out.push(self.unknown);
        }
        out
    }

    /// Longest match first, from the left.
    fn part(&self, part: &str, out: &mut Vec<u32>) {
        let kept = out.len();
        if part.chars().count() > MAX_PART {
            out.push(self.unknown);
            return;
        }
        let mut key = String::with_capacity(part.len() + 2);
        let mut start = 0;
        while start < part.len() {
            let found = part[start..].char_indices().rev().find_map(|(i, c)| {
                let end = start + i + c.len_utf8();
                key.clear();
                if start > 0 {
                    key.push_str("##");
                }
                key.push_str(&part[start..end]);
                self.ids.get(&key).map(|id| (end, *id))
            });
            match found {
                Some((end, id)) => {
                    out.push(id);
                    start = end;
                }
                None => {
                    out.truncate(kept);
                    out.push(self.unknown);
                    return;
                }
            }
        }
    }
}

/// Drops controls, decomposes, drops combining marks, lowers case letter by letter.
#[must_use]
pub fn clean(word: &str) -> String {
    if word.is_ascii() && !word.bytes().any(|b| b < b' ' || b == 0x7f) {
        return word.to_ascii_lowercase();
    }
    let control = |c: char| {
        let category = get_general_category(c);
        let out = matches!(category, G::Control | G::Format | G::Unassigned | G::PrivateUse | G::Surrogate);
        c == '\0' || c == '\u{fffd}' || (out && !matches!(c, '\t' | '\n' | '\r'))
    };
    let kept = word.chars().filter(|c| !control(*c)).nfd();
    kept.filter(|c| get_general_category(*c) != G::NonspacingMark).flat_map(char::to_lowercase).collect()
}

/// Splits cleaned text at blanks, punctuation and ideographs; the latter two are parts of their own.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices() {
        let alone = is_punctuation(c) || is_ideograph(c);
        if alone || c.is_whitespace() {
            out.extend(start.take().map(|s| &text[s..i]));
        } else {
            start = start.or(Some(i));
        }
        if alone {
            out.push(&text[i..i + c.len_utf8()]);
        }
    }
    out.extend(start.map(|s| &text[s..]));
    out
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(
        get_general_category(c),
        G::ConnectorPunctuation
            | G::DashPunctuation
            | G::OpenPunctuation
            | G::ClosePunctuation
            | G::InitialPunctuation
            | G::FinalPunctuation
            | G::OtherPunctuation
    )
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F
        | 0x2B740..=0x2B81F | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cleaned_and_cut_as_the_encoder_was_taught() {
        let pieces = Pieces::new("[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##able\nna\n##ive\n.\n-").expect("whole");
        assert_eq!(pieces.of("Unable"), [4, 5]);
        assert_eq!(pieces.of("naïve-."), [6, 7, 9, 8]);
        assert_eq!(pieces.of("unx"), [1]);
        assert_eq!(pieces.of("\u{200b}"), [1]);
        assert_eq!(clean("E\u{301}te\u{ad}\u{301}"), "ete");
    }
}
