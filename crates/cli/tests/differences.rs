//! `diff-readings` on readings made with two pack folders, and on input that is none.
#![allow(clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const REPORT: &str = "Ana Silva, a Brazilian welder, was arrested in Lisbon in May 2021. She has two daughters.\n";
const REFERENCE: &str = "[[person]]\nid = \"silva\"\nname = \"Ana Silva\"\nidentity_level = \"named\"\n\
    role = \"subject\"\n[[claim]]\nabout = \"silva\"\npredicate = \"crim.arrest\"\nvalue = \"arrested\"\n\
    modality = \"asserted\"\nquote = \"arrested in Lisbon\"\n";

fn casebook(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casebook")).args(args).current_dir(folder).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Copies a pack folder, without the files of this name.
fn copy(from: &Path, to: &Path, without: &str) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            copy(&path, &to.join(name), without);
        } else if name != without {
            std::fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}

/// Reads the report with the built-in packs into `b.jsonl` and without one pack file into `a.jsonl`.
fn readings(folder: &Path) {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    copy(&packs, &folder.join("packs"), "criminal.toml");
    // The predicates stay: a folder of core/ has a file of that name as well.
    copy(&packs.join("core"), &folder.join("packs/core"), "");
    std::fs::write(folder.join("a.txt"), REPORT).expect("written");
    let read = ["read", "--json", "--gear", "first", "a.txt"];
    for (name, args) in [("a.jsonl", [&read[..], &["--packs", "packs"]].concat()), ("b.jsonl", read.to_vec())] {
        let out = casebook(&args, folder);
        assert!(out.status.success(), "{}", text(&out.stderr));
        std::fs::write(folder.join(name), out.stdout).expect("written");
    }
}

#[test]
fn a_pack_file_more_is_claims_gained() {
    let folder = tempfile::tempdir().expect("a folder");
    readings(folder.path());
    let same = casebook(&["diff-readings", "b.jsonl", "b.jsonl"], folder.path());
    assert_eq!(same.status.code(), Some(0), "{}", text(&same.stderr));
    let out = casebook(&["diff-readings", "a.jsonl", "b.jsonl"], folder.path());
    let said = text(&out.stdout);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    for wanted in ["1 gained, 0 lost", "only in B (1)", "a.txt  crim.arrest  “arrested", "(Ana Silva)", "[en.crim."] {
        assert!(said.contains(wanted), "{wanted:?} is not in {said}");
    }
    let back = casebook(&["diff-readings", "b.jsonl", "a.jsonl"], folder.path());
    assert!(text(&back.stdout).contains("only in A (1)"));
}

#[test]
fn references_judge_it_folders_do_and_json_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    readings(folder.path());
    let path = folder.path();
    for part in ["before", "after", "corpus/dev", "corpus/test"] {
        std::fs::create_dir_all(path.join(part)).expect("made");
    }
    std::fs::rename(path.join("a.jsonl"), path.join("before/x.jsonl")).expect("moved");
    std::fs::rename(path.join("b.jsonl"), path.join("after/y.json")).expect("moved");
    std::fs::write(path.join("corpus/dev/a.toml"), REFERENCE).expect("written");
    std::fs::write(path.join("corpus/test/a.toml"), "").expect("written");
    let args = ["diff-readings", "before", "after", "--against", "corpus", "--json"];
    let out = casebook(&args, path);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    let value: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(value["claims"]["gained"], 1);
    let group = &value["groups"][0];
    assert_eq!((&group["count"], &group["items"][0]["predicate"]), (&1.into(), &"crim.arrest".into()));
    let name = group["name"].as_str().expect("a name");
    assert!(["gained-right", "gained-partly"].contains(&name), "{value}");
    let unread = casebook(&[&args[..], &["--part", "test"]].concat(), path);
    assert!(text(&unread.stdout).contains("gained-wrong"), "the part test knows nothing of it");
}

#[test]
fn bad_input_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    std::fs::create_dir(path.join("empty")).expect("made");
    std::fs::write(path.join("none.jsonl"), "\n").expect("written");
    std::fs::write(path.join("text.jsonl"), "Zebulon was arrested.\n").expect("written");
    std::fs::write(path.join("cut.jsonl"), "{\"casebook\": 1, \"text\": \"Zebulon").expect("written");
    std::fs::write(path.join("other.jsonl"), "{\"cases\": [\"Zebulon\"]}\n").expect("written");
    for (name, reason) in [
        ("nowhere.jsonl", "no such file"),
        ("empty", "no readings"),
        ("none.jsonl", "no readings"),
        ("text.jsonl", "not JSON"),
        ("cut.jsonl", "not JSON"),
        ("other.jsonl", "not a reading"),
    ] {
        let out = casebook(&["diff-readings", name, name], path);
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(name) && said.contains(reason) && said.contains("hint: "), "{name}: {said}");
        assert!(!said.contains("Zebulon"), "{name}: {said}");
    }
}
