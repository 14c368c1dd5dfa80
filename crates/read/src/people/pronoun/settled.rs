//! Pronouns that the grammar of their sentence settles, before weights are asked.

use crate::doc::Doc;
use crate::people::People;
use crate::people::mention::{Article, Kind, Mention, Number};

/// Steps in the tree from a pronoun up to the clause that settles it.
const WITHIN: usize = 8;

/// "After his passport was taken, Ivo Lang fled": in words that open a paragraph before the subject, a name, he or she is whoever the
/// name is of, whoever was spoken of in the paragraphs before. The mention of the name.
pub fn fronted(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let here = doc.words[m.head].sentence;
    let opens = here == 0 || doc.sentences[here - 1].paragraph != doc.sentences[here].paragraph;
    if !opens || !m.is_he_or_she() {
        return None;
    }
    let named = |part: usize| {
        let verb = doc.words[part].head.filter(|_| matches!(doc.words[part].rel, "advcl" | "obl"))?;
        let subject = doc.subject(verb).filter(|s| *s >= doc.subtree(part).end)?;
        let name = |x: &Mention| x.kind == Kind::Name && x.head == subject && x.number == Number::One;
        people.mentions.iter().position(name)
    };
    let found = doc.above(m.head).take(WITHIN).find_map(named)?;
    let other_gender = people.mentions[found].attributes.other_gender(m.attributes.gender);
    (!other_gender).then_some(found)
}

/// "A man from Lima wiped his tears, saying he had paid": whom the sentence has just met as a plain man or woman, and tells what they do.
/// Of neighbours, doctors and lawyers "he" may be somebody else.
pub fn newcomer(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let third = m.is_he_or_she();
    let own = doc.words[m.head].head.filter(|_| doc.words[m.head].rel != "nmod:poss");
    let met = |verb: usize| {
        let subject = doc.kid(verb, &["nsubj", "nsubj:pass"]).filter(|s| *s < m.head && own != Some(verb))?;
        let x = people.mention_at(subject).filter(|x| x.kind == Kind::Nominal(Article::New) && x.head == subject)?;
        let person = x.person?;
        let p = &people.persons[person];
        let first = p.mentions.first().is_some_and(|i| people.mentions[*i].head == subject);
        // "A man told him that he was wanted"
        let listener = doc.kid(verb, &["obj", "iobj"]).is_some_and(|o| people.mention_at(o).is_some());
        let plain = doc.packs.listed("plain_person", doc.words[subject].lemma) && p.attributes.roles.is_empty();
        let other = p.attributes.other_gender(m.attributes.gender);
        (first && plain && !other && !listener && p.number == Number::One).then_some(person)
    };
    doc.above(m.head).take(WITHIN).filter(|_| third).find_map(met)
}

/// "The captain jumped overboard; police believe he drowned": of a clause beside one that tells what somebody did, and that speaks
/// of nobody else, he or she is who did it.
pub fn goes_on(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let subject = doc.words[m.head].rel.starts_with("nsubj");
    let third = m.is_he_or_she() && subject;
    let beside = doc.above(m.head).take(WITHIN).find(|t| doc.words[*t].rel == "parataxis");
    let verb = beside.filter(|_| third).and_then(|t| doc.words[t].head)?;
    let x = people.mention_at(doc.kid(verb, &["nsubj"])?).filter(|x| x.number == Number::One && x.head < m.head)?;
    // "The manager, he said, …" is somebody else's word, "a citizen" nobody.
    let reports = |v: usize| doc.packs.cues.reporting(doc.words[v].lemma).is_some();
    let new = x.kind == Kind::Nominal(Article::New);
    let says = new || reports(verb) || orders(doc, verb) || doc.words[m.head].head.is_some_and(reports);
    let other = x.attributes.other_gender(m.attributes.gender);
    let between = |y: &&Mention| x.head < y.head && y.head < m.head && y.person.is_some() && y.person != x.person;
    let alone = !people.mentions[..of].iter().any(|y| between(&y) && y.number == Number::One);
    x.person.filter(|_| !says && !other && alone)
}

/// "She is afraid she will be deported": the subject of a clause that completes another, whose subject is the same pronoun.
pub fn repeated(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let subject = |t: usize| doc.words[t].rel.starts_with("nsubj");
    let verb = doc.words[m.head].head.filter(|_| subject(m.head))?;
    let above = doc.words[verb].head.filter(|_| doc.words[verb].rel == "ccomp")?;
    // "He ordered that he live with a cousin": who orders it is somebody else.
    if orders(doc, above) {
        return None;
    }
    let other = doc.kids(above).iter().copied().find(|k| subject(*k) && *k < m.head)?;
    let x = people.mention_at(other)?;
    let quoted = |t: usize| people.quotes.iter().position(|q| q.contains(&t));
    (x.kind == m.kind && matches!(m.kind, Kind::Pronoun(_)) && quoted(other) == quoted(m.head)).then_some(x.person)?
}

/// "Ivo Lang, who fled to Finland, where he was arrested": whom the clause describes that names the place.
pub fn where_he(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let third = m.is_he_or_she() && doc.words[m.head].rel.starts_with("nsubj");
    let verb = doc.words[m.head].head.filter(|v| third && doc.words[*v].rel.starts_with("acl"))?;
    doc.kids(verb).iter().find(|k| doc.packs.listed("where_", doc.words[**k].form))?;
    let path: Vec<usize> = doc.above(verb).take(WITHIN).collect();
    let described = |pair: &[usize]| {
        let x = people
            .mention_at(pair[1])
            .filter(|x| x.number == Number::One && doc.words[pair[0]].rel.starts_with("acl"))?;
        let other = x.attributes.other_gender(m.attributes.gender);
        x.person.filter(|_| !other)
    };
    path.windows(2).find_map(described)
}

/// "His brother was arrested in May. He was tortured": to whom something is done goes on with whom the sentence before tells of as
/// undergoing something, where whose relative or colleague that is stands there only to say so.
pub fn undergoes(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    let third = m.is_he_or_she();
    let verb = doc.words[m.head].head.filter(|_| third && doc.words[m.head].rel.starts_with("nsubj"))?;
    let happens = |v: usize| doc.passive(v) || doc.packs.listed("happens_to", doc.words[v].lemma);
    let here = doc.words[m.head].sentence;
    let before = here.checked_sub(1).filter(|s| doc.sentences[*s].paragraph == doc.sentences[here].paragraph)?;
    // "… was arrested in 2019. The next day he was deported": the main clause of each.
    let main = |v: usize| doc.words[v].head.is_none() && happens(v);
    let root = doc.sentences[before].tokens.clone().find(|t| main(*t)).filter(|_| main(verb))?;
    let subject = doc.kid(root, &["nsubj", "nsubj:pass"])?;
    let x = people.mention_at(subject).filter(|x| x.number == Number::One && x.kind != Kind::Name)?;
    let other = x.attributes.other_gender(m.attributes.gender);
    // Nobody else does or suffers anything there.
    let told = |y: &&Mention| doc.words[y.head].sentence == before && y.person.is_some() && y.person != x.person;
    let apart = people.mentions.iter().filter(told).all(|y| doc.under(y.head, subject));
    let somebodys = x.owner.is_some() || doc.kids(subject).iter().any(|k| doc.led_by(*k, doc.packs.grammar.of));
    x.person.filter(|_| !other && apart && somebodys)
}

/// For a pronoun that nothing before it explains: the one person named later in its sentence ("After
/// his arrest, Ana Silva …"). The subject of a verb never means somebody named below that verb ("He
/// said Ana Silva …").
pub fn ahead(doc: &Doc<'_>, people: &People, of: usize) -> Option<usize> {
    let m = &people.mentions[of];
    if !m.is_he_or_she() {
        return None;
    }
    if let Some(name) = fronted(doc, people, of) {
        return people.mentions[name].person;
    }
    let sentence = doc.words[m.head].sentence;
    let later = people.mentions[of + 1..].iter().take_while(|x| doc.words[x.head].sentence == sentence);
    let mut named: Vec<usize> = later.filter(|x| x.kind == Kind::Name).filter_map(|x| x.person).collect();
    named.dedup();
    let [person] = named[..] else { return None };
    let p = &people.persons[person];
    let other_gender = p.attributes.other_gender(m.attributes.gender);
    let subject = doc.words[m.head].rel.starts_with("nsubj").then(|| doc.words[m.head].head).flatten();
    let below = subject.is_some_and(|verb| p.mentions.iter().any(|i| doc.under(people.mentions[*i].head, verb)));
    (!other_gender && !below && p.kin_of.is_none()).then_some(person)
}

/// "She ordered that Ana Silva's son stay": whoever orders what the clause of a pronoun says is not whom it means.
pub(super) fn orders_it(doc: &Doc<'_>, people: &People, pronoun: &Mention, person: usize) -> bool {
    let word = &doc.words[pronoun.head];
    let verb = word.head.filter(|_| word.rel.starts_with("nsubj"));
    let above = verb.and_then(|v| doc.words[v].head.filter(|_| doc.words[v].rel == "ccomp"));
    above.is_some_and(|v| orders(doc, v) && doc.subject(v).and_then(|s| people.person_at(s)) == Some(person))
}

/// Does a verb order that somebody do something?
fn orders(doc: &Doc<'_>, verb: usize) -> bool {
    doc.packs.listed("decrees", doc.words[verb].lemma)
}
