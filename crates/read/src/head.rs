//! The head of a plain-text report: headline, author line, dateline, outlet, address. Lines before
//! the first paragraph of running text are told by their shape; what cannot be told stays body.

use std::ops::Range;

use casebook_packs::Packs;

use crate::annotate::Day;
use crate::dateline;
use crate::zone::Zone;

mod byline;

use byline::byline;

/// Words from which a line is running text, with a stop or without.
const LONG: usize = 25;
/// Lines from the first one of running text on among which one may say who wrote the report.
const LATE: usize = 6;
/// Lines at the end of a text that may say who wrote it.
const CREDITS: usize = 6;

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// The latest month that the opening of a text without a date names, as EDTF: what its years are counted from.
    pub told: Option<String>,
}

/// Paragraphs of running text in which a text without a date may tell its time.
const OPENING: usize = 3;
/// Words of the label of a turn at most.
const LABEL: usize = 6;

/// Reads the head: metadata, and the zone of every paragraph.
#[must_use]
pub fn read(text: &str, paragraphs: &[Range<usize>], packs: &Packs) -> (Metadata, Vec<Zone>) {
    let lines: Vec<&str> = paragraphs.iter().map(|p| text[p.clone()].trim()).collect();
    let mut zones = vec![Zone::Body; lines.len()];
    let mut out = Metadata::default();
    let body = opening(&lines, packs).min(10);
    let mut names: Vec<usize> = Vec::new();
    for (i, line) in lines[..body].iter().enumerate() {
        if let Some(url) = address(line) {
            out.url.get_or_insert(url);
            zones[i] = Zone::Heading;
        } else if let Some(author) = byline::at_head(&lines, body, i, packs) {
            out.author.get_or_insert(author);
            out.published = out.published.or_else(|| date_in(line, packs));
            zones[i] = Zone::Byline;
        } else if let Some(day) = dated_line(line, packs) {
            out.published.get_or_insert(day);
            zones[i] = Zone::Heading;
        } else if kicker(line) {
            zones[i] = Zone::Heading;
        } else {
            names.push(i);
        }
    }
    headline(&lines, &names, &mut zones, &mut out);
    signed_late(&lines, body, &mut zones, &mut out);
    credits(&lines, body, &mut zones, &mut out);
    if let Some(first) = lines.get(body) {
        out.published = out.published.or_else(|| opening_dateline(first, packs));
    }
    out.published = out.published.or_else(|| lines[..body].iter().find_map(|l| months(l, packs).next().map(edtf)));
    let opening = lines[body..].iter().take(OPENING);
    out.told = opening.flat_map(|l| months(l, packs)).max().map(edtf);
    (out, zones)
}

fn edtf((year, month): (u32, u8)) -> String {
    format!("{year:04}-{month:02}")
}

/// Every month with its year that a line names ("October 2025").
fn months<'l>(line: &'l str, packs: &'l Packs) -> impl Iterator<Item = (u32, u8)> + 'l {
    let words: Vec<&str> =
        line.split([' ', ',', '(', ')', '|', '.', ';', ':', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let named =
        |pair: &[&str]| Some((number(pair[1]).filter(|y| (1900..2100).contains(y))?, month_word(pair[0], packs)?));
    words.windows(2).filter_map(named).collect::<Vec<_>>().into_iter()
}

/// The first line of running text. A headline may be a question or end with a stop: a line that names the author comes
/// behind it, which no running text does.
fn opening(lines: &[&str], packs: &Packs) -> usize {
    let first = (0..lines.len()).find(|i| prose(lines[*i]) || turn(lines, *i)).unwrap_or(0);
    let short = |l: &&str| l.split_whitespace().count() < LONG;
    let signs = |i: &usize| byline(lines[*i]).is_some() || byline::with_job(lines, *i, packs).is_some();
    let signed = (first + 1..lines.len().min(first + 4)).find(signs);
    let job = |by: usize| byline::with_job(lines, by, packs).is_some() && !lines[first].ends_with('.');
    match signed.filter(|by| lines[first..*by].iter().all(short) || job(*by)) {
        Some(by) => (by..lines.len()).find(|i| prose(lines[*i])).unwrap_or(first),
        None => first,
    }
}

/// "By Ana Silva" as a line of its own below a correction or a standfirst of whole sentences.
fn signed_late(lines: &[&str], body: usize, zones: &mut [Zone], out: &mut Metadata) {
    let line = (body + 1..lines.len().min(body + LATE)).find(|i| byline::alone(lines[*i]).is_some());
    if let Some(i) = line.filter(|_| out.author.is_none()) {
        out.author = byline::alone(lines[i]);
        zones[i] = Zone::Byline;
    }
}

/// Lines at the end that say whose work it is: "Words: Ana Silva", "(Reporting by Ana Silva; editing by …)", "The
/// digest is compiled by Ana Silva".
fn credits(lines: &[&str], body: usize, zones: &mut [Zone], out: &mut Metadata) {
    for i in lines.len().saturating_sub(CREDITS).max(body + 1)..lines.len() {
        if let Some(author) = byline::at_end(lines[i]) {
            out.author.get_or_insert(author);
            zones[i] = Zone::Byline;
        }
    }
}

/// Of the lines left, the longest is the headline; a short one of capitalised words beside it is
/// the outlet.
fn headline(lines: &[&str], names: &[usize], zones: &mut [Zone], out: &mut Metadata) {
    let words = |i: &usize| lines[*i].split_whitespace().count();
    let Some(&title) = names.iter().max_by_key(|i| (words(i), std::cmp::Reverse(**i))) else { return };
    let outlet = names.iter().find(|i| **i != title && capitalised(lines[**i]) && words(i) <= 6);
    if words(&title) < 3 && outlet.is_none() {
        return;
    }
    zones[title] = Zone::Headline;
    out.title = Some(lines[title].to_string());
    if let Some(&outlet) = outlet {
        zones[outlet] = Zone::Heading;
        out.publisher = Some(lines[outlet].to_string());
    }
    for &i in names.iter().filter(|i| **i != title && Some(*i) != outlet) {
        // A standfirst has no claims of its own either, unless it is a sentence.
        if !lines[i].ends_with('.') {
            zones[i] = Zone::Headline;
        }
    }
}

/// "Ana Silva (Lisbon): I beg to move,": the first of several lines that begin with who speaks.
fn turn(lines: &[&str], at: usize) -> bool {
    let label = |line: &str| {
        let (label, said) = line.split_once(": ")?;
        let name = label.split('(').next().unwrap_or("").trim();
        let named = (1..=LABEL).contains(&name.split_whitespace().count()) && capitalised(name);
        (named && !said.trim().is_empty()).then(|| name.to_lowercase())
    };
    let own = label(lines[at]);
    own.is_some() && lines[at + 1..].iter().any(|l| label(l) == own)
}

/// Running text: a sentence with its stop, or a long line.
fn prose(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let stop = line.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', '…']);
    // "She left in May. She recounted the following:" leads to what she says.
    let leads = line.ends_with(':') && line.contains(". ");
    words >= LONG || (words >= 7 && (stop || leads) && byline(line).is_none())
}

fn address(line: &str) -> Option<String> {
    let web = line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www.");
    (web && !line.contains(' ')).then(|| line.to_string())
}

/// "Kathmandu, 6 October 2025", "Published 3 May 2024", "May 3, 2024 14:05": a short line that is
/// a date with at most a place and a few words around it.
fn dated_line(line: &str, packs: &Packs) -> Option<String> {
    (line.split_whitespace().count() <= 9).then(|| date_in(line, packs)).flatten()
}

/// "NAIROBI, May 3, 2024 (Agency) -", "(6 October 2025)" at the start of the running text.
fn opening_dateline(line: &str, packs: &Packs) -> Option<String> {
    // "LIMA, May 3: …" opens with its day as well; a name before a colon has none.
    let colon = || line.find(": ").filter(|at| *at < 60).map(|at| &line[..at]);
    let head = dateline::split(line, packs).map(|(head, _)| head).or_else(colon)?;
    let place = head.split([',', '(']).next().unwrap_or("");
    let capitals = !place.is_empty() && !place.chars().any(char::is_lowercase);
    let split = || dateline::split(line, packs).is_some();
    (capitals || split()).then(|| date_in(head, packs)).flatten()
}

/// A full date in a line: day, month and year in any usual order, or ISO.
fn date_in(line: &str, packs: &Packs) -> Option<String> {
    let words: Vec<&str> = line.split([' ', ',', '(', ')', '|', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    if let Some(day) = words.iter().find_map(|w| Day::parse(w.get(..10).unwrap_or(w))) {
        return Some(format!("{:04}-{:02}-{:02}", day.year, day.month, day.day));
    }
    let at = words.iter().position(|w| month_word(w, packs).is_some())?;
    let m = month_word(words[at], packs)?;
    let before = at.checked_sub(1).and_then(|i| number(words[i])).filter(|d| (1..=31).contains(d));
    let after = words.get(at + 1).and_then(|w| number(w));
    let (day, year) = match (before, after) {
        (Some(d), Some(y)) if y > 1900 => (d, y),
        (_, Some(d)) if d <= 31 => (d, words.get(at + 2).and_then(|w| number(w)).filter(|y| *y > 1900)?),
        _ => return None,
    };
    (year < 2100).then(|| format!("{year:04}-{m:02}-{day:02}"))
}

/// A short line with a month beside a number: "Lima, May 2024", "Brussels, 11 October".
fn month(line: &str, packs: &Packs) -> bool {
    let words: Vec<&str> = line.split([' ', ',', '(', ')', '|']).filter(|w| !w.is_empty()).collect();
    let dated = |w: &[&str]| {
        month_word(w[0], packs).is_some() && number(w[1]).is_some()
            || number(w[0]).is_some() && month_word(w[1], packs).is_some()
    };
    words.len() <= 9 && words.windows(2).any(dated)
}

fn month_word(word: &str, packs: &Packs) -> Option<u8> {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    packs.time.months.get(&packs.vocabulary.get(&word.to_lowercase())).copied().filter(|_| capital)
}

/// A number, also one with an ending ("3rd").
fn number(word: &str) -> Option<u32> {
    word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.').parse().ok()
}

/// "INTERVIEW", "WORLD NEWS": capitals only, a few words.
fn kicker(line: &str) -> bool {
    line.split_whitespace().count() <= 4
        && line.chars().any(char::is_alphabetic)
        && !line.chars().any(char::is_lowercase)
}

fn capitalised(line: &str) -> bool {
    let small = ["of", "the", "for", "and", "in", "on", "de", "la"];
    line.split_whitespace()
        .all(|w| small.contains(&w) || w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()))
        && !line.ends_with(['.', '!', '?', '"', '”'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> (Metadata, Vec<Zone>) {
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            paragraphs.push(at..at + line.len());
            at += line.len() + 1;
        }
        read(text, &paragraphs, casebook_packs::bundled())
    }

    #[test]
    fn a_release_a_feature_and_a_bare_text() {
        let (m, z) = head(
            "Oman: Sailors stranded for a year\nHarbour Rights Desk\nMuscat, 3 March 2024\nhttps://harbour.example/1\n\
             Eleven sailors have been stranded on a tanker off Oman since last spring, the desk said.",
        );
        assert_eq!(m.title.as_deref(), Some("Oman: Sailors stranded for a year"));
        assert_eq!(m.publisher.as_deref(), Some("Harbour Rights Desk"));
        assert_eq!(m.published.as_deref(), Some("2024-03-03"));
        assert_eq!(m.url.as_deref(), Some("https://harbour.example/1"));
        assert_eq!(z, [Zone::Headline, Zone::Heading, Zone::Heading, Zone::Heading, Zone::Body]);

        let (m, z) =
            head("\"They took my name\"\nBy Ana de Sousa\nHe had been told to wait at the gate until the bus came.");
        assert_eq!(m.author.as_deref(), Some("Ana de Sousa"));
        assert_eq!(z[1], Zone::Byline);
        assert_eq!(m.published, None);

        let (m, z) = head("He was arrested in May at the border by two officers.\nHe said so.");
        assert_eq!(m, Metadata::default());
        assert_eq!(z, [Zone::Body, Zone::Body]);

        let (m, _) = head("NAIROBI, May 3, 2024 (Agency) - Eleven men were brought home on Friday, the ministry said.");
        assert_eq!(m.published.as_deref(), Some("2024-05-03"));
    }
}
