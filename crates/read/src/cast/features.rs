//! What speaks for somebody's part in a report, as named features of yes and no: how they are named, what the text
//! calls them, what is said of them and by whom, what they do to others.

use std::collections::BTreeSet;

use casebook_model::Upos;
use casebook_model::encoder::proposer::{PARTS, Proposer};
use casebook_packs::Modality;

use super::{ABOUT_ANYBODY, View};
use crate::claim::Claim;
use crate::doc::mean_of_parts;
use crate::people::{Article, Gender, IdentityLevel, Kind, Mention, Number, Pronoun};
use crate::speech::Speaker;
use crate::zone::Zone;

/// Sentences of the body that open a report.
const OPENING: usize = 4;
/// Frames of what somebody beside the story does to those in it.
const DONE_TO_OTHERS: [&str; 7] = ["recruitment", "promise", "payment", "document", "exploitation", "criminal", "work"];
/// Predicates whose value is somebody, with the part that it gives them.
pub const VALUES: [(&str, &str); 3] =
    [("rep.lawyer", "lawyer"), ("recruit.intermediary", "recruiter"), ("work.job", "employer")];

/// Features, by how they begin, of which relatives have their own.
const TELLING_OF_KIN: [&str; 3] = ["told", "claims", "mentioned"];
/// Features, by how they begin, of which groups and people without a name have their own.
const TELLING_OF_UNNAMED: [&str; 15] = [
    "always",
    "called",
    "claims",
    "counted",
    "country",
    "described",
    "does",
    "first mention",
    "generic",
    "kin",
    "mentioned",
    "seems",
    "speaks",
    "thought",
    "told",
];

/// Feature of whoever is blamed for recruiting others.
pub(super) const RECRUITING_CRIME: &str = "blamed for recruiting";

/// Shares from which on a part that the sentences give somebody on average counts, and counts more.
const ON_AVERAGE: [f32; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];
/// The same of the sentence that is surest.
const ONCE: [f32; 3] = [0.3, 0.6, 0.9];

impl View<'_, '_> {
    /// Everything that holds of a person, by name, without repeats.
    pub fn features(&self, p: usize) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        out.insert("always".to_string());
        self.named_how(p, &mut out);
        self.called_what(p, &mut out);
        self.tied_how(p, &mut out);
        self.told_what(p, &mut out);
        self.says_what(p, &mut out);
        self.mentioned_how(p, &mut out);
        self.does_what(p, &mut out);
        self.seems_what(p, &mut out);
        self.asks_what(p, &mut out);
        self.counts_what(p, &mut out);
        self.thought_what(p, &mut out);
        let telling = |words: &[&str]| -> Vec<String> {
            out.iter().filter(|f| words.iter().any(|w| f.starts_with(w))).cloned().collect()
        };
        let level = self.people.level(p);
        // Of relatives, of groups and of people without a name other things tell than of the rest whether the report is about them.
        let kin = if out.contains("kin") { telling(&TELLING_OF_KIN) } else { Vec::new() };
        let unnamed = matches!(level, IdentityLevel::RoleOnly | IdentityLevel::Group);
        let unnamed = if unnamed { telling(&TELLING_OF_UNNAMED) } else { Vec::new() };
        out.extend(kin.iter().map(|f| format!("kin, {f}")));
        out.extend(unnamed.iter().map(|f| format!("{}, {f}", level.name())));
        out
    }

    fn named_how(&self, p: usize, out: &mut BTreeSet<String>) {
        let person = &self.people.persons[p];
        let words = person.name.split(' ').filter(|w| !w.is_empty()).count();
        let level = self.people.level(p);
        let level = match level {
            IdentityLevel::Named if words == 1 => "named by one word",
            level => level.name(),
        };
        out.insert(format!("level: {level}"));
        let one = !person.name.is_empty() && level != "named by one word" && words > 1;
        out.extend(one.then(|| "full name".to_string()));
        let names = person.mentions.iter().map(|m| &self.people.mentions[*m]).filter(|m| m.kind == Kind::Name);
        let words = names.flat_map(|m| m.core.clone()).filter_map(|t| self.doc.words[t].somebody);
        match words.map(|s| s.within).reduce(f32::max) {
            Some(most) if most < 0.2 => out.insert("a name of nobody, by the proposer".to_string()),
            Some(most) if most > 0.9 => out.insert("a name of somebody, by the proposer".to_string()),
            _ => false,
        };
        if let Some(gender) = person.attributes.gender {
            out.insert(format!("gender: {}", if gender == Gender::Male { "m" } else { "f" }));
        }
    }

    /// What part the sentences that name or describe somebody give them, as the proposer reads each by itself.
    fn seems_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let mentions = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]);
        let seen: Vec<[f32; PARTS]> =
            mentions.filter(|m| !matches!(m.kind, Kind::Pronoun(_))).filter_map(|m| self.doc.parts(&m.core)).collect();
        let Some(average) = mean_of_parts(seen.iter().copied()) else { return };
        for (i, part) in Proposer::bundled().parts.iter().enumerate() {
            let (average, most) = (average[i], seen.iter().map(|shares| shares[i]).fold(0.0, f32::max));
            out.extend(ON_AVERAGE.iter().filter(|b| average >= **b).map(|b| format!("seems {part}: {b}")));
            out.extend(ONCE.iter().filter(|b| most >= **b).map(|b| format!("seems {part} once: {b}")));
        }
    }

    fn called_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let person = &self.people.persons[p];
        out.extend(person.attributes.roles.iter().map(|r| format!("called: {r}")));
        if let Some(first) = person.attributes.roles.first() {
            out.insert(format!("first called: {first}"));
        }
        out.extend(person.attributes.roles.is_empty().then(|| "called nothing".to_string()));
        out.extend((!person.attributes.occupations.is_empty()).then(|| "trade".to_string()));
        out.extend((!person.attributes.countries.is_empty()).then(|| "country".to_string()));
        out.extend(person.attributes.age.map(|_| "age".to_string()));
        out.extend(person.attributes.on_bench.then(|| "on the bench".to_string()));
        out.extend(self.in_byline(p).then(|| "byline".to_string()));
    }

    fn tied_how(&self, p: usize, out: &mut BTreeSet<String>) {
        let person = &self.people.persons[p];
        if let Some((owner, _)) = &person.kin_of {
            out.insert("kin".to_string());
            let of = &self.people.persons[*owner];
            out.extend(of.kin_of.is_some().then(|| "kin of kin".to_string()));
            out.extend(of.is_aside().then(|| "kin of those beside the story".to_string()));
            out.extend((!of.name.is_empty()).then(|| "kin of somebody named".to_string()));
            let owned = person.mentions.first().map(|m| self.people.mentions[*m].owner.is_some());
            out.extend((owned == Some(true)).then(|| "kin at first".to_string()));
        }
        out.extend(person.acts_for.is_some().then(|| "acts for somebody".to_string()));
        let kin = self.people.persons.iter().any(|q| q.kin_of.as_ref().is_some_and(|(o, _)| *o == p));
        out.extend(kin.then(|| "has kin".to_string()));
        let helped = self.people.persons.iter().any(|q| q.acts_for == Some(p));
        out.extend(helped.then(|| "is acted for".to_string()));
    }

    fn told_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let own = self.own(p);
        for c in &own {
            match self.predicate_role(c) {
                Some(role) => out.insert(format!("does the work of: {role}")),
                None => out.insert(format!("told: {}", self.frame(c))),
            };
        }
        out.extend(own.iter().any(|c| self.blames_for_recruiting(c)).then(|| RECRUITING_CRIME.to_string()));
        let told = self.n_beyond(p, &["identity", "family", "representation", "role"]);
        out.insert(format!("told: {}", counted(told)));
        out.insert(format!("told for certain: {}", counted(self.n_certain(p))));
        out.insert(format!("described: {}", counted(self.n_described(p))));
    }

    /// "charged with human trafficking", "convicted of recruiting mercenaries".
    fn blames_for_recruiting(&self, c: &Claim) -> bool {
        let packs = self.doc.packs;
        let word = |w: &str| packs.listed("recruiting_crime", packs.vocabulary.get(&w.to_lowercase()));
        let words = || c.value.split(|x: char| !x.is_alphabetic()).filter(|w| !w.is_empty());
        self.frame(c) == "criminal" && c.modality != Modality::Denied && words().any(word)
    }

    fn says_what(&self, p: usize, out: &mut BTreeSet<String>) {
        out.extend(self.speaks(p).then(|| "speaks".to_string()));
        out.extend(self.claims_something(p).then(|| "claims".to_string()));
        out.extend(self.speaks_of_others(p).then(|| "claims of others".to_string()));
        let own = self.own(p);
        let of_themselves = own.iter().any(|c| c.speaker == Speaker::Person(p));
        out.extend(of_themselves.then(|| "claims of themselves".to_string()));
        let opinion = |c: &&Claim| c.speaker == Speaker::Person(p) && self.people.persons[c.about].is_class();
        out.extend(self.claims.iter().copied().any(|c| opinion(&c)).then(|| "claims of classes".to_string()));
        out.extend((!own.is_empty() && self.generic(p)).then(|| "generic".to_string()));
        let others = |c: &&&Claim| matches!(c.speaker, Speaker::Person(s) if s != p);
        let by_others = own.iter().filter(others).count();
        out.extend((by_others > 0 && by_others == own.len()).then(|| "told by others only".to_string()));
    }

    fn mentioned_how(&self, p: usize, out: &mut BTreeSet<String>) {
        let mentions: Vec<_> = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]).collect();
        let n = match mentions.len() {
            0 | 1 => "once",
            2 => "twice",
            3..=5 => "three to five times",
            _ => "often",
        };
        out.insert(format!("mentioned {n}"));
        if let Some(first) = mentions.first() {
            let kind = match first.kind {
                Kind::Name => "name",
                Kind::Nominal(Article::New) => "a",
                Kind::Nominal(Article::Known) => "the",
                Kind::Nominal(Article::Owned) => "his",
                Kind::Nominal(Article::Bare) => "bare",
                Kind::Pronoun(_) => "pronoun",
            };
            out.insert(format!("first mention: {kind}"));
            let subject = mentions.iter().any(|m| self.doc.words[m.head].rel.starts_with("nsubj"));
            out.extend(subject.then(|| "subject of a verb".to_string()));
        }
        let first_person = |m: &&Mention| m.kind == Kind::Pronoun(Pronoun::First);
        out.extend(mentions.iter().any(first_person).then(|| "I".to_string()));
        let titled = mentions.iter().any(|m| m.kind == Kind::Name && m.tokens.start < m.core.start);
        out.extend(titled.then(|| "title".to_string()));
        out.extend((self.people.persons[p].number == Number::Several).then(|| "several".to_string()));
        self.mentioned_where(&mentions, out);
    }

    fn mentioned_where(&self, mentions: &[&Mention], out: &mut BTreeSet<String>) {
        let zone = |m: &&&Mention| self.doc.sentence(m.head).zone;
        let body = mentions.iter().find(|m| zone(m) == Zone::Body);
        out.extend(body.is_none().then(|| "nowhere in the body".to_string()));
        let begin = self.doc.sentences.iter().position(|s| s.zone == Zone::Body).unwrap_or(0);
        let early = body.is_some_and(|m| self.doc.words[m.head].sentence < begin + OPENING);
        out.extend(early.then(|| "in the opening".to_string()));
        out.extend(self.told_much().then(|| "a report of cases".to_string()));
        let alone = |m: &&Mention| {
            let sentence = self.doc.sentence(m.head).tokens.clone();
            m.kind == Kind::Name && sentence.len() <= m.tokens.len() + 3
        };
        out.extend(mentions.iter().any(alone).then(|| "alone in a line".to_string()));
        let by = |m: &&Mention| {
            let before = m.tokens.start.checked_sub(1).filter(|t| *t >= self.doc.sentence(m.head).tokens.start);
            m.kind == Kind::Name && before.is_some_and(|t| matches!(self.doc.form(t), "by" | "By" | ":" | "BY"))
        };
        out.extend(mentions.iter().any(by).then(|| "by or colon before".to_string()));
        let quoted = |t: usize| self.speeches.quotes.iter().any(|q| q.tokens.contains(&t));
        out.extend(mentions.iter().all(|m| quoted(m.head)).then(|| "in quotations only".to_string()));
    }

    /// Does the report tell of cases, rather than of somebody's life and works?
    fn told_much(&self) -> bool {
        let told = self.claims.iter().filter(|c| !ABOUT_ANYBODY.contains(&self.frame(c))).count();
        told * 6 >= self.doc.sentences.len()
    }

    /// What somebody does to those whom claims are about: the subject of a verb that a claim about another stands on,
    /// or the value of such a claim.
    fn does_what(&self, p: usize, out: &mut BTreeSet<String>) {
        let name = self.people.persons[p].name.rsplit([' ', '-']).next().unwrap_or("").to_string();
        for c in self.claims.iter().filter(|c| c.about != p) {
            let predicate = &self.doc.packs.predicates[c.predicate];
            let id: &str = predicate.id.get_ref();
            if let Some((_, role)) =
                VALUES.iter().find(|(v, _)| *v == id && !name.is_empty() && c.value.contains(&name))
            {
                out.insert(format!("value: {role}"));
            }
            if DONE_TO_OTHERS.contains(&predicate.frame.as_str()) && self.acts_in(p, c) {
                out.insert(format!("does to others: {}", predicate.frame));
                out.extend((c.modality == Modality::Promised).then(|| "promises".to_string()));
            }
        }
    }

    /// Is somebody the subject of the verb that a claim stands on or below, short of a verb of saying?
    fn acts_in(&self, p: usize, c: &Claim) -> bool {
        let mut at = c.parts[0].tokens.start;
        for _ in 0..6 {
            let word = &self.doc.words[at];
            let acts = word.upos == Upos::Verb && !self.doc.passive(at);
            // Who says that something was done does nothing; who says what somebody will get promises it.
            let promised = matches!(c.modality, Modality::Promised | Modality::Offered);
            if acts && !promised && self.doc.packs.cues.reporting(word.lemma).is_some() {
                return false;
            }
            if acts && self.doc.subject(at).and_then(|s| self.people.person_at(s)) == Some(p) {
                return true;
            }
            match word.head {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }
}

fn counted(n: usize) -> &'static str {
    match n {
        0 => "nothing",
        1 => "one thing",
        2 => "two things",
        _ => "more",
    }
}
