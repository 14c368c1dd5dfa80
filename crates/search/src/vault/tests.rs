//! Reading by ranges, across chunks, with any cache.

use tempfile::TempDir;

use super::*;

const LEN: usize = 40 * CHUNK + 100;

/// A file longer than one piece, and its plaintext.
fn long(cache: usize) -> (TempDir, Vault, Vec<u8>) {
    let folder = TempDir::new().unwrap();
    let vault = Vault::new(folder.path(), &Secret::new([7; 32]), cache).unwrap();
    let plain: Vec<u8> = (0..LEN).map(|i| (i * i / 7) as u8).collect();
    let mut file = vault.open_write(Path::new("long")).unwrap();
    file.write_all(&plain).unwrap();
    file.terminate().unwrap();
    (folder, vault, plain)
}

#[test]
fn any_range_is_read_as_written_whatever_the_cache_holds() {
    for cache in [0, 3 * CHUNK, 100 * CHUNK] {
        let (_folder, vault, plain) = long(cache);
        let file = vault.get_file_handle(Path::new("long")).unwrap();
        assert_eq!(file.len(), LEN);
        let edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK, 33 * CHUNK + 9, LEN - 1, LEN];
        for (start, end) in edges.iter().flat_map(|&s| edges.map(|e| (s, e))).filter(|(s, e)| s <= e) {
            assert!(
                file.read_bytes(start..end).unwrap().as_slice() == &plain[start..end],
                "{start}..{end}, cache {cache}"
            );
        }
        assert!(file.read_bytes(0..LEN + 1).is_err(), "past the end");
    }
}

#[test]
fn a_changed_chunk_fails_every_read_that_touches_it_and_no_other() {
    let (folder, vault, plain) = long(0);
    let place = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let mut raw = fs::read(&place).unwrap();
    raw[SALT + 6 * (CHUNK + 16) + 5] ^= 1;
    fs::write(&place, raw).unwrap();
    let file = vault.get_file_handle(Path::new("long")).unwrap();
    assert!(file.read_bytes(0..6 * CHUNK).unwrap().as_slice() == &plain[..6 * CHUNK]);
    assert!(file.read_bytes(7 * CHUNK..LEN).unwrap().as_slice() == &plain[7 * CHUNK..]);
    for range in [6 * CHUNK..6 * CHUNK + 1, 5 * CHUNK..8 * CHUNK, 7 * CHUNK - 1..7 * CHUNK + 1] {
        assert_eq!(file.read_bytes(range).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
    assert_eq!(vault.check(Path::new("long")).unwrap_err().kind(), io::ErrorKind::InvalidData);
}

#[test]
fn a_file_outlives_its_name_and_a_replaced_one_is_read_anew() {
    let (_folder, vault, plain) = long(0);
    let file = vault.get_file_handle(Path::new("long")).unwrap();
    vault.delete(Path::new("long")).unwrap();
    assert!(!vault.exists(Path::new("long")).unwrap());
    assert!(file.read_bytes(0..LEN).unwrap().as_slice() == plain);
    for text in ["one", "another"] {
        vault.atomic_write(Path::new("note"), text.as_bytes()).unwrap();
        assert_eq!(vault.atomic_read(Path::new("note")).unwrap(), text.as_bytes());
    }
}
