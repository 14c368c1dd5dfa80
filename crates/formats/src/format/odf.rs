//! What the OpenDocument formats share: one ZIP with `content.xml`, `meta.xml` and a manifest.

use std::io::Cursor;

use ::zip::ZipArchive;

use super::{office, zip};
use crate::About;
use crate::opening::{Opening, Trouble};

/// The content, and what the file says of itself.
///
/// # Errors
/// Damaged, beyond a bound, or locked with a password.
pub fn content(opening: &Opening<'_, '_>, bytes: Vec<u8>) -> Result<(Vec<u8>, About), Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| zip::trouble(&e))?;
    let manifest = zip::member(opening, &mut archive, "META-INF/manifest.xml").ok().flatten().unwrap_or_default();
    if manifest.windows(15).any(|w| w == b"encryption-data") {
        let hint = "open it with its password, save it without one and add that";
        return Err(Trouble::new("it is locked with a password", hint));
    }
    let content = zip::member(opening, &mut archive, "content.xml")?
        .ok_or_else(|| Trouble::new("it has no content", "get it again from where it came from"))?;
    let about = match zip::member(opening, &mut archive, "meta.xml") {
        Ok(Some(meta)) => office::properties(&meta),
        _ => About::default(),
    };
    Ok((content, about))
}
