//! Marks of a small reading: what is right, wrong, missing, surplus, said again, and unsupported.

use casebook_facts::Evidence;
use casebook_packs::bundled;
use casebook_read::reading::{ClaimOut, Reading};
use casebook_score::card::Card;
use casebook_score::gold::Gold;
use casebook_score::{Verdict, mark};

const TEXT: &str = "Ana Silva, a Brazilian welder, was arrested in Lisbon in May 2021.\n\n\
    Silva was sentenced to five years in prison in 2022.\n";

fn reading() -> Reading {
    let evidence = Evidence::new("a.txt", TEXT.as_bytes().to_vec());
    casebook_read::read(&evidence, bundled(), &casebook_read::Options::default()).expect("plain text is read")
}

fn gold(claims: &str) -> Gold {
    let person = "[[person]]\nid = \"silva\"\nname = \"Ana Silva\"\nidentity_level = \"named\"\nrole = \"subject\"\n";
    toml::from_str(&format!("{person}{claims}")).expect("well-formed")
}

fn claim(predicate: &str, value: &str, more: &str, quote: &str) -> String {
    format!(
        "[[claim]]\nabout = \"silva\"\npredicate = \"{predicate}\"\nvalue = \"{value}\"\nmodality = \"asserted\"\n\
         {more}\nquote = \"{quote}\"\n"
    )
}

fn verdicts(marks: &casebook_score::Marks, predicate: &str) -> Vec<Verdict> {
    marks.lines.iter().filter(|l| l.predicate == predicate).map(|l| l.verdict).collect()
}

#[test]
fn right_wrong_missing_and_surplus() {
    let reading = reading();
    let claims = [
        claim("identity.nationality", "BR", "", "Brazilian"),
        claim("crim.sentence", "P5Y", "when = \"2019\"", "sentenced to five years in prison"),
        claim("crim.release", "released", "", "Silva"),
        claim("crim.arrest", "arrested", "when = \"2021-05\"", "arrested in Lisbon"),
    ];
    let marks = mark(&gold(&claims.concat()), &reading, bundled());
    assert_eq!(verdicts(&marks, "identity.nationality"), [Verdict::Full]);
    assert_eq!(verdicts(&marks, "crim.release"), [Verdict::Missing]);
    assert_eq!(verdicts(&marks, "identity.occupation"), [Verdict::Surplus]);
    let sentence = marks.lines.iter().find(|l| l.predicate == "crim.sentence").expect("found");
    assert_eq!((sentence.verdict, sentence.facets.len()), (Verdict::Wrong, 1));
    assert_eq!(sentence.facets[0].0, "when");
    assert_eq!((marks.people.right, marks.people.wanted), (1, 1));
    assert_eq!(marks.found.wanted, 4);
    assert!(marks.full.right < marks.found.right && marks.found.right == 3, "{:?}", marks.lines);
    let mut card = Card::default();
    card.add("wire", &marks);
    assert_eq!(card.facets.get("when"), Some(&1));
    assert_eq!(card.json()["styles"]["wire"]["documents"], 1);
}

#[test]
fn a_status_without_support_is_told() {
    let reading = reading();
    let supported = [
        claim("identity.nationality", "BR", "", "Brazilian"),
        claim("crim.arrest", "arrested", "", "arrested in Lisbon"),
        claim("crim.sentence", "P5Y", "", "sentenced to five years in prison"),
    ];
    assert_eq!(mark(&gold(&supported.concat()), &reading, bundled()).false_statuses, Vec::<String>::new());
    let without = mark(&gold(&supported[0]), &reading, bundled()).false_statuses;
    assert_eq!(without.len(), 1, "{without:?}");
    assert!(without[0].contains(" criminal "));
}

#[test]
fn the_same_again_is_neither_right_nor_wrong() {
    let mut reading = reading();
    let again: Vec<ClaimOut> = reading.claims.iter().filter(|c| c.predicate == "crim.arrest").cloned().collect();
    assert_eq!(again.len(), 1);
    let before = mark(&gold(&claim("crim.arrest", "arrested", "", "arrested in Lisbon")), &reading, bundled());
    reading.claims.extend(again);
    let after = mark(&gold(&claim("crim.arrest", "arrested", "", "arrested in Lisbon")), &reading, bundled());
    assert_eq!(before.found, after.found);
    assert_eq!(verdicts(&after, "crim.arrest").last(), Some(&Verdict::Repeat));
}
