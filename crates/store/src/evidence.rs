//! Evidence and its custody: the bytes once, every receipt.

use casebook_facts::{EvidenceId, Stamp};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::documents::documents_of;
use crate::log;
use crate::packer::{Packed, expand};
use crate::sealed;
use crate::trouble::Trouble;

/// Kind of log entry: evidence came in.
pub const RECEIVED: &str = "received";
/// Kind of log entry: a file was given and could not be taken.
pub const REFUSED: &str = "refused";

/// How evidence came in. Written down with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    /// SHA-256 of the bytes, hexadecimal; absent from what was refused unread.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type by content.
    pub media_type: String,
    /// File name as received.
    pub name: String,
    /// Path as received.
    pub path: String,
    /// Address it was taken from, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// When it was captured, where known (RFC 3339, UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured: Option<String>,
    /// Who gave it, in the book's names.
    pub by: String,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Name and version of the program that took it.
    pub program: String,
    /// True when the bytes were in the book already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duplicate: bool,
}

/// A file that could not be taken; its name and the reason are kept, because a gap is a fact too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// File name as received.
    pub name: String,
    /// Path as received.
    pub path: String,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: String,
    /// When (RFC 3339, UTC).
    pub at: String,
}

/// What became of evidence that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub id: EvidenceId,
    /// Its number in this book.
    pub number: i64,
    /// True when the bytes were there already.
    pub duplicate: bool,
}

impl Book {
    /// Takes in evidence and acknowledges it: bytes not yet known are stored, every receipt is logged.
    /// `custody` without hash, size and duplicate mark, which are filled in here.
    ///
    /// # Errors
    /// What the disk refuses; then none of the batch was taken.
    pub fn receive(&mut self, batch: Vec<(Packed, Custody)>) -> Result<Vec<Receipt>, Trouble> {
        self.receive_with(batch, |_, _, _| Ok(()))
    }

    /// [`Book::receive`] with more work in the same step.
    pub(crate) fn receive_with(
        &mut self,
        batch: Vec<(Packed, Custody)>,
        more: impl FnOnce(&Connection, &mut i64, &[Receipt]) -> Result<(), Trouble>,
    ) -> Result<Vec<Receipt>, Trouble> {
        let packer = self.packer();
        let mut change = self.last_change()?;
        let (receipts, spare) = self.commit(|db, tail| {
            let (mut receipts, mut spare) = (Vec::with_capacity(batch.len()), Vec::new());
            for (packed, mut custody) in batch {
                let known = number(db, packed.id)?;
                custody.sha256 = packed.id.to_string();
                custody.size = packed.size;
                custody.duplicate = known.is_some();
                *tail = log::append(db, *tail, RECEIVED, &json(&custody)?)?;
                let id = packed.id;
                let number = match known {
                    Some(number) => {
                        spare.push(packed);
                        try_again(db, number)?;
                        number
                    }
                    None => store(db, packed)?,
                };
                receipts.push(Receipt { id, number, duplicate: custody.duplicate });
            }
            more(db, &mut change, &receipts)?;
            Ok((receipts, spare))
        })?;
        spare.into_iter().for_each(|p| packer.discard(p));
        Ok(receipts)
    }

    /// Writes down that files could not be taken.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn refuse(&mut self, batch: &[Refused]) -> Result<(), Trouble> {
        self.commit(|db, tail| {
            batch.iter().try_for_each(|refused| {
                *tail = log::append(db, *tail, REFUSED, &json(refused)?)?;
                Ok(())
            })
        })
    }

    /// The bytes of a piece of evidence, as received.
    ///
    /// # Errors
    /// [`Trouble::Missing`]; [`Trouble::Damaged`] when they are not what was written.
    pub fn bytes(&self, number: i64) -> Result<Vec<u8>, Trouble> {
        let mut all = Vec::new();
        self.pieces(number, &mut |piece| all.extend_from_slice(piece))?;
        Ok(all)
    }

    /// Where the bytes of a piece of evidence are: its size, and the sealed file if they are not in the database.
    ///
    /// # Errors
    /// [`Trouble::Missing`].
    pub fn place(&self, number: i64) -> Result<(u64, Option<String>), Trouble> {
        let mut row = self.db.prepare_cached("SELECT size, file FROM evidence WHERE id = ?")?;
        let found = row.query_row([number], |r| Ok((r.get::<_, i64>(0)?, r.get(1)?))).optional()?;
        let (size, file) = found.ok_or_else(|| Trouble::Missing(format!("no evidence {number} in this book")))?;
        Ok((u64::try_from(size).unwrap_or(0), file))
    }

    /// The id of a piece of evidence.
    ///
    /// # Errors
    /// [`Trouble::Missing`].
    pub fn id(&self, number: i64) -> Result<EvidenceId, Trouble> {
        let mut row = self.db.prepare_cached("SELECT sha256 FROM evidence WHERE id = ?")?;
        let found: Option<Vec<u8>> = row.query_row([number], |r| r.get(0)).optional()?;
        let hash = found.and_then(|h| <[u8; 32]>::try_from(h).ok());
        hash.map(EvidenceId::from).ok_or_else(|| Trouble::Missing(format!("no evidence {number} in this book")))
    }

    /// The name under which a piece of evidence first came.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn first_names(&self) -> Result<std::collections::BTreeMap<EvidenceId, String>, Trouble> {
        let mut names = std::collections::BTreeMap::new();
        for (_, custody) in self.custody()? {
            if let Some(id) = EvidenceId::parse(&custody.sha256) {
                names.entry(id).or_insert(custody.name);
            }
        }
        Ok(names)
    }

    /// What opens sealed files, for a process of its own; handed over by pipe.
    #[must_use]
    pub fn file_secret(&self) -> zeroize::Zeroizing<String> {
        use age::secrecy::ExposeSecret;
        zeroize::Zeroizing::new(self.identity.to_string().expose_secret().to_string())
    }

    /// Hands on the bytes of a piece of evidence in pieces, so that large ones do not have to fit into memory.
    ///
    /// # Errors
    /// [`Trouble::Missing`]; [`Trouble::Damaged`] when they are not what was written.
    pub fn pieces(&self, number: i64, each: &mut dyn FnMut(&[u8])) -> Result<(), Trouble> {
        let row = self
            .db
            .prepare_cached("SELECT packing, bytes, file FROM evidence WHERE id = ?")?
            .query_row([number], |r| {
                Ok((r.get::<_, i64>(0)?, r.get::<_, Option<Vec<u8>>>(1)?, r.get::<_, Option<String>>(2)?))
            })
            .optional()?;
        match row {
            None => Err(Trouble::Missing(format!("no evidence {number} in this book"))),
            Some((_, None, Some(file))) => sealed::read(&self.folder, &file, &self.identity, each),
            Some((0, Some(bytes), _)) => {
                each(&bytes);
                Ok(())
            }
            Some((1, Some(bytes), _)) => {
                each(&expand(&bytes)?);
                Ok(())
            }
            Some(_) => Err(Trouble::Damaged(format!("evidence {number}"))),
        }
    }

    /// The number of a piece of evidence in this book.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn number(&self, id: EvidenceId) -> Result<Option<i64>, Trouble> {
        number(&self.db, id)
    }

    /// Every receipt, in the order they came.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn custody(&self) -> Result<Vec<(i64, Custody)>, Trouble> {
        self.entries(RECEIVED)
    }

    /// Entries of one kind, in order, with their numbers.
    ///
    /// # Errors
    /// [`Trouble::Damaged`] when one is not in its form.
    pub fn entries<T: serde::de::DeserializeOwned>(&self, kind: &str) -> Result<Vec<(i64, T)>, Trouble> {
        let mut rows = self.db.prepare_cached("SELECT seq, body FROM log WHERE kind = ? ORDER BY seq")?;
        let mut rows = rows.query([kind])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let (seq, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let entry = serde_json::from_str(&body).map_err(|_| Trouble::Damaged(format!("entry {seq} of the log")))?;
            out.push((seq, entry));
        }
        Ok(out)
    }
}

/// Evidence that came again and was not opened cleanly is to be opened again: what was missing may be there now.
fn try_again(db: &Connection, number: i64) -> Result<(), Trouble> {
    let forget = "DELETE FROM opened WHERE evidence = ?1 AND EXISTS (SELECT 1 FROM part WHERE doc >= ?2 AND doc < ?3 \
                  AND (refusal IS NOT NULL OR remarks <> '[]'))";
    let documents = documents_of(number);
    db.prepare_cached(forget)?.execute((number, documents.start, documents.end))?;
    Ok(())
}

fn number(db: &Connection, id: EvidenceId) -> Result<Option<i64>, Trouble> {
    let mut find = db.prepare_cached("SELECT id FROM evidence WHERE sha256 = ?")?;
    Ok(find.query_row([&id.bytes()[..]], |row| row.get(0)).optional()?)
}

fn store(db: &Connection, packed: Packed) -> Result<i64, Trouble> {
    db.prepare_cached("INSERT INTO evidence (sha256, size, packing, bytes, file) VALUES (?, ?, ?, ?, ?)")?.execute(
        (
            &packed.id.bytes()[..],
            i64::try_from(packed.size).unwrap_or(i64::MAX),
            packed.packing,
            packed.bytes,
            packed.file,
        ),
    )?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, Trouble> {
    serde_json::to_string(value).map_err(|_| Trouble::Damaged("an entry cannot be written".into()))
}

impl Custody {
    /// A receipt by `stamp` of a file under a name and path; the rest is filled in when it is taken.
    #[must_use]
    pub fn new(name: String, path: String, media_type: &str, stamp: &Stamp, program: &str) -> Custody {
        Custody {
            sha256: String::new(),
            size: 0,
            media_type: media_type.to_string(),
            name,
            path,
            address: None,
            captured: None,
            by: stamp.by.clone(),
            at: stamp.at.clone(),
            program: program.to_string(),
            duplicate: false,
        }
    }
}
