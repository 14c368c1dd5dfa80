//! A greedy left-to-right sequence tagger: one linear model over a window of words and past labels.
//!
//! Used twice: parts of speech (hints all zero) and names (hints are the parts of speech).

use crate::feature::{Form, mix};
use crate::file::{Damaged, Table};

/// Labels so far and the words around them: what the model may look at for word `at`.
pub struct Window<'a> {
    /// The sentence.
    pub forms: &'a [Form],
    /// A side label per word, such as its part of speech.
    pub hints: &'a [u8],
    /// Labels given to the words before `at`.
    pub past: &'a [u8],
    /// Index of the word in question.
    pub at: usize,
}

/// Calls `each` with every feature of the window. Training and running share this function.
pub fn features(w: &Window<'_>, mut each: impl FnMut(u64)) {
    let edge = Form::default();
    let form = |offset: isize| w.at.checked_add_signed(offset).and_then(|i| w.forms.get(i)).unwrap_or(&edge);
    let label = |back: usize| w.at.checked_sub(back).map_or(99, |i| u64::from(w.past[i]));
    let hint = |offset: isize| {
        let i = w.at.checked_add_signed(offset);
        i.and_then(|i| w.hints.get(i)).map_or(98, |&h| u64::from(h))
    };
    let (a, b, c, d, e) = (form(-2), form(-1), form(0), form(1), form(2));
    let (last, before) = (label(1), label(2));
    let mut put = |id: u64, x: u64, y: u64| each(mix(mix(mix(0x9e37, id), x), y));
    put(0, 0, 0);
    put(1, c.lower, 0);
    put(2, c.exact, 0);
    put(3, c.shape, u64::from(w.at == 0));
    for (i, s) in c.suffix.iter().enumerate() {
        put(4 + i as u64, *s, 0);
    }
    for (i, p) in c.prefix.iter().enumerate() {
        put(8 + i as u64, *p, 0);
    }
    put(11, b.lower, 0);
    put(12, d.lower, 0);
    put(13, a.lower, 0);
    put(14, e.lower, 0);
    put(15, b.lower, c.lower);
    put(16, c.lower, d.lower);
    put(17, last, 0);
    put(18, last, before);
    put(19, last, c.lower);
    put(20, b.suffix[2], c.suffix[2]);
    put(21, d.suffix[2], c.suffix[2]);
    put(22, b.shape, c.shape);
    put(23, d.shape, c.shape);
    put(24, last, d.lower);
    put(25, b.lower, d.lower);
    put(26, hint(0), last);
    put(27, mix(hint(-1), hint(0)), hint(1));
    put(28, hint(0), c.suffix[2]);
    put(29, mix(hint(1), last), d.suffix[2]);
    put(30, a.lower, b.lower);
    put(31, d.lower, e.lower);
    put(32, c.shape, last);
    put(34, c.class, last);
    put(35, mix(b.class, c.class), d.class);
    put(36, c.class, d.class);
    put(37, mix(c.class, d.class), last);
    put(38, c.class, c.suffix[2]);
    put(39, mix(c.class, d.lower), last);
    put(33, mix(before, last), c.suffix[1]);
}

/// A trained tagger.
pub struct Tagger {
    table: Table<'static>,
}

impl Tagger {
    /// Loads a tagger from its section of the model file.
    ///
    /// # Errors
    /// [`Damaged`] when the table does not fit.
    pub fn load(section: &'static [u8]) -> Result<Tagger, Damaged> {
        Ok(Tagger { table: Table::load(section)? })
    }

    /// One label (a column number) per word.
    #[must_use]
    pub fn tag(&self, forms: &[Form], hints: &[u8]) -> Vec<u8> {
        let mut past = Vec::with_capacity(forms.len());
        let mut scores = vec![0i32; self.table.columns()];
        for at in 0..forms.len() {
            scores.fill(0);
            features(&Window { forms, hints, past: &past, at }, |f| self.table.add(f, &mut scores));
            past.push(best(&scores));
        }
        past
    }
}

/// Column with the highest score; the first of equals.
#[must_use]
pub fn best<T: PartialOrd>(scores: &[T]) -> u8 {
    let mut top = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[top] {
            top = i;
        }
    }
    u8::try_from(top).unwrap_or(0)
}
