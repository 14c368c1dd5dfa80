//! Numbers in digits and words, money with its currency, and spans of time.

use std::ops::Range;

use casebook_packs::Kind;

use super::{Annotations, Label};
use crate::doc::Doc;

pub fn annotate(doc: &Doc<'_>, out: &mut Annotations) {
    let mut at = 0;
    while at < doc.words.len() {
        match number(doc, out, at) {
            Some((end, value)) => {
                out.push(at..end, Label::Number, value.to_string());
                money(doc, out, at..end, value);
                duration(doc, out, at..end, value);
                at = end;
            }
            None => {
                if let Some(end) = single_unit(doc, at) {
                    let unit = doc.packs.time.units[&doc.words[end - 1].form];
                    out.push(at..end, Label::Duration, iso(1, unit));
                }
                at += 1;
            }
        }
    }
}

/// A number that starts at `at`: the token after it, and its value.
fn number(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<(usize, u64)> {
    let word =
        |t: usize| out.lexicon(t, Kind::NumberWord).and_then(|v| v.parse::<u64>().ok()).filter(|_| t < doc.words.len());
    let end = doc.sentence(at).tokens.end;
    let (mut total, mut t) = match digits(doc.form(at)).or_else(|| word(at)) {
        Some(n) => (n, at + 1),
        None => {
            let times = (at + 1 < end).then(|| word(at + 1)).flatten()?;
            (decimal(doc.form(at), times)?, at + 2)
        }
    };
    while t < end {
        // "twenty-three": a hyphen between tens and ones.
        let skip = usize::from(doc.form(t) == "-" && !doc.spaced(t) && total % 10 == 0 && (20..=90).contains(&total));
        let Some(next) = (t + skip < end).then(|| word(t + skip)).flatten() else { break };
        total = match next {
            100 | 1000 | 1_000_000 | 1_000_000_000 | 12 if next > total || next >= 1000 => total.checked_mul(next)?,
            n if n < 10 && total % 10 == 0 && (20..=90).contains(&total) => total + n,
            n if total % 100 == 0 && n < 100 => total.checked_add(n)?,
            _ => break,
        };
        t += skip + 1;
    }
    Some((t, total))
}

/// Digits with separators for thousands; decimals are cut ("3.5" is no whole number: `None`).
fn digits(form: &str) -> Option<u64> {
    if !form.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain = form.replace(',', "");
    match plain.split_once('.') {
        Some((whole, part)) if part.len() == 3 && !form.contains(',') => format!("{whole}{part}").parse().ok(),
        Some(_) => None,
        None => plain.parse().ok(),
    }
}

/// "3.5" before "million": whole again; `None` where it does not come out even.
fn decimal(form: &str, times: u64) -> Option<u64> {
    let (whole, part) = form.split_once('.')?;
    if part.is_empty() || part.len() > 9 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let scale = 10u64.pow(u32::try_from(part.len()).ok()?);
    let tenths = whole.parse::<u64>().ok()?.checked_mul(scale)?.checked_add(part.parse().ok()?)?;
    let product = tenths.checked_mul(times)?;
    (product % scale == 0).then_some(product / scale)
}

/// "1,800 riyals", "$500", "€3 a month", "550 US dollars a month".
fn money(doc: &Doc<'_>, out: &mut Annotations, number: Range<usize>, value: u64) {
    let sentence = doc.sentence(number.start).tokens.clone();
    let currency = |t: usize| out.lexicon(t, Kind::Currency).map(ToString::to_string);
    let before = number.start.checked_sub(1).filter(|t| *t >= sentence.start).and_then(currency);
    let (range, code) = if let Some(code) =
        before.filter(|_| doc.words[number.start - 1].span.end == doc.words[number.start].span.start)
    {
        (number.start - 1..number.end, code)
    } else {
        // A nationality may stand between ("210,000 Nepali rupees").
        let found = (number.end..sentence.end.min(number.end + 2)).find_map(|t| Some((t, currency(t)?)));
        let Some((t, code)) = found else { return };
        let clear = (number.end..t).all(|x| out.lexicon(x, Kind::Nationality).is_some());
        if !clear {
            return;
        }
        let end = out.at(t, Label::Lexicon(Kind::Currency)).map_or(t + 1, |a| a.tokens.end);
        (number.start..end, code)
    };
    let range = range.start..rate(doc, range.end, sentence.end);
    out.push(range, Label::Money, format!("{code} {value}").trim().to_string());
}

/// "a month", "per year", "each week" after an amount belong to it.
fn rate(doc: &Doc<'_>, end: usize, limit: usize) -> usize {
    let g = &doc.packs.grammar;
    let per = end < limit && [g.a, g.an, g.per, g.each, g.every].contains(&doc.words[end].form);
    let unit = end + 1 < limit && doc.packs.time.units.contains_key(&doc.words[end + 1].form);
    if per && unit { end + 2 } else { end }
}

/// "two weeks", "20 years", "20-year", "nineteen months".
fn duration(doc: &Doc<'_>, out: &mut Annotations, number: Range<usize>, value: u64) {
    let limit = doc.sentence(number.start).tokens.end;
    let hyphen = usize::from(number.end < limit && doc.form(number.end) == "-" && !doc.spaced(number.end));
    let t = number.end + hyphen;
    if t >= limit {
        return;
    }
    if let Some(unit) = doc.packs.time.units.get(&doc.words[t].form) {
        out.push(number.start..t + 1, Label::Duration, iso(value, *unit));
    }
}

/// "a year", "a week": one of the unit. Returns the token after it.
fn single_unit(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let word = &doc.words[at];
    let next = doc.words.get(at + 1).filter(|n| n.sentence == word.sentence)?;
    let article = [g.a, g.an].contains(&word.form);
    (article && doc.packs.time.units.contains_key(&next.form)).then_some(at + 2)
}

fn iso(value: u64, unit: char) -> String {
    if unit == 'H' { format!("PT{value}H") } else { format!("P{value}{unit}") }
}
