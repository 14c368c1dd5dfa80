//! Opening evidence that is in the book already: containers just taken, what an interruption left, and all of it
//! after a rebuild.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use casebook_facts::EvidenceId;
use casebook_formats::{Found, RowMapping};
use casebook_packs::Packs;
use casebook_store::{Body, Book, Described, NewDocument, Trouble};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::AtBook;
use crate::book::add::Counts;
use crate::book::index::Indexing;
use crate::book::intake::{self, Evidence, Opened};
use crate::book::readers::{Means, beside};
use crate::book::worker::{What, Worker};
use crate::book::{MADE, printed, said};

/// Documents handed to the writer at a time.
const CHUNK: usize = 64;
/// Compressed bytes handed to the writer at a time.
const WEIGHT: usize = 4 << 20;

/// What the opening threads hand to the writer.
enum Message {
    /// Documents of a piece of evidence, from this place on.
    Documents { evidence: i64, name: String, first: usize, documents: Vec<NewDocument> },
    /// All of it has been handed over: so many documents.
    Opened { evidence: i64, n: usize },
    /// Its bytes are not what was written.
    Failed(Trouble),
}

/// Opens all evidence that is not open yet, and brings the index along.
///
/// # Errors
/// Exit code 2, the trouble printed; what is open by then stays open.
pub fn unopened(
    book: &mut Book,
    at: &AtBook,
    means: &Means,
    counts: &mut Counts,
    indexing: &mut Indexing,
) -> Result<(), u8> {
    let numbers = said(at, book.unopened())?;
    if numbers.is_empty() {
        return Ok(());
    }
    let bar = progress(numbers.len());
    let names = said(at, book.first_names())?;
    let next = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(4);
    let read = |book: &Book, to: &SyncSender<Message>| {
        let mut worker = Worker::default();
        while let Some(&number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
            let message = match one(book, number, &names, means, &mut worker, to) {
                Ok(n) => Message::Opened { evidence: number, n },
                Err(trouble) => Message::Failed(trouble),
            };
            if to.send(message).is_err() {
                return;
            }
        }
    };
    let written = beside(book, at, means.threads, sender, read, |book| {
        for message in receiver {
            match message {
                Message::Documents { evidence, name, first, documents } => {
                    said(at, book.add_documents(evidence, first, &documents))?;
                    bar.set_message(format!("{} documents", counts.documents + documents.len()));
                    counts.inside(&name, &documents);
                    printed(indexing.catch_up(book, at))?;
                }
                Message::Opened { evidence, n } => {
                    said(at, book.set_opened(evidence, n, MADE))?;
                    bar.inc(1);
                }
                Message::Failed(trouble) => said(at, Err(trouble))?,
            }
        }
        Ok(())
    });
    bar.finish_and_clear();
    written
}

/// What is being opened, on a terminal: one archive can hold thousands of documents, so those are counted too.
fn progress(n_files: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n_files as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} files opened  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Opens one piece of evidence and hands its documents over; their number.
fn one(
    book: &Book,
    number: i64,
    names: &BTreeMap<EvidenceId, String>,
    means: &Means,
    worker: &mut Worker,
    to: &SyncSender<Message>,
) -> Result<usize, Trouble> {
    let id = book.id(number)?;
    let name = names.get(&id).cloned().unwrap_or_default();
    let (size, file) = book.place(number)?;
    let mut batch = Batch { evidence: number, name: name.clone(), first: 0, documents: Vec::new(), weight: 0, to };
    // Documents are bounded, containers are not: those are read where they lie.
    let bytes = match file {
        Some(file) if size > casebook_text::decode::MAX_BYTES as u64 => {
            let secret = book.file_secret().to_string();
            let what = What::Sealed { book: book.folder().to_path_buf(), file, secret, size };
            let evidence = Evidence { id, bytes: &[] };
            worker.open(&name, &what, &means.mappings, &mut |found| batch.take(opened(&evidence, found, means.packs)));
            return Ok(batch.end());
        }
        _ => book.bytes(number)?,
    };
    documents(&Evidence { id, bytes: &bytes }, &name, means, worker, &mut |opened| batch.take(opened));
    Ok(batch.end())
}

/// The documents in evidence that fits into memory.
pub fn documents(
    evidence: &Evidence<'_>,
    name: &str,
    means: &Means,
    worker: &mut Worker,
    each: &mut dyn FnMut(Opened),
) {
    if intake::is_plain(evidence.bytes, name) {
        each(intake::plain(evidence, name, means.packs));
    } else {
        inside(evidence, name, means.packs, &means.mappings, worker, each);
    }
}

/// The documents in evidence that is no text, Markdown or HTML and fits into memory.
pub fn inside(
    evidence: &Evidence<'_>,
    name: &str,
    packs: &Packs,
    mappings: &[RowMapping],
    worker: &mut Worker,
    each: &mut dyn FnMut(Opened),
) {
    let what = What::Bytes(evidence.bytes);
    worker.open(name, &what, mappings, &mut |found| each(opened(evidence, found, packs)));
}

fn opened(evidence: &Evidence<'_>, found: Found, packs: &Packs) -> Opened {
    match found {
        Found::Part(part) => intake::part(evidence, part, packs),
        Found::Unread(unread) => intake::unread(unread),
    }
}

/// A document compressed for the writer; one that cannot be is listed as not read, so that it is not lost.
pub fn prepared(opened: Opened) -> Option<NewDocument> {
    let whole = NewDocument::new(&opened.described, &opened.body, opened.clean.as_deref());
    let listed = whole.or_else(|trouble| {
        let refusal = Some((trouble.to_string(), trouble.hint().to_string()));
        NewDocument::new(&Described { refusal, ..opened.described }, &Body::Nothing, None)
    });
    listed.ok()
}

/// Documents on their way to the writer.
struct Batch<'a> {
    evidence: i64,
    name: String,
    first: usize,
    documents: Vec<NewDocument>,
    weight: usize,
    to: &'a SyncSender<Message>,
}

impl Batch<'_> {
    fn take(&mut self, opened: Opened) {
        if let Some(document) = prepared(opened) {
            self.weight += document.weight();
            self.documents.push(document);
        }
        if self.documents.len() >= CHUNK || self.weight > WEIGHT {
            self.send();
        }
    }

    fn send(&mut self) {
        let documents = std::mem::take(&mut self.documents);
        let (first, n) = (self.first, documents.len());
        self.first += n;
        self.weight = 0;
        // The writer is gone only when it failed, and says so itself.
        let message = Message::Documents { evidence: self.evidence, name: self.name.clone(), first, documents };
        let _ = self.to.send(message);
    }

    fn end(mut self) -> usize {
        if !self.documents.is_empty() {
            self.send();
        }
        self.first
    }
}
