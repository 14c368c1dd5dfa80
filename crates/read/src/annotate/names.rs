//! Names: runs of capitalised words, told apart by the first gear's labels, the lexicon and the
//! words around them. A family name alone follows the full name elsewhere in the document.

mod evidence;
mod extent;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use casebook_packs::Kind;

use super::{Annotations, Label};
use crate::doc::Doc;

use evidence::weigh;
pub use evidence::{lettered, said_changed};
use extent::run;

/// A run of name words with the evidence for each reading, in whole points.
struct Run {
    tokens: Range<usize>,
    person: i32,
    body: i32,
    place: i32,
    /// Do the words before it say that it is a body's?
    told_body: bool,
}

pub fn annotate(doc: &Doc<'_>, out: &mut Annotations) {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < doc.words.len() {
        match run(doc, out, at) {
            Some(tokens) => {
                at = tokens.end;
                runs.push(weigh(doc, out, tokens));
            }
            None => at += 1,
        }
    }
    told_elsewhere(doc, out, &mut runs);
    for run in runs {
        let label = decide(&run);
        out.push(run.tokens, label, "");
    }
}

/// Adds what other runs of the same names tell.
fn told_elsewhere(doc: &Doc<'_>, out: &Annotations, runs: &mut [Run]) {
    let families = family_names(doc, runs);
    for run in runs.iter_mut() {
        let (full, lone) = families.get(&key(doc, run.tokens.end - 1)).copied().unwrap_or((0, 0));
        if run.tokens.len() == 1 && full > 0 {
            // More than a wrong label of the encoder weighs; before a turn in an interview, whatever its capitals may stand for.
            run.person += if opens_turn(doc, &run.tokens) { 20 } else { 10 };
        } else if run.tokens.len() > 1 && lone > 0 && run.person > run.place.max(run.body) {
            run.person += 1;
        }
    }
    let places = place_names(doc, runs);
    for run in runs.iter_mut() {
        if run.tokens.len() == 1 && places.contains(&key(doc, run.tokens.start)) {
            run.place += 7;
        }
    }
    let bodies = body_names(doc, runs);
    for run in runs.iter_mut() {
        if run.tokens.len() == 1 && bodies.contains(&key(doc, run.tokens.start)) {
            run.body += 10;
        }
    }
    let told: BTreeSet<&str> = runs.iter().filter(|r| r.told_body).map(|r| doc.quote(r.tokens.clone())).collect();
    for run in runs.iter_mut().filter(|r| told.contains(doc.quote(r.tokens.clone()))) {
        run.body += TOLD_BODY;
    }
    let persons = told_persons(doc, out, runs);
    for run in runs.iter_mut() {
        if persons.contains(doc.quote(run.tokens.clone())) && decide(run) != Label::Person {
            run.person = run.person.max(run.place + 1).max(run.body + 1).max(DECIDED);
        }
    }
}

/// Does the text print a word in capitals as a name elsewhere ("Silva")? Initials and "Q" it does not.
fn printed_as_name(doc: &Doc<'_>, at: usize) -> bool {
    let name = key(doc, at);
    (0..doc.words.len()).any(|t| doc.capital(t) && !doc.all_caps(t) && key(doc, t) == name)
}

/// Does a name open what somebody says ("SILVA: …")?
fn opens_turn(doc: &Doc<'_>, name: &Range<usize>) -> bool {
    let colon = name.end < doc.words.len() && doc.form(name.end) == ":";
    colon && doc.sentence(name.start).tokens.start == name.start
}

fn decide(run: &Run) -> Label {
    let top = run.person.max(run.body).max(run.place);
    if top < DECIDED {
        Label::Name
    } else if run.place == top {
        Label::Place
    } else if run.person == top {
        Label::Person
    } else {
        Label::Organisation
    }
}

/// Comparison key of a token: lower case.
fn key(doc: &Doc<'_>, token: usize) -> String {
    doc.form(token).to_lowercase()
}

/// Last words of multi-word person names, with how often they occur in full and alone.
fn family_names(doc: &Doc<'_>, runs: &[Run]) -> BTreeMap<String, (usize, usize)> {
    let mut out: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for run in runs {
        let person = decide(run) == Label::Person;
        let counts = out.entry(key(doc, run.tokens.end - 1)).or_default();
        if run.tokens.len() == 1 {
            counts.1 += 1;
        } else if person {
            counts.0 += 1;
        }
        // A given name alone ("Slamet said") follows the full name too.
        if run.tokens.len() > 1 && person {
            out.entry(key(doc, run.tokens.start)).or_default().0 += 1;
        }
    }
    out
}

/// Names of one word that stand right behind "in" somewhere, and are nobody's family name.
fn place_names(doc: &Doc<'_>, runs: &[Run]) -> BTreeSet<String> {
    let g = &doc.packs.grammar;
    let families = family_names(doc, runs);
    let led = |r: &&Run| {
        let begin = doc.sentence(r.tokens.start).tokens.start;
        let whole = r.tokens.end >= doc.words.len() || !matches!(doc.form(r.tokens.end), "'s" | "’s");
        r.tokens.len() == 1 && r.tokens.start > begin && doc.words[r.tokens.start - 1].form == g.in_ && whole
    };
    let unknown = |k: &String| families.get(k).is_none_or(|(full, _)| *full == 0);
    runs.iter().filter(led).map(|r| key(doc, r.tokens.start)).filter(unknown).collect()
}

/// Runs that tell that a name of one word is somebody's, from which on it is so wherever nothing tells; of longer names one does.
const TELLING: usize = 2;

/// Names that are somebody's: wherever anything tells ("May is a tailor", where "a widow, May," came before), or by most of
/// what tells, where no list knows a name of one word for a place.
fn told_persons<'d>(doc: &'d Doc<'_>, out: &Annotations, runs: &[Run]) -> BTreeSet<&'d str> {
    let mut found: BTreeMap<&str, (usize, bool, i32)> = BTreeMap::new();
    // "The Chair", "the Internet".
    let led = |t: usize| t > doc.sentence(t).tokens.start && doc.words[t - 1].form == doc.packs.grammar.the;
    let noun = |t: usize| [Kind::Human, Kind::Role].iter().any(|k| out.lexicon(t, *k).is_some());
    let known = |t: usize| [Kind::Place, Kind::Country, Kind::Body].iter().any(|k| out.lexicon(t, *k).is_some());
    for run in runs.iter().filter(|r| r.tokens.len() > 1 || !noun(r.tokens.start)) {
        let (persons, other, balance) = found.entry(doc.quote(run.tokens.clone())).or_default();
        let lone = run.tokens.len() == 1;
        match decide(run) {
            Label::Person => *persons += if lone { 1 } else { TELLING },
            Label::Name => {}
            Label::Place if lone => *other = true,
            _ => (*other, *balance) = (true, i32::MIN / 2),
        }
        if lone && led(run.tokens.start) {
            (*other, *balance) = (true, i32::MIN / 2);
        }
        *balance += if lone && !known(run.tokens.start) { run.person - run.place.max(run.body) } else { 0 };
    }
    let somebody =
        |(persons, other, balance): &(usize, bool, i32)| *persons >= TELLING && !other || *persons > 0 && *balance > 0;
    found.into_iter().filter(|(_, told)| somebody(told)).map(|(name, _)| name).collect()
}

/// Points for words before a name, anywhere, that say that it is a body's: more than a given name and the proposer have together.
const TOLD_BODY: i32 = 24;
/// Points from which on a run is of a kind.
const DECIDED: i32 = 3;

/// First words of names of bodies in several words: the short form of the body.
fn body_names(doc: &Doc<'_>, runs: &[Run]) -> BTreeSet<String> {
    let body = |r: &&Run| r.tokens.len() > 1 && decide(r) == Label::Organisation;
    runs.iter().filter(body).map(|r| key(doc, r.tokens.start)).collect()
}
