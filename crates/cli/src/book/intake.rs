//! From what was found in evidence to documents with clean text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use casebook_facts::EvidenceId;
use casebook_formats::{About, Body as Found, Format, Part, Unread, sniff};
use casebook_packs::Packs;
use casebook_read::reading::Reading;
use casebook_store::{Body, Described};
use casebook_text::{Document as Text, PageMetadata, Refusal};

/// A document ready to be written down.
pub struct Opened {
    /// What is known of it.
    pub described: Described,
    /// What its text is made of.
    pub body: Body,
    /// Its clean text; `None` without words.
    pub clean: Option<String>,
}

/// Evidence in hand.
pub struct Evidence<'a> {
    /// Its id.
    pub id: EvidenceId,
    /// Its bytes, where they fit into memory.
    pub bytes: &'a [u8],
}

/// Whether bytes are text, Markdown or HTML: read here, without a child.
pub fn is_plain(bytes: &[u8], name: &str) -> bool {
    sniff(&bytes[..bytes.len().min(64 << 10)], name) == Format::Plain
}

/// The document that evidence in text, Markdown or HTML is.
pub fn plain(evidence: &Evidence<'_>, name: &str, packs: &Packs) -> Opened {
    part(
        evidence,
        Part {
            locator: String::new(),
            name: name.to_string(),
            media_type: "text/plain".into(),
            body: Found::Same,
            about: About::default(),
            remarks: Vec::new(),
        },
        packs,
    )
}

/// A document that was found.
pub fn part(evidence: &Evidence<'_>, part: Part, packs: &Packs) -> Opened {
    let body = match part.body {
        Found::Same => Body::Same,
        Found::Bytes(bytes) => Body::Bytes(bytes),
        Found::Text(text) => Body::Text(text),
        Found::Nothing => Body::Nothing,
    };
    let sha256 = match &body {
        _ if part.locator.is_empty() => Some(evidence.id),
        Body::Bytes(bytes) => Some(EvidenceId::of(bytes)),
        Body::Text(text) => Some(EvidenceId::of(text.as_bytes())),
        Body::Same | Body::Nothing => None,
    };
    let mut described = Described {
        sha256,
        locator: part.locator,
        name: part.name,
        media: part.media_type,
        about: part.about,
        remarks: part.remarks,
        refusal: None,
    };
    if body == Body::Nothing {
        return Opened { described, body, clean: None };
    }
    match text(evidence.bytes, &described, &body, packs) {
        Ok(text) => {
            if !matches!(body, Body::Text(_)) {
                described.media = text.media_type.name().to_string();
            }
            described.about = about(&text.metadata, described.about);
            Opened { described, body, clean: Some(text.text.text) }
        }
        // A converted document without a word is one: a scan that nobody read. The finding is there already.
        Err(Refusal::NoText) if matches!(body, Body::Text(_)) => Opened { described, body: Body::Nothing, clean: None },
        Err(refusal) => {
            described.refusal = Some((refusal.to_string(), refusal.hint().to_string()));
            Opened { described, body: Body::Nothing, clean: None }
        }
    }
}

/// The place of something that could not be read.
pub fn unread(unread: Unread) -> Opened {
    let described = Described {
        sha256: None,
        locator: unread.locator,
        name: unread.name,
        media: "application/octet-stream".into(),
        about: About::default(),
        remarks: Vec::new(),
        refusal: Some((unread.reason, unread.hint)),
    };
    Opened { described, body: Body::Nothing, clean: None }
}

/// The text of a document with all that its container says of it.
///
/// # Errors
/// As [`casebook_text::read`]; a panic inside is [`Refusal::NoMainText`].
pub fn text(evidence: &[u8], described: &Described, body: &Body, packs: &Packs) -> Result<Text, Refusal> {
    let options = casebook_text::Options::default();
    let rules = &packs.boilerplate;
    let read = || match body {
        Body::Same => casebook_text::read(evidence, &described.name, &options, rules),
        Body::Bytes(bytes) => casebook_text::read(bytes, &described.name, &options, rules),
        Body::Text(text) => casebook_text::converted(text.clone(), known(&described.media), rules),
        Body::Nothing => Err(Refusal::NoText),
    };
    let mut text = catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Refusal::NoMainText))?;
    let given = metadata(&described.about);
    text.metadata = std::mem::take(&mut text.metadata).or(given);
    Ok(text)
}

/// The reading of a document.
///
/// # Errors
/// Why it cannot be read; a panic inside is such a reason.
pub fn reading(
    evidence: &[u8],
    described: &Described,
    body: &Body,
    packs: &Packs,
    options: &casebook_read::Options,
) -> Result<Reading, String> {
    let Some(id) = described.sha256 else {
        return Err("it could not be opened".into());
    };
    let read = || {
        let text = text(evidence, described, body, packs).map_err(|r| r.to_string())?;
        let bytes = match body {
            Body::Same => evidence.len(),
            Body::Bytes(bytes) => bytes.len(),
            Body::Text(text) => text.len(),
            Body::Nothing => 0,
        };
        let source = casebook_read::Source { id, name: &described.name, bytes };
        Ok(casebook_read::read_document(source, &text, packs, options))
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("internal error while reading it".into()))
}

fn metadata(about: &About) -> PageMetadata {
    PageMetadata {
        title: about.title.clone(),
        author: about.author.clone(),
        published: about.published.clone(),
        modified: None,
        publisher: about.publisher.clone(),
        url: about.address.clone(),
        language: None,
    }
}

/// What the document says of itself, and what its container says where it is silent.
fn about(page: &PageMetadata, given: About) -> About {
    let of_page = About {
        title: page.title.clone(),
        author: page.author.clone(),
        published: page.published.clone(),
        publisher: page.publisher.clone(),
        ..About::default()
    };
    let address = given.address.clone().or_else(|| page.url.clone());
    About { address, ..of_page.or(&given) }
}

/// Media types of converted documents, as constants of the program.
fn known(media: &str) -> &'static str {
    const KNOWN: [&str; 12] = [
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
        "application/rtf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.ms-excel",
        "text/csv",
        "message/rfc822",
        "image/png",
        "image/jpeg",
        "image/tiff",
    ];
    KNOWN.iter().find(|k| **k == media).copied().unwrap_or("application/octet-stream")
}
