//! Promises and what came of them, each with its own speaker.

use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::reading::{ClaimOut, Reading};

use crate::line::Line;

/// What came of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Another claim shows it kept.
    Kept,
    /// Another claim shows it broken.
    Broken,
    /// Both kept and broken are reported.
    PartlyKept,
    /// Nothing is said.
    Unknown,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Kept => "kept",
            Outcome::Broken => "broken",
            Outcome::PartlyKept => "partly kept",
            Outcome::Unknown => "outcome not stated",
        }
    }
}

/// One promise with its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What was promised.
    pub line: Line,
    /// Further claims that repeat the promise in other words.
    pub repeats: Vec<Line>,
    /// Who promised, as printed; `None` when not stated.
    pub promisor: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// The claims that show it.
    pub shown_by: Vec<Line>,
}

/// The promises of one person. Several claims of one kind of promise are one promise: a report
/// says it in its opening and again further down.
pub fn of(claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Vec<Promise> {
    let mut out: Vec<Promise> = Vec::new();
    for claim in claims.iter().filter(|c| is_promise(c, packs)) {
        let line = Line::of(claim, reading, packs);
        match out.iter_mut().find(|p| p.line.predicate == claim.predicate) {
            Some(same) => {
                // The fuller words lead.
                if line.text.len() > same.line.text.len() {
                    same.repeats.push(std::mem::replace(&mut same.line, line));
                } else {
                    same.repeats.push(line);
                }
                same.promisor = same.promisor.take().or_else(|| promisor(claim));
            }
            None => {
                let (outcome, shown_by) = outcome(claim, claims, reading, packs);
                out.push(Promise { line, repeats: Vec::new(), promisor: promisor(claim), outcome, shown_by });
            }
        }
    }
    out
}

fn is_promise(claim: &ClaimOut, packs: &Packs) -> bool {
    let promise = packs.predicate(&claim.predicate).is_some_and(|p| packs.predicates[p].frame == "promise");
    promise && matches!(claim.modality, Modality::Promised | Modality::Offered)
}

fn promisor(claim: &ClaimOut) -> Option<String> {
    claim.anchors.iter().find(|(slot, _)| slot == "promisor").map(|(_, s)| s.quote.clone())
}

fn outcome(promise: &ClaimOut, claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> (Outcome, Vec<Line>) {
    let Some(rule) = packs.predicate(&promise.predicate).and_then(|p| packs.predicates[p].promise.as_ref()) else {
        return (Outcome::Unknown, Vec::new());
    };
    let settled =
        |c: &&&ClaimOut| c.modality == Modality::Asserted && c.polarity == Polarity::Affirmed && c.review.is_none();
    let by = |ids: &[String]| -> Vec<Line> {
        claims
            .iter()
            .filter(settled)
            .filter(|c| ids.contains(&c.predicate))
            .map(|c| Line::of(c, reading, packs))
            .collect()
    };
    // A statement that names the promise decides before one that only bears on it.
    let named: Vec<Line> = claims
        .iter()
        .filter(settled)
        .filter(|c| c.predicate == "promise.broken" && c.value == promise.predicate)
        .map(|c| Line::of(c, reading, packs))
        .collect();
    let mut broken = named;
    for line in by(&rule.broken_by) {
        if !broken.iter().any(|l| l.text == line.text && l.marks == line.marks) {
            broken.push(line);
        }
    }
    let kept = by(&rule.kept_by);
    let outcome = match (kept.is_empty(), broken.is_empty()) {
        (true, true) => Outcome::Unknown,
        (true, false) => Outcome::Broken,
        (false, true) => Outcome::Kept,
        (false, false) => Outcome::PartlyKept,
    };
    (outcome, broken.into_iter().chain(kept).collect())
}
