//! `casebook read`: files in, readings and case pages out, in the order of the files.

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_read::Options;
use casebook_read::reading::Reading;
use casebook_text::Refusal;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::args::Read;
use crate::book::intake::{self, Opened};
use crate::book::worker::Worker;
use crate::book::{label, open};
use crate::trouble::Trouble;
use crate::{options, outside, packs_for, page};

/// Files read before their output is printed: bounds memory, keeps the order.
const BATCH: usize = 64;
/// The HTML extractor walks trees by recursion.
pub const STACK: usize = 16 << 20;

/// Runs the verb; the exit code.
pub fn run(args: &Read) -> u8 {
    let Some(packs) = packs_for(args.input.packs.as_deref()) else { return 2 };
    let found = outside::find(&args.paths, &[&outside::TEXTS[..], &outside::OPENED].concat());
    let mut tally = Tally { n_troubles: found.troubles.len(), ..Tally::default() };
    found.troubles.iter().for_each(Trouble::print);
    if found.n_other > 0 {
        eprintln!("note: {} files of other kinds in the folders were left alone", found.n_other);
    }
    let threads = args.jobs.unwrap_or(0);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() else {
        Trouble::new("threads", "could not be started", "try --jobs 1").print();
        return 2;
    };
    let bar = progress(found.files.len());
    let options = options(&args.input);
    for batch in found.files.chunks(BATCH) {
        let read = |path: &PathBuf| {
            let out = one(path, packs.get(), &options, args);
            bar.inc(1);
            out
        };
        let outputs: Vec<Vec<Result<Output, Trouble>>> = pool.install(|| batch.par_iter().map(read).collect());
        for output in outputs.into_iter().flatten() {
            if !bar.suspend(|| tally.take(output)) {
                return 0;
            }
        }
    }
    bar.finish_and_clear();
    tally.report();
    match tally {
        Tally { n_troubles: 1.., .. } => 2,
        Tally { n_waiting: 1.., .. } if args.check => 1,
        _ => 0,
    }
}

/// What one file gives to print.
struct Output {
    text: String,
    waits: bool,
}

#[derive(Default)]
struct Tally {
    n_read: usize,
    n_troubles: usize,
    n_waiting: usize,
}

impl Tally {
    /// Prints one file's output. False when nobody listens any more (a closed pipe).
    fn take(&mut self, output: Result<Output, Trouble>) -> bool {
        match output {
            Err(trouble) => {
                self.n_troubles += 1;
                trouble.print();
                true
            }
            Ok(output) => {
                self.n_read += 1;
                self.n_waiting += usize::from(output.waits);
                let mut out = anstream::stdout().lock();
                out.write_all(output.text.as_bytes()).and_then(|()| out.flush()).is_ok()
            }
        }
    }

    /// One line at the end of a batch with trouble in it.
    fn report(&self) {
        let n = self.n_read + self.n_troubles;
        if self.n_troubles > 0 && n > 1 {
            eprintln!("note: {} of {n} documents read", self.n_read);
        }
    }
}

/// The documents of one file: itself, or what is in a file of another format.
fn one(path: &Path, packs: &Packs, options: &Options, args: &Read) -> Vec<Result<Output, Trouble>> {
    let evidence = match outside::evidence(path) {
        Ok(evidence) => evidence,
        Err(trouble) => return vec![Err(trouble)],
    };
    if intake::is_plain(&evidence.bytes, &evidence.name) {
        let reading = attempt(path, || casebook_read::read(&evidence, packs, options));
        return vec![reading.map(|reading| output(&reading, packs, args))];
    }
    let held = intake::Evidence { id: evidence.id, bytes: &evidence.bytes };
    let mut outputs = Vec::new();
    open::inside(&held, &evidence.name, packs, &[], &mut Worker::default(), &mut |opened| {
        outputs.push(inside(path, &held, &opened, packs, options).map(|reading| output(&reading, packs, args)));
    });
    outputs
}

/// Reads a document that was found in a file.
fn inside(
    path: &Path,
    held: &intake::Evidence<'_>,
    opened: &Opened,
    packs: &Packs,
    options: &Options,
) -> Result<Reading, Trouble> {
    let d = &opened.described;
    let name = label(&path.display().to_string(), &d.locator);
    if let Some((reason, hint)) = &d.refusal {
        return Err(Trouble::new(name, reason, hint));
    }
    if opened.clean.is_none() {
        let remark = d.remarks.first().map_or("it holds no words", |r| &r.message);
        return Err(Trouble::new(name, remark, d.remarks.first().map_or("look at it yourself", |r| &r.hint)));
    }
    intake::reading(held.bytes, d, &opened.body, packs, options)
        .map_err(|reason| Trouble::new(name, reason, "`casebook add` keeps the file whether it can be read or not"))
}

fn output(reading: &Reading, packs: &Packs, args: &Read) -> Output {
    let folded = casebook_case::derive(reading, packs);
    let text = if args.json {
        format!("{}\n", casebook_read::format::reading(reading))
    } else if args.cases_json {
        let mut value = casebook_case::format::folded(&folded);
        value["evidence"] = serde_json::json!({"sha256": reading.evidence.to_string(), "name": reading.name});
        format!("{value}\n")
    } else {
        page::document(reading, &folded, args.quotes)
    };
    let damaged = reading.findings.iter().any(|f| !matches!(f.kind, "metadata-missing" | "file"));
    let waits = damaged || folded.cases.iter().any(|c| !c.held.is_empty() || !c.conflicts.is_empty());
    Output { text, waits }
}

/// Reads one file.
pub fn reading(path: &Path, packs: &Packs, options: &Options) -> Result<Reading, Trouble> {
    guarded(path, |evidence| casebook_read::read(evidence, packs, options))
}

/// Does something with one file; a panic inside is our mistake and costs that file alone.
pub fn guarded<T>(path: &Path, work: impl FnOnce(&Evidence) -> Result<T, Refusal>) -> Result<T, Trouble> {
    let evidence = outside::evidence(path)?;
    attempt(path, || work(&evidence))
}

fn attempt<T>(path: &Path, work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(refusal)) => Err(Trouble::refused(path, &refusal)),
        Err(_) => Err(Trouble::new(
            path.display(),
            "internal error while reading it",
            "please report it; the other files are not affected",
        )),
    }
}

/// A bar for long work on a terminal, nothing otherwise.
pub fn progress(n_files: usize) -> ProgressBar {
    if n_files < 20 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n_files as u64);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} documents  {per_sec}  {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
