//! Bytes to characters: media type by content, character set by byte-order mark, validity,
//! declaration and detector, in that order of trust. Keeps the way back to the bytes.

mod charset;

use std::ops::Range;

use crate::map::OffsetMap;
use crate::refusal::Refusal;

/// Most bytes one document may have.
pub const MAX_BYTES: usize = 64 << 20;
/// Most bytes one line may have: reports have paragraphs, data dumps have lines.
pub const MAX_LINE: usize = 1 << 20;

/// What kind of document the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// Plain text.
    Text,
    /// Markdown (known by the file's name; its content cannot be told from text).
    Markdown,
    /// An HTML page.
    Html,
    /// Another kind, whose text a converter made.
    Converted(&'static str),
}

impl MediaType {
    /// The registered name. Source: IANA media types.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MediaType::Text => "text/plain",
            MediaType::Markdown => "text/markdown",
            MediaType::Html => "text/html",
            MediaType::Converted(name) => name,
        }
    }
}

/// What the user asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Read with this character set whatever the file says (WHATWG label).
    pub charset: Option<String>,
    /// Read what can be read of a damaged or cut-off file instead of refusing it.
    pub damaged: bool,
}

/// Decoded characters with the way back to the bytes.
#[derive(Clone)]
pub struct SourceText {
    /// The characters.
    pub text: String,
    /// What kind of document.
    pub media_type: MediaType,
    /// WHATWG name of the character set, lower case.
    pub charset: &'static str,
    /// Source ranges that carry no characters (a byte-order mark), with the reason.
    pub left_out: Vec<(Range<usize>, &'static str)>,
    /// Things a person should know.
    pub remarks: Vec<String>,
    /// `None`: byte `i` of `text` is byte `i + shift` of the source.
    map: Option<OffsetMap>,
    shift: usize,
}

impl SourceText {
    /// Text that an extractor or a converter produced: its own bytes are the source.
    #[must_use]
    pub fn extracted(text: String, media_type: MediaType) -> SourceText {
        SourceText {
            text,
            media_type,
            charset: "utf-8",
            left_out: Vec::new(),
            remarks: Vec::new(),
            map: None,
            shift: 0,
        }
    }

    /// Source bytes of a byte range of `text`.
    #[must_use]
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        match &self.map {
            None => range.start + self.shift..range.end + self.shift,
            Some(map) => map.source(&self.text, range),
        }
    }

    /// True when text and source are byte for byte the same (but for a shift).
    #[must_use]
    pub fn same_bytes(&self) -> bool {
        self.map.is_none()
    }
}

/// Decodes a file. `name` decides only between text and Markdown.
///
/// # Errors
/// A [`Refusal`] for empty, binary, oversized, cut-off and undecodable files.
pub fn decode(bytes: &[u8], name: &str, options: &Options) -> Result<SourceText, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    if let Some(kind) = binary_kind(bytes) {
        return Err(Refusal::Binary(kind));
    }
    let mut source = charset::characters(bytes, options)?;
    refuse_binary_text(&source.text)?;
    source.media_type = media_type(&source.text, name);
    if source.media_type != MediaType::Html {
        refuse_long_lines(&source.text)?;
    } else if !options.damaged
        && let Some(inside) = open_at_end(&source.text)
    {
        return Err(Refusal::Truncated { inside });
    }
    if source.text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(Refusal::Empty);
    }
    Ok(source)
}

/// Known signatures of formats that are not text.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 12] = [
        (b"%PDF-", "application/pdf"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x89PNG", "image/png"),
        (b"GIF8", "image/gif"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\xd0\xcf\x11\xe0", "an older office document"),
        (b"\x1f\x8b", "application/gzip"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x7fELF", "a program"),
        (b"{\\rtf", "application/rtf"),
        (b"WARC/", "application/warc"),
    ];
    SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

/// Control characters do not occur in reports; a few may, from old word processors.
fn refuse_binary_text(text: &str) -> Result<(), Refusal> {
    let control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0c' | '\x0b' | '\u{85}');
    let n_control = text.chars().filter(control).count();
    if n_control * 50 > text.len() || text.bytes().filter(|b| *b == 0).count() > 2 {
        return Err(Refusal::Binary("unknown binary data"));
    }
    Ok(())
}

fn refuse_long_lines(text: &str) -> Result<(), Refusal> {
    match text.split(['\n', '\r']).map(str::len).max() {
        Some(bytes) if bytes > MAX_LINE => Err(Refusal::LineTooLong { bytes, limit: MAX_LINE }),
        _ => Ok(()),
    }
}

fn media_type(text: &str, name: &str) -> MediaType {
    let head: String = text.trim_start().chars().take(4096).collect::<String>().to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let named = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
    let starts = ["<!doctype html", "<html", "<head", "<body"];
    let tags = ["<html", "<head", "<body", "<meta ", "<div", "<p>", "<p ", "<script", "<article", "<table"];
    let n_tags: usize = tags.iter().map(|t| head.matches(t).count()).sum();
    if starts.iter().any(|s| head.starts_with(s))
        || (head.starts_with('<') && n_tags >= 3)
        || (named(&[".html", ".htm", ".xhtml"]) && head.contains('<'))
    {
        MediaType::Html
    } else if named(&[".md", ".markdown"]) {
        MediaType::Markdown
    } else {
        MediaType::Text
    }
}

/// What an HTML page breaks off in, if it does.
fn open_at_end(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    // A page that ends as pages end is whole, whatever its scripts hold in strings.
    if lower.trim_end().ends_with("</html>") {
        return None;
    }
    for (open, close, inside) in
        [("<!--", "-->", "a comment"), ("<script", "</script", "a script"), ("<style", "</style", "a style sheet")]
    {
        if let Some(at) = lower.rfind(open)
            && !lower[at..].contains(close)
            && lower[..at].rfind("<!--").is_none_or(|c| lower[c..at].contains("-->"))
        {
            return Some(inside);
        }
    }
    let at = text.rfind('<')?;
    let tag = &text[at + 1..];
    let begins = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    (begins && !tag.contains('>')).then_some("a tag")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<SourceText, Refusal> {
        decode(bytes, "a.txt", &Options::default())
    }

    #[test]
    fn legacy_sets_are_told_and_lead_back_to_their_bytes() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Его приговорили заочно к двадцати годам.");
        let source = read(&bytes).unwrap();
        assert_eq!(source.charset, "windows-1251");
        assert!(source.text.starts_with("Его приговорили"));
        let at = source.text.find("заочно").unwrap();
        assert_eq!(source.origin(at..at + "заочно".len()), 16..22);
    }

    #[test]
    fn utf_16_with_and_without_mark() {
        let units: Vec<u8> = "He was arrested in Tbilisi.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&units).unwrap().text, "He was arrested in Tbilisi.");
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
        let source = read(&marked).unwrap();
        assert_eq!(source.left_out, vec![(0..2, "byte-order mark")]);
        assert_eq!(source.origin(3..6), 8..14);
    }

    #[test]
    fn bad_input_is_refused_with_its_reason() {
        assert_eq!(read(b"").err(), Some(Refusal::Empty));
        assert_eq!(read(b" \n\t ").err(), Some(Refusal::Empty));
        assert_eq!(read(b"%PDF-1.7 ...").err(), Some(Refusal::Binary("application/pdf")));
        let noise: Vec<u8> = (0..400u32).map(|i| (i * 7 % 29) as u8).collect();
        assert!(matches!(read(&noise).err(), Some(Refusal::Binary(_))));
        let cut = "Jiří a Zoë přišli. Čekají na soud, který".as_bytes();
        let cut = [cut, &"ř".as_bytes()[..1]].concat();
        assert_eq!(read(&cut).err(), Some(Refusal::Truncated { inside: "a character" }));
        let cut = "Mirela Tošk, who keeps a café".as_bytes().split_last().unwrap().1;
        assert_eq!(read(cut).err(), Some(Refusal::Truncated { inside: "a character" }), "one letter is enough");
        assert_eq!(read(b"who keeps a caf\xe9").unwrap().text, "who keeps a café", "nothing says UTF-8");
        let mixed = ["Jiří a Zoë přišli".as_bytes(), b" caf\xe9 ", "čekají".as_bytes()].concat();
        assert!(matches!(read(&mixed).err(), Some(Refusal::Charset { at: 26, .. })));
        let lenient = Options { damaged: true, ..Options::default() };
        assert!(decode(&mixed, "a.txt", &lenient).unwrap().text.contains("caf\u{fffd}"));
    }

    #[test]
    fn pages_that_break_off_in_a_tag_are_told_from_whole_ones() {
        let page = "<!doctype html><html><body><p>He was held.</p><div cla";
        let read = |t: &str| decode(t.as_bytes(), "a.html", &Options::default());
        assert_eq!(read(page).err(), Some(Refusal::Truncated { inside: "a tag" }));
        assert!(read("<!doctype html><html><body><p>He was held for 3 < 4 days.").is_ok());
        assert_eq!(
            read("<!doctype html><html><body><script>let a=1").err(),
            Some(Refusal::Truncated { inside: "a script" })
        );
    }
}
