//! Findings: what a person should look at before relying on a reading.

use casebook_packs::Kind as Lex;

use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::output::Spans;
use crate::own_account;
use crate::people::People;
use crate::reading::{DocumentInfo, Finding};
use crate::speech::Speeches;

/// Missing metadata: each absence is said once, none is filled by guessing.
pub fn metadata(info: &DocumentInfo, out: &mut Vec<Finding>) {
    let fields = [
        ("title", &info.title, "add the headline when you add the document"),
        ("published", &info.published, "without a date, times stay relative; add it if you know it"),
        ("publisher", &info.publisher, "without an outlet, the source cannot be graded"),
        ("url", &info.url, "without an address, the source cannot be found again"),
    ];
    for (field, value, hint) in fields {
        if value.is_none() {
            out.push(Finding {
                kind: "metadata-missing",
                message: format!("the document does not say its {field}"),
                anchor: None,
                hint: hint.into(),
            });
        }
    }
}

/// A language that is not read: names and dates are still found, claims are not.
pub fn language(name: &str, out: &mut Vec<Finding>) {
    out.push(Finding {
        kind: "language-not-read",
        message: format!("the text is in {name}, which is not read for claims yet"),
        anchor: None,
        hint: "names and dates are listed; have the text translated, and read the translation beside it".into(),
    });
}

/// Names that have lost a letter: the printed form stays, the likely one is suggested.
pub fn damaged_names(doc: &Doc<'_>, notes: &Annotations, spans: &Spans<'_>, out: &mut Vec<Finding>) {
    let mut seen: Vec<&str> = Vec::new();
    for note in notes.all().iter().filter(|n| n.label == Label::Person) {
        for t in note.tokens.clone() {
            let form = doc.form(t);
            if seen.contains(&form) || notes.lexicon(t, Lex::GivenName).is_some() {
                continue;
            }
            seen.push(form);
            if let [meant] = doc.packs.names_that_lost_a_letter(form) {
                out.push(Finding {
                    kind: "name-damaged",
                    message: format!("a letter seems to be missing from {form:?}; perhaps {meant:?}"),
                    anchor: Some(spans.of(t..t + 1)),
                    hint: "the printed form is kept; check the name in another copy".into(),
                });
            }
        }
    }
}

/// An account of which nothing says whose it is: what is told of "I" lands on nobody.
pub fn unsigned(doc: &Doc<'_>, people: &People, speeches: &Speeches, spans: &Spans<'_>, out: &mut Vec<Finding>) {
    out.extend(own_account::of_nobody(doc, people, &speeches.quotes).map(|first| Finding {
        kind: "writer-unknown",
        message: "the text says “I” and does not say who that is".into(),
        anchor: Some(spans.of(first..first + 1)),
        hint: "what it tells of “I” is not read; read it yourself".into(),
    }));
}

/// Statements held back until somebody has looked.
pub fn held(span: crate::reading::Span, out: &mut Vec<Finding>) {
    out.push(Finding {
        kind: "held-for-review",
        message: "a damaging statement about a person that nobody is named for".into(),
        anchor: Some(span),
        hint: "accept it only with a source that stands behind it".into(),
    });
}
