//! Golden stories: Markdown files that show what a document yields, from plain to strange, always
//! with the near-miss that must stay silent.
//!
//! ````markdown
//! ## A promise is not a status
//! Why it is so, in a sentence.
//!
//! ```evidence
//! Emeka Obi was promised a passport.
//! ```
//! ```expect claims
//! Emeka Obi: promise.citizenship = passport [promised] "promised a passport"
//! ```
//! ````
//!
//! Blocks: `evidence` (one a story; `name=page.html` after the word sets the file's name), and
//! `expect text | dropped | people | claims | statuses | findings | document`. `cargo xtask golden`
//! compares, `--update` rewrites the expectations; the person reads the diff and says in the commit
//! why the answer changed.
// Stories are files: this crate is a shell, not part of the pure core.
#![allow(clippy::disallowed_methods)]

pub mod frames;
mod render;
mod story;

use std::path::{Path, PathBuf};

pub use story::{Block, Story, parse};

/// One expectation that did not hold.
#[derive(Debug, Clone)]
pub struct Mismatch {
    /// The file.
    pub file: PathBuf,
    /// Line of the block.
    pub line: usize,
    /// Title of the story.
    pub story: String,
    /// What stands there.
    pub expected: String,
    /// What came.
    pub got: String,
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}:{}: {}", self.file.display(), self.line, self.story)?;
        for line in self.expected.lines().filter(|l| !self.got.lines().any(|g| g == *l)) {
            writeln!(f, "  - {line}")?;
        }
        for line in self.got.lines().filter(|l| !self.expected.lines().any(|e| e == *l)) {
            writeln!(f, "  + {line}")?;
        }
        Ok(())
    }
}

/// Story files of a folder, in the order of their names.
///
/// # Errors
/// What the system says when the folder cannot be read.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    with_ending(folder, "md")
}

/// Sheets of frames of a folder, in the order of their names.
///
/// # Errors
/// What the system says when the folder cannot be read.
pub fn sheets(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    with_ending(folder, "toml")
}

fn with_ending(folder: &Path, ending: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(with_ending(&path, ending)?);
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// Runs every story of a file: the number of stories, what differs, and the file's text with every
/// expectation rewritten to what came.
///
/// # Errors
/// What the system says when the file cannot be read.
pub fn run(file: &Path) -> std::io::Result<(usize, Vec<Mismatch>, String)> {
    let text = std::fs::read_to_string(file)?;
    let stories = parse(&text);
    let mut mismatches = Vec::new();
    let mut lines: Vec<String> = text.lines().map(ToString::to_string).collect();
    // From the end, so that line numbers before a rewritten block stay right.
    for story in stories.iter().rev() {
        for block in story.blocks.iter().rev() {
            let got = render::block(&block.kind, story);
            if got.trim_end() != block.body.trim_end() {
                mismatches.push(Mismatch {
                    file: file.to_path_buf(),
                    line: block.line,
                    story: story.title.clone(),
                    expected: block.body.clone(),
                    got: got.clone(),
                });
            }
            let body: Vec<String> = got.lines().map(ToString::to_string).collect();
            lines.splice(block.line..block.line + block.n_lines, body);
        }
    }
    mismatches.reverse();
    Ok((stories.len(), mismatches, lines.join("\n") + "\n"))
}
