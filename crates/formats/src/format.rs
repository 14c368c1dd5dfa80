//! One format, one file. Each has `open(opening, name, bytes[, size]) -> Outcome`.

mod plain;

use crate::opening::{Opening, Outcome, Trouble};
use crate::{Bytes, Format};

/// Opens bytes of a known format.
pub fn open(opening: &mut Opening<'_, '_>, format: Format, name: &str, bytes: &mut dyn Bytes, _size: u64) -> Outcome {
    match format {
        Format::Plain => plain::open(opening, name, bytes),
        Format::Unknown(kind) => Err(Trouble::new(format!("not a document ({kind})"), "export it as text or PDF")),
        other => Err(Trouble::new(format!("{other:?} is not opened yet"), "export it as text or PDF")),
    }
}
