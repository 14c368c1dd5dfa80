//! The older Office container (OLE2): which program wrote it.

use crate::opening::Trouble;
use crate::{Bytes, Format};

/// Names of streams that give the program away. Source: MS-XLS, MS-DOC, MS-PPT, MS-OFFCRYPTO, MS-OXMSG.
const STREAMS: &[(&str, Format)] = &[
    ("EncryptedPackage", Format::Unknown("an Office file with a password")),
    ("Workbook", Format::Sheet),
    ("Book", Format::Sheet),
    ("WordDocument", Format::Unknown("an older Word document")),
    ("PowerPoint Document", Format::Unknown("an older presentation")),
    ("__properties_version1.0", Format::Unknown("an Outlook message")),
];

/// A directory entry: its name in UTF-16 and zeros up to 64 bytes. Entries are aligned to 128 bytes.
const ENTRY: usize = 128;

/// Looks for the directory entries without following the chains between sectors, which may be broken.
pub fn family(bytes: &mut dyn Bytes) -> Result<Format, Trouble> {
    let streams = STREAMS.iter().map(|(name, format)| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        (wide, *format)
    });
    let streams: Vec<(Vec<u8>, Format)> = streams.collect();
    let mut found = vec![false; streams.len()];
    let mut block = vec![0; ENTRY * 512];
    let (mut size, mut directory) = (0, None);
    loop {
        let n = fill(bytes, &mut block)?;
        directory = directory.or_else(|| (size == 0).then(|| place_of_directory(&block[..n])));
        size += n as u64;
        for entry in block[..n].chunks_exact(ENTRY) {
            for (seen, (name, _)) in found.iter_mut().zip(&streams) {
                *seen |= entry.starts_with(name);
            }
        }
        if n < block.len() {
            break;
        }
    }
    match found.iter().position(|f| *f) {
        Some(first) => Ok(streams[first].1),
        None if directory.flatten().is_some_and(|place| place >= size) => {
            Ok(Format::Unknown("an older Office file, damaged or cut off"))
        }
        None => Ok(Format::Unknown("an older Office file")),
    }
}

/// Where the directory begins, in bytes, by the header of the container. Source: MS-CFB 2.2.
fn place_of_directory(header: &[u8]) -> Option<u64> {
    let shift = u16::from_le_bytes(header.get(30..32)?.try_into().ok()?);
    let sector = u32::from_le_bytes(header.get(48..52)?.try_into().ok()?);
    (shift == 9 || shift == 12).then(|| (u64::from(sector) + 1) << shift)
}

fn fill(bytes: &mut dyn Bytes, block: &mut [u8]) -> Result<usize, Trouble> {
    let mut n = 0;
    while n < block.len() {
        match bytes.read(&mut block[n..]).map_err(Trouble::unreadable)? {
            0 => break,
            more => n += more,
        }
    }
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn container(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0; 1024];
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes[640..640 + name.len()].copy_from_slice(&name);
        bytes
    }

    #[test]
    fn the_directory_names_the_program() {
        let of = |stream| family(&mut Cursor::new(container(stream))).unwrap();
        assert_eq!(of("Workbook"), Format::Sheet);
        assert_eq!(of("WordDocument"), Format::Unknown("an older Word document"));
        assert_eq!(of("EncryptedPackage"), Format::Unknown("an Office file with a password"));
        assert_eq!(of("Workbooks"), Format::Unknown("an older Office file"));
    }
}
