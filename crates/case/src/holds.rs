//! Which claims hold now: what nobody disputes and no later step has ended.

use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::annotate::Day;
use casebook_read::annotate::edtf::{self, Grain};
use casebook_read::reading::ClaimOut;

/// Does a claim stand by itself, and does no other of the person's claims say that it is not so? What a person has decided stands.
pub fn sure(claim: &ClaimOut, all: &[&ClaimOut], packs: &Packs) -> bool {
    let affirmed = claim.polarity == Polarity::Affirmed;
    // Who is no Peruvian may be a Chilean; who was not deported to Peru was hardly deported.
    let by_value = by_value(claim, packs);
    let disputes = |c: &&ClaimOut| {
        let same = c.predicate == claim.predicate && (!by_value || c.value == claim.value);
        let said = matches!(c.modality, Modality::Asserted | Modality::Denied);
        same && said && c.polarity == Polarity::Negated && c.review.is_none()
    };
    let disputed = claim.decided.is_none() && affirmed && all.iter().any(disputes);
    claim.stands() && !disputed
}

/// Is the value of a claim the state that it fills (a country, on the axis of nationality)?
fn by_value(claim: &ClaimOut, packs: &Packs) -> bool {
    let fills = packs.predicate(&claim.predicate).map_or(&[][..], |p| &packs.predicates[p].fills);
    fills.iter().any(|f| f.state.contains("{value}"))
}

/// Those of some claims that no later one of `all` ends, by the dates of both ("released in 2019", "arrested again in 2024"). One that
/// nobody has confirmed yet is enough: what may be over is not shown as what is.
pub fn lasting<'a>(claims: &[&'a ClaimOut], all: &[&ClaimOut], packs: &Packs) -> Vec<&'a ClaimOut> {
    let so = |c: &ClaimOut| c.polarity == Polarity::Affirmed && c.modality == Modality::Asserted;
    let ends = |then: &ClaimOut, first: &ClaimOut| {
        let Some(rule) = packs.predicate(&then.predicate).map(|p| &packs.predicates[p]) else { return false };
        let dated = then.when.as_deref().zip(first.when.as_deref());
        // Whose Kuwaiti citizenship was revoked may be an Iraqi.
        let same = !by_value(first, packs) || then.value == first.value;
        let closed = same && rule.closes.contains(&first.predicate) && !dated.is_some_and(|(a, b)| later(b, a));
        let ended = rule.ends.contains(&first.predicate) && dated.is_some_and(|(a, b)| later(a, b));
        so(then) && !then.ended && (closed || ended)
    };
    claims.iter().filter(|c| !all.iter().any(|then| ends(then, c))).copied().collect()
}

/// Does something dated `then` begin after something dated `first`, both in EDTF, as far as both are known? Of seasons and of days
/// that are not known nothing is said.
fn later(then: &str, first: &str) -> bool {
    later_by(then, first, Grain::Day)
}

/// Are two steps told of different months, and so surely not the same one?
pub fn apart(a: &ClaimOut, b: &ClaimOut) -> bool {
    let dated = a.when.as_deref().zip(b.when.as_deref());
    dated.is_some_and(|(a, b)| later_by(a, b, Grain::Month) || later_by(b, a, Grain::Month))
}

/// The same, by `least` or something coarser.
fn later_by(then: &str, first: &str, least: Grain) -> bool {
    let begin = |edtf: &str| {
        let (start, end) = edtf.split_once('/').unwrap_or((edtf, edtf));
        let known = if start == ".." || start.is_empty() { end } else { start };
        edtf::point(known.trim_end_matches(['~', '?', '%']))
    };
    let (Some((then, fine)), Some((first, coarse))) = (begin(then), begin(first)) else { return false };
    let grain = fine.max(coarse).max(least);
    let known = |day: Day| match grain {
        Grain::Day => (day.year, day.month, day.day),
        Grain::Month => (day.year, day.month, 0),
        Grain::Year => (day.year, 0, 0),
    };
    known(then) > known(first)
}

#[cfg(test)]
mod tests {
    use super::later;

    #[test]
    fn only_what_is_surely_later_is() {
        for (then, first, is) in [
            ("2024-05", "2023", true),
            ("2024-05", "2024", false),
            ("2024", "2024-05", false),
            ("2024-05-03", "2024-05-02", true),
            ("2024-05/2024-06", "2024-04", true),
            ("../2024", "2023", true),
            // Spring of a year is not later than its May.
            ("2024-21", "2024-05", false),
            ("2024-XX-XX", "2023", false),
        ] {
            assert_eq!(later(then, first), is, "{then} after {first}");
        }
    }
}
