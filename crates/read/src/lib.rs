//! Reads one document: who is spoken of, what is said of them, by whom, how certain, since when.
//!
//! Comes in: [`Evidence`] (bytes as received) and [`Packs`]. Goes out: a [`Reading`]. A pure
//! function: no clock, disk, network, randomness or hash order; the same on a laptop, in the
//! server and on a cluster. Steps, each a module: text (`casebook_text`) → [`doc`] (tags, trees) →
//! [`annotate`] → [`people`] → [`speech`] → [`claim`] → [`output`]. Leaves to others: what follows
//! for a case (`casebook_case`), and who is the same person in two documents (`resolve`).
#![deny(clippy::disallowed_methods)]

pub mod annotate;
pub mod attempt;
pub mod attributed;
pub mod bench;
pub mod cast;
pub mod certainty;
pub mod check;
pub mod claim;
pub mod condition;
pub mod confidence;
pub mod conllu;
pub mod dateline;
pub mod discourse;
pub mod doc;
mod extent;
pub mod finding;
pub mod format;
pub mod gear;
pub mod head;
mod inflection;
mod inside;
pub mod interview;
pub mod layers;
pub mod matcher;
pub mod output;
mod own_account;
mod own_words;
pub mod path;
pub mod people;
pub mod quote;
pub mod reading;
pub mod show;
pub mod slot;
pub mod speech;
pub mod syntax;
pub mod table;
pub mod transcript;
pub mod value;
pub mod when;
pub mod who;
pub mod zone;

use casebook_facts::{Evidence, EvidenceId};
use casebook_packs::Packs;
use casebook_text::Refusal;

use annotate::{Anchor, Day};
use doc::Doc;
use gear::Gear;
use layers::Layers;
use reading::{DocumentInfo, DroppedPart, Reading};

/// How a document is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How its bytes become text.
    pub source: casebook_text::Options,
    /// Who reads the text.
    pub gear: Gear,
    /// Day of publication, whatever the document says of it: the anchor of its dates.
    pub published: Option<Day>,
    /// Keep what phrasings state where everything else speaks against it, and suggestions that are likelier wrong than right.
    pub doubtful: bool,
}

/// Reads one document.
///
/// # Errors
/// A [`Refusal`] when the file cannot be read as text; the message never quotes it.
pub fn read(evidence: &Evidence, packs: &Packs, options: &Options) -> Result<Reading, Refusal> {
    let document = casebook_text::read(&evidence.bytes, &evidence.name, &options.source, &packs.boilerplate)?;
    let of = Source { id: evidence.id, name: &evidence.name, bytes: evidence.bytes.len() };
    Ok(read_document(of, &document, packs, options))
}

/// What a document is read from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// SHA-256 of its bytes.
    pub id: EvidenceId,
    /// Its name, for people.
    pub name: &'a str,
    /// Size of its bytes.
    pub bytes: usize,
}

/// Reads a document whose clean text is at hand.
#[must_use]
pub fn read_document(of: Source<'_>, document: &casebook_text::Document, packs: &Packs, options: &Options) -> Reading {
    let (head, zones) = head::read(&document.text.text, &document.text.paragraphs, packs);
    let page = &document.metadata;
    let mut info = DocumentInfo {
        title: page.title.clone().or_else(|| head.title.clone().filter(|_| document.extractor.is_none())),
        published: options.published.map(Day::edtf).or_else(|| page.published.clone()).or(head.published),
        publisher: page.publisher.clone().or_else(|| head.publisher.clone().filter(|_| document.extractor.is_none())),
        url: page.url.clone().or(head.url),
        author: page.author.clone().or(head.author),
        language: None,
    };
    let mut findings = Vec::new();
    let language = language(&document.text.text);
    info.language = language.map(|l| l.0.to_string());
    finding::metadata(&info, &mut findings);
    for remark in &document.remarks {
        findings.push(reading::Finding {
            kind: "file",
            message: remark.clone(),
            anchor: None,
            hint: "compare with the original if names look wrong".into(),
        });
    }
    let mut doc = Doc::new(&document.text.text, &document.text.paragraphs, &zones, packs);
    let anchor = Anchor::of(info.published.as_deref(), head.told.as_deref());
    let readable = language.is_none_or(|l| l.0 == "en");
    if !readable {
        finding::language(language.map_or("an unknown language", |l| l.1), &mut findings);
    }
    let Layers { notes, people, speeches, claims } = Layers::of(&mut doc, anchor, readable, options);
    let spans = output::Spans::new(&doc);
    finding::damaged_names(&doc, &notes, &spans, &mut findings);
    if readable {
        finding::unsigned(&doc, &people, &speeches, &spans, &mut findings);
    }
    let output::Listed { people: mut listed, claims, attributions } =
        output::people_and_claims(&doc, &people, &speeches, &claims, &spans, options.gear);
    if let Some(author) = &info.author {
        output::authors(&doc, author, &spans, &mut listed);
    }
    for claim in claims.iter().filter(|c| c.review.is_some()) {
        finding::held(claim.anchors[0].1.clone(), &mut findings);
    }
    Reading {
        evidence: of.id,
        name: of.name.to_string(),
        bytes: of.bytes,
        media_type: document.media_type.name(),
        charset: document.charset,
        extractor: document.extractor,
        document: info,
        dropped: dropped(&document.text),
        annotations: output::annotations(&notes, &spans),
        attributions,
        people: listed,
        claims,
        findings,
        text: document.text.text.clone(),
    }
}

fn dropped(text: &casebook_text::CleanText) -> Vec<DroppedPart> {
    let part = |d: &casebook_text::Dropped| DroppedPart {
        start_byte: d.source.start,
        end_byte: d.source.end,
        reason: d.reason.clone(),
    };
    text.dropped.iter().map(part).collect()
}

/// Language tag and English name; `None` when the text is too short to tell.
fn language(text: &str) -> Option<(&'static str, &'static str)> {
    let cut = text.char_indices().nth(4000).map_or(text.len(), |(i, _)| i);
    let info = whatlang::detect(&text[..cut])?;
    let name = info.lang().eng_name();
    let tag = match info.lang().code() {
        "eng" => "en",
        "rus" => "ru",
        "ukr" => "uk",
        "bel" => "be",
        "spa" => "es",
        "por" => "pt",
        "fra" => "fr",
        "deu" => "de",
        "ita" => "it",
        "nld" => "nl",
        "pol" => "pl",
        "ces" => "cs",
        "slk" => "sk",
        "tur" => "tr",
        "ara" => "ar",
        "pes" => "fa",
        "heb" => "he",
        "hin" => "hi",
        "ben" => "bn",
        "nep" => "ne",
        "cmn" => "zh",
        "jpn" => "ja",
        "kor" => "ko",
        "vie" => "vi",
        "ell" => "el",
        "hun" => "hu",
        "ron" => "ro",
        "bul" => "bg",
        "srp" => "sr",
        "swe" => "sv",
        other => other,
    };
    // English prose is told from a wrong guess on short texts by the detector's own confidence.
    (info.is_reliable() || tag == "en").then_some((tag, name))
}
