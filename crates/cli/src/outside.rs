//! The outside world: files, folders, standard input. The one place that touches the disk.
#![allow(clippy::disallowed_methods)]

mod process;

pub use process::{Tesseract, child, clock, confine, cores, line, print, prompt, secret, tesseract, thread, user};

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use casebook_facts::Evidence;
use casebook_packs::{PackFile, Packs};
use casebook_text::decode::MAX_BYTES;

use crate::trouble::Trouble;

/// File endings of texts that are read when a folder is given. A file named by itself is read whatever its ending.
pub const TEXTS: [&str; 6] = ["txt", "text", "md", "markdown", "html", "htm"];

/// File endings of documents that have to be opened to be read.
pub const OPENED: [&str; 9] = ["pdf", "docx", "odt", "rtf", "eml", "mbox", "mhtml", "mht", "warc"];

/// File endings of readings.
const READINGS: [&str; 3] = ["json", "jsonl", "ndjson"];

/// What was found in the given paths.
#[derive(Default)]
pub struct Found {
    /// Files to read, folders walked in the order of names.
    pub files: Vec<PathBuf>,
    /// Files in folders that are of kinds not read.
    pub n_other: usize,
    /// Paths that cannot be used.
    pub troubles: Vec<Trouble>,
}

/// Files behind the given paths: folders are walked, hidden files and folders left alone.
pub fn find(paths: &[PathBuf], endings: &[&str]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" || path.is_file() {
            found.files.push(path.clone());
        } else if path.is_dir() {
            let before = found.files.len();
            walk(path, Some(endings), &mut found);
            if found.files.len() == before {
                found.troubles.push(Trouble::new(
                    path.display(),
                    "no readable documents in this folder",
                    "name a file to read it whatever its ending; `casebook add` takes every file of a folder",
                ));
            }
        } else {
            found.troubles.push(match fs::metadata(path) {
                Err(e) => Trouble::io(path, &e),
                Ok(_) => Trouble::new(
                    path.display(),
                    "neither a file nor a folder",
                    "give a document or a folder of documents",
                ),
            });
        }
    }
    found
}

/// Files below a folder, in the order of names; of these endings, or all.
fn walk(folder: &Path, endings: Option<&[&str]>, found: &mut Found) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return found.troubles.push(Trouble::io(folder, &e)),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if hidden {
            continue;
        }
        // Links to folders are not followed: they can run in circles.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, endings, found);
        } else if path.is_file() && endings.is_none_or(|all| all.contains(&ending.as_str())) {
            found.files.push(path);
        } else if path.is_file() {
            found.n_other += 1;
        }
    }
}

/// Every file behind the given paths, whatever its kind: folders are walked in the order of names, hidden files
/// and folders left alone, links to folders not followed.
pub fn everything(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            walk(path, None, &mut found);
        } else if path.is_file() {
            found.files.push(path.clone());
        } else {
            let error = fs::metadata(path).err().unwrap_or_else(|| std::io::ErrorKind::InvalidInput.into());
            found.troubles.push(Trouble::io(path, &error));
        }
    }
    found
}

/// A file to be read in pieces, and its size.
pub fn begin(path: &Path) -> Result<(fs::File, u64), Trouble> {
    let fail = |e: std::io::Error| Trouble::io(path, &e);
    let file = fs::File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    Ok((file, size))
}

/// Size of a file in bytes; 0 where it cannot be told.
pub fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |m| m.len())
}

/// Reads a file, or standard input for `-`. Never takes in more than a document may have.
pub fn evidence(path: &Path) -> Result<Evidence, Trouble> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(|e| Trouble::io(path, &e))?;
        return Ok(Evidence::new("stdin", bytes));
    }
    let file = fs::File::open(path).map_err(|e| Trouble::io(path, &e))?;
    if let Ok(size) = file.metadata().map(|m| m.len())
        && size >= limit
    {
        let bytes = usize::try_from(size).unwrap_or(usize::MAX);
        return Err(Trouble::refused(path, &casebook_text::Refusal::TooLarge { bytes, limit: MAX_BYTES }));
    }
    file.take(limit).read_to_end(&mut bytes).map_err(|e| Trouble::io(path, &e))?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(Evidence::new(name, bytes))
}

/// The file itself, or the files with readings in a folder, in the order of names.
pub fn readings(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Found::default();
    walk(path, Some(&READINGS), &mut found);
    match found.troubles.into_iter().next() {
        Some(trouble) => Err(trouble),
        None => Ok(found.files),
    }
}

/// The whole of a text file in UTF-8, or of standard input for `-`.
pub fn text(path: &Path) -> Result<String, Trouble> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|e| Trouble::io(path, &e))?;
    String::from_utf8(bytes).map_err(|_| Trouble::new(path.display(), "not UTF-8", "save it as UTF-8"))
}

/// The clock, for saying how long something took.
pub fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Reference readings: the file itself, or every `.toml` below a folder, in the order of names.
pub fn references(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    let below = paths.into_iter().flat_map(|p| if p.is_dir() { references(&p) } else { vec![p] });
    below.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect()
}

/// Loads the packs of a folder.
pub fn packs(folder: &Path) -> Result<Packs, Vec<Trouble>> {
    let mut files = Vec::new();
    pack_files(folder, folder, &mut files).map_err(|t| vec![t])?;
    if files.is_empty() {
        let hint = "give the folder that holds core/ and en/";
        return Err(vec![Trouble::new(folder.display(), "no pack files in this folder", hint)]);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Packs::load(&files).map_err(|errors| {
        let trouble = |e: casebook_packs::PackError| {
            let place = format!("{}:{}", folder.join(&e.file).display(), e.line);
            Trouble::new(place, e.message, "see docs/howto/add-a-predicate.md")
        };
        errors.into_iter().map(trouble).collect()
    })
}

fn pack_files(root: &Path, folder: &Path, out: &mut Vec<PackFile>) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder).map_err(|e| Trouble::io(folder, &e))? {
        let path = entry.map_err(|e| Trouble::io(folder, &e))?.path();
        if path.is_dir() {
            pack_files(root, &path, out)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(&path).map_err(|e| Trouble::io(&path, &e))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            out.push(PackFile::new(name, text));
        }
    }
    Ok(())
}

/// Begins a file that only its owner may read, with the folders it needs.
pub fn create(path: &Path) -> std::io::Result<fs::File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes a folder that may not be there.
pub fn remove_folder(path: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
