//! Words of time: months, weekdays, units, seasons, and periods that everybody names.

use std::collections::BTreeMap;

use crate::vocabulary::WordId;

/// A period or event known by name ("the pandemic").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPeriod {
    /// The words, without article.
    pub words: Vec<WordId>,
    /// When it was, in EDTF; an interval for a period, a day for an event.
    pub edtf: String,
}

/// Words of time of one language.
#[derive(Clone, Debug, Default)]
pub struct TimeWords {
    /// Month names and abbreviations to 1–12.
    pub months: BTreeMap<WordId, u8>,
    /// Day names to 1 (Monday) – 7.
    pub weekdays: BTreeMap<WordId, u8>,
    /// Units, singular and plural, to the ISO 8601 letter (D, W, M, Y; H for hours).
    pub units: BTreeMap<WordId, char>,
    /// Season names to the EDTF codes 21–24.
    pub seasons: BTreeMap<WordId, u8>,
    /// Named periods.
    pub periods: Vec<NamedPeriod>,
}
