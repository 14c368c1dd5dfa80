//! The form of one encrypted file: a salt, then chunks of 64 KiB, each sealed on its own.
//!
//! `salt (16 bytes) · chunk · chunk · … · last chunk`, a chunk being up to 65,536 bytes and a tag of 16.
//! The key of a file is made of the secret, its salt and its name, so that a file given another's name does
//! not open. Chunks are numbered and the last is marked (STREAM, Hoang, Reyhanitabar, Rogaway and Vizár, 2015,
//! over ChaCha20-Poly1305): none can be changed, left out, doubled or moved. Any chunk opens without the others.

use std::io::{self, Write};

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::ChaCha20Poly1305;
use zeroize::Zeroizing;

/// What opens an index: 32 random bytes that the book keeps. Wiped from memory when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// Bytes of plaintext in every chunk but the last.
pub const CHUNK: usize = 64 << 10;
/// Bytes of salt at the head of a file.
pub const SALT: usize = 16;
const TAG: usize = 16;

/// The cipher of one file.
pub type Cipher = StreamBE32<ChaCha20Poly1305>;

/// The keys of an index, made of its secret. Wiped from memory when dropped.
pub struct Keys {
    names: Secret,
    files: Secret,
}

impl Keys {
    /// Source: BLAKE3, key derivation mode.
    pub fn new(secret: &Secret) -> Keys {
        Keys {
            names: Zeroizing::new(blake3::derive_key("casebook search 1: names of files", &secret[..])),
            files: Zeroizing::new(blake3::derive_key("casebook search 1: contents of files", &secret[..])),
        }
    }

    /// The name a file has on disk: 32 hexadecimal digits that tell nothing of its own name.
    pub fn disk_name(&self, name: &str) -> String {
        blake3::keyed_hash(&self.names, name.as_bytes()).to_hex()[..32].to_string()
    }

    /// The cipher of the file with this name and salt.
    pub fn cipher(&self, name: &str, salt: &[u8; SALT]) -> Cipher {
        let mut hasher = blake3::Hasher::new_keyed(&self.files);
        hasher.update(salt).update(name.as_bytes());
        let key = Zeroizing::new(*hasher.finalize().as_bytes());
        // The key is used for this file alone, so the part of the nonce that is not counted may be constant.
        Cipher::new((&*key).into(), &[0u8; 7].into())
    }
}

/// How a file of so many bytes is cut.
#[derive(Clone, Copy)]
pub struct Layout {
    /// Bytes of plaintext.
    pub len: usize,
    /// Number of chunks, at least one.
    pub chunks: usize,
}

impl Layout {
    /// `None` for a length that no sealed file has.
    pub fn of(bytes: u64) -> Option<Layout> {
        let body = usize::try_from(bytes).ok()?.checked_sub(SALT)?;
        let chunks = body.div_ceil(CHUNK + TAG).max(1);
        let len = body.checked_sub(chunks * TAG)?;
        // The counter of a chunk has 32 bits; a last chunk is empty only where the file is.
        let sound = u32::try_from(chunks).is_ok() && (chunks == 1 || len > (chunks - 1) * CHUNK);
        sound.then_some(Layout { len, chunks })
    }

    /// Where a chunk lies in the file, in bytes: start and length, tag included.
    pub fn place(&self, chunk: usize) -> (u64, usize) {
        let plain = CHUNK.min(self.len - chunk * CHUNK);
        ((SALT + chunk * (CHUNK + TAG)) as u64, plain + TAG)
    }

    /// Opens a chunk read from its place.
    ///
    /// # Errors
    /// [`damaged`] when it is not what was written there.
    pub fn open(&self, cipher: &Cipher, chunk: usize, mut sealed: Vec<u8>) -> io::Result<Vec<u8>> {
        let number = u32::try_from(chunk).map_err(|_| damaged())?;
        cipher.decrypt_in_place(number, chunk + 1 == self.chunks, &[], &mut sealed).map_err(|_| damaged())?;
        Ok(sealed)
    }
}

/// What reading a changed file gives: of kind `InvalidData`, without a name.
pub fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "an encrypted file is not what was written")
}

/// Encrypts what is written to it. Without [`Sealing::finish`] the file does not open.
pub struct Sealing<W: Write> {
    cipher: Cipher,
    chunk: Vec<u8>,
    number: u32,
    out: W,
}

impl<W: Write> Sealing<W> {
    /// Starts a file with fresh salt.
    ///
    /// # Errors
    /// The system's refusal to write or to give random numbers.
    pub fn new(keys: &Keys, name: &str, mut out: W) -> io::Result<Sealing<W>> {
        let mut salt = [0u8; SALT];
        getrandom::fill(&mut salt).map_err(|_| io::Error::other("this machine gives no random numbers"))?;
        out.write_all(&salt)?;
        Ok(Sealing { cipher: keys.cipher(name, &salt), chunk: Vec::with_capacity(CHUNK + TAG), number: 0, out })
    }

    /// Seals the last chunk.
    ///
    /// # Errors
    /// The system's refusal to write.
    pub fn finish(&mut self) -> io::Result<&mut W> {
        self.emit(true)?;
        Ok(&mut self.out)
    }

    fn emit(&mut self, last: bool) -> io::Result<()> {
        let sealed = self.cipher.encrypt_in_place(self.number, last, &[], &mut self.chunk);
        sealed.map_err(|_| io::Error::other("cannot encrypt"))?;
        self.out.write_all(&self.chunk)?;
        self.chunk.clear();
        self.number = self.number.checked_add(1).ok_or_else(|| io::Error::other("the file is too long"))?;
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits for the next byte: only then is it known not to be the last.
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            self.emit(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(name: &str, plain: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::new(&keys(), name, Vec::new()).unwrap();
        sealing.write_all(plain).unwrap();
        sealing.finish().unwrap().clone()
    }

    fn keys() -> Keys {
        Keys::new(&Zeroizing::new([7; 32]))
    }

    fn open(name: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let layout = Layout::of(bytes.len() as u64).ok_or_else(damaged)?;
        let cipher = keys().cipher(name, bytes[..SALT].try_into().unwrap());
        let mut plain = Vec::new();
        for chunk in 0..layout.chunks {
            let (start, len) = layout.place(chunk);
            plain.extend(layout.open(&cipher, chunk, bytes[start as usize..start as usize + len].to_vec())?);
        }
        Ok(plain)
    }

    #[test]
    fn what_is_sealed_opens_at_every_length_around_the_borders_of_chunks() {
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1] {
            let plain: Vec<u8> = (0..len).map(|i| (i % 251) as u8).collect();
            assert!(open("a", &seal("a", &plain)).unwrap() == plain, "{len} bytes");
        }
    }

    #[test]
    fn a_file_cut_short_moved_or_under_another_name_does_not_open() {
        let sealed = seal("a", &vec![1; 2 * CHUNK + 5]);
        let one = CHUNK + TAG;
        assert!(open("b", &sealed).is_err(), "another name");
        assert!(open("a", &sealed[..SALT + one]).is_err(), "cut after a chunk");
        assert!(open("a", &sealed[..SALT + 2 * one]).is_err(), "cut after two chunks");
        assert!(open("a", &sealed[..sealed.len() - 1]).is_err(), "cut in the last chunk");
        let mut moved = sealed.clone();
        moved[SALT..SALT + 2 * one].rotate_left(one);
        assert!(open("a", &moved).is_err(), "two chunks in the other order");
        for at in [0, SALT, SALT + one, sealed.len() - 1] {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(open("a", &flipped).is_err(), "a bit of byte {at}");
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_bytes() {
        assert!(seal("a", b"word") != seal("a", b"word"));
        assert!(keys().disk_name("meta.json") != keys().disk_name("meta.jsom"));
    }
}
