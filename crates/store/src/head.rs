//! The head: what the log had reached when it was last acknowledged, kept outside the database.
//!
//! A write-ahead log that lost its end looks whole; so does a database put back to an earlier day. The head,
//! sealed with the book's key and replaced after every commit, tells.

use std::fs;
use std::path::Path;

use crate::key::{self, Key};
use crate::log::Tail;
use crate::trouble::Trouble;

/// Its file.
pub const FILE: &str = "book.head";
const PURPOSE: &str = "casebook book head 1";

/// Writes the head.
pub fn write(folder: &Path, book: &Key, tail: Tail) -> Result<(), Trouble> {
    let mut plain = tail.seq.to_le_bytes().to_vec();
    plain.extend(tail.hash);
    key::replace(folder, FILE, &key::seal(book, PURPOSE, &plain)?)
}

/// Reads the head.
///
/// # Errors
/// [`Trouble::Damaged`] when it is missing or not what was written.
pub fn read(folder: &Path, book: &Key) -> Result<Tail, Trouble> {
    let damaged = || Trouble::Damaged(format!("{FILE} is not what was written"));
    let bytes = match fs::read(folder.join(FILE)) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Trouble::Damaged(format!("{FILE} is missing")));
        }
        Err(e) => return Err(Trouble::io(FILE, &e)),
    };
    let plain = key::unseal(book, PURPOSE, &bytes).ok_or_else(damaged)?;
    let (seq, hash) = plain.split_at_checked(8).ok_or_else(damaged)?;
    Ok(Tail {
        seq: i64::from_le_bytes(seq.try_into().map_err(|_| damaged())?),
        hash: hash.try_into().map_err(|_| damaged())?,
    })
}
