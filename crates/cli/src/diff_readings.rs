//! `casebook diff-readings`: what a change in packs, models or code gains and loses.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use casebook_score::diff::{self, Diff, Group, Item, Judged, References};
use casebook_score::report::Report;
use serde_json::{Value, json};

use crate::args::DiffReadings;
use crate::style::{DIM, NAME, OPEN, RESET, SECTION};
use crate::trouble::Trouble;
use crate::{outside, score};

/// What to do about a file that holds no readings.
const HINT: &str = "give a file that `casebook read --json FILE... > readings.jsonl` wrote, or a folder of such files";

/// Runs the verb; the exit code: 1 when the readings differ, 2 when one side could not be read.
pub fn run(args: &DiffReadings) -> u8 {
    match compared(args) {
        Ok(diff) => {
            let out = if args.json {
                format!("{}\n", value(&diff, args.limit))
            } else {
                page(&diff, args.limit, args.against.is_some())
            };
            // Nobody listens any more (a closed pipe): the exit code still tells.
            let _ = anstream::stdout().lock().write_all(out.as_bytes());
            u8::from(!diff.groups.is_empty())
        }
        Err(troubles) => {
            troubles.iter().for_each(Trouble::print);
            2
        }
    }
}

fn compared(args: &DiffReadings) -> Result<Diff, Vec<Trouble>> {
    let references = args.against.as_ref().map(|corpus| references(corpus, &args.part)).transpose()?;
    let (a, b) = (readings(&args.a).map_err(|t| vec![t])?, readings(&args.b).map_err(|t| vec![t])?);
    let diff = diff::compare(&a, &b, references.as_ref());
    if diff.counts.reports_compared == 0 {
        eprintln!("note: no report stands in both, neither by its hash nor by its name");
    }
    Ok(diff)
}

/// The references of a corpus; one that cannot be used would leave claims unjudged, so all must be good.
fn references(corpus: &Path, parts: &[String]) -> Result<References, Vec<Trouble>> {
    let (mut named, mut troubles) = (Vec::new(), Vec::new());
    for file in score::references(corpus, parts).map_err(|t| vec![t])? {
        match score::gold(&file) {
            Ok((stem, gold)) => named.push((gold.name(&stem).to_string(), gold)),
            Err(trouble) => troubles.push(trouble),
        }
    }
    if troubles.is_empty() { Ok(References::new(named)) } else { Err(troubles) }
}

/// The readings of a file, or of the files of a folder.
fn readings(path: &Path) -> Result<Vec<Report>, Trouble> {
    let mut out = Vec::new();
    for file in outside::readings(path)? {
        let text = outside::text(&file)?;
        for (i, document) in serde_json::Deserializer::from_str(&text).into_iter::<Value>().enumerate() {
            let bad = |message: String| Trouble::new(file.display(), format!("object {}: {message}", i + 1), HINT);
            let document = document.map_err(|e| bad(format!("not JSON: {e}")))?;
            out.push(Report::parse(document).map_err(bad)?);
        }
    }
    if out.is_empty() { Err(Trouble::new(path.display(), "no readings in it", HINT)) } else { Ok(out) }
}

/// How many items of a group are shown; 0 asks for all.
fn shown(group: &Group, limit: usize) -> &[Item] {
    let n = if limit == 0 { group.items.len() } else { limit.min(group.items.len()) };
    &group.items[..n]
}

fn page(diff: &Diff, limit: usize, judged: bool) -> String {
    let c = &diff.counts;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "reports  {} in A, {} in B, {} in both\nclaims   {} in A, {} in B (of reports in both): {} same, {} gained, {} lost, {} changed",
        c.reports_a, c.reports_b, c.reports_compared, c.claims_a, c.claims_b, c.same, c.gained, c.lost, c.changed
    );
    if judged {
        let judged = diff.groups.iter().filter(|g| g.judged.is_some());
        let counts = judged.map(|g| format!("{} {}, ", g.items.len(), g.name())).collect::<String>();
        let _ = writeln!(out, "judged   {counts}of those changed {} better, {} worse", c.better, c.worse);
    }
    for group in &diff.groups {
        let _ = writeln!(out, "\n{SECTION}{}{RESET} {DIM}({}){RESET}", group.name(), group.items.len());
        let shown = shown(group, limit);
        shown.iter().for_each(|item| out.push_str(&line(group, item)));
        if shown.len() < group.items.len() {
            let _ = writeln!(out, "  {DIM}and {} more; --limit 0 shows all{RESET}", group.items.len() - shown.len());
        }
    }
    out
}

/// Two lines for a claim, one for anything else.
fn line(group: &Group, item: &Item) -> String {
    let mut out = format!("  {NAME}{}{RESET}", item.report);
    if !item.predicate.is_empty() {
        let _ = write!(out, "  {}", item.predicate);
    }
    if !item.quote.is_empty() {
        let words: Vec<&str> = item.quote.split_whitespace().collect();
        let _ = write!(out, "  “{}”", words.join(" "));
    }
    out.push_str(if item.predicate.is_empty() { "  " } else { "\n      " });
    match &item.change {
        Some(change) => {
            let none = |side: &str| if side.is_empty() { "none".to_string() } else { side.to_string() };
            let alike = if change.alike { " (the same for the score)" } else { "" };
            let (facet, before, after) = (group.cause.facet(), none(&change.before), none(&change.after));
            let _ = write!(out, "{OPEN}{facet}: {before} -> {after}{RESET}{alike}");
            if !item.what.is_empty() {
                let _ = write!(out, "  {DIM}{}{RESET}", item.what);
            }
        }
        None => out.push_str(&item.what),
    }
    for note in notes(group, item) {
        let _ = write!(out, "  {DIM}{note}{RESET}");
    }
    out.push('\n');
    out
}

/// The reference's judgement, where the group does not tell it, and the pack entry.
fn notes(group: &Group, item: &Item) -> Vec<String> {
    let mut out = Vec::new();
    if let (None, Some(a), Some(b)) = (group.judged, item.judged_a, item.judged_b)
        && b != Judged::Unknown
    {
        out.push(if a == b { a.name().to_string() } else { format!("{} -> {}", a.name(), b.name()) });
    }
    if !item.wanted.is_empty() {
        out.push(format!("reference has {}", item.wanted));
    }
    if !item.entry.is_empty() {
        out.push(format!("[{}]", item.entry));
    }
    out
}

fn value(diff: &Diff, limit: usize) -> Value {
    let c = &diff.counts;
    let group = |g: &Group| {
        let items: Vec<Value> = shown(g, limit).iter().map(item).collect();
        json!({"name": g.name(), "count": g.items.len(), "items": items})
    };
    json!({
        "reports": {"a": c.reports_a, "b": c.reports_b, "both": c.reports_compared},
        "claims": {
            "a": c.claims_a, "b": c.claims_b,
            "same": c.same, "gained": c.gained, "lost": c.lost, "changed": c.changed,
            "changed_better": c.better, "changed_worse": c.worse,
        },
        "groups": diff.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn item(i: &Item) -> Value {
    let change = i.change.as_ref().map(|c| json!({"before": c.before, "after": c.after, "same_for_score": c.alike}));
    json!({
        "report": i.report, "predicate": i.predicate, "quote": i.quote, "what": i.what, "change": change,
        "entry": i.entry, "judged_a": i.judged_a.map(Judged::name), "judged_b": i.judged_b.map(Judged::name),
        "reference_has": i.wanted,
    })
}
