//! Opening in a process of its own: formats that may explode are read by a child that may take so much memory and
//! time, may write no file, and takes nothing with it when it dies.

use std::io::{self, BufReader, BufWriter, Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, ChildStdin};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use casebook_formats::{Bytes, Found, Limits, Part, RowMapping, Source, Tools, Unread};
use casebook_store::{Unsealed, unseal};
use serde::{Deserialize, Serialize};

use crate::outside;

/// Memory one child may take, in bytes of address space.
const MEMORY: u64 = 2 << 30;
/// How long a child may work without handing anything on.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the child is asked to open.
#[derive(Serialize, Deserialize)]
struct Request {
    name: String,
    size: u64,
    from: From,
    mappings: Vec<RowMapping>,
}

/// Where the bytes are.
#[derive(Serialize, Deserialize)]
enum From {
    /// They follow.
    Here,
    /// In a sealed file of the book, with the secret that opens it.
    Sealed { book: PathBuf, file: String, secret: String },
}

/// What the child hands on.
#[derive(Serialize, Deserialize)]
enum Answer {
    Part(Box<Part>),
    Unread(Unread),
    End,
}

/// The child's side: answers requests on standard input until it ends.
pub fn serve() -> u8 {
    if outside::confine(MEMORY).is_err() {
        eprintln!("error: open-worker: the limits of the process cannot be set");
        return 2;
    }
    let (mut input, mut output) = (BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()));
    let ocr = outside::tesseract();
    loop {
        match one(&mut input, &mut output, ocr.as_ref()) {
            Ok(true) => {}
            Ok(false) => return 0,
            Err(_) => return 2,
        }
    }
}

fn one(input: &mut impl Read, output: &mut impl Write, ocr: Option<&outside::Tesseract>) -> io::Result<bool> {
    let Some(request) = receive::<Request>(input)? else { return Ok(false) };
    let mut bytes: Box<dyn Bytes> = match &request.from {
        From::Here => {
            let mut bytes = Vec::new();
            input.take(request.size).read_to_end(&mut bytes)?;
            Box::new(Cursor::new(bytes))
        }
        From::Sealed { book, file, secret } => Box::new(sealed(book, file, secret)?),
    };
    let ocr = ocr.map(|o| o as &dyn casebook_formats::Ocr);
    let tools = Tools { limits: Limits::default(), ocr, mappings: &request.mappings };
    let mut failed = None;
    let mut sink = |found: Found| {
        let answer = match found {
            Found::Part(part) => Answer::Part(Box::new(part)),
            Found::Unread(unread) => Answer::Unread(unread),
        };
        match send(output, &answer).and_then(|()| output.flush()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let mut source = Source { name: &request.name, bytes: &mut *bytes, size: request.size };
    let _ = casebook_formats::open(&mut source, &tools, &mut sink);
    if let Some(error) = failed {
        return Err(error);
    }
    send(output, &Answer::End)?;
    output.flush()?;
    Ok(true)
}

fn sealed(book: &std::path::Path, file: &str, secret: &str) -> io::Result<Unsealed> {
    unseal(book, file, secret).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}

fn send<T: Serialize>(to: &mut impl Write, value: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(value).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(&bytes)
}

/// One value; `None` at the end of the stream.
fn receive<T: for<'de> Deserialize<'de>>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0u8; 8];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(e) => return Err(e),
    }
    let mut bytes = Vec::new();
    let length = u64::from_le_bytes(length);
    from.take(length).read_to_end(&mut bytes)?;
    let invalid = || io::Error::from(io::ErrorKind::InvalidData);
    if bytes.len() as u64 != length {
        return Err(invalid());
    }
    postcard::from_bytes(&bytes).map(Some).map_err(|_| invalid())
}

/// The parent's side: one child, started when it is needed and again when it died.
#[derive(Default)]
pub struct Worker {
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: BufWriter<ChildStdin>,
    answers: Receiver<Answer>,
}

/// What is to be opened.
pub enum What<'a> {
    /// Bytes in memory.
    Bytes(&'a [u8]),
    /// A sealed file of a book.
    Sealed {
        /// The book's folder.
        book: PathBuf,
        /// The file.
        file: String,
        /// What opens it.
        secret: String,
        /// Bytes in it.
        size: u64,
    },
}

impl Worker {
    /// Opens something and hands on what is found. Whatever happens to the child, the last thing handed on says so.
    pub fn open(&mut self, name: &str, what: &What<'_>, mappings: &[RowMapping], each: &mut dyn FnMut(Found)) {
        let outcome = self.ask(name, what, mappings).and_then(|()| self.listen(each));
        if let Err(died) = outcome {
            self.stop();
            each(Found::Unread(died.unread(name)));
        }
    }

    fn ask(&mut self, name: &str, what: &What<'_>, mappings: &[RowMapping]) -> Result<(), Died> {
        let (size, from) = match what {
            What::Bytes(bytes) => (bytes.len() as u64, From::Here),
            What::Sealed { book, file, secret, size } => {
                (*size, From::Sealed { book: book.clone(), file: file.clone(), secret: secret.clone() })
            }
        };
        let running = self.running()?;
        let request = Request { name: name.to_string(), size, from, mappings: mappings.to_vec() };
        send(&mut running.input, &request).map_err(|_| Died::Fell)?;
        if let What::Bytes(bytes) = what {
            running.input.write_all(bytes).map_err(|_| Died::Fell)?;
        }
        running.input.flush().map_err(|_| Died::Fell)
    }

    fn listen(&mut self, each: &mut dyn FnMut(Found)) -> Result<(), Died> {
        let running = self.running()?;
        loop {
            match running.answers.recv_timeout(PATIENCE) {
                Ok(Answer::Part(part)) => each(Found::Part(*part)),
                Ok(Answer::Unread(unread)) => each(Found::Unread(unread)),
                Ok(Answer::End) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => return Err(Died::Slow),
                Err(RecvTimeoutError::Disconnected) => return Err(Died::Fell),
            }
        }
    }

    fn running(&mut self) -> Result<&mut Running, Died> {
        if self.running.is_none() {
            self.running = Some(start().map_err(|_| Died::NoStart)?);
        }
        self.running.as_mut().ok_or(Died::NoStart)
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start() -> io::Result<Running> {
    let mut child = outside::child()?;
    let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
    let input = BufWriter::new(child.stdin.take().ok_or_else(pipe)?);
    let output = child.stdout.take().ok_or_else(pipe)?;
    let (sender, answers) = sync_channel(8);
    outside::thread("answers of a reader", move || {
        let mut output = BufReader::new(output);
        while let Ok(Some(answer)) = receive::<Answer>(&mut output) {
            if sender.send(answer).is_err() {
                break;
            }
        }
    })?;
    Ok(Running { child, input, answers })
}

/// Why a child did not come to its end.
enum Died {
    NoStart,
    Slow,
    Fell,
}

impl Died {
    fn unread(&self, name: &str) -> Unread {
        let (reason, hint) = match self {
            Died::NoStart => {
                ("no process could be started to read it".to_string(), "close other programs and try again")
            }
            Died::Slow => (
                format!("reading it was given up after {} seconds", PATIENCE.as_secs()),
                "export it as text, or split it, and add that",
            ),
            Died::Fell => (
                format!("reading it took more than {} MiB of memory, or the reader failed", MEMORY >> 20),
                "export it as text, or split it, and add that",
            ),
        };
        Unread { locator: String::new(), name: name.to_string(), reason, hint: hint.to_string() }
    }
}
