//! Runs the packs' own sentences: every `yes` must give its claim, every `no` must stay silent.

use casebook_facts::Evidence;
use casebook_packs::{Entry, Example, Packs};

use crate::reading::{ClaimOut, Reading};

/// One sentence that did not do what its pack says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Entry id.
    pub entry: String,
    /// File under `packs/`.
    pub file: String,
    /// Line.
    pub line: usize,
    /// The sentence.
    pub text: String,
    /// What was wrong.
    pub message: String,
}

/// How many sentences were run, and which failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sentences run.
    pub n_sentences: usize,
    /// Those that failed, in the order of files and lines.
    pub failures: Vec<Failure>,
}

/// Runs the sentences of every entry, or of those whose id, predicate or file contains `only`.
#[must_use]
pub fn run(packs: &Packs, only: &str) -> Report {
    let mut report = Report::default();
    for entry in &packs.entries {
        let predicate = packs.predicates[entry.predicate].id.get_ref();
        if !(entry.id.contains(only) || predicate.contains(only) || entry.at.0.contains(only)) {
            continue;
        }
        for (examples, wanted) in [(&entry.yes, true), (&entry.no, false)] {
            for example in examples {
                report.n_sentences += 1;
                if let Err(message) = example_holds(packs, entry, example, wanted) {
                    report.failures.push(Failure {
                        entry: entry.id.clone(),
                        file: entry.at.0.clone(),
                        line: example.line,
                        text: example.text.clone(),
                        message,
                    });
                }
            }
        }
    }
    report.failures.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    report
}

fn example_holds(packs: &Packs, entry: &Entry, example: &Example, wanted: bool) -> Result<(), String> {
    let evidence = Evidence::new("example.txt", example.text.clone().into_bytes());
    // A phrasing has to find its sentences whatever else speaks against it.
    let options = crate::Options { doubtful: true, ..crate::Options::default() };
    let reading = crate::read(&evidence, packs, &options).map_err(|e| e.to_string())?;
    let predicate = packs.predicates[entry.predicate].id.get_ref();
    if let Some(role) = &packs.predicates[entry.predicate].role {
        return role_holds(&reading, role, example, wanted);
    }
    let claims: Vec<&ClaimOut> = reading.claims.iter().filter(|c| &c.predicate == predicate).collect();
    if !wanted {
        return match claims.iter().find(|c| c.entry == entry.id) {
            Some(c) => Err(format!("must stay silent, but reads {}", shown(c))),
            None => Ok(()),
        };
    }
    let problems: Vec<String> = claims.iter().map(|c| differences(&reading, c, example)).collect();
    match problems.iter().min_by_key(|p| p.len()) {
        None => {
            let read: Vec<String> = reading.claims.iter().map(shown).collect();
            Err(format!(
                "no {predicate} claim; read instead: {}",
                if read.is_empty() { "nothing".into() } else { read.join("; ") }
            ))
        }
        Some(p) if p.is_empty() => Ok(()),
        Some(p) => Err(p.clone()),
    }
}

/// An entry of a role gives nobody a claim: what is looked at is the role of those listed.
fn role_holds(reading: &Reading, role: &str, example: &Example, wanted: bool) -> Result<(), String> {
    let fits = |id: &str| example.about.as_ref().is_none_or(|name| named(reading, id, name));
    match (reading.people.iter().find(|p| p.role == role && fits(&p.id)), wanted) {
        (Some(p), false) => Err(format!("{} is listed as {role}", name_of(reading, &p.id))),
        (None, true) => {
            let read: Vec<String> = reading.people.iter().map(|p| format!("{}: {}", p.name, p.role)).collect();
            Err(format!("nobody so called is listed as {role}; listed: {}", read.join(", ")))
        }
        _ => Ok(()),
    }
}

fn shown(c: &ClaimOut) -> String {
    format!(
        "{} {} = {:?} ({}, {}, by {})",
        c.about,
        c.predicate,
        c.value,
        c.polarity.name(),
        c.modality.name(),
        c.speaker
    )
}

/// What differs between a claim and what the example wants; empty when nothing does.
fn differences(reading: &Reading, c: &ClaimOut, e: &Example) -> String {
    let mut out = Vec::new();
    let mut check = |what: &str, wanted: Option<&str>, got: &str| {
        if let Some(w) = wanted.filter(|w| *w != got) {
            out.push(format!("{what} is {got:?}, not {w:?}"));
        }
    };
    check("value", e.value.as_deref(), &c.value);
    check("modality", e.modality.map(casebook_packs::Modality::name), c.modality.name());
    check("polarity", e.polarity.map(casebook_packs::Polarity::name), c.polarity.name());
    check("when", e.when.as_deref(), c.when.as_deref().unwrap_or(""));
    for (what, wanted, id) in [("about", &e.about, &c.about), ("speaker", &e.speaker, &c.speaker)] {
        if let Some(w) = wanted.as_ref().filter(|w| !named(reading, id, w)) {
            out.push(format!("{what} is {:?}, not {w:?}", name_of(reading, id)));
        }
    }
    out.join(", ")
}

/// Does an id stand for somebody called `wanted`: by name, or by a mention?
fn named(reading: &Reading, id: &str, wanted: &str) -> bool {
    let fold = |s: &str| s.to_lowercase();
    if fold(id) == fold(wanted) || fold(id) == format!("class:{}", fold(wanted)) {
        return true;
    }
    reading
        .people
        .iter()
        .filter(|p| p.id == id)
        .any(|p| fold(&p.name) == fold(wanted) || p.mentions.iter().any(|m| fold(&m.quote) == fold(wanted)))
}

fn name_of(reading: &Reading, id: &str) -> String {
    let person = reading.people.iter().find(|p| p.id == id);
    person.map_or(id.to_string(), |p| {
        if p.name.is_empty() { p.mentions.first().map_or(String::new(), |m| m.quote.clone()) } else { p.name.clone() }
    })
}
