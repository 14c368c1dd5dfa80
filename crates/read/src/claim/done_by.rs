//! Who does something to or for somebody, where only what is done says it: "A man called Victor charged him 900,000 francs", "paid an
//! agency, Northern Travel, $1,800", "Bella promised her a residence card" tell through whom somebody was recruited; "a lawyer,
//! Ines Roque, appealed" tells who represents them.

use casebook_model::Upos;
use casebook_packs::{Modality, Polarity};

use super::{Claim, Context, Part};
use crate::annotate::Label;
use crate::cast::VALUES;
use crate::certainty::Certainty;
use crate::confidence::Ground;
use crate::matcher::Match;
use crate::people::{Article, Kind, Number, Person, names_match};
use crate::speech::Speaker;

/// Steps in the tree from the words of a claim up to the verb that says who did it.
const MAX_DEPTH: usize = 6;
/// Part that those through whom people are recruited are called by.
const RECRUITER: &str = "recruiter";
/// Predicate and part of those who represent somebody.
const LAWYER: (&str, &str) = ("rep.lawyer", "lawyer");
/// Parts of those who promise and take money for something else.
const FOR_ANOTHER_REASON: [&str; 2] = ["employer", "commander"];

impl Context<'_, '_> {
    /// Adds whoever promised the person something, took a fee or took a legal step, as the words of the claim say.
    pub(super) fn done_by_whom(&self, claims: &mut Vec<Claim>) {
        let told: Vec<usize> = (0..claims.len()).filter(|i| self.predicate(&claims[*i]).done_by.is_some()).collect();
        for i in told {
            let claim = &claims[i];
            let done = self.predicate(claim).done_by.as_deref();
            let called = VALUES.iter().find(|(id, _)| Some(*id) == done).map(|(_, part)| *part);
            let done = done.and_then(|id| self.doc.packs.predicate(id));
            let open = claim.polarity == Polarity::Affirmed && claim.modality != Modality::Denied;
            let one = self.people.persons[claim.about].number != Number::Class && claim.firm.is_none();
            let (Some(predicate), Some(called)) = (done.filter(|_| open && one), called) else { continue };
            let Some((head, value)) = self.doer(claim, called) else { continue };
            // "the broker" may be whoever is named elsewhere.
            let unnamed = !value.contains(char::is_uppercase);
            // "Don Victor" and "Victor", "Mrs Roque" and "Ines Roque": a title makes nobody else of them.
            let last = |s: &str| s.rsplit(' ').next().map(str::to_lowercase);
            let same_name = |a: &str, b: &str| names_match(a, b, false) || last(a) == last(b);
            let known = |c: &Claim| unnamed || same_name(&c.value, &value);
            let of_them =
                |c: &Claim| c.about == claim.about || self.people.persons[c.about].members.contains(&claim.about);
            if claims.iter().any(|c| c.predicate == predicate && of_them(c) && known(c)) {
                continue;
            }
            let added = self.done_through(&claims[i], predicate, head, value);
            // Of a step that is only suggested of a second person the first one is meant.
            let same = |c: &Claim| c.predicate == predicate && c.parts[0].tokens == added.parts[0].tokens;
            if !(claims[i].ground.is_suggested() && claims.iter().any(same)) {
                claims.push(added);
            }
        }
    }

    pub(super) fn predicate(&self, claim: &Claim) -> &casebook_packs::Predicate {
        &self.doc.packs.predicates[claim.predicate]
    }

    /// The claim that follows, on the words for whoever did it, by the speaker of the claim that it follows from.
    fn done_through(&self, from: &Claim, predicate: usize, head: usize, value: String) -> Claim {
        let tokens = self.people.mention_at(head).map_or_else(|| self.doc.noun_phrase(head), |m| m.tokens.clone());
        let m = Match { tokens, literals: vec![head], skipped: Vec::new(), slots: Vec::new() };
        let asserted = Certainty::plain(Modality::Asserted);
        let claim = self.claim(&m, head, from.about, asserted, (predicate, value), (head, None));
        Claim {
            inferred: from.inferred,
            ground: Ground::Suggested { again: false },
            speaker: from.speaker.clone(),
            channel: from.channel.clone(),
            place: None,
            parts: vec![Part { slot: "trigger".into(), tokens: m.tokens.clone() }],
            ..claim
        }
    }

    /// Whoever does what a claim tells: the subject of the verb above its words, or whom money goes to; with their name.
    fn doer(&self, claim: &Claim, called: &str) -> Option<(usize, String)> {
        let doc = self.doc;
        let start = claim.parts[0].tokens.start;
        let above = doc.above(start).take(MAX_DEPTH);
        let verb = |t: &usize| doc.words[*t].upos == Upos::Verb && doc.words[*t].rel != "amod";
        // "was promised a flat", "may have been told so": nobody is named who did, whoever says it.
        let by_nobody = |t: &usize| doc.passive(*t) && doc.agent(*t).is_none() && doc.kid(*t, &["aux:pass"]).is_some();
        let verbs = above.filter(verb).take_while(|t| !by_nobody(t));
        let to = doc.packs.grammar.to;
        let goes_to = |k: &usize| match doc.words[*k].rel {
            "iobj" => true,
            "obl" => doc.kids(*k).iter().any(|c| doc.words[*c].form == to && doc.words[*c].rel == "case"),
            _ => false,
        };
        verbs
            .flat_map(|v| doc.agent(v).into_iter().chain(doc.kids(v).iter().copied().filter(goes_to)))
            .find_map(|t| self.named_doer(t, claim.about, called).map(|name| (t, name)))
    }

    /// The name of whoever a token speaks of, if they may be one who does it: called so; or, of those who recruit, somebody with a
    /// name and no other part.
    fn named_doer(&self, token: usize, about: usize, called: &str) -> Option<String> {
        let doc = self.doc;
        let recruits = called == RECRUITER;
        let Some(p) = self.people.person_at(token) else {
            let house = recruits && doc.packs.listed("recruiting_house", doc.words[token].lemma);
            return house.then(|| self.house(token));
        };
        let person = &self.people.persons[p];
        let roles = &person.attributes.roles;
        let so_called = roles.iter().any(|r| r == called);
        let another = roles.iter().any(|r| FOR_ANOTHER_REASON.contains(&r.as_str()));
        let beside = recruits && person.is_aside() || !recruits && person.acts_for.is_some_and(|q| q != about);
        if p == about || person.number != Number::One || person.kin_of.is_some() || another || beside {
            return None;
        }
        let by_deed = recruits && !person.name.is_empty() && !self.fares(p, about);
        (so_called || by_deed).then(|| self.called(person, token))
    }

    /// Is somebody told of as much as the person whom they do something to?
    fn fares(&self, p: usize, about: usize) -> bool {
        self.people.persons[p].mentions.len() >= self.people.persons[about].mentions.len()
    }

    /// The name of somebody, else the words for them.
    fn called(&self, person: &Person, token: usize) -> String {
        if person.name.is_empty() { self.house(token) } else { person.name.clone() }
    }

    /// "…, said the lawyer, Ines Roque": whose lawyer she is where all that she says of anybody is said of one.
    pub(super) fn lawyer_of_one(&self, claims: &mut Vec<Claim>) {
        let Some(predicate) = self.doc.packs.predicate(LAWYER.0) else { return };
        for (p, person) in self.people.persons.iter().enumerate() {
            let lawyer = person.attributes.roles.iter().any(|r| r == LAWYER.1) && person.acts_for.is_none();
            let mentions = person.mentions.iter().map(|m| &self.people.mentions[*m]);
            let known = mentions.clone().find(|m| m.kind == Kind::Nominal(Article::Known));
            let Some(words) = known.filter(|_| lawyer && !person.name.is_empty()) else { continue };
            let of = |c: &&Claim| c.speaker == Speaker::Person(p) && !self.people.persons[c.about].is_class();
            let mut told: Vec<&Claim> = claims.iter().filter(of).collect();
            told.dedup_by_key(|c| c.about);
            let [one] = told.as_slice() else { continue };
            let represented = claims.iter().any(|c| c.predicate == predicate && c.about == one.about);
            if represented || self.people.persons[one.about].number != Number::One {
                continue;
            }
            let mut added = self.done_through(one, predicate, words.head, person.name.clone());
            (added.speaker, added.channel) = (Speaker::Outlet, None);
            claims.push(added);
        }
    }

    /// "a Bishkek agency, Northern Travel": the name beside the noun, else its phrase.
    fn house(&self, token: usize) -> String {
        let doc = self.doc;
        let beside = doc.kids(token).iter().copied().filter(|k| *k > token && doc.words[*k].rel == "appos");
        let name = |k: usize| {
            let note = self.notes.covering(k).find(|n| matches!(n.label, Label::Organisation | Label::Name));
            note.map(|n| doc.quote(n.tokens.clone()).to_string())
        };
        beside.filter_map(name).next().unwrap_or_else(|| crate::value::bare(doc, doc.noun_phrase(token)))
    }
}
