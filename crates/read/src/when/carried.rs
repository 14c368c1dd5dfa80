//! Dates that a clause has from elsewhere in its sentence: the clause it continues, the date it explains.

use casebook_model::Upos;

use crate::annotate::{Annotation, Annotations, Label};
use crate::condition::present;
use crate::doc::Doc;

use super::{Time, bounded, clause_of, in_months, own};

/// The date that an event has from another clause.
pub(super) fn to(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    after_clause(doc, notes, verb)
        .or_else(|| shared(doc, notes, verb))
        .or_else(|| became(doc, notes, verb))
        .or_else(|| fronted(doc, notes, verb))
        .or_else(|| explaining(doc, notes, verb))
        .or_else(|| explained(doc, notes, verb))
        .or_else(|| since(doc, notes, verb))
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

/// A coordinated verb without a date and a subject of its own has that of the first one ("went to Tula in May and signed
/// up"), and comes no earlier than an open interval of it ("came back following the invasion and volunteered").
fn shared(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let head = doc.words[verb].head.filter(|_| doc.words[verb].rel == "conj")?;
    let own_subject = doc.kid(verb, &["nsubj", "nsubj:pass"]).is_some();
    let time = own(doc, notes, head).filter(|t| !own_subject && t.tokens.end <= verb)?;
    let point = !time.edtf.contains("..") && !timed(doc, notes, verb) && !at_present(doc, verb);
    (time.edtf.ends_with("/..") || time.tokens.end <= head || point).then_some(time)
}

/// "was born in Lima and lives there": is a verb in the present, its subject left to the one before?
fn at_present(doc: &Doc<'_>, verb: usize) -> bool {
    let auxiliary = doc.kids(verb).iter().any(|k| doc.words[*k].rel.starts_with("aux") || doc.words[*k].rel == "cop");
    let third = doc.words[verb].form != doc.words[verb].lemma && doc.form(verb).ends_with('s');
    present(doc, verb) || !auxiliary && third && doc.words[verb].upos == Upos::Verb
}

/// Does a clause say a time of its own, if one that nothing fixes ("then", "two years later")?
fn timed(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> bool {
    let end = doc.sentence(verb).tokens.end;
    let dated = |k: usize| notes.starting(k).any(|n| n.dated() || n.label == Label::Duration);
    let adverb = |k: usize| ["times_after", "times_since"].iter().any(|l| doc.packs.listed(l, doc.words[k].form));
    let own = |k: usize| doc.under(k, verb) || k < verb + NEXT;
    doc.kids(verb).iter().copied().any(adverb) || (verb + 1..end).any(|k| (dated(k) || adverb(k)) && own(k))
}

/// Words behind a verb within which a date is its own.
const NEXT: usize = 5;

/// "became final that September", "was found dead in May": what somebody or something came to be or was found to be has the date of
/// that.
fn became(doc: &Doc<'_>, notes: &Annotations, word: usize) -> Option<Time> {
    let verb = doc.words[word].head.filter(|_| doc.words[word].rel == "xcomp")?;
    let becoming = doc.packs.cues.becoming.contains(&doc.words[verb].lemma) || doc.words[word].upos == Upos::Adj;
    becoming.then(|| own(doc, notes, verb)).flatten()
}

/// Clauses between a fronted date and what it dates.
const DEEP: usize = 4;

/// "On 4 May the bank went to the police, accusing him of fraud", "in a letter dated 4 May": the date that opens a
/// sentence is that of everything which happens in it, short of what somebody says or had done before.
fn fronted(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let sentence = doc.sentence(verb).tokens.clone();
    let opening = sentence.start..sentence.end.min(sentence.start + FIRST);
    let date = notes.all().iter().find(|n| n.dated() && !n.value.is_empty() && opening.contains(&n.tokens.start))?;
    let main = main_clause(doc, date.tokens.start).filter(|m| *m > date.tokens.end)?;
    let subject = doc.subject(main)?;
    let before = date.tokens.end <= subject && date.tokens.end <= verb;
    let time = || bounded(doc, date).filter(|t| !t.edtf.contains(".."));
    (before && happens_in(doc, notes, verb, main)).then(time).flatten()
}

/// Tokens within which a date opens a sentence.
const FIRST: usize = 6;

/// The clause that a date opens: its own, or that of the paper which bears it.
fn main_clause(doc: &Doc<'_>, date: usize) -> Option<usize> {
    let own = clause_of(doc, date)?;
    let paper = doc.words[own].head.filter(|noun| doc.words[own].rel == "acl" && *noun < own);
    paper.map_or(Some(own), |noun| clause_of(doc, noun))
}

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
            "conj" | "parataxis" | "xcomp" | "obj" | "obl" | "nsubj" | "nsubj:pass" => true,
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

/// "until 3 May 2021, when the office shut": a clause that says what happened on a date has that date.
fn explaining(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let clause = [Some(verb), doc.words[verb].head.filter(|_| doc.words[verb].rel == "conj")];
    let opening = clause.into_iter().flatten().find_map(|v| {
        let kids = doc.kids(v).iter().copied();
        kids.filter(|k| *k < v).find(|k| doc.words[*k].form == doc.packs.grammar.when)
    })?;
    let comma = opening.checked_sub(1).filter(|t| doc.form(*t) == ",");
    let end = comma.unwrap_or(opening);
    let begin = doc.sentence(verb).tokens.start;
    let date = notes.all().iter().find(|n| n.dated() && n.tokens.end == end && n.tokens.start >= begin)?;
    (!date.value.is_empty()).then(|| Time { edtf: in_months(&date.value), tokens: date.tokens.clone() })
}

/// "lost two fingers when a shell struck in June": what happened when something else did has the date of that.
fn explained(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let when = |c: &usize| doc.kids(*c).iter().any(|k| doc.words[*k].form == doc.packs.grammar.when);
    let clause = doc.kids(verb).iter().copied().find(|c| doc.words[*c].rel == "advcl" && *c > verb && when(c))?;
    let had = |k: &usize| doc.words[*k].rel == "aux" && doc.form(*k).eq_ignore_ascii_case("had");
    let earlier = doc.kids(verb).iter().any(had) || at_present(doc, verb);
    own(doc, notes, clause).filter(|time| !earlier && !time.edtf.contains(".."))
}

/// Sentences in which the last time told is looked for.
const BACK: usize = 2;

/// "has been in prison since", "has lived there since then": from the time told before.
fn since(doc: &Doc<'_>, notes: &Annotations, verb: usize) -> Option<Time> {
    let since = |k: usize| doc.packs.listed("times_since", doc.words[k].form);
    let g = &doc.packs.grammar;
    let then = |k: usize| doc.words[k].form == g.then && doc.kids(k).iter().any(|c| doc.words[*c].form == g.since);
    let bare = |k: usize| {
        since(k) && doc.words[k].rel == "advmod" && doc.kids(k).iter().all(|c| doc.words[*c].rel == "advmod")
    };
    let adverb = doc.kids(verb).iter().copied().find(|k| bare(*k) || then(*k))?;
    let first = doc.words[verb].sentence.saturating_sub(BACK);
    let near = |n: &&Annotation| n.tokens.end <= verb.min(adverb) && doc.words[n.tokens.start].sentence >= first;
    let told =
        notes.all().iter().filter(|n| n.dated() && !n.value.is_empty()).filter(near).max_by_key(|n| n.tokens.end)?;
    let same = doc.sentence(told.tokens.start).paragraph == doc.sentence(verb).paragraph;
    let value = in_months(&told.value);
    let start = value.split('/').next().filter(|s| same && !s.is_empty() && *s != "..")?;
    Some(Time { edtf: format!("{start}/.."), tokens: told.tokens.clone() })
}
