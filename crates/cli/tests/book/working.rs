//! Work on a book: found, judged, taken back, marked, sealed.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::desk::{Desk, REPORT};

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
