//! The book as its users meet it: made, filled, closed, damaged, copied.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use casebook_facts::{Decision, EvidenceId, Stamp, Target, Undo, Verdict};
use casebook_formats::About;
use casebook_store::{
    Access, Body, Book, Cost, Custody, Described, Event, NewDocument, NewReading, Passphrase, Taken, Trouble, restore,
};

const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.as_bytes().to_vec())
}

fn stamp() -> Stamp {
    Stamp { by: "Adaeze Quill".into(), at: "2026-01-02T03:04:05Z".into() }
}

fn taken(book: &Book, name: &str, text: &str) -> Taken {
    let packed = book.packer().pack(text.as_bytes()).unwrap();
    let described = Described {
        sha256: Some(packed.id()),
        locator: String::new(),
        name: name.into(),
        media: "text/plain".into(),
        about: About::default(),
        remarks: Vec::new(),
        refusal: None,
    };
    let documents = vec![NewDocument::new(&described, &Body::Same, Some(text)).unwrap()];
    let custody = Custody::new(name.into(), format!("in/{name}"), "text/plain", &stamp(), "casebook test");
    Taken { packed, custody, documents }
}

/// A closed book with `n` documents and one large piece of evidence.
fn filled(folder: &Path, n: usize) {
    let mut book = Book::create(folder, &passphrase("a b c"), CHEAP).unwrap();
    let batch = (0..n).map(|i| taken(&book, &format!("r{i}.txt"), &format!("Report {i} about quixotry."))).collect();
    book.take(batch, "made").unwrap();
    let large: Vec<u8> = (0..6u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let packed = book.packer().stream(&mut &large[..]).unwrap();
    let custody = Custody::new("scan.bin".into(), "scan.bin".into(), "application/octet-stream", &stamp(), "t");
    book.receive(vec![(packed, custody)]).unwrap();
    book.decide(&decision(Verdict::Note { text: "ask her brother".into() })).unwrap();
    book.close().unwrap();
}

fn decision(verdict: Verdict) -> Decision {
    let target = Target::Document { document: EvidenceId::of(b"a") };
    Decision { target, verdict, reason: "seen the file".into(), stamp: stamp() }
}

fn open(folder: &Path) -> Result<Book, Trouble> {
    Book::open(folder, &passphrase("a b c"), Access::Write)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { out.extend(files(&entry.path())) } else { out.push(entry.path()) }
    }
    out.sort();
    out
}

#[test]
fn what_was_taken_is_there_again_and_nothing_twice() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("book");
    filled(&folder, 3);
    let mut book = open(&folder).unwrap();
    let again = vec![taken(&book, "copy.txt", "Report 1 about quixotry.")];
    let receipts = book.take(again, "made").unwrap();
    assert!(receipts[0].duplicate);
    assert_eq!(receipts[0].number, 2);
    assert_eq!(book.bytes(2).unwrap(), b"Report 1 about quixotry.");
    assert_eq!(book.bytes(4).unwrap().len(), 6 << 20);
    let custody = book.custody().unwrap();
    assert_eq!(custody.len(), 5);
    assert!(custody[4].1.duplicate && custody[4].1.name == "copy.txt");
    let documents = book.documents().unwrap();
    assert_eq!(documents.len(), 3);
    assert_eq!(book.clean_text(documents[1].number).unwrap().unwrap(), "Report 1 about quixotry.");
    assert_eq!(book.unopened().unwrap(), [4]);
    let checked = book.check(Some(&passphrase("a b c")), &mut |_, _| ()).unwrap();
    assert_eq!((checked.evidence, checked.problems), (4, Vec::<String>::new()));
}

#[test]
fn a_wrong_passphrase_no_book_a_full_folder_and_two_writers_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("book");
    assert!(matches!(open(&folder), Err(Trouble::NoBook)));
    filled(&folder, 1);
    assert!(matches!(Book::open(&folder, &passphrase("a b d"), Access::Read), Err(Trouble::Passphrase)));
    assert!(matches!(Book::create(&folder, &passphrase("x"), CHEAP), Err(Trouble::NotEmpty)));
    let first = open(&folder).unwrap();
    assert!(matches!(open(&folder), Err(Trouble::Busy)));
    assert_eq!(Book::open(&folder, &passphrase("a b c"), Access::Read).unwrap().documents().unwrap().len(), 1);
    drop(first);
    let mut reader = Book::open(&folder, &passphrase("a b c"), Access::Read).unwrap();
    assert!(matches!(reader.decide(&decision(Verdict::Read)), Err(Trouble::ReadOnly)));
    let book = open(&folder).unwrap();
    book.change_passphrase(&passphrase("new"), CHEAP).unwrap();
    drop(book);
    assert!(matches!(open(&folder), Err(Trouble::Passphrase)));
    assert!(Book::open(&folder, &passphrase("new"), Access::Write).is_ok());
}

#[test]
fn nothing_known_stands_in_the_raw_files() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("book");
    let mut book = Book::create(&folder, &passphrase("a b c"), CHEAP).unwrap();
    let batch = (0..200).map(|i| taken(&book, &format!("r{i}.txt"), &format!("Report {i} about quixotry."))).collect();
    book.take(batch, "made").unwrap();
    book.create_names(&passphrase("second"), CHEAP, stamp()).unwrap();
    book.seal_name("K.", "Quirina Vandersteen", stamp()).unwrap();
    // While it is open, with its write-ahead log. Words so long that neither random bytes nor hexadecimal digits hold
    // them by chance.
    for file in files(&folder) {
        let bytes = fs::read(&file).unwrap();
        for known in ["quixotry", "r17.txt", "Quirina", "Adaeze", "SQLite format"] {
            assert!(!bytes.windows(known.len()).any(|w| w == known.as_bytes()), "{known} in {}", file.display());
        }
    }
}

#[test]
fn every_flipped_byte_is_refused_or_found() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("book");
    filled(&folder, 40);
    // The write-ahead log is empty and the lock has no content.
    let files: Vec<PathBuf> = files(&folder).into_iter().filter(|f| fs::metadata(f).unwrap().len() > 0).collect();
    let total: u64 = files.iter().map(|f| fs::metadata(f).unwrap().len()).sum();
    let mut seed = 7u64;
    for round in 0..60 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Every file gets its share: the small ones would be missed by chance alone.
        let file = &files[round % files.len()];
        let mut bytes = fs::read(file).unwrap();
        let at = (seed >> 16) as usize % bytes.len();
        let mask = 1 << (seed % 8);
        bytes[at] ^= mask;
        fs::write(file, &bytes).unwrap();
        let found = match open(&folder) {
            Err(_) => true,
            Ok(book) => match book.check(Some(&passphrase("a b c")), &mut |_, _| ()) {
                Err(_) => true,
                Ok(checked) => !checked.problems.is_empty(),
            },
        };
        assert!(found, "byte {at} of {} of {total}", file.display());
        bytes[at] ^= mask;
        fs::write(file, &bytes).unwrap();
    }
    let checked = open(&folder).unwrap().check(Some(&passphrase("a b c")), &mut |_, _| ()).unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

#[test]
fn a_log_that_lost_its_end_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("book");
    filled(&folder, 2);
    let early = fs::read(folder.join("book.db")).unwrap();
    let mut book = open(&folder).unwrap();
    book.decide(&decision(Verdict::Read)).unwrap();
    book.close().unwrap();
    fs::write(folder.join("book.db"), early).unwrap();
    assert!(matches!(open(&folder), Err(Trouble::Damaged(_))));
}

#[test]
fn decisions_stand_are_taken_back_and_come_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = Book::create(&dir.path().join("book"), &passphrase("p"), CHEAP).unwrap();
    let accept = book.decide(&decision(Verdict::Accept)).unwrap();
    let undo = |of| Undo { undoes: of, reason: "too early".into(), stamp: stamp() };
    let undone = book.undo(&undo(accept)).unwrap();
    assert!(book.decisions().unwrap().is_empty());
    assert!(matches!(book.undo(&undo(accept)), Err(Trouble::Missing(_))));
    assert!(matches!(book.undo(&undo(99)), Err(Trouble::Missing(_))));
    book.undo(&undo(undone)).unwrap();
    assert_eq!(book.decisions().unwrap()[0].0, accept);
    let history = book.history().unwrap();
    assert!(matches!(history[0].1, Event::Decided(_, true)));
    assert!(matches!(history[1].1, Event::Undone(_, false)));
}

#[test]
fn derived_things_are_dropped_and_made_again_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = Book::create(&dir.path().join("book"), &passphrase("p"), CHEAP).unwrap();
    let text = "Report 1 about quixotry.";
    book.take(vec![taken(&book, "a.txt", text)], "made").unwrap();
    let number = book.documents().unwrap()[0].number;
    assert_eq!(book.stale("v1").unwrap(), [number]);
    book.put_readings(&[NewReading { number, json: Ok("{}".into()) }], "v1").unwrap();
    assert!(book.stale("v1").unwrap().is_empty());
    assert_eq!(book.stale("v2").unwrap(), [number]);
    let digest = book.derived_digest().unwrap();
    book.drop_derived().unwrap();
    assert_ne!(book.derived_digest().unwrap(), digest);
    assert_eq!(book.unopened().unwrap(), [1]);
    let documents = taken(&book, "a.txt", text).documents;
    book.add_documents(1, 0, &documents).unwrap();
    book.set_opened(1, 1, "made").unwrap();
    book.put_readings(&[NewReading { number, json: Ok("{}".into()) }], "v1").unwrap();
    assert_eq!(book.derived_digest().unwrap(), digest);
}

#[test]
fn a_backup_is_whole_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, copy, back) = (dir.path().join("book"), dir.path().join("copy"), dir.path().join("back"));
    filled(&folder, 5);
    let mut book = open(&folder).unwrap();
    book.decide(&decision(Verdict::Read)).unwrap();
    let checked = book.backup(&copy, &mut |_, _| ()).unwrap();
    assert_eq!(checked.evidence, 6);
    assert!(matches!(book.backup(&copy, &mut |_, _| ()), Err(Trouble::NotEmpty)));
    restore(&copy, &back, &passphrase("a b c"), &mut |_, _| ()).unwrap();
    let restored = open(&back).unwrap();
    assert_eq!(restored.derived_digest().unwrap(), book.derived_digest().unwrap());
    assert_eq!(restored.tail(), book.tail());
    let mut bytes = fs::read(copy.join("book.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(copy.join("book.db"), bytes).unwrap();
    assert!(restore(&copy, &dir.path().join("b2"), &passphrase("a b c"), &mut |_, _| ()).is_err());
}

#[test]
fn sealed_names_need_their_own_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = Book::create(&dir.path().join("book"), &passphrase("p"), CHEAP).unwrap();
    assert!(matches!(book.seal_name("K.", "Quirina", stamp()), Err(Trouble::Missing(_))));
    book.create_names(&passphrase("second"), CHEAP, stamp()).unwrap();
    assert!(matches!(book.create_names(&passphrase("third"), CHEAP, stamp()), Err(Trouble::Exists(_))));
    book.seal_name("K.", "Quirina", stamp()).unwrap();
    assert!(matches!(book.reveal("K.", &passphrase("p")), Err(Trouble::Passphrase)));
    assert_eq!(*book.reveal("K.", &passphrase("second")).unwrap()[0], "Quirina");
    assert_eq!(book.pseudonyms().unwrap()[0].1, "K.");
}
