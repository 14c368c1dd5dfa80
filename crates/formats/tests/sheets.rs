//! Spreadsheets and separated values: as one document, and a row each where a mapping says so.

mod support;

use casebook_formats::RowMapping;
use support::{With, words};

const FIRST: &str = "PORT AMBREL — Daro Kestrin, 34, a welder from Vellmark, has waited eleven months for his wages, \
                     the Dockside Union said on Monday.";

#[test]
fn workbook_as_documents() {
    let opened = With::default().sample("wages.xlsx");
    assert!(opened.unread.is_empty());
    let [cases, notes] = &opened.parts[..] else { panic!("{} parts", opened.parts.len()) };
    assert_eq!((cases.locator.as_str(), notes.locator.as_str()), ("Cases", "Notes"));
    let expected = format!(
        "Day: 2024-03-05 · Worker: Daro Kestrin · What happened: {FIRST} · Source: Ambrel Courier\n\
         Day: 2024-03-06 · Worker: Mira Tolsen · What happened: Halden Marine paid her nothing for 4 months.\n"
    );
    assert_eq!(words(cases), expected);
    assert_eq!(words(notes), "Only a remark");
    assert_eq!(opened.all_remarks(), "the sheet is hidden in the workbook");
}

#[test]
fn rows_as_documents() {
    let mapping = RowMapping {
        text: vec!["what happened".into()],
        title: Some("Worker".into()),
        published: Some("Day".into()),
        publisher: Some("Source".into()),
        ..RowMapping::default()
    };
    let opened = With { mappings: &[mapping], ..With::default() }.sample("wages.xlsx");
    let rows: Vec<(&str, &str)> = opened.parts.iter().map(|p| (p.locator.as_str(), p.name.as_str())).collect();
    assert_eq!(rows[..2], [("Cases ▸ row 2", "Daro Kestrin"), ("Cases ▸ row 4", "Mira Tolsen")]);
    assert_eq!(words(&opened.parts[0]), FIRST);
    assert_eq!(opened.parts[0].about.published.as_deref(), Some("2024-03-05"));
    assert_eq!(opened.parts[0].about.publisher.as_deref(), Some("Ambrel Courier"));
    assert_eq!(opened.parts[1].about.publisher, None);
    assert_eq!(opened.parts[2].locator, "Notes", "a sheet without these columns is one document");
}

#[test]
fn the_other_families() {
    for name in ["wages.ods", "made/wages.ods", "made/wages.xlsx", "made/wages.xls"] {
        let opened = With::default().sample(name);
        let only = opened.only();
        assert_eq!(only.locator, "Cases", "{name}");
        let expected = "Day: 2024-03-05 · Worker: Daro Kestrin · What happened: His passport was kept.\n";
        assert_eq!(words(only), expected, "{name}");
    }
}

#[test]
fn a_workbook_cut_off_is_told() {
    let opened = With::default().sample("wages-cut.xlsx");
    assert!(opened.parts.is_empty());
    assert!(opened.unread[0].reason.contains("damaged"), "{}", opened.unread[0].reason);
}

#[test]
fn separated_values() {
    let mapping = RowMapping {
        text: vec!["Text".into()],
        title: Some("Headline".into()),
        published: Some("Date".into()),
        ..RowMapping::default()
    };
    let opened = With { mappings: &[mapping], ..With::default() }.sample("cases.csv");
    let [first, second] = &opened.parts[..] else { panic!("{} parts", opened.parts.len()) };
    assert_eq!((first.locator.as_str(), second.locator.as_str()), ("row 2", "row 3"));
    assert!(words(first).starts_with(FIRST) && words(first).lines().count() == 2);
    assert_eq!(words(second), "The yard said; nothing.");
    assert_eq!(second.about.published, None, "4 March or 3 April: nobody knows");
    assert_eq!(second.remarks[0].message, "its day of publication is not clear");
}

#[test]
fn separated_values_in_an_older_character_set() {
    let opened = With::default().sample("cases-cyrillic.tsv");
    let expected = "Дата: 5.3.2024 · Кто: Даро Кестрин · Что: Не получил зарплату за одиннадцать месяцев\n";
    assert_eq!(words(opened.only()), expected);
    assert_eq!(opened.only().media_type, "text/tab-separated-values");
    assert_eq!(opened.all_remarks(), "its character set is guessed");
}
