//! OpenDocument spreadsheets. Rows and cells that the file says are repeated are written out within bounds: one
//! cell can state a million copies of itself.

use std::ops::ControlFlow;

use super::odf;
use super::rows::Rows;
use super::xml::{Attributes, Into, Step, walk};
use crate::opening::{Opening, Outcome};
use crate::{About, Remark};

/// Most copies of a filled row or cell. Nobody writes more by hand.
const COPIES: usize = 1000;
/// Widest sheet that the programs know.
const COLUMNS: usize = 16_384;

/// Reads every sheet.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: Vec<u8>) -> Outcome {
    let (content, about) = odf::content(opening, bytes)?;
    let mut sheets = Sheets { opening, name, about: &about, rows: None, row: Row::default(), ended: None };
    let end = walk(&content, |step| sheets.step(step));
    let Sheets { rows, ended, .. } = sheets;
    if let Some(ended) = ended {
        return ended;
    }
    if let (Some(rows), Err(broken)) = (rows, &end) {
        let message = format!("{}; what comes before is read", broken.reason);
        return Ok(rows.finish(opening, about, vec![Remark::new(message, broken.hint)]));
    }
    end.map(|()| ControlFlow::Continue(()))
}

struct Sheets<'o, 'a, 's, 'n> {
    opening: &'o mut Opening<'a, 's>,
    name: &'n str,
    about: &'n About,
    rows: Option<Rows>,
    row: Row,
    /// Set when there is nothing more to hand on.
    ended: Option<Outcome>,
}

/// A row while its cells come.
#[derive(Default)]
struct Row {
    number: u64,
    copies: u64,
    cells: Vec<String>,
    /// Empty cells since the last filled one, written out only if another follows.
    gap: usize,
    /// The typed value (dates), which says more than what is shown.
    value: Option<String>,
    words: String,
    cell_copies: usize,
    in_words: bool,
}

impl Sheets<'_, '_, '_, '_> {
    fn step(&mut self, step: Step<'_>) -> Into {
        if self.ended.is_some() {
            return Into::No;
        }
        match step {
            Step::Open("annotation" | "shapes" | "automatic-styles" | "forms", _) => return Into::No,
            Step::Open(name, attributes) => self.open(name, attributes),
            Step::Close(name) => self.close(name),
            Step::Text(text) if self.row.in_words => self.row.words.push_str(text),
            Step::Text(_) => {}
        }
        Into::Yes
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        // No sheet has more rows or columns than fit in 32 bits; counting on from there stays in 64.
        let copies = |name| {
            let stated = attributes.get(name).and_then(|n| n.parse::<u64>().ok()).unwrap_or(1);
            stated.clamp(1, u64::from(u32::MAX))
        };
        match name {
            "table" => {
                let sheet = attributes.get("name").unwrap_or_default();
                let media_type = "application/vnd.oasis.opendocument.spreadsheet";
                self.rows = Some(Rows::new(&format!("{}, {sheet}", self.name), media_type, Some(sheet)));
                self.row = Row::default();
            }
            "table-row" => self.row.copies = copies("number-rows-repeated"),
            "table-cell" | "covered-table-cell" => {
                self.row.cell_copies = usize::try_from(copies("number-columns-repeated")).unwrap_or(COLUMNS);
                self.row.value = attributes.get("date-value").map(|d| d.replace('T', " "));
                self.row.words.clear();
            }
            "p" => {
                self.row.in_words = true;
                if !self.row.words.is_empty() {
                    self.row.words.push('\n');
                }
            }
            "s" if self.row.in_words => self.row.words.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.row.in_words = false,
            "table-cell" | "covered-table-cell" => self.row.end_cell(),
            "table-row" => self.end_row(),
            "table" => {
                if let Some(rows) = self.rows.take() {
                    self.note(|sheets| Ok(rows.finish(sheets.opening, sheets.about.clone(), Vec::new())));
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.row.cells);
        self.row.gap = 0;
        let (first, copies) = (self.row.number.saturating_add(1), self.row.copies);
        self.row.number = self.row.number.saturating_add(copies);
        if cells.iter().all(String::is_empty) {
            return;
        }
        for number in first..first.saturating_add(copies.min(COPIES as u64)) {
            let Some(mut rows) = self.rows.take() else { return };
            let outcome = rows.row(self.opening, number, cells.clone());
            self.rows = Some(rows);
            self.note(|_| outcome);
            if self.ended.is_some() {
                return;
            }
        }
    }

    fn note(&mut self, outcome: impl FnOnce(&mut Self) -> Outcome) {
        match outcome(self) {
            Ok(ControlFlow::Continue(())) => {}
            end => self.ended = Some(end),
        }
    }
}

impl Row {
    fn end_cell(&mut self) {
        let words = std::mem::take(&mut self.words);
        let cell = self.value.take().unwrap_or(words);
        if cell.is_empty() {
            self.gap = self.gap.saturating_add(self.cell_copies);
            return;
        }
        // Long words are not a filler that somebody drew over a row of cells.
        let most = if cell.len() > 1000 { 1 } else { COPIES };
        let room = COLUMNS.saturating_sub(self.cells.len());
        self.cells.extend(std::iter::repeat_n(String::new(), self.gap.min(room)));
        self.gap = 0;
        let room = COLUMNS.saturating_sub(self.cells.len());
        self.cells.extend(std::iter::repeat_n(cell, self.cell_copies.min(most).min(room)));
    }
}
