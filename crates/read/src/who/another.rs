//! Whether a clause is about somebody else than the person whom its sentence names.

use casebook_model::Upos;
use casebook_model::encoder::Mention as Kindred;
use casebook_packs::About;

use crate::doc::Doc;
use crate::matcher::{Filled, Match};
use crate::people::{Article, Kind, Mention, Number, People, Pronoun};
use crate::slot;

/// A thing that stands in the role leaves no place for somebody else ("The zoo was charged, Ana
/// Silva said"), unless a person stands between it and the words: then the tree is not to be trusted,
/// or the words belong to that person.
pub(super) fn taken(doc: &Doc<'_>, people: &People, m: &Match, token: usize, role: &About) -> bool {
    let word = &doc.words[token];
    // "Peru requested a red notice": where any subject will do, a state's act is about somebody else.
    if *role == About::Subject && word.upos == Upos::Propn {
        return false;
    }
    // "plays a woman who was granted asylum", "knows nobody who was": of the one whom the clause describes.
    let verb = super::head(doc, m);
    let leads = |k: &usize| doc.words[*k].rel.starts_with("nsubj") && doc.meant(*k, verb) == token;
    let relative = doc.words[verb].rel == "acl:relcl" && doc.kids(verb).iter().any(leads);
    let who = doc.kids(verb).iter().any(|k| leads(k) && doc.words[*k].form == doc.packs.grammar.who);
    let somebody = word.mention == Some(Kindred::Person) || word.upos == Upos::Pron || who;
    if relative && somebody && people.bearer_at(token).is_none() {
        return true;
    }
    let thing = matches!(word.upos, Upos::Noun | Upos::Propn) && word.rel.starts_with("nsubj");
    // "All those who were wounded, General Obi said": nobody of this sentence.
    if word.form == doc.packs.grammar.those && word.upos == Upos::Pron {
        return true;
    }
    // "“He was arrested and I was deported,” she said": somebody of whom the words do not tell who it is.
    if unknown(people, token) {
        return true;
    }
    // "The man who attacked Ana Silva was arrested": whom his description names is not meant.
    let between = token + 1..m.tokens.start;
    let free = |x: &&Mention| {
        between.contains(&x.head) && x.person.is_some() && !describes(doc, x.head, token) && !excepted(doc, x.head)
    };
    (thing || indefinite(doc, people, token)) && !people.mentions.iter().any(|x| free(&x))
}

/// "My wife is a lawyer": whose she is that nobody knows, where the report itself says "my".
pub(super) fn of_a_writer(doc: &Doc<'_>, people: &People, m: &Match) -> bool {
    let first = |x: &Mention| matches!(x.kind, Kind::Pronoun(Pronoun::First | Pronoun::FirstPlural));
    let noun = |t: &usize| doc.words[*t].upos == Upos::Noun;
    let owner = m.tokens.clone().find(noun).and_then(|t| doc.possessor(t)).and_then(|t| people.mention_at(t));
    owner.is_some_and(|x| first(x) && x.person.is_none())
}

/// Is a token a relative of somebody, or a pronoun of the third person in what is quoted, of whom nobody knows who it is?
pub(super) fn unknown(people: &People, token: usize) -> bool {
    let quoted = people.quotes.iter().any(|q| q.contains(&token));
    let third = |m: &Mention| quoted && m.is_he_or_she() || m.kin.is_some();
    let owned = |m: &Mention| m.kind == Kind::Nominal(Article::Owned) && m.number == Number::One;
    people.mention_at(token).is_some_and(|m| m.person.is_none() && (third(m) || owned(m)))
}

/// Does a word stand in what says which one a noun is: in a clause or a prepositional phrase of its own?
fn describes(doc: &Doc<'_>, token: usize, noun: usize) -> bool {
    let mut at = token;
    let mut apart = false;
    while at != noun {
        let word = &doc.words[at];
        let led = || doc.kids(at).iter().any(|k| doc.words[*k].rel == "case");
        apart |= word.rel.starts_with("acl") || matches!(word.rel, "nmod" | "nmod:poss") && led();
        let Some(up) = word.head else { return false };
        at = up;
    }
    apart
}

/// Is a word said of somebody else than a person of its sentence: has its clause a subject that is not them, and whom they
/// only help to describe ("the man who attacked Ana Silva was arrested"), or is it a relative clause about somebody else
/// ("Ana Silva knows people who were")?
pub fn of_another(doc: &Doc<'_>, people: &People, word: usize, person: usize) -> bool {
    let Some(verb) = doc.predicate_above(word) else { return false };
    let them = |t: &usize| people.person_at(*t) == Some(person);
    // "Ana Silva, a nurse who was", "a neighbour who was, Ana Silva".
    let apposed = |s: usize| {
        let above = doc.words[s].head.filter(|_| doc.words[s].rel == "appos");
        above.is_some_and(|n| them(&n)) || doc.kids(s).iter().any(|k| doc.words[*k].rel == "appos" && them(k))
    };
    let same = |s: usize| them(&s) || people.bearer_at(s) == Some(person) || apposed(s);
    let Some(subject) = doc.subject(verb).filter(|s| !same(*s)) else { return false };
    // "any of its recruits"
    let part = doc.words[subject].upos != Upos::Noun && doc.kids(subject).iter().any(them);
    let human = doc.words[subject].mention == Some(Kindred::Person) || indefinite(doc, people, subject);
    let relative = doc.words[verb].rel == "acl:relcl" && doc.words[verb].head == Some(subject);
    let not = |t: usize| doc.kids(t).iter().any(|k| doc.negates(*k) && doc.words[*k].rel == "advmod");
    // Between the noun and the end of its clause trees go wrong ("Their eldest, Ana Silva, who was").
    let beside = |t: usize| t < subject || t > doc.subtree(verb).end + 1 && !doc.under(t, subject);
    // "His brother was seized and given twelve years": the brother was.
    let relative_of = |t: usize| {
        let noun = doc.words[t].head.filter(|_| doc.words[t].rel == "nmod:poss");
        let relative = |n: usize| people.mention_at(n).is_some_and(|m| m.kin.is_some() && m.person.is_some());
        noun.is_some_and(relative) && relative(subject)
    };
    let apart = |t: usize| {
        not(t)
            || relative_of(t)
            || excepted(doc, t)
            || led_by_one_of(doc, t, "as_told_by")
            || if relative { beside(t) } else { describes(doc, t, subject) }
    };
    let tokens = doc.sentence(word).tokens.clone();
    let mut here = people.mentions.iter().filter(|x| x.person == Some(person) && tokens.contains(&x.head)).peekable();
    human && !part && here.peek().is_some() && here.all(|x| apart(x.head))
}

/// "a warrant for Ana Silva's agent", "her cousin's passport was taken": the noun for whoever it is of, where the words of a slot are
/// only whose they are and the phrasing does not name them.
pub(super) fn owned_by(doc: &Doc<'_>, people: &People, m: &Match, slot: &Filled) -> Option<usize> {
    let owner = slot.tokens.clone().rev().find_map(|t| people.mention_at(t))?.head;
    // "a sister of his"
    let led = doc.kid(owner, &["case"]).is_some_and(|k| k < owner);
    let noun = doc.words[owner].head.filter(|_| doc.words[owner].rel == "nmod:poss" && !led)?;
    let named = m.literals.contains(&noun) || m.slots.iter().any(|s| s.tokens.end == noun + 1);
    // What is done for a relative may be done for whose relative it is ("a lawyer hired by his mother").
    let thing = doc.words[noun].head.filter(|_| doc.words[noun].rel == "nmod:poss");
    let of_thing = slot.name == OWNER && thing.is_some_and(|t| m.slots.iter().any(|s| s.tokens.contains(&t)));
    let aimed = led_by_one_of(doc, noun, "aimed_at");
    (somebody(doc, people, noun) && !named && (of_thing || aimed)).then_some(noun)
}

/// "refused to hand over his passport": a slot behind a verb that is only whose the next noun is, a thing, is nobody.
pub(super) fn cut_short(doc: &Doc<'_>, people: &People, m: &Match, slot: &Filled) -> bool {
    let owner = slot.tokens.end - 1;
    let word = &doc.words[owner];
    let noun = word.head.filter(|n| word.upos == Upos::Pron && word.rel == "nmod:poss" && *n >= m.tokens.end);
    let thing = |n: usize| doc.words[n].upos == Upos::Noun && !somebody(doc, people, n);
    // Of "hand over" trees make a verb and a preposition.
    let before = |back: usize| slot.tokens.start.checked_sub(back).filter(|t| m.literals.contains(t));
    let verb = |t: usize| doc.words[t].upos == Upos::Verb;
    let over = |t: usize| doc.packs.listed("particle", doc.words[t].form);
    let object = before(1).is_some_and(|t| verb(t) || over(t) && before(2).is_some_and(verb));
    object && slot.tokens.end == m.tokens.end && noun.is_some_and(thing)
}

/// "A warrant was issued for her agent": the noun for whoever something is meant for.
pub(super) fn aimed_at(doc: &Doc<'_>, people: &People, m: &Match, head: usize) -> Option<usize> {
    let noun = m.tokens.clone().find(|t| matches!(doc.words[*t].upos, Upos::Noun | Upos::Propn));
    let at = [Some(head), noun].into_iter().flatten();
    let mut kids = at.flat_map(|t| doc.kids(t).iter().copied());
    kids.find(|k| {
        let word = &doc.words[*k];
        let led = matches!(word.rel, "obl" | "nmod") && led_by_one_of(doc, *k, "aimed_at");
        led && word.upos == Upos::Noun && somebody(doc, people, *k) && doc.kid(*k, &["nmod:poss"]).is_some()
    })
}

/// The slot of whose something is, in the phrasings of papers and things.
const OWNER: &str = "whose";

/// How likely a noun stands for somebody, by the proposer, from which on it rather does.
const SOMEBODY: f32 = 0.5;

/// Does a noun stand for somebody?
fn somebody(doc: &Doc<'_>, people: &People, noun: usize) -> bool {
    let word = &doc.words[noun];
    let likely = word.somebody.is_some_and(|s| s.within >= SOMEBODY);
    people.mention_at(noun).is_some() || word.mention == Some(Kindred::Person) || likely
}

/// "everyone except Ana Silva": a name that is left out of those spoken of.
pub fn excepted(doc: &Doc<'_>, token: usize) -> bool {
    led_by_one_of(doc, token, "excepting") || left_out(doc, token) || apart_from(doc, token)
}

/// "with the exception of Ana Silva", "apart from Ana Silva", "all but Ana Silva".
fn apart_from(doc: &Doc<'_>, token: usize) -> bool {
    let start = doc.noun_phrase(token).start;
    let begin = doc.sentence(token).tokens.start;
    doc.packs.list("excepting_phrase").is_some_and(|list| {
        (begin.max(start.saturating_sub(4))..start).any(|t| slot::list_ends(doc, list, t, start).contains(&start))
    })
}

/// "everyone in the flat but Ana Silva", "someone else, not Ana Silva".
pub(super) fn left_out(doc: &Doc<'_>, token: usize) -> bool {
    let adversative = |k: usize| doc.words[k].rel == "cc" && doc.packs.listed("adversative", doc.words[k].form);
    let negates = |k: usize| doc.negates(k) && matches!(doc.words[k].rel, "advmod" | "cc");
    let nobody = doc.words[token].head.is_some_and(|n| doc.packs.listed("nobody_named", doc.words[n].form));
    nobody && doc.kids(token).iter().any(|k| adversative(*k) || negates(*k)) || but_for(doc, token)
}

/// "Everyone in the flat but Ana Silva was arrested", where the tree takes "but" for the beginning of a clause.
fn but_for(doc: &Doc<'_>, token: usize) -> bool {
    let (begin, start) = (doc.sentence(token).tokens.start, doc.noun_phrase(token).start);
    let Some(but) = start.checked_sub(1).filter(|t| *t > begin) else { return false };
    let clause = |t: &usize| matches!(doc.words[*t].upos, Upos::Verb | Upos::Aux | Upos::Punct);
    let mut before = (begin..but).rev().take_while(|t| !clause(t));
    doc.packs.listed("adversative", doc.words[but].form)
        && before.any(|t| doc.packs.listed("nobody_named", doc.words[t].form))
}

/// Does a preposition of a list lead a noun?
fn led_by_one_of(doc: &Doc<'_>, token: usize, list: &str) -> bool {
    doc.kids(token).iter().any(|k| doc.words[*k].rel == "case" && doc.packs.listed(list, doc.words[*k].form))
}

/// "someone else", "many of those who …": a subject that names nobody.
fn indefinite(doc: &Doc<'_>, people: &People, token: usize) -> bool {
    // "most of them": of those spoken of; but "one of us" is nobody who says so.
    let several = |p: usize| people.persons[p].number != Number::One;
    let known = |k: &usize| doc.words[*k].rel == "nmod" && people.person_at(*k).is_some_and(several);
    let listed = doc.packs.listed("nobody_named", doc.words[token].form);
    doc.words[token].rel.starts_with("nsubj") && listed && !doc.kids(token).iter().any(known)
}
