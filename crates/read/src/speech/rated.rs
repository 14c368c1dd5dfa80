//! Whose word a figure or a name for somebody is: "The ministry lists him as a deserter", "the union puts the arrears at $214,600".

use casebook_model::Upos;

use super::{Finder, Speech};

impl Finder<'_, '_> {
    /// The acts of saying of whoever lists somebody as something or puts something at a figure.
    pub(super) fn rated(&self) -> Vec<Speech> {
        (0..self.doc.words.len()).filter_map(|verb| self.rated_at(verb)).collect()
    }

    fn rated_at(&self, verb: usize) -> Option<Speech> {
        let doc = self.doc;
        let word = &doc.words[verb];
        if word.upos != Upos::Verb || doc.passive(verb) || !doc.packs.listed("rates", word.lemma) {
            return None;
        }
        let g = &doc.packs.grammar;
        let behind = doc.kids(verb).iter().copied().filter(|k| *k > verb);
        let told = behind.clone().any(|k| {
            let number = || doc.noun_phrase(k).any(|t| doc.words[t].upos == Upos::Num);
            doc.kids(k).iter().any(|c| doc.words[*c].form == g.as_) || doc.led_by(k, g.at) && number()
        });
        let end = behind.filter(|k| doc.words[*k].rel != "conj").map(|k| doc.subtree(k).end).max()?;
        // "…, and the ministry lists him": what another does is another's word.
        let another = |t: &usize| doc.words[*t].rel == "conj" && doc.kid(*t, &["nsubj"]).is_some_and(|s| s > verb);
        let end = (verb + 1..end).find(another).map_or(end, |t| doc.subtree(t).start.max(verb + 1));
        // "gave her his certificates as a pledge": nothing that is said.
        let given = doc.kid(verb, &["iobj"]).is_some();
        let (speaker, source) = self.subject(verb).filter(|_| told && !given)?;
        Some(Speech::plain(verb, speaker, Some(source), verb..end))
    }
}
