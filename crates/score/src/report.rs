//! A reading as far as it is compared: in memory, or as `casebook read --json` wrote it.
//!
//! Names of levels, roles and modalities stay words here, so that readings of an older or newer
//! program can be compared as well.

use casebook_read::format::VERSION;
use casebook_read::reading::{ClaimOut, PersonOut, Reading};
use serde::Deserialize;
use serde_json::Value;

/// The reading of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Report {
    /// Which document it is.
    pub evidence: Source,
    /// Its clean text.
    pub text: String,
    /// Who is spoken of.
    pub people: Vec<Person>,
    /// What is said.
    pub claims: Vec<Claim>,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its name as received.
    pub name: String,
}

/// Words of the clean text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Words {
    /// What they are to a claim (`trigger`, `when`); empty for a mention.
    #[serde(default)]
    pub slot: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
}

/// One person or group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Id within the reading.
    pub id: String,
    /// Fullest printed name; empty for those without one.
    pub name: String,
    /// How far they are named.
    #[serde(rename = "identity_level")]
    pub level: String,
    /// Role in the case.
    pub role: String,
    /// Where they are mentioned.
    pub mentions: Vec<Words>,
}

/// One claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Claim {
    /// Person id, or `class:` and words.
    pub about: String,
    /// Predicate id.
    pub predicate: String,
    /// Normal form of the value.
    pub value: String,
    /// Affirmed or negated.
    pub polarity: String,
    /// How certain it is meant to be.
    pub modality: String,
    /// `outlet`, a person id, or a role as printed.
    pub speaker: String,
    /// Through which medium.
    #[serde(default)]
    pub channel: Option<String>,
    /// When, in EDTF.
    #[serde(default)]
    pub when: Option<String>,
    /// Where, as printed.
    #[serde(default, rename = "where")]
    pub place: Option<String>,
    /// `required` when a person must look first.
    #[serde(default)]
    pub review: Option<String>,
    /// Id of the pack entry that found it; empty where the reading does not tell.
    #[serde(default)]
    pub entry: String,
    /// The words it stands on; the first is the trigger.
    pub anchors: Vec<Words>,
}

impl Report {
    /// Takes what is compared out of a reading's JSON.
    ///
    /// # Errors
    /// In words, when it is no reading or one in another version of the format.
    pub fn parse(value: Value) -> Result<Report, String> {
        match value.get("casebook").map(Value::as_u64) {
            Some(Some(version)) if version == u64::from(VERSION) => {
                serde_json::from_value(value).map_err(|e| format!("not a whole reading: {}", blame(&e)))
            }
            Some(Some(version)) => Err(format!("a reading in version {version} of the format, not {VERSION}")),
            _ => Err("not a reading: it has no field \"casebook\" with the version of the format".into()),
        }
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|p| p.id == id)
    }
}

impl From<&Reading> for Report {
    fn from(r: &Reading) -> Report {
        Report {
            evidence: Source { sha256: r.evidence.to_string(), name: r.name.clone() },
            text: r.text.clone(),
            people: r.people.iter().map(Person::from).collect(),
            claims: r.claims.iter().map(Claim::from).collect(),
        }
    }
}

impl From<&PersonOut> for Person {
    fn from(p: &PersonOut) -> Person {
        Person {
            id: p.id.clone(),
            name: p.name.clone(),
            level: p.level.name().to_string(),
            role: p.role.to_string(),
            mentions: p.mentions.iter().map(|s| words("", s)).collect(),
        }
    }
}

impl From<&ClaimOut> for Claim {
    fn from(c: &ClaimOut) -> Claim {
        Claim {
            about: c.about.clone(),
            predicate: c.predicate.clone(),
            value: c.value.clone(),
            polarity: c.polarity.name().to_string(),
            modality: c.modality.name().to_string(),
            speaker: c.speaker.clone(),
            channel: c.channel.clone(),
            when: c.when.clone(),
            place: c.place.clone(),
            review: c.review.map(ToString::to_string),
            entry: c.entry.clone(),
            anchors: c.anchors.iter().map(|(slot, s)| words(slot, s)).collect(),
        }
    }
}

/// What is wrong with a reading, without the words of the document, which errors about types quote.
fn blame(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if message.starts_with("missing field") { message } else { "a field holds something else than it should".into() }
}

fn words(slot: &str, s: &casebook_read::reading::Span) -> Words {
    Words { slot: slot.to_string(), start: s.start, end: s.end, quote: s.quote.clone() }
}
