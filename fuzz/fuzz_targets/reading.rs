//! Any text read to the end: tags, trees, people, claims; every anchor reproduces its quote.
#![no_main]

use casebook_facts::Evidence;
use casebook_read::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let evidence = Evidence::new("a.txt", text.as_bytes().to_vec());
    let Ok(reading) = casebook_read::read(&evidence, casebook_packs::bundled(), &Options::default()) else { return };
    let points: Vec<char> = reading.text.chars().collect();
    for (_, span) in reading.claims.iter().flat_map(|c| &c.anchors) {
        let words: String = points[span.start..span.end].iter().collect();
        assert_eq!(words, span.quote);
    }
});
