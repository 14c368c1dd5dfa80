//! Where phrases and clauses begin and end.

use std::ops::Range;

use casebook_model::Upos;

use crate::doc::Doc;
use crate::syntax::MAX_STEPS;

impl Doc<'_> {
    /// First and last token of a subtree, as a range.
    #[must_use]
    pub fn subtree(&self, top: usize) -> Range<usize> {
        let (mut first, mut last) = (top, top);
        let mut stack = vec![top];
        while let Some(at) = stack.pop() {
            first = first.min(at);
            last = last.max(at);
            stack.extend(self.kids(at));
        }
        first..last + 1
    }

    /// The noun phrase of a head: determiner, modifiers, head and what is glued to it; without
    /// relative clauses, appositions and prepositional phrases.
    #[must_use]
    pub fn noun_phrase(&self, head: usize) -> Range<usize> {
        const BEFORE: [&str; 9] =
            ["det", "amod", "compound", "nummod", "nmod:poss", "det:predet", "flat", "advmod", "nmod:desc"];
        const AFTER: [&str; 5] = ["flat", "compound", "fixed", "goeswith", "nmod:desc"];
        let (mut start, mut end) = (head, head + 1);
        for &kid in self.kids(head).iter().rev().filter(|k| **k < head) {
            let range = self.subtree(kid);
            let glue = range.end == start || self.only_marks(range.end..start);
            if !glue || !(BEFORE.contains(&self.words[kid].rel) || self.words[kid].rel == "punct") {
                break;
            }
            if self.words[kid].rel == "punct" && !matches!(self.form(kid), "-" | "–" | "'" | "’") {
                break;
            }
            start = range.start.min(start);
        }
        for &kid in self.kids(head).iter().filter(|k| **k > head) {
            let range = self.subtree(kid);
            if range.start != end || !AFTER.contains(&self.words[kid].rel) {
                break;
            }
            end = range.end;
        }
        start..end
    }

    fn only_marks(&self, range: Range<usize>) -> bool {
        range.into_iter().all(|t| self.words[t].upos == Upos::Punct && matches!(self.form(t), "-" | "–"))
    }

    /// Head of the noun phrase that a token is a modifier in, or the token itself.
    #[must_use]
    pub fn phrase_head(&self, token: usize) -> usize {
        const INSIDE: [&str; 10] =
            ["det", "amod", "compound", "nummod", "flat", "advmod", "nmod:desc", "goeswith", "det:predet", "punct"];
        let mut at = token;
        for _ in 0..MAX_STEPS {
            match (self.words[at].rel, self.words[at].head) {
                (rel, Some(head)) if INSIDE.contains(&rel) => at = head,
                _ => break,
            }
        }
        at
    }

    /// End of the clause that begins at `start`: the next mark or conjunction that closes it at
    /// its own level, or the end of the sentence's words.
    #[must_use]
    pub fn clause_end(&self, start: usize) -> usize {
        let sentence = self.sentence(start).tokens.clone();
        let mut depth = 0i32;
        for at in start..sentence.end {
            match self.form(at) {
                "(" | "[" => depth += 1,
                ")" | "]" if depth > 0 => depth -= 1,
                "." | "!" | "?" | ";" | ":" | ")" | "]" | "-" | "–" | "—" | "--" | "…" if depth == 0 && at > start =>
                {
                    // A hyphen inside a word is no clause border.
                    let hyphen =
                        matches!(self.form(at), "-" | "–") && !(self.spaced(at) && at > 0 && self.spaced(at - 1));
                    if !hyphen {
                        return at;
                    }
                }
                "," if depth == 0 && self.comma_ends_clause(at, sentence.end) => return at,
                _ if depth == 0 && at > start && self.conjoins_clause(at, start) => return at,
                _ => {}
            }
        }
        sentence.end
    }

    /// A comma ends a clause unless it stands inside a list of nouns or adjectives.
    fn comma_ends_clause(&self, comma: usize, end: usize) -> bool {
        let next = comma + 1;
        if next >= end {
            return true;
        }
        let listed = (next..end.min(next + 8)).find(|t| self.words[*t].rel == "conj");
        !listed.is_some_and(|t| {
            self.nominal(t) && self.words[t].head.is_some_and(|h| h < comma) && self.noun_phrase(t).start <= next
        })
    }

    /// "and", "but", "while" before a verb coordinated with one at or before the clause's start,
    /// or a new subordinate clause.
    fn conjoins_clause(&self, at: usize, start: usize) -> bool {
        let word = &self.words[at];
        let Some(head) = word.head else { return false };
        match word.upos {
            Upos::Cconj => {
                matches!(self.words[head].upos, Upos::Verb | Upos::Aux)
                    && self.words[head].rel == "conj"
                    && self.words[head].head.is_some_and(|h| h <= start || self.words[h].upos == Upos::Verb)
            }
            Upos::Sconj => {
                let verb = self.words[head].upos == Upos::Verb && self.words[head].rel == "advcl";
                verb && !self.is(at, self.packs.grammar.to)
            }
            _ => false,
        }
    }
}
