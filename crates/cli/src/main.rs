//! The command line of Casebook: thin shells around `read` and `case`. Data goes to standard
//! output, talk to standard error; exit 0 done, 1 something waits for a person (`read --check`,
//! failed pack sentences, readings that differ), 2 something could not be done.

mod args;
mod book;
mod diff_readings;
mod lit;
mod model;
mod outside;
mod packs;
mod page;
mod read;
mod score;
mod show;
mod style;
mod trouble;
mod why;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Colour, Input, Verb};
use trouble::Trouble;

fn main() -> ExitCode {
    quiet_panics();
    let cli = Cli::parse();
    match cli.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    let code = match cli.verb {
        Verb::Read(args) => read::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Why(args) => why::run(&args),
        Verb::Packs(args) => packs::run(&args),
        Verb::Model(args) => model::run(&args),
        Verb::Score(args) => score::run(&args),
        Verb::DiffReadings(args) => diff_readings::run(&args),
        Verb::Init(args) => book::init::run(&args),
        Verb::Add(args) => book::add::run(&args),
        Verb::Docs(args) => book::docs::run(&args),
        Verb::Search(args) => book::search::run(&args),
        Verb::Decide(args) => book::decide::run(&args),
        Verb::Undo(args) => book::decide::undo(&args),
        Verb::History(args) => book::decide::history(&args),
        Verb::Check(args) => book::check::run(&args),
        Verb::Rebuild(args) => book::rebuild::run(&args),
        Verb::Reread(args) => book::rebuild::reread(&args),
        Verb::Backup(args) => book::backup::run(&args),
        Verb::Restore(args) => book::backup::restore(&args),
        Verb::Export(args) => book::export::run(&args),
        Verb::Import(args) => book::export::import(&args),
        Verb::Passphrase(args) => book::passphrase::run(&args),
        Verb::Mapping(args) => book::mapping::run(&args),
        Verb::Names(args) => book::names::run(&args),
        Verb::OpenWorker => book::worker::serve(),
        Verb::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "casebook", &mut std::io::stdout());
            0
        }
        Verb::Man => match clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout()) {
            Ok(()) => 0,
            Err(_) => 2,
        },
    };
    ExitCode::from(code)
}

/// A panic is our mistake, and its message could hold words of a document: say where, not what.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |l| format!(" at {}:{}", l.file(), l.line()));
        eprintln!("error: internal error{place}; the document's text is not shown");
        eprintln!("hint: please report this place; the other documents are not affected");
    }));
}

/// The packs that the arguments ask for; troubles are printed here.
fn packs_for(folder: Option<&std::path::Path>) -> Option<PacksRef> {
    match folder {
        None => Some(PacksRef::Bundled),
        Some(folder) => match outside::packs(folder) {
            Ok(packs) => Some(PacksRef::Folder(Box::new(packs))),
            Err(troubles) => {
                troubles.iter().for_each(Trouble::print);
                None
            }
        },
    }
}

/// Built-in packs, or those of a folder.
enum PacksRef {
    Bundled,
    Folder(Box<casebook_packs::Packs>),
}

impl PacksRef {
    fn get(&self) -> &casebook_packs::Packs {
        match self {
            PacksRef::Bundled => casebook_packs::bundled(),
            PacksRef::Folder(packs) => packs,
        }
    }
}

/// Reading options out of the arguments.
fn options(input: &Input) -> casebook_read::Options {
    let source = casebook_text::Options { charset: input.charset.clone(), damaged: input.damaged };
    casebook_read::Options { source, gear: input.gear.into(), published: input.published, doubtful: input.doubtful }
}
