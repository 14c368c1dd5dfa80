//! Questions and what they mean.

use proptest::prelude::*;

use super::*;
use crate::query::Query::{All, Any, Days, Not, Words};

fn row(words: &[&str]) -> Query {
    Words(Field::Text, Match::Row(words.iter().map(|w| w.to_string()).collect()))
}

fn of(field: Field, how: fn(Vec<String>) -> Match, value: &str) -> Query {
    Words(field, how(vec![value.into()]))
}

#[track_caller]
fn means(question: &str, query: Query) {
    let found = parse(question);
    // Debug shows no words, so the comparison is spelled out.
    assert!(found.as_ref() == Ok(&query), "{question}: {found:?}, not {query:?}");
}

#[test]
fn words_stand_together_unless_or_is_between_them() {
    means("pilot", row(&["pilot"]));
    means("Pilot  Élora", All(vec![row(&["pilot"]), row(&["elora"])]));
    means("pilot AND elora", All(vec![row(&["pilot"]), row(&["elora"])]));
    means("a b OR c", Any(vec![All(vec![row(&["a"]), row(&["b"])]), row(&["c"])]));
    means("a (b OR c)", All(vec![row(&["a"]), Any(vec![row(&["b"]), row(&["c"])])]));
    means("or and not", All(vec![row(&["or"]), row(&["and"]), row(&["not"])]));
    means("Al-Masri", row(&["al", "masri"]));
    means("https://a.example/b 12:30", All(vec![row(&["https", "a", "example", "b"]), row(&["12", "30"])]));
}

#[test]
fn signs_change_what_a_word_means() {
    means("a -b", All(vec![row(&["a"]), Not(Box::new(row(&["b"])))]));
    means("NOT (a b)", Not(Box::new(All(vec![row(&["a"]), row(&["b"])]))));
    means("a - b", All(vec![row(&["a"]), row(&["b"])]));
    means("\"Travel, document\"", row(&["travel", "document"]));
    means("„travel document“", row(&["travel", "document"]));
    means("arrest*", of(Field::Text, Match::Start, "arrest"));
    means("kovalenka~", Words(Field::Text, Match::Near("kovalenka".into(), 2)));
    means("pilot~2 ada~", All(vec![Words(Field::Text, Match::Near("pilot".into(), 2)), row(&["ada"])]));
}

#[test]
fn fields_take_values() {
    means("predicate:Extradition.Requested", of(Field::Predicate, Match::Row, "extradition.requested"));
    means("predicate:extradition.*", of(Field::Predicate, Match::Start, "extradition."));
    means("place:\"Port Lemba\"", Words(Field::Place, Match::Row(vec!["port".into(), "lemba".into()])));
    means("-tag:case-7", Not(Box::new(of(Field::Tag, Match::Row, "case-7"))));
    means(
        "language:en source:herald",
        All(vec![of(Field::Language, Match::Row, "en"), of(Field::Source, Match::Row, "herald")]),
    );
    means("date:2024-01..", Days(Some(19723), None));
    let near = |name: &str, n| Words(Field::Person, Match::Near(name.into(), n));
    means("person:\"Ada Kovalenka\"", All(vec![of(Field::Person, Match::Row, "ada"), near("kovalenka", 2)]));
    means("person:Lemba", near("lemba", 1));
    means("person:Kov*", of(Field::Person, Match::Start, "kov"));
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    let places = [
        ("", 0),
        ("   ", 3),
        ("a OR", 4),
        ("a AND )", 6),
        ("a )", 2),
        ("a (b", 4),
        ("é \"b", 2),
        ("a colour:red", 2),
        ("Person:x", 0),
        ("person:", 0),
        ("person:(a b)", 0),
        ("a date:2024-13", 2),
        ("a !!", 2),
        ("OR a", 0),
        ("a-b~", 0),
        ("tag:x~", 0),
        ("-", 1),
    ];
    for (question, at) in places {
        match parse(question) {
            Err(e) => assert_eq!(e.at, at, "{question}: {e}"),
            Ok(query) => panic!("{question} is understood as {query:?}"),
        }
    }
    let deep = "(".repeat(DEPTH + 1) + "a" + &")".repeat(DEPTH + 1);
    assert_eq!(parse(&deep).map_err(|e| e.at), Err(DEPTH));
    assert!(parse(&"a ".repeat(WORDS)).is_ok());
    assert_eq!(parse(&format!("b \"{}\"", "a ".repeat(WORDS))).map_err(|e| e.at), Err(2));
    assert_eq!(parse(&"a ".repeat(WORDS + 1)).map_err(|e| e.at), Err(2 * WORDS));
}

#[test]
fn no_word_shows_in_debug() {
    let query = parse("kovalenka \"port lemba\" person:ada tag:secret -kov* lemba~").unwrap();
    let shown = format!("{query:?}").to_lowercase();
    assert!(["kov", "port", "lemba", "ada", "secret"].iter().all(|word| !shown.contains(word)), "{shown}");
}

/// Questions of the language's own signs, so that few of them are plain words.
fn questions() -> impl Strategy<Value = String> {
    let pieces = [
        "a", "Élora", "OR", "AND", "NOT", "-", "(", ")", "\"", "*", "~", "~2", " ", " ", ":", "person:", "date:",
        "2024", "..", ">=", "tag:", "北京", "\u{301}", "«", "!", "x:",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_is_understood_or_refused_at_a_place_inside_it(question in "\\PC{0,60}") {
        if let Err(e) = parse(&question) {
            prop_assert!(e.at <= question.chars().count());
        }
    }

    #[test]
    fn signs_in_any_order_are_understood_or_refused(question in questions()) {
        match parse(&question) {
            Ok(query) => prop_assert!(leaves(&query) >= 1),
            Err(e) => prop_assert!(e.at <= question.chars().count()),
        }
    }
}

fn leaves(query: &Query) -> usize {
    match query {
        All(parts) | Any(parts) => parts.iter().map(leaves).sum(),
        Not(part) => leaves(part),
        Words(_, Match::Row(words) | Match::Start(words)) => usize::from(words.iter().all(|w| !w.is_empty())),
        Words(_, Match::Near(word, n)) => usize::from(!word.is_empty() && (1..=2).contains(n)),
        Days(first, last) => usize::from(first.is_some() || last.is_some()),
    }
}
