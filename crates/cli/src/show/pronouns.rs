//! `casebook show pronouns`: whom each "he", "she" and "they" may mean, with what speaks for it.

use casebook_packs::Packs;
use casebook_read::show::{Guess, pronouns as guesses};
use serde_json::json;

use crate::args::Show;
use crate::page::width;
use crate::style::{DIM, NAME, RESET};
use crate::trouble::Trouble;
use crate::{options, read};

/// Every pronoun of the third person.
pub fn pronouns(args: &Show, packs: &Packs) -> Result<String, Trouble> {
    let options = options(&args.input);
    let all = read::guarded(&args.file, |evidence| guesses(evidence, packs, &options))?;
    if all.is_empty() && !args.json {
        return Ok("no \"he\", \"she\" or \"they\" in this text\n".to_string());
    }
    Ok(all.iter().map(|g| if args.json { format!("{}\n", value(g)) } else { text(g) }).collect())
}

fn value(g: &Guess) -> serde_json::Value {
    let candidate = |(mentions, features): &(Vec<casebook_read::reading::Span>, Vec<&str>)| {
        let spans: Vec<_> = mentions.iter().map(|s| json!([s.start, s.end])).collect();
        json!({"spans": spans, "features": features})
    };
    let candidates: Vec<_> = g.candidates.iter().map(candidate).collect();
    json!({"start": g.pronoun.start, "end": g.pronoun.end, "column": g.column, "candidates": candidates})
}

/// `15..18  he  subject`; below it whom it may mean, each with the last words for them and what speaks for it.
fn text(g: &Guess) -> String {
    let mut out = format!("{}..{}  {NAME}{}{RESET}  {}\n", g.pronoun.start, g.pronoun.end, g.pronoun.quote, g.column);
    for (mentions, features) in &g.candidates {
        let options = textwrap::Options::new(width()).initial_indent("    ").subsequent_indent("        ");
        let words: Vec<String> = mentions.iter().map(|m| m.quote.replace('\n', " ")).collect();
        let line = format!("{}: {DIM}{}{RESET}", words.join(" | "), features.join("; "));
        out.push_str(&textwrap::fill(&line, options));
        out.push('\n');
    }
    out + "\n"
}
