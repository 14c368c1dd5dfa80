//! One format, one file. Each has `open(opening, name, bytes[, size]) -> Outcome`.

mod chat;
mod csv;
mod day;
mod docx;
mod flow;
mod gzip;
mod mail;
mod mbox;
mod mhtml;
mod odf;
mod ods;
mod odt;
mod office;
mod ole;
mod pdf;
mod picture;
mod plain;
mod rows;
mod rtf;
mod sheet;
mod steps;
mod tar;
mod telegram;
mod wacz;
mod warc;
mod whatsapp;
mod xls;
mod xml;
mod zip;

use std::io::SeekFrom;

use crate::opening::{Opening, Outcome, Trouble};
use crate::{Bytes, Format};

/// Opens bytes of a known format.
pub fn open(opening: &mut Opening<'_, '_>, format: Format, name: &str, bytes: &mut dyn Bytes, _size: u64) -> Outcome {
    match format {
        Format::Plain => plain::open(opening, name, bytes),
        Format::Pdf => pdf::open(opening, name, bytes),
        Format::Docx => docx::open(opening, name, bytes),
        Format::Odt => odt::open(opening, name, bytes),
        Format::Rtf => rtf::open(opening, name, bytes),
        Format::Sheet => sheet::open(opening, name, bytes),
        Format::Csv => csv::open(opening, name, bytes),
        Format::Zip => zip::open(opening, name, bytes),
        Format::Tar => tar::open(opening, name, bytes),
        Format::Gzip => gzip::open(opening, name, bytes),
        Format::Picture => picture::open(opening, name, bytes),
        Format::Mail => mail::open(opening, name, bytes),
        Format::Mbox => mbox::open(opening, bytes),
        Format::Warc => warc::open(opening, name, bytes),
        Format::Wacz => wacz::open(opening, name, bytes),
        Format::Telegram => telegram::open(opening, bytes),
        Format::TelegramPage => telegram::page::open(opening, name, bytes),
        Format::WhatsApp => whatsapp::open(opening, name, bytes),
        Format::Unknown(kind) => Err(Trouble::new(format!("not a document ({kind})"), hint(kind))),
    }
}

/// A mail message or a mailbox, by its first lines.
pub fn message(head: &[u8], name: &str) -> Option<Format> {
    if mbox::is(head) { Some(Format::Mbox) } else { mail::is(head, name).then_some(Format::Mail) }
}

/// An export of a chat, by its first lines.
pub fn chat(head: &[u8], name: &str) -> Option<Format> {
    match head {
        _ if telegram::is(head) => Some(Format::Telegram),
        _ if telegram::page::is(head) => Some(Format::TelegramPage),
        _ => whatsapp::is(head, name).then_some(Format::WhatsApp),
    }
}

/// Names the format for good where its family has to be looked into: ZIP and the older Office container.
///
/// # Errors
/// The bytes cannot be read.
pub fn refine(format: Format, bytes: &mut dyn Bytes) -> Result<Format, Trouble> {
    let refined = match format {
        Format::Zip => zip::family(bytes),
        Format::Sheet => ole::family(bytes)?,
        other => other,
    };
    bytes.seek(SeekFrom::Start(0)).map_err(Trouble::unreadable)?;
    Ok(refined)
}

fn hint(kind: &str) -> &'static str {
    match kind {
        _ if kind.contains("damaged") => "get it again from where it came from",
        _ if kind.contains("archive") => "unpack it and add the files you need",
        _ if kind.contains("older Word") => "open it in LibreOffice or Word, save it as DOCX and add that",
        _ if kind.contains("password") => "open it with its password, save it without one and add that",
        _ if kind.contains("presentation") || kind.contains("DjVu") => "export it as PDF and add that",
        _ if kind.contains("picture") => "save it as JPEG or PNG and add that",
        _ if kind.contains("Outlook") => "save the message as EML and add that",
        _ if kind.contains("recording") || kind.contains("video") => "add a transcript of it",
        _ => "if it holds a document, export that as text or PDF",
    }
}
