//! `casebook check`: everything that was written is computed anew.

use casebook_store::{Access, Book, Checked};

use crate::args::Check;
use crate::book::{index, passphrase, printed, said};
use crate::outside;
use crate::trouble::Trouble;

/// Runs the verb; the exit code: 0 the book is whole, 2 it is not.
pub fn run(args: &Check) -> u8 {
    work(args).unwrap_or_else(|code| code)
}

fn work(args: &Check) -> Result<u8, u8> {
    let at = &args.book.at;
    let passphrase = printed(passphrase::known(&args.book))?;
    let book = said(at, Book::open(&at.book, &passphrase, Access::Read))?;
    let bar = crate::read::progress(usize::try_from(said(at, book.counts(""))?.evidence).unwrap_or(0));
    let mut checked = said(at, book.check(Some(&passphrase), &mut |done, _| bar.set_position(done)))?;
    bar.finish_and_clear();
    check_index(&book, &mut checked);
    report(&checked, args);
    Ok(if checked.problems.is_empty() { 0 } else { 2 })
}

/// The index is derived: damage to it loses nothing, but is told.
fn check_index(book: &Book, checked: &mut Checked) {
    if !book.folder().join(casebook_store::INDEX).is_dir() {
        return;
    }
    match index::open(book).and_then(|i| i.verify()) {
        Err(trouble) => {
            checked.problems.push(format!("the full-text index: {trouble}; `casebook rebuild` makes it anew"))
        }
        Ok(damage) => checked.problems.extend(damage.iter().map(|d| {
            let how = if d.missing { "missing" } else { "not what was written" };
            format!("file {} of {} of the full-text index is {how}; `casebook rebuild` makes it anew", d.file, d.of)
        })),
    }
}

fn report(checked: &Checked, args: &Check) {
    if args.json {
        let value = serde_json::json!({
            "entries": checked.entries, "evidence": checked.evidence, "bytes": checked.bytes,
            "problems": checked.problems,
        });
        let _ = outside::print(&format!("{value}\n"));
        return;
    }
    for problem in &checked.problems {
        Trouble::new(args.book.at.book.display(), problem, "keep this copy, and restore a backup beside it").print();
    }
    if checked.problems.is_empty() {
        eprintln!(
            "The book is whole: {} entries of the log follow from one another, {} pieces of evidence ({} bytes) have the \
             hashes they were received with.",
            checked.entries, checked.evidence, checked.bytes
        );
    }
}
