//! Days and months of the calendar: "3 July 2025", "July 3", "Thursday, 3 July", "in March", "03/07/2025".
//! A missing year comes from the date named before, or from the anchor and the tense of the clause.

use casebook_model::Upos;

use super::tense::Outlook;
use super::{Day, Found, Known, Point, Scan, edtf};

impl Scan<'_, '_> {
    /// Any date with a month in words.
    pub fn calendar(&self, at: usize) -> Option<Point> {
        self.with_weekday(at).or_else(|| self.day_month(at, None)).or_else(|| self.month_day(at, None))
    }

    /// The month whose name stands at `at`.
    pub fn month(&self, at: usize) -> Option<u8> {
        let word = self.doc.words.get(at).filter(|_| at < self.end)?;
        // "may" and "march" are months only with a capital.
        self.doc.packs.time.months.get(&word.form).copied().filter(|_| self.doc.capital(at))
    }

    /// "3", "3rd", "third": a day of a month.
    pub fn day(&self, at: usize) -> Option<u8> {
        let form = self.form(at);
        let digits = form.len() <= 2 && form.bytes().all(|b| b.is_ascii_digit());
        let day = form.parse().ok().filter(|_| digits).or_else(|| self.ordinal(at));
        day.filter(|d| (1..=31).contains(d))
    }

    /// "3 July 2025", "the 3rd of July", "18 September".
    fn day_month(&self, at: usize, weekday: Option<u8>) -> Option<Point> {
        let day = self.day(at)?;
        let of = usize::from(self.is(at + 1, self.doc.packs.grammar.of));
        if of == 0 && self.doc.packs.time.ordinals.contains_key(&self.doc.words[at].form) {
            return None;
        }
        let month = self.month(at + 1 + of)?;
        self.complete(at, at + 2 + of, month, day, weekday)
    }

    /// "July 3, 2025", "July the 3rd".
    fn month_day(&self, at: usize, weekday: Option<u8>) -> Option<Point> {
        let month = self.month(at)?;
        let the = usize::from(self.is(at + 1, self.doc.packs.grammar.the));
        let day = self.day(at + 1 + the)?;
        // "May 12 percent", "March 3,000": the number belongs to what follows.
        let next = self.doc.words.get(at + 2 + the).filter(|_| at + 2 + the < self.end);
        let measured = next.is_some_and(|w| {
            self.doc.packs.time.measures.contains(&w.form) || self.doc.packs.time.units.contains_key(&w.form)
        });
        if measured || (the == 1 && self.ordinal(at + 2).is_none()) || (!self.month_stands(at) && self.verbal(at)) {
            return None;
        }
        self.complete(at, at + 2 + the, month, day, weekday)
    }

    /// With the year that follows or is meant.
    fn complete(&self, at: usize, end: usize, month: u8, day: u8, weekday: Option<u8>) -> Option<Point> {
        let comma = usize::from(self.form(end) == "," || self.is(end, self.doc.packs.grammar.of));
        let value = |year: Option<i32>| year.map_or(String::new(), |year| Day { year, month, day }.edtf());
        let exists = |year: i32| Day { year, month, day }.exists();
        if let Some((end, year)) = self.year_phrase(end + comma).filter(|(e, _)| comma == 0 || self.closed_year(*e)) {
            let value = if year.is_some_and(|y| !exists(y)) { String::new() } else { value(year) };
            return Some(Point::explicit(end, value));
        }
        let year = weekday.and_then(|w| self.year_with(month, day, w)).or_else(|| self.year_of(at, month, Some(day)));
        let edtf = value(year.filter(|y| exists(*y)));
        Some(Point { end, edtf, explicit: self.reference(at).is_some(), yearless: Some((month, Some(day))) })
    }

    /// After "May 3, 2014" no noun that the number counts.
    fn closed_year(&self, end: usize) -> bool {
        let next = self.doc.words.get(end).filter(|_| end < self.end);
        !next.is_some_and(|w| {
            w.upos == Upos::Noun && w.form != w.lemma && self.year(end - 1).is_some() && !self.doc.spaced(end)
        })
    }

    /// "Thursday, 3 July 2025", "Thursday July 3".
    fn with_weekday(&self, at: usize) -> Option<Point> {
        let weekday = self.weekday_name(at)?;
        let comma = usize::from(self.form(at + 1) == ",");
        let on = usize::from(self.is(at + 1 + comma, self.doc.packs.grammar.the));
        let t = at + 1 + comma + on;
        self.day_month(t, Some(weekday)).or_else(|| self.month_day(t, Some(weekday)))
    }

    /// "December 2024", "in March".
    pub fn month_alone(&self, at: usize) -> Option<Point> {
        let month = self.month(at)?;
        let g = &self.doc.packs.grammar;
        let skip = usize::from(self.form(at + 1) == "," || self.is(at + 1, g.of) || self.is(at + 1, g.in_));
        let value = |year: Option<i32>| year.map_or(String::new(), |y| edtf::month(y, month, 0));
        if let Some((end, year)) = self.year_phrase(at + 1 + skip) {
            return Some(Point::explicit(end, value(year)));
        }
        if !self.month_stands(at) {
            return None;
        }
        let year = self.year_of(at, month, None);
        Some(Point {
            end: at + 1,
            edtf: value(year),
            explicit: self.reference(at).is_some(),
            yearless: Some((month, None)),
        })
    }

    /// "last March", "next June", "this May".
    pub fn led_month(&self, at: usize) -> Found {
        let g = &self.doc.packs.grammar;
        let month = self.month(at + 1)?;
        let value =
            |year: fn(Day, u8) -> i32| self.anchor.map_or(String::new(), |a| edtf::month(year(a, month), month, 0));
        let value = if self.is(at, g.last) {
            value(|a, m| a.year - i32::from(m >= a.month))
        } else if self.is(at, g.next) {
            value(|a, m| a.year + i32::from(m <= a.month))
        } else if self.is(at, g.this) {
            value(|a, _| a.year)
        } else {
            return None;
        };
        Some((at + 2, value))
    }

    /// Is a month name without day and year surely the month? Names that are other words need a word
    /// of time in front, and no name behind ("May said", "in April Jones's flat").
    fn month_stands(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        if !self.doc.packs.time.ambiguous_months.contains(&self.doc.words[at].form) {
            return !(self.name_behind(at) && self.led(at).is_none());
        }
        // "In March Peru withdrew": the name is another part of the sentence.
        let joined = |(a, b): (usize, usize)| self.doc.words[a].head == Some(b);
        let apart =
            |w: casebook_packs::WordId| self.before(at, w) && ![(at, at + 1), (at + 1, at)].into_iter().any(joined);
        let name = self.name_behind(at) && !apart(g.in_) && !apart(g.since);
        let series = at > 1
            && self.inside(at - 2)
            && [g.and, g.or].iter().any(|w| self.before(at, *w))
            && self.month(at - 2).is_some();
        // "that June", not "said that June Hall left".
        let closed = || matches!(self.form(at + 1), "." | ";" | "");
        let told = self.before(at, g.that) && (self.doc.words[at - 1].head == Some(at) || closed());
        (self.led(at).is_some() || series || told) && !name
    }

    /// Does a word that is written as a name follow?
    pub fn name_behind(&self, at: usize) -> bool {
        self.doc.capital_at(at + 1, self.end) && self.doc.words[at + 1].upos == Upos::Propn
    }

    /// The word of time before a month.
    fn led(&self, at: usize) -> Option<casebook_packs::WordId> {
        let g = &self.doc.packs.grammar;
        [
            g.in_, g.since, g.until, g.till, g.by, g.of, g.from, g.to, g.during, g.through, g.before, g.after,
            g.between, g.last, g.this, g.next, g.early, g.mid, g.late, g.for_, g.around, g.about,
        ]
        .into_iter()
        .find(|w| self.before(at, *w))
    }

    /// "May 2 go" is no English; "March 3 kilometres" is: tagged as a verb or auxiliary.
    fn verbal(&self, at: usize) -> bool {
        matches!(self.doc.words[at].upos, Upos::Verb | Upos::Aux)
    }

    /// The year of a month or day without one.
    pub fn year_of(&self, at: usize, month: u8, day: Option<u8>) -> Option<i32> {
        let ordinal = |y: i32, m: u8, d: u8| i64::from(y) * 372 + i64::from(m) * 31 + i64::from(d);
        let nearest = |to: Day, allowed: &dyn Fn(i32) -> bool| {
            let d = day.unwrap_or(to.day);
            let distance = |y: &i32| {
                let by = ordinal(*y, month, d) - ordinal(to.year, to.month, to.day);
                // Of two equally far the later one.
                (by.abs(), by < 0)
            };
            [to.year - 1, to.year, to.year + 1].into_iter().filter(|y| allowed(*y)).min_by_key(distance)
        };
        let outlook = self.outlook(at);
        let past = |y: i32, a: Day| (y, month, day.unwrap_or(1)) <= (a.year, a.month, a.day);
        if let Some(reference) = self.reference(at) {
            // A text that is only known to be no older than the months it names may well be younger.
            let told = self.anchor.filter(|_| self.known > Known::Around);
            let known = |y: i32| told.is_none_or(|a| outlook != Outlook::Past || past(y, a));
            if let Some(year) = nearest(reference, &known) {
                return Some(year);
            }
        }
        let a = self.anchor?;
        // A day close by is meant whatever the tense: "the hearing was set for 20 May", on the 15th.
        let close = |y: &i32| day.is_some_and(|day| (Day { year: *y, month, day }.number() - a.number()).abs() <= 21);
        if let Some(year) = (a.year - 1..=a.year + 1).find(close) {
            return Some(year);
        }
        match outlook {
            Outlook::Past => Some(a.year - i32::from(!past(a.year, a))),
            Outlook::Future => Some(a.year + i32::from((month, day.unwrap_or(31)) < (a.month, a.day))),
            Outlook::Open => nearest(a, &|_| true),
        }
    }

    /// The year around the anchor in which the day is this weekday.
    fn year_with(&self, month: u8, day: u8, weekday: u8) -> Option<i32> {
        let a = self.anchor?;
        let fits = |y: &i32| {
            let d = Day { year: *y, month, day };
            d.exists() && d.weekday() == weekday
        };
        let distance = |y: &i32| (Day { year: *y, month, day }.number() - a.number()).abs();
        (a.year - 1..=a.year + 1).filter(fits).min_by_key(distance)
    }

    /// The name of a day of the week.
    pub fn weekday_name(&self, at: usize) -> Option<u8> {
        let word = self.doc.words.get(at).filter(|_| at < self.end && self.doc.capital(at))?;
        self.doc.packs.time.weekdays.get(&word.form).copied()
    }

    /// "2024-05-03", "03/05/2024", "3.5.2024", "2014/15".
    pub fn digits(&self, at: usize) -> Option<Point> {
        let form = self.form(at);
        if !form.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let years = |d: &Day| (1000..=2100).contains(&d.year);
        if let Some(day) = Day::parse(form).filter(|_| form.len() == 10).filter(years) {
            return Some(Point::explicit(at + 1, day.edtf()));
        }
        let dashed =
            self.form(at + 1) == "-" && self.form(at + 3) == "-" && !self.doc.spaced(at) && self.year(at).is_some();
        let joined = || format!("{}-{}-{}", form, self.form(at + 2), self.form(at + 4));
        if let Some(day) = dashed.then(joined).and_then(|d| Day::parse(&d)) {
            return Some(Point::explicit(at + 5, day.edtf()));
        }
        if form.contains('/') {
            return slashed(form).map(|v| Point::explicit(at + 1, v));
        }
        dotted(form).map(|v| Point::explicit(at + 1, v))
    }
}

/// "03/05/2024": day and month where only one order is possible, else the year alone is known.
fn slashed(form: &str) -> Option<String> {
    let parts: Vec<&str> = form.split('/').collect();
    let number = |s: &str| s.parse::<u8>().ok().filter(|_| s.len() <= 2);
    let year = |s: &str| s.parse::<i32>().ok().filter(|y| s.len() == 4 && (1000..=2100).contains(y));
    match parts[..] {
        [y, short] if y.len() == 4 => {
            let first = year(y)?;
            let second = short
                .parse::<i32>()
                .ok()
                .filter(|s| *s == if short.len() == 2 { (first + 1) % 100 } else { first + 1 });
            second.map(|_| format!("{first:04}/{:04}", first + 1))
        }
        [y, m, d] if y.len() == 4 => {
            Some(Day { year: year(y)?, month: number(m)?, day: number(d)? }).filter(|d| d.exists()).map(Day::edtf)
        }
        [a, b, y] if y.len() == 4 => {
            let (a, b, year) = (number(a)?, number(b)?, year(y)?);
            let day_first = Day { year, month: b, day: a };
            let month_first = Day { year, month: a, day: b };
            match (day_first.exists(), month_first.exists()) {
                (true, true) if a != b => Some(format!("{year:04}-XX-XX")),
                (true, _) => Some(day_first.edtf()),
                (_, true) => Some(month_first.edtf()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// "3.5.2024": dots are used with the day first.
fn dotted(form: &str) -> Option<String> {
    let parts: Vec<&str> = form.split('.').collect();
    let [d, m, y] = parts[..] else { return None };
    let year = y.parse().ok().filter(|year| y.len() == 4 && (1000..=2100).contains(year))?;
    let day = Day { year, month: m.parse().ok()?, day: d.parse().ok()? };
    (day.exists() && d.len() <= 2 && m.len() <= 2).then(|| day.edtf())
}
