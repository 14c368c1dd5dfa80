//! Who says what, as it is shown: what the rules find and what the attribution scorer accepts, one
//! entry for each cue.

use std::ops::Range;

use crate::discourse::Attribution;
use crate::doc::Doc;
use crate::output::{Spans, speaker};
use crate::people::People;
use crate::reading::AttributionOut;
use crate::speech::{Speech, Speeches};

/// All acts of saying in the order of their cues. `ids`: of listed people.
#[must_use]
pub fn all(
    doc: &Doc<'_>,
    people: &People,
    speeches: &Speeches,
    ids: &[String],
    spans: &Spans<'_>,
) -> Vec<AttributionOut> {
    let learned = &doc.discourse.attributions;
    let mut told: Vec<Told> = Vec::new();
    for a in learned {
        let by_rule = speeches.all.iter().find(|s| s.cue == a.cue);
        told.push(Told::scored(doc, people, a, by_rule, ids));
    }
    for s in speeches.all.iter().filter(|s| !learned.iter().any(|a| a.cue == s.cue)) {
        let speaker = speaker(doc, people, &s.speaker, ids);
        // A quotation without a cue goes on with what its speaker was saying.
        let open = told.iter_mut().filter(|t| t.cue < s.cue && t.speaker == speaker).max_by_key(|t| t.cue);
        match open.filter(|t| s.source.is_none() && goes_on(doc, t.cue, s.cue)) {
            Some(before) => before.content.extend(s.content.iter().cloned()),
            None => told.push(Told::ruled(s, speaker)),
        }
    }
    told.sort_by_key(|t| t.cue);
    told.into_iter().map(|t| t.out(spans)).collect()
}

/// In the same paragraph or the next one.
fn goes_on(doc: &Doc<'_>, cue: usize, later: usize) -> bool {
    doc.sentence(later).paragraph <= doc.sentence(cue).paragraph + 1
}

/// One act of saying in tokens.
struct Told<'a> {
    cue: usize,
    speaker: String,
    source: Option<Range<usize>>,
    content: Vec<Range<usize>>,
    by_rule: Option<&'a Speech>,
}

impl<'a> Told<'a> {
    fn ruled(s: &'a Speech, speaker: String) -> Told<'a> {
        Told { cue: s.cue, speaker, source: s.source.clone(), content: s.content.clone(), by_rule: Some(s) }
    }

    fn scored(doc: &Doc<'_>, people: &People, a: &Attribution, by_rule: Option<&'a Speech>, ids: &[String]) -> Self {
        let named = || {
            let top = a.source.clone().find(|t| doc.words[*t].head.is_none_or(|h| !a.source.contains(&h)))?;
            people.person_at(top).map(|p| ids[p].clone()).filter(|id| !id.is_empty())
        };
        let speaker = match by_rule {
            Some(s) => speaker(doc, people, &s.speaker, ids),
            None => named().unwrap_or_else(|| doc.quote(a.source.clone()).to_string()),
        };
        let source = Some(a.source.clone()).filter(|s| !s.is_empty());
        let source = source.or_else(|| by_rule.and_then(|s| s.source.clone()));
        Told { cue: a.cue, speaker, source, content: a.content.clone(), by_rule }
    }

    fn out(self, spans: &Spans<'_>) -> AttributionOut {
        AttributionOut {
            speaker: self.speaker,
            source: self.source.map(|tokens| spans.of(tokens)),
            cue: spans.of(self.cue..self.cue + 1),
            content: joined(&self.content).into_iter().map(|r| spans.of(r)).collect(),
            modality: self.by_rule.and_then(|s| s.modality),
            channel: self.by_rule.and_then(|s| s.channel.clone()),
        }
    }
}

/// Token ranges in the order of the text, those that touch or overlap joined.
#[must_use]
pub fn joined(content: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted = content.to_vec();
    sorted.sort_by_key(|r| r.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match out.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => out.push(range),
        }
    }
    out
}
