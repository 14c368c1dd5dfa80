//! The packs as they are used: words, phrasings and rules, checked and compiled, and what is asked of them.

use std::collections::{BTreeMap, BTreeSet};

use casebook_text::LineRule;
use casebook_text::segment::{TokenRules, is_clitic, segment};

use crate::bounds::Bounds;
use crate::cues::Cues;
use crate::entry::Entry;
use crate::grammar::Grammar;
use crate::lexicon::Lexicon;
use crate::pattern::{Context, Pattern, PatternError};
use crate::predicate::{Axis, Conflict, Gap, Predicate, Terminology};
use crate::time::TimeWords;
use crate::vocabulary::{Vocabulary, WordId};

/// A named list of words and phrases.
#[derive(Clone, Debug)]
pub struct List {
    /// Name, used as `@name`.
    pub id: String,
    /// The phrases, longest first.
    pub phrases: Vec<Vec<WordId>>,
}

/// Everything the packs say, checked and compiled.
#[derive(Debug, Default)]
pub struct Packs {
    /// All words.
    pub vocabulary: Vocabulary,
    /// Numbers of the function words that grammar rules look at.
    pub grammar: Grammar,
    /// Predicates in the order of their ids.
    pub predicates: Vec<Predicate>,
    /// Phrasings in the order of their ids.
    pub entries: Vec<Entry>,
    /// Word lists.
    pub lists: Vec<List>,
    /// Words with a kind and a normal form.
    pub lexicon: Lexicon,
    /// What is left of a given name that lost one of its letters beyond ASCII, and the names it
    /// may have been.
    pub(crate) damaged_names: BTreeMap<String, Vec<String>>,
    /// Usual names of countries, by ISO 3166-1 alpha-2 code.
    pub countries: BTreeMap<String, String>,
    /// Names of languages, by BCP 47 tag.
    pub languages: BTreeMap<String, String>,
    /// Cues of certainty and source.
    pub cues: Cues,
    /// Words of time.
    pub time: TimeWords,
    /// Words that bound an amount.
    pub bounds: Bounds,
    /// Boilerplate lines.
    pub boilerplate: Vec<LineRule>,
    /// What the tokeniser must know.
    pub tokens: TokenRules,
    /// Status axes of a case, in the order of the page.
    pub axes: Vec<Axis>,
    /// Questions to ask.
    pub gaps: Vec<Gap>,
    /// Claims that cannot stand side by side without a word.
    pub conflicts: Vec<Conflict>,
    /// Words used for something else.
    pub terminology: Vec<Terminology>,
    /// For each word, the forms (entry, form) it may trigger.
    pub(crate) triggers: Vec<Vec<(usize, usize)>>,
    /// Forms of typed slots alone, tried on every sentence.
    pub(crate) always: Vec<(usize, usize)>,
    /// SHA-256 over all files, in hexadecimal.
    pub hash: String,
}

impl Packs {
    /// Index of a predicate by its id.
    #[must_use]
    pub fn predicate(&self, id: &str) -> Option<usize> {
        self.predicates.binary_search_by(|p| p.id.get_ref().as_str().cmp(id)).ok()
    }

    /// Index of a list by its name.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<usize> {
        self.lists.iter().position(|l| l.id == id)
    }

    /// Does a word stand on a list by itself?
    #[must_use]
    pub fn listed(&self, list: &str, word: WordId) -> bool {
        let phrases = self.list(list).map(|i| &self.lists[i].phrases);
        phrases.is_some_and(|p| p.iter().any(|words| words.as_slice() == [word]))
    }

    /// Given names that give `printed` when they lose one of their letters beyond ASCII: those are
    /// the letters that bad conversions lose.
    #[must_use]
    pub fn names_that_lost_a_letter(&self, printed: &str) -> &[String] {
        self.damaged_names.get(printed).map_or(&[], Vec::as_slice)
    }

    /// Notes what is left of a name that loses one of those letters.
    pub(crate) fn add_damaged_forms(&mut self, name: &str) {
        if name.chars().count() < 4 {
            return;
        }
        for (at, lost) in name.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let left = format!("{}{}", &name[..at], &name[at + lost.len_utf8()..]);
            let names = self.damaged_names.entry(left).or_default();
            if !names.iter().any(|n| n == name) {
                names.push(name.to_string());
            }
        }
    }

    /// The forms (entry, form) that need this word.
    #[must_use]
    pub fn triggered_by(&self, word: WordId) -> &[(usize, usize)] {
        self.triggers.get(word.index()).map_or(&[], Vec::as_slice)
    }

    /// The forms (entry, form) that have no trigger and are tried on every sentence.
    #[must_use]
    pub fn always(&self) -> &[(usize, usize)] {
        &self.always
    }

    /// Parses a pattern against these packs, as `casebook packs try` does.
    ///
    /// # Errors
    /// What is wrong, and where in the pattern.
    pub fn parse_pattern(&mut self, source: &str) -> Result<Pattern, PatternError> {
        let (lists, tokens) = (&self.lists, &self.tokens);
        Pattern::parse(
            source,
            &mut Context {
                vocabulary: &mut self.vocabulary,
                list: &|name| lists.iter().position(|l| l.id == name),
                openings: &|i| openings(&lists[i]),
                tokenise: &|word| tokenise(word, tokens),
            },
        )
    }
}

/// The words that a phrase of a list may begin with.
pub(crate) fn openings(list: &List) -> Vec<WordId> {
    let firsts: BTreeSet<WordId> = list.phrases.iter().filter_map(|p| p.first().copied()).collect();
    firsts.into_iter().collect()
}

/// Words as the tokeniser cuts them.
pub(crate) fn tokenise(words: &str, rules: &TokenRules) -> Vec<String> {
    // Alone it would be cut like a quotation mark and a letter.
    if is_clitic(words) {
        return vec![words.to_string()];
    }
    let whole = std::slice::from_ref(&(0..words.len())).to_vec();
    segment(words, &whole, rules).tokens.iter().map(|t| t.of(words).to_string()).collect()
}
