//! What a verb makes of the clause or noun below it.

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::doc::Doc;
use crate::speech::said_by;

/// What a verb makes of the clause or noun below it that it governs by its tree link, or asks for by "for" (`link`).
pub(super) fn read(doc: &Doc<'_>, at: usize, verb: usize, link: (bool, bool), effects: &mut Vec<Effect>) -> bool {
    let (verb_link, sought) = link;
    let complement = matches!(doc.words[at].rel, "ccomp" | "xcomp" | "csubj" | "csubj:pass");
    effects.extend(wrongly(doc, verb).filter(|_| complement).map(Effect::turn));
    let Some(cue) = doc.packs.cues.modality(doc.words[verb].lemma, ModalityPlace::Governor) else { return false };
    // "asked to be brought home": a request; "told him to sign": an order. A finite clause
    // ("told him he was dismissed") is a report: nothing is demanded.
    let finite = doc.words[at].rel == "ccomp" && doc.infinitive_mark(at).is_none();
    // "I am advised that the letter went out" advises nothing.
    let advised = finite && !subjunctive(doc, at) && doc.packs.listed("advising", doc.words[verb].lemma);
    let finds = doc.packs.listed("finds_that", doc.words[verb].lemma) && !subjunctive(doc, at);
    let reported = advised || finite && reports(doc, at, cue.modality, finds);
    // "told of being held" asks for nothing; nor does a noun without "for".
    let demanded = cue.modality == Modality::Demanded;
    let asks_nothing =
        demanded && marked_of(doc, at) || !demanded && sought && !doc.packs.listed("hopes_for", doc.words[verb].lemma);
    // "her application was rejected" denies nothing.
    let subject = matches!(doc.words[at].rel, "nsubj:pass" | "obj");
    let made = || doc.packs.cues.modality(doc.words[at].lemma, ModalityPlace::Noun).is_some();
    let decided = subject
        && (cue.modality == Modality::Denied || doc.packs.listed("refusing", doc.words[verb].lemma))
        && (doc.packs.listed("decided_thing", doc.words[at].lemma) || made());
    // "she reported being held" is her word, "is reported by the embassy to be held" the embassy's; "is reported to be held" is
    // nobody's.
    let somebody_says = !doc.passive(verb) || said_by::agent(doc, verb).is_some();
    let own_word = doc.packs.listed("passive_hedge", doc.words[verb].lemma) && somebody_says;
    if reported || asks_nothing || decided || own_word || only_names(doc, verb) || wonders(doc, verb) {
        return false;
    }
    if doc.packs.listed("with_out", doc.words[verb].lemma) {
        return rules_out(doc, verb, effects);
    }
    let negated = doc.kids(verb).iter().find(|k| doc.negates(**k) && doc.words[**k].rel == "advmod");
    // "did not deny that he had taken it": that says no more than that he may have.
    if cue.modality == Modality::Denied && negated.is_some() {
        effects.push(Effect::hedge(Modality::Possible, verb));
        return true;
    }
    // "wants the court to hear him": of others what is wanted is asked.
    let of_others = doc.packs.listed("asks_others", doc.words[verb].lemma) && verb_link && others(doc, at, verb);
    let modality = if of_others { Modality::Demanded } else { cue.modality };
    effects.push(Effect { modality, ..Effect::of(cue, verb) });
    effects.extend(negated.map(|n| Effect::turn(*n)));
    true
}

/// "was wrongly told that …", "falsely claimed to have …", "was wrongly listed as one": the adverb that takes back what a verb of saying or believing says.
pub(super) fn wrongly(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let cues = &doc.packs.cues;
    let lemma = doc.words[verb].lemma;
    let hedges = cues.modality(lemma, ModalityPlace::Governor).is_some_and(|c| c.modality == Modality::Probable);
    let says = hedges || cues.reporting(lemma).is_some() || doc.packs.listed("sets_down", lemma);
    // "reported in error"
    let led = |k: usize| {
        doc.kids(k).iter().any(|c| [doc.packs.grammar.in_, doc.packs.grammar.by].contains(&doc.words[*c].form))
    };
    // "a false report said", "untrue rumours claimed"
    let untrue = |k: usize| {
        let subject = doc.words[k].rel.starts_with("nsubj");
        subject && doc.kids(k).iter().any(|a| doc.packs.listed("untrue", doc.words[*a].form))
    };
    let error = |k: usize| doc.words[k].rel == "obl" && doc.packs.listed("an_error", doc.words[k].lemma) && led(k);
    doc.kids(verb)
        .iter()
        .copied()
        .find(|k| says && (doc.packs.listed("wrongly", doc.words[*k].form) || error(*k) || untrue(*k)))
        .or_else(|| lied(doc, verb).filter(|_| says))
}

/// "lied when she told the judge that …", "misled the police, saying that …": the verb that calls a lie what is
/// said. Who "was lying in hospital when she said so" lied to nobody, and "'They lied to me,' he said, explaining
/// that …" calls nothing of his a lie.
fn lied(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let up = doc.words[verb].head.filter(|_| doc.words[verb].rel == "advcl")?;
    let heard = |o: usize| doc.kids(o).iter().any(|c| doc.packs.listed("hears_a_lie", doc.words[*c].form));
    let place = doc.kids(up).iter().any(|k| doc.words[*k].rel == "obl" && !heard(*k));
    let not = doc.kids(up).iter().any(|k| doc.negates(*k));
    let other_says = (up + 1..verb).any(|t| doc.words[t].upos == Upos::Verb);
    let lies = [doc.words[up].lemma, doc.words[up].form].iter().any(|word| doc.packs.listed("lying", *word));
    (lies && !place && !not && !other_says).then_some(up)
}

/// "ruled out returning": not done; "has not ruled out returning" leaves it open; "ruled that she return" is none of both.
fn rules_out(doc: &Doc<'_>, verb: usize, effects: &mut Vec<Effect>) -> bool {
    let plain = doc.words[verb].lemma != doc.packs.grammar.rule;
    let out = plain || doc.kids(verb).iter().any(|k| doc.words[*k].form == doc.packs.grammar.out);
    let not = doc.kids(verb).iter().any(|k| doc.negates(*k));
    effects.extend(out.then(|| if not { Effect::hedge(Modality::Possible, verb) } else { Effect::turn(verb) }));
    out
}

/// "is called a doctor", "called back the alert": "call" asks for something with "for" or "on" alone.
fn only_names(doc: &Doc<'_>, verb: usize) -> bool {
    let g = &doc.packs.grammar;
    let asks = |t: usize| [g.for_, g.on].contains(&doc.words[t].form);
    let end = doc.sentence(verb).tokens.end;
    let led = |k: usize| asks(k) || doc.kids(k).iter().any(|c| doc.words[*c].rel == "case" && asks(*c));
    doc.words[verb].lemma == g.call && !(verb + 1 < end && asks(verb + 1)) && !doc.kids(verb).iter().any(|k| led(*k))
}

/// "could not believe that he was home": he was.
pub(super) fn wonders(doc: &Doc<'_>, verb: usize) -> bool {
    let g = &doc.packs.grammar;
    let has = |test: &dyn Fn(usize) -> bool| doc.kids(verb).iter().any(|k| test(*k));
    let able = |k: usize| [g.can, g.could].contains(&doc.words[k].form);
    doc.packs.listed("wonder", doc.words[verb].lemma) && has(&able) && has(&|k| doc.negates(k))
}

/// Is somebody else than who wants it the one to do it ("wants the court to …")?
fn others(doc: &Doc<'_>, clause: usize, verb: usize) -> bool {
    doc.kid(clause, &["nsubj", "nsubj:pass"]).is_some() || doc.kid(verb, &["obj"]).is_some_and(|o| o < clause)
}

/// Does "for" lead to a noun, or the "of" of a dream: "asked for her release"?
pub(super) fn asked_for(doc: &Doc<'_>, noun: usize) -> bool {
    let g = &doc.packs.grammar;
    let dreams = doc.words[noun].head.is_some_and(|up| doc.packs.listed("hopes_for", doc.words[up].lemma));
    let leads = |form| form == g.for_ || form == g.of && dreams;
    doc.kids(noun).iter().any(|k| doc.words[*k].rel == "case" && leads(doc.words[*k].form))
}

/// A finite clause below a verb of demanding says what was told; below a verb of promising it is the
/// promise only with "would", "will" and the like.
fn reports(doc: &Doc<'_>, clause: usize, modality: Modality, finds: bool) -> bool {
    let auxiliary = |k: &&usize| {
        let word = &doc.words[**k];
        let cue = |id| doc.packs.cues.modality(id, ModalityPlace::Auxiliary).is_some();
        word.rel == "aux" && (cue(word.lemma) || cue(word.form))
    };
    let be = |k: &usize| doc.words[*k].form == doc.packs.grammar.be && doc.words[*k].upos == Upos::Aux;
    match modality {
        // "asks that he be freed"
        Modality::Demanded if subjunctive(doc, clause) => false,
        Modality::Demanded => !doc.kids(clause).iter().any(be) || doc.kids(clause).iter().any(|k| auxiliary(&k)),
        // "The court considered that he had been tortured": that is what it found.
        Modality::Hoped => finds,
        Modality::Promised => !doc.kids(clause).iter().any(|k| auxiliary(&k)),
        _ => false,
    }
}

/// "demanded that she sign", "recommended that he be freed": a base form after a subject in the third person.
pub(super) fn subjunctive(doc: &Doc<'_>, clause: usize) -> bool {
    let g = &doc.packs.grammar;
    let first = doc.kid(clause, &["aux", "aux:pass", "cop"]).unwrap_or(clause);
    let subject = doc.kid(clause, &["nsubj", "nsubj:pass"]).filter(|s| *s < first);
    let base = doc.words[first].form == doc.words[first].lemma;
    let several = |s: usize| doc.words[s].upos == Upos::Noun && doc.words[s].form != doc.words[s].lemma;
    let others = |s: usize| [g.i, g.you, g.we, g.they].contains(&doc.words[s].form) || several(s);
    base && doc.words[first].form != g.have && subject.is_some_and(|s| !others(s))
}

/// Does a clause hang on "of" ("told of being held")?
fn marked_of(doc: &Doc<'_>, clause: usize) -> bool {
    doc.marked(clause, doc.packs.grammar.of)
}

/// An adverbial clause is governed by its verb when it is an infinitive ("hopes to sign"), hangs
/// on a preposition of the verb ("accused of joining") or on its particle ("ruled out joining").
pub(super) fn governed(doc: &Doc<'_>, verb: usize, clause: usize) -> bool {
    let led = |k: &usize| doc.words[*k].rel == "mark" && doc.packs.listed("governing_preposition", doc.words[*k].form);
    // "denies withholding his wages", where the tree takes the gerund for an adjunct.
    let denies = doc.packs.cues.modality(doc.words[verb].lemma, ModalityPlace::Governor).is_some_and(|c| c.negates);
    let gerund = clause == verb + 1 && doc.form(clause).ends_with("ing");
    doc.kids(clause).iter().any(led) || doc.packs.listed("with_out", doc.words[verb].lemma) || denies && gerund
}
