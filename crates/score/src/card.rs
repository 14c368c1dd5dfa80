//! The score card: the marks of many documents, by predicate and by style.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::calibration::Calibration;
use crate::{Count, Marks, Verdict};

/// Sums over documents.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Documents.
    pub n_documents: usize,
    /// Claims found.
    pub found: Count,
    /// Claims right in every facet.
    pub full: Count,
    /// People.
    pub people: Count,
    /// Proposed claims that match none.
    pub n_false: usize,
    /// States filled.
    pub statuses: Count,
    /// States that wait for somebody to confirm them.
    pub to_confirm: Count,
    /// States without support.
    pub n_false_statuses: usize,
}

impl Tally {
    fn add(&mut self, marks: &Marks) {
        self.n_documents += 1;
        self.found.add(marks.found);
        self.full.add(marks.full);
        self.people.add(marks.people);
        self.n_false += marks.n_false;
        self.statuses.add(marks.statuses);
        self.to_confirm.add(marks.to_confirm);
        self.n_false_statuses += marks.false_statuses.len();
    }

    /// A number for every hundred documents.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of documents
    pub fn per_hundred(&self, n: usize) -> f64 {
        100.0 * n as f64 / self.n_documents.max(1) as f64
    }

    fn json(&self) -> Value {
        json!({
            "documents": self.n_documents, "found": count(self.found), "full": count(self.full),
            "people": count(self.people), "false_claims_per_100": self.per_hundred(self.n_false),
            "statuses": count(self.statuses), "statuses_to_confirm": count(self.to_confirm),
            "false_statuses_per_100": self.per_hundred(self.n_false_statuses),
        })
    }
}

fn count(c: Count) -> Value {
    json!({
        "precision": c.precision(), "recall": c.recall(), "f1": c.f1(),
        "right": c.right, "proposed": c.proposed, "wanted": c.wanted,
    })
}

/// One predicate over all documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct ByPredicate {
    /// Claims found.
    pub found: Count,
    /// Claims right in every facet.
    pub n_full: usize,
}

/// The score card.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// Everything.
    pub all: Tally,
    /// By the manner of the report.
    pub by_style: BTreeMap<String, Tally>,
    /// By predicate.
    pub by_predicate: BTreeMap<String, ByPredicate>,
    /// Claims by their confidence.
    pub calibration: Calibration,
    /// How often each facet differs in claims that are found.
    pub facets: BTreeMap<&'static str, usize>,
}

impl Card {
    /// Adds one document.
    pub fn add(&mut self, style: &str, marks: &Marks) {
        self.all.add(marks);
        self.calibration.merge(&marks.calibration);
        self.by_style.entry(style.to_string()).or_default().add(marks);
        for line in &marks.lines {
            let one = self.by_predicate.entry(line.predicate.clone()).or_default();
            let (found, wanted) = match line.verdict {
                Verdict::Full | Verdict::Wrong => (1, 1),
                Verdict::Missing => (0, 1),
                Verdict::Surplus => (0, 0),
                Verdict::Repeat => continue,
            };
            one.found.add(Count { right: found, proposed: usize::from(line.verdict != Verdict::Missing), wanted });
            one.n_full += usize::from(line.verdict == Verdict::Full);
            for (facet, _, _) in &line.facets {
                *self.facets.entry(facet).or_default() += 1;
            }
        }
    }

    /// The card as JSON: shares from 0 to 1.
    #[must_use]
    pub fn json(&self) -> Value {
        let styles: BTreeMap<&String, Value> = self.by_style.iter().map(|(k, t)| (k, t.json())).collect();
        let predicate = |p: &ByPredicate| {
            let mut one = count(p.found);
            one["full"] = json!(p.n_full);
            one
        };
        let predicates: BTreeMap<&String, Value> = self.by_predicate.iter().map(|(k, p)| (k, predicate(p))).collect();
        json!({"all": self.all.json(), "styles": styles, "predicates": predicates, "facets": self.facets,
            "calibration": self.calibration.json()})
    }
}
