//! `casebook show tree`: how each sentence was tagged and parsed, what its words are, whom they
//! speak of, and who says it.

use std::fmt::Write;

use casebook_packs::Packs;
use casebook_read::show::{Node, Said, Tree, trees};
use serde_json::json;
use textwrap::core::display_width;

use super::drawing::draw;
use crate::args::Show;
use crate::page::width;
use crate::style::{DIM, NAME, OPEN, QUOTE, RESET, SECTION};
use crate::trouble::Trouble;
use crate::{options, read};

/// The trees of the document's sentences, or of the one asked for.
pub fn tree(args: &Show, packs: &Packs) -> Result<String, Trouble> {
    let options = options(&args.input);
    let all = read::guarded(&args.file, |evidence| trees(evidence, packs, &options))?;
    let shown: Vec<&Tree> = all.iter().filter(|t| args.sentence.is_none_or(|n| n == t.number)).collect();
    if let (Some(n), true) = (args.sentence, shown.is_empty()) {
        let message = format!("no sentence {n}");
        return Err(Trouble::new(args.file.display(), message, format!("it has sentences 1 to {}", all.len())));
    }
    let each = |t: &&Tree| if args.json { format!("{}\n", value(t)) } else { text(t) };
    Ok(shown.iter().map(each).collect())
}

fn text(tree: &Tree) -> String {
    let mut out = String::new();
    let number = tree.number.to_string();
    let indent = " ".repeat(number.len() + 2);
    let options = textwrap::Options::new(width()).subsequent_indent(&indent);
    let head = format!("{number}  {}", tree.span.quote.replace('\n', " "));
    for (i, line) in textwrap::wrap(&head, options).iter().enumerate() {
        match line.strip_prefix(&number).filter(|_| i == 0) {
            Some(rest) => writeln!(out, "{SECTION}{number}{RESET}{NAME}{rest}{RESET}"),
            None => writeln!(out, "{NAME}{line}{RESET}"),
        }
        .unwrap_or_default();
    }
    let heads: Vec<usize> = tree.words.iter().map(|w| w.head).collect();
    let drawn = draw(&heads);
    let room = drawn.iter().zip(&tree.words).map(|(d, w)| display_width(d) + display_width(&w.span.quote)).max();
    for (i, (line, word)) in drawn.iter().zip(&tree.words).enumerate() {
        let _ = writeln!(out, "{DIM}{:>4}{RESET} {}", i + 1, row(line, word, room.unwrap_or(0)));
    }
    tree.said.iter().for_each(|s| said(s, &mut out));
    out.push('\n');
    out
}

/// `╭╼ Emeka   PROPN  compound   person`, the columns at the same place in all lines of a sentence.
fn row(line: &str, word: &Node, room: usize) -> String {
    let form = &word.span.quote;
    let pad = " ".repeat(room.saturating_sub(display_width(line) + display_width(form)));
    let lemma = if word.lemma.to_lowercase() == form.to_lowercase() { "" } else { &word.lemma };
    let style = if matches!(word.upos, "VERB" | "NOUN" | "PROPN" | "ADJ") { NAME } else { anstyle::Style::new() };
    let mut more = String::new();
    for (kind, quote, value) in &word.labels {
        let quote = if quote == form { String::new() } else { format!(" “{quote}”") };
        let value = if value.is_empty() { String::new() } else { format!(" = {value}") };
        let _ = write!(more, " {OPEN}{kind}{quote}{value}{RESET}");
    }
    if let Some(person) = &word.person {
        let _ = write!(more, " {QUOTE}@ {person}{RESET}");
    }
    // Blanks at the end of a line are nobody's.
    let (rel, lemma) = match (more.is_empty(), lemma) {
        (true, "") => (word.rel.to_string(), String::new()),
        (true, _) => (format!("{:13}", word.rel), format!(" {DIM}{lemma}{RESET}")),
        (false, _) => (format!("{:13}", word.rel), format!(" {DIM}{lemma:12}{RESET}")),
    };
    format!("{DIM}{line}{RESET} {style}{form}{RESET}{pad}  {:5} {SECTION}{rel}{RESET}{lemma}{more}", word.upos)
}

fn said(said: &Said, out: &mut String) {
    let lead = format!("     {} [{}] ", said.speaker, said.cue);
    let content: Vec<String> = said.content.iter().map(|c| format!("“{}”", c.replace('\n', " "))).collect();
    let options = textwrap::Options::new(width()).initial_indent(&lead).subsequent_indent("       ");
    for line in textwrap::wrap(&content.join(" … "), options) {
        let _ = writeln!(out, "{QUOTE}{line}{RESET}");
    }
}

/// The fields of CoNLL-U by their names, with code points and what Casebook knows besides.
fn value(tree: &Tree) -> serde_json::Value {
    let label = |(kind, quote, value): &(String, String, String)| json!({"kind": kind, "quote": quote, "value": value});
    let word = |(i, w): (usize, &Node)| {
        json!({
            "id": i + 1, "form": w.span.quote, "lemma": w.lemma, "upos": w.upos, "head": w.head, "deprel": w.rel,
            "space_after": w.space_after, "start": w.span.start, "end": w.span.end, "person": w.person,
            "labels": w.labels.iter().map(label).collect::<Vec<_>>(),
        })
    };
    let said = |s: &Said| json!({"speaker": s.speaker, "cue": s.cue, "content": s.content});
    json!({
        "sentence": tree.number, "start": tree.span.start, "end": tree.span.end, "text": tree.span.quote,
        "words": tree.words.iter().enumerate().map(word).collect::<Vec<_>>(),
        "said": tree.said.iter().map(said).collect::<Vec<_>>(),
    })
}
