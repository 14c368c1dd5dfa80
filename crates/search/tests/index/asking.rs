//! Every sign of the language against passages written for it.

use casebook_search::{Light, Passage, Query};
use tempfile::TempDir;

use crate::{indexed, open};

fn shelf() -> Vec<Passage> {
    let list = |values: &[&str]| values.iter().map(|v| v.to_string()).collect::<Vec<_>>();
    let passage = |document: u64, text: &str, people: &[&str], predicates: &[&str], day: &str| Passage {
        document,
        text: text.into(),
        title: if document < 3 { "Night of the ferry".into() } else { String::new() },
        people: list(people),
        predicates: list(predicates),
        places: list(if document.is_multiple_of(2) { &["Port Lemba"] } else { &["Lemba Hills", "Élora"] }),
        source: if document.is_multiple_of(2) { "The Lemba Herald".into() } else { "radio-ozero.example".into() },
        language: if document == 5 { "ru" } else { "en" }.into(),
        day: (!day.is_empty()).then(|| day.parse().unwrap()),
        tags: list(&[if document < 4 { "Case 7" } else { "case-8" }]),
        ..Passage::default()
    };
    vec![
        passage(
            1,
            "The pilot Ada Kovalenka was arrested at the border.",
            &["Ada Kovalenka"],
            &["detention.started"],
            "19800",
        ),
        passage(2, "A travel document was refused to the pilot.", &["Ada Kovalenko"], &["document.refused"], "19830"),
        passage(
            3,
            "The document of travel; arrests followed. Drill.",
            &["Tomas Rezac"],
            &["extradition.requested"],
            "20100",
        ),
        passage(4, "Řezáč was extradited, the pilot was not.", &["Tomáš Řezáč"], &["extradition.carried_out"], "20200"),
        passage(5, "Задержан пилот. Ёлка. 北京大学", &["Vera Ozerna", "Kovalenka Ada"], &[], ""),
    ]
}

/// Asks and expects these documents, in this order where `ranked`, else in any.
#[track_caller]
fn finds(reader: &casebook_search::Reader, question: &str, documents: &[u64], ranked: bool) {
    let query = Query::parse(question).unwrap_or_else(|e| panic!("{question}: {e}"));
    let mut found: Vec<u64> = reader.search(&query, 10, 0).unwrap().hits.iter().map(|hit| hit.document).collect();
    if !ranked {
        found.sort_unstable();
    }
    assert_eq!(found, documents, "{question}");
    assert_eq!(reader.count(&query).unwrap(), documents.len() as u64, "{question}, counted");
}

/// Questions and the documents that answer, in any order.
const ANSWERS: [(&str, &[u64]); 37] = [
    ("PILOT", &[1, 2, 4]),
    ("pilot document", &[2]),
    ("arrested OR drill", &[1, 3]),
    ("pilot AND (arrested OR refused)", &[1, 2]),
    ("pilot -arrested", &[2, 4]),
    ("pilot NOT (arrested OR refused)", &[4]),
    ("-pilot", &[3, 5]),
    ("drill OR -pilot", &[3, 5]),
    ("\"travel document\"", &[2]),
    ("travel document", &[2, 3]),
    ("arrest*", &[1, 3]),
    ("\"ferry the pilot\"", &[]),
    ("ferry", &[1, 2]),
    ("rezac", &[4]),
    ("елка", &[5]),
    ("\"北京\"", &[5]),
    ("京北", &[]),
    ("kovlaenka~", &[1]),
    ("kovlaenka", &[]),
    ("ada~", &[1]),
    ("person:rezac", &[3, 4]),
    ("person:Rezač", &[3, 4]),
    ("person:\"Kovalenka Ada\"", &[1, 2, 5]),
    ("person:Kov*", &[1, 2, 5]),
    ("person:ferry", &[]),
    ("predicate:extradition.requested", &[3]),
    ("predicate:extradition.*", &[3, 4]),
    ("predicate:extradition", &[]),
    ("place:\"Port Lemba\"", &[2, 4]),
    ("place:lemba place:elora", &[1, 3, 5]),
    ("place:\"hills elora\"", &[]),
    ("source:herald -language:ru", &[2, 4]),
    ("source:ozero.example", &[1, 3, 5]),
    ("tag:\"case 7\"", &[1, 2, 3]),
    ("tag:case*", &[1, 2, 3, 4, 5]),
    ("date:2024", &[1, 2]),
    ("date:>=2024-06 pilot OR language:RU", &[4, 5]),
];

#[test]
fn each_sign_finds_what_it_says() {
    let folder = TempDir::new().unwrap();
    let reader = indexed(folder.path(), &shelf(), 2, 1).reader().unwrap();
    for (question, documents) in ANSWERS {
        finds(&reader, question, documents, false);
    }
}

#[test]
fn the_exact_spelling_and_the_rarer_word_come_first() {
    let folder = TempDir::new().unwrap();
    let reader = indexed(folder.path(), &shelf(), 2, 1).reader().unwrap();
    finds(&reader, "person:kovalenko", &[2, 1, 5], true);
    finds(&reader, "person:kovalenka", &[1, 5, 2], true);
    finds(&reader, "pilot OR drill", &[3, 4, 2, 1], true);
    finds(&reader, "tag:case-8 OR tag:\"case 7\"", &[1, 2, 3, 4, 5], true);
}

#[test]
fn what_is_found_by_a_word_is_lit() {
    let folder = TempDir::new().unwrap();
    let shelf = shelf();
    let reader = indexed(folder.path(), &shelf, 5, 1).reader().unwrap();
    for question in ["pilot", "arrest*", "kovlaenka~", "\"travel document\"", "rezac", "елка", "北京"] {
        let query = Query::parse(question).unwrap();
        let light = Light::new(&query);
        let found = reader.search(&query, 10, 0).unwrap().hits;
        for passage in &shelf {
            let hit = found.iter().any(|hit| hit.document == passage.document);
            assert_eq!(hit, !light.ranges(&passage.text).is_empty(), "{question} in {}", passage.document);
        }
    }
}

#[test]
fn a_removed_document_is_gone_and_can_be_added_again() {
    let folder = TempDir::new().unwrap();
    let (shelf, index) = (shelf(), open(folder.path()));
    let mut writer = index.writer(1, 15_000_000).unwrap();
    shelf.iter().for_each(|passage| writer.add(passage).unwrap());
    writer.commit(5).unwrap();
    let reader = index.reader().unwrap();
    writer.remove(2);
    finds(&reader, "pilot", &[1, 2, 4], false);
    writer.commit(6).unwrap();
    assert_eq!((reader.covers(), index.covers().unwrap()), (5, 6));
    reader.reload().unwrap();
    finds(&reader, "pilot", &[1, 4], false);
    writer.remove(1);
    writer.add(&Passage { text: "The swimmer.".into(), ..shelf[0].clone() }).unwrap();
    writer.remove(4);
    writer.rollback().unwrap();
    writer.remove(1);
    writer.add(&Passage { text: "The pilot and the swimmer.".into(), ..shelf[0].clone() }).unwrap();
    writer.commit(7).unwrap();
    reader.reload().unwrap();
    assert_eq!((reader.covers(), reader.passages()), (7, 4));
    finds(&reader, "pilot", &[1, 4], false);
    finds(&reader, "swimmer", &[1], false);
}
