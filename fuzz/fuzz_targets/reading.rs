//! Any text read to the end: tags, trees, people, claims; every anchor reproduces its quote.
//! The first gear reads: the encoder's products are unusably slow under the fuzzer's counters, and its
//! own inputs (any words) are covered by tests of its crate.
#![no_main]

use casebook_facts::Evidence;
use casebook_read::Options;
use casebook_read::gear::Gear;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let evidence = Evidence::new("a.txt", text.as_bytes().to_vec());
    let options = Options { gear: Gear::First, ..Options::default() };
    let Ok(reading) = casebook_read::read(&evidence, casebook_packs::bundled(), &options) else { return };
    let points: Vec<char> = reading.text.chars().collect();
    for (_, span) in reading.claims.iter().flat_map(|c| &c.anchors) {
        let words: String = points[span.start..span.end].iter().collect();
        assert_eq!(words, span.quote);
    }
});
