//! The model file: a magic line, then named sections of plain little-endian bytes.
//!
//! ```text
//! "casebook-first-gear 1\n"
//! u32 n_sections, then per section: u32 name length, name, u32 data length, data
//! ```

/// The first bytes of every model file of this version.
pub const MAGIC: &[u8] = b"casebook-first-gear 1\n";

/// A model file that cannot be used, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged(pub String);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "model file damaged: {}", self.0)
    }
}

impl std::error::Error for Damaged {}

/// A cursor over bytes that never runs past the end.
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Starts at the beginning of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { rest: bytes }
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// [`Damaged`] when fewer are left.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], Damaged> {
        let (head, tail) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| Damaged(format!("{n} bytes wanted, {} left", self.rest.len())))?;
        self.rest = tail;
        Ok(head)
    }

    /// The next four bytes as a number.
    ///
    /// # Errors
    /// [`Damaged`] when fewer are left.
    pub fn u32(&mut self) -> Result<u32, Damaged> {
        let b = self.take(4)?;
        Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// A length-prefixed string.
    ///
    /// # Errors
    /// [`Damaged`] when it is cut short or not UTF-8.
    pub fn str(&mut self) -> Result<&'a str, Damaged> {
        let n = self.u32()? as usize;
        std::str::from_utf8(self.take(n)?).map_err(|_| Damaged("a name is not UTF-8".into()))
    }

    /// What has not been read yet.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// The named parts of a model file.
pub struct Sections<'a> {
    parts: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Sections<'a> {
    /// Opens a model file.
    ///
    /// # Errors
    /// [`Damaged`] when the magic is another or a section is cut short.
    pub fn open(bytes: &'a [u8]) -> Result<Sections<'a>, Damaged> {
        let body = bytes.strip_prefix(MAGIC).ok_or_else(|| Damaged("not a model file of this version".into()))?;
        let mut cursor = Cursor::new(body);
        let n = cursor.u32()?;
        let mut parts = Vec::new();
        for _ in 0..n {
            let name = cursor.str()?;
            let len = cursor.u32()? as usize;
            parts.push((name, cursor.take(len)?));
        }
        Ok(Sections { parts })
    }

    /// The bytes of the section called `name`.
    ///
    /// # Errors
    /// [`Damaged`] when there is none.
    pub fn get(&self, name: &str) -> Result<&'a [u8], Damaged> {
        self.parts
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, data)| *data)
            .ok_or_else(|| Damaged(format!("section {name} is missing")))
    }
}

/// Writes sections in the form [`Sections::open`] reads.
#[must_use]
pub fn write(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(u32::try_from(sections.len()).unwrap_or(u32::MAX).to_le_bytes());
    for (name, data) in sections {
        out.extend(u32::try_from(name.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(data);
    }
    out
}

/// A table of whole-number weights, `2^bits` rows of `columns`, as stored in a section:
/// `u32 bits, u32 columns, i8 weights…`, rows in order.
pub struct Table<'a> {
    weights: &'a [u8],
    mask: u64,
    columns: usize,
}

impl<'a> Table<'a> {
    /// Reads a table from a section.
    ///
    /// # Errors
    /// [`Damaged`] when the size does not fit the header.
    pub fn load(section: &'a [u8]) -> Result<Table<'a>, Damaged> {
        let mut cursor = Cursor::new(section);
        let (bits, columns) = (cursor.u32()?, cursor.u32()? as usize);
        if bits > 24 || columns == 0 || columns > 256 {
            return Err(Damaged(format!("a table of 2^{bits} rows and {columns} columns")));
        }
        let weights = cursor.take((1usize << bits) * columns)?;
        Ok(Table { weights, mask: (1u64 << bits) - 1, columns })
    }

    /// Adds the row of `feature` to `scores` (one whole number per column).
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut [i32]) {
        // The high bits of a multiplicative hash are the well-mixed ones.
        let row = ((feature >> 20) & self.mask) as usize * self.columns;
        for (score, &w) in scores.iter_mut().zip(&self.weights[row..row + self.columns]) {
            *score += i32::from(w as i8);
        }
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }
}
