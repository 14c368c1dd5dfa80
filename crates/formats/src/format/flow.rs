//! Paragraphs and tables as lines: a paragraph a line, a row a line with its cells joined by ` | `.

/// What is open, from the outside inwards.
enum Frame {
    /// Finished lines: the document, or a note of its own.
    Lines(String),
    /// A paragraph being written.
    Paragraph(String),
    /// The cells of a row.
    Row(Vec<String>),
    /// The paragraphs of a cell.
    Cell(Vec<String>),
}

/// Takes paragraphs and tables as a document's elements open and close, in any nesting.
///
/// A text box inside a paragraph comes out before the paragraph; a table inside a cell becomes part of the cell.
pub struct Flow {
    frames: Vec<Frame>,
    notes: String,
}

impl Flow {
    /// Nothing yet.
    pub fn new() -> Flow {
        Flow { frames: vec![Frame::Lines(String::new())], notes: String::new() }
    }

    /// A paragraph begins.
    pub fn open_paragraph(&mut self) {
        self.frames.push(Frame::Paragraph(String::new()));
    }

    /// Text of the paragraph; text outside of any is layout and left away.
    pub fn text(&mut self, text: &str) {
        if let Some(Frame::Paragraph(words)) = self.frames.last_mut() {
            words.push_str(text);
        }
    }

    /// The paragraph ends.
    pub fn close_paragraph(&mut self) {
        if let Some(Frame::Paragraph(_)) = self.frames.last() {
            let Some(Frame::Paragraph(words)) = self.frames.pop() else { return };
            self.put(words.trim().to_string());
        }
    }

    /// A row of a table begins.
    pub fn open_row(&mut self) {
        self.frames.push(Frame::Row(Vec::new()));
    }

    /// A cell of the row begins.
    pub fn open_cell(&mut self) {
        self.frames.push(Frame::Cell(Vec::new()));
    }

    /// The cell ends.
    pub fn close_cell(&mut self) {
        if let Some(Frame::Cell(_)) = self.frames.last() {
            let Some(Frame::Cell(paragraphs)) = self.frames.pop() else { return };
            let words = paragraphs.join(" ");
            match self.frames.last_mut() {
                Some(Frame::Row(cells)) => cells.push(words),
                _ => self.put(words),
            }
        }
    }

    /// The row ends.
    pub fn close_row(&mut self) {
        if let Some(Frame::Row(_)) = self.frames.last() {
            let Some(Frame::Row(cells)) = self.frames.pop() else { return };
            let filled: Vec<String> = cells.into_iter().filter(|c| !c.is_empty()).collect();
            self.put(filled.join(" | "));
        }
    }

    /// A note begins in the middle of the text; it is set at the end.
    pub fn open_note(&mut self) {
        self.frames.push(Frame::Lines(String::new()));
    }

    /// The note ends.
    pub fn close_note(&mut self) {
        if self.frames.len() > 1 && matches!(self.frames.last(), Some(Frame::Lines(_))) {
            let Some(Frame::Lines(lines)) = self.frames.pop() else { return };
            self.notes.push_str(&lines);
        }
    }

    /// All lines, then the notes. What was open at the end of a broken document is kept.
    pub fn finish(mut self) -> String {
        while self.frames.len() > 1 {
            match self.frames.last() {
                Some(Frame::Paragraph(_)) => self.close_paragraph(),
                Some(Frame::Cell(_)) => self.close_cell(),
                Some(Frame::Row(_)) => self.close_row(),
                _ => self.close_note(),
            }
        }
        let Some(Frame::Lines(mut lines)) = self.frames.pop() else { return self.notes };
        lines.push_str(&self.notes);
        lines
    }

    fn put(&mut self, words: String) {
        if words.is_empty() {
            return;
        }
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Lines(lines) => {
                    lines.push_str(&words);
                    lines.push('\n');
                    return;
                }
                Frame::Cell(paragraphs) => {
                    paragraphs.push(words.replace('\n', " "));
                    return;
                }
                Frame::Paragraph(_) | Frame::Row(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Flow;

    fn paragraph(flow: &mut Flow, words: &str) {
        flow.open_paragraph();
        flow.text(words);
        flow.close_paragraph();
    }

    #[test]
    fn tables_notes_and_boxes_find_their_place() {
        let mut flow = Flow::new();
        flow.open_paragraph();
        flow.text("Before");
        flow.open_note();
        paragraph(&mut flow, "A note.");
        flow.close_note();
        paragraph(&mut flow, "In a box.");
        flow.text(" and after.");
        flow.close_paragraph();
        flow.open_row();
        for words in ["one", "two"] {
            flow.open_cell();
            paragraph(&mut flow, words);
            paragraph(&mut flow, "more");
            flow.close_cell();
        }
        flow.close_row();
        assert_eq!(flow.finish(), "In a box.\nBefore and after.\none more | two more\nA note.\n");
    }

    #[test]
    fn what_is_open_at_the_end_is_kept() {
        let mut flow = Flow::new();
        flow.open_row();
        flow.open_cell();
        flow.open_paragraph();
        flow.text("cut");
        assert_eq!(flow.finish(), "cut\n");
    }
}
