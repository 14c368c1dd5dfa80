//! Lines of a page to paragraphs: lines of one paragraph are joined, a hyphen at a line's end is undone.

use super::line::Line;

/// Appends the page, a paragraph a line. A paragraph that runs over the page goes on.
pub fn append(text: &mut String, lines: Vec<Line>) {
    let lines: Vec<(Line, String)> = lines.into_iter().map(|l| (l.words(), l)).map(|(w, l)| (l, w)).collect();
    let lines: Vec<(Line, String)> = lines.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    let measure = Measure::of(&lines);
    let mut last: Option<&(Line, String)> = None;
    for next in &lines {
        let goes_on = match last {
            Some((line, words)) => measure.goes_on(line, words, &next.0, &next.1),
            None => runs_over(text, &next.1),
        };
        if goes_on {
            join(text, &next.1);
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&next.1);
        }
        last = Some(next);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// What is usual on the page.
struct Measure {
    /// Distance between bases, in ems.
    leading: f64,
    /// Right end of the widest lines.
    right: f64,
}

impl Measure {
    fn of(lines: &[(Line, String)]) -> Measure {
        let mut steps: Vec<f64> = lines
            .windows(2)
            .map(|w| (w[1].0.base - w[0].0.base) / w[0].0.size)
            .filter(|step| (0.5..2.5).contains(step))
            .collect();
        steps.sort_by(f64::total_cmp);
        // The lower quarter: a page of short paragraphs has more gaps between them than inside.
        let leading = steps.get(steps.len() / 4).copied().unwrap_or(1.2);
        let right = lines.iter().map(|(line, _)| line.right).fold(0.0, f64::max);
        Measure { leading, right }
    }

    /// True when the next line is of the same paragraph.
    fn goes_on(&self, last: &Line, words: &str, next: &Line, next_words: &str) -> bool {
        let step = (next.base - last.base) / last.size;
        let same_size = (next.size / last.size - 1.0).abs() < 0.12;
        if !same_size || last.is_row || next.is_row || starts_item(next_words) {
            return false;
        }
        if step <= 0.0 || step > 2.5 * self.leading {
            // A new column, or a place further on.
            return !ends_sentence(words) && next_words.starts_with(char::is_lowercase);
        }
        let indented = next.left > last.left + 0.8 * last.size;
        let short = self.right - last.right;
        let width = (self.right - last.left).max(1.0);
        step <= 1.3 * self.leading
            && !(ends_sentence(words) && (indented || short > 0.15 * width))
            && (short < 0.4 * width || next_words.starts_with(char::is_lowercase))
    }
}

/// The paragraph at the end of the last page goes on with these words.
fn runs_over(text: &mut String, words: &str) -> bool {
    let goes_on = !text.is_empty() && !ends_sentence(text.trim_end()) && words.starts_with(char::is_lowercase);
    if goes_on {
        text.truncate(text.trim_end().len());
    }
    goes_on
}

fn join(text: &mut String, words: &str) {
    let hyphens = ['-', '\u{2010}', '\u{ad}'];
    let broken = text.strip_suffix(hyphens).is_some_and(|t| t.ends_with(char::is_alphabetic));
    if broken && words.starts_with(char::is_lowercase) {
        text.pop();
    } else {
        text.push(' ');
    }
    text.push_str(words);
}

fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '”', '’', '»', ')', '\'']);
    words.ends_with(['.', '!', '?', ':', '…', '؟', '。'])
}

fn starts_item(words: &str) -> bool {
    words.starts_with(['•', '▪', '◦', '‣', '●', '–', '—']) && words.chars().nth(1) == Some(' ')
}

#[cfg(test)]
mod tests {
    use super::super::line::{Letter, Line};
    use super::append;

    fn line(words: &str, left: f64, base: f64) -> Line {
        let letter = Letter {
            direction: (1.0, 0.0),
            start: left,
            end: left + words.chars().count() as f64 * 5.0,
            base,
            size: 10.0,
        };
        Line::new(words, letter)
    }

    #[test]
    fn lines_become_paragraphs() {
        let mut text = String::new();
        let page = vec![
            line("Factory pays no wages", 50.0, 40.0),
            line("The workers had not been paid for three months, the com-", 50.0, 70.0),
            line("pany said on Monday, and could not go home at all.", 50.0, 82.0),
            line("They slept in the factory.", 60.0, 94.0),
            line("Their papers were kept in the office, and nobody would", 60.0, 106.0),
        ];
        append(&mut text, page);
        append(&mut text, vec![line("give them back.", 50.0, 40.0)]);
        let expected = "Factory pays no wages\n\
                        The workers had not been paid for three months, the company said on Monday, and could not go \
                        home at all.\n\
                        They slept in the factory.\n\
                        Their papers were kept in the office, and nobody would give them back.\n";
        assert_eq!(text, expected);
    }
}
