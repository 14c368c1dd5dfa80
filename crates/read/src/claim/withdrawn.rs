//! What a correction says was printed before: "An earlier version said that she had deserted. It described him as arrested."
//!
//! It is neither so nor denied: what is so now the correction says in its own words (`corpus/GUIDE.md`, hard calls).

use casebook_model::Upos;
use casebook_packs::{Modality, Polarity};

use super::{Claim, Context};
use crate::speech::Speaker;

/// How many words may stand between what was printed and the verb that says that it was.
const MAX_DEPTH: usize = 8;

impl Context<'_, '_> {
    /// Drops the claims that a report has taken back.
    pub(super) fn withdrawn(&self, claims: &mut Vec<Claim>) {
        claims.retain(|c| !self.taken_back(c.parts[0].tokens.start));
        self.wrote(claims);
    }

    /// "We wrote that Ana Silva had been deported to Peru. She has not been deported.": what the report wrote before is no claim, and
    /// what it says that it was of is denied.
    fn wrote(&self, claims: &mut Vec<Claim>) {
        let sentence = |c: &Claim| self.doc.words[c.parts[0].tokens.start].sentence;
        let own = |c: &Claim| c.speaker == Speaker::Outlet && c.modality == Modality::Asserted;
        let mut gone: Vec<usize> = Vec::new();
        for first in 0..claims.len() {
            let told = &claims[first];
            let denies = |c: &Claim| {
                let same = (c.about, c.predicate) == (told.about, told.predicate) && c.polarity == Polarity::Negated;
                same && own(c) && sentence(c) == sentence(told) + 1
            };
            let affirmed =
                own(told) && told.polarity == Polarity::Affirmed && self.we_wrote(told.parts[0].tokens.start);
            let Some(then) = claims.iter().position(denies).filter(|_| affirmed) else { continue };
            claims[then].value = claims[first].value.clone();
            gone.push(first);
        }
        let mut at = 0..;
        claims.retain(|_| !at.next().is_some_and(|i| gone.contains(&i)));
    }

    /// Does a word stand below what those who write say that they wrote?
    fn we_wrote(&self, token: usize) -> bool {
        let doc = self.doc;
        let mut verbs = doc.above(token).skip(1).take(MAX_DEPTH);
        verbs.any(|v| {
            let subject = doc.subject(v).is_some_and(|s| doc.packs.listed("who_writes", doc.words[s].form));
            subject && doc.packs.cues.reporting(doc.words[v].lemma).is_some()
        })
    }

    fn taken_back(&self, token: usize) -> bool {
        let mut clause = token;
        for verb in self.doc.above(token).skip(1).take(MAX_DEPTH) {
            // "…, which was seven years, not nine": the correction's own words.
            if self.doc.words[clause].rel == "acl:relcl" || self.doc.words[clause].rel == "parataxis" {
                return false;
            }
            if self.printed_before(verb) && self.doc.subject(verb) != Some(clause) {
                return true;
            }
            clause = verb;
        }
        false
    }

    /// Does a verb say what the report said before it was corrected?
    fn printed_before(&self, verb: usize) -> bool {
        let doc = self.doc;
        let word = &doc.words[verb];
        let states = doc.packs.cues.reporting(word.lemma).is_some() || doc.packs.listed("gives_out", word.lemma);
        // "Correction: an earlier version of this article stated": a tree that has no subject.
        let text = |t: &usize| doc.packs.listed("own_text", doc.words[*t].lemma);
        let before = || (doc.sentence(verb).tokens.start..verb).rfind(text);
        let subject = doc.kid(verb, &["nsubj", "nsubj:pass"]).or_else(before);
        let Some(subject) = subject.filter(|_| states && word.upos == Upos::Verb) else { return false };
        let it = doc.words[subject].form == doc.packs.grammar.it;
        let here = self.formerly(subject) || !it && self.formerly(verb);
        (it || text(&subject)) && (here || self.corrected_before(subject))
    }

    /// "earlier", "originally" beside a word.
    fn formerly(&self, token: usize) -> bool {
        self.doc.kids(token).iter().any(|k| self.doc.packs.listed("formerly", self.doc.words[*k].form))
    }

    /// Has the paragraph spoken of an earlier version of the report before a word?
    fn corrected_before(&self, token: usize) -> bool {
        let paragraph = self.doc.sentence(token).paragraph;
        let before = (0..token).rev().take_while(|t| self.doc.sentence(*t).paragraph == paragraph);
        before.filter(|t| self.doc.packs.listed("own_text", self.doc.words[*t].lemma)).any(|t| self.formerly(t))
    }
}
