//! Evidence made to exhaust whoever opens it: refused at the bounds, in little time.
#![allow(clippy::disallowed_methods)]

mod support;

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use casebook_formats::Limits;
use flate2::{Compress, Compression, FlushCompress};
use support::{Opened, With};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Opens with the limits as they are shipped, and is not patient.
fn soon(name: &str, bytes: &[u8]) -> Opened {
    let start = Instant::now();
    let opened = With::default().bytes(name, bytes);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    opened
}

/// A ZIP of these members.
fn zipped(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Deflated letters, `mebibytes` of them, made from one deflated block that is repeated.
fn deflated(mebibytes: usize) -> Vec<u8> {
    let mut block = vec![0; 1 << 20];
    let mut compress = Compress::new(Compression::best(), false);
    compress.compress(&vec![b'a'; 1 << 20], &mut block, FlushCompress::Full).unwrap();
    block.truncate(usize::try_from(compress.total_out()).unwrap());
    let mut all = block.repeat(mebibytes);
    all.extend([3, 0]);
    all
}

/// A ZIP of one member that states this size.
fn zip_stating(stated: u32, data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len()).unwrap().to_le_bytes();
    let shared =
        [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &size, &stated.to_le_bytes(), &[5, 0, 0, 0]].concat();
    let local = [b"PK\x03\x04", &shared[..], b"a.txt", data].concat();
    let directory = [b"PK\x01\x02\x14\0", &shared[..], &[0; 14], b"a.txt"].concat();
    let sizes = [directory.len(), local.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes()).concat();
    [&local[..], &directory, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &sizes, &[0, 0]].concat()
}

#[test]
fn ten_gigabytes_in_one_member_are_not_unfolded() {
    let bomb = zip_stating(u32::MAX - 1, &deflated(10 << 10));
    let opened = soon("bomb.zip", &bomb);
    assert!(opened.parts.is_empty());
    assert_eq!(opened.unread.len(), 1);
    let reason = &opened.unread[0].reason;
    assert!(reason.contains("4294967294 bytes"), "{reason}");
}

#[test]
fn a_member_is_not_unfolded_beyond_what_it_states() {
    let limits = Limits { document: 100_000, ..Limits::default() };
    let opened = With { limits, ..With::default() }.bytes("lie.zip", &zip_stating(100, &deflated(1)));
    assert!(opened.parts.is_empty());
    assert_eq!(opened.unread[0].reason, "it is damaged or cut off");
}

#[test]
fn gzip_that_never_ends() {
    let mut bomb = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    bomb.extend(deflated(10 << 10));
    let opened = soon("bomb.gz", &bomb);
    assert!(opened.parts.is_empty());
    assert!(opened.unread[0].reason.contains("unfolds to more than"));
}

#[test]
fn nested_archives_that_multiply() {
    let mut level = zipped(&[("0.txt".to_string(), vec![b'0'; 60 << 20])]);
    for _ in 0..4 {
        let members: Vec<(String, Vec<u8>)> = (0..16).map(|i| (format!("{i}.zip"), level.clone())).collect();
        level = zipped(&members);
    }
    let opened = soon("42.zip", &level);
    assert!(opened.parts.len() < 3, "{} parts", opened.parts.len());
    assert_eq!(opened.unread.len(), 1, "the evidence ends at the bound");
    assert_eq!(opened.unread[0].reason, "it unfolds to more than 200 times its size");
}

#[test]
fn archives_nested_too_deep_cost_only_themselves() {
    let mut level = zipped(&[("0.txt".to_string(), b"deep".to_vec())]);
    for _ in 0..7 {
        level = zipped(&[("in.zip".to_string(), level), ("note.txt".to_string(), b"beside".to_vec())]);
    }
    let opened = soon("deep.zip", &level);
    assert_eq!(opened.unread.len(), 2, "the archive at the bound and the note beside it");
    assert_eq!(opened.unread[0].reason, "containers nest deeper than 6");
    assert_eq!(opened.parts.len(), 6, "the notes above are read");
}

#[test]
fn a_sparse_member_of_gigabytes_is_refused_by_its_size() {
    let mut header = tar::Header::new_gnu();
    header.set_path("sparse.txt").unwrap();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(0);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.realsize[..].copy_from_slice(b"40000000000\0");
    gnu.sparse[0].offset.copy_from_slice(b"40000000000\0");
    gnu.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(vec![0; 1024]);
    let opened = soon("sparse.tar", &bytes);
    assert!(opened.parts.is_empty());
    assert_eq!(opened.unread.len(), 1);
    assert!(opened.unread[0].reason.contains("4294967296 bytes"), "{}", opened.unread[0].reason);
}

fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.4\n".to_string();
    for (i, object) in objects.iter().enumerate() {
        out += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    (out + "trailer\n<< /Root 1 0 R >>\n").into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

#[test]
fn a_page_tree_that_contains_itself_ends() {
    let loops = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>".into(),
        "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 >>".into(),
        "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 9 >>".into(),
    ]);
    let opened = soon("loop.pdf", &loops);
    assert!(opened.parts.is_empty());
    assert_eq!(opened.unread[0].reason, "the PDF is damaged");
}

#[test]
fn drawings_that_double_at_every_step_are_not_drawn() {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        page.to_string(),
        stream("", "/F Do"),
    ];
    for i in 6..40 {
        let form =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /F {i} 0 R >> >>");
        objects.push(stream(&form, "/F Do /F Do /F Do /F Do"));
    }
    let opened = soon("doubling.pdf", &pdf(&objects));
    assert!(opened.all_remarks().contains("endless loop"), "{}", opened.all_remarks());
}

#[test]
fn a_workbook_whose_cells_are_far_apart_does_not_fill_memory() {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind, target| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"{r}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {main} xmlns:r=\"{r}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/s.xml")),
        (
            "xl/worksheets/s.xml",
            format!(
                "<worksheet {main}><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>"
            ),
        ),
    ];
    let members: Vec<(String, Vec<u8>)> = book.iter().map(|(n, x)| (n.to_string(), x.clone().into_bytes())).collect();
    let opened = soon("far.xlsx", &zipped(&members));
    assert_eq!(support::words(opened.only()), "2\n");
}

/// An OpenDocument spreadsheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content =
        format!("<c><office:spreadsheet><table:table table:name='S'>{rows}</table:table></office:spreadsheet></c>");
    let kind = "application/vnd.oasis.opendocument.spreadsheet".to_string();
    zipped(&[("mimetype".to_string(), kind.into_bytes()), ("content.xml".to_string(), content.into_bytes())])
}

#[test]
fn cells_and_rows_that_state_millions_of_copies_are_bounded() {
    let cell = |n: u64, words: &str| {
        format!("<table:table-cell table:number-columns-repeated='{n}'><text:p>{words}</text:p></table:table-cell>")
    };
    let row =
        |n: u64, cells: String| format!("<table:table-row table:number-rows-repeated='{n}'>{cells}</table:table-row>");
    let filled = row(1, cell(1, "Head")) + &row(u64::MAX, cell(u64::MAX, "a")) + &row(1, cell(1, "last"));
    let opened = soon("copies.ods", &ods(&filled));
    let text = support::words(opened.only());
    assert_eq!(text.lines().count(), 1001);
    assert_eq!(text.lines().next().map(|l| l.split(" · ").count()), Some(1000));
    assert_eq!(text.lines().last(), Some("Head: last"));
}
