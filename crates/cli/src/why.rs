//! `casebook why`: from a line down to the words.

use std::fmt::Write;

use casebook_case::Why as Trace;
use casebook_read::confidence::rounded;
use serde_json::json;

use crate::args::Why;
use crate::style::{DIM, NAME, QUOTE, RESET};
use crate::trouble::Trouble;
use crate::{options, packs_for, read};

/// Runs the verb; the exit code.
pub fn run(args: &Why) -> u8 {
    let Some(packs) = packs_for(args.input.packs.as_deref()) else { return 2 };
    let found = read::reading(&args.file, packs.get(), &options(&args.input)).and_then(|reading| {
        casebook_case::why(&reading, packs.get(), &args.id).ok_or_else(|| {
            let hint = format!("ids stand at the end of each line; this document has c1 to c{}", reading.claims.len());
            Trouble::new(args.file.display(), format!("no claim {:?}", args.id), hint)
        })
    });
    match found {
        Ok(trace) => {
            if args.json {
                println!("{}", value(&trace));
            } else {
                anstream::print!("{}", text(&trace));
            }
            0
        }
        Err(trouble) => {
            trouble.print();
            2
        }
    }
}

fn text(w: &Trace) -> String {
    let mut out = String::new();
    let marks = if w.line.marks.is_empty() { String::new() } else { format!(" ({})", w.line.marks.join("; ")) };
    let _ = writeln!(out, "{NAME}{}{RESET}: {}{marks}  {DIM}{}{RESET}", w.about, w.line.text, w.line.claim);
    let channel = w.channel.as_ref().map_or(String::new(), |c| format!(", {c}"));
    let _ = writeln!(out, "  says       {}{channel}", w.speaker);
    let _ = writeln!(out, "  words      {QUOTE}“{}”{RESET}", w.sentence.quote);
    for (slot, span) in &w.anchors {
        let _ = writeln!(out, "  {slot:10} “{}” {DIM}code points {}..{}{RESET}", span.quote, span.start, span.end);
    }
    let _ = writeln!(out, "  document   {} {DIM}sha256 {}{RESET}", w.document.0, w.document.1);
    let _ = writeln!(out, "  origins    {} (one document is one origin)", w.line.n_origins);
    for effect in &w.effect {
        let _ = writeln!(out, "  status     {effect}");
    }
    if let Some(confidence) = w.confidence {
        let _ = writeln!(
            out,
            "  confidence {confidence:.2} {DIM}(of a hundred such claims about so many are right){RESET}"
        );
    }
    let rule = if w.suggested {
        "no phrasing: suggested by the model of claims".to_string()
    } else if w.entry.is_empty() {
        "grammar of the description".to_string()
    } else {
        format!("{} — {}", w.entry, w.entry_source)
    };
    let _ = writeln!(out, "  read by    {DIM}{rule}{RESET}");
    out
}

fn value(w: &Trace) -> serde_json::Value {
    let span = |s: &casebook_read::reading::Span| json!({"start": s.start, "end": s.end, "quote": s.quote});
    json!({
        "claim": w.line.claim, "about": w.about, "text": w.line.text, "marks": w.line.marks,
        "speaker": w.speaker, "channel": w.channel, "sentence": span(&w.sentence),
        "anchors": w.anchors.iter().map(|(slot, s)| json!({"slot": slot, "start": s.start, "end": s.end, "quote": s.quote})).collect::<Vec<_>>(),
        "document": {"name": w.document.0, "sha256": w.document.1},
        "n_origins": w.line.n_origins, "status": w.effect, "suggested": w.suggested,
        "confidence": w.confidence.map(rounded), "entry": w.entry, "entry_source": w.entry_source,
    })
}
