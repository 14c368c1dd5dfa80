//! Bounds of amounts: money, durations and ages "at least", "up to", "about", "between … and …".
//!
//! Normal form, after EDTF's: `P2Y..` two years or more, `..P2Y` or less, `P2Y~` about, `P2Y..P3Y` from
//! one to the other; money the same behind its currency (`USD 200..`). Whether the border itself is
//! among them ("more than" and "at least") is not told apart.

use std::ops::Range;

use casebook_packs::{Bound, WordId};

use super::{Annotations, Label};
use crate::doc::Doc;

/// Bounds every amount annotated so far.
pub fn annotate(doc: &Doc<'_>, out: &mut Annotations) {
    for index in 0..out.all.len() {
        let note = &out.all[index];
        if !matches!(note.label, Label::Money | Label::Duration | Label::Age) || note.value.is_empty() {
            continue;
        }
        let (tokens, label, value) = (note.tokens.clone(), note.label, note.value.clone());
        if let Some((start, value)) = range(doc, out, &tokens, label, &value) {
            out.push(start..tokens.end, label, value);
        } else if let Some(bound) = before(doc, &tokens).or_else(|| after(doc, &tokens)) {
            out.all[index].value = bounded(&value, bound);
        }
    }
}

fn bounded(value: &str, bound: Bound) -> String {
    let (unit, amount) = value.rsplit_once(' ').map_or(("", value), |(u, a)| (u, a));
    let gap = if unit.is_empty() { "" } else { " " };
    match bound {
        Bound::AtLeast => format!("{unit}{gap}{amount}.."),
        Bound::AtMost => format!("{unit}{gap}..{amount}"),
        Bound::About => format!("{unit}{gap}{amount}~"),
    }
}

/// The longest phrase that ends right before the amount.
fn before(doc: &Doc<'_>, tokens: &Range<usize>) -> Option<Bound> {
    let begin = doc.sentence(tokens.start).tokens.start;
    let fits =
        |p: &&(Vec<WordId>, Bound)| tokens.start >= begin + p.0.len() && same(doc, tokens.start - p.0.len(), &p.0);
    doc.packs.bounds.before.iter().filter(fits).max_by_key(|p| p.0.len()).map(|p| p.1)
}

fn after(doc: &Doc<'_>, tokens: &Range<usize>) -> Option<Bound> {
    let end = doc.sentence(tokens.start).tokens.end;
    let fits = |p: &&(Vec<WordId>, Bound)| tokens.end + p.0.len() <= end && same(doc, tokens.end, &p.0);
    doc.packs.bounds.after.iter().filter(fits).max_by_key(|p| p.0.len()).map(|p| p.1)
}

fn same(doc: &Doc<'_>, at: usize, words: &[WordId]) -> bool {
    words.iter().enumerate().all(|(i, w)| doc.words[at + i].form == *w)
}

/// "between 2,000 and 2,500 euros", "two to three years", "$200-$300": where the first number stands,
/// and the value from it to this one.
fn range(
    doc: &Doc<'_>,
    out: &Annotations,
    tokens: &Range<usize>,
    label: Label,
    value: &str,
) -> Option<(usize, String)> {
    let g = &doc.packs.grammar;
    let begin = doc.sentence(tokens.start).tokens.start;
    let joint = tokens.start.checked_sub(1).filter(|t| *t > begin)?;
    let number = out.covering(joint - 1).filter(|n| n.label == Label::Number && n.tokens.end == joint);
    let number = number.max_by_key(|n| n.tokens.len())?;
    // The symbol or unit of the first amount: "$200 to $300", "two years to three years" has none.
    let first = out.covering(joint - 1).find(|n| n.label == label && n.tokens.end == joint);
    let start = first.map_or(number.tokens.start, |n| n.tokens.start);
    let before = |word: WordId| start > begin && doc.words[start - 1].form == word;
    let word = doc.words[joint].form;
    let dash = matches!(doc.form(joint), "-" | "–");
    let joined = dash || word == g.to || word == g.or || (word == g.and && before(g.between));
    let (low, high) = (number.value.parse::<u64>().ok()?, largest(value)?);
    if !joined || low >= high {
        return None;
    }
    let value = match value.rsplit_once(' ') {
        Some((unit, amount)) if label == Label::Money => format!("{unit} {low}..{amount}"),
        _ if label == Label::Money => format!("{low}..{value}"),
        _ => format!("{}..{value}", value.replacen(&high.to_string(), &low.to_string(), 1)),
    };
    Some((start, value))
}

/// The number of an amount in one unit.
fn largest(value: &str) -> Option<u64> {
    let digits = value.trim_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}
