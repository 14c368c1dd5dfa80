//! Follows a pattern's ways through the dependency tree, and takes what stands at their end.
//!
//! The tree is read as the enhanced dependencies would give it: a relative pronoun stands for its
//! noun, what is coordinated shares its subject and objects, and complements take their subject
//! from the verb above.

use std::ops::Range;

use casebook_packs::WordId;
use casebook_packs::pattern::path::{Link, Path, Role, Step};
use casebook_packs::pattern::{Item, Reached, Slot, SlotKind};

use crate::doc::Doc;
use crate::matcher::{Filled, Matcher};
use crate::slot;

/// How far a phrase may begin before its head.
const BEFORE_HEAD: usize = 12;
/// Heights that a step of any height climbs.
const MAX_CLIMB: usize = 24;

/// What stands at the end of a way.
pub enum There {
    /// A filled slot.
    Slot(Filled),
    /// The words asked for; empty when anything would do.
    Words(Range<usize>),
}

impl Matcher<'_, '_> {
    /// What stands at the end of the way from `start`; `None` when it is not what must be there.
    /// A place in `taken` belongs to another slot.
    pub fn there(&self, path: &Path, what: &Reached, start: usize, taken: &[usize]) -> Option<(usize, There)> {
        let ends = walk(self.doc, start, path);
        let words = |ways: &[Vec<Item>]| {
            let any = ways.is_empty().then(|| ends.first().map(|end| (*end, There::Words(0..0)))).flatten();
            any.or_else(|| ends.iter().find_map(|e| Some((*e, There::Words(self.words_at(ways, *e)?)))))
        };
        match what {
            Reached::Words(ways) => words(ways),
            Reached::Absent(ways) => words(ways).is_none().then_some((start, There::Words(0..0))),
            Reached::Slot(slot) => {
                let free = ends.iter().filter(|e| !taken.contains(e));
                free.copied().find_map(|e| Some((e, There::Slot(self.fill(slot, e)?))))
            }
        }
    }

    /// The words of one of the alternatives, where they cover the token.
    fn words_at(&self, ways: &[Vec<Item>], token: usize) -> Option<Range<usize>> {
        let sentence = self.doc.sentence(token).tokens.clone();
        let from = token.saturating_sub(BEFORE_HEAD).max(sentence.start);
        let starts = || (from..=token).rev();
        ways.iter().find_map(|way| {
            starts().find_map(|start| self.row(way, start, sentence.end).filter(|end| *end > token).map(|e| start..e))
        })
    }

    /// End of words and lists that stand side by side from `at`.
    fn row(&self, items: &[Item], at: usize, limit: usize) -> Option<usize> {
        items.iter().try_fold(at, |at, item| match item {
            Item::Word(word) => (at < limit && self.is_word(word, at)).then_some(at + 1),
            Item::List(list) => slot::list_ends(self.doc, *list, at, limit).first().copied(),
            _ => None,
        })
    }

    /// The slot filled with the phrase whose head is the token.
    fn fill(&self, slot: &Slot, head: usize) -> Option<Filled> {
        let found = slot.kinds.iter().find_map(|kind| Some((self.phrase(*kind, head)?, *kind)));
        found.map(|(tokens, kind)| Filled { name: slot.name.clone(), tokens, kind })
    }

    fn phrase(&self, kind: SlotKind, head: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        let sentence = doc.sentence(head).tokens.clone();
        match kind {
            SlotKind::Person => return self.people.mention_at(head).map(|m| m.tokens.clone()),
            SlotKind::Clause => return Some(self.clause(head, false)),
            SlotKind::VerbPhrase => return doc.verbal(head).then(|| self.clause(head, true)),
            _ => {}
        }
        let phrase = matches!(kind, SlotKind::NounPhrase | SlotKind::FullNounPhrase | SlotKind::Headed(_));
        let from = if phrase { doc.noun_phrase(head).start } else { head.saturating_sub(BEFORE_HEAD) };
        // The preposition belongs to the way, not to the phrase.
        let case = doc.kids(head).iter().copied().filter(|k| *k < head && doc.words[*k].rel == "case").max();
        let from = from.max(sentence.start).max(case.map_or(0, |k| k + 1));
        (from..=head).find_map(|start| {
            let ends = slot::ends(doc, self.notes, self.people, kind, start, sentence.end);
            ends.into_iter().find(|end| *end > head).map(|end| start..end)
        })
    }

    /// The clause of a verb without the word that joins it to the rest and its outer marks; from the
    /// verb on when `from_verb`.
    fn clause(&self, verb: usize, from_verb: bool) -> Range<usize> {
        let doc = self.doc;
        let mut range = doc.subtree(verb);
        let joins = |t: usize| matches!(doc.words[t].rel, "mark" | "cc" | "punct") && doc.words[t].head == Some(verb);
        while !from_verb && range.start < verb && joins(range.start) {
            range.start += 1;
        }
        if from_verb {
            let own = |t: usize| matches!(doc.words[t].rel, "aux" | "aux:pass" | "advmod" | "cop");
            range.start = verb;
            while range.start > 0 && own(range.start - 1) && doc.words[range.start - 1].head == Some(verb) {
                range.start -= 1;
            }
        }
        while range.end > verb + 1 && doc.words[range.end - 1].rel == "punct" {
            range.end -= 1;
        }
        range
    }
}

/// Where the way leads from a token, the first of each step first, coordinated ones after.
pub fn walk(doc: &Doc<'_>, start: usize, path: &Path) -> Vec<usize> {
    path.steps.iter().fold(vec![start], |at, step| {
        let mut next = Vec::new();
        for token in at.iter().flat_map(|t| one_step(doc, *t, step)) {
            if !next.contains(&token) {
                next.push(token);
            }
        }
        next
    })
}

fn one_step(doc: &Doc<'_>, token: usize, step: &Step) -> Vec<usize> {
    match (step.up, step.far) {
        (true, far) => climb(doc, token, &step.link, far),
        (false, true) => below(doc, token, &step.link),
        (false, false) => {
            let mut out = dependents(doc, token, &step.link);
            // "police and soldiers": each of them; lists hang in chains.
            let joined = !matches!(&step.link, Link::Relation(name, _) if name == "conj");
            let mut at = 0;
            while joined && at < out.len() {
                let more = doc.kids(out[at]).iter().copied().filter(|k| doc.words[*k].rel == "conj" && doc.nominal(*k));
                out.extend(more.collect::<Vec<_>>());
                at += 1;
            }
            out
        }
    }
}

fn climb(doc: &Doc<'_>, token: usize, link: &Link, far: bool) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = token;
    for _ in 0..MAX_CLIMB {
        // What is coordinated hangs where the first one hangs.
        let conjunct = !matches!(link, Link::Relation(name, _) if name == "conj");
        while conjunct && doc.words[at].rel == "conj" && doc.words[at].head.is_some() {
            at = doc.words[at].head.unwrap_or(at);
        }
        let Some(up) = doc.words[at].head else { break };
        if is_linked(doc, at, link) {
            out.push(up);
        }
        if !far {
            break;
        }
        at = up;
    }
    out
}

fn below(doc: &Doc<'_>, token: usize, link: &Link) -> Vec<usize> {
    let inside = doc.subtree(token);
    inside.filter(|t| *t != token && is_linked(doc, *t, link) && doc.under(*t, token)).collect()
}

/// Dependents by one relation or role, with those that the tree leaves to be understood.
fn dependents(doc: &Doc<'_>, token: usize, link: &Link) -> Vec<usize> {
    let (name, words) = match link {
        Link::Any => return doc.kids(token).to_vec(),
        Link::Role(role) => return role_of(doc, token, *role).into_iter().collect(),
        Link::Relation(name, words) => (name.as_str(), words),
    };
    let own: Vec<usize> = doc.kids(token).iter().copied().filter(|k| is_linked(doc, *k, link)).collect();
    if !own.is_empty() {
        return own.into_iter().map(|k| doc.meant(k, token)).collect();
    }
    match name {
        "nsubj" => doc.subject(token).into_iter().collect(),
        "nsubj:pass" if doc.passive(token) => doc.subject(token).into_iter().collect(),
        "obj" => doc.object(token).filter(|_| words.is_empty()).into_iter().collect(),
        "obl" | "iobj" | "ccomp" | "xcomp" => {
            let lends = |verb: usize| -> Vec<usize> {
                doc.kids(verb).iter().copied().filter(|k| *k > token && is_linked(doc, *k, link)).collect()
            };
            doc.joined_verbs(token).into_iter().map(lends).find(|found| !found.is_empty()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn role_of(doc: &Doc<'_>, token: usize, role: Role) -> Option<usize> {
    match role {
        Role::Agent => doc.agent(token),
        Role::Patient => doc.patient(token),
        Role::Recipient => doc.recipient(token),
        Role::Subject => doc.subject(token),
        Role::Owner => doc.possessor(token),
    }
}

/// Does the token hang on its governor by this relation, with this preposition or conjunction?
fn is_linked(doc: &Doc<'_>, token: usize, link: &Link) -> bool {
    let Link::Relation(name, words) = link else { return matches!(link, Link::Any) };
    let rel = doc.words[token].rel;
    let same = rel == name || rel.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(':'));
    same && (words.is_empty() || doc.kids(token).iter().any(|k| introduces(doc, *k, words)))
}

/// Is the token a preposition, subordinator or conjunction of these words ("because of")?
fn introduces(doc: &Doc<'_>, token: usize, words: &[WordId]) -> bool {
    let fixed = doc.kids(token).iter().copied().filter(|k| doc.words[*k].rel == "fixed");
    let all = std::iter::once(token).chain(fixed).map(|t| doc.words[t].form);
    matches!(doc.words[token].rel, "case" | "mark" | "cc") && all.eq(words.iter().copied())
}
