//! Any bytes behind a separator as a mailbox: split, bounded, each message handed on or refused.
//! Run it with `-O`: the mail parser has assertions for its own debugging that strange nesting trips.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mailbox = [b"From a@example.org Fri May  3 10:00:00 2024\nSubject: a\n", bytes].concat();
    common::open_all("a.mbox", &mailbox);
});
