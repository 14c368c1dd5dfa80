//! Comma-, semicolon- or tab-separated values in any character set.

use std::borrow::Cow;
use std::io::Read;
use std::ops::ControlFlow;

use ::csv::{ReaderBuilder, StringRecord};

use super::rows::Rows;
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Body, Bytes, Remark};

/// A line after the last: a row of its own, unless the last cell was never closed.
const END: &str = "\n\u{1f}end";

/// Reads the rows; a file without columns is a text after all.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole(bytes)?;
    let (text, guessed) = decode(&bytes);
    let Some(delimiter) = delimiter(&text) else {
        let body = if opening.outermost() { Body::Same } else { Body::Bytes(bytes) };
        return Ok(opening.part(name, "text/plain", body, About::default(), Vec::new()));
    };
    let media_type = if delimiter == b'\t' { "text/tab-separated-values" } else { "text/csv" };
    let mut rows = Rows::new(name, media_type, None);
    let marked = text.as_bytes().chain(END.as_bytes());
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(marked);
    let (mut record, mut cut) = (StringRecord::new(), false);
    while reader.read_record(&mut record).map_err(broken)? {
        let number = record.position().map_or(0, ::csv::Position::record) + 1;
        let mut cells: Vec<String> = record.iter().map(str::to_string).collect();
        match cells.last_mut() {
            Some(last) if last == END.trim_start() => break,
            Some(last) if last.ends_with(END) => {
                last.truncate(last.len() - END.len());
                cut = true;
            }
            _ => {}
        }
        if rows.row(opening, number, cells)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    let message = "its character set is guessed";
    let guess = guessed.then(|| Remark::new(message, "save it as UTF-8 if letters look wrong"));
    let message = "its last cell is not closed: it is cut off, or a quotation mark is missing";
    let cut = cut.then(|| Remark::new(message, "compare it with the original; rows after the mark are in that cell"));
    Ok(rows.finish(opening, About::default(), guess.into_iter().chain(cut).collect()))
}

/// The text, and whether its character set had to be guessed.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark..]).0, false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.into(), false);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, chardetng::Utf8Detection::Allow).decode(bytes).0, true)
}

/// The delimiter that splits the first rows into the same number of columns most often, if any splits them.
fn delimiter(text: &str) -> Option<u8> {
    const ROWS: usize = 20;
    let score = |delimiter: u8| {
        let reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let columns: Vec<usize> = reader.into_records().take(ROWS).flatten().map(|r| r.len()).collect();
        let first = columns.first().copied().unwrap_or(0);
        let same = columns.iter().filter(|c| **c == first).count();
        (if first > 1 { same } else { 0 }, first)
    };
    let best = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|d| score(*d))?;
    (score(best).0 > 0).then_some(best)
}

fn broken(_: ::csv::Error) -> Trouble {
    Trouble::new("its rows cannot be told apart", "open it in a spreadsheet program and save it as CSV in UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        assert_eq!(delimiter("a,b;c\n1,2\n"), Some(b','));
        assert_eq!(delimiter("a;b;c\n\"1,5\";2;3\n\"1,7\";2;3\n"), Some(b';'));
        assert_eq!(delimiter("a\tb\nx, y\tz\n"), Some(b'\t'));
        assert_eq!(delimiter("Only words\nand more words\n"), None);
        assert_eq!(delimiter(""), None);
    }

    #[test]
    fn character_sets_are_marked_valid_or_guessed() {
        assert_eq!(decode("né".as_bytes()), ("né".into(), false));
        assert_eq!(decode(b"\xff\xfen\0\xe9\0"), ("né".into(), false));
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Рабочий вернулся домой без денег").0.into_owned();
        assert_eq!(decode(&cyrillic), ("Рабочий вернулся домой без денег".into(), true));
    }
}
