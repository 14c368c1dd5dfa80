//! Does the confidence of claims hold: of a hundred claims of confidence .8, are eighty right?

use serde_json::{Value, json};

/// Tenths of the confidence.
const N: usize = 10;

/// Claims by their confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Claims.
    pub n: usize,
    /// Sum of their confidences.
    pub said: f64,
    /// Those that the reference has.
    pub right: usize,
}

/// Claims in ten bins of equal width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    /// From the least to the most confident.
    pub bins: [Bin; N],
}

impl Calibration {
    /// Adds a claim.
    pub fn add(&mut self, confidence: f32, right: bool) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 10
        let at = ((confidence.clamp(0.0, 1.0) * 10.0) as usize).min(N - 1);
        let bin = &mut self.bins[at];
        bin.n += 1;
        bin.said += f64::from(confidence);
        bin.right += usize::from(right);
    }

    /// Adds another count.
    pub fn merge(&mut self, other: &Calibration) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.n += more.n;
            bin.said += more.said;
            bin.right += more.right;
        }
    }

    /// The mean distance between what is said and what is right, over claims. Source: expected calibration error,
    /// Naeini et al. 2015.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of claims
    pub fn error(&self) -> f64 {
        let n: usize = self.bins.iter().map(|b| b.n).sum();
        let off: f64 = self.bins.iter().map(|b| (b.said - b.right as f64).abs()).sum();
        off / n.max(1) as f64
    }

    /// As JSON: bins that hold something.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of claims
    pub fn json(&self) -> Value {
        let bins = self.bins.iter().filter(|b| b.n > 0);
        let bins =
            bins.map(|b| json!({"claims": b.n, "said": b.said / b.n as f64, "right": b.right as f64 / b.n as f64}));
        json!({"error": self.error(), "bins": bins.collect::<Vec<_>>()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_distance_between_said_and_right() {
        let mut c = Calibration::default();
        for i in 0..10 {
            c.add(0.8, i < 6);
        }
        assert!((c.error() - 0.2).abs() < 1e-6, "{}", c.error());
        c.add(1.0, true);
        assert_eq!((c.bins[8].n, c.bins[9].n), (10, 1));
        let mut twice = c.clone();
        twice.merge(&c);
        assert!((twice.error() - c.error()).abs() < 1e-9);
    }
}
