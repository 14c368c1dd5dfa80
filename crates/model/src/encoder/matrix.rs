//! Matrix products with the same bits on every machine.
//!
//! Each number of a product is one chain of fused multiply-adds over the inner dimension, in order,
//! whatever the size of the tile it is computed in: so it depends neither on what else is in the
//! batch nor on how wide the machine's vectors are. Libraries block the inner dimension by the size
//! of the cache they find and add partial sums, which differs between machines
//! (`docs/decisions/2026-11-26-own-inference.md`).

/// Which instructions the machine has; decides the shape of a tile, never the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// 512-bit vectors.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// 256-bit vectors with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Whatever the compiler was told (128-bit vectors on 64-bit ARM).
    Portable,
}

impl Machine {
    /// Looks at the machine.
    #[must_use]
    pub fn here() -> Machine {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512f") {
                return Machine::Avx512;
            }
            if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                return Machine::Avx2;
            }
        }
        Machine::Portable
    }

    /// Every kind whose instructions this machine has.
    #[must_use]
    pub fn all() -> Vec<Machine> {
        #[cfg(target_arch = "x86_64")]
        match Machine::here() {
            Machine::Avx512 => return vec![Machine::Avx512, Machine::Avx2, Machine::Portable],
            Machine::Avx2 => return vec![Machine::Avx2, Machine::Portable],
            Machine::Portable => {}
        }
        vec![Machine::Portable]
    }

    /// Columns of a tile, the width in which weights are laid out.
    #[must_use]
    pub fn columns(self) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512 => 32,
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 => 16,
            Machine::Portable => 8,
        }
    }
}

/// A weight matrix with its bias, laid out in panels of as many columns as a tile has.
pub struct Matrix {
    /// Numbers a row of the input has.
    pub inputs: usize,
    /// Numbers a row of the output has.
    pub outputs: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Lays out weights given as `outputs` rows of `inputs` numbers. An empty bias is zero.
    #[must_use]
    pub fn new(machine: Machine, weights: &[f32], bias: &[f32], outputs: usize, inputs: usize) -> Matrix {
        let width = machine.columns();
        let n_panels = outputs.div_ceil(width);
        let mut panels = vec![0.0; n_panels * width * inputs];
        for (o, row) in weights.chunks_exact(inputs).enumerate().take(outputs) {
            let panel = &mut panels[o / width * width * inputs..];
            for (k, w) in row.iter().enumerate() {
                panel[k * width + o % width] = *w;
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(n_panels * width, 0.0);
        Matrix { inputs, outputs, panels, bias: padded }
    }

    /// `out = x · weights + bias` for the rows of `x`. `ROWS` × `COLUMNS` is the machine's tile.
    #[inline(always)]
    pub fn apply<const ROWS: usize, const COLUMNS: usize>(
        &self,
        x: &[f32],
        scratch: &mut Vec<f32>,
        out: &mut Vec<f32>,
    ) {
        let n = x.len() / self.inputs;
        out.clear();
        out.resize(n * self.outputs, 0.0);
        pack::<ROWS>(x, self.inputs, scratch);
        for (p, panel) in self.panels.chunks_exact(COLUMNS * self.inputs).enumerate() {
            let column = p * COLUMNS;
            let width = COLUMNS.min(self.outputs - column);
            let mut bias = [0.0f32; COLUMNS];
            bias.copy_from_slice(&self.bias[column..column + COLUMNS]);
            for (t, tile) in scratch.chunks_exact(ROWS * self.inputs).enumerate() {
                let sums = tile_product::<ROWS, COLUMNS>(tile, panel);
                for (r, sums) in sums.iter().enumerate().take(n - t * ROWS) {
                    let at = (t * ROWS + r) * self.outputs + column;
                    for ((o, s), b) in out[at..at + width].iter_mut().zip(sums).zip(&bias) {
                        *o = *s + *b;
                    }
                }
            }
        }
    }
}

/// Lays out rows so that the `ROWS` numbers that meet the same weight stand together; rows that fill
/// the last tile up are zero.
#[inline(always)]
fn pack<const ROWS: usize>(x: &[f32], inputs: usize, out: &mut Vec<f32>) {
    let n = x.len() / inputs;
    out.clear();
    out.resize(n.div_ceil(ROWS) * ROWS * inputs, 0.0);
    for (i, row) in x.chunks_exact(inputs).enumerate() {
        let tile = &mut out[i / ROWS * ROWS * inputs..][..ROWS * inputs];
        for (slot, v) in tile.chunks_exact_mut(ROWS).zip(row) {
            slot[i % ROWS] = *v;
        }
    }
}

#[inline(always)]
fn tile_product<const ROWS: usize, const COLUMNS: usize>(tile: &[f32], panel: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0f32; COLUMNS]; ROWS];
    for (a, b) in tile.chunks_exact(ROWS).zip(panel.chunks_exact(COLUMNS)) {
        for r in 0..ROWS {
            for c in 0..COLUMNS {
                sums[r][c] = a[r].mul_add(b[c], sums[r][c]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn every_tile_shape_gives_the_same_bits_as_a_plain_chain() {
        let (n, inputs, outputs) = (13, 37, 45);
        let (x, w, bias) = (numbers(n * inputs, 1), numbers(outputs * inputs, 2), numbers(outputs, 3));
        let (mut scratch, mut wide, mut narrow, mut one) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let portable = Matrix::new(Machine::Portable, &w, &bias, outputs, inputs);
        portable.apply::<4, 8>(&x, &mut scratch, &mut wide);
        portable.apply::<1, 8>(&x, &mut scratch, &mut narrow);
        assert_eq!(wide, narrow);
        for i in 0..n {
            portable.apply::<4, 8>(&x[i * inputs..(i + 1) * inputs], &mut scratch, &mut one);
            assert_eq!(one, wide[i * outputs..(i + 1) * outputs]);
            for o in 0..outputs {
                let chain = (0..inputs).fold(0.0f32, |s, k| x[i * inputs + k].mul_add(w[o * inputs + k], s));
                assert_eq!((chain + bias[o]).to_bits(), wide[i * outputs + o].to_bits());
            }
        }
    }
}
