//! Exports of chats: a document per day, names kept, media marked; dates only where they are certain.

mod support;

use casebook_formats::{Format, Limits, sniff};
use support::{bytes, sample, sample_bytes, words};

#[test]
fn a_telegram_chat_is_a_document_a_day() {
    let opened = sample("telegram.json");
    assert!(opened.unread.is_empty());
    let day = opened.at("2024-05-03");
    let expected = "Pavo Rinn: Danel Orvik, a welder from Brelland, was stopped at the Karsk crossing on 3 May 2024. \
                    His sister said the guards took his passport.\n\
                    Mirela Tosk: [forwarded from Karsk News] Seen at https://news.example.org/karsk today.\n\
                    Mirela Tosk: [photo] The vans.\nTwo of them.\n";
    assert_eq!(words(day), expected, "the service message is left out");
    assert_eq!(day.about.title.as_deref(), Some("Crossing watch, 2024-05-03"));
    assert_eq!(day.about.publisher.as_deref(), Some("Crossing watch"));
    assert_eq!(day.about.published.as_deref(), Some("2024-05-03"));
    assert_eq!(words(opened.at("2024-05-04")), "Deleted account: [voice message] He was let go.\n");
    assert_eq!(opened.parts.len(), 2);
}

#[test]
fn pages_of_a_telegram_export_are_read_as_its_json_is() {
    let opened = sample("telegram-messages.html");
    assert!(opened.unread.is_empty());
    let expected = "Pavo Rinn: Danel Orvik, a welder from Brelland, was stopped at the Karsk crossing on 3 May 2024. \
                    His sister said the guards took his passport.\n\
                    Mirela Tosk: [forwarded from Karsk News] Seen at https://news.example.org/karsk today.\n\
                    Mirela Tosk: [photo] The vans.\nTwo of them & a car.\n";
    let day = opened.at("2024-05-03");
    assert_eq!(words(day), expected, "days are in UTC; a message that goes on is its author's");
    assert_eq!(day.about.title.as_deref(), Some("Crossing watch, 2024-05-03"));
    assert_eq!(words(opened.at("2024-05-04")), "Mirela Tosk: [voice message] He was let go.\n");
    assert_eq!(opened.parts.len(), 2);
}

#[test]
fn a_page_of_a_telegram_export_cut_off_keeps_what_stands_before() {
    let opened = sample("telegram-messages-cut.html");
    let day = opened.at("2024-05-03");
    assert!(words(day).contains("[photo] The vans.") && day.remarks[0].message.contains("cut off"));
    let whole = String::from_utf8(sample_bytes("telegram-messages.html")).unwrap();
    let odd = whole.replace("04.05.2024 01:59:00 UTC+02:00", "99.99.2024 01:59:00");
    let opened = bytes("m.html", odd.as_bytes(), Limits::default());
    assert!(words(opened.at("2024-05-03")).contains("[photo] The vans."), "with the message before");
    let empty = bytes("m.html", b"<!DOCTYPE html><div class='page_body chat_page'></div>", Limits::default());
    assert_eq!(empty.parts.len(), 1, "a page that only looks like one is a page: {:?}", empty.reasons());
}

#[test]
fn a_telegram_account_gives_every_chat_even_of_one_name() {
    let opened = sample("telegram-account.json");
    for chat in ["Crossing watch", "Crossing watch (2)"] {
        for day in ["2024-05-03", "2024-05-04"] {
            assert_eq!(opened.at(&format!("{chat} ▸ {day}")).about.publisher.as_deref(), Some("Crossing watch"));
        }
    }
    assert_eq!(opened.parts.len(), 4);
}

#[test]
fn a_telegram_export_cut_off_keeps_what_stands_before() {
    let opened = sample("telegram-cut.json");
    assert!(words(opened.at("2024-05-03")).contains("Danel Orvik"));
    assert_eq!(opened.parts.len(), 1);
    assert!(opened.reasons()[0].starts_with("the export breaks off or is damaged at line"), "{:?}", opened.reasons());
}

#[test]
fn a_telegram_message_over_the_limit_stops_there() {
    let long = "x".repeat(300_000);
    let text = String::from_utf8(sample_bytes("telegram.json")).unwrap().replace("He was let go.", &long);
    let opened = bytes("result.json", text.as_bytes(), Limits { document: 100_000, ..Limits::default() });
    assert!(words(opened.at("2024-05-03")).contains("Danel Orvik"));
    assert_eq!(opened.unread.len(), 1);
}

#[test]
fn whatsapp_of_ios_reads_the_day_first_where_a_day_says_so() {
    let opened = sample("_chat.txt");
    let day = opened.at("2024-05-03");
    let expected = "Mirela Tosk: Danel Orvik, a welder from Brelland, was stopped at the Karsk crossing on 3 May 2024. \
                    His sister said the guards took his passport.\nHis brother was there too.\nMirela Tosk: [media]\n";
    assert_eq!(words(day), expected);
    assert_eq!(day.about.title.as_deref(), Some("WhatsApp chat, 2024-05-03"));
    let later = opened.at("2024-05-13");
    assert_eq!(words(later), "Pavo Rinn: He was let go: nobody said why.\nPavo Rinn: [media]\n");
    assert_eq!((opened.parts.len(), opened.unread.len(), opened.remarks().len()), (2, 0, 0));
}

#[test]
fn whatsapp_of_android_reads_the_month_first_where_a_day_says_so() {
    let opened = sample("WhatsApp Chat with Crossing watch.txt");
    let day = opened.at("2024-05-03");
    assert_eq!(day.about.publisher.as_deref(), Some("Crossing watch"));
    assert!(words(day).ends_with("Mirela Tosk: [media]\nPavo Rinn: [media]\nThe square at noon.\n"), "{}", words(day));
    assert_eq!(words(opened.at("2024-05-13")), "Pavo Rinn: He was let go.\n", "who joined is no message");
}

#[test]
fn dates_that_nothing_decides_are_left_out_with_a_remark() {
    let opened = sample("whatsapp-undecided.txt");
    assert_eq!(opened.parts.len(), 2);
    for part in &opened.parts {
        assert_eq!(part.about.published, None);
        assert!(part.remarks[0].message.starts_with("days and months cannot be told apart"));
    }
    assert_eq!(opened.at("5/3/24").about.title.as_deref(), Some("WhatsApp chat, 5/3/24"));
}

/// The day of a chat of these lines.
fn days(lines: &str) -> Vec<Option<String>> {
    let opened = bytes("_chat.txt", lines.as_bytes(), Limits::default());
    assert!(opened.unread.is_empty());
    opened.parts.into_iter().map(|p| p.about.published).collect()
}

#[test]
fn dates_are_read_in_the_forms_of_many_phones() {
    let march = [Some("2024-03-25".to_string())];
    assert_eq!(days("25.03.24, 08:00 - Pavo Rinn: Home.\n"), march);
    assert_eq!(days("[25.03.24, 08:00:12] Pavo Rinn: Home.\n"), march);
    assert_eq!(days("2024-03-25, 8:00 a. m. - Pavo Rinn: Home.\n"), march);
    assert_eq!(days("[2024/03/25 08:00:12] Pavo Rinn: Home.\n"), march);
    assert_eq!(days("25-03-2024 08:00 - Pavo Rinn: Home.\n"), march);
    assert_eq!(days("٢٥\u{200f}/٣\u{200f}/٢٠٢٤، ٨:٠٠ ص - Pavo Rinn: Home.\n"), march);
    assert_eq!(days("05.03.24, 08:00 - Pavo Rinn: Home.\n"), [Some("2024-03-05".to_string())], "dots: day first");
    assert_eq!(days("5/3/24, 08:00 - Pavo Rinn: Home.\n"), [None]);
    assert_eq!(days("25/3/24, 08:00 - A: Home.\n3/25/24, 08:00 - A: Home.\n"), [None, None], "two orders: none");
}

#[test]
fn chats_are_known_by_their_lines_and_other_texts_stay_text() {
    assert_eq!(sniff(&sample_bytes("_chat.txt"), "x"), Format::WhatsApp);
    assert_eq!(sniff(&sample_bytes("telegram.json"), "x"), Format::Telegram);
    assert_eq!(sniff(b"{\"messages\": 3, \"type\": \"report\"}", "result.json"), Format::Plain);
    assert_eq!(
        sniff(b"2024-05-03 10:00:00 - service: started\n2024-05-03 10:00:01 - a: b\n", "log.txt"),
        Format::Plain
    );
    assert_eq!(sniff(b"3 May 2024\n\nA welder was stopped.\n", "x.txt"), Format::Plain);
    assert_eq!(
        sniff(b"03/05/2024, 10:00 - the crossing was closed: why?\n\nNobody\nknows\nit.\n", "x.txt"),
        Format::Plain
    );
}

#[test]
fn no_beginning_of_a_chat_panics() {
    for name in ["telegram.json", "telegram-account.json", "_chat.txt", "WhatsApp Chat with Crossing watch.txt"] {
        let whole = sample_bytes(name);
        for end in 0..whole.len() {
            let opened = bytes(name, &whole[..end], Limits::default());
            assert!(!opened.reasons().iter().any(|r| r.contains("internal error")), "{name} cut at {end}");
        }
    }
}
