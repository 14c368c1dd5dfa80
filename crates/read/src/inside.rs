//! Opens a document for those who look inside: every sentence read as body, dates with the report's
//! own anchor.

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_text::Refusal;

use crate::annotate::Day;
use crate::doc::Doc;
use crate::gear::Gear;
use crate::layers::Layers;
use crate::zone::Zone;
use crate::{Options, head};

/// Reads the document and hands its layers to `look`. Claims are read only where a gear needs them.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn look<T>(
    evidence: &Evidence,
    packs: &Packs,
    options: &Options,
    look: impl FnOnce(&Doc<'_>, &Layers) -> T,
) -> Result<T, Refusal> {
    let document = casebook_text::read(&evidence.bytes, &evidence.name, &options.source, &packs.boilerplate)?;
    let (text, paragraphs) = (&document.text.text, &document.text.paragraphs);
    let published = document.metadata.published.clone().or_else(|| head::read(text, paragraphs, packs).0.published);
    let mut doc = Doc::new(text, paragraphs, &vec![Zone::Body; paragraphs.len()], packs);
    let claims = options.gear != Gear::First;
    let layers = Layers::of(&mut doc, published.as_deref().and_then(Day::parse), claims, options.gear);
    Ok(look(&doc, &layers))
}
