//! `casebook score`: how right the readings of a corpus are.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use casebook_packs::Packs;
use casebook_read::Options;
use casebook_score::calibration::Calibration;
use casebook_score::card::{Card, Tally};
use casebook_score::gold::Gold;
use casebook_score::{Count, Marks, Verdict};
use rayon::prelude::*;

use crate::args::Score;
use crate::read::{STACK, progress};
use crate::style::{DIM, ERROR, OPEN, RESET};
use crate::trouble::Trouble;
use crate::{options, outside, packs_for};

/// Endings of a text beside its reading.
const ENDINGS: [&str; 3] = ["txt", "html", "md"];

/// Runs the verb; the exit code: 2 when a document could not be scored.
pub fn run(args: &Score) -> u8 {
    let Some(packs) = packs_for(args.input.packs.as_deref()) else { return 2 };
    let files = match references(&args.corpus, &args.part) {
        Ok(files) => files,
        Err(trouble) => {
            trouble.print();
            return 2;
        }
    };
    let options = options(&args.input);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().stack_size(STACK).build() else {
        Trouble::new("threads", "could not be started", "close other programs").print();
        return 2;
    };
    let bar = progress(files.len());
    let one = |file: &PathBuf| {
        let marked = catch_unwind(AssertUnwindSafe(|| marks(file, &args.texts, packs.get(), &options)));
        bar.inc(1);
        marked.unwrap_or_else(|_| Err(Trouble::new(file.display(), "internal error", "please report the place above")))
    };
    let marked: Vec<Result<(String, Marks), Trouble>> = pool.install(|| files.par_iter().map(one).collect());
    bar.finish_and_clear();
    let (mut card, mut n_troubles) = (Card::default(), 0);
    for (file, outcome) in files.iter().zip(marked) {
        match outcome {
            Ok((style, marks)) => {
                card.add(&style, &marks);
                if args.extra && !args.json {
                    anstream::print!("{}", differences(file, &marks));
                }
            }
            Err(trouble) => {
                trouble.print();
                n_troubles += 1;
            }
        }
    }
    if args.json {
        println!("{}", card.json());
    } else if card.all.n_documents > 0 {
        // Zeros over no documents would look like a bad score.
        anstream::print!("{}", table(&card));
    }
    if n_troubles > 0 { 2 } else { 0 }
}

/// Reference readings of these parts of a corpus; without parts those of `train` and `dev`.
pub fn references(corpus: &Path, parts: &[String]) -> Result<Vec<PathBuf>, Trouble> {
    let parts: Vec<&str> =
        if parts.is_empty() { vec!["train", "dev"] } else { parts.iter().map(String::as_str).collect() };
    let wanted = |file: &PathBuf| part(file).is_none_or(|p| parts.contains(&p));
    let files: Vec<PathBuf> = outside::references(corpus).into_iter().filter(wanted).collect();
    if files.is_empty() {
        let hint = "give the folder that holds train/ and dev/, or reference readings (.toml)";
        return Err(Trouble::new(corpus.display(), "no reference readings here", hint));
    }
    Ok(files)
}

/// `train`, `dev`, `test`, `fresh` or `second`, where the file stands in such a folder.
fn part(file: &Path) -> Option<&str> {
    let folder = file.parent()?.file_name()?.to_str()?;
    ["train", "dev", "test", "fresh", "second"].contains(&folder).then_some(folder)
}

/// A reference reading, with the name of its file without the ending.
pub fn gold(file: &Path) -> Result<(String, Gold), Trouble> {
    let text = outside::text(file)?;
    let gold: Gold = toml::from_str(&text).map_err(|e| {
        Trouble::new(
            file.display(),
            format!("not a reference reading: {}", e.message()),
            "see corpus/GUIDE.md, section 2",
        )
    })?;
    Ok((file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), gold))
}

/// Style and marks of one document.
fn marks(file: &Path, texts: &[PathBuf], packs: &Packs, options: &Options) -> Result<(String, Marks), Trouble> {
    let (stem, gold) = gold(file)?;
    let evidence = outside::evidence(&text_of(file, &stem, &gold, texts)?)?;
    let reading = casebook_read::read(&evidence, packs, options).map_err(|r| Trouble::refused(file, &r))?;
    let style = gold.document.style.clone().or_else(|| stem.split('-').nth(1).map(ToString::to_string));
    Ok((style.unwrap_or_default(), casebook_score::mark(&gold, &reading, packs)))
}

/// The document: beside the reading, or in one of the folders with texts.
fn text_of(file: &Path, stem: &str, gold: &Gold, texts: &[PathBuf]) -> Result<PathBuf, Trouble> {
    let name = gold.name(stem);
    let beside = file.parent().unwrap_or(Path::new("."));
    // The example reports of the repository have their readings in corpus/dev.
    let examples = beside.join("../../examples");
    let folders = std::iter::once(beside).chain(texts.iter().map(PathBuf::as_path)).chain([examples.as_path()]);
    let found = folders.flat_map(|f| ENDINGS.map(|e| f.join(format!("{name}.{e}")))).find(|p| p.is_file());
    found.ok_or_else(|| {
        let hint = "write texts of open data sets with corpus/texts.py --write DIR, then give --texts DIR";
        Trouble::new(file.display(), format!("its text {name} is not beside it"), hint)
    })
}

/// Every claim that is not right in all facets.
fn differences(file: &Path, marks: &Marks) -> String {
    let mut out = format!("{}\n", file.display());
    for line in &marks.lines {
        let name = match line.verdict {
            Verdict::Full | Verdict::Repeat => continue,
            Verdict::Wrong => "wrong",
            Verdict::Missing => "missing",
            Verdict::Surplus => "surplus",
        };
        let facets: Vec<String> =
            line.facets.iter().map(|(facet, wanted, got)| format!("{facet}: {wanted:?}, not {got:?}")).collect();
        out.push_str(&format!(
            "  {OPEN}{name:8}{RESET} {:14} {:24} “{}” {DIM}{}{RESET}\n",
            line.about,
            line.predicate,
            line.quote.replace('\n', " "),
            facets.join("; ")
        ));
    }
    for status in &marks.false_statuses {
        out.push_str(&format!("  {ERROR}status{RESET}   {status}: no claim of the reference supports it\n"));
    }
    out
}

fn table(card: &Card) -> String {
    let mut out = format!(
        "{:<26} {:>5}  {:^20}  {:^20}  {:^20}  {:>6} {:>8}\n",
        "", "docs", "found P / R / F1", "full P / R / F1", "people P / R / F1", "false", "statuses"
    );
    let row = |name: &str, t: &Tally| {
        format!(
            "{name:<26} {:>5}  {}  {}  {}  {:>6.0} {:>8.1}\n",
            t.n_documents,
            shares(t.found),
            shares(t.full),
            shares(t.people),
            t.per_hundred(t.n_false),
            t.per_hundred(t.n_false_statuses)
        )
    };
    out.push_str(&row("all", &card.all));
    for (style, tally) in &card.by_style {
        out.push_str(&row(style, tally));
    }
    out.push_str(&format!("{DIM}false claims and false statuses are for every 100 documents{RESET}\n"));
    let (filled, waiting) = (card.all.statuses, card.all.to_confirm);
    out.push_str(&format!(
        "{DIM}statuses filled: {}, right {}; to confirm: {}, right {}; the references fill {}{RESET}\n\n",
        filled.proposed, filled.right, waiting.proposed, waiting.right, filled.wanted
    ));
    out.push_str(&format!("{:<26} {:>6} {:>6}  {:^20}  {:>5}\n", "predicate", "wanted", "found", "P / R / F1", "full"));
    for (predicate, p) in &card.by_predicate {
        out.push_str(&format!(
            "{predicate:<26} {:>6} {:>6}  {}  {:>5}\n",
            p.found.wanted,
            p.found.right,
            shares(p.found),
            p.n_full
        ));
    }
    let facets: Vec<String> = card.facets.iter().map(|(facet, n)| format!("{facet} {n}")).collect();
    out.push_str(&format!("\nfacets that differ in claims found: {}\n", facets.join(", ")));
    out.push_str(&calibration(&card.calibration));
    out
}

/// How well the confidence holds; nothing where no claim has one.
#[allow(clippy::cast_precision_loss)] // counts of claims
fn calibration(c: &Calibration) -> String {
    let bins: Vec<_> = c.bins.iter().filter(|b| b.n > 0).collect();
    if bins.is_empty() {
        return String::new();
    }
    let mut out = format!("confidence, off by {:.2} on average\n", c.error());
    for b in bins {
        let (said, right) = (b.said / b.n as f64, b.right as f64 / b.n as f64);
        out.push_str(&format!("  {:>5} claims, said {said:.2}, right {right:.2}\n", b.n));
    }
    out
}

fn shares(c: Count) -> String {
    format!("{:>5.3} / {:>5.3} / {:>5.3}", c.precision(), c.recall(), c.f1())
        .replace("0.", ".")
        .replace("1.000", " 1.0")
}
