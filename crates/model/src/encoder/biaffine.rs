//! Scores between two words: Dozat and Manning 2017, deep biaffine attention.

use super::machine::Machine;
use super::math::dot;
use super::matrix::Matrix;
use super::weights::Weights;
use crate::file::Damaged;

/// A pair of projections and the form between them.
pub struct Biaffine {
    dependent: Matrix,
    head: Matrix,
    form: Matrix,
}

/// Both sides of a biaffine form for all words of a group.
pub struct Projected {
    /// Dependent side already multiplied with the form: `labels` blocks of `width` numbers a row.
    left: Vec<f32>,
    /// Head side, `width` numbers a row, the last of them 1.
    right: Vec<f32>,
    width: usize,
    n_labels: usize,
}

impl Biaffine {
    /// Reads the form `name` with one score for each of `n_labels`.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks it or its parts do not fit.
    pub fn load(weights: &Weights<'_>, machine: Machine, name: &str, n_labels: usize) -> Result<Biaffine, Damaged> {
        let (form, width) = weights.plain(&format!("{name}.biaffine"))?;
        if form.len() != n_labels * width * width {
            return Err(Damaged(format!("{name}.biaffine is of another size")));
        }
        // Row (label, column of the head), column (entry of the dependent).
        let mut turned = vec![0.0; form.len()];
        for l in 0..n_labels {
            for i in 0..width {
                for j in 0..width {
                    turned[(l * width + j) * width + i] = form[(l * width + i) * width + j];
                }
            }
        }
        let side = |s: &str| weights.linear(&[format!("{name}.{s}")]);
        Ok(Biaffine {
            dependent: side("dep")?,
            head: side("head")?,
            form: Matrix::new(machine, &turned, &[], n_labels * width, width),
        })
    }

    /// Projects words, row by row, to both sides.
    #[inline(always)]
    pub fn project<const ROWS: usize, const COLUMNS: usize>(
        &self,
        vectors: &[f32],
        packed: &mut Vec<f32>,
    ) -> Projected {
        let width = self.form.inputs;
        let (mut side, mut left) = (Vec::new(), Vec::new());
        self.dependent.apply::<ROWS, COLUMNS>(vectors, packed, &mut side);
        let dependents = rectified_with_one(&side, width);
        self.form.apply::<ROWS, COLUMNS>(&dependents, packed, &mut left);
        self.head.apply::<ROWS, COLUMNS>(vectors, packed, &mut side);
        Projected { left, right: rectified_with_one(&side, width), width, n_labels: self.form.outputs / width }
    }
}

/// Negative numbers to zero, and a 1 at the end of every row; `width` counts it.
#[inline(always)]
fn rectified_with_one(rows: &[f32], width: usize) -> Vec<f32> {
    let mut out = vec![1.0; rows.len() / (width - 1) * width];
    for (to, row) in out.chunks_exact_mut(width).zip(rows.chunks_exact(width - 1)) {
        for (o, v) in to.iter_mut().zip(row) {
            *o = if *v > 0.0 { *v } else { 0.0 };
        }
    }
    out
}

impl Projected {
    /// Arc scores of one sequence: `n` rows of dependents, `n + 1` columns of heads, the root first.
    #[inline(always)]
    pub fn scores(&self, root: usize, n: usize) -> Vec<f32> {
        let w = self.width;
        let mut out = Vec::with_capacity(n * (n + 1));
        for d in root + 1..=root + n {
            let left = &self.left[d * w..(d + 1) * w];
            for h in root..=root + n {
                out.push(dot(left, &self.right[h * w..(h + 1) * w]));
            }
        }
        out
    }

    /// Scores of all labels for one pair of rows.
    #[inline(always)]
    pub fn labels(&self, dependent: usize, head: usize) -> Vec<f32> {
        let (w, block) = (self.width, self.width * self.n_labels);
        let right = &self.right[head * w..(head + 1) * w];
        let mut out = vec![0.0; self.n_labels];
        for (o, left) in out.iter_mut().zip(self.left[dependent * block..(dependent + 1) * block].chunks_exact(w)) {
            *o = dot(left, right);
        }
        out
    }
}
