//! Decrypted chunks that were used last, up to a number of bytes the caller grants.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use crate::sealed::CHUNK;

/// Which chunk: number of the opened file, number of the chunk in it.
pub type Address = (u64, usize);

/// Shared by all files of an index and all its readers.
pub struct Cache {
    chunks: Mutex<LruCache<Address, Arc<[u8]>>>,
    bytes: usize,
}

impl Cache {
    /// A cache of so many bytes, at least one chunk.
    pub fn new(bytes: usize) -> Cache {
        let chunks = NonZeroUsize::new(bytes / CHUNK).unwrap_or(NonZeroUsize::MIN);
        Cache { chunks: Mutex::new(LruCache::new(chunks)), bytes }
    }

    /// A chunk, if it is here.
    pub fn get(&self, address: Address) -> Option<Arc<[u8]>> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).get(&address).cloned()
    }

    /// Keeps a chunk; the one longest unused goes.
    pub fn put(&self, address: Address, chunk: Arc<[u8]>) {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).put(address, chunk);
    }

    /// Whether a read of so many bytes may enter: one that would push out most of the others stays outside.
    pub fn takes(&self, bytes: usize) -> bool {
        bytes <= CHUNK || bytes <= self.bytes / 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chunk_longest_unused_goes() {
        let cache = Cache::new(2 * CHUNK);
        cache.put((0, 0), Arc::from([0u8]));
        cache.put((0, 1), Arc::from([1u8]));
        assert!(cache.get((0, 0)).is_some());
        cache.put((1, 0), Arc::from([2u8]));
        assert!(cache.get((0, 1)).is_none(), "unused longest");
        assert_eq!(cache.get((0, 0)).as_deref(), Some(&[0u8][..]));
        assert_eq!(cache.get((1, 0)).as_deref(), Some(&[2u8][..]));
        assert!(cache.takes(CHUNK) && !cache.takes(CHUNK + 1));
    }
}
