//! The pattern language: what a phrasing looks like, in words, typed slots and gaps.
//!
//! ```text
//! word            any inflection of the word (lemma), or exactly that form
//! =word           exactly that form, not its other inflections
//! word/v          only as a verb; /n noun, /adj adjective, /adv adverb, /ing, /ed (participle), /inf
//! (a|b c)         either
//! [x y]           may be left out
//! @list           a word or phrase of a list
//! {name:kind}     a slot: the kind says what may stand there (`{what:@document}`, `{to:country}`)
//! {name:a|b}      a slot of either kind
//! ~               up to four words of the same clause
//! ...             any stretch of the same sentence
//! <               start of the sentence (or of a quotation)
//! \(  \|          a bracket or bar of the text itself
//! ```
//!
//! Auxiliaries, adverbs and negations between two words are passed over (they decide about
//! modality and polarity elsewhere). Who a phrasing is about comes from the grammar of the
//! sentence (`about` in the entry), not from word order.

use std::collections::BTreeSet;

use crate::vocabulary::{Vocabulary, WordId, fold};

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What must follow what.
    pub items: Vec<Item>,
    /// Words of which at least one must stand in the sentence for the pattern to match at all;
    /// empty for patterns of typed slots alone, which are tried on every sentence.
    pub triggers: Vec<WordId>,
    /// Groups of words: a sentence that lacks all words of one of them cannot match.
    pub required: Vec<Vec<WordId>>,
    /// What a match can begin with.
    pub opening: Opening,
}

/// What a match of a pattern can begin with: lets the matcher pass over most places at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// One of these words, sorted.
    Words(Vec<WordId>),
    /// A mention of a person.
    Person,
    /// Anything.
    Any,
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word.
    Word(Word),
    /// One of several sequences.
    Either(Vec<Vec<Item>>),
    /// A sequence that may be left out.
    Maybe(Vec<Item>),
    /// A word or phrase of the list with this index in [`crate::Packs::lists`].
    List(usize),
    /// A typed slot.
    Slot(Slot),
    /// Any words, at most this many.
    Gap(Gap),
    /// The start of the sentence or of a quotation.
    Start,
}

/// How far a gap may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Up to four words, none of them a verb with its own subject or a stop.
    Near,
    /// The rest of the sentence.
    Far,
}

/// A word test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub id: WordId,
    /// Compare the form alone, not the lemma.
    pub exact: bool,
    /// Which use of the word is meant.
    pub form: Option<Form>,
}

/// Restriction on a word's use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `/v`
    Verb,
    /// `/n`
    Noun,
    /// `/adj`
    Adjective,
    /// `/adv`
    Adverb,
    /// `/ing`
    Ing,
    /// `/ed`: past participle or past tense
    Ed,
    /// `/inf`: base form
    Infinitive,
}

/// A named place in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Name within the entry.
    pub name: String,
    /// What may stand there, in order of preference.
    pub kinds: Vec<SlotKind>,
}

/// What may stand in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A mention of a person, or a noun phrase for one.
    Person,
    /// A named place or a country.
    Place,
    /// A country, or a place known to lie in one.
    Country,
    /// A named body.
    Organisation,
    /// A word for nationality.
    Nationality,
    /// A word for where somebody comes from inside a country.
    Origin,
    /// A language.
    Language,
    /// A word for a trade or post.
    Occupation,
    /// Money with its currency.
    Money,
    /// A number, in digits or words.
    Number,
    /// A span of time.
    Duration,
    /// A date or period.
    Date,
    /// A noun phrase: its determiner, modifiers and head.
    NounPhrase,
    /// A noun phrase with the prepositional phrases that belong to it.
    FullNounPhrase,
    /// An infinitive or participle with its objects, up to the end of the clause.
    VerbPhrase,
    /// Everything up to the end of the clause.
    Clause,
    /// Everything up to the end of the sentence.
    Rest,
    /// An adjective, with adverbs before it.
    Adjective,
    /// A phrase in quotation marks.
    Quoted,
    /// A noun phrase whose head is a word or phrase of this list.
    Headed(usize),
}

impl SlotKind {
    fn parse(name: &str) -> Option<SlotKind> {
        Some(match name {
            "person" => SlotKind::Person,
            "place" => SlotKind::Place,
            "country" => SlotKind::Country,
            "org" => SlotKind::Organisation,
            "nationality" => SlotKind::Nationality,
            "origin" => SlotKind::Origin,
            "language" => SlotKind::Language,
            "occupation" => SlotKind::Occupation,
            "money" => SlotKind::Money,
            "number" => SlotKind::Number,
            "duration" => SlotKind::Duration,
            "date" => SlotKind::Date,
            "np" => SlotKind::NounPhrase,
            "np+" => SlotKind::FullNounPhrase,
            "vp" => SlotKind::VerbPhrase,
            "clause" => SlotKind::Clause,
            "rest" => SlotKind::Rest,
            "adj" => SlotKind::Adjective,
            "quoted" => SlotKind::Quoted,
            _ => return None,
        })
    }
}

/// What a pattern is compiled against.
pub struct Context<'a> {
    /// Receives the pattern's words.
    pub vocabulary: &'a mut Vocabulary,
    /// Index of a list by its name.
    pub list: &'a dyn Fn(&str) -> Option<usize>,
    /// First words of the phrases of a list.
    pub openings: &'a dyn Fn(usize) -> Vec<WordId>,
    /// Splits a word as the reader's tokeniser does.
    pub tokenise: &'a dyn Fn(&str) -> Vec<String>,
}

impl Pattern {
    /// Parses and compiles a pattern.
    ///
    /// # Errors
    /// A sentence that says what is wrong, for the pack's author.
    pub fn parse(source: &str, context: &mut Context<'_>) -> Result<Pattern, String> {
        let mut parser = Parser { rest: source, context };
        let items = parser.sequence(0)?;
        if !parser.rest.is_empty() {
            return Err(format!("unexpected {:?} in pattern {source:?}", parser.rest));
        }
        let weight = |id: &WordId| parser.context.vocabulary.commonness(*id);
        let required = required(&items, parser.context.openings);
        let triggers = required.iter().min_by_key(|words| words.iter().map(weight).sum::<usize>()).cloned();
        if triggers.is_none() && !items.iter().any(telling) {
            return Err(format!("pattern {source:?} has no word or typed slot that must be there"));
        }
        let opening = opening(&items, parser.context.openings);
        Ok(Pattern { items, triggers: triggers.unwrap_or_default(), required, opening })
    }

    /// Names of all slots, in order, with repeats.
    #[must_use]
    pub fn slot_names(&self) -> Vec<&str> {
        let mut out = Vec::new();
        slot_names(&self.items, &mut out);
        out
    }
}

/// Does the item by itself say what the pattern is about?
fn telling(item: &Item) -> bool {
    use SlotKind as S;
    let vague = [S::NounPhrase, S::FullNounPhrase, S::VerbPhrase, S::Clause, S::Rest, S::Adjective, S::Quoted];
    match item {
        Item::Slot(slot) => !slot.kinds.iter().any(|k| vague.contains(k)),
        Item::Word(_) | Item::List(_) => true,
        Item::Either(ways) => ways.iter().all(|w| w.iter().any(telling)),
        Item::Maybe(_) | Item::Gap(_) | Item::Start => false,
    }
}

fn slot_names<'a>(items: &'a [Item], out: &mut Vec<&'a str>) {
    for item in items {
        match item {
            Item::Slot(slot) => out.push(&slot.name),
            Item::Maybe(inner) => slot_names(inner, out),
            Item::Either(ways) => ways.iter().for_each(|w| slot_names(w, out)),
            Item::Word(_) | Item::List(_) | Item::Gap(_) | Item::Start => {}
        }
    }
}

/// For each element that must be there, the words one of which any match then contains.
fn required(items: &[Item], openings: &dyn Fn(usize) -> Vec<WordId>) -> Vec<Vec<WordId>> {
    let of = |item: &Item| match item {
        Item::Word(word) => Some(vec![word.id]),
        Item::List(list) => Some(openings(*list)),
        Item::Either(ways) => {
            let fewest = |way: &Vec<Item>| required(way, openings).into_iter().min_by_key(Vec::len);
            let each: Option<Vec<_>> = ways.iter().map(fewest).collect();
            each.map(|e| e.concat())
        }
        Item::Slot(slot) => match slot.kinds.as_slice() {
            [SlotKind::Headed(list)] => Some(openings(*list)),
            _ => None,
        },
        Item::Maybe(_) | Item::Gap(_) | Item::Start => None,
    };
    items.iter().filter_map(of).collect()
}

fn opening(items: &[Item], openings: &dyn Fn(usize) -> Vec<WordId>) -> Opening {
    match items.first() {
        Some(Item::Slot(slot)) if slot.kinds == [SlotKind::Person] => Opening::Person,
        _ => opening_words(items, openings).map_or(Opening::Any, |words| Opening::Words(words.into_iter().collect())),
    }
}

/// Words that the sequence can begin with; `None` when it can begin with anything.
fn opening_words(items: &[Item], openings: &dyn Fn(usize) -> Vec<WordId>) -> Option<BTreeSet<WordId>> {
    let (first, rest) = items.split_first()?;
    match first {
        Item::Word(word) => Some(BTreeSet::from([word.id])),
        Item::List(list) => Some(openings(*list).into_iter().collect()),
        Item::Either(ways) => {
            let each: Option<Vec<_>> = ways.iter().map(|way| opening_words(way, openings)).collect();
            each.map(|sets| sets.into_iter().flatten().collect())
        }
        Item::Maybe(inner) => {
            let mut words = opening_words(inner, openings)?;
            words.extend(opening_words(rest, openings)?);
            Some(words)
        }
        Item::Start => opening_words(rest, openings),
        Item::Slot(_) | Item::Gap(_) => None,
    }
}

struct Parser<'a, 'c, 'd> {
    rest: &'a str,
    context: &'c mut Context<'d>,
}

impl Parser<'_, '_, '_> {
    fn sequence(&mut self, depth: usize) -> Result<Vec<Item>, String> {
        if depth > 8 {
            return Err("brackets nested more than eight deep".into());
        }
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let Some(c) = self.rest.chars().next() else { break };
            match c {
                ')' | ']' | '|' => break,
                '(' => {
                    self.rest = &self.rest[1..];
                    items.push(self.either(depth)?);
                }
                '[' => {
                    self.rest = &self.rest[1..];
                    let inner = self.alternatives(depth)?;
                    self.close(']')?;
                    items.push(Item::Maybe(if inner.len() == 1 { inner.concat() } else { vec![Item::Either(inner)] }));
                }
                '{' => items.push(self.slot()?),
                _ => self.word(&mut items)?,
            }
        }
        Ok(items)
    }

    fn alternatives(&mut self, depth: usize) -> Result<Vec<Vec<Item>>, String> {
        let mut ways = vec![self.sequence(depth + 1)?];
        while let Some(rest) = self.rest.strip_prefix('|') {
            self.rest = rest;
            ways.push(self.sequence(depth + 1)?);
        }
        if ways.iter().any(Vec::is_empty) {
            return Err("an empty alternative; write [a|b] for something that may be left out".into());
        }
        Ok(ways)
    }

    fn either(&mut self, depth: usize) -> Result<Item, String> {
        let ways = self.alternatives(depth)?;
        self.close(')')?;
        Ok(Item::Either(ways))
    }

    fn close(&mut self, bracket: char) -> Result<(), String> {
        self.rest =
            self.rest.strip_prefix(bracket).ok_or_else(|| format!("missing {bracket:?} before {:?}", self.rest))?;
        Ok(())
    }

    fn slot(&mut self) -> Result<Item, String> {
        let end = self.rest.find('}').ok_or("a slot without its closing brace")?;
        let inner = &self.rest[1..end];
        self.rest = &self.rest[end + 1..];
        let (name, kinds) = inner.split_once(':').unwrap_or((inner, "np"));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return Err(format!("slot name {name:?}: lower-case letters only"));
        }
        let kinds = kinds.split('|').map(|k| self.kind(k.trim())).collect::<Result<_, _>>()?;
        Ok(Item::Slot(Slot { name: name.to_string(), kinds }))
    }

    fn kind(&mut self, name: &str) -> Result<SlotKind, String> {
        match name.strip_prefix('@') {
            Some(list) => self.list(list).map(SlotKind::Headed),
            None => SlotKind::parse(name).ok_or_else(|| format!("unknown slot kind {name:?}")),
        }
    }

    fn list(&self, name: &str) -> Result<usize, String> {
        (self.context.list)(name).ok_or_else(|| format!("unknown list @{name}"))
    }

    fn word(&mut self, items: &mut Vec<Item>) -> Result<(), String> {
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
            return Err(format!("unexpected {:?}", self.rest));
        }
        self.rest = rest;
        if word.starts_with('/') {
            return Err(format!("{word:?} stands after a bracket; write the form behind each word: (a/v|b/v)"));
        }
        match word {
            "~" => items.push(Item::Gap(Gap::Near)),
            "..." => items.push(Item::Gap(Gap::Far)),
            "<" => items.push(Item::Start),
            _ => match word.strip_prefix('@') {
                Some(list) => items.push(Item::List(self.list(list)?)),
                None => self.plain_word(word, items)?,
            },
        }
        Ok(())
    }

    /// A word, or several where the tokeniser splits it ("rear-echelon", "don't").
    fn plain_word(&mut self, word: &str, items: &mut Vec<Item>) -> Result<(), String> {
        let exact = word.len() > 1 && word.starts_with('=');
        let word = if exact { &word[1..] } else { word };
        let (word, form) = match word.rsplit_once('/') {
            Some((w, f)) if !w.is_empty() && !f.is_empty() => (w, Some(form(f)?)),
            _ => (word, None),
        };
        for token in (self.context.tokenise)(word) {
            let id = self.context.vocabulary.intern(&fold(&token));
            items.push(Item::Word(Word { id, exact, form }));
        }
        Ok(())
    }
}

fn form(name: &str) -> Result<Form, String> {
    Ok(match name {
        "v" => Form::Verb,
        "n" => Form::Noun,
        "adj" => Form::Adjective,
        "adv" => Form::Adverb,
        "ing" => Form::Ing,
        "ed" => Form::Ed,
        "inf" => Form::Infinitive,
        other => return Err(format!("unknown word form /{other}; known: v n adj adv ing ed inf")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(source: &str) -> Result<Pattern, String> {
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
    fn mistakes_are_named() {
        for (pattern, words) in [
            ("(a|b", "missing ')'"),
            ("{What:np} x", "slot name"),
            ("{a:thing} x", "unknown slot kind"),
            ("@nowhere", "unknown list @nowhere"),
            ("x/zz", "unknown word form"),
            ("[x] ~ {a:np}", "no word or typed slot that must be there"),
            ("a (b|)", "empty alternative"),
            ("a ) b", "unexpected"),
            ("(a|b)/v", "behind each word"),
        ] {
            let error = parse(pattern).unwrap_err();
            assert!(error.contains(words), "{pattern}: {error}");
        }
    }
}
