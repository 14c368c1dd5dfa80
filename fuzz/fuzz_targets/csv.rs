//! Any bytes as separated values, as one document and as a document for each row.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use casebook_formats::{Limits, RowMapping, Source, Tools, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mapping = RowMapping {
        text: vec!["text".into()],
        title: Some("title".into()),
        published: Some("day".into()),
        ..RowMapping::default()
    };
    let rows = [b"text,title,day\n", input].concat();
    for bytes in [input, &rows] {
        let tools = Tools { limits: Limits::default(), ocr: None, mappings: std::slice::from_ref(&mapping) };
        let size = bytes.len() as u64;
        let mut source = Source { name: "a.csv", bytes: &mut Cursor::new(bytes), size };
        let _ = open(&mut source, &tools, &mut |_| ControlFlow::Continue(()));
    }
});
