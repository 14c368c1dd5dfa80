//! Word documents: paragraphs a line, tables a row a line, notes at the end. Source: ECMA-376, part 1, chapter 17.

use std::io::Cursor;

use ::zip::ZipArchive;

use super::flow::Flow;
use super::xml::{Attributes, Into, Step, walk};
use super::{office, zip};
use crate::Bytes;
use crate::opening::{Converted, Opening, Outcome, Trouble};
use crate::{About, Remark};

/// Notes stand in files of their own.
const NOTES: &[&str] = &["word/footnotes.xml", "word/endnotes.xml"];

/// Reads the document with its notes and what it says of itself.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| zip::trouble(&e))?;
    let body = zip::member(opening, &mut archive, "word/document.xml")?;
    let mut walk = Walk::new();
    let mut end = walk.read(&body.unwrap_or_default());
    for notes in NOTES {
        if let Ok(Some(xml)) = zip::member(opening, &mut archive, notes) {
            end = end.and(walk.read(&xml));
        }
    }
    walk.margins = margins(opening, &mut archive);
    let about = match zip::member(opening, &mut archive, "docProps/core.xml") {
        Ok(Some(xml)) => office::properties(&xml),
        _ => About::default(),
    };
    let mut remarks = walk.remarks();
    if let Err(broken) = end {
        remarks.push(Remark::new(format!("{}; what comes before is read", broken.reason), broken.hint));
    }
    let text = walk.flow.finish();
    Ok(opening.text(Converted { name: name.into(), media_type: MEDIA_TYPE, text, about, remarks }))
}

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// True when page headers or footers hold words.
fn margins(opening: &Opening<'_, '_>, archive: &mut ZipArchive<Cursor<Vec<u8>>>) -> bool {
    let is_margin = |n: &String| n.starts_with("word/header") || n.starts_with("word/footer");
    let names: Vec<String> = archive.file_names().flatten().map(|n| n.into_owned()).filter(is_margin).collect();
    names.iter().any(|name| match zip::member(opening, archive, name) {
        Ok(Some(xml)) => {
            let mut walk = Walk::new();
            let _ = walk.read(&xml);
            walk.flow.finish().chars().any(char::is_alphabetic)
        }
        _ => false,
    })
}

/// The walk through the document.
struct Walk {
    flow: Flow,
    /// Inside of an element whose text is words.
    words: bool,
    deleted: usize,
    inserted: usize,
    comments: usize,
    margins: bool,
}

impl Walk {
    fn new() -> Walk {
        Walk { flow: Flow::new(), words: false, deleted: 0, inserted: 0, comments: 0, margins: false }
    }

    fn read(&mut self, xml: &[u8]) -> Result<(), Trouble> {
        walk(xml, |step| match step {
            Step::Open(name, attributes) => self.open(name, attributes),
            Step::Close(name) => {
                self.close(name);
                Into::Yes
            }
            Step::Text(text) => {
                if self.words {
                    self.flow.text(text);
                }
                Into::Yes
            }
        })
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) -> Into {
        match name {
            "p" => self.flow.open_paragraph(),
            "tr" => self.flow.open_row(),
            "tc" => self.flow.open_cell(),
            "t" => self.words = true,
            "tab" | "ptab" => self.flow.text(" "),
            "br" | "cr" => self.flow.text("\n"),
            "noBreakHyphen" => self.flow.text("-"),
            "ins" | "moveTo" => self.inserted += 1,
            "commentReference" => self.comments += 1,
            "del" | "moveFrom" => {
                self.deleted += 1;
                return Into::No;
            }
            // Drawings for older programs repeat the words; tab stops and paragraph marks have no words.
            "Fallback" | "pPr" | "rPr" | "tblPr" | "trPr" | "sectPr" => return Into::No,
            // Notes of these types are the rules above the notes.
            "footnote" | "endnote" if attributes.get("type").is_some() => return Into::No,
            _ => {}
        }
        Into::Yes
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.flow.close_paragraph(),
            "tr" => self.flow.close_row(),
            "tc" => self.flow.close_cell(),
            "t" => self.words = false,
            _ => {}
        }
    }

    fn remarks(&self) -> Vec<Remark> {
        let mut remarks = office::review(self.deleted, self.inserted, self.comments);
        if self.margins {
            let message = "its page headers and footers are not read";
            remarks.push(Remark::new(message, "look there for an outlet or a date"));
        }
        remarks
    }
}
