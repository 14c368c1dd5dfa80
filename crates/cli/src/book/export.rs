//! `casebook export` and `import`: everything in plain files that need no Casebook; and back into a book, bringing in
//! what is new.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use casebook_facts::{Decision, EvidenceId, Undo};
use casebook_store::{Access, Book, Custody, Entry, Trouble as StoreTrouble};
use serde::{Deserialize, Serialize};

use crate::args::{AtBook, Export, Import};
use crate::book::{self, docs, printed, said};
use crate::outside;
use crate::trouble::Trouble;

/// What the folder says of itself.
const README: &str = "\
This folder is everything in a Casebook book, in plain files. It is NOT encrypted: keep it as you would keep the
sources themselves.

evidence/      the files as received; the name begins with the first digits of the SHA-256
custody.jsonl  how each came in: hash, size, name, path, who, when, with which version of the program
decisions.jsonl  what people decided, and what they took back
log.jsonl      every entry of the book's log; the hash of each is SHA-256 over the hash before it, its number (8 bytes,
               little end first), the length of its kind (8 bytes), its kind, its body
texts/         the clean text of every document
readings/      what was read from it, as JSON (`casebook read --json`)
documents.jsonl  the documents in the evidence, with what is known of each

sha256sum -c evidence.sha256 checks the files. `casebook import` brings them into a book.
";

/// A line of `decisions.jsonl`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Judged {
    /// A decision.
    Decision(Decision),
    /// A decision taken back.
    Undo(Undo),
}

#[derive(Serialize, Deserialize)]
struct Line {
    entry: i64,
    #[serde(flatten)]
    judged: Judged,
}

/// `casebook export`; the exit code.
pub fn run(args: &Export) -> u8 {
    let Some(open) = book::open(&args.book, Access::Read) else { return 2 };
    match export(&open, args) {
        Ok(n) => {
            eprintln!("{} holds {n} pieces of evidence in plain files; it is not encrypted.", args.to.display());
            0
        }
        Err(code) => code,
    }
}

fn export(open: &Book, args: &Export) -> Result<usize, u8> {
    let at = &args.book.at;
    if args.to.exists() {
        Trouble::new(args.to.display(), "there is something already", "choose a new folder").print();
        return Err(2);
    }
    let to = Folder(&args.to);
    to.write("README.txt", README.as_bytes())?;
    let custody = said(at, open.custody())?;
    let (mut sums, mut lines, mut seen) = (String::new(), String::new(), BTreeSet::new());
    let bar = crate::read::progress(custody.len());
    for (_, receipt) in &custody {
        lines.push_str(&format!("{}\n", json(receipt)));
        bar.inc(1);
        let Some(id) = EvidenceId::parse(&receipt.sha256).filter(|id| seen.insert(*id)) else { continue };
        let Some(number) = said(at, open.number(id))? else { continue };
        let name = format!("evidence/{}-{}", &receipt.sha256[..12], safe(&receipt.name));
        to.pieces(&name, at, |each| open.pieces(number, each))?;
        sums.push_str(&format!("{}  {name}\n", receipt.sha256));
    }
    bar.finish_and_clear();
    to.write("custody.jsonl", lines.as_bytes())?;
    to.write("evidence.sha256", sums.as_bytes())?;
    to.write("decisions.jsonl", judged(open, at)?.as_bytes())?;
    to.pieces("log.jsonl", at, |each| open.log(|entry| each(format!("{}\n", logged(entry)).as_bytes())))?;
    documents(open, at, &to)?;
    Ok(seen.len())
}

/// An entry of the log as it was written, with what its hash covers.
fn logged(entry: &Entry) -> serde_json::Value {
    let hash: String = entry.hash.iter().map(|b| format!("{b:02x}")).collect();
    serde_json::json!({ "seq": entry.seq, "kind": entry.kind, "body": entry.body, "hash": hash })
}

/// The folder of the export. What is written into it can be read by its owner alone.
struct Folder<'a>(&'a Path);

impl Folder<'_> {
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), u8> {
        let path = self.0.join(name);
        let written = outside::create(&path).and_then(|mut file| file.write_all(bytes));
        printed(written.map_err(|e| Trouble::io(&path, &e)))
    }

    /// Writes a file whose bytes come in pieces, none of which has to fit into memory with the others.
    fn pieces(
        &self,
        name: &str,
        at: &AtBook,
        give: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), StoreTrouble>,
    ) -> Result<(), u8> {
        let path = self.0.join(name);
        let mut file = printed(outside::create(&path).map_err(|e| Trouble::io(&path, &e)))?;
        let mut written = Ok(());
        said(
            at,
            give(&mut |piece| {
                if written.is_ok() {
                    written = file.write_all(piece);
                }
            }),
        )?;
        printed(written.map_err(|e| Trouble::io(&path, &e)))
    }
}

fn documents(open: &Book, at: &AtBook, to: &Folder<'_>) -> Result<(), u8> {
    let mut lines = String::new();
    for document in said(at, open.documents())? {
        lines.push_str(&format!("{}\n", json(&document.described)));
        let stem = format!("{}-{}", docs::short(&document), document.number);
        if let Some(text) = said(at, open.clean_text(document.number))? {
            to.write(&format!("texts/{stem}.txt"), text.as_bytes())?;
        }
        if let Some(reading) = said(at, open.reading(document.number))? {
            to.write(&format!("readings/{stem}.json"), reading.as_bytes())?;
        }
    }
    to.write("documents.jsonl", lines.as_bytes())
}

fn judged(open: &Book, at: &AtBook) -> Result<String, u8> {
    let mut out = String::new();
    for (entry, event) in said(at, open.history())? {
        let judged = match event {
            casebook_store::Event::Decided(decision, _) => Judged::Decision(decision),
            casebook_store::Event::Undone(undo, _) => Judged::Undo(undo),
        };
        out.push_str(&format!("{}\n", json(&Line { entry, judged })));
    }
    Ok(out)
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A file name as received, as far as it can be one on any machine.
fn safe(name: &str) -> String {
    let kept = name.chars().map(|c| if c.is_alphanumeric() || "._- ".contains(c) { c } else { '_' });
    let kept: String = kept.take(120).collect();
    if kept.trim_matches(['.', ' ']).is_empty() { "unnamed".into() } else { kept }
}

/// `casebook import`; the exit code.
pub fn import(args: &Import) -> u8 {
    match bring_in(args) {
        Ok((new, known, decided)) => {
            eprintln!(
                "{new} pieces of evidence brought in, {known} were there already, {decided} decisions brought in"
            );
            eprintln!("hint: open and read them with `casebook reread`");
            0
        }
        Err(code) => code,
    }
}

fn bring_in(args: &Import) -> Result<(usize, usize, usize), u8> {
    let at = &args.book.at;
    let mut open = book::open(&args.book, Access::Write).ok_or(2u8)?;
    let files = evidence_files(&args.from)?;
    let known_receipts: BTreeSet<String> = said(at, open.custody())?.iter().map(|(_, c)| receipt_key(c)).collect();
    let (mut new, mut known) = (0, 0);
    for receipt in lines::<Custody>(&args.from, "custody.jsonl")? {
        if known_receipts.contains(&receipt_key(&receipt)) {
            known += 1;
            continue;
        }
        let Some(path) = files.iter().find(|f| begins(f, &receipt.sha256)) else {
            Trouble::new(
                &receipt.sha256[..12.min(receipt.sha256.len())],
                "its file is missing from the export",
                "export again",
            )
            .print();
            continue;
        };
        let packed = taken(&open, path, &receipt, at)?;
        let receipts = said(at, open.receive(vec![(packed, receipt)]))?;
        if receipts[0].duplicate { known += 1 } else { new += 1 }
    }
    let decided = decisions(&mut open, args)?;
    said(at, open.close())?;
    Ok((new, known, decided))
}

fn evidence_files(from: &Path) -> Result<Vec<PathBuf>, u8> {
    let found = outside::everything(&[from.join("evidence")]);
    if let Some(trouble) = found.troubles.first() {
        trouble.print();
        return Err(2);
    }
    Ok(found.files)
}

fn begins(path: &Path, sha256: &str) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    sha256.len() == 64 && name.starts_with(&sha256[..12])
}

/// A file of the export, refused when it is not what was exported.
fn taken(open: &Book, path: &Path, receipt: &Custody, at: &AtBook) -> Result<casebook_store::Packed, u8> {
    let (mut file, _) = printed(outside::begin(path))?;
    let packed = said(at, open.packer().stream(&mut file))?;
    if packed.id().to_string() != receipt.sha256 {
        open.packer().discard(packed);
        Trouble::new(
            path.display(),
            "it does not have the hash it was exported with",
            "export again; nothing of it was taken",
        )
        .print();
        return Err(2);
    }
    // Small files lie in the database, as when they are added.
    if packed.size() <= casebook_store::IN_DATABASE as u64 {
        open.packer().discard(packed);
        let bytes = printed(outside::evidence(path))?;
        return said(at, open.packer().pack(&bytes.bytes));
    }
    Ok(packed)
}

/// One receipt is told from another by what came, from where, when and by whom.
fn receipt_key(c: &Custody) -> String {
    [&c.sha256, &c.path, &c.at, &c.by].map(String::as_str).join("\n")
}

/// Decisions that are not in the book yet, in their order; an undoing follows the number its decision has here.
fn decisions(open: &mut Book, args: &Import) -> Result<usize, u8> {
    let at = &args.book.at;
    let mut here: Vec<(i64, String)> = Vec::new();
    for (entry, event) in said(at, open.history())? {
        match event {
            casebook_store::Event::Decided(decision, _) => here.push((entry, json(&decision))),
            casebook_store::Event::Undone(undo, _) => here.push((entry, json(&undo))),
        }
    }
    let (mut numbers, mut n) = (std::collections::BTreeMap::new(), 0);
    for line in lines::<Line>(&args.from, "decisions.jsonl")? {
        let text = match &line.judged {
            Judged::Decision(decision) => json(decision),
            Judged::Undo(undo) => {
                json(&Undo { undoes: numbers.get(&undo.undoes).copied().unwrap_or(0), ..undo.clone() })
            }
        };
        if let Some((entry, _)) = here.iter().find(|(_, known)| *known == text) {
            numbers.insert(line.entry, *entry);
            continue;
        }
        let entry = match line.judged {
            Judged::Decision(decision) => open.decide(&decision),
            Judged::Undo(undo) => match numbers.get(&undo.undoes) {
                Some(undoes) => open.undo(&Undo { undoes: *undoes, ..undo }),
                None => Err(StoreTrouble::Missing("an undoing in the export takes back nothing in it".into())),
            },
        };
        numbers.insert(line.entry, said(at, entry)?);
        n += 1;
    }
    Ok(n)
}

fn lines<T: for<'de> Deserialize<'de>>(from: &Path, name: &str) -> Result<Vec<T>, u8> {
    let path = from.join(name);
    let text = printed(outside::text(&path))?;
    let parse = |(i, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|_| {
            Trouble::new(format!("{}:{}", path.display(), i + 1), "not a line of an export", "export again").print();
            2u8
        })
    };
    text.lines().enumerate().map(parse).collect()
}
