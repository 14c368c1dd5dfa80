//! What the address and the media type of a capture say: whether it is a document, and what to call it.

/// What a capture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Has words: a page, a PDF, an office file.
    Document,
    /// Belongs to a page: a picture, a style, a script, data.
    Resource,
    /// The media type says nothing; the content decides.
    Unsure,
}

const DOCUMENTS: [&str; 15] = [
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/csv",
    "text/tab-separated-values",
    "application/pdf",
    "application/rtf",
    "text/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "message/rfc822",
    "multipart/related",
];

const UNSURE: [&str; 7] = [
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-download",
    "application/force-download",
    "application/zip",
    "application/x-zip-compressed",
];

/// Judges by media type; what a capture program says of itself (`metadata:`, `urn:` …) is no document.
pub fn kind(media_type: &str, address: Option<&str>) -> Kind {
    let address = address.unwrap_or_default();
    let captured = ["http://", "https://", "ftp://", "file:"].iter().any(|scheme| address.starts_with(scheme));
    if !captured || address.ends_with("/robots.txt") {
        Kind::Resource
    } else if DOCUMENTS.contains(&media_type) || media_type.starts_with("application/vnd.openxmlformats-officedocument")
    {
        Kind::Document
    } else if UNSURE.contains(&media_type) {
        Kind::Unsure
    } else {
        Kind::Resource
    }
}

/// A file name for a capture: the last step of its path, else its host, with the ending its media type asks for.
pub fn name(address: Option<&str>, media_type: &str) -> String {
    let address = address.unwrap_or_default();
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let last = rest.split('/').rfind(|step| !step.is_empty()).unwrap_or("page");
    let endings: &[&str] = match media_type {
        "text/html" | "application/xhtml+xml" => &[".html", ".htm", ".xhtml"],
        "application/pdf" => &[".pdf"],
        "text/csv" => &[".csv"],
        "text/markdown" => &[".md", ".markdown"],
        _ => return last.to_string(),
    };
    let lower = last.to_ascii_lowercase();
    if endings.iter().any(|ending| lower.ends_with(ending)) {
        last.to_string()
    } else {
        format!("{last}{}", endings[0])
    }
}

/// The bytes of a page in UTF-8, where only the head of the answer names the character set.
///
/// A page that names its own, or is UTF-8, stays as it is.
pub fn in_utf_8(bytes: Vec<u8>, charset: Option<&str>) -> Vec<u8> {
    let Some(encoding) = charset.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) else {
        return bytes;
    };
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let names_its_own = head.windows(8).any(|w| w == b"charset=");
    if names_its_own || std::str::from_utf8(&bytes).is_ok() {
        return bytes;
    }
    let (text, _, damaged) = encoding.decode(&bytes);
    if damaged { bytes } else { text.into_owned().into_bytes() }
}
