//! Byline and date as a reader of the page sees them, for pages whose head is silent.

use scraper::{ElementRef, Html, Selector};

/// Where pages print who wrote them, most telling first.
const BYLINES: [&str; 15] = [
    r#"[rel="author"]"#,
    r#"[itemprop="author"] [itemprop="name"]"#,
    r#"[itemprop="author"]"#,
    r#"[class*="author-name" i], [class*="author_name" i], [class*="authorname" i]"#,
    r#"[class*="byline" i] [class*="name" i]"#,
    r#"[class*="byline" i] a"#,
    r#"a[href*="/author/"]"#,
    r#"a[href*="/authors/"], a[href*="/contributors/"], a[href*="/people/"]"#,
    r#".author a, .post-author a, .entry-author a"#,
    r#"[class*="byline" i]"#,
    r#".author, .post-author, .entry-author"#,
    r#"[class*="article-author" i], [class*="post-author" i], [class*="author-info" i]"#,
    r#"[class*="author__" i], [class*="-author" i]"#,
    r#"[data-testid*="author" i], [data-author]"#,
    r#".by"#,
];

/// Where pages print when they were published, most telling first.
const DATES: [&str; 9] = [
    r#"[itemprop="datePublished"]"#,
    "article time, main time, header time",
    "time",
    r#"abbr.published, .published, .entry-date, .post-date, .article-date"#,
    r#"[class*="publish" i]"#,
    r#"[class*="posted" i], [class*="timestamp" i]"#,
    r#"[class*="date" i]"#,
    r#"[class*="byline" i], [class*="meta" i]"#,
    r#"[class*="author" i]"#,
];

/// Longest byline or date line in words; longer ones are text about an author, or the article.
const LONGEST: usize = 24;

/// The first byline that could be a name.
pub fn author(page: &Html) -> Option<String> {
    first(page, &BYLINES, |e| {
        let line = words(e)?;
        (line.split(' ').count() <= 12 && line.chars().any(char::is_uppercase)).then_some(line)
    })
}

/// The first printed date; a date of the last change only where there is no other.
pub fn date(page: &Html) -> Option<String> {
    let read = |e: ElementRef<'_>, changed: bool| {
        let value = e.value();
        let stamp = ["datetime", "content", "title"].iter().find_map(|a| value.attr(a)).and_then(day);
        let line = words(e).filter(|l| l.split(' ').count() <= LONGEST);
        let is_change = line.as_ref().is_some_and(|l| {
            let l = l.to_lowercase();
            ["updated", "modified", "reviewed"].iter().any(|w| l.contains(w)) && !l.contains("published")
        });
        (is_change == changed).then(|| stamp.or_else(|| printed_day(&line?))).flatten()
    };
    first(page, &DATES, |e| read(e, false)).or_else(|| first(page, &DATES, |e| read(e, true)))
}

fn first(page: &Html, places: &[&str], read: impl Fn(ElementRef<'_>) -> Option<String>) -> Option<String> {
    places.iter().find_map(|place| {
        let selector = Selector::parse(place).ok()?;
        // Comments and related articles follow further down with bylines and dates of their own.
        page.select(&selector).take(6).find_map(&read)
    })
}

/// Visible words of an element, single blanks.
pub fn words(element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The day of an ISO 8601 time stamp, or of eight digits.
pub fn day(stamp: &str) -> Option<String> {
    let stamp = stamp.trim();
    let parts = stamp.get(..10).map(|s| s.split(['-', '/']).collect::<Vec<_>>());
    match parts.as_deref() {
        Some([y, m, d]) if y.len() == 4 && m.len() == 2 && d.len() == 2 => checked(y, m, d),
        _ => {
            let s = stamp.get(..8).filter(|s| s.chars().all(|c| c.is_ascii_digit()))?;
            checked(&s[..4], &s[4..6], &s[6..8])
        }
    }
}

/// A day printed in English words ("5 March 2024", "Mar. 5th, 2024"), or as an ISO date. Figures
/// alone ("5/3/2024") are not read: which is the month depends on the country.
pub fn printed_day(line: &str) -> Option<String> {
    let tokens: Vec<&str> =
        line.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|t| !t.is_empty()).collect();
    for (i, token) in tokens.iter().enumerate() {
        if let Some(day) = (token.len() == 10).then(|| day(token)).flatten() {
            return Some(day);
        }
        let Some(m) = month(token) else { continue };
        let m = format!("{m:02}");
        let at = |k: usize| tokens.get(k).copied().unwrap_or("");
        let before = i.checked_sub(1).map_or("", at);
        let found = match (ordinal(before), ordinal(at(i + 1))) {
            (Some(d), _) if at(i + 1).len() == 4 => checked(at(i + 1), &m, &d),
            (_, Some(d)) => checked(at(i + 2), &m, &d),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Number of an English month, whole or cut to three letters or more.
fn month(word: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    (word.len() >= 3).then(|| MONTHS.iter().position(|m| m.starts_with(&word))).flatten().map(|i| i + 1)
}

/// "5", "05" or "5th" as two digits.
fn ordinal(word: &str) -> Option<String> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let n: u32 = digits.parse().ok()?;
    (digits.len() <= 2 && (1..=31).contains(&n)).then(|| format!("{n:02}"))
}

fn checked(y: &str, m: &str, d: &str) -> Option<String> {
    let number = |s: &str| s.parse::<u32>().ok();
    let valid = y.len() == 4 && number(y)? > 1900 && (1..=12).contains(&number(m)?) && (1..=31).contains(&number(d)?);
    valid.then(|| format!("{y}-{m}-{d}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_pages_print_them() {
        assert_eq!(printed_day("Published: 5 March 2024, 10:00").as_deref(), Some("2024-03-05"));
        assert_eq!(printed_day("Mar. 5th, 2024 | 4 min read").as_deref(), Some("2024-03-05"));
        assert_eq!(printed_day("posted on 2024-03-05").as_deref(), Some("2024-03-05"));
        assert_eq!(printed_day("5/3/2024"), None);
        assert_eq!(printed_day("March 2024"), None);
        assert_eq!(printed_day("You may 12 of 2024"), None);
    }
}
