//! An HTTP answer as a web archive keeps it: head, and content unchunked and decompressed within a bound.
//!
//! Archives often keep the head as it was sent and the content already unchunked or decompressed, so a content
//! that does not look as its head says is taken as it stands. Source: RFC 9110, RFC 9112; heads by `httparse`.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::record::bare_type;
use crate::opening::Trouble;

/// Bytes a head may have.
pub const HEAD: u64 = 64 << 10;

/// Head of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Media type without parameters, in lower case; empty when silent.
    pub media_type: String,
    /// Character set, when the head names one.
    pub charset: Option<String>,
    /// Content codings in the order they were applied, and whether the content is chunked.
    codings: Vec<String>,
    chunked: bool,
    /// Bytes of the head itself.
    pub length: usize,
}

/// What became of content: its bytes, and whether something in it was damaged.
#[derive(Debug, PartialEq, Eq)]
pub struct Content {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// True when chunks or compression break off; the bytes are those before.
    pub damaged: bool,
}

/// Reads the head of an answer; `None` when it is no HTTP.
pub fn answer(block: &[u8]) -> Option<Answer> {
    let mut block = block[..block.len().min(HEAD as usize)].to_vec();
    // HTTP/2 and later have no head in text; archives write one with the later number.
    if block.starts_with(b"HTTP/2") || block.starts_with(b"HTTP/3") {
        let rest = block.iter().position(|b| *b == b' ')?;
        block.splice(..rest, *b"HTTP/1.1");
    }
    let length_before = block.len();
    let mut fields = [httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config.ignore_invalid_headers_in_responses(true).allow_obsolete_multiline_headers_in_responses(true);
    let httparse::Status::Complete(length) = config.parse_response(&mut response, &block).ok()? else { return None };
    let mut answer = Answer { status: response.code?, length, ..Answer::default() };
    for field in response.headers.iter() {
        answer.field(field.name, &String::from_utf8_lossy(field.value));
    }
    debug_assert!(length <= length_before);
    Some(answer)
}

impl Answer {
    fn field(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "content-type" => {
                self.media_type = bare_type(value);
                self.charset = value.to_ascii_lowercase().split_once("charset=").map(|(_, set)| {
                    set.trim_matches(['"', '\'', ' ']).split([';', '"', ' ']).next().unwrap_or_default().to_string()
                });
            }
            "content-encoding" => {
                self.codings.extend(value.split(',').map(|c| c.trim().to_ascii_lowercase()));
            }
            "transfer-encoding" => self.chunked |= value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }

    /// The content behind the head, at most `limit` bytes of it.
    ///
    /// # Errors
    /// A coding nobody here knows, content damaged from its beginning, or more than `limit` bytes.
    pub fn content(&self, body: Vec<u8>, limit: u64) -> Result<Content, Trouble> {
        let mut content = Content { bytes: body, damaged: false };
        if self.chunked {
            content = unchunk(content.bytes);
        }
        for coding in self.codings.iter().rev() {
            let unfolded = decode(coding, &content.bytes, limit)?;
            content.damaged |= unfolded.as_ref().is_some_and(|u| u.damaged);
            content.bytes = unfolded.map_or(content.bytes, |u| u.bytes);
        }
        if content.bytes.len() as u64 > limit {
            return Err(too_much(limit));
        }
        Ok(content)
    }
}

fn too_much(limit: u64) -> Trouble {
    Trouble::new(format!("it unfolds to more than {limit} bytes"), "add the page as a file of its own, if you trust it")
}

/// Content without its chunk marks. Content that has none is taken as it stands.
fn unchunk(body: Vec<u8>) -> Content {
    let (mut bytes, mut rest) = (Vec::with_capacity(body.len()), body.as_slice());
    loop {
        let chunk = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((_, 0))) => return Content { bytes, damaged: false },
            Ok(httparse::Status::Complete((head, size))) => (head, usize::try_from(size).unwrap_or(usize::MAX)),
            _ if bytes.is_empty() => return Content { bytes: body, damaged: true },
            _ => return Content { bytes, damaged: true },
        };
        let (head, size) = chunk;
        let end = head.saturating_add(size).min(rest.len());
        bytes.extend_from_slice(&rest[head..end]);
        rest = rest[end..].strip_prefix(b"\r\n").unwrap_or(&rest[end..]);
    }
}

/// One coding undone; `None` when the content does not have it, whatever the head says.
fn decode(coding: &str, bytes: &[u8], limit: u64) -> Result<Option<Content>, Trouble> {
    let unfolded = match coding {
        "" | "identity" => return Ok(None),
        "gzip" | "x-gzip" if !bytes.starts_with(&[0x1f, 0x8b]) => return Ok(None),
        "gzip" | "x-gzip" => unfold(MultiGzDecoder::new(bytes), limit)?,
        "deflate" if bytes.first().is_some_and(|b| b & 0x0f == 8) => unfold(ZlibDecoder::new(bytes), limit)?,
        "deflate" => unfold(DeflateDecoder::new(bytes), limit)?,
        "br" => unfold(brotli_decompressor::Decompressor::new(bytes, 4096), limit)?,
        _ => {
            return Err(Trouble::new(
                "it is compressed in a way that is not read here",
                "capture it without compression",
            ));
        }
    };
    // Words that were never compressed are damaged from the first byte on, and are readable as they are.
    if unfolded.damaged && std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    if unfolded.damaged && unfolded.bytes.is_empty() {
        return Err(Trouble::new("its compression is damaged from the beginning", "capture it again"));
    }
    Ok(Some(unfolded))
}

fn unfold(mut reader: impl Read, limit: u64) -> Result<Content, Trouble> {
    let mut bytes = Vec::new();
    let damaged = (&mut reader).take(limit + 1).read_to_end(&mut bytes).is_err();
    if bytes.len() as u64 > limit { Err(too_much(limit)) } else { Ok(Content { bytes, damaged }) }
}
