//! `cargo xtask`: the project's own commands.
//!
//! - `golden [--update]`: compare the golden stories, or rewrite what they expect
//! - `frames [FILE]`: read every sentence of the sheets of frames, and show what goes wrong
//! - `picture`: draw `docs/read.svg` from the program's real output
//! - `test`: everything that continuous integration runs, in its order
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use casebook_testkit::frames::Outcome;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["golden"] => golden(false),
        ["golden", "--update"] => golden(true),
        ["frames"] => frames(None),
        ["frames", file] => frames(Some(Path::new(file))),
        ["picture"] => picture(),
        ["test"] => test(),
        _ => {
            eprintln!("usage: cargo xtask golden [--update] | frames [FILE] | picture | test");
            false
        }
    };
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn golden(update: bool) -> bool {
    let files = match casebook_testkit::files(&root().join("golden")) {
        Ok(files) => files,
        Err(e) => {
            eprintln!("error: golden/: {e}");
            return false;
        }
    };
    let (mut n_stories, mut n_off) = (0, 0);
    for file in files {
        let (n, mismatches, new) = match casebook_testkit::run(&file) {
            Ok(result) => result,
            Err(e) => {
                eprintln!("error: {}: {e}", file.display());
                return false;
            }
        };
        n_stories += n;
        n_off += mismatches.len();
        mismatches.iter().for_each(|m| print!("{m}"));
        if update && !mismatches.is_empty() && std::fs::write(&file, new).is_err() {
            eprintln!("error: {}: cannot be written", file.display());
            return false;
        }
    }
    println!("{n_stories} stories, {n_off} expectations {}", if update { "rewritten: read the diff" } else { "off" });
    update || n_off == 0
}

/// Every sentence of the sheets: for each frame that goes wrong how often it does, with one sentence of it.
fn frames(only: Option<&Path>) -> bool {
    let sheets = only.map_or_else(
        || casebook_testkit::sheets(&root().join("golden/frames")).map_err(|e| format!("golden/frames/: {e}")),
        |file| Ok(vec![file.to_path_buf()]),
    );
    let results = sheets.and_then(|files| files.iter().map(|f| casebook_testkit::frames::run(f, false)).collect());
    let results: Vec<casebook_testkit::frames::Result> = match results {
        Ok(results) => results,
        Err(e) => {
            eprintln!("error: {e}");
            return false;
        }
    };
    for result in &results {
        show_frames(result);
        let name = result.file.file_stem().unwrap_or_default().to_string_lossy();
        let (n, wrong, read) = (result.rows.len(), 100.0 * result.wrong(), 100.0 * result.read());
        println!("{name}: {n} sentences, {wrong:.2}% wrong, {read:.1}% of what is stated read");
    }
    results.iter().all(casebook_testkit::frames::Result::holds)
}

fn show_frames(result: &casebook_testkit::frames::Result) {
    let wrong = |r: &&casebook_testkit::frames::Row| r.outcome != Outcome::Right;
    let mut shown: Vec<&str> = Vec::new();
    for row in result.rows.iter().filter(wrong) {
        if shown.contains(&row.frame.as_str()) {
            continue;
        }
        shown.push(&row.frame);
        let n = result.rows.iter().filter(wrong).filter(|r| r.frame == row.frame).count();
        println!("{n:>4} {}\n     {} [{}]", row.frame, row.sentence, row.read);
    }
}

/// The picture of the README: a report of our own, read and printed in colour.
fn picture() -> bool {
    let args = ["run", "--release", "--quiet", "--", "read", "--color", "always", "examples/05-ngo-atoll.txt"];
    let Ok(out) = Command::new("cargo").args(args).current_dir(root()).output() else { return false };
    let page = String::from_utf8_lossy(&out.stdout).into_owned();
    let svg = anstyle_svg::Term::new().render_svg(page.trim_end());
    let drawn = out.status.success() && std::fs::write(root().join("docs/read.svg"), svg).is_ok();
    if !drawn {
        eprintln!("error: docs/read.svg could not be drawn");
    }
    drawn
}

/// Format, lints, licences, then the tests; the runner's summary comes last.
fn test() -> bool {
    let steps: [(&str, &[&str]); 2] = [
        ("format", &["fmt", "--all", "--check"]),
        ("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]),
    ];
    for (name, args) in steps {
        println!("== {name}");
        if !cargo(args) {
            eprintln!("error: {name} failed: cargo {}", args.join(" "));
            return false;
        }
    }
    println!("== licences and sources");
    if available("deny") {
        if !cargo(&["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]) {
            return false;
        }
    } else {
        println!("SKIPPED: cargo-deny is not installed (cargo install cargo-deny)");
    }
    println!("== tests");
    if available("nextest") {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--quiet", "--no-fail-fast"])
    }
}

fn available(subcommand: &str) -> bool {
    let probe = Command::new("cargo").args([subcommand, "--version"]).output();
    probe.is_ok_and(|o| o.status.success())
}

fn cargo(args: &[&str]) -> bool {
    Command::new("cargo").args(args).current_dir(root()).status().is_ok_and(|s| s.success())
}
