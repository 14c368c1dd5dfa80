//! From passphrase to keys.
//!
//! The passphrase never touches the evidence: Argon2id makes a key of it that unwraps the book's own random
//! key, so that the passphrase can be changed in an instant. Two copies of the wrapped key lie in the folder,
//! because one lost byte of it would lose everything.

use std::fs;
use std::io::Write;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::trouble::Trouble;

/// Names of the two copies of the wrapped key.
pub const FILES: [&str; 2] = ["book.key", "book.key.copy"];

/// What opens a book, as typed or read. Wiped from memory when dropped.
pub type Passphrase = Zeroizing<Vec<u8>>;

/// A key of 32 bytes. Wiped from memory when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// How much work it is to try one passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes; 140 ms on a laptop.
    fn default() -> Cost {
        Cost { memory: 64 << 10, passes: 3, lanes: 4 }
    }
}

/// The key file.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: String,
    version: u32,
    cost: Cost,
    salt: String,
    nonce: String,
    wrapped: String,
}

const FORMAT: &str = "casebook-key";

/// Unwraps a key from its copies. A damaged copy is passed over; [`damaged`] tells of it.
///
/// # Errors
/// [`Trouble::NoBook`], [`Trouble::Passphrase`], [`Trouble::KeyFile`].
pub fn unlock(folder: &Path, files: &[&str], passphrase: &Passphrase) -> Result<Key, Trouble> {
    let copies: Vec<Result<KeyFile, Trouble>> = files.iter().map(|name| load(folder, name)).collect();
    if copies.iter().all(|c| matches!(c, Err(Trouble::NoBook))) {
        return Err(Trouble::NoBook);
    }
    let mut trouble = None;
    for copy in copies {
        match copy.and_then(|c| unwrap(&c, passphrase)) {
            Ok(key) => return Ok(key),
            Err(Trouble::Passphrase) => trouble = Some(Trouble::Passphrase),
            Err(other) => trouble = trouble.or(Some(other)),
        }
    }
    Err(trouble.unwrap_or(Trouble::NoBook))
}

/// Wraps a key under a passphrase and writes all copies.
///
/// # Errors
/// Files that cannot be written.
pub fn wrap(folder: &Path, files: &[&str], passphrase: &Passphrase, cost: Cost, key: &Key) -> Result<(), Trouble> {
    let salt = random()?;
    let nonce: [u8; 24] = random()?[..24].try_into().expect("24 of 32 bytes");
    let head = head(cost, &salt[..]);
    let cipher = cipher(passphrase, &salt[..], cost)?;
    let payload = Payload { msg: &key[..], aad: head.as_bytes() };
    let wrapped = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Trouble::KeyFile("cannot wrap"))?;
    let file = KeyFile {
        format: FORMAT.into(),
        version: 1,
        cost,
        salt: hex(&salt[..]),
        nonce: hex(&nonce),
        wrapped: hex(&wrapped),
    };
    let text = serde_json::to_string_pretty(&file).map_err(|_| Trouble::KeyFile("cannot write"))?;
    files.iter().try_for_each(|name| replace(folder, name, text.as_bytes()))
}

/// Which copies of the key file are missing, unreadable, or open to another key than the book's.
#[must_use]
pub fn damaged(folder: &Path, key: &Key, passphrase: &Passphrase) -> Vec<&'static str> {
    let whole = |name: &str| match load(folder, name).and_then(|c| unwrap(&c, passphrase)) {
        Ok(k) => k[..] == key[..],
        Err(_) => false,
    };
    FILES.into_iter().filter(|name| !whole(name)).collect()
}

fn load(folder: &Path, name: &str) -> Result<KeyFile, Trouble> {
    let text = match fs::read_to_string(folder.join(name)) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Trouble::NoBook),
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => return Err(Trouble::KeyFile("not text")),
        Err(e) => return Err(Trouble::io(name, &e)),
    };
    let file: KeyFile = serde_json::from_str(&text).map_err(|_| Trouble::KeyFile("not in its form"))?;
    // Written again it must be the same, byte for byte: no change of a blank or of a letter's case passes.
    let again = serde_json::to_string_pretty(&file).map_err(|_| Trouble::KeyFile("not in its form"))?;
    let sound = file.format == FORMAT && file.version == 1 && again == text;
    if sound { Ok(file) } else { Err(Trouble::KeyFile("not in its form")) }
}

fn unwrap(file: &KeyFile, passphrase: &Passphrase) -> Result<Key, Trouble> {
    let (salt, nonce, wrapped) = match (unhex(&file.salt), unhex(&file.nonce), unhex(&file.wrapped)) {
        (Some(s), Some(n), Some(w)) if n.len() == 24 => (s, n, w),
        _ => return Err(Trouble::KeyFile("not in its form")),
    };
    if file.cost.memory > 4 << 20 || file.cost.passes > 64 || file.cost.lanes > 64 {
        return Err(Trouble::KeyFile("asks for more memory than any book"));
    }
    let cipher = cipher(passphrase, &salt, file.cost)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| Trouble::KeyFile("not in its form"))?;
    let head = head(file.cost, &salt);
    let payload = Payload { msg: &wrapped, aad: head.as_bytes() };
    let plain = cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| Trouble::Passphrase)?;
    let plain = Zeroizing::new(plain);
    let key: [u8; 32] = plain[..].try_into().map_err(|_| Trouble::KeyFile("not in its form"))?;
    Ok(Zeroizing::new(key))
}

/// What the wrapping vouches for besides the key.
fn head(cost: Cost, salt: &[u8]) -> String {
    format!("{FORMAT} 1 argon2id {} {} {} {}", cost.memory, cost.passes, cost.lanes, hex(salt))
}

fn cipher(passphrase: &Passphrase, salt: &[u8], cost: Cost) -> Result<XChaCha20Poly1305, Trouble> {
    let wrong = |_| Trouble::KeyFile("cost out of range");
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(wrong)?;
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, &mut key[..])
        .map_err(wrong)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// 32 random bytes of the system.
///
/// # Errors
/// A machine that has none.
pub fn random() -> Result<Key, Trouble> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    getrandom::fill(&mut bytes[..]).map_err(|_| Trouble::KeyFile("this machine gives no random numbers"))?;
    Ok(bytes)
}

/// Replaces a small file as a whole: it is the old one or the new one whatever happens.
///
/// # Errors
/// The system's refusal.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
    let fail = |e: std::io::Error| Trouble::io(name, &e);
    let new = folder.join(format!("{name}.new"));
    let mut file = fs::File::create(&new).map_err(fail)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(fail)?;
    fs::rename(&new, folder.join(name)).map_err(fail)?;
    sync_folder(folder)
}

/// Makes names in a folder last.
///
/// # Errors
/// The system's refusal.
pub fn sync_folder(folder: &Path) -> Result<(), Trouble> {
    // Only Unix lets a folder be opened for that; elsewhere the rename itself is what there is.
    if cfg!(unix) {
        fs::File::open(folder).and_then(|f| f.sync_all()).map_err(|e| Trouble::io("the folder", &e))?;
    }
    Ok(())
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |out, b| out + &format!("{b:02x}"))
}

/// Hexadecimal digits (lower case) as bytes.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

/// A key for one purpose, from the book's key. Source: BLAKE3, key derivation mode.
#[must_use]
pub fn derive(book: &Key, purpose: &str) -> Key {
    Zeroizing::new(blake3::derive_key(purpose, &book[..]))
}

/// Seals a small value under a key for one purpose: nonce, then ciphertext.
///
/// # Errors
/// A machine without randomness.
pub fn seal(key: &Key, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, Trouble> {
    let nonce: [u8; 24] = random()?[..24].try_into().expect("24 of 32 bytes");
    let cipher = XChaCha20Poly1305::new((&*derive(key, purpose)).into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), plain).map_err(|_| Trouble::KeyFile("cannot seal"))?;
    Ok([&nonce[..], &sealed].concat())
}

/// Back from [`seal`]; `None` when it is not what was written.
#[must_use]
pub fn unseal(key: &Key, purpose: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_at_checked(24)?;
    let nonce: [u8; 24] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new((&*derive(key, purpose)).into());
    cipher.decrypt(&XNonce::from(nonce), sealed).ok().map(Zeroizing::new)
}
