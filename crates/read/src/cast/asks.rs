//! What the layout of an interview tells of somebody's part: who is named where the questions have not begun yet, whose name stands
//! before questions, and whose before answers.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use crate::interview::{before_colon, ends_as_question, paragraphs};
use crate::people::{Kind, Mention, Pronoun};

/// Fewest paragraphs that end in a question mark of an interview.
const FEWEST: usize = 3;

impl View<'_, '_> {
    /// Adds what the layout says of a person, if the text is an interview.
    pub(super) fn asks_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let paragraphs = paragraphs(self.doc);
        let questions = paragraphs.iter().filter(|t| ends_as_question(self.doc, t)).count();
        let begins = |t: &&Range<usize>| {
            ends_as_question(self.doc, t) || self.people.starting(t.start).any(|m| before_colon(self.doc, m))
        };
        let Some(first) = paragraphs.iter().find(begins).filter(|_| questions >= FEWEST) else { return };
        let mentions = || self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]);
        // "I" behind the first question, but in none.
        let answers = mentions().filter(|m| m.kind == Kind::Pronoun(Pronoun::First)).any(|m| {
            let own = paragraphs.iter().find(|t| t.contains(&m.head));
            m.head >= first.start && own.is_some_and(|t| !ends_as_question(self.doc, t))
        });
        let is_label = |m: &&Mention| before_colon(self.doc, m) && paragraphs.iter().any(|t| t.start == m.tokens.start);
        let (labels, others): (Vec<&Mention>, Vec<&Mention>) =
            mentions().filter(|m| m.kind == Kind::Name).partition(is_label);
        let asks =
            |m: &&&Mention| paragraphs.iter().any(|t| t.start == m.tokens.start && ends_as_question(self.doc, t));
        let asked = labels.iter().filter(asks).count();
        if !labels.is_empty() {
            out.insert(format!("interview: {}", if asked * 2 > labels.len() { "asks" } else { "answers" }));
        }
        out.extend((labels.is_empty() && answers).then(|| "interview: answers as I".to_string()));
        let early = others.iter().all(|m| m.head < first.start) && !others.is_empty();
        let introduced = early && labels.is_empty() && !answers;
        out.extend(introduced.then(|| "interview: named before it only".to_string()));
        let last = first.start.checked_sub(1).map(|t| self.doc.sentence(t).tokens.clone()).unwrap_or_default();
        let right_before = introduced && others.iter().any(|m| last.contains(&m.head));
        out.extend(right_before.then(|| "interview: named right before it".to_string()));
    }
}
