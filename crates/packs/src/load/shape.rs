//! The shapes of pack files. Every table is optional; a file holds what belongs together.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::cues::ModalityPlace;
use crate::lexicon::Kind;
use crate::predicate::{Axis, Conflict, Gap, Modality, Polarity, Predicate, Terminology};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct FileShape {
    pub predicate: Vec<Predicate>,
    pub axis: Vec<Axis>,
    pub gap: Vec<Gap>,
    pub conflict: Vec<Conflict>,
    pub terminology: Vec<Terminology>,
    pub entry: Vec<EntryShape>,
    pub list: Vec<ListShape>,
    pub lexicon: Vec<LexiconShape>,
    pub reporting: Vec<ReportingShape>,
    pub modality: Vec<ModalityShape>,
    pub boilerplate: Vec<BoilerplateShape>,
    pub period: Vec<PeriodShape>,
    pub feast: Vec<FeastShape>,
    pub countries: BTreeMap<String, String>,
    pub cues: Option<CuesShape>,
    pub tokens: Option<TokensShape>,
    pub time: Option<TimeShape>,
    pub bounds: Option<BoundsShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryShape {
    pub id: Spanned<String>,
    pub predicate: Spanned<String>,
    pub about: Spanned<String>,
    pub forms: Vec<Spanned<String>>,
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    pub at_home: Option<Spanned<String>>,
    #[serde(default = "nothing")]
    pub value: Spanned<String>,
    pub modality: Option<Modality>,
    pub polarity: Option<Polarity>,
    #[serde(default)]
    pub yes: Vec<Spanned<ExampleShape>>,
    #[serde(default)]
    pub no: Vec<Spanned<ExampleShape>>,
    pub source: String,
}

fn nothing() -> Spanned<String> {
    Spanned::new(0..0, String::new())
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum ExampleShape {
    Text(String),
    Full(FullExample),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullExample {
    pub text: String,
    pub about: Option<String>,
    pub value: Option<String>,
    pub modality: Option<Modality>,
    pub polarity: Option<Polarity>,
    pub speaker: Option<String>,
    pub when: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListShape {
    pub id: Spanned<String>,
    pub words: Vec<Spanned<String>>,
    #[serde(default)]
    #[allow(dead_code)] // for the reader of the pack
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconShape {
    pub kind: Kind,
    #[serde(default)]
    pub capital: bool,
    #[serde(default)]
    pub words: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    pub plain: Vec<Spanned<String>>,
    #[allow(dead_code)] // for the reader of the pack
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingShape {
    pub verbs: Vec<Spanned<String>>,
    pub modality: Option<Modality>,
    pub polarity: Option<Polarity>,
    #[serde(default)]
    pub assessment: bool,
    #[serde(default)]
    pub listener: bool,
    #[serde(default)]
    pub clause: bool,
    #[allow(dead_code)] // for the reader of the pack
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModalityShape {
    pub words: Vec<Spanned<String>>,
    pub place: ModalityPlace,
    pub modality: Modality,
    #[serde(default)]
    pub negates: bool,
    #[allow(dead_code)] // for the reader of the pack
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoilerplateShape {
    pub place: String,
    pub reach: String,
    #[serde(default = "dozen")]
    pub max_words: usize,
    pub reason: String,
    pub words: Vec<String>,
}

fn dozen() -> usize {
    12
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodShape {
    pub words: Vec<String>,
    pub edtf: String,
    #[serde(default)]
    pub dated: bool,
    #[allow(dead_code)] // for the reader of the pack
    pub source: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct CuesShape {
    pub negation: Vec<String>,
    pub pseudonym: Vec<String>,
    pub source_phrases: Vec<String>,
    pub concessive: Vec<String>,
    pub naming: Vec<String>,
    pub becoming: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct TokensShape {
    pub abbreviations: Vec<String>,
    pub before_numbers: Vec<String>,
    pub titles: Vec<String>,
    /// Two parts with a blank ("do nt").
    pub contractions: Vec<String>,
    pub name_endings: Vec<String>,
    pub marks: Vec<String>,
    pub prefixes: Vec<String>,
    pub openers: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct TimeShape {
    pub months: BTreeMap<String, u8>,
    pub weekdays: BTreeMap<String, u8>,
    pub units: BTreeMap<String, char>,
    pub seasons: BTreeMap<String, u8>,
    pub days: BTreeMap<String, i8>,
    pub parts: BTreeMap<String, crate::time::Part>,
    pub decades: BTreeMap<String, u8>,
    pub ordinals: BTreeMap<String, u8>,
    pub ambiguous_months: Vec<String>,
    pub before_weekday: Vec<String>,
    pub parts_of_day: Vec<String>,
    pub vague: Vec<String>,
    pub approximate: Vec<String>,
    pub ahead: Vec<String>,
    pub numbered: Vec<String>,
    pub measures: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeastShape {
    pub words: Vec<String>,
    pub day: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct BoundsShape {
    pub at_least: Vec<String>,
    pub at_most: Vec<String>,
    pub about: Vec<String>,
    pub at_least_after: Vec<String>,
    pub at_most_after: Vec<String>,
    pub about_after: Vec<String>,
}
