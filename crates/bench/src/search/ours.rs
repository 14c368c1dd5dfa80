//! The index of this program.

use std::path::Path;

use casebook_search::{CACHE_BYTES, Index, Passage, Query, Reader, Secret};

use super::questions::{Kind, Question};
use super::texts::Text;
use super::{HEAP, LIMIT, Opened, THREADS};
use crate::Outcome;

/// Passages of one document.
const DOCUMENT: u64 = 10;

fn index(folder: &Path) -> Outcome<Index> {
    Ok(Index::open_or_create(folder, &Secret::new([7; 32]), CACHE_BYTES)?)
}

/// Indexes the passages and commits once.
pub fn make(folder: &Path, texts: &mut dyn Iterator<Item = Text>) -> Outcome<()> {
    let mut writer = index(folder)?.writer(THREADS, HEAP)?;
    for (text, n) in texts.zip(0u64..) {
        writer.add(&Passage {
            document: n / DOCUMENT,
            number: (n % DOCUMENT) as u32,
            text: text.text,
            people: text.person.into_iter().collect(),
            ..Passage::default()
        })?;
    }
    writer.commit(1)?;
    Ok(writer.finish()?)
}

/// Opens it as a fresh process would.
pub fn open(folder: &Path) -> Outcome<Box<dyn Opened>> {
    Ok(Box::new(index(folder)?.reader()?))
}

impl Opened for Reader {
    fn ask(&self, question: &Question) -> Outcome<usize> {
        let words = &question.words;
        let written = match question.kind {
            Kind::Word | Kind::Two | Kind::CommonAll => words.join(" "),
            Kind::Phrase => format!("\"{}\"", words.join(" ")),
            Kind::Typo => format!("person:{}", words.join(" ")),
            Kind::CommonAny => words.join(" OR "),
        };
        Ok(self.search(&Query::parse(&written)?, LIMIT, 0)?.hits.len())
    }
}
