//! How a phrasing tells what it tells: in a clause of its own, or as a description that is taken for granted whatever becomes of
//! the sentence around it ("fears that Ana Quispe, a nurse, …").

use casebook_packs::{About, Entry, Modality, Polarity, Predicate};

use super::{Claim, Context};
use crate::certainty::{self, Certainty};
use crate::matcher::Match;
use crate::speech::Speaker;

/// How a match tells.
pub(super) struct Telling {
    /// Modality that the phrasing itself means.
    base: Modality,
    /// Set beside a name, and no clause.
    apposed: bool,
    /// Rests on a relative whom somebody has.
    owned: bool,
    /// The word by which a sentence states a description.
    stated: Option<usize>,
}

impl Telling {
    /// Is it taken for granted?
    fn is_granted(&self) -> bool {
        (self.apposed || self.owned) && self.stated.is_none()
    }
}

impl Context<'_, '_> {
    /// How a match of an entry tells.
    pub(super) fn telling(&self, entry: &Entry, predicate: &Predicate, m: &Match, head: usize) -> Telling {
        let bearer = entry.about == About::Bearer;
        Telling {
            base: entry.modality.unwrap_or(predicate.modality),
            apposed: bearer || predicate.frame == "identity" && self.apposed(m),
            owned: self.owned(predicate, m),
            stated: self.stated(head).filter(|_| bearer),
        }
    }

    /// How certain a match is meant to be.
    pub(super) fn certain(&self, entry: &Entry, m: &Match, head: usize, telling: &Telling) -> Certainty {
        let predicate = &self.doc.packs.predicates[entry.predicate];
        let base = telling.base;
        let verb = telling.stated.unwrap_or(head);
        let mut certain = certainty::read(self.doc, m, verb, base).fitted(self.doc, verb, predicate, base);
        // "her alleged arrest" says itself that it may not be so.
        let hedged = certain.cues.iter().any(|t| m.tokens.contains(t));
        if telling.is_granted() && !hedged && certain.modality != Modality::Denied {
            certain.modality = base;
            if telling.owned || !self.own_negation(&certain, head) {
                certain.polarity = Polarity::Affirmed;
            }
        }
        if let Some(polarity) = entry.polarity {
            certain.polarity =
                if certain.polarity == Polarity::Negated { certainty::turned(polarity) } else { polarity };
        }
        certain
    }

    /// Takes a description out of what is said around it.
    pub(super) fn taken_for_granted(&self, claim: &mut Claim, m: &Match, head: usize, telling: &Telling) {
        let base = telling.base;
        // "deny that they beat the Peruvian cook": that she is Peruvian they do not deny.
        if telling.is_granted() && claim.modality == Modality::Denied && base != Modality::Denied {
            (claim.modality, claim.polarity, claim.speaker) = (base, Polarity::Affirmed, Speaker::Outlet);
        }
        // "The welder, 46, was beaten, the desk said": that he is 46 is the reporter's own aside.
        let identity = self.doc.packs.predicates[claim.predicate].frame == "identity";
        let aside = telling.apposed && telling.stated.is_none() && identity && !self.quoted(m);
        if aside && claim.modality == base {
            let turn = self.speeches.around(head).into_iter().find(|s| s.turn);
            (claim.speaker, claim.channel) = (turn.map_or(Speaker::Outlet, |s| s.speaker.clone()), None);
        }
    }
}
