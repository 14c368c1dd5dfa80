//! Any text as CoNLL-U, given and raw: it is refused with a line number, or filled; what was filled is
//! well-formed, so that filling it again changes nothing. The first gear reads, as in `reading.rs`;
//! `casebook-bench shake` does the same with the encoder.
#![no_main]

use casebook_read::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let packs = casebook_packs::bundled();
    if let Ok(filled) = conllu::fill(text, packs, false) {
        assert_eq!(conllu::fill(&filled, packs, false).as_ref(), Ok(&filled));
    }
    let raw = conllu::raw(text, packs, false);
    assert!(conllu::fill(&raw, packs, false).is_ok());
});
