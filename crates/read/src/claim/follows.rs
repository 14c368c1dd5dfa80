//! What follows from descriptions and from other claims of the document: a named lawyer's client, the country that
//! somebody came back to.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Modality, Polarity};

use super::{Claim, Context, Part};
use crate::certainty;
use crate::matcher::Match;
use crate::people::Kind;
use crate::speech::Speaker;

impl Context<'_, '_> {
    /// "came back" without a place: to the country that the person had come into before.
    pub(super) fn come_back(&self, claims: &mut [Claim]) {
        let Some(entered) = self.doc.packs.predicate("movement.entered") else { return };
        let mut order: Vec<usize> = (0..claims.len()).filter(|i| claims[*i].predicate == entered).collect();
        order.sort_by_key(|i| claims[*i].parts[0].tokens.start);
        for (at, &i) in order.iter().enumerate() {
            if !claims[i].value.is_empty() {
                continue;
            }
            let earlier = order[..at]
                .iter()
                .rev()
                .find(|j| claims[**j].about == claims[i].about && !claims[**j].value.is_empty());
            if let Some(&j) = earlier {
                let place = claims[j].parts.iter().find(|p| p.slot == "where").cloned();
                claims[i].value = claims[j].value.clone();
                claims[i].parts.extend(place.map(|p| Part { slot: "place before".into(), tokens: p.tokens }));
            }
        }
    }

    /// "The paper wrote that Ana Silva had been deported. She had not.": a sentence that is a denial and nothing else
    /// takes back what the sentence before says of that person.
    pub(super) fn denied_next(&self, claims: &mut [Claim]) {
        for (denial, said) in self.doc.sentences.iter().skip(1).zip(&self.doc.sentences) {
            let Some(person) = self.mere_denial(&denial.tokens) else { continue };
            let told = |c: &Claim| said.tokens.contains(&c.parts[0].tokens.start) && c.about == person;
            let frame = |c: &Claim| self.doc.packs.predicates[c.predicate].frame.as_str();
            for claim in claims.iter_mut().filter(|c| told(c) && !matches!(frame(c), "identity" | "family")) {
                claim.polarity = certainty::turned(claim.polarity);
                claim.parts.push(Part { slot: "denial".into(), tokens: denial.tokens.clone() });
                (claim.speaker, claim.channel) = match self.speeches.around(denial.tokens.start).first() {
                    Some(speech) => (speech.speaker.clone(), speech.channel.clone()),
                    None => (Speaker::Outlet, None),
                };
            }
        }
    }

    /// The person of a sentence such as "She had not.", "He wasn't.", "Ana Silva did not."
    fn mere_denial(&self, tokens: &Range<usize>) -> Option<usize> {
        let words: Vec<usize> = tokens.clone().filter(|t| self.doc.words[*t].upos != Upos::Punct).collect();
        let [.., auxiliary, not] = words.as_slice() else { return None };
        let n_not = self.doc.form(*not).to_lowercase();
        let denies = self.doc.words[*auxiliary].upos == Upos::Aux && matches!(n_not.as_str(), "not" | "n't" | "n’t");
        let mention = self.people.mention_at(tokens.start)?;
        (denies && mention.tokens.end == *auxiliary).then_some(mention.person?)
    }

    /// What is said of a group of two whose members are named is said of each of them.
    pub(super) fn of_each(&self, claims: &mut Vec<Claim>) {
        let all = std::mem::take(claims);
        for claim in all {
            match self.people.persons[claim.about].members.as_slice() {
                [] => claims.push(claim),
                members => claims.extend(members.iter().map(|m| Claim { about: *m, inferred: true, ..claim.clone() })),
            }
        }
    }

    /// A named representative described as "his lawyer" is a claim about the client.
    pub(super) fn implied(&self, out: &mut Vec<Claim>) {
        let Some(predicate) = self.doc.packs.predicate("rep.lawyer") else { return };
        for p in &self.people.persons {
            let Some(client) = p.acts_for else { continue };
            let owned = p.mentions.iter().map(|m| &self.people.mentions[*m]).find(|m| m.owner.is_some());
            let Some(mention) = owned else { continue };
            let named = p.mentions.iter().map(|m| &self.people.mentions[*m]).find(|m| m.kind == Kind::Name);
            let noun = || self.doc.quote(mention.core.clone()).to_string();
            let value = named.map_or_else(noun, |n| self.doc.quote(n.core.clone()).to_string());
            let near =
                named.filter(|n| n.tokens.start >= mention.tokens.end && n.tokens.start - mention.tokens.end <= 2);
            let end = near.map_or(mention.tokens.end, |n| n.tokens.end);
            let certain = certainty::Certainty {
                modality: Modality::Asserted,
                polarity: Polarity::Affirmed,
                cues: Vec::new(),
                undone: false,
            };
            let m = Match {
                tokens: mention.tokens.start..end,
                literals: vec![mention.head],
                skipped: Vec::new(),
                slots: Vec::new(),
            };
            let mut claim = self.claim(&m, mention.head, client, certain, (predicate, value), (mention.head, None));
            claim.place = None;
            claim.parts.truncate(1);
            claim.review = None;
            out.push(claim);
        }
    }
}
