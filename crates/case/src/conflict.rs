//! Conflicts: claims that cannot both hold, and words used for something else. Shown side by side.

use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::reading::{ClaimOut, Reading};

use crate::holds::apart;
use crate::label::{of_place, of_trigger};
use crate::line::Line;

/// Claims that want explaining side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Id of the rule.
    pub rule: String,
    /// What to say about it.
    pub say: String,
    /// The claims.
    pub lines: Vec<Line>,
}

/// The conflicts among a person's claims, in the order of the rules.
pub fn of(claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Vec<Conflict> {
    let mut out: Vec<Conflict> = packs.conflicts.iter().filter_map(|c| clash(c, claims, reading, packs)).collect();
    out.extend(denials(claims, reading, packs));
    out.extend(packs.terminology.iter().filter_map(|t| {
        let word = t.word.to_lowercase();
        let beside = claims.iter().find(|c| c.predicate == t.beside)?;
        let says = claims.iter().find(|c| {
            c.id != beside.id && c.anchors.first().is_some_and(|(_, s)| s.quote.to_lowercase().contains(&word))
        })?;
        let lines = vec![Line::of(says, reading, packs), Line::of(beside, reading, packs)];
        Some(Conflict { rule: t.id.get_ref().clone(), say: t.say.clone(), lines })
    }));
    out
}

fn clash(rule: &casebook_packs::Conflict, claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Option<Conflict> {
    let settled = |c: &&&ClaimOut| c.modality == Modality::Asserted && c.polarity == Polarity::Affirmed && !c.ended;
    let of = |predicate: &String| {
        claims.iter().filter(settled).filter(|c| &c.predicate == predicate).copied().collect::<Vec<_>>()
    };
    let mut found: Vec<&ClaimOut> = Vec::new();
    match rule.between.as_slice() {
        [one] => {
            for c in of(one) {
                // "was arrested", "arrested at the airport" give no reason that another could contradict; an arrest two years before
                // contradicts none.
                let tells = !c.value.is_empty() && !of_trigger(c) && !of_place(c);
                if tells && !found.iter().any(|f| alike(&f.value, &c.value) || apart(f, c)) {
                    found.push(c);
                }
            }
            if found.len() < 2 {
                return None;
            }
        }
        several => {
            for predicate in several {
                found.push(of(predicate).first().copied()?);
            }
        }
    }
    let lines = found.iter().map(|c| Line::of(c, reading, packs)).collect();
    Some(Conflict { rule: rule.id.get_ref().clone(), say: rule.say.clone(), lines })
}

/// Two values that say the same in more or fewer words.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.contains(&b) || b.contains(&a)
}

/// The same thing affirmed by one and denied by another.
fn denials(claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Vec<Conflict> {
    let mut out = Vec::new();
    for denied in claims.iter().filter(|c| c.polarity == Polarity::Negated) {
        let affirmed = claims.iter().find(|c| {
            c.predicate == denied.predicate
                && c.polarity == Polarity::Affirmed
                && c.speaker != denied.speaker
                && matches!(c.modality, Modality::Asserted | Modality::Alleged)
        });
        if let Some(affirmed) = affirmed {
            out.push(Conflict {
                rule: "denied".into(),
                say: "one source says it, another denies it".into(),
                lines: vec![Line::of(affirmed, reading, packs), Line::of(denied, reading, packs)],
            });
        }
    }
    out
}
