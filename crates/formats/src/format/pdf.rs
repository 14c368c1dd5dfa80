//! PDF: the text layer as paragraphs; pages that are pictures go to the one who reads pictures.

mod glyphs;
mod guard;
mod line;
mod paragraphs;

use hayro::hayro_interpret::hayro_syntax::metadata::Metadata;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro::hayro_interpret::{InterpreterCache, InterpreterSettings};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use self::glyphs::Words;
use super::day::iso;
use super::picture::{INSTALL, read_by_ocr};
use crate::opening::{Converted, Opening, Outcome, Trouble};
use crate::{About, Bytes, Format, Remark};

/// Reads every page and what the file says of itself.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let bytes = opening.whole_of(Format::Pdf, bytes)?;
    let limit = opening.tools.limits.document;
    guard::streams(&bytes, limit)?;
    let whole = bytes[bytes.len().saturating_sub(1024)..].windows(5).any(|w| w == b"%%EOF");
    let pdf = Pdf::new(bytes).map_err(refused)?;
    let mut reading = Reading { opening, seen: Seen::default(), text: String::new(), draws: guard::Draws::default() };
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        reading.page(page, &cache);
        if reading.text.len() as u64 > limit {
            return Err(Trouble::too_long(limit));
        }
    }
    if pdf.pages().is_empty() {
        return Err(refused(LoadPdfError::Invalid));
    }
    let Reading { seen, text, .. } = reading;
    let (about, mut remarks) = (about(pdf.metadata()), seen.remarks());
    if !whole {
        remarks.push(Remark::new("it is cut off; pages may be missing", "get it again from where it came from"));
    }
    Ok(opening.text(Converted { name: name.into(), media_type: "application/pdf", text, about, remarks }))
}

/// Pages by what became of them.
#[derive(Default)]
struct Seen {
    by_ocr: usize,
    pictures: usize,
    failed: usize,
    looping: usize,
    garbled: usize,
}

struct Reading<'o, 'a, 's> {
    opening: &'o Opening<'a, 's>,
    seen: Seen,
    text: String,
    draws: guard::Draws,
}

impl Reading<'_, '_, '_> {
    fn page<'p>(&mut self, page: &'p Page<'p>, cache: &InterpreterCache<'p>) {
        // A drawing may contain itself, or double at every step inwards.
        if !self.draws.allow(page) {
            self.seen.looping += 1;
            return;
        }
        let words = Words::of(page, cache);
        if words.is_picture() {
            self.picture(page, &words);
            return;
        }
        self.seen.garbled += usize::from(words.is_garbled());
        paragraphs::append(&mut self.text, words.lines);
    }

    fn picture<'p>(&mut self, page: &'p Page<'p>, words: &Words) {
        let Some(ocr) = self.opening.tools.ocr else {
            self.seen.pictures += 1;
            return;
        };
        match drawn(page, words).map(|picture| ocr.words(&picture)) {
            Some(Ok(words)) => {
                self.seen.by_ocr += 1;
                for line in words.lines().map(str::trim).filter(|l| !l.is_empty()) {
                    self.text.push_str(line);
                    self.text.push('\n');
                }
            }
            Some(Err(_)) | None => self.seen.failed += 1,
        }
    }
}

/// Points in an inch.
const POINTS: f32 = 72.0;
/// Dots in an inch that OCR is at its best with.
const DOTS: f32 = 300.0;
/// Longest side of a drawn page, in dots: A3 at 300 dots an inch.
const SIDE: f32 = 5000.0;
/// Most dots of a picture on the page; a picture that states more is not unpacked.
const PICTURE: u64 = 150_000_000;

/// The page as a PNG, whatever its pictures are compressed with and however they are cut and turned.
fn drawn<'p>(page: &'p Page<'p>, words: &Words) -> Option<Vec<u8>> {
    let (width, height) = page.render_dimensions();
    if words.largest_picture > PICTURE || !(width >= 1.0 && height >= 1.0) {
        return None;
    }
    let scale = (DOTS / POINTS).min(SIDE / width.max(height));
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let settings = InterpreterSettings::default();
    hayro::render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &size).into_png().ok()
}

impl Seen {
    fn remarks(self) -> Vec<Remark> {
        let look = "look at them; type what they say into a text file and add that";
        let mut remarks = Vec::new();
        let mut remark = |n: usize, what: &str, hint: &str| {
            if n > 0 {
                let pages = if n == 1 { "1 page is" } else { &format!("{n} pages are") };
                remarks.push(Remark::new(format!("{pages} {what}"), hint));
            }
        };
        remark(self.pictures, "a picture; the words there are not read", INSTALL);
        remark(self.failed, "a picture whose words could not be read", look);
        remark(self.looping, "drawn in an endless loop and not read", look);
        remark(self.garbled, "written in a font that does not say which letters it has; words may be missing", look);
        if self.by_ocr > 0 {
            remarks.push(read_by_ocr(&format!("{} pages", self.by_ocr)));
        }
        remarks
    }
}

fn refused(error: LoadPdfError) -> Trouble {
    match error {
        LoadPdfError::Decryption(_) => Trouble::new(
            "it is locked with a password",
            "open it with its password, print it to a new PDF and add that",
        ),
        LoadPdfError::Invalid => Trouble::new("the PDF is damaged", "get it again from where it came from"),
    }
}

fn about(metadata: &Metadata) -> About {
    let words = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(string).filter(|s| !s.is_empty());
    let day = |d: &hayro::hayro_interpret::hayro_syntax::object::DateTime| iso(d.year, d.month.into(), d.day.into());
    About {
        title: words(&metadata.title),
        author: words(&metadata.author),
        made: metadata.creation_date.as_ref().and_then(day),
        ..About::default()
    }
}

/// A text string: UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which Windows-1252 is close to.
fn string(bytes: &[u8]) -> String {
    let text = encoding_rs::WINDOWS_1252.decode(bytes).0;
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_string()
}
