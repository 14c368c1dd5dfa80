//! `casebook packs`: check the vocabulary, list it, try a pattern.

mod attempt;

use crate::args::{Packs, PacksVerb};
use crate::packs_for;
use crate::style::{DIM, ERROR, RESET};

/// Runs the verb; the exit code.
pub fn run(args: &Packs) -> u8 {
    match &args.verb {
        PacksVerb::Check { packs, only } => match packs_for(packs.as_deref()) {
            Some(packs) => check(packs.get(), only),
            None => 2,
        },
        PacksVerb::List { packs } => match packs_for(packs.as_deref()) {
            Some(packs) => list(packs.get()),
            None => 2,
        },
        PacksVerb::Try(args) => attempt::run(args),
    }
}

fn check(packs: &casebook_packs::Packs, only: &str) -> u8 {
    let report = casebook_read::check::run(packs, only);
    if report.n_sentences == 0 {
        anstream::eprintln!("{ERROR}error{RESET}: no entry's id, predicate or file has \"{only}\"");
        anstream::eprintln!("hint: `casebook packs list` prints every predicate");
        return 2;
    }
    for f in &report.failures {
        anstream::println!("{ERROR}{}:{}{RESET} {}: {:?}\n    {}", f.file, f.line, f.entry, f.text, f.message);
    }
    let entries = packs.entries.iter().filter(|e| e.id.contains(only) || only.is_empty()).count();
    println!("{entries} entries, {} sentences, {} failures", report.n_sentences, report.failures.len());
    u8::from(!report.failures.is_empty())
}

fn list(packs: &casebook_packs::Packs) -> u8 {
    for (i, p) in packs.predicates.iter().enumerate() {
        let entries: Vec<_> = packs.entries.iter().filter(|e| e.predicate == i).collect();
        let forms: usize = entries.iter().map(|e| e.forms.len()).sum();
        let sentences: usize = entries.iter().map(|e| e.yes.len() + e.no.len()).sum();
        anstream::println!(
            "{:26} {:44} {DIM}{} entries, {forms} forms, {sentences} sentences{RESET}",
            p.id.get_ref(),
            p.label,
            entries.len()
        );
    }
    0
}
