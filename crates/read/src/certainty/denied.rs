//! What is denied by nobody in particular.

use casebook_model::Upos;
use casebook_packs::Modality;

use crate::doc::Doc;

/// "It was denied that he had been beaten", "Reports that he was held have been rejected": the denying
/// verb above a clause that says what is denied, where it is passive and so has no speaker.
pub fn above(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let denies = |verb: usize| {
        let cue = doc.packs.cues.reporting(doc.words[verb].lemma);
        // "It was not disputed that …"
        let not = doc.kids(verb).iter().any(|k| doc.negates(*k));
        doc.passive(verb) && cue.is_some_and(|c| c.modality == Some(Modality::Denied)) && !not
    };
    let up = doc.words[head].head?;
    // "Claims that … have been denied" opens like a verb, and the tree takes it for one: the words say
    // the same wherever "that" stands right behind the opening of its sentence.
    let sentence = doc.sentence(head).tokens.clone();
    let g = &doc.packs.grammar;
    let that = doc.kids(head).iter().copied().find(|k| doc.words[*k].rel == "mark" && doc.words[*k].form == g.that);
    let determined = |t: usize| matches!(doc.words[t].upos, Upos::Det | Upos::Adj | Upos::Num);
    let opens = |t: &usize| match t - sentence.start {
        1 => true,
        2 => determined(sentence.start),
        _ => false,
    };
    if let Some(that) = that.filter(opens) {
        let own = |v: usize| doc.kid(v, &["nsubj", "nsubj:pass"]).is_some_and(|s| s > that);
        let finite = |v: usize| doc.kid(v, &["aux:pass"]).is_some() && !own(v) && doc.words[v].rel != "acl:relcl";
        let cue = (head + 1..sentence.end).find(|v| finite(*v) && denies(*v));
        if cue.is_some() {
            return cue;
        }
    }
    match doc.words[head].rel {
        "ccomp" | "csubj" | "csubj:pass" => Some(up).filter(|v| denies(*v)),
        // The clause of a noun ("reports that …"), not one that says which person is meant.
        "acl" => {
            let verb = doc.words[up].head.filter(|_| doc.words[up].rel == "nsubj:pass");
            verb.filter(|v| denies(*v))
        }
        _ => None,
    }
}
