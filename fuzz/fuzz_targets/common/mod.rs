//! Opens bytes as the program does, with small bounds, and holds what must always be so.

use std::io::Cursor;
use std::ops::ControlFlow;

use casebook_formats::{Body, Found, Limits, Source, Tools, open};

/// Opens bytes: no document is over the bound, and nothing ends without a document or a reason.
pub fn open_all(name: &str, bytes: &[u8]) {
    let limits = Limits { document: 1 << 16, unfolded: 1 << 22, parts: 1000, ..Limits::default() };
    let tools = Tools { limits, ocr: None, mappings: &[] };
    let mut found = 0;
    let mut cursor = Cursor::new(bytes);
    let mut source = Source { name, bytes: &mut cursor, size: bytes.len() as u64 };
    let _ = open(&mut source, &tools, &mut |one| {
        found += 1;
        match one {
            Found::Part(part) => match part.body {
                Body::Bytes(b) => assert!(b.len() <= 1 << 18, "a document over the bound"),
                Body::Text(t) => assert!(t.len() <= 1 << 18, "a document over the bound"),
                Body::Same | Body::Nothing => {}
            },
            Found::Unread(unread) => assert!(!unread.reason.contains("internal error"), "{}", unread.reason),
        }
        ControlFlow::Continue(())
    });
    assert!(found <= 2002, "more than the bound of documents");
}
