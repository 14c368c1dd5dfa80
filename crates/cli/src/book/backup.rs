//! `casebook backup` and `casebook restore`.

use casebook_store::Access;

use crate::args::{Backup, Restore};
use crate::book::{self, passphrase, printed, said};
use crate::trouble::Trouble;

/// `casebook backup`; the exit code.
pub fn run(args: &Backup) -> u8 {
    let Some(open) = book::open(&args.book, Access::Read) else { return 2 };
    let bar = crate::read::progress(
        said(&args.book.at, open.counts("")).map_or(0, |c| usize::try_from(c.evidence).unwrap_or(0)),
    );
    let done = open.backup(&args.to, &mut |done, _| bar.set_position(done));
    bar.finish_and_clear();
    told(&args.to, done, "is a verified copy of the book; the same passphrase opens it")
}

/// `casebook restore`; the exit code.
pub fn restore(args: &Restore) -> u8 {
    let Ok(passphrase) = printed(passphrase::known(&args.book)) else { return 2 };
    let done = casebook_store::restore(&args.from, &args.book.at.book, &passphrase, &mut |_, _| ());
    told(&args.book.at.book, done, "holds the book of the backup; `casebook rebuild` makes its index")
}

fn told(to: &std::path::Path, done: Result<casebook_store::Checked, casebook_store::Trouble>, what: &str) -> u8 {
    match done {
        Ok(checked) => {
            eprintln!(
                "{} {what} ({} entries, {} pieces of evidence).",
                to.display(),
                checked.entries,
                checked.evidence
            );
            0
        }
        Err(trouble) => {
            Trouble::new(to.display(), trouble.to_string(), trouble.hint()).print();
            2
        }
    }
}
