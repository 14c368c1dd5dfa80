//! ZIP, TAR and gzip: members in place, damage told, nothing lost.

mod support;

use support::{Opened, With, words};

fn listed(opened: &Opened) -> Vec<(&str, &str)> {
    opened.parts.iter().map(|p| (p.locator.as_str(), p.name.as_str())).collect()
}

#[test]
fn zip_with_all_that_people_pack() {
    let opened = With::default().sample("archive.zip");
    let expected = [
        ("reports/first.txt", "first.txt"),
        ("../../outside.txt", "outside.txt"),
        ("inner.zip ▸ inner/report.txt", "report.txt"),
        ("report.rtf", "report.rtf"),
    ];
    assert_eq!(listed(&opened), expected);
    assert!(words(&opened.parts[0]).contains("Daro Kestrin"));
    assert_eq!(words(&opened.parts[0]), words(&opened.parts[2]));
    let [locked] = &opened.unread[..] else { panic!("{} unread", opened.unread.len()) };
    assert_eq!(locked.locator, "locked.txt");
    assert_eq!(locked.reason, "it is locked with a password");
}

#[test]
fn tar_inside_gzip() {
    let opened = With::default().sample("archive.tar.gz");
    let expected =
        [("archive.tar ▸ reports/first.txt", "first.txt"), ("archive.tar ▸ reports/second.txt", "second.txt")];
    assert_eq!(listed(&opened), expected);
    assert!(words(&opened.parts[1]).contains("passport"));
}

#[test]
fn one_file_inside_gzip() {
    let opened = With::default().sample("report.txt.gz");
    assert_eq!(opened.only().locator, "report.txt");
    assert!(words(opened.only()).contains("Daro Kestrin"));
}

#[test]
fn archives_cut_off_keep_what_they_can() {
    let zip = With::default().sample("archive-cut.zip");
    assert!(zip.parts.is_empty() && zip.unread[0].reason.contains("damaged or cut off"));
    let tar = With::default().sample("archive-cut.tar");
    assert_eq!(listed(&tar), [("reports/first.txt", "first.txt")]);
    let places: Vec<&str> = tar.unread.iter().map(|u| u.locator.as_str()).collect();
    assert_eq!(places, ["reports/second.txt", ""], "the member, and the archive behind it");
    let gzip = With::default().sample("report-cut.txt.gz");
    assert!(gzip.parts.is_empty());
    assert_eq!(gzip.unread[0].reason, "it is damaged or cut off");
}

#[test]
fn what_is_no_document_is_named() {
    let opened = With::default().bytes("tool", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    assert_eq!(opened.unread[0].reason, "not a document (a program)");
}
