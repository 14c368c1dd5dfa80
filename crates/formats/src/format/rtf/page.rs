//! Where the words of an RTF go: lines, cells of a row, notes.

/// Text being written: a paragraph a line, a row a line.
#[derive(Default)]
pub struct Page {
    lines: String,
    cells: Vec<String>,
    paragraph: String,
}

impl Page {
    /// Words of the paragraph.
    pub fn push(&mut self, words: &str) {
        self.paragraph.push_str(words);
    }

    /// The paragraph ends; in a table it is part of a cell.
    pub fn end_paragraph(&mut self, in_table: bool) {
        if in_table {
            self.paragraph.push(' ');
            return;
        }
        if !self.cells.is_empty() {
            self.end_row();
        }
        let words = std::mem::take(&mut self.paragraph);
        self.line(words.trim());
    }

    /// The cell ends.
    pub fn end_cell(&mut self) {
        let words = std::mem::take(&mut self.paragraph);
        self.cells.push(words.trim().replace('\n', " "));
    }

    /// The row ends.
    pub fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let filled: Vec<String> = cells.into_iter().filter(|c| !c.is_empty()).collect();
        self.line(&filled.join(" | "));
    }

    /// All lines; what was open is kept.
    pub fn finish(mut self) -> String {
        self.end_paragraph(false);
        self.lines
    }

    fn line(&mut self, words: &str) {
        if !words.is_empty() {
            self.lines.push_str(words);
            self.lines.push('\n');
        }
    }
}
