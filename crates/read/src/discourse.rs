//! What the models above the encoder say across sentences, in tokens of the document: which words
//! stand for the same thing, and who says what. Empty where the encoder has not read.

use std::ops::Range;

use casebook_model::attribution::{self, Attributions};
use casebook_model::coreference::{Coreference, Gender, Link, Mention};
use casebook_model::encoder::Analysis;
use casebook_model::parsed::Parsed;
use casebook_packs::{Kind, Packs};

/// Links and attributions of one document.
#[derive(Debug, Default)]
pub struct Discourse {
    /// Per token that is the head of a mention with an antecedent.
    references: Vec<Option<Reference>>,
    /// Acts of saying that the scorer accepts, in order.
    pub attributions: Vec<Attribution>,
}

/// What a mention stands for again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// Head token of the antecedent.
    pub antecedent: usize,
    /// How much better than none, in logits; above 0.
    pub margin: f32,
}

/// Somebody says something.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Token that reports.
    pub cue: usize,
    /// Tokens of the source; empty where nobody is named.
    pub source: Range<usize>,
    /// What is said.
    pub content: Vec<Range<usize>>,
    /// From 0 to 1.
    pub probability: f32,
}

impl Discourse {
    /// Links mentions and finds attributions. `starts`: first token of each sentence.
    #[must_use]
    pub fn of(starts: &[usize], forms: &[Vec<&str>], analyses: &[Analysis], packs: &Packs) -> Discourse {
        let parsed: Vec<Parsed<'_>> = forms.iter().zip(analyses).map(|(f, a)| Parsed::new(f, a)).collect();
        let (mentions, links) = Coreference::bundled().resolve(&parsed, &[], &|name| gender(packs, name));
        let attributions = Attributions::bundled();
        let accepted = attributions.find(&parsed).into_iter().filter(|a| a.probability >= attributions.threshold);
        Discourse {
            references: references(starts, forms, &mentions, &links),
            attributions: accepted.map(|a| in_tokens(&a, starts)).collect(),
        }
    }

    /// What the mention with this head stands for again.
    #[must_use]
    pub fn reference(&self, head: usize) -> Option<Reference> {
        self.references.get(head).copied().flatten()
    }
}

fn references(starts: &[usize], forms: &[Vec<&str>], mentions: &[Mention], links: &[Link]) -> Vec<Option<Reference>> {
    let n = starts.iter().zip(forms).map(|(s, f)| s + f.len()).max().unwrap_or(0);
    let head = |m: &Mention| starts[m.sentence] + m.head;
    let mut out = vec![None; n];
    for (m, link) in mentions.iter().zip(links).filter(|(m, _)| !m.whole) {
        // A coordination as a whole has the head of its first part, but is somebody else.
        let antecedent = link.antecedent.map(|j| &mentions[j]).filter(|a| !a.whole);
        out[head(m)] = antecedent.map(|a| Reference { antecedent: head(a), margin: link.margin });
    }
    out
}

fn in_tokens(a: &attribution::Attribution, starts: &[usize]) -> Attribution {
    let start = starts[a.sentence];
    let source = match (a.source.first(), a.source.last()) {
        (Some(first), Some(last)) => start + first..start + last + 1,
        _ => start + a.cue..start + a.cue,
    };
    let mut content: Vec<Range<usize>> = Vec::new();
    for (sentence, words) in &a.content {
        for w in words.iter().map(|w| starts[*sentence] + w) {
            match content.last_mut() {
                Some(run) if run.end == w => run.end += 1,
                _ => content.push(w..w + 1),
            }
        }
    }
    Attribution { cue: start + a.cue, source, content, probability: a.probability }
}

/// What the lists of given names say of a name in lower case.
pub(crate) fn gender(packs: &Packs, name: &str) -> Option<Gender> {
    let first = packs.vocabulary.get(name);
    let meanings = packs.lexicon.starting_with(first).iter().filter(|m| m.rest.is_empty());
    meanings.filter(|m| m.kind == Kind::GivenName).find_map(|m| match m.value.as_str() {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    })
}
