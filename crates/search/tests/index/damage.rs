//! A changed byte is told, and never changes an answer.

use std::fs;
use std::path::{Path, PathBuf};

use casebook_search::{Hit, Index, Query, Trouble};
use tempfile::TempDir;

use crate::{Dice, indexed, invented, open, secret};

const QUESTIONS: [&str; 4] =
    ["bababamo OR babakeba OR babaliti", "\"bababamo babakeba\" OR ba*", "person:bababamo", "tag:case-2 -ke*"];

fn answers(index: &Index) -> Result<Vec<Vec<Hit>>, Trouble> {
    let reader = index.reader()?;
    QUESTIONS.iter().map(|q| Ok(reader.search(&Query::parse(q).unwrap(), 50, 0)?.hits)).collect()
}

/// Files with something in them; locks are empty.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| fs::metadata(path).unwrap().len() > 0);
    files.sort();
    files
}

/// Whether the damage is told: at opening, or by the check. Answers given in spite of it must be the true ones.
fn told(folder: &Path, truth: &[Vec<Hit>]) -> bool {
    let index = match Index::open_or_create(folder, &secret(), 1 << 20) {
        Ok(index) => index,
        Err(_) => return true,
    };
    if let Ok(given) = answers(&index) {
        assert_eq!(given, truth, "a wrong answer from a damaged index");
    }
    match index.verify() {
        Ok(damage) => !damage.is_empty(),
        Err(_) => true,
    }
}

#[test]
fn every_flipped_bit_is_told_and_no_answer_is_wrong() {
    let folder = TempDir::new().unwrap();
    let mut passages = invented(1500);
    passages.extend(invented(50).into_iter().map(|mut p| {
        p.document += 10_000;
        p
    }));
    let index = indexed(folder.path(), &passages, 400, 1);
    let mut writer = index.writer(1, 0).unwrap();
    writer.remove(3);
    writer.commit(9).unwrap();
    writer.finish().unwrap();
    let truth = answers(&index).unwrap();
    assert!(truth.iter().all(|hits| !hits.is_empty()));
    assert_eq!(index.verify().unwrap(), []);
    drop(index);
    let (files, mut dice) = (files(folder.path()), Dice(4));
    for round in 0..200 {
        let file = &files[round % files.len()];
        let whole = fs::read(file).unwrap();
        let mut flipped = whole.clone();
        let at = dice.throw(whole.len());
        flipped[at] ^= 1 << dice.throw(8);
        fs::write(file, &flipped).unwrap();
        assert!(told(folder.path(), &truth), "byte {at} of {} in file {}", whole.len(), round % files.len());
        fs::write(file, &whole).unwrap();
    }
    assert!(!told(folder.path(), &truth), "whole again");
}

#[test]
fn files_gone_cut_or_exchanged_are_told() {
    let folder = TempDir::new().unwrap();
    let index = indexed(folder.path(), &invented(300), 300, 1);
    let truth = answers(&index).unwrap();
    drop(index);
    let files = files(folder.path());
    for (i, file) in files.iter().enumerate() {
        let whole = fs::read(file).unwrap();
        let other = fs::read(&files[(i + 1) % files.len()]).unwrap();
        for put in [whole[..whole.len() - 1].to_vec(), Vec::new(), other] {
            fs::write(file, put).unwrap();
            assert!(told(folder.path(), &truth), "file {i}");
        }
        // Without its head a folder is begun again or refused; it never answers wrongly.
        if !file.ends_with("head") {
            fs::remove_file(file).unwrap();
            assert!(told(folder.path(), &truth), "file {i} gone");
        }
        fs::write(file, &whole).unwrap();
    }
    assert!(!told(folder.path(), &truth), "whole again");
    assert_eq!(open(folder.path()).verify().unwrap(), []);
}
