//! Every word that a pack mentions, as a small number: matching compares numbers, not strings.

use std::collections::HashMap;

/// Number of a word in the packs' vocabulary. Words no pack mentions are [`WordId::UNKNOWN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(u32);

impl WordId {
    /// A word that no pack mentions.
    pub const UNKNOWN: WordId = WordId(0);

    /// The number, for tables indexed by word.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The packs' words, lower case.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<String, u32>,
    /// Length of each word in bytes, by id; longer words are rarer.
    lengths: Vec<usize>,
}

impl Vocabulary {
    /// The number of a word, given a new one if need be. The word is folded to lower case and
    /// straight apostrophes.
    pub fn intern(&mut self, word: &str) -> WordId {
        let next = u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX);
        let id = *self.ids.entry(fold(word)).or_insert(next);
        if id == next {
            self.lengths.resize(id as usize + 1, 0);
            self.lengths[id as usize] = word.len();
        }
        WordId(id)
    }

    /// The number of a word already folded with [`fold`].
    #[must_use]
    pub fn get(&self, folded: &str) -> WordId {
        self.ids.get(folded).map_or(WordId::UNKNOWN, |id| WordId(*id))
    }

    /// How many sentences a word selects, roughly: function words are short and stand everywhere.
    #[must_use]
    pub fn commonness(&self, id: WordId) -> usize {
        match self.lengths.get(id.index()) {
            Some(0..=3) => 30,
            Some(4) => 4,
            _ => 1,
        }
    }

    /// How many words there are; ids run from one to this.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when no pack has been loaded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Lower case with straight apostrophes: the form in which words are compared.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let straight = |c: char| if c == '’' || c == '‘' { '\'' } else { c };
    word.chars().map(straight).flat_map(char::to_lowercase).collect()
}
