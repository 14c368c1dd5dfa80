//! Processes, threads, the clock, the user: what the machine is asked besides files.
#![allow(clippy::disallowed_methods)]

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use casebook_formats::Ocr;
use casebook_store::Passphrase;

use crate::trouble::Trouble;

/// The time, RFC 3339, UTC, whole seconds.
pub fn clock() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The user's name on this machine.
pub fn user() -> Option<String> {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.is_empty())
}

/// A secret in a file; a line feed at its end is not part of it.
pub fn secret(path: &Path) -> Result<Passphrase, Trouble> {
    let mut bytes = Passphrase::new(std::fs::read(path).map_err(|e| Trouble::io(path, &e))?);
    while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        bytes.pop();
    }
    if bytes.is_empty() {
        return Err(Trouble::new(path.display(), "it holds no passphrase", "put the passphrase into it, on one line"));
    }
    Ok(bytes)
}

/// A secret typed on the terminal, unseen.
pub fn prompt(question: &str) -> Result<Passphrase, Trouble> {
    let typed = rpassword::prompt_password(question);
    typed
        .map(|t| Passphrase::new(t.into_bytes()))
        .map_err(|_| Trouble::new("passphrase", "it could not be read from the terminal", "use --key-file FILE"))
}

/// One line typed on the terminal or piped in, without its end.
pub fn line(question: &str) -> Result<String, Trouble> {
    if io::IsTerminal::is_terminal(&io::stdin()) {
        eprint!("{question}");
    }
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    let line = line.trim().to_string();
    if read.is_err() || line.is_empty() {
        return Err(Trouble::new("standard input", "nothing was given", "type it, or pipe it in"));
    }
    Ok(line)
}

/// Number of cores this program may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Prints data. `Err` when nobody listens any more.
pub fn print(text: &str) -> Result<(), ()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|_| ())
}

/// Starts this program again as a reader of difficult formats.
pub fn child() -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .arg("open-worker")
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Bounds this process: so much memory, no core file, no file of its own.
///
/// # Errors
/// The system's refusal.
#[cfg(unix)]
pub fn confine(memory: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bound = |n| Rlimit { current: Some(n), maximum: Some(n) };
    setrlimit(Resource::As, bound(memory))?;
    setrlimit(Resource::Core, bound(0))?;
    // Words of evidence must not lie about in temporary files of any library.
    setrlimit(Resource::Fsize, bound(0))?;
    Ok(())
}

/// Elsewhere the parent's patience is the only bound.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn confine(_memory: u64) -> io::Result<()> {
    Ok(())
}

/// Runs work on a thread of its own.
///
/// # Errors
/// The system's refusal.
pub fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_string()).spawn(work).map(|_| ())
}

/// Tesseract, where it is installed: reads the words of pictures.
pub struct Tesseract {
    program: PathBuf,
    languages: String,
}

/// Looks for Tesseract on the path.
pub fn tesseract() -> Option<Tesseract> {
    let path = std::env::var_os("PATH")?;
    let program = std::env::split_paths(&path).map(|p| p.join("tesseract")).find(|p| p.is_file())?;
    let listed = Command::new(&program).arg("--list-langs").output().ok()?;
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let languages: Vec<&str> = text.lines().skip(1).filter(|l| !l.is_empty() && *l != "osd").collect();
    // Every language more makes each page slower: English and the first two others that are installed.
    let english = languages.iter().filter(|l| **l == "eng");
    let others = languages.iter().filter(|l| **l != "eng").take(2);
    let languages = english.chain(others).copied().collect::<Vec<_>>().join("+");
    (!languages.is_empty()).then_some(Tesseract { program, languages })
}

impl Ocr for Tesseract {
    fn words(&self, picture: &[u8]) -> Result<String, String> {
        let failed = |_| "Tesseract could not be run".to_string();
        let mut child = Command::new(&self.program)
            .args(["stdin", "stdout", "-l", &self.languages])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let input = child.stdin.take();
        let output = std::thread::scope(|scope| {
            // Fed from a thread of its own: both pipes are narrow.
            scope.spawn(move || input.map(|mut i| i.write_all(picture)));
            child.wait_with_output()
        });
        let output = output.map_err(failed)?;
        if !output.status.success() {
            return Err("Tesseract could not read the picture".into());
        }
        String::from_utf8(output.stdout).map_err(|_| "Tesseract's answer is no text".into())
    }
}
