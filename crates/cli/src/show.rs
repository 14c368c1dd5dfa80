//! `casebook show`: every stage of one document's reading.

mod annotations;
mod cast;
mod drawing;
mod pronouns;
mod tree;

use std::io::Write;

use casebook_read::reading::Reading;
use serde_json::json;

use crate::args::{Gear, Show, Stage};
use crate::style::{DIM, OPEN, RESET};
use crate::trouble::Trouble;
use crate::{options, outside, packs_for, read};

/// Runs the verb; the exit code.
pub fn run(args: &Show) -> u8 {
    let Some(packs) = packs_for(args.input.packs.as_deref()) else { return 2 };
    let mut options = options(&args.input);
    // Annotations are asked for by those who want to see everything the language layer knows.
    if args.what == Stage::Annotations && args.input.gear == Gear::Auto {
        options.gear = casebook_read::gear::Gear::Encoder;
    }
    let shown = match args.what {
        Stage::Tree => tree::tree(args, packs.get()),
        Stage::Cast => cast::cast(args, packs.get()),
        Stage::Pronouns => pronouns::pronouns(args, packs.get()),
        _ => read::reading(&args.file, packs.get(), &options).and_then(|reading| stage(&reading, args)),
    };
    match shown {
        Ok(text) => {
            // Nobody may be listening to the end of a long document.
            let _ = anstream::stdout().lock().write_all(text.as_bytes());
            0
        }
        Err(trouble) => {
            trouble.print();
            2
        }
    }
}

fn stage(reading: &Reading, args: &Show) -> Result<String, Trouble> {
    Ok(match args.what {
        Stage::Text if args.json => format!("{}\n", json!({"text": reading.text})),
        Stage::Text => reading.text.clone(),
        Stage::Dropped => dropped(reading, args)?,
        Stage::Annotations => annotations::annotations(reading, args.json),
        Stage::People => people(reading, args.json),
        Stage::Claims => claims(reading, args.json),
        Stage::Tree | Stage::Cast | Stage::Pronouns => String::new(),
    })
}

/// What was left out: byte range, reason, and the bytes themselves. For HTML the ranges lead to
/// the extractor's output, so the bytes cannot be shown from the file.
fn dropped(reading: &Reading, args: &Show) -> Result<String, Trouble> {
    let bytes = outside::evidence(&args.file)?.bytes;
    let mut out = String::new();
    for d in &reading.dropped {
        let part =
            reading.extractor.is_none().then(|| String::from_utf8_lossy(&bytes[d.start_byte..d.end_byte]).into_owned());
        if args.json {
            let value = json!({"start_byte": d.start_byte, "end_byte": d.end_byte, "reason": d.reason, "bytes": part});
            out.push_str(&format!("{value}\n"));
        } else {
            let text = part.map_or(String::new(), |p| format!(" {p:?}"));
            out.push_str(&format!(
                "{DIM}{:>8}..{:<8}{RESET} {OPEN}{}{RESET}{text}\n",
                d.start_byte, d.end_byte, d.reason
            ));
        }
    }
    Ok(out)
}

fn people(reading: &Reading, json: bool) -> String {
    let value = casebook_read::format::reading(reading);
    if json {
        return value["people"].as_array().into_iter().flatten().map(|p| format!("{p}\n")).collect();
    }
    let line = |p: &casebook_read::reading::PersonOut| {
        let mentions: Vec<&str> = p.mentions.iter().map(|m| m.quote.as_str()).collect();
        format!("{:4} {:28} {DIM}{:15} {:10}{RESET} {}\n", p.id, p.name, p.level.name(), p.role, mentions.join(" | "))
    };
    reading.people.iter().map(line).collect()
}

fn claims(reading: &Reading, json: bool) -> String {
    let line = |c: &casebook_read::reading::ClaimOut| {
        if json {
            return format!("{}\n", casebook_read::format::claim(c));
        }
        let who = reading.people.iter().find(|p| p.id == c.about).map_or(c.about.as_str(), |p| {
            if p.name.is_empty() { p.mentions.first().map_or("", |m| m.quote.as_str()) } else { &p.name }
        });
        let quote = c.anchors.first().map_or("", |(_, s)| s.quote.as_str());
        format!(
            "{:4} {who}: {} = {} {DIM}[{} {} by {}{}]{RESET} “{quote}”\n",
            c.id,
            c.predicate,
            c.value,
            c.polarity.name(),
            c.modality.name(),
            c.speaker,
            c.when.as_ref().map_or(String::new(), |w| format!(", {w}")),
        )
    };
    reading.claims.iter().map(line).collect()
}
