//! Text, Markdown, HTML: `casebook_text` reads them from their own bytes.

use crate::opening::{Opening, Outcome};
use crate::{About, Body, Bytes};

pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let body = if opening.outermost() { Body::Same } else { Body::Bytes(opening.whole(bytes)?) };
    Ok(opening.part(name, "text/plain", body, About::default(), Vec::new()))
}
