//! The cast of a report: who is listed, what part they have in it, and which claims about them stay.
//!
//! A part is what the text calls people or says they do, unless the story is about them. What describes
//! those beside the story (the age of a lawyer, the trade of a witness) is left out; so is what is said
//! of somebody unnamed and met once, because most of it turns out to be about somebody named.

mod asks;
mod counted;
mod features;
mod note;
mod part;
mod thought;

use std::collections::BTreeSet;

use casebook_packs::ROLES;

use crate::claim::Claim;
use crate::confidence::Ground;
use crate::doc::Doc;
use crate::people::{Article, IdentityLevel, Kind, Number, People, withheld};
use crate::speech::{Speaker, Speeches};
use crate::zone::Zone;
use part::{Part, Parts};
use thought::Thought;

pub use features::VALUES;

/// Frames that matter for a case whoever they befall.
const FOR_ANYBODY: [&str; 12] = [
    "criminal",
    "harm",
    "movement",
    "service",
    "removal",
    "extradition",
    "notice",
    "detention",
    "asylum",
    "appeal",
    "licence",
    "background",
];
/// Frames of what is told of anybody in a report.
const ABOUT_ANYBODY: [&str; 5] = ["identity", "family", "representation", "role", "work"];
/// Mentions from which on somebody without a name is spoken of rather than met.
const SPOKEN_OF: usize = 3;

/// Sentences from which on a text is a report.
const SHORTEST: usize = 8;
/// Parts that somebody is blamed by: only words give them, saying that they have it or what they do to others.
const TO_BE_SAID: [&str; 3] = ["commander", "recruiter", "employer"];
/// Parts of those without a name who are listed for what they tell.
const SOURCES: [&str; 6] = ["lawyer", "expert", "official", "witness", "recruiter", "ngo"];
/// Share of the likeliest part among all parts up to which it is a guess.
const GUESS: f32 = 0.6;
/// The same from which on somebody who speaks, or of whom only who they are is told, is taken for one who commands, recruits or
/// employs though no words say so.
const SURELY: f32 = 0.85;
/// How likely somebody must have a part to be listed.
const LISTED: f32 = 0.46;
/// The same of those of whom a phrasing states something or whom a quotation names.
const MENTIONED: f32 = 0.12;

/// Frames of what a group that is told of for certain is listed for.
const MATTERS: [&str; 5] = ["criminal", "harm", "removal", "detention", "exploitation"];

/// Who is in a report, and as what.
pub struct Cast<'c> {
    /// For each person: listed in the reading?
    pub listed: Vec<bool>,
    /// For each person: the part.
    pub role: Vec<&'static str>,
    /// For each person: what speaks for it.
    pub features: Vec<BTreeSet<String>>,
    /// The claims that stay, in order, each with whether its person is somebody certain.
    pub claims: Vec<(&'c Claim, bool)>,
}

impl<'c> Cast<'c> {
    /// Works out the cast from everything claimed and said.
    #[must_use]
    pub fn of(doc: &Doc<'_>, people: &People, speeches: &Speeches, claims: &'c [Claim]) -> Cast<'c> {
        let persons = 0..people.persons.len();
        let all: Vec<&Claim> = claims.iter().collect();
        let thought = Thought::of_each(doc, people);
        let first = View { doc, people, speeches, claims: &all, thought: &thought };
        let features: Vec<BTreeSet<String>> = persons.clone().map(|p| first.features(p)).collect();
        let parts: Vec<Part> = features.iter().map(|f| Parts::bundled().of(f)).collect();
        let note = doc.sentences.len() < SHORTEST;
        let part = |p: usize| if note { first.role_in_note(p) } else { first.role(p, parts[p], &features[p]) };
        let role: Vec<&'static str> = persons.clone().map(part).collect();
        let kept: Vec<&Claim> = claims.iter().filter(|c| first.stays(c, role[c.about])).collect();
        let shown = View { doc, people, speeches, claims: &kept, thought: &thought };
        let worth = |p: usize| {
            if note { shown.listed_in_note(p) } else { shown.worth_listing(p, parts[p], &features[p]) }
        };
        let mut listed: Vec<bool> = persons.map(worth).collect();
        shown.list_sources(&role, &mut listed);
        let shown_claims = kept.iter().copied().filter(|c| first.predicate_role(c).is_none());
        let claims = shown_claims.map(|c| (c, !c.inferred && !first.may_be_named(c.about))).collect();
        Cast { listed, role, features, claims }
    }
}

/// Do the words say that somebody does something to those whom claims are about?
fn does(features: &BTreeSet<String>) -> bool {
    features.iter().any(|f| f.starts_with("does to others"))
}

/// A document with some of its claims.
struct View<'a, 'd> {
    doc: &'a Doc<'d>,
    people: &'a People,
    speeches: &'a Speeches,
    claims: &'a [&'a Claim],
    thought: &'a [Thought],
}

impl<'a> View<'a, '_> {
    /// Claims about a person; what befalls a firm is none.
    fn own(&self, p: usize) -> Vec<&'a Claim> {
        self.claims.iter().copied().filter(|c| c.about == p && c.firm.is_none()).collect()
    }

    fn frame(&self, c: &Claim) -> &str {
        &self.doc.packs.predicates[c.predicate].frame
    }

    fn predicate_role(&self, c: &Claim) -> Option<&String> {
        self.doc.packs.predicates[c.predicate].role.as_ref()
    }

    /// Claims about a person outside the named frames.
    fn n_beyond(&self, p: usize, frames: &[&str]) -> usize {
        self.own(p).iter().filter(|c| !frames.contains(&self.frame(c))).count()
    }

    /// What phrasings state of somebody beyond who they are, and of nobody else.
    fn n_certain(&self, p: usize) -> usize {
        let certain =
            |c: &&&Claim| !c.inferred && c.ground == Ground::Stated && !ABOUT_ANYBODY.contains(&self.frame(c));
        self.own(p).iter().filter(certain).count()
    }

    fn n_described(&self, p: usize) -> usize {
        self.own(p).iter().filter(|c| self.frame(c) == "identity").count()
    }

    fn claims_something(&self, p: usize) -> bool {
        self.claims.iter().any(|c| c.speaker == Speaker::Person(p))
    }

    fn speaks(&self, p: usize) -> bool {
        self.claims_something(p) || self.speeches.all.iter().any(|s| s.speaker == Speaker::Person(p))
    }

    fn speaks_of_others(&self, p: usize) -> bool {
        let family = |q: usize| self.people.persons[q].kin_of.as_ref().is_some_and(|(owner, _)| *owner == p);
        self.claims.iter().any(|c| c.speaker == Speaker::Person(p) && c.about != p && !family(c.about))
    }

    /// Does a claim stay, given the part of the person it is about?
    fn stays(&self, c: &Claim, role: &str) -> bool {
        let person = &self.people.persons[c.about];
        let of_a_kind = self.doc.packs.predicates[c.predicate].class_only;
        if person.is_class() || of_a_kind || c.firm.is_some() || self.predicate_role(c).is_some() {
            return true;
        }
        // "He moved his wife to Lisbon": a step of his.
        let relatives = person.mentions.iter().any(|m| self.people.mentions[*m].kin.is_some());
        let family = relatives && person.name.is_empty();
        if family && self.frame(c) == "movement" {
            return false;
        }
        if role == "subject" && person.kin_of.is_none() {
            let level = self.people.level(c.about);
            let met = level == IdentityLevel::RoleOnly && person.mentions.len() < SPOKEN_OF;
            return !(met && self.somebody_else(c.about)) || self.withheld(c.about);
        }
        let aside = match role {
            "witness" => self.speaks_of_others(c.about),
            role => role == "relative" || ROLES.contains(&role),
        };
        // Of whoever stands trial it matters who represents them.
        let tried =
            || self.frame(c) == "representation" && self.own(c.about).iter().any(|o| self.frame(o) == "criminal");
        !aside || FOR_ANYBODY.contains(&self.frame(c)) || tried()
    }

    /// Somebody without a name beside people with one: may turn out to be one of them.
    fn may_be_named(&self, p: usize) -> bool {
        let unnamed = self.people.persons[p].name.is_empty() && !self.people.persons[p].is_class();
        unnamed && self.somebody_else(p)
    }

    /// Is the report about others, whom it names?
    fn somebody_else(&self, p: usize) -> bool {
        let named = |c: &&Claim| c.about != p && c.firm.is_none() && !self.people.persons[c.about].name.is_empty();
        self.claims.iter().copied().any(|c| named(&c))
    }

    /// Who is listed: whoever is so by the corpus; and everybody with a name whom a quotation names, or of whom a phrasing
    /// states more than who they are. Any other name stays an annotation.
    fn worth_listing(&self, p: usize, part: Part, features: &BTreeSet<String>) -> bool {
        let person = &self.people.persons[p];
        // A small group whose members are named is these.
        if person.mentions.is_empty() || person.is_class() || !person.members.is_empty() {
            return false;
        }
        // "a clerk at the gate": somebody without a name beside the story has to say, do or meet with something.
        let takes_part = !person.name.is_empty() || part.role == "subject" || self.takes_part(p, features);
        part.listed >= LISTED && takes_part
            || person.kin_of.is_some() && self.speaks(p)
            || self.harmed(p)
            || part.role == "subject" && self.withheld(p) && self.told(p)
            || part.role == "subject" && self.is_the_story(p)
            || !person.name.is_empty() && part.listed >= MENTIONED && (self.told(p) || self.named_in_quotation(p))
    }

    /// "A doctor said", "by his lawyer's account": who stands behind what is told of somebody listed, and has a part in it, is
    /// listed without a name as well.
    fn list_sources(&self, role: &[&str], listed: &mut [bool]) {
        let told = |c: &&&Claim| listed[c.about] && !self.people.persons[c.about].is_class();
        let source = |c: &&Claim| match c.speaker {
            Speaker::Person(p) => Some(p),
            _ => None,
        };
        let one = |p: &usize| {
            let person = &self.people.persons[*p];
            person.number == Number::One && person.name.is_empty() && SOURCES.contains(&role[*p])
        };
        let sources: Vec<usize> = self.claims.iter().filter(told).filter_map(source).filter(one).collect();
        for p in sources {
            listed[p] = true;
        }
    }

    fn takes_part(&self, p: usize, features: &BTreeSet<String>) -> bool {
        let value = |f: &String| f.starts_with("value");
        self.speaks(p) || !self.own(p).is_empty() || does(features) || features.iter().any(value)
    }

    /// Is somebody without a name whom the report is about, as it names nobody else of whom it tells anything?
    fn is_the_story(&self, p: usize) -> bool {
        let often = self.people.persons[p].mentions.len() >= SPOKEN_OF;
        let one = self.people.persons[p].number == Number::One;
        one && often && self.told(p) && !self.somebody_else(p)
    }

    /// Is somebody told of whose name the report keeps back ("a cook who asked not to be named was deported")? Of them it tells for
    /// themselves, however little.
    fn withheld(&self, p: usize) -> bool {
        let one = self.people.persons[p].number == Number::One && self.people.persons[p].name.is_empty();
        one && !self.people.persons[p].is_aside() && withheld(self.doc, self.people, p)
    }

    /// Does a phrasing state of a group for certain that they were hurt, charged, held, exploited or sent out of the country? Of how
    /// many this is so in general ("several hundred have been deported, the scholar said") makes nobody a part of the story.
    fn harmed(&self, p: usize) -> bool {
        let several = self.people.level(p) == IdentityLevel::Group;
        let outside = |s: usize| {
            let holds_no_office = self.people.persons[s].attributes.roles.is_empty();
            s != p && (self.people.persons[s].is_aside() || holds_no_office && self.own(s).is_empty())
        };
        let in_general = |c: &Claim| {
            matches!(c.speaker, Speaker::Person(s) if outside(s)) && !matches!(self.frame(c), "criminal" | "harm")
        };
        let matters = |c: &Claim| MATTERS.contains(&self.frame(c)) && !in_general(c);
        several && self.own(p).into_iter().any(|c| c.ground == Ground::Stated && !c.inferred && matters(c))
    }

    /// Does a phrasing state more of somebody than who they are?
    fn told(&self, p: usize) -> bool {
        let more = |c: &Claim| c.ground == Ground::Stated && !ABOUT_ANYBODY.contains(&self.frame(c));
        self.own(p).into_iter().any(more)
    }

    /// The part in the report. Nobody is put beside the story by a guess, nor as one who commands, recruits or employs unless the
    /// words call them so or say that they do it; who has hardly a part and stands inside a quotation is mentioned in it.
    fn role(&self, p: usize, part: Part, features: &BTreeSet<String>) -> &'static str {
        let said = |how: &&str| features.contains(&format!("{how}: {}", part.role));
        let called = ["called", "does the work of", "value"].iter().any(said);
        let told = self.told(p);
        let own = self.own(p);
        let described = !own.is_empty() && own.iter().all(|c| ABOUT_ANYBODY.contains(&self.frame(c)));
        let hardly = part.listed < LISTED && part.role != "mentioned";
        let placed = self.speaks(p) || described;
        let sure = part.share >= SURELY && placed && !told;
        let tried = part.role == "recruiter" && features.contains(features::RECRUITING_CRIME);
        let blind = TO_BE_SAID.contains(&part.role) && !does(features) && !tried;
        let blamed = blind && !sure;
        let guessed = ROLES.contains(&part.role) && part.share < GUESS && (told || blind);
        if !called && (blamed || guessed || hardly) {
            let mut names = ROLES.into_iter().filter(|role| features.contains(&format!("called: {role}")));
            return match (self.people.persons[p].kin_of.is_some(), own.is_empty(), names.next(), names.next()) {
                (true, ..) => "relative",
                (_, false, ..) => "subject",
                // "a local journalist": what the report itself calls them.
                (.., Some(role), None) => role,
                _ => "mentioned",
            };
        }
        let mentioned = part.listed < LISTED && self.named_in_quotation(p) && !told;
        if mentioned { "mentioned" } else { part.role }
    }

    fn named_in_quotation(&self, p: usize) -> bool {
        let mut names = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]);
        names.any(|m| m.kind == Kind::Name && self.speeches.quotes.iter().any(|q| q.tokens.contains(&m.head)))
    }

    /// "A man who was not told has the right to start again, the lawyer said": somebody unnamed, spoken of
    /// once, and only by those who speak about cases in general.
    fn generic(&self, p: usize) -> bool {
        let person = &self.people.persons[p];
        let first = person.mentions.first().map(|m| self.people.mentions[*m].kind);
        let aside = |c: &&Claim| match c.speaker {
            Speaker::Person(s) => self.people.persons[s].is_aside() && s != p,
            Speaker::Role(_) => true,
            Speaker::Outlet => false,
        };
        let own = self.own(p);
        matches!(first, Some(Kind::Nominal(Article::New))) && !own.is_empty() && own.iter().all(aside)
    }

    /// Named in a line that says who wrote the report. Whoever edited it did not.
    fn in_byline(&self, p: usize) -> bool {
        let mut mentions = self.people.persons[p].mentions.iter().map(|m| &self.people.mentions[*m]);
        mentions.any(|m| {
            let sentence = self.doc.sentence(m.head);
            let by =
                (sentence.tokens.start..m.tokens.start).rev().find(|t| self.doc.form(*t).eq_ignore_ascii_case("by"));
            let edited =
                by.and_then(|t| t.checked_sub(1)).is_some_and(|t| self.doc.form(t).eq_ignore_ascii_case("editing"));
            sentence.zone == Zone::Byline && !edited
        })
    }
}
