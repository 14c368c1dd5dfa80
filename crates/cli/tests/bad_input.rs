//! Bad input: a clear error that names the file and what to do, exit code 2, nothing else lost.
#![allow(clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output};

fn casebook(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casebook")).args(args).current_dir(folder).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes one good file and one bad one, reads both, and checks what is said of the bad one.
fn refused(name: &str, bytes: &[u8], reason: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("good.txt"), "Emeka Obi was arrested in Batumi in May 2021.\n").expect("written");
    std::fs::write(folder.path().join(name), bytes).expect("written");
    let out = casebook(&["read", "--json", name, "good.txt"], folder.path());
    let said = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{name}: {said}");
    assert!(said.contains("error: ") && said.contains(name), "{name}: the file is not named: {said}");
    assert!(said.contains("hint: "), "{name}: no hint: {said}");
    assert!(said.contains(reason), "{name}: wanted {reason:?}: {said}");
    assert!(said.contains("1 of 2 documents read"), "{name}: {said}");
    assert!(text(&out.stdout).contains("crim.arrest"), "{name}: the good file was lost");
}

#[test]
fn files_that_cannot_be_read_are_named_with_what_to_do() {
    refused("empty.txt", b"", "empty");
    refused("blank.txt", b" \n\n\t \n", "empty");
    refused("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture");
    refused("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF");
    refused("zeros.txt", &[0u8; 4096], "not a document");
    refused("noise.txt", &(0..4096u32).map(|i| (i * i % 251 % 31) as u8).collect::<Vec<_>>(), "not a document");
    refused("cut.html", b"<html><body><p>Emeka Obi was arrested in Batumi.</p><p cla", "cut off");
    refused(
        "cut.txt",
        "Émeka Obi fut arrêté à Batoumi, dit sa sœur à l’agence é".as_bytes().split_last().expect("bytes").1,
        "cut off",
    );
    refused("deep.html", format!("<html><body>{}words", "<div>".repeat(10_000)).as_bytes(), "deep");
    refused("marks.txt", b"... --- ...\n*** !!!\n", "no readable text");
}

/// `read` opens what `add` opens, and keeps nothing.
#[test]
fn other_formats_are_read_where_they_lie() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/samples");
    let read = |name: &str| {
        let out = casebook(&["read", "--json", name], &samples);
        assert_eq!(out.status.code(), Some(0), "{name}: {}", text(&out.stderr));
        text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect::<Vec<serde_json::Value>>()
    };
    for name in ["report.pdf", "report.docx", "report.odt", "report.rtf"] {
        let readings = read(name);
        assert_eq!(readings.len(), 1, "{name}");
        assert!(readings[0]["text"].as_str().expect("text").contains("passport"), "{name}");
    }
    assert_eq!(read("thread.mbox").len(), 3);
    assert_eq!(read("cases.csv").len(), 1);
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("note.csv"), "Emeka Obi was arrested in Batumi in May 2021.\n").expect("written");
    let out = casebook(&["read", "--json", "note.csv"], folder.path());
    assert!(text(&out.stdout).contains("crim.arrest"), "a table without columns is a text: {}", text(&out.stderr));
    let out = casebook(&["read", "telegram-cut.json"], &samples);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("telegram-cut.json: the export breaks off"), "{}", text(&out.stderr));
    assert!(!out.stdout.is_empty(), "what stands before the damage is read");
}

#[test]
fn two_hundred_megabytes_in_one_line_are_refused_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::File::create(folder.path().join("dump.txt")).expect("created");
    file.set_len(200 << 20).expect("sized");
    let out = casebook(&["read", "dump.txt"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("dump.txt") && text(&out.stderr).contains("limit"), "{}", text(&out.stderr));
    std::fs::write(folder.path().join("line.txt"), "word ".repeat(600_000)).expect("written");
    let out = casebook(&["read", "line.txt"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("one line has"), "{}", text(&out.stderr));
}

#[test]
fn folders_paths_and_character_sets() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("pictures")).expect("made");
    std::fs::write(folder.path().join("pictures/a.jpg"), b"\xff\xd8\xff").expect("written");
    let out = casebook(&["read", "pictures", "nowhere.txt"], folder.path());
    let said = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2));
    assert!(said.contains("no readable documents") && said.contains("nowhere.txt"), "{said}");
    // Windows-1251 bytes that UTF-8 cannot be: read, with a remark; a wrong name is refused.
    let bytes = b"\xcf\xf0\xe8\xe3\xee\xe2\xee\xf0 \xe2\xf1\xf2\xf3\xef\xe8\xeb \xe2 \xf1\xe8\xeb\xf3.";
    std::fs::write(folder.path().join("old.txt"), bytes).expect("written");
    let out = casebook(&["read", "--json", "--charset", "windows-1251", "old.txt"], folder.path());
    assert!(text(&out.stdout).contains("Приговор"), "{}", text(&out.stderr));
    let out = casebook(&["read", "--charset", "no-such-set", "old.txt"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("no-such-set"), "{}", text(&out.stderr));
}

#[test]
fn errors_never_quote_the_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = "Zebulon Quartermain";
    let mut bytes = format!("<html><body><p>{secret} was arrested.</p><p cla").into_bytes();
    std::fs::write(folder.path().join("a.html"), &bytes).expect("written");
    bytes.extend([0xff, 0x00, 0x01, 0x02].repeat(200));
    std::fs::write(folder.path().join("b.txt"), &bytes).expect("written");
    let out = casebook(&["read", "a.html", "b.txt"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(!text(&out.stderr).contains("Zebulon"), "{}", text(&out.stderr));
}
