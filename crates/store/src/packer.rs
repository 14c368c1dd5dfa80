//! Bytes made ready for the book: hashed, compressed or sealed. Work for any thread.

use std::io::Read;

use casebook_facts::EvidenceId;
use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::sealed::{self, Sealing};
use crate::trouble::Trouble;

/// Bytes of evidence up to this size lie in the database, larger ones in a sealed file beside it.
pub const IN_DATABASE: usize = 4 << 20;

/// Bytes ready to be stored: hashed, and packed or sealed.
pub struct Packed {
    pub(crate) id: EvidenceId,
    pub(crate) size: u64,
    pub(crate) packing: i64,
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) file: Option<String>,
}

impl Packed {
    /// The id of the bytes.
    #[must_use]
    pub fn id(&self) -> EvidenceId {
        self.id
    }

    /// Their number.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// Where large evidence is sealed; can be used by any thread.
#[derive(Clone)]
pub struct Packer {
    folder: std::path::PathBuf,
    identity: age::x25519::Identity,
}

impl Packer {
    /// Hashes and compresses bytes in memory. Work for any thread.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn pack(&self, bytes: &[u8]) -> Result<Packed, Trouble> {
        let id = EvidenceId::of(bytes);
        let size = bytes.len() as u64;
        if bytes.len() > IN_DATABASE {
            let mut sealing = Sealing::begin(&self.folder, &self.identity)?;
            sealing.write(bytes)?;
            let file = Some(sealing.end(&self.folder)?);
            return Ok(Packed { id, size, packing: 0, bytes: None, file });
        }
        let (packing, bytes) = compress(bytes);
        Ok(Packed { id, size, packing, bytes: Some(bytes), file: None })
    }

    /// Hashes and seals bytes of any number as they come.
    ///
    /// # Errors
    /// What the disk refuses; a source that cannot be read to its end.
    pub fn stream(&self, from: &mut dyn Read) -> Result<Packed, Trouble> {
        let mut sealing = Sealing::begin(&self.folder, &self.identity)?;
        let (mut hash, mut size) = (Sha256::new(), 0u64);
        let mut piece = vec![0; 256 << 10];
        loop {
            let n = from.read(&mut piece).map_err(|e| Trouble::io("the file", &e))?;
            if n == 0 {
                break;
            }
            hash.update(&piece[..n]);
            sealing.write(&piece[..n])?;
            size += n as u64;
        }
        let id = EvidenceId::from(<[u8; 32]>::from(hash.finalize()));
        Ok(Packed { id, size, packing: 0, bytes: None, file: Some(sealing.end(&self.folder)?) })
    }

    /// Takes back a sealed file that is not needed after all.
    pub fn discard(&self, packed: Packed) {
        if let Some(name) = packed.file {
            // What stays behind is swept when the book is next opened for writing.
            let _ = std::fs::remove_file(self.folder.join(sealed::FOLDER).join(name));
        }
    }
}

/// Compressed when that helps.
fn compress(bytes: &[u8]) -> (i64, Vec<u8>) {
    match zstd::bulk::compress(bytes, 3) {
        Ok(small) if small.len() < bytes.len() => (1, small),
        _ => (0, bytes.to_vec()),
    }
}

/// Compressed in any case; for what is derived.
pub(crate) fn squeeze(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    zstd::bulk::compress(bytes, 3).map_err(|_| Trouble::Damaged("a text cannot be compressed".into()))
}

/// Back from [`squeeze`].
pub(crate) fn expand(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    zstd::stream::decode_all(bytes).map_err(|_| Trouble::Damaged("a compressed value".into()))
}

impl Book {
    /// What packs evidence for this book.
    #[must_use]
    pub fn packer(&self) -> Packer {
        Packer { folder: self.folder.clone(), identity: self.identity.clone() }
    }
}
