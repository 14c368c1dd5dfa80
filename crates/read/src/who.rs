//! Who a phrasing is about: the role that its entry names, found in the grammar of the sentence;
//! where the tree gives nobody, the nearest person that the words can be said of.

mod another;

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::About;

use crate::doc::Doc;
use crate::matcher::Match;
use crate::people::{Article, Gender, Kind, Mention, Number, People};
use crate::zone::Zone;

pub use another::{excepted, of_another};
use another::{left_out, taken};

/// Sentences that a sentence without persons looks back for its topic.
const TOPIC_WITHIN: usize = 3;

/// Sentences that are looked through for the person of the story.
const STORY_WITHIN: usize = 6;

/// Somebody whom a match is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The person.
    pub person: usize,
    /// Told by nearness or by words that could mean somebody else as well.
    pub inferred: bool,
}

/// The persons (several when coordinated) that a match is about.
pub fn about(doc: &Doc<'_>, people: &People, m: &Match, role: &About) -> Vec<Meant> {
    let verb = head(doc, m);
    let token = match role {
        // "whose sister is stranded in Lima": tagged as a passive, an adjective has a subject and no agent.
        // "be granted asylum": where the phrasing itself is passive, its subject.
        About::Agent => doc.agent(verb).or_else(|| {
            let passive =
                m.literals.iter().any(|t| doc.words[*t].rel == "aux:pass" && doc.words[*t].head == Some(verb));
            subject(doc, verb).filter(|_| passive || doc.words[verb].upos == Upos::Adj)
        }),
        // "whose father was stateless": an adjective has no object.
        About::Patient if doc.words[verb].upos == Upos::Adj => subject(doc, verb).or_else(|| doc.patient(verb)),
        About::Patient => doc.patient(verb),
        About::Recipient => doc.recipient(verb),
        About::Subject => subject(doc, verb),
        About::Holder if another::of_a_writer(doc, people, m) => return Vec::new(),
        About::Holder => {
            if let Some(noun) = another::aimed_at(doc, people, m, verb) {
                return at(people, noun).into_iter().collect();
            }
            let near = || match beside(doc, people, m, verb) {
                found if found.is_empty() => guessed(topic(doc, people, verb)),
                found => found,
            };
            return holder(doc, people, m).map_or_else(near, |t| at(people, t).into_iter().collect());
        }
        About::Bearer => return bearer(doc, people, m).into_iter().map(|t| described(people, t)).collect(),
        About::Slot(name) => {
            let slot = m.slots.iter().find(|s| &s.name == name);
            if let Some(noun) = slot.and_then(|s| another::owned_by(doc, people, m, s)) {
                return at(people, noun).into_iter().collect();
            }
            let nobody = |s: &crate::matcher::Filled| another::unknown(people, s.tokens.end - 1);
            if slot.is_some_and(|s| another::cut_short(doc, people, m, s) || nobody(s)) {
                return Vec::new();
            }
            let mut meant =
                slot.into_iter().flat_map(|s| s.tokens.clone().rev()).map(|t| coordinated(doc, people, t, verb));
            return meant.find(|m| !m.is_empty()).unwrap_or_default();
        }
        About::Class => {
            let class = class(doc, people, m, verb).into_iter();
            return class.map(|person| Meant { person, inferred: false }).collect();
        }
    };
    let out = token.is_some_and(|t| left_out(doc, t));
    let found = token.filter(|_| !out).map(|t| coordinated(doc, people, t, verb)).unwrap_or_default();
    if found.is_empty() && !out && !token.is_some_and(|t| taken(doc, people, m, t, role)) {
        return beside(doc, people, m, verb);
    }
    found
}

/// The nearest person; no guess where the sentence has nobody else.
fn beside(doc: &Doc<'_>, people: &People, m: &Match, verb: usize) -> Vec<Meant> {
    let alone = people.within(doc.sentence(verb).tokens.clone()).len() == 1;
    let meant = guessed(nearest(doc, people, m, verb)).into_iter();
    let tokens = doc.sentence(verb).tokens.clone();
    let firm = |p: usize| people.mentions.iter().any(|x| x.person == Some(p) && x.firm && tokens.contains(&x.head));
    meant.map(|x| Meant { inferred: !(alone && firm(x.person)), ..x }).collect()
}

/// The person of a token.
fn at(people: &People, token: usize) -> Option<Meant> {
    let mention = people.mention_at(token)?;
    Some(Meant { person: mention.person?, inferred: !mention.firm })
}

/// A person in whose description a token stands.
fn described(people: &People, (token, person): (usize, usize)) -> Meant {
    let firm = people.mention_at(token).is_none_or(|m| m.firm || m.person != Some(person));
    Meant { person, inferred: !firm }
}

fn guessed(person: Option<usize>) -> Vec<Meant> {
    person.into_iter().map(|person| Meant { person, inferred: true }).collect()
}

/// The match's verb: the first verb among its words, else its topmost word.
#[must_use]
pub fn head(doc: &Doc<'_>, m: &Match) -> usize {
    let words = if m.literals.is_empty() { m.tokens.clone().collect() } else { m.literals.clone() };
    // "her alleged arrest": a participle before a noun carries nothing.
    let verb = words.iter().copied().find(|t| doc.words[*t].upos == Upos::Verb && doc.words[*t].rel != "amod");
    let content = |t: &usize| matches!(doc.words[*t].upos, Upos::Noun | Upos::Propn | Upos::Adj);
    let bare = !words.iter().any(content);
    let own = |t: usize| doc.words[t].rel == "aux" || !bare && doc.words[t].rel == "aux:pass";
    let auxiliary = || words.iter().copied().find(|t| doc.words[*t].upos == Upos::Aux && !own(*t));
    // "be dead", "be married to": what a copula or a passive auxiliary belongs to carries auxiliaries and negations.
    let helps = |t: usize| doc.words[t].rel == "cop" || bare && doc.words[t].rel == "aux:pass";
    let above = |t: usize| doc.words[t].head.filter(|h| helps(t) && m.tokens.contains(h)).unwrap_or(t);
    let inside = |t: &usize| doc.words[*t].head.is_none_or(|h| !words.contains(&h));
    // Of "Silva's wife" the pattern names the "'s" alone: what it hangs on carries the claim.
    if words.iter().all(|t| doc.words[*t].rel == "case") {
        let top = |t: &usize| {
            let word = &doc.words[*t];
            word.rel != "case" && word.head.is_none_or(|h| !m.tokens.contains(&h))
        };
        return m.tokens.clone().find(top).unwrap_or(m.tokens.start);
    }
    let top = words.iter().copied().find(inside).map(|t| noun_of(doc, m, t));
    verb.or_else(|| auxiliary().map(above)).or(top).unwrap_or(m.tokens.start)
}

/// Of "her arrest" and "Silva's arrival in Spain" a phrasing may name the owner's word first: the noun of the match that
/// it belongs to carries the claim.
fn noun_of(doc: &Doc<'_>, m: &Match, token: usize) -> usize {
    let mut at = token;
    while let Some(up) = doc.words[at].head
        && m.tokens.contains(&up)
        && matches!(doc.words[at].rel, "case" | "nmod:poss" | "det")
    {
        at = up;
    }
    at
}

/// Whom a sentence without any person is about: the one person of the story that the sentence before it
/// in the paragraph has as subject, or names ("She appealed in May. The ruling was upheld.").
fn topic(doc: &Doc<'_>, people: &People, verb: usize) -> Option<usize> {
    let here = doc.words[verb].sentence;
    let paragraph = doc.sentences[here].paragraph;
    let nobody = people
        .within(doc.sentences[here].tokens.clone())
        .into_iter()
        .all(|p| people.persons[p].is_aside() || people.persons[p].is_class());
    if !nobody {
        return None;
    }
    (0..here).rev().take(TOPIC_WITHIN).take_while(|s| doc.sentences[*s].paragraph == paragraph).find_map(|s| {
        let (persons, subject) = story_in(doc, people, &doc.sentences[s].tokens, None);
        subject.or(match persons[..] {
            [one] => Some(one),
            _ => None,
        })
    })
}

/// The persons of the story whom a sentence mentions, in order, and the first of them that is a subject in it; nobody
/// who is known to be of another gender.
fn story_in(
    doc: &Doc<'_>,
    people: &People,
    tokens: &Range<usize>,
    gender: Option<Gender>,
) -> (Vec<usize>, Option<usize>) {
    let story = |p: &usize| {
        let p = &people.persons[*p];
        let other = p.attributes.other_gender(gender);
        // Who is named in a byline only is not spoken of.
        let body = || p.mentions.iter().any(|m| doc.sentence(people.mentions[*m].head).zone == Zone::Body);
        p.number == Number::One && !p.is_aside() && p.kin_of.is_none() && !other && body()
    };
    let acts = |p: &usize| {
        let mut heads = people.persons[*p].mentions.iter().map(|m| people.mentions[*m].head);
        heads.any(|h| tokens.contains(&h) && doc.words[h].rel.starts_with("nsubj"))
    };
    let persons: Vec<usize> = people.within(tokens.clone()).into_iter().filter(story).collect();
    let subject = persons.iter().copied().find(acts);
    (persons, subject)
}

/// Whom a word is about that its sentence does not mention: the one person of the story whom the nearest sentence
/// before it speaks of, in this paragraph or the ones above; the subject of that sentence where it speaks of several.
/// Nobody who is known to be of another gender than `gender`.
pub fn story_before(doc: &Doc<'_>, people: &People, token: usize, gender: Option<Gender>) -> Option<usize> {
    doc.sentences[..doc.words[token].sentence].iter().rev().take(STORY_WITHIN).find_map(|sentence| {
        let (persons, subject) = story_in(doc, people, &sentence.tokens, gender);
        subject.or(persons.first().copied())
    })
}

/// Grammatical subject of the predicate that a word belongs to.
fn subject(doc: &Doc<'_>, word: usize) -> Option<usize> {
    let predicate = doc.predicate_above(word)?;
    doc.subject(predicate)
}

/// Does a name stand right behind words for several people?
fn behind(doc: &Doc<'_>, people: &People, token: usize, name: &Mention) -> bool {
    let several = people.mention_at(token).filter(|m| m.number != Number::One);
    // "Two other men, Ana Silva and Ivo Lang, were"
    let comma = |end: usize| end + 1 == name.tokens.start && doc.form(end) == ",";
    let right_behind = |m: &Mention| m.tokens.end == name.tokens.start || comma(m.tokens.end);
    name.kind == Kind::Name && several.is_some_and(right_behind)
}

/// The person of a token and of those coordinated with it ("he and his brother") of whom a word is said.
pub fn coordinated(doc: &Doc<'_>, people: &People, token: usize, word: usize) -> Vec<Meant> {
    // "deported the cooks Ana Silva and Ivo Lang": each of those named.
    let named = |k: &&usize| {
        doc.words[**k].rel == "appos" && people.mention_at(**k).is_some_and(|m| behind(doc, people, token, m))
    };
    if let Some(&name) = doc.kids(token).iter().find(named) {
        return coordinated(doc, people, name, word);
    }
    // "It was Ana Silva, not Rita Gomez", "not Rita Gomez but Ana Silva".
    let not =
        |t: usize| doc.kids(t).iter().any(|k| doc.negates(*k) && matches!(doc.words[*k].rel, "advmod" | "cc" | "det"));
    let others: Vec<usize> = doc.kids(token).iter().copied().filter(|k| doc.words[*k].rel == "conj").collect();
    let but = |t: &usize| doc.kids(*t).iter().any(|k| doc.packs.listed("adversative", doc.words[*k].form));
    let instead = not(token) && others.iter().any(but);
    let mut out: Vec<Meant> = at(people, token).into_iter().filter(|_| !instead).collect();
    if out.is_empty() && !instead {
        return out;
    }
    // "Ana Silva, who was convicted, and Ivo Lang": not both were.
    let between = |k: usize| token < word && word < k;
    // "acted for Ana Silva and Rita Gomez for Ivo Lang": each for one.
    let case = |t: usize| doc.kids(t).iter().copied().find(|k| doc.words[*k].rel == "case" && *k < t);
    let led_alike = |t: usize, k: usize| {
        let form = |t: usize| case(t).map(|c| doc.words[c].form);
        form(t).is_some() && doc.kids(k).iter().any(|x| *x > k && doc.words[*x].rel == "nmod" && form(*x) == form(t))
    };
    let meant = |k: &usize| !not(*k) && !excepted(doc, *k) && !between(*k) && !led_alike(token, *k);
    for kid in others.into_iter().filter(meant) {
        if let Some(other) = at(people, kid)
            && out.iter().all(|m| m.person != other.person)
        {
            out.push(other);
        }
    }
    out
}

/// Whose the phrasing's first noun is: its possessor, the word before it, or the person that the
/// governing verb acts on ("the absence of a passport leaves him"). A token.
fn holder(doc: &Doc<'_>, people: &People, m: &Match) -> Option<usize> {
    let is_noun = |t: &usize| doc.words[*t].upos == Upos::Noun;
    // "extended {Ana Silva's visa}": the thing may stand in a slot, with its owner.
    let held = || m.slots.first().and_then(|s| s.tokens.clone().rfind(is_noun));
    let noun = m.literals.iter().copied().find(is_noun).or_else(held).unwrap_or(m.tokens.start);
    let person = |t: &usize| people.person_at(*t).is_some();
    if let Some(token) = doc.possessor(noun).filter(person) {
        return Some(token);
    }
    let begin = doc.sentence(noun).tokens.start;
    let first = m.tokens.start;
    // "his student visa": the possessive may stand inside the match or before its modifiers.
    let window = first.saturating_sub(4).max(begin)..m.tokens.end;
    let owner = window.rev().filter(|t| *t <= noun).find(|t| {
        doc.words[*t].rel == "nmod:poss" || matches!(doc.words.get(t + 1).map(|_| doc.form(t + 1)), Some("'s" | "’s"))
    });
    if let Some(token) = owner.filter(person) {
        return Some(token);
    }
    let verb = doc.predicate_above(noun)?;
    let object = doc.object(verb).filter(|o| *o != noun).filter(person);
    object.or_else(|| doc.subject(verb).filter(|s| *s != noun).filter(person))
}

/// The person whose description the words stand in, or who is described by them as predicate, with the
/// token that says so.
fn bearer(doc: &Doc<'_>, people: &People, m: &Match) -> Option<(usize, usize)> {
    let inside = m.literals.iter().copied().chain(m.slots.iter().flat_map(|s| s.tokens.clone()));
    // "her Lebanese employer": of somebody, whoever that is.
    let nobody =
        |t: usize| people.covering(t).is_some_and(|x| x.person.is_none() && x.kind == Kind::Nominal(Article::Owned));
    if inside.clone().any(nobody) {
        return None;
    }
    let bears = |t: usize| people.bearer_at(t).map(|p| (t, p));
    let own = inside.clone().find_map(bears);
    own.or_else(|| {
        let word = inside.clone().next()?;
        let top = doc.predicate_above(word)?;
        let subject = doc.kid(top, &["cop"]).and(doc.subject(top));
        subject.and_then(|t| people.person_at(t).map(|p| (t, p))).or_else(|| {
            // "Ana Silva, from Lima": an insertion right after the name or noun.
            let begin = doc.sentence(word).tokens.start;
            let before = m.tokens.start.checked_sub(1).filter(|t| *t >= begin)?;
            let at = if matches!(doc.form(before), "," | "(") { before.checked_sub(1)? } else { before };
            bears(at)
        })
    })
}

/// The class or group that the sentence speaks of: the subject, or any in reach.
pub fn class(doc: &Doc<'_>, people: &People, m: &Match, verb: usize) -> Option<usize> {
    let several = |p: &usize| people.persons[*p].is_untold() && !people.persons[*p].is_aside();
    let subject = doc.subject(verb).and_then(|s| people.person_at(s)).filter(several);
    subject
        .or_else(|| {
            let sentence = doc.sentence(verb).tokens.clone();
            let near = people.within(sentence.start..m.tokens.start).into_iter().rev().find(several);
            near.or_else(|| people.within(sentence.clone()).into_iter().find(several))
        })
        .or_else(|| {
            let start = doc.sentence(verb).tokens.start;
            people.within(0..start).into_iter().rev().find(several)
        })
}

/// The nearest person that the words can be said of, when the tree gives nobody: the last one
/// before the first verb of the coordination that the match stands in; for a clause that opens its
/// sentence, the first one after it.
fn nearest(doc: &Doc<'_>, people: &People, m: &Match, verb: usize) -> Option<usize> {
    let sentence = doc.sentence(verb).tokens.clone();
    let mut first = verb.min(m.tokens.start);
    let mut at = verb;
    while doc.words[at].rel == "conj"
        && doc.kid(at, &["nsubj", "nsubj:pass"]).is_none()
        && let Some(head) = doc.words[at].head
        && doc.words[head].upos == Upos::Verb
        && head < at
        && at - head < 40
    {
        at = head;
        first = first.min(at);
    }
    let fits = |p: &usize| {
        let p = &people.persons[*p];
        p.kin_of.is_none() && !p.is_aside()
    };
    let left_out = |x: &&Mention| !excepted(doc, x.head);
    let in_slot = |t: usize| m.slots.iter().any(|s| s.tokens.contains(&t));
    let before = people
        .mentions
        .iter()
        .filter(|x| x.tokens.start >= sentence.start && x.tokens.end <= first && !in_slot(x.head))
        .filter(left_out)
        .rev()
        .filter_map(|x| x.person)
        .find(fits);
    before.or_else(|| {
        let opens = (sentence.start..first).all(|t| !matches!(doc.words[t].upos, Upos::Verb));
        let after = people
            .mentions
            .iter()
            .filter(|x| x.tokens.start > first && x.tokens.end <= sentence.end && !in_slot(x.head));
        after.filter_map(|x| x.person).find(fits).filter(|_| opens)
    })
}
