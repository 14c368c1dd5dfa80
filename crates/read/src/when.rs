//! When and where: the dates and places of the clause that a claim stands in, in EDTF.

mod carried;
mod expiry;

use casebook_model::Upos;

use crate::annotate::edtf;
use crate::annotate::{Annotation, Annotations, Label};
use crate::doc::Doc;
use casebook_packs::Kind as Lex;

/// How a date bounds an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    At,
    From,
    To,
}

/// A point or interval in EDTF, with the tokens that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// EDTF.
    pub edtf: String,
    /// Token range of the date.
    pub tokens: std::ops::Range<usize>,
}

/// When the event of the predicate `verb` was; `None` where the text does not fix it. `described`: the
/// words are part of somebody's description.
#[must_use]
pub fn when(doc: &Doc<'_>, notes: &Annotations, verb: usize, described: bool) -> Option<Time> {
    // Of "has been in prison since" the tree hangs the time on "prison".
    let verb = doc.words[verb].head.filter(|_| doc.words[verb].rel == "cop").unwrap_or(verb);
    let of = |verb: usize| own(doc, notes, verb).or_else(|| carried::to(doc, notes, verb));
    let noun = matches!(doc.words[verb].upos, Upos::Noun | Upos::Propn) && doc.kid(verb, &["cop"]).is_none();
    if noun && described {
        // "a nurse who left in 2019": what somebody is has no time of what they did.
        return None;
    }
    if noun {
        // "his arrest in May", else "in May he put his name to it".
        // "a Kenyan wounded in Ukraine said on Monday": the day is that of saying it.
        let says = |v: usize| {
            doc.packs.cues.reporting(doc.words[v].lemma).is_some() && doc.subject(v).is_some_and(|s| doc.under(verb, s))
        };
        let above = || {
            let verb_above = doc.predicate_above(verb).filter(|v| *v != verb && argument(doc, verb, *v));
            verb_above.filter(|v| !says(*v)).and_then(of)
        };
        return inside(doc, notes, verb).or_else(above);
    }
    of(verb)
}

/// A date that the noun phrase itself holds: beside the noun, or with what is said of it ("a card good until 2031").
fn inside(doc: &Doc<'_>, notes: &Annotations, noun: usize) -> Option<Time> {
    let sentence = doc.sentence(noun).tokens.clone();
    let dates = notes.all().iter().filter(|n| n.dated() && n.tokens.start > noun && n.tokens.end <= sentence.end);
    let held = |token: usize| {
        let said = doc.words[token].head.filter(|t| *t > noun && matches!(doc.words[*t].rel, "amod" | "acl" | "appos"));
        [token, said.unwrap_or(token)].into_iter().any(|t| doc.words[t].head == Some(noun))
    };
    dates.filter(|d| held(d.tokens.start) || held(d.tokens.end - 1)).find_map(|d| bounded(doc, d))
}

/// Is the noun an argument of the verb, through the nouns it may depend on?
fn argument(doc: &Doc<'_>, noun: usize, verb: usize) -> bool {
    let mut at = noun;
    for _ in 0..4 {
        let word = &doc.words[at];
        let nominal = matches!(word.rel, "nmod" | "compound" | "conj" | "appos");
        let core = word.rel.starts_with("nsubj")
            || word.rel.starts_with("obl")
            || matches!(word.rel, "obj" | "iobj" | "xcomp");
        match word.head {
            Some(head) if head == verb => return core,
            Some(head) if nominal => at = head,
            _ => return false,
        }
    }
    false
}

/// A date of the predicate's own clause; one that is said of somebody in it ("a guard since May") only where no
/// other is.
fn own(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let sentence = doc.sentence(verb).tokens.clone();
    let within = |n: &&Annotation| n.dated() && n.tokens.start >= sentence.start && n.tokens.end <= sentence.end;
    let its = |n: &&Annotation| {
        [n.tokens.start, n.tokens.end - 1].iter().any(|t| belongs(doc, *t, verb)) && !of_speaking(doc, n, verb)
    };
    let dates: Vec<&Annotation> = notes.all().iter().filter(within).filter(its).collect();
    let aside = |n: &&&Annotation| doc.subject(verb).is_some_and(|s| doc.under(n.tokens.start, s));
    let direct = dates.iter().filter(|n| !aside(n)).find_map(|d| bounded(doc, d));
    direct.or_else(|| dates.iter().find_map(|d| bounded(doc, d)))
}

/// "A man captured in May said on Wednesday": the day right behind a verb of saying is that of saying it, whatever the tree hangs it on.
fn of_speaking(doc: &Doc<'_>, date: &Annotation, verb: usize) -> bool {
    let led = |t: usize| doc.words[t].rel == "case" || doc.words[t].upos == Upos::Adp;
    let before = date.tokens.start.checked_sub(1);
    let before = before.and_then(|t| if led(t) { t.checked_sub(1) } else { Some(t) });
    before.is_some_and(|t| {
        t != verb && doc.words[t].upos == Upos::Verb && doc.packs.cues.reporting(doc.words[t].lemma).is_some()
    })
}

/// Does a date belong to the predicate: in its own clause, or in a complement without a subject of
/// its own ("volunteered to fight in 2022", "arrested for stealing in May")?
fn belongs(doc: &Doc<'_>, token: usize, verb: usize) -> bool {
    let mut clause = clause_of(doc, token);
    for _ in 0..4 {
        let Some(at) = clause else { return false };
        if at == verb {
            return true;
        }
        let word = &doc.words[at];
        let g = &doc.packs.grammar;
        let timed = doc.kids(at).iter().any(|k| {
            doc.words[*k].rel == "mark" && [g.after, g.before, g.since, g.following].contains(&doc.words[*k].form)
        });
        let complement = matches!(word.rel, "xcomp" | "dep" | "advcl" | "acl")
            && doc.kid(at, &["nsubj", "nsubj:pass"]).is_none()
            && !timed;
        clause = word.head.filter(|_| complement);
    }
    false
}

/// The nearest verb above a token: the predicate of its clause.
fn clause_of(doc: &Doc<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..16 {
        let word = &doc.words[at];
        if at != token && (word.upos == Upos::Verb || doc.kid(at, &["cop"]).is_some()) && word.rel != "amod" {
            return Some(at);
        }
        at = word.head?;
    }
    None
}

/// The only date among the words of a phrasing without a verb ("a card good until 2031").
#[must_use]
pub fn within(doc: &Doc<'_>, notes: &Annotations, words: &std::ops::Range<usize>) -> Option<Time> {
    let mut dates = notes.all().iter().filter(|n| n.dated() && words.contains(&n.tokens.start));
    let date = dates.next()?;
    let alone = dates.next().is_none() && words.clone().all(|t| doc.words[t].upos != Upos::Verb);
    alone.then(|| bounded(doc, date)).flatten()
}

/// The time of what goes on from when it began.
#[must_use]
pub fn open(time: Time) -> Time {
    let point = edtf::point(&time.edtf).is_some();
    Time { edtf: if point { format!("{}/..", time.edtf) } else { time.edtf }, ..time }
}

/// The date with its preposition's bound.
fn bounded(doc: &Doc<'_>, date: &Annotation) -> Option<Time> {
    if date.value.is_empty() {
        return None;
    }
    let g = &doc.packs.grammar;
    let begin = doc.sentence(date.tokens.start).tokens.start;
    let mut before = date.tokens.start.checked_sub(1).filter(|t| *t >= begin);
    let back = |t: Option<usize>, by: usize| t.and_then(|t| t.checked_sub(by)).filter(|t| *t >= begin);
    let of = |t: usize| doc.words[t].form == g.of && doc.packs.listed("time_of", doc.words[t - 1].form);
    if before.is_some_and(|t| t > begin && of(t)) {
        // "since the night of 3 May".
        before = back(before, 2);
    }
    if before.is_some_and(|t| doc.words[t].form == g.the) {
        before = back(before, 1);
    }
    let word = before.map(|t| doc.words[t].form);
    let dating = before.and_then(|t| back(Some(t), 1)).is_some_and(|t| doc.words[t].lemma == g.date);
    let bound = match word {
        // "dates from 2016" is when it was.
        Some(w) if w == g.from && dating => Bound::At,
        Some(w) if [g.since, g.after, g.following, g.from].contains(&w) => Bound::From,
        Some(w) if [g.until, g.till, g.before, g.by].contains(&w) => Bound::To,
        _ if expiry::ends(doc, date.tokens.start) => Bound::To,
        _ => Bound::At,
    };
    Some(Time { edtf: bind(&in_months(&date.value), bound), tokens: date.tokens.clone() })
}

/// Months of the seasons of EDTF (21 to 24), the last one of which ends in the year after.
const SEASONS: [(&str, &str, &str); 4] =
    [("-21", "03", "05"), ("-22", "06", "08"), ("-23", "09", "11"), ("-24", "12", "02")];

/// A season as its months, about: those who read a case compare months, and a season alone has no days. Which months it has
/// is that of the north.
fn in_months(value: &str) -> String {
    let plain = value.trim_end_matches(['~', '?', '%']);
    let season = SEASONS.iter().find_map(|(code, first, last)| Some((plain.strip_suffix(code)?, first, last)));
    let year = season.and_then(|(year, first, last)| Some((year.parse::<i32>().ok()?, first, last)));
    match year {
        Some((year, first, last)) => format!("{year:04}-{first}~/{:04}-{last}~", year + i32::from(*last < *first)),
        None => value.to_string(),
    }
}

fn bind(value: &str, bound: Bound) -> String {
    let (start, end) = value.split_once('/').unwrap_or((value, value));
    // An end that is open or unknown bounds nothing ("since the last few months").
    let known = |s: &str| !s.is_empty() && s != "..";
    match bound {
        Bound::From if !known(start) => value.to_string(),
        Bound::To if !known(end) => value.to_string(),
        Bound::At => value.to_string(),
        Bound::From => format!("{start}/.."),
        Bound::To => format!("../{end}"),
    }
}

/// Where the event of the predicate was: a place of its clause after "in" or "at".
#[must_use]
pub fn place(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<std::ops::Range<usize>> {
    let g = &doc.packs.grammar;
    let sentence = doc.sentence(verb).tokens.clone();
    notes
        .all()
        .iter()
        .filter(|n| matches!(n.label, Label::Place | Label::Lexicon(Lex::Country)))
        .filter(|n| n.tokens.start > sentence.start && n.tokens.end <= sentence.end)
        .find(|n| {
            let before = doc.words[n.tokens.start - 1].form;
            [g.in_, g.at].contains(&before) && clause_of(doc, n.tokens.start) == Some(verb)
        })
        .map(|n| n.tokens.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_about_its_months() {
        for (value, want) in [
            ("2024-22", "2024-06~/2024-08~"),
            ("2024-24~", "2024-12~/2025-02~"),
            ("2024-12", "2024-12"),
            ("2024-10-21", "2024-10-21"),
        ] {
            assert_eq!(in_months(value), want);
        }
    }

    #[test]
    fn a_preposition_opens_an_end() {
        for (value, bound, want) in [
            ("2015", Bound::From, "2015/.."),
            ("2015", Bound::To, "../2015"),
            ("2023-01/2023-04~", Bound::From, "2023-01/.."),
            ("2020~/2022~", Bound::To, "../2022~"),
            ("/2024-05-15", Bound::From, "/2024-05-15"),
            ("2015/..", Bound::To, "2015/.."),
            ("2015", Bound::At, "2015"),
        ] {
            assert_eq!(bind(value, bound), want, "{value} {bound:?}");
        }
    }
}
