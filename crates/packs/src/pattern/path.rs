//! Ways through the dependency tree, in the notation of Semgrex and spaCy's dependency matcher over
//! the relations of Universal Dependencies.
//!
//! ```text
//! >obj            down to a dependent: the object of the word before
//! <acl            up to the governor, when the word hangs on it by this relation
//! >>nmod  <<ccomp the same at any depth
//! >obl:in         an oblique with the preposition "in"; >obl:because_of, >advcl:after, >conj:or
//! >*              any relation
//! >agent          the roles: agent, patient, recipient, subject, owner
//! >obl:to>nmod:of one step after the other
//! what>nmod:of    a way that begins at the slot `what`; else it begins at the head of the words
//! ```
//!
//! A relation includes its subtypes (`nsubj` takes `nsubj:pass` as well). The preposition after the
//! colon is that of the enhanced dependencies; several words are joined by `_`. The roles are the
//! logical ones, the same for active, passive and relative clause.

use super::PatternError;
use super::parse::Parser;
use crate::vocabulary::{WordId, fold};

/// A way through the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The slot whose head it begins at; the head of the pattern's words when not given.
    pub from: Option<String>,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// To the governor instead of a dependent.
    pub up: bool,
    /// At any depth or height.
    pub far: bool,
    /// Which relation is followed.
    pub link: Link,
}

/// What a step follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Any relation.
    Any,
    /// A role in the sense of the sentence.
    Role(Role),
    /// A relation of Universal Dependencies, by its name, and the preposition, subordinator or
    /// conjunction that it must have; none when empty.
    Relation(String, Vec<WordId>),
}

/// Roles that passives, relative clauses, coordination and control leave as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Agent,
    /// Whom or what it is done to.
    Patient,
    /// Whom it is given, told or promised to.
    Recipient,
    /// The grammatical subject, also where another clause lends it.
    Subject,
    /// Whose a noun is.
    Owner,
}

/// The relations of Universal Dependencies, version 2.
const RELATIONS: [&str; 37] = [
    "acl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "case",
    "cc",
    "ccomp",
    "clf",
    "compound",
    "conj",
    "cop",
    "csubj",
    "dep",
    "det",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nsubj",
    "nummod",
    "obj",
    "obl",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// Subtypes that the parser gives: what else stands after a colon is a preposition.
const SUBTYPES: [&str; 18] = [
    "acl:relcl",
    "advcl:relcl",
    "aux:pass",
    "cc:preconj",
    "compound:prt",
    "csubj:outer",
    "csubj:pass",
    "det:predet",
    "flat:foreign",
    "nmod:desc",
    "nmod:poss",
    "nmod:tmod",
    "nmod:unmarked",
    "nsubj:outer",
    "nsubj:pass",
    "obl:agent",
    "obl:tmod",
    "obl:unmarked",
];

impl Role {
    fn parse(name: &str) -> Option<Role> {
        Some(match name {
            "agent" => Role::Agent,
            "patient" => Role::Patient,
            "recipient" => Role::Recipient,
            "subject" => Role::Subject,
            "owner" => Role::Owner,
            _ => return None,
        })
    }
}

/// Parses a way, with the slot it begins at in front ("what>nmod:of"). `text` is a part of the
/// pattern that `parser` reads.
pub(super) fn parse(text: &str, parser: &mut Parser<'_, '_, '_>) -> Result<Path, PatternError> {
    let start = text.find(['>', '<']).unwrap_or(text.len());
    let (from, mut rest) = text.split_at(start);
    let from = from.trim();
    if !from.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        return Err(parser.wrong(from, format!("{from:?} is no slot that a way can begin at")));
    }
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, left) = step(rest, parser)?;
        steps.push(step);
        rest = left.trim_start();
    }
    if steps.is_empty() {
        return Err(parser.wrong(text, "a way without a step; write >obj, <acl, >obl:in, >agent"));
    }
    Ok(Path { from: Some(from.to_string()).filter(|f| !f.is_empty()), steps })
}

fn step<'s>(text: &'s str, parser: &mut Parser<'_, '_, '_>) -> Result<(Step, &'s str), PatternError> {
    let Some(mark @ ('>' | '<')) = text.chars().next() else {
        return Err(parser.wrong(text, format!("unexpected {text:?} in a way; a step begins with > or <")));
    };
    let far = text[1..].starts_with(mark);
    let rest = &text[1 + usize::from(far)..];
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<')).unwrap_or(rest.len());
    let name = &rest[..end];
    let link = link(name, text, parser)?;
    if mark == '<' && matches!(link, Link::Role(_)) {
        return Err(parser.wrong(name, format!("{name:?} is a role; roles are followed downwards: >{name}")));
    }
    Ok((Step { up: mark == '<', far, link }, &rest[end..]))
}

fn link(name: &str, around: &str, parser: &mut Parser<'_, '_, '_>) -> Result<Link, PatternError> {
    if name == "*" {
        return Ok(Link::Any);
    }
    if let Some(role) = Role::parse(name) {
        return Ok(Link::Role(role));
    }
    let (base, words) = name.split_once(':').unwrap_or((name, ""));
    if !RELATIONS.contains(&base) {
        let message = match name {
            "" => "a step without a relation; write >obj, >obl:in or >* for any".to_string(),
            _ => format!("unknown relation or role {base:?}; roles: agent patient recipient subject owner"),
        };
        return Err(parser.wrong(if name.is_empty() { around } else { base }, message));
    }
    if words.is_empty() || SUBTYPES.contains(&name) {
        return Ok(Link::Relation(name.trim_end_matches(':').to_string(), Vec::new()));
    }
    let words = words.split('_').map(|w| parser.context.vocabulary.intern(&fold(w))).collect();
    Ok(Link::Relation(base.to_string(), words))
}
