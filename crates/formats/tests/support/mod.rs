//! Opens samples and bytes for the tests, and keeps what comes out.
#![allow(clippy::disallowed_methods, dead_code, reason = "tests read samples from the disk")]

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use casebook_formats::{Body, Found, Limits, Ocr, Part, RowMapping, Source, Tools, Unread, open};

/// What came out of one piece of evidence.
#[derive(Default)]
pub struct Opened {
    pub parts: Vec<Part>,
    pub unread: Vec<Unread>,
}

impl Opened {
    /// The part at a place.
    pub fn at(&self, locator: &str) -> &Part {
        let places: Vec<&str> = self.parts.iter().map(|p| p.locator.as_str()).collect();
        let found = self.parts.iter().find(|p| p.locator == locator);
        found.unwrap_or_else(|| panic!("nothing at {locator:?}; there is {places:?}, unread: {:?}", self.reasons()))
    }

    /// The only document, with nothing unread.
    pub fn only(&self) -> &Part {
        assert!(self.unread.is_empty(), "{:?}", self.reasons());
        assert_eq!(self.parts.len(), 1);
        &self.parts[0]
    }

    /// All remarks in one string.
    pub fn all_remarks(&self) -> String {
        self.remarks().join("; ")
    }

    /// Parts that have words.
    pub fn documents(&self) -> Vec<&Part> {
        self.parts.iter().filter(|p| p.body != Body::Nothing).collect()
    }

    /// Reasons of what could not be read.
    pub fn reasons(&self) -> Vec<&str> {
        self.unread.iter().map(|u| u.reason.as_str()).collect()
    }

    /// Remarks of all parts.
    pub fn remarks(&self) -> Vec<&str> {
        self.parts.iter().flat_map(|p| &p.remarks).map(|r| r.message.as_str()).collect()
    }
}

/// The words of a part; of text and pages, their bytes.
pub fn words(part: &Part) -> String {
    match &part.body {
        Body::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        Body::Text(text) => text.clone(),
        Body::Same | Body::Nothing => String::new(),
    }
}

/// What is opened with.
#[derive(Default)]
pub struct With<'a> {
    pub limits: Limits,
    pub ocr: Option<&'a dyn Ocr>,
    pub mappings: &'a [RowMapping],
}

impl With<'_> {
    /// Opens bytes under a name.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Opened {
        let mut opened = Opened::default();
        let tools = Tools { limits: self.limits, ocr: self.ocr, mappings: self.mappings };
        let size = bytes.len() as u64;
        let mut source = Source { name, bytes: &mut Cursor::new(bytes), size };
        let flow = open(&mut source, &tools, &mut |found| {
            match found {
                Found::Part(part) => opened.parts.push(part),
                Found::Unread(unread) => opened.unread.push(unread),
            }
            ControlFlow::Continue(())
        });
        // `Break` without being asked to is how a bound of the whole evidence ends: never silently.
        assert!(flow.is_continue() || !opened.unread.is_empty(), "it ended without a reason");
        opened
    }

    /// Opens a sample.
    pub fn sample(&self, name: &str) -> Opened {
        self.bytes(name.rsplit('/').next().unwrap(), &sample_bytes(name))
    }
}

/// Opens bytes under a name, within limits.
pub fn bytes(name: &str, bytes: &[u8], limits: Limits) -> Opened {
    With { limits, ..With::default() }.bytes(name, bytes)
}

/// Opens a sample.
pub fn sample(name: &str) -> Opened {
    With::default().sample(name)
}

/// The bytes of a sample.
pub fn sample_bytes(name: &str) -> Vec<u8> {
    file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name))
}

/// The bytes of a file.
pub fn file(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Files of a folder of the shared suites; empty, and said so, where the suites are not at hand.
pub fn suite(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/suites").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not here", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    files.sort();
    files
}
