//! Those who are with somebody: "He was flown home with nine others", "Ana Silva set off with her brother Ivo".

use super::{Claim, Context};
use crate::people::Number;

/// Frames of what happens to several people at once.
const TOGETHER: [&str; 2] = ["movement", "removal"];

impl Context<'_, '_> {
    /// What is told of somebody as the subject of a verb is told of those who are with them as well.
    pub(super) fn along(&self, claims: &mut Vec<Claim>) {
        for i in 0..claims.len() {
            let predicate = &self.doc.packs.predicates[claims[i].predicate];
            if !TOGETHER.contains(&predicate.frame.as_str()) {
                continue;
            }
            for about in self.companions(&claims[i]) {
                let known = claims.iter().any(|c| c.about == about && c.predicate == claims[i].predicate);
                if !known {
                    let claim = Claim { about, inferred: true, ..claims[i].clone() };
                    claims.push(claim);
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
}
