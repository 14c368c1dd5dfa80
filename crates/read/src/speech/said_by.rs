//! Sources behind "by": "Ana Silva is said by her lawyer to have been beaten", "by his account".

use casebook_model::Upos;

use super::{Finder, Speaker, Speech};
use crate::doc::Doc;

impl Finder<'_, '_> {
    /// The acts of saying whose speaker a phrase with "by" names; all else in the clause is what is said.
    pub(super) fn said_by(&self) -> Vec<Speech> {
        (0..self.doc.words.len()).filter_map(|verb| self.said_by_at(verb).or_else(|| self.told_by_at(verb))).collect()
    }

    /// "The court was told by the prosecutor that …": whoever tells it, of what the clause says.
    fn told_by_at(&self, verb: usize) -> Option<Speech> {
        let doc = self.doc;
        let tells = doc.packs.cues.reporting(doc.words[verb].lemma).is_some_and(|c| c.listener && c.modality.is_none());
        let agent = doc.kid(verb, &["obl:agent"]).filter(|_| tells && doc.passive(verb))?;
        let clause = doc.kid(verb, &["ccomp"]).filter(|c| *c > agent)?;
        let (speaker, tokens) = self.speaker_at(agent, doc.subtree(verb).end)?;
        // "told by a comrade that he was dead and by the embassy that he was missing"
        let mut content = doc.subtree(clause);
        let g = &doc.packs.grammar;
        let another = |t: &usize| doc.words[*t].form == g.and && doc.words[*t + 1].form == g.by;
        content.end = (content.start..content.end - 1).find(another).unwrap_or(content.end);
        Some(Speech { content: vec![content], ..Speech::plain(verb, speaker, Some(tokens), verb..verb) })
    }

    /// "by his account", "in Ana Silva's telling": whose account says the rest of the sentence.
    pub(super) fn accounts(&self) -> Vec<Speech> {
        let doc = self.doc;
        let noun = |t: &usize| doc.packs.listed("own_account", doc.words[*t].lemma);
        let led = |t: usize| {
            doc.kids(t)
                .iter()
                .copied()
                .find(|k| *k < t && [doc.packs.grammar.by, doc.packs.grammar.in_].contains(&doc.words[*k].form))
        };
        let told = |t: usize| {
            let (case, owner) = (led(t)?, doc.possessor(t).filter(|o| *o < t)?);
            let mention = self.people.mention_at(owner)?;
            let end = doc.subtree(t).end.max(t + 1);
            let clause = self.set_into(case, t);
            let content = [clause.start.min(case)..case, end..clause.end].into_iter().filter(|r| r.len() > 2).collect();
            let speaker = self.speaker(mention.person?, mention.tokens.clone());
            let plain = Speech::plain(t, speaker, Some(mention.tokens.clone()), case..end);
            Some(Speech { content, ..plain })
        };
        (0..doc.words.len()).filter(noun).filter_map(told).filter(|s| !s.content.is_empty()).collect()
    }

    fn said_by_at(&self, verb: usize) -> Option<Speech> {
        let doc = self.doc;
        let agent = agent(doc, verb)?;
        let of_whom = doc.kid(verb, &["nsubj:pass", "nsubj"]).filter(|s| self.people.person_at(*s).is_some())?;
        let phrase = doc.noun_phrase(agent);
        let (speaker, tokens) = self
            .speaker_at(agent, doc.subtree(verb).end)
            .unwrap_or_else(|| (Speaker::Role(self.printed_role(phrase.clone())), phrase.clone()));
        let whole = doc.subtree(verb);
        // "Ana Silva, who was granted asylum, was described by a colleague as quiet": what tells who she is they do not say.
        let subject = doc.noun_phrase(of_whom);
        let told = subject.end.max(doc.subtree(of_whom).end.min(verb));
        let aside = doc.kid(of_whom, &["acl:relcl"]).is_some();
        let begin = if aside { told } else { subject.start.max(whole.start) };
        let content = [begin..verb, tokens.end.max(phrase.end)..whole.end];
        let content = content.into_iter().filter(|r| !r.is_empty()).collect();
        Some(Speech { content, ..Speech::plain(verb, speaker, Some(tokens), verb..verb) })
    }
}

/// Who says, by a phrase with "by", what a reporting verb in the passive says of its subject: "reported by the embassy to be in
/// prison", "described by the ministry as a deserter".
pub fn agent(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let agent = doc.kid(verb, &["obl:agent"]).filter(|_| doc.passive(verb))?;
    doc.packs.cues.reporting(doc.words[verb].lemma).filter(|cue| cue.modality.is_none() && !cue.listener)?;
    let behind = || doc.kids(verb).iter().copied().filter(|k| *k > agent);
    let clause = |k: usize| matches!(doc.words[k].rel, "xcomp" | "ccomp") || doc.infinitive_mark(k).is_some();
    let as_what = |k: usize| doc.kids(k).iter().any(|c| doc.words[*c].form == doc.packs.grammar.as_);
    let names = matches!(doc.words[agent].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    (names && behind().any(|k| clause(k) || as_what(k))).then_some(agent)
}
