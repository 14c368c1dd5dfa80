//! One line of a case page: what is said, by whom, how certain, and the claim behind it.

use casebook_packs::{Modality, Packs, Polarity};
use casebook_read::reading::{ClaimOut, Reading};

use crate::label::{Fit, Label};

/// One line of a case page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id of the claim behind it.
    pub claim: String,
    /// Predicate id.
    pub predicate: String,
    /// What is said, for people: label and value.
    pub text: String,
    /// "not so" for negated claims, the modality where it is not plainly asserted, whether it is over, whether the person is
    /// inferred, who says it, when.
    pub marks: Vec<String>,
    /// The quoted words.
    pub quote: String,
    /// Independent origins that carry it. One document is one origin.
    pub n_origins: usize,
}

impl Line {
    /// The line for one claim.
    #[must_use]
    pub fn of(claim: &ClaimOut, reading: &Reading, packs: &Packs) -> Line {
        Line {
            claim: claim.id.clone(),
            predicate: claim.predicate.clone(),
            text: text(claim, packs),
            marks: marks(claim, reading),
            quote: claim.anchors.first().map_or(String::new(), |(_, s)| s.quote.clone()),
            n_origins: 1,
        }
    }
}

/// Label and value as people read them. A value that repeats the label, or the other way round, is
/// said once ("could not afford a car").
fn text(claim: &ClaimOut, packs: &Packs) -> String {
    let label = packs.predicate(&claim.predicate).map_or(claim.predicate.as_str(), |p| &packs.predicates[p].label);
    let label = Label::of(label);
    let value = shown_value(&claim.value, packs);
    let (around, shown) = (label.around().to_lowercase(), value.to_lowercase());
    if value.is_empty() || around.contains(&shown) || label.alone.to_lowercase().contains(&shown) {
        label.alone
    } else if shown.contains(&around) {
        value
    } else {
        label.with(&value, Fit::of(claim, packs))
    }
}

/// A value as people read it: durations in words, countries and languages by name, a predicate by
/// its label, everything else as it is.
#[must_use]
pub fn shown_value(value: &str, packs: &Packs) -> String {
    let language = || {
        let (tag, level) = value.split_once(' ').filter(|(_, l)| matches!(*l, "fluent" | "some" | "none"))?;
        Some(format!("{} {level}", packs.languages.get(tag)?))
    };
    let predicate = || packs.predicate(value).map(|p| Label::of(&packs.predicates[p].label).alone);
    let known = packs.countries.get(value).cloned().or_else(language).or_else(predicate);
    known.or_else(|| duration(value)).unwrap_or_else(|| value.to_string())
}

/// "P20Y" as "20 years", "..P20Y" as "up to 20 years"; `None` for anything that is no ISO 8601 duration.
fn duration(value: &str) -> Option<String> {
    match value.split_once("..") {
        Some((low, "")) => Some(format!("at least {}", plain_duration(low)?)),
        Some(("", high)) => Some(format!("up to {}", plain_duration(high)?)),
        Some((low, high)) => Some(format!("{} to {}", plain_duration(low)?, plain_duration(high)?)),
        None => match value.strip_suffix('~') {
            Some(near) => Some(format!("about {}", plain_duration(near)?)),
            None => plain_duration(value),
        },
    }
}

fn plain_duration(value: &str) -> Option<String> {
    let body = value.strip_prefix('P')?;
    let (hours, body) = body.strip_prefix('T').map_or((false, body), |b| (true, b));
    let parts = body.split_inclusive(|c: char| c.is_ascii_uppercase()).map(|part| {
        let unit = match part.chars().last()? {
            'Y' => "year",
            'M' if hours => "minute",
            'M' => "month",
            'W' => "week",
            'D' => "day",
            'H' if hours => "hour",
            'S' if hours => "second",
            _ => return None,
        };
        let n: u64 = part.get(..part.len() - 1)?.parse().ok()?;
        Some(format!("{n} {unit}{}", if n == 1 { "" } else { "s" }))
    });
    let parts: Vec<String> = parts.collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn marks(claim: &ClaimOut, reading: &Reading) -> Vec<String> {
    let mut out = Vec::new();
    let says_none = claim.value.ends_with(" none");
    if claim.polarity == Polarity::Negated && claim.modality != Modality::Denied && !says_none {
        out.push("not so".to_string());
    }
    if claim.modality != Modality::Asserted {
        out.push(claim.modality.name().to_string());
    }
    if claim.ended {
        out.push("since ended".to_string());
    }
    if let Some(decided) = &claim.decided {
        out.push(decided.clone());
    } else if claim.suggested {
        out.push("suggested".to_string());
    } else if claim.inferred {
        out.push("person inferred".to_string());
    }
    if let Some(when) = &claim.when {
        out.push(when.clone());
    }
    if claim.speaker != "outlet" {
        let channel = claim.channel.as_ref().map_or(String::new(), |c| format!(", {c}"));
        out.push(format!("says {}{channel}", speaker_name(&claim.speaker, reading)));
    }
    out
}

/// A speaker as people read it: the name, or the words that describe them.
#[must_use]
pub fn speaker_name(id: &str, reading: &Reading) -> String {
    match reading.people.iter().find(|p| p.id == id) {
        None => id.to_string(),
        Some(p) if p.name.is_empty() => {
            p.mentions.first().map_or_else(|| p.role.to_string(), |m| m.quote.to_lowercase())
        }
        Some(p) => p.name.clone(),
    }
}
