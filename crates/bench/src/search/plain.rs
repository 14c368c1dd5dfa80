//! The engine alone: tantivy without encryption, files mapped into memory, its own cut of words and order of answers.

use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::questions::{Kind, Question};
use super::texts::Text;
use super::{HEAP, LIMIT, Opened, THREADS};
use crate::Outcome;

struct Plain {
    searcher: Searcher,
    text: Field,
    people: Field,
}

/// Indexes the passages and commits once.
pub fn make(folder: &Path, texts: &mut dyn Iterator<Item = Text>) -> Outcome<()> {
    let mut schema = Schema::builder();
    let words = |record| {
        let indexing = TextFieldIndexing::default().set_tokenizer("default").set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let text = schema.add_text_field("text", words(IndexRecordOption::WithFreqsAndPositions));
    let people = schema.add_text_field("people", words(IndexRecordOption::WithFreqs));
    let number = schema.add_u64_field("number", FAST | INDEXED);
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, HEAP)?;
    for (passage, n) in texts.zip(0u64..) {
        let mut entry = TantivyDocument::new();
        entry.add_u64(number, n);
        entry.add_text(text, passage.text);
        passage.person.iter().for_each(|person| entry.add_text(people, person));
        writer.add_document(entry)?;
    }
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

/// Opens it as a fresh process would.
pub fn open(folder: &Path) -> Outcome<Box<dyn Opened>> {
    let index = Index::open_in_dir(folder)?;
    let schema = index.schema();
    let (text, people) = (schema.get_field("text")?, schema.get_field("people")?);
    // Without the thread that waits for commits, as ours has none.
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(Box::new(Plain { searcher: reader.searcher(), text, people }))
}

impl Opened for Plain {
    fn ask(&self, question: &Question) -> Outcome<usize> {
        let terms: Vec<Term> = question.words.iter().map(|word| Term::from_field_text(self.text, word)).collect();
        let all = |occur: Occur, terms: Vec<Term>| {
            let query = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
            BooleanQuery::new(terms.into_iter().map(|term| (occur, query(term))).collect())
        };
        let query: Box<dyn Query> = match question.kind {
            Kind::Word | Kind::Two | Kind::CommonAll => Box::new(all(Occur::Must, terms)),
            Kind::Phrase => Box::new(PhraseQuery::new(terms)),
            Kind::CommonAny => Box::new(all(Occur::Should, terms)),
            Kind::Typo => self.typo(&question.words[0]),
        };
        Ok(self.searcher.search(&*query, &TopDocs::with_limit(LIMIT).order_by_score())?.len())
    }
}

impl Plain {
    /// As near as ours asks for, the exact spelling first.
    fn typo(&self, word: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.people, word);
        let near = FuzzyTermQuery::new(term.clone(), if word.len() < 8 { 1 } else { 2 }, true);
        let exact = BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), 2.0);
        Box::new(BooleanQuery::new(vec![(Occur::Should, Box::new(near)), (Occur::Should, Box::new(exact))]))
    }
}
