//! ZIP archives: each member is opened where it is, nothing is written anywhere.

use std::io::Read;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use crate::opening::{Opening, Outcome, Trouble};
use crate::{Bytes, Format};

/// Opens every member in the order of the directory.
pub fn open(opening: &mut Opening<'_, '_>, _name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let mut archive = ZipArchive::new(bytes).map_err(|e| trouble(&e))?;
    for i in 0..archive.len() {
        let raw = archive.by_index_raw(i).map(|m| (step(m.name_raw()), m.is_dir(), m.encrypted()));
        let (step, folder, locked) = raw.map_err(|e| trouble(&e))?;
        if folder || is_litter(&step) {
            continue;
        }
        let name = base(&step).to_string();
        let flow = match archive.by_index(i) {
            Ok(mut member) if !locked => {
                let stated = Some(member.size());
                opening.unfolding_member(&step, &name, &mut member, stated)
            }
            Ok(_) => opening.unread_member(&step, &name, &locked_up()),
            Err(e) => opening.unread_member(&step, &name, &trouble(&e)),
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(std::ops::ControlFlow::Continue(()))
}

/// What a ZIP is, by the files in it that only one format has.
pub fn family(bytes: &mut dyn Bytes) -> Format {
    let Ok(mut archive) = ZipArchive::new(bytes) else { return Format::Zip };
    let has = |name: &str| archive.index_for_name(name).is_some();
    match () {
        () if has("word/document.xml") => return Format::Docx,
        () if has("xl/workbook.xml") || has("xl/workbook.bin") => return Format::Sheet,
        () if has("ppt/presentation.xml") => return Format::Unknown("a presentation"),
        () if has("datapackage.json") && super::wacz::is(archive.file_names().flatten()) => {
            return Format::Wacz;
        }
        () => {}
    }
    let mut kind = String::new();
    if let Ok(member) = archive.by_name("mimetype") {
        let _ = member.take(100).read_to_string(&mut kind);
    }
    match kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
        Some(k) if k.starts_with("text") => Format::Odt,
        Some(k) if k.starts_with("spreadsheet") => Format::Sheet,
        Some(k) if k.starts_with("presentation") => Format::Unknown("a presentation"),
        Some(_) => Format::Unknown("a drawing"),
        None => Format::Zip,
    }
}

/// Unfolds one named member that belongs to the document itself, counted and bounded.
///
/// # Errors
/// There is no such member (`None`), or it does not unfold within the bounds.
pub fn member<R: Bytes>(
    opening: &Opening<'_, '_>,
    archive: &mut ZipArchive<R>,
    name: &str,
) -> Result<Option<Vec<u8>>, Trouble> {
    let member = match archive.by_name(name) {
        Ok(member) => member,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(e) => return Err(trouble(&e)),
    };
    let limit = opening.tools.limits.document;
    let mut all = Vec::new();
    opening.meter(member).take(limit + 1).read_to_end(&mut all).map_err(Trouble::damaged)?;
    if all.len() as u64 > limit {
        return Err(Trouble::too_long(limit));
    }
    Ok(Some(all))
}

/// Unfolds every member once and keeps nothing, for readers that know no bounds of their own.
///
/// # Errors
/// It unfolds to more than a document may have, or does not unfold.
pub fn measure<R: Bytes>(opening: &Opening<'_, '_>, archive: &mut ZipArchive<R>) -> Result<(), Trouble> {
    let limit = opening.tools.limits.document;
    let mut left = limit;
    for i in 0..archive.len() {
        let member = archive.by_index(i).map_err(|e| trouble(&e))?;
        let mut counted = opening.meter(member).take(left + 1);
        let n = std::io::copy(&mut counted, &mut std::io::sink()).map_err(Trouble::damaged)?;
        left = left.checked_sub(n).ok_or_else(|| Trouble::too_long(limit))?;
    }
    Ok(())
}

/// Reasons without the names and texts an archive's own error may quote.
pub fn trouble(error: &ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => locked_up(),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Trouble::new("its kind of compression is not read", "unpack it and add the files you need")
        }
        _ => Trouble::new("the archive is damaged or cut off", "get it again from where it came from"),
    }
}

fn locked_up() -> Trouble {
    Trouble::new("it is locked with a password", "unpack it with its password and add the files you need")
}

/// A member's path as it is stored, for the locator. Paths that lead out of the archive do no harm here.
fn step(raw: &[u8]) -> String {
    // Archives without the UTF-8 flag are often UTF-8 all the same; code page 437 is what the format asks for.
    let path = std::str::from_utf8(raw).map_or_else(|_| encoding_rs::IBM866.decode(raw).0.into_owned(), str::to_string);
    path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The last component of a path.
pub fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|c| !c.is_empty()).unwrap_or(path)
}

/// What systems leave in archives for themselves.
pub fn is_litter(path: &str) -> bool {
    path.starts_with("__MACOSX/") || matches!(base(path), ".DS_Store" | "Thumbs.db" | "desktop.ini")
}
