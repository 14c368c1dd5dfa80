//! Two readings of one document: what is the same, gained, lost, changed, and who is who.

use casebook_facts::Evidence;
use casebook_packs::bundled;
use casebook_score::diff::{Cause, Diff, Item, Judged, References, compare};
use casebook_score::gold::Gold;
use casebook_score::report::Report;
use serde_json::{Value, json};

const TEXT: &str = "Ana Silva, a Brazilian welder, was arrested in Lisbon in May 2021. Her lawyer, Rui Costa, said so.";

fn words(slot: &str, quote: &str) -> Value {
    let start = TEXT[..TEXT.find(quote).expect("words of the text")].chars().count();
    json!({"slot": slot, "start": start, "end": start + quote.chars().count(), "quote": quote})
}

fn person(id: &str, name: &str, mention: &str) -> Value {
    json!({"id": id, "name": name, "identity_level": "named", "role": "subject", "mentions": [words("", mention)]})
}

fn claim(about: &str, predicate: &str, value: &str, quote: &str) -> Value {
    json!({
        "about": about, "predicate": predicate, "value": value, "polarity": "affirmed", "modality": "asserted",
        "speaker": "outlet", "entry": "en.test", "anchors": [words("trigger", quote)],
    })
}

fn document(people: &[Value], claims: &[Value]) -> Value {
    let evidence = json!({"sha256": "00", "name": "a.txt"});
    json!({"casebook": 1, "evidence": evidence, "text": TEXT, "people": people, "claims": claims})
}

fn report(people: &[Value], claims: &[Value]) -> Report {
    Report::parse(document(people, claims)).expect("a reading")
}

/// Ana Silva and her arrest.
fn arrest() -> (Vec<Value>, Vec<Value>) {
    (vec![person("p1", "Ana Silva", "Ana Silva")], vec![claim("p1", "crim.arrest", "arrested", "arrested in Lisbon")])
}

fn diff(a: Report, b: Report) -> Diff {
    compare(&[a], &[b], None)
}

fn group(diff: &Diff, cause: Cause) -> Vec<&Item> {
    diff.groups.iter().filter(|g| g.cause == cause).flat_map(|g| &g.items).collect()
}

fn sides(diff: &Diff, cause: Cause) -> Vec<(&str, &str)> {
    let changes = group(diff, cause).into_iter().filter_map(|i| i.change.as_ref());
    changes.map(|c| (c.before.as_str(), c.after.as_str())).collect()
}

#[test]
fn a_reading_does_not_differ_from_itself_in_memory_or_as_json() {
    let evidence = Evidence::new("a.txt", TEXT.as_bytes().to_vec());
    let reading = casebook_read::read(&evidence, bundled(), &casebook_read::Options::default()).expect("read");
    let written = Report::parse(casebook_read::format::reading(&reading)).expect("what was written is read");
    assert_eq!(Report::from(&reading), written);
    assert!(written.claims.iter().any(|c| c.entry.starts_with("en.")), "claims tell their pack entry");
    let diff = diff(Report::from(&reading), written);
    assert!(diff.groups.is_empty() && diff.counts.same > 0 && diff.counts.same == diff.counts.claims_b, "{diff:?}");
}

#[test]
fn other_ids_and_another_entry_are_no_difference() {
    let (people, claims) = arrest();
    let mut other = claim("p7", "crim.arrest", "arrested", "arrested in Lisbon");
    other["entry"] = json!("en.other");
    let diff = diff(report(&people, &claims), report(&[person("p7", "Ana Silva", "Ana Silva")], &[other]));
    assert!(diff.groups.is_empty(), "{:?}", diff.groups);
}

#[test]
fn gained_and_lost() {
    let (people, claims) = arrest();
    let b = report(&people, &[claim("p1", "identity.nationality", "BR", "Brazilian")]);
    let diff = diff(report(&people, &claims), b);
    assert_eq!((diff.counts.same, diff.counts.gained, diff.counts.lost, diff.counts.changed), (0, 1, 1, 0));
    let (lost, gained) = (group(&diff, Cause::Lost), group(&diff, Cause::Gained));
    assert_eq!((lost[0].predicate.as_str(), lost[0].quote.as_str()), ("crim.arrest", "arrested in Lisbon"));
    assert_eq!(gained[0].what, "p1 (Ana Silva), BR, asserted, outlet");
    assert_eq!((gained[0].entry.as_str(), gained[0].judged_b), ("en.test", None));
}

#[test]
fn each_facet_has_its_group_and_the_claim_counts_once() {
    let (mut people, claims) = arrest();
    let a = report(&people, &claims);
    people.push(person("p2", "Rui Costa", "Rui Costa"));
    let mut other = claims[0].clone();
    for (field, value) in
        [("value", "held"), ("modality", "alleged"), ("polarity", "negated"), ("speaker", "p2"), ("when", "2021-05")]
    {
        other[field] = json!(value);
    }
    let diff = diff(a, report(&people, &[other]));
    assert_eq!((diff.counts.changed, diff.counts.same), (1, 0));
    assert_eq!(sides(&diff, Cause::Value), [("arrested", "held")]);
    assert_eq!(sides(&diff, Cause::Modality), [("asserted", "alleged")]);
    assert_eq!(sides(&diff, Cause::Polarity), [("affirmed", "negated")]);
    assert_eq!(sides(&diff, Cause::Speaker), [("outlet", "p2 (Rui Costa)")]);
    assert_eq!(sides(&diff, Cause::Time), [("", "2021-05")]);
    assert_eq!(group(&diff, Cause::PersonAdded)[0].what, "p2 (Rui Costa), named, subject");
}

#[test]
fn what_the_score_takes_for_the_same_is_marked() {
    let (people, mut claims) = arrest();
    let a = report(&people, &claims);
    claims[0]["value"] = json!("was arrested");
    let diff = diff(a, report(&people, &claims));
    assert!(group(&diff, Cause::Value)[0].change.as_ref().is_some_and(|c| c.alike));
}

#[test]
fn a_claim_about_somebody_else_is_one_changed_claim() {
    let people = [person("p1", "Ana Silva", "Ana Silva"), person("p2", "Rui Costa", "Rui Costa")];
    let on = |id: &str| claim(id, "crim.arrest", "arrested", "arrested in Lisbon");
    let other = diff(report(&people, &[on("p1")]), report(&people, &[on("p2")]));
    assert_eq!(sides(&other, Cause::Person), [("p1 (Ana Silva)", "p2 (Rui Costa)")]);
    // Of two on the same words each finds its own, whatever the order.
    let both = diff(report(&people, &[on("p1"), on("p2")]), report(&people, &[on("p2"), on("p1")]));
    assert!(both.groups.is_empty(), "{:?}", both.groups);
}

#[test]
fn people_are_one_by_name_or_mentions() {
    let (people, claims) = arrest();
    let mut other = person("p3", "Silva", "Ana Silva");
    other["identity_level"] = json!("partially-named");
    other["role"] = json!("witness");
    let b = report(&[other], &[claim("p3", "crim.arrest", "arrested", "arrested in Lisbon")]);
    let changed = diff(report(&people, &claims), b);
    assert_eq!(sides(&changed, Cause::Renamed), [("Ana Silva", "Silva")]);
    assert_eq!(sides(&changed, Cause::Level), [("named", "partially-named")]);
    assert_eq!(sides(&changed, Cause::Role), [("subject", "witness")]);
    assert_eq!(changed.counts.same, 1);
    let gone = diff(report(&people, &claims), report(&[], &[]));
    assert_eq!(group(&gone, Cause::PersonLost).len(), 1);
}

#[test]
fn reports_are_paired_by_hash_then_by_name() {
    let named = |sha: &str, name: &str| {
        let (people, claims) = arrest();
        let mut value = document(&people, &claims);
        value["evidence"] = json!({"sha256": sha, "name": name});
        Report::parse(value).expect("a reading")
    };
    let a = [named("1", "a"), named("2", "b"), named("3", "gone")];
    let b = [named("9", "b"), named("1", "moved"), named("8", "new")];
    let diff = compare(&a, &b, None);
    assert_eq!((diff.counts.reports_compared, diff.counts.same), (2, 2));
    assert_eq!(group(&diff, Cause::ReportInA)[0].report, "gone");
    assert_eq!(group(&diff, Cause::ReportInB)[0].report, "new");
}

#[test]
fn a_reference_judges_what_is_gained_and_lost() {
    let (people, claims) = arrest();
    let gold: Gold = toml::from_str(
        "[[person]]\nid = \"silva\"\nname = \"Ana Silva\"\nidentity_level = \"named\"\nrole = \"subject\"\n\
         [[claim]]\nabout = \"silva\"\npredicate = \"crim.arrest\"\nvalue = \"arrested\"\nmodality = \"asserted\"\n\
         quote = \"arrested in Lisbon\"\n",
    )
    .expect("well-formed");
    let surplus = claim("p1", "crim.release", "released", "in May");
    let mut partly = claims.clone();
    partly[0]["polarity"] = json!("negated");
    let a = [report(&people, &[])];
    let references = References::new([("a".to_string(), gold)]);
    let judged = |b: &[Value]| {
        let diff = compare(&a, &[report(&people, b)], Some(&references));
        diff.groups.iter().map(casebook_score::diff::Group::name).collect::<Vec<_>>()
    };
    assert_eq!(judged(&[claims[0].clone(), surplus.clone()]), ["gained-right", "gained-wrong"]);
    assert_eq!(judged(&partly), ["gained-partly"]);
    assert_eq!(judged(&[claims[0].clone(), claims[0].clone()]), ["gained-right", "gained-again"]);
    let worse = compare(&[report(&people, &claims)], &[report(&people, &partly)], Some(&references));
    assert_eq!((worse.counts.better, worse.counts.worse), (0, 1));
    let item = group(&worse, Cause::Polarity)[0];
    assert_eq!((item.judged_a, item.judged_b), (Some(Judged::Right), Some(Judged::Partly)));
    assert_eq!(item.wanted, "polarity: affirmed");
    let none = compare(&a, &[report(&people, &claims)], Some(&References::new([])));
    assert_eq!(none.groups[0].name(), "gained-unknown");
}

#[test]
fn what_is_no_reading_is_refused_without_its_words() {
    let refused = |value: Value| Report::parse(value).expect_err("refused");
    assert!(refused(json!({"evidence": {}})).contains("\"casebook\""));
    assert!(refused(json!({"casebook": 99})).contains("version 99"));
    assert!(refused(json!({"casebook": 1})).contains("missing field"));
    let (people, _) = arrest();
    let mut wrong = document(&people, &[]);
    wrong["claims"] = json!("Zebulon");
    assert!(!refused(wrong).contains("Zebulon"));
}
