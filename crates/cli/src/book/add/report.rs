//! What `add` did, told at its end.

use casebook_store::NewDocument;

use crate::args::Add;
use crate::book::label;
use crate::book::rebuild::Reads;

/// Numbers of one run.
#[derive(Default)]
pub struct Counts {
    /// Pieces of evidence new to the book.
    pub new: usize,
    /// Bytes that were there already.
    pub duplicates: usize,
    /// Files that could not be taken.
    pub troubles: usize,
    /// Documents found.
    pub documents: usize,
    /// Of them without words.
    pub silent: usize,
    /// Things in them that could not be opened.
    pub unread: Vec<(String, String, String)>,
    /// Things a person should look at.
    pub findings: usize,
    /// Readings.
    pub read: Reads,
    /// Documents that an earlier program, packs or models have read.
    pub outdated: usize,
}

impl Counts {
    /// Counts one receipt.
    pub fn received(&mut self, duplicate: bool) {
        if duplicate { self.duplicates += 1 } else { self.new += 1 }
    }

    /// Counts documents found in evidence of this name.
    pub fn inside(&mut self, name: &str, documents: &[NewDocument]) {
        for document in documents {
            match document.refusal() {
                Some((reason, hint)) => {
                    self.unread.push((label(name, document.locator()), reason.to_string(), hint.to_string()));
                }
                None => {
                    self.documents += 1;
                    self.silent += usize::from(!document.has_words());
                }
            }
            self.findings += document.n_remarks();
        }
    }

    /// Prints the report; the exit code.
    pub fn report(&self, args: &Add) -> u8 {
        const SHOWN: usize = 20;
        for (name, reason, hint) in self.unread.iter().take(SHOWN) {
            crate::trouble::Trouble::new(name, reason, hint).print();
        }
        if self.unread.len() > SHOWN {
            eprintln!(
                "note: {} more could not be read; `casebook docs --refused` lists them",
                self.unread.len() - SHOWN
            );
        }
        if args.json {
            let line = serde_json::json!({
                "done": true, "new": self.new, "duplicates": self.duplicates, "refused": self.troubles,
                "documents": self.documents, "without_words": self.silent, "unread": self.unread.len(),
                "findings": self.findings + self.read.findings, "read": self.read.read,
                "not_readable": self.read.refused, "outdated": self.outdated,
            });
            let _ = crate::outside::print(&format!("{line}\n"));
        } else {
            self.say(args);
        }
        match (self.troubles + self.unread.len(), self.findings) {
            (1.., _) => 2,
            (0, 1..) => 1,
            _ => 0,
        }
    }

    fn say(&self, args: &Add) {
        let (new, documents) = (counted(self.new, "file"), counted(self.documents, "document"));
        eprintln!("{new} taken, {} there already, {} refused", self.duplicates, self.troubles);
        let silent = if self.silent > 0 { format!(", {} without words", self.silent) } else { String::new() };
        eprintln!("{documents} opened{silent}, {} could not be read", self.unread.len());
        if self.findings > 0 {
            eprintln!("{}; `casebook docs --findings` lists them", counted(self.findings, "finding"));
        }
        match args.no_read {
            true => eprintln!("hint: read them with `casebook reread`"),
            false => eprintln!("{} read", counted(self.read.read, "document")),
        }
        if self.outdated > 0 {
            let outdated = counted(self.outdated, "document");
            eprintln!("note: {outdated} read by an earlier version of Casebook; `casebook reread` reads them anew");
        }
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
