//! What a sentence needs before a pattern is tried on it: the words that must stand in it, and what
//! a match can begin with. The matcher passes over nearly all sentences by these alone.

use std::collections::BTreeSet;

use super::{Item, Opening, Reach, Reached, Slot, SlotKind};
use crate::vocabulary::WordId;

/// First words of the phrases of a list, by its index.
type Openings<'a> = &'a dyn Fn(usize) -> Vec<WordId>;

/// For each element that must be there, in the line of words or at the end of a way, the words one of
/// which any match then contains.
pub(super) fn required(items: &[Item], reaches: &[Reach], openings: Openings<'_>) -> Vec<Vec<WordId>> {
    let mut required = in_line(items, openings);
    required.extend(items.iter().filter_map(|item| match item {
        Item::Reach(r) => there(&reaches[*r].what, openings),
        _ => None,
    }));
    required
}

/// The same of the line of words alone.
fn in_line(items: &[Item], openings: Openings<'_>) -> Vec<Vec<WordId>> {
    let of = |item: &Item| match item {
        Item::Word(word) => Some(vec![word.id]),
        Item::List(list) => Some(openings(*list)),
        Item::Either(ways) => {
            let fewest = |way: &Vec<Item>| in_line(way, openings).into_iter().min_by_key(Vec::len);
            let each: Option<Vec<_>> = ways.iter().map(fewest).collect();
            each.map(|e| e.concat())
        }
        Item::Slot(slot) => headed(slot, openings),
        Item::Maybe(_) | Item::Gap(_) | Item::Start | Item::Reach(_) => None,
    };
    items.iter().filter_map(of).collect()
}

/// Words one of which stands at the end of a way.
fn there(what: &Reached, openings: Openings<'_>) -> Option<Vec<WordId>> {
    let all = |way: &Vec<Item>| in_line(way, openings).into_iter().min_by_key(Vec::len);
    match what {
        Reached::Slot(slot) => headed(slot, openings),
        Reached::Words(ways) if !ways.is_empty() => {
            ways.iter().map(all).collect::<Option<Vec<_>>>().map(|e| e.concat())
        }
        Reached::Words(_) | Reached::Absent(_) => None,
    }
}

/// First words of the phrases that head a slot, when it takes nothing else.
fn headed(slot: &Slot, openings: Openings<'_>) -> Option<Vec<WordId>> {
    match slot.kinds.as_slice() {
        [SlotKind::Headed(list)] => Some(openings(*list)),
        _ => None,
    }
}

/// What a match of the sequence can begin with.
pub(super) fn opening(items: &[Item], openings: Openings<'_>) -> Opening {
    match items.iter().find(|item| !matches!(item, Item::Reach(_))) {
        Some(Item::Slot(slot)) if slot.kinds == [SlotKind::Person] => Opening::Person,
        _ => opening_words(items, openings).map_or(Opening::Any, |words| Opening::Words(words.into_iter().collect())),
    }
}

/// Words that the sequence can begin with; `None` when it can begin with anything.
fn opening_words(items: &[Item], openings: Openings<'_>) -> Option<BTreeSet<WordId>> {
    let (first, rest) = items.split_first()?;
    match first {
        Item::Word(word) => Some(BTreeSet::from([word.id])),
        Item::List(list) => Some(openings(*list).into_iter().collect()),
        Item::Either(ways) => {
            let each: Option<Vec<_>> = ways.iter().map(|way| opening_words(way, openings)).collect();
            each.map(|sets| sets.into_iter().flatten().collect())
        }
        Item::Maybe(inner) => {
            let mut words = opening_words(inner, openings)?;
            words.extend(opening_words(rest, openings)?);
            Some(words)
        }
        Item::Start | Item::Reach(_) => opening_words(rest, openings),
        Item::Slot(_) | Item::Gap(_) => None,
    }
}
