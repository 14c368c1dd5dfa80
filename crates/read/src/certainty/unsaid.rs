//! Clauses that somebody does not say, confirm or show: "could not confirm that …", "nothing suggests that …".

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::{Effect, governor};
use crate::doc::Doc;

/// How many verbs may stand between a verb of saying and what negates it ("was not willing to confirm").
const MAX_DEPTH: usize = 3;

/// What leaves the finite clause `at` open because `verb`, above it, is not said to be done.
pub(super) fn below(doc: &Doc<'_>, at: usize, verb: usize) -> Option<Effect> {
    let own = || doc.kid(at, &["nsubj", "nsubj:pass"]).is_some();
    let rel = doc.words[at].rel;
    let clause = rel == "ccomp" || rel.starts_with("csubj") || rel == "xcomp" && own();
    let finite = clause && doc.infinitive_mark(at).is_none();
    if finite && unknown(doc, at, verb) {
        return Some(Effect::hedge(Modality::Possible, verb));
    }
    // "could not believe that he was free": he was.
    if !finite || governor::wonders(doc, verb) || !doc.packs.listed("vouching", doc.words[verb].lemma) {
        return None;
    }
    let mut verb = verb;
    for _ in 0..MAX_DEPTH {
        if let Some(cue) = undone(doc, verb) {
            return Some(Effect::hedge(Modality::Possible, cue));
        }
        verb = doc.words[verb].head.filter(|_| matches!(doc.words[verb].rel, "xcomp" | "acl"))?;
        let refuses = |place| doc.packs.cues.modality(doc.words[verb].lemma, place).is_some_and(|cue| cue.negates);
        if refuses(ModalityPlace::Governor) || refuses(ModalityPlace::Adjective) || doc.negates(verb) {
            return Some(Effect::hedge(Modality::Possible, verb));
        }
    }
    None
}

/// "insinuated that she was": a verb that neither reports nor is known to take for granted what its clause says.
fn unknown(doc: &Doc<'_>, at: usize, verb: usize) -> bool {
    let word = &doc.words[verb];
    let cues = &doc.packs.cues;
    let that = doc.marked(at, doc.packs.grammar.that);
    let known = cues.reporting(word.lemma).is_some()
        || cues.modality(word.lemma, ModalityPlace::Governor).is_some()
        || ["presupposing", "vouching"].iter().any(|list| doc.packs.listed(list, word.lemma));
    that && word.upos == Upos::Verb && doc.words[at].rel == "ccomp" && !known
}

/// The word that says that a verb is not done: "not", or a subject that is nobody or few.
pub(super) fn undone(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let not = |t: usize| {
        doc.kids(t).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"))
    };
    let subject = doc.kid(verb, &["nsubj", "nsubj:pass"]);
    // "has yet to be confirmed"
    let yet = doc
        .infinitive_mark(verb)
        .and_then(|t| t.checked_sub(1))
        .filter(|t| doc.words[*t].form == doc.packs.grammar.yet);
    let forged = |s: usize| doc.kids(s).iter().copied().find(|k| doc.packs.listed("forged", doc.words[*k].form));
    let forged = subject.and_then(forged);
    // "anyone who says that"
    let whoever = |s: usize| doc.packs.listed("hardly_any", doc.words[doc.meant(s, verb)].form);
    let nobody = subject.filter(|s| doc.negates(*s) || whoever(*s));
    // "Nowhere in the file does it say that …"
    let nowhere = || {
        let begin = doc.sentence(verb).tokens.start;
        Some(begin).filter(|t| *t < verb && doc.packs.listed("nowhere", doc.words[*t].form))
    };
    not(verb).or(yet).or(forged).or(nobody).or_else(|| subject.and_then(not)).or_else(nowhere)
}
