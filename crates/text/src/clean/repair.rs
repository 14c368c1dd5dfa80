//! One line, character by character: what is copied, repaired, collapsed or left out.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Step;
use super::mojibake::Repair;

/// Characters that are not seen: zero-width and direction marks, soft hyphens, stray marks.
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Joins letters in some scripts (Persian, Hindi): seen in its effect, so it stays between letters.
fn joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Calls `each` for every stretch of the line, in order, without gaps.
pub fn steps(
    text: &str,
    line: Range<usize>,
    markup: &[Range<usize>],
    repairs: &[Repair],
    mut each: impl FnMut(Step<'_>),
) {
    let mut markup = markup[markup.partition_point(|m| m.end <= line.start)..].iter().peekable();
    let mut repairs = repairs[repairs.partition_point(|r| r.range.end <= line.start)..].iter().peekable();
    let mut at = line.start;
    let mut plain = line.start;
    while at < line.end {
        let c = text[at..].chars().next().unwrap_or(' ');
        let next = at + c.len_utf8();
        // A cluster may have swallowed the start of a later repair or mark.
        while repairs.next_if(|r| r.range.start < at).is_some() {}
        while markup.next_if(|m| m.start < at).is_some() {}
        let repair = repairs.next_if(|r| r.range.start == at);
        let mark = markup.next_if(|m| m.start == at).map(|m| m.end.min(line.end));
        let cluster = cluster_end(text, at, line.end);
        let step = if let Some(end) = mark {
            Some(Piece::Drop(end, "markup"))
        } else if let Some(r) = repair {
            Some(if r.meant.chars().all(char::is_whitespace) {
                Piece::Blank(r.range.end)
            } else {
                let end = marks_end(text, r.range.end, line.end).unwrap_or(r.range.end);
                let marks = text[r.range.end..end].chars().filter(|c| !invisible(*c) && !control(*c));
                Piece::New(end, r.meant.chars().chain(marks).nfc().collect())
            })
        } else if c.is_whitespace() {
            Some(Piece::Blank(next))
        } else if let Some(end) = cluster {
            let visible: String = text[at..end].chars().filter(|c| !invisible(*c) && !control(*c)).collect();
            let composed: String = visible.nfc().collect();
            (composed != text[at..end]).then_some(Piece::New(end, composed))
        } else if invisible(c) && !joiner(c) {
            Some(Piece::Drop(next, "invisible character"))
        } else if control(c) {
            Some(Piece::Drop(next, "control character"))
        } else if !c.is_ascii() && !is_nfc(&text[at..next]) {
            Some(Piece::New(next, text[at..next].nfc().collect()))
        } else {
            None
        };
        let Some(piece) = step else {
            at = cluster.unwrap_or(next);
            continue;
        };
        if plain < at {
            each(Step::Copy(plain..at));
        }
        let end = match &piece {
            Piece::Drop(end, _) | Piece::Blank(end) | Piece::New(end, _) => *end,
        };
        match piece {
            Piece::Drop(_, reason) => each(Step::Drop(at..end, reason)),
            Piece::Blank(_) => each(Step::Blank(at..end)),
            Piece::New(_, new) => each(Step::Replace(at..end, &new)),
        }
        at = end;
        plain = end;
    }
    if plain < line.end {
        each(Step::Copy(plain..line.end));
    }
}

enum Piece {
    Drop(usize, &'static str),
    Blank(usize),
    New(usize, String),
}

fn control(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
}

/// End of the character at `at` with the marks that compose with it; `None` when it stands alone.
/// Invisible characters between base and mark belong to the cluster.
fn cluster_end(text: &str, at: usize, limit: usize) -> Option<usize> {
    let first = text[at..limit].chars().next().filter(|c| !c.is_whitespace())?;
    marks_end(text, at + first.len_utf8(), limit)
}

/// End of the combining marks that begin at `at`, if there are any.
fn marks_end(text: &str, at: usize, limit: usize) -> Option<usize> {
    let mut end = None;
    for (i, c) in text[at..limit].char_indices() {
        let composes =
            is_combining_mark(c) || canonical_combining_class(c) != 0 || ('\u{1161}'..='\u{11c2}').contains(&c);
        if composes {
            end = Some(at + i + c.len_utf8());
        } else if !invisible(c) && !control(c) {
            break;
        }
    }
    end
}
