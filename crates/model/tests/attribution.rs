//! Attribution against the reference implementation that trained it.
//!
//! `training/attribution/samples.json` is written by `training/attribution/export.py` from the same
//! model files; its texts are invented.
#![allow(clippy::disallowed_methods)]

use casebook_model::attribution::Attributions;
use casebook_model::encoder::{Analysis, Encoder};
use casebook_model::parsed::Parsed;
use serde_json::{Value, json};

#[test]
fn candidates_spans_and_probabilities_are_those_of_the_reference() {
    let samples: Value =
        serde_json::from_str(include_str!("../../../training/attribution/samples.json")).expect("samples are JSON");
    let mut n = 0;
    for document in samples["documents"].as_array().expect("a list") {
        let sentences: Vec<Vec<&str>> = document["sentences"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|s| s.as_array().into_iter().flatten().filter_map(Value::as_str).collect())
            .collect();
        let analyses: Vec<Analysis> = Encoder::bundled().read(&sentences);
        let parsed: Vec<Parsed<'_>> = sentences.iter().zip(&analyses).map(|(f, a)| Parsed::new(f, a)).collect();
        let found = Attributions::bundled().find(&parsed);
        let wanted = document["candidates"].as_array().expect("a list");
        assert_eq!(found.len(), wanted.len());
        for (a, w) in found.iter().zip(wanted) {
            assert_eq!([json!(a.sentence), json!(a.cue)], [w["sentence"].clone(), w["cue"].clone()]);
            assert_eq!(
                [a.content_kind, a.source_kind],
                [w["content_kind"].as_str(), w["source_kind"].as_str()].map(|k| k.unwrap_or(""))
            );
            assert_eq!(json!(a.content), w["content"], "cue {}", a.cue);
            assert_eq!(json!(a.source), w["source"], "cue {}", a.cue);
            let p = w["probability"].as_f64().expect("a number");
            // Ours are of an encoder that multiplies in whole numbers: by .012 at most.
            assert!((f64::from(a.probability) - p).abs() < 0.03, "{} instead of {p}", a.probability);
            n += 1;
        }
    }
    assert!(n > 5);
}
