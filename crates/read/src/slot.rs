//! What may stand in a slot: candidate ends for each kind of slot, best first.

use std::ops::Range;

use casebook_model::Upos;
use casebook_model::encoder::Mention as Kindred;
use casebook_packs::Kind as Lex;
use casebook_packs::pattern::SlotKind;

use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::people::People;

/// Ends (exclusive) of what the slot may take when it begins at `at`, best first.
pub fn ends(
    doc: &Doc<'_>,
    notes: &Annotations,
    people: &People,
    kind: SlotKind,
    at: usize,
    limit: usize,
) -> Vec<usize> {
    let labelled = |labels: &[Label]| -> Vec<usize> {
        let mut ends: Vec<usize> = notes
            .starting(at)
            .filter(|n| labels.contains(&n.label))
            .map(|n| n.tokens.end)
            .filter(|e| *e <= limit)
            .collect();
        ends.sort_unstable_by(|a, b| b.cmp(a));
        ends.dedup();
        ends
    };
    match kind {
        SlotKind::Person => {
            let mut ends: Vec<usize> = people.starting(at).map(|m| m.tokens.end).filter(|end| *end <= limit).collect();
            ends.sort_unstable_by(|a, b| b.cmp(a));
            ends
        }
        SlotKind::Place => labelled(&[Label::Place, Label::Lexicon(Lex::Country), Label::Lexicon(Lex::Place)]),
        SlotKind::State => labelled(&[Label::Lexicon(Lex::Country)]),
        SlotKind::Country => {
            let known = [Label::Lexicon(Lex::Country), Label::Lexicon(Lex::Place)];
            let article = at + 1 < limit && doc.words[at].form == doc.packs.grammar.the;
            let mut out = labelled(&known);
            if article {
                out.extend(notes.starting(at + 1).filter(|n| known.contains(&n.label)).map(|n| n.tokens.end));
            }
            // "left impoverished Myanmar".
            let adjective = at + 1 < limit && doc.words[at].upos == Upos::Adj && !doc.capital(at);
            if adjective {
                out.extend(notes.starting(at + 1).filter(|n| known.contains(&n.label)).map(|n| n.tokens.end));
            }
            // "walked into the US embassy": into no country.
            let body = |end: &usize| *end < limit && doc.packs.listed("body_noun", doc.words[*end].lemma);
            out.retain(|end| !body(end));
            out
        }
        SlotKind::Organisation => {
            let article = usize::from(doc.words[at].upos == Upos::Det);
            notes
                .starting(at + article)
                .filter(|n| n.label == Label::Organisation && n.tokens.end <= limit)
                .map(|n| n.tokens.end)
                .collect()
        }
        // A word inside somebody's name says nothing about them ("Mason Rudolph").
        SlotKind::Nationality | SlotKind::Origin | SlotKind::Occupation if notes.at(at, Label::Person).is_some() => {
            Vec::new()
        }
        SlotKind::Nationality => labelled(&[Label::Lexicon(Lex::Nationality)]),
        SlotKind::Origin => labelled(&[Label::Lexicon(Lex::Origin)]),
        SlotKind::Language => labelled(&[Label::Lexicon(Lex::Language)]),
        SlotKind::Occupation => labelled(&[Label::Lexicon(Lex::Occupation)]),
        SlotKind::Money => quantified(doc, notes, at, limit, Label::Money),
        SlotKind::Number => number_or_quantity(doc, notes, at, limit),
        SlotKind::Duration => quantified(doc, notes, at, limit, Label::Duration),
        SlotKind::Date => labelled(&[Label::Period, Label::Date]),
        SlotKind::NounPhrase => thing(doc, notes, at, limit).into_iter().collect(),
        SlotKind::FullNounPhrase => full_noun_phrase(doc, notes, at, limit),
        SlotKind::VerbPhrase => {
            let verb = (at..limit.min(at + 3))
                .any(|t| matches!(doc.words[t].upos, Upos::Verb | Upos::Aux) || doc.form(t).ends_with("ing"));
            let bare = doc.words[at].form == doc.words[at].lemma;
            let end = before_agent(doc, notes, at, before_reason(doc, at, doc.clause_end(at)));
            let end = undated(doc, notes, at, trim(doc, at, end));
            (verb || bare).then_some(end).filter(|e| *e > at && !is_day(notes, at, *e)).into_iter().collect()
        }
        SlotKind::Clause => Some(trim(doc, at, doc.clause_end(at))).filter(|e| *e > at).into_iter().collect(),
        SlotKind::Rest => Some(trim(doc, at, limit)).filter(|e| *e > at).into_iter().collect(),
        SlotKind::Adjective => adjective(doc, at, limit).into_iter().collect(),
        SlotKind::Quoted => quoted(doc, at, limit).into_iter().collect(),
        SlotKind::Headed(list) => headed(doc, notes, list, at, limit),
    }
}

/// Ends of the phrases of a list that begin at `at`, longest first.
pub fn list_ends(doc: &Doc<'_>, list: usize, at: usize, limit: usize) -> Vec<usize> {
    let matches = |phrase: &&Vec<casebook_packs::WordId>| {
        at + phrase.len() <= limit
            && phrase.iter().enumerate().all(|(i, w)| {
                let word = &doc.words[at + i];
                word.form == *w || word.lemma == *w || word.as_verb == *w
            })
    };
    let mut ends: Vec<usize> = doc.packs.lists[list].phrases.iter().filter(matches).map(|p| at + p.len()).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.dedup();
    ends
}

/// What somebody does ends where its reason begins ("to live in peace because …").
fn before_reason(doc: &Doc<'_>, start: usize, end: usize) -> usize {
    let reason = |t: &usize| doc.words[*t].rel == "mark" && doc.packs.listed("taken_for_granted", doc.words[*t].form);
    (start + 1..end).find(reason).unwrap_or(end)
}

/// What is done to somebody ends where those who do it are named, though the tree hang them on it ("accused of theft" … "by her
/// employer").
fn before_agent(doc: &Doc<'_>, notes: &Annotations, start: usize, end: usize) -> usize {
    let outside = |t: &usize| doc.words[*t].head.is_none_or(|h| h < start || h >= end);
    let top = (start..end).find(|t| doc.words[*t].upos != Upos::Punct && outside(t));
    let done = |top: &usize| {
        let verb = doc.words[*top].head.and_then(|up| doc.predicate_above(up));
        verb.is_some_and(|v| v < start && doc.passive(v)) && !(doc.words[*top].upos == Upos::Verb && doc.passive(*top))
    };
    let Some(top) = top.filter(done) else { return end };
    let doer = |noun: usize| {
        let known = notes.at(noun, Label::Person).or_else(|| notes.at(noun, Label::Organisation)).is_some();
        known || matches!(doc.words[noun].mention, Some(Kindred::Person | Kindred::Organisation))
    };
    let by = |t: &usize| {
        let noun =
            doc.words[*t].head.filter(|_| doc.words[*t].form == doc.packs.grammar.by && doc.words[*t].rel == "case");
        noun.is_some_and(|n| doc.words[n].head == Some(top) && doer(n))
    };
    (start + 1..end).find(by).unwrap_or(end)
}

/// A date with its preposition at the end of a phrase says when, not what.
fn undated(doc: &Doc<'_>, notes: &Annotations, start: usize, end: usize) -> usize {
    let dates = notes.covering(end.saturating_sub(1)).filter(|n| n.dated() && n.tokens.end == end);
    match dates.min_by_key(|n| n.tokens.start).map(|n| n.tokens.start) {
        Some(first) if first > start + 1 => {
            let before = first - 1;
            if matches!(doc.words[before].upos, Upos::Adp | Upos::Sconj) && before > start { before } else { first }
        }
        _ => end,
    }
}

/// Closing punctuation does not belong to a phrase.
fn trim(doc: &Doc<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && matches!(doc.form(end - 1), "." | "," | ";" | ":" | "!" | "?" | "…") {
        end -= 1;
    }
    // A closing mark without its opening one.
    let marks = (start..end).filter(|t| matches!(doc.form(*t), "\"" | "“" | "”")).count();
    if end > start && marks == 1 && matches!(doc.form(end - 1), "\"" | "”") {
        end -= 1;
    }
    while end > start && matches!(doc.form(end - 1), "." | ",") {
        end -= 1;
    }
    end
}

/// An amount with the words that bound it ("more than 6,000 dollars", "up to 20 years").
fn quantified(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize, label: Label) -> Vec<usize> {
    let start = bound_end(doc, notes, at, limit);
    let mut out: Vec<usize> =
        notes.starting(start).filter(|n| n.label == label && n.tokens.end <= limit).map(|n| n.tokens.end).collect();
    out.sort_unstable_by(|a, b| b.cmp(a));
    out
}

/// Past "at least", "more than", "just", "some" before a number.
fn bound_end(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize) -> usize {
    let mut t = at;
    while t < limit.min(at + 5) {
        let quantity = notes.starting(t).find(|n| n.label == Label::Lexicon(Lex::Quantity)).map(|n| n.tokens.end);
        // "not less than 14 hours"
        let not = doc.packs.cues.negation.contains(&doc.words[t].form) && !doc.negates(t);
        let bound = not || matches!(doc.words[t].upos, Upos::Adv | Upos::Adj | Upos::Adp | Upos::Det | Upos::Sconj);
        let number = notes.starting(t).any(|n| matches!(n.label, Label::Number | Label::Money | Label::Duration));
        match quantity {
            _ if number => break,
            Some(end) => t = end,
            None if bound => t += 1,
            None => break,
        }
    }
    t
}

fn number_or_quantity(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize) -> Vec<usize> {
    let mut out = quantified(doc, notes, at, limit, Label::Number);
    let quantity = notes.starting(at).find(|n| n.label == Label::Lexicon(Lex::Quantity));
    out.extend(quantity.map(|n| n.tokens.end).filter(|e| *e <= limit));
    out
}

/// May the token stand inside a noun phrase before its head?
fn inside_phrase(doc: &Doc<'_>, notes: &Annotations, t: usize, start: usize) -> bool {
    let word = &doc.words[t];
    match word.upos {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym | Upos::X => true,
        Upos::Det => t == start || doc.words[t - 1].upos == Upos::Det,
        Upos::Pron => t == start || word.rel == "nmod:poss",
        Upos::Part => matches!(doc.form(t), "'s" | "’s" | "'" | "’"),
        Upos::Punct => {
            let tight = !doc.spaced(t) && t > start && !doc.spaced(t - 1);
            (matches!(doc.form(t), "-" | "–") && tight) || doc.form(t) == "$"
        }
        // A participle before a noun ("promised bonus", "growing pattern").
        Upos::Verb => {
            let next = doc.words.get(t + 1).filter(|n| n.sentence == word.sentence);
            let noun_next = next.is_some_and(|n| matches!(n.upos, Upos::Noun | Upos::Propn | Upos::Adj));
            let before_noun = noun_next
                && (matches!(word.rel, "amod" | "compound")
                    || (t > start && matches!(doc.words[t - 1].upos, Upos::Det | Upos::Adj)));
            before_noun || (t > start && gerund(doc, t))
        }
        Upos::Adv => {
            let next = doc.words.get(t + 1).filter(|n| n.sentence == word.sentence);
            next.is_some_and(|n| matches!(n.upos, Upos::Adj | Upos::Num)) && t > start
        }
        Upos::Adp | Upos::Sconj => t == start && notes.starting(t).any(|n| n.label == Label::Lexicon(Lex::Quantity)),
        _ => false,
    }
}

/// A gerund with a noun before it that it governs is a noun itself ("people smuggling").
fn gerund(doc: &Doc<'_>, t: usize) -> bool {
    let before = &doc.words[t - 1];
    doc.words[t].upos == Upos::Verb
        && doc.form(t).ends_with("ing")
        && before.rel == "compound"
        && before.head == Some(t)
}

/// End of the noun phrase that begins at `at`: to its last noun. A person's name inside it is
/// another phrase.
pub fn noun_phrase(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize) -> Option<usize> {
    let mut end = at;
    let mut last_noun = None;
    while end < limit && inside_phrase(doc, notes, end, at) {
        let person = notes.starting(end).any(|n| n.label == Label::Person);
        if person && end > at {
            break;
        }
        let noun =
            matches!(doc.words[end].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron | Upos::X | Upos::Adj)
                && doc.words[end].rel != "nmod:poss";
        if noun || (end > at && gerund(doc, end)) {
            last_noun = Some(end + 1);
        }
        end += 1;
    }
    last_noun
}

/// End of a noun phrase that is more than a day.
fn thing(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize) -> Option<usize> {
    noun_phrase(doc, notes, at, limit).filter(|end| !is_day(notes, at, *end))
}

/// Are words a date and nothing else ("found guilty on Friday")?
fn is_day(notes: &Annotations, start: usize, end: usize) -> bool {
    notes.starting(start).any(|n| n.dated() && n.tokens.end == end)
}

/// Ends of a noun phrase with the prepositional phrases that follow it without a break and what is
/// coordinated with it, longest first. A date or a place after a preposition is not part of it.
fn full_noun_phrase(doc: &Doc<'_>, notes: &Annotations, at: usize, limit: usize) -> Vec<usize> {
    let Some(mut end) = thing(doc, notes, at, limit) else { return Vec::new() };
    let mut ends = vec![end];
    let limit = before_agent(doc, notes, at, doc.sentence(at).tokens.end.min(limit));
    while end + 1 < limit {
        let word = &doc.words[end];
        let joins = matches!(word.upos, Upos::Adp | Upos::Cconj);
        let governor = |h: usize| doc.words[h].head.is_some_and(|u| u >= at && u < end);
        let attached = joins && word.head.is_some_and(|h| h > end && governor(h));
        let of = word.form == doc.packs.grammar.of;
        let dated = notes.starting(end + 1).any(|n| n.dated()) && !of;
        match noun_phrase(doc, notes, end + 1, limit).filter(|_| (attached || of) && !dated) {
            Some(next) => end = next,
            None => break,
        }
        ends.push(end);
    }
    ends.reverse();
    ends
}

fn adjective(doc: &Doc<'_>, at: usize, limit: usize) -> Option<usize> {
    let mut t = at;
    while t < limit && doc.words[t].upos == Upos::Adv {
        t += 1;
    }
    let adjective = t < limit
        && (doc.words[t].upos == Upos::Adj || (doc.words[t].upos == Upos::Verb && doc.form(t).ends_with("ed")));
    adjective.then_some(t + 1)
}

fn quoted(doc: &Doc<'_>, at: usize, limit: usize) -> Option<usize> {
    if !matches!(doc.form(at), "\"" | "“" | "‘" | "'") {
        return None;
    }
    (at + 2..limit).find(|t| matches!(doc.form(*t), "\"" | "”" | "’" | "'")).map(|t| t + 1)
}

/// A noun phrase whose head is a phrase of the list. The list decides even where the tagger errs.
fn headed(doc: &Doc<'_>, notes: &Annotations, list: usize, at: usize, limit: usize) -> Vec<usize> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut t = at;
    while t < limit.min(at + 10) {
        if let Some(end) = list_ends(doc, list, t, limit).first() {
            found.push(t..*end);
            t = *end;
            continue;
        }
        if !inside_phrase(doc, notes, t, at) || (t > at && notes.starting(t).any(|n| n.label == Label::Person)) {
            break;
        }
        t += 1;
    }
    // The head is the last noun of the phrase: another noun right after it makes it a modifier.
    let heads = |r: &&Range<usize>| {
        let next = doc.words.get(r.end).filter(|_| r.end < limit);
        let noun = next.is_some_and(|n| n.upos == Upos::Noun)
            && doc.words[r.end - 1].rel == "compound"
            && doc.words[r.end - 1].head.is_some_and(|h| h >= r.end && h < r.end + 2);
        let hyphen = r.end < limit && doc.form(r.end) == "-" && !doc.spaced(r.end - 1);
        !noun && !hyphen
    };
    found.iter().rev().filter(heads).map(|r| r.end).collect()
}
