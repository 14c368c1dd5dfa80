//! Random documents, read with the encoder for as long as wanted: no panic, whole trees, and every
//! quote the words at its place. A fuzzer that counts branches slows the encoder a hundredfold and
//! learns nothing from it; plain chance reads thousands of documents in the same time.

use std::path::Path;
use std::time::{Duration, Instant};

use casebook_facts::Evidence;
use casebook_read::conllu;
use casebook_read::gear::Gear;

use crate::{Outcome, speed};

/// What is strewn into texts: marks, scripts, invisible characters, long words.
const STRANGE: [&str; 24] = [
    "\u{0}",
    "\u{200b}",
    "\u{301}",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
    "😀",
    "中文字",
    "العربية",
    "Ё",
    "\"",
    "“",
    "”",
    "’s",
    "n't",
    "(((",
    "....",
    "no. 60286/09",
    "<a@b.example>",
    "http://x",
    "--",
    "\n\n",
    "\t1\t",
    "ß",
];

/// Reads random documents for some seconds and prints how many there were.
pub fn run(data: &Path, seconds: u64, seed: u64) -> Outcome<()> {
    let texts = speed::texts(Some(data))?;
    let packs = casebook_packs::bundled();
    let options = casebook_read::Options { gear: Gear::Encoder, ..casebook_read::Options::default() };
    let (started, mut n, mut n_claims, mut chance) = (Instant::now(), 0usize, 0usize, Chance(seed));
    while started.elapsed() < Duration::from_secs(seconds) {
        let text = chance.document(&texts);
        let evidence = Evidence::new("a.txt", text.clone().into_bytes());
        if let Ok(reading) = casebook_read::read(&evidence, packs, &options) {
            let points: Vec<char> = reading.text.chars().collect();
            let spans = reading.claims.iter().flat_map(|c| &c.anchors).map(|(_, s)| s);
            for span in spans.chain(reading.annotations.iter().map(|a| &a.span)) {
                let words: String = points[span.start..span.end].iter().collect();
                assert_eq!(words, span.quote, "seed {seed}, document {n}");
            }
            n_claims += reading.claims.len();
        }
        check_trees(&conllu::raw(&text, packs, true), n);
        n += 1;
    }
    println!(
        "{n} random documents, {n_claims} claims, {:.0} s, seed {seed}: no panic, every tree whole",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// One root a sentence, and every word leads to it.
fn check_trees(printed: &str, n: usize) {
    for sentence in printed.split("\n\n") {
        let rows = sentence.lines().map(|l| l.split('\t').collect::<Vec<_>>());
        let heads: Vec<usize> =
            rows.filter(|r| r.len() == 10 && !r[0].contains('-')).map(|r| r[6].parse().unwrap_or(usize::MAX)).collect();
        assert!(heads.is_empty() || heads.iter().filter(|h| **h == 0).count() == 1, "roots in document {n}");
        for start in 0..heads.len() {
            let (mut at, mut steps) = (start + 1, 0);
            while at > 0 {
                at = heads[at - 1];
                steps += 1;
                assert!(steps <= heads.len(), "a cycle in document {n}");
            }
        }
    }
}

/// A stream of numbers (Marsaglia's xorshift), so that a seed gives the same documents anywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or(0)
    }

    /// A stretch of a text with strange things strewn in, words doubled, blanks lost.
    fn document(&mut self, texts: &[String]) -> String {
        let words: Vec<&str> = texts[self.below(texts.len())].split(' ').collect();
        let start = self.below(words.len());
        let n = 1 + self.below(120);
        let mut out = String::new();
        for word in words.iter().cycle().skip(start).take(n) {
            match self.below(12) {
                0 => out.push_str(STRANGE[self.below(STRANGE.len())]),
                1 => out.push_str(&word.to_uppercase()),
                2 => out.push_str(&word.chars().rev().collect::<String>()),
                3 => out.push_str(&word.repeat(1 + self.below(30))),
                _ => out.push_str(word),
            }
            if self.below(15) > 0 {
                out.push(' ');
            }
        }
        out
    }
}
