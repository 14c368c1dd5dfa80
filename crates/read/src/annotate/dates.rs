//! Dates and periods to EDTF, with the day of publication as anchor. What neither the text nor its
//! own date fixes stays without a value.
//!
//! A date is the words of the date alone: what "since", "by" and "until" make of it is the relation of
//! an event to it, and is said by [`crate::when`]. Two dates with "from … to" between them are a period,
//! annotated beside them. Words live in the packs (`time.toml`), grammar here: one file per idea.

mod anaphora;
mod calendar;
mod day;
pub mod edtf;
mod named;
mod range;
mod relative;
mod tense;
mod year;

use std::ops::Range;

use casebook_packs::WordId;

use super::{Annotations, Label};
use crate::doc::Doc;
use day::Known;
pub use day::{Anchor, Day, month_length};

/// Marks all dates and periods of a document.
pub fn annotate(doc: &Doc<'_>, anchor: Option<Anchor>, out: &mut Annotations) {
    // A day of publication far off every calendar is a misprint.
    let anchor = anchor.filter(|a| (1000..=2100).contains(&a.day.year));
    let known = anchor.map_or(Known::Around, |a| a.known);
    let anchor = anchor.map(|a| a.day);
    let mut said: Option<Said> = None;
    let mut at = 0;
    while at < doc.words.len() {
        let scan = Scan {
            doc,
            out,
            anchor,
            known,
            said: &said,
            sentence: doc.words[at].sentence,
            end: doc.sentence(at).tokens.end,
        };
        if let Some(period) = scan.period(at) {
            let last = period.second.as_ref().unwrap_or(&period.first);
            said = last.1.said(last.0.start).or(said);
            at = period.mark(at, out);
        } else if let Some(point) = scan.point(at) {
            said = point.said(at).or(said);
            let end = point.end;
            out.push(at..end, Label::Date, point.edtf);
            at = end;
        } else {
            at += 1;
        }
    }
}

/// The date named last.
#[derive(Clone, Debug)]
struct Said {
    edtf: String,
    at: usize,
    /// Was its year printed, or taken from one that was?
    explicit: bool,
}

/// A date that begins at some token.
#[derive(Clone, Debug)]
struct Point {
    /// Token after it.
    end: usize,
    /// EDTF; empty where it is not fixed.
    edtf: String,
    /// Was its year printed, or taken from one that was?
    explicit: bool,
    /// Month and day that were printed without a year.
    yearless: Option<(u8, Option<u8>)>,
}

impl Point {
    fn explicit(end: usize, edtf: String) -> Point {
        Point { end, edtf, explicit: true, yearless: None }
    }

    fn relative((end, edtf): (usize, String)) -> Point {
        Point { end, edtf, explicit: false, yearless: None }
    }

    fn said(&self, at: usize) -> Option<Said> {
        (!self.edtf.is_empty()).then(|| Said { edtf: self.edtf.clone(), at, explicit: self.explicit })
    }
}

/// A period between two dates; the second is missing where it is the present.
struct Periods {
    first: (Range<usize>, Point),
    second: Option<(Range<usize>, Point)>,
    end: usize,
    edtf: String,
}

impl Periods {
    fn mark(self, at: usize, out: &mut Annotations) -> usize {
        out.push(at..self.end, Label::Period, self.edtf);
        out.push(self.first.0, Label::Date, self.first.1.edtf);
        if let Some((tokens, point)) = self.second {
            out.push(tokens, Label::Date, point.edtf);
        }
        self.end
    }
}

/// Token after the date, and its value.
type Found = Option<(usize, String)>;

/// What the rules look at. Every rule is asked at a token and answers with the date that begins there.
#[derive(Clone, Copy)]
struct Scan<'a, 'd> {
    doc: &'a Doc<'d>,
    out: &'a Annotations,
    anchor: Option<Day>,
    /// How far it is known.
    known: Known,
    said: &'a Option<Said>,
    sentence: usize,
    /// End of the sentence.
    end: usize,
}

impl Scan<'_, '_> {
    /// The anchor, where its very day is known.
    fn today(&self) -> Option<Day> {
        self.anchor.filter(|_| self.known == Known::Day)
    }

    fn form(&self, at: usize) -> &str {
        if at < self.end { self.doc.form(at) } else { "" }
    }

    fn is(&self, at: usize, word: WordId) -> bool {
        at < self.end && self.doc.words[at].form == word
    }

    /// Does the token stand in the sentence?
    fn inside(&self, at: usize) -> bool {
        at < self.end && self.doc.words[at].sentence == self.sentence
    }

    /// Is this the word right before?
    fn before(&self, at: usize, word: WordId) -> bool {
        at.checked_sub(1).is_some_and(|t| self.inside(t) && self.doc.words[t].form == word)
    }

    /// A date, the most telling reading first.
    fn point(&self, at: usize) -> Option<Point> {
        if at >= self.end {
            return None;
        }
        let relative = |found: Found| found.map(Point::relative);
        let explicit = |found: Found| found.map(|(end, edtf)| Point::explicit(end, edtf));
        let point = explicit(self.named(at))
            .or_else(|| self.range(at))
            .or_else(|| self.digits(at))
            .or_else(|| self.calendar(at))
            .or_else(|| explicit(self.part(at)))
            .or_else(|| self.month_alone(at))
            .or_else(|| relative(self.led_month(at)))
            .or_else(|| relative(self.season(at)))
            .or_else(|| explicit(self.decade(at)))
            .or_else(|| explicit(self.century(at)))
            .or_else(|| self.bare_year(at))
            .or_else(|| relative(self.named_day(at)))
            .or_else(|| relative(self.weekday(at)))
            .or_else(|| relative(self.weekend(at)))
            .or_else(|| relative(self.ago(at)))
            .or_else(|| self.anaphoric(at).map(|found| self.counted_from_said(found)))
            .or_else(|| relative(self.stretch(at)))
            .or_else(|| relative(self.unit(at)))
            .or_else(|| self.feast(at))?;
        Some(self.approximate(at, point))
    }

    /// A date counted from the one named before has its year from there.
    fn counted_from_said(&self, found: (usize, String)) -> Point {
        let explicit = !found.1.is_empty() && self.said.as_ref().is_some_and(|said| said.explicit);
        Point { explicit, ..Point::relative(found) }
    }

    /// "around 2010": about then.
    fn approximate(&self, at: usize, mut point: Point) -> Point {
        let led = |p: &Vec<WordId>| {
            at.checked_sub(p.len())
                .is_some_and(|s| p.iter().enumerate().all(|(i, w)| self.inside(s + i) && self.is(s + i, *w)))
        };
        let plain = !point.edtf.is_empty() && !point.edtf.contains(['/', '~', 'X']);
        if plain && self.doc.packs.time.approximate.iter().any(led) {
            point.edtf.push('~');
        }
        point
    }
}

#[cfg(test)]
mod tests;
