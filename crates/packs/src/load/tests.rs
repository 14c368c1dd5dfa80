//! Tests of loading: what is refused, and that the message names file and line.

use super::*;

fn file(text: &str) -> PackFile {
    PackFile::new("en/x.toml", text)
}

fn refused(text: &str, words: &str) {
    let errors = Packs::load(&[file(text)]).expect_err(words);
    let all: String = errors.iter().map(|e| format!("{e}\n")).collect();
    assert!(all.contains(words) && all.contains("en/x.toml:"), "wanted {words:?} in:\n{all}");
}

const PREDICATE: &str = "[[predicate]]\nid = \"work.job\"\nlabel = \"worked as\"\nframe = \"work\"\nsource = \"s\"\n";

fn with_entry(entry: &str) -> String {
    format!("{PREDICATE}[[entry]]\n{entry}")
}

const ENTRY: &str = "id = \"en.work\"\npredicate = \"work.job\"\nabout = \"subject\"\nforms = [\"work as {what}\"]\n\
    value = \"{what}\"\nsource = \"s\"\nyes = [\"He worked as a cook.\"]\nno = [\"It works as a rule.\"]\n";

#[test]
fn a_good_pack_loads_and_is_found_by_its_trigger() {
    let packs = Packs::load(&[file(&with_entry(ENTRY))]).expect("loads");
    let work = packs.vocabulary.get("work");
    assert_eq!(packs.triggered_by(work), &[(0, 0)]);
    assert_eq!(packs.hash.len(), 64);
}

#[test]
fn mistakes_are_refused_with_file_and_line() {
    let bad = |from: &str, to: &str| with_entry(&ENTRY.replace(from, to));
    refused(&bad("yes = [\"He worked as a cook.\"]\n", ""), "has no `yes` sentence");
    refused(&bad("no = [\"It works as a rule.\"]\n", ""), "has no `no` sentence");
    refused(&bad("\"{what}\"\nsource", "\"{where}\"\nsource"), "unknown slot {where}");
    refused(&bad("about = \"subject\"", "about = \"{who}\""), "unknown slot {who}");
    refused(&bad("about = \"subject\"", "about = \"nobody\""), "unknown about");
    refused(&bad("work.job", "work.none"), "unknown predicate");
    refused(&bad("{what}\"]", "{what:@nolist}\"]"), "unknown list @nolist");
    refused(&bad("[\"work as {what}\"]", "[\"work as {what}\", \"work as {what}\"]"), "duplicate form");
    refused(&format!("{}{}", with_entry(ENTRY), PREDICATE), "duplicate predicate");
    refused(&format!("{}[[entry]]\n{ENTRY}", with_entry(ENTRY)), "duplicate entry");
    refused(&bad("source = \"s\"", "source = \"s\"\ncolour = 1"), "unknown field");
    refused("[[lexicon]]\nkind = \"country\"\nsource=\"s\"\nplain=[\"Chad\",\"Chad\"]", "second meaning");
    refused("[[list]]\nid = \"a\"\nwords = [\"b\", \"b\"]", "twice in list");
    refused("[[gap]]\nid=\"g\"\nwhen=[\"no.such\"]\nask=\"?\"\nwhy=\"!\"", "\"no.such\", which is not defined");
    let step = "[[predicate]]\nid=\"x.y\"\nlabel=\"y\"\nframe=\"x\"\nsource=\"test\"\nreason_of=\"no.such\"";
    refused(step, "\"no.such\", which is not defined");
    refused(&step.replace("reason_of", "done_by"), "no.such");
    refused(&step.replace("reason_of=\"no.such\"", "named_by=\"nolist\""), "\"@nolist\", which is not defined");
}

#[test]
fn the_line_is_the_line_of_the_mistake() {
    let text = with_entry(&ENTRY.replace("{what}\"]", "{what:thing}\"]"));
    let errors = Packs::load(&[file(&text)]).expect_err("unknown kind");
    assert_eq!(errors[0].line, 10, "{errors:?}");
}

#[test]
fn the_bundled_packs_load() {
    if let Err(errors) = Packs::load(&crate::bundled_files()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}

#[test]
fn only_a_letter_beyond_ascii_gets_lost() {
    let names =
        "[[lexicon]]\nkind = \"given-name\"\nsource = \"s\"\nplain = [\"Jiří\", \"Zdeněk\", \"John\", \"Anna\"]\n";
    let packs = Packs::load(&[file(names)]).expect("loads");
    assert_eq!(packs.names_that_lost_a_letter("Jií"), ["Jiří"]);
    assert_eq!(packs.names_that_lost_a_letter("Zdenk"), ["Zdeněk"]);
    assert!(packs.names_that_lost_a_letter("Jon").is_empty());
    assert!(packs.names_that_lost_a_letter("Ana").is_empty());
}
