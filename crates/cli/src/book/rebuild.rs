//! `casebook rebuild` and `reread`: what is derived is dropped and made again, or brought up to date.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use casebook_packs::Packs;
use casebook_store::{Access, Book, DocumentNumber, NewReading, Trouble as StoreTrouble};

use crate::args::{AtBook, Rebuild};
use crate::book::add::Counts;
use crate::book::index::{self, Indexing};
use crate::book::readers::{Means, beside};
use crate::book::{MADE, intake, open, printed, said};
use crate::outside;
use crate::trouble::Trouble;

/// Readings written in one step.
const BATCH: usize = 32;

/// What became of documents that were read.
#[derive(Default)]
pub struct Reads {
    /// Documents read.
    pub read: usize,
    /// Documents whose text could not be read.
    pub refused: usize,
    /// Things in them a person should look at.
    pub findings: usize,
}

impl Reads {
    fn count(&mut self, reading: &NewReading, findings: usize) {
        if reading.json.is_ok() {
            self.read += 1
        } else {
            self.refused += 1
        }
        self.findings += findings;
    }
}

/// `casebook rebuild`: drops all that is derived and makes it again; the exit code.
pub fn run(args: &Rebuild) -> u8 {
    work(args, true).err().unwrap_or(0)
}

/// `casebook reread`: reads what other packs, models or programs have read; the exit code.
pub fn reread(args: &Rebuild) -> u8 {
    work(args, false).err().unwrap_or(0)
}

fn work(args: &Rebuild, all: bool) -> Result<(), u8> {
    let at = &args.book.at;
    let mut book = crate::book::open(&args.book, Access::Write).ok_or(2u8)?;
    if all {
        said(at, book.drop_derived())?;
        if let Err(error) = index::drop_index(&book) {
            Trouble::io(&at.book, &error).print();
            return Err(2);
        }
    }
    let means = Means::of(&book, at, args.jobs)?;
    let mut counts = Counts::default();
    let mut indexing = printed(Indexing::begin(&book, at))?;
    open::unopened(&mut book, at, &means, &mut counts, &mut indexing)?;
    if !args.no_read {
        let stale = said(at, book.stale(MADE))?;
        read(&mut book, at, &means, &stale, &mut counts.read, &mut indexing)?;
    }
    printed(indexing.catch_up(&book, at))?;
    printed(indexing.end(at))?;
    let digest = said(at, book.derived_digest())?;
    said(at, book.close())?;
    if args.json {
        let line = serde_json::json!({ "read": counts.read.read, "documents": counts.documents, "digest": digest });
        let _ = outside::print(&format!("{line}\n"));
    } else {
        eprintln!("{} documents read; what is derived has the digest {}", counts.read.read, &digest[..16]);
    }
    Ok(())
}

/// Documents read anew between two looks at what else is to be done.
const SLICE: usize = 64;

/// Reads anew some of what an earlier program, packs or models have read; whether more is left.
///
/// # Errors
/// Exit code 2; the trouble is printed.
pub fn read_some(book: &mut Book, at: &AtBook, jobs: Option<usize>) -> Result<bool, u8> {
    let stale = said(at, book.stale(MADE))?;
    let slice = &stale[..stale.len().min(SLICE)];
    if slice.is_empty() {
        return Ok(false);
    }
    let means = Means::of(book, at, jobs)?;
    let mut indexing = printed(Indexing::begin(book, at))?;
    read(book, at, &means, slice, &mut Reads::default(), &mut indexing)?;
    printed(indexing.end(at))?;
    Ok(slice.len() < stale.len())
}

/// Reads these documents. What is read is written down as it goes: an interruption costs a few documents, and the
/// next run goes on from there.
///
/// # Errors
/// Exit code 2; the trouble is printed.
pub fn read(
    book: &mut Book,
    at: &AtBook,
    means: &Means,
    stale: &[DocumentNumber],
    reads: &mut Reads,
    indexing: &mut Indexing,
) -> Result<(), u8> {
    if stale.is_empty() {
        return Ok(());
    }
    let bar = crate::read::progress(stale.len());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(BATCH);
    let read = |book: &Book, to: &SyncSender<_>| {
        while let Some(&number) = stale.get(next.fetch_add(1, Ordering::Relaxed)) {
            if to.send(one(book, number, means.packs)).is_err() {
                return;
            }
        }
    };
    let written = beside(book, at, means.threads, sender, read, |book| {
        let mut batch = Vec::new();
        for read in receiver {
            let (reading, findings) = said(at, read)?;
            reads.count(&reading, findings);
            bar.inc(1);
            batch.push(reading);
            if batch.len() >= BATCH {
                said(at, book.put_readings(&std::mem::take(&mut batch), MADE))?;
                printed(indexing.catch_up(book, at))?;
            }
        }
        said(at, book.put_readings(&batch, MADE))?;
        printed(indexing.catch_up(book, at))
    });
    bar.finish_and_clear();
    written
}

fn one(book: &Book, number: DocumentNumber, packs: &Packs) -> Result<(NewReading, usize), StoreTrouble> {
    let read = reading(book, number, packs)?;
    Ok(match read {
        Ok(reading) => {
            let findings = reading.findings.len();
            (NewReading { number, json: Ok(casebook_read::format::reading(&reading).to_string()) }, findings)
        }
        Err(refusal) => (NewReading { number, json: Err(refusal) }, 0),
    })
}

/// The reading of a document of the book, or why there is none.
///
/// # Errors
/// Trouble of the book.
pub fn reading(
    book: &Book,
    number: DocumentNumber,
    packs: &Packs,
) -> Result<Result<casebook_read::reading::Reading, String>, StoreTrouble> {
    let document = book.document(number)?;
    let body = book.body(&document)?;
    let evidence = match body {
        casebook_store::Body::Same => book.bytes(document.evidence())?,
        _ => Vec::new(),
    };
    Ok(intake::reading(&evidence, &document.described, &body, packs, &casebook_read::Options::default()))
}
