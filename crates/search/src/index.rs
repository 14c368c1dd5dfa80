//! An index in a folder.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, Lock};
use tantivy::index::SegmentComponent;

use crate::reader::{Reader, covered};
use crate::schema::{Fields, VERSION, schema, tokenizers};
use crate::sealed::Secret;
use crate::trouble::Trouble;
use crate::vault::{HEAD, Vault};
use crate::writer::Writer;

/// An encrypted full-text index in one folder: one writer, many readers.
pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    vault: Vault,
}

/// A file that is not what was written. Its number tells it from others of the same check; names tell nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Which file, from 1.
    pub file: usize,
    /// Of how many.
    pub of: usize,
    /// Whether it is gone, and not changed.
    pub missing: bool,
}

impl Index {
    /// Opens the index in a folder, or makes one in a new or empty folder.
    ///
    /// `secret` is 32 random bytes the caller keeps; `cache_bytes` bounds the decrypted index kept in
    /// memory beside the dictionaries of words, see [`crate::CACHE_BYTES`].
    ///
    /// # Errors
    /// [`Trouble::NoIndex`], [`Trouble::Secret`], [`Trouble::Outdated`], [`Trouble::Damaged`], and the system's refusals.
    pub fn open_or_create(folder: &Path, secret: &Secret, cache_bytes: usize) -> Result<Index, Trouble> {
        let vault = Vault::new(folder, secret, cache_bytes)?;
        if !vault.exists(Path::new(HEAD))? {
            start(&vault)?;
        }
        match vault.atomic_read(Path::new(HEAD)).map_err(Trouble::from) {
            Ok(version) if version == VERSION.as_bytes() => {}
            Ok(_) => return Err(Trouble::Outdated),
            Err(Trouble::Damaged) => return Err(Trouble::Secret),
            Err(other) => return Err(other),
        }
        let (_, fields) = schema();
        let mut index = tantivy::Index::open(vault.clone())?;
        index.set_tokenizers(tokenizers());
        Ok(Index { index, fields, vault })
    }

    /// The writer. `heap_bytes` are shared by `threads`, each having at least 15 MB.
    ///
    /// # Errors
    /// [`Trouble::Busy`] while there is another.
    pub fn writer(&self, threads: usize, heap_bytes: usize) -> Result<Writer, Trouble> {
        Writer::new(&self.index, self.fields, threads, heap_bytes)
    }

    /// A reader of the last commit.
    ///
    /// # Errors
    /// Files that cannot be read or are damaged.
    pub fn reader(&self) -> Result<Reader, Trouble> {
        Reader::new(&self.index, self.fields)
    }

    /// What the last commit covers of the caller's log; 0 before any.
    ///
    /// # Errors
    /// Files that cannot be read or are damaged.
    pub fn covers(&self) -> Result<u64, Trouble> {
        covered(&self.index)
    }

    /// Reads every file of the last commit through and tells which are not what was written. Not to be run while a
    /// writer is open: its merges take files away.
    ///
    /// # Errors
    /// When the list of files cannot be read; that is damage as well.
    pub fn verify(&self) -> Result<Vec<Damage>, Trouble> {
        let files = self.files()?;
        let mut found = Vec::new();
        for (i, file) in files.iter().enumerate() {
            let damage = |missing| Damage { file: i + 1, of: files.len(), missing };
            match self.vault.check(file) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::NotFound => found.push(damage(true)),
                Err(e) if matches!(e.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
                    found.push(damage(false))
                }
                Err(e) => return Err(e.into()),
            }
        }
        Ok(found)
    }

    /// The files of the last commit, in a fixed order.
    fn files(&self) -> Result<Vec<PathBuf>, Trouble> {
        use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
        let mut files: Vec<PathBuf> = [HEAD, "meta.json", ".managed.json"].map(PathBuf::from).into();
        let mut segments = self.index.searchable_segment_metas()?;
        segments.sort_by_key(tantivy::SegmentMeta::id);
        for segment in segments {
            let parts = [Postings, Positions, Terms, Store, FastFields, FieldNorms];
            let deletes = segment.has_deletes().then_some(Delete);
            files.extend(parts.into_iter().chain(deletes).map(|part| segment.relative_path(part)));
        }
        Ok(files)
    }
}

/// Makes an empty index, unless another process is quicker. Killed midway, it is started again.
fn start(vault: &Vault) -> Result<(), Trouble> {
    let lock = Lock { filepath: INDEX_WRITER_LOCK.filepath.clone(), is_blocking: true };
    let _held = vault.acquire_lock(&lock).map_err(|e| tantivy::TantivyError::LockFailure(e, None))?;
    if vault.exists(Path::new(HEAD))? {
        return Ok(());
    }
    let begun = tantivy::Index::exists(vault)?;
    if !begun && !vault.is_empty()? && !vault.exists(Path::new(".managed.json"))? {
        return Err(Trouble::NoIndex);
    }
    if !begun {
        tantivy::Index::create(vault.clone(), schema().0, tantivy::IndexSettings::default())?;
    }
    // Written last: where there is a head, there is an index.
    Ok(vault.atomic_write(Path::new(HEAD), VERSION.as_bytes())?)
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Index")
    }
}
