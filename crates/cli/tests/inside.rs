//! `show annotations` and `show tree`: every place reproduces its words, every kind is described.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const REPORT: &str = "\
Émile Obi, a 34-year-old Nigerian welder from Lagos, was promised 2,000 euros a month.\n\
\"They took my passport,\" said Ana Silva, his lawyer. According to the ministry, he signed on 3 May 2021.\n\
Ana Silva’s brother denied in a video that Obi had been in Georgia for two years.\n";

fn show(args: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), REPORT).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.arg("show").args(args).arg("a.txt").args(["--gear", "first"]).current_dir(folder.path());
    command.output().expect("the program starts")
}

fn lines(out: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&out.stdout);
    text.lines().map(|l| serde_json::from_str(l).expect("one JSON object a line")).collect()
}

/// Every object with a place and a quote, however deep, must reproduce its words.
fn check_places(value: &Value, letters: &[char], n: &mut usize) {
    if let (Some(start), Some(end), Some(quote)) =
        (value["start"].as_u64(), value["end"].as_u64(), value["quote"].as_str().or(value["form"].as_str()))
    {
        let at = |n: u64| usize::try_from(n).expect("a code point");
        let words: String = letters[at(start)..at(end)].iter().collect();
        assert_eq!(words, quote);
        *n += 1;
    }
    let inside: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    inside.into_iter().for_each(|v| check_places(v, letters, n));
}

fn clean_text() -> Vec<char> {
    lines(&show(&["text", "--json"]))[0]["text"].as_str().expect("text").chars().collect()
}

#[test]
fn annotations_reproduce_their_words_and_have_normal_forms() {
    let (letters, found) = (clean_text(), lines(&show(&["annotations", "--json"])));
    let mut n = 0;
    found.iter().for_each(|a| check_places(a, &letters, &mut n));
    assert!(n >= found.len() + 6, "{n} places in {} lines", found.len());
    let values: BTreeSet<(&str, &str)> =
        found.iter().filter_map(|a| Some((a["kind"].as_str()?, a["value"].as_str()?))).collect();
    for wanted in [
        ("date", "2021-05-03"),
        ("duration", "P2Y"),
        ("nationality", "NG"),
        ("country", "GE"),
        ("occupation", ""),
        ("kin", "sibling|m"),
        ("person", ""),
        ("mention", "p1"),
    ] {
        assert!(values.contains(&wanted), "{wanted:?} is not in {values:?}");
    }
    let starts: Vec<u64> = found.iter().filter_map(|a| a["start"].as_u64()).collect();
    assert!(starts.is_sorted(), "not in the order of the text");
}

#[test]
fn attributions_have_source_cue_and_content() {
    let found = lines(&show(&["annotations", "--json"]));
    let told: Vec<&Value> = found.iter().filter(|a| a["kind"] == "attribution").collect();
    let quote = |v: &Value| v["quote"].as_str().unwrap_or("").to_string();
    let parts: Vec<(String, String, String)> =
        told.iter().map(|a| (quote(&a["source"]), quote(&a["cue"]), quote(&a["content"][0]))).collect();
    let has = |source: &str, cue: &str, content: &str| {
        parts.iter().any(|(s, c, w)| s.starts_with(source) && c == cue && w.contains(content))
    };
    assert!(has("Ana Silva", "said", "They took my passport"), "{parts:?}");
    assert!(
        has("the ministry", "According", "he signed on 3 May 2021") || has("ministry", "According", "he signed"),
        "{parts:?}"
    );
    assert!(has("", "denied", "Obi had been in Georgia"), "{parts:?}");
    let denied = told.iter().find(|a| quote(&a["cue"]) == "denied").expect("a denial");
    assert_eq!((denied["modality"].as_str(), denied["channel"].as_str()), (Some("denied"), Some("video")));
}

#[test]
fn every_kind_is_described() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/annotations.md");
    let page = std::fs::read_to_string(page).expect("docs/annotations.md");
    for annotation in lines(&show(&["annotations", "--json"])) {
        let kind = annotation["kind"].as_str().expect("a kind");
        assert!(page.contains(&format!("`{kind}`")), "docs/annotations.md does not describe {kind}");
    }
}

#[test]
fn trees_are_drawn_and_printed_as_json() {
    let (letters, trees) = (clean_text(), lines(&show(&["tree", "--json"])));
    let mut n = 0;
    trees.iter().for_each(|t| check_places(t, &letters, &mut n));
    assert!(n > 50, "{n} words");
    for tree in &trees {
        let words = tree["words"].as_array().expect("words");
        let heads: Vec<u64> = words.iter().filter_map(|w| w["head"].as_u64()).collect();
        assert!(heads.contains(&0) && heads.iter().all(|h| *h <= words.len() as u64), "{heads:?}");
        assert!(words.iter().all(|w| w["lemma"].as_str().is_some_and(|l| !l.is_empty())));
    }
    let drawn = String::from_utf8_lossy(&show(&["tree", "--sentence", "2"]).stdout).into_owned();
    assert!(drawn.starts_with("2  \"They took my passport"), "{drawn}");
    assert!(drawn.contains("┾ took") && drawn.contains("@ Ana Silva") && drawn.contains("Ana Silva [said]"), "{drawn}");
    assert!(drawn.lines().all(|l| l == l.trim_end()), "blanks at the end of a line: {drawn}");
    let none = show(&["tree", "--sentence", "99"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("sentences 1 to"));
}

#[test]
fn everybody_spoken_of_is_shown_with_what_speaks_for_their_part() {
    let cast = lines(&show(&["cast", "--json"]));
    let named = |name: &str| cast.iter().find(|m| m["name"] == name).unwrap_or_else(|| panic!("no {name}"));
    let (lawyer, client) = (named("Ana Silva"), named("Émile Obi"));
    assert_eq!((&lawyer["role"], &lawyer["listed"]), (&"lawyer".into(), &true.into()));
    let holds = |m: &Value, feature: &str| m["features"].as_array().is_some_and(|all| all.contains(&feature.into()));
    assert!(holds(lawyer, "called: lawyer") && holds(client, "is acted for") && !holds(client, "called: lawyer"));
    assert!(cast.iter().any(|m| holds(m, "kin") && m["name"] == ""), "the brother, listed or not");
    let drawn = String::from_utf8_lossy(&show(&["cast"]).stdout).into_owned();
    assert!(drawn.contains("Ana Silva  named  lawyer") && drawn.contains("acts for somebody"), "{drawn}");
}

#[test]
fn who_asks_in_an_interview_is_told_by_its_layout() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Émile Obi cooked on a tanker for two years without pay. Ana Silva met him in Lagos in May.\n\n\
                OBI: I went because I had a cousin there.\n\n\
                MARTA: And who paid for the journey?\n\nOBI: I paid.\n\n\
                MARTA: Were you paid?\n\nOBI: I was not.\n\nMARTA: What did you do then?\n\nOBI: I wrote to the owner.\n";
    std::fs::write(folder.path().join("a.txt"), text).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    let out = command.args(["show", "cast", "--json", "a.txt"]).current_dir(folder.path()).output().expect("it starts");
    let cast = lines(&out);
    let of = |name: &str| {
        let member = cast.iter().find(|m| m["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)));
        let features = member.unwrap_or_else(|| panic!("no {name}: {cast:?}"))["features"].as_array().cloned();
        let of_layout = |f: &Value| f.as_str()?.strip_prefix("interview: ").map(str::to_string);
        features.iter().flatten().filter_map(of_layout).collect::<Vec<_>>()
    };
    assert_eq!(of("Marta"), ["asks"]);
    assert_eq!(of("Émile Obi"), ["answers"]);
    assert_eq!(of("Ana Silva"), ["named before it only", "named right before it"]);
}

#[test]
fn every_pronoun_is_shown_with_whom_it_may_mean() {
    let guesses = lines(&show(&["pronouns", "--json"]));
    let list = |v: &Value, field: &str| v[field].as_array().cloned().unwrap_or_default();
    let meant: Vec<Value> = guesses.iter().flat_map(|g| list(g, "candidates")).collect();
    assert!(!meant.is_empty() && meant.iter().all(|c| !list(c, "features").is_empty()), "{guesses:?}");
    for g in &guesses {
        let before = |c: &Value| list(c, "spans").iter().all(|s| s[1].as_u64() <= g["start"].as_u64());
        assert!(list(g, "candidates").iter().all(before), "{g}");
    }
    let drawn = String::from_utf8_lossy(&show(&["pronouns"]).stdout).into_owned();
    assert!(drawn.contains("same sentence") || drawn.contains("a sentence back"), "{drawn}");
}

#[test]
fn a_text_without_pronouns_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "Ana Silva came to Lyon in May.\n").expect("written");
    let ask = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        let out = command.args(["show", "pronouns"]).args(args).arg("a.txt").current_dir(folder.path()).output();
        String::from_utf8(out.expect("the program starts").stdout).expect("UTF-8")
    };
    assert_eq!(ask(&[]), "no \"he\", \"she\" or \"they\" in this text\n");
    assert_eq!(ask(&["--json"]), "", "no line is the JSON of no pronoun");
}
