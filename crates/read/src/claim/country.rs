//! The country that a claim leaves to be understood: "she asked for asylum" in a report about Sweden, "he was home again"
//! of a Kenyan. It is taken from words of the report, which the claim then leads to; where they leave a choice, none is.

use std::collections::BTreeMap;
use std::ops::Range;

use casebook_packs::{CountryOf, Kind as Lex, Modality, ModalityPlace, Polarity};

use super::{Claim, Context, Part};
use crate::annotate::{Annotation, Label};
use crate::people::{Kind, Mention, Number};

/// Share of the naming of countries in a report from which on one is where it plays.
const PLAINLY: f32 = 0.5;
/// How much a naming in the sentence, or in the paragraph, of a claim counts beside one elsewhere.
const IN_SENTENCE: f32 = 4.0;
const IN_PARAGRAPH: f32 = 2.0;
/// Predicates whose value is the country that somebody is in.
const ARRIVALS: [&str; 1] = ["movement.entered"];

/// Predicates whose value is whose citizen somebody is: what they were made, before what they are called.
const CITIZEN: [&str; 2] = ["citizenship.granted", "identity.nationality"];

/// Predicates that tell where somebody is from, the surest first.
const ROOTS: [&str; 5] =
    ["identity.nationality", "identity.origin", "identity.birth_place", "movement.left", RESIDENCE];
/// How many of them tell for sure.
const SURE_ROOTS: usize = 3;
/// Being home again.
const RETURNED: &str = "movement.returned_home";
/// Where somebody lives: home only if they did not come there.
const RESIDENCE: &str = "residence.place";

/// A country and the words that name it.
pub(super) type Named = (String, Range<usize>);

impl Context<'_, '_> {
    /// Gives claims about a country that no words of their own name the country that the report makes plain.
    pub(super) fn understood(&self, claims: &mut [Claim]) {
        for i in 0..claims.len() {
            let claim = &claims[i];
            let Some(which) = self.doc.packs.predicates[claim.predicate].country else { continue };
            if self.is_country(&claim.value) || self.people.persons[claim.about].is_class() {
                continue;
            }
            let home = self.home(claims, claim.about);
            let found = match which {
                CountryOf::Home => self.named_in(claim).or(home).or_else(|| self.compatriots()),
                CountryOf::Host => {
                    // Where nothing says where somebody is from: where most others are from is no place to ask for asylum.
                    let home = home.or_else(|| self.compatriots()).map(|(country, _)| country);
                    let named = || self.named_beside(claim, home.as_deref());
                    let came = || self.came_to(claims, i, home.as_deref());
                    named().or_else(came).or_else(|| self.plays_in(claim, home.as_deref()))
                }
                CountryOf::Citizen => self.citizen(claims, i),
                CountryOf::Wanting => self.wanting(claim).or_else(|| self.wanted_before(claims, i)),
                CountryOf::Destination => self.destination(claim),
            };
            if let Some((country, tokens)) = found {
                claims[i].value = country;
                claims[i].parts.push(Part { slot: "country".into(), tokens });
            }
        }
    }

    /// "headed back to Qatar" of a Nepali: a journey back, and not home.
    pub(super) fn back_abroad(&self, claims: &mut [Claim]) {
        let id = |id: &str| self.doc.packs.predicate(id);
        let (Some(returned), Some(entered)) = (id(RETURNED), id(ARRIVALS[0])) else { return };
        for i in 0..claims.len() {
            let claim = &claims[i];
            let abroad = |(home, _): Named| home != claim.value && self.is_country(&claim.value);
            let surely = ROOTS[..SURE_ROOTS].iter().find_map(|id| self.root(claims.iter(), claim.about, id));
            if claim.predicate == returned && self.described(claim.about).or(surely).is_some_and(abroad) {
                claims[i].predicate = entered;
            }
        }
    }

    pub(super) fn is_country(&self, value: &str) -> bool {
        value.len() == 2 && value.bytes().all(|b| b.is_ascii_uppercase())
    }

    /// The one country that somebody is said to be of, else the one where claims say that they come from.
    fn home(&self, claims: &[Claim], person: usize) -> Option<Named> {
        let described = self.described(person);
        // "made his way to Greece, where he now lives": not home.
        let arrived = |country: &str| {
            let arrival = |c: &&Claim| ARRIVALS.contains(&self.doc.packs.predicates[c.predicate].id.get_ref().as_str());
            claims.iter().filter(arrival).any(|c| c.about == person && c.value == country)
        };
        let root = |id: &str| self.root(claims, person, id).filter(|(c, _)| id != RESIDENCE || !arrived(c));
        described.or_else(|| ROOTS.iter().find_map(|id| root(id)))
    }

    /// The one country that somebody is said to be of by what the report calls them.
    fn described(&self, person: usize) -> Option<Named> {
        let p = &self.people.persons[person];
        let countries = &p.attributes.countries;
        let words = p.mentions.iter().map(|m| self.people.mentions[*m].tokens.clone());
        let mut namings =
            words.flat_map(|tokens| self.notes.all().iter().filter(move |n| tokens.contains(&n.tokens.start)));
        let country = countries.first().filter(|_| countries.len() == 1)?;
        let note = namings.find(|n| of_country(n) == Some(country))?;
        Some((country.clone(), note.tokens.clone()))
    }

    /// The one country that a claim's own words name ("return to his family in Washington").
    fn named_in(&self, claim: &Claim) -> Option<Named> {
        let within = |t: usize| self.notes.starting(t).find_map(|n| of_country(n).map(|c| (c, n)));
        let mut named = claim.parts[0].tokens.clone().filter_map(within).filter(|(_, note)| !self.left(note));
        let (country, note) = named.next()?;
        named.all(|(other, _)| other == country).then(|| (country.to_string(), note.tokens.clone()))
    }

    /// The country that most of those are of whom the report calls by one, but for lawyers, employers and the like.
    fn compatriots(&self) -> Option<Named> {
        let mut n_of: BTreeMap<&str, (usize, &Annotation)> = BTreeMap::new();
        let aside = |n: &Annotation| {
            let described = self.people.covering(n.tokens.start).and_then(|m| m.person);
            described.is_some_and(|p| !self.people.persons[p].attributes.roles.is_empty())
        };
        for note in self.notes.all().iter().filter(|n| self.describes_somebody(n) && !aside(n)) {
            n_of.entry(of_country(note)?).or_insert((0, note)).0 += 1;
        }
        let all: usize = n_of.values().map(|(n, _)| n).sum();
        let (country, (n, note)) = n_of.into_iter().max_by_key(|(_, (n, _))| *n)?;
        (2 * n > all).then(|| (country.to_string(), note.tokens.clone()))
    }

    /// Whose citizen somebody is by what is said of their citizenship; where they live or come from says nothing of it.
    /// What they were granted later says nothing of what they had.
    fn citizen(&self, claims: &[Claim], of: usize) -> Option<Named> {
        let at = claims[of].parts[0].tokens.start;
        let before = claims.iter().filter(|c| c.parts[0].tokens.start <= at);
        let person = claims[of].about;
        let granted = self.root(before, person, CITIZEN[0]);
        granted.or_else(|| self.root(claims, person, CITIZEN[1]))
    }

    /// The one foreign country that the sentence of a claim says something happens in.
    fn named_beside(&self, claim: &Claim, home: Option<&str>) -> Option<Named> {
        let sentence = self.doc.sentence(claim.parts[0].tokens.start).tokens.clone();
        let mut here = self.foreign(claim, home).filter(|(_, note)| sentence.contains(&note.tokens.start));
        let (country, note) = here.next()?;
        here.all(|(other, _)| other == country).then(|| (country.to_string(), note.tokens.clone()))
    }

    /// The country of a claim about where somebody is from.
    fn root<'c>(&self, claims: impl IntoIterator<Item = &'c Claim>, person: usize, predicate: &str) -> Option<Named> {
        let index = self.doc.packs.predicate(predicate)?;
        let told = |c: &&Claim| c.about == person && c.predicate == index && c.polarity == Polarity::Affirmed;
        claims.into_iter().filter(told).find_map(|c| {
            let words = c.parts.iter().flat_map(|p| p.tokens.clone());
            if self.is_country(&c.value) {
                return Some((c.value.clone(), c.parts[0].tokens.clone()));
            }
            let mut notes = words.filter_map(|t| self.notes.starting(t).find_map(|n| of_country(n).map(|c| (c, n))));
            notes.next().map(|(country, note)| (country.to_string(), note.tokens.clone()))
        })
    }

    /// Namings of countries other than the person's own, and than those that somebody comes from or through.
    fn foreign<'s>(&'s self, claim: &Claim, home: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Annotation)> {
        let about = claim.about;
        self.notes.all().iter().filter_map(move |note| {
            let country = of_country(note)?;
            let other = !self.own(about, country) && home != Some(country);
            let named = other && !self.describes_somebody(note) && !self.left(note) && !self.befell(note, about);
            named.then_some((country, note))
        })
    }

    /// "Sofia Lang", "was tortured in Libya", "his brother lives in Canada": a name, where harm was done, and where a relative is, are no
    /// country that somebody asks for anything.
    fn befell(&self, note: &Annotation, about: usize) -> bool {
        let at = note.tokens.start;
        let verb = self.doc.predicate_above(at);
        let harm = verb.is_some_and(|v| self.doc.packs.listed("harms", self.doc.words[v].lemma));
        let subject = verb.and_then(|v| self.doc.subject(v)).and_then(|s| self.people.mention_at(s));
        let lives = verb.is_some_and(|v| self.doc.packs.listed("lives", self.doc.words[v].lemma));
        let another = |m: &Mention| m.kin.is_some() || lives && m.kind == Kind::Name;
        let relative = subject.is_some_and(|m| m.person != Some(about) && another(m));
        let hoped = verb.and_then(|v| self.doc.words[v].head).is_some_and(|up| {
            let cue = self.doc.packs.cues.modality(self.doc.words[up].lemma, ModalityPlace::Governor);
            cue.is_some_and(|c| c.modality == Modality::Hoped)
        });
        self.notes.at(at, Label::Person).is_some() || harm || relative || hoped
    }

    /// "from Turkey", "through Istanbul", "was deported to India": where somebody comes from, passes or is sent.
    fn left(&self, note: &Annotation) -> bool {
        let sent = self.doc.words[note.tokens.start].head.is_some_and(|up| {
            let word = &self.doc.words[up];
            [word.lemma, word.as_verb].iter().any(|w| self.doc.packs.listed("sent_off", *w))
        });
        let before = note.tokens.start.checked_sub(1);
        let to = |t: usize| self.doc.words[t].form == self.doc.packs.grammar.to;
        before.is_some_and(|t| self.doc.packs.listed("come_from", self.doc.words[t].form) || sent && to(t))
    }

    /// The country that somebody is said to have come to, last before the claim, else first behind it.
    fn came_to(&self, claims: &[Claim], of: usize, home: Option<&str>) -> Option<Named> {
        let claim = &claims[of];
        let at = claim.parts[0].tokens.start;
        let arrival = |c: &&Claim| {
            let id = self.doc.packs.predicates[c.predicate].id.get_ref();
            ARRIVALS.contains(&id.as_str())
                && c.about == claim.about
                && self.is_country(&c.value)
                && !self.own(c.about, &c.value)
                && home != Some(&c.value)
        };
        let arrivals: Vec<&Claim> = claims.iter().filter(arrival).collect();
        let start = |c: &&&Claim| c.parts[0].tokens.start;
        let before = arrivals.iter().filter(|c| start(c) <= at).max_by_key(start);
        let found = before.or_else(|| arrivals.iter().min_by_key(start))?;
        Some((found.value.clone(), found.parts[0].tokens.clone()))
    }

    /// The foreign country that a report names by far most often, near a claim above all.
    fn plays_in(&self, claim: &Claim, home: Option<&str>) -> Option<Named> {
        let mut n_named: BTreeMap<&str, (f32, &Annotation)> = BTreeMap::new();
        let mut all = 0.0;
        let here = claim.parts[0].tokens.start;
        let paragraph = |t: usize| self.doc.sentence(t).paragraph;
        for (country, note) in self.foreign(claim, home) {
            let at = note.tokens.start;
            let same_sentence = self.doc.words[at].sentence == self.doc.words[here].sentence;
            let weight = if same_sentence {
                IN_SENTENCE
            } else if paragraph(at) == paragraph(here) {
                IN_PARAGRAPH
            } else {
                1.0
            };
            n_named.entry(country).or_insert((0.0, note)).0 += weight;
            all += weight;
        }
        let (country, (n, note)) = n_named.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
        (n > PLAINLY * all).then(|| (country.to_string(), note.tokens.clone()))
    }

    fn own(&self, person: usize, country: &str) -> bool {
        self.people.persons[person].attributes.countries.contains(country)
    }

    /// "a Swedish lawyer": says what somebody is, and nothing of where others are.
    pub(super) fn describes_somebody(&self, note: &Annotation) -> bool {
        let adjective = matches!(note.label, Label::Lexicon(Lex::Nationality | Lex::Origin));
        let mention = self.people.covering(note.tokens.start).filter(|_| adjective);
        mention.is_some_and(|m| m.number != Number::Class && m.person.is_some())
    }
}

/// The country that an annotation names.
pub(super) fn of_country(note: &Annotation) -> Option<&str> {
    let kinds = [Lex::Country, Lex::Place, Lex::Nationality];
    let names = matches!(note.label, Label::Lexicon(kind) if kinds.contains(&kind));
    let value = Some(note.value.as_str()).filter(|v| names && !v.is_empty());
    value.or_else(|| matches!(note.label, Label::Lexicon(Lex::Origin)).then(|| note.value.rsplit('|').next()).flatten())
}
