//! Reads the Universal NER layer (tab-separated, label in the third column).

use std::path::Path;

use casebook_model::{Name, NameKind};

use crate::conllu::Sentence;

/// Sentences with name labels only. `OTH` and the stray `B-O` of the historical file are no names.
pub fn read_uner(path: &Path) -> std::io::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path)?;
    let mut out = Vec::new();
    let mut now = Sentence::default();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !now.forms.is_empty() {
                out.push(std::mem::take(&mut now));
            }
            continue;
        }
        let f: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') && f.len() < 3 {
            continue;
        }
        let [_, form, label, ..] = f.as_slice() else { continue };
        now.forms.push((*form).to_string());
        now.names.push(label_of(label));
    }
    Ok(out)
}

fn label_of(label: &str) -> Name {
    let kind = match label.get(2..) {
        Some("PER") => NameKind::Person,
        Some("LOC") => NameKind::Place,
        Some("ORG") => NameKind::Organisation,
        _ => return Name::Outside,
    };
    if label.starts_with('B') { Name::Begin(kind) } else { Name::Inside(kind) }
}
