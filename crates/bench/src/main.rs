//! Speeds beside scores.
//!
//! ```text
//! cargo run --release -p casebook-bench -- html ../shared/data      main text and metadata of pages
//! cargo run --release -p casebook-bench -- speed ../shared/data     documents a second, peak memory
//! cargo run --release -p casebook-bench -- encoder ../shared/data   words a second of the encoder alone
//! cargo run --release -p casebook-bench -- gears ../shared/data     claims lost where the encoder does not read
//! cargo run --release -p casebook-bench -- shake ../shared/data 600 random documents, read with the encoder
//! cargo run --release -p casebook-bench -- dates ../shared/data     dates and their values; --misses, --blind
//! cargo run --release -p casebook-bench -- search ../shared/data    the full-text index of a million passages
//! ```
//!
//! The folder is that of the open data sets; without one, `speed` multiplies the reports under
//! `examples/`. Every figure is printed with the number of documents behind it.
// A measuring shell: it reads files, starts the program and looks at the clock.
#![allow(clippy::disallowed_methods)]

mod article_pages;
mod content_pages;
mod dates;
mod encoder;
mod gears;
mod overlap;
mod search;
mod shake;
mod speed;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["html", data] => article_pages::run(&Path::new(data).join("article-extraction"))
            .and_then(|()| content_pages::run(&Path::new(data).join("wcxb-articles"))),
        ["encoder", data] => encoder::run(Path::new(data)),
        ["gears", data] => gears::run(Path::new(data)),
        ["shake", data, seconds] => seconds.parse().map_err(Into::into).and_then(|s| shake::run(Path::new(data), s, 1)),
        ["speed"] => speed::run(None),
        ["speed", data] => speed::run(Some(Path::new(data))),
        ["dates", data, options @ ..] => dates::run(Path::new(data), options),
        ["search", data, options @ ..] => search::run(Path::new(data), options),
        _ => {
            Err("usage: casebook-bench html|encoder|gears|dates|search DATA_FOLDER, speed [DATA_FOLDER], shake DATA_FOLDER SECONDS"
                .into())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("error: {e}");
            ExitCode::from(2)
        }
    }
}

/// What can go wrong while measuring.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A gzipped page as bytes.
fn page(path: &Path) -> Outcome<Vec<u8>> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut bytes)?;
    Ok(bytes)
}

/// A JSON file.
fn json(path: &Path) -> Outcome<serde_json::Value> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Main text of a page as `casebook read` sees it, boilerplate out; empty when refused.
fn read_page(bytes: &[u8]) -> Option<casebook_text::Document> {
    let rules = &casebook_packs::bundled().boilerplate;
    casebook_text::read(bytes, "page.html", &casebook_text::Options::default(), rules).ok()
}
