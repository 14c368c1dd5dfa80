//! The bytes of a web archive, unfolded: gzip record by record, gzip as a whole, or as they stand.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

/// A reader of unfolded bytes.
pub struct Unfold<R: Read> {
    state: State<BufReader<R>>,
    members: Rc<Cell<u64>>,
}

/// How the bytes lie there.
enum State<B: BufRead> {
    Plain(B),
    Gzip(Box<GzDecoder<B>>),
    Ended,
}

impl<R: Read> Unfold<R> {
    /// Begins. `members` counts gzip members as they begin.
    pub fn new(bytes: R, members: Rc<Cell<u64>>) -> io::Result<Self> {
        let mut bytes = BufReader::with_capacity(64 << 10, bytes);
        let state = if bytes.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            members.set(1);
            State::Gzip(Box::new(GzDecoder::new(bytes)))
        } else {
            State::Plain(bytes)
        };
        Ok(Unfold { state, members })
    }

    /// After a gzip member: the next one, or the end (some tools pad with zeros).
    fn next_member(&mut self) -> io::Result<()> {
        let State::Gzip(decoder) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(()) };
        let mut bytes = decoder.into_inner();
        loop {
            let next = bytes.fill_buf()?;
            let zeros = next.iter().take_while(|b| **b == 0).count();
            if next.is_empty() {
                return Ok(());
            }
            if zeros == 0 {
                break;
            }
            bytes.consume(zeros);
        }
        self.members.set(self.members.get() + 1);
        self.state = State::Gzip(Box::new(GzDecoder::new(bytes)));
        Ok(())
    }
}

impl<R: Read> Read for Unfold<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match &mut self.state {
                State::Plain(bytes) => return bytes.read(buffer),
                State::Ended => return Ok(0),
                State::Gzip(decoder) => match decoder.read(buffer)? {
                    0 => self.next_member()?,
                    n => return Ok(n),
                },
            }
        }
    }
}
