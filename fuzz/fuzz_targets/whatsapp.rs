//! Any text as a WhatsApp export, alone and behind a first line of one.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::open_all("_chat.txt", bytes);
    common::open_all("_chat.txt", &[b"[03/05/2024, 21:15:05] A: a\n", bytes].concat());
});
