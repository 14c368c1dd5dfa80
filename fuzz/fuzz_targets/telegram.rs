//! Any bytes as the messages of a Telegram export, as all of what follows its name, and as a page of one.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let chat = b"{\"name\": \"a\", \"type\": \"private_group\", ";
    common::open_all("result.json", &[chat, &b"\"messages\": ["[..], bytes].concat());
    common::open_all("result.json", &[chat, bytes, b", \"messages\": []}"].concat());
    let page = b"<!DOCTYPE html><div class=\"page_body chat_page\"><div class=\"history\">";
    common::open_all("messages.html", &[&page[..], bytes].concat());
});
