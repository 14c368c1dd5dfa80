//! Which report of B is which of A.

use std::collections::BTreeMap;

use crate::matching::one_to_one;
use crate::report::Report;

/// Pairs of indices: by hash and name, then by hash, then by name.
pub fn reports(a: &[Report], b: &[Report]) -> BTreeMap<usize, usize> {
    let mut candidates = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let hash = x.evidence.sha256 == y.evidence.sha256;
            let name = x.evidence.name == y.evidence.name;
            if hash || name {
                candidates.push((!hash, !name, i, j));
            }
        }
    }
    candidates.sort_unstable();
    one_to_one(candidates.into_iter().map(|(_, _, i, j)| (i, j)))
}
