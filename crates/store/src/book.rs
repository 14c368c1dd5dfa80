//! The book: one folder, one writer, many readers.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::key::{self, Cost, Key, Passphrase};
use crate::log::{self, Tail};
use crate::trouble::Trouble;
use crate::{head, schema};

/// The database's file.
pub const DATABASE: &str = "book.db";
const LOCK: &str = "book.lock";
/// Folder of the full-text index.
pub const INDEX: &str = "index";

/// What a book is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Looking only; any number of programs at a time.
    Read,
    /// Adding and deciding; one program at a time.
    Write,
}

/// An open book.
pub struct Book {
    pub(crate) folder: PathBuf,
    pub(crate) db: Connection,
    pub(crate) key: Key,
    pub(crate) identity: Identity,
    pub(crate) tail: Tail,
    /// Held while the book is open for writing.
    lock: Option<File>,
}

impl Book {
    /// Makes a new book in a folder that is empty or not there yet.
    ///
    /// # Errors
    /// [`Trouble::NotEmpty`], or what the system refuses.
    pub fn create(folder: &Path, passphrase: &Passphrase, cost: Cost) -> Result<Book, Trouble> {
        fs::create_dir_all(folder).map_err(|e| Trouble::io("the folder", &e))?;
        let mut inside = fs::read_dir(folder).map_err(|e| Trouble::io("the folder", &e))?;
        if inside.next().is_some() {
            return Err(Trouble::NotEmpty);
        }
        let lock = lock(folder)?;
        let key = key::random()?;
        let mut db = connect(folder, &key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        schema::migrate(&mut db)?;
        let identity = Identity::generate();
        let secret = identity.to_string();
        db.execute("INSERT INTO setting (name, value) VALUES ('identity', ?)", [secret.expose_secret().as_bytes()])?;
        head::write(folder, &key, Tail::default())?;
        // The key comes last: a folder without it is no book, and creating can be tried again.
        key::wrap(folder, &key::FILES, passphrase, cost, &key)?;
        Ok(Book { folder: folder.to_path_buf(), db, key, identity, tail: Tail::default(), lock: Some(lock) })
    }

    /// Opens a book.
    ///
    /// # Errors
    /// [`Trouble::NoBook`], [`Trouble::Passphrase`], [`Trouble::Busy`], [`Trouble::Damaged`] when its end is
    /// missing, [`Trouble::TooNew`].
    pub fn open(folder: &Path, passphrase: &Passphrase, access: Access) -> Result<Book, Trouble> {
        let key = key::unlock(folder, &key::FILES, passphrase)?;
        Book::with_key(folder, key, access)
    }

    /// Opens a book whose key is at hand, as a second connection of a program that has it open.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub fn again(&self) -> Result<Book, Trouble> {
        Book::with_key(&self.folder, self.key.clone(), Access::Read)
    }

    /// A copy that is being made and has no head yet.
    pub(crate) fn without_head(folder: &Path, key: &Key) -> Result<Book, Trouble> {
        let db = connect(folder, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let identity = identity(&db)?;
        Ok(Book { folder: folder.to_path_buf(), tail: log::tail(&db)?, db, key: key.clone(), identity, lock: None })
    }

    pub(crate) fn with_key(folder: &Path, key: Key, access: Access) -> Result<Book, Trouble> {
        if !folder.join(DATABASE).is_file() {
            return Err(Trouble::Damaged(format!("{DATABASE} is missing")));
        }
        let lock = match access {
            Access::Write => Some(lock(folder)?),
            Access::Read => None,
        };
        let mut db = match connect(folder, &key, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Err(Trouble::ReadOnly) if access == Access::Read && is_closed(folder) => connect_unchanging(folder, &key)?,
            other => other?,
        };
        let found = schema::format(&db)?;
        if found > schema::FORMAT {
            return Err(Trouble::TooNew { found, known: schema::FORMAT });
        }
        if found < schema::FORMAT {
            // A reader of an older book becomes its writer for a moment.
            let _lock = if lock.is_none() { Some(self::lock(folder)?) } else { None };
            schema::migrate(&mut db)?;
        }
        // The head is read first: what it tells of was committed before it, so the log has at least that.
        let acknowledged = head::read(folder, &key)?;
        let tail = log::tail(&db)?;
        if tail.seq < acknowledged.seq {
            return Err(Trouble::Damaged(format!(
                "the log ends at entry {}; entries up to {} were acknowledged",
                tail.seq, acknowledged.seq
            )));
        }
        let identity = identity(&db)?;
        Ok(Book { folder: folder.to_path_buf(), db, key, identity, tail, lock })
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The end of its log.
    #[must_use]
    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// True when this program may write to it.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.lock.is_some()
    }

    /// A key for a purpose outside this crate (the full-text index).
    #[must_use]
    pub fn key_for(&self, purpose: &str) -> Key {
        key::derive(&self.key, purpose)
    }

    /// Wraps the book's key under another passphrase. Nothing is encrypted anew; the old passphrase opens
    /// copies made earlier.
    ///
    /// # Errors
    /// Files that cannot be written.
    pub fn change_passphrase(&self, passphrase: &Passphrase, cost: Cost) -> Result<(), Trouble> {
        key::wrap(&self.folder, &key::FILES, passphrase, cost, &self.key)
    }

    /// Writes entries to the log in one transaction, with whatever else `work` does in it, and acknowledges
    /// them: when this returns, they outlast a crash.
    ///
    /// # Errors
    /// What `work` says, or what the disk refuses; then nothing of it was written.
    pub(crate) fn commit<T>(
        &mut self,
        work: impl FnOnce(&Connection, &mut Tail) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        if self.lock.is_none() {
            return Err(Trouble::ReadOnly);
        }
        let mut tail = self.tail;
        let change = self.db.transaction()?;
        let done = work(&change, &mut tail)?;
        change.commit()?;
        let logged = tail != self.tail;
        self.tail = tail;
        if logged {
            head::write(&self.folder, &self.key, tail)?;
        }
        Ok(done)
    }

    /// Closes the book: what is in the write-ahead log goes into the database.
    ///
    /// # Errors
    /// What the disk refuses; nothing is lost by it.
    pub fn close(self) -> Result<(), Trouble> {
        if self.lock.is_some() {
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        self.db.close().map_err(|(_, e)| e.into())
    }
}

/// One writer: the system gives the lock up when the process ends, however it ends.
fn lock(folder: &Path) -> Result<File, Trouble> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))
        .map_err(|e| Trouble::io(LOCK, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Trouble::Busy),
        Err(TryLockError::Error(e)) => Err(Trouble::io(LOCK, &e)),
    }
}

/// Whether nothing waits in the write-ahead log: the database file is all there is.
fn is_closed(folder: &Path) -> bool {
    fs::metadata(folder.join(format!("{DATABASE}-wal"))).map_or(true, |log| log.len() == 0)
}

fn connect(folder: &Path, key: &Key, flags: OpenFlags) -> Result<Connection, Trouble> {
    unlock(Connection::open_with_flags(folder.join(DATABASE), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?, key)
}

/// Opens a closed book on a disk that cannot be written to, such as a locked stick: SQLite cannot make the file there
/// that readers and a writer share, and needs none.
fn connect_unchanging(folder: &Path, key: &Key) -> Result<Connection, Trouble> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~:\\".contains(&b);
    let path = folder.join(DATABASE);
    let path: String = path.as_os_str().as_encoded_bytes().iter().fold(String::new(), |mut uri, &b| {
        if plain(b) {
            uri.push(char::from(b))
        } else {
            uri.push_str(&format!("%{b:02X}"))
        }
        uri
    });
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    unlock(Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?, key)
}

fn unlock(db: Connection, key: &Key) -> Result<Connection, Trouble> {
    let key = key::derive(key, "casebook book database 1");
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *Zeroizing::new(key::hex(&key[..]))));
    db.execute_batch(&statement)?;
    // No words of the database in its own log; no temporary files; every commit reaches the disk.
    db.execute_batch(
        "PRAGMA cipher_log_level = NONE; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
         PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;",
    )?;
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    // The first page tells whether the key fits.
    db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    Ok(db)
}

fn identity(db: &Connection) -> Result<Identity, Trouble> {
    let damaged = || Trouble::Damaged("the book's identity".into());
    let secret: Zeroizing<Vec<u8>> =
        Zeroizing::new(db.query_row("SELECT value FROM setting WHERE name = 'identity'", [], |row| row.get(0))?);
    std::str::from_utf8(&secret).ok().and_then(|s| s.parse().ok()).ok_or_else(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_book_is_read_without_a_file_beside_it_whatever_its_folder_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("a b#c?d%20é");
        let cost = Cost { memory: 64, passes: 1, lanes: 1 };
        let book = Book::create(&folder, &Passphrase::new(b"words".to_vec()), cost).unwrap();
        let key = book.key.clone();
        book.close().unwrap();
        assert!(is_closed(&folder));
        let files = || fs::read_dir(&folder).unwrap().count();
        let before = files();
        let db = connect_unchanging(&folder, &key).unwrap();
        assert_eq!(schema::format(&db).unwrap(), schema::FORMAT);
        assert!(identity(&db).is_ok());
        assert!(db.execute("DELETE FROM part", []).is_err(), "nothing can be written");
        assert_eq!(files(), before);
    }
}
