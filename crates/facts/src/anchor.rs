//! Anchors: the address every statement carries.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::EvidenceId;

/// Where a statement stands in one piece of evidence.
///
/// Shape: code points `start..end` of the clean text, end excluded, never empty; the quote itself
/// and a little context on both sides, so that the place is found again after a better cleaning.
/// Source: W3C Web Annotation, text position plus text quote.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Anchor {
    /// The evidence.
    pub evidence: EvidenceId,
    /// First code point of the clean text.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words themselves.
    pub quote: String,
    /// Up to 32 code points before the quote.
    pub prefix: String,
    /// Up to 32 code points after the quote.
    pub suffix: String,
}

/// The words stay out of logs.
impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anchor({} {}..{})", self.evidence, self.start, self.end)
    }
}
