//! States that a case shows and no claim of the reference supports.

use std::collections::{BTreeMap, BTreeSet};

use casebook_case::{Status, derive};
use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::people::IdentityLevel;
use casebook_read::reading::{ClaimOut, PersonOut, Reading, Span};

use crate::Count;
use crate::gold::{Claim, Gold};

/// The states of a reading's cases, against those that the reference supports.
pub struct Compared {
    /// States filled: right ones are supported by a claim of the reference about that person, taken by itself; wanted
    /// are those that all claims of the reference fill together.
    pub filled: Count,
    /// States shown as to be confirmed, the same way.
    pub to_confirm: Count,
    /// "person axis state" for each filled state without support.
    pub unsupported: Vec<String>,
}

/// Compares statuses.
pub fn compare(gold: &Gold, reading: &Reading, pairs: &BTreeMap<usize, usize>, packs: &Packs) -> Compared {
    let wanted = gold.people.iter().map(|p| together(gold, &p.id, reading, packs)).sum();
    let empty = Count { wanted, ..Count::default() };
    let mut out = Compared { filled: empty, to_confirm: empty, unsupported: Vec::new() };
    for case in derive(reading, packs).cases {
        let known = pairs.iter().find(|(_, p)| reading.people[**p].id == case.id).map(|(g, _)| &gold.people[*g].id);
        let supported = known.map_or_else(BTreeSet::new, |id| supported(gold, id, reading, packs));
        let states = |statuses: &[Status]| -> Vec<(String, String)> {
            statuses.iter().flat_map(|s| s.states.iter().map(|x| (s.axis.clone(), x.clone()))).collect()
        };
        for (list, count) in [(&case.statuses, &mut out.filled), (&case.to_confirm, &mut out.to_confirm)] {
            for state in states(list) {
                count.proposed += 1;
                count.right += usize::from(supported.contains(&state));
            }
        }
        let wrong = states(&case.statuses).into_iter().filter(|s| !supported.contains(s));
        out.unsupported.extend(wrong.map(|(axis, state)| format!("{} {axis} {state}", case.id)));
    }
    out
}

/// States that the claims of the reference about a person fill together.
fn together(gold: &Gold, person: &str, reading: &Reading, packs: &Packs) -> usize {
    let own = gold.claims.iter().filter(|c| c.about == person).filter_map(|c| claim(c, packs)).collect();
    let cases = derive(&of_one(reading, own), packs).cases;
    cases.iter().flat_map(|c| &c.statuses).map(|s| s.states.len()).sum()
}

/// A reading of one person with these claims.
fn of_one(reading: &Reading, claims: Vec<ClaimOut>) -> Reading {
    Reading { people: vec![subject()], claims, ..reading.clone() }
}

/// Axis and state of everything that a claim of the reference about a person fills.
fn supported(gold: &Gold, person: &str, reading: &Reading, packs: &Packs) -> BTreeSet<(String, String)> {
    let own = gold.claims.iter().filter(|c| c.about == person);
    let states = own.filter_map(|c| claim(c, packs)).flat_map(|c| {
        let cases = derive(&of_one(reading, vec![c]), packs).cases;
        cases.into_iter().flat_map(|case| case.statuses)
    });
    states.flat_map(|s| s.states.into_iter().map(move |state| (s.axis.clone(), state))).collect()
}

fn subject() -> PersonOut {
    PersonOut {
        id: "p".into(),
        name: "p".into(),
        level: IdentityLevel::Named,
        role: "subject",
        mentions: Vec::new(),
        kin_of: None,
        acts_for: None,
    }
}

/// A claim of the reference as if it had been read.
fn claim(c: &Claim, packs: &Packs) -> Option<ClaimOut> {
    packs.predicate(&c.predicate)?;
    let polarity = [Polarity::Affirmed, Polarity::Negated].into_iter().find(|p| p.name() == c.polarity)?;
    Some(ClaimOut {
        id: "c".into(),
        about: "p".into(),
        predicate: c.predicate.clone(),
        value: c.value.clone(),
        polarity,
        modality: Modality::parse(&c.modality)?,
        speaker: "outlet".into(),
        channel: None,
        when: c.when.clone(),
        place: None,
        review: None,
        inferred: false,
        ended: false,
        suggested: false,
        support: None,
        decided: None,
        confidence: None,
        entry: String::new(),
        anchors: vec![("trigger".into(), Span { start: 0, end: 1, quote: String::new() })],
    })
}
