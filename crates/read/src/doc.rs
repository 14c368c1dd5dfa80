//! The words of one document with their tags, trees and vocabulary numbers: what every later step
//! looks at. Positions are token indices over the whole document unless said otherwise.

use std::ops::Range;

use casebook_model::encoder::proposer::{Antecedents, PARTS, Proposed, Proposer, Somebody};
use casebook_model::encoder::{Analysis, Encoder, Mention};
use casebook_model::{FirstGear, Name, Upos};
use casebook_packs::{Packs, WordId};
use casebook_text::segment::{Segments, segment};

use crate::dateline;
use crate::discourse::Discourse;
use crate::inflection;
use crate::zone::Zone;

/// One token with everything the language layer says of it.
#[derive(Clone, Debug)]
pub struct Word {
    /// Byte range in the clean text.
    pub span: Range<usize>,
    /// Vocabulary number of the printed form.
    pub form: WordId,
    /// Vocabulary number of the lemma.
    pub lemma: WordId,
    /// Vocabulary number of the lemma it has if it is a verb after all: participles are often
    /// taken for nouns or adjectives. The lemma itself for everything else.
    pub as_verb: WordId,
    /// Part of speech.
    pub upos: Upos,
    /// Governing token; `None` for the root of the sentence.
    pub head: Option<usize>,
    /// Relation to the governing token.
    pub rel: &'static str,
    /// Name label.
    pub name: Name,
    /// The kind of mention the word is the head of; only where the encoder has read the sentence.
    pub mention: Option<Mention>,
    /// Was the sentence read by the encoder? Its labels weigh more than the first gear's.
    pub exact: bool,
    /// How likely it mentions somebody, by the proposer; `None` where it was not asked.
    pub somebody: Option<Somebody>,
    /// Index of the sentence.
    pub sentence: usize,
}

/// One sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Token range.
    pub tokens: Range<usize>,
    /// Index of the paragraph.
    pub paragraph: usize,
    /// What part of the report the paragraph is.
    pub zone: Zone,
}

/// A claim that a token may state.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The token.
    pub token: usize,
    /// Index of the predicate in the packs.
    pub predicate: usize,
    /// How likely: the logit.
    pub score: f32,
    /// Tokens that mention whom it is about, in its sentence or one near, with how likely each is.
    pub about: Vec<(usize, f32)>,
    /// How likely no sentence near mentions them.
    pub elsewhere: f32,
}

/// A document, tagged and parsed.
pub struct Doc<'a> {
    /// The packs it is read with.
    pub packs: &'a Packs,
    /// The clean text.
    pub text: &'a str,
    /// All tokens.
    pub words: Vec<Word>,
    /// All sentences.
    pub sentences: Vec<Sentence>,
    /// Byte ranges of the paragraphs.
    pub paragraphs: &'a [Range<usize>],
    /// Lemma per token, as printed: words beyond the packs' vocabulary have one too.
    pub lemmas: Vec<String>,
    /// What holds across sentences; empty until the encoder has read.
    pub discourse: Discourse,
    /// Claims that words may state, by the proposer; empty until the encoder has read.
    pub proposals: Vec<Proposal>,
    /// For each token the tokens before it that mention whom it mentions, by the proposer; `None` where it was not asked.
    antecedents: Vec<Option<Antecedents>>,
    /// Predicates that the proposer knows, by index; empty until the encoder has read.
    pub proposable: Vec<usize>,
    /// Children per token, in order.
    kids: Vec<Vec<usize>>,
}

impl<'a> Doc<'a> {
    /// Splits, tags and parses a clean text. `zones` has one entry per paragraph.
    #[must_use]
    pub fn new(text: &'a str, paragraphs: &'a [Range<usize>], zones: &[Zone], packs: &'a Packs) -> Doc<'a> {
        let mut segments = segment(text, paragraphs, &packs.tokens);
        let zone = |paragraph: usize| zones.get(paragraph).copied().unwrap_or(Zone::Body);
        let datelines = dateline::apart(text, paragraphs, |p| zone(p) == Zone::Body, &mut segments, packs);
        let mut doc = Doc {
            packs,
            text,
            words: Vec::with_capacity(segments.tokens.len()),
            sentences: Vec::with_capacity(segments.sentences.len()),
            paragraphs,
            lemmas: Vec::with_capacity(segments.tokens.len()),
            discourse: Discourse::default(),
            proposals: Vec::new(),
            antecedents: Vec::new(),
            proposable: Vec::new(),
            kids: Vec::new(),
        };
        for (i, sentence) in segments.sentences.iter().enumerate() {
            doc.parse(&segments, sentence.tokens.clone(), i);
            doc.sentences.push(Sentence {
                tokens: sentence.tokens.clone(),
                paragraph: sentence.paragraph,
                zone: if datelines.binary_search(&i).is_ok() { Zone::Heading } else { zone(sentence.paragraph) },
            });
        }
        doc.mend_coordination();
        doc.index_kids();
        doc
    }

    fn index_kids(&mut self) {
        self.kids = vec![Vec::new(); self.words.len()];
        for (i, word) in self.words.iter().enumerate() {
            if let Some(head) = word.head {
                self.kids[head].push(i);
            }
        }
    }

    /// A verb is not coordinated with a noun ("marrying a woman and serving"): greedy parsers hang
    /// it on the nearest word. It belongs to the verb above that noun.
    fn mend_coordination(&mut self) {
        let nominal = |u: Upos| matches!(u, Upos::Noun | Upos::Propn | Upos::Pron);
        for i in 0..self.words.len() {
            let word = &self.words[i];
            let Some(noun) = word.head.filter(|_| word.rel == "conj" && word.upos == Upos::Verb) else { continue };
            let predicate =
                self.words.iter().skip(self.sentence_start(i)).take(i).any(|w| w.head == Some(noun) && w.rel == "cop");
            if !nominal(self.words[noun].upos) || predicate {
                continue;
            }
            let mut at = noun;
            while let Some(up) = self.words[at].head {
                if self.words[up].upos == Upos::Verb && up < i {
                    self.words[i].head = Some(up);
                    break;
                }
                at = up;
            }
        }
    }

    fn sentence_start(&self, token: usize) -> usize {
        self.sentences[self.words[token].sentence].tokens.start
    }

    fn parse(&mut self, segments: &Segments, tokens: Range<usize>, sentence: usize) {
        let forms: Vec<&str> = segments.tokens[tokens.clone()].iter().map(|t| t.of(self.text)).collect();
        let gear = FirstGear::bundled();
        let ids: Vec<WordId> = forms.iter().map(|f| self.id(f)).collect();
        let read = gear.annotate_mended(&forms, |tags| mend_tags(self.packs, &forms, &ids, tags));
        for (i, word) in read.into_iter().enumerate() {
            let token = segments.tokens[tokens.start + i];
            let lemma = self.id(&word.lemma);
            self.lemmas.push(word.lemma);
            let participle = word.upos != Upos::Verb && (forms[i].ends_with("ed") || forms[i].ends_with("ing"));
            self.words.push(Word {
                span: token.start as usize..token.end as usize,
                form: ids[i],
                lemma,
                as_verb: if participle { self.id(&gear.verb_lemma(forms[i])) } else { lemma },
                upos: word.upos,
                head: word.head.map(|h| tokens.start + h),
                rel: word.deprel,
                name: word.name,
                mention: None,
                exact: false,
                somebody: None,
                sentence,
            });
        }
    }

    /// Has the encoder read the body of the document again: better tags, trees and names; and the proposer those of its
    /// sentences for which `ask` holds.
    pub fn reread(&mut self, encoder: &Encoder, ask: impl Fn(usize) -> bool) {
        let forms = |tokens: &Range<usize>| -> Vec<&str> { tokens.clone().map(|t| self.form(t)).collect() };
        let every: Vec<Vec<&str>> = self.sentences.iter().map(|s| forms(&s.tokens)).collect();
        let is_body = |s: usize| self.sentences[s].zone == Zone::Body;
        // Headlines and the like are context.
        let asked: Vec<bool> = (0..every.len()).map(|s| is_body(s) && ask(s)).collect();
        let proposed = Proposer::bundled().read(encoder, &every, &asked);
        let numbers = (0..every.len()).filter(|s| is_body(*s));
        let body: Vec<Range<usize>> = numbers.map(|s| self.sentences[s].tokens.clone()).collect();
        let forms: Vec<Vec<&str>> = body.iter().map(forms).collect();
        let analyses = encoder.read(&forms);
        let starts: Vec<usize> = body.iter().map(|tokens| tokens.start).collect();
        self.discourse = Discourse::of(&starts, &forms, &analyses, self.packs);
        for (tokens, analysis) in body.iter().zip(analyses) {
            self.analysed(tokens, analysis);
        }
        self.proposed(proposed);
        self.index_kids();
    }

    /// Takes what the encoder says of a sentence.
    fn analysed(&mut self, tokens: &Range<usize>, analysis: Analysis) {
        for (i, (word, mention)) in analysis.words.into_iter().zip(analysis.mentions).enumerate() {
            let t = tokens.start + i;
            let lemma = self.id(&word.lemma);
            // The lemma by rule stands beside the encoder's: each knows verbs that the other spoils.
            let verbal = word.upos == Upos::Verb || self.form(t).ends_with("ed") || self.form(t).ends_with("ing");
            let as_verb = if verbal { self.id(&FirstGear::bundled().verb_lemma(self.form(t))) } else { lemma };
            self.lemmas[t] = word.lemma;
            let known = |id: WordId| id != WordId::UNKNOWN;
            let by_ending = || inflection::base(self.form(t), |w| known(self.id(w))).map(|w| self.id(&w));
            let as_verb = if verbal && !known(as_verb) { by_ending().unwrap_or(as_verb) } else { as_verb };
            // A word that no pack knows may be no word at all ("denie").
            let lemma = if word.upos == Upos::Verb && !known(lemma) { as_verb } else { lemma };
            let old = &mut self.words[t];
            (old.lemma, old.as_verb, old.upos) = (lemma, as_verb, word.upos);
            (old.head, old.rel) = (word.head.map(|h| tokens.start + h), word.deprel);
            (old.name, old.mention, old.exact) = (word.name, mention, true);
        }
    }

    /// Takes what the proposer says of the words of the document.
    fn proposed(&mut self, proposed: Proposed) {
        let columns: Vec<Option<usize>> =
            Proposer::bundled().predicates.iter().map(|p| self.packs.predicate(p)).collect();
        self.proposable = columns.iter().copied().flatten().collect();
        for (word, somebody) in self.words.iter_mut().zip(proposed.people) {
            word.somebody = somebody;
        }
        self.antecedents = proposed.antecedents;
        let known = proposed.proposals.into_iter().filter_map(|p| {
            let predicate = columns[p.predicate]?;
            Some(Proposal { token: p.word, predicate, score: p.score, about: p.about, elsewhere: p.elsewhere })
        });
        self.proposals = known.collect();
    }

    /// How likely each part of [`Proposer::parts`] is that of somebody whom these words mention, by the sentences near;
    /// `None` where the proposer was not asked.
    #[must_use]
    pub fn parts(&self, mention: &Range<usize>) -> Option<[f32; PARTS]> {
        mean_of_parts(self.words[mention.clone()].iter().filter_map(|w| w.somebody).map(|s| s.parts))
    }

    /// The tokens before a token that mention whom it mentions, as the proposer reads; `None` where it was not asked.
    #[must_use]
    pub fn antecedents(&self, token: usize) -> Option<&Antecedents> {
        self.antecedents.get(token)?.as_ref()
    }

    fn id(&self, word: &str) -> WordId {
        if word.is_ascii() && word.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.packs.vocabulary.get(word);
        }
        let straight = |c: char| if c == '’' || c == '‘' { '\'' } else { c };
        let folded: String = word.chars().map(straight).flat_map(char::to_lowercase).collect();
        self.packs.vocabulary.get(&folded)
    }

    /// The printed words of a token.
    #[must_use]
    #[track_caller]
    pub fn form(&self, token: usize) -> &'a str {
        &self.text[self.words[token].span.clone()]
    }

    /// The printed words of a token range, blanks and all.
    #[must_use]
    pub fn quote(&self, tokens: Range<usize>) -> &'a str {
        &self.text[self.bytes(tokens)]
    }

    /// Byte range of a token range.
    #[must_use]
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        self.words[tokens.start].span.start..self.words[tokens.end - 1].span.end
    }

    /// Dependents of a token, in order.
    #[must_use]
    pub fn kids(&self, token: usize) -> &[usize] {
        &self.kids[token]
    }

    /// The sentence a token stands in.
    #[must_use]
    pub fn sentence(&self, token: usize) -> &Sentence {
        &self.sentences[self.words[token].sentence]
    }

    /// Is the token's form or lemma this word? False for words outside the vocabulary.
    #[must_use]
    pub fn is(&self, token: usize, word: WordId) -> bool {
        word != WordId::UNKNOWN && (self.words[token].form == word || self.words[token].lemma == word)
    }

    /// Does the printed token begin with a capital?
    #[must_use]
    pub fn capital(&self, token: usize) -> bool {
        self.form(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// Is there a token before `end` that begins with a capital?
    #[must_use]
    pub fn capital_at(&self, token: usize, end: usize) -> bool {
        token < end && self.capital(token)
    }

    /// Is the token all capitals, at least two letters?
    #[must_use]
    pub fn all_caps(&self, token: usize) -> bool {
        let form = self.form(token);
        form.chars().count() > 1 && form.chars().any(char::is_alphabetic) && !form.chars().any(char::is_lowercase)
    }

    /// Is there white space between this token and the next?
    #[must_use]
    pub fn spaced(&self, token: usize) -> bool {
        self.words.get(token + 1).is_none_or(|next| next.span.start > self.words[token].span.end)
    }
}

/// "Veterans lack care", "Experts warn others": a base form right after a plural noun and before a
/// new phrase is its verb, also where the tagger takes the two for one compound. The words that can
/// be meant are a list of the packs.
fn mend_tags(packs: &Packs, forms: &[&str], ids: &[WordId], tags: &mut [Upos]) {
    let Some(list) = packs.list("base_verb") else { return };
    for t in 1..tags.len().saturating_sub(1) {
        let plural = tags[t - 1] == Upos::Noun && forms[t - 1].ends_with('s') && !forms[t - 1].ends_with("ss");
        let phrase = matches!(
            tags[t + 1],
            Upos::Det | Upos::Adj | Upos::Pron | Upos::Num | Upos::Noun | Upos::Propn | Upos::Sconj
        );
        let taken = matches!(tags[t], Upos::Noun | Upos::Adj);
        if plural && phrase && taken && packs.lists[list].phrases.iter().any(|p| p.as_slice() == [ids[t]]) {
            tags[t] = Upos::Verb;
        }
    }
}

/// The mean of shares of parts; `None` of none.
pub fn mean_of_parts(all: impl Iterator<Item = [f32; PARTS]>) -> Option<[f32; PARTS]> {
    let (mut sums, mut n) = ([0.0; PARTS], 0.0);
    for shares in all {
        sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        n += 1.0;
    }
    (n > 0.0).then(|| sums.map(|sum| sum / n))
}
