//! What speaks for a pronoun meaning somebody: how near, in which place of the grammar, how and how often they were
//! spoken of before, and what they are.

use casebook_model::encoder::proposer::Proposer;

use crate::doc::{Doc, mean_of_parts};
use crate::people::People;
use crate::people::mention::{Article, Kind, Mention};
use crate::zone::Zone;

/// Sentences a pronoun may reach back.
const REACH: usize = 4;
/// Logits of a coreference link from which on it is a strong one.
const STRONG: f32 = 2.0;

/// How likely two sentences give the same part, from which on it says something.
const ALIKE: [(f32, &str); 5] = [
    (0.02, "parts hardly alike"),
    (0.1, "parts a little alike"),
    (0.3, "parts alike"),
    (0.6, "parts very alike"),
    (0.8, "the same part"),
];

/// How likely the proposer holds them for the person meant, from which on it says something.
const MEANT: [(f32, &str); 7] = [
    (0.02, "hardly read as meant"),
    (0.1, "perhaps read as meant"),
    (0.25, "may be read as meant"),
    (0.5, "rather read as meant"),
    (0.75, "read as meant"),
    (0.9, "surely read as meant"),
    (0.98, "all but certainly read as meant"),
];
/// How likely it holds nobody near for the person meant, from which on it says something.
const NOBODY_NEAR: f32 = 0.5;

/// A pronoun and somebody whom it may mean.
pub(super) struct Candidate<'a, 'd> {
    pub doc: &'a Doc<'d>,
    pub people: &'a People,
    /// The pronoun.
    pub pronoun: &'a Mention,
    /// Index of the person.
    pub person: usize,
}

impl<'a> Candidate<'a, '_> {
    /// Mentions of the person before the pronoun, in the body, in order.
    fn earlier(&self) -> impl DoubleEndedIterator<Item = &'a Mention> + '_ {
        let body =
            |m: &&Mention| m.tokens.end <= self.pronoun.tokens.start && self.doc.sentence(m.head).zone == Zone::Body;
        self.people.persons[self.person].mentions.iter().map(|i| &self.people.mentions[*i]).filter(body)
    }

    /// The last of them.
    pub fn last(&self) -> Option<&'a Mention> {
        self.earlier().next_back()
    }

    fn sentence(&self, m: &Mention) -> usize {
        self.doc.words[m.head].sentence
    }

    /// Sentences back to the last mention; `None` out of reach.
    pub fn distance(&self) -> Option<usize> {
        let back = self.sentence(self.pronoun).abs_diff(self.sentence(self.last()?));
        (back <= REACH).then_some(back)
    }

    /// Everything that holds of the two, by name.
    pub fn features(&self) -> Vec<&'static str> {
        let mut out = Vec::with_capacity(24);
        let (Some(last), Some(distance)) = (self.last(), self.distance()) else { return out };
        out.push(["same sentence", "a sentence back", "two back", "three back", "four back"][distance.min(REACH)]);
        self.placed(last, distance, &mut out);
        self.spoken_of(last, &mut out);
        self.known(last, &mut out);
        self.said(last, distance, &mut out);
        self.linked(&mut out);
        self.read_as_meant(&mut out);
        self.introduced(&mut out);
        self.alike(&mut out);
        out
    }

    /// What is held for or against it whatever the reports say, as a logit: "Mamani lost her permit" is hers; a lawyer or a relative
    /// who says something of "him" speaks of somebody else.
    pub fn prior(&self) -> f32 {
        let owner = self.doc.words[self.pronoun.head].rel == "nmod:poss";
        let verb = self.doc.predicate_above(self.pronoun.head);
        let subject = verb.and_then(|v| self.doc.subject(v)).filter(|t| *t != self.pronoun.head);
        let own = owner && subject.and_then(|t| self.people.person_at(t)) == Some(self.person);
        let p = &self.people.persons[self.person];
        let for_another = !owner && (p.acts_for.is_some() || p.kin_of.is_some());
        let says_it = |m: &Mention| self.says(m).is_some_and(|verb| self.doc.under(self.pronoun.head, verb));
        let of_another = for_another && self.earlier().any(says_it);
        f32::from(u8::from(own)) - f32::from(u8::from(of_another))
    }

    /// Where in the grammar.
    fn placed(&self, last: &Mention, distance: usize, out: &mut Vec<&'static str>) {
        let (place, here) = (place(self.doc, last), place(self.doc, self.pronoun));
        out.push(place);
        out.extend((place == here).then_some("in the same place"));
        let sentence = self.sentence(self.pronoun);
        let subject_in = |s: usize| self.earlier().any(|m| self.sentence(m) == s && is_subject(self.doc, m));
        out.extend(subject_in(sentence).then_some("subject in this sentence"));
        let before = sentence.checked_sub(1).filter(|s| self.same_paragraph(*s));
        out.extend(before.filter(|s| subject_in(*s)).map(|_| "subject of the sentence before"));
        let first = self.paragraph_start();
        out.extend((first < sentence && subject_in(first)).then_some("subject where the paragraph begins"));
        out.extend(self.same_paragraph(self.sentence(last)).then_some("same paragraph"));
        let running = distance == 1 && self.earlier().any(|m| self.sentence(m) + 2 == sentence);
        out.extend(running.then_some("two sentences running"));
        out.extend(self.is_described().then_some("described by the clause"));
    }

    /// How and how often.
    fn spoken_of(&self, last: &Mention, out: &mut Vec<&'static str>) {
        out.push(match last.kind {
            Kind::Name => "last by name",
            Kind::Pronoun(_) => "last by pronoun",
            Kind::Nominal(Article::New) => "last as somebody new",
            Kind::Nominal(Article::Known) => "last as somebody known",
            Kind::Nominal(Article::Owned) => "last as somebody's",
            Kind::Nominal(Article::Bare) => "last by a number",
        });
        let n = self.earlier().count();
        out.push(match n {
            0 | 1 => "spoken of once",
            2 => "spoken of twice",
            3..=5 => "spoken of three to five times",
            _ => "spoken of often",
        });
        let here = self.pronoun.tokens.start;
        let counts = |p: usize| {
            self.people.persons[p].mentions.iter().filter(|m| self.people.mentions[**m].tokens.end <= here).count()
        };
        let number = self.people.persons[self.person].number;
        let others =
            || (0..self.people.persons.len()).filter(|p| *p != self.person && self.people.persons[*p].number == number);
        out.extend(others().all(|p| counts(p) < n).then_some("most spoken of"));
        let start = self.doc.sentences[self.paragraph_start()].tokens.start;
        let in_paragraph = |p: usize| {
            let spans = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m].tokens);
            spans.filter(|t| t.end <= here && t.start >= start).count()
        };
        let own = in_paragraph(self.person);
        out.extend((own > 0 && others().all(|p| in_paragraph(p) < own)).then_some("most spoken of in the paragraph"));
        let later = |p: usize| {
            self.people.persons[p].mentions.iter().any(|m| {
                let tokens = &self.people.mentions[*m].tokens;
                tokens.end <= here && tokens.start > last.tokens.start
            })
        };
        out.extend((!others().any(later)).then_some("last spoken of"));
    }

    /// What the person is.
    fn known(&self, last: &Mention, out: &mut Vec<&'static str>) {
        let p = &self.people.persons[self.person];
        let named = !p.name.is_empty();
        out.push(if p.name.contains(' ') {
            "full name"
        } else if named {
            "one name"
        } else {
            "no name"
        });
        out.push(match (p.attributes.gender, self.pronoun.attributes.gender) {
            (Some(a), Some(b)) if a == b => "gender fits",
            _ => "gender unknown",
        });
        out.extend(p.is_aside().then_some("beside the story"));
        out.extend((!named && !p.is_aside() && !p.attributes.roles.is_empty()).then_some("a role without a name"));
        out.extend(p.kin_of.is_some().then_some(if named {
            "a relative with a name"
        } else {
            "a relative without a name"
        }));
        let bare = !named && p.attributes.shared(&p.attributes) == 0 && p.kin_of.is_none();
        out.extend(bare.then_some("nothing known of them"));
        let once = p.mentions.len() == 1;
        out.extend((bare && once && last.kind == Kind::Nominal(Article::New)).then_some("met in passing"));
        // "opened in another man's name. He …": whoever only owns something is not spoken of.
        out.extend((once && !named && last.owns(self.doc)).then_some("only owns something"));
        out.extend(p.acts_for.is_some().then_some("acts for somebody"));
    }

    /// The verb of saying whose subject a mention is.
    fn says(&self, m: &Mention) -> Option<usize> {
        let verb = self.doc.words[m.head].head.filter(|_| is_subject(self.doc, m));
        verb.filter(|v| self.doc.packs.cues.reporting(self.doc.words[*v].lemma).is_some())
    }

    /// Who speaks.
    fn said(&self, last: &Mention, distance: usize, out: &mut Vec<&'static str>) {
        let doc = self.doc;
        if let Some(verb) = self.says(last) {
            let below = distance == 0 && doc.under(self.pronoun.head, verb);
            out.push(if below {
                "says it"
            } else if distance == 0 {
                "speaks in this sentence"
            } else {
                "spoke last"
            });
        }
        let quotation = |t: usize| self.people.quotes.iter().position(|q| q.contains(&t));
        out.push(match (quotation(self.pronoun.head), quotation(last.head)) {
            (None, None) => "no quotation",
            (Some(a), Some(b)) if a == b => "in the same quotation",
            (Some(_), _) => "quoted, last spoken of outside",
            (None, Some(_)) => "last spoken of in a quotation",
        });
    }

    /// What the coreference scorer says.
    fn linked(&self, out: &mut Vec<&'static str>) {
        let Some(link) = self.doc.discourse.reference(self.pronoun.head) else { return };
        out.push(match (self.is_linked(), link.margin >= STRONG) {
            (true, true) => "linked strongly",
            (true, false) => "linked",
            (false, true) => "another linked strongly",
            (false, false) => "another linked",
        });
    }

    /// Does the paragraph introduce them by name, and nobody else: "Third is Ana Silva …"?
    fn introduced(&self, out: &mut Vec<&'static str>) {
        let start = self.doc.sentences[self.paragraph_start()].tokens.start;
        let new = |p: usize| {
            let first = self.people.persons[p].mentions.first().map(|m| &self.people.mentions[*m]);
            first.is_some_and(|m| m.tokens.start >= start && m.tokens.end <= self.pronoun.tokens.start)
        };
        let named = |p: usize| !self.people.persons[p].name.is_empty() && !self.people.persons[p].is_aside();
        let news: Vec<usize> = (0..self.people.persons.len()).filter(|p| new(*p) && named(*p)).collect();
        match news.as_slice() {
            [] => {}
            [one] if *one == self.person => out.push("the one introduced in the paragraph"),
            many if many.contains(&self.person) => out.push("introduced in the paragraph with others"),
            _ => out.push("another introduced in the paragraph"),
        }
    }

    /// How far the proposer, which was taught on whole marked reports, holds them for the person meant.
    fn read_as_meant(&self, out: &mut Vec<&'static str>) {
        let Some(before) = self.doc.antecedents(self.pronoun.head) else { return };
        let meant = self.people.read_as.get(&self.pronoun.head);
        let share = meant.into_iter().flatten().find(|(p, _)| *p == self.person).map_or(0.0, |(_, share)| *share);
        out.push(MEANT.iter().rfind(|(least, _)| share >= *least).map_or("not read as meant", |(_, name)| name));
        out.extend((before.none >= NOBODY_NEAR && share < NOBODY_NEAR).then_some("nobody near read as meant"));
    }

    /// Do the sentence of the pronoun and those that name or describe the person give them the same part in the report?
    fn alike(&self, out: &mut Vec<&'static str>) {
        let told = self.earlier().filter(|m| !matches!(m.kind, Kind::Pronoun(_)));
        let (Some(here), Some(there)) =
            (self.doc.parts(&self.pronoun.core), mean_of_parts(told.filter_map(|m| self.doc.parts(&m.core))))
        else {
            return;
        };
        let alike: f32 = here.iter().zip(there).map(|(a, b)| a * b).sum();
        out.push(ALIKE.iter().rfind(|(least, _)| alike >= *least).map_or("parts differ", |(_, name)| name));
        let (likeliest, _) = there.iter().enumerate().fold((0, 0.0), |m, (i, s)| if *s > m.1 { (i, *s) } else { m });
        out.push(&Proposer::bundled().parts[likeliest]);
    }

    /// Does the clause of the pronoun describe the person ("a nurse held without her passport")?
    pub fn is_described(&self) -> bool {
        let noun = self.doc.described_by_clause(self.pronoun.head);
        noun.and_then(|t| self.people.person_at(t)) == Some(self.person)
    }

    /// Does the coreference scorer link the pronoun with the person?
    pub fn is_linked(&self) -> bool {
        let link = self.doc.discourse.reference(self.pronoun.head);
        link.is_some_and(|l| self.people.person_at(l.antecedent) == Some(self.person))
    }

    fn paragraph_start(&self) -> usize {
        let here = self.sentence(self.pronoun);
        let paragraph = self.doc.sentences[here].paragraph;
        (0..=here).rev().take_while(|s| self.doc.sentences[*s].paragraph == paragraph).last().unwrap_or(here)
    }

    fn same_paragraph(&self, sentence: usize) -> bool {
        self.doc.sentences[sentence].paragraph == self.doc.sentences[self.sentence(self.pronoun)].paragraph
    }
}

pub(super) fn is_subject(doc: &Doc<'_>, m: &Mention) -> bool {
    doc.words[m.head].rel.starts_with("nsubj")
}

/// The place of a mention in its clause.
fn place(doc: &Doc<'_>, m: &Mention) -> &'static str {
    match doc.words[m.head].rel {
        "nsubj" => "subject",
        "nsubj:pass" => "subject of a passive",
        "obj" | "iobj" => "object",
        "nmod:poss" => "owner",
        rel if rel.starts_with("obl") => "oblique",
        rel if rel.starts_with("nmod") || rel == "appos" => "beside a noun",
        _ => "elsewhere",
    }
}
