//! What a date says, whether GUM's attributes or EDTF say it; the comparison is described in the parent.

use casebook_read::annotate::month_length;
use roxmltree::Node;

/// What a date says, in a form two notations share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// First and last day as `YYYYMMDD`; `None` where open.
    Days(Option<i64>, Option<i64>),
    /// A season: its first and last month in the short reckoning.
    Season([i64; 2]),
    /// Without a year, as EDTF.
    Yearless(String),
    /// Not read.
    Unknown,
}

impl Value {
    /// Do both say the same?
    pub fn agrees(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Unknown, _) => false,
            (Value::Days(Some(first), Some(last)), Value::Season(days)) => {
                // The month after the last, to its end.
                let (year, month) = (days[1] / 10_000, days[1] / 100 % 100 + 1);
                let long = year * 10_000 + month * 100 + length(year, month);
                *first == days[0] && [days[1], long].contains(last)
            }
            _ => self == other,
        }
    }

    /// Of the attributes of a `<date>`.
    pub fn gold(node: Node<'_, '_>) -> Value {
        let get = |name: &str| node.attribute(name);
        if let Some(when) = get("when") {
            return Value::interval(Some(when), Some(when));
        }
        match (get("from"), get("to"), get("notBefore"), get("notAfter")) {
            (None, None, None, None) => Value::Unknown,
            (from, to, None, None) => Value::interval(from, to),
            (_, _, after, before) => Value::interval(after, before),
        }
    }

    pub fn edtf(text: &str) -> Value {
        let plain: String = text.chars().filter(|c| !matches!(c, '~' | '?' | '%')).collect();
        if let Some(season) = season(&plain) {
            return Value::Season(season);
        }
        let side = |s: &str| (s != ".." && !s.is_empty()).then(|| s.to_string());
        let (first, last) = plain.split_once('/').unwrap_or((&plain, &plain));
        Value::interval(side(first).as_deref(), side(last).as_deref())
    }

    fn interval(first: Option<&str>, last: Option<&str>) -> Value {
        let yearless = |s: &str| s.starts_with("--") || s.starts_with("XXXX-");
        if [first, last].iter().flatten().any(|s| yearless(s)) {
            let text = |s: Option<&str>| s.unwrap_or("..").replacen("--", "XXXX-", 1);
            return Value::Yearless(format!("{}/{}", text(first), text(last)));
        }
        let border = |s: Option<&str>, end: usize| match s {
            None => Some(None),
            Some(s) => days(s).map(|d| Some(d[end])),
        };
        match (border(first, 0), border(last, 1)) {
            (Some(None), Some(None)) | (None, _) | (_, None) => Value::Unknown,
            (Some(a), Some(b)) => Value::Days(a, b),
        }
    }
}

/// First and last day of a point in ISO 8601 or EDTF, as `YYYYMMDD`.
fn days(text: &str) -> Option<[i64; 2]> {
    let parts: Vec<&str> = text.split('-').collect();
    let year = *parts.first().filter(|y| y.len() == 4)?;
    let (low, high): (i64, i64) = (year.replace('X', "0").parse().ok()?, year.replace('X', "9").parse().ok()?);
    let (from, to) = match (parts.get(1), parts.get(2)) {
        (None, _) => ((low, 1, 1), (high, 12, 31)),
        (Some(m), None) => {
            let month = m.parse().ok().filter(|m| (1..=12).contains(m))?;
            ((low, month, 1), (low, month, length(low, month)))
        }
        (Some(m), Some(d)) => {
            let (m, d) = (m.parse().ok()?, d.parse().ok()?);
            ((low, m, d), (low, m, d))
        }
    };
    let number = |(y, m, d): (i64, i64, i64)| y * 10_000 + m * 100 + d;
    Some([number(from), number(to)])
}

/// First and last day of `2022-22`, by months.
fn season(text: &str) -> Option<[i64; 2]> {
    let (year, code) = text.split_once('-')?;
    let (year, code): (i64, i64) = (year.parse().ok()?, code.parse().ok()?);
    let (first, last) = match code {
        21..=23 => ((year, 3 * (code - 20)), (year, 3 * (code - 20) + 2)),
        24 => ((year, 12), (year + 1, 2)),
        _ => return None,
    };
    let number = |(y, m): (i64, i64), d: i64| y * 10_000 + m * 100 + d;
    Some([number(first, 1), number(last, length(last.0, last.1))])
}

/// Days of a month; of a month that is none, those of the longest.
fn length(year: i64, month: i64) -> i64 {
    match (year.try_into(), month.try_into()) {
        (Ok(year), Ok(month)) => month_length(year, month).into(),
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::Document;

    #[test]
    fn two_notations_of_one_interval_agree() {
        let gold = |attributes: &str| {
            let text = format!("<date {attributes}/>");
            let xml = Document::parse(&text).unwrap();
            Value::gold(xml.root_element())
        };
        for (attributes, edtf) in [
            ("when='2004'", "2004~"),
            ("when='2004-02'", "2004-02-01/2004-02-29"),
            ("from='1930-01-01' to='1939-12-31'", "193X"),
            ("from='1900-01-01' to='1999-12-31'", "19XX"),
            ("from='2022-06-01' to='2022-08-31'", "2022-22"),
            ("from='2022-06' to='2022-09'", "2022-22"),
            ("from='2022-12' to='2023-02'", "2022-24~"),
            ("notAfter='2012-03'", "../2012-03-31"),
            ("notBefore='1994' notAfter='2008'", "1994/2008"),
            ("when='--10'", "XXXX-10"),
        ] {
            assert!(gold(attributes).agrees(&Value::edtf(edtf)), "{attributes} is {edtf}");
        }
        for (attributes, edtf) in [
            ("when='2004'", "2004-01"),
            ("when='2004'", ""),
            ("from='2022-05' to='2022-08'", "2022-22"),
            ("when='-2004-03-13'", "2004-03-13"),
            ("when='--10'", "2004-10"),
            ("notAfter='2012-03'", "2012-03"),
        ] {
            assert!(!gold(attributes).agrees(&Value::edtf(edtf)), "{attributes} is not {edtf}");
        }
    }
}
