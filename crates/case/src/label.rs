//! Labels of predicates: how a page says one with its value, without one, and beside words that do not fit it.

use casebook_packs::{Packs, Predicate, ValueKind, ValuePart};
use casebook_read::reading::{ClaimOut, Span};

/// A label of a pack, "worked as {} | worked": a sentence with a place for the value, and what stands alone.
pub struct Label<'a> {
    /// With `{}` where the value goes; the same as `alone` for a label without a place for it.
    pub sentence: &'a str,
    /// Without a value, and before a value that does not fit the sentence.
    pub alone: String,
}

impl<'a> Label<'a> {
    /// Reads a label. One that gives no words for standing alone stands without its `{}`.
    #[must_use]
    pub fn of(label: &'a str) -> Label<'a> {
        match label.split_once('|') {
            Some((sentence, alone)) => Label { sentence: sentence.trim(), alone: alone.trim().to_string() },
            None => Label { sentence: label, alone: label.replace("{}", "").trim().to_string() },
        }
    }

    /// The words around the value.
    #[must_use]
    pub fn around(&self) -> String {
        self.sentence.replace("{}", "").trim().to_string()
    }

    /// Label and value together.
    #[must_use]
    pub fn with(&self, value: &str, fit: Fit) -> String {
        match fit {
            Fit::Named if self.sentence.contains("{}") => self.sentence.replace("{}", value),
            Fit::Words if self.sentence.contains("{}") => format!("{}: “{value}”", self.alone),
            _ => format!("{}: {value}", self.alone),
        }
    }
}

/// What a value is, as far as a sentence may have a place for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Names something: a slot of the phrasing, a country, an amount. Fits the sentence.
    Named,
    /// What the pack calls it ("none", "charged"): any part of speech.
    Fixed,
    /// The report's own words, whatever they are ("drove sugar trucks"): a quotation.
    Words,
}

impl Fit {
    /// What the value of a claim is, by the entry or the suggestion that it comes from.
    #[must_use]
    pub fn of(claim: &ClaimOut, packs: &Packs) -> Fit {
        let predicate = packs.predicate(&claim.predicate).map(|p| &packs.predicates[p]);
        if claim.suggested {
            return predicate.map_or(Fit::Words, |p| suggested(&claim.value, p, packs));
        }
        match packs.entries.iter().find(|e| e.id == claim.entry).and_then(|e| e.value.first()) {
            Some(ValuePart::Text(_)) => Fit::Fixed,
            Some(ValuePart::Match) => Fit::Words,
            _ if of_trigger(claim) => Fit::Words,
            // Without a template it was worked out from other words: a lawyer's name, the country come back to.
            Some(ValuePart::Slot(_) | ValuePart::Printed(_)) | None => Fit::Named,
        }
    }
}

/// Is the value of a claim the words it stands on, as no slot of its phrasing found one ("were found guilty")? What grammar
/// implies ("her lawyer, Ana Silva") has no phrasing.
#[must_use]
pub fn of_trigger(claim: &ClaimOut) -> bool {
    let ends = |(_, words): &(String, Span)| !claim.value.is_empty() && words.quote.ends_with(&claim.value);
    let phrased = !claim.entry.is_empty();
    phrased && claim.anchors.first().is_some_and(ends) && !claim.anchors.iter().skip(1).any(ends)
}

/// Is the value of a claim where it was ("arrested at the airport")?
#[must_use]
pub fn of_place(claim: &ClaimOut) -> bool {
    let there = |(slot, words): &(String, Span)| slot == "where" && words.quote.ends_with(&claim.value);
    !claim.value.is_empty() && claim.anchors.iter().any(there)
}

/// A suggestion has the thing that its predicate is about, a normal form, or the words it stands on.
fn suggested(value: &str, predicate: &Predicate, packs: &Packs) -> Fit {
    match predicate.value {
        _ if value == predicate.thing => Fit::Fixed,
        ValueKind::Country | ValueKind::Number => Fit::Named,
        ValueKind::Duration | ValueKind::Language if crate::line::shown_value(value, packs) != value => Fit::Named,
        ValueKind::Duration | ValueKind::Language | ValueKind::Money | ValueKind::Text => Fit::Words,
    }
}
