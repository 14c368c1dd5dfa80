//! A page saved as one message (MHTML): the page is the document, pictures and styles are left out with a remark.
//!
//! Source: RFC 2557; Chrome adds `Snapshot-Content-Location`, the address of the page.

use mail_parser::{HeaderName, Message, MessagePart, MimeHeaders, PartType};

use super::mail;
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Body, Remark};

/// True for a saved page: browsers name its address, and nobody sent it to anybody.
pub fn is(message: &Message<'_>) -> bool {
    if snapshot(message).is_some() {
        return true;
    }
    let located = page(message).and_then(|p| p.content_location()).is_some_and(|l| l.contains("://"));
    located && message.to().is_none() && message.message_id().is_none()
}

/// Opens a saved page.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, message: &Message<'_>, mut remarks: Vec<Remark>) -> Outcome {
    let Some(page) = page(message) else {
        return Err(Trouble::new("it is a saved page without a page in it", "save the page again as HTML or MHTML"));
    };
    let address = snapshot(message).or_else(|| page.content_location().map(str::to_string));
    let about = About {
        title: message.subject().map(str::trim).filter(|s| !s.is_empty()).map(str::to_string),
        address,
        captured: mail::utc(message).map(|d| d.to_rfc3339()),
        ..About::default()
    };
    let others = message.parts.iter().filter(|p| !matches!(p.body, PartType::Multipart(_))).count() - 1;
    if others > 0 {
        remarks.push(Remark::new(
            format!("resources of the page (pictures, styles, frames) kept but not read: {others}"),
            "save a picture or frame on its own and add it, if its words matter",
        ));
    }
    let bytes = mail::text_bytes(message, page);
    Ok(opening.part(name, "text/html", Body::Bytes(bytes), about, remarks))
}

/// The page itself: the first HTML part.
fn page<'m, 'x>(message: &'m Message<'x>) -> Option<&'m MessagePart<'x>> {
    message.parts.iter().find(|p| p.is_text_html())
}

fn snapshot(message: &Message<'_>) -> Option<String> {
    let raw = message.header_raw(HeaderName::Other("Snapshot-Content-Location".into()))?;
    let address: String = raw.split_whitespace().collect();
    (!address.is_empty()).then_some(address)
}
