//! Loading: pack files in, one checked and compiled [`Packs`] out, or every mistake with its line.

mod shape;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::entry::{About, Entry, Example, ValuePart, value_parts};
use crate::error::PackError;
use crate::grammar::Grammar;
use crate::packs::Packs;
use crate::pattern::{Pattern, PatternError};
use crate::predicate::ROLES;
use shape::{EntryShape, ExampleShape, FileShape};

/// One pack file: its path under `packs/` and its text.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Path under `packs/`, with forward slashes.
    pub path: String,
    /// The file's text.
    pub text: String,
    /// Where its lines end; worked out once, since every sentence of an entry knows its line.
    lines: OnceLock<Vec<usize>>,
}

impl PackFile {
    /// A file by its path under `packs/` and its text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> PackFile {
        PackFile { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Line of byte `at`, counted from one.
    fn line(&self, at: usize) -> usize {
        let lines = self.lines.get_or_init(|| self.text.match_indices('\n').map(|(i, _)| i).collect());
        1 + lines.partition_point(|newline| *newline < at)
    }
}

impl Packs {
    /// Loads and checks pack files.
    ///
    /// # Errors
    /// Every mistake found, in the order of files and lines.
    pub fn load(files: &[PackFile]) -> Result<Packs, Vec<PackError>> {
        let mut loader = Loader::default();
        let shapes: Vec<(&PackFile, FileShape)> =
            files.iter().filter_map(|f| loader.parse(f).map(|s| (f, s))).collect();
        for (file, shape) in &shapes {
            loader.tokens(shape);
            loader.lists(file, shape);
        }
        for (file, shape) in &shapes {
            loader.words(file, shape);
            loader.cues(file, shape);
            loader.core(file, shape);
        }
        loader.packs.predicates.sort_by(|a, b| a.id.get_ref().cmp(b.id.get_ref()));
        for (file, shape) in &shapes {
            for entry in &shape.entry {
                loader.entry(file, entry);
            }
        }
        loader.finish(files)
    }
}

#[derive(Default)]
struct Loader {
    packs: Packs,
    errors: Vec<PackError>,
    /// Where each id, list and form was first seen, for the duplicate message.
    seen: BTreeMap<String, String>,
}

impl Loader {
    fn parse(&mut self, file: &PackFile) -> Option<FileShape> {
        match toml::from_str(&file.text) {
            Ok(shape) => Some(shape),
            Err(e) => {
                let at = e.span().map_or(0, |s| s.start);
                self.error(file, at, e.message().to_string());
                None
            }
        }
    }

    fn error(&mut self, file: &PackFile, at: usize, message: String) {
        self.errors.push(PackError { file: file.path.clone(), line: file.line(at), message });
    }

    /// Refuses the second of two equal keys, naming the first.
    fn unique(&mut self, file: &PackFile, at: usize, what: &str, key: &str) {
        let name = format!("{what} {key}");
        if let Some(first) = self.seen.get(&name) {
            let message = format!("duplicate {what} {key:?}: first at {first}");
            self.error(file, at, message);
        } else {
            let here = format!("{}:{}", file.path, file.line(at));
            self.seen.insert(name, here);
        }
    }

    fn core(&mut self, file: &PackFile, shape: &FileShape) {
        let ids = |s: &Spanned<String>| (s.span().start, s.get_ref().clone());
        for p in &shape.predicate {
            let (at, id) = ids(&p.id);
            self.unique(file, at, "predicate", &id);
            if let Some(role) = p.role.as_ref().filter(|r| !ROLES.contains(&r.as_str())) {
                self.error(file, at, format!("unknown role \"{role}\"; roles: {}", ROLES.join(" ")));
            }
            self.packs.predicates.push(p.clone());
        }
        self.packs.countries.extend(shape.countries.clone());
        for a in &shape.axis {
            let (at, id) = ids(&a.id);
            self.unique(file, at, "axis", &id);
            self.packs.axes.push(a.clone());
        }
        for g in &shape.gap {
            let (at, id) = ids(&g.id);
            self.unique(file, at, "gap", &id);
            self.packs.gaps.push(g.clone());
        }
        for c in &shape.conflict {
            let (at, id) = ids(&c.id);
            self.unique(file, at, "conflict", &id);
            self.packs.conflicts.push(c.clone());
        }
        for t in &shape.terminology {
            let (at, id) = ids(&t.id);
            self.unique(file, at, "terminology", &id);
            self.packs.terminology.push(t.clone());
        }
    }

    fn entry(&mut self, file: &PackFile, shape: &EntryShape) {
        let at = shape.id.span().start;
        self.unique(file, at, "entry", shape.id.get_ref());
        let Some(predicate) = self.packs.predicate(shape.predicate.get_ref()) else {
            let message = format!("unknown predicate {:?}; define it under packs/core", shape.predicate.get_ref());
            return self.error(file, shape.predicate.span().start, message);
        };
        for (name, list) in [("yes", &shape.yes), ("no", &shape.no)] {
            if list.is_empty() {
                let message = format!("entry {:?} has no `{name}` sentence; give at least one", shape.id.get_ref());
                self.error(file, at, message);
            }
        }
        let mut forms = Vec::new();
        for form in &shape.forms {
            self.unique(
                file,
                form.span().start,
                "form",
                &format!("{} of {}", form.get_ref(), shape.predicate.get_ref()),
            );
            match self.packs.parse_pattern(form.get_ref()) {
                Ok(pattern) => forms.push(pattern),
                Err(wrong) => self.error(file, form.span().start, in_pattern(form.get_ref(), &wrong)),
            }
        }
        let mut unless = Vec::new();
        for form in &shape.unless {
            match self.packs.parse_pattern(form.get_ref()) {
                Ok(pattern) => unless.push(pattern),
                Err(wrong) => self.error(file, form.span().start, in_pattern(form.get_ref(), &wrong)),
            }
        }
        let at_home = shape.at_home.as_ref().and_then(|id| {
            let found = self.packs.predicate(id.get_ref());
            if found.is_none() {
                self.error(file, id.span().start, format!("unknown predicate {:?}", id.get_ref()));
            }
            found
        });
        let (about, value) = self.slots(file, shape, &forms);
        let example = |e: &Spanned<ExampleShape>| example(e, file);
        self.packs.entries.push(Entry {
            id: shape.id.get_ref().clone(),
            predicate,
            about,
            forms,
            unless,
            at_home,
            value,
            modality: shape.modality,
            polarity: shape.polarity,
            yes: shape.yes.iter().map(example).collect(),
            no: shape.no.iter().map(example).collect(),
            source: shape.source.clone(),
            at: (file.path.clone(), file.line(at)),
        });
    }

    /// Checks that `about` and `value` name only slots that some form has.
    fn slots(&mut self, file: &PackFile, shape: &EntryShape, forms: &[Pattern]) -> (About, Vec<ValuePart>) {
        let known: BTreeSet<&str> = forms.iter().flat_map(Pattern::slot_names).collect();
        let about = About::parse(shape.about.get_ref()).unwrap_or_else(|| {
            let message = format!(
                "unknown about {:?}; known: agent patient recipient subject holder bearer class {{slot}}",
                shape.about.get_ref()
            );
            self.error(file, shape.about.span().start, message);
            About::Subject
        });
        let value = value_parts(shape.value.get_ref()).unwrap_or_else(|message| {
            self.error(file, shape.value.span().start, message);
            Vec::new()
        });
        let used = value.iter().filter_map(|p| match p {
            ValuePart::Slot(s) | ValuePart::Printed(s) => Some((s, shape.value.span().start)),
            ValuePart::Text(_) | ValuePart::Match => None,
        });
        let in_about = match &about {
            About::Slot(s) => Some((s, shape.about.span().start)),
            _ => None,
        };
        let unknown: Vec<_> = used.chain(in_about).filter(|(s, _)| !known.contains(s.as_str())).collect();
        for (slot, at) in unknown {
            self.error(file, at, format!("unknown slot {{{slot}}}: no form of {:?} has it", shape.id.get_ref()));
        }
        (about, value)
    }

    fn finish(mut self, files: &[PackFile]) -> Result<Packs, Vec<PackError>> {
        self.check_references(files);
        let packs = &mut self.packs;
        packs.grammar = Grammar::intern(&mut packs.vocabulary);
        packs.lexicon.sort();
        packs.entries.sort_by(|a, b| a.id.cmp(&b.id));
        packs.triggers = vec![Vec::new(); packs.vocabulary.len() + 1];
        for (e, entry) in packs.entries.iter().enumerate() {
            for (f, form) in entry.forms.iter().enumerate() {
                if form.triggers.is_empty() {
                    packs.always.push((e, f));
                }
                for word in &form.triggers {
                    packs.triggers[word.index()].push((e, f));
                }
            }
        }
        let mut hash = Sha256::new();
        for file in files {
            hash.update(file.path.as_bytes());
            hash.update([0]);
            hash.update(file.text.as_bytes());
            hash.update([0]);
        }
        packs.hash = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        if self.errors.is_empty() {
            Ok(self.packs)
        } else {
            self.errors.sort();
            Err(self.errors)
        }
    }

    /// Gaps, conflicts, terminology and promises may only name predicates that exist.
    fn check_references(&mut self, files: &[PackFile]) {
        let mut unknown: Vec<(String, String)> = Vec::new();
        let mut check = |of: &str, id: &String| {
            if self.packs.predicate(id).is_none() {
                unknown.push((of.to_string(), id.clone()));
            }
        };
        for g in &self.packs.gaps {
            g.when.iter().chain(&g.unless).for_each(|p| check(g.id.get_ref(), p));
        }
        for c in &self.packs.conflicts {
            c.between.iter().for_each(|p| check(c.id.get_ref(), p));
        }
        for t in &self.packs.terminology {
            check(t.id.get_ref(), &t.beside);
        }
        for p in &self.packs.predicates {
            let promise = p.promise.iter().flat_map(|r| r.broken_by.iter().chain(&r.kept_by));
            promise
                .chain(&p.ends)
                .chain(&p.closes)
                .chain(&p.yields_to)
                .chain(&p.reason_of)
                .chain(&p.done_by)
                .for_each(|id| check(p.id.get_ref(), id));
        }
        // A fill may only name an axis and a state that the page knows; what names a thing is a list.
        for p in &self.packs.predicates {
            let list = p.named_by.iter().chain(&p.ended_by).filter(|list| self.packs.list(list).is_none());
            unknown.extend(list.map(|list| (p.id.get_ref().clone(), format!("@{list}"))));
            for fill in &p.fills {
                let axis = self.packs.axes.iter().find(|a| a.id.get_ref() == &fill.axis);
                if !axis.is_some_and(|a| a.states.iter().any(|(s, _)| s == &fill.state)) {
                    unknown.push((p.id.get_ref().clone(), format!("{}:{}", fill.axis, fill.state)));
                }
            }
        }
        for (of, id) in unknown {
            let place = files.iter().find_map(|f| {
                f.text
                    .find(&format!("id = \"{of}\""))
                    .or_else(|| f.text.find(&format!("id=\"{of}\"")))
                    .map(|at| (f, at))
            });
            if let Some((file, at)) = place {
                self.error(file, at, format!("{of:?} names {id:?}, which is not defined"));
            }
        }
    }
}

/// A mistake in a pattern, for the author of its file.
fn in_pattern(pattern: &str, wrong: &PatternError) -> String {
    format!("{wrong}, at {:?} in the pattern {pattern:?}", &pattern[wrong.at.clone()])
}

fn example(e: &Spanned<ExampleShape>, file: &PackFile) -> Example {
    let line = file.line(e.span().start);
    match e.get_ref() {
        ExampleShape::Text(text) => Example { text: text.clone(), line, ..Example::default() },
        ExampleShape::Full(full) => Example {
            text: full.text.clone(),
            about: full.about.clone(),
            value: full.value.clone(),
            modality: full.modality,
            polarity: full.polarity,
            speaker: full.speaker.clone(),
            when: full.when.clone(),
            line,
        },
    }
}

#[cfg(test)]
mod tests;
