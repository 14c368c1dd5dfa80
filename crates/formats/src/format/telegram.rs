//! A Telegram export (`result.json`): one chat, or an account with many; a document per chat and day.
//!
//! Comes in: what Telegram Desktop writes as JSON, read message by message. Days are in UTC where the export has
//! the time in seconds, else as written. Service messages ("joined the group") are left out; forwarded messages
//! name where they come from; pictures, voices and files are marked `[photo]`, `[voice message]` …
//! Source: Telegram Desktop, Export/output/export_output_json.cpp.

pub mod page;

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use mail_parser::DateTime;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::chat::{Day, Days, Message};
use super::steps::Steps;
use crate::Bytes;
use crate::opening::{Opening, Outcome, Trouble};

/// Name of a chat or person the export does not name.
const NAMELESS: &str = "Deleted account";

/// True when the bytes begin as an export does.
pub fn is(head: &[u8]) -> bool {
    if !head.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    let head = String::from_utf8_lossy(head);
    let has = |key: &str| head.contains(key);
    let kinds = ["_chat\"", "_group\"", "_supergroup\"", "_channel\"", "\"saved_messages\"", "\"replies\""];
    let chat = has("\"messages\"") && has("\"type\"") && kinds.iter().any(|k| has(k));
    chat || (has("\"about\"") && has("Telegram") && (has("\"personal_information\"") || has("\"chats\"")))
}

/// Opens an export.
pub fn open(opening: &mut Opening<'_, '_>, bytes: &mut dyn Bytes) -> Outcome {
    let since = Rc::new(Cell::new(0));
    let most = opening.tools.limits.document;
    let bytes = BufReader::new(Metered { bytes, since: Rc::clone(&since), most });
    let mut json = serde_json::Deserializer::from_reader(bytes);
    let mut export = Export { opening, since, steps: Steps::default(), many: false, found: false, ended: None };
    let result = Chat(&mut export).deserialize(&mut json);
    if let Some(ended) = export.ended {
        return ended;
    }
    match result {
        Err(e) => Err(Trouble::new(
            format!("the export breaks off or is damaged at line {}; what stands before was read", e.line()),
            "export the chat again from Telegram Desktop, as JSON",
        )),
        Ok(()) if !export.found => {
            Err(Trouble::new("the export holds no messages", "export the chat again from Telegram Desktop, as JSON"))
        }
        Ok(()) => Ok(ControlFlow::Continue(())),
    }
}

/// Stops a reader that takes more than may be between two messages.
struct Metered<'b> {
    bytes: &'b mut dyn Bytes,
    since: Rc<Cell<u64>>,
    most: u64,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(buffer)?;
        self.since.set(self.since.get() + n as u64);
        if self.since.get() > self.most { Err(io::ErrorKind::QuotaExceeded.into()) } else { Ok(n) }
    }
}

/// An export being read.
struct Export<'e, 'a, 's> {
    opening: &'e mut Opening<'a, 's>,
    since: Rc<Cell<u64>>,
    steps: Steps,
    /// True for an export of an account: chats are steps.
    many: bool,
    found: bool,
    /// How handing on ended, when it ended before the export did.
    ended: Option<Outcome>,
}

impl Export<'_, '_, '_> {
    fn message(&mut self, days: &mut Days, message: &Value) -> Result<(), &'static str> {
        self.since.set(0);
        self.found = true;
        let (Some(day), Some(words)) = (day(message), words(message)) else { return Ok(()) };
        let name = ["from", "actor"].iter().find_map(|k| message[*k].as_str()).unwrap_or(NAMELESS);
        let outcome = days.say(self.opening, &day, &Message { name, words: &words });
        self.note(outcome)
    }

    /// Keeps an outcome that ends everything.
    fn note(&mut self, outcome: Outcome) -> Result<(), &'static str> {
        if matches!(outcome, Ok(ControlFlow::Continue(()))) {
            return Ok(());
        }
        self.ended = Some(outcome);
        Err("stopped")
    }
}

/// An object with a chat's name and messages, or with the chats of an account.
struct Chat<'w, 'e, 'a, 's>(&'w mut Export<'e, 'a, 's>);
/// An object with a list of chats.
struct Chats<'w, 'e, 'a, 's>(&'w mut Export<'e, 'a, 's>);
/// The list.
struct List<'w, 'e, 'a, 's>(&'w mut Export<'e, 'a, 's>);
/// The messages of a chat.
struct Messages<'w, 'e, 'a, 's>(&'w mut Export<'e, 'a, 's>, Days);

impl<'de> DeserializeSeed<'de> for Chat<'_, '_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Chat<'_, '_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chat")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut name = NAMELESS.to_string();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "name" => {
                    if let Some(given) = map.next_value::<Value>()?.as_str() {
                        name = given.to_string();
                    }
                }
                "messages" => {
                    let within = self.0.many.then(|| self.0.steps.unique(&name));
                    map.next_value_seed(Messages(self.0, Days::new(&name, within, Vec::new())))?;
                }
                "chats" | "left_chats" => {
                    self.0.many = true;
                    map.next_value_seed(Chats(self.0))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Chats<'_, '_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Chats<'_, '_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("chats")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "list" {
                map.next_value_seed(List(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of chats")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Chat(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Messages<'_, '_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Messages<'_, '_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("messages")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Messages(export, mut days) = self;
        let broken = loop {
            match list.next_element::<Value>() {
                Ok(Some(message)) => export.message(&mut days, &message).map_err(A::Error::custom)?,
                Ok(None) => break None,
                Err(e) => break Some(e),
            }
        };
        // The day that is open when an export breaks off is handed on too.
        let outcome = days.end(export.opening);
        export.note(outcome).map_err(A::Error::custom)?;
        broken.map_or(Ok(()), Err)
    }
}

/// The day of a message.
fn day(message: &Value) -> Option<Day> {
    let seconds = match &message["date_unixtime"] {
        Value::String(s) => s.parse().ok(),
        other => other.as_i64(),
    };
    let written = || message["date"].as_str().and_then(|d| d.get(..10)).map(str::to_string);
    let day = seconds.and_then(utc).or_else(written)?;
    Some(Day { label: day.clone(), published: Some(day) })
}

/// The day in UTC of seconds since 1970. Before 1970 and after the year 9999 there is no Telegram.
fn utc(seconds: i64) -> Option<String> {
    (0..253_402_300_800).contains(&seconds).then(|| {
        let d = DateTime::from_timestamp(seconds);
        format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)
    })
}

/// The words of a message, with marks for what is no text; `None` for service messages and empty ones.
fn words(message: &Value) -> Option<String> {
    if message["type"].as_str() != Some("message") {
        return None;
    }
    let mut words = String::new();
    if let Some(source) = message.get("forwarded_from") {
        words.push_str(&format!("[forwarded from {}] ", source.as_str().unwrap_or(NAMELESS)));
    }
    if let Some(mark) = mark(message) {
        words.push_str(&format!("[{mark}] "));
    }
    text(&message["text"], &mut words);
    if let Some(question) = message["poll"]["question"].as_str() {
        words.push_str(question);
    }
    (!words.trim().is_empty()).then_some(words)
}

/// A text is a string, or pieces: strings and objects with a `text` (links, mentions, bold words).
fn text(value: &Value, words: &mut String) {
    match value {
        Value::String(s) => words.push_str(s),
        Value::Array(pieces) => pieces.iter().for_each(|p| text(p, words)),
        Value::Object(piece) => {
            if let Some(Value::String(s)) = piece.get("text") {
                words.push_str(s);
            }
        }
        _ => {}
    }
}

/// What a message carries besides its text.
fn mark(message: &Value) -> Option<&'static str> {
    let has = |key: &str| message.get(key).is_some();
    match message["media_type"].as_str() {
        Some("voice_message") => Some("voice message"),
        Some("video_message") => Some("video message"),
        Some("video_file") => Some("video"),
        Some("audio_file") => Some("audio"),
        Some("animation") => Some("animation"),
        Some("sticker") => Some("sticker"),
        _ if has("photo") => Some("photo"),
        _ if has("file") => Some("file"),
        _ if has("location_information") => Some("location"),
        _ if has("contact_information") => Some("contact"),
        _ if has("poll") => Some("poll"),
        _ => None,
    }
}
