//! The reading as JSON: the contract that scorers, the cluster and other people's tools use.
//! Fields may be added; anything else changes only with a version step. Offsets are code points of
//! `text`, end exclusive.

use serde_json::{Value, json};

use crate::confidence::rounded;
use crate::reading::{ClaimOut, Finding, PersonOut, Reading, Span};

/// Version of the format.
pub const VERSION: u32 = 1;

/// One reading as one JSON object.
#[must_use]
pub fn reading(r: &Reading) -> Value {
    let mut evidence = json!({
        "sha256": r.evidence.to_string(), "media_type": r.media_type, "bytes": r.bytes, "name": r.name,
    });
    if let Some(extractor) = r.extractor {
        evidence["extractor"] = json!(extractor);
    }
    json!({
        "casebook": VERSION,
        "evidence": evidence,
        "document": {
            "title": r.document.title, "published": r.document.published, "publisher": r.document.publisher,
            "url": r.document.url, "author": r.document.author, "language": r.document.language,
        },
        "text": r.text,
        "dropped": r.dropped.iter().map(|d| json!({
            "start_byte": d.start_byte, "end_byte": d.end_byte, "reason": d.reason,
        })).collect::<Vec<_>>(),
        "people": r.people.iter().map(person).collect::<Vec<_>>(),
        "claims": r.claims.iter().map(claim).collect::<Vec<_>>(),
        "findings": r.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn span(s: &Span) -> Value {
    json!({"start": s.start, "end": s.end, "quote": s.quote})
}

fn person(p: &PersonOut) -> Value {
    json!({
        "id": p.id, "name": p.name, "identity_level": p.level.name(), "role": p.role,
        "mentions": p.mentions.iter().map(span).collect::<Vec<_>>(),
    })
}

/// One claim as JSON.
#[must_use]
pub fn claim(c: &ClaimOut) -> Value {
    let anchor = |(slot, s): &(String, Span)| json!({"slot": slot, "start": s.start, "end": s.end, "quote": s.quote});
    json!({
        "id": c.id, "about": c.about, "predicate": c.predicate, "value": c.value,
        "polarity": c.polarity.name(), "modality": c.modality.name(), "speaker": c.speaker,
        "channel": c.channel, "when": c.when, "where": c.place, "scope": c.scope(), "review": c.review,
        "inferred": c.inferred, "ended": c.ended, "suggested": c.suggested, "confidence": c.confidence.map(rounded),
        "support": c.support.map(|s| [rounded(s.words), rounded(s.person)]), "entry": c.entry,
        "anchors": c.anchors.iter().map(anchor).collect::<Vec<_>>(),
    })
}

fn finding(f: &Finding) -> Value {
    json!({
        "kind": f.kind, "message": f.message,
        "anchor": f.anchor.as_ref().map_or_else(|| json!({}), span), "hint": f.hint,
    })
}
