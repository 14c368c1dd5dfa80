//! `casebook search`: passages that answer a question, lit in context; and searches that are kept and report what is new.

mod cases;

use std::fmt::Write;
use std::ops::Range;

use casebook_facts::Marks;
use casebook_search::{Hit, Light, Query};
use casebook_store::{Access, Book, Document, SavedSearch};

use crate::args::{AtBook, Search};
use crate::book::search::cases::Near;
use crate::book::{self, docs, index, said, stamp};
use crate::outside;
use crate::style::{DIM, MATCH, NAME, RESET};
use crate::trouble::Trouble;

/// Runs the verb; the exit code: 0 something was found, 1 nothing.
pub fn run(args: &Search) -> u8 {
    work(args).unwrap_or_else(|code| code)
}

fn work(args: &Search) -> Result<u8, u8> {
    let at = &args.book.at;
    let saves = args.save.is_some() || args.forget.is_some() || args.new.is_some();
    let mut open = book::open(&args.book, if saves { Access::Write } else { Access::Read }).ok_or(2u8)?;
    if args.saved {
        return list(&open, at);
    }
    if let Some(name) = &args.forget {
        return forget(&mut open, args, name);
    }
    let saved = match &args.new {
        Some(name) => Some(saved(&open, at, name)?),
        None => None,
    };
    let question = saved.as_ref().map_or_else(|| args.query.join(" "), |s| s.query.clone());
    let query = Query::parse(&question).map_err(|error| {
        Trouble::new("search", error.to_string(), error.hint).print();
        2u8
    })?;
    let last = said(at, open.last_change())?;
    let shown = match &saved {
        Some(saved) => new(&open, args, &query, saved.seen)?,
        None => page(&open, args, &query)?,
    };
    if let Some(name) = args.save.clone().or_else(|| args.new.clone()) {
        let stamp = stamp(&args.book);
        let seen = if saved.is_some() { last } else { 0 };
        let entry = SavedSearch { name, query: question, seen, by: stamp.by, at: stamp.at };
        said(at, open.save_search(&entry))?;
    }
    Ok(u8::from(shown == 0))
}

/// Prints a page of answers; their number.
fn page(open: &Book, args: &Search, query: &Query) -> Result<usize, u8> {
    let at = &args.book.at;
    let reader = index::reader(open).map_err(|t| failed(at, &t))?;
    behind(open, at, reader.covers())?;
    let hits = reader.search(query, args.limit, args.skip).map_err(|t| failed(at, &t))?;
    let n = hits.hits.len();
    show(open, args, query, hits.hits)?;
    if args.json {
        return Ok(n);
    }
    if n == 0 && args.skip == 0 {
        eprintln!("Nothing in the book answers this.");
        eprintln!("hint: fewer words find more; a word with ~ after it may be misspelt, person:NAME always may");
    } else if hits.more {
        let total = reader.count(query).map_err(|t| failed(at, &t))?;
        eprintln!("note: {n} of {total} passages; more with --skip {}", args.skip + n);
    }
    Ok(n)
}

/// Prints what answers and has changed after `seen`; its number.
fn new(open: &Book, args: &Search, query: &Query, seen: i64) -> Result<usize, u8> {
    let at = &args.book.at;
    let reader = index::reader(open).map_err(|t| failed(at, &t))?;
    let changed = said(at, open.new_since(seen))?;
    let total = usize::try_from(reader.count(query).map_err(|t| failed(at, &t))?).unwrap_or(usize::MAX);
    let all = reader.search(query, total.max(1), 0).map_err(|t| failed(at, &t))?;
    let fresh: Vec<Hit> = all.hits.into_iter().filter(|h| changed.contains(&number(h))).collect();
    let n = fresh.len();
    show(open, args, query, fresh)?;
    if !args.json {
        eprintln!("{n} passages are new or were read anew since this search was last run");
    }
    Ok(n)
}

fn show(open: &Book, args: &Search, query: &Query, hits: Vec<Hit>) -> Result<(), u8> {
    let at = &args.book.at;
    let light = Light::new(query);
    let mut answers: Vec<Answer> = Vec::new();
    let decisions = said(at, open.decisions())?;
    let marks = Marks::of(decisions.iter().map(|(_, decision)| decision));
    for hit in hits {
        let document = said(at, open.document(number(&hit)))?;
        // The same bytes received in two places are one document.
        let same =
            |a: &&mut Answer| a.hit.number == hit.number && a.document.described.sha256 == document.described.sha256;
        if let Some(shown) = answers.iter_mut().find(same) {
            shown.copies += 1;
            continue;
        }
        let text = said(at, open.clean_text(document.number))?.unwrap_or_default();
        let Some(range) = index::cut(&text).into_iter().nth(hit.number as usize) else { continue };
        let begins = text[..range.start].chars().count();
        let words = text[range].to_string();
        let points = begins..begins + words.chars().count();
        let cases = cases::within(&said(at, open.reading(document.number))?.unwrap_or_default(), &points);
        let marks = document.described.sha256.and_then(|id| marks.get(&id)).map(|m| m.of_passage(&points));
        let marks = marks.unwrap_or_default();
        answers.push(Answer { marks, document, hit, lit: light.ranges(&words), words, points, cases, copies: 0 });
    }
    for answer in answers {
        let out = if args.json { json(&answer) } else { passage(&answer) };
        if outside::print(&out).is_err() {
            return Err(0);
        }
    }
    Ok(())
}

/// A passage that answers, with where it is.
struct Answer {
    document: Document,
    hit: Hit,
    words: String,
    /// Code points of the clean text.
    points: Range<usize>,
    lit: Vec<Range<usize>>,
    cases: Vec<Near>,
    marks: Marks,
    /// How often the same passage of the same document answers besides.
    copies: usize,
}

fn json(answer: &Answer) -> String {
    let Answer { document, hit, words, points, lit, .. } = answer;
    let (d, begins) = (&document.described, points.start);
    let value = serde_json::json!({
        "document": d.sha256.map(|id| id.to_string()), "title": docs::title(document), "name": d.name,
        "locator": d.locator, "publisher": d.about.publisher, "published": d.about.published,
        "address": d.about.address, "score": hit.score,
        "start": begins, "end": points.end, "text": words.trim_end(), "copies": answer.copies,
        "tags": answer.marks.tags, "read_by": answer.marks.read_by,
        "notes": answer.marks.notes.iter().map(docs::note).collect::<Vec<_>>(),
        "cases": answer.cases.iter().map(|c| serde_json::json!({"person": c.person, "name": c.name})).collect::<Vec<_>>(),
        "lit": lit.iter().map(|r| [begins + r.start, begins + r.end]).collect::<Vec<_>>(),
    });
    format!("{value}\n")
}

fn passage(answer: &Answer) -> String {
    let Answer { document, words, lit, .. } = answer;
    let mut out = format!("{NAME}{}{RESET}", docs::title(document));
    let about = &document.described.about;
    for part in [about.publisher.as_deref(), about.published.as_deref()].into_iter().flatten() {
        let _ = write!(out, "  {part}");
    }
    let copies = if answer.copies > 0 { format!("  +{} copies", answer.copies) } else { String::new() };
    let Range { start, end } = answer.points;
    let _ = writeln!(out, "  {DIM}{}:{start}-{end}{copies}{RESET}", docs::short(document));
    if !answer.cases.is_empty() {
        let one = |c: &Near| format!("{} {DIM}{}:{}{RESET}", c.name, docs::short(document), c.person);
        let _ = writeln!(out, "  {DIM}case{RESET} {}", answer.cases.iter().map(one).collect::<Vec<_>>().join(", "));
    }
    let mut shown = String::new();
    for (i, c) in words.trim_end().chars().enumerate() {
        if lit.iter().any(|r| r.start == i) {
            shown.push_str(&MATCH.render().to_string());
        }
        shown.push(if c == '\n' { ' ' } else { c });
        if lit.iter().any(|r| r.end == i + 1) {
            shown.push_str(&RESET.render().to_string());
        }
    }
    let _ = writeln!(out, "  {shown}\n{}", docs::marked(&answer.marks));
    out
}

fn number(hit: &Hit) -> i64 {
    i64::try_from(hit.document).unwrap_or(0)
}

/// Says when documents are not searchable yet.
fn behind(open: &Book, at: &AtBook, covers: u64) -> Result<(), u8> {
    let waiting = said(at, open.changed_since(i64::try_from(covers).unwrap_or(0)))?.len();
    if waiting > 0 {
        eprintln!(
            "note: {waiting} documents are not searchable yet; `casebook reread` or the next `add` brings them in"
        );
    }
    Ok(())
}

fn failed(at: &AtBook, trouble: &casebook_search::Trouble) -> u8 {
    index::trouble(at, trouble).print();
    2
}

fn list(open: &Book, at: &AtBook) -> Result<u8, u8> {
    let all = said(at, open.saved_searches())?;
    if all.is_empty() {
        eprintln!("No searches are saved. Save one with `casebook search QUERY --save NAME`.");
    }
    for search in all {
        let _ = outside::print(&format!(
            "{NAME}{}{RESET}  {}  {DIM}{} {}{RESET}\n",
            search.name, search.query, search.by, search.at
        ));
    }
    Ok(0)
}

fn saved(open: &Book, at: &AtBook, name: &str) -> Result<SavedSearch, u8> {
    let found = said(at, open.saved_searches())?.into_iter().find(|s| s.name == name);
    found.ok_or_else(|| {
        Trouble::new(name, "no search is saved under this name", "list them with `casebook search --saved`").print();
        2
    })
}

fn forget(open: &mut Book, args: &Search, name: &str) -> Result<u8, u8> {
    let at = &args.book.at;
    let stamp = stamp(&args.book);
    let gone = SavedSearch { query: String::new(), by: stamp.by, at: stamp.at, ..saved(open, at, name)? };
    said(at, open.save_search(&gone))?;
    eprintln!("The search is no longer saved.");
    Ok(0)
}
