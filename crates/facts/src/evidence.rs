//! Evidence: bytes exactly as received.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// SHA-256 of the bytes as received: the name of a piece of evidence on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceId([u8; 32]);

impl EvidenceId {
    /// The id of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> EvidenceId {
        EvidenceId(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<EvidenceId> {
        let mut id = [0; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(EvidenceId(id))
    }
}

impl EvidenceId {
    /// The 32 bytes of the hash.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A hash that was made elsewhere, piece by piece.
impl From<[u8; 32]> for EvidenceId {
    fn from(hash: [u8; 32]) -> EvidenceId {
        EvidenceId(hash)
    }
}

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Written as its 64 digits.
impl Serialize for EvidenceId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Read from its 64 digits.
impl<'de> Deserialize<'de> for EvidenceId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<EvidenceId, D::Error> {
        let digits = String::deserialize(from)?;
        EvidenceId::parse(&digits).ok_or_else(|| D::Error::custom("not a SHA-256 in hexadecimal"))
    }
}

/// One piece of evidence: bytes exactly as received, and the name they came under.
///
/// Custody (when, from where, by whom) is recorded beside it by the store.
#[derive(Clone)]
pub struct Evidence {
    /// SHA-256 of `bytes`.
    pub id: EvidenceId,
    /// File name as received, for people; never used to find anything.
    pub name: String,
    /// The bytes, never changed.
    pub bytes: Vec<u8>,
}

impl Evidence {
    /// Takes bytes as received.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Evidence {
        Evidence { id: EvidenceId::of(&bytes), name: name.into(), bytes }
    }
}

/// The bytes stay out of logs.
impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Evidence({}, {} bytes)", self.id, self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_the_sha_256_of_the_bytes_and_prints_round_trip() {
        let id = EvidenceId::of(b"abc");
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(id.to_string(), hex);
        assert_eq!(EvidenceId::parse(hex), Some(id));
        assert_eq!(EvidenceId::parse(&hex[1..]), None);
        assert_eq!(EvidenceId::parse(&"é".repeat(32)), None);
    }

    #[test]
    fn debug_output_never_shows_the_text() {
        let e = Evidence::new("a.txt", b"secret name".to_vec());
        assert!(!format!("{e:?}").contains("secret"));
    }
}
