//! Those who are with somebody, or among several: "He was flown home with nine others", "Ana Silva is one of 40 cooks who were
//! deported".

use super::{Claim, Context};
use crate::people::Number;
use crate::who;

/// Frames of what happens to several people at once.
const TOGETHER: [&str; 2] = ["movement", "removal"];

impl Context<'_, '_> {
    /// What is told of somebody as the subject of a verb is told of those who are with them as well.
    pub(super) fn along(&self, claims: &mut Vec<Claim>) {
        let together = |c: &Claim| TOGETHER.contains(&self.predicate(c).frame.as_str());
        self.as_well(claims, together, |c| self.companions(c));
    }

    /// What is told of several people is told of whoever is said to be among them.
    pub(super) fn among(&self, claims: &mut Vec<Claim>) {
        self.as_well(claims, |c| !self.predicate(c).class_only, |c| self.one_of(c));
    }

    /// The claims that `fits` are made of `others` as well, unless they have one of the same predicate.
    fn as_well(&self, claims: &mut Vec<Claim>, fits: impl Fn(&Claim) -> bool, others: impl Fn(&Claim) -> Vec<usize>) {
        for i in 0..claims.len() {
            let told = if fits(&claims[i]) { others(&claims[i]) } else { Vec::new() };
            for about in told {
                let known = claims.iter().any(|c| c.about == about && c.predicate == claims[i].predicate);
                if !known {
                    claims.push(Claim { about, inferred: true, ..claims[i].clone() });
                }
            }
        }
    }

    /// The people and groups with whom the subject of a claim's verb is said to do it.
    fn companions(&self, claim: &Claim) -> Vec<usize> {
        let doc = self.doc;
        let Some(verb) = doc.predicate_above(claim.parts[0].tokens.start) else { return Vec::new() };
        let theirs = doc.subject(verb).and_then(|s| self.people.person_at(s)) == Some(claim.about);
        let with = |t: usize| doc.kids(t).iter().any(|k| doc.words[*k].form == doc.packs.grammar.with);
        let beside = doc.kids(verb).iter().copied().filter(|k| doc.words[*k].rel.starts_with("obl") && with(*k));
        let told = |p: &usize| {
            let person = &self.people.persons[*p];
            *p != claim.about && person.number != Number::Class && !person.is_aside()
        };
        beside.filter(|_| theirs).filter_map(|k| self.people.person_at(k)).filter(told).collect()
    }

    /// Who is said to be among the people of a claim, whose words tell of them right there ("one of 40 cooks who were deported").
    fn one_of(&self, claim: &Claim) -> Vec<usize> {
        let (doc, g) = (self.doc, &self.doc.packs.grammar);
        let said = claim.parts[0].tokens.start;
        let group = &self.people.persons[claim.about];
        let words = group.mentions.iter().map(|m| self.people.mentions[*m].head);
        let noun = words.filter(|_| group.number == Number::Several).find(|t| doc.subtree(*t).contains(&said));
        let Some(noun) = noun else { return Vec::new() };
        let one = doc.words[noun].head.filter(|h| doc.words[*h].form == g.one && doc.led_by(noun, g.of));
        let among = doc.kids(noun).iter().any(|k| doc.packs.listed("among", doc.words[*k].form));
        let Some(top) = one.or(Some(noun).filter(|_| among)) else { return Vec::new() };
        // "is not among the six who were convicted"
        let not = doc.kids(top).iter().any(|k| doc.negates(*k) && doc.words[*k].rel == "advmod");
        let subject = doc.kid(top, &["cop"]).and_then(|_| doc.subject(top)).filter(|_| !not);
        let beside = doc.words[top].head.filter(|_| doc.words[top].rel == "appos");
        let single = |p: &usize| self.people.persons[*p].number == Number::One && !self.people.persons[*p].is_aside();
        let meant = subject.or(beside).map(|t| who::coordinated(doc, self.people, t, t)).unwrap_or_default();
        meant.into_iter().map(|m| m.person).filter(single).collect()
    }
}
