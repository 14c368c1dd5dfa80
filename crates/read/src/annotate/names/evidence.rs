//! What speaks for a name being somebody's, a body's or a place's: labels, the lexicon, the proposer, the words around it.

use std::ops::Range;

use casebook_model::{NameKind, Upos};
use casebook_packs::Kind;

use super::Run;
use super::extent::{coded, title};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::people::goes_by;
use crate::quote::is_mark;
use crate::zone::Zone;

/// How likely a name mentions somebody, by the proposer: below this it hardly does, above that it does.
const NOBODY: f32 = 0.1;
const SOMEBODY: f32 = 0.8;
/// Points for what the proposer says: more than a wrong label of the encoder and a word beside the name have.
const PROPOSED: i32 = 14;
/// Points for a last word that is no family name ("Silva Circle") and for a code that the text says somebody is known by: more than labels, a given name and the proposer have together.
const TOLD: i32 = 40;

/// The evidence for each reading of a run of name words.
pub fn weigh(doc: &Doc<'_>, out: &Annotations, tokens: Range<usize>) -> Run {
    let mut run = Run { tokens: tokens.clone(), person: 0, body: 0, place: 0, told_body: false };
    let n = tokens.len();
    labelled(doc, &mut run);
    let whole = |kind: Kind| out.at(tokens.start, Label::Lexicon(kind)).is_some_and(|a| a.tokens.end >= tokens.end);
    if whole(Kind::Country) {
        run.place += 12;
    } else if whole(Kind::Place) {
        run.place += 8;
    }
    if tokens.clone().any(|t| body(doc, out, t)) {
        run.body += 6;
    }
    // "Salween Overseas": the last word says what it is.
    if n > 1 && body(doc, out, tokens.end - 1) {
        run.body += 5;
    }
    if n > 1 && out.lexicon(tokens.start, Kind::Body) == Some("firm") {
        run.body += TOLD;
    }
    if out.lexicon(tokens.end - 1, Kind::PlaceWord).is_some() || out.lexicon(tokens.start, Kind::PlaceWord).is_some() {
        run.place += 4;
    }
    if n > 1 && out.lexicon(tokens.end - 1, Kind::PlaceWord) == Some("only") {
        run.place += TOLD;
    }
    if out.lexicon(tokens.start, Kind::GivenName).is_some() {
        run.person += if n > 1 { 7 } else { 5 };
    }
    if n == 1 && doc.all_caps(tokens.start) {
        run.body += 3;
    }
    if n > 4 {
        run.person -= 3;
    }
    if n == 1 && coded(doc, out, tokens.start) {
        run.person += TOLD;
    }
    if lettered(doc, out, &tokens) {
        run.person += TOLD;
    }
    run.told_body = n > 1 && told_body(doc, out, &tokens);
    around(doc, out, &mut run);
    mentions_somebody(doc, &mut run);
    run
}

/// "Prisoner A", "Witness K": a noun for somebody with a letter, by which a report tells those apart whom it does not name.
pub fn lettered(doc: &Doc<'_>, out: &Annotations, tokens: &Range<usize>) -> bool {
    let letter = tokens.len() == 2 && doc.form(tokens.end - 1).len() == 1 && doc.capital(tokens.end - 1);
    let somebody = [Kind::Human, Kind::Role].iter().any(|k| out.lexicon(tokens.start, *k).is_some());
    letter && somebody
}

/// Points for what the first gear and the encoder label, on average over the words.
fn labelled(doc: &Doc<'_>, run: &mut Run) {
    let n = run.tokens.len() as i32;
    for t in run.tokens.clone() {
        // The encoder's labels are right four times in five, the first gear's three in five.
        let points = if doc.words[t].exact { 9 } else { 4 };
        match doc.words[t].name.kind() {
            Some(NameKind::Person) => run.person += points,
            Some(NameKind::Place) => run.place += points,
            Some(NameKind::Organisation) => run.body += points,
            None => {}
        }
    }
    (run.person, run.body, run.place) = (run.person / n, run.body / n, run.place / n);
}

/// Is a word that of a body? "Un" is no "UN".
fn body(doc: &Doc<'_>, out: &Annotations, token: usize) -> bool {
    let letters = doc.form(token).chars().count() <= 2 && !doc.all_caps(token);
    out.lexicon(token, Kind::Body).is_some() && !letters
}

/// Evidence from the proposer, which was taught who is somebody in whole reports.
fn mentions_somebody(doc: &Doc<'_>, run: &mut Run) {
    let Some(first) = doc.words[run.tokens.start].somebody else { return };
    let within = run.tokens.clone().filter_map(|t| doc.words[t].somebody).fold(0.0, |most: f32, s| most.max(s.within));
    if within < NOBODY {
        run.person -= PROPOSED;
    } else if first.begins > SOMEBODY {
        run.person += PROPOSED;
    }
}

/// "the manager of Horizonte Azul", "the charity Puerto Azul": do the words before a name say that it is a body's?
fn told_body(doc: &Doc<'_>, out: &Annotations, name: &Range<usize>) -> bool {
    let begin = doc.sentence(name.start).tokens.start;
    let Some(before) = name.start.checked_sub(1).filter(|t| *t >= begin) else { return false };
    let word = &doc.words[before];
    let known = word.upos == Upos::Noun && body(doc, out, before) && !person_noun(out, before);
    let plain = !doc.capital(before) && word.form == word.lemma;
    // "the paper Ana Silva had signed": somebody who does something with it.
    let acts = doc.words[doc.phrase_head(name.end - 1)].rel.starts_with("nsubj");
    let beside = !acts || word.head.is_some_and(|h| name.contains(&h));
    let kind = plain && beside && (known || doc.packs.listed("named_body", word.lemma));
    let g = &doc.packs.grammar;
    let of = [g.of, g.at].contains(&doc.words[before].form) && before > begin;
    kind || of && doc.packs.listed("heads_body", doc.words[before - 1].lemma)
}

/// Evidence from the words around a name.
fn around(doc: &Doc<'_>, out: &Annotations, run: &mut Run) {
    let sentence = doc.sentence(run.tokens.start).tokens.clone();
    let g = &doc.packs.grammar;
    if run.tokens.start > sentence.start {
        let before = run.tokens.start - 1;
        let skip_comma = if doc.form(before) == "," && before > sentence.start { before - 1 } else { before };
        let led = matches!(doc.form(before), "by" | "By" | "and" | ":");
        if title(doc, out, before) || led && doc.sentence(before).zone == Zone::Byline {
            run.person += 6;
        } else if person_noun(out, before) || (skip_comma != before && kin_or_role(out, skip_comma)) {
            run.person += 3;
        } else if doc.words[before].form == g.the {
            run.body += 2;
        } else if [g.in_, g.from, g.to, g.at].contains(&doc.words[before].form) && run.person < 4 {
            run.place += 2;
        }
    }
    if run.tokens.start > sentence.start && goes_by::called_by_others(doc, run.tokens.start - 1) {
        run.person += 12;
    }
    let after = run.tokens.end;
    if said_changed(doc, after) {
        run.person += 12;
    }
    if after < sentence.end {
        let who = |t: usize| t < sentence.end && [g.who, g.whose, g.whom].contains(&doc.words[t].form);
        let number = |t: usize| out.starting(t).any(|a| a.label == Label::Number);
        match doc.form(after) {
            "," if who(after + 1) || number(after + 1) || described(doc, out, after + 1, sentence.end) => {
                run.person += 4
            }
            "(" if number(after + 1) => run.person += 4,
            // "Ana*": a footnote says that the name is changed.
            "*" if !doc.spaced(after - 1) => run.person += 12,
            "’s" | "'s" => {}
            _ if who(after) => run.person += 4,
            _ => {}
        }
    }
    let speaks = |verb: usize| doc.packs.cues.reporting(doc.words[verb].lemma).is_some();
    let head = doc.phrase_head(run.tokens.end - 1);
    if let Some(verb) = doc.words[head].head.filter(|_| doc.words[head].rel == "nsubj")
        && speaks(verb)
    {
        run.person += 2;
        run.body += 1;
    }
}

/// Do the words right behind a name that ends before `after` say that it is not the real one
/// ("'Ana' (not her real name)", "Ana, 33 (name changed)", "Ana is a pseudonym", "Ana used a pseudonym")?
pub fn said_changed(doc: &Doc<'_>, after: usize) -> bool {
    let Some(last) = after.checked_sub(1) else { return false };
    let end = doc.sentence(last).tokens.end;
    let at = (after..end).find(|t| !matches!(doc.form(*t), "\"" | "”" | "’" | "'")).unwrap_or(end);
    let behind = [Some(at), behind_age(doc, at, end), behind_body(doc, at, end)];
    behind.into_iter().flatten().any(|at| says_changed(doc, at, end))
        || behind_another(doc, at, end).is_some_and(|at| says_changed(doc, at, end) && says_names(doc, at, end))
        || next_sentence(doc, at, end)
}

/// Words that a name joined by "and" has at most, with its quotation marks.
const JOINED: usize = 6;

/// Where the text goes on behind a second name: "“Ana” and “Rita” (both names changed)".
fn behind_another(doc: &Doc<'_>, at: usize, end: usize) -> Option<usize> {
    let and = at < end && doc.words[at].form == doc.packs.grammar.and;
    (at + 1..end.min(at + 1 + JOINED)).find(|t| !is_mark(doc, *t) && !doc.capital(*t)).filter(|t| and && *t > at + 1)
}

/// Does an aside speak of names, not of one?
fn says_names(doc: &Doc<'_>, at: usize, end: usize) -> bool {
    let several = |t: usize| {
        let word = &doc.words[t];
        doc.packs.listed("name_noun", word.lemma) && word.form != word.lemma
    };
    (at..end.min(at + ASIDE)).any(several)
}

/// "The one he speaks of is Ana. (We have changed the name.)": the sentence behind one that ends with the name says so, in brackets.
fn next_sentence(doc: &Doc<'_>, at: usize, end: usize) -> bool {
    let closes = at < end && (at..end).all(|t| doc.words[t].upos == Upos::Punct);
    let next = doc.words.get(end).filter(|_| closes && doc.form(end) == "(").map(|w| w.sentence);
    next.is_some_and(|s| says_changed(doc, end, doc.sentences[s].tokens.end))
}

/// Words within which brackets open behind the body that somebody is of ("Ana of the Harbour Union (…").
const BODY: usize = 7;

/// Where brackets open behind the body that somebody is of.
fn behind_body(doc: &Doc<'_>, at: usize, end: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let of = at < end && [g.of, g.from, g.at, g.with].contains(&doc.words[at].form);
    let plain = |t: usize| doc.form(t).starts_with(char::is_alphabetic) && doc.words[t].upos != Upos::Verb;
    let opens = (at..end.min(at + BODY)).find(|t| !plain(*t)).filter(|_| of)?;
    (doc.form(opens) == "(").then_some(opens)
}

/// Where the text goes on behind an age ("Ana, 33 (…", "Ana, 33, …").
fn behind_age(doc: &Doc<'_>, at: usize, end: usize) -> Option<usize> {
    let number = at + 1 < end && doc.form(at) == "," && doc.form(at + 1).chars().all(|c| c.is_ascii_digit());
    (number && at + 2 < end).then_some(at + 2)
}

/// Words inside brackets among which a cue may stand ("(34, not her real name)", "(also using a pseudonym)").
const ASIDE: usize = 12;

/// Does what opens at `at` say so: an aside that begins with a cue, brackets that hold one, or a verb with one behind it?
fn says_changed(doc: &Doc<'_>, at: usize, end: usize) -> bool {
    if at >= end {
        return false;
    }
    let bracket = matches!(doc.form(at), "(" | "[");
    let opened = bracket || matches!(doc.form(at), "," | "-" | "–" | "—");
    let verb = [doc.packs.grammar.be, doc.packs.grammar.use_].contains(&doc.words[at].lemma);
    if !opened && !verb {
        return false;
    }
    let closed = |t: usize| matches!(doc.form(t), ")" | "]");
    let last = if bracket { (at + 1..end.min(at + ASIDE)).find(|t| closed(*t)).unwrap_or(at + 2) } else { at + 2 };
    let stands = |from: usize, words: &[casebook_packs::WordId]| {
        words.iter().enumerate().all(|(i, w)| from + i < end && doc.words[from + i].form == *w)
    };
    let mut cues = doc.packs.cues.pseudonym.iter();
    cues.any(|cue| (at + 1..last).any(|from| stands(from, &cue.words)))
}

fn person_noun(out: &Annotations, at: usize) -> bool {
    [Kind::Human, Kind::Role, Kind::Occupation, Kind::Kin].iter().any(|k| out.lexicon(at, *k).is_some())
}

fn kin_or_role(out: &Annotations, at: usize) -> bool {
    [Kind::Role, Kind::Kin].iter().any(|k| out.lexicon(at, *k).is_some())
}

/// "a Czech national who …", "the group's director": a description of a person within six words,
/// before any verb.
fn described(doc: &Doc<'_>, out: &Annotations, from: usize, end: usize) -> bool {
    for t in from..end.min(from + 7) {
        if person_noun(out, t) || out.lexicon(t, Kind::Nationality).is_some_and(|_| t + 1 == end) {
            return true;
        }
        if matches!(doc.words[t].upos, Upos::Verb | Upos::Aux) || matches!(doc.form(t), "," | "." | ";") {
            return false;
        }
    }
    false
}
