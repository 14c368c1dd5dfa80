//! The date and time that begin a line of an export.

/// Which of day and month stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 31/12.
    DayFirst,
    /// 12/31.
    MonthFirst,
    /// Nothing decides.
    Unknown,
}

/// A dated line.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp<'l> {
    /// The three numbers of the date, as they stand.
    pub fields: [u32; 3],
    /// What stands between them.
    pub separator: char,
    /// True when a comma follows the date.
    pub comma: bool,
    /// True for the form in brackets (iOS).
    pub bracket: bool,
    /// What follows: name and words, or what WhatsApp itself says.
    pub rest: &'l str,
}

/// Reads the date at the beginning of a line; `None` where there is none.
pub fn stamp(line: &str) -> Option<Stamp<'_>> {
    let line = line.trim_end_matches('\r').trim_start_matches(is_mark);
    let bracket = line.starts_with('[');
    let mut rest = line.strip_prefix('[').unwrap_or(line);
    let mut fields = [0; 3];
    let mut separator = None;
    for (at, field) in fields.iter_mut().enumerate() {
        if at > 0 {
            let found = rest.chars().next().filter(|c| "/.-".contains(*c))?;
            if *separator.get_or_insert(found) != found {
                return None;
            }
            rest = rest[1..].trim_start_matches(is_mark);
        }
        (*field, rest) = number(rest, 4)?;
        rest = rest.trim_start_matches(is_mark);
    }
    let before = rest;
    rest = rest.trim_start_matches([',', '،']);
    let comma = rest.len() < before.len();
    rest = time(rest.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c)))?;
    // Behind the time stands what the phone's language calls morning and afternoon.
    let end = if bracket { "]" } else { " - " };
    let (half, rest) = rest.split_once(end)?;
    let short = half.chars().count() <= 16 && !half.contains(':');
    let stamp = Stamp { fields, separator: separator?, comma, bracket, rest: rest.trim_start() };
    (short && stamp.is_date()).then_some(stamp)
}

/// Hours, minutes and perhaps seconds; gives what follows.
fn time(text: &str) -> Option<&str> {
    let (hours, mut rest) = number(text, 2)?;
    let mut minutes = 0;
    for at in 0..2 {
        let Some(next) = rest.strip_prefix([':', '.']) else {
            return (at > 0 && hours < 25 && minutes < 60).then_some(rest);
        };
        (minutes, rest) = number(next, 2)?;
    }
    (hours < 25 && minutes < 60).then_some(rest)
}

/// A number of at most `most` digits, Arabic and Persian ones included.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let value = |c: char| match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        _ => None,
    };
    let (mut number, mut digits, mut end) = (0, 0, 0);
    for c in text.chars() {
        let Some(digit) = value(c) else { break };
        number = number * 10 + digit;
        digits += 1;
        end += c.len_utf8();
        if digits > most {
            return None;
        }
    }
    (digits > 0).then(|| (number, &text[end..]))
}

/// Marks of direction and spaces that do not break, which phones put between the parts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}

/// Text without marks of direction around it (phones wrap numbers in them).
pub fn unmarked(text: &str) -> String {
    text.trim_matches(|c: char| is_mark(c) || c.is_whitespace()).to_string()
}

impl Stamp<'_> {
    /// True for 2023-05-01.
    pub fn year_first(&self) -> bool {
        self.fields[0] > 31
    }

    fn is_date(&self) -> bool {
        let [a, b, c] = self.fields;
        let (two, year) = if self.year_first() { ([b, c], a) } else { ([a, b], c) };
        let day_and_month = two.iter().all(|n| (1..=31).contains(n)) && two.iter().any(|n| *n <= 12);
        day_and_month && (year < 100 || (2009..=9999).contains(&year))
    }

    /// `YYYY-MM-DD`, when the order of day and month is known and fits.
    pub fn iso(&self, order: Order) -> Option<String> {
        let [a, b, c] = self.fields;
        let (year, month, day) = match order {
            _ if self.year_first() => (a, b, c),
            Order::DayFirst => (c, b, a),
            Order::MonthFirst => (c, a, b),
            Order::Unknown => return None,
        };
        let year = if year < 100 { year + 2000 } else { year };
        (month <= 12).then(|| format!("{year:04}-{month:02}-{day:02}"))
    }

    /// The day for titles: as `iso`, else as it stands.
    pub fn label(&self, order: Order) -> String {
        let [a, b, c] = self.fields;
        let as_written = || format!("{a}{s}{b}{s}{c}", s = self.separator);
        self.iso(order).unwrap_or_else(as_written)
    }
}
