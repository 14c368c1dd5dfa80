//! Any text as a pack file: loaded, or refused with a line.
#![no_main]

use casebook_packs::{PackFile, Packs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let whole = PackFile::new("en/a.toml".into(), text.to_string());
    let _ = Packs::load(&[whole]);
    // The same text as a form of a sound entry, so that the pattern language itself is reached.
    let form = text.replace(['\'', '\n', '\r'], " ");
    let entry = format!(
        "[[predicate]]\nid = \"work.job\"\nlabel = \"l\"\nframe = \"work\"\nsource = \"s\"\n[[entry]]\nid = \"e\"\n\
         predicate = \"work.job\"\nabout = \"subject\"\nforms = ['{form}']\nvalue = \"v\"\nsource = \"s\"\n\
         yes = [\"He works.\"]\nno = [\"It works.\"]\n"
    );
    let _ = Packs::load(&[PackFile::new("en/a.toml".into(), entry)]);
});
