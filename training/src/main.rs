//! Trains the first gear:
//! `cargo run --release -p casebook-training -- ../shared/data word-classes.tsv models/first-gear.bin`,
//! where the second file comes from `training/word_classes.py`.
//!
//! Data: UD English EWT train and GUM train (parts of speech, lemmas, trees); GUM entities whose
//! head is a proper noun and the Universal NER train layer (names). Seeds are fixed; the same data
//! gives the same file. Scores on the development parts go to standard output, for the model card.

mod conllu;
mod names;
mod perceptron;
mod score;
mod train;

use std::path::Path;

use casebook_model::feature::Classes;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [data, classes, out] = args.as_slice() else {
        return Err("usage: casebook-training DATA_FOLDER WORD_CLASSES.tsv OUT.bin".into());
    };
    let class_lines = std::fs::read_to_string(classes)?;
    let classes = Classes::parse(&class_lines);
    let data = Path::new(data);
    let ewt = conllu::read_file(&data.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    let ewt_dev = conllu::read_file(&data.join("ud-ewt/en_ewt-ud-dev.conllu"))?;
    let (gum, gum_dev) = conllu::read_gum(&data.join("gum"))?;
    let uner = names::read_uner(&data.join("uner-ewt/en_ewt-ud-train.historical-236914d.iob2"))?;
    let uner_dev = names::read_uner(&data.join("uner-ewt/en_ewt-ud-dev.iob2"))?;
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
    let gear = casebook_model::FirstGear::load(Box::leak(bytes.into_boxed_slice()))?;
    score::report("UD-EWT dev", &gear, &ewt_dev);
    score::report("GUM dev", &gear, &gum_dev);
    score::report_names("UNER-EWT dev", &gear, &uner_dev);
    score::report_names("GUM dev (named entities)", &gear, &gum_dev);
    Ok(())
}
