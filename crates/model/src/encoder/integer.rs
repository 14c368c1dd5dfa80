//! Matrix products of whole numbers: weights as the file has them, in eight bits, and rows rounded to
//! eight bits just before.
//!
//! Sums of whole numbers are exact, so no result depends on the order in which a machine adds. A row
//! is rounded by its own lowest and highest number: it reads the same whatever stands beside it. What
//! is done in floats (the rounding, and the way back) is the same plain operation for every number.

use super::machine::Machine;
use super::matrix::sized;

/// Weights that meet four neighbouring inputs stand together, a byte each.
pub const FOUR: usize = 4;
/// The highest rounded number.
const HIGHEST: f32 = 255.0;
/// One and a half times two to the power of 23: floats of this size are whole numbers.
const ROUNDER: f32 = 12_582_912.0;
/// Lanes in which the lowest and highest number of a row are looked for.
const LANES: usize = 16;

/// A quantised weight matrix with its bias, laid out in panels of as many columns as the machine
/// multiplies at a time.
pub struct IntegerMatrix {
    /// Numbers a row of the input has.
    pub inputs: usize,
    /// Numbers a row of the output has.
    pub outputs: usize,
    machine: Machine,
    /// For every four inputs, the four bytes of each column of the panel.
    panels: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// Sums of the weights of each column.
    sums: Vec<i32>,
}

/// Rows rounded to eight bits, in tiles of as many rows as the machine multiplies at a time.
#[derive(Default)]
pub struct Rounded {
    /// For every four inputs, the four bytes of each row of the tile.
    tiles: Vec<i32>,
    rows: Vec<Row>,
    /// The bytes of one row.
    bytes: Vec<u8>,
}

/// `number = scale * (byte - zero)`.
#[derive(Clone, Copy, Default)]
struct Row {
    scale: f32,
    zero: i32,
}

impl IntegerMatrix {
    /// Lays out weights given as `outputs` rows of bytes, with a scale and a bias each.
    #[must_use]
    pub fn new(machine: Machine, weights: &[i8], scales: &[f32], bias: &[f32]) -> IntegerMatrix {
        let (outputs, width) = (scales.len(), machine.integer_columns());
        let inputs = weights.len() / outputs.max(1);
        let (depth, n_panels) = (inputs.div_ceil(FOUR), outputs.div_ceil(width));
        let mut panels = vec![0; n_panels * width * depth];
        for (panel, rows) in panels.chunks_exact_mut(width * depth).zip(weights.chunks(width * inputs)) {
            for (column, row) in rows.chunks_exact(inputs).enumerate() {
                for (slot, four) in panel.chunks_exact_mut(width).zip(row.chunks(FOUR)) {
                    slot[column] = i32::from_le_bytes(together(four).map(i8::cast_unsigned));
                }
            }
        }
        let mut sums: Vec<i32> = weights.chunks_exact(inputs).map(|r| r.iter().map(|w| i32::from(*w)).sum()).collect();
        let (mut scales, mut bias) = (scales.to_vec(), bias.to_vec());
        sums.resize(n_panels * width, 0);
        scales.resize(n_panels * width, 0.0);
        bias.resize(n_panels * width, 0.0);
        IntegerMatrix { inputs, outputs, machine, panels, scales, bias, sums }
    }

    /// `out = x · weights + bias` for the rows of `x`, rounded.
    pub fn apply(&self, x: &[f32], room: &mut Rounded, out: &mut Vec<f32>) {
        self.machine.multiply(Product { matrix: self, x, room, out });
    }
}

/// Up to four bytes, filled up with zeros.
fn together(some: &[i8]) -> [i8; FOUR] {
    let mut four = [0; FOUR];
    four[..some.len()].copy_from_slice(some);
    four
}

/// A product to be made by a machine's instructions.
pub struct Product<'a> {
    matrix: &'a IntegerMatrix,
    x: &'a [f32],
    room: &'a mut Rounded,
    out: &'a mut Vec<f32>,
}

impl Product<'_> {
    /// Makes the product; `dots` multiplies a tile of `ROWS` rows with a panel of `COLUMNS` columns.
    #[inline(always)]
    pub fn run<const ROWS: usize, const COLUMNS: usize>(
        self,
        dots: impl Fn(&[[i32; ROWS]], &[[i32; COLUMNS]]) -> [[i32; COLUMNS]; ROWS],
    ) {
        let Product { matrix, x, room, out } = self;
        let (depth, stride) = (matrix.inputs.div_ceil(FOUR), matrix.outputs);
        room.round::<ROWS>(x, matrix.inputs);
        sized(out, x.len() / matrix.inputs * stride);
        for (p, panel) in matrix.panels.chunks_exact(COLUMNS * depth).enumerate() {
            let width = COLUMNS.min(stride - p * COLUMNS);
            let Some(columns) = matrix.columns(p) else { continue };
            for (tile, (rows, out)) in
                room.tiles.chunks_exact(ROWS * depth).zip(room.rows.chunks(ROWS).zip(out.chunks_mut(ROWS * stride)))
            {
                let sums = dots(tile.as_chunks().0, panel.as_chunks().0);
                for (r, row) in rows.iter().enumerate() {
                    let numbers = columns.numbers(&sums[r], *row);
                    let out = &mut out[r * stride + p * COLUMNS..];
                    // A known length, or it is a call that costs more than the product.
                    match out.first_chunk_mut() {
                        Some(whole) if width == COLUMNS => *whole = numbers,
                        _ => out[..width].copy_from_slice(&numbers[..width]),
                    }
                }
            }
        }
    }
}

/// What the sums of a panel's columns are made numbers with.
struct Columns<'a, const COLUMNS: usize> {
    scales: &'a [f32; COLUMNS],
    bias: &'a [f32; COLUMNS],
    sums: &'a [i32; COLUMNS],
}

impl IntegerMatrix {
    #[inline(always)]
    fn columns<const COLUMNS: usize>(&self, panel: usize) -> Option<Columns<'_, COLUMNS>> {
        let from = panel * COLUMNS;
        Some(Columns {
            scales: self.scales[from..].first_chunk()?,
            bias: self.bias[from..].first_chunk()?,
            sums: self.sums[from..].first_chunk()?,
        })
    }
}

impl<const COLUMNS: usize> Columns<'_, COLUMNS> {
    /// The sums of one row as numbers again.
    #[inline(always)]
    fn numbers(&self, sums: &[i32; COLUMNS], row: Row) -> [f32; COLUMNS] {
        let mut out = [0.0; COLUMNS];
        for c in 0..COLUMNS {
            #[allow(clippy::cast_precision_loss)] // rounds to the nearest, the same everywhere
            let sum = (sums[c] - row.zero * self.sums[c]) as f32;
            out[c] = sum * (row.scale * self.scales[c]) + self.bias[c];
        }
        out
    }
}

impl Rounded {
    /// Rounds rows, each by its own range.
    #[inline(always)]
    fn round<const ROWS: usize>(&mut self, x: &[f32], inputs: usize) {
        let (n, depth) = (x.len() / inputs, inputs.div_ceil(FOUR));
        self.tiles.resize(n.div_ceil(ROWS) * ROWS * depth, 0);
        self.rows.clear();
        self.bytes.clear();
        self.bytes.resize(depth * FOUR, 0);
        for (i, row) in x.chunks_exact(inputs).enumerate() {
            self.rows.push(rounded(row, &mut self.bytes));
            let tile = &mut self.tiles[i / ROWS * ROWS * depth..][..ROWS * depth];
            for (slot, four) in tile.as_chunks_mut::<ROWS>().0.iter_mut().zip(self.bytes.as_chunks().0) {
                slot[i % ROWS] = i32::from_le_bytes(*four);
            }
        }
    }
}

/// Rounds a row to bytes.
#[inline(always)]
fn rounded(row: &[f32], bytes: &mut [u8]) -> Row {
    let (lowest, highest) = range(row);
    let width = highest - lowest;
    // A row of zeros has no scale of its own.
    let width = if width > f32::MIN_POSITIVE { width } else { 1.0 };
    let (scale, share) = (width / HIGHEST, HIGHEST / width);
    let zero = whole(-lowest * share);
    for (byte, v) in bytes.iter_mut().zip(row) {
        // Two halves may both round up and give 256.
        #[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation)] // from 0 to 255
        {
            *byte = (whole(*v * share) + zero).clamp(0, 255) as u8;
        }
    }
    Row { scale, zero }
}

/// The nearest whole number, of two the even one. Adding a large number leaves it in the low bits.
#[inline(always)]
fn whole(v: f32) -> i32 {
    (v + ROUNDER).to_bits().wrapping_sub(ROUNDER.to_bits()).cast_signed()
}

/// The lowest and highest number of a row and zero.
#[inline(always)]
fn range(row: &[f32]) -> (f32, f32) {
    let (mut low, mut high) = ([0.0f32; LANES], [0.0f32; LANES]);
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            low[i] = if chunk[i] < low[i] { chunk[i] } else { low[i] };
            high[i] = if chunk[i] > high[i] { chunk[i] } else { high[i] };
        }
    }
    let (mut lowest, mut highest) = (0.0, 0.0);
    for v in low.iter().chain(&high).chain(rest) {
        lowest = if *v < lowest { *v } else { lowest };
        highest = if *v > highest { *v } else { highest };
    }
    (lowest, highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(n: usize, seed: u32) -> Vec<i8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0].cast_signed()
        };
        (0..n).map(|_| next()).collect()
    }

    /// What [`IntegerMatrix::apply`] is to give, one number after the other.
    fn plainly(x: &[f32], weights: &[i8], scales: &[f32], bias: &[f32], inputs: usize) -> Vec<f32> {
        let mut out = Vec::new();
        for row in x.chunks_exact(inputs) {
            let mut q = vec![0; inputs];
            let by = rounded(row, &mut q);
            for ((w, scale), bias) in weights.chunks_exact(inputs).zip(scales).zip(bias) {
                let sum: i32 = q.iter().zip(w).map(|(q, w)| (i32::from(*q) - by.zero) * i32::from(*w)).sum();
                out.push(sum as f32 * (by.scale * scale) + bias);
            }
        }
        out
    }

    #[test]
    fn every_machine_gives_the_bits_of_a_plain_sum() {
        // The highest and lowest bytes, which an instruction that saturates would get wrong, and sizes that fill no
        // tile and no four.
        for (n, inputs, outputs) in [(13, 130, 45), (1, 1536, 33), (25, 4, 1), (7, 3, 64)] {
            let mut weights = bytes(outputs * inputs, 1);
            weights[..inputs].fill(-128);
            weights[(outputs - 1) * inputs..].fill(127);
            let mut x: Vec<f32> = bytes(n * inputs, 2).iter().map(|b| f32::from(*b) * 0.031).collect();
            x[..inputs].fill(3.0);
            x[(n - 1) * inputs..].fill(-2.0);
            let scales: Vec<f32> = (0..outputs).map(|i| 0.001 + i as f32 * 0.000_3).collect();
            let bias: Vec<f32> = (0..outputs).map(|i| i as f32 - 7.5).collect();
            let expected = plainly(&x, &weights, &scales, &bias, inputs);
            for machine in Machine::all() {
                let matrix = IntegerMatrix::new(machine, &weights, &scales, &bias);
                let (mut room, mut out, mut one) = (Rounded::default(), Vec::new(), Vec::new());
                matrix.apply(&x, &mut room, &mut out);
                assert!(expected == out, "{machine:?} gives other bits");
                matrix.apply(&x[..inputs], &mut room, &mut one);
                assert!(expected[..outputs] == one, "{machine:?}: a row depends on its company");
            }
        }
    }

    #[test]
    fn rounding_keeps_zero_and_the_ends_of_a_row() {
        for row in [[-1.5f32, 0.0, 101.0, 3.0], [0.0; 4], [-153.5, 101.5, 0.0, 1.0], [2.0, 3.0, 4.0, 5.0]] {
            let mut q = [0; 4];
            let by = rounded(&row, &mut q);
            for (q, v) in q.iter().zip(row) {
                let back = (i32::from(*q) - by.zero) as f32 * by.scale;
                assert!((back - v).abs() <= by.scale, "{back} instead of {v}");
                assert!(v != 0.0 || back == 0.0);
            }
        }
    }
}
