//! A web archive (WARC): each captured page or file with words is a document with its address and time of capture.
//!
//! Comes in: records, compressed one by one, as a whole, or not at all. Goes out: documents as members located by
//! the number of their record; what belongs to pages (pictures, styles, scripts), answers without a page and
//! repeated captures are counted in the remarks of one part for the archive. One record is in memory at a time.
//! Source: ISO 28500.

mod address;
mod http;
mod record;
mod tally;
mod unfold;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use mail_parser::DateTime;

use self::address::Kind;
use self::record::{Head, Next, Records};
use self::tally::Tally;
use self::unfold::Unfold;
use crate::limits::Meter;
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Body, Bytes, Format, sniff};

/// Titles of pages by address, where a collection names them.
pub type Titles = BTreeMap<String, String>;

type Archive<'r> = Records<BufReader<Meter<Unfold<&'r mut dyn Read>>>>;

fn is_arc(head: &[u8]) -> bool {
    head.starts_with(b"filedesc://")
}

/// Opens a web archive.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let mut bytes: &mut dyn Bytes = bytes;
    read(opening, name, &mut bytes, &Titles::new())
}

/// Reads a web archive at this place.
pub fn read(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Read, titles: &Titles) -> Outcome {
    let members = Rc::new(Cell::new(0));
    let unfold = Unfold::new(bytes, Rc::clone(&members)).map_err(|e| Tally::default().trouble(&e))?;
    let mut archive = BufReader::with_capacity(64 << 10, opening.meter(unfold));
    if io::BufRead::fill_buf(&mut archive).is_ok_and(is_arc) {
        return Err(Trouble::new(
            "it is a web archive of the older ARC kind",
            "convert it to WARC (`warcio recompress`) and add that",
        ));
    }
    let mut walk = Walk { opening, titles, tally: Tally::default() };
    let mut records = Records::new(archive);
    let outcome = walk.records(&mut records);
    let Walk { opening, mut tally, .. } = walk;
    // One gzip member for each record is what lets programs open a single record.
    let packed = members.get() > 0 && outcome.is_ok() && tally.damage == 0;
    tally.packed_otherwise = packed && members.get() != tally.records;
    let remarks = tally.remarks();
    let stopped = outcome.as_ref().is_ok_and(ControlFlow::is_break);
    if !remarks.is_empty() && !stopped {
        let flow = opening.part(name, "application/warc", Body::Nothing, About::default(), remarks);
        if flow.is_break() {
            return Ok(flow);
        }
    }
    outcome
}

/// An archive being read.
struct Walk<'w, 'a, 's> {
    opening: &'w mut Opening<'a, 's>,
    titles: &'w Titles,
    tally: Tally,
}

/// What a record holds.
enum Capture {
    /// A document: its media type and content.
    Document(String, Vec<u8>),
    /// Nothing to hand on; it is counted.
    Counted,
    /// A document that cannot be read.
    Unread(Trouble),
}

impl Walk<'_, '_, '_> {
    fn records(&mut self, archive: &mut Archive<'_>) -> Outcome {
        loop {
            match archive.next().map_err(|e| self.tally.trouble(&e))? {
                Next::End if self.tally.records == 0 => {
                    return Err(Trouble::new("it holds no record of a web archive", "capture the pages again"));
                }
                Next::End => return Ok(ControlFlow::Continue(())),
                Next::Damage => self.tally.damage += 1,
                Next::Record(head) => {
                    self.tally.records += 1;
                    if self.record(archive, &head)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
    }

    /// One record: a document is handed on, everything else is counted.
    fn record(&mut self, archive: &mut Archive<'_>, head: &Head) -> Outcome {
        let capture = match head.kind.as_str() {
            "response" if head.media_type.starts_with("application/http") => self.answer(archive, head),
            "response" | "resource" | "conversion" => self.resource(archive, head),
            "revisit" => {
                self.tally.revisits += 1;
                return Ok(ControlFlow::Continue(()));
            }
            // Requests, and what the capture program says of itself.
            _ => return Ok(ControlFlow::Continue(())),
        };
        let (step, about) = (self.tally.records.to_string(), self.about(head));
        Ok(match capture.map_err(|e| self.tally.trouble(&e))? {
            Capture::Counted => ControlFlow::Continue(()),
            Capture::Document(media_type, bytes) => {
                let name = address::name(head.address.as_deref(), &media_type);
                self.opening.member(&step, &name, bytes, about)
            }
            Capture::Unread(trouble) => {
                let name = address::name(head.address.as_deref(), "");
                self.opening.unread_member(&step, &name, &trouble)
            }
        })
    }

    fn about(&self, head: &Head) -> About {
        let date = head.date.as_ref().filter(|d| DateTime::parse_rfc3339(d).is_some_and(|d| d.is_valid()));
        About {
            title: head.address.as_ref().and_then(|a| self.titles.get(a)).cloned(),
            address: head.address.clone(),
            captured: date.cloned(),
            ..About::default()
        }
    }

    /// A captured HTTP answer.
    fn answer(&mut self, archive: &mut Archive<'_>, head: &Head) -> io::Result<Capture> {
        let limit = self.opening.tools.limits.document;
        let mut block = archive.block(http::HEAD)?;
        let Some(answer) = http::answer(&block) else {
            return Ok(Capture::Unread(Trouble::new("its HTTP head is damaged", "capture the page again")));
        };
        let kind = address::kind(&answer.media_type, head.address.as_deref());
        if answer.status != 200 {
            self.tally.answers += 1;
            return Ok(Capture::Counted);
        }
        if kind == Kind::Resource {
            self.tally.resources += 1;
            return Ok(Capture::Counted);
        }
        if head.length > limit + http::HEAD {
            return Ok(Capture::Unread(too_long(head.length, limit)));
        }
        block.extend(archive.block(u64::MAX)?);
        block.drain(..answer.length);
        Ok(match answer.content(block, limit) {
            Err(trouble) => Capture::Unread(trouble),
            Ok(content) => {
                self.tally.damaged += u64::from(content.damaged);
                let bytes = address::in_utf_8(content.bytes, answer.charset.as_deref());
                self.with_words(kind, head, answer.media_type, bytes)
            }
        })
    }

    /// A file captured as it is.
    fn resource(&mut self, archive: &mut Archive<'_>, head: &Head) -> io::Result<Capture> {
        let limit = self.opening.tools.limits.document;
        let kind = address::kind(&head.media_type, head.address.as_deref());
        if kind == Kind::Resource {
            self.tally.resources += 1;
            return Ok(Capture::Counted);
        }
        if head.length > limit {
            return Ok(Capture::Unread(too_long(head.length, limit)));
        }
        let bytes = archive.block(u64::MAX)?;
        Ok(self.with_words(kind, head, head.media_type.clone(), bytes))
    }

    /// Where the media type says nothing, the content decides whether there are words.
    fn with_words(&mut self, kind: Kind, head: &Head, media_type: String, bytes: Vec<u8>) -> Capture {
        let start = &bytes[..bytes.len().min(64 << 10)];
        let page = || {
            let start = start.trim_ascii_start().to_ascii_lowercase();
            start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
        };
        let has_words = !bytes.is_empty()
            && match sniff(start, &address::name(head.address.as_deref(), &media_type)) {
                _ if kind == Kind::Document => true,
                Format::Plain => page(),
                Format::Unknown(_) | Format::Picture => false,
                _ => true,
            };
        if has_words {
            return Capture::Document(media_type, bytes);
        }
        self.tally.resources += 1;
        Capture::Counted
    }
}

fn too_long(length: u64, limit: u64) -> Trouble {
    Trouble::new(format!("it has {length} bytes; the limit for one document is {limit}"), "add the parts you need")
}
