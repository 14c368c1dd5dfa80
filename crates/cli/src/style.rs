//! Colours of the terminal, in one place. `anstream` takes them out where they do not belong.

use anstyle::{AnsiColor, Effects, Reset, Style};

/// Headings: names of cases.
pub const NAME: Style = Style::new().effects(Effects::BOLD);
/// Section headings.
pub const SECTION: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);
/// Marks and ids.
pub const DIM: Style = Style::new().effects(Effects::DIMMED);
/// What is not settled: expected, alleged, held.
pub const OPEN: Style = AnsiColor::Yellow.on_default();
/// Quoted words.
pub const QUOTE: Style = AnsiColor::Green.on_default();
/// What a pattern matched.
pub const MATCH: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// What its slots took, in turn.
pub const SLOTS: [Style; 4] = [
    AnsiColor::Cyan.on_default().effects(Effects::BOLD),
    AnsiColor::Green.on_default().effects(Effects::BOLD),
    AnsiColor::Magenta.on_default().effects(Effects::BOLD),
    AnsiColor::Blue.on_default().effects(Effects::BOLD),
];
/// `error:`
pub const ERROR: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);
/// `hint:`
pub const HINT: Style = AnsiColor::Blue.on_default().effects(Effects::BOLD);
/// Back to plain.
pub const RESET: Reset = Reset;
