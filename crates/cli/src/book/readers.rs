//! Many readers, one writer: the shape of all long work on a book.

use std::sync::mpsc::SyncSender;

use casebook_formats::RowMapping;
use casebook_packs::Packs;
use casebook_store::Book;

use crate::args::AtBook;
use crate::book::said;
use crate::outside;
use crate::trouble::Trouble;

/// What opening and reading go by.
pub struct Means {
    /// The vocabulary.
    pub packs: &'static Packs,
    /// How rows of tables become documents.
    pub mappings: Vec<RowMapping>,
    /// Readers at a time.
    pub threads: usize,
}

impl Means {
    /// What the book and the user say.
    ///
    /// # Errors
    /// Exit code 2; the trouble is printed.
    pub fn of(book: &Book, at: &AtBook, jobs: Option<usize>) -> Result<Means, u8> {
        let threads = jobs.unwrap_or_else(outside::cores).max(1);
        Ok(Means { packs: casebook_packs::bundled(), mappings: said(at, book.mappings())?, threads })
    }
}

/// Runs `read` on so many threads, each with the book open for reading and a way to the writer, while `write` goes on
/// here. `write` sees the end when all readers are done.
///
/// # Errors
/// Exit code 2, the trouble printed, when no reader could be started; else what `write` says.
pub fn beside<M: Send>(
    book: &mut Book,
    at: &AtBook,
    threads: usize,
    to_writer: SyncSender<M>,
    read: impl Fn(&Book, &SyncSender<M>) + Sync,
    write: impl FnOnce(&mut Book) -> Result<(), u8>,
) -> Result<(), u8> {
    let readers = said(at, (0..threads).map(|_| book.again()).collect::<Result<Vec<_>, _>>())?;
    std::thread::scope(|scope| {
        let mut started = 0;
        for reader in readers {
            let (to_writer, read) = (to_writer.clone(), &read);
            // The HTML extractor walks trees by recursion.
            let thread = std::thread::Builder::new().stack_size(crate::read::STACK);
            started += usize::from(thread.spawn_scoped(scope, move || read(&reader, &to_writer)).is_ok());
        }
        drop(to_writer);
        if started == 0 {
            Trouble::new("threads", "could not be started", "close other programs and try again").print();
            return Err(2);
        }
        write(book)
    })
}
