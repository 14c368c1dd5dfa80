//! Hashed features of words: the one place that decides what a linear model can see.
//!
//! The hash is our own and part of the model file's version: stored weights mean nothing under another.

use std::collections::HashMap;

/// Mixes one value into a hash. A multiply–rotate mix in the manner of FxHash, fixed for all time.
#[inline]
#[must_use]
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Hash of a string's bytes.
#[must_use]
pub fn hash_str(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| mix(h, u64::from(b)))
}

/// What the models see of one word form, computed once per word.
///
/// All fields are hashes except the flags. Affixes are counted in code points.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The form as printed.
    pub exact: u64,
    /// The form in lower case, digits folded to `0`.
    pub lower: u64,
    /// Last one to four letters of the lower-case form.
    pub suffix: [u64; 4],
    /// First one to three letters of the lower-case form.
    pub prefix: [u64; 3],
    /// Outline: upper, lower, digit and other letters in runs ("Xx", "XXx", "0-x").
    pub shape: u64,
    /// Class of the word: which parts of speech it can be, for words no treebank has. Zero: unknown.
    pub class: u64,
    /// Starts with an upper-case letter.
    pub upper: bool,
}

/// Classes of words, by the hash of the lower-case form. Source: `training/word_classes.py`.
#[derive(Default)]
pub struct Classes {
    by_word: HashMap<u64, u64>,
}

impl Classes {
    /// Reads lines of `word TAB class`; other lines are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Classes {
        let line = |l: &str| l.split_once('\t').map(|(word, class)| (hash_str(word), hash_str(class)));
        Classes { by_word: text.lines().filter_map(line).collect() }
    }

    fn of(&self, lower: &str) -> u64 {
        self.by_word.get(&hash_str(lower)).copied().unwrap_or(0)
    }
}

impl Form {
    /// Looks at one word form.
    #[must_use]
    pub fn of(form: &str, classes: &Classes) -> Form {
        let folded = form.to_lowercase();
        let lower: Vec<char> = folded.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let hash = |part: &[char]| part.iter().fold(7, |h, &c| mix(h, c as u64));
        let n = lower.len();
        let mut out = Form {
            exact: hash_str(form),
            lower: hash(&lower),
            shape: outline(form),
            class: classes.of(&folded),
            upper: form.chars().next().is_some_and(char::is_uppercase),
            ..Form::default()
        };
        for (i, s) in out.suffix.iter_mut().enumerate() {
            *s = hash(&lower[n.saturating_sub(i + 1)..]);
        }
        for (i, p) in out.prefix.iter_mut().enumerate() {
            *p = hash(&lower[..n.min(i + 1)]);
        }
        out
    }
}

/// Runs of letter kinds, each run capped at two, as a hash.
fn outline(form: &str) -> u64 {
    let kind = |c: char| match c {
        c if c.is_uppercase() => 1,
        c if c.is_lowercase() => 2,
        c if c.is_numeric() => 3,
        c if c.is_alphabetic() => 4,
        c => 16 + c as u64,
    };
    let (mut hash, mut last, mut run) = (3, 0, 0);
    for k in form.chars().map(kind) {
        run = if k == last { run + 1 } else { 1 };
        last = k;
        if run <= 2 {
            hash = mix(hash, k);
        }
    }
    hash
}
