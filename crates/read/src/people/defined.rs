//! Words that a text itself gives to somebody: "Mr Ana Silva ("the applicant")". From there on they mean that person,
//! whoever was spoken of last.

use casebook_model::Upos;

use super::mention::{Article, Kind, Mention, Number};
use crate::doc::Doc;

/// Words that a given description may have behind "the".
const LONGEST: usize = 3;

/// Descriptions in lower case, each with the mention of the name it stands for.
pub fn descriptions(doc: &Doc<'_>, mentions: &[Mention]) -> Vec<(String, usize)> {
    let names = mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Name);
    names.filter_map(|(i, m)| Some((given(doc, m.tokens.end)?, i))).collect()
}

/// The description in brackets and quotation marks that begins at a token.
fn given(doc: &Doc<'_>, at: usize) -> Option<String> {
    let end = doc.words.len().min(at + 4 + LONGEST + 1);
    let form = |t: usize| if t < end { doc.form(t) } else { "" };
    let opens = form(at) == "(" && matches!(form(at + 1), "“" | "\"" | "‘" | "'");
    if !opens || doc.words[at + 2].form != doc.packs.grammar.the {
        return None;
    }
    let close = (at + 3..end).find(|t| matches!(form(*t), "”" | "\"" | "’" | "'"))?;
    let noun = doc.words[close - 1].upos == Upos::Noun;
    (noun && close > at + 3 && form(close + 1) == ")").then(|| doc.quote(at + 2..close).to_lowercase())
}

/// The name mention that a description was given to.
pub fn named(doc: &Doc<'_>, given: &[(String, usize)], mention: &Mention) -> Option<usize> {
    let known = mention.kind == Kind::Nominal(Article::Known) && mention.number == Number::One;
    let words = doc.quote(mention.tokens.clone()).to_lowercase();
    given.iter().filter(|_| known).find(|(description, _)| *description == words).map(|(_, name)| *name)
}
