//! The language layer's first gear: part of speech, names, lemma and a dependency tree per sentence.
//!
//! Comes in: the words of one sentence, as printed, split by the Universal Dependencies convention
//! (`casebook_text::token`). Goes out: one [`Word`] each. Linear models over hashed features with
//! whole-number weights: the same words give the same answer on every machine, whatever the batch.
//! Leaves to others: sentence splitting (`text`), and what the words mean for a case (`read`).
//! Trained by `training/`; data, licences and scores in `models/README.md`.
#![deny(clippy::disallowed_methods)]

pub mod attribution;
pub mod coreference;
pub mod encoder;
pub mod feature;
pub mod file;
pub mod lemma;
pub mod parsed;
pub mod parser;
pub mod tagger;

use std::sync::OnceLock;

/// Universal part of speech. Source: Universal Dependencies v2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs)] // the names are the standard's own
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// Every tag, in the order of the model's columns.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// The tag as CoNLL-U prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
            "SCONJ", "SYM", "VERB", "X",
        ][self as usize]
    }

    /// The tag that CoNLL-U prints as `name`; `None` for anything else.
    #[must_use]
    pub fn parse(name: &str) -> Option<Upos> {
        Upos::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// A name label in the begin–inside–outside scheme, with the three kinds of the Universal NER layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Name {
    /// Not part of a name.
    #[default]
    Outside,
    /// First word of a name of this kind.
    Begin(NameKind),
    /// Further word of a name of this kind.
    Inside(NameKind),
}

/// What a name stands for. Source: Universal NER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A country, town, region, building or other place.
    Place,
    /// A company, authority, armed force, party or other body.
    Organisation,
}

impl Name {
    /// Every label, in the order of the model's columns.
    pub const ALL: [Name; 7] = [
        Name::Outside,
        Name::Begin(NameKind::Person),
        Name::Inside(NameKind::Person),
        Name::Begin(NameKind::Place),
        Name::Inside(NameKind::Place),
        Name::Begin(NameKind::Organisation),
        Name::Inside(NameKind::Organisation),
    ];

    /// The label that the Universal NER files print (`B-PER`); `None` for anything else.
    #[must_use]
    pub fn parse(label: &str) -> Option<Name> {
        let kind = |k: &str| match k {
            "PER" => Some(NameKind::Person),
            "LOC" => Some(NameKind::Place),
            "ORG" => Some(NameKind::Organisation),
            _ => None,
        };
        match label.split_once('-') {
            None if label == "O" => Some(Name::Outside),
            Some(("B", k)) => kind(k).map(Name::Begin),
            Some(("I", k)) => kind(k).map(Name::Inside),
            _ => None,
        }
    }

    /// The kind of name this word belongs to, if any.
    #[must_use]
    pub fn kind(self) -> Option<NameKind> {
        match self {
            Name::Outside => None,
            Name::Begin(k) | Name::Inside(k) => Some(k),
        }
    }
}

/// What the language layer says of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Dictionary form, lower case except for proper nouns.
    pub lemma: String,
    /// Index of the governing word in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Universal dependency relation to the head (`nsubj:pass`, `acl:relcl`, …).
    pub deprel: &'static str,
    /// Label of the name the word belongs to.
    pub name: Name,
}

/// The models of the first gear, ready to run.
pub struct FirstGear {
    pos: tagger::Tagger,
    names: tagger::Tagger,
    lemmas: lemma::Lemmatizer,
    parser: parser::Parser,
    classes: feature::Classes,
}

static BUNDLED: &[u8] = include_bytes!("../../../models/first-gear.bin");

impl FirstGear {
    /// The models compiled into this program.
    ///
    /// # Panics
    /// Never in a released program: a test loads the bundled file.
    #[must_use]
    pub fn bundled() -> &'static FirstGear {
        static GEAR: OnceLock<FirstGear> = OnceLock::new();
        GEAR.get_or_init(|| {
            FirstGear::load(BUNDLED).expect("the bundled model file is the one this code was built with")
        })
    }

    /// Loads models from the bytes of a model file.
    ///
    /// # Errors
    /// A [`file::Damaged`] that says what is wrong with the bytes.
    pub fn load(bytes: &'static [u8]) -> Result<FirstGear, file::Damaged> {
        let sections = file::Sections::open(bytes)?;
        Ok(FirstGear {
            pos: tagger::Tagger::load(sections.get("pos")?)?,
            names: tagger::Tagger::load(sections.get("names")?)?,
            lemmas: lemma::Lemmatizer::load(sections.get("lemma")?)?,
            parser: parser::Parser::load(&sections)?,
            classes: feature::Classes::parse(std::str::from_utf8(sections.get("classes")?).unwrap_or("")),
        })
    }

    /// Reads one sentence: tags, names, lemmas and a single-rooted tree.
    #[must_use]
    pub fn annotate(&self, words: &[&str]) -> Vec<Word> {
        self.annotate_mended(words, |_| {})
    }

    /// As [`FirstGear::annotate`], with a look at the parts of speech before the tree is built:
    /// `mend` may set right what it knows better.
    #[must_use]
    pub fn annotate_mended(&self, words: &[&str], mend: impl FnOnce(&mut [Upos])) -> Vec<Word> {
        let shapes: Vec<feature::Form> = words.iter().map(|w| feature::Form::of(w, &self.classes)).collect();
        let mut pos: Vec<Upos> = self.tags(&shapes);
        mend(&mut pos);
        let hints: Vec<u8> = pos.iter().map(|t| *t as u8).collect();
        let names = self.names.tag(&shapes, &hints);
        let tree = self.parser.parse(&shapes, &pos);
        words
            .iter()
            .zip(&pos)
            .zip(tree.into_iter().zip(names))
            .map(|((form, &upos), ((head, relation), name))| Word {
                upos,
                lemma: self.lemmas.lemma(form, upos),
                head,
                deprel: parser::RELATIONS[relation as usize],
                name: Name::ALL[name as usize],
            })
            .collect()
    }

    /// The lemma that a form has as a verb, whatever it was tagged.
    #[must_use]
    pub fn verb_lemma(&self, form: &str) -> String {
        self.lemmas.lemma(form, Upos::Verb)
    }

    /// Parts of speech alone: a tenth of the cost of [`FirstGear::annotate`].
    #[must_use]
    pub fn tags(&self, shapes: &[feature::Form]) -> Vec<Upos> {
        let none = vec![0u8; shapes.len()];
        let tags = self.pos.tag(shapes, &none);
        tags.into_iter().map(|t| Upos::ALL[t as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_sentence_gets_the_tree_a_grammarian_would_draw() {
        let words = ["Police", "in", "Doha", "arrested", "the", "driver", "."];
        let read = FirstGear::bundled().annotate(&words);
        let heads: Vec<_> = read.iter().map(|w| w.head).collect();
        assert_eq!(heads, [Some(3), Some(2), Some(0), None, Some(5), Some(3), Some(3)]);
        assert_eq!(read[0].deprel, "nsubj");
        assert_eq!(read[3].lemma, "arrest");
        assert_eq!(read[5].deprel, "obj");
        assert_eq!(read[2].upos, Upos::Propn);
    }

    #[test]
    fn trees_have_one_root_and_no_cycle_on_strange_input() {
        let odd = ["", "\u{301}", "....", "(", "\u{1f600}", "the", "the", "the", ")", "\0", "x"];
        for n in 1..=odd.len() {
            let read = FirstGear::bundled().annotate(&odd[..n]);
            assert_eq!(read.iter().filter(|w| w.head.is_none()).count(), 1);
            for start in 0..n {
                let (mut at, mut steps) = (start, 0);
                while let Some(head) = read[at].head {
                    at = head;
                    steps += 1;
                    assert!(steps <= n, "cycle from word {start}");
                }
            }
        }
    }
}
