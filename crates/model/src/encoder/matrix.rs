//! Matrix products with the same bits on every machine.
//!
//! Each number of a product is one chain of fused multiply-adds over the inner dimension, in order,
//! whatever the size of the tile it is computed in: so it depends neither on what else is in the
//! batch nor on how wide the machine's vectors are. Libraries block the inner dimension by the size
//! of the cache they find and add partial sums, which differs between machines
//! (`docs/decisions/2026-11-26-own-inference.md`).

use super::machine::Machine;

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
        for (panel, rows) in panels.chunks_exact_mut(width * inputs).zip(weights.chunks(width * inputs)) {
            // A stretch of every row at a time, so that what is written stays in the cache.
            for from in (0..inputs).step_by(STRETCH) {
                let to = inputs.min(from + STRETCH);
                for (column, row) in rows.chunks_exact(inputs).enumerate() {
                    for (slot, w) in panel[from * width..to * width].chunks_exact_mut(width).zip(&row[from..to]) {
                        slot[column] = *w;
                    }
                }
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
        sized(out, n * self.outputs);
        for from in (0..self.inputs).step_by(DEPTH) {
            let depth = DEPTH.min(self.inputs - from);
            pack::<ROWS>(x, self.inputs, from, depth, scratch);
            let (first, last) = (from == 0, from + depth == self.inputs);
            for (p, panel) in self.panels.chunks_exact(COLUMNS * self.inputs).enumerate() {
                let column = p * COLUMNS;
                let panel = &panel[from * COLUMNS..(from + depth) * COLUMNS];
                let mut bias = [0.0f32; COLUMNS];
                if last {
                    bias.copy_from_slice(&self.bias[column..column + COLUMNS]);
                }
                for (t, tile) in scratch.chunks_exact(ROWS * depth).enumerate() {
                    let place = Place {
                        at: t * ROWS * self.outputs + column,
                        stride: self.outputs,
                        rows: ROWS.min(n - t * ROWS),
                        width: COLUMNS.min(self.outputs - column),
                    };
                    let sums = if first {
                        tile_product([[0.0; COLUMNS]; ROWS], tile, panel)
                    } else {
                        tile_product(place.load(out), tile, panel)
                    };
                    place.store(out, &sums, &bias);
                }
            }
        }
    }
}

/// `out = rows · columns`, both laid out by [`pack`] and in panels; `out` begins at its first number
/// and goes on by `stride` for each of the `n` rows, `width` numbers a row.
#[inline(always)]
pub fn product<const ROWS: usize, const COLUMNS: usize>(
    tiles: &[f32],
    panels: &[f32],
    depth: usize,
    [n, width, stride]: [usize; 3],
    out: &mut [f32],
) {
    for (p, panel) in panels.chunks_exact(COLUMNS * depth).enumerate() {
        for (t, tile) in tiles.chunks_exact(ROWS * depth).enumerate() {
            let (at, rows) = (t * ROWS * stride + p * COLUMNS, ROWS.min(n - t * ROWS));
            let place = Place { at, stride, rows, width: COLUMNS.min(width - p * COLUMNS) };
            place.store(out, &tile_product([[0.0; COLUMNS]; ROWS], tile, panel), &[0.0; COLUMNS]);
        }
    }
}

/// Entries of a row that are packed at a time.
const SQUARE: usize = 16;
/// Entries of a row that are laid out at a time.
const STRETCH: usize = 64;
/// Entries of the inner dimension that are worked through at a time, so that a tile of rows stays in
/// the first-level cache. The chain of a number goes on where it stopped: no result depends on this.
const DEPTH: usize = 192;

/// Where a tile lies in the output.
struct Place {
    at: usize,
    stride: usize,
    rows: usize,
    width: usize,
}

impl Place {
    #[inline(always)]
    fn load<const ROWS: usize, const COLUMNS: usize>(&self, out: &[f32]) -> [[f32; COLUMNS]; ROWS] {
        let mut sums = [[0.0; COLUMNS]; ROWS];
        for (r, sums) in sums.iter_mut().enumerate().take(self.rows) {
            let row = &out[self.at + r * self.stride..];
            match row.first_chunk::<COLUMNS>() {
                Some(whole) if self.width == COLUMNS => *sums = *whole,
                _ => sums[..self.width].copy_from_slice(&row[..self.width]),
            }
        }
        sums
    }

    #[inline(always)]
    fn store<const ROWS: usize, const COLUMNS: usize>(
        &self,
        out: &mut [f32],
        sums: &[[f32; COLUMNS]; ROWS],
        bias: &[f32; COLUMNS],
    ) {
        let whole = self.rows == ROWS && self.width == COLUMNS;
        if let Some(out) = out[self.at..].get_mut(..(ROWS - 1) * self.stride + COLUMNS).filter(|_| whole) {
            // Loops of a known length, so that the numbers go from the registers to their place.
            for r in 0..ROWS {
                let Some(row) = out[r * self.stride..].first_chunk_mut::<COLUMNS>() else { continue };
                for c in 0..COLUMNS {
                    row[c] = sums[r][c] + bias[c];
                }
            }
            return;
        }
        for (r, sums) in sums.iter().enumerate().take(self.rows) {
            let row = &mut out[self.at + r * self.stride..][..self.width];
            for ((o, s), b) in row.iter_mut().zip(sums).zip(bias) {
                *o = s + b;
            }
        }
    }
}

/// Makes room for `n` numbers that are all going to be written; what is there stays there till then.
#[inline(always)]
pub fn sized(room: &mut Vec<f32>, n: usize) {
    room.resize(n, 0.0);
}

/// Lays out rows so that the `ROWS` numbers that meet the same weight stand together, for `depth`
/// entries of the inner dimension; rows that fill the last tile up are zero.
#[inline(always)]
pub fn pack<const ROWS: usize>(x: &[f32], inputs: usize, from: usize, depth: usize, out: &mut Vec<f32>) {
    let n = x.len() / inputs;
    sized(out, n.div_ceil(ROWS) * ROWS * depth);
    for (t, tile) in out.chunks_exact_mut(ROWS * depth).enumerate() {
        let rows = ROWS.min(n - t * ROWS);
        if rows < ROWS {
            tile.fill(0.0);
        }
        // A square of each row at a time: what is written stays in the cache.
        for at in (0..depth).step_by(SQUARE) {
            for r in 0..rows {
                let start = (t * ROWS + r) * inputs + from;
                let slots = tile[at * ROWS..].as_chunks_mut::<ROWS>().0;
                match x[start + at..start + depth].first_chunk::<SQUARE>() {
                    Some(row) if slots.len() >= SQUARE => {
                        for k in 0..SQUARE {
                            slots[k][r] = row[k];
                        }
                    }
                    _ => {
                        for (slot, v) in slots.iter_mut().zip(&x[start + at..start + depth]).take(SQUARE) {
                            slot[r] = *v;
                        }
                    }
                }
            }
        }
    }
}

/// Goes on with the chains of a tile.
#[inline(always)]
fn tile_product<const ROWS: usize, const COLUMNS: usize>(
    mut sums: [[f32; COLUMNS]; ROWS],
    tile: &[f32],
    panel: &[f32],
) -> [[f32; COLUMNS]; ROWS] {
    // Arrays instead of slices: only with lengths known here does the tile stay in registers, which
    // makes it ten times faster.
    for (a, b) in tile.as_chunks::<ROWS>().0.iter().zip(panel.as_chunks::<COLUMNS>().0) {
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
        // More inputs than are worked through at a time, and sizes that fill no tile.
        let (n, inputs, outputs) = (13, DEPTH + 37, 45);
        let (x, w, bias) = (numbers(n * inputs, 1), numbers(outputs * inputs, 2), numbers(outputs, 3));
        let (mut scratch, mut wide, mut narrow, mut one) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let portable = Matrix::new(Machine::portable(), &w, &bias, outputs, inputs);
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
