//! What people marked documents and passages with: tags, notes, who has read what.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::{Anchor, Decision, EvidenceId, Stamp, Target, Verdict};

/// The marks on one document and on what is in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Tags on the document.
    pub tags: BTreeSet<String>,
    /// Tags on words of it, each with the code point the words begin at.
    pub within: BTreeSet<(usize, String)>,
    /// Notes on it and on what is in it, in the order they were made.
    pub notes: Vec<Note>,
    /// Who has read it.
    pub read_by: BTreeSet<String>,
    /// Who has read a passage of it, with the code point the passage begins at.
    pub read_within: BTreeSet<(usize, String)>,
}

/// A note on a document or on words of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Whose it is.
    pub stamp: Stamp,
    /// The code point its words begin at; `None` for the whole document.
    pub begins: Option<usize>,
}

impl Marks {
    /// The marks of decisions that stand, in their order, by document.
    #[must_use]
    pub fn of<'d>(decisions: impl IntoIterator<Item = &'d Decision>) -> BTreeMap<EvidenceId, Marks> {
        let mut all: BTreeMap<EvidenceId, Marks> = BTreeMap::new();
        for decision in decisions {
            // A mark on words belongs to where the words are.
            for id in decision.target.documents() {
                all.entry(id).or_default().take(decision);
            }
        }
        all
    }

    /// What of it concerns a passage: all that is said of the whole document, but for its notes, and what is said of
    /// words that begin in these code points.
    #[must_use]
    pub fn of_passage(&self, points: &Range<usize>) -> Marks {
        let here = |pairs: &BTreeSet<(usize, String)>| -> BTreeSet<String> {
            pairs.iter().filter(|(at, _)| points.contains(at)).map(|(_, what)| what.clone()).collect()
        };
        let near = |note: &&Note| note.begins.is_some_and(|at| points.contains(&at));
        Marks {
            tags: &self.tags | &here(&self.within),
            notes: self.notes.iter().filter(near).cloned().collect(),
            read_by: &self.read_by | &here(&self.read_within),
            ..Marks::default()
        }
    }

    fn take(&mut self, decision: &Decision) {
        let by = &decision.stamp.by;
        match (&decision.verdict, decision.target.begins()) {
            (Verdict::Tag { tag }, None) => drop(self.tags.insert(tag.clone())),
            (Verdict::Tag { tag }, Some(at)) => drop(self.within.insert((at, tag.clone()))),
            (Verdict::Untag { tag }, None) => drop(self.tags.remove(tag)),
            (Verdict::Untag { tag }, Some(at)) => drop(self.within.remove(&(at, tag.clone()))),
            (Verdict::Note { text }, begins) => {
                self.notes.push(Note { text: text.clone(), stamp: decision.stamp.clone(), begins });
            }
            (Verdict::Read, None) => drop(self.read_by.insert(by.clone())),
            (Verdict::Unread, None) => drop(self.read_by.remove(by)),
            (Verdict::Read, Some(at)) => drop(self.read_within.insert((at, by.clone()))),
            (Verdict::Unread, Some(at)) => drop(self.read_within.remove(&(at, by.clone()))),
            _ => {}
        }
    }
}

impl Target {
    /// The words it is about; none for a whole document.
    #[must_use]
    pub fn words(&self) -> &[Anchor] {
        match self {
            Target::Document { .. } => &[],
            Target::Passage { anchor } => std::slice::from_ref(anchor),
            Target::Claim { words, .. } => words,
            Target::People { mentions } => mentions,
        }
    }

    /// The documents it is in, each once.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<EvidenceId> {
        match self {
            Target::Document { document } => [*document].into(),
            other => other.words().iter().map(|a| a.evidence).collect(),
        }
    }

    /// The code point its first words begin at; `None` for a whole document.
    #[must_use]
    pub fn begins(&self) -> Option<usize> {
        self.words().first().map(|a| a.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(target: &Target, verdict: Verdict, by: &str) -> Decision {
        let stamp = Stamp { by: by.into(), at: "2026-01-02T03:04:05Z".into() };
        Decision { target: target.clone(), verdict, reason: String::new(), stamp }
    }

    #[test]
    fn the_last_word_counts_and_each_reader_reads_alone() {
        let id = EvidenceId::of(b"a");
        let document = Target::Document { document: id };
        let (prefix, suffix) = (String::new(), String::new());
        let anchor = Anchor { evidence: id, start: 40, end: 45, quote: "words".into(), prefix, suffix };
        let words = Target::Passage { anchor };
        let tag = |tag: &str| Verdict::Tag { tag: tag.into() };
        let decisions = [
            decided(&document, tag("urgent"), "ada"),
            decided(&document, tag("court"), "ada"),
            decided(&document, Verdict::Untag { tag: "urgent".into() }, "ben"),
            decided(&words, tag("check"), "ada"),
            decided(&words, Verdict::Note { text: "asked".into() }, "ada"),
            decided(&document, Verdict::Read, "ada"),
            decided(&document, Verdict::Read, "ben"),
            decided(&document, Verdict::Unread, "ada"),
            decided(&words, Verdict::Read, "ada"),
        ];
        let marks = &Marks::of(&decisions)[&id];
        assert_eq!(marks.tags, ["court".to_string()].into());
        assert_eq!(marks.within, [(40, "check".to_string())].into());
        assert_eq!(marks.notes.len(), 1);
        assert_eq!(marks.read_by, ["ben".to_string()].into());
        let near = marks.of_passage(&(30..50));
        assert_eq!(near.tags, ["check".to_string(), "court".to_string()].into());
        assert_eq!((near.notes.len(), near.read_by.len()), (1, 2));
        let elsewhere = marks.of_passage(&(0..30));
        assert_eq!((elsewhere.tags.len(), elsewhere.notes.len(), elsewhere.read_by.len()), (1, 0, 1));
    }
}
