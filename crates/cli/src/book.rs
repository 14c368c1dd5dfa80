//! Verbs on a book: the folder where a team keeps what it has. Opening it, who is working, what made the readings.

pub mod add;
pub mod backup;
pub mod check;
pub mod decide;
pub mod docs;
pub mod export;
pub mod index;
pub mod init;
pub mod intake;
pub mod mapping;
pub mod names;
pub mod open;
pub mod passphrase;
pub mod readers;
pub mod rebuild;
pub mod search;
pub mod worker;

use casebook_facts::Stamp;
use casebook_store::{Access, Book, Trouble as StoreTrouble};

use crate::args::{AtBook, BookArgs};
use crate::outside;
use crate::trouble::Trouble;

/// Program, packs and models: readings made by others are stale. Made when the program was built.
pub const MADE: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CASEBOOK_MADE"));
/// Name and version of the program, as custody has it.
pub const PROGRAM: &str = concat!("casebook ", env!("CARGO_PKG_VERSION"));

/// Opens the book that the arguments name; troubles are printed here.
pub fn open(args: &BookArgs, access: Access) -> Option<Book> {
    printed(try_open(args, access)).ok()
}

fn try_open(args: &BookArgs, access: Access) -> Result<Book, Trouble> {
    let folder = &args.at.book;
    // Before asking for a passphrase: is there a book at all?
    if !folder.join(casebook_store::DATABASE).is_file() {
        return Err(store_trouble(&args.at, &StoreTrouble::NoBook));
    }
    let passphrase = passphrase::known(args)?;
    Book::open(folder, &passphrase, access).map_err(|t| store_trouble(&args.at, &t))
}

/// What went wrong with the book, said as everything else is.
pub fn store_trouble(at: &AtBook, trouble: &StoreTrouble) -> Trouble {
    Trouble::new(at.book.display(), trouble.to_string(), trouble.hint())
}

/// Who is working, now.
pub fn stamp(args: &BookArgs) -> Stamp {
    let by = args.by.clone().or_else(outside::user).unwrap_or_else(|| "unknown".into());
    Stamp { by, at: outside::clock() }
}

/// Exit code 2 with the book's trouble printed, or the value.
pub fn said<T>(at: &AtBook, result: Result<T, StoreTrouble>) -> Result<T, u8> {
    printed(result.map_err(|trouble| store_trouble(at, &trouble)))
}

/// Exit code 2 with the trouble printed, or the value.
pub fn printed<T>(result: Result<T, Trouble>) -> Result<T, u8> {
    result.map_err(|trouble| {
        trouble.print();
        2
    })
}

/// Evidence, and the place in it.
pub fn label(name: &str, locator: &str) -> String {
    if locator.is_empty() { name.to_string() } else { format!("{name} ▸ {locator}") }
}
