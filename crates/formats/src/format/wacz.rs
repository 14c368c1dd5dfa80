//! A web archive collection (WACZ): a ZIP with web archives, a list of pages and a data package with hashes.
//!
//! Goes out: the documents of each web archive, located by its path and record, with titles from the list of pages;
//! and, where something is wrong, one part for the collection whose remarks name what is damaged or missing.
//! The signature of a signed collection is not checked. Source: WACZ 1.1.1 (Webrecorder).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

use ::zip::ZipArchive;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::warc;
use crate::opening::{Opening, Outcome, Trouble};
use crate::{About, Body, Bytes, Remark};

/// Most bytes of the data package, its digest, and a list of pages.
const LIST: u64 = 64 << 20;

const AGAIN: &str = "get the collection again from whoever captured it";

/// What the collection says of itself.
#[derive(Default, Deserialize)]
struct Package {
    #[serde(default)]
    resources: Vec<Resource>,
}

/// A file of the collection. Before version 1.1 its hash stood in `stats`.
#[derive(Deserialize)]
struct Resource {
    path: String,
    hash: Option<String>,
    stats: Option<Stats>,
    hashing: Option<String>,
}

#[derive(Deserialize)]
struct Stats {
    hash: Option<String>,
}

#[derive(Deserialize)]
struct Signed {
    hash: String,
    #[serde(rename = "signedData")]
    signed: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Page {
    url: String,
    title: Option<String>,
}

impl Resource {
    /// Lower-case hexadecimal SHA-256; `None` when the collection states another hash or none.
    fn sha_256(&self) -> Option<String> {
        let old = || {
            let stated = self.hashing.as_deref() == Some("sha256");
            self.stats.as_ref().filter(|_| stated).and_then(|s| s.hash.as_deref())
        };
        let new = self.hash.as_deref().map(|h| h.strip_prefix("sha256:"));
        new.unwrap_or_else(old).map(str::to_ascii_lowercase)
    }
}

/// True when the names in a ZIP with a data package are those of such a collection.
pub fn is(mut names: impl Iterator<Item = impl AsRef<str>>) -> bool {
    names.any(|n| is_archive(n.as_ref()) || n.as_ref().contains("archive/"))
}

fn is_archive(name: &str) -> bool {
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}

/// Opens a collection.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let broken = |_| Trouble::new("the directory of the collection is damaged", AGAIN);
    let mut zip = ZipArchive::new(bytes).map_err(broken)?;
    let remarks = checks(opening, &mut zip);
    if !remarks.is_empty()
        && opening.part(name, "application/wacz", Body::Nothing, About::default(), remarks).is_break()
    {
        return Ok(ControlFlow::Break(()));
    }
    let titles = titles(&mut zip);
    let archives: Vec<String> = zip.file_names().flatten().filter(|n| is_archive(n)).map(Cow::into_owned).collect();
    if archives.is_empty() {
        return Err(Trouble::new("the collection holds no web archive", AGAIN));
    }
    for path in &archives {
        let name = path.rsplit('/').next().unwrap_or(path);
        let flow = opening.within(path, name, 0, About::default(), |inside| {
            let outcome = archive(inside, &mut zip, path, name, &titles);
            inside.conclude(name, outcome)
        });
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// One web archive of the collection.
fn archive(
    opening: &mut Opening<'_, '_>,
    zip: &mut ZipArchive<&mut dyn Bytes>,
    path: &str,
    name: &str,
    titles: &warc::Titles,
) -> Outcome {
    let mut entry = zip.by_name(path).map_err(|_| Trouble::new("it is damaged or encrypted", AGAIN))?;
    warc::read(opening, name, &mut entry, titles)
}

/// What a person should know: hashes that are wrong, files that are missing, what was not checked.
fn checks(opening: &Opening<'_, '_>, zip: &mut ZipArchive<&mut dyn Bytes>) -> Vec<Remark> {
    let remark = |message: String| Remark::new(message, AGAIN);
    let Some(bytes) = entry(zip, "datapackage.json") else {
        return vec![remark("the data package, which has the hashes of all files, is missing or damaged".into())];
    };
    let mut remarks = Vec::new();
    let digest = entry(zip, "datapackage-digest.json").and_then(|d| serde_json::from_slice::<Signed>(&d).ok());
    if let Some(digest) = digest {
        if digest.hash.strip_prefix("sha256:").is_none_or(|h| !h.eq_ignore_ascii_case(&hex(&Sha256::digest(&bytes)))) {
            remarks.push(remark("the data package was changed after its hash was taken".into()));
        }
        if digest.signed.is_some() {
            remarks.push(Remark::new(
                "the collection is signed; its signature is not checked here",
                "check it with `wacz validate`, if who captured it matters",
            ));
        }
    }
    let Ok(package) = serde_json::from_slice::<Package>(&bytes) else {
        remarks.push(remark("the data package, which has the hashes of all files, cannot be read".into()));
        return remarks;
    };
    let mut wrong: BTreeMap<String, u32> = BTreeMap::new();
    for resource in &package.resources {
        if let Some(what) = wrong_with(opening, zip, resource) {
            *wrong.entry(what).or_default() += 1;
        }
    }
    remarks.extend(wrong.into_iter().map(|(what, n)| remark(format!("{what}: {n}"))));
    remarks
}

/// What is wrong with a file of the collection, named by its kind.
fn wrong_with(opening: &Opening<'_, '_>, zip: &mut ZipArchive<&mut dyn Bytes>, resource: &Resource) -> Option<String> {
    let kind = match resource.path.split('/').next() {
        _ if is_archive(&resource.path) => "web archives",
        Some("indexes") => "indexes",
        Some("pages") => "lists of pages",
        _ => "other files",
    };
    let Ok(entry) = zip.by_name(&resource.path) else { return Some(format!("{kind} that are missing")) };
    let Some(stated) = resource.sha_256() else { return Some(format!("{kind} without a SHA-256 to check them by")) };
    let (mut entry, mut hasher) = (opening.meter(entry), Sha256::new());
    let mut buffer = vec![0; 64 << 10];
    loop {
        match entry.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => hasher.update(&buffer[..n]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Some(format!("{kind} that are damaged")),
        }
    }
    (hex(&hasher.finalize()) != stated).then(|| format!("{kind} whose hash is not the one in the data package"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Titles of pages by address, of all lists; the first wins.
fn titles(zip: &mut ZipArchive<&mut dyn Bytes>) -> warc::Titles {
    let lists: Vec<String> = zip
        .file_names()
        .flatten()
        .filter(|n| n.starts_with("pages/") && n.ends_with(".jsonl"))
        .map(Cow::into_owned)
        .collect();
    let mut titles = warc::Titles::new();
    for list in lists {
        let bytes = entry(zip, &list).unwrap_or_default();
        for page in bytes.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice::<Page>(line).ok()) {
            if let Some(title) = page.title.filter(|t| !t.trim().is_empty() && *t != page.url) {
                titles.entry(page.url).or_insert(title);
            }
        }
    }
    titles
}

/// A small file of the collection.
fn entry(zip: &mut ZipArchive<&mut dyn Bytes>, name: &str) -> Option<Vec<u8>> {
    let entry = zip.by_name(name).ok()?;
    let mut bytes = Vec::new();
    entry.take(LIST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LIST).then_some(bytes)
}
