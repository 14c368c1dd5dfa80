//! What goes wrong at the edge, said in one way: `error:` with the name, `hint:` with what to do.

use std::fmt::Display;
use std::path::Path;

use casebook_text::Refusal;

use crate::style;

/// One thing that could not be done.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// File, folder or id it is about.
    pub name: String,
    /// What is wrong. Never quotes a document.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Trouble {
    /// A trouble in words.
    pub fn new(name: impl Display, message: impl Into<String>, hint: impl Into<String>) -> Trouble {
        Trouble { name: name.to_string(), message: message.into(), hint: hint.into() }
    }

    /// A file that the system would not give.
    pub fn io(path: &Path, error: &std::io::Error) -> Trouble {
        let hint = match error.kind() {
            std::io::ErrorKind::NotFound => "check the name; paths are taken from the current folder",
            std::io::ErrorKind::PermissionDenied => "ask for read access, or copy the file to your own folder",
            _ => "check that the file can be opened by other programs",
        };
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file or folder".to_string(),
            std::io::ErrorKind::PermissionDenied => "not allowed to read it".to_string(),
            _ => error.to_string(),
        };
        Trouble::new(path.display(), message, hint)
    }

    /// A file that is no readable document.
    pub fn refused(path: &Path, refusal: &Refusal) -> Trouble {
        Trouble::new(path.display(), refusal.to_string(), refusal.hint())
    }

    /// Prints it to standard error.
    pub fn print(&self) {
        let (bad, soft, plain) = (style::ERROR, style::HINT, style::RESET);
        anstream::eprintln!("{bad}error:{plain} {}: {}", self.name, self.message);
        anstream::eprintln!("{soft}hint:{plain} {}", self.hint);
    }
}
