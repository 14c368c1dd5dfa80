//! What is derived of evidence: the documents in it, their clean text, their readings. All of it can be dropped.

use casebook_facts::EvidenceId;
use casebook_formats::{About, Remark};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::evidence::{Custody, Packed, Receipt, expand, squeeze};
use crate::trouble::Trouble;

/// Documents of one piece of evidence are numbered below this.
const PER_EVIDENCE: i64 = 1 << 20;

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

/// A document to be written down, its large parts compressed already (work for any thread).
pub struct NewDocument {
    sha256: Option<EvidenceId>,
    locator: String,
    name: String,
    media: String,
    about: String,
    remarks: String,
    refusal: Option<(String, String)>,
    n_remarks: usize,
    body: Option<(i64, Vec<u8>)>,
    clean: Option<Vec<u8>>,
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

impl NewDocument {
    /// Prepares a document: compresses its body and clean text.
    ///
    /// # Errors
    /// A text that cannot be compressed.
    pub fn new(described: &Described, body: &Body, clean: Option<&str>) -> Result<NewDocument, Trouble> {
        let body = match body {
            Body::Same | Body::Nothing => None,
            Body::Bytes(bytes) => Some((1, squeeze(bytes)?)),
            Body::Text(text) => Some((2, squeeze(text.as_bytes())?)),
        };
        let json = |v: serde_json::Result<String>| v.map_err(|_| Trouble::Damaged("a document's head".into()));
        Ok(NewDocument {
            sha256: described.sha256,
            locator: described.locator.clone(),
            name: described.name.clone(),
            media: described.media.clone(),
            about: json(serde_json::to_string(&described.about))?,
            remarks: json(serde_json::to_string(&described.remarks))?,
            refusal: described.refusal.clone(),
            n_remarks: described.remarks.len(),
            body,
            clean: clean.map(|c| squeeze(c.as_bytes())).transpose()?,
        })
    }

    /// Why it cannot be read, and what to do.
    #[must_use]
    pub fn refusal(&self) -> Option<(&str, &str)> {
        self.refusal.as_ref().map(|(reason, hint)| (reason.as_str(), hint.as_str()))
    }

    /// Where in its evidence it is.
    #[must_use]
    pub fn locator(&self) -> &str {
        &self.locator
    }

    /// Whether it has words.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.clean.is_some()
    }

    /// Number of findings of opening it.
    #[must_use]
    pub fn n_remarks(&self) -> usize {
        self.n_remarks
    }

    /// Bytes it will take in the book, about.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.body.as_ref().map_or(0, |b| b.1.len()) + self.clean.as_ref().map_or(0, Vec::len) + 512
    }
}

/// A document read anew.
pub struct NewReading {
    /// The document.
    pub number: DocumentNumber,
    /// The reading as JSON, or why the document cannot be read.
    pub json: Result<String, String>,
}

/// Evidence with the documents in it, to be taken together.
pub struct Taken {
    /// The bytes.
    pub packed: Packed,
    /// How they came in.
    pub custody: Custody,
    /// What is in them, all of it.
    pub documents: Vec<NewDocument>,
}

impl Book {
    /// Takes evidence and its documents in one step. Documents of evidence that was there already are passed over.
    ///
    /// # Errors
    /// As [`Book::receive`].
    pub fn take(&mut self, batch: Vec<Taken>, made: &str) -> Result<Vec<Receipt>, Trouble> {
        let (mut incoming, mut documents) = (Vec::new(), Vec::new());
        for taken in batch {
            incoming.push((taken.packed, taken.custody));
            documents.push(taken.documents);
        }
        self.receive_with(incoming, |db, change, receipts| {
            for (receipt, documents) in receipts.iter().zip(documents) {
                if !receipt.duplicate {
                    let n = put(db, change, receipt.number, 0, &documents)?;
                    opened(db, receipt.number, n, made)?;
                }
            }
            Ok(())
        })
    }

    /// Adds documents found in evidence that is in the book; `first` is the place of the first of them.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn add_documents(&mut self, evidence: i64, first: usize, documents: &[NewDocument]) -> Result<(), Trouble> {
        let mut change = self.last_change()?;
        self.commit(|db, _| put(db, &mut change, evidence, first, documents).map(|_| ()))
    }

    /// Notes that all documents of a piece of evidence are in the book.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn set_opened(&mut self, evidence: i64, n_documents: usize, made: &str) -> Result<(), Trouble> {
        self.commit(|db, _| opened(db, evidence, n_documents, made))
    }

    /// Evidence whose documents are not, or not all, in the book; what there is of them is dropped.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn unopened(&mut self) -> Result<Vec<i64>, Trouble> {
        let find = "SELECT id FROM evidence WHERE id NOT IN (SELECT evidence FROM opened) ORDER BY id";
        let numbers = self.db.prepare(find)?.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        self.commit(|db, _| {
            for number in &numbers {
                for table in ["part", "body", "clean", "reading", "indexing"] {
                    let drop = format!("DELETE FROM {table} WHERE doc >= ? AND doc < ?");
                    db.prepare_cached(&drop)?.execute((number * PER_EVIDENCE, (number + 1) * PER_EVIDENCE))?;
                }
            }
            Ok(())
        })?;
        Ok(numbers)
    }

    /// Documents with words whose reading is missing or made by others than `made`, in order.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn stale(&self, made: &str) -> Result<Vec<DocumentNumber>, Trouble> {
        let find = "SELECT clean.doc FROM clean LEFT JOIN reading ON reading.doc = clean.doc \
                    WHERE reading.made IS NOT ? ORDER BY clean.doc";
        Ok(self.db.prepare(find)?.query_map([made], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Writes readings down.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn put_readings(&mut self, readings: &[NewReading], made: &str) -> Result<(), Trouble> {
        let mut change = self.last_change()?;
        self.commit(|db, _| {
            for reading in readings {
                let (json, refusal) = match &reading.json {
                    Ok(json) => (squeeze(json.as_bytes())?, None),
                    Err(refusal) => (Vec::new(), Some(refusal)),
                };
                let put = "INSERT OR REPLACE INTO reading (doc, made, json, refusal) VALUES (?, ?, ?, ?)";
                db.prepare_cached(put)?.execute((reading.number, made, json, refusal))?;
                mark(db, &mut change, reading.number)?;
            }
            Ok(())
        })
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

/// Writes documents of one piece of evidence from place `first` on; their number.
fn put(
    db: &Connection,
    change: &mut i64,
    evidence: i64,
    first: usize,
    documents: &[NewDocument],
) -> Result<usize, Trouble> {
    for (place, document) in documents.iter().enumerate() {
        let place = i64::try_from(first + place).unwrap_or(PER_EVIDENCE);
        if place >= PER_EVIDENCE {
            return Err(Trouble::Missing("one piece of evidence holds more documents than a book can count".into()));
        }
        let doc = evidence * PER_EVIDENCE + place;
        let insert = "INSERT INTO part (doc, sha256, locator, name, media, about, remarks, refusal, hint) \
                      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        db.prepare_cached(insert)?.execute((
            doc,
            document.sha256.map(|id| id.bytes().to_vec()),
            &document.locator,
            &document.name,
            &document.media,
            &document.about,
            &document.remarks,
            document.refusal.as_ref().map(|r| &r.0),
            document.refusal.as_ref().map(|r| &r.1),
        ))?;
        if let Some((kind, bytes)) = &document.body {
            db.prepare_cached("INSERT INTO body (doc, kind, bytes) VALUES (?, ?, ?)")?.execute((doc, kind, bytes))?;
        }
        if let Some(clean) = &document.clean {
            db.prepare_cached("INSERT INTO clean (doc, text) VALUES (?, ?)")?.execute((doc, clean))?;
            mark(db, change, doc)?;
        }
    }
    Ok(documents.len())
}

/// Notes that the index must see a document again.
fn mark(db: &Connection, change: &mut i64, doc: i64) -> Result<(), Trouble> {
    *change += 1;
    db.prepare_cached("INSERT OR REPLACE INTO indexing (doc, change) VALUES (?, ?)")?.execute((doc, *change))?;
    Ok(())
}

fn opened(db: &Connection, evidence: i64, n_documents: usize, made: &str) -> Result<(), Trouble> {
    let n = i64::try_from(n_documents).unwrap_or(i64::MAX);
    db.prepare_cached("INSERT OR REPLACE INTO opened (evidence, parts, made) VALUES (?, ?, ?)")?
        .execute((evidence, n, made))?;
    Ok(())
}
