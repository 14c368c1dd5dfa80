//! Name lists as a feature of words. Source: `training/encoder/FORMAT.md`, section 3.

use std::collections::HashMap;

use super::pieces::clean;

/// Phrases of several kinds ("given", "place", …), by their first word, longest first.
pub struct Gazetteer {
    kinds: Vec<HashMap<String, Vec<Vec<String>>>>,
}

impl Gazetteer {
    /// Reads lines of `kind TAB word word …`; `kinds` names the kinds in the order of their rows.
    #[must_use]
    pub fn new(kinds: &[&str], lines: &str) -> Gazetteer {
        let mut tables = vec![HashMap::<String, Vec<Vec<String>>>::new(); kinds.len()];
        for (kind, phrase) in lines.lines().filter_map(|l| l.split_once('\t')) {
            let Some(at) = kinds.iter().position(|k| *k == kind) else { continue };
            let words: Vec<String> = phrase.split(' ').map(ToString::to_string).collect();
            tables[at].entry(words[0].clone()).or_default().push(words);
        }
        for table in &mut tables {
            // The order of the buckets does not matter: each is sorted by itself.
            #[allow(clippy::iter_over_hash_type)]
            for phrases in table.values_mut() {
                phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
            }
        }
        Gazetteer { kinds: tables }
    }

    /// For every word, the rows of the feature's table that are added: `2k` for the first word of a
    /// phrase of kind `k`, `2k + 1` for its further words.
    #[must_use]
    pub fn rows(&self, words: &[&str]) -> Vec<Vec<usize>> {
        let keys: Vec<String> = words.iter().map(|w| key(w)).collect();
        let upper: Vec<bool> = words.iter().map(|w| w.chars().any(char::is_uppercase)).collect();
        let plain = !upper.contains(&true);
        let mut rows = vec![Vec::new(); words.len()];
        for (kind, table) in self.kinds.iter().enumerate() {
            let mut i = 0;
            while i < words.len() {
                let n = if upper[i] || plain { matched(table, &keys[i..]) } else { 0 };
                for j in 0..n {
                    rows[i + j].push(2 * kind + usize::from(j > 0));
                }
                i += n.max(1);
            }
        }
        rows
    }
}

/// Words of the longest phrase that begins here.
fn matched(table: &HashMap<String, Vec<Vec<String>>>, keys: &[String]) -> usize {
    let phrases = table.get(&keys[0]).map_or(&[][..], Vec::as_slice);
    phrases.iter().find(|p| keys.starts_with(p)).map_or(0, Vec::len)
}

fn key(word: &str) -> String {
    let mut key = clean(word);
    key.retain(|c| !c.is_whitespace());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_counts_and_lower_case_words_do_not() {
        let lists = Gazetteer::new(&["given", "place"], "given\tann\nplace\tann arbor\nplace\tarbor");
        assert_eq!(lists.rows(&["In", "Ann", "Arbor"]), [vec![], vec![0, 2], vec![3]]);
        assert_eq!(lists.rows(&["In", "ann", "Arbor"]), [vec![], vec![], vec![2]]);
        assert_eq!(lists.rows(&["ann", "arbor"]), [vec![0, 2], vec![3]]);
    }
}
