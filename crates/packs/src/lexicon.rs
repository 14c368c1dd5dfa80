//! Words and phrases with a kind and a normal form: countries, trades, kin, roles, names.

use std::collections::HashMap;

use crate::vocabulary::{Vocabulary, WordId, fold};

/// What a word of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A country; value: ISO 3166-1 alpha-2.
    Country,
    /// A town, region or other place; value: the country it lies in (ISO 3166-1), or empty.
    Place,
    /// A word for nationality or origin; value: ISO 3166-1 alpha-2.
    Nationality,
    /// A word for where somebody comes from inside a country ("Texan"); value: the place, with the
    /// country after a bar ("Texas|US").
    Origin,
    /// A language; value: BCP 47.
    Language,
    /// A trade, post or rank; value: empty, or the plain word for it.
    Occupation,
    /// A relative; value: spouse, child, parent, sibling, kin, with gender after a bar ("spouse|f").
    Kin,
    /// A noun for a person that is none of these ("man", "recruit"); value: m, f or empty.
    Human,
    /// A role in a case; value: lawyer, expert, official, reporter, recruiter, employer, commander,
    /// ngo, witness.
    Role,
    /// A title before a name ("Prof", "Capt."); value: m, f, or a role.
    Title,
    /// A given name; value: m, f or empty.
    GivenName,
    /// A medium through which somebody speaks; value: video, interview, post, …
    Channel,
    /// A currency; value: ISO 4217, or empty where the word names several.
    Currency,
    /// A word that makes a capitalised phrase the name of a body ("Ministry", "Ltd").
    Body,
    /// A word that makes a capitalised phrase the name of a place ("Street", "River").
    PlaceWord,
    /// A number word; value: digits.
    NumberWord,
    /// A word for several that are not counted ("several", "dozens of").
    Quantity,
}

/// One meaning of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The words of the phrase after the first.
    pub rest: Vec<WordId>,
    /// What the phrase is.
    pub kind: Kind,
    /// Its normal form.
    pub value: String,
    /// Must begin with a capital ("Turkey", "Polish").
    pub capital: bool,
}

/// All phrases, by their first word.
#[derive(Debug, Default)]
pub struct Lexicon {
    by_first: HashMap<WordId, Vec<Meaning>>,
}

impl Lexicon {
    /// Adds a phrase. False when the same phrase already has a meaning of this kind.
    pub fn add(
        &mut self,
        words: &[String],
        kind: Kind,
        value: &str,
        capital: bool,
        vocabulary: &mut Vocabulary,
    ) -> bool {
        let mut ids = words.iter().map(|w| vocabulary.intern(&fold(w)));
        let Some(first) = ids.next() else { return true };
        let rest: Vec<WordId> = ids.collect();
        let meanings = self.by_first.entry(first).or_default();
        if meanings.iter().any(|m| m.kind == kind && m.rest == rest) {
            return false;
        }
        meanings.push(Meaning { rest, kind, value: value.to_string(), capital });
        true
    }

    /// Longest phrases first, so that "South Korean" wins over "South".
    pub fn sort(&mut self) {
        #[allow(clippy::iter_over_hash_type)] // each list is sorted by itself; no order leaks
        for meanings in self.by_first.values_mut() {
            meanings.sort_by_key(|m| (std::cmp::Reverse(m.rest.len()), m.kind));
        }
    }

    /// Meanings of the phrases that begin with `first`, longest phrase first.
    #[must_use]
    pub fn starting_with(&self, first: WordId) -> &[Meaning] {
        self.by_first.get(&first).map_or(&[], Vec::as_slice)
    }
}
