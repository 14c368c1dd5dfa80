//! HTML pages: main text by a measured extractor, metadata by what the page says of itself.
//!
//! Extractor: the crate `trafilatura` (measured against five others, see `docs/decisions/`).
//! Metadata is read here, because the extractor's date search looks at the clock of the machine.

mod json_ld;
mod metadata;
mod visible;

pub use metadata::PageMetadata;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ego_tree::iter::Edge;
use scraper::Html;

use crate::decode::Options;
use crate::refusal::Refusal;

/// Name and version of the extractor, recorded with every reading of a page.
pub const EXTRACTOR: &str = "trafilatura 0.6.0";
/// Deepest nesting of elements in a page that is read. Real article pages stay under a hundred.
pub const MAX_DEPTH: usize = 512;
/// Most bytes of a page; the parsed tree takes some twenty times as much memory.
pub const MAX_PAGE: usize = 16 << 20;

/// What an HTML page yields.
pub struct Page {
    /// The main text, one paragraph a line.
    pub text: String,
    /// What the page says of itself.
    pub metadata: PageMetadata,
    /// Things a person should know.
    pub remarks: Vec<String>,
}

/// Extracts the main text and the metadata of a page.
///
/// # Errors
/// [`Refusal::TooLarge`], [`Refusal::TooDeep`], or [`Refusal::NoMainText`] when nothing is found.
pub fn extract(html: &str, _options: &Options) -> Result<Page, Refusal> {
    if html.len() > MAX_PAGE {
        return Err(Refusal::TooLarge { bytes: html.len(), limit: MAX_PAGE });
    }
    refuse_open_nesting(html)?;
    let page = Html::parse_document(html);
    refuse_deep_trees(&page)?;
    let metadata = PageMetadata::of(&page);
    drop(page);
    let text = main_text(html)?;
    Ok(Page { text, metadata, remarks: Vec::new() })
}

/// A cheap look before the tree is built: the tree builder walks its stack of open elements for
/// every tag, so ten thousand open ones take quadratic time.
fn refuse_open_nesting(html: &str) -> Result<(), Refusal> {
    const CONTAINERS: [&str; 12] =
        ["div", "span", "section", "article", "table", "blockquote", "ul", "ol", "b", "i", "font", "a"];
    let (mut open, mut deepest) = (0usize, 0usize);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closing = rest.starts_with('/');
        let name = &rest[usize::from(closing)..];
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len()).min(12);
        let tag = name.get(..length).unwrap_or("");
        if CONTAINERS.iter().any(|c| tag.eq_ignore_ascii_case(c)) {
            open = if closing { open.saturating_sub(1) } else { open + 1 };
            deepest = deepest.max(open);
        }
    }
    // Pages in tag soup leave some elements open; several thousand are an attack or a dump.
    let limit = MAX_DEPTH * 8;
    if deepest > limit { Err(Refusal::TooDeep { depth: deepest, limit: MAX_DEPTH }) } else { Ok(()) }
}

fn refuse_deep_trees(page: &Html) -> Result<(), Refusal> {
    let mut depth = 0usize;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        if depth > MAX_DEPTH {
            return Err(Refusal::TooDeep { depth, limit: MAX_DEPTH });
        }
    }
    Ok(())
}

fn main_text(html: &str) -> Result<String, Refusal> {
    // The date search is the one part that reads the clock; a fixed answer keeps it out.
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_override(Default::default());
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    match found {
        // The crate's own text runs the paragraphs together.
        Ok(Ok(result)) if !result.content_text.trim().is_empty() => Ok(paragraphs(&result.content_html)),
        _ => Err(Refusal::NoMainText),
    }
}

/// Elements that begin and end a line.
const BLOCKS: [&str; 26] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "figure",
    "figcaption",
    "table",
    "tr",
    "header",
    "footer",
    "br",
    "hr",
];

/// The text of a piece of HTML, one paragraph a line, blanks as a browser shows them.
fn paragraphs(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for edge in Html::parse_fragment(html).tree.root().traverse() {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        if let Some(element) = node.value().as_element() {
            if BLOCKS.contains(&element.name()) {
                end_line(&mut out);
            } else if matches!(element.name(), "td" | "th") && !out.ends_with(['\n', ' ']) {
                out.push(' ');
            }
        }
        if let (Edge::Open(_), Some(text)) = (edge, node.value().as_text()) {
            for c in text.chars() {
                let blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
                if !blank {
                    out.push(c);
                } else if !out.is_empty() && !out.ends_with(['\n', ' ']) {
                    out.push(' ');
                }
            }
        }
    }
    end_line(&mut out);
    out
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str, head: &str) -> String {
        format!(
            "<!doctype html><html lang=en><head>{head}</head><body><nav><a href=/>Home</a></nav><article>{body}</article></body></html>"
        )
    }

    #[test]
    fn main_text_and_metadata() {
        let paragraph = "<p>The court in Brno sentenced the man in his absence to twelve years, his lawyer said.</p>";
        let head = r#"<title>Court | Paper</title><meta property="og:site_name" content="The Paper">
            <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",
            "headline":"Man sentenced in absence","datePublished":"2024-03-05T10:00:00+01:00",
            "author":[{"@type":"Person","name":"Ana Silva"}]}]}</script>"#;
        let read = extract(&page(&paragraph.repeat(5), head), &Options::default()).unwrap();
        assert!(read.text.contains("sentenced the man in his absence"));
        assert!(!read.text.contains("Home"));
        assert_eq!(read.text.lines().count(), 5, "one paragraph a line");
        assert_eq!(read.metadata.title.as_deref(), Some("Man sentenced in absence"));
        assert_eq!(read.metadata.author.as_deref(), Some("Ana Silva"));
        assert_eq!(read.metadata.published.as_deref(), Some("2024-03-05"));
        assert_eq!(read.metadata.publisher.as_deref(), Some("The Paper"));
    }

    #[test]
    fn blocks_end_lines_and_blanks_are_as_a_browser_shows_them() {
        let html = "<div><h1>Two  held</h1>\n<p>One was <b>held</b>,\n  one <i>freed</i>.</p><ul><li>Lima<li>Oslo</ul>\
            End<br>of it</div>";
        assert_eq!(paragraphs(html), "Two held\nOne was held, one freed.\nLima\nOslo\nEnd\nof it\n");
    }

    #[test]
    fn ten_thousand_nested_elements_are_refused() {
        let deep = page(&"<div>".repeat(10_000), "");
        assert!(matches!(extract(&deep, &Options::default()), Err(Refusal::TooDeep { .. })));
        let mixed = page(&"<em><q>".repeat(700), "");
        assert!(matches!(extract(&mixed, &Options::default()), Err(Refusal::TooDeep { .. })));
    }
}
