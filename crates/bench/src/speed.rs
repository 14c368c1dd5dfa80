//! Documents a second and peak memory of `casebook read --json`, as a process of its own, on inputs
//! small, usual and large: text documents of about 3 KB.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Outcome, json};

/// Size of a document in bytes, as the project's figures name it.
const DOCUMENT: usize = 3_000;
/// Sizes of the runs, in documents.
const SIZES: [(&str, usize); 4] = [("small", 1), ("", 100), ("usual", 1_000), ("large", 10_000)];

/// Measures and prints.
pub fn run(data: Option<&Path>) -> Outcome<()> {
    if let Some(data) = data {
        first_real_input(&data.join("../seed/article.txt"))?;
    }
    let texts = texts(data)?;
    println!(
        "{} different texts of about {DOCUMENT} bytes; documents beyond that repeat them with a line of their own",
        texts.len()
    );
    println!(
        "{:<6} {:<8} {:>9} {:>5} {:>8} {:>11} {:>9} {:>8}",
        "", "gear", "documents", "jobs", "seconds", "documents/s", "words/s", "peak MB"
    );
    for (name, n) in SIZES {
        let folder = tempfile::tempdir()?;
        let words = write(folder.path(), &texts, n)?;
        for gear in ["first", "auto", "encoder"] {
            // The encoder is slow, and its speed does not depend on how many documents there are.
            let most = [("encoder", 100), ("auto", 1_000)].into_iter().find(|(g, _)| *g == gear);
            for jobs in [1, 2].into_iter().filter(|_| most.is_none_or(|(_, most)| n <= most)) {
                let (seconds, peak) = measure(folder.path(), gear, jobs)?;
                println!(
                    "{name:<6} {gear:<8} {n:>9} {jobs:>5} {seconds:>8.2} {:>11.1} {:>9.0} {:>8.0}",
                    n as f64 / seconds,
                    words as f64 / seconds,
                    peak as f64 / 1024.0
                );
            }
        }
    }
    Ok(())
}

/// One report by both gears: as a process of its own, and again in a process that has its models.
fn first_real_input(path: &Path) -> Outcome<()> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let evidence = casebook_facts::Evidence::new("article.txt", bytes);
    let options = casebook_read::Options::default();
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let started = Instant::now();
        Command::new(program()?).args(["read", "--json"]).arg(path).stdout(Stdio::null()).status()?;
        cold.push(started.elapsed());
        let started = Instant::now();
        let _ = casebook_read::read(&evidence, casebook_packs::bundled(), &options);
        warm.push(started.elapsed());
    }
    let middle = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_millis()
    };
    println!("the first real input: {} ms cold, {} ms warm (medians of 9)", middle(&mut cold), middle(&mut warm));
    Ok(())
}

/// Texts cut to documents of the wanted size, at the ends of paragraphs where there are some.
pub fn texts(data: Option<&Path>) -> Outcome<Vec<String>> {
    let whole: Vec<String> = match data {
        Some(data) => bodies(&data.join("article-extraction/ground-truth.json"))?,
        None => examples()?,
    };
    let mut out = Vec::new();
    let mut piece = String::new();
    for line in whole.iter().flat_map(|t| t.lines()).filter(|l| !l.trim().is_empty()) {
        piece.push_str(line);
        piece.push_str("\n\n");
        if piece.len() >= DOCUMENT {
            out.push(std::mem::take(&mut piece));
        }
    }
    out.extend((out.is_empty() && !piece.is_empty()).then_some(piece));
    Ok(out)
}

fn bodies(path: &Path) -> Outcome<Vec<String>> {
    let truth = json(path)?;
    Ok(truth
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, v)| v["articleBody"].as_str().map(ToString::to_string))
        .collect())
}

fn examples() -> Outcome<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    Ok(paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).collect())
}

fn write(folder: &Path, texts: &[String], n: usize) -> Outcome<usize> {
    let mut words = 0;
    for i in 0..n {
        // Every document differs in its bytes, so nothing can be answered from memory.
        let text = format!("{}Document {i}.\n", texts[i % texts.len()]);
        words += text.split_whitespace().count();
        std::fs::write(folder.join(format!("{i:06}.txt")), text)?;
    }
    Ok(words)
}

/// Seconds and peak resident memory in KiB of one run.
fn measure(folder: &Path, gear: &str, jobs: usize) -> Outcome<(f64, usize)> {
    let started = Instant::now();
    let mut child = Command::new(program()?)
        .args(["read", "--json", "--gear", gear, "--jobs", &jobs.to_string()])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = peak.max(high_water(&status));
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok((started.elapsed().as_secs_f64(), peak))
}

/// `VmHWM` of a process in KiB; 0 where the system does not say.
fn high_water(status: &Path) -> usize {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The program built beside this one.
fn program() -> Outcome<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("casebook");
    if path.exists() { Ok(path) } else { Err("build the program first: cargo build --release".into()) }
}
