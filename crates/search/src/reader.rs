//! Asking an index.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::{IndexReader, ReloadPolicy};

use crate::plan::plan;
use crate::query::Query;
use crate::rank;
use crate::schema::Fields;
use crate::trouble::Trouble;

/// A passage that answers a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The caller's number of the document.
    pub document: u64,
    /// The caller's number of the passage.
    pub number: u32,
    /// How well it answers: higher is better, comparable within one question only.
    pub score: f32,
}

/// A page of answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Best first; equal ones by document and number.
    pub hits: Vec<Hit>,
    /// Whether there are more after these. How many in all: [`Reader::count`].
    pub more: bool,
}

/// Sees the index as of one commit. May be shared between threads; searching needs no lock.
pub struct Reader {
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    covers: AtomicU64,
}

impl Reader {
    pub(crate) fn new(index: &tantivy::Index, fields: Fields) -> Result<Reader, Trouble> {
        let covers = AtomicU64::new(covered(index)?);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Reader { index: index.clone(), reader, fields, covers })
    }

    /// Looks at the last commit from now on.
    ///
    /// # Errors
    /// Files that cannot be read or are damaged; the reader then stays where it was.
    pub fn reload(&self) -> Result<(), Trouble> {
        // Taken first: a commit in between makes the reader see more than it says, never less.
        let covers = covered(&self.index)?;
        self.reader.reload()?;
        self.covers.store(covers, Ordering::Release);
        Ok(())
    }

    /// What the writer said with the commit this reader sees: the last item of the caller's log it covers. 0 before any.
    #[must_use]
    pub fn covers(&self) -> u64 {
        self.covers.load(Ordering::Acquire)
    }

    /// How many passages there are.
    #[must_use]
    pub fn passages(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// The answers from `offset` on, at most `limit`. Work and memory grow with `offset + limit`.
    ///
    /// # Errors
    /// Files that cannot be read or are damaged.
    pub fn search(&self, query: &Query, limit: usize, offset: usize) -> Result<Hits, Trouble> {
        let searcher = self.reader.searcher();
        let passages = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
        // One more tells whether there are more.
        let wanted = offset.saturating_add(limit).saturating_add(1).min(passages);
        let fast = plan(query, &self.fields, false);
        // Two numbers add up to the same in either order.
        let exact = (fast.addends > 2).then(|| plan(query, &self.fields, true));
        let exact = exact.as_ref().map(|exact| (&*exact.run, exact.addends));
        let mut hits = rank::best(&searcher, &*fast.run, exact, wanted)?;
        let more = hits.len() > offset.saturating_add(limit);
        hits.truncate(offset.saturating_add(limit));
        hits.drain(..offset.min(hits.len()));
        Ok(Hits { hits, more })
    }

    /// How many passages answer, exactly.
    ///
    /// # Errors
    /// Files that cannot be read or are damaged.
    pub fn count(&self, query: &Query) -> Result<u64, Trouble> {
        let run = plan(query, &self.fields, false).run;
        Ok(run.count(&self.reader.searcher())? as u64)
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader of {} passages", self.passages())
    }
}

/// What the last commit covers.
pub fn covered(index: &tantivy::Index) -> Result<u64, Trouble> {
    match index.load_metas()?.payload {
        None => Ok(0),
        Some(payload) => payload.parse().map_err(|_| Trouble::Outdated),
    }
}
