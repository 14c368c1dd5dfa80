//! Ages: "31-year-old", "aged 31", "at the age of 31", "Ana Silva, 31,", "in his thirties". Value: an
//! ISO 8601 duration, with its bounds as [`super::bounds`] writes them.

use casebook_packs::Part;

use super::numbers::unit;
use super::{Annotations, Label};
use crate::doc::Doc;

/// Marks ages. Comes after names, which some ages stand behind.
pub fn annotate(doc: &Doc<'_>, out: &mut Annotations) {
    for at in 0..doc.words.len() {
        if let Some((end, value)) = years_old(doc, out, at).or_else(|| decade(doc, at)) {
            out.push(at..end, Label::Age, value);
        } else if let Some((number, end, value)) = bare(doc, out, at) {
            out.push(number..end, Label::Age, value);
        }
    }
}

/// The number that begins at a token: the token after it, and its value.
fn number(out: &Annotations, at: usize) -> Option<(usize, u64)> {
    let note = out.starting(at).find(|n| n.label == Label::Number)?;
    Some((note.tokens.end, note.value.parse().ok()?))
}

/// "31-year-old", "31 years old", "six months old", "31 years of age".
fn years_old(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<(usize, String)> {
    let limit = doc.sentence(at).tokens.end;
    let dash = |t: usize| usize::from(t < limit && doc.form(t) == "-");
    let (end, n) = number(out, at)?;
    let t = end + dash(end);
    let unit = unit(doc, t, limit).filter(|u| matches!(u, 'D' | 'W' | 'M' | 'Y'))?;
    let old = t + 1 + dash(t + 1);
    let g = &doc.packs.grammar;
    if old < limit && doc.words[old].form == g.old {
        return Some((old + 1, format!("P{n}{unit}")));
    }
    let of_age = t + 2 < limit && doc.words[t + 1].form == g.of && doc.words[t + 2].form == g.age;
    of_age.then(|| (t + 3, format!("P{n}{unit}")))
}

/// "in his thirties", "in her late 20s".
fn decade(doc: &Doc<'_>, at: usize) -> Option<(usize, String)> {
    let g = &doc.packs.grammar;
    let limit = doc.sentence(at).tokens.end;
    if ![g.his, g.her, g.their, g.my].contains(&doc.words[at].form) || at + 1 >= limit {
        return None;
    }
    let part = doc.packs.time.parts.get(&doc.words[at + 1].form).copied();
    let mut t = at + 1 + usize::from(part.is_some());
    t += usize::from(t < limit && doc.form(t) == "-");
    let word = doc.words.get(t).filter(|_| t < limit)?;
    let digits = doc.form(t).strip_suffix('s').and_then(|d| d.parse::<u8>().ok());
    let first = digits.or_else(|| doc.packs.time.decades.get(&word.form).copied())?;
    let (from, to) = match part {
        _ if first % 10 != 0 || !(10..=100).contains(&first) => return None,
        None => (0, 9),
        Some(Part::Early | Part::Start) => (0, 3),
        Some(Part::Middle) => (4, 6),
        Some(Part::Late | Part::End) => (7, 9),
    };
    Some((t + 1, format!("P{}Y..P{}Y", first + from, first + to)))
}

/// "aged 31", "at the age of 31", "age 31"; "31" between commas or brackets behind a person's name.
fn bare(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<(usize, usize, String)> {
    let g = &doc.packs.grammar;
    let sentence = doc.sentence(at).tokens.clone();
    let (end, n) = number(out, at)?;
    // "aged between 18 and 25" has its first number after "between".
    let lead = |word: casebook_packs::WordId| at > sentence.start && doc.words[at - 1].form == word;
    let two = |first: casebook_packs::WordId, second: casebook_packs::WordId| {
        at >= sentence.start + 2 && doc.words[at - 2].form == first && lead(second)
    };
    let told = lead(g.aged) || lead(g.age) || two(g.age, g.of) || two(g.aged, g.between);
    let closed = |t: usize| t >= sentence.end || matches!(doc.form(t), "," | ")" | ";" | "." | "—" | "–");
    let named = || {
        let mark = at.checked_sub(1).filter(|t| *t > sentence.start && matches!(doc.form(*t), "," | "("))?;
        out.covering(mark - 1).find(|n| n.label == Label::Person && n.tokens.end == mark)
    };
    let plain = end == at + 1
        && (1..=115).contains(&n)
        && out.covering(at).all(|a| matches!(a.label, Label::Number | Label::Lexicon(_)));
    let value = if (told && plain) || (plain && closed(end) && named().is_some()) { n } else { return None };
    // "aged 18 to 25", "aged between 18 and 25".
    let second = (end + 1 < sentence.end && told).then(|| number(out, end + 1)).flatten();
    let joint =
        second.is_some() && (matches!(doc.form(end), "-" | "–") || [g.to, g.and].contains(&doc.words[end].form));
    match second.filter(|(_, m)| joint && *m > value && *m <= 115) {
        Some((after, m)) if two(g.aged, g.between) || doc.words[end].form != g.and => {
            Some((at, after, format!("P{value}Y..P{m}Y")))
        }
        _ => Some((at, end, format!("P{value}Y"))),
    }
}
