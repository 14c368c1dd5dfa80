//! Words lit in their sentence: marks with brackets and colours, one inside the other where they nest.

use anstyle::Style;
use casebook_read::reading::Span;

use crate::style::RESET;

/// A stretch of text to light.
pub struct Mark {
    start: usize,
    end: usize,
    style: Style,
    open: String,
    close: String,
}

impl Mark {
    /// Lights a span, between an opening and a closing mark.
    pub fn new(span: &Span, style: Style, open: &str, close: &str) -> Mark {
        Mark { start: span.start, end: span.end, style, open: open.into(), close: close.into() }
    }
}

/// The words of `context` with the marks inside it lit. Longer marks open first; a mark that crosses
/// another closes at its own end.
pub fn lit(context: &Span, marks: &[Mark]) -> String {
    let mut order: Vec<&Mark> = marks.iter().collect();
    order.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    let mut out = String::new();
    let mut open: Vec<&Mark> = Vec::new();
    let mut next = order.into_iter().peekable();
    for (at, c) in (context.start..).zip(context.quote.chars().map(Some).chain([None])) {
        while let Some(i) = open.iter().rposition(|m| m.end <= at) {
            let mark = open.remove(i);
            out.push_str(&mark.close);
            restyle(&mut out, &open);
        }
        while let Some(mark) = next.next_if(|m| m.start <= at) {
            open.push(mark);
            restyle(&mut out, &open);
            out.push_str(&mark.open);
        }
        // A line break inside a sentence is a blank.
        out.extend(c.map(|c| if c == '\n' { ' ' } else { c }));
    }
    out
}

fn restyle(out: &mut String, open: &[&Mark]) {
    out.push_str(&RESET.render().to_string());
    if let Some(mark) = open.last() {
        out.push_str(&mark.style.render().to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_cross() {
        let span = |start: usize, quote: &str| Span { start, end: start + quote.chars().count(), quote: quote.into() };
        let context = span(10, "Ése took a b");
        let mark = |s: Span, open: &str, close: &str| Mark::new(&s, Style::new(), open, close);
        let marks = [
            mark(span(14, "took a"), "[", "]"),
            mark(span(10, "Ése"), "{who ", "}"),
            mark(span(19, "a"), "{x ", " = 1}"),
            mark(span(19, "a b"), "<", ">"),
        ];
        let plain = anstream::adapter::strip_str(&lit(&context, &marks)).to_string();
        assert_eq!(plain, "{who Ése} [took <{x a = 1}] b>");
    }
}
