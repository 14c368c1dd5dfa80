//! Dates of GUM's news and interviews against what the reading says they are.
//!
//! Gold: every `<date>` of the documents (train and dev; another part by name, with `--part`; other genres with `--all`). The text
//! is rebuilt from the tokens: blocks as paragraphs, `<w>` without blanks, punctuation by the usual
//! rules. The day of publication is the `dateCreated` of the document's head, handed to the reading as
//! `casebook read --published` does; `--blind` withholds it, so only a dateline in the text is left.
//!
//! Value: both sides become an interval of days, and must be the same interval.
//! - `when="2004"`, `"2004-12"`, `"2004-12-26"`: the year, the month, the day. `from`/`to` and
//!   `notBefore`/`notAfter`: first day of the first to last day of the second; open where one is missing.
//! - EDTF: as its specification says; `~`, `?`, `%` do not move a border; `193X` is the decade, `19XX` the
//!   century. Seasons have no borders there, and GUM gives them two: summer, 22, is June to August and
//!   June to September. Both are met.
//! - Underspecified gold (`--10`, October of no year) is right only with the same (`XXXX-10`).
//! - What cannot be read as any of these (one `when` has a stray minus) counts and cannot be met.
//!
//! Pairs: one annotation for one gold span, the same value first, then the longest overlap. `overlap`
//! asks for one shared character, `identical` for the same borders. Precision is over annotations with
//! a value, recall over gold spans; gold spans on words that are durations count against recall.
//! Excluded, with the annotations on them: gold with a time of day, which a date does not hold.
//! `found` is overlap whatever the value, over all date annotations; `relative` are annotations
//! without a value, because neither the text nor its date fixes them. `adrift` are those that would be
//! without one if the day of publication were unknown altogether, dateline and all.

mod value;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use casebook_facts::Evidence;
use casebook_read::Options;
use casebook_read::annotate::{Annotations, Day, Label};
use casebook_read::doc::Doc;
use casebook_read::gear::Gear;
use casebook_read::zone::Zone;
use roxmltree::{Document, Node};

use crate::Outcome;
use crate::overlap::f1;
use value::Value;

/// Measures and prints. `words` are the options after the folder.
pub fn run(data: &Path, words: &[&str]) -> Outcome<()> {
    let flag = |name: &str| words.contains(&name);
    let part = words.iter().position(|w| *w == "--part").and_then(|i| words.get(i + 1));
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    let mut misses: BTreeMap<String, usize> = BTreeMap::new();
    let genres: &[&str] = if flag("--all") { &["GUM_"] } else { &["GUM_news_", "GUM_interview_"] };
    for path in documents(&data.join("gum/xml"), genres)? {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let xml = Document::parse(&text)?;
        let head = xml.root_element();
        let partition = head.attribute("partition").unwrap_or("");
        let wanted = part.map_or(matches!(partition, "train" | "dev"), |p| *p == partition);
        if !wanted {
            continue;
        }
        let genre = head.attribute("type").unwrap_or("");
        let one = document(head, flag("--blind"), &mut misses)?;
        for name in [partition.to_string(), format!("{partition} {genre}"), "all".into()] {
            counts.entry(name).or_default().add(&one);
        }
    }
    println!(
        "{:<16} {:>4} {:>5} {:>5}  {:<20} {:<20} {:<20} {:>8} {:>8} {:>8}",
        "part",
        "docs",
        "gold",
        "dates",
        "value, overlap",
        "value, identical",
        "found",
        "relative",
        "adrift",
        "excluded"
    );
    for (name, c) in &counts {
        c.print(name);
    }
    let shown = if flag("--misses") { misses.len() } else { 0 };
    let mut misses: Vec<_> = misses.into_iter().collect();
    misses.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    misses.iter().take(shown).for_each(|(what, n)| println!("{n:4} {what}"));
    Ok(())
}

/// The documents of some genres, in the order of their names; reddit comes without its words.
fn documents(folder: &Path, genres: &[&str]) -> Outcome<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy();
            let wanted = genres.iter().any(|g| name.starts_with(g)) && !name.starts_with("GUM_reddit_");
            wanted && name.ends_with(".xml")
        })
        .collect();
    paths.sort();
    Ok(paths)
}

/// What is counted, per document and per part.
#[derive(Clone, Debug, Default)]
struct Counts {
    documents: usize,
    gold: usize,
    dates: usize,
    relative: usize,
    adrift: usize,
    overlap: usize,
    identical: usize,
    found: usize,
    excluded: usize,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.documents += other.documents;
        self.gold += other.gold;
        self.dates += other.dates;
        self.relative += other.relative;
        self.adrift += other.adrift;
        self.overlap += other.overlap;
        self.identical += other.identical;
        self.found += other.found;
        self.excluded += other.excluded;
    }

    fn print(&self, name: &str) {
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let figures = |right: usize, made: usize| {
            let (p, r) = (share(right, made), share(right, self.gold));
            format!("P {p:.3} R {r:.3} F {:.3}", f1(p, r)).replace("0.", ".")
        };
        println!(
            "{name:<16} {:>4} {:>5} {:>5}  {:<20} {:<20} {:<20} {:>8} {:>8} {:>8}",
            self.documents,
            self.gold,
            self.dates,
            figures(self.overlap, self.dates - self.relative),
            figures(self.identical, self.dates - self.relative),
            figures(self.found, self.dates),
            self.relative,
            self.adrift,
            self.excluded
        );
    }
}

/// A gold span: bytes of the rebuilt text, and what it says.
#[derive(Clone, Debug)]
struct Gold {
    span: Range<usize>,
    value: Value,
    /// Attributes as they are.
    printed: String,
}

/// A date of the reading: bytes of the rebuilt text, EDTF.
#[derive(Clone, Debug)]
struct Found {
    span: Range<usize>,
    edtf: String,
}

fn document(head: Node<'_, '_>, blind: bool, misses: &mut BTreeMap<String, usize>) -> Outcome<Counts> {
    let mut text = Rebuilt::default();
    text.walk(head);
    let created = head.attribute("dateCreated").and_then(Day::parse).filter(|_| !blind);
    let found = dates(&text.text, created)?;
    let timed = |g: &Gold| g.printed.contains('T');
    let apart: Vec<Gold> = text.gold.iter().filter(|g| timed(g)).cloned().collect();
    let gold: Vec<Gold> = text.gold.iter().filter(|g| !timed(g)).cloned().collect();
    let found: Vec<Found> = found.into_iter().filter(|f| !apart.iter().any(|g| shared(&g.span, &f.span) > 0)).collect();
    let pairs = pairs(&gold, &found);
    let mut out = Counts {
        documents: 1,
        gold: gold.len(),
        dates: found.len(),
        relative: found.iter().filter(|f| f.edtf.is_empty()).count(),
        adrift: adrift(&text.text)?,
        excluded: apart.len(),
        ..Counts::default()
    };
    let words = |span: &Range<usize>| text.text[span.clone()].to_string();
    for (g, gold) in gold.iter().enumerate() {
        let Some(f) = pairs.iter().find(|p| p.0 == g).map(|p| &found[p.1]) else {
            *misses.entry(format!("missed   {:?} {}", words(&gold.span), gold.printed)).or_default() += 1;
            continue;
        };
        let right = gold.value.agrees(&Value::edtf(&f.edtf));
        out.found += 1;
        out.overlap += usize::from(right);
        out.identical += usize::from(right && f.span == gold.span);
        if !right {
            let line =
                format!("value    {:?} {} read as {:?} {}", words(&gold.span), gold.printed, words(&f.span), f.edtf);
            *misses.entry(line).or_default() += 1;
        }
    }
    for (f, date) in found.iter().enumerate().filter(|(f, _)| !pairs.iter().any(|p| p.1 == *f)) {
        let (start, end) = (date.span.start.saturating_sub(40), (date.span.end + 30).min(text.text.len()));
        let (start, end) = (text.text.floor_char_boundary(start), text.text.floor_char_boundary(end));
        let line = format!("surplus  {:?} {} in {:?}", words(&date.span), found[f].edtf, &text.text[start..end]);
        *misses.entry(line).or_default() += 1;
    }
    Ok(out)
}

/// Dates of the reading, at their places in the text that was handed in.
fn dates(text: &str, created: Option<Day>) -> Outcome<Vec<Found>> {
    let packs = casebook_packs::bundled();
    let evidence = Evidence::new("document.txt", text.as_bytes().to_vec());
    let options = Options { gear: Gear::First, published: created, ..Options::default() };
    let reading = casebook_read::read(&evidence, packs, &options).map_err(|e| format!("{e:?}"))?;
    let clean = casebook_text::read(&evidence.bytes, &evidence.name, &options.source, &packs.boilerplate)
        .map_err(|e| format!("{e:?}"))?
        .text;
    let bytes: Vec<usize> = clean.text.char_indices().map(|(i, _)| i).chain([clean.text.len()]).collect();
    let dates = reading.annotations.iter().filter(|a| a.kind == "date");
    Ok(dates
        .map(|a| Found {
            span: clean.map.source(&clean.text, bytes[a.span.start]..bytes[a.span.end]),
            edtf: a.value.clone(),
        })
        .collect())
}

/// Dates without a value when nobody knows the day of publication.
fn adrift(text: &str) -> Outcome<usize> {
    let packs = casebook_packs::bundled();
    let options = casebook_text::Options::default();
    let clean = casebook_text::read(text.as_bytes(), "document.txt", &options, &packs.boilerplate)
        .map_err(|e| format!("{e:?}"))?
        .text;
    let zones = vec![Zone::Body; clean.paragraphs.len()];
    let doc = Doc::new(&clean.text, &clean.paragraphs, &zones, packs);
    let notes = Annotations::of(&doc, None);
    Ok(notes.all().iter().filter(|n| n.label == Label::Date && n.value.is_empty()).count())
}

/// Length of what two ranges share.
fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Pairs of gold and found, one for one: the same value first, then the longest overlap.
fn pairs(gold: &[Gold], found: &[Found]) -> Vec<(usize, usize)> {
    let mut all: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (g, a) in gold.iter().enumerate() {
        for (f, b) in found.iter().enumerate() {
            let length = shared(&a.span, &b.span);
            if length > 0 {
                all.push((a.value.agrees(&Value::edtf(&b.edtf)), length, g, f));
            }
        }
    }
    all.sort_by_key(|(same, length, g, f)| (!same, std::cmp::Reverse(*length), *g, *f));
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (_, _, g, f) in all {
        if out.iter().all(|p| p.0 != g && p.1 != f) {
            out.push((g, f));
        }
    }
    out
}

/// The running text of a document, rebuilt from its tokens.
#[derive(Default)]
struct Rebuilt {
    text: String,
    gold: Vec<Gold>,
    /// Nothing between the last token and the next.
    tight: bool,
    /// Depth of `<w>`.
    words: usize,
    /// Inside `<w>`, after its first token.
    inside: bool,
}

impl Rebuilt {
    fn walk(&mut self, node: Node<'_, '_>) {
        if let Some(lines) = node.text().filter(|_| node.is_text()) {
            lines.lines().filter(|l| !l.trim().is_empty()).for_each(|l| self.token(l));
            return;
        }
        let block =
            matches!(node.tag_name().name(), "p" | "head" | "caption" | "sp" | "item" | "l" | "figure" | "list");
        if block && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
        let word = node.tag_name().name() == "w";
        let before = self.text.len();
        self.words += usize::from(word);
        for child in node.children() {
            self.walk(child);
        }
        self.words -= usize::from(word);
        self.inside &= self.words > 0;
        if block && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
        if node.tag_name().name() == "date" && self.text.len() > before {
            let start = before + self.text[before..].len() - self.text[before..].trim_start().len();
            let printed =
                node.attributes().filter(|a| a.name() != "rend").map(|a| format!("{}={}", a.name(), a.value()));
            let (value, printed) = (Value::gold(node), printed.collect::<Vec<_>>().join(" "));
            self.gold.push(Gold { span: start..self.text.trim_end().len(), value, printed });
        }
    }

    /// A line of the column format: form, tag, lemma, …
    fn token(&mut self, line: &str) {
        let mut columns = line.split('\t');
        let (form, tag) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        let closes = matches!(form, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "}" | "%" | "…" | "...")
            || tag == "''"
            || form == "n't"
            || form == "n’t"
            || (form.starts_with(['\'', '’']) && matches!(tag, "POS" | "VBZ" | "VHZ" | "VHP" | "VBP" | "MD" | "VHD"));
        let first = self.text.is_empty() || self.text.ends_with(['\n', ' ']);
        if !(self.inside || self.tight || closes || first) {
            self.text.push(' ');
        }
        self.text.push_str(form);
        self.inside = self.words > 0;
        self.tight = tag == "``" || matches!(form, "(" | "[" | "{" | "$" | "£" | "€" | "US$" | "#");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_comes_back_with_its_dates_in_place() {
        let xml = "<text><head><s>\nRain\tNN\n</s></head><p><s>\nOn\tIN\n<date when='2004-05-03'>\nMay\tNP\n3\tCD\n</date>\n,\t,\n\
                   <w>\nsix\tCD\n-\tHYPH\nday\tNN\n</w>\nrain\tNN\n``\t``\nhit\tVV\n''\t''\n.\tSENT\n</s></p></text>";
        let xml = Document::parse(xml).unwrap();
        let mut text = Rebuilt::default();
        text.walk(xml.root_element());
        assert_eq!(text.text.trim(), "Rain\n\nOn May 3, six-day rain ``hit''.");
        assert_eq!(&text.text[text.gold[0].span.clone()], "May 3");
    }
}
