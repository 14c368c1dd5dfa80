//! How certain a claim is meant to be: modality and polarity from the words that govern it.

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityCue, ModalityPlace, Polarity, Predicate};

use crate::condition;
use crate::denied;
use crate::doc::Doc;
use crate::matcher::Match;
use crate::prospect;

/// Modality and polarity of a claim, with the words that decided them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certainty {
    /// Modality.
    pub modality: Modality,
    /// Polarity.
    pub polarity: Polarity,
    /// Tokens that decided.
    pub cues: Vec<usize>,
}

impl Certainty {
    /// "was required to work fourteen hours": what is done by whoever is told to is no demand.
    #[must_use]
    pub fn compelled(mut self, predicate: &Predicate, base: Modality) -> Certainty {
        if predicate.compelled && self.modality == Modality::Demanded && base != Modality::Demanded {
            self.modality = base;
        }
        self
    }
}

/// Reads the certainty of a match whose head is `head`. `base` is what the phrasing itself means;
/// a phrasing that is promised or expected by itself stays so unless it is denied or made a
/// condition.
pub fn read(doc: &Doc<'_>, m: &Match, head: usize, base: Modality) -> Certainty {
    let mut out = Certainty { modality: base, polarity: Polarity::Affirmed, cues: Vec::new() };
    negation(doc, m, head, &mut out);
    let unable = out.polarity == Polarity::Negated;
    let mut effects: Vec<(Modality, usize, bool)> = Vec::new();
    let chance = prospect::chance(doc, m, head);
    around(doc, m, head, &mut effects);
    above(doc, m, head, chance.map(|(_, noun, _)| noun), &mut effects);
    effects.extend(chance);
    effects.extend(prospect::purpose(doc, head));
    effects.extend(prospect::yet(doc, m, head));
    // "was denied permission to leave" denies nothing that was said.
    if chance.is_none() && !effects.iter().any(|(modality, ..)| *modality == Modality::Denied) {
        effects.extend(denied::above(doc, head).map(|cue| (Modality::Denied, cue, true)));
    }
    effects.extend(condition::over(doc, m, head).map(|cue| (Modality::Hypothetical, cue, false)));
    for (modality, cue, negates) in effects {
        if negates {
            out.polarity = turned(out.polarity);
            out.cues.push(cue);
        }
        if decides(doc, &out, (modality, cue), (base, unable)) {
            out.modality = modality;
            out.cues.push(cue);
        }
    }
    // "If he signs, he is sent to the front": what follows from a condition has not happened.
    if out.modality == Modality::Asserted
        && let Some(cue) = condition::consequence(doc, head)
    {
        out.modality = Modality::Hypothetical;
        out.cues.push(cue);
    }
    // "We call on the court: – to grant her a retrial": an infinitive that nothing governs asks for it.
    if out.modality == Modality::Asserted && prospect::bare(doc, head) {
        out.modality = Modality::Demanded;
        out.cues.push(head);
    }
    // "has not been charged" alleges nothing.
    if base == Modality::Alleged && out.modality == base && out.polarity == Polarity::Negated {
        out.modality = Modality::Asserted;
    }
    out
}

/// Does what a cue says of modality replace what was read so far? `base` is what the phrasing itself means; `unable`: "could
/// not", "will not".
fn decides(doc: &Doc<'_>, so_far: &Certainty, effect: (Modality, usize), (base, unable): (Modality, bool)) -> bool {
    let (modality, cue) = effect;
    // "They would be paid in dollars": of what is promised or expected "would" is the tense.
    let tense = doc.words[cue].upos == Upos::Aux && matches!(base, Modality::Promised | Modality::Expected);
    match modality {
        Modality::Asserted => false,
        Modality::Hypothetical if tense => false,
        // "could not pay", "will not let him go": what is not possible, or refused, is so.
        Modality::Possible | Modality::Expected if unable && refuses(doc, cue) => false,
        Modality::Denied | Modality::Hypothetical => so_far.modality != Modality::Denied,
        _ => so_far.modality == Modality::Asserted,
    }
}

/// Is a cue an auxiliary that "not" makes a fact ("could", "will")? "may not" and "could not have been" stay guesses.
fn refuses(doc: &Doc<'_>, cue: usize) -> bool {
    let word = &doc.words[cue];
    let g = &doc.packs.grammar;
    let guess = [g.may, g.might].contains(&word.form);
    let perfect =
        |verb: usize| doc.kids(verb).iter().any(|k| doc.words[*k].form == g.have && doc.words[*k].rel == "aux");
    word.upos == Upos::Aux && word.rel == "aux" && !guess && !word.head.is_some_and(perfect)
}

/// The opposite polarity.
#[must_use]
pub fn turned(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Affirmed => Polarity::Negated,
        Polarity::Negated => Polarity::Affirmed,
    }
}

/// Negations on the head, its auxiliaries, or passed over inside the match. One that the pattern
/// itself asks for is part of the predicate.
fn negation(doc: &Doc<'_>, m: &Match, head: usize, out: &mut Certainty) {
    let negates = |t: usize| doc.negates(t);
    let beside = |k: &usize| ["advmod", "det", "mark", "cc", "cc:preconj", "case"].contains(&doc.words[*k].rel);
    let own = doc.kids(head).iter().copied().filter(|k| negates(*k) && !m.literals.contains(k) && beside(k));
    // The subject of a negated clause: "nobody was paid", "no crew member was missing".
    let subject = doc.kid(head, &["nsubj", "nsubj:pass"]);
    let empty_subject = subject.filter(|s| !m.literals.contains(s)).filter(|s| {
        negates(*s) || doc.kids(*s).iter().any(|k| negates(*k) && doc.words[*k].rel == "det" && !m.literals.contains(k))
    });
    // "put his name to nothing", "knew nobody".
    let empty_object = ["obj", "obl"].iter().filter_map(|rel| doc.kid(head, &[rel]));
    let empty_object =
        empty_object.filter(|t| negates(*t) && !m.literals.contains(t) && doc.words[*t].upos == Upos::Pron);
    let passed = m.skipped.iter().copied().filter(|t| negates(*t) && doc.words[*t].upos != Upos::Det);
    let mut all: Vec<usize> = own.chain(empty_subject).chain(empty_object).chain(passed).collect();
    all.sort_unstable();
    all.dedup();
    // A tagger that loses the tree still leaves "not" and "never" right before the verb.
    if all.is_empty() {
        let begin = doc.sentence(head).tokens.start;
        let mut t = m.tokens.start.min(head);
        while t > begin
            && matches!(doc.words[t - 1].upos, Upos::Aux | Upos::Adv | Upos::Part)
            && !m.literals.contains(&(t - 1))
        {
            t -= 1;
            if negates(t) {
                all.push(t);
            }
        }
    }
    if all.len() % 2 == 1 {
        out.polarity = Polarity::Negated;
    }
    out.cues.extend(all);
}

/// Auxiliaries, adverbs and conditions of the clause itself.
fn around(doc: &Doc<'_>, m: &Match, head: usize, effects: &mut Vec<(Modality, usize, bool)>) {
    effects.extend(arranged(doc, head).map(|cue| (Modality::Planned, cue, false)));
    let mut clause = vec![head];
    // A coordinated verb without its own auxiliary shares the first one's.
    let mut at = head;
    while doc.words[at].rel == "conj"
        && doc.kid(at, &["aux", "nsubj", "nsubj:pass"]).is_none()
        && let Some(up) = doc.words[at].head
    {
        clause.push(up);
        at = up;
    }
    for predicate in clause {
        for &kid in doc.kids(predicate) {
            if m.literals.contains(&kid) || is_had(doc, kid, predicate) {
                continue;
            }
            let word = &doc.words[kid];
            let place = match (word.upos, word.rel) {
                (_, "aux") => ModalityPlace::Auxiliary,
                (Upos::Adv, _) => ModalityPlace::Adverb,
                (Upos::Sconj, "mark") => ModalityPlace::Mark,
                _ => continue,
            };
            if let Some(cue) =
                doc.packs.cues.modality(word.lemma, place).or_else(|| doc.packs.cues.modality(word.form, place))
            {
                effects.extend((!beside_the_verb(doc, cue, kid)).then_some((cue.modality, kid, cue.negates)));
            }
        }
    }
    let read: Vec<usize> = effects.iter().map(|(_, t, _)| *t).collect();
    for &t in m.skipped.iter().filter(|t| !read.contains(t)) {
        for place in [ModalityPlace::Auxiliary, ModalityPlace::Adverb] {
            let right = match place {
                ModalityPlace::Auxiliary => doc.words[t].upos == Upos::Aux,
                _ => doc.words[t].upos == Upos::Adv,
            };
            if let Some(cue) = doc.packs.cues.modality(doc.words[t].form, place).filter(|_| right) {
                effects.extend((!beside_the_verb(doc, cue, t)).then_some((cue.modality, t, cue.negates)));
            }
        }
    }
}

/// "are almost always paid": an adverb that is said of the word behind it, which is no verb.
fn beside_the_verb(doc: &Doc<'_>, cue: &ModalityCue, token: usize) -> bool {
    let verb = doc.words.get(token + 1).is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
    cue.negates && cue.place == ModalityPlace::Adverb && !verb
}

/// "who'd fled": short for "had" before a participle.
fn is_had(doc: &Doc<'_>, auxiliary: usize, predicate: usize) -> bool {
    let short = doc.form(auxiliary).trim_start_matches(['\'', '’']) == "d";
    let verb = doc.kid(predicate, &["aux:pass", "cop"]).unwrap_or(predicate);
    short && doc.form(verb).to_lowercase() != doc.lemmas[verb].to_lowercase()
}

/// "She is to fly home", "was to be deported": the "to" of an infinitive right behind a form of "be", also where a
/// phrasing has these words itself.
fn arranged(doc: &Doc<'_>, head: usize) -> Option<usize> {
    let begin = doc.sentence(head).tokens.start;
    let to = |k: &usize| doc.words[*k].form == doc.packs.grammar.to && *k < head && *k > begin;
    let mark = doc.kids(head).iter().copied().find(to)?;
    (doc.words[mark - 1].lemma == doc.packs.grammar.be).then_some(mark)
}

/// Verbs and nouns above the head that govern it: "hopes to …", "accused of …", "a plan to …". A `chance` is read with what
/// governs it.
fn above(doc: &Doc<'_>, m: &Match, head: usize, chance: Option<usize>, effects: &mut Vec<(Modality, usize, bool)>) {
    let mut at = head;
    for _ in 0..6 {
        if chance == Some(at) {
            break;
        }
        let (rel, Some(up)) = (doc.words[at].rel, doc.words[at].head) else { break };
        if m.literals.contains(&up) {
            at = up;
            continue;
        }
        let verb_link =
            matches!(rel, "xcomp" | "ccomp" | "dep") || (rel == "advcl" && up < at && governed(doc, up, at));
        let noun_link = matches!(rel, "acl" | "nmod") && up < at;
        // "are seen appealing to the state to …": a participle that a tag takes for an adjective.
        let word = &doc.words[up];
        let participle = word.upos == Upos::Adj && doc.form(up).ends_with("ing") && word.lemma != word.form;
        let verb = word.upos == Upos::Verb || participle;
        let sought = rel == "obl" && at == head && asked_for(doc, at);
        if rel == "xcomp"
            && let Some(cue) = adjective(doc, up)
        {
            // "is likely to be deported"
            effects.push((cue.modality, up, cue.negates));
        } else if verb && (verb_link || up < at && (rel == "obj" || sought)) {
            // "will have to join": what governs it has not happened either, whether or not it is a cue itself.
            if governor(doc, at, up, (verb_link, sought), effects) || rel == "xcomp" {
                around(doc, m, up, effects);
            }
        } else if noun_link && let Some(cue) = doc.packs.cues.modality(doc.words[up].lemma, ModalityPlace::Noun) {
            // "an appeal against the refusal", "a plea to two charges" ask for neither; "the flight to Lima" was flown.
            let meant = match cue.modality {
                Modality::Demanded => rel == "acl" || asked_for(doc, at),
                Modality::Planned => rel == "acl",
                _ => true,
            };
            effects.extend(meant.then_some((cue.modality, up, cue.negates)));
        }
        if !climbs(doc, at, rel) {
            break;
        }
        at = up;
    }
}

/// What an adjective makes of the infinitive below it, also one that is tagged as a participle ("is determined to leave").
fn adjective<'d>(doc: &'d Doc<'_>, token: usize) -> Option<&'d ModalityCue> {
    let word = &doc.words[token];
    let cue = |form| doc.packs.cues.modality(form, ModalityPlace::Adjective);
    let governs = doc.packs.cues.modality(word.lemma, ModalityPlace::Governor).is_some();
    let verb = word.upos == Upos::Verb;
    // Dictionary forms of such words are of the verb ("entitle").
    cue(word.lemma).filter(|_| !verb).or_else(|| cue(word.form).filter(|_| !verb || doc.passive(token) && !governs))
}

/// May what governs the word above `at` govern `at` as well?
fn climbs(doc: &Doc<'_>, at: usize, rel: &str) -> bool {
    let subject = || doc.kid(at, &["nsubj", "nsubj:pass"]).is_some();
    // "hopes to find work after being freed": what came before is taken for granted.
    let before = |k: &usize| doc.words[*k].rel == "mark" && doc.packs.listed("taken_for_granted", doc.words[*k].form);
    match rel {
        "xcomp" | "dep" | "acl" | "obj" | "nmod" => true,
        // A finite clause with a subject of its own is not governed from above its reporting verb.
        "conj" | "ccomp" => !subject(),
        "advcl" => !subject() && !doc.kids(at).iter().any(before),
        _ => false,
    }
}

/// What a verb makes of the clause or noun below it that it governs by its tree link, or asks for by "for" (`link`).
fn governor(
    doc: &Doc<'_>,
    at: usize,
    verb: usize,
    link: (bool, bool),
    effects: &mut Vec<(Modality, usize, bool)>,
) -> bool {
    let (verb_link, sought) = link;
    let Some(cue) = doc.packs.cues.modality(doc.words[verb].lemma, ModalityPlace::Governor) else { return false };
    // "asked to be brought home": a request; "told him to sign": an order. A finite clause
    // ("told him he was dismissed") is a report: nothing is demanded.
    let finite = doc.words[at].rel == "ccomp" && doc.infinitive_mark(at).is_none();
    // "I am advised that the letter went out" advises nothing.
    let advised = finite && doc.packs.listed("advising", doc.words[verb].lemma);
    let reported = advised || finite && reports(doc, at, cue.modality);
    // "told of being held" asks for nothing; nor does a noun without "for".
    let demanded = cue.modality == Modality::Demanded;
    let asks_nothing = demanded && marked_of(doc, at) || !demanded && sought;
    // "she reported being held" is her word; "is reported to be held" is nobody's.
    let own_word = doc.packs.listed("passive_hedge", doc.words[verb].lemma) && !doc.passive(verb);
    if reported || asks_nothing || own_word || only_names(doc, verb) || wonders(doc, verb) {
        return false;
    }
    if doc.packs.listed("with_out", doc.words[verb].lemma) {
        return rules_out(doc, verb, effects);
    }
    // "wants the court to hear him": of others what is wanted is asked.
    let of_others = doc.packs.listed("asks_others", doc.words[verb].lemma) && verb_link && others(doc, at, verb);
    effects.push((if of_others { Modality::Demanded } else { cue.modality }, verb, cue.negates));
    let negated = doc.kids(verb).iter().find(|k| doc.negates(**k) && doc.words[**k].rel == "advmod");
    effects.extend(negated.map(|n| (Modality::Asserted, *n, true)));
    true
}

/// "ruled out returning": not done; "has not ruled out returning" leaves it open; "ruled that she return" is none of both.
fn rules_out(doc: &Doc<'_>, verb: usize, effects: &mut Vec<(Modality, usize, bool)>) -> bool {
    let out = doc.kids(verb).iter().any(|k| doc.words[*k].form == doc.packs.grammar.out);
    let not = doc.kids(verb).iter().any(|k| doc.negates(*k));
    effects.extend(out.then_some(if not {
        (Modality::Possible, verb, false)
    } else {
        (Modality::Asserted, verb, true)
    }));
    out
}

/// "is called a doctor", "called back the alert": "call" asks for something with "for" or "on" alone.
fn only_names(doc: &Doc<'_>, verb: usize) -> bool {
    let g = &doc.packs.grammar;
    let asks = |t: usize| [g.for_, g.on].contains(&doc.words[t].form);
    let end = doc.sentence(verb).tokens.end;
    let led = |k: usize| asks(k) || doc.kids(k).iter().any(|c| doc.words[*c].rel == "case" && asks(*c));
    doc.words[verb].lemma == g.call && !(verb + 1 < end && asks(verb + 1)) && !doc.kids(verb).iter().any(|k| led(*k))
}

/// "could not believe that he was home": he was.
fn wonders(doc: &Doc<'_>, verb: usize) -> bool {
    let g = &doc.packs.grammar;
    let has = |test: &dyn Fn(usize) -> bool| doc.kids(verb).iter().any(|k| test(*k));
    let able = |k: usize| [g.can, g.could].contains(&doc.words[k].form);
    doc.packs.listed("wonder", doc.words[verb].lemma) && has(&able) && has(&|k| doc.negates(k))
}

/// Is somebody else than who wants it the one to do it ("wants the court to …")?
fn others(doc: &Doc<'_>, clause: usize, verb: usize) -> bool {
    doc.kid(clause, &["nsubj", "nsubj:pass"]).is_some() || doc.kid(verb, &["obj"]).is_some_and(|o| o < clause)
}

/// Does "for" lead to a noun: "asked for her release"?
fn asked_for(doc: &Doc<'_>, noun: usize) -> bool {
    doc.kids(noun).iter().any(|k| doc.words[*k].rel == "case" && doc.words[*k].form == doc.packs.grammar.for_)
}

/// A finite clause below a verb of demanding says what was told; below a verb of promising it is the
/// promise only with "would", "will" and the like.
fn reports(doc: &Doc<'_>, clause: usize, modality: Modality) -> bool {
    let auxiliary = |k: &&usize| {
        let word = &doc.words[**k];
        let cue = |id| doc.packs.cues.modality(id, ModalityPlace::Auxiliary).is_some();
        word.rel == "aux" && (cue(word.lemma) || cue(word.form))
    };
    let be = |k: &usize| doc.words[*k].form == doc.packs.grammar.be && doc.words[*k].upos == Upos::Aux;
    match modality {
        // "asks that he be freed"
        Modality::Demanded => !doc.kids(clause).iter().any(be) || doc.kids(clause).iter().any(|k| auxiliary(&k)),
        Modality::Promised => !doc.kids(clause).iter().any(|k| auxiliary(&k)),
        _ => false,
    }
}

/// Does a clause hang on "of" ("told of being held")?
fn marked_of(doc: &Doc<'_>, clause: usize) -> bool {
    doc.kids(clause).iter().any(|k| doc.words[*k].rel == "mark" && doc.words[*k].form == doc.packs.grammar.of)
}

/// An adverbial clause is governed by its verb when it is an infinitive ("hopes to sign"), hangs
/// on a preposition of the verb ("accused of joining") or on its particle ("ruled out joining").
fn governed(doc: &Doc<'_>, verb: usize, clause: usize) -> bool {
    let g = &doc.packs.grammar;
    let led = |k: &usize| doc.words[*k].rel == "mark" && [g.to, g.of].contains(&doc.words[*k].form);
    doc.kids(clause).iter().any(led) || doc.packs.listed("with_out", doc.words[verb].lemma)
}
