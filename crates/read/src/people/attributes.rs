//! What a description says of a person, and whether two descriptions can fit one.

use std::collections::BTreeSet;

use casebook_packs::Kind;

use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use std::ops::Range;

/// Grammatical or stated gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
}

impl Gender {
    /// Reads the lexicon's letter.
    #[must_use]
    pub fn parse(letter: &str) -> Option<Gender> {
        match letter {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        }
    }
}

/// Nouns that name no office of their own.
const BROAD: [&str; 6] = ["official", "officer", "spokesman", "spokeswoman", "spokesperson", "representative"];

/// What is said of a person in descriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Nationalities and origins, ISO 3166-1 alpha-2.
    pub countries: BTreeSet<String>,
    /// Age in years.
    pub age: Option<u64>,
    /// Trades, lower case.
    pub occupations: BTreeSet<String>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Roles in the case, from nouns and titles, in order of appearance.
    pub roles: Vec<String>,
    /// The nouns for a role or relative, and titles, lower case: a judge is no minister, an uncle no cousin.
    pub nouns: BTreeSet<String>,
    /// Sits or appears in the court whose judgment this is.
    pub on_bench: bool,
    /// Named by a given name alone, everywhere.
    pub given_name_only: bool,
}

impl Attributes {
    /// Reads the attributes that stand in a token range around a head noun.
    #[must_use]
    pub fn read(doc: &Doc<'_>, notes: &Annotations, tokens: Range<usize>) -> Attributes {
        let mut out = Attributes::default();
        for t in tokens.clone() {
            for note in notes.starting(t).filter(|n| n.tokens.end <= tokens.end) {
                match note.label {
                    Label::Lexicon(Kind::Nationality) => {
                        out.countries.insert(note.value.clone());
                    }
                    Label::Lexicon(Kind::Origin) => {
                        let country = note.value.rsplit('|').next().unwrap_or("");
                        out.countries.insert(country.to_string());
                    }
                    Label::Lexicon(Kind::Occupation) => {
                        out.occupations.insert(doc.quote(note.tokens.clone()).to_lowercase());
                    }
                    Label::Lexicon(Kind::Role) => {
                        out.roles.push(note.value.clone());
                        out.nouns.insert(noun(doc, note.tokens.end - 1));
                    }
                    Label::Lexicon(Kind::Human) => out.gender = out.gender.or(Gender::parse(&note.value)),
                    Label::Lexicon(Kind::Kin) => {
                        out.nouns.insert(noun(doc, note.tokens.end - 1));
                        let letter = note.value.split('|').nth(1).unwrap_or("");
                        out.gender = out.gender.or(Gender::parse(letter));
                    }
                    Label::Number => out.age = out.age.or_else(|| age(doc, note.tokens.end, &note.value)),
                    _ => {}
                }
            }
        }
        out
    }

    /// Takes over what another description of the same person says.
    pub fn merge(&mut self, other: &Attributes) {
        self.countries.extend(other.countries.iter().cloned());
        self.occupations.extend(other.occupations.iter().cloned());
        self.nouns.extend(other.nouns.iter().cloned());
        self.age = self.age.or(other.age);
        self.gender = self.gender.or(other.gender);
        for role in &other.roles {
            if !self.roles.contains(role) {
                self.roles.push(role.clone());
            }
        }
    }

    /// Can both descriptions be of one person?
    #[must_use]
    pub fn compatible(&self, other: &Attributes) -> bool {
        let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            !a.is_empty() && !b.is_empty() && a.intersection(b).next().is_none()
        };
        let differ = |a: Option<u64>, b: Option<u64>| matches!((a, b), (Some(a), Some(b)) if a != b);
        !apart(&self.countries, &other.countries)
            && !apart(&self.occupations, &other.occupations)
            && !differ(self.age, other.age)
            && !self.other_gender(other.gender)
    }

    /// Is one told to be a man, the other a woman?
    #[must_use]
    pub fn other_gender(&self, gender: Option<Gender>) -> bool {
        self.gender.is_some() && gender.is_some() && self.gender != gender
    }

    /// Is a description by its noun one of somebody who is called by these: by the same noun, or by one that says no
    /// more than the role ("the official" of a consul)?
    #[must_use]
    pub fn same_office(&self, description: &Attributes) -> bool {
        let broad = |noun: &String| BROAD.contains(&noun.as_str());
        self.nouns.is_empty()
            || description.nouns.is_empty()
            || description.nouns.iter().any(|n| broad(n) || self.nouns.contains(n))
    }

    /// How many telling attributes both descriptions share.
    #[must_use]
    pub fn shared(&self, other: &Attributes) -> usize {
        let countries = self.countries.intersection(&other.countries).count().min(1);
        let occupations = self.occupations.intersection(&other.occupations).count().min(1);
        let age = usize::from(self.age.is_some() && self.age == other.age);
        countries + occupations + age
    }
}

/// The noun of a role, lower case, in the singular.
pub(super) fn noun(doc: &Doc<'_>, token: usize) -> String {
    doc.lemmas[token].to_lowercase()
}

/// A number is an age before "-year-old" or "years old".
fn age(doc: &Doc<'_>, after: usize, value: &str) -> Option<u64> {
    let g = &doc.packs.grammar;
    let end = doc.sentence(after.min(doc.words.len() - 1)).tokens.end;
    let words: Vec<_> = (after..end.min(after + 5)).filter(|t| doc.form(*t) != "-").take(2).collect();
    let [first, second] = words.as_slice() else { return None };
    let year = doc.is(*first, g.year) && doc.words[*second].form == g.old;
    value.parse().ok().filter(|a| year && *a < 120)
}
