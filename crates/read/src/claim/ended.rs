//! What was so and, by the report's own words, no longer is: "used to be stateless", "was once a refugee", "a former citizen
//! of Peru", "held a visa until 2020", "his warrant was cancelled".
//!
//! It stays a claim of what was, and fills no status.

use casebook_model::Upos;
use casebook_packs::{ModalityPlace, Predicate};

use super::Context;
use crate::annotate::Label;
use crate::condition::present;
use crate::matcher::Match;

impl Context<'_, '_> {
    /// Do the words around a match of a predicate say that what it tells is over?
    pub(super) fn ended(&self, predicate: &Predicate, m: &Match, head: usize) -> bool {
        let doc = self.doc;
        let word = &doc.words[head];
        let nominal = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj);
        // "a former Peruvian citizen": of words beside a noun the noun.
        let noun = word.head.filter(|_| nominal && matches!(word.rel, "amod" | "compound" | "nmod"));
        let noun = noun.filter(|n| doc.packs.listed("citizen", doc.words[*n].lemma));
        // "held a visa until 2020": of what somebody had the verb.
        let held = word.head.filter(|v| word.rel == "obj" && doc.packs.listed("holds", doc.words[*v].lemma));
        let by_verb = predicate.ended_by.as_ref().is_some_and(|list| doc.packs.listed(list, word.lemma));
        let mut at = [Some(head), noun, held].into_iter().flatten();
        let once = at.clone().any(|t| self.once(m, t) || self.used_to(t));
        if predicate.loss {
            return once;
        }
        // "lost the status that he had held": with the thing goes what was said of it.
        let thing = word.head.filter(|_| word.rel == "acl:relcl").or(Some(head).filter(|_| nominal));
        once || by_verb
            || at.any(|t| self.until(t) || self.for_a_time(t))
            || thing.is_some_and(|t| self.put_an_end_to(m, t))
    }

    /// "was once a citizen", "formerly stateless", "a former refugee".
    fn once(&self, m: &Match, token: usize) -> bool {
        let doc = self.doc;
        // "without once seeing him" is never.
        let never = doc.kid(token, &["mark"]).is_some_and(|mark| doc.negates(mark));
        let behind_subject = |k: usize| !never && doc.subject(token).is_none_or(|s| s < k);
        doc.kids(token).iter().copied().filter(|k| *k < token).any(|k| match doc.words[k].rel {
            "advmod" => doc.packs.listed("was_so", doc.words[k].form) && behind_subject(k),
            // "a former soldier" is discharged: what the phrasing asks for is what it tells.
            "amod" | "compound" => doc.packs.listed("former", doc.words[k].form) && !m.literals.contains(&k),
            _ => false,
        })
    }

    /// "used to be stateless", "used to hold a visa".
    fn used_to(&self, head: usize) -> bool {
        let doc = self.doc;
        let verb = doc.words[head].head.filter(|_| doc.words[head].rel == "xcomp");
        verb.is_some_and(|v| doc.words[v].lemma == doc.packs.grammar.use_ && doc.subject(v) == doc.subject(head))
    }

    /// "held a visa until 2020", "was stateless until Spain gave her a passport", "was a Kenyan before he became a Finn".
    fn until(&self, head: usize) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let not = doc.kids(head).iter().any(|k| doc.negates(*k));
        let copula = doc.kid(head, &["cop"]).is_some();
        let led = |k: usize| {
            let word = doc.words[k].form;
            [g.until, g.till].contains(&word) || copula && word == g.before
        };
        // "was stayed until the court has heard him" is still ahead.
        let bound = |k: &usize| *k > head && doc.kids(*k).iter().any(|m| led(*m)) && !present(doc, *k);
        let ahead = doc.packs.listed("lays_down", doc.words[head].lemma);
        self.past(head) && !not && !ahead && doc.kids(head).iter().any(bound)
    }

    /// "was stateless for ten years": what somebody was for a time in the past.
    fn for_a_time(&self, head: usize) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let was = |k: &usize| doc.words[*k].rel == "cop" && [g.was, g.were].contains(&doc.words[*k].form);
        let lasted = |k: &usize| {
            let timed = self.notes.covering(*k).any(|n| n.label == Label::Duration);
            timed && doc.kids(*k).iter().any(|c| doc.words[*c].form == g.for_)
        };
        doc.kids(head).iter().any(was) && doc.kids(head).iter().any(lasted)
    }

    /// "gave up his residence permit", "her warrant was cancelled": a verb that ends what the noun names.
    fn put_an_end_to(&self, m: &Match, head: usize) -> bool {
        let doc = self.doc;
        let object = matches!(doc.words[head].rel, "obj" | "nsubj:pass");
        let thing = self.people.mention_at(head).is_none();
        let Some(verb) = doc.words[head].head.filter(|v| thing && !m.literals.contains(v)) else { return false };
        let lemma = doc.words[verb].lemma;
        let ends = object && ["lifted", "cancelled", "loses"].iter().any(|l| doc.packs.listed(l, lemma))
            || doc.words[head].rel == "nsubj" && doc.packs.listed("ends_in", lemma);
        ends && self.past(verb) && !doc.kids(verb).iter().any(|k| doc.negates(*k))
    }

    /// Is a clause about what was, and no guess?
    fn past(&self, head: usize) -> bool {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let helps = |k: &&usize| doc.words[**k].rel.starts_with("aux") || doc.words[**k].rel == "cop";
        let mut auxiliaries = doc.kids(head).iter().filter(helps);
        let first = auxiliaries.next();
        let guess = doc
            .kids(head)
            .iter()
            .filter(helps)
            .any(|k| doc.packs.cues.modality(doc.words[*k].form, ModalityPlace::Auxiliary).is_some());
        let word = &doc.words[head];
        let plain = || word.upos == Upos::Verb && word.form != word.lemma && !doc.form(head).ends_with(['s', 'g']);
        let was = |k: &usize| [g.was, g.were, g.had, g.has, g.have, g.did].contains(&doc.words[*k].form);
        !guess && first.map_or_else(plain, was)
    }
}
