//! `casebook names`: who stands behind a pseudonym, sealed under a passphrase of its own.

use casebook_store::{Access, Book, Cost};

use crate::args::{BookArgs, Names, NamesVerb};
use crate::book::{self, passphrase, printed, said, stamp};
use crate::outside;

/// Runs the verb; the exit code.
pub fn run(args: &Names) -> u8 {
    work(args).unwrap_or_else(|code| code)
}

fn work(args: &Names) -> Result<u8, u8> {
    match &args.verb {
        NamesVerb::Init { book, names_key_file } => init(book, names_key_file.as_ref()),
        NamesVerb::Seal { pseudonym, book } => seal(pseudonym, book),
        NamesVerb::List { book } => list(book),
        NamesVerb::Reveal { pseudonym, book, names_key_file } => reveal(pseudonym, book, names_key_file.as_ref()),
    }
}

/// The passphrase of the names comes as the book's does, never from the same place.
fn apart(args: &BookArgs, key_file: Option<&std::path::PathBuf>) -> BookArgs {
    BookArgs { key_file: key_file.cloned(), passphrase_fd: None, ..args.clone() }
}

fn init(args: &BookArgs, key_file: Option<&std::path::PathBuf>) -> Result<u8, u8> {
    let mut open = book::open(args, Access::Write).ok_or(2u8)?;
    let passphrase = printed(passphrase::new(&apart(args, key_file), "the names"))?;
    said(&args.at, open.create_names(&passphrase, Cost::default(), stamp(args)))?;
    eprintln!("Names can be sealed now; only this passphrase opens them again.");
    Ok(0)
}

fn seal(pseudonym: &str, args: &BookArgs) -> Result<u8, u8> {
    let mut open = book::open(args, Access::Write).ok_or(2u8)?;
    // Typed or piped, never an argument.
    let name = printed(outside::line("Name behind the pseudonym: "))?;
    said(&args.at, open.seal_name(pseudonym, &name, stamp(args)))?;
    said(&args.at, open.close())?;
    eprintln!("Sealed.");
    Ok(0)
}

fn list(args: &BookArgs) -> Result<u8, u8> {
    let open: Book = book::open(args, Access::Read).ok_or(2u8)?;
    let all = said(&args.at, open.pseudonyms())?;
    if all.is_empty() {
        eprintln!("No names are sealed in this book.");
    }
    for (entry, pseudonym, stamp) in all {
        let _ = outside::print(&format!("{entry}  {pseudonym}  {}  {}\n", stamp.by, stamp.at));
    }
    Ok(0)
}

fn reveal(pseudonym: &str, args: &BookArgs, key_file: Option<&std::path::PathBuf>) -> Result<u8, u8> {
    let open = book::open(args, Access::Read).ok_or(2u8)?;
    let passphrase = printed(passphrase::known(&apart(args, key_file)))?;
    for name in said(&args.at, open.reveal(pseudonym, &passphrase))? {
        let _ = outside::print(&format!("{}\n", *name));
    }
    Ok(0)
}
