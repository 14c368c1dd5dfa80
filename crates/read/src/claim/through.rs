//! Through whom somebody was recruited, where only what was done says it: "A man called Serge charged him 900,000 francs", "paid an
//! agency, Tulpar Work, $1,800", "Trixie promised her a residence card".

use casebook_model::Upos;

use super::{Claim, Context, Part};
use crate::annotate::Label;
use crate::certainty::Certainty;
use crate::confidence::Ground;
use crate::matcher::Match;
use crate::people::{Kind, Number, Person};
use casebook_packs::{Modality, Polarity};

/// Steps in the tree from the words of a claim up to the verb that says who did it.
const MAX_DEPTH: usize = 6;
/// Part that those through whom people are recruited are called by.
const RECRUITER: &str = "recruiter";
/// Parts of those who promise and take money for something else.
const FOR_ANOTHER_REASON: [&str; 2] = ["employer", "commander"];

impl Context<'_, '_> {
    /// Adds whoever promised the person something or took a fee, as the words of the claim say.
    pub(super) fn through_whom(&self, claims: &mut Vec<Claim>) {
        let told: Vec<usize> = (0..claims.len()).filter(|i| self.predicate(&claims[*i]).done_by.is_some()).collect();
        for i in told {
            let claim = &claims[i];
            let done = self.predicate(claim).done_by.as_deref().and_then(|id| self.doc.packs.predicate(id));
            let open = claim.polarity == Polarity::Affirmed && claim.modality != Modality::Denied;
            let one = self.people.persons[claim.about].number != Number::Class && claim.firm.is_none();
            let Some(predicate) = done.filter(|_| open && one) else { continue };
            let Some((head, value)) = self.doer(claim) else { continue };
            // "the broker" may be whoever is named elsewhere.
            let unnamed = !value.contains(char::is_uppercase);
            let known = |c: &Claim| unnamed || names_same(&c.value, &value);
            if claims.iter().any(|c| c.predicate == predicate && c.about == claim.about && known(c)) {
                continue;
            }
            let added = self.done_through(&claims[i], predicate, head, value);
            claims.push(added);
        }
    }

    fn predicate(&self, claim: &Claim) -> &casebook_packs::Predicate {
        &self.doc.packs.predicates[claim.predicate]
    }

    /// The claim that follows, on the words for whoever did it, by the speaker of the claim that it follows from.
    fn done_through(&self, from: &Claim, predicate: usize, head: usize, value: String) -> Claim {
        let tokens = self.people.mention_at(head).map_or_else(|| self.doc.noun_phrase(head), |m| m.tokens.clone());
        let m = Match { tokens, literals: vec![head], skipped: Vec::new(), slots: Vec::new() };
        let asserted = Certainty {
            modality: Modality::Asserted,
            polarity: Polarity::Affirmed,
            cues: Vec::new(),
            undone: false,
        };
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
    fn doer(&self, claim: &Claim) -> Option<(usize, String)> {
        let doc = self.doc;
        let start = claim.parts[0].tokens.start;
        let above = std::iter::successors(Some(start), |t| doc.words[*t].head).take(MAX_DEPTH);
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
        verbs.flat_map(|v| doc.agent(v).into_iter().chain(doc.kids(v).iter().copied().filter(goes_to)))
            .find_map(|t| self.recruits(t, claim.about).map(|name| (t, name)))
    }

    /// The name of whoever a token speaks of, if they may be one who recruits: called so, or somebody with a name and no other part.
    fn recruits(&self, token: usize, about: usize) -> Option<String> {
        let doc = self.doc;
        let house = doc.packs.listed("recruiting_house", doc.words[token].lemma);
        let Some(p) = self.people.person_at(token) else {
            return house.then(|| self.house(token));
        };
        let person = &self.people.persons[p];
        let called = person.attributes.roles.iter().any(|r| r == RECRUITER);
        let another = person.attributes.roles.iter().any(|r| FOR_ANOTHER_REASON.contains(&r.as_str()));
        let fits = p != about && person.number == Number::One && person.kin_of.is_none() && !person.is_aside();
        if !fits || another || !called && (person.name.is_empty() || self.fares(p, about)) {
            return None;
        }
        Some(self.called(person, token))
    }

    /// Is somebody told of as much as the person whom they do something to?
    fn fares(&self, p: usize, about: usize) -> bool {
        self.people.persons[p].mentions.len() >= self.people.persons[about].mentions.len()
    }

    /// The name of somebody, else the words for them.
    fn called(&self, person: &Person, token: usize) -> String {
        let names = person.mentions.iter().map(|m| &self.people.mentions[*m]).filter(|m| m.kind == Kind::Name);
        let longest = names.max_by_key(|m| m.core.len());
        longest.map_or_else(
            || crate::value::bare(self.doc, self.doc.noun_phrase(token)),
            |m| self.doc.quote(m.core.clone()).to_string(),
        )
    }

    /// "a Bishkek agency, Tulpar Work": the name beside the noun, else its phrase.
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

/// Do two values name one: by the last word of the shorter?
fn names_same(a: &str, b: &str) -> bool {
    let words = |s: &str| s.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    short.last().is_some_and(|last| long.contains(last))
}
