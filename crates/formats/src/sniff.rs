//! Which format the bytes are in, by their content; the name decides only where content cannot.

use std::io::Read;

/// A format that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text, Markdown, HTML: read by `casebook_text` from the bytes.
    Plain,
    /// PDF.
    Pdf,
    /// Word document (Office Open XML).
    Docx,
    /// Text document (OpenDocument).
    Odt,
    /// Rich Text Format.
    Rtf,
    /// Spreadsheet (Office Open XML, OpenDocument or the older binary form).
    Sheet,
    /// Comma- or tab-separated values.
    Csv,
    /// One mail message, or a page saved as one (MHTML).
    Mail,
    /// Mailbox of messages.
    Mbox,
    /// Web archive, compressed or not.
    Warc,
    /// Web archive collection: a ZIP with WARC files, an index and a data package.
    Wacz,
    /// ZIP archive.
    Zip,
    /// TAR archive.
    Tar,
    /// One gzip-compressed file (a compressed TAR included).
    Gzip,
    /// Telegram export (`result.json`).
    Telegram,
    /// Page of a Telegram export (`messages.html`).
    TelegramPage,
    /// WhatsApp export (a text of dated lines).
    WhatsApp,
    /// A picture: words by OCR.
    Picture,
    /// Something else; the text names it.
    Unknown(&'static str),
}

impl Format {
    /// The media type of such bytes, as far as the format alone tells it. Source: IANA.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Plain => "text/plain",
            Format::Pdf => "application/pdf",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Odt => "application/vnd.oasis.opendocument.text",
            Format::Rtf => "application/rtf",
            Format::Sheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Csv => "text/csv",
            Format::Mail => "message/rfc822",
            Format::Mbox => "application/mbox",
            Format::Warc => "application/warc",
            Format::Wacz | Format::Zip => "application/zip",
            Format::Tar => "application/x-tar",
            Format::Gzip => "application/gzip",
            Format::Telegram => "application/json",
            Format::TelegramPage => "text/html",
            Format::WhatsApp => "text/plain",
            _ => "application/octet-stream",
        }
    }

    /// True when other documents are inside: bounded as a container, not as one document.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self, Format::Zip | Format::Wacz) || self.is_read_once()
    }

    /// True when it is read from front to back, so that it need not be held in memory to be opened.
    #[must_use]
    pub fn is_read_once(self) -> bool {
        matches!(self, Format::Mbox | Format::Warc | Format::Tar | Format::Gzip | Format::Telegram)
    }

    /// Its name in words, for reasons.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Format::Plain => "text",
            Format::Pdf => "PDF",
            Format::Docx => "Word",
            Format::Odt => "OpenDocument",
            Format::Rtf => "RTF",
            Format::Sheet => "spreadsheet",
            Format::Csv => "CSV",
            Format::Mail => "mail",
            Format::Mbox => "mailbox",
            Format::Warc | Format::Wacz => "web archive",
            Format::Zip => "ZIP",
            Format::Tar => "TAR",
            Format::Gzip => "gzip",
            Format::Telegram | Format::TelegramPage => "Telegram",
            Format::WhatsApp => "WhatsApp",
            Format::Picture => "picture",
            Format::Unknown(kind) => kind,
        }
    }
}

/// Beginnings that name a format by themselves. Sources: the PRONOM signatures of the formats.
const SIGNATURES: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"WARC/0.", Format::Warc),
    (b"WARC/1.", Format::Warc),
    // The older ARC; its reader says what to do.
    (b"filedesc://", Format::Warc),
    (b"{\\rtf", Format::Rtf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Sheet),
    (b"\x89PNG\r\n\x1a\n", Format::Picture),
    (b"\xFF\xD8\xFF", Format::Picture),
    (b"GIF87a", Format::Picture),
    (b"GIF89a", Format::Picture),
    (b"II*\0", Format::Picture),
    (b"MM\0*", Format::Picture),
    (b"\x7fELF", Format::Unknown("a program")),
    (b"MZ", Format::Unknown("a program")),
    (b"7z\xBC\xAF\x27\x1C", Format::Unknown("a 7z archive")),
    (b"Rar!\x1a\x07", Format::Unknown("a RAR archive")),
    (b"\xFD7zXZ\0", Format::Unknown("an xz archive")),
    (b"BZh", Format::Unknown("a bzip2 archive")),
    (b"\x28\xB5\x2F\xFD", Format::Unknown("a zstd archive")),
    (b"SQLite format 3\0", Format::Unknown("a database")),
    (b"ID3", Format::Unknown("a sound recording")),
    (b"OggS", Format::Unknown("a sound or video recording")),
    (b"AT&TFORM", Format::Unknown("a DjVu scan")),
    (b"\x1aE\xDF\xA3", Format::Unknown("a video")),
];

/// Names the format. `head` is the first 64 kilobytes (or all); `name` as received.
/// ZIP-based formats are told apart by [`crate::open`], which can look into the directory.
#[must_use]
pub fn sniff(head: &[u8], name: &str) -> Format {
    signature(head)
        .or_else(|| compressed(head))
        .or_else(|| tar(head).then_some(Format::Tar))
        .or_else(|| crate::format::message(head, name))
        .or_else(|| binary(head))
        .unwrap_or_else(|| text(head, name))
}

fn signature(head: &[u8]) -> Option<Format> {
    if let Some((magic, format)) = SIGNATURES.iter().find(|(magic, _)| head.starts_with(magic)) {
        // Two letters are also how a text may begin.
        let short = magic.len() < 4 && matches!(format, Format::Unknown(_));
        return (!short || head.contains(&0)).then_some(*format);
    }
    // Viewers accept a PDF whose header stands anywhere in the first kilobyte.
    if find(&head[..head.len().min(1024)], b"%PDF-") {
        return Some(Format::Pdf);
    }
    match (head.get(..4), head.get(4..8), head.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => Some(Format::Picture),
        (Some(b"RIFF"), _, _) => Some(Format::Unknown("a sound or video recording")),
        (_, Some(b"ftyp"), Some(b"heic" | b"heix" | b"mif1" | b"avif")) => Some(Format::Unknown("a HEIC picture")),
        (_, Some(b"ftyp"), _) => Some(Format::Unknown("a sound or video recording")),
        _ if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) => Some(Format::Picture),
        _ => None,
    }
}

/// Gzip, told by what it unfolds to: a web archive compressed record by record has a reader of its own.
fn compressed(head: &[u8]) -> Option<Format> {
    if !head.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut first = [0; 5];
    let named = flate2::read::GzDecoder::new(head).read_exact(&mut first).is_ok();
    let web = named && (&first == b"WARC/" || &first == b"filed");
    Some(if web { Format::Warc } else { Format::Gzip })
}

/// The header of a TAR member: its magic (ustar and GNU), or, before there was one, its checksum.
fn tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    if &header[257..262] == b"ustar" {
        return true;
    }
    let digits: String = header[148..156].iter().map(|b| char::from(*b)).collect();
    let Ok(stated) = u32::from_str_radix(digits.trim_matches(['\0', ' ']), 8) else { return false };
    let field = 148..156;
    let sum: u32 = header.iter().enumerate().map(|(i, b)| if field.contains(&i) { 32 } else { u32::from(*b) }).sum();
    header[0] != 0 && sum == stated
}

/// Bytes that no character set of text has. UTF-16 has zeros too, but on one side of each pair.
fn binary(head: &[u8]) -> Option<Format> {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let wide = marked || (even + odd) * 4 > head.len() && even.min(odd) * 20 < even.max(odd);
    (even + odd > 0 && !wide).then_some(Format::Unknown("binary data"))
}

fn text(head: &[u8], name: &str) -> Format {
    if let Some(chat) = crate::format::chat(head, name) {
        return chat;
    }
    let name = name.to_ascii_lowercase();
    if name.ends_with(".csv") || name.ends_with(".tsv") {
        return Format::Csv;
    }
    Format::Plain
}

fn find(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_a_name_does_not_mislead() {
        assert_eq!(sniff(b"%PDF-1.4\n", "report.txt"), Format::Pdf);
        assert_eq!(sniff(b"\n\n junk %PDF-1.4\n", "x"), Format::Pdf);
        assert_eq!(sniff(b"PK\x03\x04....", "x.pdf"), Format::Zip);
        assert_eq!(sniff(b"\x7fELF\x02\x01\x01\0", "x.txt"), Format::Unknown("a program"));
        assert_eq!(sniff(b"{\\rtf1\\ansi", "x.doc"), Format::Rtf);
        assert_eq!(sniff(b"a,b\n1,2\n", "x.csv"), Format::Csv);
        assert_eq!(sniff(b"a,b\n1,2\n", "x.txt"), Format::Plain);
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 ", "x"), Format::Picture);
    }

    #[test]
    fn text_stays_text_in_every_width_and_whatever_it_begins_with() {
        let wide: Vec<u8> = "The worker went home.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide, "x.txt"), Format::Plain);
        assert_eq!(sniff(b"MZ is how this note begins.", "x.txt"), Format::Plain);
        assert_eq!(sniff(b"BZh, a town, has no school.", "x.txt"), Format::Plain);
        assert_eq!(sniff(b"BMW workers went home.", "x.txt"), Format::Plain);
        assert_eq!(sniff(b"", "x.txt"), Format::Plain);
        assert_eq!(sniff(b"ab\0\x01\x02cd\0", "x.txt"), Format::Unknown("binary data"));
    }
}
