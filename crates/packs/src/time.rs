//! Words of time: months, weekdays, units, seasons, and periods that everybody names.

use std::collections::{BTreeMap, BTreeSet};

use crate::vocabulary::WordId;

/// A period or event known by name ("the pandemic").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPeriod {
    /// The words, without article.
    pub words: Vec<WordId>,
    /// When it was, in EDTF; an interval for a period, a day for an event.
    pub edtf: String,
    /// Is the name a date, so that it says when wherever it stands ("9/11")?
    pub dated: bool,
}

/// A day that every year has ("Christmas Eve").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feast {
    /// The words.
    pub words: Vec<WordId>,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

/// A part of a year, a month or a decade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Its first third.
    Early,
    /// Where it begins.
    Start,
    /// Its second third.
    Middle,
    /// Its last third.
    Late,
    /// Where it ends.
    End,
}

/// Words of time of one language.
#[derive(Clone, Debug, Default)]
pub struct TimeWords {
    /// Month names and abbreviations to 1–12.
    pub months: BTreeMap<WordId, u8>,
    /// Months that are also names or other words.
    pub ambiguous_months: BTreeSet<WordId>,
    /// Day names to 1 (Monday) – 7.
    pub weekdays: BTreeMap<WordId, u8>,
    /// Words before a day name that make it a name of something else, or any such day.
    pub before_weekday: BTreeSet<WordId>,
    /// Units, singular and plural, to the ISO 8601 letter (D, W, M, Y; H, m, s for hours, minutes,
    /// seconds), F for two weeks, X for ten years, C for a hundred.
    pub units: BTreeMap<WordId, char>,
    /// Season names to the EDTF codes 21–24.
    pub seasons: BTreeMap<WordId, u8>,
    /// Words for a day by its distance from today.
    pub days: BTreeMap<WordId, i8>,
    /// Words for a part of a year, month or decade.
    pub parts: BTreeMap<WordId, Part>,
    /// Parts of a day.
    pub parts_of_day: BTreeSet<WordId>,
    /// Names of decades to the last two digits of their first year.
    pub decades: BTreeMap<WordId, u8>,
    /// Ordinals in words.
    pub ordinals: BTreeMap<WordId, u8>,
    /// Phrases for a number that is not said.
    pub vague: Vec<Vec<WordId>>,
    /// Phrases that make a date approximate.
    pub approximate: Vec<Vec<WordId>>,
    /// Dictionary forms of verbs whose events lie ahead.
    pub ahead: BTreeSet<WordId>,
    /// Words before a number that is no year.
    pub numbered: BTreeSet<WordId>,
    /// Words after a number that is no year.
    pub measures: BTreeSet<WordId>,
    /// Days of every year.
    pub feasts: Vec<Feast>,
    /// Named periods.
    pub periods: Vec<NamedPeriod>,
}
