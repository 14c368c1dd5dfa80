//! Words that turn a claim, on its verb and on what its verb has.

use casebook_model::Upos;
use casebook_packs::Polarity;

use super::Certainty;
use crate::doc::Doc;
use crate::matcher::Match;

/// Negations on the head, its auxiliaries, or passed over inside the match. One that the pattern
/// itself asks for is part of the predicate.
pub(super) fn of_clause(doc: &Doc<'_>, m: &Match, head: usize, out: &mut Certainty) {
    let negates = |t: usize| doc.negates(t);
    let beside = |k: &usize| ["advmod", "det", "mark", "cc", "cc:preconj", "case"].contains(&doc.words[*k].rel);
    // "Her plea was no contest": what the phrasing takes as its value is not taken back by it.
    let valued = |k: &usize| m.slots.iter().any(|s| s.tokens.contains(k));
    let own = doc.kids(head).iter().copied();
    let own = own.filter(|k| negates(*k) && !m.literals.contains(k) && beside(k) && !valued(k));
    // The subject of a negated clause: "nobody was paid", "no crew member was missing".
    let subject = doc.kid(head, &["nsubj", "nsubj:pass"]);
    let empty_subject = subject.filter(|s| !m.literals.contains(s)).filter(|s| {
        let own = |k: &usize| matches!(doc.words[*k].rel, "det" | "cc:preconj") && !m.literals.contains(k);
        negates(*s) || doc.kids(*s).iter().any(|k| negates(*k) && own(k))
    });
    // "put his name to nothing", "knew nobody".
    let empty_object = ["obj", "obl"].iter().filter_map(|rel| doc.kid(head, &[rel]));
    let empty_object =
        empty_object.filter(|t| negates(*t) && !m.literals.contains(t) && doc.words[*t].upos == Upos::Pron);
    // "is not stateless or undocumented"
    let shared = alternative(doc, head).filter(|k| !m.literals.contains(k));
    // "has neither a passport nor a permit": of the second "nor" says so.
    let nor = |t: usize| doc.kids(t).iter().copied().find(|k| doc.words[*k].rel == "cc" && negates(*k));
    let second = |t: &usize| {
        let first = doc.words[*t].head.filter(|_| doc.words[*t].rel == "conj");
        *t != head && first.is_some_and(|f| !doc.words[f].rel.starts_with("nsubj"))
    };
    let ruled_out = m.slots.iter().flat_map(|s| s.tokens.clone()).filter(second).find_map(nor);
    let passed = m.skipped.iter().copied().filter(|t| negates(*t) && doc.words[*t].upos != Upos::Det);
    let mut all: Vec<usize> = own
        .chain(empty_subject)
        .chain(empty_object)
        .chain(no_such_thing(doc, m, head))
        .chain(ruled_out)
        .chain(shared)
        .chain(passed)
        .collect();
    all.sort_unstable();
    all.dedup();
    // "neither undocumented nor stateless": the two say one "not".
    let pair = |t: &usize| doc.packs.listed("neither_nor", doc.words[*t].form);
    let asked = m.literals.iter().any(pair);
    if let Some(nor) = all.iter().copied().rfind(pair) {
        all.retain(|t| !pair(t) || *t == nor && !asked);
    }
    all.extend(cleft(doc, head));
    all.extend(fronted(doc, head).filter(|_| all.is_empty()));
    // A tagger that loses the tree still leaves "not" and "never" right before the verb.
    if all.is_empty() {
        let begin = doc.sentence(head).tokens.start;
        let mut t = m.tokens.start.min(head);
        while t > begin
            && matches!(doc.words[t - 1].upos, Upos::Aux | Upos::Adv | Upos::Part)
            && !m.literals.contains(&(t - 1))
        {
            t -= 1;
            if negates(t) {
                all.push(t);
            }
        }
    }
    // "was not released until 2022": then.
    let until = |k: &usize| doc.words[*k].rel == "obl" && doc.led_by(*k, doc.packs.grammar.until);
    let then =
        doc.kids(head).iter().any(|k| until(k) && doc.words[*k].upos == Upos::Num || until(k) && doc.capital(*k));
    let plain = |t: &usize| doc.words[*t].rel == "advmod" && doc.words[*t].head == Some(head);
    if all.len() == 1 && then && all.iter().all(plain) && doc.passive(head) {
        all.clear();
    }
    if all.len() % 2 == 1 {
        out.polarity = Polarity::Negated;
    }
    out.cues.extend(all);
}

/// The "not" of a word that another without a clause of its own is joined to by "or".
fn alternative(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let word = &doc.words[head];
    let plain = matches!(word.upos, Upos::Adj | Upos::Noun | Upos::Propn) && doc.kid(head, &["cop", "nsubj"]).is_none();
    let or = doc.kid(head, &["cc"]).is_some_and(|k| doc.words[k].form == doc.packs.grammar.or);
    let first = word.head.filter(|_| word.rel == "conj" && plain && or)?;
    doc.kids(first).iter().copied().find(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "det"))
}

/// "posted no bail": the "no" of a thing that the phrasing names without it.
fn no_such_thing<'d>(doc: &'d Doc<'_>, m: &'d Match, head: usize) -> impl Iterator<Item = usize> + 'd {
    let things = doc.kid(head, &["obj"]).filter(|t| m.tokens.contains(t)).into_iter();
    let kids = things.flat_map(|t| doc.kids(t).iter().copied());
    kids.filter(|k| {
        let det = doc.negates(*k) && doc.words[*k].rel == "det";
        det && m.tokens.contains(k) && !m.literals.contains(k) && !m.skipped.contains(k)
    })
}

/// "It was not Ana Silva who was arrested".
fn cleft(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let word = &doc.words[head];
    let noun = word.head.filter(|_| word.rel == "acl:relcl")?;
    let not = doc.kids(noun).iter().copied().find(|k| doc.negates(*k) && doc.words[*k].rel == "advmod");
    // "It was a cousin, and not Ana Silva, who was arrested."
    let who = doc.kid(head, &["nsubj", "nsubj:pass"]).is_some_and(|s| doc.meant(s, head) == noun);
    if who && matches!(doc.words[noun].rel, "conj" | "appos" | "parataxis") && not.is_some() {
        return not;
    }
    doc.kid(noun, &["cop"])?;
    let it = who && doc.kid(noun, &["expl", "nsubj"]).is_some_and(|k| doc.words[k].form == doc.packs.grammar.it);
    // "not Ana Silva but Rita Gomez": the other one was.
    let but = doc.kid(noun, &["conj"]).is_some();
    not.filter(|_| it && !but)
}

/// "At no point has she been arrested", "Not once did he complain": a negation that puts the auxiliary before the subject.
fn fronted(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let subject = doc.kid(head, &["nsubj", "nsubj:pass"])?;
    let auxiliary = doc.kids(head).iter().copied().find(|k| doc.words[*k].rel.starts_with("aux"))?;
    let first = doc.subtree(head).start;
    (first..auxiliary).find(|t| auxiliary < doc.subtree(subject).start && doc.negates(*t))
}
