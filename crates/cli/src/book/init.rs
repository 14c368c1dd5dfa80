//! `casebook init`: a new book.

use casebook_store::{Book, Cost};

use crate::args::BookArgs;
use crate::book::{passphrase, printed, said};

/// Runs the verb; the exit code.
pub fn run(args: &BookArgs) -> u8 {
    let Ok(passphrase) = printed(passphrase::new(args, "the book")) else { return 2 };
    let made = Book::create(&args.at.book, &passphrase, Cost::default()).and_then(Book::close);
    match said(&args.at, made) {
        Err(code) => code,
        Ok(()) => {
            eprintln!(
                "A new book in {}. Nobody can open it without the passphrase; write it down and keep it apart.",
                args.at.book.display()
            );
            eprintln!("hint: add what you have with `casebook add FOLDER --book {}`", args.at.book.display());
            0
        }
    }
}
