//! `packs try`: the examples of the handbook, errors in patterns, exit codes.
#![allow(clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn casebook(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casebook")).args(args).current_dir(folder).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sentence without the marks that `packs try` puts into it.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', ']', '{', '}']) {
        let (before, after) = rest.split_at(at);
        let close = after.starts_with('}');
        out.push_str(before.split_once(" = ").map_or(before, |(words, _)| if close { words } else { before }));
        rest = match after.starts_with('{') {
            true => after.split_once(' ').map_or("", |(_, words)| words),
            false => &after[1..],
        };
    }
    out + rest
}

/// An example of the handbook: who reads, a pattern, and sentences as they are printed.
struct Example {
    gear: &'static str,
    pattern: String,
    sentences: Vec<String>,
}

/// The `try` blocks of the handbook.
fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/howto/write-a-pattern.md");
    let handbook = std::fs::read_to_string(path).expect("the handbook");
    let blocks = handbook.split("```try").skip(1).filter_map(|b| b.split("\n```").next());
    blocks
        .map(|block| {
            let mut lines = block.lines().map(ToString::to_string);
            let gear = if lines.next().is_some_and(|l| l.contains("encoder")) { "encoder" } else { "first" };
            Example { gear, pattern: lines.next().expect("a pattern"), sentences: lines.collect() }
        })
        .collect()
}

#[test]
fn the_examples_of_the_handbook_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let examples = examples();
    assert!(examples.len() >= 22, "{} examples", examples.len());
    let mut wrong = String::new();
    for Example { gear, pattern, sentences } in examples {
        let document: Vec<String> = sentences.iter().map(|s| plain(s)).collect();
        std::fs::write(folder.path().join("a.txt"), document.join("\n\n") + "\n").expect("written");
        let out = casebook(&["packs", "try", "--gear", gear, &pattern, "a.txt"], folder.path());
        let wanted: Vec<&String> = sentences.iter().filter(|s| s.contains('[')).collect();
        let said = text(&out.stdout);
        let got: Vec<&str> = said.lines().map(|l| l.trim_start().split_once("  ").map_or(l, |(_, s)| s)).collect();
        if got != wanted {
            wrong += &format!("{pattern}\n  wanted {wanted:#?}\n  got {got:#?}\n{}", text(&out.stderr));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn exit_codes_are_those_of_grep() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "Emeka Obi was arrested in Batumi. He was freed.\n").expect("written");
    let code = |pattern: &str, files: &[&str]| {
        let args: Vec<&str> = ["packs", "try", pattern].iter().chain(files).copied().collect();
        casebook(&args, folder.path()).status.code()
    };
    assert_eq!(code("arrest", &["a.txt"]), Some(0));
    assert_eq!(code("deport", &["a.txt"]), Some(1));
    assert_eq!(code("(arrest", &["a.txt"]), Some(2));
    // A file that is not there is named; the other is tried all the same.
    let out = casebook(&["packs", "try", "arrest", "nowhere.txt", "a.txt"], folder.path());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("nowhere.txt"), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("was [arrested] in"), "{}", text(&out.stdout));
    assert!(text(&out.stderr).contains("1 match in 1 of 2 sentences, 1 file"), "{}", text(&out.stderr));
    let out = casebook(&["packs", "try", "--limit", "1", "be", "a.txt"], folder.path());
    assert_eq!(text(&out.stdout).lines().count(), 1);
}

#[test]
fn a_mistake_is_shown_at_its_place() {
    let out = casebook(&["packs", "try", "seize {what:@document >objekt}", "a.txt"], Path::new("."));
    let said = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2));
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("unknown relation or role \"objekt\""), "{said}");
    let caret = lines[2].find('^').expect("a caret");
    assert_eq!(&lines[1][caret..caret + 6], "objekt", "{said}");
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn json_has_a_place_and_words_for_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    // Places are those of the clean text, which here is the file itself.
    let document = "Ése não fala.\nÉmile Obi was arrested in Batumi by police.\n";
    std::fs::write(folder.path().join("a.txt"), document).expect("written");
    let pattern = "arrest {who:person >patient} {where:country >obl:in}";
    let out = casebook(&["packs", "try", "--json", pattern, "a.txt"], folder.path());
    let hit: Value = serde_json::from_str(text(&out.stdout).trim()).expect("JSON");
    assert_eq!((hit["file"].as_str(), hit["sentence"].as_u64()), (Some("a.txt"), Some(2)));
    let letters: Vec<char> = document.chars().collect();
    let slots = hit["slots"].as_array().expect("slots");
    assert_eq!(slots.len(), 2);
    for part in slots.iter().chain([&hit["match"], &hit["context"]]) {
        let at = |k: &str| part[k].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a code point");
        let words: String = letters[at("start")..at("end")].iter().collect();
        assert_eq!(part["quote"], words);
    }
    assert_eq!((slots[1]["kind"].as_str(), slots[1]["value"].as_str()), (Some("country"), Some("GE")));
}
