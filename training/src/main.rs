//! Trains the first gear:
//! `cargo run --release -p casebook-training -- ../shared/data word-classes.tsv models/first-gear.bin`,
//! where the second file comes from `training/word_classes.py`.
//!
//! Data: UD English EWT train and GUM train (parts of speech, lemmas, trees); GUM entities whose
//! head is a proper noun and the Universal NER train layer (names). Seeds are fixed; the same data
//! gives the same file. Scores on the development parts go to standard output, for the model card.
//! `-- score ../shared/data` scores the bundled file.
// Training reads files and times itself; the pure core does not depend on this crate.
#![allow(clippy::disallowed_methods)]

mod conllu;
mod names;
mod perceptron;
mod score;
mod train;

use std::path::Path;

use casebook_model::FirstGear;
use casebook_model::feature::Classes;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [verb, data] = args.as_slice()
        && verb == "score"
    {
        return scores(Path::new(data), FirstGear::bundled());
    }
    let [data, classes, out] = args.as_slice() else {
        return Err("usage: casebook-training DATA_FOLDER WORD_CLASSES.tsv OUT.bin | score DATA_FOLDER".into());
    };
    let class_lines = std::fs::read_to_string(classes)?;
    let classes = Classes::parse(&class_lines);
    let data = Path::new(data);
    let ewt = conllu::read_file(&data.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    let (gum, _) = conllu::read_gum(&data.join("gum"))?;
    let uner = names::read_uner(&data.join("uner-ewt/en_ewt-ud-train.historical-236914d.iob2"))?;
    let trees: Vec<_> = ewt.iter().chain(&gum).cloned().collect();
    eprintln!("{} sentences with trees, {} with names", trees.len(), uner.len() + gum.len());

    let pos = train::parts_of_speech(&trees, &classes, 12);
    let lemmas = train::lemmas(&trees);
    let tagged = train::jackknifed_tags(&trees, &classes, 5);
    let parser = train::parser(&trees, &classes, &tagged, 16);
    let named: Vec<_> = uner.iter().chain(&gum).cloned().collect();
    let names = train::names(&named, &classes, &pos, 10);

    let sections = [
        ("pos", pos.save()),
        ("names", names.save()),
        ("lemma", lemmas.save()),
        ("moves", parser.0.save()),
        ("relations", parser.1.save()),
        ("classes", class_lines.into_bytes()),
    ];
    for (name, bytes) in &sections {
        eprintln!("{name}: {} bytes", bytes.len());
    }
    let bytes = casebook_model::file::write(&sections);
    std::fs::write(out, &bytes)?;
    scores(data, &FirstGear::load(Box::leak(bytes.into_boxed_slice()))?)
}

/// Scores on the development parts, gold tokens.
fn scores(data: &Path, gear: &FirstGear) -> Result<(), Box<dyn std::error::Error>> {
    let (_, gum_dev) = conllu::read_gum(&data.join("gum"))?;
    score::report("UD-EWT dev", gear, &conllu::read_file(&data.join("ud-ewt/en_ewt-ud-dev.conllu"))?);
    score::report("GUM dev", gear, &gum_dev);
    score::report_names("UNER-EWT dev", gear, &names::read_uner(&data.join("uner-ewt/en_ewt-ud-dev.iob2"))?);
    score::report_names("GUM dev (named entities)", gear, &gum_dev);
    Ok(())
}
