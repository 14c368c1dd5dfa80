//! `casebook model run`: the language layer alone, in CoNLL-U, so that anyone can score it.

use casebook_read::conllu;

use crate::args::{Gear, Model, ModelVerb};
use crate::trouble::Trouble;
use crate::{outside, packs_for};

/// Runs the verb; the exit code.
pub fn run(args: &Model) -> u8 {
    let ModelVerb::Run { conllu, raw, gear, packs } = &args.verb;
    let Some(packs) = packs_for(packs.as_deref()) else { return 2 };
    // The group of arguments lets exactly one of the two through.
    let (path, given) = match (conllu, raw) {
        (Some(path), _) => (path, true),
        (None, Some(path)) => (path, false),
        (None, None) => return 2,
    };
    let encoder = *gear != Gear::First;
    let printed = outside::evidence(path).and_then(|evidence| {
        let text = String::from_utf8(evidence.bytes).map_err(|_| {
            Trouble::new(path.display(), "not UTF-8", "convert it first, for example with iconv -t UTF-8")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if given {
            conllu::fill(text, packs.get(), encoder).map_err(|bad| {
                let place = format!("{}:{}", path.display(), bad.line);
                Trouble::new(
                    place,
                    bad.message,
                    "see https://universaldependencies.org/format.html; --raw takes plain text",
                )
            })
        } else {
            Ok(conllu::raw(text, packs.get(), encoder))
        }
    });
    match printed {
        Ok(text) => {
            print!("{text}");
            0
        }
        Err(trouble) => {
            trouble.print();
            2
        }
    }
}
