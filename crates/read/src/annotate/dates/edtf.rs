//! EDTF as the reading writes it: levels 0 and 1 of ISO 8601-2, with unspecified days of a known year
//! (`2024-XX-XX`) from level 2. Months and days are counted on from what is already in EDTF.

use super::day::{Day, month_length};

/// How fine a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// First day and grain of a plain point ("2004", "2004-12", "2004-12-26"); `None` for everything else.
pub fn point(edtf: &str) -> Option<(Day, Grain)> {
    let plain = edtf.trim_end_matches('~');
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let mut parts = plain.split('-');
    let year = parts.next().filter(|y| digits(y, 4))?.parse().ok()?;
    let month = parts.next();
    let day = parts.next();
    let number = |s: Option<&str>| s.map_or(Some(1), |s| s.parse().ok().filter(|_| digits(s, 2)));
    let first = Day { year, month: number(month)?, day: number(day)? };
    let grain = if day.is_some() {
        Grain::Day
    } else if month.is_some() {
        Grain::Month
    } else {
        Grain::Year
    };
    (first.exists() && parts.next().is_none()).then_some((first, grain))
}

/// `YYYY`.
pub fn year(year: i64) -> String {
    format!("{year:04}")
}

/// `YYYY-MM`, counted from a month of a year.
pub fn month(year: i32, month: u8, plus: i64) -> String {
    let months = i64::from(year) * 12 + i64::from(month) - 1 + plus;
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// `193X`.
pub fn decade(year: i32) -> String {
    format!("{:03}X", year.div_euclid(10))
}

/// `19XX`.
pub fn century(year: i32) -> String {
    format!("{:02}XX", year.div_euclid(100))
}

/// The week of a day, Monday to Sunday; approximate, as weeks begin on Sunday elsewhere.
pub fn week(day: Day) -> String {
    let monday = day.plus_days(1 - i64::from(day.weekday()));
    format!("{}~/{}~", monday.edtf(), monday.plus_days(6).edtf())
}

/// `amount` units before (negative) or after a day, at the unit's own precision; `None` for hours
/// and beyond the years of four digits.
pub fn shifted(day: Day, amount: i64, unit: char) -> Option<String> {
    let days = |n: i64| day.plus_days(amount.checked_mul(n).filter(|d| d.abs() < 1_000_000).unwrap_or(0));
    let amount = amount.clamp(-100_000, 100_000);
    let value = match unit {
        'Y' => year(i64::from(day.year) + amount),
        'X' => year(i64::from(day.year) + 10 * amount),
        'C' => year(i64::from(day.year) + 100 * amount),
        'M' => month(day.year, day.month, amount),
        'W' => week(days(7)),
        'F' => week(days(14)),
        'D' => days(1).edtf(),
        _ => return None,
    };
    // Years before 0 and after 9999 are written otherwise.
    valid(&value).then_some(value)
}

/// Last day of a month.
pub fn month_end(year: i32, month: u8) -> Day {
    Day { year, month, day: month_length(year, month) }
}

/// Is it EDTF that the reading may write? Intervals may be open (`..`) or unknown (empty) at an end.
#[must_use]
pub fn valid(edtf: &str) -> bool {
    match edtf.split_once('/') {
        None => valid_point(edtf),
        Some((a, b)) => {
            let side = |s: &str| s.is_empty() || s == ".." || valid_point(s);
            side(a) && side(b) && (valid_point(a) || valid_point(b))
        }
    }
}

fn valid_point(text: &str) -> bool {
    let plain = text.trim_end_matches(['~', '?', '%']);
    let parts: Vec<&str> = plain.split('-').collect();
    let year = parts[0];
    let known = year.trim_end_matches('X');
    let year_fits = year.len() == 4 && year.len() - known.len() <= 2 && known.bytes().all(|b| b.is_ascii_digit());
    let two = |s: &str, most: u8| s == "XX" || (s.len() == 2 && s.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n)));
    let season = |s: &str| matches!(s, "21" | "22" | "23" | "24");
    let rest = match parts[1..] {
        [] => true,
        [m] => two(m, 12) || season(m),
        [m, d] => two(m, 12) && two(d, 31) && (d == "XX" || m == "XX" || Day::parse(plain).is_some()),
        _ => false,
    };
    year_fits && rest && text.len() <= plain.len() + 1 && (known.len() == 4 || parts.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edtf_and_what_is_not() {
        for good in
            ["2004", "193X", "19XX", "2004-22", "2004-12-26~", "2004-XX-XX", "../2004", "2004/..", "/2004-02-29"]
        {
            assert!(valid(good), "{good}");
        }
        for bad in ["", "204", "2004-13", "2004-02-30", "2004-25", "../..", "/", "x", "2004-12-26~~", "1XXX", "19XX-05"]
        {
            assert!(!valid(bad), "{bad}");
        }
    }

    #[test]
    fn units_are_counted_at_their_own_precision() {
        let day = Day::parse("2024-03-31").unwrap();
        for (amount, unit, want) in [
            (-1, 'D', "2024-03-30"),
            (-1, 'M', "2024-02"),
            (-3, 'M', "2023-12"),
            (10, 'M', "2025-01"),
            (-2, 'Y', "2022"),
            (-1, 'X', "2014"),
            (-1, 'W', "2024-03-18~/2024-03-24~"),
        ] {
            assert_eq!(shifted(day, amount, unit).as_deref(), Some(want), "{amount} {unit}");
        }
        assert_eq!(shifted(day, 1, 'H'), None);
    }
}
