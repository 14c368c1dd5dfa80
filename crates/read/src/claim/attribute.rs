//! Who says a claim, through which medium, and what the verb of saying makes of it.

use casebook_model::Upos;
use casebook_packs::{Kind as Lex, Modality};

use super::Context;
use crate::annotate::{Annotation, Label};
use crate::certainty;
use crate::matcher::Match;
use crate::speech::{Speaker, Speech};

/// Steps in the tree from a claim up to the verb by which it is said.
const TOLD_WITHIN: usize = 12;

impl Context<'_, '_> {
    /// Speaker and channel; what the reporting verb does to the claim is applied to `certain`.
    pub(super) fn attribute(
        &self,
        head: usize,
        m: &Match,
        (person, predicate): (usize, usize),
        certain: &mut certainty::Certainty,
    ) -> (Speaker, Option<String>) {
        // A reporting verb that a phrasing begins with says what the claim is; one inside it ("…, she says, because …") says
        // whose it is.
        let own = |s: &&Speech| m.literals.contains(&s.cue) && !(m.tokens.start < s.cue && self.inserted(s.cue));
        let around: Vec<&Speech> = self.speeches.around(head).into_iter().filter(|s| !own(s)).collect();
        let of_a_kind = self.doc.packs.predicates[predicate].class_only;
        let class = self.people.persons[person].is_class() || of_a_kind;
        for (inner, speech) in around.iter().rev().enumerate() {
            // "deny that they deported Ana Silva, who lives in Lima, saying that she left": neither is denied.
            let beside = around[around.len() - inner..].iter().any(|s| self.doc.words[s.cue].rel == "advcl");
            let aside = speech.modality == Some(Modality::Denied) && (beside || self.told_aside(head, speech.cue));
            if let Some(modality) = speech.modality.filter(|_| certain.modality != Modality::Denied && !aside) {
                certain.modality = modality;
                certain.polarity = speech.polarity.unwrap_or(certain.polarity);
            }
        }
        let outer = around.first();
        let expert = outer.is_some_and(|s| match &s.speaker {
            Speaker::Person(p) => self.people.persons[*p].attributes.roles.iter().any(|r| r == "expert"),
            Speaker::Role(role) => self.expert_role(role),
            Speaker::Outlet => false,
        });
        if certain.modality == Modality::Asserted && class {
            let judged = (expert || outer.is_some()) && !(of_a_kind && self.counts(head));
            certain.modality = if judged { Modality::Opinion } else { Modality::Generic };
        }
        // "Prosecutors say that he fought": their case.
        let act = self.doc.packs.predicates[predicate].act && certain.modality == Modality::Asserted;
        // "according to the indictment"
        let charge = |t: usize| self.doc.packs.listed("prosecutes", self.doc.words[t].lemma);
        let charged = || around.iter().filter_map(|s| s.source.clone()).flatten().any(charge);
        if act && (outer.is_some_and(|s| self.prosecutes(&s.speaker)) || charged()) {
            certain.modality = Modality::Alleged;
        }
        // "denied that Ana Silva was wanted": whoever denies it, with the very words of the phrasing.
        let denies = |s: &&Speech| m.literals.contains(&s.cue) && s.modality == Some(Modality::Denied);
        let denial = self.speeches.all.iter().find(denies).filter(|_| certain.modality == Modality::Denied);
        match denial.or(outer.copied()) {
            Some(s) => (s.speaker.clone(), around.iter().find_map(|s| s.channel.clone())),
            None => (self.whose_word(m, person).unwrap_or(Speaker::Outlet), None),
        }
    }

    /// Does a word stand in a relative clause below a verb of saying, which tells of somebody whatever is said of them?
    fn told_aside(&self, head: usize, cue: usize) -> bool {
        let mut above = self.doc.above(head).take(TOLD_WITHIN).take_while(|t| *t != cue);
        let g = &self.doc.packs.grammar;
        // "denied a report that he had fled" has no such word.
        let who = |t: usize| [g.who, g.whom, g.whose, g.which].contains(&self.doc.words[t].form);
        let tells = |t: usize| self.doc.words[t].rel == "acl:relcl" && self.doc.subtree(t).take(3).any(who);
        self.doc.under(head, cue) && above.any(tells)
    }

    /// Is a speaker one of those who prosecute, or what they wrote?
    fn prosecutes(&self, speaker: &Speaker) -> bool {
        let listed = |word: &str| self.doc.packs.listed("prosecutes", self.doc.packs.vocabulary.get(word));
        match speaker {
            Speaker::Role(role) => role.to_lowercase().split([' ', '-']).any(listed),
            Speaker::Person(p) => {
                let mentions = self.people.persons[*p].mentions.iter().map(|m| &self.people.mentions[*m]);
                let mut heads = mentions.map(|m| self.doc.words[m.head].lemma);
                heads.any(|w| self.doc.packs.listed("prosecutes", w))
            }
            Speaker::Outlet => false,
        }
    }

    /// "Some 2,000 of them wait": does a sentence say how many, of people rather than years, money or ages?
    fn counts(&self, token: usize) -> bool {
        let told = |n: &Annotation| {
            let adverb = self.doc.words[n.tokens.start].upos == Upos::Adv;
            n.label == Label::Number || n.label == Label::Lexicon(Lex::Quantity) && !adverb
        };
        let other = |n: &Annotation| n.dated() || [Label::Money, Label::Age, Label::Duration].contains(&n.label);
        let count = |n: &Annotation| told(n) && !self.notes.covering(n.tokens.start).any(other);
        let share = |t: usize| self.doc.packs.listed("share_of", self.doc.words[t].form);
        let mut sentence = self.doc.sentence(token).tokens.clone();
        sentence.any(|t| share(t) || self.notes.starting(t).any(count))
    }

    /// "The ministry suspects him of arson": the word of whoever suspects, and of nobody else.
    fn whose_word(&self, m: &Match, person: usize) -> Option<Speaker> {
        let word =
            |t: usize| ["ones_word", "rates"].iter().any(|list| self.doc.packs.listed(list, self.doc.words[t].lemma));
        let said = self.speeches.all.iter().find(|s| m.tokens.contains(&s.cue) && word(s.cue))?;
        Some(said.speaker.clone()).filter(|speaker| *speaker != Speaker::Person(person))
    }

    /// Does a reporting verb stand between commas, beside what is said?
    fn inserted(&self, cue: usize) -> bool {
        self.doc.words[cue].rel == "parataxis"
    }

    fn expert_role(&self, role: &str) -> bool {
        let last = role.split(' ').next_back().unwrap_or("").to_lowercase();
        let id = self.doc.packs.vocabulary.get(&last);
        let singular = self.doc.packs.vocabulary.get(last.trim_end_matches('s'));
        [id, singular].iter().any(|i| {
            self.doc.packs.lexicon.starting_with(*i).iter().any(|m| m.kind == Lex::Role && m.value == "expert")
        })
    }
}
