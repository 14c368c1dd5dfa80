//! Infinitives and gerunds tell what happened only below words that say so ("managed to", "the first to"): below any other
//! they leave it open, whether or not a list knows the word.

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::condition::present;
use crate::doc::Doc;
use crate::matcher::Match;
use crate::speech::said_by;

/// What the word `up` makes of the infinitive or gerund `at` below it.
pub(super) fn below(doc: &Doc<'_>, m: &Match, at: usize, up: usize) -> Vec<Effect> {
    if let Some(cue) = unreal_gerund(doc, at, up) {
        return vec![cue];
    }
    let governed = match doc.words[at].rel {
        "xcomp" | "ccomp" | "acl" | "acl:relcl" | "advcl:relcl" => true,
        // What somebody does something for ("came to claim asylum") is left to `prospect::purpose`.
        "advcl" | "csubj" => doc.words[up].upos != Upos::Verb || given_until(doc, up, at),
        _ => false,
    };
    // "Let her stay": asked, where nobody lets.
    let lets = doc.words[up].lemma == doc.packs.grammar.let_ && doc.words[up].head.is_none();
    if governed && lets && doc.kid(up, &["nsubj", "aux"]).is_none() {
        return vec![Effect::hedge(Modality::Demanded, up)];
    }
    let Some(mark) = doc.infinitive_mark(at).filter(|mark| governed && !m.literals.contains(mark)) else {
        return Vec::new();
    };
    // "has yet to be paid" is for `prospect::yet`, "given a chance to appeal" for `prospect::chance`.
    let chance = doc.packs.listed("chance_noun", doc.words[up].lemma);
    if chance || mark.checked_sub(1).is_some_and(|t| doc.words[t].form == doc.packs.grammar.yet) {
        return Vec::new();
    }
    // "among those to have signed": they have.
    let have = |k: &usize| doc.words[*k].rel == "aux" && doc.words[*k].lemma == doc.packs.grammar.have;
    let nominal = matches!(doc.words[up].upos, Upos::Noun | Upos::Pron | Upos::Det);
    if nominal && doc.words[at].rel == "acl" && doc.kids(at).iter().any(have) {
        return Vec::new();
    }
    let kid = |test: &dyn Fn(usize) -> bool| doc.kids(up).iter().copied().find(|k| test(*k));
    let not = kid(&|k| doc.negates(k) && matches!(doc.words[k].rel, "advmod" | "det"));
    let too = kid(&|k| doc.packs.listed("too_much", doc.words[k].form));
    let happens = happens(doc, up) && !given_until(doc, up, mark);
    // "was not glad to be sent home", "not the first to be freed": it came about all the same.
    let turns = !happens || doc.words[up].upos == Upos::Verb || doc.packs.listed("ability", doc.words[up].lemma);
    let modality = if going(doc, up) { Modality::Expected } else { Modality::Possible };
    // "a petition to regain her citizenship", "took the state to court to challenge it"
    let asks = nominal && doc.packs.listed("asked_at", doc.words[up].lemma);
    let hedge = (!happens).then(|| if asks { Effect::asked(up) } else { Effect::undone(modality, up) });
    hedge.into_iter().chain(not.filter(|_| turns).or(too).map(Effect::turn)).collect()
}

/// "has until 3 June to appeal": does a verb name a day before an infinitive, by which something is to be done?
fn given_until(doc: &Doc<'_>, verb: usize, infinitive: usize) -> bool {
    doc.kids(verb).iter().any(|k| *k < infinitive && doc.led_by(*k, doc.packs.grammar.until))
}

/// Does a word say that what stands in the infinitive below it came about ("began to", "had to", "the last man to")?
fn happens(doc: &Doc<'_>, word: usize) -> bool {
    let listed =
        |list: &str| doc.packs.listed(list, doc.words[word].lemma) || doc.packs.listed(list, doc.words[word].form);
    let ordinal = doc.kids(word).iter().any(|k| doc.packs.listed("one_in_order", doc.words[*k].form));
    let helped =
        doc.kids(word).iter().any(|k| doc.words[*k].lemma == doc.packs.grammar.have && doc.words[*k].rel == "aux");
    let past = listed("comes_about_once_past") && (helped || !present(doc, word));
    let noun = matches!(doc.words[word].upos, Upos::Noun | Upos::Num);
    // "is said by her lawyer to have been beaten": the lawyer's word, as it stands.
    let past = past || said_by::agent(doc, word).is_some();
    past || ordinal || listed(if noun { "comes_about_by" } else { "comes_about" }) && !going(doc, word)
}

/// "is going to", "was going to": what somebody is about to do.
fn going(doc: &Doc<'_>, verb: usize) -> bool {
    let g = &doc.packs.grammar;
    let progressive = doc.kids(verb).iter().any(|k| doc.words[*k].rel == "aux" && doc.words[*k].lemma == g.be);
    doc.words[verb].lemma == g.go && doc.form(verb).ends_with("ing") && progressive
}

/// "thought about joining", "escaped being arrested": a verb whose gerund is not told as so.
fn unreal_gerund(doc: &Doc<'_>, at: usize, up: usize) -> Option<Effect> {
    let first = doc.kid(at, &["aux", "aux:pass", "cop"]).filter(|k| *k < at).unwrap_or(at);
    let gerund = doc.form(first).to_lowercase().ends_with("ing");
    let linked = matches!(doc.words[at].rel, "xcomp" | "advcl" | "ccomp" | "obj" | "acl") && up < at;
    let cue = |lemma| doc.packs.cues.modality(lemma, ModalityPlace::Gerund);
    let cue = cue(doc.words[up].lemma).or_else(|| cue(doc.words[up].as_verb))?;
    // "escaped, breaking a window": nothing stands between the two but a preposition.
    let close = (up + 1..first)
        .all(|t| matches!(doc.words[t].rel, "mark" | "compound:prt" | "advmod") || doc.words[t].upos == Upos::Adp);
    // "gave up on signing"; "gave" alone gives.
    let up_on = doc.words[up].lemma != doc.packs.grammar.give
        || doc.kids(up).iter().any(|k| doc.words[*k].rel == "compound:prt");
    // "kept him from signing"
    let from = doc.marked(at, doc.packs.grammar.from);
    let object = doc.kid(up, &["obj"]).is_some_and(|o| o < at);
    (gerund && linked && (close || from && object && cue.negates) && up_on).then(|| Effect::of(cue, up))
}
