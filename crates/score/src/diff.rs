//! What a change in packs, models or code gains and loses: two readings of the same documents.
//!
//! Comes in: the readings before ("A") and after ("B"), and references where there are any. Goes out:
//! a [`Diff`], counts and every difference, grouped by what differs. Reports are paired by the hash
//! of the evidence, else by name; claims by predicate and overlapping words; people by name and
//! mentions, for their ids differ from reading to reading. Where the clean text itself has changed,
//! words are found again in the new one. Of a claim all that it says is compared; which words and
//! which pack entry it rests on is told but makes no difference.
//! Leaves to others: reading files, and printing.

mod claims;
mod judge;
mod pair;
mod people;
mod shift;

pub use judge::{Judged, References};

use std::collections::BTreeMap;

use crate::report::Report;

/// What differs, in the order of printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A report that B lacks.
    ReportInA,
    /// A report that A lacks.
    ReportInB,
    /// A claim of A that B lacks.
    Lost,
    /// A claim of B that A lacks.
    Gained,
    /// About whom a claim is.
    Person,
    /// Its value.
    Value,
    /// Its modality.
    Modality,
    /// Its polarity.
    Polarity,
    /// Who says it.
    Speaker,
    /// When.
    Time,
    /// Where.
    Place,
    /// Through which medium.
    Channel,
    /// Whether a person must look first.
    Review,
    /// A person of A whom B lacks.
    PersonLost,
    /// A person of B whom A lacks.
    PersonAdded,
    /// The same person under another name.
    Renamed,
    /// In another role.
    Role,
    /// On another identity level.
    Level,
}

impl Cause {
    /// The name, as groups carry it.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Cause::ReportInA => "reports only in A".into(),
            Cause::ReportInB => "reports only in B".into(),
            Cause::Lost => "only in A".into(),
            Cause::Gained => "only in B".into(),
            Cause::PersonLost => "people lost".into(),
            Cause::PersonAdded => "people added".into(),
            Cause::Renamed => "people renamed".into(),
            Cause::Role => "people in another role".into(),
            Cause::Level => "people on another level".into(),
            _ => format!("changed {}", self.facet()),
        }
    }

    /// What of a claim or a person has changed; empty where nothing has, but all is new or gone.
    #[must_use]
    pub fn facet(self) -> &'static str {
        match self {
            Cause::Person => "person",
            Cause::Value => "value",
            Cause::Modality => "modality",
            Cause::Polarity => "polarity",
            Cause::Speaker => "speaker",
            Cause::Time => "time",
            Cause::Place => "place",
            Cause::Channel => "channel",
            Cause::Review => "review",
            Cause::Renamed => "name",
            Cause::Role => "role",
            Cause::Level => "level",
            _ => "",
        }
    }
}

/// One side of something that changed to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What A has; empty where it has nothing.
    pub before: String,
    /// What B has.
    pub after: String,
    /// Different, but the same for the score ("2023~" and "2023").
    pub alike: bool,
}

/// One difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Name of the report.
    pub report: String,
    /// Predicate id; empty for people and reports.
    pub predicate: String,
    /// The words; empty for reports.
    pub quote: String,
    /// Whom it is about and, where it stands on one side only, what it says.
    pub what: String,
    /// For what stands on both sides: how it changed.
    pub change: Option<Change>,
    /// Pack entry that found the claim; of two different ones both.
    pub entry: String,
    /// What the reference says of A's claim.
    pub judged_a: Option<Judged>,
    /// And of B's.
    pub judged_b: Option<Judged>,
    /// Where the claim is only partly right: what the reference has.
    pub wanted: String,
}

/// Differences of one kind, in the order of reports and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What differs.
    pub cause: Cause,
    /// For claims gained and lost: what the reference says of them.
    pub judged: Option<Judged>,
    /// The differences.
    pub items: Vec<Item>,
}

impl Group {
    /// `changed speaker`, `only in A`; `gained-right` where there is a reference.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.cause, self.judged) {
            (Cause::Lost, Some(judged)) => format!("lost-{}", judged.name()),
            (Cause::Gained, Some(judged)) => format!("gained-{}", judged.name()),
            (cause, _) => cause.name(),
        }
    }
}

/// How many of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports of A.
    pub reports_a: usize,
    /// Reports of B.
    pub reports_b: usize,
    /// Reports of both, which alone are compared; the counts of claims are theirs.
    pub reports_compared: usize,
    /// Claims of A.
    pub claims_a: usize,
    /// Claims of B.
    pub claims_b: usize,
    /// Claims that both have.
    pub same: usize,
    /// Claims of B alone.
    pub gained: usize,
    /// Claims of A alone.
    pub lost: usize,
    /// Claims of both that say something else.
    pub changed: usize,
    /// Changed claims that the reference likes better in B.
    pub better: usize,
    /// And those it liked better in A.
    pub worse: usize,
}

/// What differs between two readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// How many of everything.
    pub counts: Counts,
    /// The differences; groups without any are left out.
    pub groups: Vec<Group>,
}

/// Collects differences while reports are compared.
#[derive(Default)]
struct Found {
    counts: Counts,
    groups: BTreeMap<(Cause, Option<Judged>), Vec<Item>>,
}

impl Found {
    fn add(&mut self, cause: Cause, judged: Option<Judged>, item: Item) {
        self.groups.entry((cause, judged)).or_default().push(item);
    }
}

/// Compares readings; with references, claims gained and lost are judged by them.
#[must_use]
pub fn compare(a: &[Report], b: &[Report], references: Option<&References>) -> Diff {
    let pairs = pair::reports(a, b);
    let mut found = Found::default();
    found.counts.reports_a = a.len();
    found.counts.reports_b = b.len();
    found.counts.reports_compared = pairs.len();
    for (i, before) in a.iter().enumerate() {
        match pairs.get(&i) {
            Some(j) => both(before, &b[*j], references, &mut found),
            None => found.add(Cause::ReportInA, None, only(before)),
        }
    }
    for j in crate::matching::left_over(&pairs, b.len()) {
        found.add(Cause::ReportInB, None, only(&b[j]));
    }
    let groups = found.groups.into_iter().map(|((cause, judged), items)| Group { cause, judged, items });
    Diff { counts: found.counts, groups: groups.collect() }
}

/// Compares two readings of one report.
fn both(a: &Report, b: &Report, references: Option<&References>, found: &mut Found) {
    let shift = shift::Shift::new(&a.text, &b.text);
    let people = people::align(&a.people, &b.people, &shift);
    let judge = references.map(|r| judge::Judge::new(r.of(b), a, b));
    claims::compare(&claims::Sides { a, b, shift: &shift, people: &people, judge: judge.as_ref() }, found);
    people::compare(a, b, &people, found);
}

fn only(report: &Report) -> Item {
    let what = format!("{} claims, {} people", report.claims.len(), report.people.len());
    Item { report: report.evidence.name.clone(), what, ..Item::default() }
}
