//! Word, OpenDocument, RTF and PDF: the words of every sample come out, and damage is told.

mod support;

use casebook_formats::{Body, Ocr};
use support::{Opened, With, sample_bytes, words};

const TITLE: &str = "Shipyard keeps welders’ passports";
const FIRST: &str = "PORT AMBREL — Daro Kestrin, 34, a welder from Vellmark, has waited eleven months for his wages, \
                     the Dockside Union said on Monday.";
const SECOND: &str =
    "The yard’s owner, Halden Marine, kept his passport, he told reporters. “I cannot go home,” he said.";
const NOTE: &str = "The figures are from pay slips that the union holds.";
const TABLE: &str = "Month | Owed\nJanuary | 400\nFebruary | 400\n";

fn opened(name: &str) -> Opened {
    With::default().sample(name)
}

fn has_about(opened: &Opened) {
    let about = &opened.only().about;
    assert_eq!(about.title.as_deref(), Some(TITLE));
    assert_eq!(about.author.as_deref(), Some("Zoë Brânza"));
    assert_eq!(about.made.as_deref(), Some("2024-03-05"));
    assert_eq!(about.published, None, "a file's day is not the report's");
}

#[test]
fn word_document() {
    let opened = opened("report.docx");
    has_about(&opened);
    let expected = format!("{TITLE}\n{FIRST}\n{SECOND}\nHis brother waits too.\n{TABLE}{NOTE}\n");
    assert_eq!(words(opened.only()), expected);
    assert_eq!(opened.all_remarks(), "it has tracked changes: 1 insertions are read, 1 deletions are left out");
}

#[test]
fn open_document() {
    let opened = opened("report.odt");
    has_about(&opened);
    let expected = format!("{TITLE}\n{FIRST}\n{SECOND}\nHis brother waits too.\n{TABLE}{NOTE}\n");
    assert_eq!(words(opened.only()), expected);
    assert_eq!(opened.all_remarks(), "it has tracked changes: 0 insertions are read, 1 deletions are left out");
}

#[test]
fn rich_text() {
    let opened = opened("report.rtf");
    has_about(&opened);
    let expected =
        format!("{TITLE}\n{FIRST}\n{SECOND}\nHis brother waits too.\nПорт Амбрель\nA link\n{TABLE}The end.\n{NOTE}\n");
    assert_eq!(words(opened.only()), expected);
    assert_eq!(opened.all_remarks(), "it has tracked changes: 1 insertions are read, 1 deletions are left out");
}

#[test]
fn pdf_with_a_text_layer() {
    let opened = opened("report.pdf");
    has_about(&opened);
    assert_eq!(words(opened.only()), format!("{TITLE}\n{FIRST}\n{SECOND}\n{NOTE}\n"));
    assert_eq!(opened.all_remarks(), "");
}

#[test]
fn what_libreoffice_writes() {
    for name in ["made/report.docx", "made/report.odt", "made/report.rtf"] {
        let opened = opened(name);
        let text = words(opened.only());
        for expected in [TITLE, FIRST, SECOND, "His brother waits too.", NOTE] {
            assert!(text.lines().any(|l| l == expected), "{name} has no line: {expected}\n{text}");
        }
        assert!(!text.contains("was deleted"), "{name}");
        assert!(text.contains(TABLE), "{name}\n{text}");
    }
}

/// A page does not say where a paragraph ends when its last line is full, and it shows what was deleted.
#[test]
fn the_page_that_libreoffice_prints() {
    let opened = opened("made/report.pdf");
    let text = words(opened.only());
    assert!(text.starts_with(&format!("{TITLE}\n{FIRST} {SECOND}¹")), "{text}");
    assert!(text.contains(&format!("• His brother waits too.\n{TABLE}")), "{text}");
    assert!(text.ends_with(&format!("{NOTE}\n")), "{text}");
}

#[test]
fn an_older_word_document_says_how_it_can_be_read() {
    let opened = opened("made/report.doc");
    assert!(opened.parts.is_empty());
    assert_eq!(opened.unread[0].reason, "not a document (an older Word document)");
    assert!(opened.unread[0].hint.contains("DOCX"));
}

#[test]
fn a_document_broken_inside_keeps_what_comes_before() {
    let broken = opened("report-broken.docx");
    assert!(words(broken.only()).contains("Halden Marine, kept"));
    assert!(broken.all_remarks().contains("what comes before is read"));
    let cut = opened("report-cut.rtf");
    assert!(words(cut.only()).starts_with(TITLE));
    assert_eq!(cut.all_remarks(), "it is cut off; what comes before is read");
}

#[test]
fn damaged_documents_are_told() {
    let cut = opened("report-cut.pdf");
    assert_eq!(cut.only().body, Body::Nothing);
    assert_eq!(cut.all_remarks(), "it is cut off; pages may be missing");
    for name in ["report-cut.docx", "report-damaged.odt"] {
        let opened = opened(name);
        assert!(opened.parts.is_empty(), "{name}");
        assert_eq!(opened.unread.len(), 1, "{name}");
        assert!(opened.unread[0].reason.contains("damaged"), "{name}: {}", opened.unread[0].reason);
    }
}

/// Any byte of a document may be wrong: something comes out, or a reason, and nothing panics.
#[test]
fn single_damaged_bytes_do_no_harm() {
    for name in ["report.docx", "report.odt", "report.rtf", "report.pdf", "scan.pdf", "wages.xlsx", "made/wages.xls"] {
        let whole = sample_bytes(name);
        for at in (0..whole.len()).step_by(whole.len() / 60 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let opened = With::default().bytes(name, &damaged);
            assert!(opened.parts.len() + opened.unread.len() > 0, "{name} at {at}");
            let panicked = opened.unread.iter().any(|u| u.reason.starts_with("internal error"));
            assert!(!panicked, "{name} at {at}");
        }
    }
}

/// Reads the size of the picture it is given: proof that it is one.
struct Sizes;

impl Ocr for Sizes {
    fn words(&self, picture: &[u8]) -> Result<String, String> {
        let png = picture.strip_prefix(b"\x89PNG\r\n\x1a\n").ok_or("not a PNG")?;
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        Ok(format!("a page of {} by {}\n", number(8), number(12)))
    }
}

#[test]
fn scanned_pages_go_to_the_reader_of_pictures() {
    let without = opened("scan.pdf");
    assert_eq!(without.only().body, Body::Nothing);
    assert_eq!(without.all_remarks(), "2 pages are a picture; the words there are not read");
    let with = With { ocr: Some(&Sizes), ..With::default() }.sample("scan.pdf");
    assert_eq!(words(with.only()), "a page of 2479 by 3508\na page of 2479 by 3508\n");
    assert!(with.all_remarks().contains("OCR"));
}

#[test]
fn pictures_are_listed_and_read_if_somebody_can() {
    let without = opened("notice.png");
    assert_eq!(without.only().body, Body::Nothing);
    assert_eq!(without.only().media_type, "image/png");
    assert!(without.only().remarks[0].hint.contains("tesseract"));
    let with = With { ocr: Some(&Sizes), ..With::default() }.sample("notice.png");
    assert_eq!(words(with.only()), "a page of 900 by 320\n");
}
