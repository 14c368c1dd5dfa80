//! Statuses: the current state of each axis, filled only by claims that may fill it.

use casebook_packs::{Axis, Fill, Modality, Packs};
use casebook_read::reading::{ClaimOut, Reading};

use crate::holds::{lasting, sure};
use crate::line::{Line, shown_value};

/// The state of one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Axis id ("travel_document").
    pub axis: String,
    /// How a page says the axis.
    pub label: String,
    /// State ids; several only on axes where several can hold.
    pub states: Vec<String>,
    /// How a page says the state.
    pub text: String,
    /// Since when, in EDTF, where the text fixes it.
    pub since: Option<String>,
    /// The claims that fill it, best first.
    pub lines: Vec<Line>,
}

/// One claim that fills one state of an axis.
struct Filled<'a> {
    claim: &'a ClaimOut,
    state: String,
    rank: usize,
}

/// The statuses of one person, in the order of the axes.
pub fn of(claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Vec<Status> {
    let standing: Vec<&ClaimOut> = claims.iter().filter(|c| sure(c, claims, packs)).copied().collect();
    let standing = lasting(&standing, claims, packs);
    packs.axes.iter().filter_map(|axis| status(axis, &standing, reading, packs)).collect()
}

/// What the claims that do not stand by themselves, or that somebody disputes, would fill if somebody confirmed them: on each axis the states
/// that are not `filled` already. Claims held for review are not among them: nobody stands behind those.
pub fn to_confirm(claims: &[&ClaimOut], filled: &[Status], reading: &Reading, packs: &Packs) -> Vec<Status> {
    let waiting: Vec<&ClaimOut> =
        claims.iter().filter(|c| !sure(c, claims, packs) && c.review.is_none()).copied().collect();
    let waiting = lasting(&waiting, claims, packs);
    let known = |s: &Status| filled.iter().any(|f| f.axis == s.axis && s.states.iter().all(|x| f.states.contains(x)));
    packs.axes.iter().filter_map(|axis| status(axis, &waiting, reading, packs)).filter(|s| !known(s)).collect()
}

fn status(axis: &Axis, claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Option<Status> {
    let mut filled: Vec<Filled<'_>> = claims.iter().flat_map(|c| fills(axis, c, packs)).collect();
    // The last state in the machine's order; of equal ones the one with a date, then the first said.
    filled.sort_by_key(|f| (std::cmp::Reverse(f.rank), f.claim.when.is_none(), f.claim.anchors[0].1.start));
    let top = filled.first()?.rank;
    let holding: Vec<&Filled<'_>> = filled.iter().filter(|f| axis.many || f.rank == top).collect();
    let mut states: Vec<String> = Vec::new();
    for f in &holding {
        if !states.contains(&f.state) {
            states.push(f.state.clone());
        }
    }
    Some(Status {
        axis: axis.id.get_ref().clone(),
        label: axis.label.clone(),
        text: states.iter().map(|s| shown(axis, s, packs)).collect::<Vec<_>>().join(", "),
        states,
        since: holding.iter().find_map(|f| f.claim.when.clone()),
        lines: holding.iter().map(|f| Line::of(f.claim, reading, packs)).collect(),
    })
}

/// How a page says a state; states that are values say themselves.
fn shown(axis: &Axis, state: &str, packs: &Packs) -> String {
    axis.states.iter().find(|(id, _)| id == state).map_or_else(|| shown_value(state, packs), |(_, text)| text.clone())
}

/// The states of this axis that a claim may fill.
fn fills<'a>(axis: &Axis, claim: &'a ClaimOut, packs: &Packs) -> Vec<Filled<'a>> {
    let Some(p) = packs.predicate(&claim.predicate) else { return Vec::new() };
    let own = packs.predicates[p].fills.iter().filter(|f| &f.axis == axis.id.get_ref() && may_fill(claim, f));
    own.map(|f| Filled {
        claim,
        state: f.state.replace("{value}", &claim.value),
        rank: axis.states.iter().position(|(id, _)| id == &f.state).unwrap_or(0),
    })
    .collect()
}

/// The gate: the polarity that the fill asks for, and asserted, unless the fill names a modality; what is over fills nothing.
fn may_fill(claim: &ClaimOut, fill: &Fill) -> bool {
    let modality = fill.modality.unwrap_or(Modality::Asserted);
    !claim.ended && claim.modality == modality && claim.polarity == fill.polarity
}
