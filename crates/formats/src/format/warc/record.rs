//! Records of a web archive, one after the other. Source: ISO 28500 (WARC 1.0 and 1.1).
//!
//! Why our own: the `warc` crate holds each record in memory whatever its size, and ends at the first damaged one.

use std::io::{self, BufRead, Read};

/// Most bytes of a record's header.
const HEADER: u64 = 64 << 10;

/// Header of a record.
#[derive(Default)]
pub struct Head {
    /// `WARC-Type`: response, request, revisit …
    pub kind: String,
    /// `WARC-Target-URI`, without the brackets some tools put around it.
    pub address: Option<String>,
    /// `WARC-Date`, as written.
    pub date: Option<String>,
    /// `Content-Type` of the block, without parameters, in lower case; empty when silent.
    pub media_type: String,
    /// Bytes of the block.
    pub length: u64,
}

/// What comes next in an archive.
pub enum Next {
    /// A record; its block is read with [`Records::block`].
    Record(Head),
    /// Bytes that are no record; reading goes on at the next one.
    Damage,
    /// The end.
    End,
}

/// Reads records.
pub struct Records<R> {
    bytes: R,
    /// Bytes of the current block not yet read.
    left: u64,
    /// Line that begins the next record, when it was found while looking past damage.
    version: bool,
}

impl<R: BufRead> Records<R> {
    /// Begins.
    pub fn new(bytes: R) -> Self {
        Records { bytes, left: 0, version: false }
    }

    /// The header of the next record; what is left of the last block is passed over.
    pub fn next(&mut self) -> io::Result<Next> {
        self.pass()?;
        if !std::mem::take(&mut self.version) {
            let mut line = Vec::new();
            while line.trim_ascii().is_empty() {
                line.clear();
                if self.line(&mut line)? == 0 {
                    return Ok(Next::End);
                }
            }
            if !is_version(&line) {
                return self.find_version();
            }
        }
        let mut header = Vec::new();
        loop {
            let before = header.len();
            if self.line(&mut header)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if header[before..].trim_ascii().is_empty() {
                break;
            }
            if header.len() as u64 > HEADER {
                return self.find_version();
            }
        }
        let Some(head) = head(&header) else { return self.find_version() };
        self.left = head.length;
        Ok(Next::Record(head))
    }

    /// Up to `most` further bytes of the block.
    pub fn block(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let take = most.min(self.left);
        let mut block = Vec::new();
        (&mut self.bytes).take(take).read_to_end(&mut block)?;
        self.left -= block.len() as u64;
        if (block.len() as u64) < take {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(block)
    }

    fn pass(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.left);
        let passed = io::copy(&mut (&mut self.bytes).take(left), &mut io::sink())?;
        if passed < left { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Passes over what is no record, to the line that begins the next one.
    fn find_version(&mut self) -> io::Result<Next> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.line(&mut line)? == 0 {
                return Ok(Next::Damage);
            }
            if is_version(&line) {
                self.version = true;
                return Ok(Next::Damage);
            }
        }
    }

    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        (&mut self.bytes).take(HEADER).read_until(b'\n', line)
    }
}

fn is_version(line: &[u8]) -> bool {
    line.strip_prefix(b"WARC/").is_some_and(|v| v.len() <= 8 && v.first().is_some_and(u8::is_ascii_digit))
}

/// Fields of a header; `None` without type or length.
fn head(header: &[u8]) -> Option<Head> {
    let header = String::from_utf8_lossy(header).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let (mut head, mut length) = (Head::default(), None);
    for (field, value) in header.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match field.trim().to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => {
                head.address = Some(value.trim_start_matches('<').trim_end_matches('>').to_string());
            }
            "warc-date" => head.date = Some(value.to_string()),
            "content-type" => head.media_type = bare_type(value),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    head.length = length?;
    (!head.kind.is_empty()).then_some(head)
}

/// A media type without its parameters.
pub fn bare_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
