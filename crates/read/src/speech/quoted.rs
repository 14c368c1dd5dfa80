//! Whose words quotations are that no verb of saying stands beside, and whom "they" stands for.

use casebook_model::Upos;

use super::{Finder, Speaker, Speech};
use crate::doc::Doc;
use crate::quote::Quote;

impl Finder<'_, '_> {
    /// Quotations whose sentence has no cue: the one who speaks in the same paragraph, else the one
    /// whose quotation closed the paragraph before.
    pub(super) fn quotations(&self, all: &mut Vec<Speech>) {
        let mut last: Option<(usize, Speech)> = None;
        for quote in self.quotes.iter().filter(|q| q.speech) {
            let opens =
                |s: &&Speech| s.content.iter().any(|r| r.start <= quote.tokens.start && quote.tokens.start < r.end);
            let found = match all.iter().find(opens) {
                Some(speech) => Some(speech.clone()),
                None => self.spoken(quote, all, last.as_ref()).inspect(|s| all.push(s.clone())),
            };
            if let Some(speech) = found {
                last = Some((self.doc.sentence(quote.tokens.end - 1).paragraph, speech));
            }
        }
    }

    /// Whose words a quotation is by what stands near it, or by the one before, which ended in a paragraph.
    fn spoken(&self, quote: &Quote, all: &[Speech], last: Option<&(usize, Speech)>) -> Option<Speech> {
        let paragraph = self.doc.sentence(quote.tokens.start).paragraph;
        // Whom a quotation itself has say something ("I told him") is not who says it.
        let inside = |s: &Speech| self.quotes.iter().any(|q| q.speech && q.tokens.contains(&s.cue));
        let same = |s: &&Speech| {
            let here = self.doc.sentence(s.cue).paragraph == paragraph;
            here && !matches!(s.speaker, Speaker::Outlet) && !inside(s)
        };
        if let Some(speech) = self.labelled(quote).or_else(|| self.put_so(quote)) {
            return Some(speech);
        }
        let near = all.iter().filter(same).min_by_key(|s| s.cue.abs_diff(quote.tokens.start)).cloned();
        let announced = || self.announced(all, paragraph);
        let continued = || last.filter(|(p, _)| paragraph == p + 1 || paragraph == *p).map(|(_, s)| s.clone());
        let whose = near.or_else(announced).or_else(continued)?;
        // The opening mark, so that the first word is among what is said.
        let cue = quote.tokens.start.saturating_sub(1);
        let content = vec![quote.tokens.clone()];
        Some(Speech { cue, content, source: None, modality: None, polarity: None, ..whose })
    }

    /// "Ana Silva: “…”", "Police: “…”": a name or a body and a colon before a quotation.
    fn labelled(&self, quote: &Quote) -> Option<Speech> {
        let doc = self.doc;
        let mark = quote.tokens.start.checked_sub(1)?;
        let colon = mark.checked_sub(1).filter(|t| doc.form(*t) == ":")?;
        let start = doc.sentence(colon).tokens.start;
        let plain = |t: usize| !matches!(doc.words[t].upos, Upos::Verb | Upos::Aux);
        let last = colon.checked_sub(1).filter(|t| *t >= start && (start..colon).all(plain))?;
        let person = self.people.mentions.iter().find(|m| m.tokens.end == colon && m.person.is_some());
        let person = person.and_then(|m| Some((self.speaker(m.person?, m.tokens.clone()), m.tokens.clone())));
        let (speaker, tokens) = person.or_else(|| self.body_noun(last)).or_else(|| self.body_at(start))?;
        Some(Speech::plain(mark, speaker, Some(tokens), quote.tokens.clone()))
    }

    /// "As Ana Silva put it, “…”": who puts it so before a quotation.
    fn put_so(&self, quote: &Quote) -> Option<Speech> {
        let doc = self.doc;
        let mark = quote.tokens.start.checked_sub(1)?;
        let start = doc.sentence(mark).tokens.start;
        let comma = mark.checked_sub(1).filter(|t| *t > start && doc.form(*t) == ",")?;
        let as_ = (start..comma).rev().find(|t| doc.words[*t].form == doc.packs.grammar.as_)?;
        let put = (as_ + 1..comma).rfind(|t| doc.words[*t].form == doc.packs.grammar.it)?.checked_sub(1)?;
        let (speaker, tokens) = self.subject(put).filter(|_| doc.words[put].upos == Upos::Verb)?;
        Some(Speech::plain(put, speaker, Some(tokens), quote.tokens.clone()))
    }

    /// "She recounted the following:": whose words a new paragraph opens with.
    fn announced(&self, all: &[Speech], paragraph: usize) -> Option<Speech> {
        let sentence = self.doc.sentences.iter().rfind(|s| s.paragraph + 1 == paragraph)?.tokens.clone();
        let colon = sentence.clone().next_back().is_some_and(|t| self.doc.form(t) == ":");
        let told = |s: &&Speech| sentence.contains(&s.cue) && !matches!(s.speaker, Speaker::Outlet);
        all.iter().find(told).filter(|_| colon).cloned()
    }
}

/// Sentences back in which whoever spoke last is who goes on as "they".
const SPOKE_IN: usize = 2;

/// "Her friends said … 'It is hard,' they added": where "they" are nobody in particular, whoever spoke last.
pub(super) fn stand_ins(doc: &Doc<'_>, all: &mut [Speech]) {
    let pronoun = |s: &Speech| {
        let alone = s.source.as_ref().filter(|r| r.len() == 1 && doc.words[r.start].upos == Upos::Pron);
        alone.is_some_and(|r| matches!(&s.speaker, Speaker::Role(role) if role == doc.form(r.start)))
    };
    for i in 1..all.len() {
        let here = doc.words[all[i].cue].sentence;
        let near = |s: &&Speech| here - doc.words[s.cue].sentence <= SPOKE_IN;
        let spoke =
            all[..i].iter().rev().take_while(near).find(|s| matches!(&s.speaker, Speaker::Role(_)) && !pronoun(s));
        if let Some(speaker) = spoke.filter(|_| pronoun(&all[i])).map(|s| s.speaker.clone()) {
            all[i].speaker = speaker;
        }
    }
}
