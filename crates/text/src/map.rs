//! The way back: which source bytes every code point of a clean text came from.

use std::ops::Range;

/// How the bytes of a run of clean text relate to its source bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Byte for byte the same.
    Same,
    /// Every character came from this many source bytes (a legacy character set).
    PerChar(u8),
    /// The run as a whole came from the source range as a whole (a repair, a collapsed blank).
    Whole,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// Byte range of the clean text.
    text: Range<u32>,
    /// Byte range of the source.
    source: Range<u32>,
    unit: Unit,
}

/// Maps byte ranges of a clean text to byte ranges of its source.
///
/// Shape: runs in order, without gaps on the text side; gaps on the source side are the dropped
/// parts. Ranges handed in and out are byte ranges on character borders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// Adds characters that are the same bytes in source and text.
    pub fn push_same(&mut self, text_len: usize, source_start: usize) {
        self.push(text_len, source_start..source_start + text_len, Unit::Same);
    }

    /// Adds one character of `text_len` bytes that came from `source`.
    pub fn push_char(&mut self, text_len: usize, source: Range<usize>) {
        let unit = match u8::try_from(source.len()) {
            Ok(n) if usize::from(n) == text_len && n == 1 => Unit::Same,
            Ok(n) => Unit::PerChar(n),
            Err(_) => Unit::Whole,
        };
        self.push(text_len, source, unit);
    }

    /// Adds text that came from `source` as a whole.
    pub fn push_whole(&mut self, text_len: usize, source: Range<usize>) {
        self.push(text_len, source, Unit::Whole);
    }

    fn push(&mut self, text_len: usize, source: Range<usize>, unit: Unit) {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let start = self.runs.last().map_or(0, |r| r.text.end);
        let (text, source) = (start..start + offset(text_len), offset(source.start)..offset(source.end));
        match self.runs.last_mut() {
            Some(last) if last.unit == unit && unit != Unit::Whole && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.runs.push(Run { text, source, unit }),
        }
    }

    /// Source bytes of one byte range of `text`, which must be the text this map was built with.
    /// An empty range, or one outside the text, gives an empty range at the nearest place.
    #[must_use]
    pub fn source(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let Some(first) = self.run_at(range.start) else {
            let end = self.runs.last().map_or(0, |r| r.source.end as usize);
            return end..end;
        };
        let start = inside(first, text, range.start, false);
        if range.end <= range.start {
            return start..start;
        }
        let last = self.run_at(range.end - 1).unwrap_or(first);
        start..inside(last, text, range.end, true).max(start)
    }

    fn run_at(&self, byte: usize) -> Option<&Run> {
        let byte = u32::try_from(byte).ok()?;
        let i = self.runs.partition_point(|r| r.text.end <= byte);
        self.runs.get(i).filter(|r| r.text.start <= byte)
    }

    /// Source ranges of all runs, in order; what lies between them was dropped.
    pub fn source_ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.runs.iter().map(|r| r.source.start as usize..r.source.end as usize)
    }
}

/// Source offset of text offset `byte` in `run`; `end` asks for the end of the character before.
fn inside(run: &Run, text: &str, byte: usize, end: bool) -> usize {
    let (text_start, source_start) = (run.text.start as usize, run.source.start as usize);
    let byte = byte.min(run.text.end as usize);
    match run.unit {
        Unit::Same => source_start + (byte - text_start),
        Unit::PerChar(n) => {
            let chars = text.get(text_start..byte).map_or(0, |t| t.chars().count());
            source_start + chars * usize::from(n)
        }
        Unit::Whole if end => run.source.end as usize,
        Unit::Whole => source_start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_run_leads_back() {
        let text = "ab\u{e9}\u{e9} c";
        let mut map = OffsetMap::default();
        map.push_same(2, 3);
        map.push_char(2, 5..6);
        map.push_char(2, 6..7);
        map.push_whole(1, 7..12);
        map.push_same(1, 12);
        assert_eq!(map.source(text, 0..2), 3..5);
        assert_eq!(map.source(text, 2..4), 5..6);
        assert_eq!(map.source(text, 4..6), 6..7);
        assert_eq!(map.source(text, 6..7), 7..12);
        assert_eq!(map.source(text, 1..8), 4..13);
        assert_eq!(map.source(text, 8..8), 13..13);
    }
}
