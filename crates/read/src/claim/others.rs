//! What a suggestion would say of somebody though its words say it of somebody else.

use casebook_model::encoder::Mention as Kindred;

use super::Context;

/// Steps in the tree from what somebody is accused of up to the verb that accuses.
const ACCUSED_WITHIN: usize = 4;

impl Context<'_, '_> {
    /// "detained by guards accused of abuse": what somebody else is accused of.
    pub(super) fn accuses_another(&self, person: usize, token: usize) -> bool {
        let doc = self.doc;
        let above = doc.above(token).take(ACCUSED_WITHIN);
        let accuses = |t: &usize| {
            let word = &doc.words[*t];
            let own = doc.kid(*t, &["nsubj", "nsubj:pass"]).is_some_and(|s| doc.meant(s, *t) == s);
            word.rel.starts_with("acl") && !own && doc.packs.listed("accusing", word.lemma) && doc.passive(*t)
        };
        // "filed a complaint for fraud against her recruiter"
        let complains = |t: &usize| {
            let by = doc.kid(*t, &["obj"]).is_some_and(|o| doc.packs.listed("complaint", doc.words[o].lemma));
            by && !doc.passive(*t) && doc.subject(*t).and_then(|s| self.people.person_at(s)) == Some(person)
        };
        let noun = above.clone().find(accuses).and_then(|verb| doc.words[verb].head);
        noun.is_some_and(|n| self.people.person_at(n) != Some(person)) || above.into_iter().any(|t| complains(&t))
    }

    /// "His recruiter is wanted", "nobody was convicted of the assault on her": does a passive tell of somebody else, who is told by the
    /// person at most?
    pub(super) fn befalls_another(&self, person: usize, token: usize) -> bool {
        let (doc, people) = (self.doc, self.people);
        let verb = doc.predicate_above(token).filter(|v| doc.passive(*v));
        let Some(subject) = verb.and_then(|v| doc.subject(v)) else { return false };
        let nobody = doc.negates(subject) || doc.packs.listed("nobody_named", doc.words[subject].form);
        let them = |t: usize| people.person_at(t) == Some(person) || people.bearer_at(t) == Some(person);
        let somebody = doc.words[subject].mention == Some(Kindred::Person) || people.mention_at(subject).is_some();
        let human = somebody && !them(subject);
        let sentence = doc.sentence(token).tokens.clone();
        let here = || people.mentions.iter().filter(|m| m.person == Some(person) && sentence.contains(&m.head));
        let owns = |head: usize| doc.words[head].rel == "nmod:poss" && doc.words[head].head == Some(subject);
        // "none of them": of those spoken of.
        let part = doc.kids(subject).iter().any(|k| them(*k));
        // "was granted asylum, but his cousin, Ali Bah, was refused": the cousin was.
        let own = verb.filter(|v| *v == token).and_then(|v| doc.kid(v, &["nsubj", "nsubj:pass"])) == Some(subject);
        let clause = doc.subtree(verb.unwrap_or(token));
        let inside = || here().filter(|m| clause.contains(&m.head) && doc.under(m.head, token));
        let only_owns = own && human && inside().all(|m| doc.words[m.head].rel == "nmod:poss");
        // "Silva was granted asylum, but Lang's application was refused"
        let owner = doc.possessor(subject).and_then(|o| people.person_at(o)).filter(|_| own);
        let of_other = owner.is_some_and(|o| o != person) && inside().next().is_none();
        nobody && !part && !them(subject)
            || only_owns
            || of_other
            || human && here().next().is_some() && here().all(|m| owns(m.head))
    }

    /// "the lawyer of her employer": the employer's.
    pub(super) fn acts_for_another(&self, person: usize, token: usize) -> bool {
        let of = self.doc.possessor(token).filter(|o| self.doc.words[*o].mention == Some(Kindred::Person));
        of.is_some_and(|o| self.people.person_at(o) != Some(person))
    }

    /// Is a word, or what stands right below it, one of a list ("treated well")?
    pub(super) fn says_the_opposite(&self, token: usize, list: &str) -> bool {
        let listed = |t: usize| {
            let word = &self.doc.words[t];
            [word.form, word.lemma].iter().any(|w| self.doc.packs.listed(list, *w))
        };
        let got = matches!(self.doc.words[token].rel, "obj" | "obl" | "nsubj:pass");
        let verb = self.doc.words[token].head.filter(|_| got);
        listed(token) || self.doc.kids(token).iter().any(|k| listed(*k)) || verb.is_some_and(listed)
    }
}
