//! Full-text search over the passages of a book.
//!
//! In: [`Passage`]s (what the book has read, cut into pieces) and questions in a small language
//! ([`Query`]). Out: which passages answer, best first ([`Hits`]), and which words of a text to light
//! ([`Light`]). The index holds no text: the caller has it and is given ids. Every file of the index lies
//! on disk as ciphertext under a name that tells nothing ([`vault`]); it is derived from the book, so a
//! damaged one is deleted and built again.
//!
//! The ranking is BM25 (Robertson and Zaragoza, 2009) by tantivy; ties go by document and number, so that
//! the same passages give the same list however they were added ([`rank`]).
#![deny(clippy::disallowed_methods)]

mod cache;
mod exact;
mod index;
mod light;
mod passage;
mod plan;
mod query;
mod rank;
mod reader;
mod schema;
mod sealed;
mod trouble;
mod vault;
mod words;
mod writer;

pub use index::{Damage, Index};
pub use light::Light;
pub use passage::Passage;
pub use query::{Field, Match, Query, QueryError};
pub use reader::{Hit, Hits, Reader};
pub use sealed::Secret;
pub use trouble::Trouble;
pub use writer::Writer;

/// How much decrypted index is kept in memory unless the caller says otherwise: 128 MiB.
pub const CACHE_BYTES: usize = 128 << 20;
