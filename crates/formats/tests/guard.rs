//! A reader that fails costs one document; a listener that fails is not mistaken for one.
#![allow(clippy::disallowed_methods)]

mod support;

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use casebook_formats::{Limits, Ocr, Source, Tools, open};
use support::{With, sample_bytes, words};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

struct Falls;

impl Ocr for Falls {
    fn words(&self, _: &[u8]) -> Result<String, String> {
        panic!("the reader of pictures falls");
    }
}

#[test]
fn a_reader_that_panics_costs_one_document() {
    let archive = zipped(&[("a/notice.png", &sample_bytes("notice.png")), ("after.txt", b"after")]);
    let opened = With { ocr: Some(&Falls), ..With::default() }.bytes("a.zip", &archive);
    assert_eq!(opened.unread[0].reason, "internal error in the picture reader");
    assert_eq!(opened.unread[0].locator, "a/notice.png");
    assert_eq!((opened.parts[0].locator.as_str(), words(&opened.parts[0])), ("after.txt", "after".to_string()));
}

#[test]
fn a_listener_that_panics_is_heard() {
    let archive = zipped(&[("a.txt", b"a"), ("b.txt", b"b")]);
    let mut heard = 0;
    let tools = Tools { limits: Limits::default(), ocr: None, mappings: &[] };
    let size = archive.len() as u64;
    let mut source = Source { name: "a.zip", bytes: &mut Cursor::new(archive), size };
    let listener = AssertUnwindSafe(|| {
        open(&mut source, &tools, &mut |_| {
            heard += 1;
            panic!("the listener falls")
        })
    });
    assert!(catch_unwind(listener).is_err());
    assert_eq!(heard, 1);
}

#[test]
fn a_listener_that_has_enough_gets_no_more() {
    let archive = zipped(&[("a.zip", &zipped(&[("a.txt", b"a"), ("b.txt", b"b")])), ("c.txt", b"c")]);
    let mut heard = 0;
    let tools = Tools { limits: Limits::default(), ocr: None, mappings: &[] };
    let size = archive.len() as u64;
    let mut source = Source { name: "a.zip", bytes: &mut Cursor::new(archive), size };
    let flow = open(&mut source, &tools, &mut |_| {
        heard += 1;
        ControlFlow::Break(())
    });
    assert!(flow.is_break());
    assert_eq!(heard, 1);
}
