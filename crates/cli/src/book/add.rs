//! `casebook add`: files in, safely kept, opened, searchable, read. Bounded memory, many readers, one writer; safe to
//! interrupt at any moment and to run again.

mod gate;
mod report;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use casebook_facts::Stamp;
use casebook_formats::{Limits, identify};
use casebook_store::{Access, Book, Custody, Packed, Packer, Receipt, Refused, Taken};
use casebook_text::decode::MAX_BYTES;
use indicatif::ProgressBar;

use crate::args::{Add, AtBook};
use crate::book::index::Indexing;
use crate::book::intake::Evidence;
use crate::book::readers::{Means, beside};
use crate::book::worker::Worker;
use crate::book::{MADE, PROGRAM, open, passphrase, printed, rebuild, said, stamp};
use crate::outside;
use crate::trouble::Trouble;
use gate::Gate;
pub use report::Counts;

/// Bytes of evidence in memory at a time.
const IN_FLIGHT: usize = 96 << 20;
/// Files taken in one step at most.
const BATCH: usize = 256;
/// How long taken files may wait for others.
const WAIT: Duration = Duration::from_millis(100);

/// Runs the verb; the exit code.
pub fn run(args: &Add) -> u8 {
    let Ok(passphrase) = printed(passphrase::known(&args.book)) else { return 2 };
    let at = &args.book.at;
    let opened = || Book::open(&at.book, &passphrase, Access::Write);
    let once = |paths: &[PathBuf]| {
        let mut book = said(at, opened())?;
        let code = add(&mut book, paths, args)?.report(args);
        said(at, book.close())?;
        Ok(code)
    };
    // While another program writes there is no hurry: it is tried again.
    let anew = || match opened() {
        Err(casebook_store::Trouble::Busy) => Ok(true),
        opened => {
            let mut book = said(at, opened)?;
            let more = rebuild::read_some(&mut book, at, args.jobs)?;
            said(at, book.close())?;
            Ok::<bool, u8>(more)
        }
    };
    match once(&args.paths) {
        // A file that could not be read does not end the watch; a book that cannot be written to does.
        Ok(_) if args.watch => watch::run(&args.paths, once, || !args.no_read && anew().unwrap_or(false)),
        Ok(code) | Err(code) => code,
    }
}

fn add(book: &mut Book, paths: &[PathBuf], args: &Add) -> Result<Counts, u8> {
    let at = &args.book.at;
    said(at, book.sweep())?;
    let means = Means::of(book, at, args.jobs)?;
    let mut counts = Counts::default();
    let mut indexing = printed(Indexing::begin(book, at))?;
    printed(indexing.catch_up(book, at))?;
    let found = outside::everything(paths);
    found.troubles.iter().for_each(Trouble::print);
    counts.troubles = found.troubles.len();
    take_files(book, &found.files, args, &means, &mut counts, &mut indexing)?;
    open::unopened(book, at, &means, &mut counts, &mut indexing)?;
    // Found at once, before a word is read.
    printed(indexing.commit(at))?;
    if !args.no_read {
        // What earlier programs have read waits for `reread`, or for a watch with nothing else to do.
        let unread = said(at, book.unread())?;
        rebuild::read(book, at, &means, &unread, &mut counts.read, &mut indexing)?;
        counts.outdated = usize::try_from(said(at, book.counts(MADE))?.outdated).unwrap_or(0);
    }
    printed(indexing.end(at))?;
    Ok(counts)
}

/// A file as the readers hand it to the writer.
enum Ready {
    /// A document, opened.
    Taken(PathBuf, Box<Taken>),
    /// Something to be opened where it lies: a container, or bytes that are in the book already.
    Stored(PathBuf, Box<(Packed, Custody)>),
    /// It could not be taken.
    Refused(PathBuf, Trouble),
}

/// What the readers share.
struct Shared<'a> {
    files: &'a [PathBuf],
    next: AtomicUsize,
    gate: Gate,
    packer: Packer,
    stamp: Stamp,
    means: &'a Means,
}

fn take_files(
    book: &mut Book,
    files: &[PathBuf],
    args: &Add,
    means: &Means,
    counts: &mut Counts,
    indexing: &mut Indexing,
) -> Result<(), u8> {
    let at = &args.book.at;
    let shared = Shared {
        files,
        next: AtomicUsize::new(0),
        gate: Gate::new(IN_FLIGHT),
        packer: book.packer(),
        stamp: stamp(&args.book),
        means,
    };
    let bar = crate::read::progress(files.len());
    let (sender, receiver) = sync_channel(BATCH);
    let read = |book: &Book, to: &SyncSender<_>| reading(book, &shared, to);
    let written = beside(book, at, means.threads, sender, read, |book| {
        let written = Writing { book, at, args, counts, indexing, bar: &bar, gate: &shared.gate }.run(&receiver);
        // Readers that wait for room must see that nobody will make any.
        shared.gate.open();
        drop(receiver);
        written
    });
    bar.finish_and_clear();
    written
}

fn reading(book: &Book, shared: &Shared<'_>, to: &SyncSender<(Ready, usize)>) {
    let mut worker = Worker::default();
    while let Some(path) = shared.files.get(shared.next.fetch_add(1, Ordering::Relaxed)) {
        // Larger files are never in memory as a whole. The room comes back with the answer, whatever it is.
        let size = usize::try_from(outside::size(path)).ok().filter(|size| *size <= MAX_BYTES);
        let weight = shared.gate.take(size.unwrap_or(0));
        let ready = one(book, path, shared, &mut worker).unwrap_or_else(|t| Ready::Refused(path.clone(), t));
        if to.send((ready, weight)).is_err() {
            return;
        }
    }
}

/// Reads one file, and opens it when it is a document and not in the book yet.
fn one(book: &Book, path: &Path, shared: &Shared<'_>, worker: &mut Worker) -> Result<Ready, Trouble> {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let (mut file, size) = outside::begin(path)?;
    let format = identify(&mut file, &name).map_err(|e| Trouble::io(path, &e))?;
    let limit = Limits::default().received(format);
    if size > limit {
        let message = format!("it has {size} bytes; the limit is {limit}");
        return Err(Trouble::new(path.display(), message, "split it, or add the parts you need"));
    }
    let failed = |t: casebook_store::Trouble| Trouble::new(path.display(), t.to_string(), t.hint());
    let custody = Custody::new(name.clone(), path.display().to_string(), format.media_type(), &shared.stamp, PROGRAM);
    if size > MAX_BYTES as u64 {
        let packed = shared.packer.stream(&mut file).map_err(failed)?;
        return Ok(Ready::Stored(path.to_path_buf(), Box::new((packed, custody))));
    }
    let evidence = outside::evidence(path)?;
    let packed = shared.packer.pack(&evidence.bytes).map_err(failed)?;
    let known = book.number(packed.id()).map_err(failed)?.is_some();
    if format.is_container() || known {
        return Ok(Ready::Stored(path.to_path_buf(), Box::new((packed, custody))));
    }
    let mut documents = Vec::new();
    let held = Evidence { id: packed.id(), bytes: &evidence.bytes };
    open::documents(&held, &name, shared.means, worker, &mut |opened| {
        documents.extend(open::prepared(opened));
    });
    Ok(Ready::Taken(path.to_path_buf(), Box::new(Taken { packed, custody, documents })))
}

/// The one who writes.
struct Writing<'a> {
    book: &'a mut Book,
    at: &'a AtBook,
    args: &'a Add,
    counts: &'a mut Counts,
    indexing: &'a mut Indexing,
    bar: &'a ProgressBar,
    gate: &'a Gate,
}

impl Writing<'_> {
    fn run(&mut self, from: &Receiver<(Ready, usize)>) -> Result<(), u8> {
        let (mut batch, mut weight) = (Vec::new(), 0);
        loop {
            match from.recv_timeout(WAIT) {
                Ok((ready, bytes)) => {
                    batch.push(ready);
                    weight += bytes;
                    if batch.len() < BATCH && weight < IN_FLIGHT / 4 {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.take(std::mem::take(&mut batch)),
            }
            self.take(std::mem::take(&mut batch))?;
            self.gate.give(std::mem::take(&mut weight));
        }
    }

    /// Writes a batch down; what is printed afterwards is safe.
    fn take(&mut self, batch: Vec<Ready>) -> Result<(), u8> {
        if batch.is_empty() {
            return Ok(());
        }
        let (mut taken, mut stored, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let (mut taken_paths, mut stored_paths) = (Vec::new(), Vec::new());
        for ready in batch {
            match ready {
                Ready::Taken(path, one) => {
                    self.counts.inside(&one.custody.name, &one.documents);
                    taken_paths.push(path);
                    taken.push(*one);
                }
                Ready::Stored(path, one) => {
                    stored_paths.push(path);
                    stored.push(*one);
                }
                Ready::Refused(path, trouble) => refused.push((path, trouble)),
            }
        }
        let receipts = said(self.at, self.book.take(taken, MADE))?;
        self.acknowledge(&taken_paths, &receipts)?;
        let receipts = said(self.at, self.book.receive(stored))?;
        self.acknowledge(&stored_paths, &receipts)?;
        self.refuse(refused)?;
        printed(self.indexing.catch_up(self.book, self.at))
    }

    fn acknowledge(&mut self, paths: &[PathBuf], receipts: &[Receipt]) -> Result<(), u8> {
        for (path, receipt) in paths.iter().zip(receipts) {
            self.bar.inc(1);
            self.counts.received(receipt.duplicate);
            if self.args.json {
                let line = serde_json::json!({
                    "path": path.display().to_string(), "sha256": receipt.id.to_string(),
                    "number": receipt.number, "duplicate": receipt.duplicate,
                });
                self.bar.suspend(|| outside::print(&format!("{line}\n"))).map_err(|()| 0u8)?;
            }
        }
        Ok(())
    }

    fn refuse(&mut self, refused: Vec<(PathBuf, Trouble)>) -> Result<(), u8> {
        if refused.is_empty() {
            return Ok(());
        }
        let stamp = stamp(&self.args.book);
        let entry = |(path, trouble): &(PathBuf, Trouble)| Refused {
            name: path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            path: path.display().to_string(),
            reason: trouble.message.clone(),
            by: stamp.by.clone(),
            at: stamp.at.clone(),
        };
        let entries: Vec<Refused> = refused.iter().map(entry).collect();
        said(self.at, self.book.refuse(&entries))?;
        for (_, trouble) in &refused {
            self.bar.inc(1);
            self.counts.troubles += 1;
            self.bar.suspend(|| trouble.print());
        }
        Ok(())
    }
}
