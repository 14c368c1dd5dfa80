//! Any bytes as the messages of a Telegram export, and as all of what follows its name.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let chat = b"{\"name\": \"a\", \"type\": \"private_group\", ";
    common::open_all("result.json", &[chat, &b"\"messages\": ["[..], bytes].concat());
    common::open_all("result.json", &[chat, bytes, b", \"messages\": []}"].concat());
});
