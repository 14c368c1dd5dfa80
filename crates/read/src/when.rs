//! When and where: the dates and places of the clause that a claim stands in, in EDTF.

use casebook_model::Upos;

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
    let of = |verb: usize| {
        let found = own(doc, notes, verb).or_else(|| after_clause(doc, notes, verb));
        found.or_else(|| shared(doc, notes, verb)).or_else(|| became(doc, notes, verb))
    };
    let of = |verb: usize| of(verb).or_else(|| fronted(doc, notes, verb));
    let noun = matches!(doc.words[verb].upos, Upos::Noun | Upos::Propn) && doc.kid(verb, &["cop"]).is_none();
    if noun && described {
        // "a nurse who left in 2019": what somebody is has no time of what they did.
        return None;
    }
    if noun {
        // "his arrest in May", else "in May he put his name to it".
        let above = || doc.predicate_above(verb).filter(|v| *v != verb && argument(doc, verb, *v)).and_then(of);
        return inside(doc, notes, verb).or_else(above);
    }
    of(verb)
}

/// A date that the noun phrase itself holds.
fn inside(doc: &Doc<'_>, notes: &Annotations, noun: usize) -> Option<Time> {
    let sentence = doc.sentence(noun).tokens.clone();
    let dates = notes.all().iter().filter(|n| n.dated() && n.tokens.start > noun && n.tokens.end <= sentence.end);
    dates
        .filter(|d| doc.words[d.tokens.start].head == Some(noun) || doc.words[d.tokens.end - 1].head == Some(noun))
        .find_map(|d| bounded(doc, d))
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

/// A date of the predicate's own clause.
fn own(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let sentence = doc.sentence(verb).tokens.clone();
    let dates =
        notes.all().iter().filter(|n| n.dated() && n.tokens.start >= sentence.start && n.tokens.end <= sentence.end);
    dates
        .filter(|d| [d.tokens.start, d.tokens.end - 1].iter().any(|t| belongs(doc, *t, verb)))
        .find_map(|d| bounded(doc, d))
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

/// The date with its preposition's bound.
fn bounded(doc: &Doc<'_>, date: &Annotation) -> Option<Time> {
    if date.value.is_empty() {
        return None;
    }
    let g = &doc.packs.grammar;
    let begin = doc.sentence(date.tokens.start).tokens.start;
    let mut before = date.tokens.start.checked_sub(1).filter(|t| *t >= begin);
    if before.is_some_and(|t| doc.words[t].form == g.the) {
        before = before.and_then(|t| t.checked_sub(1)).filter(|t| *t >= begin);
    }
    let word = before.map(|t| doc.words[t].form);
    let bound = match word {
        Some(w) if [g.since, g.after, g.following, g.from].contains(&w) => Bound::From,
        Some(w) if [g.until, g.till, g.before, g.by].contains(&w) => Bound::To,
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

/// "After crossing into Russia in 2023, he was arrested": later than the date of the clause.
fn after_clause(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let g = &doc.packs.grammar;
    let clause = doc.kids(verb).iter().copied().find(|k| {
        doc.words[*k].rel == "advcl"
            && doc
                .kids(*k)
                .iter()
                .any(|m| doc.words[*m].rel == "mark" && [g.after, g.since, g.following].contains(&doc.words[*m].form))
    })?;
    let time = own(doc, notes, clause)?;
    let start = time.edtf.split('/').next().unwrap_or(&time.edtf).to_string();
    (start != "..").then(|| Time { edtf: format!("{start}/.."), tokens: time.tokens })
}

/// A coordinated verb without a date of its own comes no earlier than an open interval of the
/// first one ("came back following the invasion and volunteered"), and shares a date that stands before
/// both ("In 2012 he pleaded guilty and got two years").
fn shared(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let head = doc.words[verb].head.filter(|_| doc.words[verb].rel == "conj")?;
    let own_subject = doc.kid(verb, &["nsubj", "nsubj:pass"]).is_some();
    let time = own(doc, notes, head).filter(|_| !own_subject)?;
    (time.edtf.ends_with("/..") || time.tokens.end <= head).then_some(time)
}

/// "became final that September": what somebody or something came to be has the date of becoming it.
fn became(doc: &Doc<'_>, notes: &Annotations, word: usize) -> Option<Time> {
    let verb = doc.words[word].head.filter(|_| doc.words[word].rel == "xcomp")?;
    let becoming = doc.packs.cues.becoming.contains(&doc.words[verb].lemma);
    becoming.then(|| own(doc, notes, verb)).flatten()
}

/// Clauses between a fronted date and what it dates.
const DEEP: usize = 4;

/// "On 4 May the bank went to the police, accusing him of fraud": the date that opens a sentence is that of
/// everything which happens in it, short of what somebody says or had done before.
fn fronted(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let sentence = doc.sentence(verb).tokens.clone();
    let opening = sentence.start..sentence.end.min(sentence.start + FIRST);
    let date = notes.all().iter().find(|n| n.dated() && !n.value.is_empty() && opening.contains(&n.tokens.start))?;
    let main = clause_of(doc, date.tokens.start).filter(|m| *m > date.tokens.end)?;
    let subject = doc.subject(main)?;
    let before = date.tokens.end <= subject && date.tokens.end <= verb;
    let time = || bounded(doc, date).filter(|t| !t.edtf.contains(".."));
    (before && happens_in(doc, notes, verb, main)).then(time).flatten()
}

/// Tokens within which a date opens a sentence.
const FIRST: usize = 4;

/// Is a clause part of what a main clause tells: beside it, or what its verb leads to?
fn happens_in(doc: &Doc<'_>, notes: &Annotations, verb: usize, main: usize) -> bool {
    let g = &doc.packs.grammar;
    let mut at = verb;
    for _ in 0..DEEP {
        if at == main {
            return true;
        }
        let word = &doc.words[at];
        let Some(up) = word.head else { return false };
        let earlier =
            doc.kids(at).iter().any(|k| doc.words[*k].rel == "aux" && doc.form(*k).eq_ignore_ascii_case("had"));
        let timed = doc.kids(at).iter().any(|k| {
            doc.words[*k].rel == "mark" && [g.after, g.before, g.since, g.following].contains(&doc.words[*k].form)
        });
        let said = doc.packs.cues.reporting(doc.words[up].lemma).is_some();
        let leads = match word.rel {
            "conj" | "xcomp" | "obj" | "obl" | "nsubj" | "nsubj:pass" => true,
            "advcl" | "acl" => !timed,
            "acl:relcl" => doc.form(at.saturating_sub(1)).eq_ignore_ascii_case("which"),
            "ccomp" => !said,
            _ => false,
        };
        if earlier || !leads || own(doc, notes, at).is_some() {
            return false;
        }
        at = up;
    }
    false
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
