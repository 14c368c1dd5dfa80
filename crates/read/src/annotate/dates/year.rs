//! Years, decades, centuries, and the parts and seasons of them.

use casebook_model::Upos;
use casebook_packs::{Kind, Part};

use super::tense::Outlook;
use super::{Found, Label, Point, Scan, edtf};

/// What a part is a part of.
#[derive(Clone, Copy)]
enum Whole {
    Year(i32),
    Month(i32, u8),
    Decade(i32),
    /// Said, but not fixed by the text.
    Relative,
}

impl Scan<'_, '_> {
    /// Four digits that can be a year.
    pub fn year(&self, at: usize) -> Option<i32> {
        let form = self.form(at);
        let digits = form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit());
        form.parse().ok().filter(|y| digits && (1000..=2100).contains(y))
    }

    /// A year behind a month or season: "2024", "'24", "of 2024", "last year", "that year". The year
    /// is `None` where the anchor is unknown.
    pub fn year_phrase(&self, at: usize) -> Option<(usize, Option<i32>)> {
        let g = &self.doc.packs.grammar;
        if let Some(year) = self.year(at) {
            return Some((at + 1, Some(year)));
        }
        if let Some(short) = self.short_year(at) {
            return Some(short);
        }
        if !self.is(at + 1, g.year) && !self.is(at + 2, g.year) {
            return None;
        }
        let by = |n: i32| self.anchor.map(|a| a.year + n);
        if self.is(at, g.last) && self.is(at + 1, g.year) {
            Some((at + 2, by(-1)))
        } else if self.is(at, g.this) && self.is(at + 1, g.year) {
            Some((at + 2, by(0)))
        } else if self.is(at, g.next) && self.is(at + 1, g.year) {
            Some((at + 2, by(1)))
        } else if self.is(at, g.that) && self.is(at + 1, g.year) {
            Some((at + 2, self.said_day().map(|d| d.0.year)))
        } else if self.is(at, g.the) && self.is(at + 1, g.same) {
            Some((at + 3, self.said_day().map(|d| d.0.year)))
        } else {
            None
        }
    }

    /// "'98", "’04": of the hundred years up to the anchor's own.
    fn short_year(&self, at: usize) -> Option<(usize, Option<i32>)> {
        let (end, digits) = match self.form(at) {
            "'" | "’" | "‘" if !self.doc.spaced(at) => (at + 2, self.form(at + 1)),
            form => (at + 1, form.strip_prefix(['\'', '’', '‘'])?),
        };
        let two: i32 = digits.parse().ok().filter(|_| digits.len() == 2)?;
        let year = self.anchor.map(|a| {
            let century = a.year - a.year.rem_euclid(100);
            if two <= a.year.rem_euclid(100) { century + two } else { century - 100 + two }
        });
        Some((end, year))
    }

    /// Four digits that stand as a year: not a number of things, a measure, a sum, a code.
    pub fn bare_year(&self, at: usize) -> Option<Point> {
        let g = &self.doc.packs.grammar;
        let Some(year) = self.year(at) else {
            let led = [g.in_, g.since, g.until, g.by, g.of].iter().any(|w| self.before(at, *w));
            let (end, year) = self.short_year(at).filter(|_| led)?;
            return Some(Point::explicit(end, year.map_or(String::new(), |y| edtf::year(i64::from(y)))));
        };
        let led = [
            g.in_, g.since, g.until, g.till, g.by, g.from, g.to, g.of, g.during, g.before, g.after, g.between,
            g.through,
        ];
        let led = led.iter().any(|w| self.before(at, *w));
        let after_year = self.joined(at) && at >= 2 && self.year(at - 2).is_some();
        let recent = (1700..=2100).contains(&year);
        if (!led && !after_year && (!recent || self.coded(at))) || self.counts(at, led) {
            return None;
        }
        Some(Point::explicit(at + 1, edtf::year(i64::from(year))))
    }

    /// Does the number count or measure what follows ("1914 people", "2000 km", "$1999")?
    fn counts(&self, at: usize, led: bool) -> bool {
        let time = &self.doc.packs.time;
        let part_of = |a: &super::super::Annotation| {
            matches!(a.label, Label::Money)
                || (a.label == Label::Number && a.tokens.len() > 1)
                || a.label == Label::Duration
        };
        if self.out.covering(at).any(part_of) {
            return true;
        }
        let first = at + 1 + usize::from(self.form(at + 1) == "-");
        let Some(next) = self.doc.words.get(first).filter(|_| first < self.end) else { return false };
        let things =
            |t: usize| [Kind::Human, Kind::Occupation, Kind::Kin].iter().any(|k| self.out.lexicon(t, *k).is_some());
        // "2000 years", "a 2000-year-old tree", "the 2000 year old tree"; not "Games 2018 day one".
        let unit = time.units.contains_key(&next.form)
            && (first > at + 1 || self.form(first).ends_with('s') || self.is(first + 1, self.doc.packs.grammar.old));
        if unit || time.measures.contains(&next.form) || matches!(self.form(first), "%" | "+") {
            return true;
        }
        // "1914 people", "2000 armed men"; "the 2014 protests" is dated by its article, and so is "in 1914 people".
        let article =
            at > 0 && matches!(self.doc.words[at - 1].upos, Upos::Det | Upos::Pron | Upos::Part) && self.inside(at - 1);
        let plural = |t: usize| {
            let Some(w) = self.doc.words.get(t) else { return false };
            t < self.end && w.upos == Upos::Noun && w.form != w.lemma
        };
        let adjective = usize::from(next.upos == Upos::Adj);
        let counted = plural(first) || (adjective == 1 && plural(first + 1)) || things(first);
        let noun = adjective == 1 || next.upos == Upos::Noun;
        let recent = self.year(at).is_some_and(|y| (1900..=2100).contains(&y));
        let quantity = at > 0 && self.inside(at - 1) && self.out.at(at - 1, Label::Lexicon(Kind::Quantity)).is_some();
        !article && ((counted && (!led || quantity || things(first))) || (!recent && noun))
    }

    /// "room 1914", "AB-2019", "+44 2019": part of a name, a code, a number of many parts.
    fn coded(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        let Some(before) = at.checked_sub(1).filter(|t| self.inside(*t)) else { return false };
        let word = &self.doc.words[before];
        let tight =
            !self.doc.spaced(before) && !matches!(self.form(before), "(" | "[" | "\"" | "“" | "‘" | "'" | "—" | "–");
        let after = matches!(self.form(at + 1), "/" | "-" | "." | ":" | "x" | "×")
            && !self.doc.spaced(at)
            && self.form(at + 2).starts_with(|c: char| c.is_ascii_digit())
            && self.year(at + 2).is_none();
        let digits = self.form(before).bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        let month = self.doc.packs.time.months.contains_key(&word.form);
        let number = word.upos == Upos::Num && !month && digits && self.form(before) != ",";
        self.doc.packs.time.numbered.contains(&word.form)
            || tight
            || after
            || number
            || [g.at, g.than].contains(&word.form)
    }

    /// Is the token tied to the one before by a dash without blanks or with ("2000 - 2050")?
    fn joined(&self, at: usize) -> bool {
        at > 0 && matches!(self.form(at - 1), "-" | "–" | "—" | "/" | "to") && self.inside(at - 1)
    }

    /// "the 1990s", "the 1930's", "the '90s", "the sixties".
    pub fn decade(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let time = &self.doc.packs.time;
        let form = self.form(at);
        let full = |y: &i32| (1000..=2090).contains(y) && y % 10 == 0;
        let digits = form.strip_suffix('s').map(|d| d.trim_end_matches(['\'', '’']));
        if let Some(year) = digits.filter(|d| d.len() == 4).and_then(|d| d.parse().ok()).filter(full) {
            return Some((at + 1, edtf::decade(year)));
        }
        let article = at > 0 && self.inside(at - 1) && {
            let word = self.doc.words[at - 1].form;
            word == g.the || (time.parts.contains_key(&word) && !self.owned(at - 1)) || self.form(at - 1) == "-"
        };
        if let Some(year) = self.year(at).filter(full).filter(|_| article && matches!(self.form(at + 1), "'s" | "’s"))
        {
            return Some((at + 2, edtf::decade(year)));
        }
        let quoted = usize::from(matches!(form, "'" | "’" | "‘") && !self.doc.spaced(at));
        let digits = self.form(at + quoted).trim_start_matches(['\'', '’', '‘']);
        let short = digits.strip_suffix('s').filter(|d| d.len() == 2).and_then(|d| d.parse().ok());
        let named = self.doc.words.get(at).and_then(|w| time.decades.get(&w.form)).map(|d| i32::from(*d));
        let two: i32 = short.or(named).filter(|_| article).filter(|d| d % 10 == 0)?;
        // The twenties may be this century's or the last; so may what is yet to come.
        let value = if (30..=90).contains(&two) { edtf::decade(1900 + two) } else { String::new() };
        Some((at + 1 + quoted, value))
    }

    /// "the 20th century", "17th-century", "this century".
    pub fn century(&self, at: usize) -> Found {
        let time = &self.doc.packs.time;
        let ordinal = self.ordinal(at)?;
        let dash = usize::from(self.form(at + 1) == "-");
        let word = self.doc.words.get(at + 1 + dash).filter(|_| at + 1 + dash < self.end)?;
        let century = time.units.get(&word.form) == Some(&'C') && !self.form(at + 1 + dash).ends_with('s');
        (century && (1..=21).contains(&ordinal)).then(|| (at + 2 + dash, edtf::century((i32::from(ordinal) - 1) * 100)))
    }

    /// "20th", "third".
    pub fn ordinal(&self, at: usize) -> Option<u8> {
        let form = self.form(at);
        let digits = form.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = matches!(&form[digits.len()..], "st" | "nd" | "rd" | "th");
        let word =
            || self.doc.words.get(at).filter(|_| at < self.end).and_then(|w| self.doc.packs.time.ordinals.get(&w.form));
        digits.parse().ok().filter(|_| suffix).or_else(|| word().copied())
    }

    /// "early 2023", "late last year", "mid-2024", "the end of 2021", "late September", "the early 1990s".
    pub fn part(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        if let Some((end, value)) = self.glued_middle(at).or_else(|| self.year_end(at)) {
            return Some((end, value));
        }
        let word = self.doc.words.get(at).filter(|_| at < self.end)?;
        let part = *self.doc.packs.time.parts.get(&word.form)?;
        let mut t = at + 1;
        let of = self.is(t, g.of);
        if self.owned(at) {
            return None;
        }
        // "at the end of the year", "in early May", "early in 2016": bare nouns need their "of".
        if matches!(part, Part::End | Part::Start) && !of {
            return None;
        }
        t += usize::from(of || self.is(t, g.in_) || self.form(t) == "-");
        let (end, whole) = self.whole(t)?;
        Some((end, part_of(part, whole, self.bound(at))))
    }

    /// "in her late 20s" is an age.
    fn owned(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        [g.his, g.her, g.their, g.my, g.our].iter().any(|w| self.before(at, *w))
    }

    /// "mid-May" is one token.
    fn glued_middle(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let (mid, month) = self.form(at).split_once('-')?;
        let known = self.doc.packs.vocabulary.get(&mid.to_lowercase()) == g.mid;
        let month = self.doc.packs.vocabulary.get(&month.to_lowercase());
        let month = *self.doc.packs.time.months.get(&month).filter(|_| known)?;
        let (end, year) = self.year_phrase(at + 1).unwrap_or_else(|| (at + 1, self.year_of(at, month, None)));
        let whole = year.map_or(Whole::Relative, |y| Whole::Month(y, month));
        Some((end, part_of(Part::Middle, whole, false)))
    }

    /// "by year end", "by year-end".
    fn year_end(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let dash = usize::from(self.form(at + 1) == "-");
        let end = self.doc.words.get(at + 1 + dash).filter(|_| at + 1 + dash < self.end)?;
        let ends = self.is(at, g.year) && self.doc.packs.time.parts.get(&end.form) == Some(&Part::End);
        let value = self.anchor.map_or(String::new(), |a| format!("{:04}-12-31", a.year));
        ends.then_some((at + 2 + dash, value))
    }

    /// The year, month or decade that a part is of.
    fn whole(&self, at: usize) -> Option<(usize, Whole)> {
        let g = &self.doc.packs.grammar;
        let t = at + usize::from(self.is(at, g.the));
        if let Some((end, value)) = self.decade(t) {
            let first = value.get(..3).and_then(|d| d.parse::<i32>().ok());
            return Some((end, first.map_or(Whole::Relative, |d| Whole::Decade(d * 10))));
        }
        if let Some((end, year)) = self.year_phrase(at) {
            return Some((end, year.map_or(Whole::Relative, Whole::Year)));
        }
        if t > at && self.is(t, g.year) {
            let year = self.anchor.map(|a| a.year);
            return Some((t + 1, year.map_or(Whole::Relative, Whole::Year)));
        }
        if self.is(at + 1, g.month) && (self.is(at, g.last) || self.is(at, g.this) || self.is(at, g.next)) {
            let plus = if self.is(at, g.last) { -1 } else { i64::from(self.is(at, g.next)) };
            let month = self.anchor.and_then(|a| edtf::point(&edtf::month(a.year, a.month, plus)));
            return Some((at + 2, month.map_or(Whole::Relative, |(d, _)| Whole::Month(d.year, d.month))));
        }
        let month = self.month(at)?;
        let comma = usize::from(self.form(at + 1) == "," || self.is(at + 1, g.of));
        let (end, year) = self.year_phrase(at + 1 + comma).unwrap_or_else(|| (at + 1, self.year_of(at, month, None)));
        Some((end, year.map_or(Whole::Relative, |y| Whole::Month(y, month))))
    }

    /// Does a word before bound the time: "by the end of", "until the end of"?
    fn bound(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        let t = if self.before(at, g.the) { at - 1 } else { at };
        [g.by, g.until, g.till, g.before, g.through, g.to].iter().any(|w| self.before(t, *w))
    }

    /// "spring 2024", "last spring", "the summer of 2022", "in the winter".
    pub fn season(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let led = [g.last, g.this, g.next].into_iter().find(|w| self.is(at, *w));
        let s = at + usize::from(led.is_some());
        let word = self.doc.words.get(s).filter(|_| s < self.end)?;
        let code = *self.doc.packs.time.seasons.get(&word.form)?;
        let skip = usize::from(self.is(s + 1, g.of) || self.form(s + 1) == ",");
        if let Some((end, year)) = self.year_phrase(s + 1 + skip).filter(|_| led.is_none()) {
            // "the winter of 2019-20" begins in the first of the two.
            let second =
                matches!(self.form(end), "-" | "–" | "/") && !self.doc.spaced(end) && self.form(end + 1).len() <= 4;
            let second = second && self.form(end + 1).bytes().all(|b| b.is_ascii_digit());
            let value = year.map_or(String::new(), |y| format!("{y:04}-{code}"));
            return Some((end + 2 * usize::from(second), value));
        }
        let Some(led) = led else { return self.bare_season(s, code) };
        let value = self.anchor.map_or(String::new(), |a| {
            let month = i32::from(a.month);
            let (first, last) = (3 * (i32::from(code) - 20), 3 * (i32::from(code) - 20) + 2);
            // Winter's months are counted from its December: January is 13.
            let month = if code == 24 && month <= 2 { month + 12 } else { month };
            let year = a.year - i32::from(month > 12);
            let back = if led == g.last {
                month <= last
            } else {
                led == g.this && month < first && self.outlook(at) == Outlook::Past
            };
            let on = led == g.next && month >= first;
            format!("{:04}-{code}~", year - i32::from(back) + i32::from(on))
        });
        Some((s + 1, value))
    }

    /// "in the autumn", "since the spring" of a clause that looks back or ahead; "in the winter" of what is always so
    /// is no date.
    fn bare_season(&self, at: usize, code: u8) -> Found {
        let g = &self.doc.packs.grammar;
        let led = at.checked_sub(2).filter(|t| self.inside(*t) && self.is(at - 1, g.the));
        let led = led.is_some_and(|t| [g.in_, g.since, g.until, g.during, g.by].contains(&self.doc.words[t].form));
        let whole = self.doc.words[at].rel != "compound";
        if !led || !whole || self.outlook(at) == Outlook::Open {
            return None;
        }
        let first = 3 * (code - 20);
        Some((at + 1, self.year_of(at, first, None).map_or(String::new(), |year| format!("{year:04}-{code}~"))))
    }
}

/// EDTF of a part. Thirds, as the words are used: "early 2023" is January to April.
fn part_of(part: Part, whole: Whole, bound: bool) -> String {
    match (whole, part) {
        (Whole::Relative, _) => String::new(),
        (Whole::Year(y), Part::Early) => format!("{y:04}-01/{y:04}-04~"),
        (Whole::Year(y), Part::Middle) => format!("{y:04}-05/{y:04}-08~"),
        (Whole::Year(y), Part::Late) => format!("{y:04}-09/{y:04}-12~"),
        (Whole::Year(y), Part::Start) => format!("{y:04}-01~"),
        (Whole::Year(y), Part::End) if bound => format!("{y:04}-12-31"),
        (Whole::Year(y), Part::End) => format!("{y:04}-12~"),
        (Whole::Month(y, m), part) => {
            let last = edtf::month_end(y, m).day;
            let (a, b) = match part {
                Part::Early | Part::Start => (1, 10),
                Part::Middle => (11, 20),
                Part::End if bound => return edtf::month_end(y, m).edtf(),
                Part::Late | Part::End => (21, last),
            };
            format!("{y:04}-{m:02}-{a:02}/{y:04}-{m:02}-{b:02}~")
        }
        (Whole::Decade(y), Part::Early | Part::Start) => format!("{y:04}/{:04}~", y + 4),
        (Whole::Decade(y), Part::Middle) => format!("{:04}/{:04}~", y + 3, y + 6),
        (Whole::Decade(y), Part::Late | Part::End) => format!("{:04}/{:04}~", y + 5, y + 9),
    }
}
