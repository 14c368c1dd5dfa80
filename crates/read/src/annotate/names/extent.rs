//! Where a name begins and ends: runs of capitalised words with what joins them, without the titles, months and offices beside
//! them.

use std::ops::Range;

use casebook_model::{NameKind, Upos};
use casebook_packs::Kind;

use super::{opens_turn, printed_as_name};
use crate::annotate::{Annotation, Annotations, Label};
use crate::doc::{Doc, Word};
use crate::quote::is_mark;

/// The run of name words that starts at `at`.
pub(super) fn run(doc: &Doc<'_>, out: &Annotations, at: usize) -> Option<Range<usize>> {
    if !name_word(doc, out, at) || title(doc, out, at) || opens_as_noun(doc, out, at) {
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
    let mark = |t: usize| t < limit && is_mark(doc, t);
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
    let month = doc.packs.time.months.contains_key(&word.form) && word.form != doc.packs.vocabulary.get("may");
    if month && !month_as_forename(doc, out, at)
        || doc.packs.time.weekdays.contains_key(&word.form)
        || out.lexicon(at, Kind::Currency).is_some()
    {
        return false;
    }
    // "the Sri Lankan": one word for a people, of which the first half is a forename as well.
    let of_a_people = |n: &Annotation| n.label == Label::Lexicon(Kind::Nationality) && n.tokens.len() > 1;
    if in_may(doc, at) || out.covering(at).any(of_a_people) {
        return false;
    }
    let first = at == doc.sentence(at).tokens.start || matches!(doc.form(at - 1), "\"" | "“" | "‘" | ":" | "'");
    let known = [Kind::GivenName, Kind::Country, Kind::Place, Kind::Body].iter().any(|k| out.lexicon(at, *k).is_some());
    let nationality = [Kind::Nationality, Kind::Language, Kind::Origin].iter().any(|k| out.lexicon(at, *k).is_some());
    if nationality && !known {
        // "Russian" is a name word only inside the name of a body ("the Russian Orthodox Church"), or where it is somebody's.
        return family_name(doc, out, at);
    }
    if doc.all_caps(at) && opens_turn(doc, &(at..at + 1)) && printed_as_name(doc, at) {
        return true;
    }
    if first && told_of(doc, at) || coded(doc, out, at) {
        return true;
    }
    let labelled = word.name.kind().is_some();
    let open_class = matches!(word.upos, Upos::Noun | Upos::Adj | Upos::X | Upos::Verb | Upos::Intj);
    if word.exact {
        return word.upos == Upos::Propn || known || (labelled && word.upos != Upos::Det);
    }
    word.upos == Upos::Propn || known || (labelled && word.upos != Upos::Det) || (!first && open_class)
}

/// "Rita German, 38, …": a word for a people or a language right behind a given name, with nothing behind it that it could say the
/// origin of; and the same word alone in the rest of the text.
fn family_name(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let noun = |w: &Word| matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
    let alone = |t: usize| doc.capital(t) && doc.words.get(t + 1).is_none_or(|w| !noun(w) || !doc.spaced(t));
    let given = |t: usize| doc.capital(t) && !doc.all_caps(t) && out.lexicon(t, Kind::GivenName).is_some();
    let full = |t: usize| {
        let begins = doc.sentence(t).tokens.start;
        // "a Sri Lankan" is one word for a people.
        let whole = |t: usize| out.covering(t).all(|n| n.tokens.start == t);
        doc.words[t].form == doc.words[at].form
            && t > begins
            && given(t - 1)
            && doc.spaced(t - 1)
            && alone(t)
            && whole(t)
    };
    alone(at) && (0..doc.words.len()).any(full)
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

/// "known for legal reasons as B2", "a witness called X": letters and digits, or a letter, that stand for somebody wherever the text
/// has them, once it says so.
pub(super) fn coded(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let form = doc.form(at);
    let letters = form.chars().take_while(char::is_ascii_uppercase).count();
    let code = (1..=3).contains(&letters) && form.len() > letters && form.len() <= letters + 3;
    let is_code = code && form[letters..].chars().all(|c| c.is_ascii_digit());
    // "a second witness, granted anonymity and called X"
    let letter = letters == 1 && form.len() == 1 && doc.words[at].form != doc.packs.grammar.i;
    let named = |t: usize| {
        let begin = doc.sentence(t).tokens.start;
        let near = t.saturating_sub(8).max(begin)..t;
        let led = t > begin && doc.words[t - 1].form == doc.packs.grammar.as_;
        let called = t > begin && letter && doc.packs.listed("named_as", doc.words[t - 1].lemma);
        let somebody = |v: usize| [Kind::Human, Kind::Role, Kind::Kin].iter().any(|k| out.lexicon(v, *k).is_some());
        let introduced = led && near.clone().any(|v| doc.packs.listed("named_as", doc.words[v].lemma));
        (introduced || called) && (!letter || near.clone().any(somebody))
    };
    (is_code || letter) && (0..doc.words.len()).any(|t| doc.form(t) == form && named(t))
}

/// "April Sol was deported", "Ivo Lang and Jan Novak": the name of a month right before that of a person, where it opens a sentence,
/// or is a forename as well and nothing before it dates anything.
fn month_as_forename(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|t| *t >= doc.sentence(at).tokens.start);
    let opens = before.is_none_or(|t| matches!(doc.form(t), "\"" | "“" | "‘"));
    let forename = out.lexicon(at, Kind::GivenName).is_some();
    let free = || before.is_some_and(|t| doc.words[t].upos == Upos::Cconj || matches!(doc.form(t), "," | "of"));
    let person = |w: &Word| w.exact && w.name.kind() == Some(NameKind::Person) && w.sentence == doc.words[at].sentence;
    (opens || forename && free()) && doc.words.get(at + 1).is_some_and(|w| person(w) && doc.capital(at + 1))
}

/// "In May Emeka Obi was …", "since May", "May 3": the month, not the name.
fn in_may(doc: &Doc<'_>, at: usize) -> bool {
    let g = &doc.packs.grammar;
    if doc.words[at].form != doc.packs.vocabulary.get("may") {
        return false;
    }
    let begin = doc.sentence(at).tokens.start;
    let number = |t: usize| t < doc.sentence(at).tokens.end && doc.form(t).starts_with(|c: char| c.is_ascii_digit());
    let led = at > begin && (dates_what_follows(doc, at - 1) || [g.of, g.from, g.by].contains(&doc.words[at - 1].form));
    led || number(at + 1)
}

/// "in", "since", "last", "3": does a word right before a month make it one?
fn dates_what_follows(doc: &Doc<'_>, token: usize) -> bool {
    let g = &doc.packs.grammar;
    let temporal =
        [g.in_, g.since, g.until, g.last, g.early, g.late, g.mid, g.this, g.next, g.during, g.before, g.after];
    temporal.contains(&doc.words[token].form) || doc.form(token).starts_with(|c: char| c.is_ascii_digit())
}

/// "Dr", "M."; but no title in "W. M. Silva".
pub(super) fn title(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let initial = |t: usize| doc.words.get(t).is_some() && letter(doc.form(t));
    let one_of_several = initial(at) && (initial(at + 1) || at.checked_sub(1).is_some_and(initial));
    out.lexicon(at, Kind::Title).is_some() && !one_of_several
}

/// "Campaigner Ana Silva said": a noun for people that has its capital from the beginning of the sentence.
fn opens_as_noun(doc: &Doc<'_>, out: &Annotations, at: usize) -> bool {
    let noun = [Kind::Role, Kind::Occupation, Kind::Human].iter().any(|k| out.lexicon(at, *k).is_some());
    let first = at == doc.sentence(at).tokens.start && !doc.all_caps(at);
    let named = |t: usize| doc.capital(t) && out.lexicon(t, Kind::GivenName).is_some();
    first && noun && out.lexicon(at, Kind::GivenName).is_none() && doc.words.get(at + 1).is_some_and(|_| named(at + 1))
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
