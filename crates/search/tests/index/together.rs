//! One writer, many readers.

use std::sync::atomic::{AtomicBool, Ordering};

use casebook_search::{Query, Trouble};
use tempfile::TempDir;

use crate::{ask, invented, open};

#[test]
fn readers_see_whole_commits_while_the_writer_writes() {
    let folder = TempDir::new().unwrap();
    let (index, passages, done) = (open(folder.path()), invented(3000), AtomicBool::new(false));
    const EACH: usize = 100;
    let watch = || {
        // Its own cache and its own handle, as another process would have.
        let reader = open(folder.path()).reader().unwrap();
        let (mut seen, mut rounds) = (0, 0);
        while !done.load(Ordering::Acquire) || rounds == 0 {
            reader.reload().unwrap();
            let (covers, count) = (reader.covers(), reader.passages());
            assert!(count >= seen && count >= covers, "{count} after {seen}, at least {covers}");
            assert_eq!(count % EACH as u64, 0, "a part of a commit");
            let query = Query::parse("babakeba OR bababamo OR ba*").unwrap();
            assert_eq!(reader.search(&query, 10_000, 0).unwrap().hits.len() as u64, reader.count(&query).unwrap());
            (seen, rounds) = (count, rounds + 1);
        }
        reader.reload().unwrap();
        (reader.passages(), rounds)
    };
    std::thread::scope(|scope| {
        // Also where the writer fails: else the watchers would watch for ever.
        let _over = Over(&done);
        let watchers = [scope.spawn(watch), scope.spawn(watch)];
        let mut writer = index.writer(1, 0).unwrap();
        for (part, n) in passages.chunks(EACH).zip(1..) {
            part.iter().for_each(|passage| writer.add(passage).unwrap());
            writer.commit(n * EACH as u64).unwrap();
        }
        writer.finish().unwrap();
        done.store(true, Ordering::Release);
        for watcher in watchers {
            let (count, rounds) = watcher.join().unwrap();
            assert_eq!(count, 3000);
            assert!(rounds > 1, "the watcher looked while the writer wrote: {rounds} times");
        }
    });
}

/// Tells the watchers that it is over when it goes.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

#[test]
fn an_old_reader_keeps_its_view_after_files_are_merged_away() {
    let folder = TempDir::new().unwrap();
    let (index, passages) = (open(folder.path()), invented(1200));
    let mut writer = index.writer(1, 0).unwrap();
    passages[..100].iter().for_each(|passage| writer.add(passage).unwrap());
    writer.commit(1).unwrap();
    let old = index.reader().unwrap();
    let before = ask(&old, "ba*", 200);
    for (part, n) in passages[100..].chunks(50).zip(2..) {
        part.iter().for_each(|passage| writer.add(passage).unwrap());
        writer.commit(n).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(ask(&old, "ba*", 200), before);
    assert_eq!(old.passages(), 100);
}

#[test]
fn a_second_writer_waits_its_turn() {
    let folder = TempDir::new().unwrap();
    let index = open(folder.path());
    let first = index.writer(1, 0).unwrap();
    assert!(matches!(open(folder.path()).writer(1, 0), Err(Trouble::Busy)));
    drop(first);
    assert!(open(folder.path()).writer(1, 0).is_ok());
}
