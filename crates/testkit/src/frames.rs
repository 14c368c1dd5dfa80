//! Sheets of frames and clauses: every clause ("be deported to Chile") in every frame ("{who} hopes to {base}.") is a sentence
//! whose reading is known beforehand. A story shows one sentence and all that is read in it; a sheet shows one question
//! (is it told as a fact? of whom? by whom?) in thousands of sentences, so that a rule that holds for one verb is seen to hold for all.

use std::path::{Path, PathBuf};

use casebook_facts::Evidence;
use casebook_packs::{Modality, Polarity};
use casebook_read::Options;
use casebook_read::gear::Gear;
use casebook_read::reading::{ClaimOut, Reading};
use serde::Deserialize;

/// What a sheet expects of its frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meant {
    /// The clause is told as a fact of the person that the sheet is about.
    So,
    /// It is not: hoped, feared, denied, imagined, somebody else's doubt.
    NotSo,
    /// It is told of that person, though others are named as well.
    Them,
    /// It is told of somebody else.
    Another,
}

/// Frames of one meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frames {
    meant: Option<Meant>,
    /// Words that stand in what the speaker is called; `outlet` is the report itself.
    speaker: Option<String>,
    texts: Vec<String>,
}

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    /// Whom the clauses are about, by name.
    about: String,
    /// What stands before each sentence.
    before: String,
    /// Names of the forms of a clause, in the order in which `clauses` has them behind the predicate.
    forms: Vec<String>,
    /// Share of sentences that may go wrong.
    wrong_at_most: f64,
    /// Share of the sentences that state something in which it must be found.
    read_at_least: f64,
    /// The tests read every so many of the sentences.
    every: usize,
    clauses: Vec<Vec<String>>,
    frames: Vec<Frames>,
}

/// How one sentence was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it is meant.
    Right,
    /// It states something, and nothing was read.
    Unread,
    /// Read as what it does not say.
    Wrong,
}

/// One sentence and its reading.
#[derive(Clone, Debug)]
pub struct Row {
    /// The frame.
    pub frame: String,
    /// The sentence.
    pub sentence: String,
    /// How it was read.
    pub outcome: Outcome,
    /// Does it state something of the person?
    pub states: bool,
    /// What was read of the predicate, in a few words.
    pub read: String,
}

/// What became of a sheet.
#[derive(Debug)]
pub struct Result {
    /// The file.
    pub file: PathBuf,
    /// Its sentences.
    pub rows: Vec<Row>,
    wrong_at_most: f64,
    read_at_least: f64,
}

impl Result {
    /// Share of the sentences that were read as what they do not say.
    #[must_use]
    pub fn wrong(&self) -> f64 {
        share(&self.rows, |r| r.outcome == Outcome::Wrong)
    }

    /// Share of the sentences that state something in which it was found.
    #[must_use]
    pub fn read(&self) -> f64 {
        let stating: Vec<Row> = self.rows.iter().filter(|r| r.states).cloned().collect();
        if stating.is_empty() { 1.0 } else { 1.0 - share(&stating, |r| r.outcome == Outcome::Unread) }
    }

    /// Does it keep within the bounds that its file gives?
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wrong() <= self.wrong_at_most && self.read() >= self.read_at_least
    }
}

#[allow(clippy::cast_precision_loss)] // thousands of sentences
fn share(rows: &[Row], test: impl Fn(&Row) -> bool) -> f64 {
    rows.iter().filter(|r| test(r)).count() as f64 / rows.len().max(1) as f64
}

/// A sentence to be read: of which clause and frames.
struct Task<'a> {
    predicate: &'a str,
    frames: &'a Frames,
    frame: &'a str,
    sentence: String,
}

/// Reads a sheet: all of its sentences, or for `sample` every so many of them as its file says.
///
/// # Errors
/// What is wrong with the file, with its path.
pub fn run(file: &Path, sample: bool) -> std::result::Result<Result, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let sheet: Sheet = toml::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let all = tasks(&sheet).map_err(|e| format!("{}: {e}", file.display()))?;
    let every = if sample { sheet.every.max(1) } else { 1 };
    let chosen: Vec<&Task<'_>> = all.iter().step_by(every).collect();
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let rows = std::thread::scope(|scope| {
        let read = |part: &[&Task<'_>]| part.iter().map(|task| row(&sheet, task)).collect::<Vec<Row>>();
        let parts = chosen.chunks(chosen.len().div_ceil(n_threads).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || read(part))).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect::<Vec<Row>>()
    });
    if rows.len() != chosen.len() {
        return Err(format!("{}: reading a sentence failed", file.display()));
    }
    Ok(Result {
        file: file.to_path_buf(),
        rows,
        wrong_at_most: sheet.wrong_at_most,
        read_at_least: sheet.read_at_least,
    })
}

/// Every clause in every frame; clauses change fastest, so that a sample has every frame.
fn tasks(sheet: &Sheet) -> std::result::Result<Vec<Task<'_>>, String> {
    let mut out = Vec::new();
    for frames in &sheet.frames {
        for frame in &frames.texts {
            for clause in &sheet.clauses {
                let [predicate, forms @ ..] = clause.as_slice() else {
                    return Err("a clause without a predicate".into());
                };
                if forms.len() != sheet.forms.len() {
                    return Err(format!("{predicate}: {} forms, not {}", forms.len(), sheet.forms.len()));
                }
                let mut sentence = frame.replace("{who}", &sheet.about);
                for (name, form) in sheet.forms.iter().zip(forms) {
                    sentence = sentence.replace(&format!("{{{name}}}"), form);
                }
                let mut letters = sentence.chars();
                let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                out.push(Task { predicate, frames, frame, sentence: first + letters.as_str() });
            }
        }
    }
    Ok(out)
}

fn row(sheet: &Sheet, task: &Task<'_>) -> Row {
    let text = format!("{} {}\n", sheet.before, task.sentence);
    let evidence = Evidence::new("sentence.txt", text.into_bytes());
    let options = Options { gear: Gear::Encoder, ..Options::default() };
    let reading = casebook_read::read(&evidence, casebook_packs::bundled(), &options);
    let claims: Vec<&ClaimOut> = reading.iter().flat_map(|r| of_them(r, sheet, task.predicate)).collect();
    let (outcome, states) = match (task.frames.meant, &task.frames.speaker, &reading) {
        (Some(meant), ..) => whether(meant, &claims),
        (None, Some(speaker), Ok(reading)) => (by_whom(reading, speaker, &claims), true),
        _ => (Outcome::Unread, true),
    };
    let told = |c: &&ClaimOut| {
        let not = if c.polarity == Polarity::Negated { "not " } else { "" };
        let suggested = if c.suggested { ", suggested" } else { "" };
        format!("{not}{}, by {}{suggested}", c.modality.name(), c.speaker)
    };
    let read = claims.iter().map(told).collect::<Vec<String>>().join("; ");
    Row { frame: task.frame.to_string(), sentence: task.sentence.clone(), outcome, states, read }
}

/// Claims of a predicate about the person that the sheet is about.
fn of_them<'r>(reading: &'r Reading, sheet: &Sheet, predicate: &str) -> Vec<&'r ClaimOut> {
    let them = |id: &str| reading.people.iter().any(|p| p.id == id && p.name == sheet.about);
    reading.claims.iter().filter(|c| c.predicate == predicate && them(&c.about)).collect()
}

fn whether(meant: Meant, claims: &[&ClaimOut]) -> (Outcome, bool) {
    let asserted = claims.iter().any(|c| c.modality == Modality::Asserted && c.polarity == Polarity::Affirmed);
    match meant {
        Meant::So | Meant::Them if asserted => (Outcome::Right, true),
        Meant::So | Meant::Them if claims.is_empty() => (Outcome::Unread, true),
        Meant::So | Meant::Them => (Outcome::Wrong, true),
        Meant::NotSo | Meant::Another if asserted => (Outcome::Wrong, false),
        Meant::NotSo | Meant::Another => (Outcome::Right, false),
    }
}

fn by_whom(reading: &Reading, speaker: &str, claims: &[&ClaimOut]) -> Outcome {
    let Some(claim) = claims.first() else { return Outcome::Unread };
    let person = reading.people.iter().find(|p| p.id == claim.speaker);
    let called = person.map_or(claim.speaker.clone(), |p| {
        p.mentions.iter().map(|m| m.quote.as_str()).collect::<Vec<&str>>().join(" | ")
    });
    if called.to_lowercase().contains(&speaker.to_lowercase()) { Outcome::Right } else { Outcome::Wrong }
}
