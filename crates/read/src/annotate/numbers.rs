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
                money(doc, out, at..end, &value.to_string());
                duration(doc, out, at..end, value);
                at = end;
            }
            None => {
                if let Some((end, iso)) = single_unit(doc, out, at) {
                    out.push(at..end, Label::Duration, iso);
                } else {
                    cents(doc, out, at);
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
fn money(doc: &Doc<'_>, out: &mut Annotations, number: Range<usize>, value: &str) {
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

/// "two weeks", "20-year", "two years and six months", "two and a half years".
fn duration(doc: &Doc<'_>, out: &mut Annotations, number: Range<usize>, value: u64) {
    let limit = doc.sentence(number.start).tokens.end;
    let (start, half) = (number.end, half(doc, number.end, limit));
    let start = if half { start + 3 } else { start };
    let hyphen = usize::from(start < limit && doc.form(start) == "-" && !doc.spaced(start));
    let t = start + hyphen;
    let Some(unit) = unit(doc, t, limit) else { return };
    // "31 years old", "a two-year-old girl" are ages.
    let dash = usize::from(t + 1 < limit && doc.form(t + 1) == "-");
    if t + 1 + dash < limit && doc.words[t + 1 + dash].form == doc.packs.grammar.old {
        return;
    }
    // "the Games 2018 day one": a year before a unit in the singular.
    if hyphen == 0 && (1900..=2100).contains(&value) && !doc.form(t).ends_with('s') {
        return;
    }
    let (end, iso) = match half.then(|| halved(value, unit)).flatten() {
        Some(iso) => (t + 1, Some(iso)),
        None => match and_more(doc, out, t + 1, limit, value, unit) {
            Some((end, iso)) => (end, Some(iso)),
            None => (t + 1, iso(value, unit)),
        },
    };
    if let Some(iso) = iso {
        out.push(number.start..end, Label::Duration, iso);
    }
}

/// The unit of time at a token.
pub fn unit(doc: &Doc<'_>, at: usize, limit: usize) -> Option<char> {
    doc.words.get(at).filter(|_| at < limit).and_then(|w| doc.packs.time.units.get(&w.form)).copied()
}

/// "and a half"?
fn half(doc: &Doc<'_>, at: usize, limit: usize) -> bool {
    let g = &doc.packs.grammar;
    at + 2 < limit && doc.words[at].form == g.and && doc.words[at + 1].form == g.a && doc.words[at + 2].form == g.half
}

/// Half a unit more, where the unit has a half in whole smaller ones.
fn halved(value: u64, unit: char) -> Option<String> {
    match unit {
        'Y' => Some(format!("P{value}Y6M")),
        'X' => iso(value.checked_mul(10)? + 5, 'Y'),
        'H' => Some(format!("PT{value}H30M")),
        _ => None,
    }
}

/// "and six months" after years, "a half" after "a year and".
fn and_more(
    doc: &Doc<'_>,
    out: &Annotations,
    at: usize,
    limit: usize,
    value: u64,
    unit: char,
) -> Option<(usize, String)> {
    if half(doc, at, limit) {
        return halved(value, unit).map(|iso| (at + 3, iso));
    }
    let skip = usize::from(at < limit && (doc.words[at].form == doc.packs.grammar.and || doc.form(at) == ","));
    let t = at + skip;
    if t >= limit {
        return None;
    }
    let (end, more) = number(doc, out, t)?;
    let smaller = self::unit(doc, end, limit)?;
    // Only the next unit down: "two years, three months" but not "two years and 40 days later".
    let pair = matches!((unit, smaller), ('Y', 'M') | ('M', 'D') | ('M', 'W') | ('W', 'D') | ('H', 'm'));
    let iso = match (unit, smaller) {
        ('H', 'm') => format!("PT{value}H{more}M"),
        ('M' | 'W', 'D' | 'W') if unit != 'M' || smaller == 'W' => return None,
        _ => format!("P{value}{unit}{more}{smaller}"),
    };
    pair.then_some((end + 1, iso))
}

/// "a year", "a year and a half", "half a year". Returns the token after it.
fn single_unit(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<(usize, String)> {
    let g = &doc.packs.grammar;
    let limit = doc.sentence(at).tokens.end;
    let article = |t: usize| t < limit && [g.a, g.an].contains(&doc.words[t].form);
    if doc.words[at].form == g.half && article(at + 1) {
        let iso = match unit(doc, at + 2, limit)? {
            'Y' => "P6M",
            'H' => "PT30M",
            'X' => "P5Y",
            _ => return None,
        };
        return Some((at + 3, iso.to_string()));
    }
    let unit = unit(doc, at + 1, limit).filter(|_| article(at) && !doc.form(at + 1).ends_with('s'))?;
    and_more(doc, out, at + 2, limit, 1, unit).or_else(|| iso(1, unit).map(|iso| (at + 2, iso)))
}

/// "3.50 euros", "$9.99": money with a part of the unit, which is no whole number.
fn cents(doc: &Doc<'_>, out: &mut Annotations, at: usize) {
    let form = doc.form(at).replace(',', "");
    let Some((whole, part)) = form.split_once('.') else { return };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(part) && part.len() <= 2 {
        money(doc, out, at..at + 1, &form);
    }
}

/// ISO 8601 duration; `None` where the number is too large for one.
fn iso(value: u64, unit: char) -> Option<String> {
    Some(match unit {
        'H' => format!("PT{value}H"),
        'm' => format!("PT{value}M"),
        's' => format!("PT{value}S"),
        'F' => format!("P{}W", value.checked_mul(2)?),
        'X' => format!("P{}Y", value.checked_mul(10)?),
        'C' => format!("P{}Y", value.checked_mul(100)?),
        unit => format!("P{value}{unit}"),
    })
}
