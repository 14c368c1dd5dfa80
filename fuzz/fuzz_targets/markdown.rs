//! Any text as Markdown.
#![no_main]

use casebook_text::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let rules = &casebook_packs::bundled().boilerplate;
    let _ = casebook_text::read(text.as_bytes(), "a.md", &Options::default(), rules);
});
