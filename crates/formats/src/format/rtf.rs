//! Rich Text Format, as Word, LibreOffice, WordPad and TextEdit write it.
//!
//! Read by a walk of our own over groups and destinations: the readers there are lose code pages of fonts, tables
//! or notes. Source: Rich Text Format specification 1.9.1.

mod charset;
mod destination;
mod page;
mod token;

use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::BTreeMap;

use self::destination::{Destination, destination, special};
use self::page::Page;
use self::token::{Token, Tokens};
use super::day::iso;
use super::office;
use crate::opening::{Converted, Opening, Outcome, Trouble};
use crate::{About, Bytes, Remark};

/// Reads the text and what the file says of itself.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole(bytes)?;
    let mut walk = Walk::new();
    for token in Tokens::new(&bytes) {
        walk.token(token)?;
    }
    walk.flush();
    let mut remarks = Vec::new();
    if walk.groups.len() > 1 {
        remarks.push(Remark::new("it is cut off; what comes before is read", "get it again from where it came from"));
    }
    remarks.extend(office::review(walk.deleted, walk.inserted, 0));
    let about = walk.about();
    let text = walk.body.finish() + &walk.notes.finish();
    Ok(opening.text(Converted { name: name.into(), media_type: "application/rtf", text, about, remarks }))
}

/// What a group inherits and gives back.
#[derive(Clone, Copy)]
struct Group {
    to: Destination,
    /// Characters that stand in for one `\u` where Unicode is not known.
    substitutes: usize,
    /// Number of the font; `None`: the document's default.
    font: Option<i32>,
    deleted: bool,
    in_table: bool,
    /// `\*` was seen: a destination nobody knows is passed over.
    optional: bool,
}

/// Deepest nesting of groups. Word stays below a hundred.
const DEPTH: usize = 1000;

struct Walk {
    groups: Vec<Group>,
    body: Page,
    notes: Page,
    title: String,
    author: String,
    created: [u16; 3],
    fonts: BTreeMap<i32, Option<&'static Encoding>>,
    default_font: i32,
    document: &'static Encoding,
    /// Bytes and UTF-16 units that belong together and are not decoded yet.
    bytes: Vec<u8>,
    units: Vec<u16>,
    /// Substitutes of the last `\u` still to be passed over.
    skip: usize,
    deleted: usize,
    inserted: usize,
}

impl Walk {
    fn new() -> Walk {
        let outer = Group {
            to: Destination::Body,
            substitutes: 1,
            font: None,
            deleted: false,
            in_table: false,
            optional: false,
        };
        Walk {
            groups: vec![outer],
            body: Page::default(),
            notes: Page::default(),
            title: String::new(),
            author: String::new(),
            created: [0; 3],
            fonts: BTreeMap::new(),
            default_font: 0,
            document: WINDOWS_1252,
            bytes: Vec::new(),
            units: Vec::new(),
            skip: 0,
            deleted: 0,
            inserted: 0,
        }
    }

    fn group(&mut self) -> &mut Group {
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn token(&mut self, token: Token<'_>) -> Result<(), Trouble> {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                if self.groups.len() > DEPTH {
                    return Err(Trouble::new("its groups nest too deep", "save it again as DOCX or PDF and add that"));
                }
                let inner = Group { optional: false, ..*self.group() };
                self.groups.push(inner);
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.end_group();
            }
            Token::Word(name, number) => self.word(name, number),
            Token::Symbol(b'*') => self.group().optional = true,
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Byte(byte) => self.raw(&[byte]),
            Token::Text(text) => self.raw(text),
        }
        Ok(())
    }

    fn end_group(&mut self) {
        if self.groups.len() < 2 {
            return;
        }
        let ended = self.groups.pop().map(|g| g.to);
        if ended == Some(Destination::Note) && self.group().to != Destination::Note {
            self.notes.end_paragraph(false);
        }
    }

    /// Bytes in the font's character set; those that only stand in for a `\u` are passed over.
    fn raw(&mut self, bytes: &[u8]) {
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        if skipped < bytes.len() {
            self.flush_units();
            self.bytes.extend_from_slice(&bytes[skipped..]);
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        match symbol {
            b'~' => self.words("\u{a0}"),
            b'_' => self.words("-"),
            b'{' | b'}' | b'\\' => self.words(char::from(symbol).encode_utf8(&mut [0; 4])),
            b'\n' | b'\r' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        if name == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.flush();
        self.skip = 0;
        if let Some(to) = destination(name) {
            self.divert(to);
        } else if self.group().optional {
            self.group().to = Destination::Nowhere;
        }
        self.group().optional = false;
        let on = number != Some(0);
        match name {
            "uc" => self.group().substitutes = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16),
            "ansicpg" => self.document = charset::code_page(number.unwrap_or(1252)),
            "mac" => self.document = charset::code_page(10000),
            "deff" => self.default_font = number.unwrap_or(0),
            "f" => self.group().font = number,
            "fcharset" => self.charset(number.unwrap_or(0)),
            "yr" | "mo" | "dy" if self.group().to == Destination::Created => self.created(name, number),
            "deleted" => {
                self.deleted += usize::from(on && !self.group().deleted);
                self.group().deleted = on;
            }
            "revised" => self.inserted += usize::from(on),
            "plain" => {
                self.group().deleted = false;
                self.group().font = None;
            }
            "pard" | "intbl" => self.group().in_table = name == "intbl" && on,
            "par" | "sect" | "page" => self.end_paragraph(),
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            _ => self.words(special(name)),
        }
    }

    /// A destination begins: its text goes elsewhere until the group ends. What is inside of something passed over
    /// stays passed over, but for the words of a text box.
    fn divert(&mut self, to: Destination) {
        if self.group().to != Destination::Nowhere || to == Destination::Body {
            self.group().to = to;
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush_bytes();
        // Written as a signed 16-bit number; a few programs write the code point itself.
        match u16::try_from(if number < 0 { number + 0x1_0000 } else { number }) {
            Ok(unit) => self.units.push(unit),
            Err(_) => {
                let character = u32::try_from(number).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                self.units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
            }
        }
        self.skip = self.group().substitutes;
    }

    /// The character set of the font that is being described.
    fn charset(&mut self, number: i32) {
        let font = self.group().font.unwrap_or(0);
        self.fonts.insert(font, charset::font_charset(number));
    }

    fn created(&mut self, name: &str, number: Option<i32>) {
        let place = ["yr", "mo", "dy"].iter().position(|n| *n == name).unwrap_or(0);
        self.created[place] = number.and_then(|n| u16::try_from(n).ok()).unwrap_or(0);
    }

    fn page(&mut self) -> Option<&mut Page> {
        match self.group().to {
            Destination::Body => Some(&mut self.body),
            Destination::Note => Some(&mut self.notes),
            _ => None,
        }
    }

    fn end_paragraph(&mut self) {
        let in_table = self.group().in_table;
        if let Some(page) = self.page() {
            page.end_paragraph(in_table);
        }
    }

    fn end_cell(&mut self) {
        if let Some(page) = self.page() {
            page.end_cell();
        }
    }

    fn end_row(&mut self) {
        if let Some(page) = self.page() {
            page.end_row();
        }
    }

    fn words(&mut self, words: &str) {
        let group = *self.group();
        match group.to {
            _ if group.deleted => {}
            Destination::Body => self.body.push(words),
            Destination::Note => self.notes.push(words),
            Destination::Title => self.title.push_str(words),
            Destination::Author => self.author.push_str(words),
            Destination::Created | Destination::Fonts | Destination::Nowhere => {}
        }
    }

    fn flush(&mut self) {
        self.flush_bytes();
        self.flush_units();
    }

    fn flush_bytes(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let font = self.group().font.unwrap_or(self.default_font);
            let encoding = self.fonts.get(&font).copied().flatten().unwrap_or(self.document);
            self.words(&encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            let units = std::mem::take(&mut self.units);
            self.words(&String::from_utf16_lossy(&units));
        }
    }

    fn about(&self) -> About {
        let some = |s: &str| Some(s.trim().to_string()).filter(|s| !s.is_empty());
        let [year, month, day] = self.created;
        About { title: some(&self.title), author: some(&self.author), made: iso(year, month, day), ..About::default() }
    }
}
