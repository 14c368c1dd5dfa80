//! What can go wrong with a book, and what to do. Messages name files of the book, never what is in them.

use std::io;

use thiserror::Error;

/// Why something could not be done with a book.
#[derive(Debug, Error)]
pub enum Trouble {
    /// No book in the folder.
    #[error("there is no book in this folder")]
    NoBook,
    /// The folder has a book, or other files.
    #[error("the folder is not empty")]
    NotEmpty,
    /// What was to be made is there.
    #[error("there is {0} already")]
    Exists(&'static str),
    /// The passphrase does not open it, or both copies of the key file are damaged.
    #[error("the passphrase does not open this book")]
    Passphrase,
    /// A key file that is no key file.
    #[error("the key file of the book is damaged ({0})")]
    KeyFile(&'static str),
    /// Another process writes.
    #[error("another program is writing to this book")]
    Busy,
    /// Written by a later version.
    #[error("the book was written by a later version (format {found}; this program knows {known})")]
    TooNew {
        /// Its format.
        found: i64,
        /// The latest this program knows.
        known: i64,
    },
    /// Something in the book is not what was written.
    #[error("the book is damaged: {0}")]
    Damaged(String),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or disk cannot be written to.
    #[error("the book cannot be written to")]
    ReadOnly,
    /// No such item.
    #[error("{0}")]
    Missing(String),
    /// The system refused a file of the book.
    #[error("{file}: {kind}")]
    Io {
        /// Which file, relative to the book.
        file: String,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// Any other answer of the database. Its own words can hold values: only the code is kept.
    #[error("the database answered {0}")]
    Database(String),
}

impl Trouble {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Trouble::NoBook => "create one with `casebook init --book FOLDER`, or name the right folder",
            Trouble::NotEmpty => "choose a new folder",
            Trouble::Exists(_) => "use the one there is",
            Trouble::Passphrase => "try again; a lost passphrase cannot be recovered",
            Trouble::KeyFile(_) => "restore the book from a backup, or copy its key file from one",
            Trouble::Busy => "wait until it has finished; reading and searching work meanwhile",
            Trouble::TooNew { .. } => "use the newest version of Casebook",
            Trouble::Damaged(_) => "run `casebook check`, then restore a backup with `casebook restore`",
            Trouble::DiskFull => "make room; everything acknowledged so far is safe, run the command again afterwards",
            Trouble::ReadOnly => "copy the book to a disk you may write to, or ask for write access",
            Trouble::Missing(_) => "list what there is with `casebook docs` or `casebook history`",
            Trouble::Io { .. } => "check that the disk works and that you may read and write the book's folder",
            Trouble::Database(_) => "run `casebook check`",
        }
    }

    /// A file of the book that the system refused.
    pub(crate) fn io(file: &str, error: &io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Trouble::ReadOnly,
            kind => Trouble::Io { file: file.to_string(), kind },
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Trouble::DiskFull,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Trouble::ReadOnly,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Trouble::Busy,
            Some(Code::DatabaseCorrupt) => Trouble::Damaged("a page of the database".into()),
            Some(Code::NotADatabase) => Trouble::Damaged("the head of the database".into()),
            Some(code) => Trouble::Database(format!("{code:?}")),
            None => Trouble::Database(kind(&error).into()),
        }
    }
}

/// The kind of an error that SQLite itself did not answer, without the values it holds.
fn kind(error: &rusqlite::Error) -> &'static str {
    match error {
        rusqlite::Error::QueryReturnedNoRows => "no such row",
        rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..) => {
            "a value of another type"
        }
        _ => "an error",
    }
}
