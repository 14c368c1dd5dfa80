//! Mentions of people: names, noun phrases with a person noun as head, pronouns.

mod phrase;

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::Kind as Lex;

use super::attributes::{Attributes, Gender, noun};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::zone::Zone;

use phrase::{counted, nominal};

/// One person, several counted together, or a kind of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Number {
    /// One person.
    #[default]
    One,
    /// A counted or definite group.
    Several,
    /// A kind of people: a bare plural.
    Class,
}

/// What kind of expression a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name.
    Name,
    /// A noun phrase.
    Nominal(Article),
    /// A pronoun.
    Pronoun(Pronoun),
}

/// How a noun phrase introduces its referent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Article {
    /// a, an, one, another: somebody new.
    New,
    /// the, this, that: somebody known.
    Known,
    /// his, their, the man's: somebody's.
    Owned,
    /// A number or a bare plural.
    Bare,
}

/// Person and number of a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// I, me, my
    First,
    /// we, us, our
    FirstPlural,
    /// you, your
    Second,
    /// he, him, his
    He,
    /// she, her
    She,
    /// they, them, their
    They,
}

/// One mention of somebody.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The whole expression.
    pub tokens: Range<usize>,
    /// The name or head noun itself.
    pub core: Range<usize>,
    /// Head token.
    pub head: usize,
    /// What kind of expression.
    pub kind: Kind,
    /// One, several, a kind.
    pub number: Number,
    /// What it says of the person.
    pub attributes: Attributes,
    /// Kin relation named by the head ("spouse"), where it is one.
    pub kin: Option<String>,
    /// Token of the possessor, where there is one.
    pub owner: Option<usize>,
    /// The person, once joined.
    pub person: Option<usize>,
    /// Is there no other person of the text whom it could mean as well?
    pub firm: bool,
}

impl Mention {
    /// Does it only say whose something is ("above a shoe repairer's", "in another man's name")?
    #[must_use]
    pub fn owns(&self, doc: &Doc<'_>) -> bool {
        let clitic = self.tokens.end < doc.words.len() && matches!(doc.form(self.tokens.end), "'s" | "’s");
        doc.words[self.head].rel == "nmod:poss" || clitic
    }

    /// Is it a pronoun of the third person for one man or woman?
    #[must_use]
    pub fn is_he_or_she(&self) -> bool {
        matches!(self.kind, Kind::Pronoun(Pronoun::He | Pronoun::She))
    }
}

/// All mentions of a document in the order of the text.
pub fn find(doc: &Doc<'_>, notes: &Annotations) -> Vec<Mention> {
    let mut out = Vec::new();
    for t in 0..doc.words.len() {
        if doc.sentence(t).zone == Zone::Heading {
            continue;
        }
        let found = pronoun(doc, t).or_else(|| name(doc, notes, t)).or_else(|| nominal(doc, notes, t));
        if let Some(m) = found.or_else(|| counted(doc, notes, t)) {
            out.push(m);
        }
    }
    out.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    out
}

fn pronoun(doc: &Doc<'_>, t: usize) -> Option<Mention> {
    let g = &doc.packs.grammar;
    let form = doc.words[t].form;
    let table: [(&[casebook_packs::WordId], Pronoun); 6] = [
        (&[g.i, g.me, g.my, g.mine, g.myself], Pronoun::First),
        (&[g.we, g.us, g.our, g.ours, g.ourselves], Pronoun::FirstPlural),
        (&[g.you, g.your, g.yours], Pronoun::Second),
        (&[g.he, g.him, g.his, g.himself], Pronoun::He),
        (&[g.she, g.her, g.hers, g.herself], Pronoun::She),
        (&[g.they, g.them, g.their, g.theirs, g.themselves], Pronoun::They),
    ];
    let which = match table.iter().find(|(forms, _)| forms.contains(&form)) {
        Some((_, which)) => *which,
        None if quantity_alone(doc, t) => Pronoun::They,
        None => return None,
    };
    // "US" is a country.
    if form == g.us && doc.all_caps(t) {
        return None;
    }
    let gender = match which {
        Pronoun::He => Some(Gender::Male),
        Pronoun::She => Some(Gender::Female),
        _ => None,
    };
    let attributes = Attributes { gender, ..Attributes::default() };
    Some(Mention {
        tokens: t..t + 1,
        core: t..t + 1,
        head: t,
        kind: Kind::Pronoun(which),
        number: if matches!(which, Pronoun::They | Pronoun::FirstPlural) { Number::Several } else { Number::One },
        attributes,
        kin: None,
        owner: None,
        person: None,
        firm: false,
    })
}

/// "the few who came home", "all are trapped", "each was promised a job": a quantity that stands for people named before.
fn quantity_alone(doc: &Doc<'_>, t: usize) -> bool {
    let g = &doc.packs.grammar;
    let word = &doc.words[t];
    if ![g.few, g.many, g.most, g.all, g.both, g.each].contains(&word.form) {
        return false;
    }
    let Some(next) = doc.words.get(t + 1).filter(|n| n.sentence == word.sentence) else { return false };
    let alone = next.upos == Upos::Aux
        || [g.who, g.have].contains(&next.form)
        || (next.upos == Upos::Verb && word.rel.starts_with("nsubj"));
    alone && (word.rel != "det" || next.upos == Upos::Aux)
}

/// A person's name, with the title before it.
fn name(doc: &Doc<'_>, notes: &Annotations, t: usize) -> Option<Mention> {
    let note = notes.starting(t).find(|n| n.label == Label::Person)?;
    let sentence = doc.sentence(t).tokens.clone();
    // "Madam Speaker,": an office that is spoken to.
    let seat = note.tokens.len() == 1 && doc.packs.listed("spoken_to", doc.words[t].form);
    if seat && t > sentence.start && notes.lexicon(t - 1, Lex::Title).is_some() {
        return None;
    }
    let mut start = t;
    let gender = notes.lexicon(t, Lex::GivenName).and_then(Gender::parse);
    let mut attributes = Attributes { gender, ..Attributes::default() };
    while start > sentence.start
        && let Some(title) = notes.lexicon(start - 1, Lex::Title)
    {
        start -= 1;
        entitle(&mut attributes, title, noun(doc, start));
    }
    if let Some(office) = office(doc, notes, start, sentence.start) {
        entitle(&mut attributes, notes.lexicon(office, Lex::Title).unwrap_or_default(), noun(doc, office));
    }
    // "Ana Silva KC"
    let mut end = note.tokens.end;
    while end < sentence.end
        && let Some(letters) = notes.lexicon(end, Lex::Title).filter(|_| all_letters(doc, end))
    {
        entitle(&mut attributes, letters, noun(doc, end));
        end += 1;
    }
    Some(Mention {
        tokens: start..end,
        core: note.tokens.clone(),
        head: name_head(doc, &note.tokens),
        kind: Kind::Name,
        number: Number::One,
        attributes,
        kin: None,
        owner: None,
        person: None,
        firm: false,
    })
}

/// "Superintendent of Police Ana Silva": the title before what somebody holds office of.
fn office(doc: &Doc<'_>, notes: &Annotations, name: usize, begin: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let told = |t: &usize| doc.capital(*t) && doc.packs.listed("portfolio", doc.words[*t].form);
    let first = (begin..name).rev().take_while(told).last()?;
    let of = first.checked_sub(1).filter(|t| *t > begin && [g.of, g.for_].contains(&doc.words[*t].form))?;
    Some(of - 1).filter(|t| notes.lexicon(*t, Lex::Title).is_some_and(|title| !title.is_empty()))
}

/// What a title or the letters behind a name say of somebody: their gender or their role.
fn entitle(attributes: &mut Attributes, title: &str, noun: String) {
    match Gender::parse(title) {
        Some(g) => attributes.gender = Some(g),
        None if !title.is_empty() => {
            attributes.roles.push(title.to_string());
            attributes.nouns.insert(noun);
        }
        None => {}
    }
}

/// "KC", "Q.C.", "PhD": more than one capital.
fn all_letters(doc: &Doc<'_>, t: usize) -> bool {
    doc.form(t).chars().filter(|c| c.is_uppercase()).count() > 1
}

/// The token of a name that its tree hangs on.
fn name_head(doc: &Doc<'_>, tokens: &Range<usize>) -> usize {
    let outside = |t: &usize| doc.words[*t].head.is_none_or(|h| !tokens.contains(&h));
    tokens.clone().find(outside).unwrap_or(tokens.start)
}
