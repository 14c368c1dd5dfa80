//! Evidence and its custody: the bytes once, every receipt.

use std::io::Read;

use casebook_facts::{EvidenceId, Stamp};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::log;
use crate::sealed::{self, Sealing};
use crate::trouble::Trouble;

/// Bytes of evidence up to this size lie in the database, larger ones in a sealed file beside it.
pub const IN_DATABASE: usize = 4 << 20;
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

/// Bytes ready to be stored: hashed, and packed or sealed.
pub struct Packed {
    id: EvidenceId,
    size: u64,
    packing: i64,
    bytes: Option<Vec<u8>>,
    file: Option<String>,
}

impl Packed {
    /// The id of the bytes.
    #[must_use]
    pub fn id(&self) -> EvidenceId {
        self.id
    }

    /// Their number.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
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

/// Where large evidence is sealed; can be used by any thread.
#[derive(Clone)]
pub struct Packer {
    folder: std::path::PathBuf,
    identity: age::x25519::Identity,
}

impl Packer {
    /// Hashes and compresses bytes in memory. Work for any thread.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn pack(&self, bytes: &[u8]) -> Result<Packed, Trouble> {
        let id = EvidenceId::of(bytes);
        let size = bytes.len() as u64;
        if bytes.len() > IN_DATABASE {
            let mut sealing = Sealing::begin(&self.folder, &self.identity)?;
            sealing.write(bytes)?;
            let file = Some(sealing.end(&self.folder)?);
            return Ok(Packed { id, size, packing: 0, bytes: None, file });
        }
        let (packing, bytes) = compress(bytes);
        Ok(Packed { id, size, packing, bytes: Some(bytes), file: None })
    }

    /// Hashes and seals bytes of any number as they come.
    ///
    /// # Errors
    /// What the disk refuses; a source that cannot be read to its end.
    pub fn stream(&self, from: &mut dyn Read) -> Result<Packed, Trouble> {
        let mut sealing = Sealing::begin(&self.folder, &self.identity)?;
        let (mut hash, mut size) = (Sha256::new(), 0u64);
        let mut piece = vec![0; 256 << 10];
        loop {
            let n = from.read(&mut piece).map_err(|e| Trouble::io("the file", &e))?;
            if n == 0 {
                break;
            }
            hash.update(&piece[..n]);
            sealing.write(&piece[..n])?;
            size += n as u64;
        }
        let id = EvidenceId::from(<[u8; 32]>::from(hash.finalize()));
        Ok(Packed { id, size, packing: 0, bytes: None, file: Some(sealing.end(&self.folder)?) })
    }

    /// Takes back a sealed file that is not needed after all.
    pub fn discard(&self, packed: Packed) {
        if let Some(name) = packed.file {
            // What stays behind is swept when the book is next opened for writing.
            let _ = std::fs::remove_file(self.folder.join(sealed::FOLDER).join(name));
        }
    }
}

/// Compressed when that helps.
pub(crate) fn compress(bytes: &[u8]) -> (i64, Vec<u8>) {
    match zstd::bulk::compress(bytes, 3) {
        Ok(small) if small.len() < bytes.len() => (1, small),
        _ => (0, bytes.to_vec()),
    }
}

/// Compressed in any case; for what is derived.
pub(crate) fn squeeze(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    zstd::bulk::compress(bytes, 3).map_err(|_| Trouble::Damaged("a text cannot be compressed".into()))
}

/// Back from [`squeeze`].
pub(crate) fn expand(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    zstd::stream::decode_all(bytes).map_err(|_| Trouble::Damaged("a compressed value".into()))
}

impl Book {
    /// What packs evidence for this book.
    #[must_use]
    pub fn packer(&self) -> Packer {
        Packer { folder: self.folder.clone(), identity: self.identity.clone() }
    }

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
        each_piece(self, number, |piece| all.extend_from_slice(piece))?;
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

/// Hands on the bytes of a piece of evidence in pieces, so that none has to fit into memory.
pub(crate) fn each_piece(book: &Book, number: i64, mut each: impl FnMut(&[u8])) -> Result<(), Trouble> {
    let row = book
        .db
        .prepare_cached("SELECT packing, bytes, file FROM evidence WHERE id = ?")?
        .query_row([number], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, Option<Vec<u8>>>(1)?, r.get::<_, Option<String>>(2)?))
        })
        .optional()?;
    match row {
        None => Err(Trouble::Missing(format!("no evidence {number} in this book"))),
        Some((_, None, Some(file))) => sealed::read(&book.folder, &file, &book.identity, each),
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
