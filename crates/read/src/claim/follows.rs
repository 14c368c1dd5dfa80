//! What follows from descriptions and from other claims of the document: a named lawyer's client, the country that
//! somebody came back to.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace, Polarity};

use super::{Claim, Context, Part};
use crate::certainty;
use crate::matcher::Match;
use crate::people::Kind;
use crate::speech::Speaker;

/// Words that a sentence may have behind "this is" that only takes something back.
const SHORT_DENIAL: usize = 5;

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
        for (said, denial) in self.one_after_another() {
            let person = self.mere_denial(&denial);
            let withdrawn = person.is_none() && self.withdraws(&said, &denial);
            if person.is_none() && !withdrawn {
                continue;
            }
            let told = |c: &Claim| {
                let affirmed = c.polarity == Polarity::Affirmed && c.modality == Modality::Asserted;
                said.contains(&c.parts[0].tokens.start) && (person == Some(c.about) || withdrawn && affirmed)
            };
            let frame = |c: &Claim| self.doc.packs.predicates[c.predicate].frame.as_str();
            for claim in claims.iter_mut().filter(|c| told(c) && !matches!(frame(c), "identity" | "family")) {
                claim.polarity = certainty::turned(claim.polarity);
                claim.parts.push(Part { slot: "denial".into(), tokens: denial.clone() });
                (claim.speaker, claim.channel) = match self.speeches.around(denial.start).first() {
                    Some(speech) => (speech.speaker.clone(), speech.channel.clone()),
                    None => (Speaker::Outlet, None),
                };
            }
        }
    }

    /// What is said and what is said of it: each sentence with the next, or with what stands there before a semicolon, and the two
    /// sides of one.
    fn one_after_another(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let sentences = &self.doc.sentences;
        let pairs = sentences.iter().zip(sentences.iter().skip(1)).map(|(a, b)| (a.tokens.clone(), b.tokens.clone()));
        let halves = sentences.iter().filter_map(|s| {
            let cut = s.tokens.clone().find(|t| self.doc.form(*t) == ";")?;
            Some((s.tokens.start..cut, cut + 1..s.tokens.end))
        });
        let begun = sentences.iter().zip(sentences.iter().skip(1)).filter_map(|(a, b)| {
            let cut = b.tokens.clone().find(|t| self.doc.form(*t) == ";")?;
            Some((a.tokens.clone(), b.tokens.start..cut))
        });
        pairs.chain(halves).chain(begun).collect()
    }

    /// "That is not true.", "This was incorrect.", behind what it takes back: what is merely called wrong only where the report
    /// speaks of itself ("An article on 4 May said that …").
    fn withdraws(&self, said: &Range<usize>, denial: &Range<usize>) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let words: Vec<usize> = denial.clone().filter(|t| doc.words[*t].upos != Upos::Punct).collect();
        let [first, be, rest @ ..] = words.as_slice() else { return false };
        let points = [g.this, g.that, g.it].contains(&doc.words[*first].form) && doc.words[*be].lemma == g.be;
        if !points || rest.is_empty() || rest.len() > SHORT_DENIAL {
            return false;
        }
        let cue = |t: &usize| doc.packs.cues.modality(doc.words[*t].lemma, ModalityPlace::Clause);
        let untrue = rest.iter().any(|t| cue(t).is_some_and(|c| c.negates));
        let not =
            rest.iter().any(|t| doc.negates(*t)) && rest.iter().any(|t| doc.packs.listed("truth", doc.words[*t].lemma));
        let moral = rest.iter().any(|t| doc.packs.listed("may_judge", doc.words[*t].lemma));
        let own = || said.clone().any(|t| doc.packs.listed("own_text", doc.words[t].lemma));
        (untrue || not) && (!moral || own())
    }

    /// The person of a sentence such as "She had not.", "He wasn't.", "Ana Silva has not been."
    fn mere_denial(&self, tokens: &Range<usize>) -> Option<usize> {
        let words: Vec<usize> = tokens.clone().filter(|t| self.doc.words[*t].upos != Upos::Punct).collect();
        let been =
            words.last().is_some_and(|t| self.doc.words[*t].lemma == self.doc.packs.grammar.be && words.len() > 3);
        let [.., auxiliary, not] = &words[..words.len() - usize::from(been)] else { return None };
        let n_not = self.doc.form(*not).to_lowercase();
        let denies = self.doc.words[*auxiliary].upos == Upos::Aux && matches!(n_not.as_str(), "not" | "n't" | "n’t");
        let mention = self.people.mention_at(tokens.start)?;
        (denies && mention.tokens.end == *auxiliary).then_some(mention.person?)
    }

    /// What is said of a small group whose members are named is said of each of them; what holds of a kind of people is said of nobody.
    pub(super) fn of_each(&self, claims: &mut Vec<Claim>) {
        let all = std::mem::take(claims);
        for claim in all {
            match self.people.persons[claim.about].members.as_slice() {
                [] => claims.push(claim),
                _ if self.doc.packs.predicates[claim.predicate].class_only => {}
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
            let certain = certainty::Certainty::plain(Modality::Asserted);
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
