//! A WhatsApp export (`_chat.txt`, "WhatsApp Chat with X.txt"): a text of dated lines; a document per day.
//!
//! Comes in: what iOS ("[01/05/2023, 10:22:33] Name: words") and Android ("01/05/2023, 10:22 - Name: words") write
//! in the form of the phone's language. Whether the day or the month stands first is decided over the whole file;
//! where nothing decides, dates are left out with a remark. Lines of WhatsApp itself are left out; media become
//! `[media]`; other lines go on with the message before them. Times are the phone's, so days are too.

use std::io::{BufRead, BufReader, Read, SeekFrom};
use std::ops::ControlFlow;

use super::chat::{Day, Days, Message};
use crate::opening::{Opening, Outcome, Trouble};
use crate::{Bytes, Remark};

mod stamp;

use self::stamp::{Order, Stamp, stamp};

/// Longest line.
const LINE: u64 = 1 << 20;

/// True when the first line is dated as an export's is, and most of the first lines are (fewer where the name
/// says that it is an export).
pub fn is(head: &[u8], name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let named = name.ends_with(".txt") && (name.starts_with("_chat") || name.contains("whatsapp"));
    let head = String::from_utf8_lossy(head);
    let lines: Vec<&str> = head.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let dated = lines.iter().filter(|l| stamp(l).is_some_and(|s| named || s.comma)).count();
    let first = lines.first().is_some_and(|l| stamp(l).is_some());
    first && (named || dated * 2 > lines.len())
}

/// Opens an export.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let broken = |_| Trouble::new("it cannot be read to its end", "export the chat again");
    let order = order(&mut *bytes).map_err(broken)?;
    bytes.seek(SeekFrom::Start(0)).map_err(broken)?;
    let remarks = match order {
        Order::Unknown => vec![Remark::new(
            "days and months cannot be told apart in this chat; its days have no date",
            "set the dates by hand, or export more of the chat",
        )],
        _ => Vec::new(),
    };
    let mut days = Days::new(&chat(name), None, remarks);
    let mut message = Open::default();
    let mut lines = BufReader::new(bytes);
    while let Some(line) = line(&mut lines).map_err(broken)? {
        let Some(stamp) = stamp(&line) else {
            message.go_on(&line);
            continue;
        };
        if message.hand_on(&mut days, opening)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        message = Open::begin(&stamp, order);
    }
    if message.hand_on(&mut days, opening)?.is_break() {
        return Ok(ControlFlow::Break(()));
    }
    days.end(opening)
}

/// A message whose lines are being gathered; nameless while a line of WhatsApp itself goes on.
#[derive(Default)]
struct Open {
    day: Day,
    name: String,
    words: String,
}

impl Open {
    fn begin(stamp: &Stamp<'_>, order: Order) -> Open {
        let Some((name, words)) = stamp.rest.split_once(": ").or_else(|| Some((stamp.rest.strip_suffix(':')?, "")))
        else {
            return Open::default();
        };
        // On iOS, WhatsApp begins what it says itself with a mark of direction.
        let own = stamp.bracket && words.starts_with('\u{200e}');
        let words = without_media(words);
        if own && words != "[media]" {
            return Open::default();
        }
        let day = Day { label: stamp.label(order), published: stamp.iso(order) };
        Open { day, name: stamp::unmarked(name), words }
    }

    fn go_on(&mut self, line: &str) {
        if !self.name.is_empty() {
            self.words.push('\n');
            self.words.push_str(&without_media(line));
        }
    }

    fn hand_on(&self, days: &mut Days, opening: &mut Opening<'_, '_>) -> Outcome {
        if self.name.is_empty() || self.words.trim().is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        days.say(opening, &self.day, &Message { name: &self.name, words: &self.words })
    }
}

/// The words, with `[media]` for what stands for a file.
fn without_media(words: &str) -> String {
    let trimmed = stamp::unmarked(words.trim());
    let omitted = ["image", "video", "audio", "sticker", "GIF", "document", "Contact card"];
    let is_media = trimmed == "<Media omitted>"
        || (trimmed.starts_with("<attached: ") && trimmed.ends_with('>'))
        || trimmed.ends_with("(file attached)")
        || (words.contains('\u{200e}')
            && trimmed.strip_suffix(" omitted").is_some_and(|what| omitted.iter().any(|o| what.ends_with(o))));
    if is_media { "[media]".into() } else { words.trim_matches(['\u{200e}', '\r']).to_string() }
}

/// Which of day and month stands first, over all dated lines.
fn order(bytes: &mut dyn Bytes) -> std::io::Result<Order> {
    let mut lines = BufReader::new(bytes);
    let (mut first, mut second, mut dots) = (0, 0, true);
    while let Some(line) = line(&mut lines)? {
        if let Some(stamp) = stamp(&line).filter(|s| !s.year_first()) {
            first = first.max(stamp.fields[0]);
            second = second.max(stamp.fields[1]);
            dots &= stamp.separator == '.';
        }
    }
    Ok(match (first, second) {
        (13.., ..=12) => Order::DayFirst,
        (..=12, 13..) => Order::MonthFirst,
        // Languages that write dates with dots write the day first.
        (..=12, ..=12) if dots => Order::DayFirst,
        _ => Order::Unknown,
    })
}

/// The next line, without its end; of a longer one than may be, its pieces.
fn line(lines: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let n = lines.take(LINE).read_until(b'\n', &mut line)?;
    let end = line.len() - usize::from(line.ends_with(b"\n"));
    Ok((n > 0).then(|| String::from_utf8_lossy(&line[..end]).trim_start_matches('\u{feff}').to_string()))
}

/// The chat's name, where the file's name has it.
fn chat(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = name.strip_suffix(".txt").unwrap_or(name);
    let chat = ["WhatsApp Chat with ", "WhatsApp Chat - "].iter().find_map(|start| stem.strip_prefix(start));
    chat.map(str::trim).filter(|c| !c.is_empty()).unwrap_or("WhatsApp chat").to_string()
}
