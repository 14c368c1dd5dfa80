//! Any bytes as a saved page.
#![no_main]

use casebook_text::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let rules = &casebook_packs::bundled().boilerplate;
    let _ = casebook_text::read(bytes, "a.html", &Options { charset: None, damaged: true }, rules);
});
