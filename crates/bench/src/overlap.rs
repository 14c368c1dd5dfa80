//! Overlap of two texts, counted in runs of words.

use std::collections::BTreeMap;

/// Words as the published evaluations count them: runs of letters, digits and underscores.
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect()
}

/// Precision and recall of the runs of `n` words of `got` against those of `gold`, each counted as
/// often as it occurs. A text shorter than `n` words is one run. `None` where a side is empty.
///
/// Source: article-extraction-benchmark, `evaluate.py` (n = 4).
pub fn precision_recall(gold: &[&str], got: &[&str], n: usize) -> (Option<f64>, Option<f64>) {
    let (gold, got) = (runs(gold, n), runs(got, n));
    let both: usize = gold.iter().map(|(run, k)| (*k).min(got.get(run).copied().unwrap_or(0))).sum();
    let share = |all: &BTreeMap<&[&str], usize>| {
        let total: usize = all.values().sum();
        (total > 0).then(|| both as f64 / total as f64)
    };
    (share(&got), share(&gold))
}

fn runs<'a, 'w>(words: &'a [&'w str], n: usize) -> BTreeMap<&'a [&'w str], usize> {
    let mut out = BTreeMap::new();
    if words.len() < n && !words.is_empty() {
        out.insert(words, 1);
    }
    for run in words.windows(n) {
        *out.entry(run).or_insert(0) += 1;
    }
    out
}

/// Harmonic mean.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Mean of what is there; 0 for nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_as_often_as_they_occur() {
        let gold = words("a b a b");
        let got = words("a, b");
        let (p, r) = precision_recall(&gold, &got, 2);
        assert_eq!((p, r), (Some(1.0), Some(1.0 / 3.0)));
        assert_eq!(precision_recall(&gold, &[], 2), (None, Some(0.0)));
    }
}
