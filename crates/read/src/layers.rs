//! Everything that is worked out from a tagged and parsed document, one layer on the other.

use crate::Options;
use crate::annotate::{Anchor, Annotations};
use crate::bench;
use crate::claim::{self, Claim};
use crate::doc::Doc;
use crate::own_words;
use crate::people::People;
use crate::speech::Speeches;

use casebook_model::encoder::Encoder;
use casebook_packs::Polarity;

/// What the words are, who is spoken of, who says what, and what is claimed.
pub struct Layers {
    /// What the words are.
    pub notes: Annotations,
    /// Who is spoken of.
    pub people: People,
    /// Who says what.
    pub speeches: Speeches,
    /// What is claimed; empty where the language is not read for claims.
    pub claims: Vec<Claim>,
}

impl Layers {
    /// Reads the document with the first gear, and again with the encoder where `options` want it.
    /// `anchor` is the day of publication; `claims` says whether the language is read for claims.
    pub fn of(doc: &mut Doc<'_>, anchor: Option<Anchor>, claims: bool, options: &Options) -> Layers {
        let first = Layers::once(doc, anchor, claims, options);
        if !claims || !options.gear.wants_encoder(&first.claims, doc.packs, doc.words.len()) {
            return first;
        }
        let near: Vec<bool> = (0..doc.sentences.len()).map(|s| speaks_of_somebody(doc, &first.people, s)).collect();
        doc.reread(Encoder::bundled(), |s| near[s]);
        Layers::once(doc, anchor, claims, options)
    }

    fn once(doc: &Doc<'_>, anchor: Option<Anchor>, claims: bool, options: &Options) -> Layers {
        let notes = Annotations::of(doc, anchor);
        let mut people = People::of(doc, &notes);
        let speeches = Speeches::of(doc, &notes, &people);
        own_words::settle(doc, &notes, &mut people, &speeches);
        for &p in &speeches.in_office {
            let roles = &mut people.persons[p].attributes.roles;
            if roles.is_empty() {
                roles.push("official".to_string());
            }
        }
        for (p, role) in bench::members(doc, &notes, &people) {
            let person = &mut people.persons[p].attributes;
            person.on_bench = true;
            if person.roles.is_empty() {
                person.roles.push(role.to_string());
            }
        }
        let claims = if claims {
            let (notes, people, speeches) = (&notes, &people, &speeches);
            claim::find(&claim::Context { doc, notes, people, speeches, doubtful: options.doubtful })
        } else {
            Vec::new()
        };
        mark_pseudonyms(&mut people, &claims, doc);
        Layers { notes, people, speeches, claims }
    }
}

/// Sentences behind one with somebody in it that may still speak of them.
const STILL: usize = 3;

/// Does a sentence, or one of those right before it, mention anybody? No other can state a claim; and no question does.
fn speaks_of_somebody(doc: &Doc<'_>, people: &People, sentence: usize) -> bool {
    let tokens = &doc.sentences[sentence].tokens;
    let near = doc.sentences[sentence.saturating_sub(STILL)].tokens.start..tokens.end;
    doc.form(tokens.end - 1) != "?" && !people.within(near).is_empty()
}

/// A sentence that says a name is not the real one makes it a pseudonym. A full name stays one where it is only suggested, and of
/// another name ("which is not what her mother calls her").
fn mark_pseudonyms(people: &mut People, claims: &[Claim], doc: &Doc<'_>) {
    let predicate = doc.packs.predicate("identity.pseudonym");
    for claim in claims.iter().filter(|c| Some(c.predicate) == predicate) {
        let person = &mut people.persons[claim.about];
        let full = person.name.contains(' ') && !claim.value.contains(&person.name);
        let of_another = claim.ground.is_suggested() && claim.polarity == Polarity::Negated && full;
        person.pseudonym |= !of_another;
    }
}
