//! Days of a question: `2024`, `2024-05`, `2024-05-17`, with `..` between two of them or `<`, `<=`, `>`, `>=` before one.
//! Source: ISO 8601, calendar dates of reduced precision.

use time::{Date, Month};

/// First and last day, in days since 1970-01-01; `None` is open. An `Err` says what is wrong.
pub fn days(text: &str) -> Result<(Option<i32>, Option<i32>), &'static str> {
    let text = text.trim();
    let range = if let Some((from, to)) = text.split_once("..") {
        let first = if from.is_empty() { None } else { Some(span(from)?.0) };
        let last = if to.is_empty() { None } else { Some(span(to)?.1) };
        (first, last)
    } else if let Some(day) = text.strip_prefix(">=") {
        (Some(span(day)?.0), None)
    } else if let Some(day) = text.strip_prefix("<=") {
        (None, Some(span(day)?.1))
    } else if let Some(day) = text.strip_prefix('>') {
        (Some(span(day)?.1 + 1), None)
    } else if let Some(day) = text.strip_prefix('<') {
        (None, Some(span(day)?.0 - 1))
    } else {
        let (first, last) = span(text)?;
        (Some(first), Some(last))
    };
    match range {
        (None, None) => Err("a range of dates without a date"),
        (Some(first), Some(last)) if first > last => Err("the first date is later than the second"),
        range => Ok(range),
    }
}

/// First and last day of a year, a month or a day.
fn span(text: &str) -> Result<(i32, i32), &'static str> {
    const SHAPE: &str = "this is no date";
    const CALENDAR: &str = "the calendar has no such date";
    let parts: Vec<&str> = text.trim().split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().enumerate().all(|(i, part)| digits(part, if i == 0 { 4 } else { 2 })) {
        return Err(SHAPE);
    }
    let number = |i: usize| parts.get(i).map(|part| part.parse::<u16>().unwrap_or_default());
    let month = |n: u16| u8::try_from(n).ok().and_then(|n| Month::try_from(n).ok()).ok_or(CALENDAR);
    let year = number(0).map(i32::from).filter(|&y| y > 0).ok_or(CALENDAR)?;
    let (first, last) = match (number(1), number(2)) {
        (None, _) => ((Month::January, 1), (Month::December, 31)),
        (Some(m), None) => ((month(m)?, 1), (month(m)?, month(m)?.length(year))),
        (Some(m), Some(d)) => {
            let day = u8::try_from(d).map_err(|_| CALENDAR)?;
            ((month(m)?, day), (month(m)?, day))
        }
    };
    let epoch = Date::from_ordinal_date(1970, 1).map_err(|_| CALENDAR)?.to_julian_day();
    let count = |(m, d)| Date::from_calendar_date(year, m, d).map(|date| date.to_julian_day() - epoch);
    Ok((count(first).map_err(|_| CALENDAR)?, count(last).map_err(|_| CALENDAR)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_precision_are_their_days() {
        assert_eq!(days("1970"), Ok((Some(0), Some(364))));
        assert_eq!(days("2024-02"), Ok((Some(19754), Some(19782))), "a leap month");
        assert_eq!(days("2024-02-29"), Ok((Some(19782), Some(19782))));
        assert_eq!(days("2024..2024-02"), Ok((Some(19723), Some(19782))));
        assert_eq!(days("..1969"), Ok((None, Some(-1))));
        assert_eq!(days(">=1970-01-02"), Ok((Some(1), None)));
        assert_eq!(days(">1970"), Ok((Some(365), None)));
        assert_eq!(days("<1970"), Ok((None, Some(-1))));
        assert_eq!(days("<=1970-01"), Ok((None, Some(30))));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in [
            "",
            "..",
            "May",
            "24",
            "2024-5",
            "2023-02-29",
            "2024-13",
            "0000",
            "2025..2024",
            "2024-01-01-01",
            "2024–05",
            ">",
            "20２4",
        ] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
