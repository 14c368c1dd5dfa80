//! Scores on development data, with gold tokens.

use casebook_model::{FirstGear, Name};

use crate::conllu::Sentence;

pub fn report(title: &str, gear: &FirstGear, sentences: &[Sentence]) {
    let (mut words, mut pos, mut lemma, mut uas, mut las) = (0, 0, 0, 0, 0);
    let started = std::time::Instant::now();
    for s in sentences {
        let forms: Vec<&str> = s.forms.iter().map(String::as_str).collect();
        for (i, w) in gear.annotate(&forms).iter().enumerate() {
            words += 1;
            pos += usize::from(w.upos == s.upos[i]);
            lemma += usize::from(w.lemma == s.lemmas[i]);
            uas += usize::from(w.head == s.heads[i]);
            las += usize::from(w.head == s.heads[i] && w.deprel == s.relations[i]);
        }
    }
    let rate = |n: usize| n as f64 / words as f64;
    let speed = words as f64 / started.elapsed().as_secs_f64();
    println!(
        "{title}: UPOS {:.4} lemma {:.4} UAS {:.4} LAS {:.4} ({words} words, {speed:.0} words/s)",
        rate(pos),
        rate(lemma),
        rate(uas),
        rate(las)
    );
}

pub fn report_names(title: &str, gear: &FirstGear, sentences: &[Sentence]) {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for s in sentences {
        let forms: Vec<&str> = s.forms.iter().map(String::as_str).collect();
        let labels: Vec<Name> = gear.annotate(&forms).into_iter().map(|w| w.name).collect();
        let (ours, theirs) = (spans(&labels), spans(&s.names));
        found += ours.len();
        gold += theirs.len();
        right += ours.iter().filter(|s| theirs.contains(s)).count();
    }
    let (p, r) = (right as f64 / found as f64, right as f64 / gold as f64);
    println!("{title}: precision {p:.3} recall {r:.3} F1 {:.3} ({gold} names)", 2.0 * p * r / (p + r));
}

/// Names as (start, end, kind number), end excluded.
fn spans(labels: &[Name]) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        match (label, out.last_mut()) {
            (Name::Inside(k), Some(last)) if last.1 == i && last.2 == *k as usize => last.1 = i + 1,
            (Name::Begin(k) | Name::Inside(k), _) => out.push((i, i + 1, *k as usize)),
            (Name::Outside, _) => {}
        }
    }
    out
}
