//! Opens a document for those who look inside, dates with the report's own anchor.

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_text::Refusal;

use crate::annotate::Anchor;
use crate::doc::Doc;
use crate::gear::Gear;
use crate::layers::Layers;
use crate::zone::Zone;
use crate::{Options, head};

/// What the sentences of a document are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Every one for running text.
    AsBody,
    /// What a reading takes them for.
    AsRead,
}

/// Reads the document and hands its layers to `look`. Claims are read only where a gear needs them.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn look<T>(
    evidence: &Evidence,
    packs: &Packs,
    options: &Options,
    taken: Taken,
    look: impl FnOnce(&Doc<'_>, &Layers) -> T,
) -> Result<T, Refusal> {
    let document = casebook_text::read(&evidence.bytes, &evidence.name, &options.source, &packs.boilerplate)?;
    let (text, paragraphs) = (&document.text.text, &document.text.paragraphs);
    let (head, zones) = head::read(text, paragraphs, packs);
    let published = document.metadata.published.clone().or(head.published);
    let zones = if taken == Taken::AsRead { zones } else { vec![Zone::Body; paragraphs.len()] };
    let mut doc = Doc::new(text, paragraphs, &zones, packs);
    let claims = options.gear != Gear::First;
    let anchor = Anchor::of(published.as_deref(), head.told.as_deref());
    let layers = Layers::of(&mut doc, anchor, claims, options);
    Ok(look(&doc, &layers))
}
