//! Which state wants somebody handed over, and to which one they go: "Kenya's request", "Nairobi asked for him", "flown to Kenya".

use super::country::{Named, of_country};
use super::{Claim, Context};
use crate::annotate::Annotation;

/// How a word stands to the one that asks, or to what is asked.
const ASKS: [&str; 4] = ["nsubj", "nmod:poss", "amod", "compound"];

impl Context<'_, '_> {
    /// The one state that asks in the sentence of a claim: the subject, the owner of the request, who it is from.
    pub(super) fn wanting(&self, claim: &Claim) -> Option<Named> {
        let g = &self.doc.packs.grammar;
        self.only(claim, |note| {
            let word = &self.doc.words[note.tokens.end - 1];
            let verb = word.head.map(|h| self.doc.words[h].lemma);
            let is_asked = verb.is_some_and(|v| self.doc.packs.listed("answer_request", v));
            let asks = ASKS.contains(&word.rel) && !self.goes_with(note, &[g.in_, g.at, g.to]) && !is_asked;
            asks || self.goes_with(note, &[g.from])
        })
    }

    /// The one state that the sentence of a claim says they go to.
    pub(super) fn destination(&self, claim: &Claim) -> Option<Named> {
        self.only(claim, |note| self.goes_with(note, &[self.doc.packs.grammar.to]))
    }

    /// The state that was said to want somebody last before a claim of the same kind.
    pub(super) fn wanted_before(&self, claims: &[Claim], of: usize) -> Option<Named> {
        let claim = &claims[of];
        let alike = |c: &&Claim| c.predicate == claim.predicate && c.about == claim.about && self.is_country(&c.value);
        let known = claims[..of].iter().rev().find(alike)?;
        Some((known.value.clone(), known.parts.last()?.tokens.clone()))
    }

    /// The country of the namings in a claim's sentence that hold, where it is one; not one that says what somebody is.
    fn only(&self, claim: &Claim, holds: impl Fn(&Annotation) -> bool) -> Option<Named> {
        let sentence = self.doc.sentence(claim.parts[0].tokens.start).tokens.clone();
        let here = self.notes.all().iter().filter(|n| sentence.contains(&n.tokens.start));
        let mut named = here.filter_map(|note| {
            let country = of_country(note).filter(|_| !self.describes_somebody(note) && holds(note))?;
            Some((country.to_string(), note.tokens.clone()))
        });
        let first = named.next()?;
        named.all(|(country, _)| country == first.0).then_some(first)
    }

    /// Does the noun phrase of a naming stand behind one of these words?
    fn goes_with(&self, note: &Annotation, words: &[casebook_packs::WordId]) -> bool {
        let phrase = self.doc.noun_phrase(self.doc.phrase_head(note.tokens.end - 1));
        let start = phrase.start.min(note.tokens.start);
        start.checked_sub(1).is_some_and(|before| words.contains(&self.doc.words[before].form))
    }
}
