//! Reads CoNLL-U treebanks, GUM's entity annotation included.

use std::path::Path;

use casebook_model::{Name, NameKind, Upos};

/// One training sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub forms: Vec<String>,
    pub lemmas: Vec<String>,
    pub upos: Vec<Upos>,
    /// Head per word, `None` for the root. Empty where the data has no trees.
    pub heads: Vec<Option<usize>>,
    pub relations: Vec<String>,
    /// Name label per word.
    pub names: Vec<Name>,
}

pub fn read_file(path: &Path) -> std::io::Result<Vec<Sentence>> {
    Ok(read(&std::fs::read_to_string(path)?))
}

/// GUM's train and dev documents, by its `splits.md`.
pub fn read_gum(folder: &Path) -> std::io::Result<(Vec<Sentence>, Vec<Sentence>)> {
    let splits = std::fs::read_to_string(folder.join("splits.md"))?;
    let dev_part = splits.split("## test").next().unwrap_or("");
    let mut files: Vec<_> = std::fs::read_dir(folder.join("dep"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let (mut train, mut dev) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.file_name().to_string_lossy().replace(".conllu", "");
        let into = if dev_part.contains(&name) { &mut dev } else { &mut train };
        into.extend(read_file(&file.path())?);
    }
    Ok((train, dev))
}

fn read(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut now = Sentence::default();
    let mut entities = String::new();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !now.forms.is_empty() {
                out.push(std::mem::take(&mut now));
            }
        } else if !line.starts_with('#') {
            push_word(&mut now, line, &mut entities);
        }
    }
    for s in &mut out {
        keep_proper_names(s);
    }
    out
}

/// Adds one CoNLL-U line; multiword ranges and empty nodes are passed over.
fn push_word(s: &mut Sentence, line: &str, open: &mut String) {
    let f: Vec<&str> = line.split('\t').collect();
    if f.len() < 10 || f[0].contains(['-', '.']) {
        return;
    }
    s.forms.push(f[1].to_string());
    s.lemmas.push(f[2].to_string());
    s.upos.push(Upos::parse(f[3]).unwrap_or_default());
    s.heads.push(f[6].parse::<usize>().ok().and_then(|h| h.checked_sub(1)));
    s.relations.push(f[7].to_string());
    let entity = f[9].split('|').find_map(|x| x.strip_prefix("Entity=")).unwrap_or("");
    s.names.push(entity_label(entity, open, s.forms.len() == 1));
}

/// Follows GUM's bracketed entities; `open` holds one letter per open bracket (P, L, O or -).
/// The label is that of the innermost open person, place or organisation.
fn entity_label(entity: &str, open: &mut String, sentence_start: bool) -> Name {
    if sentence_start {
        open.clear();
    }
    let mut begun = None;
    let mut rest = entity;
    let mut closing = 0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('(') {
            let end = after.find(['(', ')']).unwrap_or(after.len());
            let kind = match after[..end].split('-').nth(1) {
                Some("person") => 'P',
                Some("place") => 'L',
                Some("organization") => 'O',
                _ => '-',
            };
            open.push(kind);
            begun = Some(open.len());
            rest = &after[end..];
            if let Some(after) = rest.strip_prefix(')') {
                closing += 1;
                rest = after;
            }
        } else {
            let end = rest.find(')').map_or(rest.len(), |i| i + 1);
            closing += usize::from(rest[..end].ends_with(')'));
            rest = &rest[end..];
        }
    }
    let depth = open.rfind(|c| c != '-').map(|i| i + 1);
    let label = depth.map_or(Name::Outside, |d| {
        let kind = match open.as_bytes()[d - 1] {
            b'P' => NameKind::Person,
            b'L' => NameKind::Place,
            _ => NameKind::Organisation,
        };
        if begun.is_some_and(|b| b >= d && entity.starts_with('(')) { Name::Begin(kind) } else { Name::Inside(kind) }
    });
    for _ in 0..closing {
        open.pop();
    }
    label
}

/// GUM marks every nominal; a name keeps only its run of proper nouns.
fn keep_proper_names(s: &mut Sentence) {
    let mut last: Option<NameKind> = None;
    for i in 0..s.names.len() {
        let inner = matches!(s.upos[i], Upos::Propn)
            || (last.is_some()
                && s.upos.get(i + 1) == Some(&Upos::Propn)
                && matches!(s.upos[i], Upos::Adp | Upos::Punct | Upos::Det | Upos::Cconj)
                && s.names.get(i + 1).is_some_and(|n| matches!(n, Name::Inside(_))));
        let kind = s.names[i].kind().filter(|_| inner);
        let begins = matches!(s.names[i], Name::Begin(_)) || kind != last;
        s.names[i] = match kind {
            None => Name::Outside,
            Some(k) if begins => Name::Begin(k),
            Some(k) => Name::Inside(k),
        };
        last = kind;
    }
}
