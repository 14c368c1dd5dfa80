//! Paragraphs to sentences and tokens, by the Universal Dependencies convention for English:
//! clitics and hyphenated parts are tokens of their own ("46", "-", "year", "-", "old"; "do", "n't").

mod sentence;
mod token;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use token::is_clitic;

/// Words the splitter must know, from the packs.
#[derive(Clone, Debug, Default)]
pub struct TokenRules {
    /// Abbreviations with their stop, lower case ("prof.", "no.").
    pub abbreviations: BTreeSet<String>,
    /// Those of them that are one only before a number ("no. 7", but "No.").
    pub before_numbers: BTreeSet<String>,
    /// Words behind which "I." is an initial, lower case, without their stops ("mr").
    pub titles: BTreeSet<String>,
    /// Words written as one that are two, lower case, with the length of the first ("dont": 2).
    pub contractions: BTreeMap<String, usize>,
    /// Endings of file and web names, which keep their stop ("pdf", "com").
    pub name_endings: BTreeSet<String>,
    /// Marks of several characters that are one token (":-)").
    pub marks: Vec<String>,
    /// Prefixes that stay joined to the word after a hyphen ("pro", "ex").
    pub prefixes: BTreeSet<String>,
    /// Words that open a sentence after an abbreviation, as printed ("The", "He").
    pub openers: BTreeSet<String>,
}

/// One token: a byte range of the clean text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Token {
    /// The token's words.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One sentence: a range of tokens, and the paragraph it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Token indices.
    pub tokens: Range<usize>,
    /// Index of the paragraph.
    pub paragraph: usize,
}

/// All tokens and sentences of a text.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences in order; together they hold every token once.
    pub sentences: Vec<Sentence>,
}

impl TokenRules {
    /// Is the second of two tokens without a blank between them a part of the same printed word
    /// ("do" and "n't", "can" and "not")?
    #[must_use]
    pub fn one_word(&self, first: &str, second: &str) -> bool {
        let whole = format!("{first}{second}").to_lowercase();
        is_clitic(second) && first.chars().any(char::is_alphanumeric)
            || self.contractions.get(&whole) == Some(&first.len())
    }
}

/// Splits a text, paragraph by paragraph.
#[must_use]
pub fn segment(text: &str, paragraphs: &[Range<usize>], rules: &TokenRules) -> Segments {
    let mut out = Segments::default();
    for (i, range) in paragraphs.iter().enumerate() {
        let first = out.tokens.len();
        token::tokens(text, range.clone(), rules, &mut out.tokens);
        sentence::sentences(text, &out.tokens, first, i, rules, &mut out.sentences);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules() -> TokenRules {
        let set = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        TokenRules {
            abbreviations: set(&["prof.", "mr.", "no.", "st."]),
            before_numbers: set(&["no."]),
            titles: set(&["mr"]),
            contractions: [("cannot".to_string(), 3), ("didnt".to_string(), 3)].into(),
            name_endings: set(&["pdf", "com"]),
            marks: vec![":)".into()],
            prefixes: set(&["pro", "ex", "re"]),
            openers: set(&["The", "He"]),
        }
    }

    fn words(text: &str) -> Vec<&str> {
        let s = segment(text, std::slice::from_ref(&(0..text.len())), &rules());
        s.tokens.iter().map(|t| t.of(text)).collect()
    }

    fn split(text: &str) -> Vec<&str> {
        let s = segment(text, std::slice::from_ref(&(0..text.len())), &rules());
        let range = |x: &Sentence| s.tokens[x.tokens.start].start as usize..s.tokens[x.tokens.end - 1].end as usize;
        s.sentences.iter().map(|x| &text[range(x)]).collect()
    }

    #[test]
    fn tokens_follow_the_treebanks() {
        assert_eq!(words("a 46-year-old ex-welder"), ["a", "46", "-", "year", "-", "old", "ex-welder"]);
        assert_eq!(
            words("They don't, can't, cannot; he's"),
            ["They", "do", "n't", ",", "ca", "n't", ",", "can", "not", ";", "he", "'s"]
        );
        assert_eq!(words("two weeks' pay: 1,800.50 riyals"), ["two", "weeks", "'", "pay", ":", "1,800.50", "riyals"]);
        assert_eq!(words("Prof. J. O'Brien (no. 60286/09)"), ["Prof.", "J.", "O'Brien", "(", "no.", "60286/09", ")"]);
        assert_eq!(words("see https://a.example/x?y=1."), ["see", "https://a.example/x?y=1", "."]);
        assert_eq!(words("the U.S. consul’s"), ["the", "U.S.", "consul", "’s"]);
        assert_eq!(words("he didnt open a.pdf :) ?!"), ["he", "did", "nt", "open", "a.pdf", ":)", "?!"]);
        assert_eq!(words("\"Ana\"<ana@a.example> #1"), ["\"", "Ana", "\"", "<", "ana@a.example", ">", "#", "1"]);
    }

    #[test]
    fn sentences_know_abbreviations_quotes_and_initials() {
        assert_eq!(split("Prof. Ana Silva left. He stayed.").len(), 2);
        assert_eq!(split("\"It is over.\" He wept.").len(), 2);
        assert_eq!(split("Did he sign? No. He left under no. 7.").len(), 3);
        assert_eq!(split("they took my phone. then nobody called.").len(), 2);
        assert_eq!(split("He met the dir. of the plant.").len(), 1);
        assert_eq!(split("\"Are you sure?\" asked J. Marek.").len(), 1);
        assert_eq!(split("They are Mr I. Falkner and W. I. Smith. So am I. Then he left.").len(), 3);
        assert_eq!(split("He moved to the U.S. The visa lapsed.").len(), 2);
        assert_eq!(split("He moved to the U.S. Army base.").len(), 1);
        assert_eq!(split("They waited ... and waited. 40 men signed.").len(), 2);
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_token_of_one_sentence(text in "\\PC{0,80}") {
            let s = segment(&text, std::slice::from_ref(&(0..text.len())), &rules());
            let mut at = 0;
            for t in &s.tokens {
                prop_assert!(t.start as usize >= at && t.end > t.start);
                prop_assert!(text[at..t.start as usize].chars().all(char::is_whitespace));
                at = t.end as usize;
            }
            let covered: usize = s.sentences.iter().map(|x| x.tokens.len()).sum();
            prop_assert_eq!(covered, s.tokens.len());
        }
    }
}
