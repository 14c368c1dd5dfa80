//! The book: evidence and decisions on disk, encrypted, chained by hash; and what is derived from them.
//!
//! One folder. `book.key` (and its copy): the book's key, wrapped under the passphrase. `book.db`: an SQLCipher
//! database with the facts (evidence, log) and what is derived. `files/`: evidence too large for it, sealed by
//! age. `book.head`: how far the log was acknowledged. `index/`: the full-text index, encrypted, derived.
//! Leaves to others: opening and reading documents (the shell does it in processes of its own and hands the
//! results in), the clock and the user's name (they arrive as [`casebook_facts::Stamp`]).
#![allow(clippy::disallowed_methods, reason = "keeping files on disk is what this crate is for")]

mod backup;
mod book;
mod check;
mod decisions;
mod documents;
mod evidence;
mod head;
mod key;
mod log;
mod names;
mod packer;
mod schema;
mod sealed;
mod trouble;

pub use backup::restore;
pub use book::{Access, Book, DATABASE, INDEX};
pub use check::Checked;
pub use decisions::{Event, MAPPING, SavedMapping, SavedSearch};
pub use documents::{Body, Counts, Described, Document, DocumentNumber, NewDocument, NewReading, Taken};
pub use evidence::{Custody, Receipt, Refused};
pub use key::{Cost, Key, Passphrase};
pub use log::{Entry, Tail};
pub use packer::{IN_DATABASE, Packed, Packer};
pub use schema::FORMAT;
pub use sealed::{Unsealed, unseal};
pub use trouble::Trouble;
