//! Which person of the reading is which of the reference: by shared names first, then by what is left.

use std::collections::{BTreeMap, BTreeSet};

use crate::gold::Person;
use crate::matching::one_to_one;
use crate::report;
use crate::words::fold;

/// Pairs of indices: reference to reading, each person once.
pub fn align(gold: &[Person], read: &[report::Person]) -> BTreeMap<usize, usize> {
    let read_names: Vec<BTreeSet<String>> = read.iter().map(names_of).collect();
    let mut scored: Vec<(usize, &str, &str, usize, usize)> = Vec::new();
    for (g, person) in gold.iter().enumerate() {
        let forms = std::iter::once(&person.name).chain(&person.also_called);
        let names: BTreeSet<String> = forms.map(|f| fold(f)).filter(|f| !f.is_empty()).collect();
        for (p, other) in read.iter().enumerate() {
            let role_only = person.identity_level == "role-only" && other.level == "role-only";
            let mut score = 3 * names.intersection(&read_names[p]).count();
            score += last_words(&names).intersection(&last_words(&read_names[p])).count();
            score += 2 * usize::from(role_only && person.role == other.role);
            if score > 0 {
                scored.push((score, &person.id, &other.id, g, p));
            }
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    one_to_one(scored.into_iter().map(|(_, _, _, g, p)| (g, p)))
}

fn names_of(p: &report::Person) -> BTreeSet<String> {
    let forms = std::iter::once(p.name.as_str()).chain(p.mentions.iter().map(|m| m.quote.as_str()));
    forms.map(fold).filter(|f| !f.is_empty()).collect()
}

fn last_words(names: &BTreeSet<String>) -> BTreeSet<&str> {
    names.iter().filter_map(|n| n.split(' ').next_back()).collect()
}
