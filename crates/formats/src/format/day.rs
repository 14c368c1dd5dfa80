//! Days as office files and spreadsheets write them.

/// The day of a date that begins with year, month and day (`2024-03-05`, `2024-03-05T10:00:00Z`, `2024/3/5`), or
/// that ends with the year and leaves no doubt about which number is the day (`25/3/2024`, `5.3.2024`: with dots
/// the day comes first). `YYYY-MM-DD`, or nothing.
pub fn day(written: &str) -> Option<String> {
    let date = written.trim().split(['T', ' ']).next()?;
    let numbers: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [first, second, third] = numbers[..] else { return None };
    let number = |s: &str| (s.len() <= 4).then(|| s.parse::<u16>().ok()).flatten();
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    match (first.len(), third.len()) {
        (4, _) => iso(a, b, c),
        (_, 4) if date.contains('.') || a > 12 => iso(c, b, a),
        (_, 4) if b > 12 || a == b => iso(c, a, b),
        _ => None,
    }
}

/// `YYYY-MM-DD` of a day that the calendar has.
pub fn iso(year: u16, month: u16, day: u16) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (year > 0 && (1..=days).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_in_doubt_is_none() {
        assert_eq!(day("2024-03-05T10:00:00Z").as_deref(), Some("2024-03-05"));
        assert_eq!(day("2024/3/5").as_deref(), Some("2024-03-05"));
        assert_eq!(day("25/3/2024").as_deref(), Some("2024-03-25"));
        assert_eq!(day("3/25/2024").as_deref(), Some("2024-03-25"));
        assert_eq!(day("5.3.2024").as_deref(), Some("2024-03-05"));
        assert_eq!(day("4/4/2024").as_deref(), Some("2024-04-04"));
        assert_eq!(day("5/3/2024"), None);
        assert_eq!(day("2023-02-29"), None);
        assert_eq!(day("yesterday"), None);
    }
}
