//! Clauses that somebody does not say, confirm or show: "could not confirm that …", "nothing suggests that …".

use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::doc::Doc;

/// How many verbs may stand between a verb of saying and what negates it ("was not willing to confirm").
const MAX_DEPTH: usize = 3;

/// What leaves the finite clause `at` open because `verb`, above it, is not said to be done.
pub(super) fn below(doc: &Doc<'_>, at: usize, verb: usize) -> Option<Effect> {
    let finite = doc.words[at].rel == "ccomp" && doc.infinitive_mark(at).is_none();
    if !finite || !doc.packs.listed("vouching", doc.words[verb].lemma) {
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

/// The word that says that a verb is not done: "not", or a subject that is nobody or few.
fn undone(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let not = |t: usize| {
        doc.kids(t).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"))
    };
    let subject = doc.kid(verb, &["nsubj", "nsubj:pass"]);
    let nobody = subject.filter(|s| doc.negates(*s) || doc.packs.listed("hardly_any", doc.words[*s].form));
    not(verb).or(nobody).or_else(|| subject.and_then(not))
}
