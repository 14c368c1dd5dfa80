//! The same passages give the same list, however they were added and however much of it is asked for.

use casebook_search::{Index, Passage, Query, Reader};
use tempfile::TempDir;

use crate::{Dice, ask, indexed, invented, lexicon, secret};

/// Questions of all kinds over the invented words: common and rare, few and many.
fn questions() -> Vec<String> {
    let (lexicon, mut dice) = (lexicon(), Dice(2));
    let mut pick = |below: usize| lexicon[dice.throw(below)].clone();
    let mut questions: Vec<String> = ["tag:case-3", "date:1970..1975", "ba*", "-bababamo"].map(String::from).into();
    for _ in 0..12 {
        let words: Vec<String> = (0..5).map(|i| pick([3, 8, 20, 60, 400][i])).collect();
        questions.push(words[0].clone());
        questions.push(words[..2].join(" "));
        questions.push(words.join(" OR "));
        questions.push(format!("{} {} {} OR {}*", words[0], words[1], words[2], &words[4][..5]));
        questions.push(format!("{}~ -{} OR person:{} tag:case-1", words[3], words[0], words[2]));
        questions.push(format!("\"{} {}\" OR {} OR {}", words[0], words[1], words[2], words[3]));
    }
    questions
}

fn reader(folder: &TempDir, passages: &[Passage], every: usize, threads: usize, cache: usize) -> Reader {
    drop(indexed(folder.path(), passages, every, threads));
    Index::open_or_create(folder.path(), &secret(), cache).unwrap().reader().unwrap()
}

#[test]
fn neither_the_order_of_adding_nor_commits_nor_threads_nor_the_cache_change_the_list() {
    let folders = [(); 3].map(|()| TempDir::new().unwrap());
    let passages = invented(2000);
    let mut mixed = passages.clone();
    let mut dice = Dice(3);
    (1..mixed.len()).for_each(|i| mixed.swap(i, dice.throw(i + 1)));
    let once = reader(&folders[0], &passages, 2000, 1, 8 << 20);
    let often = reader(&folders[1], &mixed, 150, 2, 0);
    let turned: Vec<Passage> = passages.iter().rev().cloned().collect();
    let back = reader(&folders[2], &turned, 700, 1, 1 << 20);
    let mut found = 0;
    for question in questions() {
        let list = ask(&once, &question, 40);
        found += list.len();
        assert_eq!(list, ask(&often, &question, 40), "{question}");
        assert_eq!(list, ask(&back, &question, 40), "{question}");
    }
    assert!(found > 1500, "the questions find something: {found}");
}

#[test]
fn the_first_page_is_the_beginning_of_the_whole_list() {
    let folder = TempDir::new().unwrap();
    let reader = reader(&folder, &invented(2000), 500, 1, 8 << 20);
    for question in questions() {
        let query = Query::parse(&question).unwrap();
        let whole = reader.search(&query, 5000, 0).unwrap();
        assert_eq!((whole.hits.len() as u64, whole.more), (reader.count(&query).unwrap(), false), "{question}");
        for (limit, offset) in [(1, 0), (10, 0), (10, 10), (7, 1990), (0, 0)] {
            let page = reader.search(&query, limit, offset).unwrap();
            let end = whole.hits.len().min(offset + limit);
            assert_eq!(page.hits, whole.hits[offset.min(end)..end], "{question}, {limit} from {offset}");
            assert_eq!(page.more, whole.hits.len() > offset + limit, "{question}, {limit} from {offset}");
        }
    }
}
