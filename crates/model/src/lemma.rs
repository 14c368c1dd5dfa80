//! Lemmas by edit scripts: cut this many letters off the end, add those.
//!
//! Learned from treebanks as the longest known ending of a word, under its part of speech, that
//! says what to do: the whole word for irregular ones ("went" → "go"), a short ending for the rest.

use std::collections::BTreeMap;

use crate::Upos;
use crate::file::{Cursor, Damaged};

/// An edit at the end of a word: letters to cut, letters to add.
pub type Edit = (u8, String);

/// Longest ending, in code points, that is looked up beside whole words.
pub const LONGEST_ENDING: usize = 6;

/// A trained lemmatiser.
#[derive(Default)]
pub struct Lemmatizer {
    /// `part of speech + "^" + whole word` or `part of speech + ending` → edit.
    rules: BTreeMap<String, Edit>,
}

/// Key of a whole word under a part of speech.
#[must_use]
pub fn word_key(upos: Upos, word: &str) -> String {
    format!("{}^{word}", upos.name())
}

/// Key of an ending under a part of speech.
#[must_use]
pub fn ending_key(upos: Upos, ending: &str) -> String {
    format!("{} {ending}", upos.name())
}

/// The edit that turns `form` into `lemma`.
#[must_use]
pub fn edit(form: &str, lemma: &str) -> Edit {
    let (f, l): (Vec<char>, Vec<char>) = (form.chars().collect(), lemma.chars().collect());
    let same = f.iter().zip(&l).take_while(|(a, b)| a == b).count();
    let cut = u8::try_from(f.len() - same).unwrap_or(u8::MAX);
    (cut, l[same..].iter().collect())
}

impl Lemmatizer {
    /// Builds a lemmatiser from rules keyed by [`word_key`] and [`ending_key`].
    #[must_use]
    pub fn from_rules(rules: BTreeMap<String, Edit>) -> Lemmatizer {
        Lemmatizer { rules }
    }

    /// Loads from its section: lines of `key TAB cut TAB added`.
    ///
    /// # Errors
    /// [`Damaged`] when a line has another form.
    pub fn load(section: &[u8]) -> Result<Lemmatizer, Damaged> {
        let text = std::str::from_utf8(Cursor::new(section).rest())
            .map_err(|_| Damaged("lemma rules are not UTF-8".into()))?;
        let rule = |line: &str| {
            let (key, edit) = line.split_once('\t')?;
            let (cut, add) = edit.split_once('\t')?;
            Some((key.to_string(), (cut.parse().ok()?, add.to_string())))
        };
        let rules = text.lines().map(rule).collect::<Option<_>>();
        Ok(Lemmatizer { rules: rules.ok_or_else(|| Damaged("a lemma rule is malformed".into()))? })
    }

    /// The section's bytes, in the form [`Lemmatizer::load`] reads.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        let line = |(key, (cut, add)): (&String, &Edit)| format!("{key}\t{cut}\t{add}\n");
        self.rules.iter().map(line).collect::<String>().into_bytes()
    }

    /// Dictionary form of `form`. Proper nouns keep their capitals, everything else is lower case.
    #[must_use]
    pub fn lemma(&self, form: &str, upos: Upos) -> String {
        if upos == Upos::Propn {
            return form.to_string();
        }
        let lower = form.to_lowercase();
        match self.rule(&lower, upos) {
            Some(edit) => apply(&lower, edit),
            None => lower,
        }
    }

    /// The edit for a lower-case word: whole word first, then ever shorter endings.
    #[must_use]
    pub fn rule(&self, lower: &str, upos: Upos) -> Option<&Edit> {
        if let Some(edit) = self.rules.get(&word_key(upos, lower)) {
            return Some(edit);
        }
        let starts: Vec<usize> = lower.char_indices().map(|(i, _)| i).collect();
        let longest = starts.len().saturating_sub(LONGEST_ENDING);
        let edits = starts[longest..].iter().map(|&i| self.rules.get(&ending_key(upos, &lower[i..])));
        edits.flatten().next()
    }
}

/// The lemma of a noun, or the word in "-man" where it is the plural of one. Of a word in "-men" the last letter alone
/// never goes ("policeme"), and an "s" or "wo" before it leaves no doubt ("spokesmen"); any other may well be singular
/// ("specimen").
#[must_use]
pub fn man_of_men(form: &str, upos: Upos, lemma: String) -> String {
    let Some(stem) = form.strip_suffix("men").filter(|_| matches!(upos, Upos::Noun | Upos::Propn)) else {
        return lemma;
    };
    let cut = lemma.to_lowercase() == format!("{}me", stem.to_lowercase());
    let kept = lemma.to_lowercase() == form.to_lowercase() && (stem.ends_with("wo") || stem.ends_with('s'));
    match lemma.rfind('m').filter(|_| cut || kept) {
        Some(m) => format!("{}man", &lemma[..m]),
        None => lemma,
    }
}

/// Applies an edit; a word shorter than the cut stays as it is.
fn apply(word: &str, (cut, add): &Edit) -> String {
    let keep = word.chars().count().checked_sub(usize::from(*cut));
    match keep {
        Some(keep) if keep + add.len() > 0 => word.chars().take(keep).chain(add.chars()).collect(),
        _ => word.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn men_are_many_of_a_man_and_specimens_are_not() {
        let noun = |form: &str, lemma: &str| man_of_men(form, Upos::Noun, lemma.to_string());
        for (form, lemma, right) in [
            ("policemen", "policeme", "policeman"),
            ("Fishermen", "fisherme", "fisherman"),
            ("spokesmen", "spokesmen", "spokesman"),
            ("servicewomen", "servicewomen", "servicewoman"),
            ("gunmen", "gunman", "gunman"),
            ("specimen", "specimen", "specimen"),
            ("omens", "omen", "omen"),
        ] {
            assert_eq!(noun(form, lemma), right);
        }
        assert_eq!(man_of_men("Frenchmen", Upos::Propn, "Frenchme".into()), "Frenchman");
        assert_eq!(man_of_men("semen", Upos::Adj, "seme".into()), "seme");
    }
}
