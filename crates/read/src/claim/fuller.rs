//! Values that the words of a claim leave open, from what the report says of the same person before: the charge of "she
//! pleaded not guilty", the promise that "there was no desk" breaks, the passport of "it had run out", the name of whoever
//! "has offered to take the case".

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Kind as Lex, Polarity, ValueKind};

use super::suggested::SHORT;
use super::{Claim, Context, Part};
use crate::annotate::Label;
use crate::people::Kind;
use crate::slot;
use crate::value;

/// Sentences before a claim in which the thing that it is about is looked for.
const NEAR: usize = 2;
/// The value of a lawyer that somebody has not.
const NOBODY: &str = "none";
/// Predicates whose value a plea takes. A verdict takes none unless it says "as charged": what somebody was charged with is not
/// always what they were found guilty of.
const CHARGES: [&str; 2] = ["crim.charge", "crim.offence"];

impl Context<'_, '_> {
    /// Gives claims the values that the report has told before.
    pub(super) fn fuller(&self, claims: &mut [Claim]) {
        for i in 0..claims.len() {
            let predicate = &self.doc.packs.predicates[claims[i].predicate];
            let id = predicate.id.get_ref().as_str();
            let suggested = claims[i].ground.is_suggested();
            let named_by = || predicate.named_by.as_ref().filter(|_| suggested);
            let found = match id {
                "promise.broken" if suggested => self.promise(claims, i),
                // "had never been refused access to counsel"
                "rep.lawyer" if claims[i].value == NOBODY && claims[i].polarity == Polarity::Affirmed => {
                    self.lawyer(&claims[i])
                }
                "rep.lawyer" if Self::lacks(&claims[i]) => Some((NOBODY.into(), claims[i].parts[0].tokens.clone())),
                // A court that was named before need not be the one that is appealed to.
                "appeal.judicial" => {
                    named_by().filter(|_| !self.is_outcome(&claims[i])).and_then(|list| self.thing(&claims[i], list, 0))
                }
                "rep.lawyer" if suggested || claims[i].value.is_empty() => self.lawyer(&claims[i]),
                "rep.lawyer" if Self::unnamed(&claims[i]) => {
                    self.lawyer(&claims[i]).filter(|(name, _)| name.starts_with(char::is_uppercase))
                }
                "family.child" if suggested => self.counted(&claims[i]),
                "crim.charge" => self.charge(claims, i),
                "crim.conviction" if claims[i].value.is_empty() && self.as_charged(&claims[i]) => {
                    self.charged(claims, i)
                }
                _ => named_by().and_then(|list| self.thing(&claims[i], list, NEAR)),
            };
            if let Some((value, tokens)) = found {
                claims[i].value = value;
                claims[i].parts.push(Part { slot: "value".into(), tokens });
            }
        }
    }

    /// What somebody was charged with last before the words that name no offence.
    fn charge(&self, claims: &[Claim], of: usize) -> Option<(String, Range<usize>)> {
        Some(()).filter(|()| self.is_plain(&claims[of])).and_then(|()| self.charged(claims, of))
    }

    /// The offence of the last charge before a claim.
    fn charged(&self, claims: &[Claim], of: usize) -> Option<(String, Range<usize>)> {
        let charges = |c: &&Claim| CHARGES.contains(&self.doc.packs.predicates[c.predicate].id.get_ref().as_str());
        let found = self.before(claims, of).filter(charges).filter(|c| !self.is_plain(c)).last()?;
        Some((found.value.clone(), found.parts[0].tokens.clone()))
    }

    /// Does a charge name no offence?
    fn is_plain(&self, c: &Claim) -> bool {
        let packs = self.doc.packs;
        let plain = |w: &str| packs.listed("plain_charge", packs.vocabulary.get(&w.to_lowercase()));
        c.value.split_whitespace().all(plain)
    }

    /// Has somebody no lawyer, by words that say nothing else of it ("dropped his lawyer")?
    fn lacks(c: &Claim) -> bool {
        c.polarity == Polarity::Negated && !c.value.contains(' ')
    }

    /// Does a claim name nobody ("his advocate")?
    fn unnamed(c: &Claim) -> bool {
        c.value != NOBODY && c.polarity == Polarity::Affirmed && !c.value.chars().any(char::is_uppercase)
    }

    /// Is an appeal told by what came of it ("dismissed")?
    fn is_outcome(&self, c: &Claim) -> bool {
        c.parts[0].tokens.clone().any(|t| self.doc.packs.listed("appeal_outcome", self.doc.words[t].lemma))
    }

    /// "found guilty as charged"
    fn as_charged(&self, claim: &Claim) -> bool {
        let Some(list) = self.doc.packs.list("as_charged") else { return false };
        let end = self.doc.sentence(claim.parts[0].tokens.start).tokens.end;
        (claim.parts[0].tokens.start..end).any(|t| !slot::list_ends(self.doc, list, t, end).is_empty())
    }

    /// A claim that nothing gives a value says the words that it stands on ("were taken into custody": `taken into custody`).
    pub(super) fn worded(&self, claims: &mut [Claim]) {
        for claim in claims {
            let text = self.doc.packs.predicates[claim.predicate].value == ValueKind::Text;
            let mut words = value::without_stop(self.doc, claim.parts[0].tokens.clone());
            while words.len() > 1 && matches!(self.doc.words[words.start].upos, Upos::Aux | Upos::Pron | Upos::Det) {
                words.start += 1;
            }
            if text && claim.value.is_empty() && words.len() <= SHORT {
                claim.value = self.doc.quote(words).to_string();
            }
        }
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
        // "I act for Ana Silva": whoever says so.
        let who = claim.parts.iter().find(|part| part.slot == "who").map(|part| part.tokens.clone());
        let acting = who.as_ref().and_then(|t| self.people.person_at(t.end - 1)).filter(|p| *p != claim.about);
        if let Some((person, words)) = acting.zip(who).filter(|(p, _)| !self.people.persons[*p].name.is_empty()) {
            return Some((self.people.persons[person].name.clone(), words));
        }
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
        let trigger = claim.parts[0].tokens.clone();
        let phrase = self.doc.noun_phrase(self.doc.phrase_head(trigger.end - 1));
        let words = trigger.start.min(phrase.start)..trigger.end.max(phrase.end);
        let noun = words.clone().find_map(|t| self.notes.starting(t).find(|n| n.label == Label::Lexicon(Lex::Kin)));
        let count = words.clone().find_map(|t| self.notes.starting(t).find(|n| n.label == Label::Number));
        match (count, noun) {
            (Some(n), _) => Some((n.value.clone(), n.tokens.clone())),
            (None, Some(n)) => Some((self.doc.quote(n.tokens.clone()).to_string(), n.tokens.clone())),
            (None, None) => None,
        }
    }

    /// The thing that a suggestion is about, where its words name none: the nearest one of a list that its sentence names,
    /// else the last one of so many sentences before.
    fn thing(&self, claim: &Claim, list: &str, reach: usize) -> Option<(String, Range<usize>)> {
        let packs = self.doc.packs;
        let named = |t: usize| {
            let word = &self.doc.words[t];
            let listed = |id| packs.listed(list, id);
            matches!(word.upos, Upos::Noun | Upos::Propn) && (listed(word.lemma) || listed(word.form))
        };
        if claim.value.split_whitespace().any(|w| packs.listed(list, packs.vocabulary.get(&w.to_lowercase()))) {
            return None;
        }
        let at = claim.parts[0].tokens.start;
        let here = self.doc.words[at].sentence;
        let beside = self.doc.sentences[here].tokens.clone().filter(|t| named(*t)).min_by_key(|t| t.abs_diff(at));
        let before = self.doc.sentences[here.saturating_sub(reach)].tokens.start..self.doc.sentences[here].tokens.start;
        let known = || before.rev().find(|t| named(*t));
        let tokens = self.in_name(self.doc.noun_phrase(beside.or_else(known)?));
        Some((value::bare(self.doc, tokens.clone()), tokens))
    }

    /// A noun phrase with what belongs to its name ("Court of Cassation").
    fn in_name(&self, phrase: Range<usize>) -> Range<usize> {
        let of = |t: usize| self.doc.words.get(t).is_some_and(|w| w.form == self.doc.packs.grammar.of);
        let end = self.doc.sentence(phrase.start).tokens.end;
        let name = (phrase.end + 1..end).take_while(|t| self.doc.capital(*t)).last();
        let capital = self.doc.capital(phrase.end - 1) && of(phrase.end);
        phrase.start..name.filter(|_| capital).map_or(phrase.end, |t| t + 1)
    }
}
