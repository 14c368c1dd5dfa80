//! Decisions: what a person judged. Later ones supersede earlier ones; nothing is erased.

use std::fmt;

use crate::Anchor;

/// Who, and when (RFC 3339, UTC). Both arrive as values from the shell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The author's name in the book.
    pub by: String,
    /// Time in RFC 3339, UTC.
    pub at: String,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The reading at the anchors is right.
    Accept,
    /// The reading at the anchors is wrong.
    Reject,
    /// The anchors speak of one person.
    Same,
    /// The anchors speak of different people.
    Different,
    /// Cannot be told; keeps the anchors apart until somebody can.
    Unsure,
}

/// One human decision on one or more anchors, with its reason.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What the decision is about.
    pub anchors: Vec<Anchor>,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the author's words.
    pub reason: String,
    /// Who and when.
    pub stamp: Stamp,
}

/// Reasons can name people: they stay out of logs.
impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decision({:?} on {:?} at {})", self.verdict, self.anchors, self.stamp.at)
    }
}
