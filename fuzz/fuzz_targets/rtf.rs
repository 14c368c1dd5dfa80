//! Any bytes after the mark of an RTF: read or refused.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use casebook_formats::{Limits, Source, Tools, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let bytes = [b"{\\rtf1\\ansi", input].concat();
    let tools = Tools { limits: Limits::default(), ocr: None, mappings: &[] };
    let size = bytes.len() as u64;
    let mut source = Source { name: "a.rtf", bytes: &mut Cursor::new(bytes), size };
    let mut found = 0;
    let _ = open(&mut source, &tools, &mut |_| {
        found += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(found, 1, "one file, one document or one reason");
});
