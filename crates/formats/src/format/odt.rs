//! OpenDocument texts: paragraphs a line, tables a row a line, notes at the end. Source: OASIS ODF 1.3, part 3.

use super::flow::Flow;
use super::xml::{Attributes, Into, Step, walk};
use super::{odf, office};
use crate::opening::{Converted, Opening, Outcome};
use crate::{Bytes, Remark};

/// Reads the text and what it says of itself.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole(bytes)?;
    let (content, about) = odf::content(opening, bytes)?;
    let mut reading = Walk { flow: Flow::new(), deleted: 0, inserted: 0, comments: 0 };
    let end = walk(&content, |step| match step {
        Step::Open(name, attributes) => reading.open(name, attributes),
        Step::Close(name) => reading.close(name),
        Step::Text(text) => {
            reading.flow.text(&text.replace(['\n', '\r', '\t'], " "));
            Into::Yes
        }
    });
    let mut remarks = reading.remarks();
    if let Err(broken) = end {
        remarks.push(Remark::new(format!("{}; what comes before is read", broken.reason), broken.hint));
    }
    let text = reading.flow.finish();
    let media_type = "application/vnd.oasis.opendocument.text";
    Ok(opening.text(Converted { name: name.into(), media_type, text, about, remarks }))
}

struct Walk {
    flow: Flow,
    deleted: usize,
    inserted: usize,
    comments: usize,
}

impl Walk {
    fn open(&mut self, name: &str, attributes: &Attributes<'_>) -> Into {
        match name {
            "p" | "h" => self.flow.open_paragraph(),
            "table-row" => self.flow.open_row(),
            "table-cell" => self.flow.open_cell(),
            "note-body" => self.flow.open_note(),
            "s" => self.flow.text(" "),
            "tab" => self.flow.text(" "),
            "line-break" => self.flow.text("\n"),
            "insertion" => self.inserted += 1,
            // The words that were deleted are kept here, before the text.
            "deletion" => {
                self.deleted += 1;
                return Into::No;
            }
            "annotation" => {
                self.comments += 1;
                return Into::No;
            }
            _ if skipped(name, attributes) => return Into::No,
            _ => {}
        }
        Into::Yes
    }

    fn close(&mut self, name: &str) -> Into {
        match name {
            "p" | "h" => self.flow.close_paragraph(),
            "table-row" => self.flow.close_row(),
            "table-cell" => self.flow.close_cell(),
            "note-body" => self.flow.close_note(),
            _ => {}
        }
        Into::Yes
    }

    fn remarks(&self) -> Vec<Remark> {
        office::review(self.deleted, self.inserted, self.comments)
    }
}

/// A note's number, what a picture is called, and the settings of variables and styles are no words of the text.
fn skipped(name: &str, attributes: &Attributes<'_>) -> bool {
    match name {
        "note-citation" | "automatic-styles" | "font-face-decls" | "forms" | "scripts" => true,
        "title" | "desc" => attributes.has_prefix("svg"),
        _ => false,
    }
}
