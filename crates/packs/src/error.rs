//! What is wrong with a pack, and where.

use thiserror::Error;

/// One mistake in one pack file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("{file}:{line}: {message}")]
pub struct PackError {
    /// Path of the file under `packs/`.
    pub file: String,
    /// Line, counted from one.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}
