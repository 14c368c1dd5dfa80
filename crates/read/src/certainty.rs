//! How certain a claim is meant to be: modality and polarity from the words that govern it.

mod above;
mod around;
mod called;
mod denied;
mod event;
mod governor;
mod infinitive;
mod leading;
mod negation;
mod pending;
mod prospect;
mod that_clause;
mod unsaid;

use casebook_model::Upos;
use casebook_packs::{Modality, ModalityCue, Polarity, Predicate};

use crate::condition;
use crate::doc::Doc;
use crate::matcher::Match;

/// Modality and polarity of a claim, with the words that decided them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certainty {
    /// Modality.
    pub modality: Modality,
    /// Polarity.
    pub polarity: Polarity,
    /// Tokens that decided.
    pub cues: Vec<usize>,
    /// Is it open only because it can or is to be done, and nothing says whether it was?
    pub undone: bool,
    /// Is it what somebody asks a court or an office for?
    pub asked: bool,
}

impl Certainty {
    /// As it stands: nothing decided anything.
    #[must_use]
    pub fn plain(modality: Modality) -> Certainty {
        Certainty { modality, polarity: Polarity::Affirmed, cues: Vec::new(), undone: false, asked: false }
    }

    /// What is under way has not come about ("my passport was running out"). And what the predicate is about may leave
    /// nothing open: "was required to work fourteen hours" is done by whoever is told to, an
    /// order to leave is one before anybody has left.
    #[must_use]
    pub fn fitted(mut self, doc: &Doc<'_>, head: usize, predicate: &Predicate, base: Modality) -> Certainty {
        let granted = predicate.granted && !predicate.fills.is_empty();
        let comes = predicate.completed || predicate.loss || granted;
        if let Some(cue) = prospect::under_way(doc, head)
            .filter(|_| comes && self.modality == Modality::Asserted && self.polarity == Polarity::Affirmed)
        {
            self.modality = Modality::Expected;
            self.cues.push(cue);
        }
        let compelled = predicate.compelled && self.modality == Modality::Demanded;
        let said =
            [Modality::Hypothetical, Modality::Promised, Modality::Demanded, Modality::Expected, Modality::Planned];
        let uttered = predicate.uttered && said.contains(&self.modality);
        // "went to court to appeal": asking is what is done.
        let asks = self.asked && (predicate.done_by.is_some() || predicate.open);
        if compelled || uttered || asks || predicate.open && self.undone {
            self.modality = base;
        }
        self
    }
}

/// What one word makes of a claim.
#[derive(Clone, Copy, Debug)]
struct Effect {
    /// Its modality, unless it is asserted.
    modality: Modality,
    /// The word.
    cue: usize,
    /// Does it turn the claim?
    negates: bool,
    /// Does it say no more than that something can or is to be done?
    undone: bool,
    /// Is it what somebody asks a court or an office for?
    asked: bool,
}

impl Effect {
    /// What leaves a claim open.
    fn hedge(modality: Modality, cue: usize) -> Effect {
        Effect { modality, cue, negates: false, undone: false, asked: false }
    }

    /// What says that it is not so.
    fn turn(cue: usize) -> Effect {
        Effect { modality: Modality::Asserted, cue, negates: true, undone: false, asked: false }
    }

    /// What a cue of the packs says, found at a token.
    fn of(cue: &ModalityCue, token: usize) -> Effect {
        Effect { modality: cue.modality, cue: token, negates: cue.negates, undone: false, asked: false }
    }

    /// What can or is to be done, by a word that says no more.
    fn undone(modality: Modality, cue: usize) -> Effect {
        Effect { undone: true, ..Effect::hedge(modality, cue) }
    }

    /// What somebody asks a court or an office for.
    fn asked(cue: usize) -> Effect {
        Effect { asked: true, ..Effect::hedge(Modality::Demanded, cue) }
    }
}

/// Reads the certainty of a match whose head is `head`. `base` is what the phrasing itself means;
/// a phrasing that is promised or expected by itself stays so unless it is denied or made a
/// condition.
pub fn read(doc: &Doc<'_>, m: &Match, head: usize, base: Modality) -> Certainty {
    let mut out = Certainty::plain(base);
    negation::of_clause(doc, m, head, &mut out);
    let unable = out.polarity == Polarity::Negated;
    for effect in effects(doc, m, head) {
        if effect.negates {
            out.polarity = turned(out.polarity);
            out.cues.push(effect.cue);
        }
        if decides(doc, &out, effect, (base, unable)) {
            out.modality = effect.modality;
            out.undone = effect.undone;
            out.asked = effect.asked;
            out.cues.push(effect.cue);
        }
    }
    // "Either Ana Silva or Ivo Lang deserted": one of them.
    if out.modality == Modality::Asserted
        && out.polarity == Polarity::Affirmed
        && let Some(cue) = around::one_or_other(doc, head)
    {
        out.modality = Modality::Possible;
        out.cues.push(cue);
    }
    // "If he signs, he is sent to the front": what follows from a condition has not happened.
    if out.modality == Modality::Asserted
        && let Some(cue) = condition::consequence(doc, head)
    {
        out.modality = Modality::Hypothetical;
        out.cues.push(cue);
    }
    // "Please do not deport me"
    if out.modality == Modality::Asserted
        && let Some(cue) = prospect::pleaded(doc, head)
    {
        out.modality = Modality::Demanded;
        out.cues.push(cue);
    }
    // "We call on the court: – to grant her a retrial": an infinitive that nothing governs asks for it.
    if out.modality == Modality::Asserted && prospect::bare(doc, head) {
        out.modality = Modality::Demanded;
        out.cues.push(head);
    }
    if out.modality == Modality::Asserted
        && let Some(cue) = prospect::in_list_of_demands(doc, head)
    {
        out.modality = Modality::Demanded;
        out.cues.push(cue);
    }
    // "has not been charged" alleges nothing, and "is not on the list" plans nothing.
    if matches!(base, Modality::Alleged | Modality::Planned)
        && out.modality == base
        && out.polarity == Polarity::Negated
    {
        out.modality = Modality::Asserted;
    }
    out
}

/// Everything around a claim that bears on how certain it is, nearest first.
fn effects(doc: &Doc<'_>, m: &Match, head: usize) -> Vec<Effect> {
    let mut out: Vec<Effect> = Vec::new();
    let chance = prospect::chance(doc, m, head);
    around::read(doc, m, head, &mut out);
    above::read(doc, m, head, chance.map(|effect| effect.cue), &mut out);
    out.extend(event::of_noun(doc, m, head));
    out.extend(that_clause::taken_back(doc, head).map(Effect::turn));
    out.extend(chance);
    out.extend(prospect::purpose(doc, head));
    out.extend(prospect::asked(doc, head));
    out.extend(prospect::yet(doc, m, head));
    out.extend(prospect::plan(doc, head));
    out.extend(called::false_opening(doc, head).map(Effect::turn));
    out.extend(called::unconfirmed(doc, head).map(|cue| Effect::hedge(Modality::Possible, cue)));
    out.extend(prospect::trusted(doc, head).map(|cue| Effect::hedge(Modality::Possible, cue)));
    out.extend(prospect::fiction(doc, head).map(|cue| Effect::hedge(Modality::Hypothetical, cue)));
    // "was denied permission to leave" denies nothing that was said.
    if chance.is_none() && !out.iter().any(|effect| effect.modality == Modality::Denied) {
        let denies = denied::above(doc, head);
        out.extend(denies.map(|cue| Effect { modality: Modality::Denied, ..Effect::turn(cue) }));
    }
    // The verb that a description hangs on ("was wrongly listed as a Latvian", "posed as one") stands outside the phrasing.
    let described = !m.tokens.contains(&head);
    // "had been wrongly listed by Interpol": he had been listed.
    let does = m.literals.contains(&head) && !doc.packs.listed("sets_down", doc.words[head].lemma);
    let wrongly = governor::wrongly(doc, head).filter(|_| described || does);
    let poses = described && doc.packs.listed("poses", doc.words[head].lemma);
    out.extend(wrongly.or(Some(head).filter(|_| poses)).map(Effect::turn));
    out.extend(leading::before(doc, m, head));
    out.extend(condition::over(doc, m, head).map(|cue| Effect::hedge(Modality::Hypothetical, cue)));
    out.extend(pending::until(doc, head).map(|cue| Effect::hedge(Modality::Hypothetical, cue)));
    out
}

/// Does what a cue says of modality replace what was read so far? `base` is what the phrasing itself means; `unable`: "could
/// not", "will not".
fn decides(doc: &Doc<'_>, so_far: &Certainty, effect: Effect, (base, unable): (Modality, bool)) -> bool {
    let Effect { modality, cue, .. } = effect;
    // "They would be paid in dollars": of what is promised or expected "would" is the tense.
    let tense = doc.words[cue].upos == Upos::Aux && matches!(base, Modality::Promised | Modality::Expected);
    match modality {
        Modality::Asserted => false,
        Modality::Hypothetical if tense => false,
        // "could not pay", "will not let him go": what is not possible, or refused, is so.
        Modality::Possible | Modality::Expected if unable && refuses(doc, cue) => false,
        Modality::Denied | Modality::Hypothetical => so_far.modality != Modality::Denied,
        // "could find herself accused": nobody has accused her.
        Modality::Possible | Modality::Expected if base == Modality::Alleged => so_far.modality == base,
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
