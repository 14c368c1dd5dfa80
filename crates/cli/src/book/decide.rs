//! `casebook decide`, `undo` and `history`: what a person judges, why, and taken back when it was wrong.

use casebook_case::decided;
use casebook_facts::{Anchor, Decision, Question, Target, Undo, Verdict};
use casebook_read::reading::{Reading, Span};
use casebook_store::{Access, Book, Event};

use crate::args::{AtBook, Decide, History, Judgement, UndoArgs};
use crate::book::{self, docs, index, rebuild, said, stamp};
use crate::outside;
use crate::style::{DIM, NAME, RESET};
use crate::trouble::Trouble;

/// `casebook decide`; the exit code.
pub fn run(args: &Decide) -> u8 {
    work(args).err().unwrap_or(0)
}

fn work(args: &Decide) -> Result<(), u8> {
    let at = &args.book.at;
    let mut open = book::open(&args.book, Access::Write).ok_or(2u8)?;
    let verdict = verdict(args)?;
    let items = args.items.iter().map(|item| Item::find(&open, at, item)).collect::<Result<Vec<_>, u8>>()?;
    let target = target(&items, &verdict, args)?;
    let decision =
        Decision { target, verdict, reason: args.reason.clone().unwrap_or_default(), stamp: stamp(&args.book) };
    let number = said(at, open.decide(&decision))?;
    found_again(&open, at);
    said(at, open.close())?;
    if args.json {
        let _ = outside::print(&format!("{}\n", serde_json::json!({ "entry": number })));
    } else {
        eprintln!("Entry {number}. Take it back with `casebook undo {number}`.");
    }
    Ok(())
}

fn told<T>(name: &str, message: &str, hint: &str) -> Result<T, u8> {
    Trouble::new(name, message, hint).print();
    Err(2)
}

fn verdict(args: &Decide) -> Result<Verdict, u8> {
    let text = || args.text.clone().filter(|t| !t.trim().is_empty());
    let needs = |what| move || told::<Verdict>("--text", what, "give it with --text WORDS");
    Ok(match args.verdict {
        Judgement::Accept => Verdict::Accept,
        Judgement::Reject => Verdict::Reject,
        Judgement::Correct => Verdict::Correct { fields: fields(args)? },
        Judgement::Same => Verdict::Same,
        Judgement::Different => Verdict::Different,
        Judgement::Unsure => Verdict::Unsure,
        Judgement::Protect => Verdict::Protect,
        Judgement::Read => Verdict::Read,
        Judgement::Unread => Verdict::Unread,
        Judgement::Note => text().map_or_else(needs("a note needs words"), |text| Ok(Verdict::Note { text }))?,
        Judgement::Tag => text().map_or_else(needs("a tag needs a name"), |tag| Ok(Verdict::Tag { tag }))?,
        Judgement::Untag => text().map_or_else(needs("which tag?"), |tag| Ok(Verdict::Untag { tag }))?,
    })
}

fn fields(args: &Decide) -> Result<Vec<(String, String)>, u8> {
    if args.set.is_empty() {
        return told(
            "--set",
            "what is to be corrected?",
            "for example --set value='two years' or --set modality=alleged",
        );
    }
    let field = |set: &String| match set.split_once('=') {
        Some((field, value)) if decided::can_be(field, value) => Ok((field.to_string(), value.to_string())),
        _ => told(
            set,
            "no field of a claim, or a value it cannot have",
            "fields: value, modality, polarity, when, where",
        ),
    };
    args.set.iter().map(field).collect()
}

/// What the user points at: a document, a claim, a person or a passage of it.
enum Item {
    Document(casebook_facts::EvidenceId),
    Claim(Target),
    Person(Anchor),
    Passage(Anchor),
}

impl Item {
    /// `3fa9c1d2` is a document, `3fa9c1d2:c17` a claim of it, `3fa9c1d2:p2` a person, `3fa9c1d2:120-180` the words
    /// between two code points of its text, as `search` shows them.
    fn find(open: &Book, at: &AtBook, item: &str) -> Result<Item, u8> {
        let (digits, inside) = item.split_once(':').unwrap_or((item, ""));
        let document = docs::find(open, at, digits)?;
        let Some(id) = document.described.sha256 else {
            return told(item, "it could not be opened", "nothing can be decided about it");
        };
        if inside.is_empty() {
            return Ok(Item::Document(id));
        }
        if let Some((start, end)) = inside.split_once('-') {
            let text = said(at, open.clean_text(document.number))?.unwrap_or_default();
            return passage(id, start, end, &text).map_or_else(
                || told(item, "no such words in it", "take the passage as `casebook search` shows it"),
                |anchor| Ok(Item::Passage(anchor)),
            );
        }
        let reading = match said(at, rebuild::reading(open, document.number, casebook_packs::bundled()))? {
            Ok(reading) => reading,
            Err(reason) => return told(item, &reason, "claims and people are found in documents that can be read"),
        };
        Item::inside(&reading, inside).map_or_else(
            || told(item, "no such claim or person in it", "ids stand at the ends of lines of `casebook docs ID`"),
            Ok,
        )
    }

    /// Whether a decision's target is this item, or in it.
    fn concerns(&self, target: &Target) -> bool {
        let within = |place: &Anchor| {
            target.words().iter().any(|a| a.evidence == place.evidence && (place.start..place.end).contains(&a.start))
        };
        match (self, target) {
            (Item::Document(id), _) => target.documents().contains(id),
            (Item::Claim(Target::Claim { predicate, words, .. }), Target::Claim { predicate: decided, .. }) => {
                predicate == decided && words.first().is_some_and(within)
            }
            (Item::Claim(_), _) => false,
            (Item::Person(anchor) | Item::Passage(anchor), _) => within(anchor),
        }
    }

    fn inside(reading: &Reading, id: &str) -> Option<Item> {
        if let Some(claim) = reading.claims.iter().find(|c| c.id == id) {
            return Some(Item::Claim(decided::claim_target(reading, claim)));
        }
        decided::person_anchor(reading, id).map(Item::Person)
    }
}

/// The words between two code points of a text.
fn passage(id: casebook_facts::EvidenceId, start: &str, end: &str, text: &str) -> Option<Anchor> {
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    let quote: String = text.chars().skip(start).take(end.checked_sub(start)?).collect();
    let whole = !quote.is_empty() && quote.chars().count() == end - start;
    whole.then(|| decided::anchor(id, &Span { start, end, quote }, text))
}

/// One target of the items, if the verdict fits them.
fn target(items: &[Item], verdict: &Verdict, args: &Decide) -> Result<Target, u8> {
    let people: Vec<Anchor> =
        items.iter().filter_map(|i| if let Item::Person(a) = i { Some(a.clone()) } else { None }).collect();
    let word = verdict.word();
    match (verdict.question(), items) {
        (Question::Right, [Item::Claim(target)]) => Ok(target.clone()),
        (Question::Right, _) => {
            told(word, "it judges one claim", "name it as DOCUMENT:CLAIM, for example 3fa9c1d2:c17")
        }
        (Question::Identity, _) if people.len() == items.len() && people.len() > 1 => {
            Ok(Target::People { mentions: people })
        }
        (Question::Identity, _) => {
            told(word, "it judges two or more people", "name them as DOCUMENT:PERSON, for example 3fa9c1d2:p2")
        }
        (Question::Protection, [Item::Person(anchor)]) => Ok(Target::People { mentions: vec![anchor.clone()] }),
        (Question::Protection, _) => told(word, "it protects one person", "name the person as DOCUMENT:PERSON"),
        (_, [Item::Document(document)]) => Ok(Target::Document { document: *document }),
        (_, [Item::Claim(target)]) => Ok(target.clone()),
        (_, [Item::Person(anchor) | Item::Passage(anchor)]) => Ok(Target::Passage { anchor: anchor.clone() }),
        _ => told(&args.items.join(" "), "one thing at a time", "repeat the command for each"),
    }
}

/// Lets `search` see what a decision changed. The decision is safe already: trouble with the index is told and
/// fails nothing, and the next `add` or `reread` brings it in.
fn found_again(open: &Book, at: &AtBook) {
    if let Err(trouble) = index::refresh(open, at) {
        trouble.print();
    }
}

/// `casebook undo`; the exit code.
pub fn undo(args: &UndoArgs) -> u8 {
    let Some(mut open) = book::open(&args.book, Access::Write) else { return 2 };
    let undo = Undo { undoes: args.entry, reason: args.reason.clone().unwrap_or_default(), stamp: stamp(&args.book) };
    let done = open.undo(&undo).and_then(|number| {
        found_again(&open, &args.book.at);
        open.close().map(|()| number)
    });
    match said(&args.book.at, done) {
        Err(code) => code,
        Ok(number) => {
            eprintln!("Entry {number} takes entry {} back; `casebook undo {number}` brings it again.", args.entry);
            0
        }
    }
}

/// `casebook history`; the exit code.
pub fn history(args: &History) -> u8 {
    let Some(open) = book::open(&args.book, Access::Read) else { return 2 };
    let at = &args.book.at;
    let about = match args.item.as_deref().map(|item| Item::find(&open, at, item)).transpose() {
        Ok(item) => item,
        Err(code) => return code,
    };
    let all = match said(at, open.history()) {
        Ok(all) => all,
        Err(code) => return code,
    };
    if all.is_empty() {
        eprintln!("Nothing has been decided in this book yet.");
    }
    for (number, event) in all.iter().filter(|(_, e)| about.as_ref().is_none_or(|item| touches(e, item, &all))) {
        let line = if args.json { json(*number, event) } else { line(*number, event) };
        if outside::print(&line).is_err() {
            return 0;
        }
    }
    0
}

/// Whether an event is about an item, or takes back what is.
fn touches(event: &Event, item: &Item, all: &[(i64, Event)]) -> bool {
    match event {
        Event::Decided(decision, _) => item.concerns(&decision.target),
        Event::Undone(undo, _) => all.iter().any(|(n, e)| *n == undo.undoes && touches(e, item, all)),
    }
}

fn json(number: i64, event: &Event) -> String {
    let value = match event {
        Event::Decided(decision, stands) => {
            serde_json::json!({ "entry": number, "stands": stands, "decision": decision })
        }
        Event::Undone(undo, stands) => serde_json::json!({ "entry": number, "stands": stands, "undo": undo }),
    };
    format!("{value}\n")
}

fn line(number: i64, event: &Event) -> String {
    let (what, reason, stamp, stands) = match event {
        Event::Decided(d, stands) => {
            (format!("{} {}", d.verdict.word(), described(&d.target)), &d.reason, &d.stamp, stands)
        }
        Event::Undone(u, stands) => (format!("takes back entry {}", u.undoes), &u.reason, &u.stamp, stands),
    };
    let gone = if *stands { "" } else { "  (taken back)" };
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    format!("{number:>6}  {NAME}{what}{RESET}{why}{gone}  {DIM}{} {}{RESET}\n", stamp.by, stamp.at)
}

/// Code points of a quotation in the history.
const QUOTED: usize = 60;

fn described(target: &Target) -> String {
    let short = |id: &casebook_facts::EvidenceId| id.to_string()[..8].to_string();
    // A passage can be long: its beginning tells which.
    let quote = |anchor: &Anchor| {
        let words = anchor.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(QUOTED) {
            Some((end, _)) => format!("“{}…”", words[..end].trim_end()),
            None => format!("“{words}”"),
        }
    };
    match target {
        Target::Document { document } => format!("document {}", short(document)),
        Target::Passage { anchor } => format!("{} in {}", quote(anchor), short(&anchor.evidence)),
        Target::Claim { predicate, person, words } => {
            let person = person.first().map_or_else(String::new, |a| format!(" of {}", quote(a)));
            let words =
                words.first().map_or_else(String::new, |a| format!(" on {} in {}", quote(a), short(&a.evidence)));
            format!("{predicate}{person}{words}")
        }
        Target::People { mentions } => mentions.iter().map(quote).collect::<Vec<_>>().join(", "),
    }
}
