//! What a sentence calls a statement that it repeats: false, too early, not true, a lie, nothing that anybody accepts.

use casebook_model::Upos;
use casebook_packs::Modality;

use super::{Effect, unsaid};
use crate::doc::Doc;

/// What the word `up` says of the statement `at` that hangs on it.
pub(super) fn read(doc: &Doc<'_>, at: usize, up: usize) -> Vec<Effect> {
    let one = [to_say(doc, at, up), to_ensure(doc, at, up), by_nobody(doc, at, up), unaware(doc, at, up)];
    one.into_iter().flatten().chain(not_taken(doc, at, up)).collect()
}

/// "Reports that she was killed were false", "turned out to be wrong", "there is no truth in the report that …": the word by which
/// what a noun tells is not so.
pub(super) fn false_report(doc: &Doc<'_>, noun: usize) -> Option<usize> {
    let up = doc.words[noun].head?;
    match doc.words[noun].rel {
        "nsubj" | "csubj" | "nsubj:pass" => {
            let turns = doc.kid(up, &["xcomp"]).filter(|_| doc.packs.listed("turns_out", doc.words[up].lemma));
            not_so(doc, turns.unwrap_or(up))
        }
        "nmod" => not_so(doc, up).filter(|_| doc.words[up].upos == Upos::Noun),
        // "described as false the claim that …", "rejects as baseless the claim"
        "obj" => {
            not_so(doc, up).or_else(|| doc.kids(up).iter().find_map(|k| not_so(doc, *k).filter(|_| as_is(doc, *k))))
        }
        // "Contrary to the allegation that …"
        "obl" => Some(up).filter(|t| doc.packs.listed("contrary", doc.words[*t].form)),
        _ => None,
    }
}

/// "as false", "to be untrue": is it what something is called?
fn as_is(doc: &Doc<'_>, word: usize) -> bool {
    let named = matches!(doc.words[word].rel, "obl" | "xcomp" | "advcl");
    let led = |k: &usize| [doc.packs.grammar.as_, doc.packs.grammar.be].contains(&doc.words[*k].form);
    named && doc.kids(word).iter().any(led)
}

/// "the allegation that she was tortured to be untrue": the same behind the clause, on which a tree hangs it.
pub(super) fn called_behind(doc: &Doc<'_>, clause: usize) -> Option<usize> {
    doc.kids(clause)
        .iter()
        .find_map(|k| not_so(doc, *k).filter(|_| *k > clause && doc.words[*k].rel == "xcomp" && as_is(doc, *k)))
}

/// "Reports that Ana Silva, a cook, had been killed were false": the same, where a tree hangs the clause on what it is called.
pub(super) fn false_opening(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let up = doc.words[head].head?;
    let that = |k: &usize| doc.words[*k].form == doc.packs.grammar.that && *k < head;
    let that = doc.kids(up).iter().chain(doc.kids(head)).copied().find(that)?;
    let noun = that
        .checked_sub(1)
        .filter(|n| doc.words[*n].rel.starts_with("nsubj") && doc.sentence(*n).tokens.start + 2 > *n);
    noun.and_then(|_| not_so(doc, up))
}

/// What a verb of saying makes of the clause `at` by what is said of saying so: "it would be premature to say that …", "to say that
/// … is a lie", "it was not true, she said, that …".
fn to_say(doc: &Doc<'_>, at: usize, verb: usize) -> Option<Effect> {
    let word = &doc.words[verb];
    let up = word.head.filter(|_| doc.words[at].rel == "ccomp")?;
    let infinitive = doc.infinitive_mark(verb).is_some() && matches!(word.rel, "csubj" | "xcomp" | "advcl" | "acl");
    let inserted = word.rel == "parataxis" && up < verb && doc.marked(at, doc.packs.grammar.that);
    let says = doc.packs.cues.reporting(word.lemma).is_some();
    if !says || !(infinitive || inserted) {
        return None;
    }
    let early = || Some(up).filter(|t| infinitive && doc.packs.listed("too_early", doc.words[*t].form));
    not_so(doc, up).map(Effect::turn).or_else(|| early().map(|cue| Effect::hedge(Modality::Possible, cue)))
}

/// "does not accept that …", "the court did not find that …", "nothing suggests that …": a statement that nobody makes his own.
fn not_taken(doc: &Doc<'_>, at: usize, verb: usize) -> Vec<Effect> {
    let clause = doc.words[at].rel == "ccomp" && doc.infinitive_mark(at).is_none();
    let lemma = doc.words[verb].lemma;
    let not = unsaid::undone(doc, verb).or_else(|| nothing_to(doc, verb)).filter(|_| clause);
    let able = doc.kids(verb).iter().any(|k| doc.words[*k].form == doc.packs.grammar.can);
    let Some(not) = not.filter(|_| !able) else { return Vec::new() };
    if doc.packs.listed("accepts", lemma) {
        return vec![Effect { modality: Modality::Denied, ..Effect::turn(not) }];
    }
    let shown = doc.packs.listed("shows_so", lemma);
    if shown { vec![Effect::hedge(Modality::Possible, verb), Effect::turn(not)] } else { Vec::new() }
}

/// "should ensure that she is released", "to make sure that he is not deported", "see to it that …": what is to be seen to has not been.
fn to_ensure(doc: &Doc<'_>, at: usize, word: usize) -> Option<Effect> {
    let clause = matches!(doc.words[at].rel, "ccomp" | "acl" | "advcl") && doc.marked(at, doc.packs.grammar.that);
    // "make sure that"
    let verb = doc.words[word].head.filter(|_| doc.packs.listed("sure_", doc.words[word].form)).unwrap_or(word);
    let ensures = [doc.words[verb].lemma, doc.words[verb].form].iter().any(|w| doc.packs.listed("ensures", *w));
    let bare = doc.words[verb].form == doc.words[verb].lemma && !doc.tensed(verb);
    (clause && ensures && bare).then(|| Effect::hedge(Modality::Demanded, verb))
}

/// "It has been claimed that …": what is said, and nobody says it.
fn by_nobody(doc: &Doc<'_>, at: usize, verb: usize) -> Option<Effect> {
    let claims = doc.passive(verb) && doc.packs.listed("claims_so", doc.words[verb].lemma);
    let it = doc.kid(verb, &["expl", "nsubj", "nsubj:pass"]).is_some_and(|k| doc.words[k].form == doc.packs.grammar.it);
    let clause = doc.words[at].rel.starts_with("csubj") || doc.words[at].rel == "ccomp";
    let somebody = || crate::speech::said_by::agent(doc, verb).is_some();
    (claims && it && clause && !somebody()).then(|| Effect::hedge(Modality::Alleged, verb))
}

/// "is not aware that she was released": of what he, she or they have not heard themselves it is so; a minister may not know.
fn unaware(doc: &Doc<'_>, at: usize, adjective: usize) -> Option<Effect> {
    let word = &doc.words[adjective];
    let not = || doc.kids(adjective).iter().copied().find(|k| doc.negates(*k));
    let lacking = doc.packs.listed("unaware", word.form).then_some(adjective);
    let cue = lacking.or_else(|| not().filter(|_| doc.packs.listed("aware", word.form)))?;
    let g = &doc.packs.grammar;
    let themselves = |s: usize| [g.he, g.she, g.they].contains(&doc.words[s].form);
    let other = doc.kid(adjective, &["nsubj"]).is_some_and(|s| !themselves(s));
    (other && doc.marked(at, g.that)).then(|| Effect::hedge(Modality::Possible, cue))
}

/// "According to unconfirmed reports, she was deported": words that nobody stands behind lead the clause.
pub(super) fn unconfirmed(doc: &Doc<'_>, head: usize) -> Option<usize> {
    // "according to some reports"
    let vague = |noun: usize, k: usize| {
        doc.packs.listed("hearsay", doc.words[noun].lemma) && doc.packs.listed("some_of_them", doc.words[k].form)
    };
    let unconfirmed = |k: usize| doc.packs.listed("unconfirmed", doc.words[k].form);
    let open = |noun: usize| doc.kids(noun).iter().copied().find(|k| unconfirmed(*k) || vague(noun, *k));
    let source = |k: &usize| matches!(doc.words[*k].rel, "obl" | "nmod") && *k < head && led_by_account(doc, *k);
    doc.above(head).take(WITHIN).find_map(|v| doc.kids(v).iter().copied().filter(source).find_map(open))
}

/// Verbs up to the one that such a phrase leads.
const WITHIN: usize = 3;

/// Is a noun led by "according to" or the like?
fn led_by_account(doc: &Doc<'_>, noun: usize) -> bool {
    let case = |k: &usize| doc.words[*k].rel == "case" && doc.packs.listed("by_account", doc.words[*k].form);
    doc.kids(noun).iter().any(case)
}

/// The word by which something is not so: "false", "a lie"; "not true", "no truth"; but not "not false".
fn not_so(doc: &Doc<'_>, word: usize) -> Option<usize> {
    let not = doc.kids(word).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"));
    let is = |list: &str| [doc.words[word].form, doc.words[word].lemma].iter().any(|w| doc.packs.listed(list, *w));
    let false_ = (is("untrue") || is("a_lie")) && not.is_none();
    false_.then_some(word).or_else(|| not.filter(|_| is("truth")))
}

/// "there is nothing to show that …", "no information to suggest that …".
fn nothing_to(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let noun = doc.words[verb].head.filter(|_| doc.words[verb].rel == "acl" && doc.infinitive_mark(verb).is_some())?;
    let no = |k: &usize| doc.negates(*k) && doc.words[*k].rel == "det";
    Some(noun).filter(|n| doc.negates(*n)).or_else(|| doc.kids(noun).iter().copied().find(no))
}
