//! The shapes of the command line; nothing else.

mod book;

use std::path::PathBuf;

use casebook_read::annotate::Day;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use book::*;

/// Reads public reports into case files, offline, every line traced to the words it came from.
#[derive(Parser, Debug)]
#[command(name = "casebook", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The verbs.
#[derive(Subcommand, Debug)]
pub enum Verb {
    /// Read reports and print their case files
    Read(Read),
    /// Show what one document yields, stage by stage
    Show(Show),
    /// Explain a line: from the claim down to the words, who said them, and where
    Why(Why),
    /// Work with the vocabulary packs
    Packs(Packs),
    /// Score readings against the references of a corpus
    Score(Score),
    /// Show what a change gains and loses: two readings of the same reports, claim by claim
    ///
    /// Exit codes: 0 they say the same, 1 they differ, 2 one of them could not be read.
    DiffReadings(DiffReadings),
    /// Make a new book: one encrypted folder for all that a team has
    Init(BookArgs),
    /// Put files and folders into the book, and read them
    ///
    /// Text, Markdown, HTML, MHTML, PDF, Word, OpenDocument, RTF, spreadsheets, mail, mailboxes, web archives,
    /// chats, and archives of these. Safe to interrupt and to run again.
    /// Exit codes: 0 all read, 1 something waits for a person, 2 something could not be taken or read.
    Add(Add),
    /// List the documents of the book, or show one as it stands with what people decided
    Docs(Docs),
    /// Find passages in the book
    ///
    /// Words are all looked for; "a phrase", beginning*, misspelt~, -without, OR, (parentheses), person:NAME,
    /// predicate:ID, place:NAME, source:OUTLET, language:TAG, date:2024..2025-03.
    /// Exit codes: 0 found, 1 nothing, 2 the question is not understood.
    Search(Search),
    /// Judge a claim, people, a document; add notes and tags
    Decide(Decide),
    /// Take a decision back, or bring it again
    Undo(UndoArgs),
    /// List what was decided, by whom, when and why
    History(History),
    /// Prove that nothing in the book has changed since it was written
    Check(Check),
    /// Drop all that is derived from evidence and make it again
    Rebuild(Rebuild),
    /// Read again what an older program, other packs or models have read
    Reread(Rebuild),
    /// Write a verified copy of the book, also while others use it
    Backup(Backup),
    /// Bring a backup back as a book
    Restore(Restore),
    /// Write everything in the book as plain files that need no Casebook
    Export(Export),
    /// Bring an export into a book: what is new, and nothing twice
    Import(Import),
    /// Give the book another passphrase
    Passphrase(PassphraseArgs),
    /// Say how rows of a spreadsheet become documents; kept in the book for the next time
    Mapping(Mapping),
    /// Keep the names behind pseudonyms, sealed under a passphrase of their own
    Names(Names),
    /// Read difficult formats for another process of this program
    #[command(hide = true)]
    OpenWorker,
    /// Run the language layer by itself, in the standard format, to score or to look at it
    Model(Model),
    /// Print a completion script for a shell
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// How files are read.
#[derive(Args, Debug, Clone)]
pub struct Input {
    /// Read with this character set, whatever the file says (windows-1251, koi8-r, …)
    #[arg(long, value_name = "NAME")]
    pub charset: Option<String>,
    /// Read what can be read of damaged or cut-off files instead of refusing them
    #[arg(long)]
    pub damaged: bool,
    /// Day of publication, whatever the files say: what "yesterday" and "in March" are counted from
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub published: Option<Day>,
    /// Use the packs in this folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub packs: Option<PathBuf>,
    /// Keep what phrasings state where everything else speaks against it (how often they were right elsewhere, and the model
    /// of claims), and suggestions that are likelier wrong than right
    #[arg(long)]
    pub doubtful: bool,
    /// Who reads: the fast linear models, the exact encoder, or the encoder where it matters
    #[arg(long, value_enum, default_value_t = Gear::Auto, value_name = "WHICH")]
    pub gear: Gear,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).filter(|_| text.len() == 10).ok_or_else(|| "not a day in the form YYYY-MM-DD".into())
}

/// Which models read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Gear {
    /// The encoder where the report speaks of what Casebook is for.
    Auto,
    /// The linear models alone.
    First,
    /// The encoder, everywhere.
    Encoder,
}

impl From<Gear> for casebook_read::gear::Gear {
    fn from(gear: Gear) -> Self {
        match gear {
            Gear::Auto => Self::Auto,
            Gear::First => Self::First,
            Gear::Encoder => Self::Encoder,
        }
    }
}

/// `casebook read`
#[derive(Args, Debug)]
pub struct Read {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Print readings as JSON Lines, one object per file
    #[arg(long)]
    pub json: bool,
    /// Print cases as JSON Lines, one object per file
    #[arg(long, conflicts_with = "json")]
    pub cases_json: bool,
    /// Print the quoted words under every line
    #[arg(long, short)]
    pub quotes: bool,
    /// Exit with 1 when something waits for a person (held statements, damaged names, conflicts)
    #[arg(long)]
    pub check: bool,
    /// Files to read at a time (default: one per core)
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
    /// How files are read.
    #[command(flatten)]
    pub input: Input,
}

/// `casebook show`
#[derive(Args, Debug)]
pub struct Show {
    /// What to show
    #[arg(value_enum)]
    pub what: Stage,
    /// The document; `-` is standard input
    pub file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Of `tree`: only the sentence with this number
    #[arg(long, value_name = "N")]
    pub sentence: Option<usize>,
    /// How the file is read.
    #[command(flatten)]
    pub input: Input,
}

/// The stages of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The clean text
    Text,
    /// What was left out of it, and why
    Dropped,
    /// What the words are: places, dates, money, names; whom they speak of; who says what
    Annotations,
    /// Who is spoken of
    People,
    /// Everybody spoken of, those left out of the reading as well, with what speaks for their part
    Cast,
    /// Whom each "he", "she" and "they" may mean, with what speaks for it
    Pronouns,
    /// What is said, with the words
    Claims,
    /// Tags, trees and who says what, for people who write packs
    Tree,
}

/// `casebook why`
#[derive(Args, Debug)]
pub struct Why {
    /// The document; `-` is standard input
    pub file: PathBuf,
    /// Id of the claim, as shown at the end of its line (c17)
    pub id: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// How the file is read.
    #[command(flatten)]
    pub input: Input,
}

/// `casebook packs`
#[derive(Args, Debug)]
pub struct Packs {
    /// What to do with them.
    #[command(subcommand)]
    pub verb: PacksVerb,
}

/// The verbs of `casebook packs`.
#[derive(Subcommand, Debug)]
pub enum PacksVerb {
    /// Load the packs and run every `yes` and `no` sentence
    Check {
        /// Use the packs in this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        packs: Option<PathBuf>,
        /// Only entries whose id, predicate or file contains these letters
        #[arg(long, value_name = "TEXT", default_value = "")]
        only: String,
    },
    /// List predicates with the number of their phrasings and sentences
    List {
        /// Use the packs in this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        packs: Option<PathBuf>,
    },
    /// Show what a pattern matches, lit in the text
    ///
    /// Exit codes: 0 it matches somewhere, 1 nowhere, 2 the pattern or a file is wrong.
    /// docs/howto/write-a-pattern.md describes the pattern language.
    Try(Try),
}

/// `casebook packs try`
#[derive(Args, Debug)]
pub struct Try {
    /// The pattern, for example: arrest {who:person >patient} {where:place >obl:in}
    pub pattern: String,
    /// Files and folders to try it on; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// Print matches as JSON Lines, one object per match
    #[arg(long)]
    pub json: bool,
    /// Show at most this many matches
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Use the packs in this folder instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub packs: Option<PathBuf>,
    /// Who reads: the fast linear models, the exact encoder, or the encoder where it matters
    #[arg(long, value_enum, default_value_t = Gear::First, value_name = "WHICH")]
    pub gear: Gear,
}

/// `casebook model`
#[derive(Args, Debug)]
pub struct Model {
    /// What to do with it.
    #[command(subcommand)]
    pub verb: ModelVerb,
}

/// The verbs of `casebook model`.
#[derive(Subcommand, Debug)]
pub enum ModelVerb {
    /// Tag, parse and name the words of a text, and say which mentions are one; prints CoNLL-U
    #[command(group = clap::ArgGroup::new("text").required(true).args(["conllu", "raw"]))]
    Run {
        /// Keep the sentences and words of this CoNLL-U file; `-` is standard input
        #[arg(long, value_name = "FILE")]
        conllu: Option<PathBuf>,
        /// Split this plain text (UTF-8) into sentences and words first; `-` is standard input
        #[arg(long, value_name = "FILE")]
        raw: Option<PathBuf>,
        /// Who reads: the fast linear models (no `Coref=`) or the exact encoder (also under auto)
        #[arg(long, value_enum, default_value_t = Gear::Encoder, value_name = "WHICH")]
        gear: Gear,
        /// Use the packs in this folder instead of the built-in ones
        #[arg(long, value_name = "DIR")]
        packs: Option<PathBuf>,
    },
}

/// `casebook score`
#[derive(Args, Debug)]
pub struct Score {
    /// Folder with reference readings (train/ and dev/ are scored), or one reference reading
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub corpus: PathBuf,
    /// Only this part (train, dev, test, fresh; may be given more than once)
    #[arg(long, value_name = "NAME")]
    pub part: Vec<String>,
    /// A folder with texts that are not beside their readings
    #[arg(long, value_name = "DIR")]
    pub texts: Vec<PathBuf>,
    /// Print every claim that is missing, wrong or surplus
    #[arg(long)]
    pub extra: bool,
    /// Print the score card as JSON
    #[arg(long)]
    pub json: bool,
    /// How documents are read.
    #[command(flatten)]
    pub input: Input,
}

/// `casebook diff-readings`
#[derive(Args, Debug)]
pub struct DiffReadings {
    /// The readings before: a file that `casebook read --json` wrote, a folder of such files (.json,
    /// .jsonl), or `-` for standard input
    #[arg(value_name = "A")]
    pub a: PathBuf,
    /// The readings after, in the same forms
    #[arg(value_name = "B")]
    pub b: PathBuf,
    /// Judge claims gained and lost by the reference readings of this folder (train/ and dev/)
    #[arg(long, value_name = "CORPUS_DIR")]
    pub against: Option<PathBuf>,
    /// Only this part of the references (train, dev, test, fresh; may be given more than once)
    #[arg(long, value_name = "NAME", requires = "against")]
    pub part: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Show at most this many differences of each kind; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}
