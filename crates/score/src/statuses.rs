//! States that a case shows and no claim of the reference supports.

use std::collections::{BTreeMap, BTreeSet};

use casebook_case::derive;
use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::people::IdentityLevel;
use casebook_read::reading::{ClaimOut, PersonOut, Reading, Span};

use crate::gold::{Claim, Gold};

/// "person axis state" for each state of the reading's cases that has no support: the person is
/// nobody of the reference, or none of the reference's claims about them, taken by itself, fills it.
pub fn unsupported(gold: &Gold, reading: &Reading, pairs: &BTreeMap<usize, usize>, packs: &Packs) -> Vec<String> {
    let mut out = Vec::new();
    for case in derive(reading, packs).cases {
        let known = pairs.iter().find(|(_, p)| reading.people[**p].id == case.id).map(|(g, _)| &gold.people[*g].id);
        let supported = known.map_or_else(BTreeSet::new, |id| supported(gold, id, reading, packs));
        for status in &case.statuses {
            for state in &status.states {
                if !supported.contains(&(status.axis.clone(), state.clone())) {
                    out.push(format!("{} {} {state}", case.id, status.axis));
                }
            }
        }
    }
    out
}

/// Axis and state of everything that a claim of the reference about a person fills.
fn supported(gold: &Gold, person: &str, reading: &Reading, packs: &Packs) -> BTreeSet<(String, String)> {
    let own = gold.claims.iter().filter(|c| c.about == person);
    let states = own.filter_map(|c| claim(c, packs)).flat_map(|c| {
        let mut alone = reading.clone();
        alone.people = vec![subject()];
        alone.claims = vec![c];
        let cases = derive(&alone, packs).cases;
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
        entry: String::new(),
        anchors: vec![("trigger".into(), Span { start: 0, end: 1, quote: String::new() })],
    })
}
