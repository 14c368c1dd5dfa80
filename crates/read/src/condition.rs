//! Conditions: clauses that say under what circumstances something holds, by a word or phrase of
//! the list `condition` ("if", "unless", "provided that") or by inversion ("Had he signed, …").
//! What stands in one has not happened, nor has what follows from one in the present tense.

use casebook_model::Upos;

use crate::doc::Doc;
use crate::matcher::Match;
use crate::slot;

/// How far a condition reaches down into the complements of its verb.
const MAX_DEPTH: usize = 6;

/// The word that makes a condition of the clause that `head` stands in, or of one above it that it
/// completes ("if police prove that he was tortured"). Relative clauses and clauses of time or
/// reason inside a condition are facts ("if he, who was arrested in May, …").
#[must_use]
pub fn over(doc: &Doc<'_>, m: &Match, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..MAX_DEPTH {
        if let Some(cue) = opened(doc, at).filter(|cue| !m.literals.contains(cue)) {
            return Some(cue);
        }
        match (doc.words[at].rel, doc.words[at].head) {
            ("xcomp" | "ccomp" | "conj", Some(up)) => at = up,
            _ => break,
        }
    }
    by_place(doc, head).filter(|cue| !m.literals.contains(cue))
}

/// Where the tree has lost it: a condition opens the sentence, and no comma stands before the verb.
fn by_place(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let sentence = doc.sentence(head).tokens.clone();
    let start = (sentence.start..head).find(|t| doc.words[*t].upos != Upos::Punct)?;
    let opens =
        |name: &str| doc.packs.list(name).is_some_and(|list| !slot::list_ends(doc, list, start, head).is_empty());
    let comma = |range: std::ops::Range<usize>| range.into_iter().any(|t| doc.form(t) == ",");
    let own_word = doc
        .kids(head)
        .iter()
        .any(|k| doc.words[*k].rel == "mark" && *k > start + 2 && doc.words[*k].form != doc.packs.grammar.to);
    let apart = own_word || doc.words[head].rel.starts_with("acl") || doc.form(sentence.end - 1) == "?";
    let inside = !comma(start..head) && comma(head..sentence.end) && !apart;
    (inside && (opens("condition") || opens("condition_inverted"))).then_some(start)
}

/// The word that makes a condition of a clause that the present-tense clause of `head` follows from.
/// "Even if" and "as if" make none.
#[must_use]
pub fn consequence(doc: &Doc<'_>, head: usize) -> Option<usize> {
    if !present(doc, head) {
        return None;
    }
    if let Some(order) = order_before(doc, head) {
        return Some(order);
    }
    let clauses = doc.kids(head).iter().filter(|k| doc.words[**k].rel == "advcl");
    clauses.filter_map(|k| opened(doc, *k)).find(|cue| {
        let begin = doc.sentence(*cue).tokens.start;
        let before = cue.checked_sub(1).filter(|t| *t >= begin);
        !before.is_some_and(|t| matches!(doc.words[t].upos, Upos::Adv | Upos::Adp | Upos::Sconj))
    })
}

/// "Send him back and he is in prison within a week": the order that a clause joined by "and" says the outcome of.
fn order_before(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let verb = doc.words[head].head.filter(|_| doc.words[head].rel == "conj")?;
    let word = &doc.words[verb];
    let bare = word.upos == Upos::Verb && word.form == word.lemma;
    let led = doc.kid(verb, &["nsubj", "nsubj:pass", "expl", "aux", "aux:pass", "cop", "mark"]).is_some();
    let own = doc.kid(head, &["nsubj", "nsubj:pass"]).is_some();
    let and = doc.kid(head, &["cc"]).is_some_and(|k| doc.words[k].form == doc.packs.grammar.and);
    (bare && !led && own && and).then_some(verb)
}

/// The word by which a clause is a condition.
fn opened(doc: &Doc<'_>, clause: usize) -> Option<usize> {
    by_word(doc, clause).or_else(|| by_inversion(doc, clause))
}

/// "if", "provided that", "as long as": a phrase of the list right before the clause's first word.
fn by_word(doc: &Doc<'_>, clause: usize) -> Option<usize> {
    led_by(doc, "condition", own_start(doc, clause))
}

/// Where a phrase of a list begins that stands right before a clause's first word, `start`.
pub(crate) fn led_by(doc: &Doc<'_>, list: &str, start: usize) -> Option<usize> {
    let list = doc.packs.list(list)?;
    let sentence = doc.sentence(start).tokens.clone();
    (start.saturating_sub(4).max(sentence.start)..start)
        .find(|t| slot::list_ends(doc, list, *t, start).first() == Some(&start))
}

/// First token of a clause's subject, or of its verb with auxiliaries.
pub(crate) fn own_start(doc: &Doc<'_>, clause: usize) -> usize {
    first_of(doc, clause, |rel| rel.starts_with("nsubj") || rel.starts_with("aux") || matches!(rel, "cop" | "expl"))
}

/// First token of what hangs on a word before it by relations that belong to it, or the word.
pub(crate) fn first_of(doc: &Doc<'_>, word: usize, belongs: impl Fn(&str) -> bool) -> usize {
    let own = |k: &&usize| **k < word && belongs(doc.words[**k].rel);
    let first = doc.kids(word).iter().find(own).map_or(word, |k| doc.subtree(*k).start);
    first.min(word)
}

/// "Had he been deported, …", "Should he return, …": an auxiliary before the subject opens the clause.
fn by_inversion(doc: &Doc<'_>, clause: usize) -> Option<usize> {
    let list = doc.packs.list("condition_inverted")?;
    let sentence = doc.sentence(clause).tokens.clone();
    let asks = doc.form(sentence.end - 1) == "?";
    let subject = doc.kid(clause, &["nsubj", "nsubj:pass"])?;
    let start = doc.subtree(subject).start;
    let cue = start.checked_sub(1).filter(|t| *t >= sentence.start && doc.words[*t].head == Some(clause))?;
    let listed = slot::list_ends(doc, list, cue, start).first() == Some(&start);
    // "would have been jailed had he been convicted"
    let behind = || {
        let main = doc.words[clause].head.filter(|m| doc.words[clause].rel == "advcl" && *m < cue);
        main.is_some_and(|m| doc.kids(m).iter().any(|k| doc.words[*k].form == doc.packs.grammar.would))
    };
    let opens = cue == sentence.start || matches!(doc.words[cue - 1].upos, Upos::Punct | Upos::Cconj) || behind();
    let depends = doc.words[clause].rel != "root";
    (listed && opens && depends && !asks).then_some(cue)
}

/// Is the clause of a verb in the present tense? By its first auxiliary, else by the verb's own form.
pub(crate) fn present(doc: &Doc<'_>, verb: usize) -> bool {
    let auxiliary = doc
        .kids(verb)
        .iter()
        .copied()
        .find(|k| *k < verb && (doc.words[*k].rel.starts_with("aux") || doc.words[*k].rel == "cop"));
    match (auxiliary, doc.packs.list("present_auxiliary")) {
        (Some(t), Some(list)) => doc.packs.lists[list].phrases.iter().any(|p| p.as_slice() == [doc.words[t].form]),
        (Some(_), None) => false,
        (None, _) => {
            let third = doc.words[verb].form != doc.words[verb].lemma && doc.form(verb).ends_with('s');
            doc.words[verb].upos == Upos::Verb && third && doc.kid(verb, &["nsubj"]).is_some()
        }
    }
}
