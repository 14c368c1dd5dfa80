//! A Telegram export as pages (`messages.html`, `messages2.html` …): what Telegram Desktop writes unless told otherwise.
//!
//! A page holds up to a thousand messages of one chat; a document per day, as from the JSON. A message that goes on
//! from the one before ("joined") names nobody and is its author's. Days are in UTC where the page gives the
//! difference, else as written.
//! Source: Telegram Desktop, Export/output/export_output_html.cpp.

use std::io::SeekFrom;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use mail_parser::DateTime;
use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

use super::super::chat::{Day, Days, Message};
use super::super::plain;
use super::{NAMELESS, utc};
use crate::opening::{Opening, Outcome, Trouble};
use crate::{Bytes, Remark};

/// True when the bytes begin as a page of an export does.
pub fn is(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    head.trim_start().starts_with("<!DOCTYPE html>") && head.contains("page_body chat_page")
}

/// Opens a page of an export.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    // Telegram writes UTF-8, and says so.
    let whole = opening.whole(bytes)?;
    let page = Html::parse_document(&String::from_utf8_lossy(&whole));
    let select = &*SELECT;
    let title = page.select(&select.title).next().map(words).filter(|t| !t.is_empty());
    let cut = !whole.trim_ascii_end().ends_with(b"</html>");
    let message = "the page is cut off; the messages before are read";
    let remarks = cut.then(|| Remark::new(message, "export the chat again")).into_iter().collect();
    let mut days = Days::new(title.as_deref().unwrap_or(NAMELESS), None, remarks);
    let (mut author, mut today, mut found) =
        (NAMELESS.to_string(), Day { label: "undated".into(), published: None }, false);
    for message in page.select(&select.message) {
        let Some(body) = child(message, "body") else { continue };
        if let Some(given) = child(body, "from_name") {
            author = named(given);
        }
        // A message whose date cannot be read stands among its neighbours: its words count.
        today = day(body).unwrap_or(today);
        found = true;
        let words = said(body);
        if !words.trim().is_empty() && days.say(opening, &today, &Message { name: &author, words: &words })?.is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
    }
    if !found {
        // A page of another kind that has these words: it is read as any page is.
        bytes.seek(SeekFrom::Start(0)).map_err(Trouble::unreadable)?;
        return plain::open(opening, name, bytes);
    }
    days.end(opening)
}

struct Select {
    title: Selector,
    message: Selector,
}

static SELECT: LazyLock<Select> = LazyLock::new(|| {
    let parse = |css| Selector::parse(css).expect("a selector");
    Select { title: parse(".page_header .text"), message: parse(".history > .message.default") }
});

/// The first element right inside another that has a class.
fn child<'p>(inside: ElementRef<'p>, class: &str) -> Option<ElementRef<'p>> {
    inside.child_elements().find(|e| has(*e, class))
}

fn has(element: ElementRef<'_>, class: &str) -> bool {
    element.value().classes().any(|c| c == class)
}

/// The words of an element; line breaks stay.
fn words(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for node in element.descendants() {
        match node.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(e) if e.name() == "br" => out.push('\n'),
            _ => {}
        }
    }
    out.trim().to_string()
}

/// The name in an element; the time of a forwarded message, which stands inside, is no part of it.
fn named(element: ElementRef<'_>) -> String {
    let own = element.children().filter_map(|c| c.value().as_text().map(|t| t.to_string())).collect::<String>();
    let own = own.trim();
    if own.is_empty() { NAMELESS.to_string() } else { own.to_string() }
}

/// What a message says, with marks for what is no text.
fn said(body: ElementRef<'_>) -> String {
    let mut out = String::new();
    let forwarded = child(body, "forwarded");
    if let Some(source) = forwarded.and_then(|f| child(f, "from_name")) {
        out.push_str(&format!("[forwarded from {}] ", named(source)));
    }
    for part in [Some(body), forwarded].into_iter().flatten() {
        if let Some(media) = child(part, "media_wrap") {
            if let Some(mark) = mark(media) {
                out.push_str(&format!("[{mark}] "));
            }
            if let Some(question) = media.descendent_elements().find(|e| has(*e, "question")) {
                out.push_str(&words(question));
            }
        }
        if let Some(text) = child(part, "text") {
            out.push_str(&words(text));
        }
    }
    out
}

/// Classes of what a message carries besides its text.
const MARKS: &[(&str, &str)] = &[
    ("photo_wrap", "photo"),
    ("media_photo", "photo"),
    ("media_voice_message", "voice message"),
    ("video_file_wrap", "video"),
    ("media_video", "video"),
    ("media_audio_file", "audio"),
    ("animated_wrap", "animation"),
    ("sticker_wrap", "sticker"),
    ("media_file", "file"),
    ("media_location", "location"),
    ("media_live_location", "location"),
    ("media_contact", "contact"),
    ("media_poll", "poll"),
];

fn mark(media: ElementRef<'_>) -> Option<&'static str> {
    let of = |e: ElementRef<'_>| MARKS.iter().find(|(class, _)| has(e, class)).map(|(_, mark)| *mark);
    media.child_elements().find_map(of)
}

/// The day of a message: "03.05.2024 03:00:00 UTC+02:00", older pages without the difference.
fn day(body: ElementRef<'_>) -> Option<Day> {
    let stamp = child(body, "date")?.attr("title")?;
    let mut parts = stamp.split_whitespace();
    let (date, time, zone) = (parts.next()?, parts.next()?, parts.next());
    let date = numbers::<3>(date, '.')?;
    let day = in_utc(date, numbers::<3>(time, ':')?, zone.unwrap_or("UTC+00:00"))?;
    Some(Day { label: day.clone(), published: Some(day) })
}

/// The day in UTC; `zone` as in `UTC+02:00`.
fn in_utc(date: [u16; 3], time: [u16; 3], zone: &str) -> Option<String> {
    let zone = zone.strip_prefix("UTC")?;
    let small = |n: u16| u8::try_from(n).ok();
    let [hours, minutes] = numbers::<2>(zone.trim_start_matches(['+', '-']), ':')?;
    let written = DateTime {
        year: date[2],
        month: small(date[1])?,
        day: small(date[0])?,
        hour: small(time[0])?,
        minute: small(time[1])?,
        second: small(time[2])?,
        tz_before_gmt: zone.starts_with('-'),
        tz_hour: small(hours)?,
        tz_minute: small(minutes)?,
    };
    written.is_valid().then(|| utc(written.to_timestamp())).flatten()
}

fn numbers<const N: usize>(text: &str, between: char) -> Option<[u16; N]> {
    let all = text.split(between).map(|n| n.parse().ok()).collect::<Option<Vec<u16>>>()?;
    all.try_into().ok()
}
