//! Reference readings: the TOML form of `corpus/GUIDE.md`, section 2. Notes that are not scored are
//! left unread.

use serde::Deserialize;

/// One reference reading.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// What the document says of itself.
    #[serde(default)]
    pub document: Document,
    /// Who is spoken of.
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
    /// What is said.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
}

impl Gold {
    /// The name of the document, without its ending: that of the reference's own file, or its id in
    /// the data set it comes from.
    #[must_use]
    pub fn name<'a>(&'a self, stem: &'a str) -> &'a str {
        self.document.source.as_ref().map_or(stem, |s| s.id.as_str())
    }
}

/// Of the document.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Document {
    /// Manner of the report ("wire"); absent: the second part of the file name.
    pub style: Option<String>,
    /// Where a text that is not beside the reading comes from.
    pub source: Option<Source>,
}

/// A text of an open data set, made by `corpus/texts.py`.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// The set (`gum`).
    pub set: String,
    /// The document's id in it.
    pub id: String,
}

/// One person.
#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    /// Id within the reference.
    pub id: String,
    /// Fullest printed name; empty for those without one.
    #[serde(default)]
    pub name: String,
    /// How far they are named.
    #[serde(default)]
    pub identity_level: String,
    /// Role in the case.
    #[serde(default)]
    pub role: String,
    /// Other forms, words of the text.
    #[serde(default)]
    pub also_called: Vec<String>,
}

/// One claim.
#[derive(Clone, Debug, Deserialize)]
pub struct Claim {
    /// Person id, or `class:` and words.
    pub about: String,
    /// Predicate id.
    pub predicate: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
    /// Affirmed or negated.
    #[serde(default = "affirmed")]
    pub polarity: String,
    /// How certain it is meant to be.
    pub modality: String,
    /// Who says it; absent: the outlet.
    pub speaker: Option<String>,
    /// When, in EDTF, where the text tells.
    pub when: Option<String>,
    /// Words of the text.
    pub quote: String,
}

fn affirmed() -> String {
    "affirmed".into()
}
