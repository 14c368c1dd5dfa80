//! A writer killed at any moment leaves the index at its last commit.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use casebook_search::Passage;
use tempfile::TempDir;

use crate::{Dice, ask, open};

const FOLDER: &str = "CASEBOOK_SEARCH_TEST_FOLDER";
const BATCH: u64 = 40;

fn passage(item: u64) -> Passage {
    Passage {
        document: item,
        text: format!("every passage has number n{item} and fills {}", "a line ".repeat(20)),
        ..Passage::default()
    }
}

/// The process that is killed. Goes on after what the index covers, and says what it has committed.
fn write_on(folder: &Path) -> ! {
    let index = open(folder);
    let mut covers = index.covers().unwrap();
    let mut writer = index.writer(1, 0).unwrap();
    println!("\nopen 0");
    loop {
        (covers + 1..=covers + BATCH).for_each(|item| writer.add(&passage(item)).unwrap());
        // Removing as well makes commits that change old segments.
        writer.remove(covers + 1);
        covers += BATCH;
        writer.commit(covers).unwrap();
        println!("\ncommitted {covers}");
    }
}

fn start(folder: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["crash::killed_twenty_times_it_opens_with_every_commit", "--exact", "--nocapture"])
        .env(FOLDER, folder);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Lets a child write for so long, kills it, and returns what it said it had committed, if it came so far.
fn run_and_kill(folder: &Path, for_ms: u64) -> Option<u64> {
    let mut child = start(folder);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // Time counts from the opening on; starting a process takes long on a busy machine.
    assert!(lines.any(|line| line == "open 0"), "the child opens the index");
    std::thread::sleep(Duration::from_millis(for_ms));
    child.kill().unwrap();
    child.wait().unwrap();
    lines.filter_map(|line| line.strip_prefix("committed ")?.parse().ok()).last()
}

#[test]
fn killed_twenty_times_it_opens_with_every_commit() {
    // The test starts itself as the process that is killed.
    if let Some(folder) = env::var_os(FOLDER) {
        write_on(Path::new(&folder));
    }
    let folder = TempDir::new().unwrap();
    drop(open(folder.path()));
    let (mut dice, mut last) = (Dice(5), 0);
    for round in 0..20 {
        let said = run_and_kill(folder.path(), 1 + dice.throw(250) as u64).unwrap_or(last);
        let index = open(folder.path());
        let (covers, reader) = (index.covers().unwrap(), index.reader().unwrap());
        // A commit may be made and the process killed before it says so.
        assert!((said..=said + BATCH).contains(&covers), "round {round}: {covers} after {said}");
        assert_eq!(reader.passages(), covers - covers / BATCH, "round {round}: all of the commit and nothing else");
        assert_eq!(index.verify().unwrap(), [], "round {round}");
        if covers > 0 {
            assert_eq!(ask(&reader, &format!("n{covers}"), 5).len(), 1, "round {round}: the last passage is found");
        }
        last = covers;
    }
    assert!(last >= 5 * BATCH, "the children did write: {last}");
    // What the killed left lying is cleared away by those that come after.
    let index = open(folder.path());
    let mut writer = index.writer(1, 0).unwrap();
    writer.commit(last).unwrap();
    writer.finish().unwrap();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert!(left < 160, "{left} files");
}
