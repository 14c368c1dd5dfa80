//! From evidence in any format to the documents in it: `open` names the format by its content and
//! hands each document to a sink as soon as it is read.
//!
//! Comes in: a [`Source`] (bytes that can be read and sought, and the name they came under). Goes out:
//! a [`Part`] for each document, an [`Unread`] for each that cannot be read, in the order of the
//! container. One format, one file. Pure: no clock, network or disk, starts no process (the one who
//! looks at scanned pages is handed in, [`Ocr`]); [`Limits`] bound size, depth, number and ratio.
//! Leaves to others: characters, main content and clean text of text, Markdown and HTML
//! (`casebook_text`), and running in a process of its own (`casebook`'s `outside`).
#![deny(clippy::disallowed_methods)]

mod format;
mod limits;
mod once;
mod opening;
mod part;
mod sniff;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

pub use limits::{Budget, Limits};
pub use part::{About, Body, Part, Remark, Unread};
pub use sniff::{Format, sniff};

/// Bytes that can be read and sought: a file, a slice, a decrypting reader.
pub trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// What is to be opened.
pub struct Source<'a> {
    /// File name as received; decides only where the content cannot (Markdown, CSV, chats).
    pub name: &'a str,
    /// The bytes, from their beginning.
    pub bytes: &'a mut dyn Bytes,
    /// Their number.
    pub size: u64,
}

/// Reads the words of a picture.
pub trait Ocr {
    /// The words of one picture in a format of its own (PNG, JPEG, TIFF), lines as printed.
    ///
    /// # Errors
    /// What went wrong, in words that quote nothing of the picture.
    fn words(&self, picture: &[u8]) -> Result<String, String>;
}

/// What opening may use, and how much.
pub struct Tools<'a> {
    /// Bounds of one piece of evidence.
    pub limits: Limits,
    /// Who reads scanned pages; `None` when nobody is installed.
    pub ocr: Option<&'a dyn Ocr>,
    /// How spreadsheet rows become documents, by the sheet's header row; empty: a sheet is one document.
    pub mappings: &'a [RowMapping],
}

/// How each row of a sheet becomes a document: names of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RowMapping {
    /// Columns whose cells make the text, in this order. The mapping applies where every column named in it is in
    /// the header row.
    pub text: Vec<String>,
    /// Column with the title.
    pub title: Option<String>,
    /// Column with the day of publication.
    pub published: Option<String>,
    /// Column with the outlet.
    pub publisher: Option<String>,
    /// Column with the author.
    pub author: Option<String>,
    /// Column with the address.
    pub address: Option<String>,
}

/// What comes out of a piece of evidence, one after the other.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // One at a time, handed on at once.
pub enum Found {
    /// A document.
    Part(Part),
    /// Something that could not be read; the rest goes on.
    Unread(Unread),
}

/// Takes what is found. `Break` stops the opening.
pub type Sink<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// Opens a piece of evidence and hands on what is in it.
///
/// `Break` says that the sink had enough, or that a bound of the whole evidence was hit. What cannot be read is handed on as [`Found::Unread`]: nothing is
/// silently left out.
pub fn open(source: &mut Source<'_>, tools: &Tools<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut opening = opening::Opening::new(tools, source.size, sink);
    opening.open(source.name, source.bytes, source.size)
}

/// Names the format of bytes for good, looking into archives where the family has to be told from the inside. The
/// bytes are left at their beginning.
///
/// # Errors
/// Bytes that cannot be read.
pub fn identify(bytes: &mut dyn Bytes, name: &str) -> std::io::Result<Format> {
    let mut head = Vec::new();
    (&mut *bytes).take(opening::HEAD as u64).read_to_end(&mut head)?;
    bytes.rewind()?;
    format::refine(sniff(&head, name), bytes).map_err(|_| std::io::ErrorKind::InvalidData.into())
}
