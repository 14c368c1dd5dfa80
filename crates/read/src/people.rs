//! Who is spoken of: names, nominal descriptions and pronouns, joined inside one document.
//!
//! Precision first: a link needs a grammatical reason (apposition, predicate, the same name) or a
//! description that fits one person only. A pseudonym is never joined to another name.

mod attributes;
mod beside;
mod cluster;
mod count;
mod defined;
mod describe;
pub(crate) mod goes_by;
mod in_court;
mod in_full;
mod in_passing;
mod kept_back;
mod known;
mod late;
mod members;
mod mention;
mod naming;
mod opening;
mod owned;

mod partial;
mod pronoun;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::annotate::Annotations;
use crate::discourse::Attribution;
use crate::doc::Doc;
use crate::quote;

pub use attributes::{Attributes, Gender};
pub use in_full::in_full;
pub use kept_back::withheld;
pub use mention::{Article, Kind, Mention, Number, Pronoun};
pub use naming::names_match;
pub use pronoun::Choice;

/// How far a person is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentityLevel {
    /// By a full name, or a family name alone.
    Named,
    /// By a name that the text says is not the real one.
    Pseudonym,
    /// By a given name alone.
    PartiallyNamed,
    /// By what they are or do.
    RoleOnly,
    /// Several people counted together.
    Group,
}

impl IdentityLevel {
    /// The name in the reading format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            IdentityLevel::Named => "named",
            IdentityLevel::Pseudonym => "pseudonym",
            IdentityLevel::PartiallyNamed => "partially-named",
            IdentityLevel::RoleOnly => "role-only",
            IdentityLevel::Group => "group",
        }
    }
}

/// One person, group or class of people of a document.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The fullest printed name; empty for those without one.
    pub name: String,
    /// Mentions, in order, as indices into [`People::mentions`].
    pub mentions: Vec<usize>,
    /// One person, several, or a kind of people.
    pub number: Number,
    /// What the text says they are.
    pub attributes: Attributes,
    /// Marked as not the real name.
    pub pseudonym: bool,
    /// Introduced by what they are called, in one word: whoever has that word in a full name is not them unless the text says so.
    pub goes_by: bool,
    /// Whose relative they are, and how ("spouse").
    pub kin_of: Option<(usize, String)>,
    /// Whom they act for, when they are a lawyer or other representative.
    pub acts_for: Option<usize>,
    /// For a small group whose members the report names: these.
    pub members: Vec<usize>,
    /// For a class: its name ("foreign volunteers").
    pub class_name: String,
}

/// Roles of those who speak about others or act for them rather than being the story.
const ASIDE: [&str; 5] = ["lawyer", "expert", "official", "reporter", "ngo"];

impl Person {
    /// Is nobody with more of a name them?
    #[must_use]
    pub fn only_so_called(&self) -> bool {
        self.pseudonym || self.goes_by
    }

    /// Does the person speak about others or act for them, by role?
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.attributes.roles.iter().any(|r| ASIDE.contains(&r.as_str()))
    }

    /// Do they have any role in the case but this one ("two activists" may be whom the report is about)?
    #[must_use]
    pub fn has_role_but(&self, role: &str) -> bool {
        self.attributes.roles.iter().any(|r| r != role)
    }

    /// Is it a group or a kind of people of whom the report names nobody?
    #[must_use]
    pub fn is_untold(&self) -> bool {
        self.number != Number::One && self.members.is_empty()
    }

    /// Does the person stand for a kind of people?
    #[must_use]
    pub fn is_class(&self) -> bool {
        self.number == Number::Class
    }
}

/// The source that the attribution scorer gives quotations.
fn quoted(doc: &Doc<'_>, quotes: &[Range<usize>]) -> Vec<(Range<usize>, Range<usize>)> {
    let sources = |quote: &Range<usize>| {
        let inside = |content: &Range<usize>| quote.start <= content.start && content.end <= quote.end;
        let said = |a: &&Attribution| a.content.iter().any(inside);
        doc.discourse.attributions.iter().find(said).map(|a| a.source.clone())
    };
    quotes.iter().filter_map(|q| sources(q).map(|source| (q.clone(), source))).collect()
}

/// Everyone spoken of in a document.
#[derive(Default)]
pub struct People {
    /// Persons, groups and classes, in the order of their first mention.
    pub persons: Vec<Person>,
    /// All mentions in the order of the text.
    pub mentions: Vec<Mention>,
    /// Mentions that cover each token, smallest first.
    at: Vec<Vec<usize>>,
    /// Quotations, as tokens.
    pub(crate) quotes: Vec<Range<usize>>,
    /// Those with whoever the words beside them name as speaker, as tokens.
    quoted: Vec<(Range<usize>, Range<usize>)>,
    /// For each pronoun of the third person, whom it may mean.
    pub choices: Vec<Choice>,
    /// For each pronoun, by its token, whom the proposer takes it to mean, with how likely each is.
    read_as: BTreeMap<usize, Vec<(usize, f32)>>,
    /// Descriptions that the text gives to somebody, with the mention of the name.
    defined: Vec<(String, usize)>,
    /// For each mention the one that it describes by grammar ("his wife" of "Ana, his wife").
    describes: Vec<Option<usize>>,
}

/// Sentences before "we" within which those were spoken of whom it means.
const TOLD_WITHIN: usize = 3;

impl People {
    /// Finds and joins the people of a document.
    #[must_use]
    pub fn of(doc: &Doc<'_>, notes: &Annotations) -> People {
        let mentions = mention::find(doc, notes);
        let quotes: Vec<Range<usize>> = quote::find(doc).into_iter().map(|q| q.tokens).collect();
        let quoted = quoted(doc, &quotes);
        let defined = defined::descriptions(doc, &mentions);
        let at = vec![Vec::new(); doc.words.len()];
        let mut people = People { mentions, at, quotes, quoted, defined, ..People::default() };
        for (i, m) in people.mentions.iter().enumerate() {
            for t in m.tokens.clone() {
                people.at[t].push(i);
            }
        }
        for covering in &mut people.at {
            covering.sort_by_key(|i| (people.mentions[*i].tokens.len(), *i));
        }
        cluster::join(doc, notes, &mut people);
        people
    }

    /// Joins the relatives and lawyers of those whom words for their owners mean by now ("my wife").
    pub fn join_owned(&mut self, doc: &Doc<'_>, notes: &Annotations) {
        owned::join(doc, notes, self);
    }

    /// Makes a mention one of a person's.
    pub fn join(&mut self, mention: usize, person: usize, firm: bool) {
        self.mentions[mention].person = Some(person);
        self.mentions[mention].firm = firm;
        self.persons[person].mentions.push(mention);
        self.persons[person].mentions.sort_unstable();
    }

    /// Makes a mention nobody's.
    pub fn part(&mut self, mention: usize) {
        if let Some(person) = self.mentions[mention].person.take() {
            self.persons[person].mentions.retain(|m| *m != mention);
        }
    }

    /// The smallest mention that covers a token and has it as head or name.
    #[must_use]
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        self.at.get(token)?.iter().map(|i| &self.mentions[*i]).find(|m| m.head == token || m.core.contains(&token))
    }

    /// The smallest mention that a token stands in.
    #[must_use]
    pub fn covering(&self, token: usize) -> Option<&Mention> {
        self.at.get(token)?.first().map(|i| &self.mentions[*i])
    }

    /// Persons whom tokens mention, each with the head of a mention and what the tokens that mention them weigh together.
    #[must_use]
    pub fn shares(&self, tokens: &[(usize, f32)]) -> Vec<(usize, usize, f32)> {
        let mut shares: Vec<(usize, usize, f32)> = Vec::new();
        for &(token, share) in tokens {
            let mention = self.mention_at(token).or_else(|| self.covering(token));
            let Some((person, head)) = mention.and_then(|m| Some((m.person?, m.head))) else { continue };
            match shares.iter_mut().find(|s| s.0 == person) {
                Some(known) => known.2 += share,
                None => shares.push((person, head, share)),
            }
        }
        shares
    }

    /// The several people, somebody among them, of whom the text has spoken as such shortly before a mention.
    #[must_use]
    pub fn told_with(&self, doc: &Doc<'_>, mention: usize, person: usize) -> Option<usize> {
        let sentence = |m: &Mention| doc.words[m.head].sentence;
        let here = sentence(&self.mentions[mention]);
        let near = self.mentions[..mention].iter().rev().take_while(|m| sentence(m) + TOLD_WITHIN >= here);
        near.filter_map(|m| m.person).find(|p| self.persons[*p].members.contains(&person))
    }

    /// Mentions that begin at a token.
    pub fn starting(&self, token: usize) -> impl Iterator<Item = &Mention> {
        let covering = self.at.get(token).into_iter().flatten().map(|i| &self.mentions[*i]);
        covering.filter(move |m| m.tokens.start == token)
    }

    /// The person that a token speaks of.
    #[must_use]
    pub fn person_at(&self, token: usize) -> Option<usize> {
        self.mention_at(token)?.person
    }

    /// The person whose description a token stands in.
    #[must_use]
    pub fn bearer_at(&self, token: usize) -> Option<usize> {
        self.at.get(token)?.iter().find_map(|i| self.mentions[*i].person)
    }

    /// Persons mentioned in a token range, in order, without repeats.
    #[must_use]
    pub fn within(&self, tokens: Range<usize>) -> Vec<usize> {
        let mut out = Vec::new();
        for m in self.mentions.iter().filter(|m| m.tokens.start < tokens.end && m.tokens.end > tokens.start) {
            if let Some(p) = m.person
                && !out.contains(&p)
            {
                out.push(p);
            }
        }
        out
    }

    /// How far a person is named.
    #[must_use]
    pub fn level(&self, person: usize) -> IdentityLevel {
        let p = &self.persons[person];
        if p.number == Number::Several {
            IdentityLevel::Group
        } else if p.name.is_empty() {
            IdentityLevel::RoleOnly
        } else if p.pseudonym {
            IdentityLevel::Pseudonym
        } else if p.attributes.given_name_only {
            IdentityLevel::PartiallyNamed
        } else {
            IdentityLevel::Named
        }
    }
}
