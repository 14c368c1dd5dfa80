//! How long papers are good.

use crate::condition::present;
use crate::doc::Doc;

/// Tokens between a date and the word that makes it an end.
const NEAR: usize = 4;

/// Is a date the end of something ("good until May", "runs to 2027", "expires in August")? What ran out is an event
/// of its day.
pub(super) fn ends(doc: &Doc<'_>, date: usize) -> bool {
    let g = &doc.packs.grammar;
    let begin = doc.sentence(date).tokens.start.max(date.saturating_sub(NEAR));
    let to = (begin..date).rev().find(|t| doc.words[*t].form == g.to);
    let good = |t: usize| doc.packs.listed("good_until", doc.words[t].lemma);
    if to.is_some_and(|to| to > begin && good(to - 1)) {
        return true;
    }
    let over = |t: usize| doc.packs.listed("ends_in", doc.words[t].lemma) && present(doc, t);
    (begin..date).any(over)
}
