//! Claims of a reading against those of the reference, one to one.
//!
//! A fact stated twice counts once: a claim may match a reference claim anchored elsewhere when value
//! and modality agree, and further claims that repeat a matched one are neither right nor wrong. A
//! class and a group of people stand for each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::Count;
use crate::gold::{Claim, Gold};
use crate::report::{self, Report};
use crate::words::{content, fold, overlap, places, same_time, same_value};

/// What came of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Right in every facet.
    Full,
    /// Found, but a facet differs.
    Wrong,
    /// In the reference only.
    Missing,
    /// In the reading only.
    Surplus,
    /// In the reading only, but the same again.
    Repeat,
}

/// One claim and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// What came of it.
    pub verdict: Verdict,
    /// Predicate id.
    pub predicate: String,
    /// About whom: id of the reference, or of the reading for surplus ones.
    pub about: String,
    /// Words it stands on.
    pub quote: String,
    /// Facets that differ: name, wanted, proposed.
    pub facets: Vec<(&'static str, String, String)>,
}

/// The outcome for one document.
pub struct Compared {
    /// Proposed and wanted claims; `right` is left to the reader.
    pub count: Count,
    pub n_found: usize,
    pub n_full: usize,
    pub lines: Vec<Line>,
    /// For each claim of the reading its line, by index.
    pub of_claims: Vec<usize>,
}

struct Comparison<'a> {
    gold: &'a Gold,
    reading: &'a Report,
    /// Person id of the reference to person id of the reading.
    people: BTreeMap<&'a str, &'a str>,
    /// Words of role-only people and groups of the reading, by id.
    roles: BTreeMap<&'a str, Vec<String>>,
}

pub fn compare(gold: &Gold, reading: &Report, pairs: &BTreeMap<usize, usize>) -> Compared {
    let described = |p: &&report::Person| matches!(p.level.as_str(), "role-only" | "group");
    let words =
        |p: &report::Person| p.mentions.iter().flat_map(|m| content(&m.quote)).chain(content(&p.role)).collect();
    let comparison = Comparison {
        gold,
        reading,
        people: pairs.iter().map(|(g, p)| (gold.people[*g].id.as_str(), reading.people[*p].id.as_str())).collect(),
        roles: reading.people.iter().filter(described).map(|p| (p.id.as_str(), words(p))).collect(),
    };
    comparison.run()
}

impl Comparison<'_> {
    fn run(&self) -> Compared {
        let text: Vec<char> = self.reading.text.chars().collect();
        let claims = &self.reading.claims;
        let spans: Vec<Vec<(usize, usize)>> =
            claims.iter().map(|c| c.anchors.iter().map(|w| (w.start, w.end)).collect()).collect();
        let (mut used, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let (mut lines, mut n_full) = (Vec::new(), 0);
        let mut of_claims = vec![0; claims.len()];
        for wanted in &self.gold.claims {
            let at = places(&text, &wanted.quote);
            let free = (0..claims.len()).filter(|i| !used.contains(i));
            // Of equals the first.
            let best = free
                .filter_map(|i| Some((self.fit(wanted, &claims[i], overlap(&at, &spans[i]))?, i)))
                .max_by_key(|(score, i)| (*score, std::cmp::Reverse(*i)));
            let Some((_, i)) = best else {
                lines.push(line(Verdict::Missing, wanted, Vec::new()));
                continue;
            };
            used.insert(i);
            of_claims[i] = lines.len();
            seen.insert(key(&claims[i]));
            let facets = self.facets(wanted, &claims[i]);
            n_full += usize::from(facets.is_empty());
            lines.push(line(if facets.is_empty() { Verdict::Full } else { Verdict::Wrong }, wanted, facets));
        }
        let mut n_repeats = 0;
        for (i, c) in claims.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
            let repeat = seen.contains(&key(c));
            n_repeats += usize::from(repeat);
            of_claims[i] = lines.len();
            lines.push(Line {
                verdict: if repeat { Verdict::Repeat } else { Verdict::Surplus },
                predicate: c.predicate.clone(),
                about: c.about.clone(),
                quote: c.anchors.first().map_or(String::new(), |w| w.quote.clone()),
                facets: Vec::new(),
            });
        }
        let count = Count { right: 0, proposed: claims.len() - n_repeats, wanted: self.gold.claims.len() };
        Compared { count, n_found: used.len(), n_full, lines, of_claims }
    }

    /// How well a claim fits; `None` when it is another one.
    fn fit(&self, wanted: &Claim, c: &report::Claim, near: bool) -> Option<usize> {
        let alike = same_value(&wanted.value, &c.value) && wanted.modality == c.modality;
        let fits = wanted.predicate == c.predicate && self.about(&wanted.about, &c.about) && (near || alike);
        fits.then(|| 5 - self.facets(wanted, c).len() + 10 * usize::from(near))
    }

    fn about(&self, wanted: &str, proposed: &str) -> bool {
        let class = |id: &str| id.starts_with("class:");
        let group = || self.reading.people.iter().any(|p| p.id == proposed && p.level == "group");
        if class(wanted) {
            return class(proposed) || group();
        }
        let wanted_group = || self.gold.people.iter().any(|p| p.id == wanted && p.identity_level == "group");
        self.people.get(wanted) == Some(&proposed) || (class(proposed) && wanted_group())
    }

    /// Facets that differ.
    fn facets(&self, wanted: &Claim, c: &report::Claim) -> Vec<(&'static str, String, String)> {
        let speaker = wanted.speaker.as_deref().unwrap_or("outlet");
        let time_right = wanted.when.as_ref().is_none_or(|w| same_time(w, c.when.as_deref()));
        let facets = [
            ("value", same_value(&wanted.value, &c.value), wanted.value.as_str(), c.value.as_str()),
            ("polarity", wanted.polarity == c.polarity, wanted.polarity.as_str(), c.polarity.as_str()),
            ("modality", wanted.modality == c.modality, wanted.modality.as_str(), c.modality.as_str()),
            ("speaker", self.speaker(speaker, &c.speaker), speaker, c.speaker.as_str()),
            ("when", time_right, wanted.when.as_deref().unwrap_or(""), c.when.as_deref().unwrap_or("")),
        ];
        let wrong = facets.into_iter().filter(|(_, right, _, _)| !right);
        wrong.map(|(name, _, wanted, got)| (name, wanted.to_string(), got.to_string())).collect()
    }

    /// The outlet and people by identity; a role by a shared word.
    fn speaker(&self, wanted: &str, proposed: &str) -> bool {
        if wanted == "outlet" {
            return proposed == "outlet";
        }
        if let Some(id) = self.people.get(wanted) {
            return *id == proposed;
        }
        let wanted = content(wanted);
        let own = content(proposed);
        let described = self.roles.get(proposed).into_iter().flatten();
        own.iter().chain(described).any(|w| wanted.contains(w))
    }
}

fn key(c: &report::Claim) -> (&str, &str, String, &str) {
    (&c.about, &c.predicate, fold(&c.value), &c.modality)
}

fn line(verdict: Verdict, wanted: &Claim, facets: Vec<(&'static str, String, String)>) -> Line {
    Line {
        verdict,
        predicate: wanted.predicate.clone(),
        about: wanted.about.clone(),
        quote: wanted.quote.clone(),
        facets,
    }
}
