//! Any XML as the content of a Word document, an OpenDocument text and an OpenDocument spreadsheet: the walks
//! over it, and the rows.
#![no_main]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use casebook_formats::{Found, Limits, Source, Tools, open};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fuzz_target!(|input: (u8, &str)| {
    let (kind, xml) = input;
    let members = match kind % 3 {
        0 => [("word/document.xml", xml), ("docProps/core.xml", xml)],
        1 => [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", xml)],
        _ => [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", xml)],
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in members {
        archive.start_file(name, stored).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let tools = Tools { limits: Limits::default(), ocr: None, mappings: &[] };
    let size = bytes.len() as u64;
    let mut source = Source { name: "a", bytes: &mut Cursor::new(bytes), size };
    let _ = open(&mut source, &tools, &mut |found| {
        if let Found::Unread(unread) = found {
            assert!(!unread.reason.starts_with("internal error"));
        }
        ControlFlow::Continue(())
    });
});
