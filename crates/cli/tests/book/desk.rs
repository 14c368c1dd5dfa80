//! A desk with a key and a book, and the verbs run there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder with a key file and room for a book.
pub struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("key"), "correct horse battery staple\n").unwrap();
        let desk = Desk { dir };
        assert!(desk.run(&["init"]).status.success());
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.run_on("book", args)
    }

    pub fn run_on(&self, book: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(args)
            .env("CASEBOOK_BOOK", self.path(book))
            .env("CASEBOOK_KEY_FILE", self.path("key"))
            .env("CASEBOOK_BY", "ada")
            .output()
            .unwrap()
    }

    /// JSON Lines that a verb prints.
    pub fn lines(&self, args: &[&str]) -> Vec<Value> {
        let out = self.run(args);
        let text = String::from_utf8(out.stdout).unwrap();
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }
}

pub fn talk(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// Samples of every format lie with the crate that opens them.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/samples")
}

pub const REPORT: &str = "Two welders held\n\nBRATISLAVA, 5 March 2024 - Karel Novotka, a welder from Ostrava, was arrested on Monday. \
His employer kept his passport, his wife said.\n";

/// A desk with a book of an earlier format under the name `old`.
pub fn with_old_book(format: i64) -> Desk {
    let desk = Desk::new();
    let old = desk.path("old");
    fs::create_dir(&old).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(format.to_string());
    for file in fs::read_dir(sample).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), old.join(file.file_name())).unwrap();
    }
    fs::write(desk.path("key"), "an old book opens still").unwrap();
    desk
}
