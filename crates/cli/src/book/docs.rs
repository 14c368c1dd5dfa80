//! `casebook docs`: what is in the book; and finding one document by what the user calls it.

use std::fmt::Write;

use casebook_facts::{Decision, Marks, Note};
use casebook_store::{Access, Book, Document};

use crate::args::{AtBook, Docs};
use crate::book::{self, MADE, rebuild, said};
use crate::outside;
use crate::style::{DIM, NAME, OPEN, RESET};
use crate::trouble::Trouble;

/// Runs the verb; the exit code.
pub fn run(args: &Docs) -> u8 {
    let Some(open) = book::open(&args.book, Access::Read) else { return 2 };
    let at = &args.book.at;
    if let Some(digits) = &args.document {
        return page(&open, args, digits).err().unwrap_or(0);
    }
    let listed =
        said(at, open.documents()).and_then(|d| Ok((d, said(at, open.counts(MADE))?, said(at, open.decisions())?)));
    let (documents, counts, decisions) = match listed {
        Ok(listed) => listed,
        Err(code) => return code,
    };
    let all = Marks::of(decisions.iter().map(|(_, d)| d));
    let none = Marks::default();
    let by = book::stamp(&args.book).by;
    let marks = |d: &Document| d.described.sha256.and_then(|id| all.get(&id)).unwrap_or(&none);
    for document in documents.iter().filter(|d| wanted(d, marks(d), args, &by)) {
        let line = if args.json { json(document, marks(document)) } else { line(document, marks(document)) };
        if outside::print(&line).is_err() {
            return 0;
        }
    }
    if documents.is_empty() {
        eprintln!("This book is empty. Add what you have with `casebook add FOLDER`.");
    } else if !args.json {
        eprintln!(
            "{} documents in {} pieces of evidence; {} with words, {} of them read; {} could not be opened",
            counts.documents,
            counts.evidence,
            counts.with_words,
            counts.read + counts.outdated,
            counts.refused
        );
        if counts.outdated > 0 {
            eprintln!(
                "note: {} of them by an earlier version of Casebook; `casebook reread` reads them anew",
                counts.outdated
            );
        }
    }
    0
}

/// The page of one document: its cases, with what people decided laid over what was read.
fn page(open: &Book, args: &Docs, digits: &str) -> Result<(), u8> {
    let at = &args.book.at;
    let document = find(open, at, digits)?;
    if args.text {
        let text = said(at, open.clean_text(document.number))?.unwrap_or_default();
        return outside::print(&format!("{text}\n")).map_err(|()| 0);
    }
    let packs = casebook_packs::bundled();
    let mut reading = match said(at, rebuild::reading(open, document.number, packs))? {
        Ok(reading) => reading,
        Err(reason) => {
            Trouble::new(digits, reason, "the file itself is safe; `casebook export` gives it back").print();
            return Err(2);
        }
    };
    let decisions: Vec<Decision> = said(at, open.decisions())?.into_iter().map(|(_, d)| d).collect();
    let decided = casebook_case::decided::apply(&mut reading, &decisions);
    let folded = casebook_case::derive(&reading, packs);
    let marks = Marks::of(&decisions).remove(&reading.evidence).unwrap_or_default();
    let out = if args.json {
        let mut value = casebook_case::format::folded(&folded);
        value["evidence"] = serde_json::json!({"sha256": reading.evidence.to_string(), "name": reading.name});
        value["decided"] = serde_json::json!(decided);
        value["tags"] = serde_json::json!(marks.tags);
        value["notes"] = marks.notes.iter().map(note).collect();
        value["read_by"] = serde_json::json!(marks.read_by);
        format!("{value}\n")
    } else {
        crate::page::document(&reading, &folded, args.quotes) + &marked(&marks)
    };
    outside::print(&out).map_err(|()| 0)
}

fn wanted(document: &Document, marks: &Marks, args: &Docs, by: &str) -> bool {
    let d = &document.described;
    let tagged = |tag: &String| marks.tags.contains(tag) || marks.within.iter().any(|(_, t)| t == tag);
    (!args.refused || d.refusal.is_some())
        && (!args.findings || !d.remarks.is_empty())
        && (!args.unread || d.refusal.is_none() && !marks.read_by.contains(by))
        && args.tag.as_ref().is_none_or(tagged)
}

fn json(document: &Document, marks: &Marks) -> String {
    let d = &document.described;
    let value = serde_json::json!({
        "id": d.sha256.map(|id| id.to_string()), "number": document.number, "evidence": document.evidence(),
        "locator": d.locator, "name": d.name, "media_type": d.media, "about": d.about, "remarks": d.remarks,
        "refusal": d.refusal.as_ref().map(|r| &r.0), "hint": d.refusal.as_ref().map(|r| &r.1), "tags": marks.tags,
        "notes": marks.notes.iter().map(note).collect::<Vec<_>>(), "read_by": marks.read_by,
    });
    format!("{value}\n")
}

/// What people put on a document or a passage: its tags, its notes, who has read it.
pub fn marked(marks: &Marks) -> String {
    let mut out = String::new();
    if !marks.tags.is_empty() || !marks.read_by.is_empty() {
        let tags = marks.tags.iter().map(|t| format!("#{t}  ")).collect::<String>();
        let read = marks.read_by.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let read = if read.is_empty() { read } else { format!("{DIM}read by {read}{RESET}") };
        let _ = writeln!(out, "  {tags}{read}");
    }
    out + &notes(marks, "  ")
}

fn notes(marks: &Marks, indent: &str) -> String {
    let one = |n: &Note| {
        let place = n.begins.map_or(String::new(), |at| format!(" (at {at})"));
        format!("{indent}note{place}: {}  {DIM}{} {}{RESET}\n", n.text, n.stamp.by, n.stamp.at)
    };
    marks.notes.iter().map(one).collect()
}

/// A note as JSON.
pub fn note(note: &Note) -> serde_json::Value {
    serde_json::json!({ "text": note.text, "by": note.stamp.by, "at": note.stamp.at, "start": note.begins })
}

fn line(document: &Document, marks: &Marks) -> String {
    let d = &document.described;
    let mut out = format!("{DIM}{}{RESET}  {NAME}{}{RESET}", short(document), title(document));
    let about = &d.about;
    for part in [about.publisher.as_deref(), about.published.as_deref()].into_iter().flatten() {
        let _ = write!(out, "  {part}");
    }
    if !d.locator.is_empty() {
        let _ = write!(out, "  {DIM}{}{RESET}", d.locator);
    }
    for tag in &marks.tags {
        let _ = write!(out, "  #{tag}");
    }
    out.push('\n');
    out.push_str(&notes(marks, "          "));
    if let Some((reason, hint)) = &d.refusal {
        let _ = writeln!(out, "          {OPEN}not read: {reason}{RESET} ({hint})");
    }
    for remark in &d.remarks {
        let _ = writeln!(out, "          {OPEN}{}{RESET} ({})", remark.message, remark.hint);
    }
    out
}

/// What a document is called.
pub fn title(document: &Document) -> String {
    let d = &document.described;
    d.about.title.clone().unwrap_or_else(|| if d.name.is_empty() { "(no name)".into() } else { d.name.clone() })
}

/// The first digits of a document's id.
pub fn short(document: &Document) -> String {
    document.described.sha256.map_or_else(|| "--------".into(), |id| id.to_string()[..8].to_string())
}

/// The document whose id begins with these digits.
pub fn find(open: &Book, at: &AtBook, digits: &str) -> Result<Document, u8> {
    let told = |message: &str, hint: &str| {
        Trouble::new(digits, message, hint).print();
        Err(2)
    };
    if digits.len() < 4 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return told("not the beginning of a document's id", "take four or more digits from `casebook docs`");
    }
    let found = said(at, open.documents_by_id(digits))?;
    // The same bytes in two containers are one document as far as what is said of it goes.
    let same = found.windows(2).all(|pair| pair[0].described.sha256 == pair[1].described.sha256);
    match found.into_iter().next() {
        None => told("no document of this book has such an id", "list them with `casebook docs`"),
        Some(_) if !same => told("several documents have an id that begins so", "give more digits"),
        Some(document) => Ok(document),
    }
}
