//! What is written down, and nothing else: evidence, decisions, and who did what when.
//!
//! Everything else in Casebook is worked out from these, the same on every machine, and can be
//! dropped and rebuilt. No input or output here; the clock and the user's name arrive as values.
#![deny(clippy::disallowed_methods)]

mod anchor;
mod decision;
mod evidence;
mod marks;

pub use anchor::Anchor;
pub use decision::{Decision, Question, Stamp, Target, Undo, Verdict, in_force, taken_back};
pub use evidence::{Evidence, EvidenceId};
pub use marks::{Marks, Note};
