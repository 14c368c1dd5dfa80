//! A mailbox file: messages one after the other, each behind a line "From SENDER DATE".
//!
//! Comes in: mboxo, mboxrd and what Thunderbird, Apple Mail and Gmail's export write. Goes out: each message as
//! member `1`, `2`, … One message is in memory at a time. Source: RFC 4155 and its appendix.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use super::mail;
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Body, Bytes, Remark};

/// Longest piece of a line taken at once.
const PIECE: u64 = 64 << 10;

/// True when the bytes begin with a separator and a header field.
pub fn is(head: &[u8]) -> bool {
    let mut lines = head.split(|b| *b == b'\n');
    let separator = lines.next().is_some_and(is_separator);
    separator && lines.next().is_some_and(|line| line.starts_with(b">From ") || line.contains(&b':'))
}

/// "From ", then somewhere a time of day and a year: prose that begins with "From" seldom has both.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let digits = |d: &[u8]| d.iter().all(u8::is_ascii_digit);
    let time = rest.windows(5).any(|w| w[2] == b':' && digits(&w[..2]) && digits(&w[3..]));
    let year = rest.split(u8::is_ascii_whitespace).any(|word| word.len() == 4 && digits(word));
    time && year
}

/// Opens a mailbox, message by message.
pub fn open(opening: &mut Opening<'_, '_>, bytes: &mut dyn Bytes) -> Outcome {
    let limit = opening.tools.limits.document;
    let mut messages = Messages { bytes: BufReader::new(bytes), limit, ended: false };
    for n in 1_u32.. {
        let broken = |_| Trouble::new(format!("it cannot be read past message {}", n - 1), "export the mailbox again");
        let (step, name) = (n.to_string(), format!("{n}.eml"));
        let flow = match messages.next().map_err(broken)? {
            None => break,
            Some(Message::Whole(raw)) if mail::is(&raw, &name) => opening.member(&step, &name, raw, About::default()),
            Some(Message::Whole(raw)) => headless(opening, &step, &name, raw),
            Some(Message::TooLong) => {
                let reason = format!("the message has more than {limit} bytes");
                let trouble = Trouble::new(reason, "save its attachments from the mail program and add them");
                opening.unread_member(&step, &name, &trouble)
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Hands on a message that has lost its header: its words, as they are.
fn headless(opening: &mut Opening<'_, '_>, step: &str, name: &str, raw: Vec<u8>) -> ControlFlow<()> {
    let message = "the header of this message cannot be read; all of it is kept as text";
    let remark = Remark::new(message, "export the mailbox again");
    opening.within(step, name, raw.len() as u64, About::default(), |opening| {
        opening.part(name, "text/plain", Body::Bytes(raw), About::default(), vec![remark])
    })
}

/// One message of a mailbox.
enum Message {
    Whole(Vec<u8>),
    TooLong,
}

/// Splits a mailbox.
struct Messages<R> {
    bytes: R,
    limit: u64,
    ended: bool,
}

impl<R: BufRead> Messages<R> {
    /// The next message without its separator, with the quoting of "From " undone.
    fn next(&mut self) -> io::Result<Option<Message>> {
        let (mut message, mut too_long, mut any) = (Vec::new(), false, false);
        // A separator stands at the beginning or after an empty line.
        let (mut at_start, mut after_empty) = (true, true);
        let mut line = Vec::new();
        while !self.ended {
            line.clear();
            if (&mut self.bytes).take(PIECE).read_until(b'\n', &mut line)? == 0 {
                self.ended = true;
                break;
            }
            if at_start && after_empty && is_separator(&line) {
                if any {
                    break;
                }
                after_empty = false;
                continue;
            }
            any = true;
            let words = if at_start { unquoted(&line) } else { &line };
            too_long = too_long || (message.len() + words.len()) as u64 > self.limit;
            if !too_long {
                message.extend_from_slice(words);
            }
            after_empty = at_start && line.trim_ascii().is_empty();
            at_start = line.ends_with(b"\n");
        }
        Ok(match (any, too_long) {
            (false, _) => None,
            (true, true) => Some(Message::TooLong),
            (true, false) => Some(Message::Whole(message)),
        })
    }
}

/// `>From ` at the beginning of a line is how mailboxes keep `From `; mboxrd adds one `>` each time.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|b| **b == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}
