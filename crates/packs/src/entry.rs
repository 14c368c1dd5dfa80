//! Entries: the phrasings of one predicate, with the sentences that test them.

use crate::pattern::Pattern;
use crate::predicate::{Modality, Polarity};

/// Who a phrasing is about, in terms of the grammar of its sentence.
///
/// "The verb" is the first verb among the phrasing's words; without one, its topmost word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Who does it: the subject of the active verb, the "by" phrase of the passive.
    Agent,
    /// Whom it is done to: the object of the active verb, the subject of the passive.
    Patient,
    /// Whom it is given, told or promised to: the indirect object, or the passive subject.
    Recipient,
    /// The grammatical subject, active or passive.
    Subject,
    /// Whose it is: the possessor of the phrasing's first noun ("his visa"), else the subject.
    Holder,
    /// The person whose description the words stand in ("a 46-year-old Texan welder").
    Bearer,
    /// The person in this slot.
    Slot(String),
    /// The class of people that the sentence speaks of.
    Class,
}

impl About {
    /// Parses the `about` field of an entry; `None` for an unknown word.
    #[must_use]
    pub fn parse(text: &str) -> Option<About> {
        Some(match text {
            "agent" => About::Agent,
            "patient" => About::Patient,
            "recipient" => About::Recipient,
            "subject" => About::Subject,
            "holder" => About::Holder,
            "bearer" => About::Bearer,
            "class" => About::Class,
            _ => About::Slot(text.strip_prefix('{')?.strip_suffix('}')?.to_string()),
        })
    }
}

/// A piece of a value template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValuePart {
    /// Words as they stand in the template.
    Text(String),
    /// The normal form of a slot.
    Slot(String),
    /// The slot as printed, article and all (`{what!}`).
    Printed(String),
    /// The printed words of the whole match (`{match}`).
    Match,
}

/// Splits a value template; an error sentence for an unclosed brace.
pub fn value_parts(template: &str) -> Result<Vec<ValuePart>, String> {
    let mut out = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        if at > 0 {
            out.push(ValuePart::Text(rest[..at].to_string()));
        }
        let end = rest[at..].find('}').ok_or_else(|| format!("unclosed brace in value {template:?}"))? + at;
        let name = &rest[at + 1..end];
        out.push(match name.strip_suffix('!') {
            Some(name) => ValuePart::Printed(name.to_string()),
            None if name == "match" => ValuePart::Match,
            None => ValuePart::Slot(name.to_string()),
        });
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        out.push(ValuePart::Text(rest.to_string()));
    }
    Ok(out)
}

/// A test sentence with what must come of it. Absent fields are not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The sentence or sentences.
    pub text: String,
    /// Name or words of the person it must be about.
    pub about: Option<String>,
    /// Value.
    pub value: Option<String>,
    /// Modality.
    pub modality: Option<Modality>,
    /// Polarity.
    pub polarity: Option<Polarity>,
    /// Speaker: `outlet`, a name, or a role as printed.
    pub speaker: Option<String>,
    /// Time in EDTF.
    pub when: Option<String>,
    /// Line of the file, for messages.
    pub line: usize,
}

/// The phrasings of one predicate that share their slots.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Identifier, `language.predicate[.variant]`.
    pub id: String,
    /// Index in [`crate::Packs::predicates`].
    pub predicate: usize,
    /// Who it is about.
    pub about: About,
    /// The patterns.
    pub forms: Vec<Pattern>,
    /// Patterns that silence a match whose words they touch ("front line of").
    pub unless: Vec<Pattern>,
    /// Predicate it becomes when the country in the value is the person's own (returning home).
    pub at_home: Option<usize>,
    /// Template of the value.
    pub value: Vec<ValuePart>,
    /// Modality, where the phrasing itself decides it.
    pub modality: Option<Modality>,
    /// Polarity, where the phrasing itself decides it.
    pub polarity: Option<Polarity>,
    /// Sentences that must give a claim of the predicate.
    pub yes: Vec<Example>,
    /// Sentences that must not.
    pub no: Vec<Example>,
    /// Where the phrasing was seen or comes from.
    pub source: String,
    /// File and line, for messages.
    pub at: (String, usize),
}
