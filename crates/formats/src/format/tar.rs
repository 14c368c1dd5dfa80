//! TAR archives, read from front to back: each member is opened while it passes.

use std::ops::ControlFlow;

use ::tar::{Archive, EntryType};

use super::zip::{base, is_litter};
use crate::Bytes;
use crate::opening::{Opening, Outcome, Trouble};

/// Opens every file in the order of the archive.
pub fn open(opening: &mut Opening<'_, '_>, _name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let mut archive = Archive::new(bytes);
    for entry in archive.entries().map_err(Trouble::damaged)? {
        let mut entry = entry.map_err(Trouble::damaged)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).replace(char::is_control, "\u{fffd}");
        let kind = entry.header().entry_type();
        let is_file = matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse);
        if !is_file || is_litter(&path) || base(&path).starts_with("._") {
            continue;
        }
        // A sparse member states its full size and holds next to nothing: the size refuses it.
        let stated = Some(entry.size());
        let name = base(&path).to_string();
        if opening.unfolding_member(&path, &name, &mut entry, stated).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
