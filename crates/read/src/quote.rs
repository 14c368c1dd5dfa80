//! Quotations: pairs of marks, with speech told from titles and scare quotes.

use std::ops::Range;

use casebook_model::Upos;

use crate::doc::Doc;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Tokens between the marks, marks excluded.
    pub tokens: Range<usize>,
    /// Somebody's words: a clause, not a title, a name or a word held at arm's length.
    pub speech: bool,
}

impl Quote {
    /// Do the quote and a token range share a token?
    #[must_use]
    pub fn overlaps(&self, range: &Range<usize>) -> bool {
        self.tokens.start < range.end && range.start < self.tokens.end
    }
}

/// Is a token a quotation mark of any shape, apostrophes among them?
pub fn is_mark(doc: &Doc<'_>, token: usize) -> bool {
    matches!(doc.form(token), "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''")
}

/// All quotations of a document. A mark left open at the end of a paragraph closes there; the next
/// paragraph opens its own, as printers do.
pub fn find(doc: &Doc<'_>) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let mut paragraph = usize::MAX;
    for t in 0..doc.words.len() {
        let here = doc.sentence(t).paragraph;
        if here != paragraph {
            if let Some(start) = open.take() {
                close(doc, start, t, &mut out);
            }
            paragraph = here;
        }
        match doc.form(t) {
            "“" | "„" | "«" => open = Some(t + 1),
            "”" | "»" => {
                if let Some(start) = open.take() {
                    close(doc, start, t, &mut out);
                }
            }
            "\"" => match open.take() {
                Some(start) => close(doc, start, t, &mut out),
                None => open = Some(t + 1),
            },
            // A single mark opens before a word and closes after one; an apostrophe does neither.
            "‘" => open = open.or(Some(t + 1)),
            "'" | "’" if opens_single(doc, t) && open.is_none() => open = Some(t + 1),
            "'" | "’" if open.is_some_and(|s| s > 0 && matches!(doc.form(s - 1), "'" | "‘" | "’")) => {
                if let Some(start) = open.take() {
                    close(doc, start, t, &mut out);
                }
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        close(doc, start, doc.words.len(), &mut out);
    }
    out
}

fn opens_single(doc: &Doc<'_>, t: usize) -> bool {
    let blank_before = t == 0
        || doc.words[t - 1].span.end < doc.words[t].span.start
        || doc.words[t - 1].sentence != doc.words[t].sentence;
    blank_before && !doc.spaced(t)
}

fn close(doc: &Doc<'_>, start: usize, end: usize, out: &mut Vec<Quote>) {
    if start < end {
        out.push(Quote { tokens: start..end, speech: speech(doc, start..end) });
    }
}

/// A clause of four words or more with a verb, or any sentence of its own.
fn speech(doc: &Doc<'_>, tokens: Range<usize>) -> bool {
    let words = tokens.clone().filter(|t| doc.words[*t].upos != Upos::Punct).count();
    let verb = tokens.clone().any(|t| matches!(doc.words[t].upos, Upos::Verb | Upos::Aux));
    words >= 4 && verb
}
