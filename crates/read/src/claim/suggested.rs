//! The value of a suggestion: what the words that the proposer finds, and those beside them, give.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Kind, Predicate, ValueKind};

use super::Context;
use crate::annotate::Label;
use crate::matcher::Match;
use crate::value;

/// Tokens that a value may have at most.
pub(super) const SHORT: usize = 10;

impl Context<'_, '_> {
    /// The value as far as the words give one: the annotation of the kind that the predicate wants, on the words or
    /// nearest to them; what the predicate is about; else the words with what their verb acts on.
    pub(super) fn suggested_value(
        &self,
        m: &Match,
        predicate: &Predicate,
        person: usize,
    ) -> (String, Option<Range<usize>>) {
        let head = m.literals[0];
        let of = |labels: &[Label]| {
            let sentence = self.doc.sentence(head).tokens.clone();
            let inside = self.notes.all().iter().filter(|a| sentence.contains(&a.tokens.start));
            let fits = inside.filter(|a| labels.contains(&a.label) && !a.value.is_empty());
            fits.min_by_key(|a| a.tokens.start.abs_diff(head)).map(|a| (a.value.clone(), Some(a.tokens.clone())))
        };
        let words = || {
            let tokens = self.wide(m);
            (self.doc.quote(tokens.clone()).to_string(), Some(tokens).filter(|t| *t != m.tokens))
        };
        let thing = || if predicate.thing.is_empty() { words() } else { (predicate.thing.clone(), None) };
        if let Some(many) = predicate.class_only.then(|| self.how_many(person, head)).flatten() {
            return (self.doc.quote(many.clone()).to_string(), Some(many));
        }
        match predicate.value {
            ValueKind::Country => {
                let home = predicate.id.get_ref() == "movement.returned_home";
                let named = of(&[Label::Lexicon(Kind::Country), Label::Lexicon(Kind::Nationality)]);
                // Home is where somebody is from, unless the words name another country.
                named.or_else(|| self.own_country(person).filter(|_| home).map(|c| (c, None))).unwrap_or_default()
            }
            ValueKind::Duration => {
                let elided = self.elided_unit(head).map(|value| (value, Some(head..head + 1)));
                elided.or_else(|| of(&[Label::Duration])).unwrap_or_else(thing)
            }
            ValueKind::Number => of(&[Label::Number]).unwrap_or_default(),
            ValueKind::Language => of(&[Label::Lexicon(Kind::Language)]).unwrap_or_else(thing),
            ValueKind::Money | ValueKind::Text => thing(),
        }
    }

    /// "was sentenced to twelve years and Ivo Lang to 11": a number with the unit of the duration before it.
    fn elided_unit(&self, token: usize) -> Option<String> {
        let number = self.notes.at(token, Label::Number).filter(|_| self.notes.at(token, Label::Duration).is_none())?;
        let sentence = self.doc.sentence(token).tokens.clone();
        let before = |n: &&crate::annotate::Annotation| {
            n.label == Label::Duration && sentence.contains(&n.tokens.start) && n.tokens.end <= token
        };
        let unit = self.notes.all().iter().filter(before).max_by_key(|n| n.tokens.end)?.value.chars().last()?;
        let n: u32 = number.value.parse().ok()?;
        unit.is_ascii_uppercase().then(|| format!("P{n}{unit}"))
    }

    /// "Some 2,000 Cambodians": the words by which a sentence counts those whom it speaks of.
    pub(super) fn how_many(&self, person: usize, token: usize) -> Option<Range<usize>> {
        let sentence = self.doc.sentence(token).tokens.clone();
        let mentions = self.people.persons[person].mentions.iter().map(|m| &self.people.mentions[*m].tokens);
        mentions.filter(|t| sentence.contains(&t.start)).find_map(|tokens| {
            let mut notes = tokens.clone().flat_map(|t| self.notes.starting(t));
            let number = notes.find(|n| n.label == Label::Number && n.tokens.end <= tokens.end)?;
            let counts =
                (tokens.start..number.tokens.start).all(|t| self.doc.words[t].upos != Upos::Adp || t == tokens.start);
            counts.then_some(tokens.start..number.tokens.end)
        })
    }

    /// The one country that somebody is said to be of.
    fn own_country(&self, person: usize) -> Option<String> {
        let countries = &self.people.persons[person].attributes.countries;
        countries.first().filter(|_| countries.len() == 1).cloned()
    }

    /// The words of a match with what their verb acts on ("turned down … her application"), else its subject where that
    /// is a thing ("her card had run out"), and where it goes to or on ("turned to the ombudsman"), as far as that stays
    /// short; of a noun what belongs to it ("a fine of 4,800 euros"). A number stands with what it counts.
    fn wide(&self, m: &Match) -> Range<usize> {
        let head = m.literals[0];
        let mut tokens = m.tokens.clone();
        let mut join = |part: Range<usize>| {
            let joined = tokens.start.min(part.start)..tokens.end.max(part.end);
            if joined.len() <= SHORT {
                tokens = joined;
            }
        };
        let amounts = [Label::Money, Label::Duration, Label::Number];
        self.notes.covering(head).filter(|n| amounts.contains(&n.label)).for_each(|n| join(n.tokens.clone()));
        let whole =
            |t: usize| Some(self.doc.subtree(t)).filter(|r| r.len() <= SHORT).unwrap_or(self.doc.noun_phrase(t));
        if self.doc.words[head].upos == Upos::Verb {
            let thing = |t: &usize| self.people.person_at(*t).is_none() && self.doc.words[*t].upos != Upos::Pron;
            let kids = || self.doc.kids(head).iter().copied();
            kids().filter(|k| self.doc.words[*k].rel == "compound:prt").for_each(|k| join(k..k + 1));
            let acted_on = self.doc.patient(head).or_else(|| self.doc.subject(head)).filter(thing);
            if let Some(t) = acted_on {
                join(whole(t));
            }
            if let Some(t) = kids().find(|k| *k > head && self.doc.words[*k].rel == "obl") {
                join(whole(t));
            }
        } else if self.doc.words[head].upos == Upos::Noun {
            join(whole(head));
        }
        let told = value::with_what_follows(self.doc, self.notes, tokens.clone());
        let told = value::to_its_end(self.doc, told);
        if told.len() <= SHORT {
            tokens = told;
        }
        // Words that begin or end in a comma are none.
        let mark = |t: &usize| matches!(self.doc.form(*t), "," | "." | ";" | ":" | "-" | "–" | "—");
        let start = tokens.clone().find(|t| !mark(t) && !self.opens_only(*t)).unwrap_or(tokens.start);
        let end = tokens.clone().rfind(|t| !mark(t)).map_or(tokens.end, |t| t + 1);
        start..end
    }

    /// "and a flight home", "of fraud", "with a notice": a word that ties what follows to what stands before.
    fn opens_only(&self, token: usize) -> bool {
        let word = &self.doc.words[token];
        let ties = matches!(word.upos, Upos::Cconj | Upos::Adp | Upos::Sconj | Upos::Det);
        let with_next = matches!(word.rel, "case" | "cc" | "mark" | "det");
        ties && with_next && !self.doc.negates(token)
    }
}
