//! People of two readings: who is who, and what differs.

use std::collections::{BTreeMap, BTreeSet};

use super::shift::Shift;
use super::{Cause, Change, Found, Item};
use crate::matching::{left_over, one_to_one};
use crate::report::{Person, Report};
use crate::words::fold;

/// Pairs of indices: by name, then by the first mention, then by the mentions they share.
pub fn align(a: &[Person], b: &[Person], shift: &Shift) -> BTreeMap<usize, usize> {
    type Places = Vec<Option<(usize, usize)>>;
    let of_a: Vec<Places> = a.iter().map(|p| p.mentions.iter().map(|m| shift.place(m)).collect()).collect();
    let of_b: Vec<Places> = b.iter().map(|p| p.mentions.iter().map(|m| Some((m.start, m.end))).collect()).collect();
    let mut candidates = Vec::new();
    for (i, x) in a.iter().enumerate() {
        let mine: BTreeSet<(usize, usize)> = of_a[i].iter().flatten().copied().collect();
        for (j, y) in b.iter().enumerate() {
            let name = !x.name.is_empty() && fold(&x.name) == fold(&y.name);
            let first = of_a[i].first().is_some_and(|m| m.is_some() && Some(m) == of_b[j].first());
            let shared = of_b[j].iter().flatten().filter(|m| mine.contains(m)).count();
            if name || first || shared > 0 {
                candidates.push((!name, !first, std::cmp::Reverse(shared), i, j));
            }
        }
    }
    candidates.sort_unstable();
    one_to_one(candidates.into_iter().map(|(_, _, _, i, j)| (i, j)))
}

/// The id and the name of a person, or the words that stand for one: `p3 (Ana Silva)`; a class and
/// a role as they are.
pub fn label(report: &Report, id: &str) -> String {
    report.person(id).map_or_else(|| id.to_string(), |p| format!("{id} ({})", called(p)))
}

/// The name, or the first mention in quotation marks.
fn called(p: &Person) -> String {
    match p.mentions.first() {
        Some(first) if p.name.is_empty() => format!("“{}”", first.quote),
        _ => p.name.clone(),
    }
}

/// People lost, added, and changed.
pub fn compare(a: &Report, b: &Report, pairs: &BTreeMap<usize, usize>, found: &mut Found) {
    for (i, x) in a.people.iter().enumerate() {
        match pairs.get(&i) {
            Some(j) => changes(b, x, &b.people[*j], found),
            None => found.add(Cause::PersonLost, None, whole(a, x)),
        }
    }
    for j in left_over(pairs, b.people.len()) {
        found.add(Cause::PersonAdded, None, whole(b, &b.people[j]));
    }
}

fn changes(b: &Report, x: &Person, y: &Person, found: &mut Found) {
    let facets = [
        (Cause::Renamed, x.name != y.name, called(x), called(y)),
        (Cause::Role, x.role != y.role, x.role.clone(), y.role.clone()),
        (Cause::Level, x.level != y.level, x.level.clone(), y.level.clone()),
    ];
    for (cause, _, before, after) in facets.into_iter().filter(|(_, differs, _, _)| *differs) {
        let alike = cause == Cause::Renamed && fold(&x.name) == fold(&y.name);
        let change = Some(Change { before, after, alike });
        found.add(cause, None, Item { change, what: label(b, &y.id), ..whole(b, y) });
    }
}

fn whole(report: &Report, p: &Person) -> Item {
    Item {
        report: report.evidence.name.clone(),
        quote: p.mentions.first().map_or(String::new(), |m| m.quote.clone()),
        what: format!("{}, {}, {}", label(report, &p.id), p.level, p.role),
        ..Item::default()
    }
}
