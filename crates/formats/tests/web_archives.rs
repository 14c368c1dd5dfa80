//! Web archives: documents with address and time of capture; damage, bombs and the shared suites.

mod support;

use std::io::Write;
use std::time::{Duration, Instant};

use casebook_formats::{Body, Format, Limits, sniff};
use flate2::Compression;
use flate2::write::GzEncoder;
use support::{bytes, file, sample, sample_bytes, suite, words};

const SITE: &str = "https://news.example.org/karsk";

#[test]
fn pages_and_files_come_out_with_address_and_time() {
    for name in ["site.warc", "site.warc.gz", "site-whole.warc.gz"] {
        let opened = sample(name);
        assert!(opened.unread.is_empty(), "{name}: {:?}", opened.reasons());
        let page = opened.at("3");
        assert!(words(page).contains("Café owner Mirela Tosk"), "chunked and compressed in {name}");
        assert_eq!(page.about.address, Some(format!("{SITE}/welder?from=home")));
        assert_eq!(page.about.captured.as_deref(), Some("2024-05-04T06:00:03Z"));
        assert_eq!(page.name, "welder.html");
        assert!(words(opened.at("6")).contains("The café closed"), "the character set of the head is used");
        assert!(words(opened.at("8")).starts_with("Danel Orvik"));
        assert_eq!(opened.documents().len(), 3, "a redirect, a style, data and a repetition are no documents");
    }
}

#[test]
fn what_is_no_document_is_counted_in_one_part() {
    let opened = sample("site.warc");
    let archive = opened.at("");
    assert!(archive.body == Body::Nothing);
    let expected = [
        "resources (pictures, styles, scripts, data) kept in the archive, not read as documents: 2",
        "captured answers that are no pages (redirects, errors): 1",
        "captures that repeat an earlier one: 1",
    ];
    assert_eq!(opened.remarks(), expected);
    assert_eq!(sample("site.warc.gz").remarks(), expected);
    assert!(sample("site-whole.warc.gz").remarks().iter().any(|m| m.contains("does not follow the records")));
}

#[test]
fn what_stands_before_the_damage_is_kept_and_the_rest_is_told() {
    let cut = sample("site-cut.warc.gz");
    assert!(words(cut.at("3")).contains("Mirela Tosk"));
    assert_eq!(cut.reasons().len(), 1);
    assert!(cut.reasons()[0].contains("records before were read"), "{:?}", cut.reasons());
    let damaged = sample("site-damaged.warc");
    assert!(words(damaged.at("3")).contains("Mirela Tosk"));
    assert!(words(damaged.at("4")).starts_with("Danel Orvik"), "reading goes on behind the damage");
    assert!(damaged.remarks().iter().any(|m| m.contains("that are no records")), "{:?}", damaged.remarks());
}

#[test]
fn a_collection_gives_titles_and_a_changed_one_is_told() {
    let opened = sample("site.wacz");
    assert!(opened.unread.is_empty(), "{:?}", opened.reasons());
    let page = opened.at("archive/data.warc.gz ▸ 6");
    assert_eq!(page.about.title.as_deref(), Some("The café"));
    assert_eq!(page.about.address, Some(format!("{SITE}/cafe/")));
    assert!(!opened.remarks().iter().any(|m| m.contains("hash")));
    let changed = sample("site-changed.wacz");
    assert_eq!(changed.at("").remarks[0].message, "web archives whose hash is not the one in the data package: 1");
    assert!(words(changed.at("archive/data.warc.gz ▸ 3")).contains("Mirela Tosk"), "it is read all the same");
}

#[test]
fn the_older_kind_of_archive_is_refused_with_what_to_do() {
    let arc = b"filedesc://a.arc 0.0.0.0 20240503 text/plain 70\n1 0 maker\nURL IP-address\n\n";
    for bytes_ in [arc.to_vec(), packed(arc)] {
        let opened = bytes("a.arc", &bytes_, Limits::default());
        assert_eq!(opened.reasons(), ["it is a web archive of the older ARC kind"]);
        assert!(opened.unread[0].hint.contains("recompress"));
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page whose HTTP answer has this head and content.
fn captured(fields: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n");
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example.org/\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        head.len() + content.len()
    )
    .into_bytes();
    record.extend_from_slice(head.as_bytes());
    record.extend_from_slice(content);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

#[test]
fn content_that_was_unpacked_already_is_taken_as_it_stands() {
    let page = b"<html><body><p>Nobody passed.</p></body></html>";
    for fields in ["Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Content-Encoding: deflate\r\n"] {
        let opened = bytes("a.warc", &captured(fields, page), Limits::default());
        assert!(words(opened.at("1")).contains("Nobody passed."), "{fields}");
    }
    let opened = bytes("a.warc", &captured("Transfer-Encoding: chunked\r\n", page), Limits::default());
    assert!(words(opened.at("1")).contains("Nobody passed."));
    assert!(opened.remarks().iter().any(|m| m.contains("chunks or compression break off")), "the head said otherwise");
    let opened = bytes("a.warc", &captured("Content-Encoding: zstd\r\n", page), Limits::default());
    assert_eq!(opened.reasons(), ["it is compressed in a way that is not read here"]);
}

#[test]
fn deflate_and_brotli_are_unpacked() {
    let page = b"<html><body><p>Nobody passed.</p></body></html>";
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    deflate.write_all(page).unwrap();
    let record = captured("Content-Encoding: deflate\r\n", &deflate.finish().unwrap());
    assert!(words(bytes("a.warc", &record, Limits::default()).at("1")).contains("Nobody passed."));
    // The page as one uncompressed Brotli block: window 16, last block empty. Source: RFC 7932 §9.2.
    let mut brotli = stored_brotli(page);
    let record = captured("Content-Encoding: br\r\n", &brotli);
    let opened = bytes("a.warc", &record, Limits::default());
    assert!(words(opened.at("1")).contains("Nobody passed."), "{:?}", opened.reasons());
    brotli.truncate(12);
    let opened = bytes("a.warc", &captured("Content-Encoding: br\r\n", &brotli), Limits::default());
    assert_eq!(opened.parts.len() + opened.unread.len(), 2, "read as far as it goes, with a remark");
}

/// Bits: WBITS 0; not last, 4 nibbles of length - 1, uncompressed; bytes; last and empty.
fn stored_brotli(page: &[u8]) -> Vec<u8> {
    let length = (page.len() - 1) as u32;
    let bits: u32 = (length << 4) | (1 << 20);
    let mut out = bits.to_le_bytes()[..3].to_vec();
    out.extend_from_slice(page);
    out.push(3);
    out
}

#[test]
fn bombs_are_refused_without_unfolding_them() {
    let zeros = vec![0; 40 << 20];
    let limits = Limits { document: 1 << 20, ..Limits::default() };
    #[allow(clippy::disallowed_methods, reason = "a bomb is refused in seconds, which only a clock can tell")]
    let started = Instant::now();
    let bomb = captured("Content-Encoding: gzip\r\n", &packed(&zeros));
    let opened = bytes("a.warc", &bomb, limits);
    assert_eq!(opened.reasons(), ["it unfolds to more than 1048576 bytes"], "a document");
    let chunk = [format!("{:x}\r\n", zeros.len()).as_bytes(), &zeros, b"\r\n0\r\n\r\n"].concat();
    let opened = bytes("a.warc.gz", &packed(&captured("Transfer-Encoding: chunked\r\n", &chunk)), limits);
    assert!(opened.documents().is_empty() && opened.reasons()[0].contains("the limit for one document"));
    let whole = packed(&captured("", &zeros).repeat(4));
    let opened = bytes("a.warc.gz", &whole, Limits { ratio: 100, ..limits });
    assert!(opened.reasons().iter().any(|r| r.contains("100 times its size")), "{:?}", opened.reasons());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn no_beginning_of_an_archive_panics() {
    for name in ["site.warc", "site.warc.gz", "site.wacz"] {
        let whole = sample_bytes(name);
        for end in (0..whole.len()).step_by(7) {
            let opened = bytes(name, &whole[..end], Limits::default());
            assert!(!opened.reasons().iter().any(|r| r.contains("internal error")), "{name} cut at {end}");
        }
    }
}

#[test]
fn content_names_an_archive() {
    assert_eq!(sniff(&sample_bytes("site.warc"), "x"), Format::Warc);
    assert_eq!(sniff(&sample_bytes("site.warc.gz"), "x"), Format::Warc);
    assert_eq!(sniff(&packed(b"WARC is a format of archives."), "x.gz"), Format::Gzip);
}

/// For each file: documents at least, and what a reason or remark must say (empty: nothing is wrong with it).
const WARCIO: &[(&str, usize, &str)] = &[
    ("example-bad.warc.gz.bad", 1, "does not follow the records"),
    ("example-space-in-url.arc", 0, "older ARC kind"),
    ("example-trunc.warc", 1, "that are no records"),
    ("example-wget-bad-target-uri.warc.gz", 1, ""),
    ("example-wrong-chunks.warc.gz", 1, "does not follow the records"),
    ("example.arc", 0, "older ARC kind"),
    ("example.warc", 1, ""),
    ("post-test.warc.gz", 0, "not read as documents: 3"),
];

const WACZ: &[(&str, usize, &str)] = &[
    ("example-collection-with-lists.warc", 1, ""),
    ("example-collection.warc", 1, ""),
    ("example-iana.warc", 1, ""),
    ("example-resource.warc.gz", 1, ""),
    ("example-warcinfo-metadata.warc", 1, ""),
    ("invalid_example_1.wacz", 0, "no web archive"),
    ("invalid_signed_example_1.wacz", 1, "signature is not checked"),
    ("valid_example_1.wacz", 1, ""),
    ("valid_example_2.wacz", 1, ""),
    ("valid_signed_example_1.wacz", 1, "signature is not checked"),
];

#[test]
fn the_shared_suites_are_read_or_refused_as_their_names_say() {
    for (folder, expected) in [("warcio/test/data", WARCIO), ("py-wacz/tests/fixtures", WACZ)] {
        for path in suite(folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some((_, documents, told)) = expected.iter().find(|e| e.0 == name) else {
                assert!(name.starts_with('.'), "{name} is not expected: say here what it should give");
                continue;
            };
            let opened = bytes(&name, &file(&path), Limits::default());
            let found = opened.documents();
            eprintln!("{name}: {} documents, {:?}, {:?}", found.len(), opened.reasons(), opened.remarks());
            assert!(found.len() >= *documents && (*documents > 0 || found.is_empty()), "{name}");
            assert!(found.iter().all(|p| p.about.address.is_some() && p.about.captured.is_some()), "{name}");
            let said: Vec<&str> = opened.reasons().into_iter().chain(opened.remarks()).collect();
            assert!(said.iter().any(|s| s.contains(told)) || told.is_empty(), "{name}: {said:?}");
            assert!(!told.is_empty() || opened.unread.is_empty(), "{name}: {said:?}");
        }
    }
}
