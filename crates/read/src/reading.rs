//! What one document yields. Plain values with code-point anchors; every shell prints these.

use casebook_facts::EvidenceId;
use casebook_packs::{Modality, Polarity};

use crate::confidence::{self, Support};
use crate::people::IdentityLevel;

/// Everything that one document yields.
#[derive(Clone)]
pub struct Reading {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its name as received.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its media type.
    pub media_type: &'static str,
    /// Character set it was read with.
    pub charset: &'static str,
    /// For HTML, the extractor and its version: offsets of `dropped` lead to its output.
    pub extractor: Option<&'static str>,
    /// What it says of itself.
    pub document: DocumentInfo,
    /// The clean text.
    pub text: String,
    /// What was left out of the clean text.
    pub dropped: Vec<DroppedPart>,
    /// What the words are.
    pub annotations: Vec<AnnotationOut>,
    /// Who says what.
    pub attributions: Vec<AttributionOut>,
    /// Who is spoken of.
    pub people: Vec<PersonOut>,
    /// What is said.
    pub claims: Vec<ClaimOut>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// The text stays out of logs.
impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Reading({}, {} people, {} claims, {} findings)",
            self.evidence,
            self.people.len(),
            self.claims.len(),
            self.findings.len()
        )
    }
}

/// What a document says of itself; `None` where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    /// Headline.
    pub title: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Language, BCP 47, as detected.
    pub language: Option<String>,
}

/// A part of the source that is not in the clean text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedPart {
    /// First byte of the source.
    pub start_byte: usize,
    /// Byte after the last.
    pub end_byte: usize,
    /// Why.
    pub reason: String,
}

/// Words of the clean text: code points `start..end`, end excluded, and the words themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
}

/// One annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationOut {
    /// What it says ("country", "date", "person").
    pub kind: String,
    /// Where.
    pub span: Span,
    /// Normal form; empty where there is none.
    pub value: String,
}

/// One act of saying: source, cue and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributionOut {
    /// `outlet`, a person id, or a role as printed.
    pub speaker: String,
    /// The words for the source; absent where the speaker is understood from another sentence.
    pub source: Option<Span>,
    /// The verb or phrase that carries it; for a quotation without one, its opening mark.
    pub cue: Span,
    /// What is said.
    pub content: Vec<Span>,
    /// What the verb makes of it ("denied").
    pub modality: Option<Modality>,
    /// Through which medium.
    pub channel: Option<String>,
}

/// One person or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonOut {
    /// Id within the reading (`p1`).
    pub id: String,
    /// Fullest printed name; empty for those without one.
    pub name: String,
    /// How far they are named.
    pub level: IdentityLevel,
    /// Role in the case.
    pub role: &'static str,
    /// Where they are mentioned.
    pub mentions: Vec<Span>,
    /// Whose relative they are, and how.
    pub kin_of: Option<(String, String)>,
    /// Whom they act for.
    pub acts_for: Option<String>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimOut {
    /// Id within the reading (`c1`).
    pub id: String,
    /// Person id, or `class:<name>`.
    pub about: String,
    /// Predicate id.
    pub predicate: String,
    /// Normal form of the value.
    pub value: String,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// How certain it is meant to be.
    pub modality: Modality,
    /// `outlet`, a person id, or a role as printed.
    pub speaker: String,
    /// Through which medium.
    pub channel: Option<String>,
    /// When, in EDTF.
    pub when: Option<String>,
    /// Where, as printed.
    pub place: Option<String>,
    /// `required` when a person must look first.
    pub review: Option<&'static str>,
    /// Whom it is about was told by nearness, or by words that could mean somebody else as well: fills no
    /// status until a person says so.
    pub inferred: bool,
    /// The report says that it is over ("used to be stateless"): a claim of what was, that fills no status.
    pub ended: bool,
    /// No phrasing states it, the proposer suggests it: fills no status until a person says so.
    pub suggested: bool,
    /// What the proposer says of its words and person; `None` where the encoder has not read the sentence.
    pub support: Option<Support>,
    /// How likely it is right, from 0 to 1; `None` where only the first gear was asked to read.
    pub confidence: Option<f32>,
    /// Which decision of a person it rests on, in words ("accepted by NAME"); `None` as read.
    pub decided: Option<String>,
    /// Id of the pack entry that found it; empty for what grammar implies.
    pub entry: String,
    /// The words it stands on, by slot; the first is the trigger.
    pub anchors: Vec<(String, Span)>,
}

impl ClaimOut {
    /// `person` or `class`.
    #[must_use]
    pub fn scope(&self) -> &'static str {
        if self.about.starts_with("class:") { "class" } else { "person" }
    }

    /// Can it fill a status: affirmed and asserted, not over, stated about somebody certain, and not waiting for review?
    #[must_use]
    pub fn settles(&self) -> bool {
        !self.ended && self.polarity == Polarity::Affirmed && self.modality == Modality::Asserted && self.stands()
    }

    /// Does it need nobody to look at it before it is used: stated, about somebody certain, likely
    /// enough, not waiting for review?
    #[must_use]
    pub fn stands(&self) -> bool {
        if self.decided.is_some() {
            return true;
        }
        let sure = self.confidence.is_none_or(|c| c >= confidence::SURE);
        self.review.is_none() && !self.inferred && !self.suggested && sure
    }
}

/// Something a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind ("name-damaged").
    pub kind: &'static str,
    /// What it is.
    pub message: String,
    /// Where, if at one place.
    pub anchor: Option<Span>,
    /// What to do.
    pub hint: String,
}
