//! Dates and periods to EDTF, with the day of publication as anchor. What the text and its own
//! date do not fix stays without a value.

use casebook_packs::Kind;

use super::{Annotations, Label};
use crate::doc::Doc;

/// A day, for the anchor: year, month 1–12, day 1–31.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Day {
    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        let day = Day { year: y.parse().ok()?, month: m.parse().ok()?, day: d.get(..2)?.parse().ok()? };
        ((1..=12).contains(&day.month) && (1..=31).contains(&day.day)).then_some(day)
    }

    /// Days since 1970-01-01 (proleptic Gregorian). Source: Hinnant, days_from_civil.
    fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i64::from(self.month);
        let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    fn from_number(z: i64) -> Day {
        let z = z + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Day {
            year: i32::try_from(year).unwrap_or(0),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(doy - (153 * mp + 2) / 5 + 1).unwrap_or(1),
        }
    }

    fn minus_days(self, days: i64) -> Day {
        Day::from_number(self.number() - days)
    }

    /// Monday is 1.
    fn weekday(self) -> u8 {
        u8::try_from((self.number() + 3).rem_euclid(7) + 1).unwrap_or(1)
    }

    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn edtf(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

pub fn annotate(doc: &Doc<'_>, anchor: Option<Day>, out: &mut Annotations) {
    let mut at = 0;
    while at < doc.words.len() {
        let scan = Scan { doc, out, anchor, end: doc.sentence(at).tokens.end };
        match scan.range(at).or_else(|| scan.point(at)) {
            Some((end, value)) => {
                out.push(at..end, Label::Date, value);
                at = end;
            }
            None => at += 1,
        }
    }
}

struct Scan<'a, 'd> {
    doc: &'a Doc<'d>,
    out: &'a Annotations,
    anchor: Option<Day>,
    end: usize,
}

type Found = Option<(usize, String)>;

impl Scan<'_, '_> {
    fn form(&self, at: usize) -> &str {
        if at < self.end { self.doc.form(at) } else { "" }
    }

    fn is(&self, at: usize, word: casebook_packs::WordId) -> bool {
        at < self.end && self.doc.words[at].form == word
    }

    /// "between June and September", "from 2014 to 2016", "2014-2016": an interval.
    fn range(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        if self.is(at, g.between) || self.is(at, g.from) {
            let closing = if self.is(at, g.between) { g.and } else { g.to };
            let (mid, first) = self.point(at + 1)?;
            let until = self.is(mid, closing) || (closing == g.to && (self.is(mid, g.until) || self.is(mid, g.till)));
            let (end, second) = self.point(mid + 1).filter(|_| until)?;
            let value = if first.is_empty() || second.is_empty() { String::new() } else { format!("{first}/{second}") };
            return Some((end, value));
        }
        let first = self.year(at)?;
        let dash = matches!(self.form(at + 1), "-" | "–") && !self.doc.spaced(at);
        let second = self.year(at + 2).filter(|_| dash)?;
        Some((at + 3, format!("{first}/{second}")))
    }

    fn point(&self, at: usize) -> Found {
        if at >= self.end {
            return None;
        }
        self.named(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.part_of_year(at))
            .or_else(|| self.season(at))
            .or_else(|| self.iso(at))
            .or_else(|| self.bare_year(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.weekday(at))
    }

    /// A period of the packs ("the pandemic").
    fn named(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let start = at + usize::from(self.is(at, g.the));
        let longest = self
            .doc
            .packs
            .time
            .periods
            .iter()
            .filter(|p| p.words.iter().enumerate().all(|(i, w)| self.is(start + i, *w)));
        let period = longest.max_by_key(|p| p.words.len())?;
        Some((start + period.words.len(), period.edtf.clone()))
    }

    fn month(&self, at: usize) -> Option<u8> {
        let word = self.doc.words.get(at).filter(|_| at < self.end)?;
        // "may" and "march" are months only with a capital.
        self.doc.packs.time.months.get(&word.form).copied().filter(|_| self.doc.capital(at))
    }

    fn day(&self, at: usize) -> Option<u8> {
        let form = self.form(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &self.form(at)[form.len()..];
        let ordinal = matches!(suffix, "" | "st" | "nd" | "rd" | "th");
        form.parse().ok().filter(|d| (1..=31).contains(d) && ordinal)
    }

    fn year(&self, at: usize) -> Option<i32> {
        let form = self.form(at);
        let digits = form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit());
        form.parse().ok().filter(|y| digits && (1900..=2100).contains(y))
    }

    /// "3 July 2025", "18 September", "15 August".
    fn day_month(&self, at: usize) -> Found {
        let (day, month) = (self.day(at)?, self.month(at + 1)?);
        let comma = usize::from(self.form(at + 2) == "," && self.year(at + 3).is_some());
        match self.year(at + 2 + comma) {
            Some(y) => Some((at + 3 + comma, format!("{y:04}-{month:02}-{day:02}"))),
            None => Some((at + 2, self.latest(month, Some(day)))),
        }
    }

    /// "July 3, 2025", "December 2024", "in March".
    fn month_day(&self, at: usize) -> Found {
        let month = self.month(at)?;
        if let Some(day) = self.day(at + 1).filter(|_| self.year(at + 1).is_none()) {
            let comma = usize::from(self.form(at + 2) == ",");
            return match self.year(at + 2 + comma) {
                Some(y) => Some((at + 3 + comma, format!("{y:04}-{month:02}-{day:02}"))),
                None => Some((at + 2, self.latest(month, Some(day)))),
            };
        }
        let skip = usize::from(self.form(at + 1) == "," || self.is(at + 1, self.doc.packs.grammar.of));
        match self.year(at + 1 + skip) {
            Some(y) => Some((at + 2 + skip, format!("{y:04}-{month:02}"))),
            None => {
                // "May" alone may be a name or a verb form at the start of a sentence.
                let sure = self.doc.form(at) != "May"
                    || (at > 0 && self.doc.words[at].sentence == self.doc.words[at - 1].sentence);
                sure.then(|| (at + 1, self.latest(month, None)))
            }
        }
    }

    /// A month without its year: the last one that is not after the anchor.
    fn latest(&self, month: u8, day: Option<u8>) -> String {
        let Some(anchor) = self.anchor else { return String::new() };
        let later = (month, day.unwrap_or(1)) > (anchor.month, anchor.day) && (month > anchor.month || day.is_some());
        let year = anchor.year - i32::from(later);
        match day {
            Some(d) => format!("{year:04}-{month:02}-{d:02}"),
            None => format!("{year:04}-{month:02}"),
        }
    }

    /// "early 2023", "late last year", "mid-2024", "the end of 2021".
    fn part_of_year(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let months = if self.is(at, g.early) {
            ("01", "04")
        } else if self.is(at, g.mid) {
            ("05", "08")
        } else if self.is(at, g.late) {
            ("09", "12")
        } else {
            return None;
        };
        let skip = usize::from(self.form(at + 1) == "-") + usize::from(self.is(at + 1, g.in_));
        let (year, end) = match self.year(at + 1 + skip) {
            Some(y) => (y, at + 2 + skip),
            None if self.is(at + 1, g.last) && self.is(at + 2, g.year) => {
                (self.anchor.map(|a| a.year - 1).unwrap_or(0), at + 3)
            }
            None => return None,
        };
        let value = if year == 0 { String::new() } else { format!("{year:04}-{}/{year:04}-{}~", months.0, months.1) };
        Some((end, value))
    }

    /// "spring 2024", "last spring" (resolved by the anchor), "the summer of 2022".
    fn season(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let last = self.is(at, g.last) || self.is(at, g.this);
        let s = at + usize::from(last);
        let word = self.doc.words.get(s).filter(|_| s < self.end)?;
        let code = self.doc.packs.time.seasons.get(&word.form)?;
        let skip = usize::from(self.is(s + 1, g.of));
        match self.year(s + 1 + skip) {
            Some(y) => Some((s + 2 + skip, format!("{y:04}-{code}"))),
            None if last => {
                // A season's months end in May, August, November, February.
                let value = self.anchor.map_or(String::new(), |a| {
                    let year = a.year - i32::from(a.month < (*code - 20) * 3);
                    format!("{year:04}-{code}~")
                });
                Some((s + 1, value))
            }
            None => None,
        }
    }

    fn iso(&self, at: usize) -> Found {
        let day = Day::parse(self.form(at));
        let split = || {
            let dashes = self.form(at + 1) == "-" && self.form(at + 3) == "-" && !self.doc.spaced(at);
            let joined = format!("{}-{}-{}", self.form(at), self.form(at + 2), self.form(at + 4));
            Day::parse(&joined).filter(|_| dashes && self.year(at).is_some())
        };
        match day {
            Some(d) => Some((at + 1, d.edtf())),
            None => split().map(|d| (at + 5, d.edtf())),
        }
    }

    /// Four digits that stand as a year: not before a unit, a currency or a noun they count.
    fn bare_year(&self, at: usize) -> Found {
        let year = self.year(at)?;
        let before = at > 0 && self.doc.words[at - 1].sentence == self.doc.words[at].sentence;
        let g = &self.doc.packs.grammar;
        let led = [
            g.in_, g.since, g.until, g.till, g.by, g.from, g.to, g.of, g.during, g.before, g.after, g.around, g.and,
            g.early, g.late,
        ];
        let led = before && led.contains(&self.doc.words[at - 1].form);
        let closed = matches!(self.form(at + 1), "" | "," | "." | ")" | ";" | "(" | ":" | "-" | "–");
        let bracketed = before && matches!(self.form(at - 1), "(" | ",") && closed;
        let counts = self.out.lexicon(at + 1, Kind::Currency).is_some()
            || self.out.lexicon(at + 1, Kind::Human).is_some()
            || self.out.lexicon(at + 1, Kind::Occupation).is_some()
            || self.doc.words.get(at + 1).is_some_and(|w| self.doc.packs.time.units.contains_key(&w.form));
        ((led || bracketed) && !counts).then(|| (at + 1, format!("{year:04}")))
    }

    /// "the 1990s".
    fn decade(&self, at: usize) -> Found {
        let digits = self.form(at).strip_suffix('s')?;
        let year: i32 = digits.parse().ok().filter(|y| (1900..=2090).contains(y) && y % 10 == 0)?;
        Some((at + 1, format!("{:03}X", year / 10)))
    }

    /// "last month", "two weeks ago", "yesterday", "this year".
    fn relative(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        if self.is(at, g.today) || self.is(at, g.yesterday) {
            let back = i64::from(self.is(at, g.yesterday));
            return Some((at + 1, self.anchor.map_or(String::new(), |a| a.minus_days(back).edtf())));
        }
        let last = self.is(at, g.last);
        if last || self.is(at, g.this) || self.is(at, g.next) {
            let unit = self.doc.words.get(at + 1).filter(|_| at + 1 < self.end)?;
            let unit = *self.doc.packs.time.units.get(&unit.form)?;
            let back = if last {
                1
            } else if self.is(at, g.next) {
                -1
            } else {
                0
            };
            return Some((at + 2, self.back(back, unit)));
        }
        let span = self.out.starting(at).find(|a| a.label == Label::Duration)?;
        if !(self.is(span.tokens.end, g.ago) || (self.is(span.tokens.end, g.earlier) && self.anchor.is_none())) {
            return None;
        }
        let amount: i64 = span.value.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
        let unit = span.value.chars().last()?;
        Some((span.tokens.end + 1, self.back(amount, unit)))
    }

    /// The unit of time that lies `amount` units before the anchor, at the unit's own precision.
    fn back(&self, amount: i64, unit: char) -> String {
        let Some(a) = self.anchor else { return String::new() };
        match unit {
            'Y' => format!("{:04}", i64::from(a.year) - amount),
            'M' => {
                let months = i64::from(a.year) * 12 + i64::from(a.month) - 1 - amount;
                format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
            }
            'W' => {
                // A week as the interval of its days, approximate.
                let start = a.minus_days(amount * 7 + i64::from(a.weekday()) - 1);
                format!("{}~/{}~", start.edtf(), start.minus_days(-6).edtf())
            }
            'D' => a.minus_days(amount).edtf(),
            _ => String::new(),
        }
    }

    /// "on Friday": the last one not after the anchor.
    fn weekday(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let last = usize::from(self.is(at, g.last));
        let word = self.doc.words.get(at + last).filter(|_| at + last < self.end && self.doc.capital(at + last))?;
        let day = *self.doc.packs.time.weekdays.get(&word.form)?;
        let value = self.anchor.map_or(String::new(), |a| {
            let back = (i64::from(a.weekday()) - i64::from(day)).rem_euclid(7);
            a.minus_days(back).edtf()
        });
        let end = at + last + 1;
        // "Friday, 3 July 2025": the full date says more.
        if self.form(end) == ","
            && let Some(full) = self.day_month(end + 1).or_else(|| self.month_day(end + 1))
        {
            return Some(full);
        }
        Some((end, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_and_come_back() {
        for text in ["1970-01-01", "2024-02-29", "2025-12-31", "1999-03-01"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(Day::from_number(day.number()).edtf(), text);
        }
        assert_eq!(Day::parse("2026-11-22").unwrap().weekday(), 7, "a Sunday");
        assert_eq!(Day::parse("2024-03-01").unwrap().minus_days(1).edtf(), "2024-02-29");
    }
}
