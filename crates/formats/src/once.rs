//! Bytes that come once, such as a member while it unfolds, with a head that can be read again.

use std::io::{self, Read, Seek, SeekFrom};

/// The head is kept, so that the format can be named by it; what follows comes once.
///
/// Seeking works while nothing behind the head has been read, and nowhere else: enough for formats that are
/// read from front to back, without a copy of a mailbox of gigabytes.
pub struct Once<'r> {
    head: Vec<u8>,
    at: u64,
    rest: &'r mut dyn Read,
}

impl<'r> Once<'r> {
    /// Bytes that begin with `head` and go on with `rest`.
    pub fn new(head: Vec<u8>, rest: &'r mut dyn Read) -> Once<'r> {
        Once { head, at: 0, rest }
    }
}

impl Read for Once<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.at).ok().and_then(|at| self.head.get(at..)).unwrap_or_default();
        let n = if left.is_empty() { self.rest.read(buffer)? } else { (&left[..]).read(buffer)? };
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Once<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let head = self.head.len() as u64;
        match to {
            SeekFrom::Start(at) if at == self.at => {}
            SeekFrom::Current(0) => {}
            SeekFrom::Start(at) if self.at <= head && at <= head => self.at = at,
            _ => return Err(io::Error::new(io::ErrorKind::Unsupported, "these bytes come once")),
        }
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_can_be_read_again_until_something_behind_it_is_read() {
        let mut rest = &b"cdef"[..];
        let mut once = Once::new(b"ab".to_vec(), &mut rest);
        let mut two = [0; 2];
        once.read_exact(&mut two).unwrap();
        once.seek(SeekFrom::Start(0)).unwrap();
        let mut all = String::new();
        (&mut once).take(3).read_to_string(&mut all).unwrap();
        assert_eq!(all, "abc");
        assert!(once.seek(SeekFrom::Start(0)).is_err());
        once.read_to_string(&mut all).unwrap();
        assert_eq!(all, "abcdef");
    }
}
