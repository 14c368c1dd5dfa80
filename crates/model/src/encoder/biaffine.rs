//! Scores between two words: Dozat and Manning 2017, deep biaffine attention.

use super::integer::{IntegerMatrix, Rounded};
use super::machine::Machine;
use super::math::dot;
use super::matrix::Matrix;
use super::weights::Weights;
use crate::file::Damaged;

/// A pair of projections and the form between them.
pub struct Biaffine {
    machine: Machine,
    dependent: IntegerMatrix,
    head: IntegerMatrix,
    form: IntegerMatrix,
}

/// Both sides of a biaffine form for all words of a group.
pub struct Projected {
    machine: Machine,
    /// Dependent side, `width` numbers a row, the last of them 1.
    dependents: Vec<f32>,
    /// Head side already multiplied with the form: `labels` blocks of `width` numbers a row.
    heads: Vec<f32>,
    width: usize,
    n_labels: usize,
}

impl Biaffine {
    /// Reads the form `name` with one score for each of `n_labels`.
    ///
    /// # Errors
    /// [`Damaged`] when the file lacks it or its parts do not fit.
    pub fn load(weights: &Weights<'_>, machine: Machine, name: &str, n_labels: usize) -> Result<Biaffine, Damaged> {
        // Row (label, entry of the dependent), column (entry of the head): a scale each row, as a product
        // of whole numbers with the head needs it.
        let form = weights.unbiased(&format!("{name}.biaffine"))?;
        let side = |s: &str| weights.integers(&[format!("{name}.{s}")]);
        let (dependent, head) = (side("dep")?, side("head")?);
        let width = form.inputs;
        if form.outputs != n_labels * width || dependent.outputs + 1 != width || head.outputs + 1 != width {
            return Err(Damaged(format!("{name}.biaffine is of another size")));
        }
        Ok(Biaffine { machine, dependent, head, form })
    }

    /// Projects words, row by row, to both sides.
    #[inline(always)]
    pub fn project(&self, vectors: &[f32], room: &mut Rounded) -> Projected {
        let width = self.form.inputs;
        let (mut side, mut heads) = (Vec::new(), Vec::new());
        self.head.apply(vectors, room, &mut side);
        self.form.apply(&rectified_with_one(&side, width), room, &mut heads);
        self.dependent.apply(vectors, room, &mut side);
        let dependents = rectified_with_one(&side, width);
        Projected { machine: self.machine, dependents, heads, width, n_labels: self.form.outputs / width }
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
    pub fn scores<const ROWS: usize, const COLUMNS: usize>(
        &self,
        root: usize,
        n: usize,
        packed: &mut Vec<f32>,
    ) -> Vec<f32> {
        let w = self.width;
        let heads = Matrix::new(self.machine, &self.heads[root * w..(root + n + 1) * w], &[], n + 1, w);
        let mut out = Vec::new();
        heads.apply::<ROWS, COLUMNS>(&self.dependents[(root + 1) * w..(root + 1 + n) * w], packed, &mut out);
        out
    }

    /// Score of the one label of a form that has no more, for one pair of rows.
    #[inline(always)]
    pub fn pair(&self, dependent: usize, head: usize) -> f32 {
        let w = self.width;
        dot(&self.dependents[dependent * w..][..w], &self.heads[head * w..][..w])
    }

    /// Scores of all labels for one pair of rows.
    #[inline(always)]
    pub fn labels(&self, dependent: usize, head: usize) -> Vec<f32> {
        let (w, block) = (self.width, self.width * self.n_labels);
        let left = &self.dependents[dependent * w..(dependent + 1) * w];
        let mut out = vec![0.0; self.n_labels];
        for (o, right) in out.iter_mut().zip(self.heads[head * block..(head + 1) * block].chunks_exact(w)) {
            *o = dot(left, right);
        }
        out
    }
}
