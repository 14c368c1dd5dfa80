//! `casebook show annotations`: every annotation with its kind, place, words and normal form; the
//! mentions of listed people; who says what. `docs/annotations.md` describes the kinds.

use casebook_read::reading::{AnnotationOut, AttributionOut, PersonOut, Reading, Span};
use serde_json::{Value, json};

use crate::style::{DIM, RESET};

/// One line an annotation, in the order of the text.
pub fn annotations(reading: &Reading, json: bool) -> String {
    let mut lines: Vec<((usize, usize), String)> = Vec::new();
    let mut add = |span: &Span, line: String| lines.push(((span.start, span.end), line));
    for a in &reading.annotations {
        add(&a.span, if json { annotation(a).to_string() } else { plain(&a.span, &a.kind, &a.value) });
    }
    for (person, span) in reading.people.iter().flat_map(|p| p.mentions.iter().map(move |span| (p, span))) {
        add(span, if json { mention(person, span).to_string() } else { plain(span, "mention", &named(person)) });
    }
    for a in &reading.attributions {
        add(&a.cue, if json { attribution(a).to_string() } else { told(reading, a) });
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line + "\n").collect()
}

fn plain(span: &Span, kind: &str, value: &str) -> String {
    let value = if value.is_empty() { String::new() } else { format!(" = {value}") };
    format!("{DIM}{:>6}..{:<6}{RESET} {kind:14} {}{value}", span.start, span.end, span.quote.replace('\n', " "))
}

fn named(p: &PersonOut) -> String {
    if p.name.is_empty() { p.id.clone() } else { format!("{} {}", p.id, p.name) }
}

fn told(reading: &Reading, a: &AttributionOut) -> String {
    let person = reading.people.iter().find(|p| p.id == a.speaker);
    let what: Vec<&str> = a.content.iter().map(|s| s.quote.as_str()).collect();
    let value = format!("{}: “{}”", person.map_or(a.speaker.clone(), named), what.join("” … “").replace('\n', " "));
    plain(&a.cue, "attribution", &value)
}

fn annotation(a: &AnnotationOut) -> Value {
    json!({"kind": a.kind, "start": a.span.start, "end": a.span.end, "quote": a.span.quote, "value": a.value})
}

fn mention(p: &PersonOut, s: &Span) -> Value {
    json!({"kind": "mention", "start": s.start, "end": s.end, "quote": s.quote, "value": p.id, "name": p.name})
}

/// The line stands at its cue; source and content have spans of their own.
fn attribution(a: &AttributionOut) -> Value {
    let span = |s: &Span| json!({"start": s.start, "end": s.end, "quote": s.quote});
    json!({
        "kind": "attribution", "start": a.cue.start, "end": a.cue.end, "quote": a.cue.quote, "value": a.speaker,
        "source": a.source.as_ref().map(span), "cue": span(&a.cue),
        "content": a.content.iter().map(span).collect::<Vec<_>>(),
        "modality": a.modality.map(casebook_packs::Modality::name), "channel": a.channel,
    })
}
