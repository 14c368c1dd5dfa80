//! Names: runs of capitalised words, told apart by the first gear's labels, the lexicon and the
//! words around them. A family name alone follows the full name elsewhere in the document.

mod evidence;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use casebook_model::{NameKind, Upos};
use casebook_packs::Kind;

use super::{Annotations, Label};
use crate::doc::{Doc, Word};

pub use evidence::said_changed;
use evidence::weigh;

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

/// The run of name words that starts at `at`.
fn run(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<Range<usize>> {
    if !name_word(doc, out, at) || title(doc, out, at) {
        return None;
    }
    let limit = doc.sentence(at).tokens.end;
    let mut end = at + 1;
    loop {
        let joint = nickname(doc, out, end, limit).unwrap_or_else(|| joint(doc, out, at, end, limit));
        let second = joint == 1 && second_half(doc, end + 1, limit);
        if end + joint < limit && (second || name_word(doc, out, end + joint)) && !breaks(doc, out, at, end) {
            end += joint + 1;
        } else {
            break;
        }
    }
    // A place of the lexicon on its own edge is its own name ("Doha Samir" does not happen; "Nepal" does).
    Some(at..end)
}

/// Words that a nickname between a given and a family name has at most.
const NICKNAME: usize = 3;

/// Ana "Nan" Silva: tokens of a nickname in quotation marks that begins at `end`, inside somebody's name.
fn nickname(doc: &Doc<'_>, out: &Annotations, end: usize, limit: usize) -> Option<usize> {
    let mark = |t: usize| t < limit && matches!(doc.form(t), "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''");
    let close = (end + 2..=end + 1 + NICKNAME).find(|t| mark(*t)).filter(|_| mark(end) && doc.spaced(end - 1))?;
    let whole = !doc.spaced(end) && !doc.spaced(close - 1) && doc.spaced(close);
    let named = doc.capital(end + 1) && close + 1 < limit && name_word(doc, out, close + 1);
    (whole && named && !title(doc, out, end - 1)).then_some(close + 1 - end)
}

/// "Mei Ha-yun": the small second half of a given name, right behind its hyphen.
fn second_half(doc: &Doc<'_>, at: usize, limit: usize) -> bool {
    let hyphen = matches!(doc.form(at - 1), "-" | "‑") && !doc.spaced(at - 1);
    let small = at < limit && doc.form(at).chars().all(char::is_lowercase);
    let word = &doc.words[at.min(limit - 1)];
    hyphen && small && (word.upos == Upos::Propn || word.name.kind() == Some(NameKind::Person))
}

/// May the word begin or continue a name?
fn name_word(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let word = &doc.words[at];
    if !doc.capital(at) || word.form == doc.packs.grammar.i || doc.form(at).starts_with(|c: char| !c.is_alphabetic()) {
        return false;
    }
    if doc.packs.time.months.contains_key(&word.form) && word.form != doc.packs.vocabulary.get("may")
        || doc.packs.time.weekdays.contains_key(&word.form)
        || out.lexicon(at, Kind::Currency).is_some()
    {
        return false;
    }
    if in_may(doc, at) {
        return false;
    }
    let first = at == doc.sentence(at).tokens.start || matches!(doc.form(at - 1), "\"" | "“" | "‘" | ":" | "'");
    let known = [Kind::GivenName, Kind::Country, Kind::Place, Kind::Body].iter().any(|k| out.lexicon(at, *k).is_some());
    let nationality = [Kind::Nationality, Kind::Language, Kind::Origin].iter().any(|k| out.lexicon(at, *k).is_some());
    if nationality && !known {
        // "Russian" is a name word only inside the name of a body ("the Russian Orthodox Church").
        return false;
    }
    if doc.all_caps(at) && opens_turn(doc, &(at..at + 1)) && printed_as_name(doc, at) {
        return true;
    }
    if first && told_of(doc, at) || coded(doc, at) {
        return true;
    }
    let labelled = word.name.kind().is_some();
    let open_class = matches!(word.upos, Upos::Noun | Upos::Adj | Upos::X | Upos::Verb | Upos::Intj);
    if word.exact {
        return word.upos == Upos::Propn || known || (labelled && word.upos != Upos::Det);
    }
    word.upos == Upos::Propn || known || (labelled && word.upos != Upos::Det) || (!first && open_class)
}

/// "May left in June", where "a widow, May," is told of inside another sentence: at the beginning of one, tags take such a
/// name for the word that it also is.
fn told_of(doc: &Doc<'_>, at: usize) -> bool {
    let subject = |n: &Word| matches!(n.upos, Upos::Pron | Upos::Det | Upos::Noun | Upos::Propn);
    let asks = doc.words.get(at + 1).is_some_and(subject);
    let inside = |t: usize| doc.capital(t) && t > doc.sentence(t).tokens.start;
    let person = |w: &Word| w.exact && w.name.kind() == Some(NameKind::Person);
    let same = |t: usize| doc.words[t].form == doc.words[at].form && person(&doc.words[t]) && inside(t);
    let acts = doc.words.get(at + 1).is_some_and(|n| matches!(n.upos, Upos::Verb | Upos::Aux));
    let upos = doc.words[at].upos;
    let taken = matches!(upos, Upos::Aux | Upos::Verb | Upos::Adv | Upos::Intj) || upos == Upos::Det && acts;
    taken && !asks && (0..doc.words.len()).any(same)
}

/// "known for legal reasons as B2": letters and digits that stand for somebody wherever the text has them, once it says so.
fn coded(doc: &Doc<'_>, at: usize) -> bool {
    let form = doc.form(at);
    let letters = form.chars().take_while(char::is_ascii_uppercase).count();
    let code = (1..=3).contains(&letters) && form.len() > letters && form.len() <= letters + 3;
    let is_code = code && form[letters..].chars().all(|c| c.is_ascii_digit());
    let named = |t: usize| {
        let begin = doc.sentence(t).tokens.start;
        let led = t > begin && doc.words[t - 1].form == doc.packs.grammar.as_;
        led && (t.saturating_sub(8).max(begin)..t).any(|v| doc.packs.listed("named_as", doc.words[v].lemma))
    };
    is_code && (0..doc.words.len()).any(|t| doc.form(t) == form && named(t))
}

/// "In May Emeka Obi was …", "since May", "May 3": the month, not the name.
fn in_may(doc: &Doc<'_>, at: usize) -> bool {
    let g = &doc.packs.grammar;
    if doc.words[at].form != doc.packs.vocabulary.get("may") {
        return false;
    }
    let begin = doc.sentence(at).tokens.start;
    let led = at > begin && {
        let temporal = [g.since, g.until, g.last, g.early, g.late, g.mid, g.this, g.next, g.during, g.before, g.after];
        [g.in_, g.of, g.from, g.by].iter().chain(&temporal).any(|w| doc.words[at - 1].form == *w)
    };
    let number = |t: usize| t < doc.sentence(at).tokens.end && doc.form(t).starts_with(|c: char| c.is_ascii_digit());
    led || number(at + 1) || (at > begin && number(at - 1))
}

/// "Dr", "M."; but no title in "W. M. Silva".
fn title(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let initial = |t: usize| doc.words.get(t).is_some() && letter(doc.form(t));
    let one_of_several = initial(at) && (initial(at + 1) || at.checked_sub(1).is_some_and(initial));
    out.lexicon(at, Kind::Title).is_some() && !one_of_several
}

/// "W."
fn letter(form: &str) -> bool {
    let mut chars = form.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase())
}

/// Number of joining tokens at `end` between two name words: hyphens, particles, and "of" inside
/// the name of a body.
fn joint(doc: &Doc<'_>, out: &Annotations, start: usize, end: usize, limit: usize) -> usize {
    if end + 1 >= limit {
        return 0;
    }
    let form = doc.form(end);
    let tight = matches!(form, "-" | "‑" | "–") && !doc.spaced(end) && !doc.spaced(end - 1);
    let particle = matches!(
        form,
        "de" | "da"
            | "do"
            | "dos"
            | "das"
            | "del"
            | "della"
            | "di"
            | "du"
            | "van"
            | "von"
            | "der"
            | "den"
            | "ter"
            | "al"
            | "el"
            | "bin"
            | "ibn"
            | "bint"
            | "abu"
            | "y"
            | "e"
            | "la"
            | "le"
    );
    let body = (start..end).any(|t| out.lexicon(t, Kind::Body).is_some());
    let owned = matches!(form, "'s" | "’s") && out.lexicon(end + 1, Kind::Body).is_some() && doc.capital(end + 1);
    if owned {
        return 1;
    }
    let g = &doc.packs.grammar;
    let of_body = body && [g.of, g.for_].contains(&doc.words[end].form);
    if tight || particle {
        // "van der": a second particle.
        let more = usize::from(particle && end + 2 < limit && matches!(doc.form(end + 1), "der" | "den" | "la" | "-"));
        1 + more
    } else if of_body {
        1 + usize::from(doc.words[end + 1].form == g.the)
    } else {
        0
    }
}

/// Does the name end before the word at `end`, although that one is capitalised too?
fn breaks(doc: &Doc<'_>, out: &Annotations, start: usize, end: usize) -> bool {
    // "Silva General Cleaning Company": here "General" is no rank.
    let firm = (end..doc.sentence(end).tokens.end)
        .take_while(|t| doc.capital(*t))
        .any(|t| out.lexicon(t, Kind::Body).is_some());
    if title(doc, out, end) && !firm {
        return true;
    }
    if of_office(doc, out, start) && portfolio_ends(doc, out, start, end) {
        return true;
    }
    // A quoted name ends at its quote; a hyphen or particle has been skipped by the caller.
    let place = |t: usize| out.lexicon(t, Kind::Country).is_some();
    let lone_place = (start..end).all(place) && !place(end) && out.lexicon(end, Kind::Body).is_none();
    lone_place && doc.words[end].upos != Upos::Propn
}

/// Does an office with "of", "for" or "to" lead to what begins here ("Minister of", "Ambassador to")?
fn of_office(doc: &Doc<'_>, out: &Annotations, start: usize) -> bool {
    let g = &doc.packs.grammar;
    let led = start >= 2 && [g.of, g.for_, g.to].contains(&doc.words[start - 1].form);
    led && [Kind::Role, Kind::Title].iter().any(|k| out.lexicon(start - 2, *k).is_some())
}

/// Is the office told, and does a name begin at `end`: "Labour" of "Minister of Labour Ana Silva", "Peru" of "Ambassador to
/// Peru Ana Silva"?
fn portfolio_ends(doc: &Doc<'_>, out: &Annotations, start: usize, end: usize) -> bool {
    let told = |t: usize| doc.packs.listed("portfolio", doc.words[t].form);
    let place = |t: usize| out.lexicon(t, Kind::Country).is_some();
    let given = out.lexicon(end, Kind::GivenName).is_some();
    let office = (start..end).all(told) || (start..end).all(place);
    office && !told(end) && !place(end) || given && (start..end).any(told)
}
