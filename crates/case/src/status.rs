//! Statuses: the current state of each axis, filled only by claims that may fill it.

use casebook_packs::{Axis, Fill, Modality, Packs, Polarity};
use casebook_read::reading::{ClaimOut, Reading};

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
    let standing: Vec<&ClaimOut> = claims.iter().filter(|c| c.stands()).copied().collect();
    let standing = lasting(&standing, claims, packs);
    packs.axes.iter().filter_map(|axis| status(axis, &standing, reading, packs)).collect()
}

/// Those of some claims that no later one of `all` ends, by the dates of both ("released in 2019", "arrested again in 2024"). One that
/// nobody has confirmed yet is enough: what may be over is not shown as what is.
fn lasting<'a>(claims: &[&'a ClaimOut], all: &[&ClaimOut], packs: &Packs) -> Vec<&'a ClaimOut> {
    let so = |c: &ClaimOut| c.polarity == Polarity::Affirmed && c.modality == Modality::Asserted;
    let ends = |then: &ClaimOut, first: &ClaimOut| {
        let Some(rule) = packs.predicate(&then.predicate).map(|p| &packs.predicates[p]) else { return false };
        let dated = then.when.as_deref().zip(first.when.as_deref());
        let closed = rule.closes.contains(&first.predicate) && !dated.is_some_and(|(a, b)| later(b, a));
        let ended = rule.ends.contains(&first.predicate) && dated.is_some_and(|(a, b)| later(a, b));
        so(then) && !then.ended && (closed || ended)
    };
    claims.iter().filter(|c| !all.iter().any(|then| ends(then, c))).copied().collect()
}

/// Does something dated `then` begin after something dated `first`, both in EDTF, as far as both are known?
fn later(then: &str, first: &str) -> bool {
    let begin = |edtf: &str| {
        let (start, end) = edtf.split_once('/').unwrap_or((edtf, edtf));
        let known = if start == ".." || start.is_empty() { end } else { start };
        let parts = known.trim_end_matches(['~', '?', '%']).split('-').map(|n| n.parse::<u32>().ok());
        parts.collect::<Option<Vec<u32>>>()
    };
    let (Some(then), Some(first)) = (begin(then), begin(first)) else { return false };
    then.iter().zip(&first).find(|(a, b)| a != b).is_some_and(|(a, b)| a > b)
}

/// What the claims that do not stand by themselves would fill if somebody confirmed them: on each axis the states
/// that are not `filled` already. Claims held for review are not among them: nobody stands behind those.
pub fn to_confirm(claims: &[&ClaimOut], filled: &[Status], reading: &Reading, packs: &Packs) -> Vec<Status> {
    let waiting: Vec<&ClaimOut> = claims.iter().filter(|c| !c.stands() && c.review.is_none()).copied().collect();
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
