//! The inside of a reading, for people who write packs: tags and trees, people, who says what.

use std::fmt::Write;

use casebook_facts::Evidence;
use casebook_packs::Packs;
use casebook_text::Refusal;

use crate::Options;
use crate::annotate::Annotations;
use crate::doc::Doc;
use crate::layers::Layers;
use crate::people::People;
use crate::speech::Speaker;
use crate::zone::Zone;

/// Sentences with their trees and annotations, then the people and who says what.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text.
pub fn tree(evidence: &Evidence, packs: &Packs, options: &Options) -> Result<String, Refusal> {
    let document = casebook_text::read(&evidence.bytes, &evidence.name, &options.source, &packs.boilerplate)?;
    let zones = vec![Zone::Body; document.text.paragraphs.len()];
    let mut doc = Doc::new(&document.text.text, &document.text.paragraphs, &zones, packs);
    let Layers { notes, people, speeches, .. } = Layers::of(&mut doc, None, true, options.gear);
    let mut out = String::new();
    for sentence in &doc.sentences {
        let _ = writeln!(out, "{}", doc.quote(sentence.tokens.clone()));
        for t in sentence.tokens.clone() {
            word(&doc, &notes, &people, t, &mut out);
        }
        out.push('\n');
    }
    for (i, p) in people.persons.iter().enumerate().filter(|(_, p)| !p.mentions.is_empty()) {
        let names: Vec<&str> = p.mentions.iter().map(|m| doc.quote(people.mentions[*m].tokens.clone())).collect();
        let _ = writeln!(out, "{i} {:?} {} {:?}: {}", p.number, people.level(i).name(), p.name, names.join(" | "));
    }
    for s in &speeches.all {
        let who = match &s.speaker {
            Speaker::Outlet => "outlet".to_string(),
            Speaker::Person(p) => format!("person {p}"),
            Speaker::Role(role) => role.clone(),
        };
        let what: Vec<&str> = s.content.iter().map(|r| doc.quote(r.clone())).collect();
        let _ = writeln!(out, "{who} [{}]: {}", doc.form(s.cue), what.join(" // "));
    }
    Ok(out)
}

fn word(doc: &Doc<'_>, notes: &Annotations, people: &People, t: usize, out: &mut String) {
    let w = &doc.words[t];
    let head = w.head.map_or("-".to_string(), |h| h.to_string());
    let labels: Vec<String> =
        notes.starting(t).map(|n| format!("{}[{}]", n.label.name(), doc.quote(n.tokens.clone()))).collect();
    let person = people.person_at(t).map_or(String::new(), |p| format!("@{p}"));
    let _ = writeln!(
        out,
        "{t:5} {:18} {:6} {head:>5} {:14} {person:5} {}",
        doc.form(t),
        w.upos.name(),
        w.rel,
        labels.join(" ")
    );
}
