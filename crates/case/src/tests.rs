//! Tests of folding: what fills a status, and what never does.

use casebook_facts::Evidence;
use casebook_read::Options;
use casebook_read::gear::Gear;

use crate::label::Label;
use crate::{Case, Folded, Outcome, derive, why};

fn fold(text: &str) -> (crate::Reading, Folded) {
    let packs = casebook_packs::bundled();
    let evidence = Evidence::new("a.txt", text.as_bytes().to_vec());
    // The first gear gives no confidence: what is folded does not depend on how a model was trained.
    let options = Options { gear: Gear::First, ..Options::default() };
    let reading = casebook_read::read(&evidence, packs, &options).expect("readable");
    let folded = derive(&reading, packs);
    (reading, folded)
}

fn only(text: &str) -> Case {
    let (_, folded) = fold(text);
    assert_eq!(folded.cases.len(), 1, "{:?}", folded.cases);
    folded.cases.into_iter().next().expect("one case")
}

fn state(case: &Case, axis: &str) -> Option<String> {
    case.statuses.iter().find(|s| s.axis == axis).map(|s| s.states.join(","))
}

#[test]
fn three_axes_stay_apart_and_no_passport_is_not_statelessness() {
    let case = only(
        "Emeka Obi, a 29-year-old Nigerian electrician, has no passport. His visa is valid. He faces deportation.",
    );
    assert_eq!(state(&case, "nationality").as_deref(), Some("NG"));
    assert_eq!(state(&case, "travel_document").as_deref(), Some("none_reported"));
    assert_eq!(state(&case, "removal").as_deref(), Some("threatened"));
    assert_eq!(state(&case, "stay_right").as_deref(), Some("visa_valid"));
    assert_eq!(state(&case, "citizenship"), None);
    assert!(case.to_confirm.is_empty());
}

#[test]
fn what_is_not_sure_is_asked_about_and_fills_nothing() {
    let (mut reading, _) = fold("Emeka Obi, a 29-year-old Nigerian electrician, has no passport. His visa is valid.");
    for claim in reading.claims.iter_mut().filter(|c| c.predicate == "doc.none") {
        claim.confidence = Some(0.6);
    }
    let folded = derive(&reading, casebook_packs::bundled());
    let case = &folded.cases[0];
    let asked: Vec<&str> = case.to_confirm.iter().map(|s| s.axis.as_str()).collect();
    assert_eq!((state(case, "travel_document"), asked), (None, vec!["travel_document"]));
    assert_eq!(state(case, "stay_right").as_deref(), Some("visa_valid"));
}

#[test]
fn hopes_fill_nothing() {
    let case = only("Emeka Obi hopes to sign a military contract. He was arrested in Batumi.");
    assert_eq!(state(&case, "recruitment"), None);
    assert!(case.prospects.iter().any(|l| l.predicate == "contract.sign"), "{:?}", case.prospects);
    assert_eq!(state(&case, "criminal").as_deref(), Some("arrested"));
}

#[test]
fn a_promise_and_what_came_of_it_are_a_pair() {
    let case = only("Promised a desk job, Emeka Obi was instead sent to the front. He never received his salary.");
    assert_eq!(case.promises.len(), 1);
    assert_eq!(case.promises[0].outcome, Outcome::Broken);
    assert!(case.promises[0].shown_by.iter().any(|l| l.predicate == "service.deploy_front"));
    assert!(case.gaps.iter().any(|g| g.rule == "promise.evidence"));
}

#[test]
fn two_reasons_of_one_arrest_stand_side_by_side() {
    let case = only(
        "Emeka Obi was arrested for shoplifting in May 2021. He was arrested for lacking documents, his lawyer said.",
    );
    let conflict = case.conflicts.iter().find(|c| c.rule == "arrest.reason").expect("conflict");
    assert_eq!(conflict.lines.len(), 2);
    let bare = only("Emeka Obi was arrested for shoplifting in May 2021. He was arrested again.");
    assert!(!bare.conflicts.iter().any(|c| c.rule == "arrest.reason"), "no reason told: {:?}", bare.conflicts);
    let places = only("Emeka Obi was held in Doha in May 2021. He had been arrested at the airport.");
    assert!(!places.conflicts.iter().any(|c| c.rule == "arrest.reason"), "two places: {:?}", places.conflicts);
    let twice = only("Emeka Obi was arrested for shoplifting in May 2015. He was arrested for fraud in June 2021.");
    assert!(!twice.conflicts.iter().any(|c| c.rule == "arrest.reason"), "two arrests: {:?}", twice.conflicts);
}

#[test]
fn statements_about_classes_never_reach_a_person() {
    let (_, folded) =
        fold("Emeka Obi was arrested in Batumi. \"Veterans lack medical care and jobs,\" said analyst Ana Silva.");
    assert_eq!(folded.cases.len(), 1);
    let case = &folded.cases[0];
    assert!(!case.events.iter().chain(&case.said).any(|l| l.predicate.starts_with("need.")));
    assert_eq!(folded.classes.len(), 2, "{:?}", folded.classes);
}

#[test]
fn why_leads_from_a_line_to_the_words() {
    let (reading, folded) = fold("Emeka Obi was arrested for shoplifting in May 2021. He has no passport.");
    let line = &folded.cases[0].statuses.iter().find(|s| s.axis == "travel_document").expect("status").lines[0];
    let why = why(&reading, casebook_packs::bundled(), &line.claim).expect("known claim");
    assert_eq!(why.sentence.quote, "He has no passport.");
    assert_eq!(why.effect, ["travel_document = none_reported"]);
    assert_eq!(why.about, "Emeka Obi");
    assert!(crate::why(&reading, casebook_packs::bundled(), "c999").is_none());
}

#[test]
fn a_label_reads_well_without_a_value_and_with_one_that_does_not_fit() {
    let lines = |text: &str| {
        let case = only(text);
        let all = case.who.iter().chain(&case.events).chain(&case.prospects).chain(&case.said);
        all.map(|l| l.text.clone()).collect::<Vec<_>>()
    };
    let drove = lines("Emeka Obi drove sugar trucks for five years. He worked as a welder.");
    assert!(drove.contains(&"worked: “drove sugar trucks for five years”".to_string()), "{drove:?}");
    assert!(drove.contains(&"worked as welder".to_string()), "{drove:?}");
    let home = lines("Emeka Obi hopes to be home before the rains. He was represented by Ana Silva.");
    assert!(home.contains(&"returned home".to_string()), "{home:?}");
    assert!(home.contains(&"represented by Ana Silva".to_string()), "{home:?}");
    let guilty = lines("Emeka Obi was found guilty on Friday. He was arrested in May.");
    assert!(guilty.iter().any(|l| l == "convicted: “found guilty”"), "no offence is told: {guilty:?}");
    assert!(guilty.contains(&"arrested".to_string()), "{guilty:?}");
    let lawyer = lines("Emeka Obi was arrested in May. His lawyer, Ana Silva, was not told.");
    assert!(lawyer.contains(&"represented by Ana Silva".to_string()), "{lawyer:?}");
    let charged = lines("Emeka Obi has not been charged. He was charged with theft. He pleaded not guilty.");
    assert!(charged.contains(&"accused or charged".to_string()), "{charged:?}");
    assert!(charged.contains(&"accused of theft".to_string()), "{charged:?}");
}

#[test]
fn every_label_with_a_place_for_the_value_says_how_it_stands_alone() {
    for predicate in casebook_packs::bundled().predicates.iter().filter(|p| p.label.contains("{}")) {
        let (id, label) = (predicate.id.get_ref(), Label::of(&predicate.label));
        assert!(predicate.label.contains('|') && label.sentence.contains("{}"), "{id}: {}", predicate.label);
        assert!(!label.alone.is_empty() && !label.alone.contains("{}"), "{id}: {}", predicate.label);
    }
}

#[test]
fn what_is_over_fills_nothing() {
    let once = only("Emeka Obi, a 29-year-old electrician, was once stateless. He held a visa until 2020.");
    assert_eq!((state(&once, "nationality"), state(&once, "stay_right")), (None, None));
    let until = only("Emeka Obi, a 29-year-old electrician, was given a residence permit until 2031.");
    assert_eq!(state(&until, "stay_right").as_deref(), Some("residence"));
}

#[test]
fn what_a_later_step_ends_fills_nothing() {
    let in_order = only("Emeka Obi, 29, was released but was arrested again.");
    assert_eq!(state(&in_order, "criminal").as_deref(), Some("arrested"));
    let by_date =
        "Emeka Obi, 29, was released in 2021.\n\nPolice arrested Obi in May 2024.\n\nObi had been arrested in 2019.";
    assert_eq!(state(&only(by_date), "criminal").as_deref(), Some("arrested"));
    let again = only("Emeka Obi, 29, was released in March. Police say that he was arrested again.");
    assert_eq!(state(&again, "criminal").as_deref(), Some("arrested"));
    let freed = only("Emeka Obi, 29, was captured by Ukrainian troops. He was exchanged for others.");
    assert_eq!(state(&freed, "service"), None);
    let released = only("Emeka Obi, 29, was arrested in 2021. He was released in 2024.");
    assert_eq!(state(&released, "criminal").as_deref(), Some("released"));
}

#[test]
fn what_is_disputed_waits_for_somebody_to_look() {
    let case =
        only("The ministry said that Emeka Obi, 29, had been deported. He has not been deported, his lawyer said.");
    assert_eq!(state(&case, "removal"), None);
    assert!(case.to_confirm.iter().any(|s| s.axis == "removal"), "{:?}", case.to_confirm);
}

#[test]
fn a_revoked_citizenship_is_no_nationality() {
    let case = only("Emeka Obi, 29, a Kuwaiti citizen, was stripped of his Kuwaiti citizenship in 2024.");
    assert_eq!(state(&case, "nationality"), None, "{:?}", case.statuses);
    assert_eq!(state(&case, "citizenship_application").as_deref(), Some("revoked"));
}

#[test]
fn refused_asylum_is_not_pending() {
    let case = only("Emeka Obi, 29, applied for asylum in Spain in 2020. His asylum claim was rejected in 2022.");
    assert_eq!(state(&case, "stay_right").as_deref(), Some("asylum_refused"));
}
