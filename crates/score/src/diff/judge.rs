//! Right or wrong: the claims of both sides by the reference of the document.

use std::collections::BTreeMap;
use std::path::Path;

use crate::claims::{Line, Verdict, compare};
use crate::gold::Gold;
use crate::people::align;
use crate::report::Report;

/// Reference readings by the name of their document, without its ending.
pub struct References(BTreeMap<String, Gold>);

impl References {
    /// Takes references with the names of their documents; of two with one name the first counts.
    #[must_use]
    pub fn new(references: impl IntoIterator<Item = (String, Gold)>) -> References {
        let mut out = BTreeMap::new();
        for (name, gold) in references {
            out.entry(name).or_insert(gold);
        }
        References(out)
    }

    /// The reference of this report.
    #[must_use]
    pub fn of(&self, report: &Report) -> Option<&Gold> {
        let name = Path::new(&report.evidence.name).file_stem()?.to_str()?;
        self.0.get(name)
    }
}

/// What the reference says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judged {
    /// It has the same.
    Right,
    /// It has the claim, but something in it differs.
    Partly,
    /// It has no such claim.
    Wrong,
    /// Another claim of the reading says the same already: neither right nor wrong.
    Again,
    /// There is no reference of this document.
    Unknown,
}

impl Judged {
    /// The name, as groups carry it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Judged::Right => "right",
            Judged::Partly => "partly",
            Judged::Wrong => "wrong",
            Judged::Again => "again",
            Judged::Unknown => "unknown",
        }
    }
}

/// What the reference says of each claim of two readings, and what it has instead.
pub struct Judge {
    pub a: Vec<(Judged, String)>,
    pub b: Vec<(Judged, String)>,
}

impl Judge {
    /// Judges two readings of one document.
    pub fn new(gold: Option<&Gold>, a: &Report, b: &Report) -> Judge {
        Judge { a: judged(gold, a), b: judged(gold, b) }
    }
}

fn judged(gold: Option<&Gold>, report: &Report) -> Vec<(Judged, String)> {
    let Some(gold) = gold else { return vec![(Judged::Unknown, String::new()); report.claims.len()] };
    let compared = compare(gold, report, &align(&gold.people, &report.people));
    compared.of_claims.iter().map(|line| of_line(&compared.lines[*line])).collect()
}

fn of_line(line: &Line) -> (Judged, String) {
    let judged = match line.verdict {
        Verdict::Full => Judged::Right,
        Verdict::Wrong => Judged::Partly,
        Verdict::Missing | Verdict::Surplus => Judged::Wrong,
        Verdict::Repeat => Judged::Again,
    };
    let wanted: Vec<String> = line.facets.iter().map(|(facet, wanted, _)| format!("{facet}: {wanted}")).collect();
    (judged, wanted.join("; "))
}
