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
//! {name:kind >obj} a slot found through the tree instead of in the line of words, see [`path`]
//! >obl:in(a|b)    a word there; `>obj` alone: something is there; `!>obj`: nothing is
//! ~               up to four words of the same clause
//! ...             any stretch of the same sentence
//! <               start of the sentence (or of a quotation)
//! \(  \|          a bracket or bar of the text itself
//! ```
//!
//! Auxiliaries, adverbs and negations between two words are passed over (they decide about
//! modality and polarity elsewhere). Who a phrasing is about comes from the grammar of the
//! sentence (`about` in the entry), not from word order.

mod needs;
mod parse;
pub mod path;

use std::fmt;
use std::ops::Range;

use crate::vocabulary::{Vocabulary, WordId};
use parse::Parser;
use path::Path;

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What must follow what.
    pub items: Vec<Item>,
    /// What must be found through the tree; [`Item::Reach`] is an index into it.
    pub reaches: Vec<Reach>,
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
    /// Something found through the tree, by its index in [`Pattern::reaches`]; takes no place in the
    /// line of words.
    Reach(usize),
}

/// A place in the tree with what must stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How to come there.
    pub path: Path,
    /// What must stand there.
    pub what: Reached,
}

/// What must stand at the end of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// A slot.
    Slot(Slot),
    /// One of these words or lists; anything when there is none.
    Words(Vec<Vec<Item>>),
    /// None of these words or lists; nothing at all when there is none.
    Absent(Vec<Vec<Item>>),
}

/// What is wrong with a pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Bytes of the pattern that it is about.
    pub at: Range<usize>,
    /// What is wrong, for the pack's author.
    pub message: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
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
    /// A country by its own name.
    State,
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

/// Slot kinds by the names that a pattern gives them.
const KINDS: [(&str, SlotKind); 20] = [
    ("person", SlotKind::Person),
    ("place", SlotKind::Place),
    ("country", SlotKind::Country),
    ("state", SlotKind::State),
    ("org", SlotKind::Organisation),
    ("nationality", SlotKind::Nationality),
    ("origin", SlotKind::Origin),
    ("language", SlotKind::Language),
    ("occupation", SlotKind::Occupation),
    ("money", SlotKind::Money),
    ("number", SlotKind::Number),
    ("duration", SlotKind::Duration),
    ("date", SlotKind::Date),
    ("np", SlotKind::NounPhrase),
    ("np+", SlotKind::FullNounPhrase),
    ("vp", SlotKind::VerbPhrase),
    ("clause", SlotKind::Clause),
    ("rest", SlotKind::Rest),
    ("adj", SlotKind::Adjective),
    ("quoted", SlotKind::Quoted),
];

impl SlotKind {
    fn parse(name: &str) -> Option<SlotKind> {
        KINDS.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
    }

    /// The name of the kind in a pattern; `@` for a list.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("@", |(name, _)| name)
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
    /// What is wrong and where, for the pack's author.
    pub fn parse(source: &str, context: &mut Context<'_>) -> Result<Pattern, PatternError> {
        let mut parser = Parser::new(source, context);
        let items = parser.whole()?;
        let reaches = std::mem::take(&mut parser.reaches);
        let whole = |message: &str| PatternError { at: 0..source.len(), message: message.to_string() };
        if !items.iter().any(in_line) {
            return Err(whole("a pattern needs a word in the line of the text; ways through the tree begin there"));
        }
        let openings = parser.context.openings;
        let required = needs::required(&items, &reaches, openings);
        let weight = |id: &WordId| parser.context.vocabulary.commonness(*id);
        let triggers = required.iter().min_by_key(|words| words.iter().map(weight).sum::<usize>()).cloned();
        if triggers.is_none() && !items.iter().any(telling) {
            return Err(whole("no word or typed slot that must be there; the pattern would match anything"));
        }
        let opening = needs::opening(&items, openings);
        let pattern = Pattern { items, reaches, triggers: triggers.unwrap_or_default(), required, opening };
        pattern.check_ways(source)?;
        Ok(pattern)
    }

    /// A way may only begin at a slot that the pattern has.
    fn check_ways(&self, source: &str) -> Result<(), PatternError> {
        let known = self.slot_names();
        for from in self.reaches.iter().filter_map(|r| r.path.from.as_deref()) {
            if !known.contains(&from) {
                let at = [format!("{from}>"), format!("{from}<")].iter().find_map(|w| source.find(w)).unwrap_or(0);
                let message = format!("a way begins at the slot {from:?}, which the pattern does not have");
                return Err(PatternError { at: at..at + from.len(), message });
            }
        }
        Ok(())
    }

    /// Names of all slots, in order, with repeats.
    #[must_use]
    pub fn slot_names(&self) -> Vec<&str> {
        let mut out = Vec::new();
        slot_names(&self.items, &self.reaches, &mut out);
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
        Item::Maybe(_) | Item::Gap(_) | Item::Start | Item::Reach(_) => false,
    }
}

/// Does the item take a place in the line of words?
fn in_line(item: &Item) -> bool {
    match item {
        Item::Word(_) | Item::List(_) | Item::Slot(_) => true,
        Item::Either(ways) => ways.iter().all(|way| way.iter().any(in_line)),
        Item::Maybe(_) | Item::Gap(_) | Item::Start | Item::Reach(_) => false,
    }
}

fn slot_names<'a>(items: &'a [Item], reaches: &'a [Reach], out: &mut Vec<&'a str>) {
    for item in items {
        match item {
            Item::Slot(slot) => out.push(&slot.name),
            Item::Maybe(inner) => slot_names(inner, reaches, out),
            Item::Either(ways) => ways.iter().for_each(|w| slot_names(w, reaches, out)),
            Item::Reach(r) => {
                if let Reached::Slot(slot) = &reaches[*r].what {
                    out.push(&slot.name);
                }
            }
            Item::Word(_) | Item::List(_) | Item::Gap(_) | Item::Start => {}
        }
    }
}
