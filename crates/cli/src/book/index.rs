//! The full-text index of a book: what has changed goes in; what the book no longer has goes with it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use casebook_facts::{EvidenceId, Marks};
use casebook_search::{CACHE_BYTES, Index, Passage, Reader, Secret, Trouble as SearchTrouble, Writer};
use casebook_store::{Book, Document, INDEX, Trouble as StoreTrouble};
use serde_json::Value;

use crate::args::AtBook;
use crate::book::store_trouble;
use crate::trouble::Trouble;

/// Memory of the writer, in bytes.
const HEAP: usize = 96 << 20;
/// A passage has about so many characters at least, and at most.
const PASSAGE: Range<usize> = 240..1200;

/// Opens the index of a book; one made by an earlier version or damaged is made anew by the writer.
pub fn open(book: &Book) -> Result<Index, SearchTrouble> {
    let key = book.key_for("casebook index 1");
    Index::open_or_create(&folder(book), &Secret::from(key), CACHE_BYTES)
}

fn folder(book: &Book) -> PathBuf {
    book.folder().join(INDEX)
}

/// Drops the index.
pub fn drop_index(book: &Book) -> std::io::Result<()> {
    crate::outside::remove_folder(&folder(book))
}

/// A reader that has seen as much as the index has.
pub fn reader(book: &Book) -> Result<Reader, SearchTrouble> {
    open(book)?.reader()
}

/// Brings the index up to date, if it is not.
///
/// # Errors
/// Trouble of the book or of the index.
pub fn refresh(book: &Book, at: &AtBook) -> Result<(), Trouble> {
    let covers = open(book).and_then(|index| index.covers()).unwrap_or(0);
    let waiting = book.changed_since(i64::try_from(covers).unwrap_or(0)).map_err(|t| store_trouble(at, &t))?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut indexing = Indexing::begin(book, at)?;
    indexing.catch_up(book, at)?;
    indexing.end(at)
}

/// Writes to the index as documents come in.
pub struct Indexing {
    writer: Writer,
    seen: i64,
    pending: usize,
    /// As of the beginning: who writes the index holds the book, so nobody else decides meanwhile.
    marks: BTreeMap<EvidenceId, Marks>,
}

/// Passages written between two commits of the index.
const COMMIT: usize = 200_000;

impl Indexing {
    /// Opens the index for writing; a damaged one, or one of another version, is dropped and made again.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn begin(book: &Book, at: &AtBook) -> Result<Indexing, Trouble> {
        let writer = open(book).and_then(|index| Ok((index.covers()?, index.writer(1, HEAP)?)));
        let (seen, writer) = match writer {
            Ok(open) => open,
            Err(SearchTrouble::Damaged | SearchTrouble::Outdated | SearchTrouble::NoIndex) => {
                drop_index(book).map_err(|e| Trouble::io(&folder(book), &e))?;
                let index = open(book).map_err(|t| trouble(at, &t))?;
                (0, index.writer(1, HEAP).map_err(|t| trouble(at, &t))?)
            }
            Err(other) => return Err(trouble(at, &other)),
        };
        let decisions = book.decisions().map_err(|t| store_trouble(at, &t))?;
        let marks = Marks::of(decisions.iter().map(|(_, decision)| decision));
        Ok(Indexing { writer, seen: i64::try_from(seen).unwrap_or(0), pending: 0, marks })
    }

    /// Brings in what has changed since the index last saw the book.
    ///
    /// # Errors
    /// Trouble of the book or of the index.
    pub fn catch_up(&mut self, book: &Book, at: &AtBook) -> Result<(), Trouble> {
        let changed = book.changed_since(self.seen).map_err(|t| store_trouble(at, &t))?;
        for (number, change) in changed {
            self.document(book, number).map_err(|t| match t {
                Failed::Store(t) => store_trouble(at, &t),
                Failed::Search(t) => trouble(at, &t),
            })?;
            self.seen = change;
            if self.pending > COMMIT {
                self.commit(at)?;
            }
        }
        Ok(())
    }

    /// Makes what is in the index last.
    ///
    /// # Errors
    /// Trouble of the index.
    pub fn commit(&mut self, at: &AtBook) -> Result<(), Trouble> {
        self.pending = 0;
        self.writer.commit(u64::try_from(self.seen).unwrap_or(0)).map_err(|t| trouble(at, &t))
    }

    /// Ends the writing; merges are waited for.
    ///
    /// # Errors
    /// Trouble of the index.
    pub fn end(mut self, at: &AtBook) -> Result<(), Trouble> {
        self.commit(at)?;
        self.writer.finish().map_err(|t| trouble(at, &t))
    }

    fn document(&mut self, book: &Book, number: i64) -> Result<(), Failed> {
        let Some(text) = book.clean_text(number)? else { return Ok(()) };
        let document = book.document(number)?;
        let reading = book.reading(number)?.and_then(|json| serde_json::from_str(&json).ok());
        self.writer.remove(id(number));
        let marks = document.described.sha256.and_then(|id| self.marks.get(&id));
        for passage in passages(&document, &text, reading.as_ref(), marks) {
            self.writer.add(&passage)?;
            self.pending += 1;
        }
        Ok(())
    }
}

enum Failed {
    Store(StoreTrouble),
    Search(SearchTrouble),
}

impl From<StoreTrouble> for Failed {
    fn from(trouble: StoreTrouble) -> Failed {
        Failed::Store(trouble)
    }
}

impl From<SearchTrouble> for Failed {
    fn from(trouble: SearchTrouble) -> Failed {
        Failed::Search(trouble)
    }
}

/// What went wrong with the index, said as everything else is.
pub fn trouble(at: &AtBook, trouble: &SearchTrouble) -> Trouble {
    Trouble::new(at.book.display(), trouble.to_string(), trouble.hint())
}

/// A document's number as the index has it.
fn id(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Where the passages of a text are, in bytes: paragraphs, short ones joined, long ones cut between sentences.
pub fn cut(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match out.last_mut() {
            Some(last) if last.len() < PASSAGE.start && last.len() + line.len() < PASSAGE.end => last.end = end,
            _ => out.push(start..end),
        }
        start = end;
    }
    out.into_iter().flat_map(|range| shorten(text, range)).collect()
}

/// Cuts a long passage after the last sentence that fits, or between words.
fn shorten(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (mut out, mut start) = (Vec::new(), range.start);
    while range.end - start > PASSAGE.end {
        let limit = text.floor_char_boundary(start + PASSAGE.end);
        let piece = &text[start..limit];
        let at = piece.rfind(". ").map(|i| i + 2).or_else(|| piece.rfind(' ').map(|i| i + 1)).unwrap_or(piece.len());
        out.push(start..start + at);
        start += at;
    }
    out.push(start..range.end);
    out
}

/// The passages of a document with what its reading found in each.
fn passages(document: &Document, text: &str, reading: Option<&Value>, marks: Option<&Marks>) -> Vec<Passage> {
    let tags =
        |points: &Range<usize>| marks.map(|m| m.of_passage(points).tags.into_iter().collect()).unwrap_or_default();
    let found = reading.map(Found::of).unwrap_or_default();
    let about = &document.described.about;
    let language = reading.and_then(|r| r["document"]["language"].as_str()).unwrap_or("");
    let published = reading.and_then(|r| r["document"]["published"].as_str()).or(about.published.as_deref());
    let source = reading.and_then(|r| r["document"]["publisher"].as_str()).or(about.publisher.as_deref());
    let mut begins = 0usize;
    cut(text)
        .into_iter()
        .enumerate()
        .map(|(n, range)| {
            let words = &text[range];
            let points = begins..begins + words.chars().count();
            begins = points.end;
            let within = |all: &[(usize, String)]| {
                let mut inside: Vec<String> =
                    all.iter().filter(|(at, _)| points.contains(at)).map(|(_, v)| v.clone()).collect();
                inside.sort();
                inside.dedup();
                inside
            };
            Passage {
                document: id(document.number),
                number: u32::try_from(n).unwrap_or(u32::MAX),
                text: words.to_string(),
                title: if n == 0 { about.title.clone().unwrap_or_default() } else { String::new() },
                people: within(&found.people),
                predicates: within(&found.predicates),
                places: within(&found.places),
                source: source.unwrap_or("").to_string(),
                language: language.to_string(),
                day: published.and_then(day),
                tags: tags(&points),
            }
        })
        .collect()
}

/// Days since 1970-01-01 of a day `YYYY-MM-DD`.
fn day(text: &str) -> Option<i32> {
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    date.since(jiff::civil::date(1970, 1, 1)).ok().map(|span| span.get_days())
}

/// What a reading found, each with the code point it begins at.
#[derive(Default)]
struct Found {
    people: Vec<(usize, String)>,
    predicates: Vec<(usize, String)>,
    places: Vec<(usize, String)>,
}

impl Found {
    fn of(reading: &Value) -> Found {
        let mut found = Found::default();
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        let at = |v: &Value| usize::try_from(v["start"].as_u64()?).ok();
        for person in list(&reading["people"]) {
            for mention in list(&person["mentions"]) {
                if let (Some(at), Some(quote)) = (at(&mention), mention["quote"].as_str()) {
                    // "he" finds nobody; the person's name does.
                    let name = person["name"].as_str().filter(|n| !n.is_empty()).unwrap_or(quote);
                    found.people.push((at, name.to_string()));
                    if quote.chars().next().is_some_and(char::is_uppercase) {
                        found.people.push((at, quote.to_string()));
                    }
                }
            }
        }
        for claim in list(&reading["claims"]) {
            for anchor in list(&claim["anchors"]).iter().take(1) {
                let (Some(at), Some(predicate)) = (at(anchor), claim["predicate"].as_str()) else { continue };
                found.predicates.push((at, predicate.to_string()));
                if let Some(place) = claim["where"].as_str() {
                    found.places.push((at, place.to_string()));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_cover_the_text_without_gaps_and_stay_short() {
        let long = format!("{}\nShort.\n{}", "One sentence here. ".repeat(200), "é".repeat(5000));
        for text in ["", "a", "A line.\nAnother line.\n", &long] {
            let cut = cut(text);
            assert_eq!(cut.iter().map(|r| &text[r.clone()]).collect::<String>(), *text);
            assert!(cut.iter().all(|r| r.len() <= PASSAGE.end));
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day("1970-01-02"), Some(1));
        assert_eq!(day("2024-02-29"), Some(19_782));
        assert_eq!(day("2024"), None);
    }
}
