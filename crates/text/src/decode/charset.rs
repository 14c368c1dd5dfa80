//! Bytes to characters: byte-order mark, validity, declaration and detector, in that order of trust. Every character
//! knows the bytes it came from.

use std::str::Utf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{MediaType, Options, SourceText};
use crate::map::OffsetMap;
use crate::refusal::Refusal;

/// Decodes with the character set that the bytes are in, or that the user named.
///
/// # Errors
/// [`Refusal::UnknownCharset`], [`Refusal::Charset`], [`Refusal::Truncated`].
pub fn characters(bytes: &[u8], options: &Options) -> Result<SourceText, Refusal> {
    if let Some(label) = &options.charset {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| Refusal::UnknownCharset(label.clone()))?;
        return decode_with(bytes, encoding, 0, options.damaged, Vec::new());
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let mut source = decode_with(&bytes[length..], encoding, length, options.damaged, Vec::new())?;
        source.left_out.push((0..length, "byte-order mark"));
        return Ok(source);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode_with(bytes, encoding, 0, options.damaged, Vec::new());
    }
    let declared = declared_charset(bytes);
    let differs = |used: &'static Encoding| match declared {
        Some(d) if d != used => vec![format!("declared {}, read as {}", d.name(), used.name())],
        _ => Vec::new(),
    };
    match std::str::from_utf8(bytes) {
        Ok(_) => {
            let remarks = if bytes.is_ascii() { Vec::new() } else { differs(UTF_8) };
            decode_with(bytes, UTF_8, 0, false, remarks)
        }
        Err(error) if mostly_utf_8(bytes, &error) => {
            if error.error_len().is_none() && !options.damaged {
                return Err(Refusal::Truncated { inside: "a character" });
            }
            decode_with(bytes, UTF_8, 0, options.damaged, Vec::new())
        }
        Err(_) => {
            if let Some(d) = declared.filter(|d| *d != UTF_8)
                && let Ok(source) = decode_with(bytes, d, 0, false, Vec::new())
            {
                return Ok(source);
            }
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            let mut remarks = differs(guess);
            remarks.push(format!("no character set declared that fits; read as {}", guess.name()));
            decode_with(bytes, guess, 0, options.damaged, remarks)
        }
    }
}

/// UTF-16 shows as zero bytes in every other place of Latin-script text.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 16 {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 > half * 7 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Several valid multi-byte sequences for each stray byte, or one where only the last is cut off: UTF-8 with damage,
/// not another set.
fn mostly_utf_8(bytes: &[u8], error: &Utf8Error) -> bool {
    if error.error_len().is_none() {
        return !bytes[..error.valid_up_to()].is_ascii();
    }
    let (mut valid, mut stray) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += usize::from(!chunk.invalid().is_empty());
    }
    valid > 0 && valid >= stray * 4
}

/// The character set an HTML page declares in its first four kilobytes.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=").or_else(|| head.find("encoding="))?;
    let rest = head[at..].split_once('=')?.1.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

/// Decodes with one character set. Not `lossy`: a byte that does not fit refuses the file.
fn decode_with(
    bytes: &[u8],
    encoding: &'static Encoding,
    shift: usize,
    lossy: bool,
    remarks: Vec<String>,
) -> Result<SourceText, Refusal> {
    let mut source = SourceText {
        text: String::new(),
        media_type: MediaType::Text,
        charset: encoding.name(),
        left_out: Vec::new(),
        remarks,
        map: None,
        shift,
    };
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        source.text = text.to_string();
        return Ok(source);
    }
    let (text, map, first_bad) = decode_mapped(bytes, encoding, shift);
    // C1 control characters mean that a single-byte set was guessed for something else.
    let control = text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c) && c != '\u{85}');
    if let Some(at) = first_bad.or(control.then_some(shift)).filter(|_| !lossy) {
        return Err(Refusal::Charset { at, tried: encoding.name() });
    }
    if let Some(at) = first_bad {
        source.remarks.push(format!("bytes from {at} on do not all fit {}; shown as \u{fffd}", encoding.name()));
    }
    source.text = text;
    source.map = Some(map);
    Ok(source)
}

/// Decodes byte by byte, so that each character knows the bytes it came from.
/// Returns the text, the map, and the offset of the first byte that does not fit.
fn decode_mapped(bytes: &[u8], encoding: &'static Encoding, shift: usize) -> (String, OffsetMap, Option<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut map, mut first_bad) = (String::new(), OffsetMap::default(), None);
    let mut pending = 0;
    let mut out = [0u8; 32];
    for (i, byte) in bytes.iter().enumerate() {
        let mut input = std::slice::from_ref(byte);
        let last = i + 1 == bytes.len();
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(input, &mut out, last);
            input = &input[read..];
            let bad = matches!(result, DecoderResult::Malformed(..));
            let piece = std::str::from_utf8(&out[..written]).unwrap_or("");
            for (k, c) in piece.char_indices() {
                let end = if k + c.len_utf8() == piece.len() && !bad { i + 1 } else { i };
                let from = pending.min(end);
                map.push_char(c.len_utf8(), shift + from..shift + end);
                pending = end;
                text.push(c);
            }
            if bad {
                first_bad = first_bad.or(Some(shift + pending));
                let end = (i + 1).max(pending);
                map.push_char(3, shift + pending..shift + end);
                pending = end;
                text.push('\u{fffd}');
            }
            if !bad {
                break;
            }
        }
    }
    (text, map, first_bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_jis_characters_know_their_two_bytes() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("難民申請が却下された。彼は帰国できない。");
        let source = decode_with(&bytes, encoding_rs::SHIFT_JIS, 0, false, Vec::new()).unwrap();
        assert_eq!(source.origin(0..3), 0..2);
        let last = source.text.char_indices().last().unwrap().0;
        assert_eq!(source.origin(last..source.text.len()), bytes.len() - 2..bytes.len());
    }
}
