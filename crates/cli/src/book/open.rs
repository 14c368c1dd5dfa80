//! Opening evidence that is in the book already: containers just taken, what an interruption left, and all of it
//! after a rebuild.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use casebook_facts::EvidenceId;
use casebook_formats::{Found, RowMapping};
use casebook_packs::Packs;
use casebook_store::{Body, Book, Described, NewDocument, Trouble};
use indicatif::ProgressBar;

use crate::book::intake::{self, Evidence, Opened};
use crate::book::worker::{What, Worker};
use crate::book::{MADE, add::Counts};

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

/// Opens all evidence that is not open yet. `each` is called between writes (to bring the index along).
///
/// # Errors
/// Trouble of the book; what is open by then stays open.
pub fn unopened(
    book: &mut Book,
    packs: &Packs,
    mappings: &[RowMapping],
    threads: usize,
    counts: &mut Counts,
    each: &mut dyn FnMut(&Book) -> Result<(), u8>,
) -> Result<Result<(), u8>, Trouble> {
    let numbers = book.unopened()?;
    if numbers.is_empty() {
        return Ok(Ok(()));
    }
    let bar = crate::read::progress(numbers.len());
    let names = book.first_names()?;
    let readers: Vec<Book> = (0..threads.max(1)).map(|_| book.again()).collect::<Result<_, _>>()?;
    let next = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(4);
    std::thread::scope(|scope| {
        for reader in readers {
            let (sender, next, numbers, names) = (sender.clone(), &next, &numbers, &names);
            // The HTML extractor walks trees by recursion.
            let run = move || opening(&reader, numbers, next, names, packs, mappings, &sender);
            if std::thread::Builder::new().stack_size(crate::read::STACK).spawn_scoped(scope, run).is_err() {
                break;
            }
        }
        drop(sender);
        let written = write(book, receiver, &bar, counts, each);
        bar.finish_and_clear();
        written
    })
}

fn write(
    book: &mut Book,
    receiver: Receiver<Message>,
    bar: &ProgressBar,
    counts: &mut Counts,
    each: &mut dyn FnMut(&Book) -> Result<(), u8>,
) -> Result<Result<(), u8>, Trouble> {
    for message in receiver {
        match message {
            Message::Documents { evidence, name, first, documents } => {
                book.add_documents(evidence, first, &documents)?;
                counts.inside(&name, &documents);
                if let Err(code) = each(book) {
                    return Ok(Err(code));
                }
            }
            Message::Opened { evidence, n } => {
                book.set_opened(evidence, n, MADE)?;
                bar.inc(1);
            }
            Message::Failed(trouble) => return Err(trouble),
        }
    }
    Ok(Ok(()))
}

fn opening(
    book: &Book,
    numbers: &[i64],
    next: &AtomicUsize,
    names: &BTreeMap<EvidenceId, String>,
    packs: &Packs,
    mappings: &[RowMapping],
    to: &SyncSender<Message>,
) {
    let mut worker = Worker::default();
    while let Some(&number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
        let n = one(book, number, names, packs, mappings, &mut worker, to);
        let message = match n {
            Ok(n) => Message::Opened { evidence: number, n },
            Err(trouble) => Message::Failed(trouble),
        };
        if to.send(message).is_err() {
            return;
        }
    }
}

/// Opens one piece of evidence and hands its documents over; their number.
fn one(
    book: &Book,
    number: i64,
    names: &BTreeMap<EvidenceId, String>,
    packs: &Packs,
    mappings: &[RowMapping],
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
            worker.open(&name, &what, mappings, &mut |found| batch.take(opened(&evidence, found, packs)));
            return batch.end();
        }
        _ => book.bytes(number)?,
    };
    documents(&Evidence { id, bytes: &bytes }, &name, packs, mappings, worker, &mut |opened| batch.take(opened));
    batch.end()
}

/// The documents in evidence that fits into memory.
pub fn documents(
    evidence: &Evidence<'_>,
    name: &str,
    packs: &Packs,
    mappings: &[RowMapping],
    worker: &mut Worker,
    each: &mut dyn FnMut(Opened),
) {
    if intake::is_plain(evidence.bytes, name) {
        each(intake::plain(evidence, name, packs));
    } else {
        worker.open(name, &What::Bytes(evidence.bytes), mappings, &mut |found| each(opened(evidence, found, packs)));
    }
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

    fn end(mut self) -> Result<usize, Trouble> {
        if !self.documents.is_empty() {
            self.send();
        }
        Ok(self.first)
    }
}
