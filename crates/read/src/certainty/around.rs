//! Auxiliaries and adverbs of a claim's own clause.

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityCue, ModalityPlace};

use super::Effect;
use crate::doc::Doc;
use crate::matcher::Match;

/// Auxiliaries, adverbs and conditions of the clause itself.
pub(super) fn read(doc: &Doc<'_>, m: &Match, head: usize, effects: &mut Vec<Effect>) {
    for predicate in shared(doc, head) {
        effects.extend(arranged(doc, predicate).map(|cue| Effect::hedge(Modality::Planned, cue)));
        for &kid in doc.kids(predicate) {
            let word = &doc.words[kid];
            let place = match (word.upos, word.rel) {
                (_, "aux") => ModalityPlace::Auxiliary,
                (Upos::Adv, _) => ModalityPlace::Adverb,
                (Upos::Sconj, "mark") => ModalityPlace::Mark,
                // "due to be deported", where the tree takes "due to" for a reason.
                (Upos::Adj, "advmod" | "case" | "mark") if doc.is(kid + 1, doc.packs.grammar.to) => {
                    ModalityPlace::Adjective
                }
                _ => continue,
            };
            if !m.literals.contains(&kid) {
                effects.extend(effect(doc, predicate, kid, place));
            }
        }
    }
    let read: Vec<usize> = effects.iter().map(|effect| effect.cue).collect();
    for t in m.skipped.iter().copied().filter(|t| !read.contains(t)) {
        let place = match doc.words[t].upos {
            Upos::Aux => ModalityPlace::Auxiliary,
            Upos::Adv => ModalityPlace::Adverb,
            _ => continue,
        };
        effects.extend(effect(doc, head, t, place));
    }
}

/// A verb and those before it whose auxiliaries it shares ("may be arrested and deported").
fn shared(doc: &Doc<'_>, head: usize) -> Vec<usize> {
    let mut clause = vec![head];
    let mut at = head;
    while doc.words[at].rel == "conj"
        && doc.kid(at, &["aux", "nsubj", "nsubj:pass"]).is_none()
        && !doc.tensed(at)
        && let Some(up) = doc.words[at].head
    {
        clause.push(up);
        at = up;
    }
    clause
}

/// What a word makes of the clause of `predicate`.
fn effect(doc: &Doc<'_>, predicate: usize, token: usize, place: ModalityPlace) -> Option<Effect> {
    let word = &doc.words[token];
    if is_had(doc, token, predicate) || comes_later(doc, token, predicate) {
        return None;
    }
    let cue = |form| doc.packs.cues.modality(form, place);
    let cue = cue(word.lemma).or_else(|| cue(word.form)).filter(|cue| !beside_the_verb(doc, cue, token))?;
    if word.form != doc.packs.grammar.can {
        return Some(Effect::of(cue, token));
    }
    // "nobody can tell": what cannot be is no open question.
    let subject = doc.kid(predicate, &["nsubj", "nsubj:pass"]);
    let negated = |t: usize| doc.kids(t).iter().any(|k| doc.negates(*k));
    let none = subject.is_some_and(|s| doc.negates(s) || negated(s)) || negated(predicate);
    (!none).then(|| Effect::undone(cue.modality, token))
}

/// "are almost always paid": an adverb that is said of the word behind it, which is no verb.
fn beside_the_verb(doc: &Doc<'_>, cue: &ModalityCue, token: usize) -> bool {
    let verb = doc.words.get(token + 1).is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
    cue.negates && cue.place == ModalityPlace::Adverb && !verb
}

/// "She would later be granted asylum": what came.
fn comes_later(doc: &Doc<'_>, auxiliary: usize, predicate: usize) -> bool {
    let later = |k: &usize| doc.words[*k].rel == "advmod" && doc.packs.listed("in_the_end", doc.words[*k].form);
    doc.words[auxiliary].form == doc.packs.grammar.would
        && doc.kids(predicate).iter().any(|k| *k > auxiliary && *k < predicate && later(k))
}

/// "who'd fled": short for "had" before a participle.
fn is_had(doc: &Doc<'_>, auxiliary: usize, predicate: usize) -> bool {
    let short = doc.form(auxiliary).trim_start_matches(['\'', '’']) == "d";
    let verb = doc.kid(predicate, &["aux:pass", "cop"]).unwrap_or(predicate);
    short && doc.form(verb).to_lowercase() != doc.lemmas[verb].to_lowercase()
}

/// "She is to fly home", "was to be deported": the "to" of an infinitive right behind a form of "be", also where a
/// phrasing has these words itself.
fn arranged(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let begin = doc.sentence(head).tokens.start;
    let to = |k: &usize| doc.words[*k].form == doc.packs.grammar.to && *k < head && *k > begin;
    let mark = doc.kids(head).iter().copied().find(to)?;
    (doc.words[mark - 1].lemma == doc.packs.grammar.be).then_some(mark)
}

/// "Ana Silva or Ivo Lang was deported": the "or" between the subjects of a clause.
pub(super) fn one_or_other(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let subject = doc.kid(head, &["nsubj", "nsubj:pass"])?;
    let others = doc.kids(subject).iter().copied().filter(|k| doc.words[*k].rel == "conj");
    let or = |k: usize| doc.kid(k, &["cc"]).filter(|c| doc.words[*c].form == doc.packs.grammar.or);
    others.filter(|k| doc.words[*k].upos == Upos::Propn).find_map(or)
}
