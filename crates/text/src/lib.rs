//! From bytes as received to readable text, every character traceable to the bytes it came from.
//!
//! Steps, each a module: [`decode`] (media type, character set) → [`html`] or [`markdown`] (main
//! content, metadata) → [`clean`] (Unicode and mojibake repair, blanks, boilerplate) → [`segment`]
//! (paragraphs, sentences, tokens). Nothing is lost silently: what is left out is in
//! [`CleanText::dropped`] with its reason, and [`CleanText::map`] carries the rest back.
//! Leaves to others: what the words mean. Opens no files; limits are constants of this crate.
#![deny(clippy::disallowed_methods)]

pub mod clean;
pub mod decode;
pub mod html;
pub mod map;
pub mod markdown;
pub mod refusal;
pub mod segment;

pub use clean::{CleanText, Dropped, LineRule, Reach, Where};
pub use decode::{MediaType, Options, SourceText};
pub use html::PageMetadata;
pub use map::OffsetMap;
pub use refusal::Refusal;

/// One document, read: its clean text and what its container said about it.
#[derive(Clone)]
pub struct Document {
    /// What kind of file it is, by its content.
    pub media_type: MediaType,
    /// Character set the bytes were read with (WHATWG name).
    pub charset: &'static str,
    /// The readable text.
    pub text: CleanText,
    /// What an HTML page says of itself; empty for other kinds.
    pub metadata: PageMetadata,
    /// For HTML: name and version of the extractor. Offsets then lead to its output, not to the
    /// bytes, because no extractor keeps the way back; the bytes themselves are kept as evidence.
    pub extractor: Option<&'static str>,
    /// Things a person should know about the file ("declared utf-8, read as windows-1251").
    pub remarks: Vec<String>,
}

/// Reads a file: decode, extract, clean.
///
/// # Errors
/// A [`Refusal`] that says what is wrong with the file and what to do.
pub fn read(bytes: &[u8], name: &str, options: &Options, rules: &[LineRule]) -> Result<Document, Refusal> {
    let source = decode::decode(bytes, name, options)?;
    let mut remarks = source.remarks.clone();
    let (text, metadata, extractor) = match source.media_type {
        MediaType::Html => {
            let page = html::extract(&source.text, options)?;
            remarks.extend(page.remarks);
            let extracted = SourceText::extracted(page.text, MediaType::Html);
            (clean::clean(&extracted, &[], rules), page.metadata, Some(html::EXTRACTOR))
        }
        MediaType::Markdown => {
            let markup = markdown::markup(&source.text);
            (clean::clean(&source, &markup, rules), PageMetadata::default(), None)
        }
        MediaType::Text | MediaType::Converted(_) => (clean::clean(&source, &[], rules), PageMetadata::default(), None),
    };
    if !text.text.chars().any(char::is_alphabetic) {
        return Err(Refusal::NoText);
    }
    Ok(Document { media_type: source.media_type, charset: source.charset, text, metadata, extractor, remarks })
}

/// Cleans text that a converter made of another kind of file, one paragraph a line.
///
/// `media_type` names what it was (IANA); offsets lead to the converter's text.
///
/// # Errors
/// [`Refusal::NoText`], [`Refusal::TooLarge`].
pub fn converted(text: String, media_type: &'static str, rules: &[LineRule]) -> Result<Document, Refusal> {
    if text.len() > decode::MAX_BYTES {
        return Err(Refusal::TooLarge { bytes: text.len(), limit: decode::MAX_BYTES });
    }
    let media_type = MediaType::Converted(media_type);
    let source = SourceText::extracted(text, media_type);
    let text = clean::clean(&source, &[], rules);
    if !text.text.chars().any(char::is_alphabetic) {
        return Err(Refusal::NoText);
    }
    let (charset, metadata) = ("utf-8", PageMetadata::default());
    Ok(Document { media_type, charset, text, metadata, extractor: None, remarks: Vec::new() })
}
