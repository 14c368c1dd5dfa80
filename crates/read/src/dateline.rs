//! The dateline that opens a report, or an item of a digest: "ZOMBA, Malawi, Sept 16, 2025 (Agency) - …". It is no part
//! of the sentence behind it: its place does nothing there and says nothing.

use std::ops::Range;

use casebook_packs::{Kind, Packs};
use casebook_text::segment::{Segments, Sentence};

/// Longest dateline, in code points.
const LONGEST: usize = 90;
/// Words that a place in capitals has at most.
const PLACE: usize = 5;
/// Words of running text that follow at least.
const FOLLOW: usize = 3;

/// Splits a paragraph into its dateline, with the dash, and the running text behind it.
#[must_use]
pub fn split<'a>(paragraph: &'a str, packs: &Packs) -> Option<(&'a str, &'a str)> {
    let start = paragraph.len() - paragraph.trim_start().len();
    let reach =
        paragraph.char_indices().map(|(i, _)| i).filter(|i| *i >= start).nth(LONGEST).unwrap_or(paragraph.len());
    let dash = [" — ", " – ", " - ", " -- ", "—"];
    let colon = || Some((paragraph[..reach].find(": ").filter(|at| dated(&paragraph[..*at], packs))?, 2));
    let dashed = dash.iter().filter_map(|m| Some((paragraph[..reach].find(m)?, m.len()))).min();
    let (at, mark) = dashed.or_else(colon)?;
    let (head, rest) = (&paragraph[..at], &paragraph[at + mark..]);
    let follows = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opens = follows.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let text = opens && follows.split_whitespace().count() >= FOLLOW;
    (text && place_first(head.trim_start(), packs)).then(|| paragraph.split_at(at + mark))
}

/// A place in capitals, and behind it nothing but names, a date and an agency.
fn place_first(head: &str, packs: &Packs) -> bool {
    let place = head.split([',', '(']).next().unwrap_or("").trim_end();
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let words = place.split_whitespace().count();
    let plain = place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/' | '.' | '\'' | '’'));
    let behind = &head[place.len()..];
    // "Kisumu, 14 March 2025 - …": a place in small letters only with a day.
    let named = place.split_whitespace().all(|w| w.starts_with(char::is_uppercase)) && dated(behind, packs);
    let capitals = letters > 2 && plain && (named || !place.chars().any(char::is_lowercase)) && words <= PLACE;
    let name = |w: &str| !w.trim_start_matches(['(', '"', '“']).starts_with(char::is_lowercase);
    capitals && behind.split_whitespace().all(name) && !(behind.trim().is_empty() && somebody(place, packs))
}

/// Do words name a month and a year?
fn dated(words: &str, packs: &Packs) -> bool {
    let words = || words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let month = |w: &str| packs.time.months.contains_key(&packs.vocabulary.get(&w.to_lowercase()));
    let year = |w: &str| w.len() == 4 && w.parse::<u16>().is_ok_and(|y| (1900..2100).contains(&y));
    words().any(month) && words().any(year)
}

/// Does a name or what somebody is open the words ("JUDGE SILVA - …"), and no place that goes by the same word?
fn somebody(words: &str, packs: &Packs) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    let meanings = packs.lexicon.starting_with(packs.vocabulary.get(&first));
    let any = |kinds: &[Kind]| meanings.iter().any(|m| kinds.contains(&m.kind));
    let people = [Kind::GivenName, Kind::Title, Kind::Role, Kind::Occupation, Kind::Kin, Kind::Human];
    any(&people) && !any(&[Kind::Place, Kind::Country])
}

/// Makes the datelines of the paragraphs that are `open` to it sentences of their own; the indices of these, in order.
pub fn apart(
    text: &str,
    paragraphs: &[Range<usize>],
    open: impl Fn(usize) -> bool,
    segments: &mut Segments,
    packs: &Packs,
) -> Vec<usize> {
    let end = |(p, range): (usize, &Range<usize>)| {
        let paragraph = Some(&text[range.clone()]).filter(|_| open(p))?;
        split(paragraph, packs).map(|(head, _)| range.start + head.len())
    };
    let ends: Vec<Option<usize>> = paragraphs.iter().enumerate().map(end).collect();
    let mut out: Vec<Sentence> = Vec::with_capacity(segments.sentences.len());
    let mut datelines = Vec::new();
    for Sentence { tokens, paragraph } in std::mem::take(&mut segments.sentences) {
        let starts = |t: &usize| ends[paragraph].is_none_or(|byte| segments.tokens[*t].start as usize >= byte);
        let behind = tokens.clone().find(starts).unwrap_or(tokens.end);
        if behind > tokens.start {
            datelines.push(out.len());
            out.push(Sentence { tokens: tokens.start..behind, paragraph });
        }
        if tokens.end > behind {
            out.push(Sentence { tokens: behind..tokens.end, paragraph });
        }
    }
    segments.sentences = out;
    datelines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_ends_at_its_dash_and_a_name_or_a_heading_is_none() {
        let packs = casebook_packs::bundled();
        let head = |text: &str| split(text, packs).map(|(head, _)| head.to_string());
        for dateline in [
            "ZOMBA, Malawi, Sept 16, 2025 (Meridian Wire) - ",
            "LEAMINGTON, Ontario (Northern Bulletin) – ",
            "KYIV/BOGOTA, Dec 2 -- ",
            "CAGAYAN DE ORO — ",
            "LIMA—",
        ] {
            let text = format!("{dateline}The family of a driver said he was sent to the front.");
            assert_eq!(head(&text).as_deref(), Some(dateline));
        }
        for text in [
            "Zomba, Malawi - The family of a driver said so on Tuesday.",
            "ANA SILVA - She came from Lima in 2019 and stayed.",
            "JUDGE SILVA — The appeal is out of time.",
            "THE PORT NOTEBOOK - English letter",
            "LIMA, where he was born - He never saw it again.",
            "He said the WFP - The programme - had left.",
        ] {
            assert_eq!(head(text), None, "{text}");
        }
    }
}
