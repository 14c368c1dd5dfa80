//! What a document yields, one line a thing, for comparison and for reading.

use casebook_facts::Evidence;
use casebook_packs::{Modality, Polarity};
use casebook_read::Options;
use casebook_read::reading::{ClaimOut, Reading};

use crate::story::Story;

/// The body that an `expect` block of this kind should have.
pub fn block(kind: &str, story: &Story) -> String {
    let bytes = story.evidence.clone().into_bytes();
    let evidence = Evidence::new(story.name.clone(), bytes);
    let packs = casebook_packs::bundled();
    let reading = match casebook_read::read(&evidence, packs, &Options::default()) {
        Ok(reading) => reading,
        Err(refusal) => return format!("refused: {refusal}\n"),
    };
    let lines: Vec<String> = match kind {
        "text" => reading.text.lines().map(ToString::to_string).collect(),
        "dropped" => dropped(&reading, &evidence),
        "people" => reading.people.iter().map(|p| person(&reading, &p.id)).collect(),
        "claims" => reading.claims.iter().map(|c| claim(&reading, c)).collect(),
        "statuses" => statuses(&reading),
        "findings" => reading
            .findings
            .iter()
            .filter(|f| f.kind != "metadata-missing")
            .map(|f| format!("{}: {}", f.kind, f.message))
            .collect(),
        "document" => document(&reading),
        other => vec![format!("unknown kind of expectation: {other}")],
    };
    lines.iter().map(|l| format!("{l}\n")).collect()
}

fn dropped(reading: &Reading, evidence: &Evidence) -> Vec<String> {
    let words = |start: usize, end: usize| String::from_utf8_lossy(&evidence.bytes[start..end]).into_owned();
    let shown = reading.dropped.iter().filter(|d| d.reason != "blank");
    if reading.extractor.is_some() {
        return shown.map(|d| d.reason.clone()).collect();
    }
    shown.map(|d| format!("{}: {:?}", d.reason, words(d.start_byte, d.end_byte))).collect()
}

/// How a person or class is called in a story.
fn called(reading: &Reading, id: &str) -> String {
    match reading.people.iter().find(|p| p.id == id) {
        None => id.to_string(),
        Some(p) if p.name.is_empty() => p.mentions.first().map_or(String::new(), |m| format!("<{}>", m.quote)),
        Some(p) => p.name.clone(),
    }
}

fn person(reading: &Reading, id: &str) -> String {
    let Some(p) = reading.people.iter().find(|p| p.id == id) else { return String::new() };
    let mut mentions: Vec<&str> = Vec::new();
    for m in &p.mentions {
        if !mentions.contains(&m.quote.as_str()) {
            mentions.push(&m.quote);
        }
    }
    let kin = p.kin_of.as_ref().map_or(String::new(), |(of, kin)| format!(", {kin} of {}", called(reading, of)));
    let acts = p.acts_for.as_ref().map_or(String::new(), |of| format!(", acts for {}", called(reading, of)));
    format!("{}: {}, {}{kin}{acts} ({})", called(reading, id), p.level.name(), p.role, mentions.join(" | "))
}

fn claim(reading: &Reading, c: &ClaimOut) -> String {
    let mut marks = Vec::new();
    if c.polarity == Polarity::Negated {
        marks.push("negated".to_string());
    }
    if c.modality != Modality::Asserted {
        marks.push(c.modality.name().to_string());
    }
    if c.speaker != "outlet" {
        marks.push(format!("by {}", called(reading, &c.speaker)));
    }
    marks.extend(c.channel.as_ref().map(|x| format!("in {x}")));
    marks.extend(c.when.as_ref().map(|x| format!("when {x}")));
    marks.extend(c.review.map(|_| "held".to_string()));
    marks.extend(c.suggested.then(|| "suggested".to_string()));
    marks.extend(c.ended.then(|| "since ended".to_string()));
    marks.extend((c.inferred && !c.suggested).then(|| "inferred".to_string()));
    let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join("; ")) };
    let quote = c.anchors.first().map_or("", |(_, s)| s.quote.as_str());
    format!("{}: {} = {}{marks} {quote:?}", called(reading, &c.about), c.predicate, c.value)
}

fn statuses(reading: &Reading) -> Vec<String> {
    let folded = casebook_case::derive(reading, casebook_packs::bundled());
    let mut out = Vec::new();
    for case in &folded.cases {
        out.extend(case.statuses.iter().map(|s| format!("{}: {} = {}", case.name, s.axis, s.states.join(", "))));
        let asked = case.to_confirm.iter();
        out.extend(asked.map(|s| format!("{}: {} = {} (to confirm)", case.name, s.axis, s.states.join(", "))));
        out.extend(case.promises.iter().map(|p| format!("{}: {}: {}", case.name, p.line.text, p.outcome.name())));
        out.extend(case.conflicts.iter().map(|c| format!("{}: conflict: {}", case.name, c.say)));
    }
    out
}

fn document(reading: &Reading) -> Vec<String> {
    let d = &reading.document;
    let fields = [
        ("title", &d.title),
        ("author", &d.author),
        ("published", &d.published),
        ("publisher", &d.publisher),
        ("url", &d.url),
        ("language", &d.language),
    ];
    fields.iter().map(|(name, value)| format!("{name}: {}", value.as_deref().unwrap_or("-"))).collect()
}
