//! What a page says of itself: JSON-LD first, then OpenGraph and other `<meta>`, then visible
//! elements. What is absent stays absent.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::json_ld;
use super::visible::{self, day, words};

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
    /// What is said here, and what `other` says where this is silent.
    #[must_use]
    pub fn or(self, other: PageMetadata) -> PageMetadata {
        PageMetadata {
            title: self.title.or(other.title),
            author: self.author.or(other.author),
            published: self.published.or(other.published),
            modified: self.modified.or(other.modified),
            publisher: self.publisher.or(other.publisher),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
        }
    }

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
                .map(|t| as_printed(page, &without_outlet(&unescaped(&t), meta(&["og:site_name"]).as_deref()))),
            author: json_ld::names(&article["author"])
                .or_else(|| {
                    meta(&["author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author"])
                })
                .or_else(|| visible::author(page))
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
                .or_else(|| visible::date(page))
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

/// Content of a `<meta>` whose name, property or itemprop is `key`, whatever the case.
fn meta(page: &Html, key: &str) -> Option<String> {
    all(page, "meta[content]").find_map(|e| {
        let e = e.value();
        let is = |a: &str| e.attr(a).is_some_and(|v| v.eq_ignore_ascii_case(key));
        let content = e.attr("content")?.trim();
        ((is("name") || is("property") || is("itemprop")) && !content.is_empty()).then(|| content.to_string())
    })
}

/// Character references that a page wrote where none are read (inside JSON, or twice).
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    Html::parse_fragment(text).root_element().text().collect()
}

/// The headline printed on the page, where the one in the head is the same with something behind it.
fn as_printed(page: &Html, title: &str) -> String {
    let fold = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let whole = fold(title);
    let printed = all(page, "h1").filter_map(words).find(|h| {
        let h = fold(h);
        let behind = whole.strip_prefix(&h).unwrap_or("");
        h.split(' ').count() >= 3 && behind.trim_start().starts_with(|c: char| !c.is_alphanumeric())
    });
    printed.unwrap_or_else(|| title.to_string())
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

/// An author line as a name: without "By", addresses and what follows a bar.
fn author_name(author: &str) -> Option<String> {
    let mut name = author.split(['|', '•', '·']).next().unwrap_or("").trim();
    for by in ["By ", "by ", "BY ", "Written by ", "Posted by ", "By: ", "Author: "] {
        name = name.strip_prefix(by).unwrap_or(name).trim();
    }
    let plausible = !name.is_empty() && !name.contains("://") && !name.contains('@') && name.chars().count() <= 120;
    plausible.then(|| name.trim_end_matches([',', '.']).to_string())
}
