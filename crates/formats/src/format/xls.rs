//! The older binary spreadsheets, read by `calamine` once what they state of their size is checked: it makes room for
//! whatever a file of a few kilobytes states. Source: MS-XLS 2.1 (records), MS-CFB (the container).

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;

use calamine::{Reader, Xls};
use cfb::CompoundFile;

use super::rows::Rows;
use super::sheet::{broken, conclude, data, sheets};
use crate::About;
use crate::opening::{Opening, Outcome, Trouble};

const XLS: &str = "application/vnd.ms-excel";

/// Reads every sheet, hidden ones too.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: Vec<u8>) -> Outcome {
    let (stream, book) = workbook(opening, bytes)?;
    check(&book)?;
    sheets_of(opening, name, repacked(stream, &book).map_err(broken)?)
}

fn sheets_of(opening: &mut Opening<'_, '_>, name: &str, bytes: Vec<u8>) -> Outcome {
    let mut book: Xls<Cursor<Vec<u8>>> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    for (sheet, remarks) in sheets(&book) {
        let mut rows = Rows::new(&format!("{name}, {sheet}"), XLS, Some(sheet.clone()));
        let read = book.worksheet_range(&sheet).map_err(broken).and_then(|range| {
            let first = range.start().map_or(0, |(row, _)| u64::from(row));
            for (number, cells) in (first + 1..).zip(range.rows()) {
                if rows.row(opening, number, cells.iter().map(data).collect())?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        });
        if conclude(opening, rows, &sheet, read, &About::default(), remarks).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Names of the stream with the workbook, the newer first.
const STREAMS: [&str; 2] = ["/Workbook", "/Book"];

/// The stream with the workbook, and its name.
fn workbook(opening: &Opening<'_, '_>, bytes: Vec<u8>) -> Result<(&'static str, Vec<u8>), Trouble> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = STREAMS.into_iter().find(|name| container.is_stream(name)).ok_or_else(|| broken(()))?;
    let stream = container.open_stream(name).map_err(broken)?;
    let mut book = Vec::new();
    stream.take(opening.tools.limits.document).read_to_end(&mut book).map_err(broken)?;
    Ok((name, book))
}

/// A container with nothing but the workbook that was checked: two readers may see one damaged container
/// differently.
fn repacked(name: &str, book: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut container = CompoundFile::create(Cursor::new(Vec::new()))?;
    container.create_stream(name)?.write_all(book)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}

/// Most cells of one sheet between its outermost ones.
const CELLS: u64 = 8_000_000;
/// Most records that are looked at.
const RECORDS: u64 = 50_000_000;

/// Kinds of records. Source: MS-XLS 2.3.
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const END: u16 = 0x000a;
const BEGIN: u16 = 0x0809;
/// Those that begin with a row and a column.
const CELL_RECORDS: [u16; 8] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// Refuses a workbook whose sheets state more than they can hold.
fn check(book: &[u8]) -> Result<(), Trouble> {
    let sheets: Vec<usize> = records(book)
        .filter(|(kind, _)| *kind == BOUND_SHEET)
        .filter_map(|(_, data)| data.get(..4)?.try_into().ok().map(u32::from_le_bytes))
        .filter_map(|at| usize::try_from(at).ok())
        .collect();
    let mut left = RECORDS;
    for at in sheets {
        let sheet = book.get(at..).ok_or_else(|| broken(()))?;
        let stated = area(sheet, &mut left);
        if stated > CELLS || left == 0 {
            let hint = "copy the cells you need into a new sheet, save it as XLSX and add that";
            return Err(Trouble::new(format!("a sheet states more than {CELLS} cells"), hint));
        }
    }
    Ok(())
}

/// Cells between the outermost ones of the sheet that begins here, as its records state them.
fn area(sheet: &[u8], left: &mut u64) -> u64 {
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let mut see = |row: u32, column: u32| {
        rows = (rows.0.min(row), rows.1.max(row));
        columns = (columns.0.min(column), columns.1.max(column));
    };
    let (mut depth, mut stated) = (0_usize, 0_u64);
    for (kind, data) in records(sheet) {
        *left = left.saturating_sub(1);
        match kind {
            _ if *left == 0 => break,
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => stated = stated.max(dimensions(data)),
            kind if CELL_RECORDS.contains(&kind) && data.len() >= 6 => {
                let number = |i: usize| u32::from(u16::from_le_bytes([data[i], data[i + 1]]));
                see(number(0), number(2));
                // Several numbers in one record end with the last column.
                see(number(0), if kind == 0x00bd { number(data.len() - 2) } else { number(2) });
            }
            _ => {}
        }
    }
    let length = |(first, last): (u32, u32)| u64::from((last + 1).saturating_sub(first));
    stated.max(length(rows) * length(columns))
}

/// Rows times columns of the record that states them, in both of its shapes; the last row and column are excluded.
fn dimensions(data: &[u8]) -> u64 {
    let short = |i: usize| data.get(i..i + 2).map_or(0, |b| u64::from(u16::from_le_bytes([b[0], b[1]])));
    let long = |i: usize| short(i) + (short(i + 2) << 16);
    let (first, last, columns) = match data.len() {
        10 => (short(0), short(2), short(6)),
        _ => (long(0), long(4), short(10)),
    };
    match last.checked_sub(first) {
        _ if last == 0 || columns == 0 => 1,
        Some(rows) if rows > 0 => rows.saturating_mul(columns),
        // The last row before the first: the reader would count around the end of its numbers.
        _ => u64::MAX,
    }
}

/// Kinds and data of records, to the end or the first that is cut off.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut left = stream;
    std::iter::from_fn(move || {
        let (head, rest) = left.split_at_checked(4)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length)?;
        left = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        let bound = record(BOUND_SHEET, &12_u32.to_le_bytes());
        [bound, record(END, &[]), records.concat()].concat()
    }

    #[test]
    fn what_a_sheet_states_is_checked_before_room_is_made() {
        let number = |row: u16, column: u16| {
            let place = [row.to_le_bytes(), column.to_le_bytes()].concat();
            record(0x0203, &[&place[..], &[0; 10]].concat())
        };
        let begin = record(BEGIN, &[0; 8]);
        assert!(check(&book(&[begin.clone(), number(0, 0), number(60_000, 100)])).is_ok());
        assert!(check(&book(&[begin.clone(), number(0, 0), number(60_000, 1000)])).is_err());
        assert!(check(&record(BOUND_SHEET, &99_u32.to_le_bytes())).is_err(), "the sheet lies behind the end");
        let backwards = [9, 0, 0, 0, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0];
        assert!(check(&book(&[begin.clone(), record(DIMENSIONS, &backwards)])).is_err());
        let stated = [&[0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0xff, 0, 0, 0][..]].concat();
        assert!(check(&book(&[begin, record(DIMENSIONS, &stated)])).is_err());
    }
}
