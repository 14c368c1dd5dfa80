//! Mojibake: UTF-8 that somebody read as Windows-1252 ("JiÅ™Ã­" for "Jiří").
//!
//! Only sequences that cannot be meant are repaired: the characters, taken back to Windows-1252
//! bytes, must be valid UTF-8 for a letter or mark in common use, and the document must hold an
//! unmistakable one or several. Idea: ftfy (Speer 2019); ours keeps the place of every repair.

use std::ops::Range;

/// One repair: these bytes of the source should have been this character.
pub struct Repair {
    /// Byte range in the decoded text.
    pub range: Range<usize>,
    /// The character that was meant.
    pub meant: String,
}

/// Every repair of the text, in order; none when the evidence is too thin.
pub fn repairs(text: &str) -> Vec<Repair> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut sure = false;
    let mut at = 0;
    while let Some(skip) = text[at..].find(|c: char| !c.is_ascii()) {
        let start = at + skip;
        match sequence(&text[start..]) {
            Some((length, meant, lead)) => {
                // Ã, â and Ð before such a follower do not occur in any language's spelling.
                sure |= matches!(lead, 0xc3 | 0xe2 | 0xd0);
                out.push(Repair { range: start..start + length, meant });
                at = start + length;
            }
            None => at = start + text[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if sure || out.len() >= 2 { out } else { Vec::new() }
}

/// A sequence at the start of `text`: its length in bytes, the character meant, the lead byte.
fn sequence(text: &str) -> Option<(usize, String, u8)> {
    let mut bytes = Vec::with_capacity(4);
    let mut wanted = 0;
    let mut length = 0;
    for c in text.chars() {
        let byte = windows_1252(c)?;
        if bytes.is_empty() {
            wanted = match byte {
                0xc2..=0xdf => 2,
                0xe2..=0xef => 3,
                _ => return None,
            };
        } else if !(0x80..0xc0).contains(&byte) {
            return None;
        }
        bytes.push(byte);
        length += c.len_utf8();
        if bytes.len() == wanted {
            let meant = std::str::from_utf8(&bytes).ok()?;
            let c = meant.chars().next()?;
            return in_common_use(c).then(|| (length, meant.to_string(), bytes[0]));
        }
    }
    None
}

/// Letters of European and Cyrillic scripts, and the marks that word processors put in.
fn in_common_use(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}'
        | '\u{2010}'..='\u{2026}' | '\u{2030}' | '\u{2039}' | '\u{203a}' | '\u{20ac}' | '\u{2122}')
}

/// The byte that Windows-1252 (C1 gaps as Latin-1) has for a character.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match c {
        '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        '\u{80}'..='\u{9f}' => u8::try_from(u32::from(c)).ok(),
        _ => HIGH.iter().position(|h| *h == c).and_then(|i| u8::try_from(0x80 + i).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        let mut out = text.to_string();
        for r in repairs(text).iter().rev() {
            out.replace_range(r.range.clone(), &r.meant);
        }
        out
    }

    #[test]
    fn what_was_meant_is_restored_in_place() {
        assert_eq!(repaired("JiÅ™Ã\u{ad} said â€œnoâ€\u{9d}"), "Jiří said “no”");
        assert_eq!(repaired("Ð”Ð°Ñ€ÑŒÑ\u{8f}"), "Дарья");
    }

    #[test]
    fn real_spelling_stays() {
        for text in ["CAFÉ… fermé", "voilà», dit-il", "São Paulo, Ångström, Ölçer", "Jiří Dvořák", "på “Å”"]
        {
            assert_eq!(repaired(text), text);
        }
    }
}
