//! How right readings are, against what a careful reader takes from the same document.
//!
//! Comes in: a reference reading ([`gold::Gold`], the TOML form of `corpus/GUIDE.md`) and the
//! [`Reading`](casebook_read::reading::Reading) of the same document. Goes out: a [`Marks`] of one
//! document, and a [`card::Card`] over many. Three figures, as precision, recall and F1: *found* (same
//! person or class, same predicate, overlapping words), *full* (value, polarity, modality, speaker and
//! time as well) and *people* (identity level and role). Beside them *false statuses*: states of a
//! case that no claim of the reference supports, the figure a client has most to fear from.
//! [`diff`] compares two readings of the same documents: what a change gains and loses.
//! Leaves to others: reading files, and printing.
#![deny(clippy::disallowed_methods)]

pub mod calibration;
pub mod card;
mod claims;
pub mod diff;
pub mod gold;
mod matching;
mod people;
pub mod report;
mod statuses;
mod words;

pub use claims::{Line, Verdict};

use casebook_packs::Packs;
use casebook_read::reading::Reading;

use calibration::Calibration;
use gold::Gold;
use report::Report;

/// Right, proposed and wanted: what precision and recall are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Right ones.
    pub right: usize,
    /// All that the reading proposes.
    pub proposed: usize,
    /// All of the reference.
    pub wanted: usize,
}

impl Count {
    /// Share of the proposed that is right; 0 when nothing is proposed.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.proposed)
    }

    /// Share of the wanted that is found; 0 when nothing is wanted.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.wanted)
    }

    /// Harmonic mean of both.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Adds another count.
    pub fn add(&mut self, other: Count) {
        self.right += other.right;
        self.proposed += other.proposed;
        self.wanted += other.wanted;
    }
}

#[allow(clippy::cast_precision_loss)] // counts of claims
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One document's marks.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Claims found.
    pub found: Count,
    /// Claims right in every facet.
    pub full: Count,
    /// People with the right identity level and role.
    pub people: Count,
    /// Proposed claims that match none of the reference's.
    pub n_false: usize,
    /// States filled.
    pub statuses: Count,
    /// States that wait for somebody to confirm them.
    pub to_confirm: Count,
    /// States filled without support: person, axis and state.
    pub false_statuses: Vec<String>,
    /// Claims by their confidence, those that have one and are no repeats.
    pub calibration: Calibration,
    /// Every claim of either side that is not right in all facets, and those that are.
    pub lines: Vec<Line>,
}

/// Compares a reading with the reference.
#[must_use]
pub fn mark(gold: &Gold, reading: &Reading, packs: &Packs) -> Marks {
    let report = Report::from(reading);
    let pairs = people::align(&gold.people, &report.people);
    let compared = claims::compare(gold, &report, &pairs);
    let right = |(g, p): (&usize, &usize)| {
        let (gold, proposed) = (&gold.people[*g], &report.people[*p]);
        gold.identity_level == proposed.level && gold.role == proposed.role
    };
    let mut calibration = Calibration::default();
    for (claim, line) in reading.claims.iter().zip(&compared.of_claims) {
        match (claim.confidence, compared.lines[*line].verdict) {
            (Some(sure), Verdict::Full | Verdict::Wrong) => calibration.add(sure, true),
            (Some(sure), Verdict::Surplus) => calibration.add(sure, false),
            _ => {}
        }
    }
    let statuses = statuses::compare(gold, reading, &pairs, packs);
    Marks {
        people: Count {
            right: pairs.iter().filter(|pair| right(*pair)).count(),
            proposed: reading.people.len(),
            wanted: gold.people.len(),
        },
        found: Count { right: compared.n_found, ..compared.count },
        full: Count { right: compared.n_full, ..compared.count },
        n_false: compared.lines.iter().filter(|l| l.verdict == Verdict::Surplus).count(),
        statuses: statuses.filled,
        to_confirm: statuses.to_confirm,
        false_statuses: statuses.unsupported,
        calibration,
        lines: compared.lines,
    }
}
