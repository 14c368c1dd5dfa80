//! From the text of a pattern to its items; what is wrong is said with its place.

use std::ops::Range;

use super::path;
use super::{Context, Form, Gap, Item, KINDS, PatternError, Reach, Reached, Slot, SlotKind, Word};
use crate::vocabulary::fold;

/// Reads a pattern from left to right.
pub(super) struct Parser<'a, 'c, 'd> {
    source: &'a str,
    rest: &'a str,
    /// What words and lists are looked up in.
    pub context: &'c mut Context<'d>,
    /// What is found through the tree, so far.
    pub reaches: Vec<Reach>,
}

impl<'a, 'c, 'd> Parser<'a, 'c, 'd> {
    /// At the beginning of a pattern.
    pub fn new(source: &'a str, context: &'c mut Context<'d>) -> Parser<'a, 'c, 'd> {
        Parser { source, rest: source, context, reaches: Vec::new() }
    }

    /// The whole pattern.
    pub fn whole(&mut self) -> Result<Vec<Item>, PatternError> {
        let items = self.sequence(0)?;
        match self.rest.chars().next() {
            None => Ok(items),
            Some(mark) => Err(self.here(format!("unexpected {:?}; a bracket of the text is written \\{mark}", mark))),
        }
    }

    /// An error about `part`, a piece of the pattern.
    pub fn wrong(&self, part: &str, message: impl Into<String>) -> PatternError {
        let start = (part.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        let within = start <= self.source.len() && start + part.len() <= self.source.len();
        let at: Range<usize> = if within { start..start + part.len() } else { 0..self.source.len() };
        PatternError { at, message: message.into() }
    }

    /// An error about the next character.
    fn here(&self, message: impl Into<String>) -> PatternError {
        let length = self.rest.chars().next().map_or(0, char::len_utf8);
        self.wrong(&self.rest[..length], message)
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Item>, PatternError> {
        if depth > 8 {
            return Err(self.here("brackets nested more than eight deep"));
        }
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let Some(c) = self.rest.chars().next() else { break };
            match c {
                ')' | ']' | '|' => break,
                '(' => items.push(Item::Either(self.bracketed(')', depth)?)),
                '[' => {
                    let inner = self.bracketed(']', depth)?;
                    items.push(Item::Maybe(if inner.len() == 1 { inner.concat() } else { vec![Item::Either(inner)] }));
                }
                '{' => items.push(self.slot()?),
                _ => self.word(&mut items, depth)?,
            }
        }
        Ok(items)
    }

    /// The alternatives in a pair of brackets.
    fn bracketed(&mut self, close: char, depth: usize) -> Result<Vec<Vec<Item>>, PatternError> {
        let open = self.rest;
        self.rest = &self.rest[1..];
        let mut ways = vec![self.sequence(depth + 1)?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            ways.push(self.sequence(depth + 1)?);
        }
        let Some(rest) = self.rest.strip_prefix(close) else {
            return Err(self.wrong(&open[..1], format!("missing {close:?} to this bracket")));
        };
        let whole = &open[..open.len() - rest.len()];
        self.rest = rest;
        if ways.iter().any(Vec::is_empty) {
            return Err(self.wrong(whole, "an empty alternative; write [a|b] for something that may be left out"));
        }
        Ok(ways)
    }

    fn slot(&mut self) -> Result<Item, PatternError> {
        let Some(end) = self.rest.find('}') else {
            return Err(self.here("a slot without its closing brace"));
        };
        let inner = &self.rest[1..end];
        self.rest = &self.rest[end + 1..];
        let Some(mark) = inner.find(['>', '<']) else {
            return Ok(Item::Slot(self.plain_slot(inner)?));
        };
        // "what:np other>nmod": the slot that the way begins at stands after a blank.
        let before = inner[..mark].trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
        let cut = if before.ends_with(char::is_whitespace) { before.len() } else { mark };
        let slot = self.plain_slot(inner[..cut].trim_end())?;
        if slot.kinds.contains(&SlotKind::Rest) {
            return Err(self.wrong(inner, "a slot found through the tree cannot be `rest`; use `clause`"));
        }
        let path = path::parse(&inner[cut..], self)?;
        Ok(self.reach(Reach { path, what: Reached::Slot(slot) }))
    }

    fn plain_slot(&mut self, inner: &'a str) -> Result<Slot, PatternError> {
        let (name, kinds) = inner.split_once(':').unwrap_or((inner, "np"));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(self.wrong(name, format!("slot name {name:?}: lower-case letters only")));
        }
        let kinds = kinds.split('|').map(|k| self.kind(k.trim())).collect::<Result<_, _>>()?;
        Ok(Slot { name: name.to_string(), kinds })
    }

    fn reach(&mut self, reach: Reach) -> Item {
        self.reaches.push(reach);
        Item::Reach(self.reaches.len() - 1)
    }

    fn kind(&mut self, name: &str) -> Result<SlotKind, PatternError> {
        match name.strip_prefix('@') {
            Some(list) => self.list(list).map(SlotKind::Headed),
            None => SlotKind::parse(name).ok_or_else(|| {
                let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                self.wrong(name, format!("unknown slot kind {name:?}; known: {} @list", known.join(" ")))
            }),
        }
    }

    fn list(&self, name: &str) -> Result<usize, PatternError> {
        (self.context.list)(name).ok_or_else(|| self.wrong(name, format!("unknown list @{name}")))
    }

    fn word(&mut self, items: &mut Vec<Item>, depth: usize) -> Result<(), PatternError> {
        if let Some(rest) = self.rest.strip_prefix('\\') {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            let (mark, rest) = rest.split_at(length);
            self.rest = rest;
            return self.plain_word(mark, items);
        }
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '|' | '{' | '}' | '\\'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if word.is_empty() {
            return Err(self.here(format!("unexpected {:?}", self.rest)));
        }
        self.rest = rest;
        if word.starts_with('/') {
            return Err(
                self.wrong(word, format!("{word:?} stands after a bracket; write it behind each word: (a/v|b/v)"))
            );
        }
        match word {
            "~" => items.push(Item::Gap(Gap::Near)),
            "..." => items.push(Item::Gap(Gap::Far)),
            "<" => items.push(Item::Start),
            _ if word.contains(['>', '<']) => items.push(self.there(word, depth)?),
            _ => match word.strip_prefix('@') {
                Some(list) => items.push(Item::List(self.list(list)?)),
                None => self.plain_word(word, items)?,
            },
        }
        Ok(())
    }

    /// A way outside braces, with the words at its end: ">obl:in(absentia)", "!>obj".
    fn there(&mut self, way: &'a str, depth: usize) -> Result<Item, PatternError> {
        let absent = way.strip_prefix('!');
        let path = path::parse(absent.unwrap_or(way), self)?;
        let open = self.rest;
        let words = if open.starts_with('(') { self.bracketed(')', depth)? } else { Vec::new() };
        let plain = |item: &Item| matches!(item, Item::Word(_) | Item::List(_));
        if !words.iter().flatten().all(plain) {
            let part = &open[..open.len() - self.rest.len()];
            return Err(self.wrong(part, "only words and lists stand at the end of a way; use a slot for more"));
        }
        let what = if absent.is_some() { Reached::Absent(words) } else { Reached::Words(words) };
        Ok(self.reach(Reach { path, what }))
    }

    /// A word, or several where the tokeniser splits it ("rear-echelon", "don't").
    fn plain_word(&mut self, word: &str, items: &mut Vec<Item>) -> Result<(), PatternError> {
        let exact = word.len() > 1 && word.starts_with('=');
        let bare = if exact { &word[1..] } else { word };
        let (bare, form) = match bare.rsplit_once('/') {
            Some((w, f)) if !w.is_empty() && !f.is_empty() => (w, Some(self.form(f)?)),
            _ => (bare, None),
        };
        for token in (self.context.tokenise)(bare) {
            let id = self.context.vocabulary.intern(&fold(&token));
            items.push(Item::Word(Word { id, exact, form }));
        }
        Ok(())
    }

    fn form(&self, name: &str) -> Result<Form, PatternError> {
        Ok(match name {
            "v" => Form::Verb,
            "n" => Form::Noun,
            "adj" => Form::Adjective,
            "adv" => Form::Adverb,
            "ing" => Form::Ing,
            "ed" => Form::Ed,
            "inf" => Form::Infinitive,
            other => {
                return Err(self.wrong(name, format!("unknown word form /{other}; known: v n adj adv ing ed inf")));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::{Link, Role};
    use super::super::{Pattern, Reached};
    use super::*;
    use crate::vocabulary::{Vocabulary, WordId};

    fn parse(source: &str) -> Result<Pattern, PatternError> {
        let mut vocabulary = Vocabulary::default();
        let mut context = Context {
            vocabulary: &mut vocabulary,
            list: &|name| (name == "front").then_some(3),
            openings: &|_| vec![WordId::UNKNOWN; 40],
            tokenise: &|w| {
                w.split_inclusive('-')
                    .flat_map(|p| match p.strip_suffix('-') {
                        Some(head) => vec![head.to_string(), "-".to_string()],
                        None => vec![p.to_string()],
                    })
                    .collect()
            },
        };
        Pattern::parse(source, &mut context)
    }

    #[test]
    fn every_element_parses() {
        let p = parse("< (send|pack off) [straight] to [the] @front ~ for {what:np|@front} ... rear-echelon").unwrap();
        assert_eq!(p.items.len(), 13);
        assert_eq!(p.slot_names(), ["what"]);
        assert_eq!(p.triggers.len(), 1, "one word decides, not the four of the list");
    }

    #[test]
    fn ways_through_the_tree_parse() {
        let p = parse("seize {what:@front >patient} {who:person what>owner} [>obl:in(court|@front)] !>obl:by").unwrap();
        assert_eq!(p.slot_names(), ["what", "who"]);
        assert_eq!(p.reaches.len(), 4);
        assert_eq!(p.reaches[0].path.steps[0].link, Link::Role(Role::Patient));
        assert_eq!(p.reaches[1].path.from.as_deref(), Some("what"));
        assert!(matches!(&p.reaches[3].what, Reached::Absent(words) if words.is_empty()));
        let p = parse("x {y >obl:because_of >>nmod <acl:relcl}").unwrap();
        let steps = &p.reaches[0].path.steps;
        assert!(matches!(&steps[0].link, Link::Relation(name, words) if name == "obl" && words.len() == 2));
        assert!(steps[1].far && !steps[1].up && steps[2].up);
        assert!(matches!(&steps[2].link, Link::Relation(name, words) if name == "acl:relcl" && words.is_empty()));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (pattern, words, place) in [
            ("(a|b", "missing ')'", "("),
            ("{What:np} x", "slot name", "What"),
            ("{a:thing} x", "unknown slot kind", "thing"),
            ("x @nowhere", "unknown list @nowhere", "nowhere"),
            ("x/zz", "unknown word form", "zz"),
            ("[x] ~ {a:np}", "no word or typed slot that must be there", "[x] ~ {a:np}"),
            ("a (b|)", "empty alternative", "(b|)"),
            ("a ) b", "unexpected", ")"),
            ("(a|b)/v", "behind each word", "/v"),
            ("a {b", "closing brace", "{"),
            ("a {b >objekt}", "unknown relation or role", "objekt"),
            ("a {b <agent}", "downwards", "agent"),
            ("a {b >}", "without a relation", ">"),
            ("a {b c>obj}", "does not have", "c"),
            ("a >obj({b})", "only words and lists", "({b})"),
            (">obj(a)", "in the line of the text", ">obj(a)"),
            ("a {b:rest >obj}", "cannot be `rest`", "b:rest >obj"),
        ] {
            let error = parse(pattern).unwrap_err();
            assert!(error.message.contains(words), "{pattern}: {error}");
            assert_eq!(&pattern[error.at.clone()], place, "{pattern}: {error}");
        }
    }

    #[test]
    fn nonsense_is_refused_without_a_panic() {
        let pieces = [
            "a", "é", "{", "}", "x:np", ":", ">", ">>", "<", "obj", "obl:in", "(", ")", "|", "[", "]", " ", "!", "@",
            "\\",
        ];
        let mut seed = 7u64;
        let mut n_refused = 0;
        for _ in 0..20_000 {
            let mut pattern = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                pattern.push_str(pieces[usize::try_from(seed >> 33).unwrap_or(0) % pieces.len()]);
            }
            if let Err(wrong) = parse(&pattern) {
                assert!(pattern.get(wrong.at.clone()).is_some(), "{pattern}: {:?}", wrong.at);
                n_refused += 1;
            }
        }
        assert!(n_refused > 10_000);
    }
}
