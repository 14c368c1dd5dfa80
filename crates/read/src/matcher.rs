//! Runs the packs' patterns over a sentence: words, lists, typed slots and gaps, with backtracking;
//! what is to be found through the tree is looked up once the line of words has matched.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::pattern::{Form, Gap, Item, Opening, Pattern, Slot, SlotKind, Word};

use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::path::There;
use crate::people::People;
use crate::{slot, who};

/// Steps that one pattern may take in one sentence before it gives up.
const BUDGET: usize = 20_000;
/// Longest near gap (`~`), in tokens.
const NEAR: usize = 4;

/// A filled slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Slot name.
    pub name: String,
    /// Token range.
    pub tokens: Range<usize>,
    /// What it was taken as.
    pub kind: SlotKind,
}

/// One match of one pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Token range from the first to the last matched word.
    pub tokens: Range<usize>,
    /// Tokens matched by words and lists of the pattern.
    pub literals: Vec<usize>,
    /// Tokens passed over inside the match (auxiliaries, adverbs, negations, gaps).
    pub skipped: Vec<usize>,
    /// Filled slots.
    pub slots: Vec<Filled>,
}

/// What the matcher looks at.
pub struct Matcher<'a, 'd> {
    /// The document.
    pub doc: &'a Doc<'d>,
    /// Its annotations.
    pub notes: &'a Annotations,
    /// Its people.
    pub people: &'a People,
}

#[derive(Clone, Default)]
struct Trail {
    literals: Vec<usize>,
    skipped: Vec<usize>,
    slots: Vec<Filled>,
    reaches: Vec<usize>,
}

impl Matcher<'_, '_> {
    /// All matches of a pattern in a sentence, from left to right, none overlapping.
    #[must_use]
    pub fn find(&self, pattern: &Pattern, sentence: &Range<usize>) -> Vec<Match> {
        let mut out = Vec::new();
        let mut at = sentence.start;
        let mut budget = BUDGET;
        while at < sentence.end {
            if !self.opens(&pattern.opening, at) {
                at += 1;
                continue;
            }
            match self.match_at(pattern, at, sentence, &mut budget) {
                Some(m) => {
                    at = m.tokens.end.max(at + 1);
                    out.push(m);
                }
                None => at += 1,
            }
        }
        out
    }

    /// Can a match begin at the token?
    fn opens(&self, opening: &Opening, at: usize) -> bool {
        match opening {
            Opening::Any => true,
            Opening::Person => self.people.starting(at).next().is_some(),
            Opening::Words(words) => {
                let word = &self.doc.words[at];
                [word.form, word.lemma, word.as_verb].iter().any(|id| words.binary_search(id).is_ok())
            }
        }
    }

    fn match_at(&self, pattern: &Pattern, at: usize, sentence: &Range<usize>, budget: &mut usize) -> Option<Match> {
        let mut found = None;
        let mut run = Run { matcher: self, sentence, budget };
        let mut trail = Trail::default();
        run.sequence(Todo { items: &pattern.items, after: None }, at, true, &mut trail, &mut |end, trail| {
            let trail = trail.clone();
            let m = Match { tokens: at..end, literals: trail.literals, skipped: trail.skipped, slots: trail.slots };
            found = (end > at).then(|| self.reach(pattern, &trail.reaches, m)).flatten();
            found.is_some()
        });
        found
    }

    /// The match with what is to be found through the tree; `None` when something is not there.
    fn reach(&self, pattern: &Pattern, reaches: &[usize], mut m: Match) -> Option<Match> {
        let head = who::head(self.doc, &m);
        let mut taken = Vec::new();
        for reach in reaches.iter().map(|r| &pattern.reaches[*r]) {
            let start = match &reach.path.from {
                None => head,
                Some(name) => self.doc.top(m.slots.iter().find(|s| &s.name == name)?.tokens.clone()),
            };
            match self.there(&reach.path, &reach.what, start, &taken)? {
                (end, There::Slot(filled)) => {
                    taken.push(end);
                    m.slots.push(filled);
                }
                (_, There::Words(tokens)) => m.literals.extend(tokens),
            }
        }
        Some(m)
    }

    /// Is the token the word that a pattern asks for?
    pub(crate) fn is_word(&self, word: &Word, at: usize) -> bool {
        let token = &self.doc.words[at];
        let verb = token.as_verb == word.id && word.form != Some(Form::Noun);
        let same = token.form == word.id || (!word.exact && (token.lemma == word.id || verb));
        same && word.form.is_none_or(|form| has_form(self.doc, at, form))
    }
}

struct Run<'r, 'a, 'd> {
    matcher: &'r Matcher<'a, 'd>,
    sentence: &'r Range<usize>,
    budget: &'r mut usize,
}

/// What is left to match: items, and what comes after the brackets they stand in.
#[derive(Clone, Copy)]
struct Todo<'p> {
    items: &'p [Item],
    after: Option<&'p Todo<'p>>,
}

impl<'p> Todo<'p> {
    /// The next item and what is left after it; `None` when everything has matched.
    fn split_first(self) -> Option<(&'p Item, Todo<'p>)> {
        match (self.items.split_first(), self.after) {
            (Some((item, items)), after) => Some((item, Todo { items, after })),
            (None, Some(after)) => after.split_first(),
            (None, None) => None,
        }
    }
}

/// Called with the position after a partial match; true stops the search.
type Next<'n> = &'n mut dyn FnMut(usize, &mut Trail) -> bool;

impl Run<'_, '_, '_> {
    fn sequence(&mut self, todo: Todo<'_>, at: usize, first: bool, trail: &mut Trail, next: Next<'_>) -> bool {
        let Some((item, rest)) = todo.split_first() else { return next(at, trail) };
        if *self.budget == 0 {
            return false;
        }
        *self.budget -= 1;
        if self.item(item, rest, at, first, trail, next) {
            return true;
        }
        // Pass over one auxiliary, adverb or negation and try again.
        let skip = !first && self.skippable(at) && !matches!(item, Item::Gap(_));
        if skip {
            trail.skipped.push(at);
            if self.sequence(todo, at + 1, false, trail, next) {
                return true;
            }
            trail.skipped.pop();
        }
        // Pass over the person that a verb acts on ("sent him to the front").
        let after_verb =
            trail.literals.last().is_some_and(|t| t + 1 == at && self.matcher.doc.words[*t].upos == Upos::Verb);
        if after_verb && !matches!(item, Item::Slot(_) | Item::Gap(_)) {
            for end in self.person_ends(at) {
                let kept = trail.skipped.len();
                trail.skipped.extend(at..end);
                if self.sequence(todo, end, false, trail, next) {
                    return true;
                }
                trail.skipped.truncate(kept);
            }
        }
        false
    }

    /// Ends of the mentions of people that begin at a token.
    fn person_ends(&self, at: usize) -> Vec<usize> {
        let mentions = self.matcher.people.starting(at).filter(|m| m.tokens.end <= self.sentence.end);
        mentions.map(|m| m.tokens.end).collect()
    }

    fn item(&mut self, item: &Item, rest: Todo<'_>, at: usize, first: bool, trail: &mut Trail, next: Next<'_>) -> bool {
        match item {
            Item::Word(word) => {
                at < self.sentence.end && self.matcher.is_word(word, at) && self.literal(at..at + 1, rest, trail, next)
            }
            Item::List(list) => {
                let ends = slot::list_ends(self.matcher.doc, *list, at, self.sentence.end);
                ends.into_iter().any(|end| self.literal(at..end, rest, trail, next))
            }
            Item::Either(ways) => ways.iter().any(|way| self.chain(way, rest, at, first, trail, next)),
            Item::Maybe(inner) => {
                self.chain(inner, rest, at, first, trail, next) || self.sequence(rest, at, first, trail, next)
            }
            Item::Slot(slot) => self.slot(slot, rest, at, trail, next),
            Item::Gap(gap) => self.gap(*gap, rest, at, trail, next),
            Item::Start => self.at_start(at) && self.sequence(rest, at, true, trail, next),
            Item::Reach(reach) => {
                trail.reaches.push(*reach);
                if self.sequence(rest, at, first, trail, next) {
                    return true;
                }
                trail.reaches.pop();
                false
            }
        }
    }

    /// `inner` and then `rest`.
    fn chain(
        &mut self,
        inner: &[Item],
        rest: Todo<'_>,
        at: usize,
        first: bool,
        trail: &mut Trail,
        next: Next<'_>,
    ) -> bool {
        self.sequence(Todo { items: inner, after: Some(&rest) }, at, first, trail, next)
    }

    fn literal(&mut self, tokens: Range<usize>, rest: Todo<'_>, trail: &mut Trail, next: Next<'_>) -> bool {
        let kept = trail.literals.len();
        trail.literals.extend(tokens.clone());
        if self.sequence(rest, tokens.end, false, trail, next) {
            return true;
        }
        trail.literals.truncate(kept);
        false
    }

    fn slot(&mut self, slot: &Slot, rest: Todo<'_>, at: usize, trail: &mut Trail, next: Next<'_>) -> bool {
        if at >= self.sentence.end {
            return false;
        }
        let m = self.matcher;
        for kind in &slot.kinds {
            for end in slot::ends(m.doc, m.notes, m.people, *kind, at, self.sentence.end) {
                // "stopped Yusuf Ali's bicycle" is not about stopping Yusuf Ali.
                let owns = end < self.sentence.end && matches!(m.doc.form(end), "'s" | "’s");
                if *kind == SlotKind::Person && owns && rest.split_first().is_none() {
                    continue;
                }
                trail.slots.push(Filled { name: slot.name.clone(), tokens: at..end, kind: *kind });
                if self.sequence(rest, end, false, trail, next) {
                    return true;
                }
                trail.slots.pop();
            }
        }
        false
    }

    fn gap(&mut self, gap: Gap, rest: Todo<'_>, at: usize, trail: &mut Trail, next: Next<'_>) -> bool {
        let doc = self.matcher.doc;
        let limit = match gap {
            Gap::Near => self.sentence.end.min(at + NEAR),
            Gap::Far => self.sentence.end,
        };
        let kept = trail.skipped.len();
        for end in at..=limit {
            if self.sequence(rest, end, true, trail, next) {
                return true;
            }
            let stop = end >= self.sentence.end
                || (gap == Gap::Near && matches!(doc.form(end), "." | ";" | ":" | "," | "?" | "!"));
            if stop {
                break;
            }
            trail.skipped.push(end);
        }
        trail.skipped.truncate(kept);
        false
    }

    fn skippable(&self, at: usize) -> bool {
        let doc = self.matcher.doc;
        if at >= self.sentence.end {
            return false;
        }
        let word = &doc.words[at];
        match word.upos {
            Upos::Aux | Upos::Adv => true,
            Upos::Part => doc.packs.cues.negation.contains(&word.form),
            _ => doc.packs.cues.negation.contains(&word.form) && word.upos != Upos::Det && word.upos != Upos::Adp,
        }
    }

    fn at_start(&self, at: usize) -> bool {
        at == self.sentence.start
            || matches!(self.matcher.doc.form(at - 1), "\"" | "“" | "‘" | "'" | ":" | "-" | "–" | "—")
    }
}

/// Does the token have the use that a pattern asks for?
fn has_form(doc: &Doc<'_>, at: usize, form: Form) -> bool {
    let token = &doc.words[at];
    let text = doc.form(at);
    match form {
        Form::Verb => matches!(token.upos, Upos::Verb | Upos::Aux) || token.as_verb != token.lemma,
        Form::Noun => matches!(token.upos, Upos::Noun | Upos::Propn),
        Form::Adjective => token.upos == Upos::Adj,
        Form::Adverb => token.upos == Upos::Adv,
        Form::Ing => text.ends_with("ing"),
        Form::Ed => !text.ends_with("ing") && (token.form != token.lemma || text.ends_with("ed")),
        Form::Infinitive => token.form == token.lemma,
    }
}
