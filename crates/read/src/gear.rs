//! Which gear reads a document: the fast linear one reads everything; the encoder, exact and slow,
//! reads again what matters.
//!
//! A document matters when the first gear finds in it a claim that is the product's business:
//! anything but what describes people in any report (nationality, age, family, travel) or speaks of
//! classes. Inside a document that matters every sentence of the body is read again, because the
//! person of one sentence is introduced in another.

use casebook_packs::Packs;

use crate::claim::Claim;

/// Who reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gear {
    /// The first gear, and the encoder where it matters.
    #[default]
    Auto,
    /// The first gear alone.
    First,
    /// The encoder, whatever the document.
    Encoder,
}

/// Frames of predicates that any report about people is full of.
pub const EVERYDAY: [&str; 5] = ["identity", "family", "movement", "pattern", "role"];

impl Gear {
    /// Is the encoder to read a document in which the first gear found these claims?
    #[must_use]
    pub fn wants_encoder(self, claims: &[Claim], packs: &Packs) -> bool {
        match self {
            Gear::First => false,
            Gear::Encoder => true,
            Gear::Auto => claims.iter().any(|c| !EVERYDAY.contains(&packs.predicates[c.predicate].frame.as_str())),
        }
    }
}
