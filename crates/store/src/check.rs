//! `check`: everything that was written is computed anew, and the first thing that is not as written is named.

use std::collections::BTreeSet;
use std::fs;

use casebook_facts::EvidenceId;
use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::evidence::{Custody, RECEIVED};
use crate::key::{self, Passphrase};
use crate::schema::DERIVED;
use crate::sealed;
use crate::trouble::Trouble;
use crate::{head, log};

/// What `check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Entries of the log that follow from one another.
    pub entries: i64,
    /// Pieces of evidence whose bytes have the hash they were received with.
    pub evidence: i64,
    /// Bytes of them.
    pub bytes: u64,
    /// What is wrong, the first damaged link of the chain first. Empty: the book is whole.
    pub problems: Vec<String>,
}

impl Book {
    /// Checks key files, every page of the database, the log's chain and its end, and the bytes of all
    /// evidence against their hashes. `progress` is told how many pieces of evidence are done, of how many.
    ///
    /// # Errors
    /// A database that cannot be read at all; damage that can be named is in [`Checked::problems`].
    pub fn check(
        &self,
        passphrase: Option<&Passphrase>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Checked, Trouble> {
        let mut checked = Checked::default();
        if let Some(passphrase) = passphrase {
            for name in key::damaged(&self.folder, &self.key, passphrase) {
                checked.problems.push(format!("{name} is damaged; `casebook passphrase` writes both copies anew"));
            }
        }
        self.check_pages(&mut checked)?;
        let received = match self.check_log(&mut checked) {
            Ok(received) => received,
            Err(trouble) => {
                checked.problems.push(trouble.to_string());
                return Ok(checked);
            }
        };
        self.check_evidence(&received, &mut checked, progress)?;
        self.check_files(&mut checked)?;
        Ok(checked)
    }

    /// Every page has the authentication code it was written with, and the trees are whole.
    fn check_pages(&self, checked: &mut Checked) -> Result<(), Trouble> {
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
            let mut rows = self.db.prepare(pragma)?;
            let answers = rows.query_map([], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>();
            match answers {
                Ok(lines) => {
                    let bad = lines.iter().filter(|l| l.as_str() != "ok").count();
                    if bad > 0 {
                        checked.problems.push(format!("{bad} pages of the database are not what was written"));
                    }
                }
                Err(error) => checked.problems.push(format!("the database: {}", Trouble::from(error))),
            }
        }
        Ok(())
    }

    /// The chain from its beginning to at least what was acknowledged; hashes of all evidence received.
    fn check_log(&self, checked: &mut Checked) -> Result<BTreeSet<EvidenceId>, Trouble> {
        let acknowledged = head::read(&self.folder, &self.key)?;
        let (mut received, mut odd) = (BTreeSet::new(), None);
        let tail = log::walk(&self.db, |entry| {
            if entry.seq == acknowledged.seq && entry.hash != acknowledged.hash {
                odd = odd.or(Some(entry.seq));
            }
            if entry.kind == RECEIVED {
                match serde_json::from_str::<Custody>(&entry.body).ok().and_then(|c| EvidenceId::parse(&c.sha256)) {
                    Some(id) => drop(received.insert(id)),
                    None => odd = odd.or(Some(entry.seq)),
                }
            }
        })?;
        if let Some(seq) = odd {
            return Err(Trouble::Damaged(format!("entry {seq} of the log is not the one that was acknowledged")));
        }
        if tail.seq < acknowledged.seq {
            return Err(Trouble::Damaged(format!(
                "the log ends at {}, {} was acknowledged",
                tail.seq, acknowledged.seq
            )));
        }
        checked.entries = tail.seq;
        Ok(received)
    }

    fn check_evidence(
        &self,
        received: &BTreeSet<EvidenceId>,
        checked: &mut Checked,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Trouble> {
        let mut rows = self.db.prepare("SELECT id, sha256, size FROM evidence ORDER BY id")?;
        let rows = rows.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, i64>(2)?)))?;
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        let total = rows.len() as u64;
        let mut missing = received.clone();
        for (done, (number, sha256, size)) in (1u64..).zip(rows) {
            let (mut hash, mut n) = (Sha256::new(), 0u64);
            let read = self.pieces(number, &mut |piece| {
                hash.update(piece);
                n += piece.len() as u64;
            });
            let id = EvidenceId::from(<[u8; 32]>::from(hash.finalize()));
            match read {
                Err(trouble) => checked.problems.push(format!("evidence {number}: {trouble}")),
                Ok(()) if id.bytes()[..] != sha256[..] || i64::try_from(n) != Ok(size) => {
                    checked.problems.push(format!("evidence {number} does not have the hash it was received with"));
                }
                Ok(()) if !received.contains(&id) => {
                    checked.problems.push(format!("evidence {number} has no entry of how it came in"));
                }
                Ok(()) => {
                    checked.evidence += 1;
                    checked.bytes += n;
                }
            }
            sha256.try_into().map(|h: [u8; 32]| missing.remove(&EvidenceId::from(h))).ok();
            progress(done, total);
        }
        if !missing.is_empty() {
            checked.problems.push(format!("{} pieces of evidence in the log are not in the book", missing.len()));
        }
        Ok(())
    }

    /// Sealed files that no evidence names are left over from a crash: not damage, told nonetheless by `sweep`.
    fn check_files(&self, checked: &mut Checked) -> Result<(), Trouble> {
        let named = self.sealed_files()?;
        for file in &named {
            if !self.folder.join(sealed::FOLDER).join(file).is_file() {
                checked.problems.push(format!("{}/{file} is missing", sealed::FOLDER));
            }
        }
        Ok(())
    }

    /// Names of the sealed files that belong to evidence.
    pub(crate) fn sealed_files(&self) -> Result<BTreeSet<String>, Trouble> {
        let mut rows = self.db.prepare("SELECT file FROM evidence WHERE file IS NOT NULL")?;
        Ok(rows.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Removes sealed files left over by a program that was killed before it could commit.
    ///
    /// # Errors
    /// A database that cannot be read. Files that cannot be removed are left for the next time.
    pub fn sweep(&self) -> Result<usize, Trouble> {
        let named = self.sealed_files()?;
        let Ok(entries) = fs::read_dir(self.folder.join(sealed::FOLDER)) else { return Ok(0) };
        let stray = entries.flatten().filter(|e| !named.contains(&*e.file_name().to_string_lossy()));
        Ok(stray.filter(|e| fs::remove_file(e.path()).is_ok()).count())
    }

    /// Drops all that is derived. The index beside the database is dropped by its owner.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn drop_derived(&mut self) -> Result<(), Trouble> {
        self.commit(|db, _| DERIVED.iter().try_for_each(|table| Ok(db.execute_batch(&format!("DELETE FROM {table}"))?)))
    }

    /// SHA-256 over all that is derived, row by row: two books with the same facts, program, packs and models
    /// have the same. Left out is what only says how far the index has come.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn derived_digest(&self) -> Result<String, Trouble> {
        let mut hash = Sha256::new();
        for table in DERIVED.iter().filter(|t| **t != "indexing") {
            let mut rows = self.db.prepare(&format!("SELECT * FROM {table} ORDER BY 1"))?;
            let columns = rows.column_count();
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    update(&mut hash, row.get_ref(column)?);
                }
            }
        }
        Ok(key::hex(&hash.finalize()))
    }
}

/// A value with its type and length before it, so that no two rows look the same.
fn update(hash: &mut Sha256, value: rusqlite::types::ValueRef<'_>) {
    use rusqlite::types::ValueRef;
    let (kind, bytes) = match value {
        ValueRef::Null => (0u8, Vec::new()),
        ValueRef::Integer(i) => (1, i.to_le_bytes().to_vec()),
        ValueRef::Real(r) => (2, r.to_bits().to_le_bytes().to_vec()),
        ValueRef::Text(t) => (3, t.to_vec()),
        ValueRef::Blob(b) => (4, b.to_vec()),
    };
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
