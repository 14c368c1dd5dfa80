//! Mentions by description: noun phrases with a person noun, an age or a number as head, and where they
//! begin.

use std::ops::Range;

use casebook_model::Upos;
use casebook_packs::Kind as Lex;

use super::{Article, Attributes, Kind, Mention, Number};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;

/// A noun phrase whose head is a noun for a person, a nationality that stands alone, or anything with
/// an age ("the 36-year-old net mender", "the 22-year-old").
pub fn nominal(doc: &Doc<'_>, notes: &Annotations, t: usize) -> Option<Mention> {
    let note = [Lex::Kin, Lex::Role, Lex::Occupation, Lex::Human, Lex::Nationality]
        .iter()
        .find_map(|k| notes.starting(t).find(|n| n.label == Label::Lexicon(*k)));
    let nationality = note.is_some_and(|n| n.label == Label::Lexicon(Lex::Nationality));
    let core = match note {
        Some(note) => note.tokens.clone(),
        None => aged(doc, notes, t).or_else(|| taught(doc, notes, t))?,
    };
    let head = head_of(doc, &core);
    // "the 27-year-old" is somebody; the second half of any other compound is not.
    let old = doc.words[head].form == doc.packs.grammar.old && notes.at(head, Label::Age).is_some();
    let compound = core.start > 0 && doc.form(core.start - 1) == "-" && !doc.spaced(core.start - 1) && !old;
    let body = notes.at(core.start, Label::Organisation).is_some() && doc.capital(core.start);
    if compound || body || !heads_phrase(doc, notes, &core) || (nationality && !stands_alone(doc, notes, &core)) {
        return None;
    }
    let plural = plural(doc, head);
    let mut start = phrase_start(doc, notes, core.start);
    if plural && [doc.packs.grammar.a, doc.packs.grammar.an].contains(&doc.words[start].form) {
        // "a move experts call wrong": the article belongs to another noun.
        start = core.start;
    }
    let g = &doc.packs.grammar;
    let first = doc.words[start].form;
    let per = start > doc.sentence(start).tokens.start && doc.words[start - 1].form == g.per;
    if first == doc.packs.vocabulary.get("no") && start < core.start || per {
        return None;
    }
    let owner = owner(doc, start, core.start).or_else(|| {
        // "the wife of a soldier"
        let of = head + 1 < doc.sentence(head).tokens.end && doc.words[head + 1].form == g.of;
        doc.possessor(head).filter(|p| of && *p > head)
    });
    let article = if owner.is_some_and(|o| o < core.start) {
        Article::Owned
    } else if [g.the, g.this, g.that, g.these, g.those].contains(&first) {
        Article::Known
    } else if [g.a, g.an, g.one, g.another].contains(&first) {
        Article::New
    } else {
        Article::Bare
    };
    // "the pair": two who were spoken of; "a pair of shoes" is nobody.
    if doc.packs.listed("group_by_number", doc.words[head].form) && article != Article::Known {
        return None;
    }
    let counted = (start..core.start).any(|x| notes.at(x, Label::Number).is_some() && !in_age(doc, notes, x));
    let number = match (plural, article) {
        // "for each worker", "every driver": nobody in particular.
        (false, _) if start < core.start && [g.each, g.every].contains(&first) => Number::Class,
        (false, _) if beside_every(doc, head) => Number::Class,
        (false, _) if doc.packs.listed("two_people", doc.words[head].lemma) => Number::Several,
        (false, Article::New) if doc.packs.listed("several_people", doc.words[head].lemma) => Number::Several,
        (false, _) => Number::One,
        (true, Article::Bare) if !counted => Number::Class,
        (true, _) => Number::Several,
    };
    let kin = notes.lexicon(t, Lex::Kin).map(|v| v.split('|').next().unwrap_or(v).to_string());
    let mut attributes = Attributes::read(doc, notes, start..core.end);
    if attributes.age.is_none() {
        attributes.age = age_after(doc, notes, core.end);
    }
    let owner = owner.or_else(|| client(doc, &attributes, head));
    Some(Mention {
        tokens: start..core.end,
        core,
        head,
        kind: Kind::Nominal(article),
        number,
        attributes,
        kin,
        owner,
        person: None,
        firm: false,
    })
}

/// "every migrant and asylum seeker": nobody in particular, by the word before the noun beside it.
fn beside_every(doc: &Doc<'_>, noun: usize) -> bool {
    let g = &doc.packs.grammar;
    let word = &doc.words[noun];
    let first = word.head.filter(|h| word.rel == "conj" && *h < noun);
    let det = |t: usize| doc.kid(t, &["det"]).map(|d| doc.words[d].form);
    first.and_then(det).is_some_and(|d| det(noun).is_none() && [g.each, g.every, g.any].contains(&d))
}

/// "the 41", "three hundred others", "eleven of his cousins", "the three who stayed": people by their
/// number alone.
pub fn counted(doc: &Doc<'_>, notes: &Annotations, t: usize) -> Option<Mention> {
    let g = &doc.packs.grammar;
    let note = notes.starting(t).find(|n| n.label == Label::Number)?;
    let measured = [Label::Date, Label::Money, Label::Duration, Label::Age].iter().any(|l| notes.at(t, *l).is_some());
    let n: u64 = note.value.parse().ok()?;
    let end = doc.sentence(t).tokens.end;
    let after = note.tokens.end;
    if measured || n < 2 || after >= end {
        return None;
    }
    let begin = doc.sentence(t).tokens.start;
    let before = t.checked_sub(1).filter(|b| *b >= begin);
    let determined = before.is_some_and(|b| [g.the, g.all, g.those, g.these].contains(&doc.words[b].form));
    let next = doc.words[after].form;
    let others = doc.form(after).eq_ignore_ascii_case("others");
    let person = |x: usize| {
        [Lex::Human, Lex::Kin, Lex::Role, Lex::Occupation, Lex::Nationality]
            .iter()
            .any(|k| notes.lexicon(x, *k).is_some())
    };
    let of = (next == g.of)
        .then(|| (after + 1..end.min(after + 4)).find(|x| person(*x) || [g.them, g.us].contains(&doc.words[*x].form)));
    let people = of.flatten();
    let acts = [g.who, g.whom, g.whose].contains(&next)
        || (determined
            && matches!(doc.words[after].upos, Upos::Verb | Upos::Aux)
            && doc.words[t].rel.starts_with("nsubj"));
    let closed =
        determined && matches!(doc.form(after), "," | "." | ";" | "’s" | "'s" | "were" | "had" | "have" | "are");
    let person_noun = doc.words[t].upos == Upos::Num && doc.words[t].rel != "nummod";
    // "convicted the two on charges of theft".
    let object = determined && person_noun && matches!(doc.words[t].rel, "obj" | "iobj" | "nsubj:pass");
    // "Two have gone home": nothing but the sense of it says that these are people.
    let meant = person_noun && doc.words[t].somebody.is_some_and(|s| s.within >= COUNTED);
    if !(others || people.is_some() || acts || closed && person_noun || object || meant) {
        return None;
    }
    let last = if others { after + 1 } else { after };
    let least = before.filter(|b| ["least", "most"].contains(&doc.form(*b)) && *b > begin).map(|b| b - 1);
    let start = before.filter(|_| determined).or(least).unwrap_or(t);
    let known = determined && !others;
    Some(Mention {
        tokens: start..people.map_or(last, |noun| noun + 1),
        core: t..last,
        head: last - 1,
        kind: Kind::Nominal(if known { Article::Known } else { Article::Bare }),
        number: Number::Several,
        attributes: Attributes::default(),
        kin: None,
        owner: None,
        person: None,
        firm: false,
    })
}

/// The word that an age in front makes a person: the noun it describes, or "old" where there is none.
fn aged(doc: &Doc<'_>, notes: &Annotations, t: usize) -> Option<Range<usize>> {
    let old = doc.packs.grammar.old;
    let age = |at: usize| notes.at(at, Label::Age).is_some() && doc.words[at].form == old;
    if age(t) {
        let noun = doc.words[t].head.is_some_and(|h| h > t && h - t < 6 && doc.nominal(h));
        let rel = doc.words[t].rel;
        let verbal = doc.words[t].head.is_some_and(|h| doc.words[h].upos == Upos::Verb);
        let stands = verbal
            || matches!(rel, "nsubj" | "nsubj:pass" | "obj" | "iobj" | "obl" | "nmod" | "conj" | "root" | "appos");
        return (!noun && stands).then_some(t..t + 1);
    }
    let begin = doc.sentence(t).tokens.start;
    let described = doc.words[t].upos == Upos::Noun
        && (t.saturating_sub(5).max(begin)..t).any(|at| age(at) && doc.words[at].head == Some(t));
    described.then_some(t..t + 1)
}

/// How likely a noun mentions somebody, by the proposer, from which on it does, and how likely a mention begins with
/// its phrase.
const SOMEBODY: f32 = 0.95;
const BEGINS: f32 = 0.5;

/// How likely a number alone mentions people, by the proposer, from which on it does.
const COUNTED: f32 = 0.6;

/// A noun that no list has ("the petitioner", "a bosun") or a word that stands for one ("the elder") and that the proposer
/// takes for somebody.
fn taught(doc: &Doc<'_>, notes: &Annotations, t: usize) -> Option<Range<usize>> {
    let word = &doc.words[t];
    let stands = word.upos == Upos::Adj
        && t.checked_sub(1).is_some_and(|b| doc.words[b].form == doc.packs.grammar.the)
        && (["nsubj", "obj", "iobj", "obl", "nmod", "appos", "conj"].iter().any(|r| word.rel.starts_with(r)));
    let noun = (word.upos == Upos::Noun || stands) && notes.covering(t).all(|n| n.label != Label::Organisation);
    let begins = |s: usize| doc.words[s].somebody.is_some_and(|b| b.begins >= BEGINS);
    let somebody = noun && word.somebody.is_some_and(|s| s.within >= SOMEBODY) && begins(phrase_start(doc, notes, t));
    somebody.then_some(t..t + 1)
}

/// "…, 29," or "aged 29" right after a noun.
fn age_after(doc: &Doc<'_>, notes: &Annotations, after: usize) -> Option<u64> {
    let end = doc.sentence(after.checked_sub(1)?).tokens.end;
    let aged = after < end && doc.words[after].form == doc.packs.grammar.aged;
    let comma = after < end && doc.form(after) == ",";
    let number = notes.starting(after + 1).find(|n| n.label == Label::Number)?;
    let closed = number.tokens.end >= end || matches!(doc.form(number.tokens.end), "," | "." | ")") || aged;
    number.value.parse().ok().filter(|a| (aged || comma) && closed && *a < 110)
}

/// Is the word the head of its phrase: no further noun, name or person noun follows directly?
fn heads_phrase(doc: &Doc<'_>, notes: &Annotations, core: &Range<usize>) -> bool {
    let end = doc.sentence(core.start).tokens.end;
    let verbal = doc.words[core.end - 1].upos == Upos::Verb || doc.words[core.start].upos == Upos::Adv;
    if verbal {
        return false;
    }
    let Some(next) = (core.end < end).then_some(core.end) else { return true };
    if matches!(doc.form(next), "'s" | "’s" | "'" | "’") {
        return true;
    }
    let hyphen = doc.form(next) == "-" && !doc.spaced(core.end - 1);
    let person = [Lex::Kin, Lex::Role, Lex::Occupation, Lex::Human]
        .iter()
        .any(|k| notes.starting(next).any(|n| n.label == Label::Lexicon(*k)));
    let modifies = doc.words[next].upos == Upos::Noun
        && doc.words[core.end - 1].head.is_some_and(|h| h >= next && h < next + 3)
        && matches!(doc.words[core.end - 1].rel, "compound" | "amod");
    !hyphen && !person && !modifies
}

/// A nationality stands for a person when no noun follows it and it is plural or has an article.
fn stands_alone(doc: &Doc<'_>, notes: &Annotations, core: &Range<usize>) -> bool {
    let end = doc.sentence(core.start).tokens.end;
    let head = head_of(doc, core);
    let next = core.end;
    let noun_follows = next < end
        && (matches!(doc.words[next].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            || notes.name(next).is_some()
            || (doc.form(next) == "-" && !doc.spaced(head))
            || doc.words[head].head.is_some_and(|h| {
                h > head
                    && matches!(doc.words[head].rel, "amod" | "compound")
                    && doc.nominal(h)
                    && h < next + 3
                    && !matches!(doc.form(next), "," | "who")
            }));
    let start = phrase_start(doc, notes, core.start);
    let g = &doc.packs.grammar;
    let article = start < core.start && [g.a, g.an, g.the, g.another, g.one, g.this].contains(&doc.words[start].form);
    !noun_follows && (article || plural(doc, head))
}

fn in_age(doc: &Doc<'_>, notes: &Annotations, t: usize) -> bool {
    notes.at(t, Label::Number).is_some_and(|n| {
        (n.tokens.end..doc.sentence(t).tokens.end.min(n.tokens.end + 4))
            .any(|x| doc.words[x].form == doc.packs.grammar.old)
    })
}

/// The noun that carries a phrase: its last, but of "prisoners of war" the first.
fn head_of(doc: &Doc<'_>, core: &Range<usize>) -> usize {
    let of = core.clone().skip(1).find(|t| doc.words[*t].form == doc.packs.grammar.of);
    of.unwrap_or(core.end) - 1
}

/// Plural by its look: the form is not the dictionary form and not a past tense.
fn plural(doc: &Doc<'_>, t: usize) -> bool {
    let form = doc.form(t).to_lowercase();
    match form.as_str() {
        "people" | "children" | "relatives" | "police" => true,
        _ if doc.packs.listed("group_by_number", doc.words[t].form) => true,
        "series" | "boss" | "specimen" | "regimen" | "omen" => false,
        form if form.ends_with("men") => true,
        _ => {
            (form.ends_with('s') && !form.ends_with("ss") && doc.words[t].form != doc.words[t].lemma)
                || (form.ends_with('s') && !form.ends_with("ss") && doc.words[t].upos != Upos::Adj && form.len() > 4)
        }
    }
}

/// Leftmost token of the noun phrase whose person noun begins at `noun`, by the look of the words
/// before it: determiners, adjectives, numbers, hyphenated parts, nouns, possessives.
fn phrase_start(doc: &Doc<'_>, notes: &Annotations, noun: usize) -> usize {
    let begin = doc.sentence(noun).tokens.start;
    let mut at = noun;
    while at > begin {
        let before = at - 1;
        let word = &doc.words[before];
        let form = doc.form(before);
        let hyphen = form == "-" && !doc.spaced(before) && before > begin && !doc.spaced(before - 1);
        let modifier = match word.upos {
            Upos::Adj | Upos::Num | Upos::Noun => {
                let dated = notes.at(before, Label::Date).is_some();
                !dated && (!name_or_place(notes, before) || notes.lexicon(before, Lex::Nationality).is_some())
            }
            Upos::Propn => {
                notes.lexicon(before, Lex::Nationality).is_some()
                    || notes.lexicon(before, Lex::Origin).is_some()
                    || notes.at(before, Label::Place).is_some()
                    || notes.at(before, Label::Organisation).is_some()
            }
            Upos::Verb => {
                let participle = form.ends_with("ed") || form.ends_with("ing");
                participle && before > begin && matches!(doc.words[before - 1].upos, Upos::Det | Upos::Adj | Upos::Num)
            }
            // "ashore two men": an adverb of the verb before.
            Upos::Adv => {
                let inside = word.head.is_none_or(|h| h > before && h <= noun);
                form != "then" && inside && matches!(doc.words[at].upos, Upos::Adj | Upos::Num | Upos::Verb)
            }
            Upos::Part => matches!(form, "'s" | "’s"),
            _ => false,
        };
        let quantity = notes.lexicon(before, Lex::Quantity).is_some() && notes.at(at, Label::Number).is_some();
        // "Twenty-one Georgians": here "one" is the end of a number.
        let joined = before > begin && doc.form(before - 1) == "-" && !doc.spaced(before - 1);
        let determiner = word.upos == Upos::Det
            || possessive(doc, before)
            || ([doc.packs.grammar.one, doc.packs.grammar.another].contains(&word.form) && !joined);
        if determiner {
            return before;
        }
        let at_least =
            ["least", "most"].contains(&form) && before > begin && doc.words[before - 1].form == doc.packs.grammar.at;
        if at_least && notes.at(at, Label::Number).is_some() {
            return before - 1;
        }
        // "20 Chinese and Burmese sailors"
        let nation = |t: usize| notes.lexicon(t, Lex::Nationality).is_some() && !doc.form(t).ends_with('s');
        let both = word.form == doc.packs.grammar.and && before > begin && nation(at) && nation(before - 1);
        if hyphen || modifier || quantity || both {
            at = before;
        } else {
            break;
        }
    }
    at
}

fn name_or_place(notes: &Annotations, t: usize) -> bool {
    notes.at(t, Label::Person).is_some()
}

fn possessive(doc: &Doc<'_>, t: usize) -> bool {
    let g = &doc.packs.grammar;
    [g.his, g.her, g.their, g.my, g.our, g.its, g.your, g.whose].contains(&doc.words[t].form)
        && (doc.words[t].form != g.her || doc.words[t].rel != "obj")
}

/// "the lawyer for Ana Silva": whom a lawyer is said to be for.
fn client(doc: &Doc<'_>, attributes: &Attributes, head: usize) -> Option<usize> {
    let lawyer = attributes.roles.iter().any(|r| r == "lawyer");
    let named = |k: &usize| *k == head + 2 && doc.words[*k].rel == "nmod" && doc.words[*k].upos == Upos::Propn;
    let of = doc.kids(head).iter().copied().filter(|k| doc.led_by(*k, doc.packs.grammar.for_));
    of.filter(|_| lawyer).find(named)
}

/// Token of the possessor at the left edge of a phrase: "his", the noun that "whose" goes back to, or the name before "'s".
fn owner(doc: &Doc<'_>, start: usize, noun: usize) -> Option<usize> {
    // "her employer's lawyer": the employer's.
    let behind = (start..noun).rev().find(|t| matches!(doc.form(*t), "'s" | "’s")).and_then(|t| t.checked_sub(1));
    if start < noun && possessive(doc, start) && behind.is_none() {
        let whose = doc.words[start].form == doc.packs.grammar.whose;
        return doc.described_by_clause(start).filter(|t| whose && *t < start).or(Some(start));
    }
    behind
}
