//! Passages made of real sentences with three words in ten exchanged for others, each as often as it is used.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Outcome;

/// Numbers that look random and are the same every time. Source: Steele, Lea and Flood, 2014 (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below a bound.
    pub fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
}

/// A passage: its words, and the person it speaks of, in one of three.
pub struct Text {
    pub text: String,
    pub person: Option<String>,
}

/// What passages are made of.
pub struct Texts {
    sentences: Vec<Vec<String>>,
    words: Vec<String>,
    forenames: Vec<String>,
    surnames: Vec<String>,
}

impl Texts {
    /// Sentences of the open treebanks and common names, from the folder of the data sets.
    pub fn load(data: &Path) -> Outcome<Texts> {
        let mut files = vec![data.join("ud-ewt/en_ewt-ud-train.conllu"), data.join("ud-ewt/en_ewt-ud-dev.conllu")];
        let gum: Result<Vec<_>, _> = fs::read_dir(data.join("gum/dep"))?.map(|e| e.map(|e| e.path())).collect();
        files.extend(gum?);
        files.sort();
        let mut sentences = Vec::new();
        for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "conllu")) {
            let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let lines = text.lines().filter_map(|line| line.strip_prefix("# text = "));
            sentences.extend(lines.map(|line| line.split_whitespace().map(String::from).collect::<Vec<_>>()));
        }
        sentences.retain(|sentence| sentence.len() > 3);
        let names = data.join("names/popular-names-by-country");
        Ok(Texts {
            words: sentences.iter().flatten().cloned().collect(),
            sentences,
            forenames: column(&names.join("common-forenames-by-country.csv"), 11)?,
            surnames: column(&names.join("common-surnames-by-country.csv"), 5)?,
        })
    }

    /// Words the exchanged ones are taken from.
    pub fn pool(&self) -> usize {
        self.words.len()
    }

    /// The first passages, the same every time.
    pub fn passages(&self, count: usize) -> impl Iterator<Item = Text> + '_ {
        let mut dice = Dice(1);
        (0..count).map(move |_| {
            let sentence = &self.sentences[dice.throw(self.sentences.len())];
            let mut word = |own: &'_ str| match dice.throw(10) {
                0..3 => self.words[dice.throw(self.words.len())].clone(),
                _ => own.to_string(),
            };
            let text = sentence.iter().map(|own| word(own)).collect::<Vec<_>>().join(" ");
            let mut name = |list: &[String]| list[dice.throw(list.len())].clone();
            let person = [name(&self.forenames), name(&self.surnames)].join(" ");
            Text { text, person: (dice.throw(3) == 0).then_some(person) }
        })
    }

    /// The words used most, small letters, most frequent first.
    pub fn commonest(&self, count: usize) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for word in self.words.iter().filter(|w| w.bytes().all(|b| b.is_ascii_alphabetic())) {
            *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
        }
        let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(count).map(|(word, _)| word).collect()
    }
}

/// A column of a table without quoted commas, plain Latin names only.
fn column(file: &Path, number: usize) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let cells = text.lines().skip(1).filter_map(|line| line.split(',').nth(number));
    Ok(cells.filter(|c| c.len() > 2 && c.bytes().all(|b| b.is_ascii_alphabetic())).map(String::from).collect())
}
