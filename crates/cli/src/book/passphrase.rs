//! Where a passphrase comes from: typed, a file, or a file descriptor. Never an argument: those show in lists of
//! processes and stay in histories of shells.

use std::io::IsTerminal;

use casebook_store::{Access, Cost, Passphrase};

use crate::args::{BookArgs, PassphraseArgs};
use crate::book::{self, printed, said};
use crate::outside;
use crate::trouble::Trouble;

/// The passphrase of a book that is there.
pub fn known(args: &BookArgs) -> Result<Passphrase, Trouble> {
    from(args, "Passphrase: ").map(|(p, _)| p)
}

/// A passphrase for something new: typed twice.
pub fn new(args: &BookArgs, what: &str) -> Result<Passphrase, Trouble> {
    let (passphrase, typed) = from(args, &format!("New passphrase for {what}: "))?;
    if typed && outside::prompt("Once more: ")? != passphrase {
        return Err(Trouble::new("passphrase", "the two are not the same", "try again"));
    }
    strong(&passphrase)?;
    Ok(passphrase)
}

/// A lost laptop is attacked for months: short ones fall.
fn strong(passphrase: &Passphrase) -> Result<(), Trouble> {
    let n = String::from_utf8_lossy(passphrase).chars().count();
    if n < 12 {
        let hint = "take four or more words that nobody would guess together";
        return Err(Trouble::new("passphrase", format!("it has {n} characters; 12 are the least"), hint));
    }
    Ok(())
}

/// The passphrase, and whether it was typed.
fn from(args: &BookArgs, prompt: &str) -> Result<(Passphrase, bool), Trouble> {
    if let Some(path) = &args.key_file {
        return outside::secret(path).map(|p| (p, false));
    }
    if let Some(fd) = args.passphrase_fd {
        return outside::secret(std::path::Path::new(&format!("/dev/fd/{fd}"))).map(|p| (p, false));
    }
    if !std::io::stderr().is_terminal() {
        let hint = "use --key-file FILE or --passphrase-fd N where nobody can type";
        return Err(Trouble::new("passphrase", "it is needed and there is no terminal to ask on", hint));
    }
    outside::prompt(prompt).map(|p| (p, true))
}

/// `casebook passphrase`: the book under another passphrase.
pub fn run(args: &PassphraseArgs) -> u8 {
    let Some(open) = book::open(&args.book, Access::Write) else { return 2 };
    let other =
        BookArgs { key_file: args.new_key_file.clone(), passphrase_fd: args.new_passphrase_fd, ..args.book.clone() };
    let Ok(passphrase) = printed(new(&other, "the book")) else { return 2 };
    if let Err(code) = said(&args.book.at, open.change_passphrase(&passphrase, Cost::default())) {
        return code;
    }
    eprintln!("The new passphrase opens the book. Backups made before still open with the old one.");
    0
}
