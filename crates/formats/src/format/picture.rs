//! Pictures: their words are read by OCR, if somebody who does that is installed.

use super::zip::base;
use crate::opening::{Converted, Opening, Outcome};
use crate::{About, Bytes, Remark};

/// Hands the picture to the one who reads words; it is listed in any case.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let picture = opening.whole(bytes)?;
    let media_type = media_type(&picture);
    let (text, remark) = match opening.tools.ocr.map(|ocr| ocr.words(&picture)) {
        None => (String::new(), Remark::new("it is a picture; its words are not read", INSTALL)),
        Some(Err(reason)) => (String::new(), Remark::new(format!("its words could not be read: {reason}"), SEE)),
        Some(Ok(words)) if words.trim().is_empty() => {
            (String::new(), Remark::new("no words were found in the picture", SEE))
        }
        Some(Ok(words)) => (words, read_by_ocr("the picture")),
    };
    let remarks = vec![remark];
    let name = base(name).to_string();
    Ok(opening.text(Converted { name, media_type, text, about: About::default(), remarks }))
}

/// What to do without OCR.
pub const INSTALL: &str = "install Tesseract (tesseract-ocr) and add the file again";
const SEE: &str = "look at it yourself; type what it says into a text file and add that";
const CHECK: &str = "compare names, numbers and dates with the picture";

/// Words that came by OCR can be wrong.
pub fn read_by_ocr(what: &str) -> Remark {
    Remark::new(format!("the words of {what} were read by OCR and may hold mistakes"), CHECK)
}

fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', ..] => "image/png",
        [0xff, 0xd8, ..] => "image/jpeg",
        [b'G', ..] => "image/gif",
        [b'R', ..] => "image/webp",
        [b'B', ..] => "image/bmp",
        _ => "image/tiff",
    }
}
