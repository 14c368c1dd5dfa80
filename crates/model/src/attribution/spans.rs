//! What a cue reports and who it names, from the tree. Rules in the order of
//! `training/attribution/FORMAT.md`, sections 3 and 4.

use std::collections::BTreeSet;

use crate::Upos;
use crate::parsed::Parsed;

type Content = Vec<(usize, Vec<usize>)>;

/// Sentences that an open quotation runs on at most.
const MAX_FOLLOWING: usize = 8;

/// The kind and the words of what the cue reports.
pub fn content(
    all: &[Parsed<'_>],
    number: usize,
    cue: usize,
    verbs: &BTreeSet<String>,
) -> Option<(&'static str, Content)> {
    let s = &all[number];
    if s.low[cue] == "according" {
        return according(s, number, cue);
    }
    let below = |top: usize| s.trim(s.subtree(top, |w| w == cue));
    if let Some((kind, top)) = clause_below(s, cue, verbs) {
        let mut content = vec![(number, below(top))];
        if kind != "noun" {
            content.extend(following(all, number));
        }
        return Some((kind, content));
    }
    if let Some((kind, top)) = clause_above(s, cue) {
        return Some((kind, vec![(number, below(top))]));
    }
    let quote = quotation(s, cue);
    if !quote.is_empty() {
        let mut content = vec![(number, quote)];
        content.extend(following(all, number));
        return Some(("quote", content));
    }
    next_quote(all, number, cue).map(|content| ("next", content))
}

/// "According to X": the clause that it modifies, without the phrase.
fn according(s: &Parsed<'_>, number: usize, cue: usize) -> Option<(&'static str, Content)> {
    let phrase = match s.head(cue) {
        Some(head) if ["case", "fixed", "mark"].contains(&s.base(cue)) => head,
        _ => cue,
    };
    let mut clause = s.head(phrase)?;
    const CLAUSES: [&str; 7] = ["ccomp", "advcl", "acl", "parataxis", "conj", "csubj", "xcomp"];
    while let Some(up) = s.head(clause).filter(|_| !CLAUSES.contains(&s.base(clause))) {
        clause = up;
    }
    Some(("according", vec![(number, s.trim(s.subtree(clause, |w| w == phrase)))]))
}

fn clause_below(s: &Parsed<'_>, cue: usize, verbs: &BTreeSet<String>) -> Option<(&'static str, usize)> {
    let first = |fits: &dyn Fn(usize) -> bool| s.kids[cue].iter().copied().find(|k| fits(*k));
    let quote_between = |k: usize| (cue.min(k)..=cue.max(k)).any(|w| s.is_quote(w));
    let subject = |k: usize| s.child(k, &["nsubj", "csubj", "expl"]).is_some();
    if let Some(k) = first(&|k| s.base(k) == "ccomp") {
        return Some(("ccomp", k));
    }
    if let Some(k) = first(&|k| s.base(k) == "parataxis" && (subject(k) || quote_between(k))) {
        return Some(("parataxis", k));
    }
    if s.upos(cue) == Upos::Noun {
        let that = |k: usize| s.base(k) == "acl" && s.relation(k) != "acl:relcl" && s.has_child_form(k, &["that"]);
        return first(&that).map(|k| ("noun", k));
    }
    if let Some(k) = first(&|k| s.base(k) == "csubj").filter(|_| s.child(cue, &["cop"]).is_none()) {
        return Some(("csubj", k));
    }
    if let Some(k) = first(&|k| s.base(k) == "xcomp").filter(|_| verbs.contains(&s.lemma(cue))) {
        return Some(("xcomp", k));
    }
    first(&|k| s.base(k) == "obj" && s.subtree(k, |_| false).iter().any(|w| s.is_quote(*w))).map(|k| ("object", k))
}

/// The cue is an inserted clause: "X, he said" as parataxis, "as X said" as adverbial clause.
fn clause_above(s: &Parsed<'_>, cue: usize) -> Option<(&'static str, usize)> {
    let head = s.head(cue)?;
    match s.base(cue) {
        "parataxis" => Some(("inserted", head)),
        "advcl" if s.has_child_form(cue, &["as"]) => Some(("as", head)),
        _ => None,
    }
}

/// Words of the quotations of the sentence that do not hold the cue and have more than two words.
fn quotation(s: &Parsed<'_>, cue: usize) -> Vec<usize> {
    let marks: Vec<usize> = (0..s.forms.len()).filter(|w| s.is_quote(*w)).collect();
    let mut found = Vec::new();
    for pair in marks.chunks(2) {
        let (open, close) = (pair[0], pair.get(1).copied().unwrap_or(s.forms.len()));
        if !(open < cue && cue < close) && close - open > 3 {
            found.extend(open + 1..close);
        }
    }
    found
}

/// Further sentences of a quotation that is open at the end of the sentence.
fn following(all: &[Parsed<'_>], number: usize) -> Content {
    let n_marks = |s: &Parsed<'_>| (0..s.forms.len()).filter(|w| s.is_quote(*w)).count();
    if n_marks(&all[number]) % 2 == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (k, s) in all.iter().enumerate().skip(number + 1).take(MAX_FOLLOWING) {
        let closing = (0..s.forms.len()).find(|w| s.is_quote(*w));
        found.push((k, (0..closing.unwrap_or(s.forms.len())).collect()));
        if closing.is_some() {
            return found;
        }
    }
    Vec::new()
}

/// "He said:" and the quotation that begins the next sentence.
fn next_quote(all: &[Parsed<'_>], number: usize, cue: usize) -> Option<Content> {
    let s = &all[number];
    let last = (0..s.forms.len()).rev().find(|w| !s.is_quote(*w)).map(|w| s.forms[w])?;
    let after = all.get(number + 1)?;
    let colon = last == ":" && s.forms.len() - cue <= 6;
    let quoted = matches!(last, ":" | ",") && !after.forms.is_empty() && after.is_quote(0);
    if !colon && !quoted {
        return None;
    }
    let mut content = vec![(number + 1, (0..after.forms.len()).collect())];
    content.extend(following(all, number + 1));
    Some(content)
}

/// The kind and the words of the source; `none` and no words where the sentence names nobody.
pub fn source(s: &Parsed<'_>, cue: usize) -> (&'static str, Vec<usize>) {
    if s.low[cue] == "according" {
        let top = match s.base(cue) {
            "case" | "fixed" | "mark" => s.head(cue),
            _ => s.child(cue, &["obl", "obj", "nmod"]),
        };
        return top.map_or(("none", Vec::new()), |t| ("according", noun_phrase(s, t, cue)));
    }
    if let Some(agent) = s.kids[cue].iter().find(|k| s.relation(**k) == "obl:agent") {
        return ("agent", noun_phrase(s, *agent, cue));
    }
    let passive = s.kids[cue].iter().any(|k| s.relation(*k) == "nsubj:pass");
    let found = if passive { None } else { subject(s, cue) };
    found.or_else(|| owner(s, cue)).unwrap_or(("none", Vec::new()))
}

/// Subject of the cue, or of the clause whose subject it shares.
fn subject(s: &Parsed<'_>, cue: usize) -> Option<(&'static str, Vec<usize>)> {
    let mut w = cue;
    for step in 0..4 {
        let subject = s.child(w, &["nsubj"]);
        let above = |w: usize| s.head(w).map(|head| noun_phrase(s, head, w));
        if let Some(n) = subject {
            if s.relation(n) != "nsubj:pass" && !["which", "who", "that"].contains(&s.low[n].as_str()) {
                return Some((if step == 0 { "subject" } else { "shared" }, noun_phrase(s, n, n)));
            }
            if s.base(w) == "acl"
                && let Some(words) = above(w)
            {
                return Some(("relative", words));
            }
        }
        match s.base(w) {
            "conj" | "xcomp" => w = s.head(w)?,
            "advcl" if subject.is_none() => w = s.head(w)?,
            "acl" => return above(w).map(|words| ("modified", words)),
            _ => return None,
        }
    }
    None
}

/// "His claim that", "the report of X", "X made the claim that".
fn owner(s: &Parsed<'_>, cue: usize) -> Option<(&'static str, Vec<usize>)> {
    if s.upos(cue) != Upos::Noun {
        return None;
    }
    let possessor = s.kids[cue].iter().find(|k| s.relation(**k) == "nmod:poss");
    let by = |k: &&usize| s.base(**k) == "nmod" && s.has_child_form(**k, &["of", "by", "from"]);
    if let Some(owner) = possessor.or_else(|| s.kids[cue].iter().find(by)) {
        return Some(("owner", noun_phrase(s, *owner, *owner)));
    }
    let verb = s.head(cue).filter(|_| ["obj", "xcomp"].contains(&s.base(cue)))?;
    s.child(verb, &["nsubj"]).map(|n| ("light", noun_phrase(s, n, n)))
}

/// The subtree without prepositions, conjunctions and clauses set off, and without the word `out`
/// (pass `top` itself to leave nothing else out).
fn noun_phrase(s: &Parsed<'_>, top: usize, out: usize) -> Vec<usize> {
    let set_off = |k: usize| match s.base(k) {
        "case" => k < top,
        "cc" | "parataxis" | "mark" => true,
        _ => false,
    };
    let words = s.subtree(top, |w| w != top && (w == out || s.head(w) == Some(top) && set_off(w)));
    s.trim(words)
}
