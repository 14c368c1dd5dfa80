//! Steps that befall a body and no person: whose licence was suspended (`corpus/GUIDE.md`, §3: about `class:` and its name).

use std::collections::BTreeSet;
use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::Entry;

use super::{Claim, Context};
use crate::annotate::Label;
use crate::matcher::Match;
use crate::who::{self, Meant};

/// The frame of such steps.
pub(super) const LICENCE: &str = "licence";

impl Context<'_, '_> {
    /// Whom a phrasing is about. A licence may be a firm's of which no sentence says whose it is: [`Self::of_firms`] gives it to
    /// the firm, or to nobody.
    pub(super) fn whom(&self, m: &Match, entry: &Entry) -> Vec<Meant> {
        let meant = who::about(self.doc, self.people, m, &entry.about);
        let licence = self.doc.packs.predicates[entry.predicate].frame == LICENCE;
        let anybody = (0..self.people.persons.len()).find(|p| !self.people.persons[*p].is_class());
        if meant.is_empty() && licence {
            return anybody.map(|person| Meant { person, inferred: true }).into_iter().collect();
        }
        meant
    }

    /// Gives claims about a licence to the body that holds it; each once for a sentence.
    pub(super) fn of_firms(&self, claims: &mut Vec<Claim>) {
        let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
        claims.retain_mut(|claim| {
            if self.doc.packs.predicates[claim.predicate].frame != LICENCE {
                return true;
            }
            claim.firm = self.holder_firm(claim);
            let sentence = self.doc.words[claim.parts[0].tokens.start].sentence;
            // Nobody is said to have lost a licence whom the sentence does not speak of.
            let spoken_of = self.people.within(self.doc.sentences[sentence].tokens.clone()).contains(&claim.about);
            claim.firm.as_ref().map_or(spoken_of, |firm| told.insert((sentence, firm.start)))
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
