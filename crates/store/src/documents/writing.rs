//! Writing down what was found in evidence, and what was read.

use casebook_facts::EvidenceId;
use rusqlite::Connection;

use super::{Body, Described, DocumentNumber, PER_EVIDENCE, documents_of};
use crate::book::Book;
use crate::evidence::{Custody, Receipt};
use crate::packer::{Packed, squeeze};
use crate::trouble::Trouble;

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
                    let documents = documents_of(*number);
                    db.prepare_cached(&drop)?.execute((documents.start, documents.end))?;
                }
            }
            Ok(())
        })?;
        Ok(numbers)
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

/// Notes that a document is new or was read anew, so that the index must see it again.
fn mark(db: &Connection, change: &mut i64, doc: i64) -> Result<(), Trouble> {
    *change += 1;
    let put = "INSERT OR REPLACE INTO indexing (doc, change, news) VALUES (?, ?, ?)";
    db.prepare_cached(put)?.execute((doc, *change, *change))?;
    Ok(())
}

/// Notes that the index must see documents with words again, though they are no news.
pub(crate) fn touch(db: &Connection, ids: &[EvidenceId]) -> Result<(), Trouble> {
    for id in ids {
        let put = "UPDATE indexing SET change = (SELECT max(change) + 1 FROM indexing) \
                   WHERE doc IN (SELECT doc FROM part WHERE sha256 = ?)";
        db.prepare_cached(put)?.execute([id.bytes()])?;
    }
    Ok(())
}

fn opened(db: &Connection, evidence: i64, n_documents: usize, made: &str) -> Result<(), Trouble> {
    let n = i64::try_from(n_documents).unwrap_or(i64::MAX);
    db.prepare_cached("INSERT OR REPLACE INTO opened (evidence, parts, made) VALUES (?, ?, ?)")?
        .execute((evidence, n, made))?;
    Ok(())
}
