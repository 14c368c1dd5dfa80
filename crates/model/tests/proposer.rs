//! The proposer of claims against the reference implementation that trained it, and against itself.
//!
//! `training/claims/samples.json` is written by `training/claims/write_model.py` from the same model files; its
//! sentences are our own.
#![allow(clippy::disallowed_methods)]

use casebook_model::encoder::Encoder;
use casebook_model::encoder::machine::Machine;
use casebook_model::encoder::math::logistic;
use casebook_model::encoder::proposer::{Proposal, Proposed, Proposer};
use serde_json::Value;

fn samples() -> Vec<Value> {
    serde_json::from_str(include_str!("../../../training/claims/samples.json")).expect("samples are JSON")
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value[field].as_array().into_iter().flatten()
}

/// The sentences of a sample, which follow one another.
fn sentences(sample: &Value) -> Vec<Vec<&str>> {
    list(sample, "sentences").map(|s| s.as_array().into_iter().flatten().filter_map(Value::as_str).collect()).collect()
}

/// What the bundled proposer says of sentences, all of them asked for.
fn read(sentences: &[Vec<&str>]) -> Proposed {
    Proposer::bundled().read(Encoder::bundled(), sentences, &vec![true; sentences.len()])
}

/// Probabilities that the two differ in, most and on average: the reference multiplies in floats, we in whole numbers of
/// eight bits. A head that is read wrongly is off by more.
const MOST: f64 = 0.08;
const ON_AVERAGE: f64 = 0.0042;

fn difference(ours: f32, wanted: &Value) -> f64 {
    (f64::from(ours) - wanted.as_f64().expect("a number")).abs()
}

#[test]
fn predicates_and_persons_are_those_of_the_reference() {
    let samples = samples();
    let proposer = Proposer::bundled();
    let (mut n, mut n_mentions, mut differences) = (0, 0, Vec::new());
    for sample in &samples {
        let got = read(&sentences(sample));
        for (w, wanted) in list(sample, "scores").enumerate() {
            let people = got.people[w].expect("every sentence is asked for");
            differences
                .extend([(people.begins, 0), (people.within, 1)].map(|(p, i)| difference(p, &wanted["people"][i])));
            // Only of words that mention somebody: of others nothing is learnt, and hardly anything means anything.
            let parts = people.parts.iter().zip(list(wanted, "parts")).filter(|_| people.within >= 0.5);
            differences.extend(parts.map(|(p, one)| difference(*p, one)));
            if people.within >= 0.5 {
                let before = got.antecedents[w].as_ref().expect("it mentions somebody");
                differences.push(difference(before.none, &wanted["same"][0]));
                differences
                    .extend(before.words.iter().map(|(word, share)| difference(*share, &wanted["same"][word + 1])));
                n_mentions += 1;
            }
            for pair in list(wanted, "predicates").filter(|p| p[1].as_f64() > Some(0.05)) {
                let is = |p: &&Proposal| p.word == w && pair[0] == proposer.predicates[p.predicate].as_str();
                let ours = got.proposals.iter().find(is).expect("what the reference finds likely is proposed");
                differences.push(difference(logistic(ours.score), &pair[1]));
                differences.push(difference(ours.elsewhere, &wanted["about"][0]));
                differences
                    .extend(ours.about.iter().map(|(word, share)| difference(*share, &wanted["about"][word + 1])));
                n += 1;
            }
        }
    }
    assert!(n >= 5 && n_mentions >= 5, "{n} proposals, {n_mentions} mentions compared");
    let most = differences.iter().copied().fold(0.0, f64::max);
    let average = differences.iter().sum::<f64>() / f64::from(u32::try_from(differences.len()).expect("few"));
    assert!(most < MOST && average < ON_AVERAGE, "most {most}, on average {average}");
}

#[test]
fn the_same_bits_whatever_the_machine() {
    let (encoder, claims) =
        (include_bytes!("../../../models/encoder.safetensors"), include_bytes!("../../../models/claims.safetensors"));
    for sample in &samples() {
        let sentences = sentences(sample);
        let here = read(&sentences);
        for machine in Machine::all() {
            let other = Encoder::load(encoder, machine).expect("the bundled file loads");
            let proposer = Proposer::load(claims, machine).expect("the bundled file loads");
            let there = proposer.read(&other, &sentences, &vec![true; sentences.len()]);
            assert!(here == there, "{machine:?} gives other bits");
        }
    }
}

#[test]
fn what_is_not_asked_for_is_context_and_nothing_more() {
    let samples = samples();
    let sentences: Vec<Vec<&str>> = samples.iter().flat_map(sentences).collect();
    let last: Vec<bool> = (0..sentences.len()).map(|s| s + 1 == sentences.len()).collect();
    let some = Proposer::bundled().read(Encoder::bundled(), &sentences, &last);
    let first_asked: usize = sentences[..sentences.len() - 1].iter().map(Vec::len).sum();
    assert!(some.people.iter().enumerate().all(|(w, p)| p.is_some() == (w >= first_asked)));
    assert!(some.proposals.iter().all(|p| p.word >= first_asked));
    let alone = Proposer::bundled().read(Encoder::bundled(), &sentences[sentences.len() - 1..], &[true]);
    assert!(some.people[first_asked..] != alone.people[..], "what was said before counts");
    let nobody = Proposer::bundled().read(Encoder::bundled(), &sentences, &vec![false; sentences.len()]);
    assert!(nobody.proposals.is_empty() && nobody.people.iter().all(Option::is_none));
}

#[test]
fn a_sentence_of_thousands_of_words_is_read_in_pieces() {
    let long = vec!["prisoners"; 3000];
    let read = read(&[vec!["He", "fled", "."], long, vec!["She", "was", "deported", "."]]);
    assert_eq!(read.people.len(), 3007);
    assert!(read.people.iter().all(Option::is_some));
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
