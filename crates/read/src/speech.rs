//! Attribution: who says what, with which verb, through which channel.
//!
//! Reporting verbs and source phrases come from the packs. What is said is the quotation, the
//! clause after the verb, or the clause before it ("…, his wife said"). In a nested report the one
//! who spoke to the outlet is the speaker (domain vocabulary §3.3).

mod content;
mod minutes;
mod not_said;
mod quoted;
mod rated;
pub mod said_by;
mod source;

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::{Kind as Lex, Modality, Polarity};

use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::interview;
use crate::own_account;
use crate::people::{Kind, Mention, People};
use crate::quote::{self, Quote};
use crate::transcript;

/// Probability from which on an attribution of the scorer is taken where the rules find none.
const SURE: f32 = 0.9;

/// Who says it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// The report itself.
    Outlet,
    /// A person of the document.
    Person(usize),
    /// A role or body as printed ("experts", "Marsa Tawil Contracting").
    Role(String),
}

/// One act of saying.
#[derive(Clone, Debug)]
pub struct Speech {
    /// The verb or phrase that carries it; for a quotation without one, its opening mark.
    pub cue: usize,
    /// Who says it.
    pub speaker: Speaker,
    /// The words for who says it, where they stand beside the cue.
    pub source: Option<Range<usize>>,
    /// What is said: token ranges.
    pub content: Vec<Range<usize>>,
    /// What the verb makes of it ("denied").
    pub modality: Option<Modality>,
    /// Polarity that the verb gives it.
    pub polarity: Option<Polarity>,
    /// The verb marks an assessment ("experts warn").
    pub assessment: bool,
    /// The medium ("video").
    pub channel: Option<String>,
    /// A turn of a record, or an answer of an interview: everything in it is theirs.
    pub turn: bool,
}

impl Speech {
    /// Something said without a verb that would make anything of it.
    fn plain(cue: usize, speaker: Speaker, source: Option<Range<usize>>, content: Range<usize>) -> Speech {
        let content = vec![content];
        Speech {
            cue,
            speaker,
            source,
            content,
            modality: None,
            polarity: None,
            assessment: false,
            channel: None,
            turn: false,
        }
    }

    /// What somebody says when it is their turn.
    fn turn(cue: usize, speaker: Speaker, source: Option<Range<usize>>, content: Range<usize>) -> Speech {
        Speech { turn: true, ..Speech::plain(cue, speaker, source, content) }
    }

    /// Is the token part of what is said?
    #[must_use]
    pub fn covers(&self, token: usize) -> bool {
        token != self.cue && self.content.iter().any(|r| r.contains(&token))
    }

    /// Does what is said hold the whole range?
    fn holds(&self, range: &Range<usize>) -> bool {
        self.content.iter().any(|r| r.start <= range.start && range.end <= r.end)
    }

    fn size(&self) -> usize {
        self.content.iter().map(Range::len).sum()
    }
}

/// Everything said in a document.
#[derive(Default)]
pub struct Speeches {
    /// All acts of saying, in the order of their cues.
    pub all: Vec<Speech>,
    /// Quotations.
    pub quotes: Vec<Quote>,
    /// Persons whom the labels of a record give a seat or an office.
    pub in_office: Vec<usize>,
}

impl Speeches {
    /// Finds who says what.
    #[must_use]
    pub fn of(doc: &Doc<'_>, notes: &Annotations, people: &People) -> Speeches {
        let quotes = quote::find(doc);
        let finder = Finder { doc, notes, people, quotes: &quotes };
        let mut all = finder.cues();
        all.extend(finder.source_phrases());
        all.extend(finder.accounts());
        all.extend(finder.said_by());
        all.extend(finder.rated());
        finder.quotations(&mut all);
        let turns = transcript::turns(doc, people);
        let office = |t: &transcript::Turn| match t.speaker {
            Speaker::Person(p) if t.in_office => Some(p),
            _ => None,
        };
        let in_office = turns.iter().filter_map(office).collect();
        let spoken = |t: transcript::Turn| Speech::turn(t.label.end, t.speaker, Some(t.label), t.content);
        all.extend(if turns.is_empty() { finder.told() } else { turns.into_iter().map(spoken).collect() });
        all.extend(minutes::carried(doc, &quotes, &all));
        all.sort_by_key(|s| s.cue);
        quoted::stand_ins(doc, &mut all);
        Speeches { all, quotes, in_office }
    }

    /// Speeches that cover a token, outermost first.
    #[must_use]
    pub fn around(&self, token: usize) -> Vec<&Speech> {
        let mut out: Vec<&Speech> = self.all.iter().filter(|s| s.covers(token)).collect();
        out.sort_by_key(|s| (std::cmp::Reverse(s.size()), s.cue));
        out
    }
}

impl Speeches {
    /// The act of saying in whose speaker's own words the token stands: the quotation around it, or
    /// the answer of an interview. Indirect speech inside either is still told by that speaker ("She
    /// said I would cook": "I" is not she).
    #[must_use]
    pub fn own_words(&self, token: usize) -> Option<&Speech> {
        let quote = self.quotes.iter().filter(|q| q.tokens.contains(&token)).min_by_key(|q| q.tokens.len());
        let around = self.around(token);
        let whole = quote.and_then(|q| around.iter().rev().find(|s| s.holds(&q.tokens)).copied());
        whole.or_else(|| match quote {
            Some(_) => around.last().copied(),
            None => around.first().copied(),
        })
    }
}

fn overlaps(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    others.iter().any(|o| o.start < range.end && range.start < o.end)
}

struct Finder<'a, 'd> {
    doc: &'a Doc<'d>,
    notes: &'a Annotations,
    people: &'a People,
    quotes: &'a [Quote],
}

impl Finder<'_, '_> {
    fn cues(&self) -> Vec<Speech> {
        (0..self.doc.words.len()).filter_map(|v| self.cue(v)).collect()
    }

    /// The act of saying that the token carries, if it is a reporting verb with a speaker.
    fn cue(&self, verb: usize) -> Option<Speech> {
        let doc = self.doc;
        let cue = doc
            .packs
            .cues
            .reporting(doc.words[verb].lemma)
            .or_else(|| doc.packs.cues.reporting(doc.words[verb].form))?;
        if cue.modality == Some(Modality::Denied) && (self.decides(verb) || self.withholds(verb)) {
            return None;
        }
        if cue.clause && !self.says_clause(verb) || self.sees_done(verb) {
            return None;
        }
        if self.describes(verb) {
            return None;
        }
        if !self.verbal(verb) || (doc.passive(verb) && doc.kid(verb, &["aux:pass"]).is_some()) {
            return None;
        }
        let inverted = self.inverted_subject(verb);
        let after = inverted.is_some();
        let learned = self.doc.discourse.attributions.iter().find(|a| a.cue == verb && a.probability >= SURE);
        let found = inverted.or_else(|| self.subject(verb)).or_else(|| self.source(learned?));
        let (speaker, subject) = found?;
        let by_rule = self.content(verb, subject.clone(), after, cue.listener);
        let content = match learned {
            // The two have nothing in common: the rule took what stands beside the verb ("told the
            // court in June").
            Some(a) if !by_rule.iter().flatten().any(|r| overlaps(r, &a.content)) => a.content.clone(),
            _ => by_rule?,
        };
        let content = self.before_teller(verb, self.within_quote(verb, content));
        // "did not dispute that she had been deported": she had; "did not deny it": she may have.
        let undenied = cue.modality == Some(Modality::Denied) && doc.kids(verb).iter().any(|k| doc.negates(*k));
        let conceded = || doc.packs.listed("disputes", doc.words[verb].lemma);
        let left_open = (undenied && !conceded()).then_some(Modality::Possible);
        let content = if cue.modality == Some(Modality::Denied) { self.denied_only(verb, content) } else { content };
        Some(Speech {
            cue: verb,
            speaker,
            source: Some(subject),
            content,
            modality: cue.modality.filter(|_| !undenied).or(left_open),
            polarity: cue.polarity.filter(|_| !undenied),
            assessment: cue.assessment,
            channel: self.channel(verb),
            turn: false,
        })
    }

    /// "“He told me to wait,” said Ana Silva, who …": what is told inside a quotation ends with it.
    fn within_quote(&self, verb: usize, content: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let around = self.quotes.iter().map(|q| &q.tokens).filter(|q| q.contains(&verb));
        let Some(quote) = around.min_by_key(|q| q.len()) else { return content };
        let inside = |r: Range<usize>| r.start.max(quote.start)..r.end.min(quote.end);
        content.into_iter().map(inside).filter(|r| !r.is_empty()).collect()
    }

    /// "The court found that …", "…, the federation calculates": a clause of what is said; but "found a job".
    fn says_clause(&self, verb: usize) -> bool {
        let clause =
            |k: &usize| self.doc.words[*k].rel == "ccomp" && self.doc.kid(*k, &["nsubj", "nsubj:pass"]).is_some();
        let beside = || self.doc.words[verb].rel == "parataxis";
        beside() || self.doc.kids(verb).iter().any(clause)
    }

    /// "saw his application rejected": what befell somebody, and nothing said.
    fn sees_done(&self, verb: usize) -> bool {
        let doc = self.doc;
        let done = |k: &usize| doc.words[*k].rel == "xcomp" && doc.kid(*k, &["mark", "nsubj", "nsubj:pass"]).is_none();
        doc.kid(verb, &["obj"]).is_some()
            && doc.kids(verb).iter().any(done)
            && doc.packs.listed("sees", doc.words[verb].lemma)
    }

    /// A verb by its tag, or by its place right after somebody who could speak.
    fn verbal(&self, t: usize) -> bool {
        let word = &self.doc.words[t];
        let begin = self.doc.sentence(t).tokens.start;
        match word.upos {
            Upos::Verb => true,
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp => {
                t > begin
                    && self.people.mention_at(t - 1).is_some_and(|m| {
                        m.tokens.end == t && !matches!(m.kind, Kind::Pronoun(_)) && m.owner.is_none_or(|o| o != t - 1)
                    })
                    && !matches!(self.doc.form(t), "'s" | "’s")
                    && self.doc.words.get(t + 1).is_some_and(|n| n.sentence == word.sentence && n.upos != Upos::Punct)
                    && self.doc.words[t - 1].upos != Upos::Propn
            }
            _ => false,
        }
    }

    /// The medium: "said in a video", "told the court in a letter", "posted a video saying".
    fn channel(&self, verb: usize) -> Option<String> {
        let near = |t: usize| self.notes.lexicon(t, Lex::Channel).map(ToString::to_string);
        let kids = self
            .doc
            .kids(verb)
            .iter()
            .filter(|k| matches!(self.doc.words[**k].rel, "obl" | "obj" | "nsubj" | "obl:unmarked" | "nmod"));
        let own = kids.copied().filter(|k| !matches!(self.doc.words[*k].upos, Upos::Pron)).find_map(near);
        own.or_else(|| {
            // A participle takes the medium it is attached to.
            let begin = self.doc.sentence(verb).tokens.start;
            let saying = self.doc.form(verb).ends_with("ing") && verb > begin;
            saying.then(|| near(verb - 1)).flatten()
        })
        .or_else(|| {
            // "In a video posted by his wife, she said".
            let end = self.doc.sentence(verb).tokens.end;
            let g = &self.doc.packs.grammar;
            (verb + 1..end.min(verb + 4))
                .find(|t| self.doc.words[*t].form == g.in_)
                .and_then(|t| (t + 1..end.min(t + 4)).find_map(near))
        })
    }

    /// The answers of an interview, each an act of saying whose cue is the question before it, or all of somebody's own account.
    fn told(&self) -> Vec<Speech> {
        let account = || own_account::of(self.doc, self.people, self.quotes).into_iter().collect();
        let told = interview::answers(self.doc, self.people).unwrap_or_else(account);
        // What begins the text has nothing before it that could carry it.
        let turn = |(speaker, content): (usize, Range<usize>)| {
            let cue = content.start.checked_sub(1).unwrap_or(content.end - 1);
            Speech::turn(cue, Speaker::Person(speaker), None, content)
        };
        told.into_iter().map(turn).collect()
    }

    /// "according to X": X says the rest of the sentence.
    fn source_phrases(&self) -> Vec<Speech> {
        let doc = self.doc;
        let mut out = Vec::new();
        for t in 0..doc.words.len() {
            let sentence = doc.sentence(t).tokens.clone();
            let phrase = doc
                .packs
                .cues
                .source_phrases
                .iter()
                .find(|p| p.iter().enumerate().all(|(i, w)| t + i < sentence.end && doc.words[t + i].form == *w));
            let Some(phrase) = phrase else { continue };
            let at = t + phrase.len();
            // "according to his sister": the owner is not the one who speaks.
            // "According to his file he …": nor is the one whom the clause is about.
            let noun = self.owned(doc.phrase_head(at.min(sentence.end - 1)));
            let speaks = |m: &&Mention| {
                (at..=at + 2).contains(&m.tokens.start)
                    && doc.words[m.head].rel != "nmod:poss"
                    && m.tokens.start <= noun
            };
            let mention = self.people.mentions.iter().find(speaks);
            let person = mention.and_then(|m| Some((self.speaker(m.person?, m.tokens.clone()), m.tokens.clone())));
            let body = || self.body_at(at).or_else(|| self.body_noun(noun));
            let phrase = at..doc.noun_phrase(noun).end.max(at + 1);
            // "his file" is about him.
            let author = self.author(noun).filter(|a| doc.words[*a].upos != Upos::Pron);
            let author = author.and_then(|a| self.speaker_at(a, t));
            let paper = self.paper(noun).map(|channel| {
                let speaker = author.map_or(Speaker::Outlet, |(speaker, _)| speaker);
                (Some(channel), (speaker, phrase.clone()))
            });
            let (channel, (speaker, tokens)) = paper.unwrap_or_else(|| {
                let printed = || (Speaker::Role(self.printed_role(phrase.clone())), phrase.clone());
                (None, person.or_else(body).unwrap_or_else(printed))
            });
            let clause = self.set_into(t, noun);
            let content = [clause.start.min(t)..t, tokens.end..clause.end]
                .into_iter()
                .filter(|r| r.len() > 2)
                .collect::<Vec<_>>();
            if !content.is_empty() {
                out.push(Speech {
                    cue: t,
                    speaker,
                    source: Some(tokens),
                    content,
                    modality: None,
                    polarity: None,
                    assessment: false,
                    channel,
                    turn: false,
                });
            }
        }
        out
    }

    /// "the insurance that, according to her, …", "she died and, by his account, …": the clause that words between commas are set
    /// into; else the sentence.
    fn set_into(&self, at: usize, noun: usize) -> Range<usize> {
        let doc = self.doc;
        let sentence = doc.sentence(at).tokens.clone();
        let inserted = at > sentence.start && doc.form(at - 1) == ",";
        let verb = doc.words[noun].head.filter(|_| inserted);
        let own = |v: &usize| match doc.words[*v].rel {
            "acl:relcl" => true,
            "conj" => doc.kid(*v, &["nsubj", "nsubj:pass"]).is_some(),
            _ => false,
        };
        verb.filter(own).map_or(sentence, |v| doc.subtree(v))
    }

    /// What somebody's is named by: "file" of "his file", "log" of "the escort's log".
    fn owned(&self, token: usize) -> usize {
        let word = &self.doc.words[token];
        let noun = word.head.filter(|h| word.rel == "nmod:poss" && *h > token);
        noun.unwrap_or(token)
    }
}
