//! "Two Peruvians", "both men", "the three": a small group whose members the report names.
//!
//! What is said of such a group is said of each of them (`corpus/GUIDE.md`, call 30).

mod sets;

use casebook_model::Upos;

use super::attributes::Attributes;
use super::cluster::told_gender;
use super::mention::{Article, Kind, Mention, Number};
use super::{People, Person};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;
use crate::zone::Zone;

/// Mentions from which on somebody with a name is one whom the report is about.
const MAIN: usize = 2;
/// Mentions from which on somebody whose trade is to speak of others is one whom the report is about.
const OFTEN: usize = 5;
/// The largest group that is told apart.
const MOST: usize = 5;

/// Gives every small group its members: as many people as it has whom the report names in one breath, else the only ones
/// whom it is about, else the only ones who are as many anywhere, or those named right before.
pub fn find(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    let listed = named_together(doc, people);
    give(people, |people, group| {
        let n = size(doc, notes, people, group);
        let several = |list: &Vec<usize>| n.is_none_or(|n| n == list.len());
        let told = apposed(doc, people, group, n).or_else(|| related(doc, people, group)).filter(several);
        told.or_else(|| of_the_story(doc, notes, people, group, &listed, n?))
    });
    give(people, |people, group| {
        let n = size(doc, notes, people, group)?;
        let found = only_set(people, n).or_else(|| named_here(doc, notes, people, group, n));
        found.filter(|found| told_of(doc, notes, people, group, n, found))
    });
    sets::refer(doc, notes, people);
}

/// Gives every group without members those that `who` finds.
fn give(people: &mut People, who: impl Fn(&People, &Person) -> Option<Vec<usize>>) {
    for g in 0..people.persons.len() {
        let group = &people.persons[g];
        let plain = group.number == Number::Several && group.kin_of.is_none() && !group.has_role_but("ngo");
        if plain && group.members.is_empty() {
            people.persons[g].members = who(people, group).unwrap_or_default();
        }
    }
}

/// Those named in one breath, where they are as many as a group and nobody else is, or the only ones whom the report is about.
fn of_the_story(
    doc: &Doc<'_>,
    notes: &Annotations,
    people: &People,
    group: &Person,
    listed: &[Vec<usize>],
    n: usize,
) -> Option<Vec<usize>> {
    let main = || the_story(people, n, MAIN).or_else(|| the_story(people, n, 1));
    let near = |found: &Vec<usize>| n == 2 || within_reach(doc, people, group, found);
    let found = one_list(listed, n).or_else(|| main().filter(near));
    found.filter(|found| told_of(doc, notes, people, group, n, found))
}

/// Do words for a group of `n` speak of these people as ones who have been spoken of, or introduce them?
fn told_of(doc: &Doc<'_>, notes: &Annotations, people: &People, group: &Person, n: usize, found: &[usize]) -> bool {
    let mut mentions = group.mentions.iter().map(|m| &people.mentions[*m]);
    let told =
        |m: &Mention| count(doc, notes, m) == Some(n) && (spoken_of(doc, m) || introduces(doc, people, m, found));
    mentions.any(told) && found.iter().all(|p| may_be(people, &group.attributes, *p))
}

/// The only people who are told of together as `n`.
fn only_set(people: &People, n: usize) -> Option<Vec<usize>> {
    let mut sets = people.persons.iter().map(|p| &p.members).filter(|members| members.len() == n);
    let first = sets.next()?;
    sets.all(|s| s == first).then(|| first.clone())
}

/// "The couple asked for asylum", "the brothers were let go": the two of whom one was called the other's wife or brother, last before
/// these words, else the only ones behind them.
fn related(doc: &Doc<'_>, people: &People, group: &Person) -> Option<Vec<usize>> {
    let noun = |m: &&usize| matches!(people.mentions[**m].kind, Kind::Nominal(_));
    let last = *group.mentions.iter().rfind(noun)?;
    let m = &people.mentions[last];
    let two = doc.packs.listed("two_people", doc.words[m.head].lemma);
    let known = m.kind == Kind::Nominal(Article::Known);
    let word = || group.mentions.iter().find_map(|m| people.mentions[*m].kin.as_deref());
    let kin = if two { known.then_some("spouse")? } else { word().filter(|kin| *kin != "child")? };
    let fits = |q: &usize| people.persons[*q].number == Number::One && (two || may_be(people, &group.attributes, *q));
    let pair = |(p, person): (usize, &Person)| {
        let (of, _) = person.kin_of.as_ref().filter(|(_, whose)| whose == kin)?;
        let both = vec![(*of).min(p), (*of).max(p)];
        let named = both.iter().any(|q| !people.persons[*q].name.is_empty());
        let told = person.mentions.iter().rfind(|x| **x < last).or(person.mentions.first());
        Some((*told?, both)).filter(|(_, both)| named && both.iter().all(fits))
    };
    let pairs: Vec<(usize, Vec<usize>)> = people.persons.iter().enumerate().filter_map(pair).collect();
    let before = pairs.iter().filter(|(at, _)| *at < last).max_by_key(|(at, _)| *at);
    let only = || Some(&pairs).filter(|pairs| !two && pairs.len() == 1).map(|pairs| &pairs[0]);
    before.or_else(only).map(|(_, both)| both.clone())
}

/// "two brothers from Lima, Ana and Ivo Silva", "the cooks Ana Silva, 34, and Ivo Lang": those named right behind words for a group.
fn apposed(doc: &Doc<'_>, people: &People, group: &Person, n: Option<usize>) -> Option<Vec<usize>> {
    let clause = |t: usize| matches!(doc.words[t].upos, Upos::Verb | Upos::Aux | Upos::Pron);
    let ends = |t: usize| doc.form(t) == "," || doc.words[t].form == doc.packs.grammar.and;
    let behind = |m: &Mention| {
        let end = doc.sentence(m.head).tokens.end;
        let names = people.mentions.iter().filter(|x| x.kind == Kind::Name && (m.tokens.end..end).contains(&x.head));
        let (mut list, mut at) = (Vec::new(), m.tokens.end);
        for name in names {
            let between = at..name.tokens.start;
            let joined = between.clone().next_back().is_some_and(ends) && !between.clone().any(clause);
            // Of a group that nobody counts the names stand right behind the noun.
            let close = between.is_empty() || n.is_some() && joined;
            if !(if list.is_empty() { close } else { joined }) {
                break;
            }
            list.extend(name.person.filter(|p| !list.contains(p)));
            at = name.tokens.end;
        }
        list.sort_unstable();
        (list.len() > 1 && n.is_none_or(|n| n == list.len())).then_some(list)
    };
    group.mentions.iter().find_map(|m| behind(&people.mentions[*m]))
}

/// Sentences before the words for a group within which its members are spoken of.
const REACH: usize = 8;

/// Is everybody of them spoken of shortly before a group is? A report of several cases has others in between.
fn within_reach(doc: &Doc<'_>, people: &People, group: &Person, members: &[usize]) -> bool {
    let sentence = |m: &usize| doc.words[people.mentions[*m].head].sentence;
    let Some(here) = group.mentions.first().map(sentence) else { return false };
    let near = |s: usize| s <= here && here - s <= REACH;
    members.iter().all(|p| people.persons[*p].mentions.iter().map(sentence).any(near))
}

/// How many a group is said to be.
fn size(doc: &Doc<'_>, notes: &Annotations, people: &People, group: &Person) -> Option<usize> {
    group.mentions.iter().find_map(|m| count(doc, notes, &people.mentions[*m]))
}

/// The people with names whom the report tells of at least `least` times, where they are `n`.
fn the_story(people: &People, n: usize, least: usize) -> Option<Vec<usize>> {
    let told = |p: &Person| {
        let single = p.number == Number::One && !p.name.is_empty() && p.mentions.len() >= least;
        single && !p.is_aside() && p.kin_of.is_none() && p.acts_for.is_none()
    };
    let all: Vec<usize> = (0..people.persons.len()).filter(|p| told(&people.persons[*p])).collect();
    Some(all).filter(|all| all.len() == n)
}

/// Those named before the first words that tell of a group as one spoken of, where they are as many as it is.
fn named_here(doc: &Doc<'_>, notes: &Annotations, people: &People, group: &Person, n: usize) -> Option<Vec<usize>> {
    let mut words = group.mentions.iter().map(|m| &people.mentions[*m]);
    let words = words.find(|m| count(doc, notes, m) == Some(n) && spoken_of(doc, m))?;
    named_before(doc, people, words, n)
}

/// "Omar Farah, 37, and Ali Nur, 29, were having supper. Six men led them out. A judge asked for the two men.": those named in the
/// paragraph before a mention, else in the paragraph before that, where they are `n`.
fn named_before(doc: &Doc<'_>, people: &People, words: &Mention, n: usize) -> Option<Vec<usize>> {
    let paragraph = |m: &Mention| doc.sentence(m.head).paragraph;
    let told = |p: &usize| {
        let person = &people.persons[*p];
        person.number == Number::One && !is_beside(person) && person.acts_for.is_none()
    };
    let named_in = |k: usize| -> Vec<usize> {
        let names = people.mentions.iter().filter(|m| m.kind == Kind::Name && m.head < words.head && paragraph(m) == k);
        let mut named: Vec<usize> = names.filter_map(|m| m.person).filter(told).collect();
        named.sort_unstable();
        named.dedup();
        // Somebody's relatives count with them only.
        let alone = |p: &usize| people.persons[*p].kin_of.as_ref().is_none_or(|(of, _)| named.contains(of));
        named.iter().copied().filter(alone).collect()
    };
    let here = paragraph(words);
    let nearest = (0..=here).rev().take(2).map(named_in).find(|named| !named.is_empty());
    nearest.filter(|named| named.len() == n)
}

/// Can somebody be one of those whom words for several describe so? What a pronoun was taken to mean is no reason against it.
fn may_be(people: &People, described: &Attributes, person: usize) -> bool {
    let p = &people.persons[person];
    let known = Attributes { gender: told_gender(people, p), ..p.attributes.clone() };
    described.compatible(&known)
}

/// Is somebody beside the story? A reporter or lawyer of whom the report tells at length is whom it is about.
fn is_beside(person: &Person) -> bool {
    person.is_aside() && person.mentions.len() < OFTEN
}

/// Those of the story who are named one beside the other ("of Ana Silva, her brother Ivo and Rita Lang"), each list once.
fn named_together(doc: &Doc<'_>, people: &People) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for list in people.mentions.iter().filter_map(|m| together(doc, people, m)) {
        // Lawyers and officials who are named together are not "the three".
        let named = list.iter().all(|p| !people.persons[*p].name.is_empty() && !people.persons[*p].is_aside());
        if named && !lists.contains(&list) {
            lists.push(list);
        }
    }
    lists
}

/// The single persons of a list that begins with a mention, in order of their numbers; `None` where it begins none.
fn together(doc: &Doc<'_>, people: &People, first: &Mention) -> Option<Vec<usize>> {
    let single = |t: usize| {
        let person = people.mention_at(t).and_then(|m| m.person);
        person.filter(|p| people.persons[*p].number == Number::One)
    };
    let beside = |t: usize| doc.kids(t).iter().copied().filter(|k| doc.words[*k].rel == "conj");
    let mut heads: Vec<usize> = std::iter::once(first.head).chain(alike(doc, first.head)).collect();
    let joined: Vec<usize> = heads.iter().flat_map(|t| beside(*t)).collect();
    heads.extend(joined);
    let mut list = heads.into_iter().map(single).collect::<Option<Vec<usize>>>()?;
    list.sort_unstable();
    list.dedup();
    (list.len() > 1).then_some(list)
}

/// "of Ana Silva, of her brother and of Rita Lang": what stands behind a word under the same preposition.
fn alike<'d>(doc: &'d Doc<'_>, token: usize) -> impl Iterator<Item = usize> + 'd {
    let case = |t: usize| doc.kid(t, &["case"]).map(|k| doc.words[k].form);
    let (rel, own) = (doc.words[token].rel, case(token));
    let around = doc.words[token].head.map_or(&[] as &[usize], |h| doc.kids(h));
    let same = move |k: &usize| own.is_some() && *k > token && doc.words[*k].rel == rel && case(*k) == own;
    // A tree may hang the second on the first: "of Ana Silva, 34, of her brother".
    let set_apart = |k: &usize| doc.kid(*k, &["punct"]).is_some_and(|p| p < *k && doc.form(p) == ",");
    around.iter().chain(doc.kids(token).iter().filter(move |k| set_apart(k))).copied().filter(same)
}

/// The only list of `n`.
fn one_list(lists: &[Vec<usize>], n: usize) -> Option<Vec<usize>> {
    let mut fitting = lists.iter().filter(|l| l.len() == n);
    fitting.next().filter(|_| fitting.next().is_none()).cloned()
}

/// "both men", "the two": people who have been spoken of.
fn spoken_of(doc: &Doc<'_>, m: &Mention) -> bool {
    let g = &doc.packs.grammar;
    let first = doc.words[m.tokens.start].form;
    m.kind == Kind::Nominal(Article::Known) || first == g.both || first == g.all
}

/// The subject of the first sentence, before anybody of them is named.
fn introduces(doc: &Doc<'_>, people: &People, m: &Mention, named: &[usize]) -> bool {
    let first = doc.sentences.iter().position(|s| s.zone == Zone::Body);
    let opens = Some(doc.words[m.head].sentence) == first && doc.words[m.head].rel.starts_with("nsubj");
    let later = |p: &usize| {
        let mut body = people.persons[*p].mentions.iter().map(|i| &people.mentions[*i]);
        body.all(|x| x.tokens.start > m.tokens.end || doc.sentence(x.head).zone != Zone::Body)
    };
    opens && named.iter().all(later)
}

/// How many a mention says that they are, if these are all and not too many.
fn count(doc: &Doc<'_>, notes: &Annotations, m: &Mention) -> Option<usize> {
    let of = |t: usize| t < doc.words.len() && doc.words[t].form == doc.packs.grammar.of;
    let number = |t: usize| notes.starting(t).find(|n| n.label == Label::Number).and_then(|n| n.value.parse().ok());
    let two = |t: usize| doc.packs.listed("both_of_two", doc.words[t].form);
    let more = |t: usize| doc.packs.listed("besides_those_named", doc.words[t].form);
    let part = m.tokens.clone().any(|t| more(t) || of(t)) || of(m.tokens.end);
    let count = m.tokens.clone().find_map(|t| if two(t) { Some(2) } else { number(t) });
    count.filter(|n| !part && (2..=MOST).contains(n))
}
