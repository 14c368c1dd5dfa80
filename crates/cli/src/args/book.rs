//! The shapes of the verbs on a book.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
    /// Only what could not be opened
    #[arg(long)]
    pub refused: bool,
    /// Only what you have not marked as read (`casebook decide read ID`)
    #[arg(long)]
    pub unread: bool,
    /// Only what has this tag, itself or on words of it
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only documents with findings
    #[arg(long)]
    pub findings: bool,
    /// With a document: print its text
    #[arg(long, requires = "document", conflicts_with_all = ["json", "quotes"])]
    pub text: bool,
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
    /// What about: a document (3fa9c1d2), a claim (3fa9c1d2:c17), people (3fa9c1d2:p2), a passage (3fa9c1d2:120-310)
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
    /// Only what is about this: a document and all in it (3fa9c1d2), a claim (3fa9c1d2:c17), a person, a passage
    #[arg(value_name = "ITEM")]
    pub item: Option<String>,
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
