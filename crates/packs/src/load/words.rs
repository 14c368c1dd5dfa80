//! What packs know of words: how they are cut, the lexicon, lists, times, bounds, boilerplate and cues.

use casebook_text::{LineRule, Reach, Where};

use super::shape::FileShape;
use super::{Loader, PackFile};
use crate::bounds::Bound;
use crate::cues::{IdentityCue, ModalityCue, ReportingVerb};
use crate::lexicon::Kind;
use crate::packs::{List, tokenise};
use crate::time::{Feast, NamedPeriod};
use crate::vocabulary::WordId;

impl Loader {
    pub(super) fn tokens(&mut self, shape: &FileShape) {
        if let Some(t) = &shape.tokens {
            self.packs.tokens.abbreviations.extend(t.abbreviations.iter().map(|a| a.to_lowercase()));
            self.packs.tokens.before_numbers.extend(t.before_numbers.iter().cloned());
            self.packs.tokens.titles.extend(t.titles.iter().cloned());
            self.packs.tokens.contractions.extend(t.contractions.iter().filter_map(|c| {
                let (first, second) = c.split_once(' ')?;
                Some((format!("{first}{second}"), first.len()))
            }));
            self.packs.tokens.name_endings.extend(t.name_endings.iter().cloned());
            self.packs.tokens.marks.extend(t.marks.iter().cloned());
            self.packs.tokens.prefixes.extend(t.prefixes.iter().cloned());
            self.packs.tokens.openers.extend(t.openers.iter().cloned());
        }
    }

    pub(super) fn phrase(&mut self, words: &str) -> Vec<WordId> {
        let tokens = tokenise(words, &self.packs.tokens);
        tokens.iter().map(|t| self.packs.vocabulary.intern(t)).collect()
    }

    pub(super) fn lists(&mut self, file: &PackFile, shape: &FileShape) {
        for list in &shape.list {
            let at = list.id.span().start;
            self.unique(file, at, "list", list.id.get_ref());
            let mut phrases: Vec<Vec<WordId>> = Vec::new();
            for word in &list.words {
                let phrase = self.phrase(word.get_ref());
                if phrase.is_empty() || phrases.contains(&phrase) {
                    let message = format!("{:?} is empty or twice in list @{}", word.get_ref(), list.id.get_ref());
                    self.error(file, word.span().start, message);
                }
                phrases.push(phrase);
            }
            phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
            self.packs.lists.push(List { id: list.id.get_ref().clone(), phrases });
        }
    }

    pub(super) fn words(&mut self, file: &PackFile, shape: &FileShape) {
        for block in &shape.lexicon {
            let plain = block.plain.iter().map(|w| (w, ""));
            let valued = block.words.iter().map(|(w, v)| (w, v.as_str()));
            for (word, value) in plain.chain(valued) {
                let tokens = tokenise(word.get_ref(), &self.packs.tokens);
                if block.kind == Kind::Language {
                    self.packs.languages.entry(value.to_string()).or_insert_with(|| word.get_ref().clone());
                }
                if block.kind == Kind::GivenName {
                    self.packs.add_damaged_forms(word.get_ref());
                }
                let vocabulary = &mut self.packs.vocabulary;
                if !self.packs.lexicon.add(&tokens, block.kind, value, block.capital, vocabulary) {
                    let message = format!("{:?} has a second meaning of the kind {:?}", word.get_ref(), block.kind);
                    self.error(file, word.span().start, message);
                }
            }
        }
        self.time(file, shape);
        self.bounds(shape);
        self.boilerplate(shape);
    }

    pub(super) fn bounds(&mut self, shape: &FileShape) {
        let Some(b) = &shape.bounds else { return };
        let all = [
            (&b.at_least, Bound::AtLeast, false),
            (&b.at_most, Bound::AtMost, false),
            (&b.about, Bound::About, false),
            (&b.at_least_after, Bound::AtLeast, true),
            (&b.at_most_after, Bound::AtMost, true),
            (&b.about_after, Bound::About, true),
        ];
        for (phrases, bound, after) in all {
            for words in phrases {
                let words = self.phrase(words);
                let bounds = &mut self.packs.bounds;
                if after { &mut bounds.after } else { &mut bounds.before }.push((words, bound));
            }
        }
    }

    pub(super) fn time(&mut self, file: &PackFile, shape: &FileShape) {
        if let Some(t) = &shape.time {
            let phrases = |loader: &mut Self, all: &[String]| all.iter().map(|w| loader.phrase(w)).collect::<Vec<_>>();
            let (vague, approximate) = (phrases(self, &t.vague), phrases(self, &t.approximate));
            let vocabulary = &mut self.packs.vocabulary;
            let time = &mut self.packs.time;
            time.months.extend(t.months.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.weekdays.extend(t.weekdays.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.units.extend(t.units.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.seasons.extend(t.seasons.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.days.extend(t.days.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.parts.extend(t.parts.iter().map(|(w, p)| (vocabulary.intern(w), *p)));
            time.decades.extend(t.decades.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.ordinals.extend(t.ordinals.iter().map(|(w, n)| (vocabulary.intern(w), *n)));
            time.ambiguous_months.extend(t.ambiguous_months.iter().map(|w| vocabulary.intern(w)));
            time.before_weekday.extend(t.before_weekday.iter().map(|w| vocabulary.intern(w)));
            time.parts_of_day.extend(t.parts_of_day.iter().map(|w| vocabulary.intern(w)));
            time.ahead.extend(t.ahead.iter().map(|w| vocabulary.intern(w)));
            time.numbered.extend(t.numbered.iter().map(|w| vocabulary.intern(w)));
            time.measures.extend(t.measures.iter().map(|w| vocabulary.intern(w)));
            time.vague.extend(vague);
            time.approximate.extend(approximate);
        }
        for feast in &shape.feast {
            let day = feast.day.get_ref().split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
            let Some((month, day)) = day.filter(|(m, d)| (1..=12).contains(m) && (1..=31).contains(d)) else {
                self.error(file, feast.day.span().start, "a day of every year is MM-DD".into());
                continue;
            };
            for words in &feast.words {
                let words = self.phrase(words);
                self.packs.time.feasts.push(Feast { words, month, day });
            }
        }
        for period in &shape.period {
            for words in &period.words {
                let words = self.phrase(words);
                let period = NamedPeriod { words, edtf: period.edtf.clone(), dated: period.dated };
                self.packs.time.periods.push(period);
            }
        }
    }

    pub(super) fn boilerplate(&mut self, shape: &FileShape) {
        for block in &shape.boilerplate {
            for words in &block.words {
                self.packs.boilerplate.push(LineRule {
                    words: words.to_lowercase(),
                    place: match block.place.as_str() {
                        "ends" => Where::Ends,
                        "contains" => Where::Contains,
                        "whole" => Where::Whole,
                        _ => Where::Starts,
                    },
                    reach: match block.reach.as_str() {
                        "list" => Reach::List,
                        "rest" => Reach::Rest,
                        _ => Reach::Line,
                    },
                    max_words: block.max_words,
                    reason: block.reason.clone(),
                });
            }
        }
    }

    pub(super) fn cues(&mut self, file: &PackFile, shape: &FileShape) {
        for block in &shape.reporting {
            for verb in &block.verbs {
                self.unique(file, verb.span().start, "reporting verb", verb.get_ref());
                let verb = self.packs.vocabulary.intern(verb.get_ref());
                self.packs.cues.reporting.push(ReportingVerb {
                    verb,
                    modality: block.modality,
                    polarity: block.polarity,
                    assessment: block.assessment,
                    listener: block.listener,
                    clause: block.clause,
                });
            }
        }
        for block in &shape.modality {
            for word in &block.words {
                self.unique(file, word.span().start, &format!("{:?} cue", block.place), word.get_ref());
                let word = self.packs.vocabulary.intern(word.get_ref());
                let cue = ModalityCue { word, place: block.place, modality: block.modality, negates: block.negates };
                self.packs.cues.modality.push(cue);
            }
        }
        if let Some(cues) = &shape.cues {
            let pseudonym: Vec<_> = cues.pseudonym.iter().map(|w| IdentityCue { words: self.phrase(w) }).collect();
            let sources: Vec<_> = cues.source_phrases.iter().map(|w| self.phrase(w)).collect();
            self.packs.cues.pseudonym.extend(pseudonym);
            self.packs.cues.source_phrases.extend(sources);
            let vocabulary = &mut self.packs.vocabulary;
            self.packs.cues.negation.extend(cues.negation.iter().map(|w| vocabulary.intern(w)));
            self.packs.cues.concessive.extend(cues.concessive.iter().map(|w| vocabulary.intern(w)));
            self.packs.cues.naming.extend(cues.naming.iter().map(|w| vocabulary.intern(w)));
            self.packs.cues.becoming.extend(cues.becoming.iter().map(|w| vocabulary.intern(w)));
        }
    }
}
