//! The product's vocabulary as data: predicates, phrasings, word lists, cues, boilerplate.
//!
//! Comes in: the texts of the files under `packs/` (bundled, or a folder the shell has read).
//! Goes out: [`Packs`], compiled and checked; a file that breaks a rule is refused with its name
//! and line. Code keeps grammar, packs keep words: a new phrasing or predicate needs no Rust.
//! Leaves to others: matching (`read`), and running the `yes` and `no` sentences (`read::check`).
//! How to write one: `docs/howto/add-a-predicate.md`.
#![deny(clippy::disallowed_methods)]

mod bounds;
mod cues;
mod entry;
mod error;
mod grammar;
mod lexicon;
mod load;
mod packs;
pub mod pattern;
mod predicate;
mod time;
mod vocabulary;

pub use bounds::{Bound, Bounds};
pub use cues::{ChannelCue, Cues, IdentityCue, ModalityCue, ModalityPlace, ReportingVerb, RoleCue};
pub use entry::{About, Entry, Example, ValuePart};
pub use error::PackError;
pub use grammar::Grammar;
pub use lexicon::{Kind, Lexicon, Meaning};
pub use load::PackFile;
pub use packs::{List, Packs};
pub use predicate::{
    Axis, Conflict, CountryOf, Fill, Gap, Modality, Polarity, Predicate, PromiseRule, ROLES, Terminology, ValueKind,
};
pub use time::{Feast, NamedPeriod, Part, TimeWords};
pub use vocabulary::{Vocabulary, WordId};

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

static FOLDER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// The pack files compiled into this program, in the order of their paths.
#[must_use]
pub fn bundled_files() -> Vec<PackFile> {
    let mut out = Vec::new();
    let mut folders = vec![&FOLDER];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files().filter(|f| f.path().extension().is_some_and(|e| e == "toml")) {
            let text = file.contents_utf8().unwrap_or("").to_string();
            out.push(PackFile::new(file.path().to_string_lossy().replace('\\', "/"), text));
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// The packs compiled into this program.
///
/// # Panics
/// Never in a released program: a test loads the bundled packs.
#[must_use]
pub fn bundled() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(|| match Packs::load(&bundled_files()) {
        Ok(packs) => packs,
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("the bundled packs do not load:\n{}", lines.join("\n"))
        }
    })
}
