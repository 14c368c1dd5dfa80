//! Custody and decisions: one log, each entry chained to the one before it by its hash.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use crate::trouble::Trouble;

/// Hash of an entry and of everything before it.
pub type Hash = [u8; 32];

/// The end of the log: number and hash of its last entry; `(0, zeros)` of an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tail {
    /// Number of the last entry; they count from 1 without gaps.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
}

/// One entry as written.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// What kind of entry ("received", "decision", …).
    pub kind: String,
    /// JSON.
    pub body: String,
    /// Its hash.
    pub hash: Hash,
}

/// The hash of an entry after `before`.
#[must_use]
pub fn hash(before: &Hash, seq: i64, kind: &str, body: &str) -> Hash {
    let mut h = Sha256::new();
    h.update(before);
    h.update(seq.to_le_bytes());
    h.update((kind.len() as u64).to_le_bytes());
    h.update(kind);
    h.update(body);
    h.finalize().into()
}

/// Adds an entry after `tail`; the new tail.
pub(crate) fn append(db: &Connection, tail: Tail, kind: &str, body: &str) -> Result<Tail, Trouble> {
    let seq = tail.seq + 1;
    let hash = hash(&tail.hash, seq, kind, body);
    db.prepare_cached("INSERT INTO log (seq, kind, body, hash) VALUES (?, ?, ?, ?)")?.execute((
        seq,
        kind,
        body,
        &hash[..],
    ))?;
    Ok(Tail { seq, hash })
}

/// The end of the log.
pub(crate) fn tail(db: &Connection) -> Result<Tail, Trouble> {
    let row = db
        .query_row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", [], |r| {
            Ok((r.get(0)?, r.get::<_, Vec<u8>>(1)?))
        })
        .optional()?;
    match row {
        None => Ok(Tail::default()),
        Some((seq, hash)) => {
            let hash = hash.try_into().map_err(|_| Trouble::Damaged(format!("entry {seq} of the log")))?;
            Ok(Tail { seq, hash })
        }
    }
}

/// Goes through the log from its beginning and hands on each entry; its tail.
///
/// # Errors
/// [`Trouble::Damaged`] that names the first entry that does not follow from the one before.
pub(crate) fn walk(db: &Connection, mut each: impl FnMut(&Entry)) -> Result<Tail, Trouble> {
    let mut tail = Tail::default();
    let mut rows = db.prepare("SELECT seq, kind, body, hash FROM log ORDER BY seq")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let expected = tail.seq + 1;
        let broken = |_| Trouble::Damaged(format!("entry {expected} of the log does not follow from the one before"));
        let stored: Vec<u8> = row.get(3)?;
        let entry =
            Entry { seq: row.get(0)?, kind: row.get(1)?, body: row.get(2)?, hash: stored.try_into().map_err(broken)? };
        if entry.seq != expected || entry.hash != hash(&tail.hash, entry.seq, &entry.kind, &entry.body) {
            return Err(broken(Vec::new()));
        }
        tail = Tail { seq: entry.seq, hash: entry.hash };
        each(&entry);
    }
    Ok(tail)
}
