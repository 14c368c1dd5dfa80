//! Folds a reading into case files: who, statuses, promises and what came of them, what is
//! expected or threatened, gaps, conflicts, what is held for review.
//!
//! Comes in: a [`Reading`] and the packs. Goes out: one [`Case`] per subject, plain values that
//! the terminal and the pages print. A pure function of its input. Claim first, status second:
//! only an affirmed, asserted claim fills a status, unless the predicate's own fill names another
//! modality ("expected" fills *threatened*). Leaves to others: reading, and joining people across
//! documents (`resolve`).
#![deny(clippy::disallowed_methods)]

mod conflict;
pub mod decided;
mod derive;
pub mod format;
mod gap;
mod holds;
mod label;
mod line;
mod promise;
mod status;
mod why;

pub use casebook_read::reading::Reading;
pub use conflict::Conflict;
pub use derive::derive;
pub use gap::Gap;
pub use line::Line;
pub use promise::{Outcome, Promise};
pub use status::Status;
pub use why::{Why, why};

use casebook_read::people::IdentityLevel;

/// One subject's case file, as of one reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Id of the person in the reading (`p1`).
    pub id: String,
    /// Name as printed, or the words that describe the person.
    pub name: String,
    /// How far they are named.
    pub level: IdentityLevel,
    /// Descriptions and background, one line a fact.
    pub who: Vec<Line>,
    /// Current states, in the order of the axes.
    pub statuses: Vec<Status>,
    /// States that a claim would fill if somebody confirmed it, in the order of the axes.
    pub to_confirm: Vec<Status>,
    /// Promises and what came of them.
    pub promises: Vec<Promise>,
    /// What happened, is needed or is done for them.
    pub events: Vec<Line>,
    /// What is expected, feared, hoped, demanded, possible.
    pub prospects: Vec<Line>,
    /// Accusations, opinions, denials: what others say that fills nothing.
    pub said: Vec<Line>,
    /// Held until a person has looked.
    pub held: Vec<Line>,
    /// What cannot both hold, side by side.
    pub conflicts: Vec<Conflict>,
    /// What to ask next.
    pub gaps: Vec<Gap>,
}

/// The cases of a reading, and what it says of classes of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// One per subject, in the order of their first mention.
    pub cases: Vec<Case>,
    /// Statements about kinds of people; never copied to a person.
    pub classes: Vec<Line>,
}

#[cfg(test)]
mod tests;
