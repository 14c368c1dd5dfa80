//! Bounds that the PDF reader does not have: streams that unfold to too much, drawings that draw themselves.

use std::collections::BTreeMap;
use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use hayro::hayro_interpret::hayro_syntax::content::TypedIter;
use hayro::hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_interpret::hayro_syntax::object::dict::keys::RESOURCES;
use hayro::hayro_interpret::hayro_syntax::object::{Dict, ObjectIdentifier};
use hayro::hayro_interpret::hayro_syntax::page::{Page, Resources};

use crate::opening::Trouble;

/// One stream may unfold to this many times the bytes of a document: a scanned page in colour is large.
const STREAM: u64 = 4;
/// All streams together, in the same measure.
const STREAMS: u64 = 64;

/// Unfolds every deflated stream once, keeping nothing, to see that none is a bomb.
///
/// # Errors
/// A stream, or all of them, unfold to too much.
pub fn streams(bytes: &[u8], document: u64) -> Result<(), Trouble> {
    let mut total = 0_u64;
    for (i, _) in bytes.windows(6).enumerate().filter(|(_, w)| w == b"stream") {
        let data = &bytes[i + 6..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        // The first byte of zlib data names deflate; what is no stream fails at once.
        if data.first().is_none_or(|b| b & 0x0f != 8) {
            continue;
        }
        let once = measure(ZlibDecoder::new(data), document.saturating_mul(STREAM));
        let twice = measure(ZlibDecoder::new(ZlibDecoder::new(data)), document.saturating_mul(STREAM));
        total = total.saturating_add(once);
        if once.max(twice) > document.saturating_mul(STREAM) || total > document.saturating_mul(STREAMS) {
            return Err(Trouble::new("its streams unfold to too much", "print it to a new PDF and add that"));
        }
    }
    Ok(())
}

/// Bytes that come until the end, the first damage, or the limit (then one more).
fn measure(unfolding: impl Read, limit: u64) -> u64 {
    let mut counted = Counted(unfolding, 0);
    let _ = io::copy(&mut (&mut counted).take(limit + 1), &mut io::sink());
    counted.1
}

struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1 += n as u64;
        Ok(n)
    }
}

/// Most instructions that all pages draw, those of repeated drawings counted each time.
const DRAWN: u64 = 50_000_000;
/// Deepest nesting of drawings.
const DEPTH: usize = 30;

/// What the pages drew so far.
#[derive(Default)]
pub struct Draws {
    drawn: u64,
    costs: BTreeMap<ObjectIdentifier, u64>,
}

impl Draws {
    /// True when the page can be drawn: its drawings do not contain themselves and come to an end in time.
    pub fn allow(&mut self, page: &Page<'_>) -> bool {
        let stream = page.page_stream().unwrap_or_default();
        let cost = self.cost(stream, page.resources(), 0);
        self.drawn = self.drawn.saturating_add(cost);
        self.drawn <= DRAWN
    }

    /// Instructions of a content stream with those of the drawings in it; the greatest number for an endless one.
    fn cost(&mut self, stream: &[u8], resources: &Resources<'_>, depth: usize) -> u64 {
        if depth > DEPTH {
            return u64::MAX;
        }
        let mut cost = 0_u64;
        let mut instructions = TypedIter::new(stream);
        while let Some(instruction) = instructions.next() {
            cost = cost.saturating_add(1);
            if let TypedInstruction::XObject(drawing) = instruction
                && let Some(form) = resources.get_x_object(drawing.0)
            {
                cost = cost.saturating_add(self.form(&form, resources, depth));
            }
        }
        cost
    }

    fn form(&mut self, form: &Form<'_>, outer: &Resources<'_>, depth: usize) -> u64 {
        let id = form.obj_id();
        if let Some(known) = self.costs.get(&id) {
            return *known;
        }
        // Pictures have no instructions.
        if form.dict().contains_key("Width") {
            return 0;
        }
        // Whoever comes here again while the drawing is measured is inside of it.
        self.costs.insert(id, u64::MAX);
        let Ok(stream) = form.decoded_data() else { return 0 };
        let own = form.dict().get::<Dict<'_>>(RESOURCES).map(Resources::new);
        let cost = self.cost(&stream, own.as_ref().unwrap_or(outer), depth + 1);
        self.costs.insert(id, cost);
        cost
    }
}

type Form<'a> = hayro::hayro_interpret::hayro_syntax::object::Stream<'a>;

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_stream_that_unfolds_to_too_much_is_refused_once_and_twice_folded() {
        let pdf = |data: &[u8]| [b"%PDF-1.4\n<< >>\nstream\r\n", data, b"\nendstream"].concat();
        let (small, large) = (deflated(&[0; 1000]), deflated(&[0; 50_000]));
        assert!(streams(&pdf(&small), 1000).is_ok());
        assert!(streams(&pdf(&large), 1000).is_err());
        assert!(streams(&pdf(&deflated(&large)), 1000).is_err());
        assert!(streams(b"a stream of words", 1000).is_ok());
    }
}
