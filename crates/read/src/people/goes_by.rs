//! Names that somebody goes by: "a woman who signed as Bella", "the recruiter, who styled herself Lulu", "known to the men only as
//! Borya". The words describe whoever goes by the name, and nobody says that it is their own in full.

use casebook_model::Upos;

use super::mention::{Kind, Mention};
use crate::doc::Doc;
use crate::quote::is_mark;

/// Steps in the tree within which a clause that names somebody hangs on the noun that describes them.
const HANGS_WITHIN: usize = 6;
/// Words within which a name stands behind what says that somebody goes by it.
const NEAR: usize = 9;

/// The name, behind a description in its sentence, that whoever is described goes by.
pub fn name_of(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let sentence = doc.words[m.head].sentence;
    let next = mentions.iter().position(|n| n.kind == Kind::Name && n.tokens.start >= m.tokens.end)?;
    let name = &mentions[next];
    let verb = told_at(doc, name).filter(|verb| doc.words[name.head].sentence == sentence && *verb >= m.tokens.end)?;
    let above = |t: usize| doc.above(t).take(HANGS_WITHIN);
    let own = above(verb).chain(above(name.head)).any(|t| t == m.head);
    // "the captain, a man the crew knew as Borya": one, in two descriptions.
    let nearer = mentions[of + 1..next].iter().find(|x| {
        let nominal = matches!(x.kind, Kind::Nominal(_)) && x.tokens.end <= verb;
        let beside = doc.words[x.head].rel == "appos" && doc.words[x.head].head == Some(m.head);
        nominal && !beside && above(verb).any(|t| t == x.head)
    });
    (own && nearer.is_none()).then_some(next)
}

/// Is a name introduced as one that somebody goes by?
pub fn introduced(doc: &Doc<'_>, name: &Mention) -> bool {
    told_at(doc, name).is_some()
}

/// "a man we will call Ivo", "\"Lena\", 24, was arrested", "a woman identified only as K.": is somebody met by a word that they go by?
pub fn so_called(doc: &Doc<'_>, mention: &Mention) -> bool {
    let one = mention.core.len() == 1;
    let marked = |t: Option<usize>| t.is_some_and(|t| t < doc.words.len() && is_mark(doc, t));
    let quoted = marked(mention.core.start.checked_sub(1)) && marked(Some(mention.core.end));
    one && (quoted || introduced(doc, mention))
}

/// The verb that says that somebody goes by a name: before "as" or "himself" right before it, or what others call them ("a man we
/// called Borya").
fn told_at(doc: &Doc<'_>, name: &Mention) -> Option<usize> {
    let begin = doc.sentence(name.head).tokens.start;
    let marked = |t: &usize| doc.words[*t].upos == Upos::Punct;
    let before = (begin..name.tokens.start).rev().find(|t| !marked(t))?;
    if called_by_others(doc, before) {
        return Some(before);
    }
    // "a cook, who gave only the name Ana, said", "identified by their middle names, Ruth and Joy"
    let joined = doc.words[before].upos == Upos::Cconj && before >= begin + 2 && doc.capital(before - 1);
    let before = if joined { (begin..before - 1).rev().find(|t| !marked(t)).unwrap_or(before) } else { before };
    if doc.packs.listed("name_noun", doc.words[before].lemma) {
        let gives = |t: &usize| ["gives", "says_who"].iter().any(|l| doc.packs.listed(l, doc.words[*t].lemma));
        return (begin.max(before.saturating_sub(NEAR))..before).rev().find(gives);
    }
    let word = &doc.words[before];
    let itself = doc.packs.listed("oneself", word.form);
    let list = match () {
        () if word.form == doc.packs.grammar.as_ => "goes_by_as",
        () if itself => "calls_oneself",
        () => return None,
    };
    let verb = (begin.max(before.saturating_sub(NEAR))..before).rev().find(|t| {
        // "only", "to the men" may stand between, another clause may not.
        let word = &doc.words[*t];
        word.upos == Upos::Verb || word.upos != Upos::Noun && doc.packs.listed(list, word.lemma)
    })?;
    // "gave his name as", but "gave evidence as".
    let named = !doc.packs.listed("gives", doc.words[verb].lemma)
        || (verb + 1..before).any(|t| doc.packs.listed("name_noun", doc.words[t].lemma));
    // "identified as Ana Silva" says who she is; "identified only as Ana" leaves it at that.
    let only = || (verb + 1..before).any(|t| doc.packs.listed("no_more_than", doc.words[t].form));
    let identified = doc.packs.listed("says_who", doc.words[verb].lemma);
    (doc.packs.listed(list, doc.words[verb].lemma) && named && (!identified || only())).then_some(verb)
}

/// Is a word what others do who have a name for somebody: "whom they called …", "a man we knew as …"?
pub fn called_by_others(doc: &Doc<'_>, verb: usize) -> bool {
    let word = &doc.words[verb];
    let clause = word.rel.starts_with("acl") || word.head.is_some_and(|h| h < verb && doc.nominal(h));
    word.upos == Upos::Verb && clause && doc.packs.listed("calls", word.lemma) && doc.kid(verb, &["nsubj"]).is_some()
}
