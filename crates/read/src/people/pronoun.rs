//! Whom a pronoun means: the likeliest of the people mentioned shortly before whom grammar does not rule out, by weights
//! that `training/pronouns/fit.py` fitted to marked reports; nobody when two are equally likely.

mod features;
mod settled;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::mention::{Kind, Mention, Number, Pronoun};
use super::{People, names_match};
use crate::doc::Doc;
use crate::table::Table;
use features::Candidate;

pub use settled::{ahead, fronted, goes_on, newcomer, repeated, undergoes, where_he};

/// A column for each place of a pronoun, and one for "they".
static WEIGHTS: &str = include_str!("../../../../models/pronouns.tsv");

static RANKING: LazyLock<Table> = LazyLock::new(|| Table::parse(WEIGHTS));

/// The column of "his" and "her".
const OWNER: &str = "owner";
/// The column of "they".
const THEY: &str = "they";
/// Logits by which one person must be likelier than the next for the choice to be clear.
const CLEAR: f32 = 2.5;

/// A pronoun with everybody whom it may mean.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Index of the mention.
    pub pronoun: usize,
    /// The column of the weights that it is judged by.
    pub column: &'static str,
    /// Whom it may mean, the likeliest first.
    pub fits: Vec<Fit>,
}

/// Somebody whom a pronoun may mean.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The person.
    pub person: usize,
    /// Mentions of them before the pronoun.
    pub mentions: Vec<usize>,
    /// What speaks for it.
    pub features: Vec<&'static str>,
    /// How much, as a logit.
    score: f32,
}

/// Whom the proposer, which was taught on whole marked reports, takes a pronoun to mean: the people of the words before it; where such a
/// word is a pronoun itself, those whom it was taken to mean, whoever that was settled to be.
pub fn read_as(doc: &Doc<'_>, people: &People, token: usize) -> Vec<(usize, f32)> {
    let mut shares: BTreeMap<usize, f32> = BTreeMap::new();
    for &(before, share) in doc.antecedents(token).map_or(&[][..], |a| &a.words) {
        if let Some(meant) = people.read_as.get(&before) {
            for (person, part) in meant {
                *shares.entry(*person).or_default() += share * part;
            }
        } else if let Some(person) =
            people.mention_at(before).or_else(|| people.covering(before)).and_then(|m| m.person)
        {
            *shares.entry(person).or_default() += share;
        }
    }
    shares.into_iter().collect()
}

/// Everybody whom a pronoun of the third person may mean, as it stands when the text is read up to it.
pub fn choice(doc: &Doc<'_>, people: &People, of: usize) -> Option<Choice> {
    let pronoun = &people.mentions[of];
    let Kind::Pronoun(Pronoun::He | Pronoun::She | Pronoun::They) = pronoun.kind else { return None };
    let name = column(doc, pronoun);
    let at = RANKING.columns().iter().position(|c| *c == name).unwrap_or(0);
    // "a cook facing deportation and a nurse held without her passport": hers whom the clause describes. Of "his employer, who lost his
    // passport" it may well be somebody else's, and of "a man who took his passport" it is.
    let describes = |person: &usize| {
        let candidate = Candidate { doc, people, pronoun, person: *person };
        let story = people.persons[*person].attributes.roles.is_empty() && !taken(doc, pronoun.head);
        name == OWNER && story && candidate.is_described() && possible(&candidate)
    };
    let described = (0..people.persons.len()).find(describes);
    let fit = |person: usize| {
        let candidate = Candidate { doc, people, pronoun, person };
        if !possible(&candidate) || described.is_some_and(|d| d != person) {
            return None;
        }
        let before = |m: &&usize| people.mentions[**m].tokens.end <= pronoun.tokens.start;
        let mentions = people.persons[person].mentions.iter().filter(before).copied().collect();
        let features = candidate.features();
        let score = RANKING.sums(features.iter().copied())[at] + candidate.prior();
        Some(Fit { person, mentions, features, score })
    };
    let mut fits: Vec<Fit> = (0..people.persons.len()).filter_map(fit).collect();
    fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.person.cmp(&b.person)));
    Some(Choice { pronoun: of, column: name, fits })
}

impl Choice {
    /// The person whom the pronoun means: nobody when two are equally likely. Inside a relative's sentence "they" are the
    /// family of the person whose relative it is.
    pub fn person(&self, doc: &Doc<'_>, people: &People) -> Option<usize> {
        let several = people.mentions[self.pronoun].kind == Kind::Pronoun(Pronoun::They);
        several.then(|| family(doc, people, self.pronoun)).flatten().or(match self.fits.as_slice() {
            [] => None,
            [only] => Some(only.person),
            [first, second, ..] => (first.score > second.score).then_some(first.person),
        })
    }

    /// Does the pronoun leave no choice: is nobody else nearly as likely?
    pub fn is_clear(&self) -> bool {
        match self.fits.as_slice() {
            _ if self.column == THEY => false,
            [] => false,
            [_] => true,
            [first, second, ..] => first.score - second.score >= CLEAR,
        }
    }
}

/// Does somebody take or keep what the pronoun owns?
fn taken(doc: &Doc<'_>, owner: usize) -> bool {
    let thing = doc.words[owner].head.filter(|t| doc.words[*t].rel == "obj");
    let verb = thing.and_then(|t| doc.words[t].head);
    verb.is_some_and(|v| doc.takes(v))
}

/// The place of a pronoun that its weights depend on.
fn column(doc: &Doc<'_>, pronoun: &Mention) -> &'static str {
    let rel = doc.words[pronoun.head].rel;
    match pronoun.kind {
        Kind::Pronoun(Pronoun::They) => THEY,
        _ if rel.starts_with("nsubj") => "subject",
        _ if rel == "nmod:poss" => OWNER,
        _ => "object",
    }
}

/// Is somebody in reach, of the number and gender of the pronoun, and not ruled out by grammar?
fn possible(c: &Candidate<'_, '_>) -> bool {
    let (m, p) = (c.pronoun, &c.people.persons[c.person]);
    let several = matches!(m.kind, Kind::Pronoun(Pronoun::They));
    let other_gender = p.attributes.other_gender(m.attributes.gender);
    if several != (p.number != Number::One) || other_gender || c.distance().is_none() {
        return false;
    }
    // In its own sentence only a subject is what "they" means: "to the generals they are …".
    let beside = |last: &Mention| c.distance() == Some(0) && !features::is_subject(c.doc, last) && !c.is_linked();
    if several && c.last().is_some_and(beside) {
        return false;
    }
    let barred = c.last().is_some_and(|last| bound(c.doc, m, last))
        || own_subject(c.doc, c.people, m, c.person)
        || named_below(c.doc, c.people, m, c.person)
        || quotes_himself(c.people, m, c.person)
        || settled::orders_it(c.doc, c.people, m, c.person)
        || in_own_turn(c.doc, c.people, m, c.person)
        || inserted_behind(c.doc, c.people, m, c.person);
    !barred && !owns_description(c.doc, c.people, m, c.person)
}

/// A pronoun that is no reflexive cannot mean the subject of its own verb, nor a name that its own
/// phrase describes ("his lawyer, Ana Silva").
fn bound(doc: &Doc<'_>, pronoun: &Mention, candidate: &Mention) -> bool {
    let word = &doc.words[pronoun.head];
    let reflexive = doc.form(pronoun.head).ends_with("self");
    let object = matches!(word.rel, "obj" | "iobj" | "obl");
    let same_verb = word.head.is_some() && word.head == doc.words[candidate.head].head;
    object && !reflexive && same_verb && doc.words[candidate.head].rel.starts_with("nsubj")
}

/// An object that is no reflexive cannot mean the subject of its verb, wherever the grammar finds it
/// ("Ana Silva, who also acts for him").
fn own_subject(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let word = &doc.words[pronoun.head];
    let reflexive = doc.form(pronoun.head).ends_with("self");
    let object = matches!(word.rel, "obj" | "iobj") || word.rel.starts_with("obl");
    let Some(verb) = word.head.filter(|_| object && !reflexive) else { return false };
    let active = !doc.passive(verb);
    doc.subject(verb).filter(|_| active).is_some_and(|subject| people.person_at(subject) == Some(person))
}

/// "She said that Ana Silva …": a subject never means somebody whom the clauses below its verb call by name.
fn named_below(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let verb = doc.words[pronoun.head].head.filter(|_| doc.words[pronoun.head].rel.starts_with("nsubj"));
    let Some(verb) = verb else { return false };
    let p = &people.persons[person];
    let same = |m: &Mention| {
        let unread = m.person.is_none() && !p.name.is_empty();
        m.person == Some(person) || unread && names_match(&p.name, doc.quote(m.core.clone()), p.pseudonym)
    };
    // "“Ana Silva was arrested,” she added"; but "Ana Silva was arrested, she said" may well be her.
    let said = |t: usize| people.quoted.iter().any(|(quote, _)| quote.contains(&t) && !quote.contains(&pronoun.head));
    let below = |m: &Mention| doc.under(m.head, verb) && (m.head > pronoun.head || said(m.head));
    people.mentions.iter().filter(|m| m.kind == Kind::Name && same(m)).any(below)
}

/// "Ana, his sister": nobody is their own relative.
fn owns_description(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let owned = (0..people.mentions.len()).filter(|i| people.mentions[*i].owner == Some(pronoun.head));
    let described =
        owned.filter_map(|i| Some((people.mentions[i].kin.is_some(), &people.mentions[people.describes[i]?])));
    let p = &people.persons[person];
    let same = |(relative, k): (bool, &Mention)| {
        let name = || doc.quote(k.core.clone());
        // "Ms Silva … her mother, Ana Silva": a family name alone is a relative's as well.
        if relative && k.person.is_none() && !p.name.contains(' ') && k.core.len() > 1 {
            return false;
        }
        k.person == Some(person)
            || k.kind == Kind::Name && !p.name.is_empty() && names_match(&p.name, name(), p.pseudonym)
    };
    described.into_iter().any(same)
}

/// "Ana Silva, she added, had left": who says it is not the one right before, of whom it is said.
fn inserted_behind(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let verb = doc.words[pronoun.head].head.filter(|_| doc.words[pronoun.head].rel.starts_with("nsubj"));
    let inserted = verb.is_some_and(|v| {
        let closed = doc.words.get(v + 1).is_some() && doc.form(v + 1) == ",";
        closed && v > pronoun.head && doc.packs.cues.reporting(doc.words[v].lemma).is_some()
    });
    let comma = pronoun.tokens.start.checked_sub(1).filter(|t| inserted && doc.form(*t) == ",");
    let before = comma.and_then(|t| people.mentions.iter().find(|m| m.kind == Kind::Name && m.tokens.end == t));
    let acts = |m: &&Mention| doc.words[m.head].rel.starts_with("nsubj");
    let opens = |m: &&Mention| m.tokens.start == doc.sentence(m.head).tokens.start;
    before.filter(acts).filter(opens).is_some_and(|m| m.person == Some(person))
}

/// "he" in somebody's own words is somebody else: they would say "I".
fn quotes_himself(people: &People, pronoun: &Mention, person: usize) -> bool {
    let around = people.quoted.iter().filter(|(quote, _)| quote.contains(&pronoun.head));
    around
        .map(|(_, source)| source)
        .any(|source| people.mentions.iter().any(|m| m.person == Some(person) && source.contains(&m.head)))
}

/// "Ana Silva: The judge let her stay.": nobody is "he" or "she" in their own turn.
fn in_own_turn(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let here = doc.words[pronoun.head].sentence;
    let paragraph = doc.sentences[here].paragraph;
    let first = doc.sentences[..here].iter().rfind(|s| s.paragraph != paragraph).map_or(0, |s| s.tokens.end);
    let turn = |m: &Mention| {
        let named = m.tokens.start == first && m.kind == Kind::Name;
        named && doc.words.get(m.tokens.end).is_some_and(|_| doc.form(m.tokens.end) == ":")
    };
    people.persons[person].mentions.iter().any(|m| turn(&people.mentions[*m]))
}

/// The person whose relative a sentence speaks of before a pronoun.
fn family(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let pronoun = &doc.words[people.mentions[of].head];
    let here = pronoun.sentence;
    let verb = pronoun.head.filter(|_| pronoun.rel == "nsubj");
    let speaks = verb.is_some_and(|v| doc.packs.cues.reporting(doc.words[v].lemma).is_some());
    let mut before = people.mentions[..of].iter().rev().take_while(|x| doc.words[x.head].sentence == here);
    before.find_map(|x| {
        let person = x.person?;
        // "his family pointed to videos, which they say": the family's word.
        let many = x.number != Number::One || doc.packs.listed("relatives_all", doc.words[x.head].lemma);
        if speaks && many && x.kin.is_some() && doc.words[x.head].rel.starts_with("nsubj") {
            return Some(person);
        }
        people.persons[person].kin_of.as_ref().filter(|_| x.kin.is_some()).map(|(owner, _)| *owner)
    })
}
