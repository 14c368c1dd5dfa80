//! From one date to another: "from 2014 to 2016", "between May and July 2020", "1914–18", "June 3–5".

use super::{Day, Periods, Point, Said, Scan, edtf};

impl Scan<'_, '_> {
    /// A period between two dates that stand on their own.
    pub fn period(&self, at: usize) -> Option<Periods> {
        let g = &self.doc.packs.grammar;
        let between = self.is(at, g.between);
        let led = between || self.is(at, g.from);
        let start = at + usize::from(led) + usize::from(led && self.is(at + 1, g.the));
        let first = self.point(start)?;
        let mid = first.end;
        let dash = matches!(self.form(mid), "-" | "–" | "—");
        let to = [g.to, g.until, g.till, g.through].iter().any(|w| self.is(mid, *w));
        let joined = if between {
            self.is(mid, g.and)
        } else {
            dash || (to && (led || self.is(mid, g.to) || self.is(mid, g.through)))
        };
        if !joined {
            return None;
        }
        let next = mid + 1 + usize::from(self.is(mid + 1, g.the));
        if !between && (self.is(next, g.present) || self.is(next, g.now)) {
            let value = if first.edtf.is_empty() { String::new() } else { format!("{}/..", first_of(&first.edtf)) };
            return Some(Periods { first: (start..first.end, first), second: None, end: next + 1, edtf: value });
        }
        let said = Some(Said { edtf: first.edtf.clone(), at, explicit: first.explicit && !first.edtf.is_empty() });
        let scan = Scan { said: &said, ..*self };
        let second = scan.point(next)?;
        let first = earlier(first, &second);
        let edtf = interval(&first.edtf, &second.edtf);
        // "2000 - 2050": a dash with blanks may also part two thoughts; it joins like with like.
        if dash
            && self.doc.spaced(mid)
            && edtf::point(&first.edtf).map(|p| p.1) != edtf::point(&second.edtf).map(|p| p.1)
        {
            return None;
        }
        let start = if led { at } else { start };
        let first_tokens = first_start(start, at, led, self)..first.end;
        let end = second.end;
        Some(Periods { first: (first_tokens, first), second: Some((next..end, second)), end, edtf })
    }

    /// A date that is a range itself: "1914–18", "June 3–5, 2020", "3 to 5 June", "May to July 2020" has two.
    pub fn range(&self, at: usize) -> Option<Point> {
        self.years(at).or_else(|| self.month_days(at)).or_else(|| self.days_month(at))
    }

    /// "1914–18", "2009-10".
    fn years(&self, at: usize) -> Option<Point> {
        let first = self.year(at)?;
        let dash = self.form(at + 1);
        let tight = matches!(dash, "-" | "–" | "/") && !self.doc.spaced(at) && !self.doc.spaced(at + 1);
        let form = self.form(at + 2);
        let two: i32 = form.parse().ok().filter(|_| tight && form.len() == 2)?;
        let more = matches!(self.form(at + 3), "-" | "–") && !self.doc.spaced(at + 2);
        let second = first - first.rem_euclid(100) + two;
        // "2010-03" is March, where a range would not run forward by one year.
        if dash == "-" && (1..=12).contains(&two) && second != first + 1 && !more {
            return Some(Point::explicit(at + 3, format!("{first:04}-{two:02}")));
        }
        (second > first && !more).then(|| Point::explicit(at + 3, format!("{first:04}/{second:04}")))
    }

    /// "June 3–5, 2020", "June 3 to 5".
    fn month_days(&self, at: usize) -> Option<Point> {
        let month = self.month(at)?;
        let (first, second) = (self.day(at + 1)?, self.day(at + 3).filter(|_| self.and_day(at + 2))?);
        if self.month(at + 4).is_some() {
            return None;
        }
        let comma = usize::from(self.form(at + 4) == ",");
        self.days(at, at + 4, comma, month, first, second)
    }

    /// "3–5 June 2020", "3 to 5 June".
    fn days_month(&self, at: usize) -> Option<Point> {
        let (first, second) = (self.day(at)?, self.day(at + 2).filter(|_| self.and_day(at + 1))?);
        let month = self.month(at + 3)?;
        self.days(at, at + 4, usize::from(self.form(at + 4) == ","), month, first, second)
    }

    fn and_day(&self, at: usize) -> bool {
        let g = &self.doc.packs.grammar;
        matches!(self.form(at), "-" | "–") || self.is(at, g.to) || self.is(at, g.through)
    }

    fn days(&self, at: usize, end: usize, comma: usize, month: u8, first: u8, second: u8) -> Option<Point> {
        let (end, year, explicit) = match self.year_phrase(end + comma) {
            Some((end, year)) => (end, year, true),
            None => (end, self.year_of(at, month, Some(first)), self.reference(at).is_some()),
        };
        let day = |d: u8| year.map(|year| Day { year, month, day: d }).filter(|d| d.exists());
        let edtf = match (day(first), day(second)) {
            (Some(a), Some(b)) => format!("{}/{}", a.edtf(), b.edtf()),
            _ => String::new(),
        };
        (first < second).then_some(Point { end, edtf, explicit, yearless: None })
    }
}

/// Where the first date itself begins.
fn first_start(start: usize, at: usize, led: bool, scan: &Scan<'_, '_>) -> usize {
    if !led {
        return start;
    }
    at + 1 + usize::from(scan.is(at + 1, scan.doc.packs.grammar.the))
}

/// The first of two dates takes the year of the second where it has none: "May to July 2020".
fn earlier(first: Point, second: &Point) -> Point {
    let Some(((month, day), (after, _))) = first.yearless.zip(edtf::point(&second.edtf)) else { return first };
    if second.yearless.is_some() || first.explicit {
        return first;
    }
    let year =
        after.year - i32::from((month, day.unwrap_or(1)) > (after.month, if day.is_some() { after.day } else { 31 }));
    let edtf = match day {
        Some(day) => Some(Day { year, month, day }).filter(|d| d.exists()).map_or(String::new(), Day::edtf),
        None => edtf::month(year, month, 0),
    };
    Point { edtf, ..first }
}

fn first_of(edtf: &str) -> &str {
    edtf.split('/').next().unwrap_or(edtf)
}

fn interval(first: &str, second: &str) -> String {
    let last = second.rsplit('/').next().unwrap_or(second);
    let first = first_of(first);
    if first.is_empty() || last.is_empty() { String::new() } else { format!("{first}/{last}") }
}
