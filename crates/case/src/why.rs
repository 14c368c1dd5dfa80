//! Why a line stands: from the claim down to the words, who said them, and where.

use casebook_packs::Packs;
use casebook_read::reading::{ClaimOut, Reading, Span};

use crate::holds::{lasting, sure};
use crate::line::{Line, speaker_name};

/// The trace of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The line as a case page shows it.
    pub line: Line,
    /// Who it is about.
    pub about: String,
    /// The sentence around the trigger.
    pub sentence: Span,
    /// The anchored words, by slot.
    pub anchors: Vec<(String, Span)>,
    /// Who says it.
    pub speaker: String,
    /// Through which medium.
    pub channel: Option<String>,
    /// The pack entry that found it, with its source; empty for what grammar implies.
    pub entry: String,
    /// Where the phrasing comes from.
    pub entry_source: String,
    /// No phrasing states it: the proposer suggests it.
    pub suggested: bool,
    /// How likely it is right, from 0 to 1; `None` where the encoder has not read the sentence.
    pub confidence: Option<f32>,
    /// Statuses it fills, as `axis = state`; a reason where it fills none.
    pub effect: Vec<String>,
    /// Document name and SHA-256.
    pub document: (String, String),
}

/// Explains a claim by its id; `None` when the reading has no such claim.
#[must_use]
pub fn why(reading: &Reading, packs: &Packs, id: &str) -> Option<Why> {
    let claim = reading.claims.iter().find(|c| c.id == id)?;
    let entry = packs.entries.iter().find(|e| e.id == claim.entry);
    Some(Why {
        line: Line::of(claim, reading, packs),
        about: speaker_name(&claim.about, reading),
        sentence: sentence(reading, &claim.anchors[0].1),
        anchors: claim.anchors.clone(),
        speaker: speaker_name(&claim.speaker, reading),
        channel: claim.channel.clone(),
        entry: claim.entry.clone(),
        entry_source: entry.map_or(String::new(), |e| e.source.clone()),
        suggested: claim.suggested,
        confidence: claim.confidence,
        effect: effect(claim, reading, packs),
        document: (reading.name.clone(), reading.evidence.to_string()),
    })
}

fn effect(claim: &ClaimOut, reading: &Reading, packs: &Packs) -> Vec<String> {
    let Some(p) = packs.predicate(&claim.predicate) else { return Vec::new() };
    let fills = &packs.predicates[p].fills;
    if fills.is_empty() {
        return vec!["fills no status".into()];
    }
    if claim.review.is_some() {
        return vec!["fills no status: held for review".into()];
    }
    if claim.ended {
        return vec!["fills no status: the report says that it is over".into()];
    }
    if claim.suggested {
        return vec!["fills no status: a suggestion, no phrasing states it".into()];
    }
    if claim.inferred {
        return vec!["fills no status: whom it is about is inferred".into()];
    }
    if !claim.stands() {
        return vec!["fills no status: not sure enough to stand without anybody looking at it".into()];
    }
    let all: Vec<&ClaimOut> = reading.claims.iter().filter(|c| c.about == claim.about).collect();
    if !sure(claim, &all, packs) {
        return vec!["fills no status until somebody has looked: another claim says that it is not so".into()];
    }
    if lasting(&[claim], &all, packs).is_empty() {
        return vec!["fills no status: a later step ended it".into()];
    }
    let mut out: Vec<String> = Vec::new();
    for fill in fills {
        let wanted = fill.modality.unwrap_or(casebook_packs::Modality::Asserted);
        if claim.modality == wanted && claim.polarity == fill.polarity {
            out.push(format!("{} = {}", fill.axis, fill.state.replace("{value}", &claim.value)));
        }
    }
    if out.is_empty() {
        out.push(format!("fills no status: it is {} and {}", claim.polarity.name(), claim.modality.name()));
    }
    out
}

/// The paragraph's part around a span, cut at sentence ends within 300 code points on each side.
fn sentence(reading: &Reading, span: &Span) -> Span {
    let chars: Vec<char> = reading.text.chars().collect();
    let stop = |i: usize| {
        matches!(chars[i], '.' | '!' | '?' | '\n')
            && chars.get(i + 1).is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | '\''))
    };
    let mut start = span.start;
    while start > 0 && span.start - start < 300 && !(start < span.start && stop(start - 1)) && chars[start - 1] != '\n'
    {
        start -= 1;
    }
    let mut end = span.end;
    while end < chars.len() && end - span.end < 300 && chars[end] != '\n' {
        end += 1;
        if stop(end - 1) {
            break;
        }
    }
    while start < end && chars[start].is_whitespace() {
        start += 1;
    }
    Span { start, end, quote: chars[start..end].iter().collect() }
}
