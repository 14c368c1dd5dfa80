//! Values that grammar gives beside the words of a claim: the name put beside "a manning agent", what somebody was arrested for,
//! how long a "suspended sentence" is, whom a bridegroom has married, how well a language is spoken.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Kind as Lex, Polarity, ValueKind};

use super::suggested::SHORT;
use super::{Claim, Context, Part};
use crate::annotate::{Annotation, Label};
use crate::people::{Gender, Kind};
use crate::value;

/// Words behind a claim within which the length of a sentence stands ("a suspended sentence of two years").
const NEAR: usize = 8;

impl Context<'_, '_> {
    /// Drops what gives way to a claim that the same words make of the same person.
    pub(super) fn given_way(&self, claims: &mut Vec<Claim>) {
        let overlap = |a: &Claim, b: &Claim| {
            let (a, b) = (&a.parts[0].tokens, &b.parts[0].tokens);
            a.start < b.end && b.start < a.end
        };
        let id = |c: &Claim| self.doc.packs.predicates[c.predicate].id.get_ref();
        let yields = |c: &Claim| {
            let to = self.doc.packs.predicates[c.predicate].yields_to.as_ref()?;
            // "The rebels hold her captive": by those who fight.
            let mut sentence = self.doc.sentence(c.parts[0].tokens.start).tokens.clone();
            let fights = |t: usize| self.doc.nominal(t) && self.doc.packs.listed("fights", self.doc.words[t].lemma);
            if sentence.any(fights) {
                return None;
            }
            Some(claims.iter().any(|o| id(o) == to && o.about == c.about && overlap(o, c)))
        };
        let keep: Vec<bool> = claims.iter().map(|c| !yields(c).unwrap_or(false)).collect();
        let mut at = keep.into_iter();
        claims.retain(|_| at.next().unwrap_or(true));
    }

    /// Gives claims the values that stand beside their words.
    pub(super) fn beside(&self, claims: &mut [Claim]) {
        for claim in claims {
            let predicate = &self.doc.packs.predicates[claim.predicate];
            let found = match predicate.id.get_ref().as_str() {
                "recruit.intermediary" | "appeal.executive" => self.name_beside(claim),
                "crim.arrest" => self.reason(claim).or_else(|| self.place_of_arrest(claim)),
                "crim.sentence" => self.length(claim),
                "family.spouse" => self.married(claim).or_else(|| self.relative(claim)),
                "family.sibling" | "family.parent" | "family.kin" => self.relative(claim),
                _ if predicate.value == ValueKind::Language => self.how_well(claim),
                _ => None,
            };
            if let Some((value, tokens)) = found {
                claim.value = value;
                claim.parts.push(Part { slot: "value".into(), tokens });
            }
        }
    }

    fn words_of<'c>(&self, claim: &'c Claim) -> impl Iterator<Item = usize> + 'c {
        claim.parts.iter().flat_map(|part| part.tokens.clone())
    }

    /// "a manning agent in Tegal, Samudra Karya, charged her …": the name that stands beside the noun of a value.
    fn name_beside(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let doc = self.doc;
        if claim.value.chars().any(char::is_uppercase) {
            return None;
        }
        let value = claim.value.to_lowercase();
        let noun = |t: &usize| doc.words[*t].upos == Upos::Noun && value.contains(&doc.form(*t).to_lowercase());
        let named = |t: usize| {
            let name = doc.kids(t).iter().copied().find(|k| doc.words[*k].rel == "appos" && doc.capital(*k))?;
            let person = self.people.mention_at(name).filter(|m| m.kind == Kind::Name).map(|m| m.core.clone());
            let body = || self.notes.covering(name).find(|n| n.label == Label::Organisation).map(|n| n.tokens.clone());
            person.or_else(body)
        };
        let tokens = self.words_of(claim).filter(noun).find_map(named)?;
        Some((doc.quote(tokens.clone()).to_string(), tokens))
    }

    /// "arrested over a bounced cheque", "held for entering without papers": the reason, where the value is none.
    fn reason(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let doc = self.doc;
        let verb = claim.parts[0].tokens.clone().find(|t| doc.words[*t].upos == Upos::Verb)?;
        let timed = |t: usize| {
            let kinds = [Label::Duration, Label::Number, Label::Money];
            doc.packs.listed("time_unit", doc.words[t].lemma)
                || self.notes.covering(t).any(|n| n.dated() || kinds.contains(&n.label))
                || self.people.person_at(t).is_some()
        };
        let leads = |k: usize| {
            let leader = |c: usize| matches!(doc.words[c].rel, "case" | "mark");
            doc.kids(k).iter().any(|c| leader(*c) && doc.packs.listed("reason_leader", doc.words[*c].form))
        };
        let reason = doc.kids(verb).iter().copied().filter(|k| *k > verb && leads(*k)).find(|k| !timed(*k))?;
        let whole = doc.subtree(reason);
        let gerund = doc.words[reason].upos == Upos::Verb;
        let phrase = if gerund { reason..whole.end } else { doc.noun_phrase(reason) };
        let phrase = if gerund { phrase } else { value::with_what_follows(doc, self.notes, phrase) };
        let fits = phrase.len() <= SHORT && !self.words_of(claim).any(|t| phrase.contains(&t));
        fits.then(|| (value::bare(doc, phrase.clone()), phrase))
    }

    /// "arrested at a bus station", "since their arrest at the airport": where, if the value is only that somebody was.
    fn place_of_arrest(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let doc = self.doc;
        let content = |t: &usize| matches!(doc.words[*t].upos, Upos::Verb | Upos::Noun | Upos::Propn | Upos::Num);
        let word = claim.parts[0].tokens.clone().find(|t| matches!(doc.words[*t].upos, Upos::Verb | Upos::Noun))?;
        let only = claim.value.split(' ').count() <= 2 && claim.parts[0].tokens.clone().filter(content).count() == 1;
        let g = &doc.packs.grammar;
        let at = |k: &usize| [g.at, g.in_, g.on].iter().any(|p| doc.led_by(*k, *p));
        let another = |k: usize| {
            let names = |n: &&Annotation| n.dated() || [Label::Duration, Label::Number].contains(&n.label);
            ["time_unit", "no_place"].iter().any(|list| doc.packs.listed(list, doc.words[k].lemma))
                || doc.subtree(k).any(|t| self.notes.covering(t).any(|n| names(&n)))
                || self.people.person_at(k).is_some()
        };
        let places = doc.kids(word).iter().copied().filter(|k| *k > word && at(k) && !another(*k));
        let mut nouns = places.filter(|k| matches!(doc.words[*k].upos, Upos::Noun | Upos::Propn));
        let noun = nouns.next()?;
        let phrase = doc.noun_phrase(noun);
        (only && phrase.len() <= SHORT).then(|| (value::bare(doc, phrase.clone()), phrase))
    }

    /// "a suspended sentence of two years": how long.
    fn length(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let sentence = self.doc.packs.vocabulary.get("sentence");
        let noun = self.words_of(claim).find(|t| self.doc.words[*t].lemma == sentence)?;
        let behind = noun + 1..(noun + NEAR).min(self.doc.sentence(noun).tokens.end);
        let told = claim.value.starts_with('P') || claim.value.chars().any(|c| c.is_ascii_digit());
        let mut notes = behind.filter(|_| !told).flat_map(|t| self.notes.starting(t));
        let span = notes.find(|n| n.label == Label::Duration && !n.value.is_empty())?;
        Some((span.value.clone(), span.tokens.clone()))
    }

    /// "with wife Rosa, 36, and two daughters": the word for the relative, where the value says more.
    fn relative(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let kin = |t: usize| self.notes.starting(t).find(|n| n.label == Label::Lexicon(Lex::Kin));
        let trigger = claim.parts[0].tokens.clone();
        let long = claim.ground.is_suggested() && claim.value.contains(' ');
        let note = trigger.clone().filter(|_| long).find_map(kin)?;
        Some((self.doc.quote(note.tokens.clone()).to_string(), note.tokens.clone()))
    }

    /// "In 2017 he married Ana Silva": whom somebody has by that.
    fn married(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let doc = self.doc;
        let told = |t: usize| doc.packs.listed("partner_word", doc.words[t].lemma);
        if self.words_of(claim).any(told) || claim.polarity == Polarity::Negated {
            return None;
        }
        let verb = self.words_of(claim).find(|t| doc.packs.listed("marries", doc.words[*t].lemma))?;
        // "is married", "married a Turkish citizen": as it is told.
        let to = |k: &usize| doc.words[*k].rel == "obj" || doc.led_by(*k, doc.packs.grammar.to);
        let somebody = doc.kids(verb).iter().any(to);
        let mut names = self.people.mentions.iter().filter(|m| m.kind == Kind::Name);
        let named = names.any(|m| doc.quote(m.core.clone()) == claim.value);
        let told = claim.value.to_lowercase().starts_with(&doc.form(verb).to_lowercase());
        if !somebody || !(named || told) {
            return None;
        }
        let word = match self.people.persons[claim.about].attributes.gender? {
            Gender::Male => "wife",
            Gender::Female => "husband",
        };
        Some((word.to_string(), verb..verb + 1))
    }

    /// "fluent German and a little Romani": how well a language is spoken, where the value does not say it.
    fn how_well(&self, claim: &Claim) -> Option<(String, Range<usize>)> {
        let doc = self.doc;
        if claim.value.contains(' ') || claim.value.is_empty() {
            return None;
        }
        let at = claim.parts[0].tokens.clone();
        let sentence = doc.sentence(at.start).tokens.clone();
        let near = at.start.saturating_sub(NEAR).max(sentence.start)..(at.end + NEAR / 2).min(sentence.end);
        let little = |t: &usize| doc.packs.listed("tongue_little", doc.words[*t].lemma);
        let level = if claim.polarity == Polarity::Negated {
            "none"
        } else if near.clone().any(|t| little(&t)) {
            "some"
        } else {
            "fluent"
        };
        Some((format!("{} {level}", claim.value), at))
    }
}
