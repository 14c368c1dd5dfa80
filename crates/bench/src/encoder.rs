//! Words a second of the encoder alone (tags, lemmas, trees, names, mentions, cues of attribution) in
//! one process, on the article bodies of article-extraction; then of what stands above it.

use std::path::Path;
use std::time::Instant;

use casebook_model::attribution::Attributions;
use casebook_model::coreference::Coreference;
use casebook_model::encoder::{Analysis, Encoder};
use casebook_model::parsed::Parsed;
use casebook_text::segment::segment;

use crate::{Outcome, speed};

/// Rounds; the middle one counts, since the machine is seldom alone.
const ROUNDS: usize = 3;
/// Texts that are read.
const TEXTS: usize = 50;

/// Measures and prints.
pub fn run(data: &Path) -> Outcome<()> {
    let mut texts = speed::texts(Some(data))?;
    // In other scripts a word is many pieces, and no report in them is read by the encoder.
    texts.retain(|t| t.chars().filter(char::is_ascii).count() * 20 > t.chars().count() * 19);
    texts.truncate(TEXTS);
    let rules = &casebook_packs::bundled().tokens;
    let documents: Vec<Vec<Vec<&str>>> = texts
        .iter()
        .map(|text| {
            let found = segment(text, std::slice::from_ref(&(0..text.len())), rules);
            let words = |s: &casebook_text::segment::Sentence| {
                found.tokens[s.tokens.clone()].iter().map(|t| t.of(text)).collect()
            };
            found.sentences.iter().map(words).collect()
        })
        .collect();
    let n: usize = documents.iter().flatten().map(Vec::len).sum();
    let started = Instant::now();
    let encoder = Encoder::bundled();
    println!("{} texts, {n} words; loaded in {} ms", documents.len(), started.elapsed().as_millis());
    let read: Vec<Vec<Analysis>> = documents.iter().map(|d| encoder.read(d)).collect();
    let rate = |work: &dyn Fn()| {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let started = Instant::now();
                work();
                started.elapsed().as_secs_f64()
            })
            .collect();
        times.sort_by(f64::total_cmp);
        n as f64 / times[ROUNDS / 2]
    };
    let alone = rate(&|| documents.iter().for_each(|d| drop(encoder.read(d))));
    let halves = documents.split_at(documents.len() / 2);
    let two = rate(&|| {
        std::thread::scope(|scope| {
            scope.spawn(|| halves.0.iter().for_each(|d| drop(encoder.read(d))));
            halves.1.iter().for_each(|d| drop(encoder.read(d)));
        });
    });
    let above = rate(&|| {
        for (forms, analyses) in documents.iter().zip(&read) {
            let parsed: Vec<Parsed<'_>> = forms.iter().zip(analyses).map(|(f, a)| Parsed::new(f, a)).collect();
            let _ = Attributions::bundled().find(&parsed);
            let _ = Coreference::bundled().resolve(&parsed, &[], &|_| None);
        }
    });
    println!("encoder, one core: {alone:.0} words/s; two cores: {two:.0} words/s");
    println!("coreference and attribution on top, one core: {above:.0} words/s");
    Ok(())
}
