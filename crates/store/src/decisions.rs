//! Human decisions in the log: made, taken back, listed; who decided what survives whoever leaves.

use casebook_facts::{Decision, EvidenceId, Question, Undo, in_force, taken_back};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::documents::touch;
use crate::evidence::json;
use crate::log;
use crate::trouble::Trouble;

/// Kind of log entry: a decision.
pub const DECISION: &str = "decision";
/// Kind of log entry: a decision taken back.
pub const UNDO: &str = "undo";
/// Kind of log entry: a saved search, renewed, run or removed.
pub const SEARCH: &str = "search";
/// Kind of log entry: how rows of a spreadsheet become documents.
pub const MAPPING: &str = "mapping";

/// One line of the history.
pub enum Event {
    /// A decision, and whether it stands.
    Decided(Decision, bool),
    /// A taking back, and whether it stands.
    Undone(Undo, bool),
}

/// A saved search, as an entry of the log; the last entry under a name counts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name.
    pub name: String,
    /// The query; empty when it was removed.
    pub query: String,
    /// What has been reported so far: changes of documents up to this one.
    pub seen: i64,
    /// Who.
    pub by: String,
    /// When (RFC 3339, UTC).
    pub at: String,
}

/// How rows of a spreadsheet become documents, as an entry of the log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// The mapping.
    pub mapping: casebook_formats::RowMapping,
    /// Who.
    pub by: String,
    /// When (RFC 3339, UTC).
    pub at: String,
}

impl Book {
    /// Writes a decision down; its number.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn decide(&mut self, decision: &Decision) -> Result<i64, Trouble> {
        let marked = marked(decision);
        self.log_entry_and(DECISION, decision, |db| touch(db, &marked))
    }

    /// Takes an entry back; the number of the undoing.
    ///
    /// # Errors
    /// [`Trouble::Missing`] when there is no decision or undoing of that number, or it is taken back already.
    pub fn undo(&mut self, undo: &Undo) -> Result<i64, Trouble> {
        let history = self.history()?;
        let marked = root(&history, undo.undoes).map(marked).unwrap_or_default();
        match history.iter().find(|(seq, _)| *seq == undo.undoes) {
            None => Err(Trouble::Missing(format!("entry {} is no decision", undo.undoes))),
            Some((_, Event::Decided(_, false) | Event::Undone(_, false))) => {
                Err(Trouble::Missing(format!("entry {} has been taken back already", undo.undoes)))
            }
            Some(_) => self.log_entry_and(UNDO, undo, |db| touch(db, &marked)),
        }
    }

    /// Decisions that stand, in order, with their numbers.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn decisions(&self) -> Result<Vec<(i64, Decision)>, Trouble> {
        Ok(in_force(&self.entries(DECISION)?, &self.entries(UNDO)?))
    }

    /// Everything decided and taken back, in order.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn history(&self) -> Result<Vec<(i64, Event)>, Trouble> {
        let (decisions, undone) = (self.entries::<Decision>(DECISION)?, self.entries::<Undo>(UNDO)?);
        let void = taken_back(&undone);
        let stands = |seq: &i64| !void.contains(seq);
        let decided = decisions.into_iter().map(|(seq, d)| (seq, Event::Decided(d, stands(&seq))));
        let undone = undone.into_iter().map(|(seq, u)| (seq, Event::Undone(u, stands(&seq))));
        let mut all: Vec<(i64, Event)> = decided.chain(undone).collect();
        all.sort_by_key(|(seq, _)| *seq);
        Ok(all)
    }

    /// Saved searches under their names.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, Trouble> {
        let mut by_name = std::collections::BTreeMap::new();
        for (_, search) in self.entries::<SavedSearch>(SEARCH)? {
            by_name.insert(search.name.clone(), search);
        }
        Ok(by_name.into_values().filter(|s| !s.query.is_empty()).collect())
    }

    /// Saves a search, notes that it was run, or removes it (empty query).
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn save_search(&mut self, search: &SavedSearch) -> Result<(), Trouble> {
        self.log_entry(SEARCH, search).map(|_| ())
    }

    /// How rows of spreadsheets become documents, as saved; the last first.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn mappings(&self) -> Result<Vec<casebook_formats::RowMapping>, Trouble> {
        let mut all = self.entries::<SavedMapping>(MAPPING)?;
        all.reverse();
        Ok(all.into_iter().map(|(_, m)| m.mapping).collect())
    }

    /// Hands on every entry of the log, in order.
    ///
    /// # Errors
    /// [`Trouble::Damaged`] that names the first entry that does not follow from the one before.
    pub fn log(&self, each: impl FnMut(&log::Entry)) -> Result<(), Trouble> {
        log::walk(&self.db, each).map(|_| ())
    }

    /// Writes one entry to the log; its number.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn log_entry<T: Serialize>(&mut self, kind: &str, body: &T) -> Result<i64, Trouble> {
        self.log_entry_and(kind, body, |_| Ok(()))
    }

    /// Writes one entry, and what follows from it in the same transaction.
    fn log_entry_and<T: Serialize>(
        &mut self,
        kind: &str,
        body: &T,
        follows: impl FnOnce(&Connection) -> Result<(), Trouble>,
    ) -> Result<i64, Trouble> {
        let body = json(body)?;
        self.commit(|db, tail| {
            *tail = log::append(db, *tail, kind, &body)?;
            follows(db)?;
            Ok(tail.seq)
        })
    }
}

/// Documents that are found otherwise after a decision.
fn marked(decision: &Decision) -> Vec<EvidenceId> {
    match decision.verdict.question() {
        Question::Tag => decision.target.documents().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The decision that an entry makes, takes back or brings again.
fn root(history: &[(i64, Event)], number: i64) -> Option<&Decision> {
    match &history.iter().find(|(seq, _)| *seq == number)?.1 {
        Event::Decided(decision, _) => Some(decision),
        // An undoing comes after what it undoes.
        Event::Undone(undo, _) => (undo.undoes < number).then(|| root(history, undo.undoes)).flatten(),
    }
}
