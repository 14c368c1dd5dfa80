//! What an archive holds besides documents, and what is wrong with it, in numbers and words.

use std::io;

use crate::Remark;
use crate::opening::Trouble;

/// What was not handed on as a document.
#[derive(Default)]
pub struct Tally {
    /// Records so far, of all kinds.
    pub records: u64,
    /// Pictures, styles, scripts, data.
    pub resources: u64,
    /// Answers with a status other than 200.
    pub answers: u64,
    /// Captures that repeat an earlier one.
    pub revisits: u64,
    /// Places that are no records.
    pub damage: u64,
    /// Documents whose content breaks off.
    pub damaged: u64,
    /// True when gzip members and records do not match.
    pub packed_otherwise: bool,
}

impl Tally {
    /// Why reading ended early.
    pub fn trouble(&self, error: &io::Error) -> Trouble {
        let read = format!("{} records before were read", self.records);
        let reason = match error.kind() {
            io::ErrorKind::UnexpectedEof => format!("the archive breaks off inside a record; {read}"),
            _ => format!("the archive is damaged; {read}"),
        };
        Trouble::new(reason, "get the archive again")
    }

    /// What a person should know of the archive.
    pub fn remarks(&self) -> Vec<Remark> {
        let counted = [
            (
                self.resources,
                "resources (pictures, styles, scripts, data) kept in the archive, not read as documents",
                "extract what matters and add it as a file",
            ),
            (self.answers, "captured answers that are no pages (redirects, errors)", "nothing needs to be done"),
            (
                self.revisits,
                "captures that repeat an earlier one",
                "add the archive with the first capture too, if it is another one",
            ),
            (self.damage, "places in the archive that are no records; reading went on after them", "get it again"),
            (
                self.damaged,
                "documents whose chunks or compression break off; read as far as they go",
                "compare them with the page, or capture it again",
            ),
        ];
        let some = counted.into_iter().filter(|(n, ..)| *n > 0);
        let mut remarks: Vec<Remark> = some.map(|(n, what, hint)| Remark::new(format!("{what}: {n}"), hint)).collect();
        if self.packed_otherwise {
            remarks.push(Remark::new(
                "the compression does not follow the records; other programs may not open single ones",
                "run `warcio recompress` for them",
            ));
        }
        remarks
    }
}
