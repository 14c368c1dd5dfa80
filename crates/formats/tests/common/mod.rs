//! Opens samples as a shell would, and keeps what comes out.
#![allow(dead_code, clippy::disallowed_methods)]

use std::io::Cursor;
use std::ops::ControlFlow;

use casebook_formats::{Body, Found, Limits, Ocr, Part, RowMapping, Source, Tools, Unread, open};

/// What came out of one piece of evidence.
#[derive(Default)]
pub struct Opened {
    pub parts: Vec<Part>,
    pub unread: Vec<Unread>,
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
        let _ = open(&mut source, &tools, &mut |found| {
            match found {
                Found::Part(part) => opened.parts.push(part),
                Found::Unread(unread) => opened.unread.push(unread),
            }
            ControlFlow::Continue(())
        });
        opened
    }

    /// Opens a sample.
    pub fn sample(&self, name: &str) -> Opened {
        self.bytes(name.rsplit('/').next().unwrap(), &sample(name))
    }
}

/// The bytes of a sample.
pub fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/samples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The words of a document.
pub fn words(part: &Part) -> String {
    match &part.body {
        Body::Text(text) => text.clone(),
        Body::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        Body::Same | Body::Nothing => String::new(),
    }
}

impl Opened {
    /// The only document, with nothing unread.
    pub fn only(&self) -> &Part {
        let reasons: Vec<&str> = self.unread.iter().map(|u| u.reason.as_str()).collect();
        assert!(self.unread.is_empty(), "{reasons:?}");
        assert_eq!(self.parts.len(), 1);
        &self.parts[0]
    }

    /// All remarks in one string.
    pub fn remarks(&self) -> String {
        self.parts.iter().flat_map(|p| &p.remarks).map(|r| r.message.as_str()).collect::<Vec<_>>().join("; ")
    }
}
