//! Real expressions to EDTF, in invented sentences.

use super::super::{Annotations, Label};
use super::{Anchor, edtf};
use crate::doc::Doc;
use crate::zone::Zone;

/// Dates and periods of a text: words and value, in the order of the text.
fn marked(text: &str, anchor: Option<&str>) -> Vec<(Label, String, String)> {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        paragraphs.push(at..at + line.len());
        at += line.len() + 1;
    }
    let zones = vec![Zone::Body; paragraphs.len()];
    let doc = Doc::new(text, &paragraphs, &zones, casebook_packs::bundled());
    let notes = Annotations::of(&doc, anchor.and_then(Anchor::parse));
    let mut found: Vec<_> = notes.all().iter().filter(|n| n.dated()).collect();
    found.sort_by_key(|n| (n.tokens.start, std::cmp::Reverse(n.tokens.end)));
    found.into_iter().map(|n| (n.label, doc.quote(n.tokens.clone()).to_string(), n.value.clone())).collect()
}

/// Checks sentences against "words = value" of all their dates, the day of publication being Wednesday,
/// 15 May 2024.
fn check(cases: &[(&str, &[&str])]) {
    for (text, want) in cases {
        let got: Vec<String> = marked(text, Some("2024-05-15"))
            .into_iter()
            .map(|(_, words, value)| format!("{words} = {value}"))
            .collect();
        assert_eq!(&got, want, "{text}");
    }
}

#[test]
fn days_and_months_in_every_order() {
    check(&[
        ("Petra Novak arrived on 3 July 2021.", &["3 July 2021 = 2021-07-03"]),
        ("Petra Novak arrived on July 3, 2021, by bus.", &["July 3, 2021 = 2021-07-03"]),
        ("Petra Novak arrived on the 3rd of July 2021.", &["3rd of July 2021 = 2021-07-03"]),
        ("Petra Novak arrived on Saturday, 3 July 2021.", &["Saturday, 3 July 2021 = 2021-07-03"]),
        ("Petra Novak arrived on 2021-07-03.", &["2021-07-03 = 2021-07-03"]),
        ("Petra Novak arrived in July 2021.", &["July 2021 = 2021-07"]),
        ("Petra Novak arrived in July of last year.", &["July of last year = 2023-07"]),
        ("Petra Novak arrived on 31 June 2021.", &["31 June 2021 = "]),
    ]);
}

#[test]
fn a_missing_year_comes_from_the_anchor_and_the_tense() {
    check(&[
        ("Petra Novak left on 18 September.", &["18 September = 2023-09-18"]),
        ("Petra Novak will leave on 18 September.", &["18 September = 2024-09-18"]),
        (
            "The trial is to be held from November 12 to December 9.",
            &[
                "from November 12 to December 9 = 2024-11-12/2024-12-09",
                "November 12 = 2024-11-12",
                "December 9 = 2024-12-09",
            ],
        ),
        // Close by, whatever the tense.
        ("The hearing was set for 20 May.", &["20 May = 2024-05-20"]),
        ("Petra Novak was freed in March.", &["March = 2024-03"]),
        ("Petra Novak was freed in October.", &["October = 2023-10"]),
        ("Petra Novak was freed last March.", &["last March = 2024-03"]),
        // The day of the week decides: 3 September 2024 is a Tuesday.
        ("Petra Novak spoke on Tuesday, 3 September.", &["Tuesday, 3 September = 2024-09-03"]),
    ]);
}

#[test]
fn a_missing_year_comes_from_the_date_before() {
    check(&[
        (
            "Petra Novak was jailed on 3 November 2019. She was freed on 4 January.",
            &["3 November 2019 = 2019-11-03", "4 January = 2020-01-04"],
        ),
        // A year alone does not reach the next sentence.
        ("Petra Novak came in 2019. Her visa expired on 4 January.", &["2019 = 2019", "4 January = 2024-01-04"]),
        // Not from another paragraph.
        (
            "Petra Novak was jailed on 3 November 2019.\nShe was freed on 4 January.",
            &["3 November 2019 = 2019-11-03", "4 January = 2024-01-04"],
        ),
    ]);
}

#[test]
fn a_text_that_names_no_day_of_its_own_may_be_younger_than_the_months_it_names() {
    let text = "Petra Novak was jailed in November 2023. She was tried in February.";
    let zones = vec![Zone::Body];
    let paragraph = 0..text.len();
    let doc = Doc::new(text, std::slice::from_ref(&paragraph), &zones, casebook_packs::bundled());
    let notes = Annotations::of(&doc, Anchor::of(None, Some("2023-11")));
    let values: Vec<&str> = notes.all().iter().filter(|n| n.dated()).map(|n| n.value.as_str()).collect();
    assert_eq!(values, ["2023-11", "2024-02"]);
}

#[test]
fn slashes_and_dots() {
    check(&[
        ("The form is dated 13/05/2023.", &["13/05/2023 = 2023-05-13"]),
        ("The form is dated 05/13/2023.", &["05/13/2023 = 2023-05-13"]),
        // Two orders are possible: only the year is known.
        ("The form is dated 03/05/2023.", &["03/05/2023 = 2023-XX-XX"]),
        ("The form is dated 05/05/2023.", &["05/05/2023 = 2023-05-05"]),
        ("The form is dated 3.5.2023.", &["3.5.2023 = 2023-05-03"]),
        ("She taught there in 2014/15.", &["2014/15 = 2014/2015"]),
        ("The form is number 33/44/2023.", &[]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("She served from 1998 to 2001.", &["from 1998 to 2001 = 1998/2001", "1998 = 1998", "2001 = 2001"]),
        ("She served there 1998–2001.", &["1998–2001 = 1998/2001", "1998 = 1998", "2001 = 2001"]),
        ("The war of 1914–18 ended.", &["1914–18 = 1914/1918"]),
        (
            "She left between May and July 2020.",
            &["between May and July 2020 = 2020-05/2020-07", "May = 2020-05", "July 2020 = 2020-07"],
        ),
        (
            "She was held from November to February 2020.",
            &["from November to February 2020 = 2019-11/2020-02", "November = 2019-11", "February 2020 = 2020-02"],
        ),
        ("The fair of June 3-5, 2021 was called off.", &["June 3-5, 2021 = 2021-06-03/2021-06-05"]),
        ("She stayed from 3 to 5 June 2021.", &["3 to 5 June 2021 = 2021-06-03/2021-06-05"]),
        ("She has worked there from 2015 to the present.", &["from 2015 to the present = 2015/..", "2015 = 2015"]),
    ]);
}

#[test]
fn parts_seasons_decades_and_centuries() {
    check(&[
        ("She left in early 2023.", &["early 2023 = 2023-01/2023-04~"]),
        ("She left in mid-2023.", &["mid-2023 = 2023-05/2023-08~"]),
        ("She left in late September 2023.", &["late September 2023 = 2023-09-21/2023-09-30~"]),
        ("She left in mid-April.", &["mid-April = 2024-04-11/2024-04-20~"]),
        ("She left late last year.", &["late last year = 2023-09/2023-12~"]),
        ("She left at the end of 2021.", &["end of 2021 = 2021-12~"]),
        ("She must leave by the end of 2024.", &["end of 2024 = 2024-12-31"]),
        ("She must leave by year-end.", &["year-end = 2024-12-31"]),
        ("She left in the summer of 2022.", &["summer of 2022 = 2022-22"]),
        ("She left last winter.", &["last winter = 2023-24~"]),
        ("She was born in the 1960s.", &["1960s = 196X"]),
        ("She was born in the sixties.", &["sixties = 196X"]),
        ("She was born in the '60s.", &["'60s = 196X"]),
        ("She moved in the late 1990s.", &["late 1990s = 1995/1999~"]),
        ("It was built in the 19th century.", &["19th century = 18XX"]),
        ("She moved around 2010.", &["2010 = 2010~"]),
        ("She moved in '98.", &["'98 = 1998"]),
        // Of this century or the last.
        ("It was built in the twenties.", &["twenties = "]),
    ]);
}

#[test]
fn counted_from_the_day_of_publication() {
    check(&[
        ("She called yesterday.", &["yesterday = 2024-05-14"]),
        ("She will call tomorrow.", &["tomorrow = 2024-05-16"]),
        ("She was arrested today.", &["today = 2024-05-15"]),
        // A lasting present: these days.
        ("The bridge is as strong today as ever.", &["today = "]),
        ("She called last week.", &["last week = 2024-05-06~/2024-05-12~"]),
        ("She left last month.", &["last month = 2024-04"]),
        ("She leaves next year.", &["next year = 2025"]),
        ("She left two years ago.", &["two years ago = 2022"]),
        ("She left three days ago.", &["three days ago = 2024-05-12"]),
        ("She left two years and six months ago.", &["two years and six months ago = 2021-11"]),
        ("She left a few months ago.", &["a few months ago = ../2024-05-15"]),
        ("\"[Ten] years ago I left,\" she said.", &["[Ten] years ago = 2014"]),
        ("She called on Friday.", &["Friday = 2024-05-10"]),
        ("She will call on Friday.", &["Friday = 2024-05-17"]),
        ("She called on Monday of last week.", &["Monday of last week = 2024-05-06"]),
        ("She called over the weekend.", &["weekend = 2024-05-11/2024-05-12"]),
        ("She was paid nothing in the past three years.", &["past three years = 2021~/2024-05-15"]),
        ("Nothing happened in the past century.", &["past century = 19XX"]),
    ]);
}

#[test]
fn counted_from_the_date_before() {
    let text =
        "She was held on 3 May 2020. Two weeks later she was freed. The following day she fled. That year she married.";
    check(&[
        (
            text,
            &[
                "3 May 2020 = 2020-05-03",
                "Two weeks later = 2020-05-17~",
                "The following day = 2020-05-18",
                "That year = 2020",
            ],
        ),
        ("She was held in 2019. Two years later she was freed.", &["2019 = 2019", "Two years later = 2021"]),
        ("She was held in 2019, and freed the year before.", &["2019 = 2019", "the year before = 2018"]),
        // A year is too coarse to count days from, and so is nothing at all.
        ("She was held in 2019. Two days later she was freed.", &["2019 = 2019", "Two days later = "]),
        ("Two weeks later she was freed.", &["Two weeks later = "]),
    ]);
}

#[test]
fn names_of_periods_and_days() {
    check(&[
        ("She moved during the pandemic.", &["the pandemic = 2020~/2022~"]),
        ("The pandemic hit the trade.", &[]),
        ("She was a critic of the Vietnam War.", &[]),
        ("She has been afraid since 9/11.", &["9/11 = 2001-09-11"]),
        ("She left on Christmas Eve.", &["Christmas Eve = 2023-12-24"]),
        ("She left on New Year's Eve 2019.", &["New Year's Eve 2019 = 2019-12-31"]),
        ("She sold Christmas trees.", &[]),
    ]);
}

#[test]
fn what_is_no_date() {
    check(&[
        ("About 1914 people came.", &[]),
        ("She walked 2000 km and paid 2000 euros.", &[]),
        ("On page 1998 there is a map.", &[]),
        ("It is a tale of 1611 goats.", &[]),
        ("She stayed for two years.", &[]),
        ("She may go, and they march.", &[]),
        ("May said she would go.", &[]),
        ("She met April Jones and August Weber.", &[]),
        ("She works Monday to Friday.", &[]),
        ("She sleeps late on a Monday.", &[]),
        ("It rained three hours earlier.", &[]),
        ("It was the last year of her life.", &[]),
        ("She is in her late 20s.", &[]),
        ("She is admired to this day.", &[]),
        ("In the winter the road is closed.", &[]),
        ("The summer camp was burned.", &[]),
        ("In April Jones's flat nobody was found.", &[]),
        ("He was taken to Christmas Island.", &[]),
    ]);
}

#[test]
fn seasons_of_a_telling() {
    check(&[
        ("The 2014 protests began in the spring.", &["2014 = 2014", "spring = 2014-21~"]),
        ("They have returned since the autumn.", &["autumn = 2023-23~"]),
        ("She left in March 2023. That summer she fell.", &["March 2023 = 2023-03", "That summer = 2023-22"]),
        ("She left in 2009, and the following spring she came.", &["2009 = 2009", "the following spring = 2010-21"]),
        ("He left in May 2021 and signed the next winter.", &["May 2021 = 2021-05", "the next winter = 2021-24"]),
    ]);
}

#[test]
fn months_and_days_of_a_telling() {
    check(&[
        ("She was given a passport that June.", &["June = 2023-06"]),
        (
            "He was held on 3 May 2021. Two days afterwards he left.",
            &["3 May 2021 = 2021-05-03", "Two days afterwards = 2021-05-05"],
        ),
        (
            "On 3 May 2021 he was held. On the same date he left.",
            &["3 May 2021 = 2021-05-03", "the same date = 2021-05-03"],
        ),
        ("In May 2021 he was held and left the same night.", &["May 2021 = 2021-05", "the same night = 2021-05"]),
    ]);
}

#[test]
fn an_unknown_anchor_leaves_dates_relative() {
    for text in [
        "She left yesterday.",
        "She left last week.",
        "She left in March.",
        "She left two years ago.",
        "She left on Friday.",
    ] {
        let found = marked(text, None);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].2, "", "{text}");
    }
    // A date with its year stands on its own.
    assert_eq!(marked("She left in March 2021.", None)[0].2, "2021-03");
}

#[test]
fn a_period_and_its_ends_are_told_apart() {
    let labels: Vec<Label> = marked("She served from 1998 to 2001.", None).into_iter().map(|m| m.0).collect();
    assert_eq!(labels, [Label::Period, Label::Date, Label::Date]);
}

#[test]
fn every_named_period_is_edtf() {
    for period in &casebook_packs::bundled().time.periods {
        assert!(edtf::valid(&period.edtf), "{}", period.edtf);
    }
}

/// Any order of words of time: no panic, and every value is EDTF.
#[test]
fn any_words_give_edtf_or_nothing() {
    let words = [
        "from",
        "to",
        "between",
        "and",
        "the",
        "in",
        "of",
        "last",
        "next",
        "this",
        "past",
        "early",
        "mid",
        "-",
        "–",
        "/",
        ",",
        "'98",
        "1998",
        "2024",
        "18",
        "3",
        "31",
        "February",
        "May",
        "Monday",
        "week",
        "years",
        "year",
        "century",
        "20th",
        "1990s",
        "two",
        "a",
        "half",
        "few",
        "ago",
        "later",
        "before",
        "end",
        "summer",
        "day",
        "that",
        "same",
        "following",
        "today",
        "pandemic",
        "(",
        ".",
        "99999999999",
        "weekend",
        "month",
        "00/00/0000",
        "12/12/9999",
        "9/11",
        "decades",
        "now",
        "present",
        "0.0.0",
        "mid-May",
        "[",
        "]",
        "will",
        "was",
    ];
    let mut state = 7u64;
    for _ in 0..400 {
        let mut text = String::from("She");
        for _ in 0..24 {
            // Knuth's constants; the high bits are the good ones.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pick = usize::try_from(state >> 33).unwrap();
            if pick % 7 > 0 {
                text.push(' ');
            }
            text.push_str(words[pick / 7 % words.len()]);
        }
        for anchor in [None, Some("2024-02-29"), Some("0001-01-01"), Some("9999-12-31")] {
            for (_, words, value) in marked(&text, anchor) {
                assert!(value.is_empty() || edtf::valid(&value), "{words} = {value} in {text}");
            }
        }
    }
}
