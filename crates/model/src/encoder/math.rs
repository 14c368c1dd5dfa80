//! The few functions a transformer needs beside matrix products, with every sum in a fixed order.
//!
//! The same numbers give the same bits whatever the width of the machine's vectors: sums run over
//! sixteen lanes that are joined in one order, and nothing calls the system's mathematics library.
//! All functions are inlined into the caller, so that they are compiled for the caller's machine.

/// Lanes of a sum. A multiple of every vector width in use.
const LANES: usize = 16;
/// One and a half times two to the power of 23: floats of this size are whole numbers.
const ROUNDER: f32 = 12_582_912.0;

/// Sum of all values.
#[inline(always)]
pub fn sum(values: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] += chunk[i];
        }
    }
    for (lane, v) in lanes.iter_mut().zip(rest) {
        *lane += *v;
    }
    join(lanes)
}

/// Sum of the products of two rows of the same length.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let ((left, left_rest), (right, right_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (x, y) in left.iter().zip(right) {
        for i in 0..LANES {
            lanes[i] = x[i].mul_add(y[i], lanes[i]);
        }
    }
    // Filled up instead of one by one, so that the lanes stay in a register.
    let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
    for (to, from) in x.iter_mut().zip(left_rest).chain(y.iter_mut().zip(right_rest)) {
        *to = *from;
    }
    for i in 0..LANES {
        lanes[i] = x[i].mul_add(y[i], lanes[i]);
    }
    join(lanes)
}

#[inline(always)]
fn join(mut lanes: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// e to the power of `x`; relative error below 2e-7. Source: Cephes, `expf`.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.3, 88.3);
    // Adding and taking off a large number rounds to a whole one and leaves it in the low bits:
    // cheaper than a checked conversion, and the same everywhere under rounding to nearest.
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = x - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4f32;
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        p = p * r + c;
    }
    let value = p * r * r + r + 1.0;
    let power = f32::from_bits(shifted.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23);
    value * power
}

/// Gaussian error linear unit with the error function itself; absolute error below 1e-6.
/// Source: Abramowitz and Stegun 7.1.28 for the error function.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let z = x * std::f32::consts::FRAC_1_SQRT_2;
    let a = z.abs();
    let mut p = 4.306_38e-5f32;
    for c in [2.765_672e-4, 1.520_143e-4, 9.270_527e-3, 4.228_201e-2, 7.052_308e-2, 1.0] {
        p = p.mul_add(a, c);
    }
    // To the power of sixteen.
    for _ in 0..4 {
        p *= p;
    }
    let erf = (1.0 - 1.0 / p).copysign(z);
    0.5 * x * (1.0 + erf)
}

/// The highest value.
#[inline(always)]
fn maximum(values: &[f32]) -> f32 {
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] = higher(lanes[i], chunk[i]);
        }
    }
    for (lane, v) in lanes.iter_mut().zip(rest) {
        *lane = higher(*lane, *v);
    }
    lanes.into_iter().fold(f32::NEG_INFINITY, higher)
}

/// Turns the first `n` scores of a row into shares that sum to one, and the rest into zeros. The
/// row is longer than `n` by what fills its last vector.
#[inline(always)]
pub fn softmax(row: &mut [f32], n: usize) {
    let highest = maximum(&row[..n]);
    // Whole vectors: a loop over the first `n` alone would do most of them one by one.
    let (chunks, rest) = row.as_chunks_mut::<LANES>();
    for chunk in chunks {
        for v in chunk {
            *v = exp(*v - highest);
        }
    }
    for v in rest {
        *v = exp(*v - highest);
    }
    row[n..].fill(0.0);
    let scale = 1.0 / sum(row);
    for v in row.iter_mut() {
        *v *= scale;
    }
}

/// Layer normalisation of one row, in place.
#[inline(always)]
pub fn norm(row: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    #[allow(clippy::cast_precision_loss)] // rows have a few hundred numbers
    let n = row.len() as f32;
    let mean = sum(row) / n;
    for v in row.iter_mut() {
        *v -= mean;
    }
    let scale = 1.0 / (dot(row, row) / n + epsilon).sqrt();
    for ((v, w), b) in row.iter_mut().zip(weight).zip(bias) {
        *v = *v * scale * *w + *b;
    }
}

/// `1 / (1 + e^-x)`.
#[must_use]
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_library_functions() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            let right = f64::from(x).exp();
            assert!((f64::from(exp(x)) - right).abs() <= right * 4e-7, "exp {x}");
        }
        // Values of the error function from tables.
        for (x, erf) in [(0.0f64, 0.0f64), (0.5, 0.520_499_877_8), (1.0, 0.842_700_792_9), (2.0, 0.995_322_265_0)] {
            let z = (x * std::f64::consts::SQRT_2) as f32;
            let right = 0.5 * f64::from(z) * (1.0 + erf);
            assert!((f64::from(gelu(z)) - right).abs() < 1e-6, "gelu {z}");
            assert!((f64::from(gelu(-z)) + 0.5 * f64::from(z) * (1.0 - erf)).abs() < 1e-6, "gelu -{z}");
        }
    }

    #[test]
    fn shares_sum_to_one_and_norms_are_centred() {
        let mut row: Vec<f32> = (0..37).map(|i| (i as f32 * 0.37).sin() * 9.0).collect();
        softmax(&mut row, 31);
        assert!((sum(&row[..31]) - 1.0).abs() < 1e-6);
        assert_eq!(row[31..], [0.0; 6]);
        let mut row: Vec<f32> = (0..384).map(|i| (i as f32).cos() * 3.0 + 2.0).collect();
        norm(&mut row, &[1.0; 384], &[0.0; 384], 1e-12);
        assert!(sum(&row).abs() < 1e-3 && (dot(&row, &row) / 384.0 - 1.0).abs() < 1e-5);
    }
}
