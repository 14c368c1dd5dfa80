//! What the proposer thinks of saying about somebody, whether it is sure enough for a claim or not.

use std::collections::{BTreeMap, BTreeSet};

use casebook_model::encoder::math::logistic;

use super::View;
use crate::doc::Doc;
use crate::people::People;

/// Likelihoods of the likeliest claim from which on it counts, and counts more.
const ONCE: [f32; 4] = [0.2, 0.4, 0.6, 0.8];
/// The same of how many claims are to be expected.
const EXPECTED: [f32; 6] = [0.3, 0.6, 1.0, 2.0, 4.0, 8.0];
/// Likelihood from which on the frame of a claim counts.
const LIKELY: f32 = 0.3;

/// The likeliest claim about somebody of each predicate in each sentence.
#[derive(Clone, Debug, Default)]
pub struct Thought {
    /// Likelihood by predicate and sentence.
    likely: BTreeMap<(usize, usize), f32>,
}

impl Thought {
    /// For each person.
    pub fn of_each(doc: &Doc<'_>, people: &People) -> Vec<Thought> {
        let mut all = vec![Thought::default(); people.persons.len()];
        for proposal in &doc.proposals {
            let words = logistic(proposal.score);
            for (person, _, share) in people.shares(&proposal.about) {
                let place = (proposal.predicate, doc.words[proposal.token].sentence);
                let most = all[person].likely.entry(place).or_default();
                *most = most.max(words * share);
            }
        }
        all
    }
}

impl View<'_, '_> {
    /// Adds how much is thought of saying about a person, and in which frames.
    pub(super) fn thought_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let likely = &self.thought[p].likely;
        let most = likely.values().copied().fold(0.0, f32::max);
        let expected: f32 = likely.values().sum();
        out.extend(ONCE.iter().filter(|b| most >= **b).map(|b| format!("thought of once: {b}")));
        out.extend(EXPECTED.iter().filter(|b| expected >= **b).map(|b| format!("thought of: {b}")));
        for ((predicate, _), _) in likely.iter().filter(|(_, l)| **l >= LIKELY) {
            out.insert(format!("thought of: {}", self.doc.packs.predicates[*predicate].frame));
        }
    }
}
