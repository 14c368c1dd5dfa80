//! `--watch`: what comes into the folders is added as it comes.

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use crate::trouble::Trouble;

/// A file that has not changed for so long is taken to be whole.
const QUIET: Duration = Duration::from_millis(700);

/// Waits for files and hands them to `add`; while none come, does a piece of `other` work, which says whether there
/// is more. Until the program is stopped.
pub fn run(folders: &[PathBuf], add: impl Fn(&[PathBuf]) -> Result<u8, u8>, other: impl Fn() -> bool) -> u8 {
    let (sender, receiver) = channel();
    let watching = notify::recommended_watcher(sender).and_then(|mut watcher| {
        folders.iter().try_for_each(|f| watcher.watch(f, RecursiveMode::Recursive))?;
        Ok(watcher)
    });
    let Ok(_watcher) = watching else {
        Trouble::new("--watch", "the folders cannot be watched", "add them again from time to time instead").print();
        return 2;
    };
    eprintln!("note: watching; Ctrl-C ends it");
    let mut waiting: Vec<PathBuf> = Vec::new();
    let mut more = true;
    loop {
        match receiver.recv_timeout(QUIET) {
            Ok(Ok(event)) if matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_)) => {
                waiting.extend(event.paths.into_iter().filter(|p| !hidden(p)));
            }
            Ok(_) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return 2,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) if !waiting.is_empty() => {
                waiting.sort();
                waiting.dedup();
                waiting.retain(|p| p.is_file());
                if !waiting.is_empty() {
                    // A file that cannot be read does not end the watch; it is told and the next is awaited.
                    let _ = add(&std::mem::take(&mut waiting));
                }
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => more = more && other(),
        }
    }
}

fn hidden(path: &std::path::Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}
