//! Mail, mailboxes and pages saved as a message: words, threads, attachments, addresses; damage is told.

mod support;

use casebook_formats::{Body, Format, Limits, sniff};
use support::{bytes, sample, sample_bytes, words};

#[test]
fn a_message_gives_its_words_sender_thread_and_day_in_utc() {
    let opened = sample("message.eml");
    let message = opened.at("");
    let words = words(message);
    assert!(words.starts_with("Danel Orvik, a welder from Brelland, was stopped"), "{words}");
    assert!(words.contains("The café closed early."));
    assert!(words.contains("> When did it happen?"), "quoted words stay");
    assert!(!words.contains("The same as HTML"), "one of two alternatives is read");
    assert_eq!(message.media_type, "text/plain");
    let about = &message.about;
    assert_eq!(about.title.as_deref(), Some("Welder held at the Karsk crossing – second note"));
    assert_eq!(about.author.as_deref(), Some("Mirela Tošk"));
    assert_eq!(about.published.as_deref(), Some("2024-05-04"), "23:30 in New York is the next day in UTC");
    assert_eq!(about.message.as_deref(), Some("karsk-2@example.org"));
    assert_eq!(about.answers, ["karsk-0@example.org", "karsk-1@example.org"]);
    assert!(message.remarks.is_empty(), "{:?}", message.remarks);
}

#[test]
fn attachments_are_opened_and_small_pictures_only_listed() {
    let opened = sample("message.eml");
    let note = opened.at("note.txt");
    assert_eq!(words(note).trim(), "Witness note: Mirela Tosk saw two vans at the crossing.");
    assert_eq!((note.about.published.as_deref(), note.about.title.as_deref()), (Some("2024-05-04"), None));
    let logo = opened.at("logo.png");
    assert!(logo.body == Body::Nothing);
    assert_eq!((logo.media_type.as_str(), logo.remarks.len()), ("image/png", 1));
    let forwarded = opened.at("3.eml");
    assert!(words(forwarded).contains("Pavo Rinn, a driver, waited"));
    assert_eq!(forwarded.about.published.as_deref(), Some("2024-04-29"), "its own day, not that of the mail around it");
    assert_eq!(opened.parts.len(), 4);
    assert!(opened.unread.is_empty());
}

#[test]
fn a_message_cut_off_is_read_as_far_as_it_goes_and_says_so() {
    let opened = sample("message-cut.eml");
    assert!(words(opened.at("")).contains("Danel Orvik"));
    assert_eq!(opened.at("").remarks[0].message, "the message breaks off before its last part ends");
    assert!(words(opened.at("note.txt")).starts_with("Witness note"));
}

#[test]
fn an_html_message_keeps_the_bytes_its_page_declares() {
    let opened = sample("message-html.eml");
    let Body::Bytes(page) = &opened.at("").body else { panic!("no page") };
    assert!(page.windows(5).any(|w| w == b"caf\xe9 "), "the page names its character set itself");
    assert_eq!(opened.at("").media_type, "text/html");
}

#[test]
fn a_mailbox_gives_its_messages_one_by_one_with_their_thread() {
    let opened = sample("thread.mbox");
    assert_eq!(opened.parts.len(), 3, "{:?}", opened.reasons());
    assert!(words(opened.at("1")).contains("Danel Orvik"));
    let second = words(opened.at("2"));
    assert!(second.contains("\nFrom the square, everybody.\nFrom there it is a mile."), "{second}");
    assert_eq!(opened.at("3").about.answers, ["m1@example.org", "m2@example.org"]);
    assert_eq!(opened.at("3").about.published.as_deref(), Some("2024-05-04"));
}

#[test]
fn a_damaged_message_costs_no_other() {
    let opened = sample("thread-damaged.mbox");
    assert!(words(opened.at("1")).contains("Danel Orvik"));
    assert!(words(opened.at("2")).contains("Who saw it?"), "without a header it is read as text");
    assert!(opened.at("2").remarks[0].message.contains("header"));
    assert_eq!(words(opened.at("3")), "Mirela T", "the file breaks off here");
    assert_eq!((opened.parts.len(), opened.unread.len()), (3, 0));
}

#[test]
fn a_message_over_the_limit_is_passed_over_and_the_mailbox_goes_on() {
    let mut mailbox = sample_bytes("thread.mbox");
    let long = "x".repeat(5000);
    let third = String::from_utf8(mailbox.clone()).unwrap().rfind("From writer").unwrap();
    let big = format!("From a@example.org Fri May  3 10:00:00 2024\nSubject: a\nFrom: a@example.org\n\n{long}\n\n");
    mailbox.splice(third..third, big.into_bytes());
    let opened = bytes("in.mbox", &mailbox, Limits { document: 4000, ..Limits::default() });
    assert_eq!(opened.reasons(), ["the message has more than 4000 bytes"]);
    assert_eq!(opened.unread[0].locator, "3");
    assert!(words(opened.at("4")).contains("Mirela Tosk did."));
}

#[test]
fn a_mailbox_in_a_message_in_a_mailbox_stops_at_the_depth() {
    let mut inner = sample_bytes("thread.mbox");
    for _ in 0..8 {
        let body = String::from_utf8(inner).unwrap().replace('\n', "\n ");
        let head = "From: a@example.org\nSubject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
                    Content-Type: message/rfc822\n\n";
        inner = format!("{head}{}\n--b--\n", body.replace("\n ", "\n")).replace("From writer", "X-From writer").into();
    }
    let opened = bytes("deep.eml", &inner, Limits { depth: 3, ..Limits::default() });
    assert!(opened.reasons().iter().any(|r| r.contains("nest deeper than 3")), "{:?}", opened.reasons());
}

#[test]
fn a_saved_page_gives_the_page_its_address_and_when_it_was_saved() {
    let opened = sample("page.mhtml");
    let page = opened.at("");
    assert!(words(page).contains("<h1>Welder held at Karsk</h1>") && words(page).contains("Café owner"));
    assert_eq!(page.media_type, "text/html");
    assert_eq!(page.about.address.as_deref(), Some("https://news.example.org/karsk/welder"));
    assert_eq!(page.about.captured.as_deref(), Some("2024-05-04T06:00:00Z"));
    assert_eq!(page.about.author, None, "the browser is no author");
    assert_eq!(page.remarks[0].message, "resources of the page (pictures, styles, frames) kept but not read: 2");
    assert_eq!(opened.parts.len(), 1);
}

#[test]
fn a_saved_page_cut_off_is_read_as_far_as_it_goes_and_says_so() {
    let opened = sample("page-cut.mhtml");
    assert!(words(opened.at("")).contains("Welder held"));
    assert!(opened.remarks().contains(&"the message breaks off before its last part ends"));
}

#[test]
fn prose_is_no_mail_and_mail_needs_no_name() {
    assert_eq!(sniff(&sample_bytes("message.eml"), "x"), Format::Mail);
    assert_eq!(sniff(&sample_bytes("page.mhtml"), "x"), Format::Mail);
    assert_eq!(sniff(&sample_bytes("thread.mbox"), "x"), Format::Mbox);
    let report = b"From: our correspondent\nThe welder said: no.\nSubject to change: all of it.\n";
    assert_eq!(sniff(report, "x.txt"), Format::Plain);
    assert_eq!(sniff(b"From 10:30 on in May 2024 the crossing was closed.\n\nNobody passed.", "x"), Format::Plain);
    assert_eq!(sniff(b"Title: A report\nDate: 3 May 2024\n\nWords.", "x.txt"), Format::Plain);
}

#[test]
fn no_beginning_of_a_message_or_mailbox_panics() {
    for name in ["message.eml", "page.mhtml", "thread.mbox"] {
        let whole = sample_bytes(name);
        for end in (0..whole.len()).step_by(7) {
            let opened = bytes(name, &whole[..end], Limits::default());
            assert!(!opened.reasons().iter().any(|r| r.contains("internal error")), "{name} cut at {end}");
        }
    }
}
