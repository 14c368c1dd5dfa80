//! What somebody is, and whose relative, told twice by the same speaker: one claim that stands on both places. Things that happen may
//! happen twice.

use casebook_packs::Packs;

use super::{Claim, Part};

/// Frames of what holds of somebody throughout.
const LASTING: [&str; 2] = ["identity", "family"];
/// The slot of words that say the same again.
const AGAIN: &str = "again";

/// Joins claims that say the same of the same person, by the same speaker, at the same time: the one with the fullest value stays, the
/// words of the others stand beside its own. Suggestions stay apart, as each is looked at by itself.
pub fn join(packs: &Packs, claims: &mut Vec<Claim>) {
    let lasts = |c: &Claim| LASTING.contains(&packs.predicates[c.predicate].frame.as_str());
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims.drain(..) {
        let Some(known) = kept.iter_mut().find(|k| lasts(&claim) && same(k, &claim)) else {
            kept.push(claim);
            continue;
        };
        let (mut fuller, other) =
            if claim.value.len() > known.value.len() { (claim, known.clone()) } else { (known.clone(), claim) };
        fuller.when = fuller.when.or(other.when);
        fuller.place = fuller.place.or(other.place);
        fuller.parts.extend(
            other
                .parts
                .into_iter()
                .enumerate()
                .filter(|(i, p)| *i == 0 || p.slot == AGAIN)
                .map(|(_, p)| Part { slot: AGAIN.into(), tokens: p.tokens }),
        );
        *known = fuller;
    }
    kept.sort_by_key(|c| (c.parts[0].tokens.start, c.predicate, c.about, c.parts[0].tokens.end));
    *claims = kept;
}

/// Does a second claim say nothing that the first does not?
fn same(a: &Claim, b: &Claim) -> bool {
    let stated = !a.ground.is_suggested() && !b.ground.is_suggested();
    let facts = (a.about, a.predicate, a.polarity, a.modality, a.ended)
        == (b.about, b.predicate, b.polarity, b.modality, b.ended);
    let said = a.speaker == b.speaker && a.channel == b.channel && a.review == b.review;
    let open = |x: &Option<String>, y: &Option<String>| x.is_none() || y.is_none() || x == y;
    stated && facts && said && alike(&a.value, &b.value) && open(&a.when, &b.when) && open(&a.place, &b.place)
}

/// Are two values the same, or is one the other with more words ("lawyer", "his lawyer")? No value says nothing of that.
fn alike(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    !short.is_empty() && long.windows(short.len()).any(|w| w == short.as_slice())
}
