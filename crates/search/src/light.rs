//! Which words of a text answer a question, for showing them lit.

use std::ops::Range;
use std::sync::OnceLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};

use crate::query::{Field, Match, Query};
use crate::words::Words;

/// A question made ready for lighting texts.
///
/// Shape: the words a question looks for in texts, people and places; not those it excludes, and not what it
/// asks of predicates, sources, languages, labels and dates, which stand in no text.
pub struct Light {
    rows: Vec<Vec<Test>>,
}

/// What one word must be.
enum Test {
    Same(String),
    Start(String),
    Near(DFA),
}

/// A word of the text: code points it covers, and its folded form.
struct Word {
    place: Range<usize>,
    folded: String,
}

impl Light {
    /// Makes a question ready.
    #[must_use]
    pub fn new(query: &Query) -> Light {
        let mut rows = Vec::new();
        gather(query, &mut rows);
        Light { rows }
    }

    /// Code points of the text that answer, in order; neither empty nor overlapping. Words of a row come as one range.
    #[must_use]
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let words = cut(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for start in 0..words.len() {
            for row in &self.rows {
                let Some(part) = words.get(start..start + row.len()) else { continue };
                if row.iter().zip(part).all(|(test, word)| test.passes(&word.folded)) {
                    found.push(part[0].place.start..part[part.len() - 1].place.end);
                }
            }
        }
        merge(found)
    }
}

fn gather(query: &Query, rows: &mut Vec<Vec<Test>>) {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| gather(part, rows)),
        Query::Words(Field::Text | Field::Person | Field::Place, words) => rows.push(tests(words)),
        Query::Words(..) | Query::Not(_) | Query::Days(..) => {}
    }
}

fn tests(words: &Match) -> Vec<Test> {
    let same = |row: &[String]| row.iter().cloned().map(Test::Same).collect::<Vec<_>>();
    match words {
        Match::Row(row) => same(row),
        Match::Start(row) => {
            let (last, before) =
                row.split_last().map_or(("", row.as_slice()), |(last, before)| (last.as_str(), before));
            same(before).into_iter().chain([Test::Start(last.to_string())]).collect()
        }
        Match::Near(word, changes) => vec![Test::Near(automaton(*changes).build_dfa(word))],
    }
}

/// The same automata as the index uses, so that what is found is lit. Making one takes milliseconds: once is enough.
fn automaton(changes: u8) -> &'static LevenshteinAutomatonBuilder {
    static MADE: [OnceLock<LevenshteinAutomatonBuilder>; 2] = [const { OnceLock::new() }; 2];
    let n = changes.clamp(1, 2);
    MADE[usize::from(n - 1)].get_or_init(|| LevenshteinAutomatonBuilder::new(n, true))
}

impl Test {
    fn passes(&self, word: &str) -> bool {
        match self {
            Test::Same(same) => word == same,
            Test::Start(start) => word.starts_with(start.as_str()),
            Test::Near(dfa) => matches!(dfa.eval(word), Distance::Exact(_)),
        }
    }
}

/// The words of a text with their places counted in code points.
fn cut(text: &str) -> Vec<Word> {
    let (mut walk, mut folded, mut words) = (Words::new(text), String::new(), Vec::new());
    let (mut bytes, mut points) = (0, 0);
    while let Some(range) = walk.next_into(&mut folded) {
        let start = points + text[bytes..range.start].chars().count();
        let end = start + text[range.clone()].chars().count();
        words.push(Word { place: start..end, folded: std::mem::take(&mut folded) });
        (bytes, points) = (range.end, end);
    }
    words
}

fn merge(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

impl std::fmt::Debug for Light {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Light of {} rows", self.rows.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lit(question: &str, text: &str) -> Vec<String> {
        let ranges = Light::new(&Query::parse(question).unwrap()).ranges(text);
        ranges.into_iter().map(|r| text.chars().skip(r.start).take(r.len()).collect()).collect()
    }

    #[test]
    fn words_rows_beginnings_and_near_spellings_are_lit_as_they_stand() {
        let text = "Élora’s travel document, the Document of travel; Ада Kovalénka arrested.";
        assert_eq!(lit("elora", text), ["Élora"]);
        assert_eq!(lit("document travel", text), ["travel", "document", "Document", "travel"]);
        assert_eq!(lit("\"travel document\"", text), ["travel document"]);
        assert_eq!(lit("arrest*", text), ["arrested"]);
        assert_eq!(lit("person:Kovlaenka", text), ["Kovalénka"]);
        assert_eq!(lit("place:elora -travel tag:document date:2024", text), ["Élora"]);
        assert_eq!(lit("travel OR \"travel document\"", text), ["travel document", "travel"]);
        assert!(lit("absent", text).is_empty());
    }
}
