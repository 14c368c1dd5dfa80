//! Words that bound an amount: "at least", "up to", "or so".

use crate::vocabulary::WordId;

/// What a phrase makes of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It or more. Whether it is itself among them is not told apart.
    AtLeast,
    /// It or less.
    AtMost,
    /// Near it.
    About,
}

/// Phrases before and after an amount.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// "at least", before it.
    pub before: Vec<(Vec<WordId>, Bound)>,
    /// "or more", after it.
    pub after: Vec<(Vec<WordId>, Bound)>,
}
