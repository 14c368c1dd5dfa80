//! Cues: how reporting language marks certainty and source (domain vocabulary §7).

use serde::Deserialize;

use crate::predicate::{Modality, Polarity};
use crate::vocabulary::WordId;

/// A verb that carries what somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportingVerb {
    /// The verb's lemma.
    pub verb: WordId,
    /// Modality of what is reported, where the verb changes it ("denied", "claimed").
    pub modality: Option<Modality>,
    /// Polarity of what is reported, where the verb turns it.
    pub polarity: Option<Polarity>,
    /// What experts say with it is their assessment.
    pub assessment: bool,
    /// The listener stands as its object ("told Reuters").
    pub listener: bool,
    /// It reports with a clause only ("the court found that …", but found a job).
    pub clause: bool,
}

/// Where a modality cue stands in relation to what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModalityPlace {
    /// A verb above it ("hopes to sign").
    Governor,
    /// A noun above it ("a plan to deport him").
    Noun,
    /// An auxiliary ("may be deported").
    Auxiliary,
    /// An adverb ("reportedly").
    Adverb,
    /// A subordinating word ("if", "unless").
    Mark,
    /// An adjective above an infinitive ("likely to sign").
    Adjective,
    /// A verb above a gerund ("thought about signing").
    Gerund,
    /// An adjective of a noun for what is done, before it or said of it ("her planned deportation", "her deportation is likely").
    Modifier,
    /// A verb whose subject is a noun for what is done ("her deportation was cancelled").
    Undoing,
    /// An adjective or noun above a finite clause ("it is false that he signed", "reports that …").
    Clause,
}

/// A word that changes how certain a claim is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModalityCue {
    /// The word's lemma.
    pub word: WordId,
    /// Where it stands.
    pub place: ModalityPlace,
    /// What it makes of the claim.
    pub modality: Modality,
    /// Turns the polarity as well ("refused to sign").
    pub negates: bool,
}

/// A word that tells how far a person is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityCue {
    /// The words, in order.
    pub words: Vec<WordId>,
}

/// A word for the medium of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelCue {
    /// The word.
    pub word: WordId,
    /// Its code ("video").
    pub channel: String,
}

/// A word that gives a person a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleCue {
    /// The word.
    pub word: WordId,
    /// The role.
    pub role: String,
}

/// All cues of a language.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Verbs that carry speech.
    pub reporting: Vec<ReportingVerb>,
    /// Words that change certainty.
    pub modality: Vec<ModalityCue>,
    /// Words that negate ("not", "never", "without").
    pub negation: Vec<WordId>,
    /// Phrases that mark a name as changed or withheld.
    pub pseudonym: Vec<IdentityCue>,
    /// Prepositions of source ("according to").
    pub source_phrases: Vec<Vec<WordId>>,
    /// Words that open a paragraph's second half against the first ("despite", "although").
    pub concessive: Vec<WordId>,
    /// Words that lead from a description to a name ("a plasterer *called* Ana", "goes *by*").
    pub naming: Vec<WordId>,
    /// Verbs whose noun says what their subject is or comes to be ("became a citizen").
    pub becoming: Vec<WordId>,
}

impl Cues {
    /// The reporting verb with this lemma.
    #[must_use]
    pub fn reporting(&self, lemma: WordId) -> Option<&ReportingVerb> {
        self.reporting.iter().find(|r| r.verb == lemma).filter(|_| lemma != WordId::UNKNOWN)
    }

    /// The modality cue with this lemma in this place.
    #[must_use]
    pub fn modality(&self, lemma: WordId, place: ModalityPlace) -> Option<&ModalityCue> {
        self.modality.iter().find(|m| m.word == lemma && m.place == place).filter(|_| lemma != WordId::UNKNOWN)
    }
}
