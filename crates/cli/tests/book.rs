//! The book through its verbs, as its users work with it: real files of every format, in and out again.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder with a key file and room for a book.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("key"), "correct horse battery staple\n").unwrap();
        let desk = Desk { dir };
        assert!(desk.run(&["init"]).status.success());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_on("book", args)
    }

    fn run_on(&self, book: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(args)
            .env("CASEBOOK_BOOK", self.path(book))
            .env("CASEBOOK_KEY_FILE", self.path("key"))
            .env("CASEBOOK_BY", "ada")
            .output()
            .unwrap()
    }

    /// JSON Lines that a verb prints.
    fn lines(&self, args: &[&str]) -> Vec<Value> {
        let out = self.run(args);
        let text = String::from_utf8(out.stdout).unwrap();
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }
}

fn talk(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// Samples of every format lie with the crate that opens them.
fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/samples")
}

const REPORT: &str = "Two welders held\n\nBRATISLAVA, 5 March 2024 - Karel Novotka, a welder from Ostrava, was arrested on Monday. \
His employer kept his passport, his wife said.\n";

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

#[test]
fn a_report_is_kept_read_found_judged_and_taken_back() {
    let desk = Desk::new();
    let report = desk.write("report.txt", REPORT);
    assert!(desk.run(&["add", &report]).status.code() != Some(2));
    let again = desk.lines(&["add", "--json", &report]);
    assert_eq!((&again[0]["duplicate"], &again[1]["duplicates"]), (&Value::Bool(true), &Value::from(1)));

    let found = desk.lines(&["search", "--json", "passport"]);
    assert_eq!(found.len(), 1);
    let lit = &found[0]["lit"][0];
    let (start, end) = (lit[0].as_u64().unwrap() as usize, lit[1].as_u64().unwrap() as usize);
    let begins = found[0]["start"].as_u64().unwrap() as usize;
    let words: String = found[0]["text"].as_str().unwrap().chars().skip(start - begins).take(end - start).collect();
    assert_eq!(words, "passport");
    assert_eq!(desk.lines(&["search", "--json", "person:Novotca"]).len(), 1, "one letter wrong");
    assert_eq!(desk.lines(&["search", "--json", "predicate:crim.*"]).len(), 1);
    assert_eq!(desk.run(&["search", "quarks"]).status.code(), Some(1));
    assert_eq!(desk.run(&["search", "(passport"]).status.code(), Some(2));

    let id = found[0]["document"].as_str().unwrap()[..8].to_string();
    let page = String::from_utf8(desk.run(&["docs", &id]).stdout).unwrap();
    let line = page.lines().find(|l| l.contains("arrested") && l.contains(" c")).expect("a line with a claim");
    let claim =
        line.split(|c: char| !c.is_alphanumeric()).find(|w| w.starts_with('c') && w[1..].parse::<u32>().is_ok());
    let item = format!("{id}:{}", claim.expect("its id"));
    let decided = desk.lines(&["decide", "accept", &item, "--reason", "seen the order", "--json"]);
    let entry = decided[0]["entry"].as_i64().unwrap().to_string();
    let page = String::from_utf8(desk.run(&["docs", &id]).stdout).unwrap();
    assert!(page.contains("accepted by ada"), "{page}");
    assert!(desk.run(&["undo", &entry]).status.success());
    assert_eq!(desk.run(&["undo", &entry]).status.code(), Some(2));
    let page = String::from_utf8(desk.run(&["docs", &id]).stdout).unwrap();
    assert!(!page.contains("accepted by ada"));
    assert!(desk.run(&["decide", "reject", &item]).status.success());
    let page = String::from_utf8(desk.run(&["docs", &id]).stdout).unwrap();
    assert!(!page.lines().any(|l| l == line));
    assert_eq!(desk.lines(&["history", "--json", &item]).len(), 3, "what was decided of this claim, and taken back");
    assert_eq!(desk.lines(&["history", "--json", &id]).len(), 3);
    assert_eq!(desk.lines(&["history", "--json", &format!("{id}:0-5")]).len(), 0);
    let history = desk.lines(&["history", "--json"]);
    assert_eq!(history.iter().map(|h| h["stands"].as_bool().unwrap()).collect::<Vec<_>>(), [false, true, true]);
}

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

#[test]
fn a_saved_search_tells_what_is_new() {
    let desk = Desk::new();
    desk.run(&["add", "--no-read", &desk.write("a.txt", REPORT)]);
    assert!(desk.run(&["search", "passport", "--save", "papers"]).status.success());
    assert_eq!(desk.lines(&["search", "--new", "papers", "--json"]).len(), 1);
    assert_eq!(desk.lines(&["search", "--new", "papers", "--json"]).len(), 0);
    desk.run(&[
        "add",
        "--no-read",
        &desk.write("b.txt", "Another man said that his passport was taken from him in May.\n"),
    ]);
    assert_eq!(desk.lines(&["search", "--new", "papers", "--json"]).len(), 1);
    assert!(desk.run(&["search", "--forget", "papers"]).status.success());
    assert_eq!(desk.run(&["search", "--new", "papers"]).status.code(), Some(2));
}

#[test]
fn tags_notes_and_reading_marks_are_found_and_taken_back() {
    let desk = Desk::new();
    desk.run(&["add", "--no-read", &desk.write("a.txt", REPORT)]);
    desk.run(&["search", "passport", "--save", "papers"]);
    desk.lines(&["search", "--new", "papers", "--json"]);
    let id = desk.lines(&["docs", "--json"])[0]["id"].as_str().unwrap()[..8].to_string();
    let tagged = desk.lines(&["decide", "tag", &id, "--text", "urgent", "--json"]);
    assert_eq!(desk.lines(&["search", "--json", "tag:urgent welder"]).len(), 1);
    assert_eq!(desk.lines(&["docs", "--json", "--tag", "urgent"]).len(), 1);
    assert_eq!(desk.lines(&["search", "--new", "papers", "--json"]).len(), 0, "a tag is no news");
    assert!(desk.run(&["undo", &tagged[0]["entry"].to_string()]).status.success());
    assert_eq!(desk.run(&["search", "--json", "tag:urgent"]).status.code(), Some(1));
    desk.run(&["decide", "note", &id, "--text", "asked the court"]);
    assert_eq!(desk.lines(&["docs", "--json"])[0]["notes"][0]["text"], "asked the court");
    assert_eq!(desk.lines(&["docs", "--json", "--unread"]).len(), 1);
    desk.run(&["decide", "read", &id]);
    assert_eq!(desk.lines(&["docs", "--json", "--unread"]).len(), 0);
    let page = String::from_utf8(desk.run(&["docs", &id]).stdout).unwrap();
    assert!(page.contains("read by ada") && page.contains("note: asked the court"), "{page}");
    // The same on a passage, as search shows it.
    let found = &desk.lines(&["search", "--json", "passport"])[0];
    let place = format!("{id}:{}-{}", found["start"], found["end"]);
    assert!(String::from_utf8(desk.run(&["search", "passport"]).stdout).unwrap().contains(&place));
    assert!(desk.run(&["decide", "tag", &place, "--text", "check"]).status.success());
    assert!(desk.run(&["decide", "note", &place, "--text", "whose passport?"]).status.success());
    let found = &desk.lines(&["search", "--json", "tag:check"])[0];
    assert_eq!((&found["tags"][0], &found["notes"][0]["text"]), (&"check".into(), &"whose passport?".into()));
    assert_eq!(desk.run(&["decide", "note", &format!("{id}:0-99999"), "--text", "x"]).status.code(), Some(2));
}

#[test]
fn results_name_the_cases_of_a_passage_and_count_copies() {
    let desk = Desk::new();
    desk.run(&["add", &desk.write("a.txt", REPORT)]);
    let found = desk.lines(&["search", "--json", "passport"]);
    assert_eq!(found[0]["cases"][0]["name"], "Karel Novotka");
    let person = format!("{}:{}", &found[0]["document"].as_str().unwrap()[..8], "p1");
    let shown = String::from_utf8(desk.run(&["search", "passport"]).stdout).unwrap();
    assert!(shown.contains(&format!("case Karel Novotka {person}")), "{shown}");
    // The same report again, inside an archive.
    let mut archive = tar::Builder::new(fs::File::create(desk.path("copy.tar")).unwrap());
    archive.append_path_with_name(desk.path("a.txt"), "copy.txt").unwrap();
    archive.finish().unwrap();
    desk.run(&["add", "--no-read", &desk.path("copy.tar").display().to_string()]);
    let found = desk.lines(&["search", "--json", "passport"]);
    assert_eq!((found.len(), &found[0]["copies"]), (1, &Value::from(1)));
}

/// A desk with a book of an earlier format under the name `old`.
fn with_old_book(format: i64) -> Desk {
    let desk = Desk::new();
    let old = desk.path("old");
    fs::create_dir(&old).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(format.to_string());
    for file in fs::read_dir(sample).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), old.join(file.file_name())).unwrap();
    }
    fs::write(desk.path("key"), "an old book opens still").unwrap();
    desk
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
fn names_are_sealed_under_their_own_passphrase() {
    let desk = Desk::new();
    fs::write(desk.path("names"), "a second passphrase\n").unwrap();
    let names = desk.path("names").display().to_string();
    assert!(desk.run(&["names", "init", "--names-key-file", &names]).status.success());
    let mut seal = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["names", "seal", "K."])
        .env("CASEBOOK_BOOK", desk.path("book"))
        .env("CASEBOOK_KEY_FILE", desk.path("key"))
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::Write;
    seal.stdin.take().unwrap().write_all(b"Quirina Vandersteen\n").unwrap();
    assert!(seal.wait().unwrap().success());
    let shown = desk.run(&["names", "reveal", "K.", "--names-key-file", &names]);
    assert_eq!(String::from_utf8(shown.stdout).unwrap().trim(), "Quirina Vandersteen");
    let wrong = desk.path("key").display().to_string();
    assert_eq!(desk.run(&["names", "reveal", "K.", "--names-key-file", &wrong]).status.code(), Some(2));
}
