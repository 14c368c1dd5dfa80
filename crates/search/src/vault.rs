//! A folder in which every file is encrypted: the only part of this crate that touches the disk.
//!
//! In: what tantivy writes. On disk: the same under names and in a form that tell nothing but sizes
//! ([`crate::sealed`]). Reading is by chunk, through one bounded cache of plaintext; nothing is mapped into
//! memory and no plaintext goes to disk. Locks are the system's file locks, so a killed process leaves none.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::{fmt, result};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite};
use tantivy::directory::{DirectoryLock, Lock, WatchCallback, WatchHandle, WritePtr};
use tantivy::{Directory, HasLen};

use crate::cache::Cache;
use crate::sealed::{CHUNK, Cipher, Keys, Layout, SALT, Sealing, Secret, damaged};

/// Name, on disk and off, of the file that tells an index from another folder and the right secret from a wrong one.
pub const HEAD: &str = "head";

/// Chunks read from disk at once: 2 MiB, so that a long read needs little memory beside its answer.
const PIECE: usize = 32;

/// An encrypted folder. Clones are the same folder.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    keys: Keys,
    cache: Cache,
    /// Files that somebody reads, so that a new reader shares what the last one decrypted.
    open: Mutex<BTreeMap<PathBuf, Weak<Opened>>>,
    next: AtomicU64,
}

impl Vault {
    /// A vault in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn new(folder: &Path, secret: &Secret, cache_bytes: usize) -> io::Result<Vault> {
        fs::create_dir_all(folder)?;
        Ok(Vault(Arc::new(Inner {
            folder: folder.to_path_buf(),
            keys: Keys::new(secret),
            cache: Cache::new(cache_bytes),
            open: Mutex::default(),
            next: AtomicU64::new(0),
        })))
    }

    /// Whether nothing was ever written here; files of an interrupted start do not count.
    pub fn is_empty(&self) -> io::Result<bool> {
        let mut entries = fs::read_dir(&self.0.folder)?;
        let unfinished = |path: PathBuf| path.extension().is_some_and(|e| e == "new" || e == "lock");
        entries.try_fold(true, |empty, entry| Ok(empty && unfinished(entry?.path())))
    }

    /// Reads a file to its end, past the cache, and tells whether it is what was written.
    pub fn check(&self, path: &Path) -> io::Result<()> {
        let file = Opened::open(&self.0, path)?;
        (0..file.layout.chunks).try_for_each(|chunk| file.decrypt(chunk..chunk + 1).map(|_| ()))
    }

    fn place(&self, path: &Path) -> PathBuf {
        let name = if path == Path::new(HEAD) { HEAD.into() } else { self.0.keys.disk_name(&name(path)) };
        self.0.folder.join(name)
    }

    fn opened(&self, path: &Path) -> io::Result<Arc<Opened>> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = open.get(path).and_then(Weak::upgrade) {
            return Ok(file);
        }
        let file = Arc::new(Opened::open(&self.0, path)?);
        // The last chunk vouches for the length of the file, so it is opened before anything is believed.
        file.chunk(file.layout.chunks - 1)?;
        open.retain(|_, file| file.strong_count() > 0);
        open.insert(path.to_path_buf(), Arc::downgrade(&file));
        Ok(file)
    }
}

/// File name as text; tantivy's are ASCII.
fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Directory for Vault {
    fn get_file_handle(&self, path: &Path) -> result::Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(self.opened(path).map_err(|e| unreadable(e, path))?)
    }

    fn delete(&self, path: &Path) -> result::Result<(), DeleteError> {
        fs::remove_file(self.place(path)).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_path_buf()),
            _ => DeleteError::IoError { io_error: Arc::new(e), filepath: path.to_path_buf() },
        })
    }

    fn exists(&self, path: &Path) -> result::Result<bool, OpenReadError> {
        self.place(path).try_exists().map_err(|e| OpenReadError::wrap_io_error(e, path.to_path_buf()))
    }

    fn open_write(&self, path: &Path) -> result::Result<WritePtr, OpenWriteError> {
        let refused = |e: io::Error| match e.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_path_buf()),
            _ => OpenWriteError::wrap_io_error(e, path.to_path_buf()),
        };
        let file = File::options().write(true).create_new(true).open(self.place(path)).map_err(refused)?;
        let sealing = Sealing::new(&self.0.keys, &name(path), file).map_err(refused)?;
        Ok(io::BufWriter::with_capacity(CHUNK, Box::new(Writing(sealing))))
    }

    fn atomic_read(&self, path: &Path) -> result::Result<Vec<u8>, OpenReadError> {
        // Such a file is replaced under its name: it is read afresh, and not through the cache.
        let read = || -> io::Result<Vec<u8>> {
            let file = Opened::open(&self.0, path)?;
            Ok(file.decrypt(0..file.layout.chunks)?.concat())
        };
        read().map_err(|e| unreadable(e, path))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let place = self.place(path);
        let new = place.with_extension("new");
        let mut sealing = Sealing::new(&self.0.keys, &name(path), File::create(&new)?)?;
        sealing.write_all(data)?;
        sealing.finish()?.sync_all()?;
        fs::rename(&new, &place)?;
        // Names that start with a dot are the engine's notes of what may be cleared away, written with every file: an
        // older note after a power cut costs room, so they need not wait for the disk a second time.
        if name(path).starts_with('.') { Ok(()) } else { self.sync_directory() }
    }

    fn sync_directory(&self) -> io::Result<()> {
        // Only Unix lets a folder be opened for that; elsewhere the rename itself is what there is.
        if cfg!(unix) { File::open(&self.0.folder)?.sync_all() } else { Ok(()) }
    }

    fn acquire_lock(&self, lock: &Lock) -> result::Result<DirectoryLock, LockError> {
        let place = self.place(&lock.filepath).with_extension("lock");
        let options = File::options().write(true).create(true).truncate(false).open(place);
        let file = match options {
            // A reader of a folder that cannot be written to, by anybody or by this user, needs no file of its own.
            Err(e) if lock.is_blocking && unwritable(&e) => return Ok(DirectoryLock::from(Box::new(()))),
            other => other.map_err(LockError::wrap_io_error)?,
        };
        let held = if lock.is_blocking { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
        match held {
            // The lock goes with the file: when it is dropped, or when the process ends however it ends.
            Ok(()) => Ok(DirectoryLock::from(Box::new(file))),
            Err(TryLockError::WouldBlock) => Err(LockError::LockBusy),
            Err(TryLockError::Error(e)) => Err(LockError::wrap_io_error(e)),
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Readers are told to look again by their owner.
        Ok(WatchHandle::empty())
    }
}

fn unwritable(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

fn unreadable(e: io::Error, path: &Path) -> OpenReadError {
    match e.kind() {
        io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
        _ => OpenReadError::wrap_io_error(e, path.to_path_buf()),
    }
}

/// A file being written.
struct Writing(Sealing<File>);

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for Writing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.finish()?.sync_data()
    }
}

/// A file being read. Lives on after the file is deleted.
struct Opened {
    file: File,
    cipher: Cipher,
    layout: Layout,
    number: u64,
    vault: Arc<Inner>,
}

impl Opened {
    fn open(vault: &Arc<Inner>, path: &Path) -> io::Result<Opened> {
        let mut file = File::open(Vault(Arc::clone(vault)).place(path))?;
        let layout = Layout::of(file.metadata()?.len()).ok_or_else(damaged)?;
        let mut salt = [0u8; SALT];
        file.read_exact(&mut salt)?;
        let cipher = vault.keys.cipher(&name(path), &salt);
        Ok(Opened {
            file,
            cipher,
            layout,
            number: vault.next.fetch_add(1, Ordering::Relaxed),
            vault: Arc::clone(vault),
        })
    }

    /// Chunks in a row, read from disk at once and opened.
    fn decrypt(&self, chunks: Range<usize>) -> io::Result<Vec<Vec<u8>>> {
        let places: Vec<(u64, usize)> = chunks.clone().map(|chunk| self.layout.place(chunk)).collect();
        let mut sealed = vec![0u8; places.iter().map(|(_, len)| len).sum()];
        let start = places.first().map_or(0, |&(start, _)| start);
        read_at(&self.file, &mut sealed, start).map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => damaged(),
            _ => e,
        })?;
        let mut rest = sealed.as_slice();
        let open = |(chunk, (_, len)): (usize, (u64, usize))| {
            let (one, after) = rest.split_at(len);
            rest = after;
            self.layout.open(&self.cipher, chunk, one.to_vec())
        };
        chunks.zip(places).map(open).collect()
    }

    /// Chunks in a row, from disk and into the cache where `keep`.
    fn load(&self, chunks: Range<usize>, keep: bool) -> io::Result<Vec<Arc<[u8]>>> {
        let plain: Vec<Arc<[u8]>> = self.decrypt(chunks.clone())?.into_iter().map(Arc::from).collect();
        if keep {
            chunks.zip(&plain).for_each(|(chunk, plain)| self.vault.cache.put((self.number, chunk), Arc::clone(plain)));
        }
        Ok(plain)
    }

    fn cached(&self, chunk: usize) -> Option<Arc<[u8]>> {
        self.vault.cache.get((self.number, chunk))
    }

    /// A chunk from the cache, or from disk into it.
    fn chunk(&self, chunk: usize) -> io::Result<Arc<[u8]>> {
        match self.cached(chunk) {
            Some(here) => Ok(here),
            None => Ok(self.load(chunk..chunk + 1, true)?.swap_remove(0)),
        }
    }

    /// Bytes of a range that lies in more than one chunk. What the cache lacks is read in long pieces.
    fn gather(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let keep = self.vault.cache.takes(range.len());
        let mut bytes = Vec::with_capacity(range.len());
        let (mut chunk, end) = (range.start / CHUNK, (range.end - 1) / CHUNK + 1);
        while chunk < end {
            let here = match self.cached(chunk) {
                Some(here) => vec![here],
                None => {
                    let longest = end.min(chunk + PIECE);
                    let stop = (chunk + 1..longest).find(|&next| self.cached(next).is_some()).unwrap_or(longest);
                    self.load(chunk..stop, keep)?
                }
            };
            for plain in here {
                let from = range.start.saturating_sub(chunk * CHUNK);
                let to = plain.len().min(range.end - chunk * CHUNK);
                bytes.extend_from_slice(&plain[from..to]);
                chunk += 1;
            }
        }
        Ok(bytes)
    }
}

impl FileHandle for Opened {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.layout.len {
            return Err(damaged());
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let first = range.start / CHUNK;
        if first == (range.end - 1) / CHUNK {
            let within = range.start - first * CHUNK..range.end - first * CHUNK;
            return Ok(OwnedBytes::new(self.chunk(first)?).slice(within));
        }
        Ok(OwnedBytes::new(self.gather(range)?))
    }
}

impl HasLen for Opened {
    fn len(&self) -> usize {
        self.layout.len
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {} of {} bytes", self.number, self.layout.len)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, start)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => (bytes, start) = (&mut bytes[n..], start + n as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
