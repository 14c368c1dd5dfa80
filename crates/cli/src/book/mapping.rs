//! `casebook mapping`: how rows of a spreadsheet become documents.

use casebook_formats::RowMapping;
use casebook_store::{Access, MAPPING, SavedMapping};

use crate::args::Mapping;
use crate::book::{self, said, stamp};
use crate::outside;

/// Runs the verb; the exit code.
pub fn run(args: &Mapping) -> u8 {
    if args.text.is_empty() {
        return list(args).err().unwrap_or(0);
    }
    save(args).err().unwrap_or(0)
}

fn save(args: &Mapping) -> Result<(), u8> {
    let mut open = book::open(&args.book, Access::Write).ok_or(2u8)?;
    let mapping = RowMapping {
        text: args.text.clone(),
        title: args.title.clone(),
        published: args.published.clone(),
        publisher: args.publisher.clone(),
        author: args.author.clone(),
        address: args.address.clone(),
    };
    let stamp = stamp(&args.book);
    said(&args.book.at, open.log_entry(MAPPING, &SavedMapping { mapping, by: stamp.by, at: stamp.at }))?;
    said(&args.book.at, open.close())?;
    eprintln!(
        "Saved. It is used for every table that has these columns in its first row; `casebook rebuild` applies it to what is in the book."
    );
    Ok(())
}

fn list(args: &Mapping) -> Result<(), u8> {
    let open = book::open(&args.book, Access::Read).ok_or(2u8)?;
    let all = said(&args.book.at, open.mappings())?;
    if all.is_empty() {
        eprintln!("No mappings are saved: every sheet is one document.");
        eprintln!("hint: casebook mapping --text Report --title Headline --published Date");
    }
    for mapping in all {
        let _ = outside::print(&format!("{}\n", serde_json::json!(mapping)));
    }
    Ok(())
}
