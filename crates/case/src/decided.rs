//! What people decided, laid over what was read: rejected claims go, accepted ones stand, corrected ones stand as
//! corrected. The reading itself is never changed on disk.

use casebook_facts::{Anchor, Decision, EvidenceId, Target, Verdict};
use casebook_packs::{Modality, Polarity};
use casebook_read::reading::{ClaimOut, Reading, Span};

/// Code points of context an anchor keeps on either side.
const CONTEXT: usize = 32;

/// Lays decisions over a reading, in their order: the last on each claim counts. Number of claims decided.
pub fn apply(reading: &mut Reading, decisions: &[Decision]) -> usize {
    let (evidence, text) = (reading.evidence, reading.text.clone());
    let mut n = 0;
    reading.claims.retain_mut(|claim| {
        let about = decisions.iter().rev().find(|d| is_about(d, claim, evidence, &text));
        let Some(decision) = about else { return true };
        n += 1;
        stand(claim, decision)
    });
    n
}

/// The claim as decided; false when it was rejected.
fn stand(claim: &mut ClaimOut, decision: &Decision) -> bool {
    let by = &decision.stamp.by;
    match &decision.verdict {
        Verdict::Reject => return false,
        Verdict::Accept => claim.decided = Some(format!("accepted by {by}")),
        Verdict::Correct { fields } => {
            fields.iter().for_each(|(field, value)| correct(claim, field, value));
            claim.decided = Some(format!("corrected by {by}"));
        }
        _ => return true,
    }
    claim.review = None;
    true
}

/// Fields of a claim that a person may correct.
pub const FIELDS: [&str; 5] = ["value", "modality", "polarity", "when", "where"];

/// Whether a field can have this value.
#[must_use]
pub fn can_be(field: &str, value: &str) -> bool {
    match field {
        "modality" => Modality::parse(value).is_some(),
        "polarity" => polarity(value).is_some(),
        _ => FIELDS.contains(&field),
    }
}

fn correct(claim: &mut ClaimOut, field: &str, value: &str) {
    let some = || (!value.is_empty()).then(|| value.to_string());
    match field {
        "value" => claim.value = value.to_string(),
        "when" => claim.when = some(),
        "where" => claim.place = some(),
        "modality" => claim.modality = Modality::parse(value).unwrap_or(claim.modality),
        "polarity" => claim.polarity = polarity(value).unwrap_or(claim.polarity),
        _ => {}
    }
}

fn polarity(value: &str) -> Option<Polarity> {
    [Polarity::Affirmed, Polarity::Negated].into_iter().find(|p| p.name() == value)
}

/// The same predicate on the same words, of the same person as far as words tell.
fn is_about(decision: &Decision, claim: &ClaimOut, evidence: EvidenceId, text: &str) -> bool {
    let Target::Claim { predicate, words, .. } = &decision.target else { return false };
    let judged = matches!(decision.verdict, Verdict::Accept | Verdict::Reject | Verdict::Correct { .. });
    judged
        && *predicate == claim.predicate
        && claim.anchors.first().is_some_and(|(_, span)| words.iter().any(|a| same(a, span, evidence, text)))
}

/// The anchor's place; or its words in their context, where the text was cleaned anew.
fn same(anchor: &Anchor, span: &Span, evidence: EvidenceId, text: &str) -> bool {
    if anchor.evidence != evidence || anchor.quote != span.quote {
        return false;
    }
    let now = self::anchor(evidence, span, text);
    (anchor.start, anchor.end) == (span.start, span.end) || (now.prefix == anchor.prefix && now.suffix == anchor.suffix)
}

/// The anchor of words of a document.
#[must_use]
pub fn anchor(evidence: EvidenceId, span: &Span, text: &str) -> Anchor {
    let before = span.start.saturating_sub(CONTEXT);
    Anchor {
        evidence,
        start: span.start,
        end: span.end,
        quote: span.quote.clone(),
        prefix: text.chars().skip(before).take(span.start - before).collect(),
        suffix: text.chars().skip(span.end).take(CONTEXT).collect(),
    }
}

/// What a decision on a claim is about.
#[must_use]
pub fn claim_target(reading: &Reading, claim: &ClaimOut) -> Target {
    let anchor = |span: &Span| anchor(reading.evidence, span, &reading.text);
    let person = reading.people.iter().find(|p| p.id == claim.about);
    Target::Claim {
        predicate: claim.predicate.clone(),
        person: person.and_then(|p| p.mentions.first()).map(anchor).into_iter().collect(),
        words: claim.anchors.iter().map(|(_, span)| anchor(span)).collect(),
    }
}

/// The anchor of a person: the first mention.
#[must_use]
pub fn person_anchor(reading: &Reading, id: &str) -> Option<Anchor> {
    let person = reading.people.iter().find(|p| p.id == id)?;
    person.mentions.first().map(|span| anchor(reading.evidence, span, &reading.text))
}
