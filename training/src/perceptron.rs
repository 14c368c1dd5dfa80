//! An averaged perceptron over hashed features, and its whole-number form for the model file.

/// Float weights in training; `2^bits` rows of `columns`.
pub struct Perceptron {
    bits: u32,
    columns: usize,
    weights: Vec<f32>,
    totals: Vec<f32>,
    step: f32,
    /// How often each row was seen in a counting pass; rows below two are never updated.
    seen: Vec<u8>,
}

impl Perceptron {
    pub fn new(bits: u32, columns: usize) -> Perceptron {
        let n = (1usize << bits) * columns;
        Perceptron { bits, columns, weights: vec![0.0; n], totals: vec![0.0; n], step: 1.0, seen: vec![0; 1 << bits] }
    }

    fn row(&self, feature: u64) -> usize {
        ((feature >> 20) & ((1u64 << self.bits) - 1)) as usize
    }

    /// Counts a feature before training, so that features seen once can be left out.
    pub fn count(&mut self, feature: u64) {
        let row = self.row(feature);
        self.seen[row] = self.seen[row].saturating_add(1);
    }

    pub fn add(&self, feature: u64, scores: &mut [f32]) {
        let at = self.row(feature) * self.columns;
        for (s, w) in scores.iter_mut().zip(&self.weights[at..at + self.columns]) {
            *s += w;
        }
    }

    /// Moves `features` towards column `right` and away from `wrong`.
    pub fn update(&mut self, features: &[u64], right: u8, wrong: u8) {
        for f in features {
            let row = self.row(*f);
            if self.seen[row] < 2 {
                continue;
            }
            for (column, by) in [(right, 1.0), (wrong, -1.0)] {
                let at = row * self.columns + usize::from(column);
                self.weights[at] += by;
                self.totals[at] += by * self.step;
            }
        }
    }

    /// One example has been seen.
    pub fn tick(&mut self) {
        self.step += 1.0;
    }

    /// Averaged weights as a section of the model file: scaled to whole numbers of one byte.
    pub fn save(&self) -> Vec<u8> {
        let mean: Vec<f32> = self.weights.iter().zip(&self.totals).map(|(w, t)| w - t / self.step).collect();
        let mut sizes: Vec<f32> = mean.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        // The largest few weights are clipped: they decide alone anyway.
        let top = sizes.get(sizes.len() * 9995 / 10_000).copied().unwrap_or(1.0);
        let scale = 127.0 / top;
        let mut out = Vec::with_capacity(mean.len() + 8);
        out.extend(self.bits.to_le_bytes());
        out.extend(u32::try_from(self.columns).unwrap_or(0).to_le_bytes());
        out.extend(mean.iter().map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8));
        out
    }
}

/// A fixed pseudo-random order (SplitMix64), so that training is the same everywhere.
pub fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut x = seed;
    for i in (1..items.len()).rev() {
        x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = x;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        items.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}
