//! What a clause leaves open by what stands beside it: a chance that somebody has or is denied, the purpose of something that was
//! not done, what a plan is, a story or a dream.

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityPlace};

use super::Effect;
use crate::doc::Doc;
use crate::matcher::Match;

/// "given a chance to appeal" may have been done, "not given the opportunity to" and "denied the chance to" were not.
pub fn chance(doc: &Doc<'_>, m: &Match, head: usize) -> Option<Effect> {
    let listed = |t: &usize| doc.packs.listed("chance_noun", doc.words[*t].lemma) && !m.literals.contains(t);
    let noun = doc.words[head].head.filter(|_| doc.words[head].rel == "acl").filter(listed)?;
    let not = |t: usize| doc.kids(t).iter().any(|k| doc.negates(*k));
    let refused = |verb: usize| {
        let governs = doc.packs.cues.modality(doc.words[verb].lemma, ModalityPlace::Governor);
        not(verb) || governs.is_some_and(|cue| cue.negates)
    };
    let never = not(noun) || doc.words[noun].head.is_some_and(refused);
    Some(if never { Effect::turn(noun) } else { Effect::hedge(Modality::Possible, noun) })
}

/// "is yet to be released", "has yet to be paid": it has not happened.
pub fn yet(doc: &Doc<'_>, m: &Match, head: usize) -> Option<Effect> {
    let before = doc.infinitive_mark(head)?.checked_sub(1)?;
    let told = doc.words[before].form == doc.packs.grammar.yet && !m.literals.contains(&before);
    told.then(|| Effect::turn(before))
}

/// "did not go there to join the army": what somebody did not go for was not done.
pub fn purpose(doc: &Doc<'_>, head: usize) -> Option<Effect> {
    let to = doc.infinitive_mark(head).is_some();
    let verb = doc.words[head].head.filter(|v| doc.words[head].rel == "advcl" && *v < head && to)?;
    // "did not try to …": such verbs are read with what they govern.
    let governs = doc.packs.cues.modality(doc.words[verb].lemma, ModalityPlace::Governor).is_some();
    let not = doc.kids(verb).iter().copied().find(|k| doc.negates(*k) && doc.words[*k].rel == "advmod");
    not.filter(|_| !governs).map(Effect::turn)
}

/// "went to court to block it", "sued to get it back", "wrote to the ministry to have it restored": what a step is taken for is
/// asked, whatever comes of it.
pub fn asked(doc: &Doc<'_>, head: usize) -> Option<Effect> {
    let shares = |t: &usize| {
        let causes = doc.words[*t].lemma == doc.packs.grammar.have && matches!(doc.words[head].rel, "ccomp" | "xcomp");
        doc.words[head].rel == "conj" || causes
    };
    let at = doc.words[head].head.filter(shares).unwrap_or(head);
    let purpose = matches!(doc.words[at].rel, "advcl" | "xcomp") && doc.infinitive_mark(at).is_some();
    let verb = doc.words[at].head.filter(|v| purpose && *v < at && doc.words[*v].upos == Upos::Verb)?;
    let step = |t: usize| doc.packs.listed("asks_by", doc.words[t].lemma);
    let before = |k: &usize| *k < at && matches!(doc.words[*k].rel, "obj" | "obl");
    let turns_to = |k: &usize| before(k) && doc.packs.listed("asked_at", doc.words[*k].lemma);
    // "returned to court to be sentenced": nobody asks for that.
    let open = !doc.passive(verb) && !doc.passive(at);
    let takes = || doc.packs.listed("turns_to", doc.words[verb].lemma) && doc.kids(verb).iter().any(turns_to);
    (step(verb) || open && takes()).then(|| Effect::asked(verb))
}

/// "if the blogger is to be believed", "either she was arrested or …".
pub fn trusted(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let subject = doc.kid(head, &["nsubj", "nsubj:pass"]);
    let either = |t: usize| {
        doc.kids(t).iter().copied().find(|k| doc.words[*k].rel == "cc:preconj" && doc.words[*k].form == g.either)
    };
    let or = doc.kid(head, &["conj"]).is_some();
    let believed = |k: &usize| {
        let if_ = doc.marked(*k, g.if_);
        doc.words[*k].rel == "advcl" && if_ && doc.passive(*k) && doc.packs.listed("believed", doc.words[*k].lemma)
    };
    let open = either(head).or_else(|| subject.and_then(either)).filter(|_| or);
    open.or_else(|| doc.kids(head).iter().copied().find(believed))
}

/// "In a dream she was arrested", "In the novel a woman is".
pub fn fiction(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let led = |k: usize| doc.kids(k).iter().any(|c| doc.words[*c].form == doc.packs.grammar.in_);
    let told = |k: &usize| doc.words[*k].rel == "obl" && doc.packs.listed("fiction", doc.words[*k].lemma) && led(*k);
    doc.kids(head).iter().copied().find(told)
}

/// "The plan is for her to be deported": what a plan, an aim or an order is has not been done; what a job was has.
pub fn plan(doc: &Doc<'_>, head: usize) -> Option<Effect> {
    let noun = doc.kid(head, &["nsubj:outer"])?;
    let lemma = doc.words[noun].lemma;
    let cue = |place| doc.packs.cues.modality(lemma, place);
    if doc.infinitive_mark(head).is_none() {
        // "The fear is that he was arrested", "the problem is that he was".
        let cue = cue(ModalityPlace::Noun).or_else(|| cue(ModalityPlace::Clause));
        return cue.map(|cue| Effect::of(cue, noun));
    }
    if doc.packs.listed("what_a_plan_is", lemma) {
        return None;
    }
    Some(cue(ModalityPlace::Noun).map_or_else(|| Effect::hedge(Modality::Possible, noun), |cue| Effect::of(cue, noun)))
}

/// Is the verb an infinitive with "to" at the top of its sentence, or one that such a verb shares its "to" with?
pub fn bare(doc: &Doc<'_>, head: usize) -> bool {
    let mut at = head;
    while doc.words[at].rel == "conj"
        && doc.kid(at, &["nsubj", "nsubj:pass", "aux"]).is_none()
        && let Some(up) = doc.words[at].head
    {
        at = up;
    }
    let subject = doc.kid(at, &["nsubj", "nsubj:pass"]).is_some();
    doc.words[at].head.is_none() && !subject && doc.infinitive_mark(at).is_some()
}

/// "We call on the authorities to: – release him; – drop the charges": what stands in a list that a sentence of asking opens.
pub(super) fn in_list_of_demands(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let top = doc.above(head).take(DEEP).last().filter(|t| doc.words[*t].head.is_none())?;
    let bare = doc.words[top].form == doc.words[top].lemma && doc.kid(top, &["nsubj", "nsubj:pass", "aux"]).is_none();
    let bullet = |s: usize| matches!(doc.form(doc.sentences[s].tokens.start), "-" | "–" | "—" | "•" | "*" | "·");
    let here = doc.words[top].sentence;
    if !bare || !bullet(here) {
        return None;
    }
    let opens = (0..here).rev().take(LIST).find(|s| !bullet(*s))?;
    let tokens = doc.sentences[opens].tokens.clone();
    let asks = |t: &usize| {
        let cue = doc.packs.cues.modality(doc.words[*t].lemma, ModalityPlace::Governor);
        cue.is_some_and(|c| c.modality == Modality::Demanded) || doc.packs.listed("asks_for_it", doc.words[*t].lemma)
    };
    tokens.clone().find(asks).filter(|_| doc.form(tokens.end - 1) == ":")
}

/// Steps in the tree up to the verb of a demand, and items of a list of them.
const DEEP: usize = 6;
const LIST: usize = 12;

/// "was running out", "is being released", "is getting her a passport": the auxiliary of what is under way and has not come about; what is kept or
/// served goes on.
pub(super) fn under_way(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let helps = |k: &&usize| doc.words[**k].rel.starts_with("aux");
    let perfect = doc.kids(verb).iter().filter(helps).any(|k| doc.words[*k].lemma == g.have);
    let being =
        doc.kids(verb).iter().filter(helps).any(|k| doc.words[*k].lemma == g.be && doc.form(*k).ends_with("ing"));
    let be = doc.kids(verb).iter().copied().find(|k| doc.words[*k].rel == "aux" && doc.words[*k].lemma == g.be);
    let lasts = doc.packs.listed("goes_on", doc.words[verb].lemma);
    // "the flight deporting him had to turn around"
    let behind_noun = || doc.kid(verb, &["compound"]).is_some_and(|k| k + 1 == verb);
    let participle = doc.words[verb].rel == "acl" || doc.words[verb].rel == "csubj" && behind_noun();
    if participle && doc.form(verb).ends_with("ing") && !lasts && !perfect {
        return Some(verb);
    }
    // "had been travelling to Vienna"
    let ongoing = doc.form(verb).ends_with("ing");
    be.filter(|_| !lasts && (ongoing || being && !perfect))
}

/// "Please do not deport me": the "do" of a verb that tells somebody to do something or not to.
pub(super) fn pleaded(doc: &Doc<'_>, verb: usize) -> Option<usize> {
    let word = &doc.words[verb];
    let bare = word.upos == Upos::Verb && word.form == word.lemma;
    let own = doc.kid(verb, &["nsubj", "nsubj:pass", "mark", "expl"]).is_some();
    let helps = |k: &usize| doc.words[*k].rel == "aux" && doc.words[*k].form == doc.words[*k].lemma;
    let asks = |k: &usize| {
        helps(k) && doc.packs.listed("do", doc.words[*k].lemma) || doc.packs.listed("please", doc.words[*k].form)
    };
    doc.kids(verb).iter().copied().find(|k| bare && !own && *k < verb && asks(k))
}
