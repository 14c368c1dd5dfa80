//! How likely a claim is right: person, predicate and words. From what speaks for it: a phrasing, how surely the person
//! is meant, and what the proposer finds on the same words. Two small logistic regressions, fitted and checked by
//! `training/claims/calibrate.py`; how well they hold is in `docs/scores.md`.

use casebook_model::encoder::math::logistic;

/// What the proposer says of the words of a claim; only where the encoder has read the sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// Score (logit) of these words for the predicate; [`LEAST`] where the proposer does not think of it.
    pub words: f32,
    /// Share of the person among those whom it may be about.
    pub person: f32,
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A phrasing states it.
    Stated,
    /// Only the proposer finds it.
    Suggested,
}

/// Confidence from which a claim may fill a status without anybody having looked at it: only where the proposer is as sure
/// of words and person as it can be. By phrasings that had not seen the corpus, 71 of its claims are, and none of them is
/// wrong; of 109 from .94 on one is.
pub const SURE: f32 = 0.9425;
/// Confidence below which a suggestion is not made.
pub const WORTH_SUGGESTING: f32 = 0.50;

/// Score of words that the proposer does not think of: below what it tells.
pub const LEAST: f32 = -4.0;
/// Score above which it is not surer.
const MOST: f32 = 10.0;

/// From 0 to 1; `None` where the encoder has not read the sentence. `inferred`: the person was told by nearness.
#[must_use]
pub fn of(ground: Ground, support: Option<Support>, inferred: bool) -> Option<f32> {
    let Support { words, person } = support?;
    let words = words.clamp(LEAST, MOST);
    let [base, by_words, by_person, by_inference] = match ground {
        Ground::Stated => [-0.058, 0.170, 1.168, -0.535],
        Ground::Suggested => [-1.715, 0.280, 0.785, 0.380],
    };
    let score = base + by_words * words + by_person * person + if inferred { by_inference } else { 0.0 };
    Some(logistic(score))
}

/// As others see it: three digits, more would say more than is known.
#[must_use]
pub fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}
