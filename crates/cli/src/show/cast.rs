//! `casebook show cast`: everybody spoken of, listed or not, with what speaks for the part that they have.

use casebook_packs::Packs;
use casebook_read::show::{Member, cast as members};
use serde_json::json;

use crate::args::Show;
use crate::page::width;
use crate::style::{DIM, NAME, OPEN, RESET};
use crate::trouble::Trouble;
use crate::{options, read};

/// Everybody spoken of.
pub fn cast(args: &Show, packs: &Packs) -> Result<String, Trouble> {
    let options = options(&args.input);
    let all = read::guarded(&args.file, |evidence| members(evidence, packs, &options))?;
    Ok(all.iter().map(|m| if args.json { format!("{}\n", value(m)) } else { text(m) }).collect())
}

fn value(m: &Member) -> serde_json::Value {
    let spans: Vec<_> = m.spans.iter().map(|s| json!([s.start, s.end])).collect();
    json!({
        "name": m.name, "level": m.level, "role": m.role, "listed": m.listed,
        "mentions": m.mentions, "spans": spans, "features": m.features,
    })
}

/// `Ana Silva  named  lawyer`, or `(left out)`; below it the words for them, and what speaks for it.
fn text(m: &Member) -> String {
    let called = if m.name.is_empty() { m.mentions.first().map_or("", |w| w.as_str()) } else { &m.name };
    let part = if m.listed { m.role } else { "left out" };
    let indented = |line: &str| {
        let options = textwrap::Options::new(width()).initial_indent("    ").subsequent_indent("    ");
        textwrap::fill(&line.replace('\n', " "), options)
    };
    let words = indented(&m.mentions.join(" | "));
    let features = indented(&m.features.join("; "));
    format!("{NAME}{called}{RESET}  {}  {OPEN}{part}{RESET}\n{words}\n{DIM}{features}{RESET}\n\n", m.level)
}
