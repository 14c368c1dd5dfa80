//! From token positions to what a reading shows: people worth listing, claims with code-point
//! anchors, ids in the order of the text.

use std::ops::Range;

use crate::annotate::Annotations;
use crate::attributed;
use crate::claim::Claim;
use crate::doc::Doc;
use crate::people::{Article, IdentityLevel, Kind, Number, People, names_match};
use crate::reading::{AnnotationOut, AttributionOut, ClaimOut, PersonOut, Span};
use crate::speech::{Speaker, Speeches};
use crate::zone::Zone;

/// Adds whom the document names as its authors: as `reporter`, with the words of the byline where
/// the text still has them.
pub fn authors(doc: &Doc<'_>, author: &str, spans: &Spans<'_>, people: &mut Vec<PersonOut>) {
    let names = author.split(" and ").flat_map(|a| a.split(", ")).map(str::trim);
    for name in names.filter(|n| n.split(' ').count() > 1) {
        if let Some(known) = people.iter_mut().find(|p| names_match(&p.name, name, false)) {
            known.role = "reporter";
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
) -> Listed {
    let speaks = |p: usize| {
        claims.iter().any(|c| c.speaker == Speaker::Person(p))
            || speeches.all.iter().any(|s| s.speaker == Speaker::Person(p))
    };
    let listed: Vec<bool> = (0..people.persons.len())
        .map(|p| {
            let own: Vec<&Claim> = claims.iter().filter(|c| c.about == p).collect();
            worth_listing(doc, people, speeches, p, &own, [speaks(p), claims.iter().any(|c| c.speaker == Speaker::Person(p))])
        })
        .collect();
    let mut ids = vec![String::new(); people.persons.len()];
    let mut out = Vec::new();
    for p in 0..people.persons.len() {
        if !listed[p] {
            continue;
        }
        ids[p] = format!("p{}", out.len() + 1);
        let own: Vec<&Claim> = claims.iter().filter(|c| c.about == p).collect();
        out.push(PersonOut {
            id: ids[p].clone(),
            name: people.persons[p].name.clone(),
            level: people.level(p),
            role: role(doc, people, p, &own, speaks(p)),
            mentions: people.persons[p].mentions.iter().map(|m| spans.of(people.mentions[*m].tokens.clone())).collect(),
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
    let claims = claims.iter().filter_map(|c| claim(doc, people, c, &ids, spans)).enumerate();
    let claims = claims.map(|(i, c)| ClaimOut { id: format!("c{}", i + 1), ..c }).collect();
    let attributions = attributed::all(doc, people, speeches, &ids, spans);
    Listed { people: out, claims, attributions }
}

/// `outlet`, the id of a listed person, or the words for somebody else.
pub fn speaker(doc: &Doc<'_>, people: &People, speaker: &Speaker, ids: &[String]) -> String {
    match speaker {
        Speaker::Outlet => "outlet".to_string(),
        Speaker::Person(p) if !ids[*p].is_empty() => ids[*p].clone(),
        Speaker::Person(p) => people.persons[*p]
            .mentions
            .first()
            .map_or(String::new(), |m| doc.quote(people.mentions[*m].tokens.clone()).to_lowercase()),
        Speaker::Role(role) => role.clone(),
    }
}

/// Who is listed: whoever a claim is about or from; whoever is named inside a
/// quotation; those without a name only when the claim goes beyond their description. Any other name
/// stays an annotation.
fn worth_listing(doc: &Doc<'_>, people: &People, speeches: &Speeches, p: usize, own: &[&Claim], [speaks, claims_something]: [bool; 2]) -> bool {
    let person = &people.persons[p];
    let names = person.mentions.iter().map(|m| &people.mentions[*m]).filter(|m| m.kind == Kind::Name);
    let quoted = names.clone().any(|m| speeches.quotes.iter().any(|q| q.tokens.contains(&m.head)));
    if person.mentions.is_empty() || person.is_class() {
        return false;
    }
    let frame = |c: &Claim| doc.packs.predicates[c.predicate].frame.as_str();
    let told = own.iter().filter(|c| !matches!(frame(c), "identity" | "family" | "role")).count();
    match people.level(p) {
        IdentityLevel::RoleOnly if person.kin_of.is_some() => speaks || told > 1,
        // "the judge said": an office that speaks; "a man said": only with something to say.
        IdentityLevel::RoleOnly if !person.attributes.roles.is_empty() => speaks || told > 0,
        IdentityLevel::RoleOnly if generic(people, p, own) => false,
        IdentityLevel::RoleOnly | IdentityLevel::Group => claims_something || told > 0,
        _ => {
            let tied = person.kin_of.is_some() || person.acts_for.is_some();
            speaks || tied || !own.is_empty() || in_byline(doc, people, p) || quoted
        }
    }
}

/// "A man who was not told has the right to start again, the lawyer said": somebody unnamed, spoken of
/// once, and only by those who speak about cases in general.
fn generic(people: &People, p: usize, own: &[&Claim]) -> bool {
    let person = &people.persons[p];
    let first = person.mentions.first().map(|m| people.mentions[*m].kind);
    let aside = |c: &&Claim| match c.speaker {
        Speaker::Person(s) => people.persons[s].is_aside() && s != p,
        Speaker::Role(_) => true,
        Speaker::Outlet => false,
    };
    matches!(first, Some(Kind::Nominal(Article::New))) && person.kin_of.is_none() && !own.is_empty() && own.iter().all(|c| aside(&c))
}

/// Roles that words or deeds give, as the reading format writes them.
const ROLES: [&str; 9] =
    ["lawyer", "expert", "official", "reporter", "recruiter", "employer", "commander", "ngo", "witness"];

/// Role in the case: what the text says they do or calls them, unless the story is about them.
fn role(doc: &Doc<'_>, people: &People, p: usize, own: &[&Claim], speaks: bool) -> &'static str {
    let person = &people.persons[p];
    let frame = |c: &Claim| doc.packs.predicates[c.predicate].frame.as_str();
    let told = own.iter().filter(|c| !matches!(frame(c), "identity" | "family" | "representation" | "role")).count();
    let described = own.iter().filter(|c| frame(c) == "identity").count();
    if in_byline(doc, people, p) {
        return "reporter";
    }
    let does = own.iter().filter_map(|c| doc.packs.predicates[c.predicate].role.as_ref());
    let called = does.chain(&person.attributes.roles).find_map(|r| ROLES.into_iter().find(|known| known == r));
    match called {
        Some(role @ "witness") if told < 2 => return role,
        Some(role @ ("recruiter" | "employer" | "commander")) if told < 4 => return role,
        Some(role @ ("lawyer" | "expert" | "official" | "reporter" | "ngo")) if told < 5 => return role,
        _ => {}
    }
    if person.kin_of.is_some() && told < 2 {
        return "relative";
    }
    if told > 0 || described > 1 || person.number == Number::Several {
        return "subject";
    }
    if speaks { "witness" } else { "mentioned" }
}

fn in_byline(doc: &Doc<'_>, people: &People, p: usize) -> bool {
    people.persons[p].mentions.iter().any(|m| doc.sentence(people.mentions[*m].head).zone == Zone::Byline)
}

fn claim(doc: &Doc<'_>, people: &People, c: &Claim, ids: &[String], spans: &Spans<'_>) -> Option<ClaimOut> {
    let person = &people.persons[c.about];
    if doc.packs.predicates[c.predicate].role.is_some() {
        return None;
    }
    let about = if person.is_class() { format!("class:{}", person.class_name) } else { ids[c.about].clone() };
    if about.is_empty() {
        return None;
    }
    Some(ClaimOut {
        id: String::new(),
        about,
        predicate: doc.packs.predicates[c.predicate].id.get_ref().clone(),
        value: c.value.clone(),
        polarity: c.polarity,
        modality: c.modality,
        speaker: speaker(doc, people, &c.speaker, ids),
        channel: c.channel.clone(),
        when: c.when.clone(),
        place: c.place.clone(),
        review: c.review,
        entry: doc.packs.entries.get(c.entry).map_or(String::new(), |e| e.id.clone()),
        anchors: c.parts.iter().map(|p| (p.slot.clone(), spans.of(p.tokens.clone()))).collect(),
    })
}
