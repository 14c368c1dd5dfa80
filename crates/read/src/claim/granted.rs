//! What a sentence takes for granted beside what it says: descriptions set beside a name, relatives whom somebody has; and what it
//! says of somebody else.

use casebook_model::Upos;
use casebook_packs::{About, Entry, Predicate};

use super::{Context, DESCRIBING};
use crate::certainty::Certainty;
use crate::matcher::Match;
use crate::who;

impl Context<'_, '_> {
    /// Are the words a name or noun with what is put beside it, and no clause ("The welder, 46,")?
    pub(super) fn apposed(&self, m: &Match) -> bool {
        let clause =
            |t: usize| matches!(self.doc.words[t].upos, Upos::Verb | Upos::Aux) || self.doc.kid(t, &["cop"]).is_some();
        !m.tokens.clone().any(clause)
    }

    /// The noun by which a sentence states a description ("is not a Spanish citizen"), and so does not take it for granted.
    pub(super) fn stated(&self, head: usize) -> Option<usize> {
        let word = &self.doc.words[head];
        let noun = word.head.filter(|_| matches!(word.rel, "amod" | "compound" | "det"));
        // "is neither undocumented nor stateless"
        let first = word.head.filter(|_| word.rel == "conj");
        let copula = [Some(head), noun, first].into_iter().flatten().find(|t| self.doc.kid(*t, &["cop"]).is_some());
        // "was never registered as a Latvian"
        let as_one = |t: &usize| self.doc.words[*t].rel == "obl" && self.doc.led_by(*t, self.doc.packs.grammar.as_);
        let described = || [Some(head), noun].into_iter().flatten().find(as_one).and_then(|t| self.doc.words[t].head);
        copula.or_else(described)
    }

    /// Does a description itself say that it is not so ("no longer a refugee")? "Neither the refugee nor his wife", "stopped them deporting
    /// a refugee" say it of something else.
    pub(super) fn own_negation(&self, certain: &Certainty, head: usize) -> bool {
        let doc = self.doc;
        let own = |t: &usize| doc.negates(*t) && doc.words[*t].rel != "cc" && doc.words[*t].rel != "cc:preconj";
        certain.cues.iter().any(|t| own(t) && (doc.under(*t, head) || *t + 2 >= doc.subtree(head).start && *t < head))
    }

    /// Does a claim rest on a relative whom somebody has, in a clause about something else ("hopes to see her daughters")?
    pub(super) fn owned(&self, predicate: &Predicate, m: &Match) -> bool {
        self.apposed(m) && self.owns(predicate, m)
    }

    /// Does somebody have the relative whom the last noun of the words names?
    pub(super) fn owns(&self, predicate: &Predicate, m: &Match) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        // Of "her two daughters" a phrasing may name no more than "her" or "two".
        let nominal = |t: &usize| matches!(doc.words[*t].upos, Upos::Noun | Upos::Propn);
        let Some(noun) = m.tokens.clone().rev().find(nominal).filter(|_| predicate.frame == "family") else {
            return false;
        };
        // "to see her two daughters": a tree that takes "her" for whom she sees.
        let owner = |t: usize| [g.his, g.her, g.their, g.my, g.our, g.your].contains(&doc.words[t].form);
        let start = doc.subtree(noun).start;
        let before = start > doc.sentence(noun).tokens.start && owner(start - 1);
        (before || doc.kid(noun, &["nmod:poss"]).is_some()) && doc.kid(noun, &["cop"]).is_none()
    }

    /// Is it said of somebody else than the person who stands nearest ("the man who attacked Ana Silva was arrested")? A phrasing
    /// may have the other one's words itself ("Silva's mother paid the agent").
    pub(super) fn of_another(&self, person: usize, entry: &Entry, m: &Match, head: usize) -> bool {
        let predicate = &self.doc.packs.predicates[entry.predicate];
        let frame = &predicate.frame;
        let by_role = match &entry.about {
            About::Agent | About::Subject => true,
            About::Patient | About::Recipient | About::Slot(_) => self.doc.passive(head),
            About::Holder | About::Bearer | About::Class => false,
        };
        // "Lobo, who kept his bank card": somebody else's.
        let owner = matches!(entry.about, About::Holder | About::Patient | About::Slot(_));
        let takes = self.doc.takes(head);
        let taker = |s: usize| self.people.person_at(s) == Some(person) && !m.tokens.contains(&s);
        let told = self.doc.kid(head, &["nsubj"]).and_then(|_| self.doc.subject(head));
        if owner && takes && (predicate.loss || predicate.lack) && told.is_some_and(taker) {
            return true;
        }
        let by_role = by_role && !DESCRIBING.contains(&frame.as_str());
        let verb = self.doc.words[head].upos == Upos::Verb;
        let spelt_out = || self.doc.subject(head).is_some_and(|s| m.tokens.contains(&s));
        by_role && verb && !spelt_out() && who::of_another(self.doc, self.people, head, person)
    }

    /// "His family denied his involvement": whose part it is that somebody else denies.
    pub(super) fn denied_of(&self, meant: who::Meant, entry: &Entry, m: &Match) -> who::Meant {
        let doc = self.doc;
        let whose = |t: &usize| doc.words[*t].upos == Upos::Pron && doc.words[*t].rel == "nmod:poss";
        let owner = m.tokens.clone().filter(whose).find_map(|t| self.people.mention_at(t));
        let other = owner.filter(|_| super::denies(entry)).and_then(|o| Some((o.person?, !o.firm)));
        let other = other.filter(|(p, _)| *p != meant.person && !self.people.persons[*p].is_class());
        other.map_or(meant, |(person, inferred)| who::Meant { person, inferred })
    }
}
