//! What a correction says was printed before: "An earlier version said that she had deserted. It described him as arrested."
//!
//! It is neither so nor denied: what is so now the correction says in its own words (`corpus/GUIDE.md`, hard calls).

use casebook_model::Upos;

use super::{Claim, Context};

/// How many words may stand between what was printed and the verb that says that it was.
const MAX_DEPTH: usize = 8;

impl Context<'_, '_> {
    /// Drops the claims that a report has taken back.
    pub(super) fn withdrawn(&self, claims: &mut Vec<Claim>) {
        claims.retain(|c| !self.taken_back(c.parts[0].tokens.start));
    }

    fn taken_back(&self, token: usize) -> bool {
        let up = |t: &usize| self.doc.words[*t].head;
        let mut clause = token;
        for verb in std::iter::successors(up(&token), up).take(MAX_DEPTH) {
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
