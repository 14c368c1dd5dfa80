//! Which part of the report a paragraph is.

/// Part of a report. Only the body, questions and notes are read for claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The headline. Gives no claims of its own (domain vocabulary §3.3).
    Headline,
    /// Author line.
    Byline,
    /// Place and date line, outlet, address, kicker.
    Heading,
    /// Running text.
    Body,
}
