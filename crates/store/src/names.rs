//! Sealed names: who stands behind a pseudonym, under a key of their own.
//!
//! Sealing needs the book alone; opening needs a second passphrase. A book opened without it gives no name away.

use std::io::{Read, Write};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use casebook_facts::Stamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::book::Book;
use crate::key::{self, Cost, Passphrase};
use crate::trouble::Trouble;

/// The two copies of the wrapped key of the names.
pub const FILES: [&str; 2] = ["names.key", "names.key.copy"];
/// Kind of log entry: a name was sealed.
pub const SEALED: &str = "sealed-name";
/// Kind of log entry: the key of the names was made.
const KEY: &str = "names-key";

/// A name behind a pseudonym, sealed.
#[derive(Clone, Serialize, Deserialize)]
struct SealedName {
    pseudonym: String,
    /// age, hexadecimal.
    sealed: String,
    #[serde(flatten)]
    stamp: Stamp,
}

/// The public half of the key of the names, and its secret half under the wrapped key.
#[derive(Clone, Serialize, Deserialize)]
struct NamesKey {
    recipient: String,
    /// age secret key, under the wrapped key; hexadecimal.
    secret: String,
    #[serde(flatten)]
    stamp: Stamp,
}

impl Book {
    /// Makes the key of the names under a passphrase of its own.
    ///
    /// # Errors
    /// [`Trouble::Exists`] when there is one.
    pub fn create_names(&mut self, passphrase: &Passphrase, cost: Cost, stamp: Stamp) -> Result<(), Trouble> {
        if self.names_key()?.is_some() {
            return Err(Trouble::Exists("a key for names"));
        }
        let key = key::random()?;
        key::wrap(&self.folder, &FILES, passphrase, cost, &key)?;
        let identity = Identity::generate();
        let secret = key::seal(&key, "casebook names 1", identity.to_string().expose_secret().as_bytes())?;
        let entry = NamesKey { recipient: identity.to_public().to_string(), secret: key::hex(&secret), stamp };
        self.log_entry(KEY, &entry).map(|_| ())
    }

    /// Seals the name behind a pseudonym.
    ///
    /// # Errors
    /// [`Trouble::Missing`] when the book has no key for names yet.
    pub fn seal_name(&mut self, pseudonym: &str, name: &str, stamp: Stamp) -> Result<i64, Trouble> {
        let missing = || Trouble::Missing("no key for names yet; make one with `casebook names init`".into());
        let key = self.names_key()?.ok_or_else(missing)?;
        let recipient: Recipient =
            key.recipient.parse().map_err(|_| Trouble::Damaged("the key of the names".into()))?;
        let sealed = encrypt(&recipient, name.as_bytes())?;
        self.log_entry(SEALED, &SealedName { pseudonym: pseudonym.into(), sealed: key::hex(&sealed), stamp })
    }

    /// Pseudonyms with a sealed name, in the order they were sealed.
    ///
    /// # Errors
    /// [`Trouble::Damaged`].
    pub fn pseudonyms(&self) -> Result<Vec<(i64, String, Stamp)>, Trouble> {
        let all = self.entries::<SealedName>(SEALED)?;
        Ok(all.into_iter().map(|(seq, n)| (seq, n.pseudonym, n.stamp)).collect())
    }

    /// The names behind a pseudonym, in the order they were sealed.
    ///
    /// # Errors
    /// [`Trouble::Passphrase`], [`Trouble::Missing`], [`Trouble::Damaged`].
    pub fn reveal(&self, pseudonym: &str, passphrase: &Passphrase) -> Result<Vec<Zeroizing<String>>, Trouble> {
        let key = self.names_key()?.ok_or_else(|| Trouble::Missing("no names are sealed in this book".into()))?;
        let wrapping = key::unlock(&self.folder, &FILES, passphrase)?;
        let damaged = || Trouble::Damaged("the key of the names".into());
        let secret = key::unhex(&key.secret).ok_or_else(damaged)?;
        let secret = key::unseal(&wrapping, "casebook names 1", &secret).ok_or_else(damaged)?;
        let identity: Identity = std::str::from_utf8(&secret).ok().and_then(|s| s.parse().ok()).ok_or_else(damaged)?;
        let of = self.entries::<SealedName>(SEALED)?.into_iter().filter(|(_, n)| n.pseudonym == pseudonym);
        let names = of.map(|(seq, n)| decrypt(&identity, &n.sealed).ok_or(seq)).collect::<Result<Vec<_>, i64>>();
        match names {
            Err(seq) => Err(Trouble::Damaged(format!("entry {seq} of the log"))),
            Ok(names) if names.is_empty() => Err(Trouble::Missing("no name is sealed under this pseudonym".into())),
            Ok(names) => Ok(names),
        }
    }

    fn names_key(&self) -> Result<Option<NamesKey>, Trouble> {
        Ok(self.entries::<NamesKey>(KEY)?.pop().map(|(_, key)| key))
    }
}

fn encrypt(to: &Recipient, plain: &[u8]) -> Result<Vec<u8>, Trouble> {
    let failed = || Trouble::Damaged("a name cannot be sealed".into());
    let to: [&dyn age::Recipient; 1] = [to];
    let seal = age::Encryptor::with_recipients(to.into_iter()).map_err(|_| failed())?;
    let mut out = Vec::new();
    let mut writer = seal.wrap_output(&mut out).map_err(|_| failed())?;
    writer.write_all(plain).map_err(|_| failed())?;
    writer.finish().map_err(|_| failed())?;
    Ok(out)
}

fn decrypt(identity: &Identity, sealed: &str) -> Option<Zeroizing<String>> {
    let sealed = key::unhex(sealed)?;
    let opened = age::Decryptor::new_buffered(&sealed[..]).ok()?;
    let mut reader = opened.decrypt(std::iter::once(identity as &dyn age::Identity)).ok()?;
    let mut name = Zeroizing::new(String::new());
    reader.read_to_string(&mut name).ok()?;
    Some(name)
}
