//! What a later step of the same sentence ends: "was released and arrested again", "was stateless before he became a Finn", "her
//! passport, which had been confiscated, was returned".
//!
//! Which step ends which is told by the packs (`ends` of a predicate), which of the two came later by grammar.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Modality, Polarity};

use super::{Claim, Context};
use crate::matcher::Match;
use crate::who;

/// Steps in the tree up to the clause that a word stands in.
const MAX_DEPTH: usize = 12;

impl Context<'_, '_> {
    /// Marks what a later step has ended.
    pub(super) fn followed(&self, claims: &mut [Claim]) {
        let heads: Vec<usize> = claims.iter().map(|c| self.head_of(&c.parts[0].tokens)).collect();
        let so = |c: &Claim| c.polarity == Polarity::Affirmed && c.modality == Modality::Asserted;
        let over: Vec<usize> = (0..claims.len())
            .filter(|a| {
                let id = self.doc.packs.predicates[claims[*a].predicate].id.get_ref();
                let ends = |b: &usize| {
                    let rule = &self.doc.packs.predicates[claims[*b].predicate];
                    let told = claims[*a].about == claims[*b].about && so(&claims[*b]);
                    told && (rule.ends.contains(id) || rule.closes.contains(id))
                };
                let mut enders = (0..claims.len()).filter(ends);
                enders.any(|b| self.later(heads[b], heads[*a]) || self.again(heads[b], heads[*a]))
            })
            .collect();
        for a in over {
            claims[a].ended = true;
        }
    }

    /// The word of a trigger that carries it.
    fn head_of(&self, words: &Range<usize>) -> usize {
        let (slots, skipped) = (Vec::new(), Vec::new());
        let m = Match { tokens: words.clone(), literals: words.clone().collect(), skipped, slots };
        who::head(self.doc, &m)
    }

    /// Does grammar say that `then` came after `first`, in one sentence?
    fn later(&self, then: usize, first: usize) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        if doc.words[then].sentence != doc.words[first].sentence || then == first {
            return false;
        }
        let joined = |t: &usize| doc.words[*t].head.filter(|_| doc.words[*t].rel == "conj");
        let row = |t: usize| std::iter::successors(Some(t), joined).take(MAX_DEPTH).last();
        let in_order = then > first && row(then) == row(first);
        let after = self.clause_led_by(first, then, &[g.after, g.following]);
        let before = self.clause_led_by(then, first, &[g.before, g.until, g.till]);
        // "who had been arrested", "his extradition, approved in May, was …"
        let had = |t: usize| {
            let perfect = |k: &usize| doc.words[*k].rel == "aux" && doc.words[*k].form == g.had;
            doc.words[t].rel == "acl" || doc.kids(t).iter().any(perfect)
        };
        in_order || after || before || had(first) && !had(then)
    }

    /// "He was freed. … In May he was arrested again."
    fn again(&self, then: usize, first: usize) -> bool {
        let doc = self.doc;
        first < then && doc.kids(then).iter().any(|k| doc.packs.listed("once_more", doc.words[*k].form))
    }

    /// Does `inside` stand in a clause or phrase that one of these words leads, and `outside` not in it?
    fn clause_led_by(&self, inside: usize, outside: usize, words: &[casebook_packs::WordId]) -> bool {
        let doc = self.doc;
        let leads = |k: &usize| matches!(doc.words[*k].rel, "mark" | "case") && words.contains(&doc.words[*k].form);
        let mut above = doc.above(inside).take(MAX_DEPTH);
        let own = |t: &usize| doc.words[*t].upos != Upos::Punct && !doc.under(outside, *t);
        above.find(|t| doc.kids(*t).iter().any(leads)).is_some_and(|t| own(&t))
    }
}
