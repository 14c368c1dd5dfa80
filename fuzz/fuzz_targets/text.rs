//! Any bytes as a text file: every character set, repaired or refused, and every byte accounted for.
#![no_main]

use casebook_text::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &[u8])| {
    let (damaged, bytes) = input;
    let rules = &casebook_packs::bundled().boilerplate;
    let options = Options { charset: None, damaged };
    let Ok(document) = casebook_text::read(bytes, "a.txt", &options, rules) else { return };
    if document.extractor.is_some() {
        return;
    }
    let text = &document.text;
    let mut covered = vec![false; bytes.len()];
    for d in &text.dropped {
        covered[d.source.clone()].fill(true);
    }
    for (at, c) in text.text.char_indices() {
        covered[text.map.source(&text.text, at..at + c.len_utf8())].fill(true);
    }
    assert!(covered.iter().all(|c| *c), "a byte is neither in the text nor among what was left out");
});
