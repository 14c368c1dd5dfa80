//! A sentence as the models above the encoder look at it: its words, the encoder's analysis, and the
//! tree from above.

use crate::Upos;
use crate::encoder::Analysis;
use crate::encoder::network::WIDTH;

/// Marks that open or close a quotation.
const QUOTES: [&str; 5] = ["\"", "“", "”", "``", "''"];

/// One analysed sentence.
pub struct Parsed<'a> {
    /// The words as printed.
    pub forms: &'a [&'a str],
    /// What the encoder says of them.
    pub analysis: &'a Analysis,
    /// The words in lower case.
    pub low: Vec<String>,
    /// Dependents of each word, in order.
    pub kids: Vec<Vec<usize>>,
}

impl<'a> Parsed<'a> {
    /// Puts words and analysis together. An analysis that is shorter than the sentence hides the rest.
    #[must_use]
    pub fn new(forms: &'a [&'a str], analysis: &'a Analysis) -> Parsed<'a> {
        let forms = &forms[..forms.len().min(analysis.words.len())];
        let mut kids = vec![Vec::new(); forms.len()];
        for (w, word) in analysis.words.iter().enumerate().take(forms.len()) {
            if let Some(head) = word.head {
                kids[head].push(w);
            }
        }
        Parsed { forms, analysis, low: forms.iter().map(|f| f.to_lowercase()).collect(), kids }
    }

    /// Part of speech of a word.
    #[must_use]
    pub fn upos(&self, w: usize) -> Upos {
        self.analysis.words[w].upos
    }

    /// Governing word.
    #[must_use]
    pub fn head(&self, w: usize) -> Option<usize> {
        self.analysis.words[w].head
    }

    /// The whole relation (`nsubj:pass`).
    #[must_use]
    pub fn relation(&self, w: usize) -> &'static str {
        self.analysis.words[w].deprel
    }

    /// The relation up to the colon.
    #[must_use]
    pub fn base(&self, w: usize) -> &'static str {
        let full = self.relation(w);
        full.split_once(':').map_or(full, |(base, _)| base)
    }

    /// The lemma in lower case.
    #[must_use]
    pub fn lemma(&self, w: usize) -> String {
        self.analysis.words[w].lemma.to_lowercase()
    }

    /// The word representation.
    #[must_use]
    pub fn vector(&self, w: usize) -> &[f32] {
        &self.analysis.vectors[w * WIDTH..(w + 1) * WIDTH]
    }

    /// The first dependent with one of these base relations.
    #[must_use]
    pub fn child(&self, w: usize, relations: &[&str]) -> Option<usize> {
        self.kids[w].iter().copied().find(|k| relations.contains(&self.base(*k)))
    }

    /// Has the word a dependent with one of these forms (lower case)?
    #[must_use]
    pub fn has_child_form(&self, w: usize, forms: &[&str]) -> bool {
        self.kids[w].iter().any(|k| forms.contains(&self.low[*k].as_str()))
    }

    /// The word and all below it in order, not entering words that are `out`.
    #[must_use]
    pub fn subtree(&self, w: usize, out: impl Fn(usize) -> bool) -> Vec<usize> {
        let (mut found, mut stack) = (Vec::new(), vec![w]);
        while let Some(node) = stack.pop() {
            if !out(node) {
                found.push(node);
                stack.extend(&self.kids[node]);
            }
        }
        found.sort_unstable();
        found
    }

    /// Is the word a quotation mark?
    #[must_use]
    pub fn is_quote(&self, w: usize) -> bool {
        QUOTES.contains(&self.forms[w])
    }

    /// Takes punctuation off both ends, quotation marks excepted.
    #[must_use]
    pub fn trim(&self, words: Vec<usize>) -> Vec<usize> {
        let kept = |w: &usize| self.upos(*w) != Upos::Punct || self.is_quote(*w);
        let (Some(first), Some(last)) = (words.iter().position(kept), words.iter().rposition(kept)) else {
            return Vec::new();
        };
        words[first..=last].to_vec()
    }
}
