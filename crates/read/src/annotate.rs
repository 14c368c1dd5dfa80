//! Annotations: "these tokens are a country, a trade, money, a date, a person's name", with the
//! normal form. Lexicon phrases first, then numbers and what is built on them, then names.

mod ages;
mod bounds;
mod dates;
mod lexicon;
mod names;
mod numbers;

use std::ops::Range;

use casebook_packs::Kind;

use crate::doc::Doc;
pub use dates::edtf;
pub use dates::month_length;
pub use dates::{Anchor, Day};
pub use names::{lettered, said_changed};

/// What an annotation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A phrase of the lexicon.
    Lexicon(Kind),
    /// A number; value: digits.
    Number,
    /// Money, as printed; value: ISO 4217 and digits where both are known, with bounds.
    Money,
    /// A span of time; value: ISO 8601 duration, with bounds (`P2Y..`, `..P2Y`, `P2Y~`, `P2Y..P3Y`).
    Duration,
    /// An age; value like that of a span of time.
    Age,
    /// A date; value: EDTF, empty where neither the text nor its own date fixes it.
    Date,
    /// From one date to another; value: EDTF interval. The two dates are annotated as well.
    Period,
    /// Name of a person.
    Person,
    /// Name of a body.
    Organisation,
    /// Name of a place.
    Place,
    /// A name that could not be told.
    Name,
}

impl Label {
    /// Name of the label in `show annotations`; `docs/annotations.md` lists them.
    #[must_use]
    pub fn name(self) -> String {
        let name = match self {
            Label::Lexicon(kind) => format!("{kind:?}"),
            other => format!("{other:?}"),
        };
        let mut out = String::new();
        for (i, c) in name.chars().enumerate() {
            if c.is_uppercase() && i > 0 {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        }
        out
    }
}

/// One annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Token range.
    pub tokens: Range<usize>,
    /// What it says.
    pub label: Label,
    /// Normal form; may be empty.
    pub value: String,
}

impl Annotation {
    /// Does it say when?
    #[must_use]
    pub fn dated(&self) -> bool {
        matches!(self.label, Label::Date | Label::Period)
    }
}

/// All annotations of a document, found by the token they begin at or cover.
#[derive(Default)]
pub struct Annotations {
    all: Vec<Annotation>,
    starting: Vec<Vec<usize>>,
    covering: Vec<Vec<usize>>,
}

impl Annotations {
    /// Annotates a document. `anchor` is the day of publication, where it is known.
    #[must_use]
    pub fn of(doc: &Doc<'_>, anchor: Option<Anchor>) -> Annotations {
        let n = doc.words.len();
        let mut out = Annotations { all: Vec::new(), starting: vec![Vec::new(); n], covering: vec![Vec::new(); n] };
        lexicon::annotate(doc, &mut out);
        numbers::annotate(doc, &mut out);
        dates::annotate(doc, anchor, &mut out);
        names::annotate(doc, &mut out);
        ages::annotate(doc, &mut out);
        bounds::annotate(doc, &mut out);
        out
    }

    fn push(&mut self, tokens: Range<usize>, label: Label, value: impl Into<String>) {
        let index = self.all.len();
        self.starting[tokens.start].push(index);
        for t in tokens.clone() {
            self.covering[t].push(index);
        }
        self.all.push(Annotation { tokens, label, value: value.into() });
    }

    /// Every annotation, in the order of their making.
    #[must_use]
    pub fn all(&self) -> &[Annotation] {
        &self.all
    }

    /// Annotations that begin at a token.
    pub fn starting(&self, token: usize) -> impl Iterator<Item = &Annotation> {
        self.starting.get(token).into_iter().flatten().map(|i| &self.all[*i])
    }

    /// Annotations that cover a token.
    pub fn covering(&self, token: usize) -> impl Iterator<Item = &Annotation> {
        self.covering.get(token).into_iter().flatten().map(|i| &self.all[*i])
    }

    /// The annotation of this label that covers a token.
    #[must_use]
    pub fn at(&self, token: usize, label: Label) -> Option<&Annotation> {
        self.covering(token).find(|a| a.label == label)
    }

    /// The lexicon value of this kind at a token.
    #[must_use]
    pub fn lexicon(&self, token: usize, kind: Kind) -> Option<&str> {
        self.at(token, Label::Lexicon(kind)).map(|a| a.value.as_str())
    }

    /// The name annotation (person, body, place or unknown) that covers a token.
    #[must_use]
    pub fn name(&self, token: usize) -> Option<&Annotation> {
        self.covering(token)
            .find(|a| matches!(a.label, Label::Person | Label::Organisation | Label::Place | Label::Name))
    }
}

#[cfg(test)]
mod tests;
