//! Parsing story files.

/// One story: a document and what is expected of it.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Heading.
    pub title: String,
    /// The document's text.
    pub evidence: String,
    /// File name it comes under.
    pub name: String,
    /// Expectations.
    pub blocks: Vec<Block>,
}

/// One `expect` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `text`, `claims`, …
    pub kind: String,
    /// What stands in it.
    pub body: String,
    /// Index of its first body line; the fence is the line before.
    pub line: usize,
    /// Number of body lines.
    pub n_lines: usize,
}

/// The stories of a file, each from its `##` heading to the next.
#[must_use]
pub fn parse(text: &str) -> Vec<Story> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<Story> = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        if let Some(title) = lines[i].strip_prefix("## ") {
            out.push(Story { title: title.to_string(), name: "story.txt".into(), ..Story::default() });
        }
        let fence: String = lines[i].chars().take_while(|c| *c == '`').collect();
        if fence.len() < 3 {
            i += 1;
            continue;
        }
        let end = (i + 1..lines.len()).find(|j| lines[*j] == fence).unwrap_or(lines.len());
        let body = lines[i + 1..end].join("\n");
        let mut words = lines[i][fence.len()..].split_whitespace();
        if let Some(story) = out.last_mut() {
            match (words.next(), words.next()) {
                (Some("evidence"), option) => {
                    story.evidence = body;
                    if let Some(name) = option.and_then(|o| o.strip_prefix("name=")) {
                        story.name = name.to_string();
                    }
                }
                (Some("expect"), Some(kind)) => {
                    story.blocks.push(Block { kind: kind.to_string(), body, line: i + 1, n_lines: end - i - 1 });
                }
                _ => {}
            }
        }
        i = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_evidence_and_expectations() {
        let stories =
            parse("# T\n\n## One\nwhy\n```evidence name=a.md\nx\ny\n```\n```expect claims\np: q\n```\n## Two\n");
        assert_eq!(stories.len(), 2);
        assert_eq!(stories[0].evidence, "x\ny");
        assert_eq!(stories[0].name, "a.md");
        assert_eq!(stories[0].blocks, [Block { kind: "claims".into(), body: "p: q".into(), line: 9, n_lines: 1 }]);
        assert!(stories[1].blocks.is_empty());
    }
}
