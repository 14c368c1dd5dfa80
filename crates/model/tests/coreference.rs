//! Coreference against the reference implementation that trained it.
//!
//! `training/coreference/samples.json` is written by `training/coreference/parity.py` from the same
//! model files; its texts are invented. Numbers of fields and scores of single pairs are not looked
//! at: a wrong one shows in the margin.
#![allow(clippy::disallowed_methods)]

use casebook_model::coreference::{Coreference, Gender};
use casebook_model::encoder::machine::Machine;
use casebook_model::encoder::{Analysis, Encoder};
use casebook_model::parsed::Parsed;
use serde_json::{Value, json};

fn samples() -> Value {
    serde_json::from_str(include_str!("../../../training/coreference/samples.json")).expect("samples are JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Given names in the samples, as the name packs have them.
fn gender(name: &str) -> Option<Gender> {
    match name {
        "ilse" | "anna" => Some(Gender::Female),
        "tomas" => Some(Gender::Male),
        _ => None,
    }
}

#[test]
fn mentions_and_links_are_those_of_the_reference() {
    let mut n = 0;
    for document in list(&samples()["documents"]) {
        let sentences: Vec<Vec<&str>> =
            list(&document["sentences"]).iter().map(|s| list(s).iter().filter_map(Value::as_str).collect()).collect();
        let names: Vec<&Value> = list(&document["speakers"]).iter().collect();
        let speakers: Vec<Option<usize>> =
            names.iter().map(|s| s.as_str().and_then(|_| names.iter().position(|o| o == s))).collect();
        let analyses: Vec<Analysis> = Encoder::bundled().read(&sentences);
        let parsed: Vec<Parsed<'_>> = sentences.iter().zip(&analyses).map(|(f, a)| Parsed::new(f, a)).collect();
        let (mentions, links) = Coreference::bundled().resolve(&parsed, &speakers, &gender);
        let wanted = list(&document["mentions"]);
        assert_eq!(mentions.len(), wanted.len());
        for ((m, link), w) in mentions.iter().zip(&links).zip(wanted) {
            let place = ["sentence", "head", "start", "end", "whole"].map(|k| w[k].clone());
            assert_eq!([json!(m.sentence), json!(m.head), json!(m.start), json!(m.end), json!(m.whole)], place);
            assert_eq!(json!(link.antecedent), w["antecedent"], "mention {place:?}, margin {}", link.margin);
            let Some(j) = link.antecedent else { continue };
            let pair = list(&w["pairs"]).iter().find(|p| p["antecedent"] == json!(j)).expect("the pair is listed");
            let offset = samples()["offset"].as_f64().expect("a number");
            let margin = pair["score"].as_f64().expect("a number") - w["new"].as_f64().expect("a number") + offset;
            // Ours are of an encoder that multiplies in whole numbers: by .07 at most.
            assert!((f64::from(link.margin) - margin).abs() < 0.15, "{place:?}: {} instead of {margin}", link.margin);
            n += 1;
        }
    }
    assert!(n > 15);
}

#[test]
fn the_same_bits_on_every_machine() {
    let words: Vec<&str> =
        "Ilse Brandt resigned . She said the mayor 's office was closed to her .".split(' ').collect();
    let sentences: Vec<Vec<&str>> = words.split_inclusive(|w| *w == ".").map(<[&str]>::to_vec).collect();
    let analyses = Encoder::bundled().read(&sentences);
    let parsed: Vec<Parsed<'_>> = sentences.iter().zip(&analyses).map(|(f, a)| Parsed::new(f, a)).collect();
    let bytes = include_bytes!("../../../models/coreference.safetensors");
    let all: Vec<_> = Machine::all()
        .into_iter()
        .map(|machine| Coreference::load(bytes, machine).expect("loads").resolve(&parsed, &[], &gender))
        .collect();
    assert!(!all[0].0.is_empty());
    for one in &all {
        assert!(
            one.0 == all[0].0 && one.1.iter().zip(&all[0].1).all(|(a, b)| a.margin.to_bits() == b.margin.to_bits())
        );
    }
}
