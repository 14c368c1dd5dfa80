//! Backups: taken while the book is in use, verified before they are called one; and brought back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::book::{Access, Book, DATABASE};
use crate::check::Checked;
use crate::key::{FILES, Passphrase};
use crate::trouble::Trouble;
use crate::{head, key, log, sealed};

/// Key files of the sealed names and of the book travel with it.
fn small_files() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().chain(crate::names::FILES)
}

impl Book {
    /// Writes a verified copy of the book into `to`, which must not be there yet. Others may go on writing:
    /// the copy is of one moment. The full-text index is derived and not copied.
    ///
    /// # Errors
    /// [`Trouble::NotEmpty`], what the disk refuses, or [`Trouble::Damaged`] when the copy does not check.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Checked, Trouble> {
        if to.exists() {
            return Err(Trouble::NotEmpty);
        }
        let partial = partial(to);
        // What an interrupted backup left behind is no backup.
        let _ = fs::remove_dir_all(&partial);
        fs::create_dir_all(&partial).map_err(|e| Trouble::io("the backup", &e))?;
        let target = partial.join(DATABASE);
        let target = target.to_str().ok_or_else(|| Trouble::Missing("the path of the backup is not Unicode".into()))?;
        self.db.execute("VACUUM INTO ?", [target])?;
        for name in small_files().filter(|n| self.folder.join(n).is_file()) {
            copy(&self.folder, &partial, name)?;
        }
        // A head of its own, for the moment of the copy; opened without one it would be called damaged.
        let copied = Book::without_head(&partial, &self.key)?;
        head::write(&partial, &self.key, log::tail(&copied.db)?)?;
        let files = copied.sealed_files()?;
        drop(copied);
        if !files.is_empty() {
            fs::create_dir_all(partial.join(sealed::FOLDER)).map_err(|e| Trouble::io("the backup", &e))?;
        }
        for file in files {
            copy(&self.folder.join(sealed::FOLDER), &partial.join(sealed::FOLDER), &file)?;
        }
        let copied = Book::with_key(&partial, self.key.clone(), Access::Read)?;
        let checked = copied.check(None, progress)?;
        if let Some(problem) = checked.problems.first() {
            return Err(Trouble::Damaged(format!("the copy does not check: {problem}")));
        }
        copied.close()?;
        sync(&partial)?;
        fs::rename(&partial, to).map_err(|e| Trouble::io("the backup", &e))?;
        Ok(checked)
    }
}

/// Brings a backup back as a book in `to`, which must not be there yet. The backup is checked first and stays.
///
/// # Errors
/// As [`Book::backup`]; [`Trouble::Passphrase`].
pub fn restore(
    from: &Path,
    to: &Path,
    passphrase: &Passphrase,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, Trouble> {
    let backup = Book::open(from, passphrase, Access::Read)?;
    let checked = backup.check(Some(passphrase), &mut |_, _| ())?;
    if let Some(problem) = checked.problems.first() {
        return Err(Trouble::Damaged(problem.clone()));
    }
    backup.backup(to, progress)
}

fn partial(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".partial");
    to.with_file_name(name)
}

fn copy(from: &Path, to: &Path, name: &str) -> Result<(), Trouble> {
    let fail = |e: std::io::Error| Trouble::io("the backup", &e);
    fs::copy(from.join(name), to.join(name)).map_err(fail)?;
    fs::File::open(to.join(name)).and_then(|f| f.sync_all()).map_err(fail)
}

fn sync(folder: &Path) -> Result<(), Trouble> {
    key::sync_folder(folder)?;
    fs::File::open(folder.join(DATABASE)).and_then(|f| f.sync_all()).map_err(|e| Trouble::io("the backup", &e))
}
