//! Lines of the source: where they end, which join into one paragraph, which are boilerplate.

use std::ops::Range;

use super::{LineRule, Reach, Where};

/// One line of the source.
pub struct Line {
    /// The line without its terminator.
    pub body: Range<usize>,
    /// End of the terminator and of the blank lines after it.
    pub end: usize,
    /// Continues the paragraph of the line before (hard-wrapped text).
    pub joins: bool,
    /// The next line continues this one.
    pub joined_by_next: bool,
    /// Reason for leaving the line out, if it is left out.
    pub drop: Option<String>,
    /// Is followed by at least one blank line.
    gap_after: bool,
}

/// Splits at line feeds, carriage returns and Unicode separators; blank lines go with the line
/// before them. Decides which lines are continuations.
pub fn split(text: &str, markup: &[Range<usize>], markdown: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let length = rest.find(is_break).unwrap_or(rest.len());
        let terminator = terminator_length(&rest[length..]);
        let (body, end) = (start..start + length, start + length + terminator);
        match lines.last_mut() {
            Some(last) if blank(&text[body.clone()]) => {
                last.end = end;
                last.gap_after = true;
            }
            _ => lines.push(Line { body, end, joins: false, joined_by_next: false, drop: None, gap_after: false }),
        }
        start = end;
    }
    if markdown || hard_wrapped(text, &lines) {
        join(text, &mut lines, markup);
    }
    lines
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}')
}

fn terminator_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) }
}

fn blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || super::repair::invisible(c))
}

/// Text wrapped at a fixed width: paragraphs end in blank lines, and lines break in mid-sentence.
fn hard_wrapped(text: &str, lines: &[Line]) -> bool {
    let inner: Vec<&Line> = lines.iter().filter(|l| !l.gap_after).collect();
    if inner.len() < 5 || inner.len() * 2 < lines.len() {
        return false;
    }
    let width = |l: &&&Line| (45..=100).contains(&text[l.body.clone()].chars().count());
    let open = |l: &&&Line| !ends_sentence(&text[l.body.clone()]);
    let n = inner.len();
    inner.iter().filter(width).count() * 10 >= n * 7 && inner.iter().filter(open).count() * 10 >= n * 6
}

fn join(text: &str, lines: &mut [Line], markup: &[Range<usize>]) {
    let marked = |l: &Line| {
        let first = l.body.start + (text[l.body.clone()].len() - text[l.body.clone()].trim_start().len());
        markup.iter().any(|m| m.start <= first && first < m.end)
    };
    for i in 1..lines.len() {
        let heading = text[lines[i - 1].body.clone()].trim_start().starts_with('#');
        if !lines[i - 1].gap_after && !marked(&lines[i]) && !heading {
            lines[i].joins = true;
            lines[i - 1].joined_by_next = true;
        }
    }
}

/// Ends as sentences end: a stop, perhaps with closing quotes or brackets after it.
pub fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', '…', ':', ';'])
}

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// Marks boilerplate lines with the reason of the rule that caught them.
pub fn judge(text: &str, lines: &mut [Line], rules: &[LineRule]) {
    let mut prose_before = false;
    let mut running: Option<(Reach, String)> = None;
    for line in lines {
        let body = &text[line.body.clone()];
        let prose = words(body) >= 8 && ends_sentence(body);
        match &running {
            Some((Reach::Rest, reason)) => {
                line.drop = Some(reason.clone());
                continue;
            }
            Some((Reach::List, reason)) if !prose || line.joins => {
                line.drop = Some(reason.clone());
                continue;
            }
            _ => running = None,
        }
        if line.joins || line.joined_by_next {
            prose_before = true;
            continue;
        }
        let folded = fold(body);
        let n_words = words(&folded);
        if let Some(rule) = rules.iter().find(|r| n_words <= r.max_words && matches(r, &folded)) {
            line.drop = Some(rule.reason.clone());
            if rule.reach == Reach::List || (rule.reach == Reach::Rest && prose_before) {
                running = Some((rule.reach, rule.reason.clone()));
            }
        }
        prose_before |= prose && line.drop.is_none();
    }
}

/// Lower case, straight quotes, no bullets or arrows in front, no stops behind.
fn fold(line: &str) -> String {
    let folded: String = line
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '\u{a0}' => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let start = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '©' | '[');
    folded.trim_start_matches(start).trim_end().to_string()
}

fn matches(rule: &LineRule, line: &str) -> bool {
    let border = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    match rule.place {
        // A single word opens many sentences ("Related charges were dropped."): it must stand
        // alone or before a mark ("Related:").
        Where::Starts => line.strip_prefix(&rule.words).is_some_and(|r| {
            let single = !rule.words.contains(' ');
            let next = r.trim_start().chars().next();
            border(r.chars().next()) && (!single || next.is_none_or(|c| !c.is_alphanumeric()))
        }),
        Where::Ends => line
            .trim_end_matches(['.', '!', ':', ')'])
            .strip_suffix(&rule.words)
            .is_some_and(|r| border(r.chars().next_back())),
        Where::Contains => line.contains(&rule.words),
        Where::Whole => line.trim_end_matches(['.', '!', ':', '…', ' ', '>', '»', '-']) == rule.words,
    }
}
