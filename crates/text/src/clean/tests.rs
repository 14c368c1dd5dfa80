//! Tests of cleaning, the accounting for every byte among them.

use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::*;
use crate::decode::{Options, decode};

fn rule(words: &str, place: Where, reach: Reach) -> LineRule {
    LineRule { words: words.into(), place, reach, max_words: 12, reason: format!("rule {words}") }
}

fn cleaned(bytes: &[u8], rules: &[LineRule]) -> CleanText {
    let source = decode(bytes, "a.txt", &Options::default()).unwrap();
    clean(&source, &[], rules)
}

/// Map and dropped parts together are the whole source, each byte once.
fn accounts_for(clean: &CleanText, length: usize) {
    let mut parts: Vec<Range<usize>> = clean.map.source_ranges().collect();
    parts.extend(clean.dropped.iter().map(|d| d.source.clone()));
    parts.retain(|p| !p.is_empty());
    parts.sort_by_key(|p| p.start);
    let mut at = 0;
    for p in parts {
        assert_eq!(p.start, at, "a gap or an overlap");
        at = p.end;
    }
    assert_eq!(at, length);
}

#[test]
fn related_headlines_go_and_the_next_sentence_stays() {
    let text = "He was deported in May.\nYou may also like\nStar weds again\nTen lifts fail\n\
                His lawyer has appealed against the order of the court.\n";
    let rules = [rule("you may also like", Where::Starts, Reach::List)];
    let clean = cleaned(text.as_bytes(), &rules);
    assert_eq!(clean.text, "He was deported in May.\nHis lawyer has appealed against the order of the court.\n");
    assert_eq!(clean.dropped.len(), 1);
    assert_eq!(clean.dropped[0].reason, "rule you may also like");
    accounts_for(&clean, text.len());
}

#[test]
fn a_sentence_that_begins_like_boilerplate_is_no_boilerplate() {
    for text in [
        "Related charges were dropped when the second witness did not come to the hearing on Monday.",
        "Related charges were dropped.",
    ] {
        let clean = cleaned(text.as_bytes(), &[rule("related", Where::Starts, Reach::List)]);
        assert_eq!(clean.text, text);
    }
}

#[test]
fn the_rest_goes_only_after_a_sentence() {
    let rules = [rule("ends", Where::Whole, Reach::Rest)];
    let clean = cleaned(b"ENDS\nPolice held eleven men in the port of Odesa.\nENDS\nNotes\nMore.", &rules);
    assert_eq!(clean.text, "Police held eleven men in the port of Odesa.\n");
}

#[test]
fn blanks_marks_and_damage_are_put_in_order() {
    let text = "  Jir\u{30c}i\u{301}\u{a0}\u{a0}said\u{200b}: na\u{0308}h \tyes\u{200b}.\r\n\r\n  JiÅ™Ã\u{ad} left.";
    let clean = cleaned(text.as_bytes(), &[]);
    assert_eq!(clean.text, "Jiří said: näh yes.\nJiří left.");
    accounts_for(&clean, text.len());
    let at = clean.text.find("näh").unwrap();
    let source = clean.map.source(&clean.text, at..at + "näh".len());
    assert_eq!(&text[source], "na\u{0308}h");
}

#[test]
fn wrapped_lines_become_one_paragraph() {
    let text = "The man, who asked that his name should not be printed, said that\n\
                he had been told he would work as a driver far from the front and\n\
                that nobody had spoken of an assault unit when he signed the paper\n\
                at the office in Nairobi last spring.\n\n\
                The ministry said that it was aware of the case and that a consul\n\
                would visit him in the camp as soon as he was allowed to do so by\n\
                the authorities of the region.\n";
    let clean = cleaned(text.as_bytes(), &[]);
    assert_eq!(clean.paragraphs.len(), 2);
    assert!(clean.text[clean.paragraphs[0].clone()].contains("said that he had"));
    accounts_for(&clean, text.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn every_byte_is_kept_or_dropped_with_a_reason(text in "\\PC{0,40}[\\n\\r\\t \u{a0}\u{200b}\u{301}\u{feff}ÃâÅ©a-zé.]{0,60}\\PC{0,40}(\n|\r\n)?\\PC{0,30}") {
        let source = match decode(text.as_bytes(), "a.txt", &Options::default()) {
            Ok(source) => source,
            Err(_) => return Ok(()),
        };
        let rules = [rule("a", Where::Starts, Reach::Line), rule("z", Where::Contains, Reach::List)];
        let clean = clean(&source, &[], &rules);
        accounts_for(&clean, text.len());
        prop_assert!(is_nfc(&clean.text), "not NFC");
        prop_assert!(!clean.text.contains("  "));
        for (i, c) in clean.text.char_indices() {
            let back = clean.map.source(&clean.text, i..i + c.len_utf8());
            prop_assert!(back.end <= text.len() && text.is_char_boundary(back.start) && text.is_char_boundary(back.end));
        }
        for p in &clean.paragraphs {
            prop_assert!(!clean.text[p.clone()].contains('\n'));
        }
    }

    #[test]
    fn legacy_bytes_are_accounted_for_too(text in "[а-яА-Я ,.\n]{20,200}") {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
        let options = Options { charset: Some("windows-1251".into()), ..Options::default() };
        let Ok(source) = decode(&bytes, "a.txt", &options) else { return Ok(()) };
        let clean = clean(&source, &[], &[]);
        accounts_for(&clean, bytes.len());
    }
}
