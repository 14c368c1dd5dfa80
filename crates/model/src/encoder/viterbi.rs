//! The best sequence of tags under emissions and transitions.

/// Weights of a linear chain over `n` tags.
pub struct Chain {
    /// Per tag: how well a sentence begins with it.
    pub start: Vec<f32>,
    /// Per tag: how well a sentence ends with it.
    pub end: Vec<f32>,
    /// `[from * n + to]`.
    pub transitions: Vec<f32>,
}

impl Chain {
    /// The best tags for rows of emissions; a tie takes the lower previous tag.
    #[must_use]
    pub fn best(&self, emissions: &[f32]) -> Vec<usize> {
        let n = self.start.len();
        let mut rows = emissions.chunks_exact(n);
        let Some(first) = rows.next() else { return Vec::new() };
        let mut score: Vec<f64> = first.iter().zip(&self.start).map(|(e, s)| f64::from(*e) + f64::from(*s)).collect();
        let mut back: Vec<Vec<usize>> = Vec::new();
        for row in rows {
            let step = |from: usize, to: usize| score[from] + f64::from(self.transitions[from * n + to]);
            let from: Vec<usize> = (0..n).map(|to| highest((0..n).map(|f| step(f, to)))).collect();
            score = (0..n).map(|to| step(from[to], to) + f64::from(row[to])).collect();
            back.push(from);
        }
        let mut tags = vec![highest(score.iter().zip(&self.end).map(|(s, e)| s + f64::from(*e)))];
        for from in back.iter().rev() {
            tags.push(from[tags[tags.len() - 1]]);
        }
        tags.reverse();
        tags
    }
}

/// Position of the highest value, the first of equals.
pub fn highest<T: PartialOrd>(values: impl Iterator<Item = T>) -> usize {
    let mut best: Option<(usize, T)> = None;
    for (i, v) in values.enumerate() {
        if best.as_ref().is_none_or(|(_, b)| v > *b) {
            best = Some((i, v));
        }
    }
    best.map_or(0, |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_step_is_not_taken() {
        let chain = Chain { start: vec![0.0, -9.0], end: vec![0.0, 0.0], transitions: vec![0.0, -10_000.0, 0.0, 0.0] };
        // The second word alone would be tag 1, but nothing leads from 0 to 1.
        assert_eq!(chain.best(&[1.0, 0.0, 0.0, 1.0]), [0, 0]);
    }
}
