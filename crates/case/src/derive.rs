//! Joins it all: from the claims of a reading to its cases.

use casebook_packs::{Modality, Packs};
use casebook_read::people::IdentityLevel;
use casebook_read::reading::{ClaimOut, PersonOut, Reading};

use crate::line::Line;
use crate::{Case, Folded, conflict, gap, promise, status};

/// The cases of a reading: one per subject, in the order of their first mention.
#[must_use]
pub fn derive(reading: &Reading, packs: &Packs) -> Folded {
    let about = |id: &str| -> Vec<&ClaimOut> { reading.claims.iter().filter(|c| c.about == id).collect() };
    let cases = reading.people.iter().filter(|p| p.role == "subject").map(|p| case(p, &about(&p.id), reading, packs));
    let classes = reading.claims.iter().filter(|c| c.scope() == "class").map(|c| {
        let mut line = Line::of(c, reading, packs);
        line.text = format!("{}: {}", c.about.trim_start_matches("class:"), line.text);
        line
    });
    Folded { cases: cases.collect(), classes: once(classes) }
}

fn case(person: &PersonOut, claims: &[&ClaimOut], reading: &Reading, packs: &Packs) -> Case {
    let frame = |c: &ClaimOut| packs.predicate(&c.predicate).map_or("", |p| packs.predicates[p].frame.as_str());
    let lines = |wanted: &dyn Fn(&ClaimOut) -> bool| {
        once(claims.iter().filter(|c| c.review.is_none() && wanted(c)).map(|c| Line::of(c, reading, packs)))
    };
    let descriptive = |c: &ClaimOut| matches!(frame(c), "identity" | "family");
    let promised = |c: &ClaimOut| frame(c) == "promise";
    let plain = |c: &ClaimOut| c.modality == Modality::Asserted;
    let prospective = |c: &ClaimOut| {
        matches!(
            c.modality,
            Modality::Expected
                | Modality::Hoped
                | Modality::Planned
                | Modality::Demanded
                | Modality::Possible
                | Modality::Probable
                | Modality::Offered
                | Modality::Hypothetical
        )
    };
    let statuses = status::of(claims, reading, packs);
    Case {
        id: person.id.clone(),
        name: name(person),
        level: person.level,
        who: lines(&|c| descriptive(c) && plain(c)),
        to_confirm: status::to_confirm(claims, &statuses, reading, packs),
        statuses,
        promises: promise::of(claims, reading, packs),
        events: lines(&|c| plain(c) && !descriptive(c)),
        prospects: lines(&|c| prospective(c) && !(promised(c) && c.modality == Modality::Offered)),
        said: lines(&|c| {
            matches!(c.modality, Modality::Alleged | Modality::Denied | Modality::Opinion | Modality::Generic)
        }),
        held: once(claims.iter().filter(|c| c.review.is_some()).map(|c| Line::of(c, reading, packs))),
        conflicts: conflict::of(claims, reading, packs),
        gaps: gap::of(claims, packs),
    }
}

/// The name, in quotation marks for a pseudonym; the first words for somebody without one.
fn name(person: &PersonOut) -> String {
    match person.level {
        IdentityLevel::Pseudonym => format!("\u{201c}{}\u{201d}", person.name),
        _ if person.name.is_empty() => person.mentions.first().map_or(String::new(), |m| m.quote.clone()),
        _ => person.name.clone(),
    }
}

/// A fact stated twice by one speaker is one line; the first words stand for it.
fn once(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let same = out.iter_mut().find(|l| l.text == line.text && said_alike(l, &line));
        match same {
            // The one that knows when is kept.
            Some(known) if known.marks.len() < line.marks.len() => *known = line,
            Some(_) => {}
            None => out.push(line),
        }
    }
    out
}

/// The same but for the time.
fn said_alike(a: &Line, b: &Line) -> bool {
    let dateless = |l: &Line| {
        l.marks.iter().filter(|m| !m.starts_with(|c: char| c.is_ascii_digit() || c == '.')).cloned().collect::<Vec<_>>()
    };
    let dates = |l: &Line| l.marks.iter().find(|m| m.starts_with(|c: char| c.is_ascii_digit())).cloned();
    let differ = matches!((dates(a), dates(b)), (Some(x), Some(y)) if x != y);
    dateless(a) == dateless(b) && !differ
}
