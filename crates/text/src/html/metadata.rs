//! What a page says of itself: JSON-LD first, then OpenGraph and other `<meta>`, then visible
//! elements. What is absent stays absent.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::json_ld;

/// Title, author, dates, outlet, address and language of a page; `None` where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMetadata {
    /// Headline.
    pub title: Option<String>,
    /// Author or authors, as printed.
    pub author: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Day of the last change, `YYYY-MM-DD`.
    pub modified: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Language tag (BCP 47) as declared.
    pub language: Option<String>,
}

impl PageMetadata {
    /// Reads the metadata of a parsed page.
    #[must_use]
    pub fn of(page: &Html) -> PageMetadata {
        let blocks: Vec<Value> = all(page, r#"script[type="application/ld+json"]"#)
            .filter_map(|e| serde_json::from_str(e.text().collect::<String>().trim()).ok())
            .collect();
        let article = blocks.iter().find_map(json_ld::article).unwrap_or(&Value::Null);
        let meta = |keys: &[&str]| keys.iter().find_map(|k| meta(page, k));
        PageMetadata {
            title: json_ld::text(&article["headline"])
                .or_else(|| meta(&["og:title", "twitter:title"]))
                .or_else(|| one(page, "article h1, main h1, h1").and_then(words))
                .or_else(|| one(page, "title").and_then(words))
                .map(|t| without_outlet(&t, meta(&["og:site_name"]).as_deref())),
            author: json_ld::names(&article["author"])
                .or_else(|| {
                    meta(&["author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author"])
                })
                .or_else(|| visible_author(page))
                .and_then(|a| author_name(&a)),
            published: json_ld::text(&article["datePublished"])
                .or_else(|| {
                    meta(&[
                        "article:published_time",
                        "og:article:published_time",
                        "datepublished",
                        "publishdate",
                        "parsely-pub-date",
                        "pubdate",
                        "dc.date.issued",
                        "dc.date",
                        "date",
                        "sailthru.date",
                        "publish-date",
                        "article.published",
                    ])
                })
                .or_else(|| visible_date(page))
                .and_then(|d| day(&d)),
            modified: json_ld::text(&article["dateModified"])
                .or_else(|| meta(&["article:modified_time", "og:updated_time", "lastmod"]))
                .and_then(|d| day(&d)),
            publisher: json_ld::names(&article["publisher"])
                .or_else(|| meta(&["og:site_name", "application-name", "dc.publisher"])),
            url: one(page, r#"link[rel="canonical"]"#)
                .and_then(|e| e.value().attr("href"))
                .filter(|h| h.starts_with("http"))
                .map(ToString::to_string)
                .or_else(|| meta(&["og:url"]).filter(|u| u.starts_with("http"))),
            language: one(page, "html").and_then(|e| e.value().attr("lang")).map(ToString::to_string),
        }
    }
}

fn all<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).ok();
    let found: Vec<_> = selector.iter().flat_map(|s| page.select(s)).collect();
    found.into_iter()
}

fn one<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    all(page, selector).next()
}

/// Visible words of an element, single blanks.
fn words(element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Content of a `<meta>` whose name, property or itemprop is `key`, whatever the case.
fn meta(page: &Html, key: &str) -> Option<String> {
    all(page, "meta[content]").find_map(|e| {
        let e = e.value();
        let is = |a: &str| e.attr(a).is_some_and(|v| v.eq_ignore_ascii_case(key));
        let content = e.attr("content")?.trim();
        ((is("name") || is("property") || is("itemprop")) && !content.is_empty()).then(|| content.to_string())
    })
}

/// "Headline | The Paper" without the outlet behind the last bar or dash.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && (outlet.is_some_and(|o| o.eq_ignore_ascii_case(tail.trim()))
                || (mark == " | " && head.len() > tail.len()))
        {
            return head.trim().to_string();
        }
    }
    title.trim().to_string()
}

fn visible_author(page: &Html) -> Option<String> {
    let places = [
        r#"[rel="author"]"#,
        r#"[itemprop="author"] [itemprop="name"]"#,
        r#"[itemprop="author"]"#,
        ".author-name",
        ".byline__name",
        ".byline-name",
        ".byline a",
        ".author a",
        ".byline",
        ".author",
        ".post-author",
    ];
    places.iter().find_map(|p| one(page, p).and_then(words)).filter(|a| a.split(' ').count() <= 12)
}

/// An author line as a name: without "By", addresses and what follows a bar.
fn author_name(author: &str) -> Option<String> {
    let mut name = author.split(['|', '•', '·']).next().unwrap_or("").trim();
    for by in ["By ", "by ", "BY ", "Written by ", "Posted by ", "By: ", "Author: "] {
        name = name.strip_prefix(by).unwrap_or(name).trim();
    }
    let plausible = !name.is_empty() && !name.contains("://") && !name.contains('@') && name.chars().count() <= 120;
    plausible.then(|| name.trim_end_matches([',', '.']).to_string())
}

fn visible_date(page: &Html) -> Option<String> {
    let times = [
        "article time[datetime]",
        "time[datetime]",
        r#"[itemprop="datePublished"][datetime]"#,
        "abbr.published[title]",
    ];
    times.iter().find_map(|p| {
        let e = one(page, p)?.value();
        e.attr("datetime").or_else(|| e.attr("title")).map(ToString::to_string)
    })
}

/// The day of an ISO 8601 time stamp, or of eight digits.
fn day(stamp: &str) -> Option<String> {
    let stamp = stamp.trim();
    let digits = |s: &str| s.len() == s.chars().filter(char::is_ascii_digit).count();
    let (y, m, d) = match stamp.get(..10).map(|s| s.split(['-', '/']).collect::<Vec<_>>()).as_deref() {
        Some([y, m, d]) if y.len() == 4 && m.len() == 2 && d.len() == 2 => (*y, *m, *d),
        _ => {
            let s = stamp.get(..8).filter(|s| digits(s))?;
            (&s[..4], &s[4..6], &s[6..8])
        }
    };
    let number = |s: &str| s.parse::<u32>().ok();
    let valid = number(y)? > 1900 && (1..=12).contains(&number(m)?) && (1..=31).contains(&number(d)?);
    valid.then(|| format!("{y}-{m}-{d}"))
}
