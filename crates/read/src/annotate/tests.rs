//! Money, durations and ages with their bounds, in invented sentences.

use super::{Annotations, Label};
use crate::doc::Doc;
use crate::zone::Zone;

/// Values of one label in a sentence; where two begin at one token, the longer.
fn values(text: &str, label: Label) -> Vec<String> {
    let whole = 0..text.len();
    let paragraphs = std::slice::from_ref(&whole);
    let doc = Doc::new(text, paragraphs, &[Zone::Body], casebook_packs::bundled());
    let notes = Annotations::of(&doc, None);
    let mut found: Vec<_> = notes.all().iter().filter(|n| n.label == label).collect();
    found.sort_by_key(|n| (n.tokens.start, std::cmp::Reverse(n.tokens.end)));
    let mut end = 0;
    found.retain(|n| {
        let outer = n.tokens.end > end;
        end = end.max(n.tokens.end);
        outer
    });
    found.into_iter().map(|n| n.value.clone()).collect()
}

fn check(label: Label, cases: &[(&str, &[&str])]) {
    for (text, want) in cases {
        assert_eq!(&values(text, label), want, "{text}");
    }
}

#[test]
fn money_keeps_its_currency_and_bounds() {
    check(
        Label::Money,
        &[
            ("Petra Novak paid 1,800 dollars.", &["USD 1800"]),
            ("Petra Novak paid at least 200 dollars.", &["USD 200.."]),
            ("Petra Novak paid more than $3,000 a month.", &["USD 3000.."]),
            ("Petra Novak paid up to 500 euros.", &["EUR ..500"]),
            ("Petra Novak paid no more than 500 euros.", &["EUR ..500"]),
            ("Petra Novak paid about 500 euros.", &["EUR 500~"]),
            ("Petra Novak paid 500 euros or more.", &["EUR 500.."]),
            ("Petra Novak paid between 2,000 and 2,500 euros.", &["EUR 2000..2500"]),
            ("Petra Novak paid $200 to $300.", &["USD 200..300"]),
            ("Petra Novak paid 3.50 euros.", &["EUR 3.50"]),
            ("Petra Novak paid 2,500 rupees.", &["2500"]),
            // Two sums, no range.
            ("Petra Novak paid 200 and 300 euros.", &["EUR 300"]),
        ],
    );
}

#[test]
fn durations_keep_their_bounds() {
    check(
        Label::Duration,
        &[
            ("She was jailed for 20 years.", &["P20Y"]),
            ("She was jailed for up to 20 years.", &["..P20Y"]),
            ("She was jailed for at least a year.", &["P1Y.."]),
            ("She was held for two years and six months.", &["P2Y6M"]),
            ("She was held for two and a half years.", &["P2Y6M"]),
            ("She was held for a year and a half.", &["P1Y6M"]),
            ("She was held for half a year.", &["P6M"]),
            ("She was held for two or three weeks.", &["P2W..P3W"]),
            ("She was held for 45 minutes.", &["PT45M"]),
            ("She was held for a decade.", &["P10Y"]),
            ("She got an 18-month sentence.", &["P18M"]),
            // That is an age.
            ("She is 31 years old.", &[]),
        ],
    );
}

#[test]
fn ages() {
    check(
        Label::Age,
        &[
            ("The 31-year-old cook left.", &["P31Y"]),
            ("The baby was six months old.", &["P6M"]),
            ("She left at the age of 31.", &["P31Y"]),
            ("She died aged 80 in her village.", &["P80Y"]),
            ("Petra Novak, 42, is a nurse.", &["P42Y"]),
            ("Petra Novak (42) is a nurse.", &["P42Y"]),
            ("Men aged 18 to 25 were called up.", &["P18Y..P25Y"]),
            ("Men aged between 18 and 25 were called up.", &["P18Y..P25Y"]),
            ("Men aged 18 or older were called up.", &["P18Y.."]),
            ("She is in her late 20s.", &["P27Y..P29Y"]),
            ("She is in her thirties.", &["P30Y..P39Y"]),
            ("She has 31 goats, 42 hens and a dog.", &[]),
            ("The 1990s were hard on their 20 workers.", &[]),
        ],
    );
}
