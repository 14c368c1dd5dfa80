//! One mail message (RFC 5322 and MIME): its words are one document, each attachment is opened after it.
//!
//! Comes in: a message. Goes out: a document with subject, sender, day (in UTC) and thread, then its attachments
//! and forwarded messages as members. Leaves to others: the MIME grammar (`mail-parser`), mailboxes (`mbox`),
//! pages saved as a message (`mhtml`), and telling quoted words from new ones.

use std::ops::ControlFlow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{DateTime, Encoding, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::mhtml;
use super::steps::Steps;
use crate::opening::{Converted, Opening, Outcome, Trouble};
use crate::{About, Body, Bytes, Remark};

/// Header fields a message is known by. Source: RFC 5322 §3.6, RFC 2045.
const KNOWN: [&str; 14] = [
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "mime-version",
    "content-type",
    "received",
    "return-path",
    "delivered-to",
    "reply-to",
    "x-gm-thrid",
    "snapshot-content-location",
    "dkim-signature",
];

/// Pictures up to this size that the message itself shows are logos and signatures (chosen by looking at mail).
const SMALL_PICTURE: usize = 32 << 10;

const AGAIN: &str = "get it again from the mailbox; what is here was read";

/// True when the bytes begin as a message does: header fields only, three of them known, or one where the name
/// says that it is a message.
pub fn is(head: &[u8], name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let named = [".eml", ".mht", ".mhtml"].iter().any(|ending| name.ends_with(ending));
    let head = String::from_utf8_lossy(&head[..head.len().min(16 << 10)]);
    let mut known = 0;
    for line in head.trim_start_matches('\u{feff}').trim_start().lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { break };
        if field.is_empty() || !field.bytes().all(|b| b.is_ascii_graphic()) {
            break;
        }
        known += usize::from(KNOWN.contains(&field.to_ascii_lowercase().as_str()));
    }
    known >= if named { 1 } else { 3 }
}

/// Opens one message.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let raw = opening.whole(bytes)?;
    let Some(message) = MessageParser::default().parse(&raw).filter(|m| !m.headers().is_empty()) else {
        return Err(Trouble::new("it has no header of a mail message", "save the message again from the mail program"));
    };
    // The parser gives up a part whose end is missing, so one that breaks off is given its ends.
    let closed = closing(&message).map(|ends| [&raw[..], ends.as_bytes()].concat());
    let again = closed.as_deref().and_then(|closed| MessageParser::default().parse(closed));
    let cut = again.is_some();
    let message = again.unwrap_or(message);
    let remarks = remarks(&message, cut);
    if mhtml::is(&message) {
        return mhtml::open(opening, name, &message, remarks);
    }
    let (media_type, body) = body(&message);
    let about = about(&message);
    let name = about.title.clone().unwrap_or_else(|| name.to_string());
    if opening.part(&name, media_type, body, about, remarks).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    Ok(attachments(opening, &message))
}

fn about(message: &Message<'_>) -> About {
    let sender = message.from().or_else(|| message.sender()).and_then(|a| a.first());
    let author = sender.and_then(|a| a.name().or_else(|| a.address())).map(str::trim).filter(|a| !a.is_empty());
    About {
        title: message.subject().map(str::trim).filter(|s| !s.is_empty()).map(str::to_string),
        author: author.map(str::to_string),
        published: utc(message).map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)),
        message: message.message_id().map(bare),
        answers: answers(message),
        ..About::default()
    }
}

/// When a message was written, in UTC; `None` without a sound date.
pub fn utc(message: &Message<'_>) -> Option<DateTime> {
    let date = message.date().filter(|d| d.is_valid())?;
    Some(DateTime::from_timestamp(date.to_timestamp()))
}

/// The thread, oldest message first; the message answered comes last.
fn answers(message: &Message<'_>) -> Vec<String> {
    let mut answers = Vec::new();
    for field in [message.references(), message.in_reply_to()] {
        let ids: Vec<&str> = match field {
            HeaderValue::Text(id) => vec![id],
            HeaderValue::TextList(ids) => ids.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        };
        for id in ids.into_iter().map(bare) {
            if !id.is_empty() && !answers.contains(&id) {
                answers.push(id);
            }
        }
    }
    answers
}

fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_string()
}

/// The words: plain text where there is some, else HTML.
fn body(message: &Message<'_>) -> (&'static str, Body) {
    let is_plain = |part: &MessagePart<'_>| matches!(part.body, PartType::Text(_));
    if message.text_bodies().any(is_plain) {
        let texts = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
        let text = texts.filter(|t| !t.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        if !text.is_empty() {
            return ("text/plain", Body::Bytes(text.into_bytes()));
        }
    }
    let pages = message.html_bodies().filter(|p| p.is_text_html());
    let html = pages.map(|p| text_bytes(message, p)).collect::<Vec<_>>().join(&b"\n"[..]);
    if html.trim_ascii().is_empty() { ("message/rfc822", Body::Nothing) } else { ("text/html", Body::Bytes(html)) }
}

/// The bytes of a text part. Where no character set is declared, they stay as they are: the page may name it.
pub fn text_bytes(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let decoded = part.text_contents().unwrap_or_default();
    let declared = part.content_type().is_some_and(|t| t.has_attribute("charset"));
    if declared || !decoded.contains('\u{fffd}') {
        return decoded.as_bytes().to_vec();
    }
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let raw = message.raw_message().get(range).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    bytes.unwrap_or_else(|| decoded.as_bytes().to_vec())
}

/// What is damaged about the message.
fn remarks(message: &Message<'_>, cut: bool) -> Vec<Remark> {
    let damaged = message.parts.iter().any(|p| p.is_encoding_problem);
    let all = [
        (cut, "the message breaks off before its last part ends"),
        (damaged, "a part of the message is damaged in its encoding"),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| Remark::new(what, AGAIN)).collect()
}

/// The ends that a message lacks, innermost first; `None` when it lacks none.
fn closing(message: &Message<'_>) -> Option<String> {
    let boundaries = message.parts.iter().filter_map(|p| p.content_type()?.attribute("boundary"));
    let ends = boundaries.map(|b| format!("--{b}--"));
    let has = |end: &String| message.raw_message().windows(end.len()).any(|w| w == end.as_bytes());
    let missing: Vec<String> = ends.filter(|end| !has(end)).collect();
    let lines = missing.iter().rev().map(|end| format!("\r\n{end}\r\n"));
    (!missing.is_empty()).then(|| lines.collect())
}

fn attachments(opening: &mut Opening<'_, '_>, message: &Message<'_>) -> ControlFlow<()> {
    let published = about(message).published;
    let mut steps = Steps::default();
    for (at, part) in message.attachments().enumerate() {
        let name = attachment_name(part, at + 1);
        let step = steps.unique(&name);
        if is_ornament(part) {
            opening.text_member(&step, ornament(name, part))?;
            continue;
        }
        let bytes = if part.is_text() { text_bytes(message, part) } else { part.contents().to_vec() };
        opening.member(&step, &name, bytes, About { published: published.clone(), ..About::default() })?;
    }
    ControlFlow::Continue(())
}

/// Its name; where it has none, its place and what it is.
fn attachment_name(part: &MessagePart<'_>, at: usize) -> String {
    if let Some(name) = part.attachment_name().map(str::trim).filter(|n| !n.is_empty()) {
        return name.to_string();
    }
    let ending = match part.content_type() {
        _ if part.is_message() => "eml",
        _ if part.is_text_html() => "html",
        Some(t) if t.subtype() == Some("pdf") => "pdf",
        _ => "part",
    };
    format!("{at}.{ending}")
}

/// A small picture that the message shows inside its text.
fn is_ornament(part: &MessagePart<'_>) -> bool {
    let picture = part.content_type().is_some_and(|t| t.ctype().eq_ignore_ascii_case("image"));
    picture && part.content_id().is_some() && part.len() <= SMALL_PICTURE
}

fn ornament(name: String, part: &MessagePart<'_>) -> Converted {
    let remark = Remark::new(
        "a small picture inside a message (a logo or signature); its words are not read",
        "save the picture and add it, if it matters",
    );
    let subtype = part.content_type().and_then(|t| t.subtype()).unwrap_or_default();
    let media_type = match subtype.to_ascii_lowercase().as_str() {
        "gif" => "image/gif",
        "jpeg" | "jpg" => "image/jpeg",
        _ => "image/png",
    };
    Converted { name, media_type, text: String::new(), about: About::default(), remarks: vec![remark] }
}
