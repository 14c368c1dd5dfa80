//! Nouns for what is done to somebody ("her deportation"): what their adjectives and their verbs make of it.

use casebook_model::Upos;
use casebook_model::encoder::Mention;
use casebook_packs::{Modality, ModalityCue, ModalityPlace};

use super::{Effect, around};
use crate::doc::Doc;
use crate::matcher::Match;

/// "her planned deportation", "her deportation was cancelled", "is imminent", "never took place".
pub(super) fn of_noun(doc: &Doc<'_>, m: &Match, noun: usize) -> Vec<Effect> {
    let word = &doc.words[noun];
    let person = word.mention == Some(Mention::Person);
    // "abandoned its request", "her visa was cancelled": what is withdrawn had been made.
    let made = doc.packs.cues.modality(word.lemma, ModalityPlace::Noun).is_some()
        || doc.packs.listed("decided_thing", word.lemma);
    if word.upos != Upos::Noun || person || made || doc.kid(noun, &["cop"]).is_some() {
        return Vec::new();
    }
    let mut out: Vec<Effect> = doc
        .kids(noun)
        .iter()
        .filter(|k| doc.words[**k].rel == "amod")
        .filter_map(|k| cue(doc, m, *k, ModalityPlace::Modifier).map(|cue| Effect::of(cue, *k)))
        .collect();
    let Some(up) = word.head.filter(|up| !m.literals.contains(up)) else { return out };
    match word.rel {
        "nsubj" | "nsubj:pass" => out.extend(told_of(doc, m, up)),
        "obj" => {
            out.extend(undone(doc, m, up));
            to_get(doc, m, up, &mut out);
            let talked_of = doc.packs.listed("only_talked_of", doc.words[up].lemma);
            out.extend(talked_of.then(|| Effect::hedge(Modality::Possible, up)));
        }
        "obl" | "nmod" => {
            to_get(doc, m, up, &mut out);
            let open =
                turns_on(doc, noun, up).or_else(|| asked_for(doc, noun, up)).or_else(|| thought_of(doc, noun, up));
            out.extend(open.or_else(|| unrecorded(doc, noun, up)));
        }
        _ => {}
    }
    out
}

/// A cue of the packs at a token that is no part of the phrasing.
fn cue<'d>(doc: &'d Doc<'_>, m: &Match, token: usize, place: ModalityPlace) -> Option<&'d ModalityCue> {
    let word = &doc.words[token];
    let cue = |form| doc.packs.cues.modality(form, place);
    cue(word.form).or_else(|| cue(word.lemma)).filter(|_| !m.literals.contains(&token))
}

/// What the verb or adjective that a noun is the subject of says of it.
fn told_of(doc: &Doc<'_>, m: &Match, up: usize) -> Vec<Effect> {
    // "seems unlikely"
    let said = doc.kid(up, &["xcomp"]).filter(|k| doc.words[*k].upos == Upos::Adj).unwrap_or(up);
    let adjective = doc.words[said].upos != Upos::Verb || doc.passive(said);
    let told = cue(doc, m, said, ModalityPlace::Modifier).filter(|_| adjective).map(|cue| Effect::of(cue, said));
    // "could not be confirmed"
    let not = doc.kids(up).iter().copied().find(|k| doc.negates(*k) && doc.words[*k].rel == "advmod");
    let unsaid = not.filter(|_| doc.passive(up) && doc.packs.listed("vouching", doc.words[up].lemma));
    let told = told.or_else(|| undone(doc, m, up)).or(unsaid.map(|not| Effect::hedge(Modality::Possible, not)));
    let comes = doc.packs.listed("take_place", doc.words[up].lemma);
    let mut out: Vec<Effect> = told.into_iter().collect();
    if comes || doc.words[said].upos != Upos::Verb {
        // "may follow", "would be illegal"
        around::read(doc, m, up, &mut out);
    }
    let turned = not.filter(|_| unsaid.is_none() && (comes || told.is_some()));
    out.extend(turned.map(Effect::turn));
    out
}

/// "was cancelled", "a court suspended her deportation": what is called off or put off has not been done.
fn undone(doc: &Doc<'_>, m: &Match, verb: usize) -> Option<Effect> {
    let off = || doc.kids(verb).iter().any(|k| doc.words[*k].form == doc.packs.grammar.off);
    let needs_off = doc.packs.listed("with_off", doc.words[verb].lemma);
    let cue = cue(doc, m, verb, ModalityPlace::Undoing).filter(|_| !needs_off || off());
    cue.map(|cue| Effect::of(cue, verb))
}

/// "is to receive $5,000 in compensation": what somebody will or may get they do not have.
fn to_get(doc: &Doc<'_>, m: &Match, verb: usize, out: &mut Vec<Effect>) {
    if doc.packs.listed("gets", doc.words[verb].lemma) {
        around::read(doc, m, verb, out);
    }
}

/// "depends on", "will rule on": what something else is decided about is open.
fn turns_on(doc: &Doc<'_>, noun: usize, verb: usize) -> Option<Effect> {
    let on = doc.led_by(noun, doc.packs.grammar.on);
    let turns = on && doc.packs.listed("turns_on", doc.words[verb].lemma);
    turns.then(|| Effect::hedge(Modality::Possible, verb))
}

/// "a warrant for her arrest", "a warrant was issued for her arrest": what an order, a call or a petition is for is to be done.
fn asked_for(doc: &Doc<'_>, noun: usize, up: usize) -> Option<Effect> {
    let asks = |t: &usize| doc.packs.listed("asks_for_it", doc.words[*t].lemma);
    let thing = || doc.subject(up).into_iter().chain(doc.kid(up, &["obj"])).find(asks);
    let cue = Some(up).filter(asks).or_else(thing).filter(|_| doc.led_by(noun, doc.packs.grammar.for_))?;
    Some(Effect::hedge(Modality::Demanded, cue))
}

/// "no date for his release", "talks on her return": what is only thought of.
fn thought_of(doc: &Doc<'_>, noun: usize, up: usize) -> Option<Effect> {
    let g = &doc.packs.grammar;
    let led = [g.for_, g.on, g.of, g.about].iter().any(|w| doc.led_by(noun, *w));
    (led && doc.packs.listed("open_about", doc.words[up].lemma)).then(|| Effect::hedge(Modality::Possible, up))
}

/// "has no record of her arrest", "makes no mention of it": what nothing is known of may not have been.
fn unrecorded(doc: &Doc<'_>, noun: usize, up: usize) -> Option<Effect> {
    let g = &doc.packs.grammar;
    let led = [g.of, g.about].iter().any(|w| doc.led_by(noun, *w));
    let record = led && doc.packs.listed("record_of", doc.words[up].lemma);
    let none = |t: usize| doc.kids(t).iter().copied().find(|k| doc.negates(*k));
    let not = none(up).or_else(|| none(doc.predicate_above(up)?)).filter(|_| record)?;
    Some(Effect::hedge(Modality::Possible, not))
}
