//! Changing an index.

use std::fmt;

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::passage::Passage;
use crate::schema::Fields;
use crate::trouble::Trouble;

/// The engine refuses less memory a thread.
const LEAST: usize = 15_000_000;

/// The one writer of an index. What was not committed when it is dropped, or killed, was never there.
pub struct Writer {
    writer: IndexWriter<TantivyDocument>,
    fields: Fields,
}

impl Writer {
    pub(crate) fn new(index: &tantivy::Index, fields: Fields, threads: usize, heap: usize) -> Result<Writer, Trouble> {
        let threads = threads.max(1);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((heap / threads).max(LEAST))
            // One merge at a time bounds the memory of merging.
            .num_merge_threads(1)
            .build();
        Ok(Writer { writer: index.writer_with_options(options)?, fields })
    }

    /// Adds a passage. Adding one again does not replace it: [`Writer::remove`] its document first.
    ///
    /// # Errors
    /// An earlier failure to write, of the disk for example.
    pub fn add(&mut self, passage: &Passage) -> Result<(), Trouble> {
        self.writer.add_document(passage.entry(&self.fields))?;
        Ok(())
    }

    /// Removes all passages of a document that were added before.
    pub fn remove(&mut self, document: u64) {
        self.writer.delete_term(Term::from_field_u64(self.fields.document, document));
    }

    /// Makes everything since the last commit last and be seen. `covers` is the last item of the caller's log that the
    /// index then covers; it comes back from [`crate::Index::covers`], so that the caller knows what to add after a crash.
    ///
    /// # Errors
    /// A failure to write; the last commit stays.
    pub fn commit(&mut self, covers: u64) -> Result<(), Trouble> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&covers.to_string());
        commit.commit()?;
        Ok(())
    }

    /// Forgets everything since the last commit.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn rollback(&mut self) -> Result<(), Trouble> {
        self.writer.rollback()?;
        Ok(())
    }

    /// Waits until the merges under way are done, and ends.
    ///
    /// # Errors
    /// A failure to write; the last commit stays.
    pub fn finish(self) -> Result<(), Trouble> {
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer")
    }
}
