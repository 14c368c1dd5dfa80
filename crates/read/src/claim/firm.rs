//! Steps that befall a body and no person: whose licence was suspended (`corpus/GUIDE.md`, §3: about `class:` and its name).

use std::collections::BTreeSet;
use std::ops::Range;

use casebook_model::Upos;

use super::{Claim, Context};
use crate::annotate::Label;

/// The frame of such steps.
const LICENCE: &str = "licence";

impl Context<'_, '_> {
    /// Gives claims about a licence to the body that holds it; each once for a sentence.
    pub(super) fn of_firms(&self, claims: &mut Vec<Claim>) {
        let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
        claims.retain_mut(|claim| {
            if self.doc.packs.predicates[claim.predicate].frame != LICENCE {
                return true;
            }
            claim.firm = self.holder_firm(claim);
            let sentence = self.doc.words[claim.parts[0].tokens.start].sentence;
            claim.firm.as_ref().is_none_or(|firm| told.insert((sentence, firm.start)))
        });
    }

    /// The name of the body that holds the licence of a claim: its owner by the tree, or the body named last before "the
    /// agency's" and "its".
    fn holder_firm(&self, claim: &Claim) -> Option<Range<usize>> {
        let doc = self.doc;
        let trigger = claim.parts[0].tokens.clone();
        let sentence = doc.sentence(trigger.start).tokens.clone();
        let licence = |t: &usize| doc.packs.listed("agency_licence", doc.words[*t].lemma);
        let noun = sentence.filter(licence).min_by_key(|t| t.abs_diff(trigger.start))?;
        let of = |k: &usize| doc.words[*k].rel == "nmod" && doc.led_by(*k, doc.packs.grammar.of);
        let owner = doc.possessor(noun).or_else(|| doc.kids(noun).iter().copied().find(of))?;
        let named = self.firm_at(owner);
        let stands_in = doc.words[owner].upos == Upos::Pron || doc.packs.listed("body_noun", doc.words[owner].lemma);
        named.or_else(|| (0..owner).rev().filter(|_| stands_in).find_map(|t| self.firm_at(t)))
    }

    fn firm_at(&self, token: usize) -> Option<Range<usize>> {
        let body = self.notes.covering(token).find(|n| n.label == Label::Organisation)?;
        // "the Bureau of Foreign Employment" gives licences, and has none.
        let office = body.tokens.clone().any(|t| self.doc.packs.listed("licensing_office", self.doc.words[t].form));
        Some(body.tokens.clone()).filter(|_| !office)
    }
}
