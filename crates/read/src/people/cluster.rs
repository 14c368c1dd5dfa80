//! Joins mentions into people, in the order of the text, then ties opening descriptions to the
//! people they fit.

use super::attributes::{Attributes, Gender};
use super::describe::{self, Tie};
use super::mention::{Article, Kind, Mention, Number};
use super::naming::{closeness, family_name, names_match};
use super::{People, Person, count, defined, goes_by, known, late, members, opening, owned, partial, pronoun};
use crate::annotate::{Annotations, lettered, said_changed};
use crate::doc::Doc;

/// Joins every mention that can be joined.
pub fn join(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    let ties: Vec<Option<(usize, Tie)>> =
        (0..people.mentions.len()).map(|i| describe::described(doc, notes, &people.mentions, i)).collect();
    people.describes = ties.iter().map(|tie| tie.map(|(other, _)| other)).collect();
    lend_gender(people);
    lend_description(doc, people);
    in_order(doc, notes, people, ties);
    told_ahead(doc, notes, people);
    if describe::all_names_changed(doc) {
        for p in &mut people.persons {
            p.pseudonym |= !p.name.is_empty() && !p.name.contains(' ');
        }
    }
    late::introduce_names(doc, people);
    late::named_as_family(people);
    late::called_by_others(doc, people);
    late::fit_descriptions(doc, people);
    opening::name(doc, people);
    opening::items(doc, people);
    members::find(doc, notes, people);
    for person in 0..people.persons.len() {
        people.persons[person].attributes.given_name_only = partial::named(doc, notes, people, person);
    }
}

/// Joins mentions with those before them.
fn in_order(doc: &Doc<'_>, notes: &Annotations, people: &mut People, ties: Vec<Option<(usize, Tie)>>) {
    let mut fronted: Vec<(usize, usize)> = Vec::new();
    for (i, tie) in ties.into_iter().enumerate() {
        if let Some((other, _)) = tie.filter(|(o, _)| *o > i && people.mentions[*o].kind != Kind::Name) {
            // "A seamstress aged 29, she …": whoever "she" turns out to be.
            fronted.push((i, other));
            continue;
        }
        if tie.is_some_and(|(_, tie)| tie == Tie::Becoming) {
            people.mentions[i].attributes.countries.clear();
        }
        let person = match people.mentions[i].kind {
            Kind::Name => Some(named(doc, notes, people, i, None)),
            Kind::Nominal(article) => nominal(doc, notes, people, i, article, tie),
            Kind::Pronoun(_) => meant(doc, people, i),
        };
        if let Some(person) = person {
            attach(people, i, person);
            people.mentions[i].firm = firm(doc, people, i, tie);
        }
    }
    for (described, subject) in fronted {
        if let Some(person) = people.mentions[subject].person {
            attach(people, described, person);
            people.mentions[described].firm = people.mentions[subject].firm;
        }
    }
}

/// Whom a pronoun means; what it may mean besides is kept for those who check.
fn meant(doc: &Doc<'_>, people: &mut People, i: usize) -> Option<usize> {
    let head = people.mentions[i].head;
    let read_as = pronoun::read_as(doc, people, head);
    people.read_as.insert(head, read_as);
    let choice = pronoun::choice(doc, people, i);
    if pronoun::fronted(doc, people, i).is_some() {
        return None;
    }
    let same = pronoun::repeated(doc, people, i)
        .or_else(|| pronoun::newcomer(doc, people, i))
        .or_else(|| pronoun::goes_on(doc, people, i))
        .or_else(|| pronoun::where_he(doc, people, i))
        .or_else(|| pronoun::undergoes(doc, people, i));
    let person = same.or_else(|| choice.as_ref().and_then(|c| c.person(doc, people)));
    people.choices.extend(choice);
    person
}

/// Joins what is told before the person it is told of ("A week after her employer left, Ana Silva …").
fn told_ahead(doc: &Doc<'_>, notes: &Annotations, people: &mut People) {
    for i in 0..people.mentions.len() {
        if people.mentions[i].person.is_none()
            && let Some(person) = pronoun::ahead(doc, people, i)
        {
            attach(people, i, person);
            people.mentions[i].firm = true;
        }
    }
    owned::join(doc, notes, people);
}

/// "the Russian activists Ana Silva and Ivo Lang": each of those named is what all of them are called.
fn lend_description(doc: &Doc<'_>, people: &mut People) {
    for i in 0..people.mentions.len() {
        let m = &people.mentions[i];
        let several = matches!(m.kind, Kind::Nominal(_)) && m.number != Number::One && m.kin.is_none();
        let (end, description) = (m.tokens.end, m.attributes.clone());
        let Some(first) = people.mentions.iter().position(|n| several && n.kind == Kind::Name && n.tokens.start == end)
        else {
            continue;
        };
        let head = people.mentions[first].head;
        let beside = |h: usize| doc.words[h].rel == "conj" && doc.words[h].head == Some(head);
        for n in people.mentions.iter_mut().filter(|n| n.kind == Kind::Name && (n.head == head || beside(n.head))) {
            n.attributes
                .merge(&Attributes { gender: n.attributes.gender.or(description.gender), ..description.clone() });
        }
    }
}

/// "Ana, his wife": the name has the gender of the word for a relative.
fn lend_gender(people: &mut People) {
    for i in 0..people.mentions.len() {
        let gender = people.mentions[i].attributes.gender.filter(|_| people.mentions[i].kin.is_some());
        if let (Some(gender), Some(of)) = (gender, people.describes[i]) {
            people.mentions[of].attributes.gender.get_or_insert(gender);
        }
    }
}

/// Does a mention leave no choice of person: a name that is one person's only, a description that
/// introduces somebody or that grammar ties to a name, a pronoun that one person fits far better.
pub(super) fn firm(doc: &Doc<'_>, people: &People, i: usize, tie: Option<(usize, Tie)>) -> bool {
    let m = &people.mentions[i];
    let owner = || m.owner.and_then(|t| people.mention_at(t)).is_some_and(|o| o.firm);
    match m.kind {
        Kind::Name => {
            let name = doc.quote(m.core.clone());
            let others = people.persons.iter().enumerate().filter(|(p, x)| {
                Some(*p) != m.person && !x.name.is_empty() && names_match(&x.name, name, x.only_so_called())
            });
            others.count() == 0
        }
        Kind::Nominal(_) if tie.is_some() || defined::named(doc, &people.defined, m).is_some() => true,
        Kind::Nominal(Article::New) => true,
        Kind::Nominal(Article::Owned) => owner(),
        Kind::Nominal(Article::Bare) => m.number != Number::One,
        Kind::Nominal(Article::Known) => false,
        Kind::Pronoun(_) => people.choices.last().is_some_and(|c| c.pronoun == i && c.is_clear()),
    }
}

pub(super) fn attach(people: &mut People, mention: usize, person: usize) {
    if people.mentions[mention].person.is_some() {
        return;
    }
    people.mentions[mention].person = Some(person);
    let attributes = people.mentions[mention].attributes.clone();
    let p = &mut people.persons[person];
    p.mentions.push(mention);
    p.mentions.sort_unstable();
    p.attributes.merge(&attributes);
}

pub(super) fn new_person(people: &mut People, person: Person) -> usize {
    people.persons.push(person);
    people.persons.len() - 1
}

/// The person of a name mention: one already known by it, or a new one. `owner`: whose relative or lawyer the name is, who is
/// somebody else ("her mother, Ana Silva", where she is Ms Silva).
pub(super) fn named(doc: &Doc<'_>, notes: &Annotations, people: &mut People, i: usize, owner: Option<usize>) -> usize {
    if let Some(person) = people.mentions[i].person {
        return person;
    }
    let mention = people.mentions[i].clone();
    let name = doc.quote(mention.core.clone()).to_string();
    let initial = name.trim_end_matches('.').chars().count() == 1;
    let known = (0..people.persons.len())
        .filter(|p| owner != Some(*p))
        .filter(|p| {
            let p = &people.persons[*p];
            let told = told_gender(people, p);
            let other = mention.attributes.other_gender(told) && !family_name(doc, p, &mention);
            let same = !p.name.is_empty() && p.number == Number::One && names_match(&p.name, &name, p.only_so_called());
            same && !(other && p.name != name)
        })
        .max_by_key(|p| {
            let p = (&people.persons[*p], *p);
            let apart = p.0.attributes.other_gender(mention.attributes.gender);
            // Of two whom "K." may be the last one.
            let last = p.0.mentions.last().filter(|_| initial);
            (!apart, last, closeness(p.0, &name), p.0.mentions.len(), p.1)
        });
    let person = known.or_else(|| late::introduced(doc, people, &mention));
    let person = person.unwrap_or_else(|| new_person(people, Person::default()));
    let p = &mut people.persons[person];
    if name.split(' ').count() > p.name.split(' ').count() || p.name.is_empty() {
        p.name = name;
    }
    // "a witness called X"
    let letter = mention.core.len() == 1 && doc.form(mention.head).len() == 1 || lettered(doc, notes, &mention.core);
    p.pseudonym |= letter || said_changed(doc, mention.tokens.end);
    p.goes_by |= known.is_none() && goes_by::so_called(doc, &mention);
    let family = family_name(doc, p, &mention);
    if family {
        people.mentions[i].attributes.gender = told_gender(people, &people.persons[person]);
    }
    if describe::signs(doc, &mention) {
        people.mentions[i].attributes.roles.push("reporter".to_string());
    }
    if let Some(role) = describe::affiliation_role(doc, notes, &mention) {
        people.mentions[i].attributes.roles.push(role);
    }
    person
}

/// What names and descriptions tell of somebody's gender: what a pronoun was taken to mean is no reason to part names.
pub(super) fn told_gender(people: &People, p: &Person) -> Option<Gender> {
    let told = p.mentions.iter().map(|m| &people.mentions[*m]);
    told.filter(|m| !matches!(m.kind, Kind::Pronoun(_))).find_map(|m| m.attributes.gender)
}

/// The person of a noun phrase.
pub(super) fn nominal(
    doc: &Doc<'_>,
    notes: &Annotations,
    people: &mut People,
    i: usize,
    article: Article,
    tie: Option<(usize, Tie)>,
) -> Option<usize> {
    let mention = people.mentions[i].clone();
    if let Some(name) = defined::named(doc, &people.defined, &mention)
        && let Some(person) = people.mentions[name].person
    {
        return Some(person);
    }
    let behind = owned::named_behind(doc, notes, people, &mention);
    // "He came with wife Rosa": his.
    let whose = || {
        let bare = article == Article::Bare && mention.kin.is_some() && tie.is_some();
        let verb = doc.predicate_above(mention.head).filter(|_| bare)?;
        people.person_at(doc.subject(verb)?)
    };
    let owner = behind.or_else(|| mention.owner.and_then(|t| people.person_at(t))).or_else(whose);
    if let Some((other, _)) = tie {
        let person = match people.mentions[other].person {
            Some(person) => person,
            None if people.mentions[other].kind == Kind::Name => {
                let known = people.persons.len();
                let person = named(doc, notes, people, other, owner);
                attach(people, other, person);
                let between = mention.tokens.end..people.mentions[other].tokens.start;
                let told_name = person == known && describe::whose_name(doc, between);
                let told = late::told_of(doc, people, &mention).filter(|_| told_name && article == Article::Known);
                told.inspect(|told| merge(people, person, *told, false)).unwrap_or(person)
            }
            None => return None,
        };
        owned::relate(people, person, &mention, owner);
        if let Some(before) = late::unnamed_before(people, person, &mention, owner) {
            merge(people, before, person, true);
        }
        return Some(person);
    }
    match mention.number {
        Number::Class => Some(class(doc, people, &mention)),
        Number::Several => {
            let person = count::group(doc, notes, people, &mention, article);
            owned::relate(people, person, &mention, owner);
            Some(person)
        }
        Number::One => one(doc, people, &mention, article, owner),
    }
}

fn one(doc: &Doc<'_>, people: &mut People, mention: &Mention, article: Article, owner: Option<usize>) -> Option<usize> {
    // "the mother of Ana Silva" is hers as well.
    let article = if owned::of_somebody(mention) { Article::Owned } else { article };
    match article {
        Article::Owned => {
            let owner = owner?;
            // "my client": the one whom the lawyer acts for.
            if doc.packs.listed("client", doc.words[mention.head].lemma) {
                return people.persons[owner].acts_for;
            }
            if let Some(person) = owned::of_relative(people, owner, mention) {
                return Some(person);
            }
            let same = |p: &Person| match (&mention.kin, &p.kin_of) {
                (Some(kin), Some((of, known))) => {
                    of == &owner && known == kin && p.number == Number::One && owned::same_relative(p, mention)
                }
                (None, _) => {
                    p.acts_for == Some(owner)
                        && !mention.attributes.roles.is_empty()
                        && mention.attributes.roles.iter().any(|r| p.attributes.roles.contains(r))
                }
                _ => false,
            };
            let person = people.persons.iter().position(same).unwrap_or_else(|| new_person(people, Person::default()));
            owned::relate(people, person, mention, Some(owner));
            Some(person)
        }
        // "entitled to a lawyer": nobody in particular.
        Article::New => (!hypothetical(doc, mention)).then(|| new_person(people, Person::default())),
        Article::Known | Article::Bare => known::known(doc, people, mention, article),
    }
}

/// How likely words mention somebody, by the proposer, below which they hardly do.
const NOBODY: f32 = 0.05;

/// Does the proposer, who was taught who is somebody in whole reports, find nobody in a description?
fn hypothetical(doc: &Doc<'_>, mention: &Mention) -> bool {
    doc.words[mention.head].somebody.is_some_and(|s| s.within < NOBODY)
}

fn class(doc: &Doc<'_>, people: &mut People, mention: &Mention) -> usize {
    let name = doc.quote(mention.tokens.clone()).to_lowercase();
    let known = people.persons.iter().position(|p| p.is_class() && p.class_name == name);
    known.unwrap_or_else(|| new_person(people, Person { number: Number::Class, class_name: name, ..Person::default() }))
}

/// Everything said of `from` is said of `into` as well; `into` keeps its place. Where that is a guess
/// (not `sure`), what was said of `into` before is firm no more.
pub(super) fn merge(people: &mut People, from: usize, into: usize, sure: bool) {
    let moved = std::mem::take(&mut people.persons[from]);
    if !sure {
        for m in people.persons[into].mentions.clone() {
            people.mentions[m].firm = false;
        }
    }
    for &m in &moved.mentions {
        people.mentions[m].person = Some(into);
    }
    let p = &mut people.persons[into];
    p.mentions.extend(&moved.mentions);
    p.mentions.sort_unstable();
    p.attributes.merge(&moved.attributes);
    if p.name.is_empty() {
        p.name = moved.name;
    }
    p.pseudonym |= moved.pseudonym;
    p.goes_by |= moved.goes_by;
    p.kin_of = p.kin_of.clone().or(moved.kin_of);
    p.acts_for = p.acts_for.or(moved.acts_for);
    for other in &mut people.persons {
        if let Some((owner, _)) = &mut other.kin_of
            && *owner == from
        {
            *owner = into;
        }
        if other.acts_for == Some(from) {
            other.acts_for = Some(into);
        }
    }
}
