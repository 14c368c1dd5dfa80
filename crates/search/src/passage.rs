//! A piece of a document as it is searched for.

use std::fmt;

use tantivy::TantivyDocument;

use crate::schema::Fields;

/// A piece of a document, a few sentences long, with what the reading found in it.
///
/// Shape: `document` and `number` (of the passage in the document) are the caller's and come back in hits;
/// nothing else can be got out of the index again. `Debug` shows them and no word.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Whose passage.
    pub document: u64,
    /// Which of its passages.
    pub number: u32,
    /// Its words: what a question without a field looks in.
    pub text: String,
    /// Headline of the document; searched with the text. Leave it empty where passages should not be found by it.
    pub title: String,
    /// Names of the people spoken of, as written or as known: `person:`.
    pub people: Vec<String>,
    /// Ids of the predicates claimed, such as `extradition.requested`: `predicate:`.
    pub predicates: Vec<String>,
    /// Places named: `place:`.
    pub places: Vec<String>,
    /// Outlet or sender: `source:`.
    pub source: String,
    /// Language tag, such as `en`: `language:`.
    pub language: String,
    /// Day the document is of, in days since 1970-01-01: `date:`.
    pub day: Option<i32>,
    /// Cases, labels and whatever else the user sorts by: `tag:`.
    pub tags: Vec<String>,
}

impl Passage {
    /// As tantivy takes it.
    pub(crate) fn entry(&self, fields: &Fields) -> TantivyDocument {
        let mut entry = TantivyDocument::new();
        entry.add_u64(fields.document, self.document);
        entry.add_u64(fields.number, u64::from(self.number));
        let lists = [
            (fields.people, &self.people),
            (fields.predicates, &self.predicates),
            (fields.places, &self.places),
            (fields.tags, &self.tags),
        ];
        let single = [
            (fields.text, &self.title),
            (fields.text, &self.text),
            (fields.source, &self.source),
            (fields.language, &self.language),
        ];
        let listed = lists.into_iter().flat_map(|(field, values)| values.iter().map(move |value| (field, value)));
        for (field, value) in single.into_iter().chain(listed).filter(|(_, value)| !value.is_empty()) {
            entry.add_text(field, value);
        }
        if let Some(day) = self.day {
            entry.add_i64(fields.day, i64::from(day));
        }
        entry
    }
}

impl fmt::Debug for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passage {} of document {}, {} bytes", self.number, self.document, self.text.len())
    }
}
