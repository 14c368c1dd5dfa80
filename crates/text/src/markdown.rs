//! Markdown: which bytes are markup and which are words.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Byte ranges of `text` that are markup, not words, in order. Block structure keeps its line
/// breaks; link targets, emphasis marks, list bullets, HTML tags and code fences are markup.
#[must_use]
pub fn markup(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut in_metadata = false;
    for (event, range) in Parser::new_ext(
        text,
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS,
    )
    .into_offset_iter()
    {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_metadata = false,
            Event::Text(_) if !in_metadata => words.push(range),
            Event::Code(ref code) => words.extend(inner(text, &range, code)),
            _ => {}
        }
    }
    words.sort_by_key(|r| r.start);
    let mut out = Vec::new();
    let mut at = 0;
    for word in words {
        gap(text, at..word.start, &mut out);
        at = at.max(word.end);
    }
    gap(text, at..text.len(), &mut out);
    out
}

/// The place of an inline code span's words inside its back-ticks.
fn inner(text: &str, range: &Range<usize>, code: &str) -> Option<Range<usize>> {
    let at = text.get(range.clone())?.find(code)? + range.start;
    Some(at..at + code.len())
}

/// Everything between two words is markup, but for blanks and line breaks.
fn gap(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    if range.start >= range.end {
        return;
    }
    let mut start = None;
    for (i, c) in text[range.clone()].char_indices() {
        let at = range.start + i;
        if c.is_whitespace() {
            out.extend(start.take().map(|s| s..at));
        } else {
            start.get_or_insert(at);
        }
    }
    out.extend(start.map(|s| s..range.end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_marks_go() {
        let text = "# Held\n\n- *Ana* was [arrested](http://x.example) in `Baku`.\n";
        let markup = markup(text);
        let mut words = text.to_string();
        for r in markup.iter().rev() {
            words.replace_range(r.clone(), "");
        }
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["Held", "Ana", "was", "arrested", "in", "Baku."]);
    }
}
