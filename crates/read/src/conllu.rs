//! The language layer in CoNLL-U, the form in which anyone can score it.
//!
//! Out go `UPOS`, `LEMMA`, `HEAD` and `DEPREL`; in `MISC` the label of a name (`NER=B-PER`) and the
//! kind of mention that a word is the head of (`Mention=person`; GUM's entity types), and the
//! brackets of entities with two mentions or more (`Coref=(1,2`, `Coref=1)`, `Coref=(3)`, as in the
//! CoNLL-2012 files, several joined by commas). `XPOS`, `FEATS` and `DEPS` stay empty.
//! Source: <https://universaldependencies.org/format.html>.

use std::fmt::Write;
use std::ops::Range;

use casebook_model::coreference::Coreference;
use casebook_model::encoder::{Analysis, Encoder, Mention};
use casebook_model::parsed::Parsed;
use casebook_model::{FirstGear, Name, NameKind, Word};
use casebook_packs::Packs;
use casebook_text::segment::segment;

use crate::discourse::gender;

/// A line that is no CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it; never quotes it.
    pub message: &'static str,
}

/// One sentence as given.
#[derive(Default)]
struct Given {
    comments: Vec<String>,
    forms: Vec<String>,
    /// Of each word: does it keep white space notes in `MISC`?
    spaces: Vec<String>,
    /// Lines of multiword tokens, by the number of words before them.
    ranges: Vec<(usize, String)>,
}

impl Given {
    /// Makes multiword tokens of the parts of one printed word ("do" and "n't").
    fn join(&mut self, packs: &Packs) {
        let n = self.forms.len();
        let mut i = 0;
        while i + 1 < n {
            let mut end = i + 1;
            while end < n
                && self.spaces[end - 1] == "SpaceAfter=No"
                && packs.tokens.one_word(&self.forms[end - 1], &self.forms[end])
            {
                end += 1;
            }
            if end > i + 1 {
                let space = std::mem::take(&mut self.spaces[end - 1]);
                self.spaces[i..end].fill(String::new());
                let misc = if space.is_empty() { "_" } else { &space };
                let form = self.forms[i..end].concat();
                self.ranges.push((i, format!("{}-{end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1)));
            }
            i = end;
        }
    }
}

/// Fills a CoNLL-U file: sentences and words stay as they are, everything else is made anew.
/// Multiword tokens and comments are kept, empty nodes left out.
///
/// # Errors
/// The first [`BadLine`].
pub fn fill(text: &str, packs: &Packs, encoder: bool) -> Result<String, BadLine> {
    Ok(print(&parse(text)?, packs, encoder))
}

/// Splits a plain text and prints it. Blank lines part paragraphs.
#[must_use]
pub fn raw(text: &str, packs: &Packs, encoder: bool) -> String {
    let paragraphs = paragraphs(text);
    let segments = segment(text, &paragraphs, &packs.tokens);
    let mut given = Vec::with_capacity(segments.sentences.len());
    let mut paragraph = None;
    for (i, s) in segments.sentences.iter().enumerate() {
        let tokens = &segments.tokens[s.tokens.clone()];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let mut one = Given::default();
        one.comments.extend((i == 0).then(|| "# newdoc".to_string()));
        one.comments.extend((paragraph != Some(s.paragraph)).then(|| "# newpar".to_string()));
        paragraph = Some(s.paragraph);
        one.comments.push(format!("# sent_id = {}", i + 1));
        let line = text[first.start as usize..last.end as usize].split_whitespace().collect::<Vec<_>>().join(" ");
        one.comments.push(format!("# text = {line}"));
        for t in tokens {
            one.forms.push(t.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
            let apart = text[t.end as usize..].chars().next().is_none_or(char::is_whitespace);
            one.spaces.push(if apart { String::new() } else { "SpaceAfter=No".into() });
        }
        one.join(packs);
        given.push(one);
    }
    print(&given, packs, encoder)
}

/// Runs of lines that are not blank.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let (mut out, mut start, mut at) = (Vec::new(), None, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            out.extend(start.take().map(|s| s..at));
        } else {
            start = start.or(Some(at));
        }
        at += line.len();
    }
    out.extend(start.map(|s| s..at));
    out
}

fn parse(text: &str) -> Result<Vec<Given>, BadLine> {
    let (mut out, mut current) = (Vec::new(), Given::default());
    for (i, line) in text.lines().chain([""]).enumerate() {
        let bad = |message| BadLine { line: i + 1, message };
        if line.trim().is_empty() {
            if !current.forms.is_empty() {
                out.push(std::mem::take(&mut current));
            }
            continue;
        }
        if line.starts_with('#') {
            current.comments.push(line.to_string());
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, .., misc] = columns.as_slice() else {
            return Err(bad("ten columns, parted by tabs, are wanted"));
        };
        if columns.len() != 10 {
            return Err(bad("ten columns, parted by tabs, are wanted"));
        }
        if id.contains('-') {
            current.ranges.push((current.forms.len(), line.to_string()));
        } else if id.contains('.') {
            // Empty nodes belong to enhanced dependencies, which are not made here.
        } else if id.parse() == Ok(current.forms.len() + 1) {
            current.forms.push((*form).to_string());
            let spaces: Vec<&str> = misc.split('|').filter(|m| m.starts_with("Space")).collect();
            current.spaces.push(spaces.join("|"));
        } else {
            return Err(bad("words of a sentence are numbered 1, 2, 3, …"));
        }
    }
    Ok(out)
}

fn print(given: &[Given], packs: &Packs, encoder: bool) -> String {
    let mut out = String::new();
    let mut documents: Vec<Range<usize>> = Vec::new();
    for (i, s) in given.iter().enumerate() {
        match documents.last_mut() {
            Some(last) if !s.comments.iter().any(|c| c.starts_with("# newdoc")) => last.end = i + 1,
            _ => documents.push(i..i + 1),
        }
    }
    for document in documents {
        let sentences = &given[document];
        let forms: Vec<Vec<&str>> = sentences.iter().map(|s| s.forms.iter().map(String::as_str).collect()).collect();
        if encoder {
            let analyses = Encoder::bundled().read(&forms);
            let brackets = brackets(sentences, &forms, &analyses, packs);
            for ((s, analysis), brackets) in sentences.iter().zip(&analyses).zip(&brackets) {
                sentence(s, &analysis.words, &analysis.mentions, brackets, &mut out);
            }
        } else {
            for (s, forms) in sentences.iter().zip(&forms) {
                sentence(s, &FirstGear::bundled().annotate(forms), &[], &[], &mut out);
            }
        }
    }
    out
}

/// For each sentence and word, the brackets of the entities that begin or end there.
fn brackets(given: &[Given], forms: &[Vec<&str>], analyses: &[Analysis], packs: &Packs) -> Vec<Vec<String>> {
    let parsed: Vec<Parsed<'_>> = forms.iter().zip(analyses).map(|(f, a)| Parsed::new(f, a)).collect();
    let names: Vec<Option<&str>> =
        given.iter().map(|s| s.comments.iter().find_map(|c| c.strip_prefix("# speaker = "))).collect();
    let speakers: Vec<Option<usize>> =
        names.iter().map(|n| n.and_then(|_| names.iter().position(|o| o == n))).collect();
    let (mentions, links) = Coreference::bundled().resolve(&parsed, &speakers, &|name| gender(packs, name));
    let mut entity: Vec<Option<usize>> = vec![None; mentions.len()];
    let mut n = 0;
    for (i, link) in links.iter().enumerate() {
        let Some(j) = link.antecedent else { continue };
        let id = *entity[j].get_or_insert_with(|| {
            n += 1;
            n
        });
        entity[i] = Some(id);
    }
    let mut out: Vec<Vec<Vec<String>>> = forms.iter().map(|f| vec![Vec::new(); f.len()]).collect();
    // Mentions are in order, the longest of those that begin at one word first: so brackets nest.
    for (m, id) in mentions.iter().zip(&entity) {
        let Some(id) = id else { continue };
        if m.end == m.start + 1 {
            out[m.sentence][m.start].push(format!("({id})"));
        } else {
            out[m.sentence][m.start].push(format!("({id}"));
        }
    }
    for (m, id) in mentions.iter().zip(&entity).rev() {
        if let Some(id) = id.filter(|_| m.end > m.start + 1) {
            out[m.sentence][m.end - 1].push(format!("{id})"));
        }
    }
    out.into_iter().map(|s| s.into_iter().map(|w| w.join(",")).collect()).collect()
}

fn sentence(given: &Given, words: &[Word], mentions: &[Option<Mention>], brackets: &[String], out: &mut String) {
    for comment in &given.comments {
        let _ = writeln!(out, "{comment}");
    }
    let mut ranges = given.ranges.iter().peekable();
    for (i, (form, word)) in given.forms.iter().zip(words).enumerate() {
        while let Some((_, line)) = ranges.next_if(|(before, _)| *before <= i) {
            let _ = writeln!(out, "{line}");
        }
        let name = match word.name {
            Name::Outside => None,
            Name::Begin(kind) => Some(format!("NER=B-{}", short(kind))),
            Name::Inside(kind) => Some(format!("NER=I-{}", short(kind))),
        };
        let spaces = Some(given.spaces[i].clone()).filter(|s| !s.is_empty());
        let coref = brackets.get(i).filter(|b| !b.is_empty()).map(|b| format!("Coref={b}"));
        let mention = mentions.get(i).copied().flatten().map(|m| format!("Mention={}", m.name()));
        let misc: Vec<String> = [coref, mention, name, spaces].into_iter().flatten().collect();
        let misc = if misc.is_empty() { "_".to_string() } else { misc.join("|") };
        let head = word.head.map_or(0, |h| h + 1);
        let (upos, lemma) = (word.upos.name(), &word.lemma);
        let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{}\t_\t{misc}", i + 1, word.deprel);
    }
    out.push('\n');
}

fn short(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Place => "LOC",
        NameKind::Organisation => "ORG",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "# newdoc id = a\n# sent_id = 1\n# text = Ilse Brandt can't stay.\n\
        1\tIlse\t_\t_\t_\t_\t_\t_\t_\tEntity=x\n2\tBrandt\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3-4\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n3\tca\t_\t_\t_\t_\t_\t_\t_\t_\n4\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        4.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n5\tstay\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n6\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
        1\tShe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t_\t_\t_\t_\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    fn columns(out: &str, id: &str, column: usize) -> Vec<String> {
        let rows = out.lines().map(|l| l.split('\t').collect::<Vec<_>>());
        rows.filter(|r| r[0] == id).map(|r| r[column].to_string()).collect()
    }

    #[test]
    fn words_stay_and_all_else_is_made() {
        let out = fill(GIVEN, casebook_packs::bundled(), true).expect("well-formed");
        assert!(out.starts_with("# newdoc id = a\n# sent_id = 1\n"));
        assert!(out.contains("\n3-4\tcan't\t"));
        assert_eq!(columns(&out, "1", 1), ["Ilse", "She"]);
        assert_eq!(columns(&out, "5", 3), ["VERB"]);
        assert_eq!(columns(&out, "2", 2), ["Brandt", "leave"]);
        assert_eq!(columns(&out, "5", 9), ["SpaceAfter=No"]);
        assert_eq!(columns(&out, "1", 9), ["Coref=(1|Mention=person|NER=B-PER", "Coref=(1)|Mention=person"]);
        assert_eq!(columns(&out, "2", 9), ["Coref=1)|NER=I-PER", "_"]);
        assert!(!out.contains("Entity") && !out.contains("4.1"));
        // What was printed can be read again, and nothing changes.
        assert_eq!(fill(&out, casebook_packs::bundled(), true).as_deref(), Ok(out.as_str()));
    }

    #[test]
    fn a_plain_text_is_split_and_says_where_blanks_are_missing() {
        let text = "Prof. Brandt won't stay.  She left\nat 9.\n\nNo. 4 was closed.\n";
        let out = raw(text, casebook_packs::bundled(), false);
        assert_eq!(out.matches("# newpar").count(), 2);
        assert_eq!(columns(&out, "1", 1), ["Prof.", "She", "No."]);
        assert_eq!(columns(&out, "3-4", 1), ["won't"]);
        assert_eq!(columns(&out, "5", 9), ["SpaceAfter=No", "_", "_"]);
        assert!(out.contains("# text = She left at 9.\n"));
    }

    #[test]
    fn a_bad_line_is_named() {
        let packs = casebook_packs::bundled();
        assert_eq!(fill("1\tword\n", packs, false).map_err(|b| b.line), Err(1));
        let skips = GIVEN.replace("\n2\tBrandt", "\n3\tBrandt");
        assert_eq!(fill(&skips, packs, false).map_err(|b| b.line), Err(5));
    }
}
