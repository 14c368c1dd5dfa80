//! Who says it: the words for the source of an act of saying.

use std::ops::Range;

use casebook_model::Upos;
use casebook_model::encoder::Mention as Kindred;
use casebook_packs::Kind as Lex;

use super::{Finder, Speaker};
use crate::annotate::{Annotation, Label};
use crate::discourse::Attribution;
use crate::people::{IdentityLevel, Kind, Mention, Number};

/// Sentences back in which what acted last is what "it" is.
const ACTED_IN: usize = 2;

impl Finder<'_, '_> {
    /// The source that the attribution scorer sees; "it" and "they" are whoever they stand for.
    pub(super) fn source(&self, learned: &Attribution) -> Option<(Speaker, Range<usize>)> {
        let doc = self.doc;
        // "…, the statement said": of a paper that is nobody's nobody else is the speaker.
        let paper = doc.subject(learned.cue).filter(|s| self.notes.lexicon(*s, Lex::Channel).is_some());
        if paper.is_some_and(|p| !learned.source.contains(&p) && self.author(p).is_none()) {
            return None;
        }
        let inside = |t: usize| learned.source.contains(&t);
        let top = learned.source.clone().find(|t| doc.words[*t].head.is_none_or(|h| !inside(h)))?;
        let direct = self.speaker_at(top, learned.cue);
        direct.or_else(|| {
            let link = doc.discourse.reference(top).filter(|_| doc.words[top].upos == Upos::Pron)?;
            self.speaker_at(link.antecedent, learned.cue).map(|(speaker, _)| (speaker, learned.source.clone()))
        })
    }

    /// "…," said Ana Silva: the speaker stands right after the verb, what is said before it.
    pub(super) fn inverted_subject(&self, verb: usize) -> Option<(Speaker, Range<usize>)> {
        let doc = self.doc;
        let sentence = doc.sentence(verb).tokens.clone();
        let before = verb.checked_sub(1).filter(|t| *t >= sentence.start)?;
        // "…, saying she had asked for it": that is what is said.
        if doc.form(verb).ends_with("ing") {
            return None;
        }
        // "His lawyer, Ana Silva, said he …": the subject stands before, whatever follows; but "The permit, said a clerk, had
        // run out".
        let phrase =
            |t: usize| doc.words.get(t).is_some_and(|w| w.upos == Upos::Det || w.rel == "nmod:poss" || doc.capital(t));
        let speaks = |t: usize| self.notes.lexicon(t, Lex::Role).or_else(|| self.notes.lexicon(t, Lex::Kin)).is_some();
        // "said an officer had threatened him": the officer did something else.
        let acts = |t: usize| doc.words[t].rel.starts_with("nsubj") && doc.words[t].head.is_some_and(|v| v > t);
        let clerk = (verb + 1..(verb + 3).min(sentence.end)).any(|t| speaks(t) && !acts(t));
        let listens = doc.packs.cues.reporting(doc.words[verb].lemma).is_some_and(|cue| cue.listener);
        // "…, Ana Silva, the police chief, told reporters": those told stand behind the verb.
        if listens && doc.kid(verb, &["iobj", "obj"]).is_some_and(|o| doc.noun_phrase(o).start == verb + 1) {
            return None;
        }
        let behind = phrase(verb + 1) && clerk && !listens;
        if !behind && doc.kid(verb, &["nsubj"]).is_some_and(|s| s < verb) {
            return None;
        }
        if !matches!(doc.form(before), "," | "\"" | "”" | "’" | "'" | "?" | "!" | "--" | "—") {
            return None;
        }
        // "said her brother Ivo": not she.
        let owns = |m: &Mention| doc.words[m.head].rel == "nmod:poss";
        let mention = self
            .people
            .mentions
            .iter()
            .find(|m| m.tokens.start > verb && m.tokens.start <= verb + 6 && m.person.is_some() && !owns(m))?;
        let clear = (verb + 1..mention.tokens.start).all(|t| {
            matches!(doc.words[t].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Part)
                || doc.words[t].rel == "nmod:poss"
                || doc.form(t) == "-"
                || self.notes.lexicon(t, Lex::Role).is_some()
        });
        if !clear || mention.tokens.start >= sentence.end {
            return self.body_at(verb + 1);
        }
        let person = mention.person?;
        let speaker = self.speaker(person, mention.tokens.clone());
        // "analyst Ana Silva": the name after the noun is part of the subject.
        let name = self.people.mentions.iter().find(|m| {
            m.person == Some(person) && m.tokens.start >= mention.tokens.end && m.tokens.start <= mention.tokens.end + 1
        });
        let end = name.map_or(mention.tokens.end, |n| n.tokens.end);
        Some((speaker, mention.tokens.start..end))
    }

    /// A named body at a token, article skipped.
    pub(super) fn body_at(&self, token: usize) -> Option<(Speaker, Range<usize>)> {
        let at = token + usize::from(self.doc.words.get(token)?.upos == Upos::Det);
        let note = self.notes.starting(at).find(|n| matches!(n.label, Label::Organisation | Label::Name))?;
        Some((Speaker::Role(self.doc.quote(note.tokens.clone()).to_string()), note.tokens.clone()))
    }

    /// The subject of a reporting verb: by the tree, else whoever stands right before it.
    pub(super) fn subject(&self, verb: usize) -> Option<(Speaker, Range<usize>)> {
        let by_tree = self.outer(verb).or_else(|| self.set_beside(verb)).or_else(|| self.doc.subject(verb));
        // "“They lied to me,” he said, explaining …": who explains is not whom the quotation tells of.
        let quoted = |t: usize| self.quotes.iter().any(|q| q.tokens.contains(&t));
        if by_tree.is_some_and(|s| quoted(s) && !quoted(verb)) {
            let says = |v: &usize| self.doc.words[*v].upos == Upos::Verb && !quoted(*v);
            let before = (self.doc.sentence(verb).tokens.start..verb).rev().filter(says);
            let mut told = before.filter(|v| self.doc.packs.cues.reporting(self.doc.words[*v].lemma).is_some());
            return told.next().and_then(|v| self.subject(v));
        }
        by_tree.and_then(|s| self.speaker_at(s, verb)).or_else(|| {
            let begin = self.doc.sentence(verb).tokens.start;
            let mut at = verb.checked_sub(1)?;
            while at > begin && matches!(self.doc.words[at].upos, Upos::Adv | Upos::Aux) {
                at -= 1;
            }
            // "Ana Silva, of the union, added": step over the insertion.
            if self.doc.form(at) == "," {
                at = (begin..at).rev().find(|t| self.doc.form(*t) == ",").and_then(|t| t.checked_sub(1))?;
            }
            // "The owner of a bar in Lima said": what stands right before only tells which owner.
            let paper = |s: usize| self.paper(s).is_some() && self.doc.possessor(s).is_none();
            let aside = by_tree.is_some_and(|s| self.qualifies(at, s) || paper(s));
            let beside = self.speaker_at(at, verb).filter(|_| !aside);
            beside.or_else(|| by_tree.and_then(|s| self.saying_noun(s, verb).or_else(|| self.it(s))))
        })
    }

    /// "The ministry said that the prison was closed and denied that …": the ministry, where a tree joins the second verb to what is said.
    fn outer(&self, verb: usize) -> Option<usize> {
        let doc = self.doc;
        let inner = doc.words[verb].head.filter(|i| doc.words[verb].rel == "conj" && doc.words[*i].rel == "ccomp")?;
        let says = doc.words[inner].head.filter(|v| doc.packs.cues.reporting(doc.words[*v].lemma).is_some())?;
        let subject = doc.kid(inner, &["nsubj", "nsubj:pass"])?;
        let speaks = matches!(doc.words[subject].mention, Some(Kindred::Person | Kindred::Organisation));
        let own = doc.kid(verb, &["nsubj", "nsubj:pass", "aux"]).is_some();
        let pronoun = doc.words[subject].upos == Upos::Pron;
        doc.subject(says).filter(|_| !speaks && !own && !pronoun)
    }

    /// "Ana Silva, her sister explained, was …": the subject of a verb that the tree takes for an apposition.
    fn set_beside(&self, verb: usize) -> Option<usize> {
        let doc = self.doc;
        let own = doc.kid(verb, &["nsubj", "nsubj:pass"]).is_some();
        let begin = doc.sentence(verb).tokens.start;
        let apposed = |t: &usize| {
            let phrase = doc.subtree(*t);
            doc.words[*t].rel == "appos" && phrase.end == verb && doc.form(phrase.start) == ","
        };
        (begin..verb).find(apposed).filter(|t| !own && doc.words[*t].upos == Upos::Noun)
    }

    /// What a noun is where it is something that one reads.
    pub(super) fn paper(&self, noun: usize) -> Option<String> {
        let word = &self.doc.words[noun];
        let listed = [word.lemma, word.form].iter().any(|w| self.doc.packs.listed("paper", *w));
        let medium = || self.notes.lexicon(noun, Lex::Channel).map(ToString::to_string);
        listed.then(|| medium().unwrap_or_else(|| self.doc.form(noun).to_lowercase()))
    }

    /// "It added that …": the body that did something last, in this sentence or those right before it.
    fn it(&self, subject: usize) -> Option<(Speaker, Range<usize>)> {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let here = doc.words[subject].sentence;
        let paragraph = |s: usize| doc.sentences[s].paragraph;
        let first = (here.saturating_sub(ACTED_IN)..=here).find(|s| paragraph(*s) == paragraph(here)).unwrap_or(here);
        let acts = |t: &usize| doc.words[*t].rel.starts_with("nsubj") || doc.words[*t].rel == "obl:agent";
        let body = |t: usize| {
            let nobody = self.people.person_at(t).is_none();
            let names = |n: &&Annotation| n.label == Label::Organisation || n.label == Label::Name && nobody;
            let name = self.notes.covering(t).find(names);
            let named = || name.map(|n| (Speaker::Role(doc.quote(n.tokens.clone()).to_string()), n.tokens.clone()));
            self.body_noun(t).or_else(named)
        };
        let before = doc.sentences[first].tokens.start..subject;
        let (speaker, _) = before
            .rev()
            .filter(acts)
            .find_map(body)
            .filter(|_| [g.it, g.its, g.they].contains(&doc.words[subject].form))?;
        Some((speaker, subject..subject + 1))
    }

    /// "The militia said that …": whatever a plain noun is, with a clause of what is said it speaks, unless it is a paper:
    /// what "a letter told her" the report itself says.
    fn saying_noun(&self, subject: usize, verb: usize) -> Option<(Speaker, Range<usize>)> {
        let doc = self.doc;
        let inserted = doc.words[verb].rel == "parataxis";
        let clause = inserted || doc.kids(verb).iter().any(|k| doc.words[*k].rel == "ccomp");
        let noun = doc.words[subject].upos == Upos::Noun && clause && self.paper(subject).is_none();
        if !noun {
            return None;
        }
        // "its director": the firm's word.
        let owner = doc.possessor(subject).filter(|o| doc.words[*o].upos == Upos::Pron);
        if let Some(firm) = owner.and_then(|o| self.it(o)) {
            return Some(firm);
        }
        let mut phrase = doc.noun_phrase(subject);
        phrase.start += usize::from(owner == Some(phrase.start));
        Some((Speaker::Role(self.printed_role(phrase.clone())), phrase))
    }

    /// Does a token stand in a phrase or clause that tells which one a noun means?
    fn qualifies(&self, token: usize, noun: usize) -> bool {
        let doc = self.doc;
        let chain = std::iter::successors(Some(token), |t| doc.words[*t].head.filter(|_| *t != noun));
        let above: Vec<usize> = chain.take(doc.sentence(token).tokens.len()).collect();
        let qualifying =
            |t: &usize| *t != noun && ["nmod", "obl", "acl"].iter().any(|r| doc.words[*t].rel.starts_with(r));
        above.last() == Some(&noun) && above.iter().any(qualifying)
    }

    pub(super) fn speaker_at(&self, token: usize, verb: usize) -> Option<(Speaker, Range<usize>)> {
        // "The group's director, Rita Gomez, said", "the newspaper El Sur reported".
        let name = self.doc.kids(token).iter().copied().find(|k| self.doc.words[*k].rel == "appos" && *k < verb);
        if let Some((speaker, tokens)) = name.filter(|k| self.doc.capital(*k)).and_then(|k| self.named_at(k)) {
            return Some((speaker, self.doc.noun_phrase(token).start..tokens.end));
        }
        // A medium that speaks stands for whoever used it ("a video saying").
        if self.notes.lexicon(token, Lex::Channel).is_some() {
            let owner = self.author(token).or_else(|| {
                let above = self.doc.words[token].head?;
                self.doc.subject(above).filter(|s| *s != token)
            })?;
            let medium = self.notes.lexicon(owner, Lex::Channel).is_some();
            return self.speaker_at_person(owner).or_else(|| (!medium).then(|| self.speaker_at(owner, verb)).flatten());
        }
        if let Some(found) = self.speaker_at_person(token) {
            return Some(found);
        }
        let note =
            self.notes.covering(token).find(|n| matches!(n.label, Label::Organisation | Label::Place | Label::Name));
        if let Some(n) = note.filter(|n| n.tokens.end <= verb || n.tokens.start > verb) {
            return Some((Speaker::Role(self.doc.quote(n.tokens.clone()).to_string()), n.tokens.clone()));
        }
        self.body_noun(token).or_else(|| self.kin_noun(token))
    }

    /// A person or body named at a token.
    fn named_at(&self, token: usize) -> Option<(Speaker, Range<usize>)> {
        let person = self.people.mention_at(token).filter(|m| m.kind == Kind::Name);
        person.and_then(|_| self.speaker_at_person(token)).or_else(|| {
            let note = self.notes.covering(token).find(|n| n.label == Label::Organisation)?;
            Some((Speaker::Role(self.doc.quote(note.tokens.clone()).to_string()), note.tokens.clone()))
        })
    }

    /// Whose a paper is: "the ministry's report", "a police statement", "a report by Amnesty International".
    pub(super) fn author(&self, paper: usize) -> Option<usize> {
        let doc = self.doc;
        let g = &doc.packs.grammar;
        let led = |k: usize| {
            doc.kids(k).iter().any(|c| [g.by, g.from].contains(&doc.words[*c].form) && doc.words[*c].rel == "case")
        };
        let kid = |test: &dyn Fn(usize) -> bool| doc.kids(paper).iter().copied().find(|k| test(*k));
        let by = kid(&|k| k > paper && doc.words[k].rel == "nmod" && led(k));
        // "court papers" are anybody's.
        let body = |k: usize| self.body_noun(k).is_some() && !doc.packs.listed("keeps_papers", doc.words[k].lemma);
        let body = kid(&|k| doc.words[k].rel == "compound" && body(k));
        let place = |k: &usize| self.notes.covering(*k).any(|n| n.label == Label::Place);
        doc.possessor(paper).or(by.filter(|k| !place(k))).or(body)
    }

    /// "The family of a driver": relatives who are nobody in particular.
    fn kin_noun(&self, token: usize) -> Option<(Speaker, Range<usize>)> {
        self.notes.lexicon(token, Lex::Kin)?;
        let mut phrase = self.doc.noun_phrase(token);
        let whose = |t: usize| self.doc.words[t].upos == Upos::Det || self.doc.words[t].rel == "nmod:poss";
        while phrase.start < token && whose(phrase.start) {
            phrase.start += 1;
        }
        Some((Speaker::Role(self.doc.quote(phrase.clone()).to_string()), phrase))
    }

    /// "the ministry", "police", "the company": a body named by a plain noun.
    pub(super) fn body_noun(&self, token: usize) -> Option<(Speaker, Range<usize>)> {
        let list = self.doc.packs.list("body_noun")?;
        let word = &self.doc.words[token];
        let known = self.doc.packs.lists[list]
            .phrases
            .iter()
            .any(|p| p.as_slice() == [word.lemma] || p.as_slice() == [word.form]);
        let phrase = self.doc.noun_phrase(token);
        known.then(|| (Speaker::Role(self.printed_role(phrase.clone())), phrase))
    }

    fn speaker_at_person(&self, token: usize) -> Option<(Speaker, Range<usize>)> {
        let mention = self.people.mention_at(token)?;
        Some((self.speaker(mention.person?, mention.tokens.clone()), mention.tokens.clone()))
    }

    pub(super) fn speaker(&self, person: usize, tokens: Range<usize>) -> Speaker {
        let p = &self.people.persons[person];
        if p.number == Number::Class {
            return Speaker::Role(self.printed_role(tokens));
        }
        match self.people.level(person) {
            // "they said": the words for them that tell who they are.
            IdentityLevel::Group => {
                let words = |m: &&usize| !matches!(self.people.mentions[**m].kind, Kind::Pronoun(_));
                let pronoun = self.doc.words[tokens.start].upos == Upos::Pron && tokens.len() == 1;
                let told = p.mentions.iter().find(words).filter(|_| pronoun);
                Speaker::Role(self.printed_role(told.map_or(tokens, |m| self.people.mentions[*m].tokens.clone())))
            }
            _ => Speaker::Person(person),
        }
    }

    /// A role as printed, without its article.
    pub(super) fn printed_role(&self, tokens: Range<usize>) -> String {
        let first = &self.doc.words[tokens.start];
        let led = first.upos == Upos::Det || matches!(self.doc.form(tokens.start), "'s" | "’s" | "'" | "’");
        let start = tokens.start + usize::from(led && tokens.len() > 1);
        self.doc.quote(start..tokens.end).to_string()
    }
}
