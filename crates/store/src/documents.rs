//! What is derived of evidence: the documents in it, their clean text, their readings. All of it can be dropped.

mod writing;

pub(crate) use writing::touch;
pub use writing::{NewDocument, NewReading, Taken};

use std::collections::BTreeSet;

use casebook_facts::EvidenceId;
use casebook_formats::{About, Remark};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::packer::expand;
use crate::trouble::Trouble;

/// Documents of one piece of evidence are numbered below this.
const PER_EVIDENCE: i64 = 1 << 20;

/// Numbers that documents of a piece of evidence can have.
pub(crate) fn documents_of(evidence: i64) -> std::ops::Range<DocumentNumber> {
    evidence * PER_EVIDENCE..(evidence + 1) * PER_EVIDENCE
}

/// Number of a document in this book: the evidence's number and its place in it.
pub type DocumentNumber = i64;

/// Where the bytes or the text of a document are.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// The evidence's own bytes: text, Markdown or HTML.
    Same,
    /// Bytes out of a container: text, Markdown or HTML.
    Bytes(Vec<u8>),
    /// Text that a converter made.
    Text(String),
    /// None.
    Nothing,
}

/// What is known of a document before it is read.
#[derive(Clone, Serialize, Deserialize)]
pub struct Described {
    /// SHA-256 of its own bytes; `None` when it could not be opened.
    pub sha256: Option<EvidenceId>,
    /// Where in the evidence it is; empty for the evidence itself.
    pub locator: String,
    /// File name or subject.
    pub name: String,
    /// Media type.
    pub media: String,
    /// What it and its container say of it.
    pub about: About,
    /// Findings of opening it.
    pub remarks: Vec<Remark>,
    /// Why it cannot be read, and what to do.
    pub refusal: Option<(String, String)>,
}

/// A document of the book.
#[derive(Clone)]
pub struct Document {
    /// Its number.
    pub number: DocumentNumber,
    /// What is known of it.
    pub described: Described,
}

impl Document {
    /// Number of the evidence it is in.
    #[must_use]
    pub fn evidence(&self) -> i64 {
        self.number / PER_EVIDENCE
    }
}

impl Book {
    /// Documents with words that nobody has read, in order.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn unread(&self) -> Result<Vec<DocumentNumber>, Trouble> {
        let find = "SELECT doc FROM clean WHERE doc NOT IN (SELECT doc FROM reading) ORDER BY doc";
        Ok(self.db.prepare(find)?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Documents with words whose reading is missing or made by others than `made`: those nobody has read first.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn stale(&self, made: &str) -> Result<Vec<DocumentNumber>, Trouble> {
        let find = "SELECT clean.doc FROM clean LEFT JOIN reading ON reading.doc = clean.doc \
                    WHERE reading.made IS NOT ? ORDER BY reading.made IS NOT NULL, clean.doc";
        Ok(self.db.prepare(find)?.query_map([made], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// All documents, in order.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn documents(&self) -> Result<Vec<Document>, Trouble> {
        let mut rows = self.db.prepare(&format!("{SELECT} ORDER BY doc"))?;
        rows.query_map([], document)?.map(|row| row?.into_document()).collect()
    }

    /// One document.
    ///
    /// # Errors
    /// [`Trouble::Missing`].
    pub fn document(&self, number: DocumentNumber) -> Result<Document, Trouble> {
        let mut row = self.db.prepare_cached(&format!("{SELECT} WHERE doc = ?"))?;
        let found = row.query_row([number], document).optional()?;
        found.ok_or_else(|| Trouble::Missing(format!("no document {number} in this book")))?.into_document()
    }

    /// Documents whose id begins with these hexadecimal digits (four at least).
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn documents_by_id(&self, digits: &str) -> Result<Vec<Document>, Trouble> {
        let find = format!("{SELECT} WHERE hex(sha256) LIKE ? ORDER BY doc");
        let mut rows = self.db.prepare(&find)?;
        rows.query_map([format!("{digits}%")], document)?.map(|row| row?.into_document()).collect()
    }

    /// What a document's text is made of.
    ///
    /// # Errors
    /// [`Trouble::Missing`], [`Trouble::Damaged`].
    pub fn body(&self, document: &Document) -> Result<Body, Trouble> {
        let mut row = self.db.prepare_cached("SELECT kind, bytes FROM body WHERE doc = ?")?;
        let found =
            row.query_row([document.number], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?))).optional()?;
        let damaged = || Trouble::Damaged(format!("the text of document {}", document.number));
        Ok(match found {
            Some((1, bytes)) => Body::Bytes(expand(&bytes)?),
            Some((_, bytes)) => Body::Text(String::from_utf8(expand(&bytes)?).map_err(|_| damaged())?),
            None if document.described.locator.is_empty() && document.described.refusal.is_none() => Body::Same,
            None => Body::Nothing,
        })
    }

    /// The clean text of a document; `None` where it has no words.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn clean_text(&self, number: DocumentNumber) -> Result<Option<String>, Trouble> {
        let mut row = self.db.prepare_cached("SELECT text FROM clean WHERE doc = ?")?;
        let found = row.query_row([number], |r| r.get::<_, Vec<u8>>(0)).optional()?;
        let damaged = |_| Trouble::Damaged(format!("the text of document {number}"));
        found.map(|bytes| String::from_utf8(expand(&bytes)?).map_err(damaged)).transpose()
    }

    /// The reading of a document as JSON; `None` where it was not read yet, or cannot be.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn reading(&self, number: DocumentNumber) -> Result<Option<String>, Trouble> {
        let mut row = self.db.prepare_cached("SELECT json FROM reading WHERE doc = ? AND refusal IS NULL")?;
        let found = row.query_row([number], |r| r.get::<_, Vec<u8>>(0)).optional()?;
        let damaged = |_| Trouble::Damaged(format!("the reading of document {number}"));
        found.map(|bytes| String::from_utf8(expand(&bytes)?).map_err(damaged)).transpose()
    }

    /// Documents changed after `change`, in the order of their changes, each with its change.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn changed_since(&self, change: i64) -> Result<Vec<(DocumentNumber, i64)>, Trouble> {
        let find = "SELECT doc, change FROM indexing WHERE change > ? ORDER BY change";
        Ok(self.db.prepare(find)?.query_map([change], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// Documents that are new or were read anew after `change`.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn new_since(&self, change: i64) -> Result<BTreeSet<DocumentNumber>, Trouble> {
        let find = "SELECT doc FROM indexing WHERE news > ?";
        Ok(self.db.prepare(find)?.query_map([change], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The last change of any document.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn last_change(&self) -> Result<i64, Trouble> {
        Ok(self.db.query_row("SELECT coalesce(max(change), 0) FROM indexing", [], |r| r.get(0))?)
    }

    /// Numbers of what is in the book.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn counts(&self, made: &str) -> Result<Counts, Trouble> {
        let one = |q: &str| self.db.query_row(q, [], |r| r.get::<_, i64>(0));
        let current = "SELECT count(*) FROM reading JOIN clean USING (doc) WHERE made = ?";
        Ok(Counts {
            evidence: one("SELECT count(*) FROM evidence")?,
            documents: one("SELECT count(*) FROM part WHERE refusal IS NULL")?,
            refused: one("SELECT count(*) FROM part WHERE refusal IS NOT NULL")?,
            with_words: one("SELECT count(*) FROM clean")?,
            read: self.db.query_row(current, [made], |r| r.get(0))?,
            outdated: one("SELECT count(*) FROM reading JOIN clean USING (doc)")?
                - self.db.query_row(current, [made], |r| r.get::<_, i64>(0))?,
        })
    }
}

/// How much is in a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Pieces of evidence.
    pub evidence: i64,
    /// Documents in them that could be opened.
    pub documents: i64,
    /// Documents in them that could not.
    pub refused: i64,
    /// Documents with words.
    pub with_words: i64,
    /// Documents with words that the current program, packs and models have read.
    pub read: i64,
    /// Documents with words that earlier ones have read.
    pub outdated: i64,
}

const SELECT: &str = "SELECT doc, sha256, locator, name, media, about, remarks, refusal, hint FROM part";

/// A row of `part` before its JSON is read.
struct Raw {
    number: i64,
    sha256: Option<Vec<u8>>,
    text: [String; 5],
    refusal: Option<String>,
    hint: Option<String>,
}

fn document(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        number: row.get(0)?,
        sha256: row.get(1)?,
        text: [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?],
        refusal: row.get(7)?,
        hint: row.get(8)?,
    })
}

impl Raw {
    fn into_document(self) -> Result<Document, Trouble> {
        let number = self.number;
        let damaged = || Trouble::Damaged(format!("document {number}"));
        let hash = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map(EvidenceId::from).map_err(|_| damaged());
        let [locator, name, media, about, remarks] = self.text;
        Ok(Document {
            number,
            described: Described {
                sha256: self.sha256.map(hash).transpose()?,
                locator,
                name,
                media,
                about: serde_json::from_str(&about).map_err(|_| damaged())?,
                remarks: serde_json::from_str(&remarks).map_err(|_| damaged())?,
                refusal: self.refusal.map(|r| (r, self.hint.unwrap_or_default())),
            },
        })
    }
}
