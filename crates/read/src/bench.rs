//! Who sits and who appears in a judgment: the judges, agents and counsel whom its head lists by name. They have no
//! part in the story and do nothing in it, so nothing else would say who they are.

use casebook_packs::Kind as Lex;

use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::people::{Kind, Mention, People};

/// Names with a title that make a sentence a list.
const FEWEST: usize = 3;
/// Different phrases of a judgment's head that make a text a judgment.
const FEWEST_CUES: usize = 2;

/// Persons named in such lists, each with the part they have.
#[must_use]
pub fn members(doc: &Doc<'_>, notes: &Annotations, people: &People) -> Vec<(usize, &'static str)> {
    let Some(cues) = doc.packs.list("bench_cue") else { return Vec::new() };
    let phrases = &doc.packs.lists[cues].phrases;
    let says = |tokens: std::ops::Range<usize>, i: usize| {
        let words: Vec<_> = tokens.map(|t| doc.words[t].form).collect();
        words.windows(phrases[i].len()).any(|w| w == phrases[i].as_slice())
    };
    // Accused people appear before a court as well: one such phrase makes no judgment.
    let known = (0..phrases.len()).filter(|i| doc.sentences.iter().any(|s| says(s.tokens.clone(), *i))).count();
    if known < FEWEST_CUES {
        return Vec::new();
    }
    let mut out: Vec<(usize, &'static str)> = Vec::new();
    for sentence in &doc.sentences {
        let tokens = sentence.tokens.clone();
        let titled = |m: &&Mention| {
            m.kind == Kind::Name
                && tokens.contains(&m.tokens.start)
                && notes.lexicon(m.tokens.start, Lex::Title).is_some()
        };
        let names: Vec<&Mention> = people.mentions.iter().filter(titled).collect();
        let speaks_of_bench = || (0..phrases.len()).any(|i| says(tokens.clone(), i));
        if names.len() < FEWEST || !speaks_of_bench() {
            continue;
        }
        for (i, name) in names.iter().enumerate() {
            let until = names.get(i + 1).map_or(tokens.end, |n| n.tokens.start);
            let called = (name.tokens.end..until).find_map(|t| notes.lexicon(t, Lex::Role));
            let role = if called == Some("lawyer") { "lawyer" } else { "official" };
            if let Some(p) = name.person.filter(|p| out.iter().all(|(q, _)| q != p)) {
                out.push((p, role));
            }
        }
    }
    out
}
