//! Files beside the database: evidence too large for it, each encrypted by age to the book's own identity.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use age::x25519::Identity;

use crate::key;
use crate::trouble::Trouble;

/// The folder they lie in.
pub const FOLDER: &str = "files";

/// A sealed file being written. Becomes part of the book when its name is in a committed row.
pub struct Sealing {
    name: String,
    out: age::stream::StreamWriter<io::BufWriter<File>>,
}

impl Sealing {
    /// Begins a file under a random name.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn begin(book: &Path, identity: &Identity) -> Result<Sealing, Trouble> {
        let name = key::hex(&key::random()?[..16]);
        let fail = |e: io::Error| Trouble::io(FOLDER, &e);
        fs::create_dir_all(book.join(FOLDER)).map_err(fail)?;
        let file = File::create_new(book.join(FOLDER).join(&name)).map_err(fail)?;
        let to = identity.to_public();
        let to: [&dyn age::Recipient; 1] = [&to];
        let seal = age::Encryptor::with_recipients(to.into_iter())
            .map_err(|_| Trouble::Damaged("the book's identity".into()))?;
        let out = seal.wrap_output(io::BufWriter::new(file)).map_err(fail)?;
        Ok(Sealing { name, out })
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.out.write_all(bytes).map_err(|e| Trouble::io(FOLDER, &e))
    }

    /// Ends the file and makes it last; its name.
    ///
    /// # Errors
    /// The system's refusal.
    pub fn end(self, book: &Path) -> Result<String, Trouble> {
        let fail = |e: io::Error| Trouble::io(FOLDER, &e);
        let file = self.out.finish().map_err(fail)?.into_inner().map_err(|e| fail(e.into_error()))?;
        file.sync_all().map_err(fail)?;
        key::sync_folder(&book.join(FOLDER))?;
        Ok(self.name)
    }
}

/// Bytes of a sealed file, as they were: can be read and sought.
pub type Unsealed = age::stream::StreamReader<io::BufReader<File>>;

/// Opens a sealed file.
///
/// # Errors
/// [`Trouble::Damaged`] when its head is not what was written; damage further on is an error of reading.
pub fn open(book: &Path, name: &str, identity: &Identity) -> Result<Unsealed, Trouble> {
    let file = File::open(book.join(FOLDER).join(name)).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Trouble::Damaged(format!("{FOLDER}/{name} is missing")),
        _ => Trouble::io(FOLDER, &e),
    })?;
    let damaged = |_| Trouble::Damaged(format!("{FOLDER}/{name} is not what was written"));
    let sealed = age::Decryptor::new_buffered(io::BufReader::new(file)).map_err(damaged)?;
    sealed.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(damaged)
}

/// Reads a sealed file through in pieces.
///
/// # Errors
/// As [`open`].
pub fn read(book: &Path, name: &str, identity: &Identity, mut each: impl FnMut(&[u8])) -> Result<(), Trouble> {
    let mut reader = open(book, name, identity)?;
    let mut piece = vec![0; 64 << 10];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(n) => each(&piece[..n]),
            Err(_) => return Err(Trouble::Damaged(format!("{FOLDER}/{name} is not what was written"))),
        }
    }
}

/// Opens a sealed file of a book whose folder and secret were handed to a process of its own.
///
/// # Errors
/// As for a book: a wrong secret and damage are the same.
pub fn unseal(book: &Path, name: &str, secret: &str) -> Result<Unsealed, Trouble> {
    let identity: Identity = secret.parse().map_err(|_| Trouble::Damaged("the book's identity".into()))?;
    open(book, name, &identity)
}
