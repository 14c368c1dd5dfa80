//! One line of a page: letters on a common base, with spaces where there are gaps.

/// Where a letter stands, in points; `base` grows down the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    /// Direction of writing, of length one.
    pub direction: (f64, f64),
    /// Along the direction, where it starts and ends.
    pub start: f64,
    /// See `start`.
    pub end: f64,
    /// Across the direction, where the letters stand.
    pub base: f64,
    /// Height of an em.
    pub size: f64,
}

/// Letters on one base.
#[derive(Clone, Debug)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Left and right end, base and height of an em of the first letter.
    pub left: f64,
    /// See `left`.
    pub right: f64,
    /// See `left`.
    pub base: f64,
    /// See `left`.
    pub size: f64,
    /// True when gaps divide it into cells.
    pub is_row: bool,
    direction: (f64, f64),
    last: Letter,
    /// Where each letter begins, in bytes of the text and along the line.
    places: Vec<(usize, f64)>,
}

/// A gap of this part of an em is a space. Chosen by trying justified and tight settings.
const SPACE: f64 = 0.18;
/// A gap of so many ems lies between the cells of a table: justified lines stay below one.
const CELL: f64 = 2.0;

impl Line {
    /// A line of one letter.
    pub fn new(text: &str, letter: Letter) -> Line {
        Line {
            text: ligature(text).to_string(),
            left: letter.start,
            right: letter.end,
            base: letter.base,
            size: letter.size,
            is_row: false,
            direction: letter.direction,
            last: letter,
            places: vec![(0, letter.start)],
        }
    }

    /// True when the letter stands on the same base, behind the last one or (right to left) before it.
    pub fn goes_on_with(&self, letter: &Letter) -> bool {
        let size = self.last.size.max(letter.size);
        let same_direction = self.direction.0 * letter.direction.0 + self.direction.1 * letter.direction.1 > 0.99;
        let same_base = (self.last.base - letter.base).abs() < 0.45 * size;
        let behind = letter.start > self.last.end - 0.5 * size;
        let before = (self.last.start - letter.end).abs() < size && self.text.contains(is_right_to_left);
        same_direction && same_base && (behind || before)
    }

    /// The next letter.
    pub fn push(&mut self, text: &str, letter: Letter) {
        let size = self.last.size.min(letter.size);
        let gap =
            if letter.start >= self.last.start { letter.start - self.last.end } else { self.last.start - letter.end };
        if gap > CELL * size {
            self.is_row = true;
            self.text.push_str(" | ");
        } else if gap > SPACE * size
            && !self.text.ends_with(char::is_whitespace)
            && !text.starts_with(char::is_whitespace)
        {
            self.text.push(' ');
        }
        let text = ligature(text);
        // The mark of a note would else become part of the word or number before it.
        let raised = letter.size < 0.8 * self.size && self.base - letter.base > 0.15 * self.size;
        let mark: String = text.chars().map(|c| if raised { superscript(c) } else { c }).collect();
        self.places.push((self.text.len(), letter.start));
        self.text.push_str(&mark);
        self.left = self.left.min(letter.start);
        self.right = self.right.max(letter.end);
        self.last = letter;
    }

    /// The words in reading order: programs also write right-to-left text as it is seen, from the left.
    pub fn words(&self) -> String {
        let rising = self.places.windows(2).filter(|w| w[1].1 > w[0].1).count();
        let seen_from_left = rising * 2 > self.places.len();
        let (right, left) = self.text.chars().fold((0, 0), |(r, l), c| match c {
            _ if is_right_to_left(c) => (r + 1, l),
            _ if c.is_alphabetic() => (r, l + 1),
            _ => (r, l),
        });
        let text = if seen_from_left && right > left { turned(&self.text) } else { self.text.clone() };
        // Bullets of symbol fonts have code points of their own.
        let item = text.trim_start().strip_prefix(|c| matches!(c, '\u{e000}'..='\u{f8ff}'));
        let text = item.map_or(text.clone(), |rest| format!("• {rest}"));
        text.split_whitespace().collect::<Vec<&str>>().join(" ")
    }
}

/// Letters that a font joins, as the letters they are.
fn ligature(text: &str) -> &str {
    match text {
        "\u{fb00}" => "ff",
        "\u{fb01}" => "fi",
        "\u{fb02}" => "fl",
        "\u{fb03}" => "ffi",
        "\u{fb04}" => "ffl",
        "\u{fb05}" | "\u{fb06}" => "st",
        other => other,
    }
}

fn superscript(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
        c => c,
    }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the presentation forms of Hebrew and Arabic.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// From the order in which it is seen to the order in which it is read: all is turned, numbers and foreign words
/// are turned back.
fn turned(text: &str) -> String {
    let mut turned = String::new();
    let mut run = String::new();
    for c in text.chars().rev() {
        let stays =
            !is_right_to_left(c) && c.is_alphanumeric() || !run.is_empty() && matches!(c, '.' | ',' | ':' | '/');
        if stays {
            run.insert(0, c);
            continue;
        }
        turned.push_str(&std::mem::take(&mut run));
        turned.push(mirrored(c));
    }
    turned + &run
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, Line};

    fn at(start: f64, base: f64) -> Letter {
        Letter { direction: (1.0, 0.0), start, end: start + 5.0, base, size: 10.0 }
    }

    fn line(words: &str, place: impl Fn(usize) -> f64) -> Line {
        let mut letters = words.chars().map(String::from).enumerate();
        let (_, first) = letters.next().unwrap();
        let mut line = Line::new(&first, at(place(0), 0.0));
        for (i, letter) in letters {
            assert!(line.goes_on_with(&at(place(i), 0.0)));
            line.push(&letter, at(place(i), 0.0));
        }
        line
    }

    #[test]
    fn a_gap_is_a_space_and_kerning_is_none() {
        let mut line = line("ab", |i| i as f64 * 5.2);
        line.push("c", at(14.0, 0.5));
        assert_eq!(line.words(), "ab c");
        line.push("\u{fb01}", at(19.0, 0.5));
        assert_eq!(line.words(), "ab cfi");
        line.push("1", Letter { size: 6.0, base: -4.0, ..at(24.0, 0.0) });
        assert_eq!(line.words(), "ab cfi¹", "the mark of a note");
        line.push("x", at(60.0, 0.0));
        assert!(line.is_row);
        assert!(!line.goes_on_with(&at(0.0, 12.0)), "the next line is another");
        assert!(!line.goes_on_with(&at(0.0, 0.0)), "back to the start is another");
    }

    #[test]
    fn right_to_left_is_read_in_order_however_it_was_written() {
        let logical = line("שלום 12", |i| 100.0 - i as f64 * 5.0);
        assert_eq!(logical.words(), "שלום 12");
        let visual = line(
            "21 םולש"
                .chars()
                .map(|c| {
                    if c == '2' {
                        '1'
                    } else if c == '1' {
                        '2'
                    } else {
                        c
                    }
                })
                .collect::<String>()
                .as_str(),
            |i| i as f64 * 5.0,
        );
        assert_eq!(visual.words(), "שלום 12");
    }
}
