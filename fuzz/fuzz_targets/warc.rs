//! Any bytes behind the beginning of a record as a web archive, and behind the head of an answer as content.
#![no_main]

mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    common::open_all("a.warc", &[b"WARC/1.0\r\n", bytes].concat());
    let answer = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", bytes].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example.org/\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    common::open_all("a.warc", &[head.as_bytes(), &answer, b"\r\n\r\n"].concat());
});
