//! Nothing of a passage lies on disk in the clear, and only the secret opens the index.

use std::collections::BTreeSet;
use std::fs;

use casebook_search::{Index, Passage, Secret, Trouble};
use tempfile::TempDir;

use crate::{indexed, invented, lexicon, open};

#[test]
fn no_known_word_is_in_any_file_or_name() {
    let folder = TempDir::new().unwrap();
    let (lexicon, passages) = (lexicon(), invented(3000));
    let used: BTreeSet<&str> = passages.iter().flat_map(|p| p.text.split(' ')).collect();
    assert!(used.len() > 900, "most words are in the index: {}", used.len());
    drop(indexed(folder.path(), &passages, 1000, 1));
    // Words of tantivy's own files show as well where something is not encrypted.
    let own = ["segment", "schema", "tokenizer", "casebook", "index_format_version", "payload"].map(String::from);
    let (mut bytes, mut places) = (0, BTreeSet::new());
    for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        let raw = fs::read(entry.path()).unwrap();
        bytes += raw.len();
        places.insert(entry.file_name().into_string().unwrap());
        let starts: BTreeSet<&[u8]> = raw.windows(6).collect();
        for word in lexicon.iter().chain(&own) {
            assert!(!starts.contains(&word.as_bytes()[..6]), "a word is in the clear in {:?}", entry.file_name());
        }
    }
    assert!(bytes > 100_000, "the index is on disk: {bytes} bytes");
    let opaque = |name: &String| {
        let (stem, end) = name.split_once('.').unwrap_or((name, ""));
        name == "head" || stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit()) && ["", "lock"].contains(&end)
    };
    assert!(places.iter().all(opaque), "{places:?}");
}

#[test]
fn another_secret_does_not_open_it() {
    let folder = TempDir::new().unwrap();
    drop(indexed(folder.path(), &invented(10), 10, 1));
    let mut other = [7; 32];
    other[31] ^= 1;
    let opened = Index::open_or_create(folder.path(), &Secret::new(other), 0);
    assert!(matches!(opened, Err(Trouble::Secret)), "{opened:?}");
    assert_eq!(open(folder.path()).reader().unwrap().passages(), 10, "the right one still does");
}

#[test]
fn a_folder_of_other_files_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    let opened = Index::open_or_create(folder.path(), &Secret::new([1; 32]), 0);
    assert!(matches!(opened, Err(Trouble::NoIndex)), "{opened:?}");
    assert_eq!(fs::read(folder.path().join("letter.txt")).unwrap(), b"dear");
    assert!(!folder.path().join("head").exists());
}

#[test]
fn passages_and_troubles_show_no_word() {
    let passage = Passage { text: "Kovalenka".into(), people: vec!["Ada".into()], document: 5, ..Passage::default() };
    assert_eq!(format!("{passage:?}"), "Passage 0 of document 5, 9 bytes");
}
