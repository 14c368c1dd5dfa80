//! A book over time: rebuilt, backed up, exported, of an earlier format; and what cannot be done.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::desk::{Desk, REPORT, samples, talk, with_old_book};

#[test]
fn rebuilding_makes_the_same_again() {
    let desk = Desk::new();
    let report = desk.write("report.txt", REPORT);
    let thread = samples().join("thread.mbox").display().to_string();
    desk.run(&["add", &report, &thread]);
    let first = desk.lines(&["reread", "--json"]);
    let second = desk.lines(&["rebuild", "--json"]);
    assert_eq!(first[0]["digest"], second[0]["digest"]);
    assert_eq!(first[0]["read"], 0, "nothing was stale");
    assert!(second[0]["read"].as_u64().unwrap() >= 2);
    assert_eq!(desk.lines(&["search", "--json", "Ostrava welder"]).len(), 1);
}

/// `tests/books/README.md` says what is in them and how one is made.
#[test]
fn books_of_every_earlier_format_open_and_go_on() {
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let formats = fs::read_dir(&books).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(formats as i64, casebook_store::FORMAT - 1, "a sample for each format before this one");
    for format in 1..casebook_store::FORMAT {
        let desk = with_old_book(format);
        let run = |args: &[&str]| String::from_utf8(desk.run_on("old", args).stdout).unwrap();
        // The first verb is a reader: it is not asked to be a writer first.
        assert_eq!(run(&["docs", "--json"]).lines().count(), 6, "format {format}");
        let check = desk.run_on("old", &["check"]);
        assert!(check.status.success(), "format {format}: {}", talk(&check));
        assert_eq!(run(&["docs", "--json", "--tag", "urgent"]).lines().count(), 1);
        assert_eq!(run(&["history", "--json"]).lines().count(), 2);
        let reread: Value = serde_json::from_str(&run(&["reread", "--json"])).unwrap();
        assert_eq!(reread["read"], 6, "read by an earlier program");
        assert_eq!(run(&["search", "--json", "Orvik", "passport"]).lines().count(), 2);
        assert_eq!(run(&["search", "--json", "tag:urgent"]).lines().count(), 2, "the passages of one document");
        assert!(run(&["search", "--saved"]).contains("orvik"));
        let added = desk.run_on("old", &["add", "--no-read", &desk.write("new.txt", REPORT)]);
        assert!(talk(&added).contains("1 file taken"), "{}", talk(&added));
    }
}

#[test]
fn a_backup_comes_back_and_an_export_comes_in() {
    let desk = Desk::new();
    desk.run(&[
        "add",
        "--no-read",
        &desk.write("a.txt", REPORT),
        &samples().join("site.warc.gz").display().to_string(),
    ]);
    let document = desk.lines(&["docs", "--json"])[0]["id"].as_str().unwrap()[..8].to_string();
    assert!(desk.run(&["decide", "tag", &document, "--text", "welders"]).status.success());
    let backup = desk.path("backup").display().to_string();
    let out = desk.run(&["backup", &backup]);
    assert!(out.status.success(), "{}", talk(&out));
    let out = desk.run_on("restored", &["restore", &backup]);
    assert!(out.status.success(), "{}", talk(&out));
    assert!(desk.run_on("restored", &["check"]).status.success());

    let export = desk.path("export");
    assert!(desk.run(&["export", "--all", &export.display().to_string()]).status.success());
    let sums = Command::new("sha256sum").args(["-c", "--quiet", "evidence.sha256"]).current_dir(&export).status();
    assert!(sums.is_ok_and(|s| s.success()), "the export checks without Casebook");
    assert!(desk.run_on("other", &["init"]).status.success());
    let import = |desk: &Desk| desk.run_on("other", &["import", &export.display().to_string()]);
    assert!(talk(&import(&desk)).contains("2 pieces of evidence brought in"));
    assert!(talk(&import(&desk)).contains("0 pieces of evidence brought in, 2 were there already, 0 decisions"));
    assert!(desk.run_on("other", &["reread", "--no-read"]).status.success());
    let there = String::from_utf8(desk.run_on("other", &["docs"]).stdout).unwrap();
    assert!(there.contains("#welders"), "{there}");
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_of_the_evidence_with_it() {
    let desk = Desk::new();
    let no_book = desk.run_on("nowhere", &["docs"]);
    assert_eq!(no_book.status.code(), Some(2));
    assert!(talk(&no_book).contains("hint: create one with `casebook init --book FOLDER`"), "{}", talk(&no_book));
    fs::write(desk.path("key"), "another passphrase entirely\n").unwrap();
    assert!(talk(&desk.run(&["docs"])).contains("does not open this book"));
    fs::write(desk.path("key"), "short\n").unwrap();
    assert!(talk(&desk.run_on("new", &["init"])).contains("12 are the least"));
    fs::write(desk.path("key"), "correct horse battery staple\n").unwrap();
    let out =
        desk.run(&["add", "--no-read", &desk.path("no such file").display().to_string(), &desk.write("a.txt", REPORT)]);
    assert_eq!(out.status.code(), Some(2));
    assert!(talk(&out).contains("1 file taken"), "{}", talk(&out));
    assert_eq!(desk.run(&["decide", "accept", "zz"]).status.code(), Some(2));
    let id = desk.lines(&["docs", "--json"])[0]["id"].as_str().unwrap()[..8].to_string();
    assert!(talk(&desk.run(&["decide", "accept", &id])).contains("judges one claim"));
    assert!(talk(&desk.run(&["decide", "note", &id])).contains("a note needs words"));
}
