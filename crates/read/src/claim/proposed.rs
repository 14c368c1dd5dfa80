//! Claims that no phrasing states and the proposer suggests: through the same gate, marked as suggestions. They fill
//! no status until somebody has looked at them.

use std::collections::BTreeMap;
use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{About, Entry, Modality, Polarity, Predicate};

use super::firm::LICENCE;
use super::{Claim, Context, Part};
use crate::certainty;
use crate::confidence::{self, Ground, Support};
use crate::doc::Proposal;
use crate::matcher::Match;
use crate::people::{Gender, Number};
use crate::speech::Speaker;
use crate::when;
use crate::who::{self, Meant};
use crate::zone::Zone;

/// Score from which on the proposer finds a claim itself.
const LIKELY: f32 = 0.0;
/// Shares of the person whom a claim is about by the proposer, and of the one whom the phrasing is about, from which and up to
/// which the one is taken for the other.
const ALL_BUT_SURE: f32 = 0.8;
const NOT_MEANT: f32 = 0.1;
/// Score below which words are not looked at.
const POSSIBLE: f32 = -2.0;
/// How far below the likeliest word's score its neighbours still belong to the same words.
const TOGETHER: f32 = 2.0;
/// The frame of whose relatives somebody has.
const FAMILY: &str = "family";
/// The frame of what somebody lacks.
const NEEDS: &str = "need";
/// Frames whose nouns are taken for granted, whatever becomes of the verb that they complete.
const PRESUPPOSED: [&str; 6] = ["identity", "family", "role", "work", "representation", NEEDS];
/// Frames of what others do to somebody: that they are the subject says nothing of whom it is about.
const DONE_BY_OTHERS: [&str; 9] =
    ["appeal", "promise", "recruitment", "exploitation", "payment", "contract", "family", "representation", "role"];
/// Parts of those who do it, and of those who hardly ever have it done to them.
const BESIDE: [&str; 4] = ["official", "employer", "commander", "ngo"];
const ALWAYS_BESIDE: [&str; 2] = ["lawyer", "recruiter"];
/// Words from a claim and score from which on a sentence tells another fact of the kind.
const APART: usize = 4;
const ANOTHER_FACT: f32 = 4.5;
/// Claims that one word states at most.
const AT_ONCE: usize = 2;

/// Neighbouring tokens that state one claim.
struct Stretch<'d> {
    tokens: Range<usize>,
    best: &'d Proposal,
}

impl Context<'_, '_> {
    /// Adds what the proposer finds and no phrasing does.
    pub(super) fn proposed(&self, claims: &mut Vec<Claim>) {
        let mut stretches = self.stretches();
        stretches.sort_by(|a, b| b.best.score.total_cmp(&a.best.score));
        let mut n_on: BTreeMap<usize, usize> = BTreeMap::new();
        for stretch in stretches {
            let sentence = self.doc.sentence(stretch.best.token);
            let asks = self.doc.form(sentence.tokens.end - 1) == "?";
            if !stretch.tokens.clone().any(|t| self.tells(t)) {
                continue;
            }
            let on = n_on.entry(stretch.best.token).or_default();
            *on += 1;
            if sentence.zone == Zone::Body && !asks && *on <= AT_ONCE {
                self.propose(&stretch, claims);
            }
        }
        claims.sort_by_key(|c| (c.parts[0].tokens.start, c.predicate, c.about, c.parts[0].tokens.end));
    }

    /// Likely words of each predicate, neighbours together.
    fn stretches(&self) -> Vec<Stretch<'_>> {
        let mut proposals: Vec<&Proposal> = self.doc.proposals.iter().collect();
        proposals.sort_by_key(|p| (p.predicate, p.token));
        let mut out: Vec<Stretch<'_>> = Vec::new();
        let mut at = 0;
        while at < proposals.len() {
            let first = proposals[at];
            let mut end = at + 1;
            while end < proposals.len() && self.neighbours(proposals[end - 1], proposals[end]) {
                end += 1;
            }
            let run = &proposals[at..end];
            let best = run.iter().copied().fold(first, |b, p| if p.score > b.score { p } else { b });
            if best.score >= POSSIBLE {
                let near = run.iter().filter(|p| p.score >= best.score - TOGETHER);
                let (mut from, mut to) = (best.token, best.token);
                for p in near {
                    (from, to) = (from.min(p.token), to.max(p.token));
                }
                out.push(Stretch { tokens: from..to + 1, best });
            }
            at = end;
        }
        out
    }

    /// Can a word state anything: "not" and "of" alone do not.
    fn tells(&self, token: usize) -> bool {
        let upos = self.doc.words[token].upos;
        !matches!(upos, Upos::Part | Upos::Punct | Upos::Cconj | Upos::Sconj | Upos::Adp)
    }

    /// Do two proposals, one behind the other, stand on the same words?
    fn neighbours(&self, a: &Proposal, b: &Proposal) -> bool {
        let same = self.doc.words[a.token].sentence == self.doc.words[b.token].sentence;
        a.predicate == b.predicate && same && b.token - a.token <= 3
    }

    fn propose(&self, stretch: &Stretch<'_>, claims: &mut Vec<Claim>) {
        let best = stretch.best;
        let predicate = &self.doc.packs.predicates[best.predicate];
        let m = Match {
            tokens: stretch.tokens.clone(),
            literals: vec![best.token],
            skipped: Vec::new(),
            slots: Vec::new(),
        };
        let alike = |c: &&Claim| c.predicate == best.predicate;
        let on_these_words = |c: &Claim| {
            let trigger = &c.parts[0].tokens;
            trigger.start < m.tokens.end && m.tokens.start < trigger.end
        };
        // Of those named together each has their own claim on these words.
        let taken = claims.iter().filter(alike).any(on_these_words);
        let meant = if predicate.class_only { self.kind_of_people(best, &m) } else { self.meant(best) };
        for meant in meant {
            let meant = self.on_behalf(meant, predicate, best.token);
            let person = meant.person;
            // In one sentence it is the same fact in other words; elsewhere it may be another one.
            let known: Vec<&Claim> = claims.iter().filter(alike).filter(|c| c.about == person).collect();
            let told = known.iter().any(|c| self.same_fact(c, best));
            // A statement about a kind of people may stand with a group of them, never with one person.
            let of_group = predicate.class_only && self.people.persons[person].number == Number::Several;
            let may_be = of_group || self.may_be_said(person, predicate, best.token);
            let others = predicate.frame == "criminal" && self.accuses_another(person, best.token)
                || self.befalls_another(person, best.token)
                || predicate.frame == "representation" && self.acts_for_another(person, best.token);
            if told || !may_be || taken || others || self.is_reason(predicate, person, best.token, claims) {
                continue;
            }
            let claim = self.suggestion(&m, best, meant, !known.is_empty());
            let least = if self.doubtful { confidence::DOUBTFUL } else { confidence::WORTH_SUGGESTING };
            if confidence::of(claim.ground, claim.record, claim.support, claim.inferred) >= Some(least) {
                claims.push(claim);
            }
        }
    }

    /// Do words of the sentence of a claim tell the same fact again? Far from it they tell another one if they are all but sure.
    fn same_fact(&self, claim: &Claim, p: &Proposal) -> bool {
        let trigger = &claim.parts[0].tokens;
        let same = self.doc.words[trigger.start].sentence == self.doc.words[p.token].sentence;
        let words = claim.parts.iter().map(|part| &part.tokens);
        let far = words
            .map(|t| if p.token < t.start { t.start - p.token } else { (p.token + 1).saturating_sub(t.end) })
            .min();
        // "for fraud and trafficking": one value, in two words.
        let beside = self.doc.words[p.token].head.filter(|_| self.doc.words[p.token].rel == "conj");
        let one_value = beside.is_some_and(|h| claim.parts.iter().any(|part| part.tokens.contains(&h)));
        // Nobody is blamed twice by one sentence on a suggestion.
        let blames = self.doc.packs.predicates[p.predicate].frame == "criminal";
        same && (far.unwrap_or(0) < APART || p.score < ANOTHER_FACT || one_value || blames)
    }

    /// Is a word the value of a step that is told of the person in its sentence, as the reason of that step?
    fn is_reason(&self, predicate: &Predicate, person: usize, token: usize, claims: &[Claim]) -> bool {
        let Some(step) = predicate.reason_of.as_deref().and_then(|id| self.doc.packs.predicate(id)) else {
            return false;
        };
        let (word, sentence) = (self.doc.form(token).to_lowercase(), self.doc.words[token].sentence);
        let here = |c: &&Claim| self.doc.words[c.parts[0].tokens.start].sentence == sentence && c.about == person;
        let named = |c: &Claim| c.value.split_whitespace().any(|w| w.to_lowercase() == word);
        claims.iter().filter(|c| c.predicate == step && !c.ground.is_suggested()).filter(here).any(named)
    }

    /// The claim about somebody that a proposal makes. `again`: is the same known of them in other words?
    fn suggestion(&self, m: &Match, best: &Proposal, meant: Meant, again: bool) -> Claim {
        let predicate = &self.doc.packs.predicates[best.predicate];
        let base = predicate.modality;
        let mut certain = certainty::read(self.doc, m, best.token, base).fitted(self.doc, best.token, predicate, base);
        let plain = certain.modality == base && certain.polarity == Polarity::Affirmed;
        if let Some(verb) =
            self.verb_of_noun(best.token).filter(|_| plain && !PRESUPPOSED.contains(&predicate.frame.as_str()))
        {
            certain = certainty::read(self.doc, m, verb, base).fitted(self.doc, verb, predicate, base);
        }
        if self.owns(predicate, m) && certain.modality != Modality::Denied {
            certain.modality = base;
        }
        if predicate.contrary.as_deref().is_some_and(|list| self.says_the_opposite(best.token, list)) {
            certain.polarity = certainty::turned(certain.polarity);
        } else if predicate.lack && !self.doc.packs.listed("word_of_lack", self.doc.words[best.token].lemma) {
            // "nobody could pay the fees": the negation is what says that the means are lacking.
            certain.polarity = Polarity::Affirmed;
        }
        // "the embassy rejected his application for a passport": none was issued.
        if predicate.granted && self.doc.packs.listed("refusing", self.doc.words[best.token].lemma) {
            certain.polarity = certainty::turned(certain.polarity);
        }
        // "it wants stitching": to want is to need.
        let wants = || certain.cues.iter().any(|t| self.doc.packs.listed("wants", self.doc.words[*t].lemma));
        if predicate.frame == NEEDS && certain.modality == Modality::Hoped && wants() {
            certain.modality = Modality::Asserted;
        }
        let (value, of_value) = self.suggested_value(m, predicate, meant.person);
        // "two in three have not been paid": of so many it is said, whatever it is.
        if predicate.class_only && self.how_many(meant.person, m.literals[0]).is_some() {
            certain.polarity = Polarity::Affirmed;
        }
        let time = when::when(self.doc, self.notes, best.token, false);
        let mut claim = self.claim(m, best.token, meant.person, certain, (best.predicate, value), (best.token, time));
        claim.inferred = meant.inferred;
        claim.ground = Ground::Suggested { again };
        claim.parts.extend(of_value.map(|tokens| Part { slot: "value".into(), tokens }));
        if predicate.own && claim.speaker == Speaker::Outlet {
            claim.speaker = Speaker::Person(meant.person);
        }
        claim
    }

    /// The verb that a noun completes: what becomes of it becomes of what is said on the noun ("hopes to be recognised as a
    /// victim").
    fn verb_of_noun(&self, token: usize) -> Option<usize> {
        let doc = self.doc;
        let nominal = matches!(doc.words[token].upos, Upos::Noun | Upos::Propn);
        let completes = nominal && matches!(doc.words[token].rel, "obl" | "obj");
        doc.words[token].head.filter(|up| completes && doc.words[*up].upos == Upos::Verb)
    }

    /// Whom a proposal is about: the person whose mentions have most of it, and those named together with them; the
    /// topic of the paragraph where no sentence near mentions them.
    fn meant(&self, p: &Proposal) -> Vec<Meant> {
        let shares = self.several(self.shares(p));
        let best = shares.iter().copied().reduce(|a, b| if b.2 > a.2 { b } else { a });
        let done_to_them = || self.doc.predicate_above(p.token).is_some_and(|verb| self.doc.passive(verb));
        let frame = self.doc.packs.predicates[p.predicate].frame.as_str();
        let own_doing = !DONE_BY_OTHERS.contains(&frame) || done_to_them();
        if best.is_some_and(|b| own_doing && who::of_another(self.doc, self.people, p.token, b.0)) {
            return Vec::new();
        }
        // "everyone except Ana Silva was arrested": she was not, unless "who was" says so of her.
        let apart = |b: (usize, usize, f32)| {
            let its_own = |t: usize| self.doc.under(p.token, t);
            who::excepted(self.doc, b.1) && !its_own(b.1)
        };
        if best.is_some_and(apart) {
            return Vec::new();
        }
        match best.filter(|b| b.2 >= p.elsewhere) {
            Some(best) => match self.set_here(p.token, best, &shares) {
                Some(set) => vec![Meant { person: set, inferred: true }],
                None => who::coordinated(self.doc, self.people, best.1, p.token),
            },
            None => {
                let topic = who::story_before(self.doc, self.people, p.token, self.gender_meant(p));
                topic.map(|person| Meant { person, inferred: true }).into_iter().collect()
            }
        }
    }

    /// "Ana and Ivo Silva are from Lima. Both were sent home.": where the words that mention whom it is about stand in another sentence,
    /// those of this one that mean several people for whom half as much speaks.
    fn set_here(&self, token: usize, best: (usize, usize, f32), shares: &[(usize, usize, f32)]) -> Option<usize> {
        let (here, there) = (self.doc.words[token].sentence, self.doc.words[best.1].sentence);
        let tokens = self.doc.sentences[here].tokens.clone();
        let told = |q: &usize| {
            let set = !self.people.persons[*q].members.is_empty();
            set && *q != best.0 && 2.0 * self.share(shares, *q) >= best.2
        };
        let mut sets = self.people.within(tokens).into_iter().filter(told);
        sets.next().filter(|_| here != there && sets.next().is_none())
    }

    /// Shares in which what speaks for each of several people speaks for all of them.
    fn several(&self, mut shares: Vec<(usize, usize, f32)>) -> Vec<(usize, usize, f32)> {
        let sums: Vec<f32> = shares.iter().map(|s| self.share(&shares, s.0)).collect();
        shares.iter_mut().zip(sums).for_each(|(s, sum)| s.2 = sum);
        shares
    }

    /// What speaks for somebody: what speaks for a person, and for those with whom they make several.
    fn share(&self, shares: &[(usize, usize, f32)], person: usize) -> f32 {
        let members = &self.people.persons[person].members;
        shares.iter().filter(|s| s.0 == person || members.contains(&s.0)).map(|s| s.2).sum()
    }

    /// Whom a proposal may be about, with what speaks for each. Those who recruit, employ, defend or judge others are not whom
    /// promises, wages or lawyers are told of: what speaks for them speaks for the others.
    fn shares(&self, p: &Proposal) -> Vec<(usize, usize, f32)> {
        let mut shares = self.people.shares(&p.about);
        let frame = self.doc.packs.predicates[p.predicate].frame.as_str();
        if !DONE_BY_OTHERS.contains(&frame) || frame == FAMILY {
            return shares;
        }
        let verb = self.doc.predicate_above(p.token).filter(|verb| !self.doc.passive(*verb));
        let doer = verb.and_then(|verb| self.people.person_at(self.doc.subject(verb)?));
        let beside = |q: usize| {
            let roles = &self.people.persons[q].attributes.roles;
            let doing = doer == Some(q);
            roles.iter().any(|r| ALWAYS_BESIDE.contains(&r.as_str()) || doing && BESIDE.contains(&r.as_str()))
        };
        let all: f32 = shares.iter().map(|s| s.2).sum();
        shares.retain(|s| !beside(s.0));
        let left: f32 = shares.iter().map(|s| s.2).sum();
        if left > 0.0 {
            shares.iter_mut().for_each(|s| s.2 *= all / left);
        }
        shares
    }

    /// Gender of the pronoun that a proposal is most likely about, where it is known to mean nobody else.
    fn gender_meant(&self, p: &Proposal) -> Option<Gender> {
        let likeliest = p.about.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
        likeliest.and_then(|(token, _)| self.people.mention_at(token)?.attributes.gender)
    }

    /// The class or group that a proposal is about: the one that the proposer names, else the one that the sentence
    /// speaks of.
    fn kind_of_people(&self, p: &Proposal, m: &Match) -> Vec<Meant> {
        let several = |q: usize| self.people.persons[q].is_untold() && !self.people.persons[q].is_aside();
        let shares = self.people.shares(&p.about).into_iter().filter(|s| several(s.0));
        let best = shares.reduce(|a, b| if b.2 > a.2 { b } else { a }).map(|s| s.0);
        let person = best.or_else(|| who::class(self.doc, self.people, m, p.token));
        person.map(|person| Meant { person, inferred: best.is_none() }).into_iter().collect()
    }

    /// What the proposer says of the words of a match and of a person; `None` where it was not asked, or does not know
    /// the predicate.
    pub(super) fn support(&self, predicate: usize, person: usize, m: &Match) -> Option<Support> {
        let best = self.best(predicate, m);
        // Whose licence it is the words say themselves.
        let befalls_firm = self.doc.packs.predicates[predicate].frame == LICENCE;
        let share = |b: &Proposal| if befalls_firm { 1.0 } else { self.share(&self.shares(b), person) };
        let person = best.map_or(0.0, share);
        let support = Support { words: best.map_or(confidence::LEAST, |b| b.score), person };
        let asked = self.doc.words[m.tokens.start].somebody.is_some() && self.doc.proposable.contains(&predicate);
        Some(support).filter(|_| asked)
    }

    /// Whom a phrasing is about, unless the proposer, which finds the same claim on its words, is all but sure that it is
    /// somebody else.
    pub(super) fn or_as_proposed(&self, meant: Meant, entry: &Entry, m: &Match) -> Meant {
        let best = self.best(entry.predicate, m).filter(|b| meant.inferred && b.score >= LIKELY);
        let Some(best) = best else { return meant };
        let shares = self.people.shares(&best.about);
        let own = self.share(&shares, meant.person);
        let other = shares.into_iter().find(|s| s.2 >= ALL_BUT_SURE && own < NOT_MEANT);
        // "The sailors have accused their captain": who does it is not whom it is done to.
        let verb = who::head(self.doc, m);
        let done_to = matches!(entry.about, About::Slot(_) | About::Patient) && !self.doc.passive(verb);
        let doer = self.doc.subject(verb).filter(|_| done_to).and_then(|s| self.people.person_at(s));
        let other = other.filter(|s| doer != Some(s.0) && !who::of_another(self.doc, self.people, verb, s.0));
        let kind = |q: usize| self.people.persons[q].is_class();
        other.filter(|s| kind(s.0) == kind(meant.person)).map_or(meant, |s| Meant { person: s.0, inferred: false })
    }

    /// The likeliest proposal of a predicate on the words of a match.
    fn best(&self, predicate: usize, m: &Match) -> Option<&Proposal> {
        let words = m.tokens.start.saturating_sub(1)..m.tokens.end + 1;
        let near = self.doc.proposals.iter().filter(|p| p.predicate == predicate && words.contains(&p.token));
        near.reduce(|a, b| if b.score > a.score { b } else { a })
    }
}
