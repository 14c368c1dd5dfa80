//! Claims of two readings of one document: which are one, and what differs.

use std::collections::BTreeMap;

use super::judge::{Judge, Judged};
use super::people::label;
use super::shift::Shift;
use super::{Cause, Change, Found, Item};
use crate::matching::{left_over, one_to_one};
use crate::report::{Claim, Report, Words};
use crate::words::{overlap, same_time, same_value};

/// Anchors that say more of a claim but are not what it rests on.
const ASIDE: [&str; 3] = ["when", "where", "place before"];
/// Longest stretch that is shown as the words of a claim; of a longer one the trigger alone.
const LONGEST: usize = 120;

/// Two readings and what is known of them.
pub struct Sides<'a> {
    pub a: &'a Report,
    pub b: &'a Report,
    pub shift: &'a Shift,
    /// Who is who, by index.
    pub people: &'a BTreeMap<usize, usize>,
    pub judge: Option<&'a Judge>,
}

/// Pairs the claims and tells what differs.
pub fn compare(sides: &Sides<'_>, found: &mut Found) {
    let pairs = sides.pairs();
    let lost = sides.a.claims.len() - pairs.len();
    let gained = left_over(&pairs, sides.b.claims.len());
    found.counts.claims_a += sides.a.claims.len();
    found.counts.claims_b += sides.b.claims.len();
    found.counts.lost += lost;
    found.counts.gained += gained.len();
    for (i, x) in sides.a.claims.iter().enumerate() {
        let Some(j) = pairs.get(&i) else {
            let judged = sides.judge.map(|judge| &judge.a[i]);
            let quote = quote(x, |from, to| sides.shift.of_a(from, to));
            let item = Item { judged_a: judged.map(|j| j.0), quote, ..whole(sides.a, x, judged) };
            found.add(Cause::Lost, item.judged_a, item);
            continue;
        };
        let changes = sides.changes(x, &sides.b.claims[*j]);
        found.counts.same += usize::from(changes.is_empty());
        found.counts.changed += usize::from(!changes.is_empty());
        if let Some(judge) = sides.judge.filter(|_| !changes.is_empty()) {
            found.counts.better += usize::from(judge.b[*j].0 < judge.a[i].0);
            found.counts.worse += usize::from(judge.a[i].0 < judge.b[*j].0);
        }
        for (cause, change) in changes {
            found.add(cause, None, sides.changed(i, *j, cause, change));
        }
    }
    for j in gained {
        let (y, judged) = (&sides.b.claims[j], sides.judge.map(|judge| &judge.b[j]));
        let quote = quote(y, |from, to| sides.shift.of_b(from, to));
        let item = Item { judged_b: judged.map(|j| j.0), quote, ..whole(sides.b, y, judged) };
        found.add(Cause::Gained, item.judged_b, item);
    }
}

impl Sides<'_> {
    /// Claims with one predicate on overlapping words: those whose triggers overlap first, then
    /// those about the same person, then those with least between them.
    fn pairs(&self) -> BTreeMap<usize, usize> {
        let place = |w: &Words| self.shift.place(w);
        let of_a: Vec<Vec<(usize, usize)>> =
            self.a.claims.iter().map(|c| base(c).filter_map(place).collect()).collect();
        let of_b: Vec<Vec<(usize, usize)>> =
            self.b.claims.iter().map(|c| base(c).map(|w| (w.start, w.end)).collect()).collect();
        let mut candidates = Vec::new();
        for (i, x) in self.a.claims.iter().enumerate() {
            for (j, y) in self.b.claims.iter().enumerate() {
                if x.predicate == y.predicate && overlap(&of_a[i], &of_b[j]) {
                    let triggers = overlap(trigger(&of_a[i]), trigger(&of_b[j]));
                    let person = self.same_person(&x.about, &y.about);
                    candidates.push((!triggers, !person, self.changes(x, y).len(), i, j));
                }
            }
        }
        candidates.sort_unstable();
        one_to_one(candidates.into_iter().map(|(_, _, _, i, j)| (i, j)))
    }

    /// The same person, or the same words for a class, a role, the outlet.
    fn same_person(&self, a: &str, b: &str) -> bool {
        let index = |report: &Report, id: &str| report.people.iter().position(|p| p.id == id);
        match (index(self.a, a), index(self.b, b)) {
            (Some(i), Some(j)) => self.people.get(&i) == Some(&j),
            (None, None) => a == b,
            _ => false,
        }
    }

    /// What two claims say differently.
    fn changes(&self, x: &Claim, y: &Claim) -> Vec<(Cause, Change)> {
        let text = |o: &Option<String>| o.clone().unwrap_or_default();
        let person = |a: &str, b: &str| (label(self.a, a), label(self.b, b));
        let pair = |a: &String, b: &String| (a.clone(), b.clone());
        let options = |a: &Option<String>, b: &Option<String>| (text(a), text(b));
        let facets = [
            (Cause::Person, self.same_person(&x.about, &y.about), false, person(&x.about, &y.about)),
            (Cause::Value, x.value == y.value, same_value(&x.value, &y.value), pair(&x.value, &y.value)),
            (Cause::Modality, x.modality == y.modality, false, pair(&x.modality, &y.modality)),
            (Cause::Polarity, x.polarity == y.polarity, false, pair(&x.polarity, &y.polarity)),
            (Cause::Speaker, self.same_person(&x.speaker, &y.speaker), false, person(&x.speaker, &y.speaker)),
            (Cause::Time, x.when == y.when, same_time(&text(&x.when), y.when.as_deref()), options(&x.when, &y.when)),
            (Cause::Place, x.place == y.place, false, options(&x.place, &y.place)),
            (Cause::Channel, x.channel == y.channel, false, options(&x.channel, &y.channel)),
            (Cause::Review, x.review == y.review, false, options(&x.review, &y.review)),
        ];
        let changed = facets.into_iter().filter(|(_, same, _, _)| !same);
        changed.map(|(cause, _, alike, (before, after))| (cause, Change { before, after, alike })).collect()
    }

    /// The item for a claim of both sides.
    fn changed(&self, i: usize, j: usize, cause: Cause, change: Change) -> Item {
        let (x, y) = (&self.a.claims[i], &self.b.claims[j]);
        let (judged_a, judged_b) = (self.judge.map(|judge| &judge.a[i]), self.judge.map(|judge| &judge.b[j]));
        let other = Some(&x.entry).filter(|e| !e.is_empty() && **e != y.entry && !y.entry.is_empty());
        let entry = other.map_or_else(|| y.entry.clone(), |e| format!("{e} -> {}", y.entry));
        Item {
            what: if cause == Cause::Person { String::new() } else { label(self.b, &y.about) },
            quote: quote(y, |from, to| self.shift.of_b(from, to)),
            change: Some(change),
            entry,
            judged_a: judged_a.map(|j| j.0),
            judged_b: judged_b.map(|j| j.0),
            ..whole(self.b, y, judged_b)
        }
    }
}

/// The words that a claim rests on.
fn base(c: &Claim) -> impl Iterator<Item = &Words> {
    c.anchors.iter().filter(|w| !ASIDE.contains(&w.slot.as_str()))
}

/// The first place, where there is one.
fn trigger(places: &[(usize, usize)]) -> &[(usize, usize)] {
    &places[..places.len().min(1)]
}

/// The stretch from the first to the last of a claim's words.
fn quote(c: &Claim, of: impl Fn(usize, usize) -> Option<String>) -> String {
    let from = base(c).map(|w| w.start).min().unwrap_or(0);
    let to = base(c).map(|w| w.end).max().unwrap_or(0);
    let stretch = of(from, to).filter(|_| to - from <= LONGEST);
    stretch.or_else(|| c.anchors.first().map(|w| w.quote.clone())).unwrap_or_default()
}

/// A claim in words.
fn whole(report: &Report, c: &Claim, judged: Option<&(Judged, String)>) -> Item {
    let parts = [label(report, &c.about), c.value.clone(), c.modality.clone(), c.polarity.clone()];
    let said = [label(report, &c.speaker), c.when.clone().unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().chain(said).filter(|p| !p.is_empty() && p != "affirmed").collect();
    Item {
        report: report.evidence.name.clone(),
        predicate: c.predicate.clone(),
        what: parts.join(", "),
        entry: c.entry.clone(),
        wanted: judged.map_or(String::new(), |j| j.1.clone()),
        ..Item::default()
    }
}
