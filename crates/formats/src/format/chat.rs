//! Days of a chat as documents: what the readers of Telegram and WhatsApp exports share.
//!
//! One document per chat and day, titled "CHAT, DAY": each message begins a line "NAME: words"; further lines of
//! a message are lines of their own.

use std::ops::ControlFlow;

use super::steps::Steps;
use crate::opening::{Converted, Opening, Outcome};
use crate::{About, Remark};

/// A day of a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// The day as it stands in titles and locators.
    pub label: String,
    /// `YYYY-MM-DD`, when it is certain.
    pub published: Option<String>,
}

/// A message of somebody.
pub struct Message<'m> {
    /// Who wrote it, as written.
    pub name: &'m str,
    /// Its words, with marks for what is no text.
    pub words: &'m str,
}

/// Days of one chat, handed on as each is complete.
pub struct Days {
    chat: String,
    /// Step of the chat, where the export holds several.
    within: Option<String>,
    remarks: Vec<Remark>,
    steps: Steps,
    day: Day,
    words: String,
}

impl Days {
    /// Begins. `remarks` go to every day.
    pub fn new(chat: &str, within: Option<String>, remarks: Vec<Remark>) -> Days {
        let (steps, day) = (Steps::default(), Day::default());
        Days { chat: chat.to_string(), within, remarks, steps, day, words: String::new() }
    }

    /// Adds a message; a new day hands on the one before, a very long day is handed on in pieces.
    pub fn say(&mut self, opening: &mut Opening<'_, '_>, day: &Day, message: &Message<'_>) -> Outcome {
        let more = (message.name.len() + message.words.len()) as u64 + 4;
        let full = self.words.len() as u64 + more > opening.tools.limits.document;
        if (full || *day != self.day) && self.end(opening)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.day.clone_from(day);
        let mut lines = message.words.lines().map(str::trim).filter(|l| !l.is_empty());
        if let Some(first) = lines.next() {
            self.words.push_str(&format!("{}: {first}\n", message.name));
        }
        for line in lines {
            self.words.push_str(line);
            self.words.push('\n');
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Hands on the day that is open.
    pub fn end(&mut self, opening: &mut Opening<'_, '_>) -> Outcome {
        if self.words.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let words = std::mem::take(&mut self.words);
        let title = format!("{}, {}", self.chat, self.day.label);
        let about = About {
            title: Some(title.clone()),
            publisher: Some(self.chat.clone()),
            published: self.day.published.clone(),
            ..About::default()
        };
        let day = self.steps.unique(&self.day.label);
        let step = self.within.as_ref().map_or_else(|| day.clone(), |chat| format!("{chat} ▸ {day}"));
        let remarks = self.remarks.clone();
        let text = Converted { name: title, media_type: "text/plain", text: words, about, remarks };
        Ok(opening.text_member(&step, text))
    }
}
