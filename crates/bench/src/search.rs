//! The full-text index: how fast it is made, how large it is, how fast it answers, cold and warm.
//!
//! Beside it, in the same run and on the same texts, the engine it is built on without encryption, with its
//! files mapped into memory: the limit of what encryption could be made to cost. Cold means opened anew with
//! an empty cache and the files dropped from the system's cache (`posix_fadvise`); the time of opening is told apart.

mod ours;
mod plain;
mod questions;
mod texts;

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Outcome;
use questions::{Kind, Question};
use texts::{Text, Texts};

/// Answers of a question that are asked for.
const LIMIT: usize = 10;
/// Threads and memory of indexing.
const THREADS: usize = 2;
const HEAP: usize = 256 << 20;
/// Questions of each kind.
const EACH: usize = 300;

/// An index in a folder, opened.
trait Opened {
    /// How many passages answer, at most [`LIMIT`].
    fn ask(&self, question: &Question) -> Outcome<usize>;
}

/// What is compared.
struct Engine {
    name: &'static str,
    make: fn(&Path, &mut dyn Iterator<Item = Text>) -> Outcome<()>,
    open: fn(&Path) -> Outcome<Box<dyn Opened>>,
}

/// Measures and prints: `[COUNT]` passages, or `--write FOLDER COUNT` to write texts and questions for other programs.
pub fn run(data: &Path, options: &[&str]) -> Outcome<()> {
    let texts = Texts::load(data)?;
    let count = |n: &str| n.parse::<usize>().map_err(|_| format!("{n} is no number of passages"));
    match options {
        ["--write", folder, n] => write(&texts, Path::new(folder), count(n)?),
        [] => measure(&texts, 1_000_000),
        [n] => measure(&texts, count(n)?),
        _ => Err("usage: casebook-bench search DATA_FOLDER [COUNT | --write FOLDER COUNT]".into()),
    }
}

fn measure(texts: &Texts, count: usize) -> Outcome<()> {
    let questions = Question::all(texts, count, EACH);
    let bytes: usize = texts.passages(count).map(|text| text.text.len()).sum();
    println!(
        "{count} passages of {} words, {:.1} MB of text; {EACH} questions a kind, {LIMIT} answers",
        texts.pool(),
        mb(bytes as u64)
    );
    let engines = [
        Engine { name: "casebook, encrypted", make: ours::make, open: ours::open },
        Engine { name: "tantivy, plain, mapped", make: plain::make, open: plain::open },
    ];
    for engine in engines {
        let folder = tempfile::tempdir()?;
        let start = Instant::now();
        (engine.make)(folder.path(), &mut texts.passages(count))?;
        let time = start.elapsed();
        let speed = count as f64 / time.as_secs_f64();
        println!(
            "\n{}: {speed:.0} passages/s, {:.1} MB, peak memory {} MB",
            engine.name,
            mb(size(folder.path())?),
            peak()?
        );
        ask_all(&engine, folder.path(), &questions)?;
    }
    Ok(())
}

fn ask_all(engine: &Engine, folder: &Path, questions: &[Question]) -> Outcome<()> {
    let of = |kind| questions.iter().filter(move |q| q.kind == kind);
    let (mut openings, mut cold) = (Vec::new(), Vec::new());
    // All of these first: what an opened index has mapped into memory the system does not drop.
    for kind in Kind::ALL {
        let mut times = Vec::new();
        for question in of(kind) {
            drop_cached(folder)?;
            let start = Instant::now();
            let fresh = (engine.open)(folder)?;
            openings.push(start.elapsed());
            times.push(timed(&*fresh, question)?.0);
        }
        cold.push(spread(times));
    }
    println!("{:<24}{:>9}{:>9}{:>9} {:>9}{:>9}{:>9}  found", "ms", "warm p50", "p95", "max", "cold p50", "p95", "max");
    let warm = (engine.open)(folder)?;
    for (kind, cold) in Kind::ALL.into_iter().zip(cold) {
        let (mut times, mut found) = (Vec::new(), 0);
        of(kind).try_for_each(|question| timed(&*warm, question).map(drop))?;
        for question in of(kind) {
            let (time, hits) = timed(&*warm, question)?;
            times.push(time);
            found += usize::from(hits > 0);
        }
        let asked = times.len();
        println!("{:<24}{} {cold}  {found} of {asked}", kind.name(), spread(times));
    }
    println!("{:<24}{:>27} {}", "opening", "", spread(openings));
    println!("peak memory {} MB", peak()?);
    Ok(())
}

fn timed(index: &dyn Opened, question: &Question) -> Outcome<(Duration, usize)> {
    let start = Instant::now();
    let hits = index.ask(question)?;
    Ok((start.elapsed(), hits))
}

/// Median, 95th percentile and longest, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    format!("{:>9.2}{:>9.2}{:>9.2}", at(0.5), at(0.95), at(1.0))
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn size(folder: &Path) -> Outcome<u64> {
    fs::read_dir(folder)?.try_fold(0, |sum, entry| Ok(sum + entry?.metadata()?.len()))
}

/// Makes the system forget what it holds of the files, so that the next read comes from the disk.
fn drop_cached(folder: &Path) -> Outcome<()> {
    for entry in fs::read_dir(folder)? {
        let file = File::open(entry?.path())?;
        rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
    }
    Ok(())
}

/// Most memory this process has had, in MB, mapped files included.
fn peak() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib >> 10)
}

/// One file a passage, a thousand a folder, and the questions: kind, tab, words with blanks between.
fn write(texts: &Texts, folder: &Path, count: usize) -> Outcome<()> {
    for (i, text) in texts.passages(count).enumerate() {
        let shelf = folder.join("texts").join((i / 1000).to_string());
        fs::create_dir_all(&shelf)?;
        fs::write(shelf.join(format!("{i}.txt")), text.text)?;
    }
    let lines =
        Question::all(texts, count, EACH).into_iter().map(|q| format!("{}\t{}\n", q.kind.name(), q.words.join(" ")));
    fs::write(folder.join("questions.tsv"), lines.collect::<String>())?;
    Ok(())
}
