//! Candidate mentions and their spans, from the tree. Rules: `training/coreference/FORMAT.md`, section 2.

use crate::Upos;
use crate::parsed::Parsed;

/// A phrase that may stand for something. Words are numbered from 0 in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its sentence.
    pub sentence: usize,
    /// Its head word.
    pub head: usize,
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
    /// Words of the document before its sentence.
    pub offset: usize,
    /// A coordination as one mention ("the brothers and their father").
    pub whole: bool,
}

impl Mention {
    /// First word and word after the last, counted over the document.
    #[must_use]
    pub fn span(&self) -> (usize, usize) {
        (self.offset + self.start, self.offset + self.end)
    }
}

/// Mentions of a document: those that begin first come first, of these the longest.
#[must_use]
pub fn candidates(sentences: &[Parsed<'_>]) -> Vec<Mention> {
    let (mut found, mut offset) = (Vec::new(), 0);
    for (sentence, s) in sentences.iter().enumerate() {
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for head in (0..s.forms.len()).filter(|w| is_candidate(s, *w)) {
            let coordinated = s.kids[head].iter().any(|k| s.base(*k) == "conj" && is_nominal(s.upos(*k)));
            for whole in [false, true] {
                if whole && !coordinated {
                    continue;
                }
                let (start, end) = span(s, head, whole);
                if !taken.contains(&(start, end)) {
                    taken.push((start, end));
                    found.push(Mention { sentence, head, start, end, offset, whole });
                }
            }
        }
        offset += s.forms.len();
    }
    found.sort_by_key(|m| (m.span().0, std::cmp::Reverse(m.span().1)));
    found
}

fn is_nominal(tag: Upos) -> bool {
    use Upos as U;
    matches!(tag, U::Noun | U::Propn | U::Pron | U::Num | U::Sym | U::X | U::Det | U::Adj)
}

fn is_candidate(s: &Parsed<'_>, w: usize) -> bool {
    let (form, tag) = (s.low[w].as_str(), s.upos(w));
    let empty = ["who", "which", "whom", "what", "there", "whose", "whoever", "whatever"].contains(&form)
        && matches!(tag, Upos::Pron | Upos::Det | Upos::Adv);
    let place = matches!(form, "here" | "there") && tag == Upos::Adv;
    !empty && (s.analysis.mentions[w].is_some() || tag == Upos::Pron || place)
}

/// First word and word after the last of the mention that the word heads.
fn span(s: &Parsed<'_>, head: usize, whole: bool) -> (usize, usize) {
    const OUTSIDE: [&str; 10] =
        ["case", "cc", "punct", "cop", "mark", "parataxis", "discourse", "vocative", "reparandum", "dislocated"];
    const CLAUSAL: [&str; 5] = ["nsubj", "csubj", "aux", "expl", "advcl"];
    let kids = &s.kids[head];
    let predicate = kids.iter().any(|k| matches!(s.base(*k), "cop" | "nsubj"));
    let first = kids.iter().copied().find(|k| !OUTSIDE.contains(&s.base(*k))).unwrap_or(head);
    let dropped = |k: usize| match s.base(k) {
        "conj" => !whole,
        "punct" => false,
        "cc" => !whole || k < head,
        "case" if k > head => false,
        "advmod" if predicate || k < head && k == first => true,
        base => OUTSIDE.contains(&base) || predicate && CLAUSAL.contains(&base),
    };
    let words = s.subtree(head, |w| w != head && s.head(w) == Some(head) && dropped(w));
    // The unbroken run of words around the head.
    let (mut start, mut end) = (head, head + 1);
    while start > 0 && words.binary_search(&(start - 1)).is_ok() {
        start -= 1;
    }
    while end < s.forms.len() && words.binary_search(&end).is_ok() && s.forms[end] != ":" {
        end += 1;
    }
    trim(s, start, end, head)
}

/// Takes punctuation off the ends, unless it closes what the span opens.
fn trim(s: &Parsed<'_>, mut start: usize, mut end: usize, head: usize) -> (usize, usize) {
    const QUOTES: [&str; 8] = ["\"", "'", "''", "``", "“", "”", "‘", "’"];
    while start < head && s.upos(start) == Upos::Punct {
        start += 1;
    }
    while end - 1 > head && s.upos(end - 1) == Upos::Punct {
        let inside = &s.forms[start..end - 1];
        let count = |mark: &str| inside.iter().filter(|w| **w == mark).count();
        let closes = match s.forms[end - 1] {
            ")" => count("(") > count(")"),
            "]" => count("[") > count("]"),
            mark => QUOTES.contains(&mark) && inside.iter().filter(|w| QUOTES.contains(w)).count() % 2 == 1,
        };
        if closes {
            break;
        }
        end -= 1;
    }
    (start, end)
}
