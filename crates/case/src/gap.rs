//! Gaps: what a lawyer would ask next, from what is claimed and what is not.

use casebook_packs::Packs;
use casebook_read::reading::ClaimOut;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Id of the rule.
    pub rule: String,
    /// The question.
    pub ask: String,
    /// Why it matters.
    pub why: String,
    /// Claims that raise it.
    pub claims: Vec<String>,
}

/// The questions that a person's claims raise and do not answer, in the order of the rules.
pub fn of(claims: &[&ClaimOut], packs: &Packs) -> Vec<Gap> {
    let has = |ids: &[String]| -> Vec<String> {
        claims.iter().filter(|c| ids.contains(&c.predicate)).map(|c| c.id.clone()).collect()
    };
    packs
        .gaps
        .iter()
        .filter(|g| !has(&g.when).is_empty() && has(&g.unless).is_empty())
        .map(|g| Gap { rule: g.id.get_ref().clone(), ask: g.ask.clone(), why: g.why.clone(), claims: has(&g.when) })
        .collect()
}
