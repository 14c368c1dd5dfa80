//! Readable paragraphs out of decoded characters: blanks and Unicode in order, mojibake repaired,
//! boilerplate left out with its reason. Every byte of the source is in the map or in `dropped`.

mod lines;
mod mojibake;
mod repair;

use std::ops::Range;

use crate::decode::{MediaType, SourceText};
use crate::map::OffsetMap;
use lines::Line;

/// A part of the source that is not in the clean text.
#[derive(Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Byte range of the source.
    pub source: Range<usize>,
    /// Why, in a few words.
    pub reason: String,
}

impl std::fmt::Debug for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.source, self.reason)
    }
}

/// The readable text of one document.
///
/// Shape: paragraphs separated by one line feed; NFC; single blanks.
#[derive(Clone, Default)]
pub struct CleanText {
    /// The text.
    pub text: String,
    /// Byte ranges of the paragraphs in `text`.
    pub paragraphs: Vec<Range<usize>>,
    /// The way back to the source.
    pub map: OffsetMap,
    /// What was left out, in order.
    pub dropped: Vec<Dropped>,
}

/// Where in a line a rule's words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At its start, as whole words.
    Starts,
    /// At its end, as whole words.
    Ends,
    /// Anywhere.
    Contains,
    /// The whole line.
    Whole,
}

/// How far a rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The line itself.
    Line,
    /// The line and the headlines that follow it, up to the next sentence.
    List,
    /// The line and all that follows. Needs a full sentence before it, else it is the line alone.
    Rest,
}

/// One boilerplate rule, from the packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRule {
    /// Words to look for, lower case, straight quotes.
    pub words: String,
    /// Where they must stand.
    pub place: Where,
    /// How far the rule reaches.
    pub reach: Reach,
    /// Lines longer than this many words are sentences, not boilerplate.
    pub max_words: usize,
    /// The reason shown for what is dropped.
    pub reason: String,
}

/// Cleans decoded text. `markup` are byte ranges that are marks, not words.
#[must_use]
pub fn clean(source: &SourceText, markup: &[Range<usize>], rules: &[LineRule]) -> CleanText {
    let mojibake = mojibake::repairs(&source.text);
    let mut lines = lines::split(&source.text, markup, source.media_type == MediaType::Markdown);
    lines::judge(&source.text, &mut lines, rules);
    let mut out = Emitter { source, out: CleanText::default() };
    for (range, reason) in &source.left_out {
        out.drop_source(range.clone(), reason);
    }
    for line in &lines {
        out.line(line, markup, &mojibake);
    }
    out.finish()
}

/// Builds the clean text, keeping map and dropped list complete.
struct Emitter<'a> {
    source: &'a SourceText,
    out: CleanText,
}

/// What to do with one stretch of a line.
enum Step<'a> {
    Copy(Range<usize>),
    Replace(Range<usize>, &'a str),
    Blank(Range<usize>),
    Drop(Range<usize>, &'static str),
}

impl Emitter<'_> {
    fn line(&mut self, line: &Line, markup: &[Range<usize>], mojibake: &[mojibake::Repair]) {
        if let Some(reason) = &line.drop {
            self.drop_text(line.body.start..line.end, reason);
            return;
        }
        let begins = self.out.text.len();
        let joined = line.joins && self.out.paragraphs.last().is_some_and(|p| p.end + 1 == begins);
        let mut blank: Option<Range<usize>> = None;
        let mut visible = joined;
        repair::steps(&self.source.text, line.body.clone(), markup, mojibake, |step| match step {
            Step::Drop(range, reason) => {
                // Blanks before a dropped mark keep their place in the order of the source.
                if !visible && let Some(b) = blank.take() {
                    self.drop_text(b, "blank");
                }
                match blank.take() {
                    Some(b) if visible => {
                        self.space(b);
                        visible = false;
                        self.drop_text(range, reason);
                    }
                    _ => self.drop_text(range, reason),
                }
            }
            Step::Blank(range) => blank = Some(blank.take().map_or(range.clone(), |b| b.start..range.end)),
            Step::Copy(_) | Step::Replace(..) => {
                if let Some(b) = blank.take() {
                    if visible { self.space(b) } else { self.drop_text(b, "blank") }
                }
                visible = true;
                match step {
                    Step::Copy(range) => self.copy(range),
                    Step::Replace(range, text) => self.replace(range, text),
                    _ => {}
                }
            }
        });
        if let Some(b) = blank {
            self.drop_text(b, "blank");
        }
        self.end_line(line, begins, joined);
    }

    /// Closes a line: its terminator becomes the paragraph separator, or a blank where the next
    /// line joins on, or is dropped where the line had no words.
    fn end_line(&mut self, line: &Line, begins: usize, joined: bool) {
        let terminator = line.body.end..line.end;
        if self.out.text.len() == begins {
            self.drop_text(terminator, "blank");
            return;
        }
        let body_end = self.out.text.trim_end_matches(' ').len();
        let range = begins..body_end;
        match self.out.paragraphs.last_mut() {
            Some(last) if joined => last.end = range.end,
            _ => self.out.paragraphs.push(range),
        }
        if !terminator.is_empty() {
            let mark = if line.joined_by_next { ' ' } else { '\n' };
            self.out.text.push(mark);
            let origin = self.source.origin(terminator);
            self.out.map.push_whole(1, origin);
        }
    }

    fn space(&mut self, range: Range<usize>) {
        self.out.text.push(' ');
        if &self.source.text[range.clone()] == " " {
            self.same(range);
        } else {
            self.out.map.push_whole(1, self.source.origin(range));
        }
    }

    fn copy(&mut self, range: Range<usize>) {
        self.out.text.push_str(&self.source.text[range.clone()]);
        self.same(range);
    }

    /// Maps characters that were copied as they are.
    fn same(&mut self, range: Range<usize>) {
        if self.source.same_bytes() {
            self.out.map.push_same(range.len(), self.source.origin(range).start);
            return;
        }
        for (i, c) in self.source.text[range.clone()].char_indices() {
            let at = range.start + i;
            self.out.map.push_char(c.len_utf8(), self.source.origin(at..at + c.len_utf8()));
        }
    }

    fn replace(&mut self, range: Range<usize>, text: &str) {
        self.out.text.push_str(text);
        self.out.map.push_whole(text.len(), self.source.origin(range));
    }

    fn drop_text(&mut self, range: Range<usize>, reason: &str) {
        if !range.is_empty() {
            self.drop_source(self.source.origin(range), reason);
        }
    }

    fn drop_source(&mut self, range: Range<usize>, reason: &str) {
        match self.out.dropped.last_mut() {
            Some(last) if last.source.end == range.start && last.reason == reason => {
                last.source.end = range.end;
            }
            _ => self.out.dropped.push(Dropped { source: range, reason: reason.to_string() }),
        }
    }

    /// A separator after the last paragraph stays in the text as its final line feed.
    fn finish(self) -> CleanText {
        self.out
    }
}

#[cfg(test)]
mod tests;
