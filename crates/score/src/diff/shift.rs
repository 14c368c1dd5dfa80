//! Where words of A's clean text stand in B's: a change of code may drop or keep other parts of a page.

use crate::report::Words;
use crate::words::places;

/// Two clean texts of one document.
pub struct Shift {
    a: Vec<char>,
    b: Vec<char>,
    /// Code points that both begin with.
    head: usize,
    /// Code points that both end with, beyond the head.
    tail: usize,
}

impl Shift {
    /// Looks for what the texts share.
    pub fn new(a: &str, b: &str) -> Shift {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        let rest = a.len().min(b.len()) - head;
        let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
        Shift { a, b, head, tail }
    }

    /// Where words of A stand in B: in the shared head and tail where they must; elsewhere at the
    /// nearest place with the same words. `None` when they stand nowhere.
    pub fn place(&self, words: &Words) -> Option<(usize, usize)> {
        let moved = |at: usize| (at + self.b.len()).saturating_sub(self.a.len());
        if words.end <= self.head {
            return Some((words.start, words.end));
        }
        if words.start + self.tail >= self.a.len() {
            return Some((moved(words.start), moved(words.end)));
        }
        places(&self.b, &words.quote).into_iter().min_by_key(|place| place.0.abs_diff(words.start))
    }

    /// Words of A from one place to another.
    pub fn of_a(&self, from: usize, to: usize) -> Option<String> {
        self.a.get(from..to).map(|letters| letters.iter().collect())
    }

    /// And of B.
    pub fn of_b(&self, from: usize, to: usize) -> Option<String> {
        self.b.get(from..to).map(|letters| letters.iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(a: &str, b: &str, quote: &str) -> Option<String> {
        let byte = a.find(quote)?;
        let start = a[..byte].chars().count();
        let words = Words { start, end: start + quote.chars().count(), quote: quote.into(), ..Words::default() };
        let shift = Shift::new(a, b);
        shift.place(&words).and_then(|(from, to)| shift.of_b(from, to))
    }

    #[test]
    fn words_are_found_again_in_another_text() {
        let text = "Menu. Émile Obi was held. He was freed.";
        for (b, quote) in [
            (text, "held"),
            ("Émile Obi was held. He was freed.", "freed"),
            ("Menu. Émile Obi was held. He was freed. Read more.", "Obi"),
            ("Home. Émile Obi was held. Then he was freed!", "was held"),
        ] {
            assert_eq!(place(text, b, quote).as_deref(), Some(quote), "{b}");
        }
        assert_eq!(place(text, "Something else.", "held"), None);
    }
}
