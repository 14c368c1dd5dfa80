//! Every golden story, and every sentence of the packs.

use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn golden_stories_hold() {
    let mut report = String::new();
    let mut n_stories = 0;
    for file in casebook_testkit::files(&root().join("golden")).expect("golden/ is there") {
        let (n, mismatches, _) = casebook_testkit::run(&file).expect("readable story");
        n_stories += n;
        mismatches.iter().for_each(|m| report += &m.to_string());
    }
    assert!(report.is_empty(), "run `cargo xtask golden --update` and read the diff:\n{report}");
    assert!(n_stories >= 40, "only {n_stories} stories");
}

#[test]
fn frames_hold_for_every_clause() {
    let sheets = casebook_testkit::sheets(&root().join("golden/frames")).expect("golden/frames is there");
    assert!(sheets.len() >= 5, "only {} sheets", sheets.len());
    for file in sheets {
        let result = casebook_testkit::frames::run(&file, true).expect("a readable sheet");
        let wrong: Vec<&str> = result
            .rows
            .iter()
            .filter(|r| r.outcome == casebook_testkit::frames::Outcome::Wrong)
            .map(|r| r.sentence.as_str())
            .collect();
        assert!(
            result.holds(),
            "{}: {:.3} wrong, {:.3} read; `cargo xtask frames` shows all:\n{}",
            file.display(),
            result.wrong(),
            result.read(),
            wrong.join("\n")
        );
    }
}

#[test]
fn pack_sentences_hold() {
    let report = casebook_read::check::run(casebook_packs::bundled(), "");
    let lines: Vec<String> =
        report.failures.iter().map(|f| format!("{}:{}: {:?}: {}", f.file, f.line, f.text, f.message)).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    // Twenty-five articles' worth of sentences beside the first real input.
    assert!(report.n_sentences >= 2_500, "only {} sentences", report.n_sentences);
}

#[test]
fn every_predicate_of_the_packs_can_be_read() {
    let packs = casebook_packs::bundled();
    // Derived from role and speaker, never read from a phrasing (domain vocabulary §3.3).
    let derived = ["family.informant"];
    let silent: Vec<&String> = packs
        .predicates
        .iter()
        .enumerate()
        .filter(|(i, p)| {
            !derived.contains(&p.id.get_ref().as_str()) && !packs.entries.iter().any(|e| e.predicate == *i)
        })
        .map(|(_, p)| p.id.get_ref())
        .collect();
    assert!(silent.is_empty(), "predicates without a phrasing: {silent:?}");
}
