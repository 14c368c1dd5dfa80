//! Values that the words of a claim leave open, from what the report says of the same person before: the charge of "she
//! pleaded not guilty", the promise that "there was no desk" breaks, the passport of "it had run out", the name of whoever
//! "has offered to take the case".

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::Kind as Lex;

use super::{Claim, Context, Part};
use crate::annotate::Label;
use crate::people::Kind;

/// Sentences before a claim in which the thing that it is about is looked for.
const NEAR: usize = 2;
/// Predicates whose value a plea takes. A verdict takes none: what somebody was charged with is not always what they were
/// found guilty of.
const CHARGES: [&str; 2] = ["crim.charge", "crim.offence"];

impl Context<'_, '_> {
    /// Gives claims the values that the report has told before.
    pub(super) fn fuller(&self, claims: &mut [Claim]) {
        for i in 0..claims.len() {
            let predicate = &self.doc.packs.predicates[claims[i].predicate];
            let id = predicate.id.get_ref().as_str();
            let suggested = claims[i].ground.is_suggested();
            let found = match id {
                "promise.broken" if suggested => self.promise(claims, i),
                "rep.lawyer" if suggested || claims[i].value.is_empty() => self.lawyer(&claims[i]),
                "family.child" if suggested => self.counted(&claims[i]),
                _ if suggested && predicate.frame == "document" => self.paper(&claims[i]),
                "crim.charge" => self.charge(claims, i),
                _ => None,
            };
            if let Some((value, tokens)) = found {
                claims[i].value = value;
                claims[i].parts.push(Part { slot: "value".into(), tokens });
            }
        }
    }

    /// What somebody was charged with last before the words that name no offence.
    fn charge(&self, claims: &[Claim], of: usize) -> Option<(String, Range<usize>)> {
        let packs = self.doc.packs;
        let plain = |c: &Claim| c.value.is_empty() || packs.listed("plain_charge", packs.vocabulary.get(&c.value));
        let charges = |c: &&Claim| CHARGES.contains(&self.doc.packs.predicates[c.predicate].id.get_ref().as_str());
        let found =
            self.before(claims, of).filter(charges).filter(|c| !plain(c)).last().filter(|_| plain(&claims[of]))?;
        Some((found.value.clone(), found.parts[0].tokens.clone()))
    }

    /// The promise that was made last before the words that say it is broken.
    fn promise(&self, claims: &[Claim], of: usize) -> Option<(String, Range<usize>)> {
        let promise = |c: &&Claim| self.doc.packs.predicates[c.predicate].promise.is_some();
        let found = self.before(claims, of).filter(promise).last()?;
        Some((self.doc.packs.predicates[found.predicate].id.get_ref().clone(), found.parts[0].tokens.clone()))
    }

    /// Claims about the same person whose words stand before those of a claim, in the order of the text.
    fn before<'c>(&self, claims: &'c [Claim], of: usize) -> impl Iterator<Item = &'c Claim> {
        let (about, at) = (claims[of].about, claims[of].parts[0].tokens.start);
        let mut found: Vec<&Claim> =
            claims.iter().filter(|c| c.about == about && c.parts[0].tokens.start < at).collect();
        found.sort_by_key(|c| c.parts[0].tokens.start);
        found.into_iter()
    }

    /// The family name of the one other person named in the sentence; else the word for a lawyer.
    fn lawyer(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let sentence = self.doc.sentence(claim.parts[0].tokens.start).tokens.clone();
        let inside = |m: &&crate::people::Mention| sentence.contains(&m.head) && m.person != Some(claim.about);
        let lawyer = |p: usize| self.people.persons[p].attributes.roles.iter().any(|r| r == "lawyer");
        let acts = |p: usize| self.people.persons[p].acts_for.is_some() || lawyer(p);
        let names: Vec<_> = self.people.mentions.iter().filter(inside).filter(|m| m.kind == Kind::Name).collect();
        let called = names.iter().find(|m| m.person.is_some_and(acts));
        // "Ana Silva, who has offered to take the case": nobody else is named.
        let only = || names.first().filter(|m| names.iter().all(|n| n.person == m.person));
        if let Some(m) = called.or_else(only) {
            return Some((self.doc.quote(m.core.end - 1..m.core.end).to_string(), m.tokens.clone()));
        }
        let noun = |n: &&crate::annotate::Annotation| n.label == Label::Lexicon(Lex::Role) && n.value == "lawyer";
        let noun = self.notes.all().iter().filter(noun).find(|n| sentence.contains(&n.tokens.start))?;
        Some((self.doc.quote(noun.tokens.clone()).to_string(), noun.tokens.clone()))
    }

    /// How many children the words of a claim count, else the word for one.
    fn counted(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let words = claim.parts[0].tokens.clone();
        let noun = words.clone().find_map(|t| self.notes.starting(t).find(|n| n.label == Label::Lexicon(Lex::Kin)));
        let count = words.clone().find_map(|t| self.notes.starting(t).find(|n| n.label == Label::Number));
        match (count, noun) {
            (Some(n), _) => Some((n.value.clone(), n.tokens.clone())),
            (None, Some(n)) => Some((self.doc.quote(n.tokens.clone()).to_string(), n.tokens.clone())),
            (None, None) => None,
        }
    }

    /// The paper that a claim is about: the one that its sentence or the ones just before name, the nearest before.
    fn paper(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let here = self.doc.words[claim.parts[0].tokens.start].sentence;
        let reach = self.doc.sentences[here.saturating_sub(NEAR)].tokens.start..claim.parts[0].tokens.end;
        let paper = |t: usize| {
            let word = &self.doc.words[t];
            let listed = |id| self.doc.packs.listed("document", id);
            word.upos == Upos::Noun && (listed(word.lemma) || listed(word.form))
        };
        let found = reach.rev().find(|t| paper(*t))?;
        Some((self.doc.quote(found..found + 1).to_string(), found..found + 1))
    }
}
