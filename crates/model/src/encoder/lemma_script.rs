//! Lemmas as edit scripts (`l2+y`: lower case, two letters off, "y" on). Source:
//! `training/encoder/FORMAT.md`, section 5.

/// How the letters are cased before the ending is changed.
#[derive(Clone, Copy)]
pub enum Case {
    /// All lower.
    Lower,
    /// As printed.
    Keep,
    /// The first upper, the others lower.
    Title,
    /// All upper.
    Upper,
}

/// One rule.
pub enum Script {
    /// The lemma, whatever the word.
    Whole(String),
    /// Change of case, letters taken off the end, letters put on.
    Edit {
        /// Change of case.
        case: Case,
        /// Letters taken off the end.
        strip: usize,
        /// Letters put on.
        add: String,
    },
}

impl Script {
    /// Reads a rule; `None` for what is none.
    #[must_use]
    pub fn parse(rule: &str) -> Option<Script> {
        if let Some(lemma) = rule.strip_prefix('=') {
            return Some(Script::Whole(lemma.to_string()));
        }
        let (head, add) = rule.split_once('+')?;
        let case = case_of(head.get(..1)?)?;
        Some(Script::Edit { case, strip: head.get(1..)?.parse().ok()?, add: add.to_string() })
    }

    /// The lemma of a word; `None` when more is taken off than there is.
    #[must_use]
    pub fn apply(&self, word: &str) -> Option<String> {
        match self {
            Script::Whole(lemma) => Some(lemma.clone()),
            Script::Edit { case, strip, add } => {
                let mut letters: Vec<char> = recase(word, *case);
                let left = letters.len().checked_sub(*strip)?;
                letters.truncate(left);
                Some(letters.into_iter().chain(add.chars()).collect())
            }
        }
    }
}

fn case_of(letter: &str) -> Option<Case> {
    Some(match letter {
        "l" => Case::Lower,
        "k" => Case::Keep,
        "t" => Case::Title,
        "u" => Case::Upper,
        _ => return None,
    })
}

fn recase(word: &str, case: Case) -> Vec<char> {
    match case {
        Case::Keep => word.chars().collect(),
        Case::Lower => word.chars().flat_map(char::to_lowercase).collect(),
        Case::Upper => word.chars().flat_map(char::to_uppercase).collect(),
        Case::Title => {
            let mut chars = word.chars();
            let first = chars.next().into_iter().flat_map(char::to_uppercase);
            first.chain(chars.flat_map(char::to_lowercase)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_change_case_and_ending() {
        let lemma = |rule: &str, word: &str| Script::parse(rule).and_then(|s| s.apply(word));
        assert_eq!(lemma("l3+y", "Cities").as_deref(), Some("city"));
        assert_eq!(lemma("t0+", "LONDON").as_deref(), Some("London"));
        assert_eq!(lemma("=be", "'s").as_deref(), Some("be"));
        assert_eq!(lemma("l9+", "is"), None);
        assert!(Script::parse("x1+").is_none());
    }
}
