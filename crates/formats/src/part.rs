//! What opening yields: documents, and what could not be read.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One document of a piece of evidence.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it is in the evidence: empty for the evidence itself, else the steps inwards joined by
    /// ` ▸ ` (`a.zip ▸ inbox.mbox` is located as `inbox.mbox`, its third message as `inbox.mbox ▸ 3`).
    pub locator: String,
    /// File name or subject, for people.
    pub name: String,
    /// Registered media type. Source: IANA.
    pub media_type: String,
    /// What it says.
    pub body: Body,
    /// What the container says about it.
    pub about: About,
    /// What a person should know about it.
    pub remarks: Vec<Remark>,
}

/// What a document says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// Text, Markdown or HTML: the evidence's own bytes.
    Same,
    /// Text, Markdown or HTML in these bytes, as they stand in the container.
    Bytes(Vec<u8>),
    /// Text that a converter made, one paragraph a line.
    Text(String),
    /// No words of its own (a picture nobody could read, a message with attachments only); listed so that it
    /// is not lost.
    Nothing,
}

/// What the container says about a document; `None` where it is silent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Title or subject.
    pub title: Option<String>,
    /// Author or sender, as written.
    pub author: Option<String>,
    /// Outlet, channel or chat.
    pub publisher: Option<String>,
    /// Day it was published or sent, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Day the file says it was made, `YYYY-MM-DD`. Not the day of publication: templates and exports keep old ones.
    #[serde(default)]
    pub made: Option<String>,
    /// Address it was taken from.
    pub address: Option<String>,
    /// When it was captured, RFC 3339, UTC.
    pub captured: Option<String>,
    /// Identifier of a message, without brackets.
    pub message: Option<String>,
    /// Identifiers of the messages it answers, oldest first, without brackets.
    pub answers: Vec<String>,
}

/// Something a person should know about a document. Quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Remark {
    /// A remark in words.
    #[must_use]
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Remark {
        Remark { message: message.into(), hint: hint.into() }
    }
}

/// Something that could not be read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Where it is in the evidence, as in [`Part::locator`].
    pub locator: String,
    /// Its name.
    pub name: String,
    /// Why. Quotes nothing of it.
    pub reason: String,
    /// What to do.
    pub hint: String,
}

/// The words stay out of logs.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Same => write!(f, "Same"),
            Body::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Body::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Body::Nothing => write!(f, "Nothing"),
        }
    }
}

/// The words stay out of logs.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({}, {} remarks)", self.media_type, self.remarks.len())
    }
}

/// Names can name people: they stay out of logs.
impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unread({})", self.reason)
    }
}
