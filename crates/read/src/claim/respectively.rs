//! "sentenced Ana Silva and Ivo Lang to ten and seven years, respectively", "Ana Silva was sentenced to ten years and Ivo Lang to seven":
//! to each their own.

use std::ops::Range;

use casebook_model::Upos;

use super::{Claim, Context};
use crate::annotate::Label;

impl Context<'_, '_> {
    /// Gives each of several people named together the one of as many spans of time that is theirs.
    pub(super) fn to_each(&self, claims: &mut [Claim]) {
        for claim in claims.iter_mut() {
            if let Some(own) = self.gapped(claim) {
                claim.value = own;
            }
        }
        for sentence in 0..self.doc.sentences.len() {
            let tokens = self.doc.sentences[sentence].tokens.clone();
            if !tokens.clone().any(|t| self.doc.packs.listed("each_theirs", self.doc.words[t].form)) {
                continue;
            }
            let spans = self.spans_in(tokens.clone());
            let here = |c: &Claim| {
                tokens.contains(&c.parts[0].tokens.start)
                    && (spans.contains(&c.value) || spans.iter().any(|s| c.value.starts_with(s.as_str())))
            };
            let mut persons: Vec<usize> = claims.iter().filter(|c| here(c)).map(|c| c.about).collect();
            let first = |p: &usize| {
                self.people.persons[*p].mentions.iter().find(|m| tokens.contains(&self.people.mentions[**m].head))
            };
            persons.sort_by_key(|p| first(p).copied());
            persons.dedup();
            if persons.len() != spans.len() || spans.len() < 2 {
                continue;
            }
            for claim in claims.iter_mut().filter(|c| here(c)) {
                let at = persons.iter().position(|p| *p == claim.about).unwrap_or(0);
                claim.value.clone_from(&spans[at]);
            }
        }
    }

    /// "… and Ivo Lang to seven": the span of time behind the person of a claim, where the verb is left out.
    fn gapped(&self, claim: &Claim) -> Option<String> {
        let doc = self.doc;
        let unit =
            claim.value.chars().next_back().filter(|u| claim.value.starts_with('P') && u.is_ascii_uppercase())?;
        let trigger = &claim.parts[0].tokens;
        let sentence = doc.sentence(trigger.start).tokens.clone();
        let mentions = self.people.persons[claim.about].mentions.iter().map(|m| &self.people.mentions[*m].tokens);
        let mut behind = mentions.filter(|m| m.start > trigger.start && m.end + 1 < sentence.end);
        behind.find_map(|m| {
            let joined = m.start.checked_sub(1).is_some_and(|t| doc.words[t].form == doc.packs.grammar.and);
            let to = doc.words[m.end].form == doc.packs.grammar.to;
            let at = (m.end + 1).min(sentence.end - 1);
            let span = self.notes.starting(at).find(|n| n.label == Label::Duration).map(|n| n.value.clone());
            let number = || self.notes.starting(at).find(|n| n.label == Label::Number);
            let own = span.or_else(|| number().map(|n| format!("P{}{unit}", n.value)));
            own.filter(|_| joined && to)
        })
    }

    /// The spans of time of a sentence in order; a number before "and" has the unit of the span behind it ("ten and seven years").
    fn spans_in(&self, tokens: Range<usize>) -> Vec<String> {
        let mut spans: Vec<String> = Vec::new();
        for t in tokens {
            let starts = |label: Label| self.notes.starting(t).find(|n| n.label == label);
            if let Some(span) = starts(Label::Duration) {
                // "nine years and six months, respectively" are two spans.
                let unit =
                    span.value.find(|c: char| c.is_ascii_uppercase() && c != 'P').unwrap_or(span.value.len() - 1);
                let more =
                    span.tokens.clone().skip(1).any(|t| self.notes.starting(t).any(|n| n.label == Label::Duration));
                spans.push(if more { span.value[..=unit].to_string() } else { span.value.clone() });
            } else if let Some(number) = starts(Label::Number) {
                let joined = self.doc.words.get(number.tokens.end).is_some_and(|w| w.upos == Upos::Cconj);
                let span = self.notes.starting(number.tokens.end + 1).find(|n| n.label == Label::Duration && joined);
                let unit = span.and_then(|s| s.value.chars().next_back()).filter(char::is_ascii_uppercase);
                spans.extend(unit.map(|unit| format!("P{}{unit}", number.value)));
            }
        }
        spans
    }
}
