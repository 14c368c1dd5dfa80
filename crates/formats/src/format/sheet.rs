//! Spreadsheets: Office Open XML and its binary form by `calamine`, the older form in `xls`, OpenDocument in
//! `ods`.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use ::zip::ZipArchive;
use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsb, Xlsx};

use super::rows::Rows;
use super::{day, ods, office, xls, zip};
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Bytes, Remark};

type Input = Cursor<Vec<u8>>;

/// Reads every sheet, hidden ones too.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole(bytes)?;
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes.clone())) else {
        if bytes.starts_with(b"PK") {
            return Err(broken(()));
        }
        return xls::open(opening, name, bytes);
    };
    if archive.index_for_name("content.xml").is_some() {
        return ods::open(opening, name, bytes);
    }
    zip::measure(opening, &mut archive)?;
    let about = match zip::member(opening, &mut archive, "docProps/core.xml") {
        Ok(Some(xml)) => office::properties(&xml),
        _ => About::default(),
    };
    if archive.index_for_name("xl/workbook.bin").is_some() {
        xlsb(opening, name, bytes, &about)
    } else {
        xlsx(opening, name, bytes, &about)
    }
}

/// A media type for each family. Source: IANA.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const XLSB: &str = "application/vnd.ms-excel.sheet.binary.macroEnabled.12";

// calamine gives the cells of the two families by methods of the same name that no trait has in common.
macro_rules! each_sheet {
    ($opening:ident, $book:ident, $name:ident, $media:ident, $about:ident) => {{
        for (sheet, remarks) in sheets(&$book) {
            let mut rows = Rows::new(&format!("{}, {sheet}", $name), $media, Some(sheet.clone()));
            let read = match $book.worksheet_cells_reader(&sheet) {
                Ok(mut cells) => from_cells($opening, &mut rows, || cells.next_cell()),
                Err(e) => Err(broken(e)),
            };
            if conclude($opening, rows, &sheet, read, $about, remarks).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }};
}

fn xlsx(opening: &mut Opening<'_, '_>, name: &str, bytes: Vec<u8>, about: &About) -> Outcome {
    let mut book: Xlsx<Input> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    each_sheet!(opening, book, name, XLSX, about)
}

fn xlsb(opening: &mut Opening<'_, '_>, name: &str, bytes: Vec<u8>, about: &About) -> Outcome {
    let mut book: Xlsb<Input> = Xlsb::new(Cursor::new(bytes)).map_err(broken)?;
    each_sheet!(opening, book, name, XLSB, about)
}

/// Names of the sheets with words in cells, and what there is to say of them.
pub fn sheets<T, R: Reader<T>>(book: &R) -> Vec<(String, Vec<Remark>)>
where
    T: Read + std::io::Seek,
{
    let sheets = book.sheets_metadata().iter().filter(|s| s.typ == calamine::SheetType::WorkSheet);
    let remarks = |visible| match visible {
        SheetVisible::Visible => Vec::new(),
        _ => vec![Remark::new("the sheet is hidden in the workbook", "unhide it to see it there")],
    };
    sheets.map(|s| (s.name.clone(), remarks(s.visible))).collect()
}

/// Gathers cells, which come row by row, into rows. Keeps one row at a time: a sheet may state a million rows.
fn from_cells<'c, E>(
    opening: &mut Opening<'_, '_>,
    rows: &mut Rows,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'c>>>, E>,
) -> Outcome {
    let (mut at, mut cells) = (0, Vec::new());
    while let Some(cell) = next().map_err(broken)? {
        let (row, column) = cell.get_position();
        if row != at {
            let full = std::mem::take(&mut cells);
            if rows.row(opening, u64::from(at) + 1, full)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            at = row;
        }
        // The widest sheets have 16,384 columns; a file that states more is damaged.
        let column = usize::try_from(column).ok().filter(|c| *c < 16_384).ok_or_else(|| broken(()))?;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = data(&Data::from(cell.get_value().clone()));
    }
    rows.row(opening, u64::from(at) + 1, cells)
}

/// Ends a sheet: what was read of a broken one is kept, and the rest is said to be missing.
pub fn conclude(
    opening: &mut Opening<'_, '_>,
    rows: Rows,
    sheet: &str,
    read: Outcome,
    about: &About,
    remarks: Vec<Remark>,
) -> ControlFlow<()> {
    match read {
        Ok(ControlFlow::Break(())) => ControlFlow::Break(()),
        Ok(ControlFlow::Continue(())) => rows.finish(opening, about.clone(), remarks),
        Err(trouble) => {
            if rows.has_words() && rows.finish(opening, about.clone(), remarks).is_break() {
                return ControlFlow::Break(());
            }
            opening.unread_member(sheet, sheet, &trouble)
        }
    }
}

/// A cell as a person reads it.
pub fn data(cell: &Data) -> String {
    match cell {
        Data::Int(n) => n.to_string(),
        Data::Float(n) => n.to_string(),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.clone(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(moment) => date(*moment),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// `YYYY-MM-DD`, with the time where there is one; a duration in hours.
fn date(moment: ExcelDateTime) -> String {
    if moment.is_duration() {
        return format!("{:.2} h", moment.as_f64() * 24.0);
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    match day::iso(year, month.into(), day.into()) {
        Some(day) if hour == 0 && minute == 0 => day,
        Some(day) => format!("{day} {hour:02}:{minute:02}"),
        None => moment.as_f64().to_string(),
    }
}

pub fn broken<E>(_: E) -> Trouble {
    Trouble::new("the workbook is damaged", "open it in the program that made it and save it again")
}
