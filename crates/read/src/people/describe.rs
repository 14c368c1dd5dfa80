//! Which description belongs to which name: apposition, predicate, and the noun before a name.

use casebook_packs::Kind as Lex;

use super::mention::{Article, Kind, Mention, Number};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;

/// Why two mentions speak of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// "Ana Silva, a lawyer"; "his lawyer, Ana Silva"; "lawyer Ana Silva".
    Apposition,
    /// "Ana Silva is a lawyer".
    Predicate,
}

/// The mention (an index before or after `of`) that a nominal describes, if grammar says so.
pub fn described(doc: &Doc<'_>, notes: &Annotations, mentions: &[Mention], of: usize) -> Option<(usize, Tie)> {
    let m = &mentions[of];
    if !matches!(m.kind, Kind::Nominal(_)) || m.number != Number::One {
        return None;
    }
    before_name(doc, mentions, of)
        .or_else(|| after_name(doc, notes, mentions, of))
        .map(|i| (i, Tie::Apposition))
        .or_else(|| predicate_of(doc, mentions, of).map(|i| (i, Tie::Predicate)))
}

/// "lawyer Ana Silva", "his lawyer, Ana Silva,": the name follows.
fn before_name(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let sentence = doc.words[m.head].sentence;
    let next = mentions.iter().position(|n| n.kind == Kind::Name && n.tokens.start >= m.tokens.end)?;
    let name = &mentions[next];
    if doc.words[name.head].sentence != sentence {
        return None;
    }
    let between = m.tokens.end..name.tokens.start;
    if between.is_empty() {
        return Some(next);
    }
    let comma = between.len() == 1 && doc.form(between.start) == ",";
    // "His mother, Ana Silva said, …": the name is the speaker's, not the mother's.
    let speaks = doc.words[name.head].rel == "nsubj"
        && doc.words[name.head]
            .head
            .is_some_and(|v| v == name.tokens.end && doc.packs.cues.reporting(doc.words[v].lemma).is_some());
    if comma && speaks {
        return None;
    }
    // "a man in our town, Pak Darto": one prepositional phrase may stand between.
    let short = between.len() <= 6
        && doc.form(between.end - 1) == ","
        && between.clone().filter(|t| doc.form(*t) == ",").count() == 1
        && between.clone().all(|t| {
            !matches!(
                doc.words[t].upos,
                casebook_model::Upos::Verb | casebook_model::Upos::Aux | casebook_model::Upos::Cconj
            )
        });
    let closed = |end: usize| {
        end >= doc.sentences[sentence].tokens.end
            || matches!(doc.form(end), "," | "." | ")" | "-" | "–" | "—" | ":" | ";" | "\"" | "”")
            || matches!(doc.words[end].upos, casebook_model::Upos::Verb | casebook_model::Upos::Aux)
    };
    let definite = !matches!(m.kind, Kind::Nominal(Article::Bare));
    // "a teacher, Ana Silva, and": in a list the second item is somebody else.
    let in_list = doc.form(name.tokens.end.min(doc.words.len() - 1)) == ","
        && doc.words.get(name.tokens.end + 1).is_some_and(|w| w.upos == casebook_model::Upos::Cconj);
    // The nominal itself must not describe a name before it ("Ana Silva, a teacher, Ivan Petrov").
    let free = !(m.tokens.start > 1
        && doc.form(m.tokens.start - 1) == ","
        && mentions[..of].iter().any(|x| x.kind == Kind::Name && x.tokens.end == m.tokens.start - 1));
    ((comma || short) && closed(name.tokens.end) && definite && !in_list && free).then_some(next)
}

/// "Ana Silva, a lawyer", "Ana Silva (a lawyer)", "Ana Silva, 34, a lawyer": the name stands before.
fn after_name(doc: &Doc<'_>, notes: &Annotations, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let begin = doc.sentence(m.head).tokens.start;
    let mut at = m.tokens.start.checked_sub(1).filter(|t| *t >= begin)?;
    // "of Chatham House" and the like may follow the description, not stand before it.
    if !matches!(doc.form(at), "," | "(" | "-" | "–" | "—") {
        return None;
    }
    // An age may stand between: "Ana Silva, 34, a lawyer".
    let age = at >= begin + 2 && notes.at(at - 1, Label::Number).is_some() && matches!(doc.form(at - 2), "," | "(");
    if age {
        at -= 2;
    }
    if doc.form(at) == ")" {
        return None;
    }
    let found = mentions[..of].iter().rposition(|x| x.kind == Kind::Name && x.tokens.end == at)?;
    // "Ana Silva, his lawyer and his wife": an owned noun after a comma and before "and" lists people.
    let list = mentions[found].tokens.start > begin
        && doc.form(mentions[found].tokens.start - 1) == ","
        && doc.words.get(m.tokens.end).is_some_and(|w| w.upos == casebook_model::Upos::Cconj);
    (!list).then_some(found)
}

/// "Ana Silva is a lawyer", "He is a welder": the subject of a noun that stands as predicate.
fn predicate_of(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    doc.kid(m.head, &["cop"])?;
    let subject = doc.kid(m.head, &["nsubj"])?;
    mentions.iter().position(|x| {
        x.core.contains(&subject)
            && x.number == Number::One
            && !matches!(x.kind, Kind::Pronoun(p) if p == super::mention::Pronoun::They)
    })
}

/// "Keir Giles, of Chatham House": a role that the body after a name gives.
pub fn affiliation_role(doc: &Doc<'_>, notes: &Annotations, name: &Mention) -> Option<String> {
    let g = &doc.packs.grammar;
    let end = doc.sentence(name.head).tokens.end;
    let mut at = name.tokens.end;
    if at < end && doc.form(at) == "," {
        at += 1;
    }
    let led = at < end && [g.of, g.from, g.at, g.with].contains(&doc.words[at].form);
    (at + 1..end.min(at + 5)).filter(|_| led).find_map(|t| notes.lexicon(t, Lex::Role).map(ToString::to_string))
}

/// Is the name marked as not the real one by the words right after it?
pub fn marked_pseudonym(doc: &Doc<'_>, name: &Mention) -> bool {
    let end = doc.sentence(name.head).tokens.end;
    let mut at = name.tokens.end;
    while at < end && matches!(doc.form(at), "\"" | "”" | "’" | "'") {
        at += 1;
    }
    let opened = at < end && matches!(doc.form(at), "(" | "," | "-" | "–" | "—" | "[");
    let is = |t: usize| doc.words[t].lemma == doc.packs.grammar.be;
    if opened || (at < end && is(at)) {
        at += 1;
    } else {
        return false;
    }
    doc.packs
        .cues
        .pseudonym
        .iter()
        .any(|cue| cue.words.iter().enumerate().all(|(i, w)| at + i < end && doc.words[at + i].form == *w))
}

/// Does some sentence say that names in the report are changed?
pub fn all_names_changed(doc: &Doc<'_>) -> bool {
    let names = doc.packs.vocabulary.get("names");
    doc.packs
        .cues
        .pseudonym
        .iter()
        .filter(|c| c.words.contains(&names) && c.words.len() > 2)
        .any(|cue| doc.words.windows(cue.words.len()).any(|w| w.iter().zip(&cue.words).all(|(a, b)| a.form == *b)))
}
