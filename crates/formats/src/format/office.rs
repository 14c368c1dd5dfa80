//! What office files say of themselves: title, author, day (Dublin Core in both families); and what reviewers left
//! in them.

use super::day::day;
use super::xml::{Into, Step, walk};
use crate::{About, Remark};

/// Title, author and the day it was made. A broken description describes as far as it goes.
pub fn properties(xml: &[u8]) -> About {
    let mut about = About::default();
    let mut at = String::new();
    let mut initial = None;
    let _ = walk(xml, |step| {
        match step {
            Step::Open(name, _) => at = name.to_string(),
            Step::Close(_) => at.clear(),
            Step::Text(text) => match at.as_str() {
                "title" => append(&mut about.title, text),
                // OpenDocument tells the first author from the last; the first wrote it.
                "initial-creator" => append(&mut initial, text),
                "creator" => append(&mut about.author, text),
                "created" | "creation-date" => append(&mut about.made, text),
                _ => {}
            },
        }
        Into::Yes
    });
    about.made = about.made.as_deref().and_then(day);
    about.author = initial.or(about.author);
    for field in [&mut about.title, &mut about.author] {
        *field = field.take().map(|f| f.trim().to_string()).filter(|f| !f.is_empty());
    }
    about
}

/// What is to be said of changes that nobody accepted or refused yet, and of comments.
pub fn review(deleted: usize, inserted: usize, comments: usize) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if deleted + inserted > 0 {
        let message =
            format!("it has tracked changes: {inserted} insertions are read, {deleted} deletions are left out");
        remarks.push(Remark::new(message, "open it to see the changes; accept or refuse them if you may"));
    }
    if comments > 0 {
        // Comments are somebody else's words.
        remarks.push(Remark::new(format!("it has {comments} comments, which are not read"), "open it to read them"));
    }
    remarks
}

fn append(field: &mut Option<String>, text: &str) {
    field.get_or_insert_default().push_str(text);
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_families_are_understood() {
        let word = super::properties(
            b"<c><dc:title>Pay &amp; papers</dc:title><dc:creator>N. Ambaye</dc:creator>\
              <dcterms:created>2024-03-05T10:00:00Z</dcterms:created></c>",
        );
        assert_eq!(word.title.as_deref(), Some("Pay & papers"));
        assert_eq!(word.made.as_deref(), Some("2024-03-05"));
        let open = super::properties(
            b"<m><meta:initial-creator>A</meta:initial-creator><dc:creator>B</dc:creator>\
              <meta:creation-date>2024-03-05</meta:creation-date></m>",
        );
        assert_eq!(open.author.as_deref(), Some("A"));
        assert_eq!(open.made.as_deref(), Some("2024-03-05"));
    }
}
