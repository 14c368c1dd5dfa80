//! How likely a claim is right: person, predicate and words. From what speaks for it: a phrasing and how often it was right
//! in marked reports, how surely the person is meant, and what the proposer finds on the same words. Two small logistic
//! regressions, fitted and checked by `training/claims/calibrate.py`; how well they hold is in `docs/scores.md`.

use std::sync::LazyLock;

use casebook_model::encoder::math::logistic;

use crate::table::Table;

/// For each phrasing that marked reports hold: how far to trust it, and how often it was right of how many times
/// (`training/claims/phrasings.py`).
static PHRASINGS: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../../../models/phrasings.tsv")));

/// What the proposer says of the words of a claim; only where the encoder has read the sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// Score (logit) of these words for the predicate; [`LEAST`] where the proposer does not think of it.
    pub words: f32,
    /// Share of the person among those whom it may be about.
    pub person: f32,
}

/// What is known of a phrasing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// How far it is to be trusted, as a logit.
    pub trust: f32,
    /// How often it was matched in marked reports.
    pub matches: f32,
}

/// The record of a phrasing, by its id; `None` where no marked report holds it, as those that somebody has written since.
#[must_use]
pub fn record(entry: &str) -> Option<Record> {
    let [trust, _, matches] = PHRASINGS.row(entry)? else { return None };
    Some(Record { trust: *trust, matches: *matches })
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A phrasing states it.
    Stated,
    /// Only the proposer finds it.
    Suggested {
        /// Is the same known of the person already, in other words of the text?
        again: bool,
    },
}

impl Ground {
    /// Does no phrasing state it?
    #[must_use]
    pub fn is_suggested(self) -> bool {
        matches!(self, Ground::Suggested { .. })
    }
}

/// Confidence from which a claim may fill a status without anybody having looked at it. By phrasings that had not seen the
/// corpus, a status of train and dev is filled 40 times from here on, and never falsely; the surest false one had .966.
pub const SURE: f32 = 0.97;
/// Trust in phrasings of which nothing is known: that of the usual one.
const USUAL_TRUST: f32 = 1.33;
/// Confidence below which what a phrasing states is left out, if it has been matched so often that its record tells.
const WORTH_STATING: f32 = 0.295;
const TELLING: f32 = 20.0;
/// Confidence below which a suggestion is not made.
pub const WORTH_SUGGESTING: f32 = 0.5;
/// Confidence below which it is not made even where doubtful claims are asked for.
pub const DOUBTFUL: f32 = 0.15;

/// Confidence that a phrasing alone gives at most.
const UNREAD: f32 = 0.9;

/// Score of words that the proposer does not think of: below what it tells.
pub const LEAST: f32 = -4.0;
/// Score above which it is not surer.
const MOST: f32 = 10.0;

/// From 0 to 1; `None` where the encoder has not read the sentence. `record`: of the phrasing. `inferred`: the person was told
/// by nearness.
#[must_use]
pub fn of(ground: Ground, record: Option<Record>, support: Option<Support>, inferred: bool) -> Option<f32> {
    let Support { words, person } = support?;
    let words = words.clamp(LEAST, MOST);
    let trust = record.map_or(USUAL_TRUST, |r| r.trust);
    // What the words say counts as far as they say it of this person.
    let [base, by_words, by_person, by_both, by_inference, by_rest, rest] = match ground {
        Ground::Stated => [-0.434, 0.129, 1.103, 0.158, -0.845, 0.077, trust],
        Ground::Suggested { again } => [-1.449, 0.042, 0.264, 0.451, -0.672, -0.213, f32::from(u8::from(again))],
    };
    let inference = if inferred { by_inference } else { 0.0 };
    Some(logistic(base + by_words * words + by_person * person + by_both * words * person + inference + by_rest * rest))
}

/// Of a claim in a document that the encoder was not asked to read: how often its phrasing was right in marked reports, but
/// never sure.
#[must_use]
pub fn unread(record: Option<Record>) -> f32 {
    logistic(record.map_or(USUAL_TRUST, |r| r.trust)).min(UNREAD)
}

/// Is what a phrasing states shown, or does all that is known speak against it: how often it was right elsewhere, and what the
/// proposer finds on these words? One that little is known of, as somebody has just written it, always is.
#[must_use]
pub fn worth_stating(record: Option<Record>, support: Option<Support>, inferred: bool) -> bool {
    let known = record.is_some_and(|r| r.matches >= TELLING);
    !known || of(Ground::Stated, record, support, inferred).is_none_or(|c| c >= WORTH_STATING)
}

/// As others see it: three digits, more would say more than is known.
#[must_use]
pub fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Option<Support> = Some(Support { words: LEAST, person: 0.0 });
    const MUCH: Option<Support> = Some(Support { words: MOST, person: 1.0 });

    #[test]
    fn only_a_phrasing_known_to_be_wrong_is_silenced_and_only_where_nothing_else_speaks_for_it() {
        let bad = |matches| Some(Record { trust: -2.0, matches });
        assert!(worth_stating(None, NOTHING, true), "nobody has counted it");
        assert!(worth_stating(bad(5.0), NOTHING, true), "five times may be chance");
        assert!(worth_stating(bad(100.0), None, true), "nobody was asked");
        assert!(worth_stating(bad(100.0), MUCH, false), "the proposer finds the same");
        assert!(!worth_stating(bad(100.0), NOTHING, true));
    }

    #[test]
    fn every_bundled_phrasing_has_a_record() {
        assert!(PHRASINGS.is_whole());
        let known = PHRASINGS.features().filter_map(record);
        assert!(known.clone().count() > 500 && known.clone().all(|r| r.trust.abs() < 6.0 && r.matches >= 1.0));
        assert_eq!(record("no.such.phrasing"), None);
    }
}
