//! Claims: matches of the packs' phrasings, with whom they are about, who says so, how certain,
//! when, where, and the words they stand on. One gate for all: no anchor, no claim; class stays
//! class; what is said belongs to its speaker.

mod again;
mod along;
mod attribute;
mod beside;
mod country;
mod done_by;
mod ended;
mod firm;
mod followed;
mod follows;
mod fuller;
mod granted;
mod others;
mod present;
mod proposed;
mod respectively;
mod suggested;
mod telling;
mod wanting;
mod withdrawn;

use std::ops::Range;

use casebook_packs::{About, Entry, Modality, Polarity, Predicate, ValuePart};

use crate::annotate::Annotations;
use crate::certainty;
use crate::confidence::{self, Ground, Record, Support};
use crate::doc::Doc;
use crate::matcher::{Match, Matcher};
use crate::people::{Number, People};
use crate::speech::{Speaker, Speeches};
use crate::value;
use crate::when;
use crate::who;
use crate::zone::Zone;

use present::Present;

/// Frames of what somebody is, whatever happens in the sentence that says so.
const DESCRIBING: [&str; 5] = ["identity", "family", "role", "work", "representation"];

/// The words of one part of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `trigger`, `about`, `speaker`, `when`, `where`, or a slot of the entry.
    pub slot: String,
    /// Token range.
    pub tokens: Range<usize>,
}

/// One claim of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The person, group or class.
    pub about: usize,
    /// The words for the body that it befalls, in place of the person.
    pub firm: Option<Range<usize>>,
    /// Index of the predicate in the packs.
    pub predicate: usize,
    /// Index of the entry whose phrasing matched.
    pub entry: usize,
    /// Normal form of the value.
    pub value: String,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// How certain it is meant to be.
    pub modality: Modality,
    /// Who says it.
    pub speaker: Speaker,
    /// Through which medium.
    pub channel: Option<String>,
    /// When, in EDTF.
    pub when: Option<String>,
    /// Where, as printed.
    pub place: Option<String>,
    /// Must be seen by a person before it is used, with the reason.
    pub review: Option<&'static str>,
    /// Whom it is about was told by nearness, or by words that could mean somebody else as well.
    pub inferred: bool,
    /// Does the report say that it is over ("used to be stateless")?
    pub ended: bool,
    /// What it rests on.
    pub ground: Ground,
    /// What is known of the phrasing that states it.
    pub record: Option<Record>,
    /// What the proposer says of its words and person; `None` where the encoder has not read the sentence.
    pub support: Option<Support>,
    /// The words it stands on, trigger first.
    pub parts: Vec<Part>,
}

/// Everything that claims are read from.
pub struct Context<'a, 'd> {
    /// The document.
    pub doc: &'a Doc<'d>,
    /// Its annotations.
    pub notes: &'a Annotations,
    /// Its people.
    pub people: &'a People,
    /// Who says what in it.
    pub speeches: &'a Speeches,
    /// Keep what phrasings state where everything else speaks against it, and suggestions that are likelier wrong than right?
    pub doubtful: bool,
}

/// All claims of a document, in the order of the text.
#[must_use]
pub fn find(context: &Context<'_, '_>) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut present = Present::new(context.doc.packs.vocabulary.len() + 1);
    for sentence in &context.doc.sentences {
        let asks = context.doc.form(sentence.tokens.end - 1) == "?";
        if sentence.zone == Zone::Body && !asks {
            context.sentence(&sentence.tokens, &mut present, &mut out);
        }
    }
    out.retain(|c| context.doubtful || confidence::worth_stating(c.record, c.support, c.inferred));
    context.implied(&mut out);
    context.come_back(&mut out);
    one_each(&mut out);
    context.proposed(&mut out);
    context.done_by_whom(&mut out);
    context.lawyer_of_one(&mut out);
    context.of_firms(&mut out);
    context.understood(&mut out);
    context.back_abroad(&mut out);
    context.to_each(&mut out);
    context.fuller(&mut out);
    context.beside(&mut out);
    context.denied_next(&mut out);
    context.along(&mut out);
    context.among(&mut out);
    context.of_each(&mut out);
    context.withdrawn(&mut out);
    context.given_way(&mut out);
    context.worded(&mut out);
    context.followed(&mut out);
    again::join(context.doc.packs, &mut out);
    out
}

impl Context<'_, '_> {
    /// The phrasings (entry, form) whose words all stand in a sentence, in order.
    fn forms(&self, tokens: &Range<usize>, present: &mut Present) -> Vec<(usize, usize)> {
        let packs = self.doc.packs;
        let mut forms: Vec<(usize, usize)> = packs.always().to_vec();
        present.clear();
        for t in tokens.clone() {
            let word = &self.doc.words[t];
            for id in [word.form, word.lemma, word.as_verb] {
                if present.add(id) {
                    forms.extend(packs.triggered_by(id));
                }
            }
        }
        forms
            .retain(|(entry, form)| packs.entries[*entry].forms[*form].required.iter().all(|words| present.any(words)));
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    fn sentence(&self, tokens: &Range<usize>, present: &mut Present, out: &mut Vec<Claim>) {
        let packs = self.doc.packs;
        let forms = self.forms(tokens, present);
        let matcher = Matcher { doc: self.doc, notes: self.notes, people: self.people };
        for (entry, form) in forms {
            for m in matcher.find(&packs.entries[entry].forms[form], tokens) {
                let touches = |o: &Match| o.tokens.start < m.tokens.end && m.tokens.start < o.tokens.end;
                let silenced = packs.entries[entry].unless.iter().any(|u| matcher.find(u, tokens).iter().any(touches));
                if !silenced {
                    self.claims(entry, &m, out);
                }
            }
        }
    }

    /// The claims (one per person) of one match.
    fn claims(&self, entry_index: usize, m: &Match, out: &mut Vec<Claim>) {
        let packs = self.doc.packs;
        let entry = &packs.entries[entry_index];
        let predicate = &packs.predicates[entry.predicate];
        let head = who::head(self.doc, m);
        // "call them Ana and Ivo": each has a name of their own.
        let named = |slot: &str| {
            entry.value.iter().any(|v| matches!(v, ValuePart::Printed(s) | ValuePart::Slot(s) if s == slot))
        };
        // "Silva, 31, and Lang, 24": and an age.
        let described = predicate.frame == "identity" && self.apposed(m);
        let one = matches!(&entry.about, About::Slot(slot) if named(slot) || described);
        let several = if one { 1 } else { usize::MAX };
        for meant in self.whom(m, entry).into_iter().take(several) {
            let meant = self.or_as_proposed(meant, entry, m);
            let another = self.of_another(meant.person, entry, m, head);
            let meant = self.on_behalf(self.denied_of(meant, entry, m), predicate, head);
            let person = meant.person;
            if another || !self.may_be_said(person, predicate, head) {
                continue;
            }
            let telling = self.telling(entry, predicate, m, head);
            let certain = self.certain(entry, m, head, &telling);
            let said = self.said_at(head, m, entry.modality);
            let value = value::value(self.doc, self.notes, m, &entry.value, predicate.value);
            // "came to Britain in 1999. He is now a British citizen": he was not then.
            let mentions = self.people.persons[person].mentions.iter().map(|i| &self.people.mentions[*i]);
            let home = mentions.take_while(|x| x.head <= head).any(|x| x.attributes.countries.contains(&value));
            let bears = entry.about == About::Bearer || self.apposed(m);
            let describes = bears && DESCRIBING.contains(&predicate.frame.as_str());
            // "applied in 2015 and was refused in 2017": what the phrasing says last.
            let joined = |t: &&usize| self.doc.words[**t].rel == "conj" && self.doc.words[**t].head == Some(head);
            let last = m.literals.iter().rev().find(joined).copied().unwrap_or(head);
            let time = when::when(self.doc, self.notes, last, describes);
            let time = time.or_else(|| when::within(self.doc, self.notes, &m.tokens).filter(|_| !describes));
            let mut claim = self.claim(m, head, person, certain, (entry.predicate, value), (said, time));
            claim.predicate = entry.at_home.filter(|_| home).unwrap_or(entry.predicate);
            claim.entry = entry_index;
            claim.record = confidence::record(&entry.id);
            claim.inferred = meant.inferred;
            if (denies(entry) || predicate.own) && claim.speaker == Speaker::Outlet {
                claim.speaker = Speaker::Person(person);
            }
            self.taken_for_granted(&mut claim, m, head, &telling);
            claim.review = self.review(person, predicate, &claim.speaker);
            out.push(claim);
        }
    }

    /// A claim about a person on the words of a match, with who says it and where it is; `said` is the word by which
    /// it belongs to its speaker.
    fn claim(
        &self,
        m: &Match,
        head: usize,
        person: usize,
        mut certain: certainty::Certainty,
        (predicate, value): (usize, String),
        (said, time): (usize, Option<when::Time>),
    ) -> Claim {
        let (speaker, channel) = self.attribute(said, m, (person, predicate), &mut certain);
        let place = when::place(self.doc, self.notes, head);
        let named = &self.doc.packs.predicates[predicate];
        let time = time.filter(|_| !named.timeless).map(|t| if named.lasting { when::open(t) } else { t });
        Claim {
            about: person,
            firm: None,
            predicate,
            entry: usize::MAX,
            value,
            polarity: certain.polarity,
            modality: certain.modality,
            review: self.review(person, named, &speaker),
            inferred: false,
            ended: !named.timeless && self.ended(named, m, head),
            ground: Ground::Stated,
            record: None,
            support: self.support(predicate, person, m),
            speaker,
            channel,
            when: time.as_ref().map(|t| t.edtf.clone()),
            place: place.clone().map(|p| self.doc.quote(p).to_string()),
            parts: self.parts(m, time.map(|t| t.tokens), place),
        }
    }

    /// Do the words stand in a quotation?
    fn quoted(&self, m: &Match) -> bool {
        self.speeches.quotes.iter().any(|q| q.tokens.contains(&m.tokens.start))
    }

    /// The word by which a claim belongs to a speaker: its head, but for an opinion the opinion.
    fn said_at(&self, head: usize, m: &Match, modality: Option<Modality>) -> usize {
        let opinion = m.slots.first().filter(|_| modality == Some(Modality::Opinion)).map(|s| s.tokens.start);
        opinion.filter(|t| !self.speeches.around(*t).is_empty()).unwrap_or(head)
    }

    /// What a lawyer or relative does for somebody is a claim about that person; of a lawyer whose client no words name,
    /// about whom the sentences before speak of.
    fn on_behalf(&self, meant: who::Meant, predicate: &Predicate, head: usize) -> who::Meant {
        let p = &self.people.persons[meant.person];
        let relative = p.kin_of.as_ref().map(|(principal, _)| *principal).filter(|_| predicate.frame == "appeal");
        let told = p.acts_for.or(relative).map(|person| who::Meant { person, ..meant });
        let lawyer = p.attributes.roles.iter().any(|r| r == "lawyer") && p.kin_of.is_none();
        let client = || who::story_before(self.doc, self.people, head, None).filter(|_| lawyer);
        let guessed = || client().map(|person| who::Meant { person, inferred: true });
        // What is done to a lawyer is done to nobody else.
        let acts = predicate.on_behalf && !self.doc.passive(head);
        told.or_else(guessed).filter(|_| acts).unwrap_or(meant)
    }

    /// The gate between persons and classes, and against descriptions that define a class.
    fn may_be_said(&self, person: usize, predicate: &Predicate, head: usize) -> bool {
        let p = &self.people.persons[person];
        if p.is_class() {
            // "Tajik officials … they forced him on a plane": it befell somebody else.
            return (predicate.class || predicate.class_only) && !p.is_aside() && !self.defines_class(head);
        }
        if predicate.class_only {
            return false;
        }
        // Those who speak about others are not the story: what describes them is no claim; and an
        // office without a name ("a judge", "the minister") is not whom a step befalls.
        let office = p.is_aside() && p.name.is_empty() && p.number == Number::One && p.kin_of.is_none();
        let described = predicate.frame == "identity" && p.name.is_empty() || office && predicate.role.is_none();
        !(p.is_aside() && described)
    }

    /// A relative clause on a class says which people are meant, not what became of them.
    fn defines_class(&self, head: usize) -> bool {
        let mut at = head;
        for _ in 0..12 {
            match (self.doc.words[at].rel, self.doc.words[at].head) {
                ("acl:relcl" | "acl", Some(noun)) => {
                    return self.people.person_at(noun).is_some_and(|p| self.people.persons[p].is_class());
                }
                (_, Some(up)) => at = up,
                (_, None) => return false,
            }
        }
        false
    }

    /// A damaging statement that nobody stands behind waits for a person to look at it.
    fn review(&self, person: usize, predicate: &Predicate, speaker: &Speaker) -> Option<&'static str> {
        let one = self.people.persons[person].number == Number::One;
        (predicate.hold && one && *speaker == Speaker::Outlet).then_some("required")
    }

    fn parts(&self, m: &Match, time: Option<Range<usize>>, place: Option<Range<usize>>) -> Vec<Part> {
        let mut start = m.tokens.start;
        while start > self.doc.sentence(start).tokens.start
            && !self.doc.spaced(start - 1)
            && self.doc.form(start - 1).ends_with(char::is_alphabetic)
        {
            start -= 1;
        }
        let mut parts = vec![Part { slot: "trigger".into(), tokens: start..m.tokens.end }];
        for slot in &m.slots {
            parts.push(Part { slot: slot.name.clone(), tokens: slot.tokens.clone() });
        }
        parts.extend(time.map(|tokens| Part { slot: "when".into(), tokens }));
        parts.extend(place.map(|tokens| Part { slot: "where".into(), tokens }));
        parts
    }
}

/// "He denies the theft": the phrasing itself is a denial, by the one it is about. What is denied of
/// somebody ("was not beaten") is never their own denial.
fn denies(entry: &Entry) -> bool {
    entry.modality == Some(Modality::Denied) && matches!(entry.about, About::Agent | About::Subject)
}

/// One claim for one fact: of claims about the same person with the same predicate and modality
/// whose words overlap, the one with the longer trigger stays; of equal ones the one whose entry
/// comes first. Two that say different things in words that only partly overlap both stay.
fn one_each(claims: &mut Vec<Claim>) {
    let trigger = |c: &Claim| c.parts[0].tokens.clone();
    claims
        .sort_by_key(|c| (std::cmp::Reverse(trigger(c).len()), c.value.is_empty(), c.entry, c.about, trigger(c).start));
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims.drain(..) {
        let mine = trigger(&claim);
        let repeated = kept.iter().any(|k| {
            let theirs = trigger(k);
            let overlap = mine.start < theirs.end && theirs.start < mine.end;
            let inside = theirs.start <= mine.start && mine.end <= theirs.end;
            let same = k.about == claim.about && k.predicate == claim.predicate && k.modality == claim.modality;
            let listed = k.entry == claim.entry && k.value != claim.value && !inside;
            same && overlap && (inside || k.value == claim.value || claim.value.is_empty() || !listed)
        });
        if !repeated {
            kept.push(claim);
        }
    }
    kept.sort_by_key(|c| (trigger(c).start, c.predicate, c.about, trigger(c).end));
    *claims = kept;
}
