//! Days of the calendar, counted.

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

/// What dates that the text leaves open are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The day; the last one of the month where only that is known.
    pub day: Day,
    /// How far it is known.
    pub known: Known,
}

/// How far the time of a text is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The text is not older than this month: that fixes years, and no "last month".
    Around,
    /// The month, which fixes no "yesterday".
    Month,
    /// The day.
    Day,
}

impl Anchor {
    /// The time of a text: the day or month of its publication, else about the last month that its opening names.
    #[must_use]
    pub fn of(published: Option<&str>, told: Option<&str>) -> Option<Anchor> {
        let around = || Some(Anchor { known: Known::Around, ..Anchor::parse(told?)? });
        published.and_then(Anchor::parse).or_else(around)
    }

    /// Reads `YYYY-MM-DD` or `YYYY-MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Anchor> {
        if let Some(day) = Day::parse(text) {
            return Some(Anchor { day, known: Known::Day });
        }
        let (year, month) = text.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        let day = Day { year, month, day: 1 };
        day.exists().then(|| Anchor { day: Day { day: month_length(year, month), ..day }, known: Known::Month })
    }
}

impl Day {
    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        let day = Day { year: y.parse().ok()?, month: m.parse().ok()?, day: d.get(..2)?.parse().ok()? };
        day.exists().then_some(day)
    }

    /// Is it a day of the calendar?
    #[must_use]
    pub fn exists(self) -> bool {
        (1..=12).contains(&self.month) && (1..=month_length(self.year, self.month)).contains(&self.day)
    }

    /// Days since 1970-01-01 (proleptic Gregorian). Source: Hinnant, days_from_civil.
    pub(super) fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = i64::from(self.month);
        let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    pub(super) fn from_number(z: i64) -> Day {
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

    pub(super) fn plus_days(self, days: i64) -> Day {
        Day::from_number(self.number() + days)
    }

    /// Monday is 1.
    pub(super) fn weekday(self) -> u8 {
        u8::try_from((self.number() + 3).rem_euclid(7) + 1).unwrap_or(1)
    }

    /// `YYYY-MM-DD`.
    #[must_use]
    pub fn edtf(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Number of days of a month.
#[must_use]
pub fn month_length(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
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
        assert_eq!(Day::parse("2023-02-29"), None, "no leap year");
        assert_eq!(Day::parse("2026-11-22").unwrap().weekday(), 7, "a Sunday");
        assert_eq!(Day::parse("2024-03-01").unwrap().plus_days(-1).edtf(), "2024-02-29");
    }
}
