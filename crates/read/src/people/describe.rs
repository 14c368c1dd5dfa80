//! Which description belongs to which name: apposition, predicate, and the noun before a name.

use casebook_model::Upos;
use casebook_packs::Kind as Lex;

use super::goes_by;
use super::mention::{Article, Kind, Mention, Number};
use crate::annotate::{Annotations, Label};
use crate::doc::Doc;

/// Why two mentions speak of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// "Ana Silva, a lawyer"; "his lawyer, Ana Silva"; "lawyer Ana Silva".
    Apposition,
    /// "Ana Silva is a lawyer".
    Predicate,
    /// "Ana Silva became a citizen": what somebody comes to be says nothing of where they are from.
    Becoming,
}

/// The mention (an index before or after `of`) that a nominal describes, if grammar says so.
pub fn described(doc: &Doc<'_>, notes: &Annotations, mentions: &[Mention], of: usize) -> Option<(usize, Tie)> {
    let m = &mentions[of];
    // "Ana Silva, whose sister …" is not the sister.
    let whose = doc.words[m.tokens.start].form == doc.packs.grammar.whose;
    if !matches!(m.kind, Kind::Nominal(_)) || m.number != Number::One || whose {
        return None;
    }
    before_name(doc, mentions, of)
        .or_else(|| called(doc, mentions, of))
        .or_else(|| goes_by::name_of(doc, mentions, of))
        .or_else(|| after_name(doc, notes, mentions, of))
        .or_else(|| fronted(doc, mentions, of))
        .map(|i| (i, Tie::Apposition))
        .or_else(|| {
            let verb = doc.words[m.head].head.filter(|_| doc.kid(m.head, &["cop"]).is_none());
            let becoming = verb.is_some_and(|v| doc.packs.cues.becoming.contains(&doc.words[v].lemma));
            let tie = if becoming { Tie::Becoming } else { Tie::Predicate };
            predicate_of(doc, mentions, of).map(|i| (i, tie))
        })
}

/// Steps in the tree within which a clause that names somebody hangs on the noun that describes them.
const CALLED_WITHIN: usize = 4;

/// "a plasterer called Ana Silva", "a man who goes by Ana", "one fighter, who wishes to be known as Ana".
fn called(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let sentence = doc.words[m.head].sentence;
    let next = mentions.iter().position(|n| n.kind == Kind::Name && n.tokens.start >= m.tokens.end)?;
    let name = &mentions[next];
    let between = m.tokens.end..name.tokens.start;
    let near = doc.words[name.head].sentence == sentence && (1..=9).contains(&between.len());
    let naming = between.clone().any(|t| doc.packs.cues.naming.contains(&doc.words[t].lemma));
    let clause = between.len() > 1 && doc.words[between.start + 1].form == doc.packs.grammar.who;
    let plain = between.clone().all(|t| {
        let word = &doc.words[t];
        let verb = word.upos == Upos::Verb;
        let names = doc.packs.cues.naming.contains(&word.lemma) || doc.form(t) == "known";
        let wishes = || doc.packs.listed("name_wish", word.lemma);
        (doc.form(t) != "," || clause && t == between.start) && (!verb || names || wishes())
    });
    // "a recruit in the city of Tula, whom we will call Ana".
    let calls = doc.words[name.head].head.filter(|v| doc.packs.cues.naming.contains(&doc.words[*v].lemma));
    let above = |v: usize| doc.above(v).take(CALLED_WITHIN).any(|t| t == m.head);
    // "a second witness, granted anonymity and called X".
    if calls.is_some_and(|v| matches!(doc.words[v].rel, "acl:relcl" | "acl" | "conj") && above(v)) {
        return Some(next);
    }
    // "a job as a driver by a recruiter named Ana": the nearer one is named.
    let nearer = mentions[of + 1..next].iter().any(|x| matches!(x.kind, Kind::Nominal(_)) && x.head > m.head);
    (near && !nearer && (naming && plain || whose_name(doc, between.clone()))).then_some(next)
}

/// "the man, whose surname is Silva": not "whose real name is", which is nobody's to resolve.
pub(super) fn whose_name(doc: &Doc<'_>, between: std::ops::Range<usize>) -> bool {
    let g = &doc.packs.grammar;
    let has = |word| between.clone().any(|t| doc.words[t].form == word);
    let name = |t: usize| doc.packs.listed("name_noun", doc.words[t].form);
    let other = |t: usize| doc.words[t].upos == Upos::Verb;
    has(g.whose) && has(g.is) && !has(g.real) && !has(g.not) && between.clone().any(name) && !between.clone().any(other)
}

/// "A seamstress aged 29, she flew home": a description that opens the sentence is of its subject.
fn fronted(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let sentence = doc.sentence(m.head).tokens.clone();
    let opens = (sentence.start..m.tokens.start).all(|t| !doc.form(t).chars().any(char::is_alphanumeric));
    let new = matches!(m.kind, Kind::Nominal(Article::New));
    if !opens || !new {
        return None;
    }
    // "A man said, she left": here the description has a verb of its own.
    let own = doc.words[m.head].rel.starts_with("nsubj").then(|| doc.words[m.head].head).flatten();
    let subject = |x: &Mention| {
        let singular = !matches!(x.kind, Kind::Pronoun(p) if p != super::mention::Pronoun::He && p != super::mention::Pronoun::She);
        let comma = x.tokens.start > m.tokens.end && doc.form(x.tokens.start - 1) == ",";
        let main = doc.words[x.head].head.is_some_and(|v| doc.words[v].head.is_none() || doc.words[v].rel == "conj");
        // "A recruiter, he says, promised …": who says it is not the recruiter.
        let says = doc.words[x.head].head.is_some_and(|v| doc.packs.cues.reporting(doc.words[v].lemma).is_some());
        let shared = !says && (own.is_none() || own == doc.words[x.head].head);
        singular && comma && main && shared && x.number == Number::One && doc.words[x.head].rel.starts_with("nsubj")
    };
    let referring = |x: &Mention| matches!(x.kind, Kind::Name | Kind::Pronoun(_) | Kind::Nominal(Article::Known));
    mentions.iter().position(|x| x.tokens.start < sentence.end && x.head > m.head && referring(x) && subject(x))
}

/// "lawyer Ana Silva", "his lawyer, Ana Silva,": the name follows.
fn before_name(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let sentence = doc.words[m.head].sentence;
    // "Interior Minister Ana Silva": the title is the name's and ends the description.
    let next = mentions.iter().position(|n| n.kind == Kind::Name && n.core.start >= m.tokens.end)?;
    let name = &mentions[next];
    if doc.words[name.head].sentence != sentence {
        return None;
    }
    let ends_it = name.tokens.start < m.tokens.end;
    let between = m.tokens.end..if ends_it { name.core.start } else { name.tokens.start };
    // "the witness's brother, Ivo": the brother's name.
    if between.clone().next().is_some_and(|t| doc.words[t].rel == "case" && doc.words[t].upos == Upos::Part) {
        return None;
    }
    // "a man Ana Silva had met": the name is the subject of a clause about him.
    let verb = doc.words[name.head].head.filter(|v| doc.words[*v].rel == "acl:relcl");
    if verb.is_some_and(|v| doc.words[v].head == Some(m.head)) {
        return None;
    }
    // "someone else, not Ana Silva"
    if between.clone().any(|t| doc.negates(t)) {
        return None;
    }
    // "The Minister for Trade (Hon. Ana Silva):"
    let inside = between.clone().next_back().is_some_and(|t| doc.form(t) == "(")
        && doc.words.get(name.tokens.end).is_some_and(|_| doc.form(name.tokens.end) == ")");
    let office_of = between.start..between.end.saturating_sub(1).max(between.start);
    let bracketed = inside && (office_of.is_empty() || office(doc, m, &office_of));
    // "a spokesperson for UK Prime Minister Ana Silva": the name holds an office of its own.
    let offices = |x: &Mention| between.contains(&x.head) && !x.attributes.roles.is_empty();
    let titled = name.tokens.start < name.core.start || mentions.iter().any(offices);
    if between.is_empty() || bracketed || !titled && office(doc, m, &between) {
        return Some(next);
    }
    let comma = between.len() == 1 && doc.form(between.start) == ",";
    // "His mother, Ana Silva said, …": the name is the speaker's, not the mother's.
    let after = name.tokens.end;
    let speaks =
        after < doc.sentences[sentence].tokens.end && doc.packs.cues.reporting(doc.words[after].lemma).is_some();
    if comma && (speaks || fronted_phrase(doc, m, name)) {
        return None;
    }
    // "a man in our town, Pak Wiro": one prepositional phrase may stand between.
    let joins = |t: usize| {
        // "a spokesman for Immigration and Customs Enforcement": "and" inside the name of a body.
        doc.words[t].upos == Upos::Cconj && !(t + 1 < between.end && doc.capital(t + 1))
    };
    let short = between.len() <= 9
        && doc.form(between.end - 1) == ","
        && between.clone().filter(|t| doc.form(*t) == ",").count() == 1
        && between.clone().all(|t| !joins(t) && !matches!(doc.words[t].upos, Upos::Verb | Upos::Aux));
    // "a friend, Ugandan driver Ivo Lang, said"
    let told_twice = doc.form(between.start) == ","
        && mentions.iter().any(|x| {
            matches!(x.kind, Kind::Nominal(_))
                && x.tokens.start == between.start + 1
                && x.tokens.end == name.tokens.start
        });
    let closed = |end: usize| {
        end >= doc.sentences[sentence].tokens.end
            || matches!(doc.form(end), "," | "." | ")" | "(" | "-" | "–" | "—" | ":" | ";" | "\"" | "”")
            || matches!(doc.words[end].upos, Upos::Verb | Upos::Aux)
            || [doc.packs.grammar.of, doc.packs.grammar.from].contains(&doc.words[end].form)
    };
    let definite = !matches!(m.kind, Kind::Nominal(Article::Bare));
    // "a teacher, Ana Silva, and": in a list the second item is somebody else.
    let in_list = doc.form(name.tokens.end.min(doc.words.len() - 1)) == ","
        && doc.words.get(name.tokens.end + 1).is_some_and(|w| w.upos == Upos::Cconj);
    // "his brother, Ivo, and a cashier": one forename behind a relative is the relative's.
    let own = m.kin.is_some() && m.kind == Kind::Nominal(Article::Owned) && name.core.len() == 1;
    let in_list = in_list && !(comma && own);
    // The nominal itself must not describe a name before it ("Ana Silva, a teacher, Ivan Petrov").
    let free = !(m.tokens.start > 1
        && doc.form(m.tokens.start - 1) == ","
        && mentions[..of].iter().any(|x| x.kind == Kind::Name && x.tokens.end == m.tokens.start - 1));
    ((comma || short || told_twice) && closed(name.tokens.end) && definite && !in_list && free).then_some(next)
}

/// "According to his lawyer, Ana Silva was beaten", "with the help of a lawyer, she …": the description stands in a phrase before a
/// subject that no comma closes.
fn fronted_phrase(doc: &Doc<'_>, m: &Mention, name: &Mention) -> bool {
    let verb = doc.words[name.head].head.filter(|_| doc.words[name.head].rel.starts_with("nsubj"));
    let phrase = |k: &usize| doc.words[*k].rel.starts_with("obl") && doc.under(m.head, *k);
    let closed = doc.words.get(name.tokens.end).is_some_and(|_| doc.form(name.tokens.end) == ",");
    !closed && verb.is_some_and(|v| doc.kids(v).iter().any(phrase))
}

/// "Minister of Labour Ana Silva": what somebody holds office of stands between.
fn office(doc: &Doc<'_>, m: &Mention, between: &std::ops::Range<usize>) -> bool {
    let g = &doc.packs.grammar;
    let of = between.len() > 1 && [g.of, g.for_, g.to].contains(&doc.words[between.start].form);
    let told = |t: usize| doc.capital(t) && doc.words[t].upos != Upos::Verb;
    of && !m.attributes.roles.is_empty() && (between.start + 1..between.end).all(told)
}

/// What may stand between a name and the description behind it: an age, where somebody is from, a note in brackets.
const INSERTED: usize = 3;
/// Words that such a note, or the name of a place, has at most.
const NOTE: usize = 8;

/// "Ana Silva, a lawyer", "Ana Silva (a lawyer)", "Ana Silva, 34, of Lima, once a lawyer": the name stands before.
fn after_name(doc: &Doc<'_>, notes: &Annotations, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let begin = doc.sentence(m.head).tokens.start;
    let before = |t: usize| t.checked_sub(1).filter(|t| *t >= begin);
    let mut at = before(m.tokens.start)?;
    if doc.packs.listed("at_what_time", doc.words[at].form) {
        at = before(at)?;
    }
    // "of Chatham House" and the like may follow the description, not stand before it.
    if !matches!(doc.form(at), "," | "(" | "-" | "–" | "—") {
        return None;
    }
    let described = |x: &Mention| {
        let known = x.kind == Kind::Nominal(Article::Known) && x.number == Number::One;
        x.kind == Kind::Name || known && m.kind == Kind::Nominal(Article::New)
    };
    let named_at = |at: usize| mentions[..of].iter().rposition(|x| described(x) && x.tokens.end == at);
    let mut found = named_at(at);
    for _ in 0..INSERTED {
        if found.is_some() {
            break;
        }
        at = insertion(doc, notes, begin, at)?;
        found = named_at(at);
    }
    let found = found?;
    // "Ana Silva, his lawyer and his wife": an owned noun after a comma and before "and" lists people.
    let list = mentions[found].tokens.start > begin
        && doc.form(mentions[found].tokens.start - 1) == ","
        && doc.words.get(m.tokens.end).is_some_and(|w| w.upos == Upos::Cconj);
    (!list).then_some(found)
}

/// Where the words end before an insertion that ends at a comma: "34", "(34)", "of Lima", "from Lima".
fn insertion(doc: &Doc<'_>, notes: &Annotations, begin: usize, at: usize) -> Option<usize> {
    let g = &doc.packs.grammar;
    let last = at.checked_sub(1).filter(|t| *t > begin)?;
    if notes.at(last, Label::Number).is_some() && matches!(doc.form(last - 1), "," | "(") {
        return Some(last - 1);
    }
    let first = begin.max(last.saturating_sub(NOTE));
    if doc.form(last) == ")" {
        return (first..last).rev().find(|t| doc.form(*t) == "(");
    }
    let from = (first..last).rev().find(|t| [g.from, g.of].contains(&doc.words[*t].form))?;
    let place = (from + 1..at).all(|t| doc.capital(t) || matches!(doc.form(t), "-" | "'" | "’"));
    let set_off = from > begin && doc.form(from - 1) == ",";
    place.then_some(from - usize::from(set_off))
}

/// "Ana Silva is a lawyer", "He became a Malaysian", "the third man, Ana Silva, is a welder": the
/// subject of a noun that stands as predicate.
fn predicate_of(doc: &Doc<'_>, mentions: &[Mention], of: usize) -> Option<usize> {
    let m = &mentions[of];
    let becoming = || {
        let verb = doc.words[m.head].head?;
        let complement = matches!(doc.words[m.head].rel, "xcomp" | "obj");
        (complement && doc.packs.cues.becoming.contains(&doc.words[verb].lemma)).then_some(verb)
    };
    // "He is 43, a teacher who …", "Ana Silva, now 29 and a nurse, said".
    let beside = || {
        let head = doc.words[m.head].head.filter(|h| *h < m.head)?;
        let side = matches!(doc.words[m.head].rel, "parataxis" | "appos" | "conj" | "list");
        let number = doc.words[head].upos == Upos::Num;
        (side && number && m.kind == Kind::Nominal(Article::New)).then_some(head)
    };
    let subject = if doc.kid(m.head, &["cop"]).is_some() {
        doc.subject(m.head)
    } else if let Some(number) = beside() {
        let described = doc.words[number].head.filter(|_| doc.words[number].rel == "appos");
        described.or_else(|| doc.kid(number, &["cop"]).and_then(|_| doc.subject(number)))
    } else if let Some(verb) = becoming() {
        doc.subject(verb)
    } else {
        taken_as(doc, m).or_else(|| said_to_be(doc, mentions, m))
    }?;
    let fits = |x: &Mention| {
        x.number == Number::One && !matches!(x.kind, Kind::Pronoun(p) if p == super::mention::Pronoun::They)
    };
    let at = |token: usize| mentions.iter().position(|x| x.core.contains(&token) && fits(x));
    at(subject).or_else(|| {
        let named = doc.kids(subject).iter().filter(|k| doc.words[**k].rel == "appos").find_map(|k| at(*k));
        named.filter(|i| *i != of)
    })
}

/// "The first witness was Ana Silva": the name that a description is said to be.
fn said_to_be(doc: &Doc<'_>, mentions: &[Mention], m: &Mention) -> Option<usize> {
    let described =
        matches!(m.kind, Kind::Nominal(Article::Known | Article::Owned)) && doc.words[m.head].rel.starts_with("nsubj");
    let name = doc.words[m.head].head.filter(|h| described && *h > m.head && doc.kid(*h, &["cop"]).is_some())?;
    mentions.iter().any(|x| x.kind == Kind::Name && x.core.contains(&name)).then_some(name)
}

/// "recognised as a refugee", "they treated him as a soldier": whom the verb acts on, else its subject.
fn taken_as(doc: &Doc<'_>, m: &Mention) -> Option<usize> {
    let marked =
        doc.kids(m.head).iter().any(|k| doc.words[*k].form == doc.packs.grammar.as_ && doc.words[*k].rel == "case");
    let verb = doc.words[m.head].head.filter(|v| doc.words[*v].upos == Upos::Verb)?;
    let new = m.kind == Kind::Nominal(Article::New);
    // "whose mother came as a girl": the clause has no object, whatever it hangs on.
    let object = || doc.kid(verb, &["obj", "iobj"]).or_else(|| doc.passive(verb).then(|| doc.patient(verb)).flatten());
    (marked && new).then(|| object().or_else(|| doc.subject(verb))).flatten()
}

/// "Ana Silva, of Chatham House": a role that the body after a name gives.
pub fn affiliation_role(doc: &Doc<'_>, notes: &Annotations, name: &Mention) -> Option<String> {
    let g = &doc.packs.grammar;
    let end = doc.sentence(name.head).tokens.end;
    let mut at = name.tokens.end;
    if at < end && doc.form(at) == "," {
        at += 1;
    }
    let led = at < end && [g.of, g.from, g.at, g.with].contains(&doc.words[at].form);
    (at + 1..end.min(at + 5)).filter(|_| led).find_map(|t| notes.lexicon(t, Lex::Role).map(ToString::to_string))
}

/// Sentences of the body at whose end a report may name its author.
const SIGNED_IN: usize = 4;

/// "What does it mean, asks Ana Silva.": the author's name at the end of a sentence of the opening.
pub fn signs(doc: &Doc<'_>, name: &Mention) -> bool {
    let sentence = doc.sentence(name.head).tokens.clone();
    let opening = doc.sentences.iter().position(|s| s.zone == crate::zone::Zone::Body).unwrap_or(0);
    let early = doc.words[name.head].sentence < opening + SIGNED_IN;
    let ends = (name.tokens.end..sentence.end).all(|t| doc.words[t].upos == Upos::Punct);
    let verb = name.tokens.start.checked_sub(1).filter(|t| *t > sentence.start + 1);
    let signed = verb.is_some_and(|v| {
        let plain = !matches!(doc.form(v - 1), "\"" | "”" | "’" | "'") && doc.form(v - 1) == ",";
        plain && doc.packs.listed("signs", doc.words[v].form)
    });
    early && ends && signed
}

/// Does some sentence say that names in the report are changed?
pub fn all_names_changed(doc: &Doc<'_>) -> bool {
    let all = ["names", "pseudonyms"].map(|word| doc.packs.vocabulary.get(word));
    doc.packs
        .cues
        .pseudonym
        .iter()
        .filter(|c| c.words.iter().any(|w| all.contains(w)) && c.words.len() > 2)
        .any(|cue| doc.words.windows(cue.words.len()).any(|w| w.iter().zip(&cue.words).all(|(a, b)| a.form == *b)))
}
