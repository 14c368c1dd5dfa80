//! What comes in: every format, what is damaged, what is too large, what a watch sees.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::desk::{Desk, REPORT, samples, talk, with_old_book};

#[test]
fn every_sample_comes_in_and_the_damaged_ones_are_told() {
    let desk = Desk::new();
    let out = desk.run(&["add", "--no-read", "--json", &samples().display().to_string()]);
    let lines: Vec<Value> =
        String::from_utf8(out.stdout.clone()).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let end = lines.last().unwrap();
    assert_eq!(out.status.code(), Some(2), "some samples are damaged: {end}");
    let files = fs::read_dir(samples()).unwrap().count();
    assert!(lines.len() + 4 >= files, "{} lines for {files} files", lines.len());
    assert!(end["unread"].as_u64().unwrap() >= 5, "{end}");
    assert!(end["documents"].as_u64().unwrap() >= 20, "{end}");
    let docs = desk.lines(&["docs", "--json"]);
    for media in ["application/pdf", "application/rtf", "text/plain", "text/html", "text/csv"] {
        assert!(docs.iter().any(|d| d["media_type"] == media && d["refusal"].is_null()), "no {media}");
    }
    let captured = docs.iter().filter(|d| d["about"]["captured"].is_string() && d["about"]["address"].is_string());
    assert!(captured.count() >= 2, "pages of web archives keep address and capture time");
    let check = desk.run(&["check", "--json"]);
    assert!(check.status.success(), "{}", talk(&check));
}

/// A sample and a damaged one, under the name of their evidence; what is wrong with the second is said.
const PAIRS: [(&str, &str); 23] = [
    ("notes.txt", "notes-cut.txt"),
    ("notes.md", "notes-damaged.md"),
    ("article.html", "article-cut.html"),
    ("page.mhtml", "page-cut.mhtml"),
    ("report.pdf", "report-cut.pdf"),
    ("report.docx", "report-cut.docx"),
    ("report.odt", "report-damaged.odt"),
    ("report.rtf", "report-cut.rtf"),
    ("wages.xlsx", "wages-cut.xlsx"),
    ("wages.ods", "wages-cut.ods"),
    ("made/wages.xls", "wages-cut.xls"),
    ("cases.csv", "cases-cut.csv"),
    ("message.eml", "message-cut.eml"),
    ("thread.mbox", "thread-damaged.mbox"),
    ("site.warc.gz", "site-cut.warc.gz"),
    ("site.wacz", "site-changed.wacz"),
    ("archive.zip", "archive-cut.zip"),
    ("archive.tar.gz", "archive-cut.tar"),
    ("report.txt.gz", "report-cut.txt.gz"),
    ("telegram.json", "telegram-cut.json"),
    ("telegram-messages.html", "telegram-messages-cut.html"),
    ("notice.png", "notice-cut.png"),
    ("_chat.txt", "whatsapp-undecided.txt"),
];

#[test]
fn of_every_format_a_sample_is_read_and_a_damaged_one_is_told() {
    let desk = Desk::new();
    let added = desk.lines(&["add", "--no-read", "--json", &samples().display().to_string()]);
    let received = |name: &str| {
        let named = |line: &&Value| line["path"].as_str().is_some_and(|p| Path::new(p).ends_with(name));
        added.iter().find(named).map(|line| line["number"].clone())
    };
    let docs = desk.lines(&["docs", "--json"]);
    for (whole, damaged) in PAIRS {
        let of = |name| {
            let number = received(name).unwrap_or_else(|| panic!("{name} was not received"));
            docs.iter().filter(move |d| d["evidence"] == number)
        };
        assert!(of(whole).any(|d| d["refusal"].is_null() && d["id"].is_string()), "{whole}");
        let told = |d: &Value| d["refusal"].is_string() || d["remarks"].as_array().is_some_and(|r| !r.is_empty());
        assert!(of(damaged).any(told), "{damaged}: nothing is said of the damage");
    }
}

/// A picture is read by Tesseract where it is installed; the test says so where it is not.
#[test]
fn scanned_pages_are_read_where_somebody_can() {
    let desk = Desk::new();
    let scan = samples().join("scan.pdf").display().to_string();
    let without = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["add", "--no-read", "--json", &scan])
        .env("CASEBOOK_BOOK", desk.path("book"))
        .env("CASEBOOK_KEY_FILE", desk.path("key"))
        .env("PATH", desk.path("nothing here"))
        .output()
        .unwrap();
    assert_eq!(without.status.code(), Some(1), "a finding: {}", talk(&without));
    let docs = desk.lines(&["docs", "--json"]);
    assert!(docs[0]["remarks"][0]["hint"].as_str().unwrap().contains("Tesseract"));
    if Command::new("tesseract").arg("--version").output().is_err() {
        eprintln!("skipped: Tesseract is not installed");
        return;
    }
    // As the hint says: the same file again, and what was not read is tried again.
    let again = desk.lines(&["add", "--no-read", "--json", &scan]);
    assert_eq!(again[0]["duplicate"], true);
    let id = desk.lines(&["docs", "--json"])[0]["id"].as_str().unwrap()[..8].to_string();
    let text = String::from_utf8(desk.run(&["docs", &id, "--text"]).stdout).unwrap();
    assert!(text.split_whitespace().count() > 5, "{text:?}");
    assert_eq!(desk.lines(&["docs", "--json"]).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_sparse_giant_and_a_bomb_are_refused_within_limits() {
    let desk = Desk::new();
    let giant = desk.path("giant.pdf");
    let file = fs::File::create(&giant).unwrap();
    file.set_len(4 << 30).unwrap();
    fs::write(desk.path("a.txt"), REPORT).unwrap();
    let out = desk.run(&["add", "--no-read", &giant.display().to_string(), &desk.path("a.txt").display().to_string()]);
    assert_eq!(out.status.code(), Some(2));
    assert!(talk(&out).contains("4294967296 bytes; the limit is"), "{}", talk(&out));
    assert!(talk(&out).contains("1 file taken"), "{}", talk(&out));
}

/// Scanned court files are large: above what one text may have, and within what a PDF may.
#[test]
fn a_large_pdf_is_read_where_it_lies() {
    let desk = Desk::new();
    let small = fs::read(samples().join("report.pdf")).unwrap();
    let end = small.windows(9).rposition(|w| w == b"startxref").unwrap();
    let padding = b"% nothing to see in this line\n".repeat((65 << 20) / 30);
    fs::write(desk.path("large.pdf"), [&small[..end], &padding, &small[end..]].concat()).unwrap();
    let out = desk.run(&["add", "--no-read", &desk.path("large.pdf").display().to_string()]);
    assert!(talk(&out).contains("1 document opened, 0 could not be read"), "{}", talk(&out));
    assert!(!desk.lines(&["search", "--json", "welders"]).is_empty());
}

#[test]
fn what_comes_into_a_watched_folder_is_added() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).unwrap();
    fs::write(desk.path("in/broken.docx"), b"PK\x03\x04 not a document").unwrap();
    let mut watching = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["add", "--no-read", "--watch", "--json", &desk.path("in").display().to_string()])
        .env("CASEBOOK_BOOK", desk.path("book"))
        .env("CASEBOOK_KEY_FILE", desk.path("key"))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(watching.stdout.take().unwrap());
    let mut lines = std::io::BufRead::lines(lines).map(|l| serde_json::from_str::<Value>(&l.unwrap()).unwrap());
    assert!(lines.any(|l| l["done"] == true), "the folder as it was");
    // The watch begins a moment after the report; a file that comes meanwhile is not seen, so it comes again.
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let report = desk.path("in/report.txt");
    let writer = std::thread::spawn(move || {
        while stopped.recv_timeout(std::time::Duration::from_millis(1500)).is_err() {
            fs::write(&report, REPORT).unwrap();
        }
    });
    let added = lines.find(|l| l["path"].as_str().is_some_and(|p| p.ends_with("report.txt")));
    assert!(lines.any(|l| l["done"] == true), "searchable when it is reported");
    stop.send(()).unwrap();
    writer.join().unwrap();
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(added.is_some());
    assert_eq!(desk.lines(&["search", "--json", "Ostrava"]).len(), 1);
}

#[test]
fn a_watch_with_nothing_to_do_reads_anew_what_an_earlier_version_read() {
    let desk = with_old_book(1);
    fs::create_dir(desk.path("in")).unwrap();
    let outdated = || talk(&desk.run_on("old", &["docs"])).contains("by an earlier version");
    assert!(outdated());
    let mut watching = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["add", "--watch", &desk.path("in").display().to_string()])
        .env("CASEBOOK_BOOK", desk.path("old"))
        .env("CASEBOOK_KEY_FILE", desk.path("key"))
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(120);
    while outdated() && std::time::Instant::now() < end {
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    let left = outdated();
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(!left, "still not read anew");
    assert!(desk.run_on("old", &["check"]).status.success());
}
