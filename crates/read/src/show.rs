//! The inside of a reading, for people who write packs: tags and trees, people, who says what.

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_text::Refusal;

use crate::Options;
use crate::attributed::joined;
use crate::cast::Cast;
use crate::doc::Doc;
use crate::inside::{self, Taken};
use crate::layers::Layers;
use crate::output::Spans;
use crate::people::People;
use crate::reading::Span;
use crate::speech::{Speaker, Speech};

/// One sentence with its tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Its number in the document, from one.
    pub number: usize,
    /// Its words as printed.
    pub span: Span,
    /// Its tokens.
    pub words: Vec<Node>,
    /// What is said in it, and by whom.
    pub said: Vec<Said>,
}

/// One token of a tree, with the fields of CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The printed word.
    pub span: Span,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Number of the governing token in the sentence, from one; zero for the root.
    pub head: usize,
    /// Relation to it.
    pub rel: &'static str,
    /// Is it followed by a blank?
    pub space_after: bool,
    /// Whom it speaks of: the fullest name, or the first words for somebody without one.
    pub person: Option<String>,
    /// What the words that begin here are: kind, words, normal form.
    pub labels: Vec<(String, String, String)>,
}

/// One act of saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who says it: a name, a role as printed, or `outlet`.
    pub speaker: String,
    /// The word that carries it.
    pub cue: String,
    /// What is said.
    pub content: Vec<String>,
}

/// Somebody spoken of, listed in the reading or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Fullest printed name; empty for those without one.
    pub name: String,
    /// How far they are named.
    pub level: &'static str,
    /// The part that they have, or would have.
    pub role: &'static str,
    /// Does a reading list them?
    pub listed: bool,
    /// The words for them.
    pub mentions: Vec<String>,
    /// Where these stand.
    pub spans: Vec<Span>,
    /// What speaks for or against their part.
    pub features: Vec<String>,
}

/// Everybody spoken of in a document but kinds of people, in the order of their first mention, also those whom a
/// reading does not list.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn cast(evidence: &Evidence, packs: &Packs, options: &Options) -> Result<Vec<Member>, Refusal> {
    inside::look(evidence, packs, options, Taken::AsRead, |doc, layers| {
        let people = &layers.people;
        let cast = Cast::of(doc, people, &layers.speeches, &layers.claims);
        let words = |m: &usize| doc.quote(people.mentions[*m].tokens.clone()).to_string();
        let spans = Spans::new(doc);
        let place = |m: &usize| spans.of(people.mentions[*m].tokens.clone());
        let spoken_of = (0..people.persons.len()).filter(|p| {
            let person = &people.persons[*p];
            !person.mentions.is_empty() && !person.is_class()
        });
        let member = |p: usize| Member {
            name: people.persons[p].name.clone(),
            level: people.level(p).name(),
            role: cast.role[p],
            listed: cast.listed[p],
            mentions: people.persons[p].mentions.iter().map(words).collect(),
            spans: people.persons[p].mentions.iter().map(place).collect(),
            features: cast.features[p].iter().cloned().collect(),
        };
        spoken_of.map(member).collect()
    })
}

/// A pronoun of the third person, and whom it may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The pronoun.
    pub pronoun: Span,
    /// The column of the weights that it is judged by.
    pub column: &'static str,
    /// For everybody whom it may mean the words for them before it, and what speaks for them.
    pub candidates: Vec<(Vec<Span>, Vec<&'static str>)>,
}

/// Every pronoun of the third person, in the order of the text.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn pronouns(evidence: &Evidence, packs: &Packs, options: &Options) -> Result<Vec<Guess>, Refusal> {
    inside::look(evidence, packs, options, Taken::AsRead, |doc, layers| {
        let people = &layers.people;
        let spans = Spans::new(doc);
        let place = |m: &usize| spans.of(people.mentions[*m].tokens.clone());
        let guess = |c: &crate::people::Choice| Guess {
            pronoun: place(&c.pronoun),
            column: c.column,
            candidates: c.fits.iter().map(|f| (f.mentions.iter().map(place).collect(), f.features.clone())).collect(),
        };
        people.choices.iter().map(guess).collect()
    })
}

/// The trees of a document's sentences.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn trees(evidence: &Evidence, packs: &Packs, options: &Options) -> Result<Vec<Tree>, Refusal> {
    inside::look(evidence, packs, options, Taken::AsBody, |doc, layers| {
        let spans = Spans::new(doc);
        let tree = |i: usize| {
            let tokens = doc.sentences[i].tokens.clone();
            let here = |s: &&Speech| tokens.contains(&s.cue);
            Tree {
                number: i + 1,
                span: spans.of(tokens.clone()),
                words: tokens.clone().map(|t| node(doc, layers, &spans, t)).collect(),
                said: layers.speeches.all.iter().filter(here).map(|s| said(doc, &layers.people, s)).collect(),
            }
        };
        (0..doc.sentences.len()).map(tree).collect()
    })
}

fn node(doc: &Doc<'_>, layers: &Layers, spans: &Spans<'_>, t: usize) -> Node {
    let w = &doc.words[t];
    let begin = doc.sentence(t).tokens.start;
    let mut labels: Vec<(String, String, String)> = Vec::new();
    for n in layers.notes.starting(t) {
        let label = (n.label.name(), doc.quote(n.tokens.clone()).to_string(), n.value.clone());
        if !labels.iter().any(|l| (&l.0, &l.1) == (&label.0, &label.1)) {
            labels.push(label);
        }
    }
    Node {
        span: spans.of(t..t + 1),
        lemma: doc.lemmas[t].clone(),
        upos: w.upos.name(),
        head: w.head.map_or(0, |h| h - begin + 1),
        rel: w.rel,
        space_after: doc.spaced(t),
        person: layers.people.person_at(t).map(|p| called(doc, &layers.people, p)),
        labels,
    }
}

fn said(doc: &Doc<'_>, people: &People, s: &Speech) -> Said {
    Said {
        speaker: match &s.speaker {
            Speaker::Outlet => "outlet".to_string(),
            Speaker::Person(p) => called(doc, people, *p),
            Speaker::Role(role) => role.clone(),
        },
        cue: doc.form(s.cue).to_string(),
        content: joined(&s.content).into_iter().map(|r| doc.quote(r).to_string()).collect(),
    }
}

/// A person's fullest name, or the first words for them.
fn called(doc: &Doc<'_>, people: &People, person: usize) -> String {
    let p = &people.persons[person];
    let first = || p.mentions.first().map_or("", |m| doc.quote(people.mentions[*m].tokens.clone()));
    if p.name.is_empty() { first().to_string() } else { p.name.clone() }
}
