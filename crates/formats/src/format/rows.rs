//! Rows of a sheet as documents: each row one, where a mapping says which column is what; else the sheet is one,
//! a row a line.

use std::ops::ControlFlow;

use super::day::day;
use crate::opening::{Converted, Opening, Outcome, Trouble};
use crate::{About, Remark, RowMapping};

/// A sheet while its rows come, the header row first.
pub struct Rows {
    name: String,
    media_type: &'static str,
    /// The step inwards for the sheet; none where the file is the sheet.
    step: Option<String>,
    header: Vec<String>,
    mapping: Option<Columns>,
    text: String,
}

/// Places of the mapped columns.
struct Columns {
    text: Vec<usize>,
    title: Option<usize>,
    published: Option<usize>,
    publisher: Option<usize>,
    author: Option<usize>,
    address: Option<usize>,
}

impl Rows {
    /// A sheet of this name, before its first row.
    pub fn new(name: &str, media_type: &'static str, step: Option<String>) -> Rows {
        Rows { name: name.into(), media_type, step, header: Vec::new(), mapping: None, text: String::new() }
    }

    /// Takes a row; `number` counts from 1 as the program shows it.
    ///
    /// # Errors
    /// The sheet has more words than a document may have.
    pub fn row(&mut self, opening: &mut Opening<'_, '_>, number: u64, mut cells: Vec<String>) -> Outcome {
        for cell in &mut cells {
            *cell = cell.trim().to_string();
        }
        if cells.iter().all(String::is_empty) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.header.is_empty() {
            self.mapping = opening.tools.mappings.iter().find_map(|m| columns(m, &cells));
            self.header = cells;
            return Ok(ControlFlow::Continue(()));
        }
        match &self.mapping {
            Some(columns) => Ok(self.document(opening, columns, number, &cells)),
            None => self.line(opening, &cells).map(|()| ControlFlow::Continue(())),
        }
    }

    /// True when a document would be made of the rows so far.
    pub fn has_words(&self) -> bool {
        self.mapping.is_none() && !self.header.is_empty()
    }

    /// Hands on what the rows came to. `remarks` are about the sheet as a whole.
    pub fn finish(self, opening: &mut Opening<'_, '_>, about: About, remarks: Vec<Remark>) -> ControlFlow<()> {
        if self.mapping.is_some() {
            return ControlFlow::Continue(());
        }
        // A sheet of one row has no header.
        let text = if self.text.is_empty() { self.header.join(SEPARATOR) } else { self.text };
        let (name, media_type) = (self.name, self.media_type);
        let converted = Converted { name, media_type, text, about, remarks };
        match &self.step {
            Some(step) => opening.text_member(step, converted),
            None => opening.text(converted),
        }
    }

    fn document(&self, opening: &mut Opening<'_, '_>, c: &Columns, number: u64, cells: &[String]) -> ControlFlow<()> {
        let cell = |i: &usize| cells.get(*i).filter(|c| !c.is_empty()).cloned();
        let at = |i: Option<usize>| i.as_ref().and_then(cell);
        let written = at(c.published);
        let published = written.as_deref().and_then(day);
        let mut remarks = Vec::new();
        if written.is_some() && published.is_none() {
            remarks.push(Remark::new("its day of publication is not clear", "write it as YYYY-MM-DD"));
        }
        let (title, publisher) = (at(c.title), at(c.publisher));
        let (author, address) = (at(c.author), at(c.address));
        let row = format!("row {number}");
        let name = title.clone().unwrap_or_else(|| format!("{}, {row}", self.name));
        let about = About { title, author, publisher, published, address, ..About::default() };
        let text = c.text.iter().filter_map(cell).collect::<Vec<String>>().join("\n");
        let step = self.step.iter().cloned().chain([row]).collect::<Vec<String>>().join(" ▸ ");
        opening.text_member(&step, Converted { name, media_type: self.media_type, text, about, remarks })
    }

    fn line(&mut self, opening: &Opening<'_, '_>, cells: &[String]) -> Result<(), Trouble> {
        let mut first = true;
        for (i, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            self.text.push_str(if first { "" } else { SEPARATOR });
            first = false;
            if let Some(header) = self.header.get(i).filter(|h| !h.is_empty()) {
                self.text.push_str(header);
                self.text.push_str(": ");
            }
            self.text.push_str(&cell.replace(['\n', '\r'], " "));
        }
        self.text.push('\n');
        let limit = opening.tools.limits.document;
        if self.text.len() as u64 > limit {
            return Err(Trouble::too_long(limit));
        }
        Ok(())
    }
}

const SEPARATOR: &str = " · ";

/// The mapping's columns in this header row, if all of them are there.
fn columns(mapping: &RowMapping, header: &[String]) -> Option<Columns> {
    let find = |name: &String| header.iter().position(|h| h.eq_ignore_ascii_case(name.trim()));
    // Outer `None`: named and not there. Inner: not named.
    let maybe = |name: &Option<String>| name.as_ref().map_or(Some(None), |name| find(name).map(Some));
    if mapping.text.is_empty() {
        return None;
    }
    Some(Columns {
        text: mapping.text.iter().map(find).collect::<Option<_>>()?,
        title: maybe(&mapping.title)?,
        published: maybe(&mapping.published)?,
        publisher: maybe(&mapping.publisher)?,
        author: maybe(&mapping.author)?,
        address: maybe(&mapping.address)?,
    })
}
