//! From token positions to what a reading shows: people worth listing, claims with code-point
//! anchors, ids in the order of the text.

use std::ops::Range;

use crate::annotate::Annotations;
use crate::attributed;
use crate::cast::Cast;
use crate::claim::Claim;
use crate::confidence;
use crate::doc::Doc;
use crate::gear::Gear;
use crate::people::{IdentityLevel, Kind, Mention, Number, People, in_full, names_match};
use crate::reading::{AnnotationOut, AttributionOut, ClaimOut, PersonOut, Span};
use crate::speech::{Speaker, Speeches};

/// Mentions up to which an author may also stand in the text (a byline, a note at the end).
const SPOKEN_OF: usize = 3;

/// Adds whom the document names as its authors: as `reporter`, with the words of the byline where
/// the text still has them.
pub fn authors(doc: &Doc<'_>, author: &str, spans: &Spans<'_>, people: &mut Vec<PersonOut>) {
    let names = author.split(" and ").flat_map(|a| a.split(", ")).map(str::trim);
    for name in names.filter(|n| n.split(' ').count() > 1) {
        if let Some(known) = people.iter_mut().find(|p| names_match(&p.name, name, false)) {
            // Somebody whom the report keeps speaking of is in its story, whoever wrote it.
            if known.mentions.len() <= SPOKEN_OF {
                known.role = "reporter";
            }
            continue;
        }
        people.push(PersonOut {
            id: format!("p{}", people.len() + 1),
            name: name.to_string(),
            level: IdentityLevel::Named,
            role: "reporter",
            mentions: doc.text.find(name).map(|at| spans.bytes(at..at + name.len())).into_iter().collect(),
            kin_of: None,
            acts_for: None,
        });
    }
}

/// Turns token ranges into code-point spans.
pub struct Spans<'a> {
    doc: &'a Doc<'a>,
    /// Code points before each block of 256 bytes.
    marks: Vec<usize>,
}

const BLOCK: usize = 256;

impl<'a> Spans<'a> {
    /// Indexes a document's text.
    #[must_use]
    pub fn new(doc: &'a Doc<'a>) -> Spans<'a> {
        let mut marks = vec![0];
        let mut count = 0;
        for block in doc.text.as_bytes().chunks(BLOCK) {
            count += starts(block);
            marks.push(count);
        }
        Spans { doc, marks }
    }

    fn code_point(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.marks[block] + starts(&self.doc.text.as_bytes()[block * BLOCK..byte])
    }

    /// The span of a token range.
    #[must_use]
    pub fn of(&self, tokens: Range<usize>) -> Span {
        self.bytes(self.doc.bytes(tokens))
    }

    /// The span of a byte range.
    fn bytes(&self, bytes: Range<usize>) -> Span {
        Span {
            start: self.code_point(bytes.start),
            end: self.code_point(bytes.end),
            quote: self.doc.text[bytes].to_string(),
        }
    }
}

/// Bytes that begin a character.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count()
}

/// All annotations as shown.
#[must_use]
pub fn annotations(notes: &Annotations, spans: &Spans<'_>) -> Vec<AnnotationOut> {
    let mut out: Vec<AnnotationOut> = notes
        .all()
        .iter()
        .map(|n| AnnotationOut { kind: n.label.name(), span: spans.of(n.tokens.clone()), value: n.value.clone() })
        .collect();
    // Of two that say the same of the same words, the one with a normal form stands first and stays.
    let key = |a: &AnnotationOut| (a.span.start, a.span.end, a.kind.clone());
    out.sort_by_key(|a| (key(a), a.value.is_empty()));
    out.dedup_by_key(|a| key(a));
    out
}

/// What a reading lists with the ids of its people.
pub struct Listed {
    /// The people worth listing.
    pub people: Vec<PersonOut>,
    /// The claims about them.
    pub claims: Vec<ClaimOut>,
    /// Who says what.
    pub attributions: Vec<AttributionOut>,
}

/// The people worth listing, the claims about them and what is said, with ids.
#[must_use]
pub fn people_and_claims(
    doc: &Doc<'_>,
    people: &People,
    speeches: &Speeches,
    claims: &[Claim],
    spans: &Spans<'_>,
    gear: Gear,
) -> Listed {
    let cast = Cast::of(doc, people, speeches, claims);
    let mut ids = vec![String::new(); people.persons.len()];
    let mut out = Vec::new();
    for p in (0..people.persons.len()).filter(|p| cast.listed[*p]) {
        ids[p] = format!("p{}", out.len() + 1);
        out.push(PersonOut {
            id: ids[p].clone(),
            name: people.persons[p].name.clone(),
            level: people.level(p),
            role: cast.role[p],
            mentions: mentions(doc, people, p).into_iter().map(|tokens| spans.of(tokens)).collect(),
            kin_of: None,
            acts_for: None,
        });
    }
    for p in 0..people.persons.len() {
        let Some(entry) = out.iter_mut().find(|o| o.id == ids[p] && !ids[p].is_empty()) else { continue };
        let id = |q: usize| Some(ids[q].clone()).filter(|i| !i.is_empty());
        entry.kin_of = people.persons[p].kin_of.as_ref().and_then(|(q, kin)| Some((id(*q)?, kin.clone())));
        entry.acts_for = people.persons[p].acts_for.and_then(id);
    }
    let claims = cast.claims.iter().filter_map(|(c, certain)| {
        let unread = || (gear != Gear::First).then(|| confidence::unread(c.record));
        let confidence = confidence::of(c.ground, c.record, c.support, !certain).or_else(unread);
        claim(doc, people, c, &ids, spans).map(|shown| ClaimOut { inferred: !certain, confidence, ..shown })
    });
    let claims = claims.enumerate().map(|(i, c)| ClaimOut { id: format!("c{}", i + 1), ..c }).collect();
    let attributions = attributed::all(doc, people, speeches, &ids, spans);
    Listed { people: out, claims, attributions }
}

/// Where somebody is mentioned; of somebody without a name with the words that say which one is meant, before the bare noun,
/// as either may be what a reader calls them by.
fn mentions(doc: &Doc<'_>, people: &People, person: usize) -> Vec<Range<usize>> {
    let unnamed = people.persons[person].name.is_empty();
    let mut out = Vec::new();
    let all = || people.persons[person].mentions.iter().map(|m| &people.mentions[*m]);
    // The title of a name is no mention of its own.
    let title = |m: &&Mention| {
        let name = |n: &Mention| n.kind == Kind::Name && m.kind != Kind::Name && n.tokens.start <= m.tokens.start;
        !all().any(|n| name(n) && m.tokens.end <= n.tokens.end)
    };
    for m in all().filter(title) {
        let full = in_full(doc, people, m);
        out.extend((unnamed && full != m.tokens).then_some(full));
        // "'s sister": the mark is the owner's.
        let mark = usize::from(m.tokens.len() > 1 && matches!(doc.form(m.tokens.start), "'s" | "’s" | "'" | "’"));
        out.push(m.tokens.start + mark..m.tokens.end);
    }
    out
}

/// `outlet`, the id of a listed person, or the words for somebody else.
pub fn speaker(doc: &Doc<'_>, people: &People, speaker: &Speaker, ids: &[String]) -> String {
    match speaker {
        Speaker::Outlet => "outlet".to_string(),
        Speaker::Person(p) if !ids[*p].is_empty() => ids[*p].clone(),
        Speaker::Person(p) => people.persons[*p]
            .mentions
            .first()
            .map_or(String::new(), |m| doc.quote(in_full(doc, people, &people.mentions[*m])).to_lowercase()),
        Speaker::Role(role) => role.clone(),
    }
}

fn claim(doc: &Doc<'_>, people: &People, c: &Claim, ids: &[String], spans: &Spans<'_>) -> Option<ClaimOut> {
    let person = &people.persons[c.about];
    let predicate = &doc.packs.predicates[c.predicate];
    // "The men change their SIM card": a group that nobody is listed for is a kind of people.
    let kind = || person.mentions.first().map(|m| doc.quote(people.mentions[*m].tokens.clone()).to_lowercase());
    let of_a_kind = predicate.class_only && person.number == Number::Several && ids[c.about].is_empty();
    let firm = c.firm.clone().map(|tokens| doc.quote(tokens).to_string());
    let about = match firm.or_else(|| kind().filter(|_| of_a_kind)) {
        Some(words) => format!("class:{words}"),
        None if person.is_class() => format!("class:{}", person.class_name),
        None => ids[c.about].clone(),
    };
    if about.is_empty() {
        return None;
    }
    Some(ClaimOut {
        id: String::new(),
        about,
        predicate: predicate.id.get_ref().clone(),
        value: c.value.clone(),
        polarity: c.polarity,
        modality: c.modality,
        speaker: speaker(doc, people, &c.speaker, ids),
        channel: c.channel.clone(),
        when: c.when.clone(),
        place: c.place.clone(),
        review: c.review,
        inferred: c.inferred,
        ended: c.ended,
        suggested: c.ground.is_suggested(),
        support: c.support,
        decided: None,
        confidence: None,
        entry: doc.packs.entries.get(c.entry).map_or(String::new(), |e| e.id.clone()),
        anchors: c.parts.iter().map(|p| (p.slot.clone(), spans.of(p.tokens.clone()))).collect(),
    })
}
