//! What can go wrong with an index, and what to do. Messages hold no word of a passage or a question.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use thiserror::Error;

/// Why something could not be done with an index.
#[derive(Debug, Error)]
pub enum Trouble {
    /// The folder holds other files, and no index.
    #[error("the folder is not empty and holds no search index")]
    NoIndex,
    /// The secret is another's, or the head of the index is damaged: these cannot be told apart.
    #[error("the secret does not open this search index, or its head is damaged")]
    Secret,
    /// Another process writes.
    #[error("another program is writing to this search index")]
    Busy,
    /// Made by another version in another form.
    #[error("the search index was made by another version of the program")]
    Outdated,
    /// A file of the index is missing or not what was written.
    #[error("the search index is damaged")]
    Damaged,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or disk cannot be written to.
    #[error("the search index cannot be written to")]
    ReadOnly,
    /// The system refused a file.
    #[error("a file of the search index: {0}")]
    Io(io::ErrorKind),
    /// The engine stopped. Its own words can hold values: only the kind is kept.
    #[error("the search engine stopped ({0})")]
    Engine(&'static str),
}

impl Trouble {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Trouble::NoIndex => "name the folder of the index, or an empty one",
            Trouble::Secret | Trouble::Outdated | Trouble::Damaged => {
                "delete the folder of the index and build it again from the book; nothing is lost with it"
            }
            Trouble::Busy => "wait until it has finished; searching works meanwhile",
            Trouble::DiskFull => "make room, then run the command again; what was committed is safe",
            Trouble::ReadOnly => "copy the book to a disk you may write to, or ask for write access",
            Trouble::Io(_) => "check that the disk works and that you may read and write the folder of the index",
            Trouble::Engine(_) => "open the index again; if that does not help, delete its folder and build it again",
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(e: io::Error) -> Trouble {
        Trouble::from(&e)
    }
}

impl From<&io::Error> for Trouble {
    fn from(e: &io::Error) -> Trouble {
        use io::ErrorKind as Kind;
        match e.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Trouble::DiskFull,
            Kind::ReadOnlyFilesystem | Kind::PermissionDenied => Trouble::ReadOnly,
            Kind::InvalidData | Kind::UnexpectedEof | Kind::NotFound => Trouble::Damaged,
            kind => Trouble::Io(kind),
        }
    }
}

impl From<TantivyError> for Trouble {
    fn from(e: TantivyError) -> Trouble {
        match e {
            TantivyError::IoError(e) => Trouble::from(&*e),
            TantivyError::OpenReadError(e) => e.into(),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => Trouble::from(&*io_error),
            TantivyError::LockFailure(LockError::LockBusy, _) => Trouble::Busy,
            TantivyError::LockFailure(LockError::IoError(e), _) => Trouble::from(&*e),
            TantivyError::DataCorruption(_) | TantivyError::DeserializeError(_) => Trouble::Damaged,
            TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) => Trouble::Outdated,
            TantivyError::ErrorInThread(_) => Trouble::Engine("an error in a thread"),
            TantivyError::Poisoned => Trouble::Engine("a thread ended early"),
            TantivyError::SystemError(_) => Trouble::Engine("the system gave no thread"),
            _ => Trouble::Engine("an internal error"),
        }
    }
}

impl From<OpenReadError> for Trouble {
    fn from(e: OpenReadError) -> Trouble {
        match e {
            OpenReadError::FileDoesNotExist(_) => Trouble::Damaged,
            OpenReadError::IoError { io_error, .. } => Trouble::from(&*io_error),
            OpenReadError::IncompatibleIndex(_) => Trouble::Outdated,
        }
    }
}

impl From<DeleteError> for Trouble {
    fn from(e: DeleteError) -> Trouble {
        match e {
            DeleteError::FileDoesNotExist(_) => Trouble::Damaged,
            DeleteError::IoError { io_error, .. } => Trouble::from(&*io_error),
        }
    }
}
