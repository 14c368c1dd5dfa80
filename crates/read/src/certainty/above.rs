//! Verbs, nouns and adjectives above a claim that govern it.

use casebook_model::Upos;
use casebook_model::encoder::Mention;
use casebook_packs::{Modality, ModalityCue, ModalityPlace};

use super::{Effect, around, called, governor, infinitive, that_clause, unsaid};
use crate::doc::Doc;
use crate::matcher::Match;

/// How far up what governs a claim is looked for.
const MAX_STEPS: usize = 6;

/// What the words above the head make of it: "hopes to …", "accused of …", "a plan to …", "it is false that …". A `chance` is
/// read with what governs it.
pub(super) fn read(doc: &Doc<'_>, m: &Match, head: usize, chance: Option<usize>, effects: &mut Vec<Effect>) {
    let mut at = head;
    let mut open = Vec::new();
    for _ in 0..MAX_STEPS {
        let Some(up) = governor_of(doc, at).filter(|_| chance != Some(at) && !came_before(doc, at)) else { break };
        if let Some(over) = joined_above(doc, at, up) {
            at = over;
            continue;
        }
        if !m.literals.contains(&up) {
            let n_before = effects.len();
            step(doc, m, (head, at, up), effects);
            if effects.len() == n_before {
                open.extend(infinitive::below(doc, m, at, up));
            }
            if !climbs(doc, at, doc.words[at].rel) {
                break;
            }
        }
        at = up;
    }
    // What a word says that is known to say something comes first ("boarded a plane to return").
    effects.extend(open);
}

/// "had refused to pay him and withheld his passport", "was due to be released but was killed": a past form that a tree joins to an
/// infinitive goes with the verb that governs it, and is not governed by it.
fn joined_above(doc: &Doc<'_>, at: usize, up: usize) -> Option<usize> {
    let word = &doc.words[at];
    let helped = doc.kids(at).iter().any(|k| doc.words[*k].rel.starts_with("aux"));
    let past = word.upos == Upos::Verb && word.form != word.lemma && !doc.form(at).ends_with("ing") && !helped;
    let past = past || doc.tensed(at);
    let be = doc.kids(up).iter().any(|k| doc.words[*k].form == doc.packs.grammar.be);
    let infinitive = doc.infinitive_mark(up).is_some() && (be || doc.words[up].form == doc.words[up].lemma);
    doc.words[up].head.filter(|_| word.rel == "conj" && past && infinitive)
}

/// "is due to be freed, having served six years": what comes before something is not open as that is.
fn came_before(doc: &Doc<'_>, at: usize) -> bool {
    let having = |k: &usize| doc.words[*k].lemma == doc.packs.grammar.have && doc.form(*k).ends_with("ing");
    let led = doc.kid(at, &["mark"]).is_some();
    doc.words[at].rel == "advcl" && !led && doc.kids(at).iter().any(|k| doc.words[*k].rel == "aux" && having(k))
}

/// The word that a clause or noun hangs on; of an infinitive right behind a noun that something is hoped or planned by, that
/// noun ("dropped her bid to stay").
fn governor_of(doc: &Doc<'_>, at: usize) -> Option<usize> {
    let up = doc.words[at].head?;
    let before = doc.infinitive_mark(at).and_then(|mark| mark.checked_sub(1));
    let noun = before.filter(|t| doc.words[*t].head == Some(up) && doc.words[*t].rel == "obj");
    let plans = |t: &usize| doc.packs.cues.modality(doc.words[*t].lemma, ModalityPlace::Noun).is_some();
    Some(noun.filter(|t| doc.words[at].rel == "advcl" && plans(t)).unwrap_or(up))
}

/// What the word `up` makes of the clause or noun `at` right below it.
fn step(doc: &Doc<'_>, m: &Match, (head, at, up): (usize, usize, usize), effects: &mut Vec<Effect>) {
    let rel = doc.words[at].rel;
    let of_adjective = rel == "xcomp" || rel == "advcl" && doc.infinitive_mark(at).is_some();
    // "it was said that …": the clause is what the verb says, as its subject.
    let it = doc.kid(up, &["expl", "nsubj", "nsubj:pass"]).is_some_and(|k| doc.words[k].form == doc.packs.grammar.it);
    let impersonal = rel.starts_with("csubj") && it;
    let led = rel == "advcl" && up < at && governor::governed(doc, up, at);
    let verb_link = matches!(rel, "xcomp" | "ccomp" | "dep") || led || impersonal;
    let behind = rel == "advcl" && doc.words[at].head != Some(up);
    let noun_link = (behind || matches!(rel, "acl" | "nmod")) && up < at;
    // "are seen appealing to the state to …": a participle that a tag takes for an adjective.
    let word = &doc.words[up];
    let participle = word.upos == Upos::Adj && doc.form(up).ends_with("ing") && word.lemma != word.form;
    let verb = word.upos == Upos::Verb || participle;
    let sought = rel == "obl" && at == head && governor::asked_for(doc, at);
    // "her deportation was demanded": to be demanded is to be the object; of a person it says nothing.
    let thing = doc.words[at].upos == Upos::Noun && doc.words[at].mention != Some(Mention::Person);
    let object = up < at && rel == "obj" || rel == "nsubj:pass" && at == head && thing;
    if of_adjective && let Some(cue) = adjective(doc, up) {
        // "is likely to be deported"
        effects.push(Effect::of(cue, up));
    } else if verb && (verb_link || object || up < at && sought) {
        // "will have to join": what governs it has not happened either, whether or not it is a cue itself.
        if governor::read(doc, at, up, (verb_link, sought), effects) || rel == "xcomp" {
            around::read(doc, m, up, effects);
        }
    } else if noun_link && let Some(cue) = doc.packs.cues.modality(word.lemma, ModalityPlace::Noun) {
        effects.extend(by_noun(doc, at, up, cue));
    }
    effects.extend(wanted_for(doc, at, up));
    effects.extend(called::read(doc, at, up));
    // "cannot see herself coming home"
    let not = doc.kids(up).iter().copied().find(|k| doc.negates(*k));
    let pictured = verb_link && doc.packs.listed("pictures", word.lemma) && doc.form(at).ends_with("ing");
    effects.extend(not.filter(|_| pictured).map(|not| Effect::hedge(Modality::Possible, not)));
    effects.extend(that_clause::below(doc, at, up));
    effects.extend(unsaid::below(doc, at, up));
    // "the order that she leave"
    let asked = matches!(rel, "acl" | "acl:relcl") && governor::subjunctive(doc, at);
    let that = doc.marked(at, doc.packs.grammar.that);
    effects.extend((asked && that).then(|| Effect::hedge(Modality::Demanded, up)));
}

/// What a noun that is a cue makes of the clause or noun below it ("the allegation that …", "plans to …").
fn by_noun(doc: &Doc<'_>, at: usize, noun: usize, cue: &ModalityCue) -> Vec<Effect> {
    let plain = doc.words[at].rel == "nmod";
    // "an appeal against the refusal", "a plea to two charges" ask for neither; "the flight to Lima" was flown.
    let meant = match cue.modality {
        Modality::Demanded => !plain || governor::asked_for(doc, at),
        Modality::Planned => !plain,
        _ => true,
    };
    // "there is no doubt that"; "there are no plans to deport her".
    let none = that_clause::negated(doc, noun);
    let beyond = doc.packs.listed("doubted", doc.words[noun].lemma) && none.is_some();
    let untrue = || called::false_report(doc, noun).or_else(|| called::called_behind(doc, at)).is_some();
    if !meant || beyond || untrue() {
        return Vec::new();
    }
    let turned = none.filter(|_| doc.infinitive_mark(at).is_some()).map(Effect::turn);
    std::iter::once(Effect::of(cue, noun)).chain(turned).collect()
}

/// "is wanted for having fought in Libya": whatever it is that the police say somebody did.
fn wanted_for(doc: &Doc<'_>, at: usize, verb: usize) -> Option<Effect> {
    let wanted = doc.packs.listed("wanted_by", doc.words[verb].lemma) && doc.passive(verb);
    (wanted && doc.marked(at, doc.packs.grammar.for_)).then(|| Effect::hedge(Modality::Alleged, verb))
}

/// What an adjective makes of the infinitive below it, also one that is tagged as a participle ("is determined to leave").
fn adjective<'d>(doc: &'d Doc<'_>, token: usize) -> Option<&'d ModalityCue> {
    let word = &doc.words[token];
    let cue = |form| doc.packs.cues.modality(form, ModalityPlace::Adjective);
    let governs = doc.packs.cues.modality(word.lemma, ModalityPlace::Governor).is_some();
    let verb = word.upos == Upos::Verb;
    // Dictionary forms of such words are of the verb ("entitle").
    cue(word.lemma).filter(|_| !verb).or_else(|| cue(word.form).filter(|_| !verb || doc.passive(token) && !governs))
}

/// May what governs the word above `at` govern `at` as well?
fn climbs(doc: &Doc<'_>, at: usize, rel: &str) -> bool {
    let subject = || doc.kid(at, &["nsubj", "nsubj:pass"]).is_some();
    // "hopes to find work after being freed": what came before is taken for granted.
    let before = |k: &usize| doc.words[*k].rel == "mark" && doc.packs.listed("taken_for_granted", doc.words[*k].form);
    match rel {
        "xcomp" | "dep" | "acl" | "obj" | "nmod" => true,
        // A finite clause with a subject of its own is not governed from above its reporting verb.
        // "not true that she was convicted or that she was deported"
        "conj" | "ccomp" => !subject() || rel == "conj" && doc.marked(at, doc.packs.grammar.that),
        "advcl" => !subject() && !doc.kids(at).iter().any(before),
        _ => false,
    }
}
