//! The model file: quantised matrices, vectors and lists, by name.
//!
//! The safetensors container; the file's head names its format (`training/*/FORMAT.md`).

use std::collections::HashMap;

use safetensors::tensor::Metadata;
use safetensors::{Dtype, SafeTensors};

use super::integer::IntegerMatrix;
use super::machine::Machine;
use super::matrix::Matrix;
use crate::file::Damaged;

/// The tensors and lists of one file.
pub struct Weights<'a> {
    header: Metadata,
    /// The bytes behind the header.
    data: &'a [u8],
    lists: HashMap<String, String>,
    machine: Machine,
}

/// A table of rows that stays quantised: a row is made when it is asked for.
pub struct Table {
    rows: Vec<i8>,
    scales: Vec<f32>,
    width: usize,
}

impl Table {
    /// Adds row `at` to `out`.
    #[inline(always)]
    pub fn add(&self, at: usize, out: &mut [f32]) {
        let scale = self.scales[at];
        for (o, w) in out.iter_mut().zip(&self.rows[at * self.width..(at + 1) * self.width]) {
            *o += f32::from(*w) * scale;
        }
    }

    /// Numbers a row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.scales.len()
    }
}

impl<'a> Weights<'a> {
    /// Opens the bytes of a file that is of this format.
    ///
    /// # Errors
    /// [`Damaged`] when it is no such file.
    pub fn open(bytes: &'a [u8], format: &str, machine: Machine) -> Result<Weights<'a>, Damaged> {
        let (size, header) =
            SafeTensors::read_metadata(bytes).map_err(|_| Damaged("the header does not parse".into()))?;
        let lists = header.metadata().clone().unwrap_or_default();
        if lists.get("format").map(String::as_str) != Some(format) {
            return Err(Damaged(format!("the file is not of the format {format}")));
        }
        // Eight bytes with the size of the header stand before it.
        let data = bytes.get(8 + size..).ok_or_else(|| Damaged("the file is cut off".into()))?;
        Ok(Weights { header, data, lists, machine })
    }

    /// A text of the file's head.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing.
    pub fn text(&self, name: &str) -> Result<&str, Damaged> {
        self.lists.get(name).map(String::as_str).ok_or_else(|| Damaged(format!("the list {name} is missing")))
    }

    /// A list of the file's head, one entry a line.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing.
    pub fn list(&self, name: &str) -> Result<Vec<&str>, Damaged> {
        Ok(self.text(name)?.split('\n').collect())
    }

    /// A list whose entries are of type `T`.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing or an entry does not parse.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<Vec<T>, Damaged> {
        let one = |entry: &&str| entry.parse().map_err(|_| Damaged(format!("{name} has the entry {entry:?}")));
        self.list(name)?.iter().map(one).collect()
    }

    /// A single value of type `T`.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing or does not parse.
    pub fn value<T: std::str::FromStr>(&self, name: &str) -> Result<T, Damaged> {
        let text = self.text(name)?;
        text.parse().map_err(|_| Damaged(format!("{name} is {text:?}")))
    }

    /// First rows of the fields of a feature table, and the number of all rows. Lines of the list:
    /// `name TAB first row TAB size`.
    ///
    /// # Errors
    /// [`Damaged`] when the list is missing or does not parse.
    pub fn fields(&self, name: &str) -> Result<(Vec<usize>, usize), Damaged> {
        let (mut starts, mut rows) = (Vec::new(), 0);
        for line in self.list(name)? {
            let numbers: Vec<usize> = line.split('\t').skip(1).filter_map(|n| n.parse().ok()).collect();
            match numbers.as_slice() {
                [start, size] if *start == rows => {
                    starts.push(*start);
                    rows += size;
                }
                _ => return Err(Damaged(format!("a line of {name} does not parse"))),
            }
        }
        Ok((starts, rows))
    }

    /// Shape and bytes of a tensor.
    fn tensor(&self, name: &str, kind: Dtype) -> Result<(&[usize], &'a [u8]), Damaged> {
        let info = self.header.info(name).ok_or_else(|| Damaged(format!("{name} is missing")))?;
        if info.dtype != kind {
            return Err(Damaged(format!("{name} is of another type")));
        }
        let (start, end) = info.data_offsets;
        let data = self.data.get(start..end).ok_or_else(|| Damaged("the file is cut off".into()))?;
        Ok((&info.shape, data))
    }

    /// A vector.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing or of another type.
    pub fn vector(&self, name: &str) -> Result<Vec<f32>, Damaged> {
        Ok(self
            .tensor(name, Dtype::F32)?
            .1
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect())
    }

    /// A quantised table, as it is.
    ///
    /// # Errors
    /// [`Damaged`] when it is missing or does not fit its scales.
    pub fn table(&self, name: &str) -> Result<Table, Damaged> {
        let (shape, data) = self.tensor(name, Dtype::I8)?;
        let rows: Vec<i8> = data.iter().map(|b| i8::from_le_bytes([*b])).collect();
        let scales = self.vector(&format!("{name}.scale"))?;
        match shape {
            [n, width] if *n == scales.len() && rows.len() == n * width => Ok(Table { rows, scales, width: *width }),
            _ => Err(Damaged(format!("{name} does not fit its scales"))),
        }
    }

    /// A quantised matrix as plain numbers, row by row, with the numbers a row has.
    ///
    /// # Errors
    /// [`Damaged`], as [`Weights::table`].
    pub fn plain(&self, name: &str) -> Result<(Vec<f32>, usize), Damaged> {
        let table = self.table(name)?;
        let mut out = vec![0.0; table.rows.len()];
        for (i, row) in out.chunks_exact_mut(table.width).enumerate() {
            table.add(i, row);
        }
        Ok((out, table.width))
    }

    /// Linear layers `NAME.weight` and `NAME.bias`, one below the other, that stay quantised.
    ///
    /// # Errors
    /// [`Damaged`] when one is missing or they do not fit.
    pub fn integers(&self, names: &[String]) -> Result<IntegerMatrix, Damaged> {
        let (mut rows, mut scales, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            let table = self.table(&format!("{name}.weight"))?;
            rows.extend(table.rows);
            scales.extend(table.scales);
            bias.extend(self.vector(&format!("{name}.bias"))?);
        }
        if bias.len() != scales.len() || rows.is_empty() || !rows.len().is_multiple_of(bias.len()) {
            return Err(Damaged(format!("{} does not fit its bias", names.join(", "))));
        }
        Ok(IntegerMatrix::new(self.machine, &rows, &scales, &bias))
    }

    /// A quantised matrix that stays so, without a bias.
    ///
    /// # Errors
    /// [`Damaged`], as [`Weights::table`].
    pub fn unbiased(&self, name: &str) -> Result<IntegerMatrix, Damaged> {
        let table = self.table(name)?;
        let bias = vec![0.0; table.scales.len()];
        Ok(IntegerMatrix::new(self.machine, &table.rows, &table.scales, &bias))
    }

    /// Linear layers `NAME.weight` and `NAME.bias`, one below the other.
    ///
    /// # Errors
    /// [`Damaged`] when one is missing or they do not fit.
    pub fn linear(&self, names: &[String]) -> Result<Matrix, Damaged> {
        let (mut weights, mut bias, mut inputs) = (Vec::new(), Vec::new(), 0);
        for name in names {
            let (w, width) = self.plain(&format!("{name}.weight"))?;
            if weights.is_empty() {
                weights = w;
            } else {
                weights.extend(w);
            }
            bias.extend(self.vector(&format!("{name}.bias"))?);
            inputs = width;
        }
        if bias.len() * inputs != weights.len() {
            return Err(Damaged(format!("{} does not fit its bias", names.join(", "))));
        }
        Ok(Matrix::new(self.machine, &weights, &bias, bias.len(), inputs))
    }
}
