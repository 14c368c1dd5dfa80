//! The shapes of the command line; nothing else.

use std::path::PathBuf;

use casebook_read::annotate::Day;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
    /// Only this part (train, dev, test; may be given more than once)
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
    /// Only this part of the references (train, dev, test; may be given more than once)
    #[arg(long, value_name = "NAME", requires = "against")]
    pub part: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Show at most this many differences of each kind; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// Which book.
#[derive(Args, Clone, Debug)]
pub struct AtBook {
    /// Folder of the book
    #[arg(long, value_name = "DIR", env = "CASEBOOK_BOOK", default_value = "casebook-book")]
    pub book: PathBuf,
}

/// Which book, what opens it, and who is working.
#[derive(Args, Clone, Debug)]
pub struct BookArgs {
    /// Which book.
    #[command(flatten)]
    pub at: AtBook,
    /// Read the passphrase from this file
    #[arg(long, value_name = "FILE", env = "CASEBOOK_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Read the passphrase from this open file descriptor
    #[arg(long, value_name = "N", conflicts_with = "key_file")]
    pub passphrase_fd: Option<u32>,
    /// Who is working (default: your name on this machine)
    #[arg(long, value_name = "NAME", env = "CASEBOOK_BY")]
    pub by: Option<String>,
}

/// `casebook add`
#[derive(Args, Debug)]
pub struct Add {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Go on and add what comes into the folders
    #[arg(long)]
    pub watch: bool,
    /// Keep and index now, read later (`casebook reread`)
    #[arg(long)]
    pub no_read: bool,
    /// Print a line of JSON for each file as soon as it is safe, and one at the end
    #[arg(long)]
    pub json: bool,
    /// Files to read at a time (default: one per core)
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook docs`
#[derive(Args, Debug)]
pub struct Docs {
    /// First digits of a document's id: show its cases
    pub document: Option<String>,
    /// Only what could not be read
    #[arg(long)]
    pub unread: bool,
    /// Only documents with findings
    #[arg(long)]
    pub findings: bool,
    /// With a document: print the quoted words under every line
    #[arg(long, short)]
    pub quotes: bool,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook search`
#[derive(Args, Debug)]
pub struct Search {
    /// What to look for
    #[arg(value_name = "QUERY", required_unless_present_any = ["saved", "forget", "new"])]
    pub query: Vec<String>,
    /// Passages to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Passages to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip: usize,
    /// Save this search under a name
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// List saved searches
    #[arg(long)]
    pub saved: bool,
    /// Run a saved search and show only what is new since it was last run
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub new: Option<String>,
    /// Forget a saved search
    #[arg(long, value_name = "NAME")]
    pub forget: Option<String>,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// What can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Judgement {
    /// The claim is right
    Accept,
    /// The claim is wrong
    Reject,
    /// The claim is right but for what --set says
    Correct,
    /// These are one person
    Same,
    /// These are different people
    Different,
    /// It cannot be told whether these are one person
    Unsure,
    /// This person must not be named outside the book
    Protect,
    /// A note, with --text
    Note,
    /// Put a tag on, with --text
    Tag,
    /// Take a tag off, with --text
    Untag,
    /// It has been read
    Read,
    /// It is to be read again
    Unread,
}

/// `casebook decide`
#[derive(Args, Debug)]
pub struct Decide {
    /// What you judge
    #[arg(value_enum)]
    pub verdict: Judgement,
    /// What about: a document (3fa9c1d2), a claim (3fa9c1d2:c17), people (3fa9c1d2:p2)
    #[arg(required = true, value_name = "ITEM")]
    pub items: Vec<String>,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// The note or the tag
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// What is right instead: value=, modality=, polarity=, when=, where=
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook undo`
#[derive(Args, Debug)]
pub struct UndoArgs {
    /// Number of the decision, or of an undoing
    pub entry: i64,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook history`
#[derive(Args, Debug)]
pub struct History {
    /// Only what is about this document (first digits of its id)
    pub document: Option<String>,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook check`
#[derive(Args, Debug)]
pub struct Check {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook rebuild` and `casebook reread`
#[derive(Args, Debug)]
pub struct Rebuild {
    /// Open and index only
    #[arg(long)]
    pub no_read: bool,
    /// Documents to read at a time (default: one per core)
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook backup`
#[derive(Args, Debug)]
pub struct Backup {
    /// A folder that is not there yet
    pub to: PathBuf,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook restore`
#[derive(Args, Debug)]
pub struct Restore {
    /// The backup
    pub from: PathBuf,
    /// The book to make of it.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook export`
#[derive(Args, Debug)]
pub struct Export {
    /// A folder that is not there yet; what is in it will not be encrypted
    pub to: PathBuf,
    /// Everything: evidence, custody, decisions, texts, readings
    #[arg(long, required = true)]
    pub all: bool,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook import`
#[derive(Args, Debug)]
pub struct Import {
    /// A folder that `casebook export` wrote
    pub from: PathBuf,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook passphrase`
#[derive(Args, Debug)]
pub struct PassphraseArgs {
    /// Read the new passphrase from this file
    #[arg(long, value_name = "FILE")]
    pub new_key_file: Option<PathBuf>,
    /// Read the new passphrase from this open file descriptor
    #[arg(long, value_name = "N", conflicts_with = "new_key_file")]
    pub new_passphrase_fd: Option<u32>,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook mapping`
#[derive(Args, Debug)]
pub struct Mapping {
    /// Columns whose cells make the text of a document, in this order; without any, the saved mappings are listed
    #[arg(long, value_name = "COLUMN")]
    pub text: Vec<String>,
    /// Column with the title
    #[arg(long, value_name = "COLUMN")]
    pub title: Option<String>,
    /// Column with the day of publication
    #[arg(long, value_name = "COLUMN")]
    pub published: Option<String>,
    /// Column with the outlet
    #[arg(long, value_name = "COLUMN")]
    pub publisher: Option<String>,
    /// Column with the author
    #[arg(long, value_name = "COLUMN")]
    pub author: Option<String>,
    /// Column with the address
    #[arg(long, value_name = "COLUMN")]
    pub address: Option<String>,
    /// The book.
    #[command(flatten)]
    pub book: BookArgs,
}

/// `casebook names`
#[derive(Args, Debug)]
pub struct Names {
    /// What to do with them.
    #[command(subcommand)]
    pub verb: NamesVerb,
}

/// The verbs of `casebook names`.
#[derive(Subcommand, Debug)]
pub enum NamesVerb {
    /// Make the key of the names, under a passphrase of its own
    Init {
        /// The book.
        #[command(flatten)]
        book: BookArgs,
        /// Read the passphrase of the names from this file
        #[arg(long, value_name = "FILE")]
        names_key_file: Option<PathBuf>,
    },
    /// Seal the name behind a pseudonym; it is typed or piped in, never an argument
    Seal {
        /// The pseudonym.
        pseudonym: String,
        /// The book.
        #[command(flatten)]
        book: BookArgs,
    },
    /// List pseudonyms with sealed names
    List {
        /// The book.
        #[command(flatten)]
        book: BookArgs,
    },
    /// Show the names sealed under a pseudonym
    Reveal {
        /// The pseudonym.
        pseudonym: String,
        /// The book.
        #[command(flatten)]
        book: BookArgs,
        /// Read the passphrase of the names from this file
        #[arg(long, value_name = "FILE")]
        names_key_file: Option<PathBuf>,
    },
}
