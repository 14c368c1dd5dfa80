//! The encoder against the reference implementation that trained it, and against itself.
//!
//! `encoder-samples.json` is written by `training/encoder/parity.py` from the same model file.
#![allow(clippy::disallowed_methods)]

use casebook_model::encoder::machine::Machine;
use casebook_model::encoder::network::WIDTH;
use casebook_model::encoder::{Analysis, Encoder};
use serde_json::Value;

fn samples() -> Vec<Value> {
    let text = include_str!("encoder-samples.json");
    serde_json::from_str(text).expect("samples are JSON")
}

fn words(sample: &Value) -> Vec<&str> {
    sample["words"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn texts<'v>(sample: &'v Value, field: &str) -> Vec<&'v str> {
    sample[field].as_array().into_iter().flatten().map(|v| v.as_str().unwrap_or("none")).collect()
}

/// Labels that differ and all of them.
fn differing<T: PartialEq>(ours: &[T], wanted: &[T]) -> [usize; 2] {
    assert_eq!(ours.len(), wanted.len());
    [ours.iter().zip(wanted).filter(|(a, b)| a != b).count(), ours.len()]
}

/// The reference multiplies in floats, we in whole numbers of eight bits: a number of a vector, of the size of one,
/// differs by .01 in the middle and by .06 at most, and a label that hung by a hair may fall the other way (on words
/// like `:(`).
#[test]
fn labels_are_those_of_the_reference() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().map(words).collect();
    let (mut n_close, mut other, mut all) = (0, 0, 0);
    for (sample, got) in samples.iter().zip(Encoder::bundled().read(&sentences)) {
        let whole = sample["chunks"].as_array().is_some_and(|c| c.len() == 1);
        let upos: Vec<&str> = got.words.iter().map(|w| w.upos.name()).collect();
        let lemmas: Vec<&str> = got.words.iter().map(|w| w.lemma.as_str()).collect();
        let mentions: Vec<&str> = got.mentions.iter().map(|m| m.map_or("none", |m| m.name())).collect();
        let mut counts = vec![
            differing(&upos, &texts(sample, "upos")),
            differing(&lemmas, &texts(sample, "lemmas")),
            differing(&mentions, &texts(sample, "mentions")),
        ];
        if whole {
            let heads: Vec<u64> = got.words.iter().map(|w| w.head.map_or(0, |h| h as u64 + 1)).collect();
            let wanted: Vec<u64> = sample["heads"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
            counts.push(differing(&heads, &wanted));
        }
        for [n_other, n] in counts {
            (other, all) = (other + n_other, all + n);
        }
        n_close += close_vectors(sample, &got);
    }
    assert!(n_close > 1_000);
    assert!(other * 200 <= all, "{other} of {all} labels differ");
}

/// Numbers of the sample's vectors, all of them close to ours.
fn close_vectors(sample: &Value, got: &Analysis) -> usize {
    let mut n = 0;
    for (w, wanted) in sample["vectors"].as_array().into_iter().flatten().enumerate() {
        for (k, number) in wanted.as_array().into_iter().flatten().filter_map(Value::as_f64).enumerate() {
            let ours = f64::from(got.vectors[w * WIDTH + k]);
            assert!((ours - number).abs() < 0.1, "word {w}, number {k}: {ours} instead of {number}");
            n += 1;
        }
    }
    n
}

#[test]
fn the_same_bits_whatever_the_batch_and_the_machine() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().map(words).collect();
    let together = Encoder::bundled().read(&sentences);
    let alone: Vec<Analysis> =
        sentences.iter().flat_map(|s| Encoder::bundled().read(std::slice::from_ref(s))).collect();
    assert!(together == alone, "a sentence reads otherwise in a batch");
    let mut reversed: Vec<Vec<&str>> = sentences.clone();
    reversed.reverse();
    let mut backwards = Encoder::bundled().read(&reversed);
    backwards.reverse();
    assert!(together == backwards, "a sentence reads otherwise in another order");
    let bytes = include_bytes!("../../../models/encoder.safetensors");
    // Without the machine's own instructions a fused multiply-add is a call: a few sentences do.
    let few: Vec<Vec<&str>> = sentences.iter().filter(|s| s.len() < 16).cloned().collect();
    let expected = Encoder::bundled().read(&few);
    for machine in Machine::all() {
        let other = Encoder::load(bytes, machine).expect("the bundled file loads");
        assert!(expected == other.read(&few), "{machine:?} gives other bits");
    }
}

#[test]
fn the_same_bits_however_many_threads_read() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().map(words).collect();
    let alone = Encoder::bundled().read(&sentences);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (1..5)
            .map(|n| {
                let sentences = &sentences;
                scope.spawn(move || sentences.chunks(n).flat_map(|c| Encoder::bundled().read(c)).collect::<Vec<_>>())
            })
            .collect();
        for reader in readers {
            assert!(reader.join().expect("no panic") == alone, "a thread reads otherwise");
        }
    });
}

#[test]
fn trees_are_whole_on_strange_words() {
    let pieces = [
        "",
        "\u{301}",
        "....",
        "(",
        "\u{1f600}",
        "the",
        "Na\u{ef}ve",
        "\0",
        "x",
        "\u{4e2d}\u{6587}",
        "'s",
        "THE",
        "1,000",
        "\u{200b}",
    ];
    let mut state = 11u32;
    let mut next = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % n
    };
    // Most of them short, so that ten thousand are read in a moment; every hundredth is long.
    let sentence = |i: usize| {
        let n = 1 + next(if i.is_multiple_of(100) { 60 } else { 5 });
        (0..n).map(|_| pieces[next(pieces.len())]).collect()
    };
    let sentences: Vec<Vec<&str>> = (0..10_000).map(sentence).collect();
    for (words, read) in sentences.iter().zip(Encoder::bundled().read(&sentences)) {
        assert_eq!(read.words.len(), words.len());
        assert_eq!(read.words.iter().filter(|w| w.head.is_none()).count(), 1, "{words:?}");
        for start in 0..words.len() {
            let (mut at, mut steps) = (start, 0);
            while let Some(head) = read.words[at].head {
                at = head;
                steps += 1;
                assert!(steps <= words.len(), "a cycle in {words:?}");
            }
        }
    }
}
