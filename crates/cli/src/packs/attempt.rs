//! `casebook packs try`: what a pattern matches, lit in the text. Exit codes are those of grep:
//! 0 it matches, 1 it matches nowhere, 2 the pattern or a file is wrong.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use casebook_packs::Packs;
use casebook_packs::pattern::{Pattern, PatternError};
use casebook_read::Options;
use casebook_read::attempt::{Attempt, Hit, SlotHit};
use casebook_read::reading::Span;
use rayon::prelude::*;
use serde_json::json;

use crate::args::Try;
use crate::lit::{Mark, lit};
use crate::style::{DIM, ERROR, HINT, MATCH, NAME, RESET, SLOTS};
use crate::trouble::Trouble;
use crate::{outside, read};

/// Files tried before their matches are printed: bounds memory, keeps the order.
const BATCH: usize = 64;

/// Runs the verb; the exit code.
pub fn run(args: &Try) -> u8 {
    let began = outside::now();
    let Some(mut packs) = own_packs(args.packs.as_deref()) else { return 2 };
    let pattern = match packs.parse_pattern(&args.pattern) {
        Ok(pattern) => pattern,
        Err(wrong) => {
            refuse(&args.pattern, &wrong);
            return 2;
        }
    };
    let found = outside::find(&args.paths, &outside::TEXTS);
    found.troubles.iter().for_each(Trouble::print);
    let mut tally = Tally { n_troubles: found.troubles.len(), ..Tally::default() };
    try_files(args, &packs, &pattern, &found.files, &mut tally);
    let seconds = began.elapsed().as_secs_f64();
    let n_files = found.files.len();
    eprintln!(
        "{} in {} of {}, {}, {seconds:.2} s",
        count(tally.n_hits, "match", "matches"),
        tally.n_lit,
        count(tally.n_sentences, "sentence", "sentences"),
        count(n_files, "file", "files")
    );
    match tally {
        Tally { n_troubles: 1.., .. } => 2,
        Tally { n_hits: 0, .. } => 1,
        _ => 0,
    }
}

/// Packs of our own: a pattern may bring words that no pack mentions.
fn own_packs(folder: Option<&Path>) -> Option<Packs> {
    let loaded = match folder {
        Some(folder) => outside::packs(folder),
        None => Packs::load(&casebook_packs::bundled_files()).map_err(|errors| {
            errors.into_iter().map(|e| Trouble::new("built-in packs", e.to_string(), "please report it")).collect()
        }),
    };
    loaded.map_err(|troubles: Vec<Trouble>| troubles.iter().for_each(Trouble::print)).ok()
}

/// Says what is wrong with the pattern, with a caret at the place.
fn refuse(pattern: &str, wrong: &PatternError) {
    let columns = |part: &str| textwrap::core::display_width(part);
    let before = " ".repeat(columns(&pattern[..wrong.at.start]));
    let carets = "^".repeat(columns(&pattern[wrong.at.clone()]).max(1));
    anstream::eprintln!("{ERROR}error:{RESET} pattern: {}", wrong.message);
    anstream::eprintln!("  {pattern}\n  {before}{ERROR}{carets}{RESET}");
    anstream::eprintln!("{HINT}hint:{RESET} docs/howto/write-a-pattern.md describes every element");
}

#[derive(Default)]
struct Tally {
    n_troubles: usize,
    n_hits: usize,
    n_lit: usize,
    n_sentences: usize,
}

fn try_files(args: &Try, packs: &Packs, pattern: &Pattern, files: &[PathBuf], tally: &mut Tally) {
    let options = Options { gear: args.gear.into(), ..Options::default() };
    let one = |path: &PathBuf| {
        read::guarded(path, |evidence| casebook_read::attempt::run(evidence, packs, pattern, &options))
    };
    let Ok(pool) = rayon::ThreadPoolBuilder::new().stack_size(read::STACK).build() else {
        Trouble::new("threads", "could not be started", "close other programs and try again").print();
        tally.n_troubles += 1;
        return;
    };
    for batch in files.chunks(BATCH) {
        let tried: Vec<_> = pool.install(|| batch.par_iter().map(one).collect());
        for (path, result) in batch.iter().zip(tried) {
            match result {
                Err(trouble) => {
                    trouble.print();
                    tally.n_troubles += 1;
                }
                // Nobody listens any more, or enough was shown.
                Ok(attempt) if !show(args, path, &attempt, files.len() > 1, tally) => return,
                Ok(_) => {}
            }
        }
    }
}

/// Prints the matches of one file; false when no more are to be printed.
fn show(args: &Try, path: &Path, attempt: &Attempt, several: bool, tally: &mut Tally) -> bool {
    let room = args.limit.map_or(usize::MAX, |limit| limit.saturating_sub(tally.n_hits));
    let shown = &attempt.hits[..attempt.hits.len().min(room)];
    tally.n_sentences += attempt.n_sentences;
    tally.n_hits += shown.len();
    tally.n_lit += shown.iter().map(|h| h.sentence).collect::<BTreeSet<_>>().len();
    let name = path.display().to_string();
    let mut text = String::new();
    if several && !args.json && !shown.is_empty() {
        text.push_str(&format!("{NAME}{name}{RESET}\n"));
    }
    for hit in shown {
        text.push_str(&if args.json { format!("{}\n", value(&name, hit)) } else { line(hit) });
    }
    let mut out = anstream::stdout().lock();
    let heard = out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok();
    heard && args.limit.is_none_or(|limit| tally.n_hits < limit)
}

/// A sentence with the match and its slots lit: `[promised {what a passport}]`.
fn line(hit: &Hit) -> String {
    let mut marks = vec![Mark::new(&hit.matched, MATCH, "[", "]")];
    for (i, slot) in hit.slots.iter().enumerate() {
        let style = SLOTS[i % SLOTS.len()];
        let normal = if slot.value == slot.span.quote || bare(slot) { "" } else { slot.value.as_str() };
        let close = if normal.is_empty() { "}".to_string() } else { format!(" = {normal}}}") };
        marks.push(Mark::new(&slot.span, style, &format!("{{{} ", slot.name), &close));
    }
    format!("{DIM}{:>5}{RESET}  {}\n", hit.sentence, lit(&hit.context, &marks))
}

/// Is the value the printed words without their article?
fn bare(slot: &SlotHit) -> bool {
    slot.span.quote.to_lowercase().ends_with(&slot.value.to_lowercase())
}

fn value(file: &str, hit: &Hit) -> serde_json::Value {
    let span = |s: &Span| json!({"start": s.start, "end": s.end, "quote": s.quote});
    let slot = |s: &SlotHit| {
        json!({
            "name": s.name, "kind": s.kind, "start": s.span.start, "end": s.span.end, "quote": s.span.quote,
            "value": s.value,
        })
    };
    json!({
        "file": file, "sentence": hit.sentence, "context": span(&hit.context), "match": span(&hit.matched),
        "slots": hit.slots.iter().map(slot).collect::<Vec<_>>(),
    })
}

fn count(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}
