//! Which gear reads a document: the fast linear one reads everything; the encoder, exact and slow,
//! reads again what matters.
//!
//! A document matters when the first gear finds in it what is the product's business: two kinds of claims
//! beyond what any report about people holds (nationality, age, family, travel) and what any news is full of
//! (work, injuries, needs), more in a long document, or one in a short one. Inside a document that matters every
//! sentence of the body is read again, because the person of one sentence is introduced in another.

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

/// Frames that any news is full of: told of people who are not caught between states as well.
const ANY_NEWS: [&str; 3] = ["work", "harm", "need"];
/// Tokens up to which one kind of claim is enough.
const SHORT: usize = 600;
/// Tokens for which one more kind is asked: long texts hold one or two by chance.
const LONG: usize = 1500;
/// Tokens up to which any claim beyond everyday frames is enough: an item of a digest, a sentence.
const ITEM: usize = 150;

impl Gear {
    /// Is the encoder to read a document of so many tokens in which the first gear found these claims?
    #[must_use]
    pub fn wants_encoder(self, claims: &[Claim], packs: &Packs, n_tokens: usize) -> bool {
        let frame = |c: &&Claim| packs.predicates[c.predicate].frame.as_str();
        let beyond = claims.iter().filter(|c| !EVERYDAY.contains(&frame(c)));
        match self {
            Gear::First => false,
            Gear::Encoder => true,
            Gear::Auto => {
                let mut kinds: Vec<usize> =
                    beyond.clone().filter(|c| !ANY_NEWS.contains(&frame(c))).map(|c| c.predicate).collect();
                kinds.sort_unstable();
                kinds.dedup();
                let any = beyond.count() > 0;
                kinds.len() >= 2 + n_tokens / LONG || (kinds.len() == 1 && n_tokens < SHORT) || (any && n_tokens < ITEM)
            }
        }
    }
}
