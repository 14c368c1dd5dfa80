//! The proposer of claims against the reference implementation that trained it, and against itself.
//!
//! `training/claims/samples.json` is written by `training/claims/write_model.py` from the same model files; its
//! sentences are our own.
#![allow(clippy::disallowed_methods)]

use casebook_model::encoder::machine::Machine;
use casebook_model::encoder::math::logistic;
use casebook_model::encoder::proposer::{Proposal, Proposer};
use casebook_model::encoder::{Analysis, Encoder};
use serde_json::Value;

fn samples() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../training/claims/samples.json")).expect("samples are JSON")
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value[field].as_array().into_iter().flatten()
}

fn words(sample: &Value) -> Vec<&str> {
    list(sample, "words").filter_map(Value::as_str).collect()
}

/// The reference multiplies in floats, we in whole numbers of eight bits: probabilities differ by .033 at most.
fn close(ours: f32, wanted: &Value) -> bool {
    (f64::from(ours) - wanted.as_f64().expect("a number")).abs() < 0.05
}

#[test]
fn predicates_and_persons_are_those_of_the_reference() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().map(words).collect();
    let proposer = Proposer::bundled();
    let mut n = 0;
    for (sample, got) in samples.iter().zip(Encoder::bundled().read_proposing(&sentences, Some(proposer))) {
        for (w, wanted) in list(sample, "scores").enumerate() {
            let people = got.people[w];
            assert!(close(people.begins, &wanted["people"][0]) && close(people.within, &wanted["people"][1]));
            for pair in list(wanted, "predicates").filter(|p| p[1].as_f64() > Some(0.05)) {
                let is = |p: &&Proposal| p.word == w && pair[0] == proposer.predicates[p.predicate].as_str();
                let ours = got.proposals.iter().find(is).expect("what the reference finds likely is proposed");
                assert!(close(logistic(ours.score), &pair[1]), "word {w}: {} instead of {pair}", ours.score);
                assert!(close(ours.elsewhere, &wanted["about"][0]));
                assert!(ours.about.iter().all(|(word, share)| close(*share, &wanted["about"][word + 1])));
                n += 1;
            }
        }
    }
    assert!(n >= 5, "{n} proposals compared");
}

#[test]
fn the_same_bits_whatever_the_batch_and_the_machine_and_nothing_else_changes() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().map(words).collect();
    let together = Encoder::bundled().read_proposing(&sentences, Some(Proposer::bundled()));
    let one = |s: &Vec<&str>| Encoder::bundled().read_proposing(std::slice::from_ref(s), Some(Proposer::bundled()));
    let alone: Vec<Analysis> = sentences.iter().flat_map(one).collect();
    assert!(together == alone, "a sentence is read otherwise in a batch");
    let (encoder, claims) =
        (include_bytes!("../../../models/encoder.safetensors"), include_bytes!("../../../models/claims.safetensors"));
    for machine in Machine::all() {
        let other = Encoder::load(encoder, machine).expect("the bundled file loads");
        let proposer = Proposer::load(claims, machine).expect("the bundled file loads");
        assert!(together == other.read_proposing(&sentences, Some(&proposer)), "{machine:?} gives other bits");
    }
    let plain = Encoder::bundled().read(&sentences);
    let without: Vec<Analysis> = together.into_iter().map(unasked).collect();
    assert!(plain == without, "asking the proposer changes what the encoder says");
}

fn unasked(a: Analysis) -> Analysis {
    Analysis { proposals: Vec::new(), people: Vec::new(), ..a }
}

#[test]
fn every_predicate_is_one_of_the_packs_or_was() {
    let mut ids = Proposer::bundled().predicates.clone();
    let n = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n);
    assert!(n > 100 && ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'))));
}
