//! The index as its callers see it: questions, order, encryption, damage, sudden ends, readers beside a writer.
#![allow(clippy::disallowed_methods)]

mod asking;
mod crash;
mod damage;
mod order;
mod secrecy;
mod together;

use std::path::Path;

use casebook_search::{Hit, Index, Passage, Query, Reader, Secret};

/// The secret of the tests.
fn secret() -> Secret {
    Secret::new([7; 32])
}

fn open(folder: &Path) -> Index {
    Index::open_or_create(folder, &secret(), 8 << 20).expect("the index opens")
}

/// The index with these passages, committed `every` so many, by so many threads.
fn indexed(folder: &Path, passages: &[Passage], every: usize, threads: usize) -> Index {
    let index = open(folder);
    let mut writer = index.writer(threads, 30_000_000).unwrap();
    for (part, n) in passages.chunks(every).zip(1..) {
        part.iter().for_each(|passage| writer.add(passage).unwrap());
        writer.commit(n).unwrap();
    }
    writer.finish().unwrap();
    index
}

fn ask(reader: &Reader, question: &str, limit: usize) -> Vec<Hit> {
    reader.search(&Query::parse(question).unwrap(), limit, 0).unwrap().hits
}

/// Numbers that look random and are the same every time. Source: Steele, Lea and Flood, 2014 (SplitMix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
}

/// A thousand words of eight letters that no language has.
fn lexicon() -> Vec<String> {
    let syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"];
    (0..1000).map(|n| [n / 100, n / 10 % 10, n % 10, (n * 7 + 3) % 10].map(|d: usize| syllables[d]).concat()).collect()
}

/// Passages of those words, the first words being much commoner than the last, as in language.
fn invented(count: u32) -> Vec<Passage> {
    let (lexicon, mut dice) = (lexicon(), Dice(1));
    let mut word = || {
        let below = 1 + dice.throw(lexicon.len());
        lexicon[dice.throw(below)].as_str()
    };
    let mut passage = |number: u32| Passage {
        document: u64::from(number / 3),
        number: number % 3,
        text: (0..8 + number % 13).map(|_| word()).collect::<Vec<_>>().join(" "),
        people: vec![format!("{} {}", word(), word())],
        tags: vec![format!("case-{}", number % 5)],
        day: Some(number as i32 * 10),
        ..Passage::default()
    };
    (0..count).map(&mut passage).collect()
}
