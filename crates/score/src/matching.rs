//! Pairs of two lists, each member once.

use std::collections::{BTreeMap, BTreeSet};

/// Takes candidates in turn, best first, and leaves out those with a member that is taken.
pub fn one_to_one(candidates: impl IntoIterator<Item = (usize, usize)>) -> BTreeMap<usize, usize> {
    let (mut out, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (left, right) in candidates {
        if !out.contains_key(&left) && used.insert(right) {
            out.insert(left, right);
        }
    }
    out
}

/// Members of a list of `n` that no pair holds on its right side.
pub fn left_over(pairs: &BTreeMap<usize, usize>, n: usize) -> Vec<usize> {
    let used: BTreeSet<usize> = pairs.values().copied().collect();
    (0..n).filter(|i| !used.contains(i)).collect()
}
