//! Records that print who speaks before what is said: parliaments, hearings, interviews with names
//! ("Deputy Minister Ana Silva: Madam Chair, …"). Each turn belongs to the one whose label opens it,
//! until the next label.

use std::ops::Range;

use casebook_model::Upos;

use crate::doc::Doc;
use crate::interview::paragraphs;
use crate::people::{Kind, Number, People};
use crate::speech::Speaker;

/// Fewest turns that make a text a record.
const FEWEST: usize = 3;
/// Longest label, in tokens.
const LONGEST: usize = 16;

/// One turn.
pub struct Turn {
    /// Who speaks.
    pub speaker: Speaker,
    /// The words for who speaks.
    pub label: Range<usize>,
    /// What is said.
    pub content: Range<usize>,
    /// The label names a seat or an office.
    pub in_office: bool,
}

/// All turns in order; none for a text that is no record.
pub fn turns(doc: &Doc<'_>, people: &People) -> Vec<Turn> {
    let paragraphs = paragraphs(doc);
    let Some(end) = paragraphs.last().map(|p| p.end) else { return Vec::new() };
    // "RIGA: …" opens an item of a digest.
    // "Madam Speaker: …"
    let seat = |l: &Range<usize>| l.len() == 2 && doc.packs.listed("spoken_to", doc.words[l.end - 1].form);
    let speaks = |l: &Range<usize>| person(people, l).is_some() || doc.words[l.start].upos == Upos::Det || seat(l);
    let labels: Vec<Range<usize>> = paragraphs.iter().filter_map(|p| label(doc, p)).filter(speaks).collect();
    let short = |l: &Range<usize>| doc.quote(l.start..before_bracket(doc, l)).to_lowercase();
    let mut names: Vec<String> = labels.iter().map(short).collect();
    names.sort_unstable();
    names.dedup();
    if labels.len() < FEWEST || names.len() < 2 || labels_answers_only(doc, &paragraphs, &labels) {
        return Vec::new();
    }
    let persons: Vec<Option<usize>> = labels.iter().map(|l| person(people, l)).collect();
    let mut out = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        // "The Chair (Ana Silva)" once, "The Chair" from then on.
        let known = || (0..labels.len()).find_map(|j| persons[j].filter(|_| short(&labels[j]) == short(label)));
        let start = label.start + usize::from(doc.words[label.start].upos == Upos::Det && label.len() > 1);
        let role = || Speaker::Role(doc.quote(start..before_bracket(doc, label)).to_string());
        let speaker = persons[i].or_else(known).map_or_else(role, Speaker::Person);
        let content = label.end + 1..labels.get(i + 1).map_or(end, |next| next.start);
        out.push(Turn { speaker, label: label.clone(), content, in_office: in_office(doc, label) });
    }
    out
}

/// Is it an interview that prints names before answers alone (`interview.rs`)? There the first label follows a question, and most
/// others what has none; in a record every turn has its label.
fn labels_answers_only(doc: &Doc<'_>, paragraphs: &[Range<usize>], labels: &[Range<usize>]) -> bool {
    let labelled = |p: &Range<usize>| labels.iter().any(|l| l.start == p.start);
    let before = |at: usize| paragraphs.iter().rfind(|p| p.end <= at).filter(|p| !labelled(p)).cloned();
    let asks = |p: Range<usize>| doc.form(p.end - 1) == "?";
    let first = labels.first().and_then(|l| before(l.start)).is_some_and(asks);
    let asked = labels.iter().filter(|l| before(l.start).is_some_and(asks));
    first && 2 * asked.count() >= labels.len()
}

/// The words before the colon that opens a paragraph, when they can name a speaker: a capital first,
/// no verb, no end of a sentence, and something said behind.
fn label(doc: &Doc<'_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let reach = paragraph.end.min(paragraph.start + LONGEST);
    // "Mr. CALDER-NAIR. If I may": records of the United States Congress.
    let capitals = |t: usize| doc.form(t) == "." && doc.all_caps(t - 1) && doc.form(t - 1).chars().count() > 2;
    let colon = (paragraph.start + 1..reach).find(|t| doc.form(*t) == ":" || capitals(*t))?;
    let named = doc.capital(paragraph.start) && colon + 2 < paragraph.end;
    let mut bracket = false;
    let plain = (paragraph.start..colon).all(|t| {
        bracket = (bracket || doc.form(t) == "(") && doc.form(t) != ")";
        let ends = matches!(doc.form(t), "?" | "!" | ";") || doc.form(t) == "." && doc.form(t - 1).len() > 3;
        bracket || !ends && !matches!(doc.words[t].upos, Upos::Verb | Upos::Aux | Upos::Pron)
    });
    (named && plain).then_some(paragraph.start..colon)
}

fn before_bracket(doc: &Doc<'_>, label: &Range<usize>) -> usize {
    let cut = label.clone().find(|t| matches!(doc.form(*t), "(" | ",")).filter(|t| *t > label.start);
    cut.unwrap_or(label.end)
}

/// Does the label name a seat or an office: "Ms Ana Silva (Lisbon):", "Mr Ana Silva (Minister for Trade):"?
fn in_office(doc: &Doc<'_>, label: &Range<usize>) -> bool {
    label.clone().any(|t| doc.form(t) == "(") || doc.form(label.end) == "."
}

/// The person named in a label, by name before description.
fn person(people: &People, label: &Range<usize>) -> Option<usize> {
    let inside: Vec<_> = people
        .mentions
        .iter()
        .filter(|m| label.contains(&m.head) && m.person.is_some_and(|p| people.persons[p].number == Number::One))
        .collect();
    let name = inside.iter().find(|m| m.kind == Kind::Name);
    name.or(inside.first()).and_then(|m| m.person)
}
