//! Files that cannot be read, with the reason and what to do.

use thiserror::Error;

/// Why a file was refused. The message never quotes the file's text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No bytes at all, or blanks only.
    #[error("the file is empty")]
    Empty,
    /// Not text: the media type that the first bytes name, or "unknown binary data".
    #[error("not a text document ({0})")]
    Binary(&'static str),
    /// More bytes than the limit.
    #[error("the file has {bytes} bytes; the limit for one document is {limit}")]
    TooLarge {
        /// Size of the file in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A single paragraph longer than any document's.
    #[error("one line has {bytes} bytes; the limit for one paragraph is {limit}")]
    LineTooLong {
        /// Length of the line in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// Bytes that fit no character set we can tell.
    #[error("cannot tell the character set: byte {at} fits neither {tried} nor any other")]
    Charset {
        /// Offset of the first byte that does not fit.
        at: usize,
        /// The character set that was declared or seemed likely.
        tried: &'static str,
    },
    /// A character set name we do not know.
    #[error("unknown character set {0:?}")]
    UnknownCharset(String),
    /// The file stops in the middle of a character or a tag.
    #[error("the file is cut off: it ends inside {inside}")]
    Truncated {
        /// What the end of the file interrupts.
        inside: &'static str,
    },
    /// HTML elements nested beyond the limit.
    #[error("the page nests elements {depth} deep; the limit is {limit}")]
    TooDeep {
        /// Depth of the tree, or the limit plus one where counting stopped.
        depth: usize,
        /// The limit.
        limit: usize,
    },
    /// A readable file without any words.
    #[error("no readable text in the file")]
    NoText,
    /// The HTML extractor gave up.
    #[error("the page's main text could not be found")]
    NoMainText,
}

impl Refusal {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::Empty => "get the file again; the original may be intact",
            Refusal::Binary(_) => {
                "`casebook read` and `casebook add` open PDF, Word, mail, archives and more; this verb takes text alone"
            }
            Refusal::TooLarge { .. } => "split the file into one document each",
            Refusal::LineTooLong { .. } => "this looks like data, not a report; split it into lines or documents",
            Refusal::Charset { .. } => {
                "name its character set: `casebook read --charset windows-1251 FILE`; \
                 `casebook read --damaged FILE` reads what can be read"
            }
            Refusal::UnknownCharset(_) => "use a WHATWG name such as utf-8, windows-1252, koi8-r",
            Refusal::Truncated { .. } => "get the whole file again; `casebook read --damaged FILE` reads what is there",
            Refusal::TooDeep { .. } => "this is not an article page; save its text instead",
            Refusal::NoText => "the page may be a picture or a frame; save the article's own text",
            Refusal::NoMainText => "save the article's text from the browser and read that",
        }
    }
}
