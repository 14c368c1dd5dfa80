//! The words by which somebody without a name is known, in full: "Ana's sister", "a doctor at the airport clinic",
//! "41 women and men". A mention itself ends with its noun.

use std::ops::Range;

use super::People;
use super::mention::{Kind, Mention, Number};
use crate::doc::Doc;

/// Tokens that may be added behind a noun.
const LONGEST: usize = 8;
/// What says which one is meant when it follows right behind the noun.
const TELLING: [&str; 2] = ["nmod", "acl"];

/// The tokens of a description with whose it is, and what follows right behind that says which one is meant: a prepositional
/// phrase, a participle, of several people a second noun. Names and pronouns stay as they are.
pub fn in_full(doc: &Doc<'_>, people: &People, m: &Mention) -> Range<usize> {
    if !matches!(m.kind, Kind::Nominal(_)) {
        return m.tokens.clone();
    }
    let clitic = matches!(doc.form(m.tokens.start), "'s" | "’s" | "'" | "’");
    let owner = m.owner.filter(|o| clitic && *o < m.tokens.start).and_then(|o| people.mention_at(o));
    let start = owner.filter(|o| o.tokens.end == m.tokens.start).map_or(m.tokens.start, |o| o.tokens.start);
    let mut end = m.tokens.end;
    for &kid in doc.kids(m.head).iter().filter(|k| **k >= m.tokens.end) {
        let part = doc.subtree(kid);
        let second = doc.words[kid].rel == "conj" && m.number != Number::One && alike(doc, kid, m);
        if part.start != end || !(TELLING.contains(&doc.words[kid].rel) || second) {
            break;
        }
        // "the mother of 35-year-old Ana Silva": half a word is none.
        let inside =
            |t: usize| matches!(doc.form(t), "-" | "–") && t > part.start && !doc.spaced(t - 1) && !doc.spaced(t);
        if part.clone().any(inside) {
            break;
        }
        let stop = part.clone().find(|t| ends_description(doc, *t)).unwrap_or(part.end);
        if stop <= part.start + 1 || stop - end > LONGEST {
            break;
        }
        end = stop;
        if stop < part.end {
            break;
        }
    }
    start..end
}

/// "women and men": a second bare noun, with nothing of its own.
fn alike(doc: &Doc<'_>, kid: usize, m: &Mention) -> bool {
    let bare = doc.kids(kid).iter().all(|k| doc.words[*k].rel == "cc");
    doc.words[kid].upos == doc.words[m.head].upos && bare
}

/// A mark, or a clause of its own.
fn ends_description(doc: &Doc<'_>, t: usize) -> bool {
    let g = &doc.packs.grammar;
    matches!(doc.form(t), "," | "." | ";" | ":" | "(" | ")" | "\"" | "“" | "”" | "-" | "–" | "—")
        || [g.who, g.whom, g.whose, g.which, g.that].contains(&doc.words[t].form)
}
