//! Questions of six kinds, taken from the passages that are searched.

use super::texts::{Dice, Text, Texts};

/// What a question is like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Two,
    Phrase,
    Typo,
    CommonAny,
    CommonAll,
}

impl Kind {
    /// In the order of the table.
    pub const ALL: [Kind; 6] = [Kind::Word, Kind::Two, Kind::Phrase, Kind::Typo, Kind::CommonAny, Kind::CommonAll];

    /// As the table names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Word => "one word",
            Kind::Two => "two words",
            Kind::Phrase => "phrase",
            Kind::Typo => "name with a typo",
            Kind::CommonAny => "commonest words, OR",
            Kind::CommonAll => "commonest words, AND",
        }
    }
}

/// A question, for every engine to put in its own way.
pub struct Question {
    pub kind: Kind,
    /// Small letters only.
    pub words: Vec<String>,
}

impl Question {
    /// So many of each kind, the same every time.
    pub fn all(texts: &Texts, count: usize, each: usize) -> Vec<Question> {
        let sample: Vec<Text> = texts.passages(count.min(20_000)).collect();
        let (common, mut dice, mut questions) = (texts.commonest(20), Dice(2), Vec::new());
        while questions.len() < each * Kind::ALL.len() {
            let kind = Kind::ALL[questions.len() / each];
            let text = &sample[dice.throw(sample.len())];
            let words = match kind {
                Kind::Word => row(&text.text, 1, &mut dice),
                Kind::Two | Kind::Phrase => row(&text.text, 2, &mut dice),
                Kind::Typo => text.person.as_deref().and_then(|name| typo(name, &mut dice)),
                Kind::CommonAny | Kind::CommonAll => {
                    let first = dice.throw(common.len());
                    // Two or three different ones of the twenty commonest.
                    let steps = (0..2 + dice.throw(2)).map(|i| common[(first + i * 7) % common.len()].clone());
                    Some(steps.collect())
                }
            };
            questions.extend(words.map(|words| Question { kind, words }));
        }
        questions
    }
}

/// Words in a row of a passage, each of three letters or more.
fn row(text: &str, length: usize, dice: &mut Dice) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split(' ').collect();
    let start = dice.throw(words.len().checked_sub(length)? + 1);
    let row = &words[start..start + length];
    let plain = |w: &&str| w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic());
    row.iter().all(plain).then(|| row.iter().map(|w| w.to_ascii_lowercase()).collect())
}

/// The surname, of six letters or more, with two neighbouring letters swapped, one lost, or one changed.
fn typo(name: &str, dice: &mut Dice) -> Option<Vec<String>> {
    let mut letters: Vec<u8> = name.split(' ').next_back()?.to_ascii_lowercase().into_bytes();
    if letters.len() < 6 {
        return None;
    }
    let at = 1 + dice.throw(letters.len() - 2);
    match dice.throw(3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => letters[at] = b'a' + dice.throw(26) as u8,
    }
    Some(vec![String::from_utf8(letters).ok()?])
}
