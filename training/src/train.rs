//! Training loops: taggers, lemma rules, and the parser with a dynamic oracle.

use std::collections::BTreeMap;

use casebook_model::feature::{Classes, Form};
use casebook_model::lemma::{self, Edit, Lemmatizer};
use casebook_model::parser::{Move, RELATIONS, State, relation};
use casebook_model::tagger::{self, Window, best};
use casebook_model::{Name, Upos};

use crate::conllu::Sentence;
use crate::perceptron::{Perceptron, shuffle};

struct Example {
    forms: Vec<Form>,
    hints: Vec<u8>,
    gold: Vec<u8>,
}

fn forms(s: &Sentence, classes: &Classes) -> Vec<Form> {
    s.forms.iter().map(|f| Form::of(f, classes)).collect()
}

fn sequence(examples: &[Example], bits: u32, columns: usize, rounds: u64) -> Perceptron {
    let mut model = Perceptron::new(bits, columns);
    for e in examples {
        for at in 0..e.forms.len() {
            let w = Window { forms: &e.forms, hints: &e.hints, past: &e.gold[..at], at };
            tagger::features(&w, |f| model.count(f));
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for round in 0..rounds {
        shuffle(&mut order, round + 1);
        let mut wrong = 0;
        for &i in &order {
            wrong += learn_sentence(&mut model, &examples[i], columns);
        }
        eprintln!("  round {round}: {wrong} wrong");
    }
    model
}

fn learn_sentence(model: &mut Perceptron, e: &Example, columns: usize) -> usize {
    let mut past = Vec::with_capacity(e.gold.len());
    let mut seen = Vec::with_capacity(64);
    let mut wrong = 0;
    for at in 0..e.forms.len() {
        let mut scores = vec![0.0; columns];
        seen.clear();
        let w = Window { forms: &e.forms, hints: &e.hints, past: &past, at };
        tagger::features(&w, |f| {
            seen.push(f);
            model.add(f, &mut scores);
        });
        let guess = best(&scores);
        if guess != e.gold[at] {
            wrong += 1;
            model.update(&seen, e.gold[at], guess);
        }
        model.tick();
        past.push(guess);
    }
    wrong
}

fn apply(model: &Perceptron, forms: &[Form], hints: &[u8], columns: usize) -> Vec<u8> {
    let mut past = Vec::with_capacity(forms.len());
    for at in 0..forms.len() {
        let mut scores = vec![0.0; columns];
        let w = Window { forms, hints, past: &past, at };
        tagger::features(&w, |f| model.add(f, &mut scores));
        past.push(best(&scores));
    }
    past
}

fn pos_examples<'a>(sentences: impl Iterator<Item = &'a Sentence>, classes: &Classes) -> Vec<Example> {
    sentences
        .map(|s| Example {
            forms: forms(s, classes),
            hints: vec![0; s.forms.len()],
            gold: s.upos.iter().map(|t| *t as u8).collect(),
        })
        .collect()
}

pub fn parts_of_speech(sentences: &[Sentence], classes: &Classes, rounds: u64) -> Perceptron {
    eprintln!("parts of speech");
    sequence(&pos_examples(sentences.iter(), classes), 17, Upos::ALL.len(), rounds)
}

/// Tags for the parser to learn from, each fifth tagged by a model that has not seen it, so that
/// the parser meets the tagger's real mistakes.
pub fn jackknifed_tags(sentences: &[Sentence], classes: &Classes, folds: usize) -> Vec<Vec<Upos>> {
    let mut out = vec![Vec::new(); sentences.len()];
    for fold in 0..folds {
        eprintln!("tags for fold {fold}");
        let rest = sentences.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, s)| s);
        let model = sequence(&pos_examples(rest, classes), 17, Upos::ALL.len(), 4);
        for i in (fold..sentences.len()).step_by(folds) {
            let f = forms(&sentences[i], classes);
            let tags = apply(&model, &f, &vec![0; f.len()], Upos::ALL.len());
            out[i] = tags.into_iter().map(|t| Upos::ALL[usize::from(t)]).collect();
        }
    }
    out
}

pub fn names(sentences: &[Sentence], classes: &Classes, pos: &Perceptron, rounds: u64) -> Perceptron {
    eprintln!("names");
    let label = |n: &Name| Name::ALL.iter().position(|x| x == n).unwrap_or(0) as u8;
    let examples: Vec<Example> = sentences
        .iter()
        .map(|s| {
            let forms = forms(s, classes);
            let hints = apply(pos, &forms, &vec![0; forms.len()], Upos::ALL.len());
            Example { forms, hints, gold: s.names.iter().map(label).collect() }
        })
        .collect();
    sequence(&examples, 17, Name::ALL.len(), rounds)
}

/// Whole-word and ending rules: each ending keeps its commonest edit, and a longer rule is kept
/// only where it says something else than the next shorter one.
pub fn lemmas(sentences: &[Sentence]) -> Lemmatizer {
    let mut votes: BTreeMap<String, BTreeMap<Edit, usize>> = BTreeMap::new();
    let mut words: BTreeMap<(Upos, String), usize> = BTreeMap::new();
    for s in sentences {
        for ((form, lemma), &upos) in s.forms.iter().zip(&s.lemmas).zip(&s.upos) {
            if upos == Upos::Propn || lemma == "_" {
                continue;
            }
            let lower = form.to_lowercase();
            let edit = lemma::edit(&lower, &lemma.to_lowercase());
            let mut vote = |key: String| *votes.entry(key).or_default().entry(edit.clone()).or_default() += 1;
            let starts: Vec<usize> = lower.char_indices().map(|(i, _)| i).collect();
            for &i in &starts[starts.len().saturating_sub(lemma::LONGEST_ENDING)..] {
                vote(lemma::ending_key(upos, &lower[i..]));
            }
            vote(lemma::ending_key(upos, ""));
            vote(lemma::word_key(upos, &lower));
            *words.entry((upos, lower)).or_default() += 1;
        }
    }
    let winner = |edits: &BTreeMap<Edit, usize>| {
        edits.iter().max_by_key(|(e, n)| (**n, std::cmp::Reverse((*e).clone()))).map(|(e, n)| (e.clone(), *n))
    };
    let mut kept: BTreeMap<String, Edit> = BTreeMap::new();
    // Shorter endings first, so that a longer one can be compared with what it would refine.
    let mut endings: Vec<_> = votes.iter().filter(|(k, _)| k.contains(' ')).collect();
    endings.sort_by_key(|(k, _)| k.chars().count());
    for (key, edits) in endings {
        let Some((edit, n)) = winner(edits) else { continue };
        let (tag, ending) = key.split_once(' ').unwrap_or((key, ""));
        let shorter = ending
            .char_indices()
            .skip(1)
            .map(|(i, _)| i)
            .chain([ending.len()])
            .find_map(|i| kept.get(&format!("{tag} {}", &ending[i..])).filter(|_| i > 0));
        if shorter != Some(&edit) && (n > 1 || ending.is_empty()) {
            kept.insert(key.clone(), edit);
        }
    }
    let rules = Lemmatizer::from_rules(kept.clone());
    for (upos, word) in words.keys() {
        let key = lemma::word_key(*upos, word);
        if let Some((edit, _)) = votes.get(&key).and_then(winner)
            && rules.rule(word, *upos) != Some(&edit)
        {
            kept.insert(key, edit);
        }
    }
    Lemmatizer::from_rules(kept)
}

pub fn parser(sentences: &[Sentence], classes: &Classes, tags: &[Vec<Upos>], rounds: u64) -> (Perceptron, Perceptron) {
    eprintln!("parser");
    let mut moves = Perceptron::new(20, Move::ALL.len());
    let mut relations = Perceptron::new(16, RELATIONS.len());
    let prepared: Vec<(Vec<Form>, Vec<u16>, Vec<u8>)> = sentences
        .iter()
        .map(|s| {
            let heads = s.heads.iter().map(|h| h.map_or(u16::MAX - 1, |h| h as u16)).collect();
            (forms(s, classes), heads, s.relations.iter().map(|r| relation(r)).collect())
        })
        .collect();
    for (i, (f, heads, rels)) in prepared.iter().enumerate() {
        count(&mut moves, &mut relations, f, &tags[i], heads, rels);
    }
    let mut order: Vec<usize> = (0..prepared.len()).collect();
    for round in 0..rounds {
        shuffle(&mut order, 100 + round);
        let mut wrong = 0;
        for &i in &order {
            let (f, heads, rels) = &prepared[i];
            wrong += learn_tree(&mut moves, &mut relations, f, &tags[i], heads, rels, round);
        }
        eprintln!("  round {round}: {wrong} wrong moves");
    }
    (moves, relations)
}

/// Counting pass along the oracle's own path.
fn count(
    moves: &mut Perceptron,
    relations: &mut Perceptron,
    forms: &[Form],
    tags: &[Upos],
    heads: &[u16],
    rels: &[u8],
) {
    let mut state = State::new(forms, tags);
    while !state.finished() {
        state.features(|f| moves.count(f));
        let costs = costs(&state, heads);
        let Some(step) = cheapest(&state, &costs) else { break };
        let mut label = 0;
        if let Some((h, d)) = state.arc(step) {
            state.relation_features(h, d, |f| relations.count(f));
            label = rels[usize::from(d)];
        }
        state.make(step, label);
    }
}

fn cheapest(state: &State<'_>, costs: &[usize; 3]) -> Option<Move> {
    let possible = state.possible();
    Move::ALL.into_iter().filter(|m| possible[*m as usize]).min_by_key(|m| costs[*m as usize])
}

/// For each move, how many correct arcs it puts out of reach.
fn costs(state: &State<'_>, heads: &[u16]) -> [usize; 3] {
    let next = state.next as u16;
    let end = heads.len() as u16;
    let Some(&top) = state.stack.last() else { return [0, 9999, 9999] };
    let under = state.stack.len().checked_sub(2).map(|i| state.stack[i]);
    let head = |w: u16| heads[usize::from(w)];
    let in_buffer = |w: u16| w >= next && w < end;
    let lost_children = (next..end).filter(|&d| head(d) == top).count();
    let mut costs = [9999; 3];
    if next < end {
        let below = &state.stack[..state.stack.len() - 1];
        let lost_head = usize::from(below.contains(&head(next)));
        let lost_left = state.stack.iter().filter(|&&d| head(d) == next).count();
        costs[0] = lost_head + lost_left;
        let head_lost = Some(head(top)) == under || (in_buffer(head(top)) && head(top) != next);
        // The root may not be popped while words are left.
        let root = usize::from(head(top) >= u16::MAX - 1);
        costs[1] = lost_children + usize::from(head_lost) + root;
    }
    if under.is_some() {
        let root = usize::from(head(top) >= u16::MAX - 1);
        costs[2] = lost_children + usize::from(in_buffer(head(top))) + root;
    }
    costs
}

/// Follows the model's own moves after the second round, so that it learns to recover.
fn learn_tree(
    moves: &mut Perceptron,
    relations: &mut Perceptron,
    forms: &[Form],
    tags: &[Upos],
    heads: &[u16],
    rels: &[u8],
    round: u64,
) -> usize {
    let mut state = State::new(forms, tags);
    let (mut seen, mut wrong) = (Vec::with_capacity(96), 0);
    while !state.finished() {
        seen.clear();
        let mut scores = [0.0f32; 3];
        state.features(|f| {
            seen.push(f);
            moves.add(f, &mut scores);
        });
        let possible = state.possible();
        let costs = costs(&state, heads);
        let least = Move::ALL.iter().filter(|m| possible[**m as usize]).map(|m| costs[*m as usize]).min();
        let pick = |good_only: bool| {
            Move::ALL
                .into_iter()
                .filter(|m| possible[*m as usize] && (!good_only || Some(costs[*m as usize]) == least))
                .max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize]))
        };
        let (Some(guess), Some(good)) = (pick(false), pick(true)) else { break };
        if Some(costs[guess as usize]) != least {
            wrong += 1;
            moves.update(&seen, good as u8, guess as u8);
        }
        moves.tick();
        let step = if round >= 1 { guess } else { good };
        let label = learn_relation(relations, &state, step, heads, rels);
        state.make(step, label);
    }
    wrong
}

fn learn_relation(model: &mut Perceptron, state: &State<'_>, step: Move, heads: &[u16], rels: &[u8]) -> u8 {
    let Some((h, d)) = state.arc(step) else { return 0 };
    let mut scores = [0.0f32; RELATIONS.len()];
    let mut seen = Vec::with_capacity(32);
    state.relation_features(h, d, |f| {
        seen.push(f);
        model.add(f, &mut scores);
    });
    let guess = best(&scores);
    let gold = rels[usize::from(d)];
    if heads[usize::from(d)] == h {
        if guess != gold {
            model.update(&seen, gold, guess);
        }
        model.tick();
    }
    guess
}
